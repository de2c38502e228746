"""A session: when, where, held or planned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from irt_desk.domain.sessions import Attendance, Session, Setting
from irt_desk.domain.values import Instant, Invalid
from irt_desk.services.changes import Saved
from irt_desk.services.context import system_clock
from irt_desk.services.desk import Desk
from irt_desk.ui.building import (
    Button,
    Card,
    CheckLine,
    ChoiceChips,
    DateField,
    Field,
    PrimaryButton,
    ProblemLine,
    TextLine,
    TimeField,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.room import Room
from irt_desk.words import say

USUAL_MINUTES = 50


def instant(day: date, clock: time, zone: str) -> Instant:
    """Return the moment a day and a time on the clock of a zone stand for."""
    return Instant(datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC), zone)


class AppointmentForm(Card):
    """Day, start, stop, setting; ticked "held" it gets its number and its note opens."""

    changed = Signal()

    def __init__(self, room: Room, done: Callable[[Session | None], None]) -> None:
        super().__init__(say("sessions.new"))
        self._room, self._done = room, done
        self._unit_id, self._zone = "", "UTC"
        self.day, self.starts, self.stops = DateField(optional=False), TimeField(), TimeField()
        self.setting = ChoiceChips(Setting, optional=False)
        self.held = CheckLine(say("sessions.held"))
        self.client_location, self.provider_location, self.platform = TextLine(), TextLine(), TextLine()
        self.focus = TextLine()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        self.fields = {
            "day": Field(say("sessions.day"), self.day),
            "starts": Field(say("sessions.starts"), self.starts),
            "stops": Field(say("sessions.stops"), self.stops),
            "setting": Field(say("sessions.setting"), self.setting),
            "focus": Field(say("sessions.focus"), self.focus),
            "platform": Field(say("sessions.platform"), self.platform),
            "client_location": Field(say("sessions.client_location"), self.client_location),
            "provider_location": Field(say("sessions.provider_location"), self.provider_location),
        }
        for number, name in enumerate(self.fields):
            grid.addWidget(self.fields[name], number // 3, number % 3)
        self.body.addLayout(grid)
        self.body.addWidget(self.held)
        self._controls: dict[str, Any] = {name: field.control for name, field in self.fields.items()}
        self._controls["held"] = self.held
        self._given: dict[str, Any] = {}
        for control in self._controls.values():
            control.changed.connect(self.changed)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(partial(self._finish, None))
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self.submit)
        across.addWidget(cancel)
        across.addWidget(self.save_button)
        self.body.addLayout(across)
        self.setting.changed.connect(self._show_places)

    def know(self, zone: str) -> None:
        """Know the zone of the practice, whose clock the form starts from."""
        self._zone = zone

    def begin(self, unit_id: str, *, planned: bool = False, minutes: int = USUAL_MINUTES) -> None:
        """Start a new session today: one that was held, from the last full hour; one that is planned, a day ahead at this hour."""
        self._unit_id = unit_id
        now = Instant(system_clock(), self._zone).local
        start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1 if planned else 0)
        self.day.set_value(start.date())
        self.starts.set_value(start.time())
        self.stops.set_value((start + timedelta(minutes=minutes)).time())
        self.setting.set_value(Setting.OFFICE)
        self.held.set_value(not planned)
        for line in (self.client_location, self.provider_location, self.platform, self.focus):
            line.set_value("")
        self.problem.say("")
        self._show_places()
        self._given = raws(self._controls)
        self.day.setFocus()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        now = raws(self._controls)
        return {} if self.isHidden() or now == self._given else {"unit": self._unit_id, "fields": now}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the form where it was left."""
        self.begin(data["unit"])
        set_raws(self._controls, data["fields"])
        self.show()

    def _show_places(self) -> None:
        remote = self.setting.value() is not None and self.setting.value().is_telehealth
        for name in ("platform", "client_location", "provider_location"):
            self.fields[name].setVisible(remote)

    def submit(self) -> None:
        """Store the session."""
        try:
            day, first, last = self.day.value(), self.starts.value(), self.stops.value()
        except Invalid as error:
            self.problem.say(str(error))
            return
        assert day is not None  # none of the three is optional
        assert first is not None
        assert last is not None
        session = Session(
            id="",
            unit_id=self._unit_id,
            episode_id="",
            starts=instant(day, first, "UTC"),  # the zone of the practice is put in on the lane
            stops=instant(day, last, "UTC"),
            setting=self.setting.value(),
            focus=self.focus.value(),
            platform=self.platform.value(),
            client_location=self.client_location.value(),
            provider_location=self.provider_location.value(),
        )
        self.save_button.setEnabled(False)
        work = partial(store, self._room.desk, session, held=self.held.value())
        self._room.runner.change(self, work, self._finish, self._on_failed)

    def _finish(self, session: Session | None, *_: object) -> None:
        self.save_button.setEnabled(True)
        self._done(session if isinstance(session, Session) else None)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            for name, field in self.fields.items():
                field.set_problem(" ".join(p.sentence for p in error.problems if p.field == name))
            self.problem.say(" ".join(p.sentence for p in error.problems if p.field not in self.fields))
        else:
            self.problem.say(str(error))


def store(desk: Desk, session: Session, *, held: bool) -> Saved[Session]:
    """Schedule a session at clock times of the practice's zone, and record at once that it was held when it was."""
    zone = desk.settings.practitioner().zone
    session = replace(session, starts=_moved(session.starts, zone), stops=_moved(session.stops, zone))
    if held and session.starts.at > system_clock():
        held = False
    if held:
        from irt_desk.domain.sessions import problems
        from irt_desk.domain.values import insist

        now = Instant(system_clock(), session.starts.zone)
        insist(problems(replace(session, attendance=Attendance.ATTENDED), now))
    made = desk.sessions.schedule(session)
    return desk.sessions.attend(made.value.id, session.starts, session.stops) if held else made


def _moved(moment: Instant, zone: str) -> Instant:
    """Return the same clock time in another zone."""
    return instant(moment.day, moment.local.time(), zone)
