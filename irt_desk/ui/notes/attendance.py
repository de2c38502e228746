"""Start and stop time of the session, above its note: set once, with one button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.sessions import Attendance, Session, Setting
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.changes import Saved
from irt_desk.services.desk import Desk
from irt_desk.ui.building import Button, Card, ChoiceChips, Field, ProblemLine, TextLine, TimeField
from irt_desk.ui.notes.appointment import instant
from irt_desk.ui.room import Room
from irt_desk.words import say


class AttendanceStrip(Card):
    """Times and setting; "It was held" records them and gives the session its number."""

    def __init__(self, room: Room, done: Callable[[Session], None]) -> None:
        super().__init__()
        self._room, self._done = room, done
        self._session: Session | None = None
        self._zone = "UTC"
        across = QHBoxLayout()
        across.setSpacing(12)
        self.starts, self.stops = TimeField(), TimeField()
        self.setting = ChoiceChips(Setting, optional=False)
        across.addWidget(Field(say("sessions.starts"), self.starts))
        across.addWidget(Field(say("sessions.stops"), self.stops))
        across.addWidget(Field(say("sessions.setting"), self.setting), 1)
        self.button = Button(say("sessions.record_held"))
        self.button.clicked.connect(self.submit)
        across.addWidget(self.button)
        self.body.addLayout(across)
        self.client_location, self.provider_location = TextLine(), TextLine()
        places = QHBoxLayout()
        self._places = (
            Field(say("sessions.client_location"), self.client_location),
            Field(say("sessions.provider_location"), self.provider_location),
        )
        for field in self._places:
            places.addWidget(field)
        self.body.addLayout(places)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        self.setting.changed.connect(self._show_places)

    def show_session(self, session: Session, zone: str) -> None:
        """Show the times of a session; times half typed for the same session stay."""
        if self._session is not None and self._session.id == session.id and self._session == session:
            return
        self._session, self._zone = session, zone
        self.starts.set_value(session.starts.local.time())
        self.stops.set_value(session.stops.local.time())
        self.setting.set_value(session.setting)
        self.client_location.set_value(session.client_location)
        self.provider_location.set_value(session.provider_location)
        self.problem.say("")
        self._show_places()

    def _show_places(self) -> None:
        setting = self.setting.value()
        for field in self._places:
            field.setVisible(setting is not None and setting.is_telehealth)

    def submit(self) -> None:
        """Record that the session was held."""
        if self._session is None:
            return
        try:
            first, last = self.starts.value(), self.stops.value()
        except Invalid as error:
            self.problem.say(str(error))
            return
        assert first is not None  # neither may be empty
        assert last is not None
        day, zone = self._session.starts.day, self._session.starts.zone
        session = replace(
            self._session,
            starts=instant(day, first, zone),
            stops=instant(day, last, zone),
            setting=self.setting.value(),
            client_location=self.client_location.value(),
            provider_location=self.provider_location.value(),
            attendance=Attendance.ATTENDED,
        )
        self._room.runner.change(self, partial(held, self._room.desk, session), self._on_saved, self._on_failed)

    def _on_saved(self, session: Session) -> None:
        self.problem.say("")
        self._session = session
        self._done(session)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error


def held(desk: Desk, session: Session) -> Saved[Session]:
    """Store times and setting of a held session; it gets its number."""
    return desk.sessions.save(session)
