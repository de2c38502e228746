"""A call, a letter or a message outside the sessions: when it was, then its note opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import UserError
from irt_desk.services.changes import Saved
from irt_desk.services.context import system_clock
from irt_desk.services.desk import Desk
from irt_desk.ui.building import (
    Button,
    Card,
    ChoiceChips,
    DateField,
    Field,
    Muted,
    PrimaryButton,
    ProblemLine,
    TimeField,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.notes.appointment import instant
from irt_desk.ui.room import Room
from irt_desk.words import say

KINDS = tuple(kind for kind in Attendance if kind.is_contact)


class ContactForm(Card):
    """Kind, day and time; a call has an end, too."""

    changed = Signal()

    def __init__(self, room: Room, done: Callable[[Session | None], None]) -> None:
        super().__init__(say("contacts.new"))
        self._room, self._done = room, done
        self._unit_id, self._zone = "", "UTC"
        self._given: dict[str, Any] = {}
        self.body.addWidget(Muted(say("contacts.what"), wrap=True))
        self.kind = ChoiceChips(Attendance, optional=False, only=KINDS)
        self.kind.set_value(Attendance.CALL)
        self.day, self.starts, self.stops = DateField(optional=False), TimeField(), TimeField(optional=True)
        self.fields = {
            "kind": Field(say("contacts.kind"), self.kind),
            "day": Field(say("sessions.day"), self.day),
            "starts": Field(say("contacts.at"), self.starts),
            "stops": Field(say("sessions.stops"), self.stops),
        }
        across = QHBoxLayout()
        across.setSpacing(16)
        self.body.addWidget(self.fields["kind"])
        for name in ("day", "starts", "stops"):
            across.addWidget(self.fields[name])
        across.addStretch(1)
        self.body.addLayout(across)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(partial(self._finish, None))
        foot.addWidget(cancel)
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self.submit)
        foot.addWidget(self.save_button)
        self.body.addLayout(foot)
        self._controls: dict[str, Any] = {name: field.control for name, field in self.fields.items()}
        for control in self._controls.values():
            control.changed.connect(self.changed)
        self.kind.changed.connect(self._on_kind)

    def begin(self, unit_id: str, zone: str) -> None:
        """Start a contact, today, now."""
        self._unit_id, self._zone = unit_id, zone
        now = Instant(system_clock(), zone).local
        self.kind.set_value(Attendance.CALL)
        self.day.set_value(now.date())
        self.starts.set_value(now.time().replace(second=0, microsecond=0))
        self.stops.set_value(None)
        self.problem.say("")
        self._on_kind()
        self._given = raws(self._controls)
        self.show()
        self.kind.setFocus()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        now = raws(self._controls)
        return (
            {} if self.isHidden() or now == self._given else {"unit": self._unit_id, "zone": self._zone, "fields": now}
        )

    def resume(self, data: dict[str, Any]) -> None:
        """Open the form where it was left."""
        self.begin(data["unit"], data["zone"])
        set_raws(self._controls, data["fields"])
        self._on_kind()

    def _on_kind(self) -> None:
        self.fields["stops"].setVisible(self.kind.value() is Attendance.CALL)

    def submit(self) -> None:
        """Store the contact; its note opens."""
        try:
            day, first = self.day.value(), self.starts.value()
            last = self.stops.value() if self.kind.value() is Attendance.CALL else None
        except Invalid as error:
            self.problem.say(str(error))
            return
        assert day is not None  # neither is optional
        assert first is not None
        starts = instant(day, first, self._zone)
        session = Session(
            id="",
            unit_id=self._unit_id,
            episode_id="",
            starts=starts,
            stops=instant(day, last, self._zone) if last else starts,
            attendance=self.kind.value(),
        )
        self.save_button.setEnabled(False)
        self._room.runner.change(self, partial(store, self._room.desk, session), self._finish, self._on_failed)

    def _finish(self, session: Session | None, *_: object) -> None:
        self.save_button.setEnabled(True)
        self.hide()
        self._done(session if isinstance(session, Session) else None)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))


def store(desk: Desk, session: Session) -> Saved[Session]:
    """Store a contact; nobody but the client is named among those present, and none for a letter."""
    return desk.sessions.add_contact(replace(session, planned=False))
