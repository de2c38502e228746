"""The particulars of a session above its note: one line once they are recorded, a short form while they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.billing_codes import suggested
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.sessions import Attendance, Session, Setting
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services import note_content
from irt_desk.services.changes import Saved
from irt_desk.services.desk import Desk
from irt_desk.services.note_text import present_text, setting_text
from irt_desk.ui.building import (
    Body,
    Button,
    CheckLine,
    ChoiceChips,
    Field,
    LinkButton,
    ProblemLine,
    Small,
    TextChoice,
    TextLine,
    TimeField,
    line,
)
from irt_desk.ui.notes.appointment import instant
from irt_desk.ui.notes.present import PresentControl
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class AttendanceStrip(QWidget):
    """Who, where, when. "It was held" records them and gives the session its number; later ``summary`` says it all.

    ``summary`` is placed by the page, beside the check-in.
    """

    def __init__(self, room: Room, done: Callable[[Session], None]) -> None:
        super().__init__()
        self._room, self._done = room, done
        self._session: Session | None = None
        self._zone, self._client, self._jurisdiction, self._kind = "UTC", "", "us", UnitKind.INDIVIDUAL_IRT
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        self.summary = self._summary()
        self.form = QWidget()
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(self._times())
        self._rest = self._details()
        inside.addWidget(self._rest)
        self.more = LinkButton(say("sessions.more"))
        self.more.clicked.connect(self._on_more)
        inside.addWidget(self.more)
        self.problem = ProblemLine()
        inside.addWidget(self.problem)
        inside.addWidget(line())
        down.addWidget(self.form)

    def _summary(self) -> QWidget:
        holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(2)
        self.who, self.where = Body(strong=True, wrap=True), Small(wrap=True)
        down.addWidget(self.who)
        down.addWidget(self.where)
        self.code = Small(wrap=True)
        down.addWidget(self.code)
        self.take_code = LinkButton(say("sessions.service_code"))
        self.take_code.clicked.connect(self._on_take_code)
        down.addWidget(self.take_code)
        self.change = LinkButton(say("sessions.change"))
        self.change.setAccessibleName(say("sessions.change_named"))
        self.change.clicked.connect(self.open_form)
        down.addWidget(self.change)
        down.addStretch(1)
        return holder

    def _times(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        self.starts, self.stops = TimeField(), TimeField()
        for clock in (self.starts, self.stops):
            clock.returnPressed.connect(self.submit)
        self.setting = ChoiceChips(Setting, optional=False)
        self.setting.changed.connect(self._show_places)
        across.addWidget(Field(say("sessions.starts"), self.starts))
        across.addWidget(Field(say("sessions.stops"), self.stops))
        across.addWidget(Field(say("sessions.setting"), self.setting), 1)
        self.button = Button(say("sessions.record_held"))
        self.button.clicked.connect(self.submit)
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _details(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        self.client_location, self.provider_location, self.platform = TextLine(), TextLine(), TextLine()
        self.place, self.service_code = TextLine(), TextChoice()
        self.telehealth_consent, self.unplanned = CheckLine(), CheckLine()
        self.present = PresentControl()
        self.fields = {
            "platform": Field(say("sessions.platform"), self.platform),
            "client_location": Field(say("sessions.client_location"), self.client_location),
            "provider_location": Field(say("sessions.provider_location"), self.provider_location),
            "telehealth_consent": Field(say("sessions.telehealth_consent"), self.telehealth_consent),
            "place": Field(say("sessions.place"), self.place),
            "service_code": Field(say("sessions.service_code"), self.service_code),
            "unplanned": Field(say("sessions.unplanned"), self.unplanned),
        }
        for number, field in enumerate(self.fields.values()):
            grid.addWidget(field, number // 2, number % 2)
        grid.addWidget(Field(say("sessions.present"), self.present), len(self.fields), 0, 1, 2)
        return holder

    def show_session(
        self,
        session: Session,
        zone: str,
        *,
        client: str = "",
        jurisdiction: str = "us",
        kind: UnitKind = UnitKind.INDIVIDUAL_IRT,
    ) -> None:
        """Show the particulars of a session; what is half typed for the same session stays."""
        self._client, self._jurisdiction, self._kind = client, jurisdiction, kind
        self.present.say_who(say("sessions.present_both" if kind.brings_together else "sessions.present_alone"))
        if self._session is not None and self._session.id == session.id and self._session == session:
            return
        self._session, self._zone = session, zone
        self._fill(session)
        recorded = session.attendance is not Attendance.SCHEDULED
        self._show_form(not recorded)
        self._show_summary()

    def _fill(self, session: Session) -> None:
        self.starts.set_value(session.starts.local.time())
        self.stops.set_value(session.stops.local.time())
        self.setting.set_value(session.setting)
        for name in ("client_location", "provider_location", "platform", "place", "telehealth_consent"):
            getattr(self, name).set_value(getattr(session, name))
        self.unplanned.set_value(not session.planned)
        self.present.set_value(session.present, conjoint=session.conjoint)
        codes = note_content.service_codes(self._jurisdiction)
        options = tuple((c.code, f"{c.code} \N{MIDDLE DOT} {c.what}") for c in codes.codes) if codes else ()
        self.service_code.offer((("", say("sessions.no_code")), *options))
        self.service_code.set_value(session.service_code)
        self.problem.say("")
        rare = not session.planned or len(session.present) > 1 or bool(session.place)
        self._rest.setVisible(rare or session.setting.is_telehealth)
        self.more.setVisible(self._rest.isHidden())
        is_contact = session.attendance.is_contact or session.attendance.is_missed
        self.button.setText(say("record.save" if is_contact else "sessions.record_held"))
        self._show_places()

    def _show_summary(self) -> None:
        session = self._session
        if session is None:
            return
        kind = session.attendance
        recorded = kind is not Attendance.SCHEDULED
        held = kind is Attendance.ATTENDED
        self.summary.setVisible(recorded and self.form.isHidden())
        self.who.setText(
            present_text(session, self._client, together=self._kind.brings_together) if held else label(kind)
        )
        self.where.setText(setting_text(session) if held else "")
        self.where.setVisible(held)
        codes = note_content.service_codes(self._jurisdiction)
        best = suggested(codes, session, self._kind) if codes else None
        self.code.setText(say("sessions.code_is", code=session.service_code) if session.service_code else "")
        if not session.service_code and held and codes and best is None:
            self.code.setText(say("sessions.code_none", minutes=session.minutes))
        self.code.setVisible(bool(self.code.text()))
        offer = best.code if best is not None and best.code != session.service_code else ""
        self.take_code.setVisible(bool(offer))
        if best is not None and offer:
            self.take_code.setText(say("sessions.code_take", code=offer, minutes=session.minutes))
            self.take_code.setToolTip(" ".join(part for part in (best.what + ".", best.note) if part))

    def open_form(self) -> None:
        """Open the form over the line, and everything in it."""
        self._show_form(True)
        self.summary.hide()
        self._on_more()
        self.starts.setFocus()

    def _show_form(self, shown: bool) -> None:
        self.form.setVisible(shown)
        self.setVisible(shown)  # without it the empty line would still take its space

    def focus_first(self) -> None:
        """Give the keyboard to the stop time of a session that is not recorded yet: it is what the clock decides."""
        if self.form.isHidden():
            self.change.setFocus()
        else:
            self.stops.setFocus()
            self.stops.selectAll()

    def focus_consent(self) -> None:
        """Give the keyboard to the tick for telehealth."""
        self.open_form()
        self.telehealth_consent.box.setFocus()

    def _on_more(self) -> None:
        self._rest.show()
        self.more.hide()
        self._show_places()

    def _show_places(self) -> None:
        setting = self.setting.value()
        remote = setting is not None and setting.is_telehealth
        if remote:
            self._rest.show()
            self.more.hide()
        for name in ("platform", "client_location", "provider_location", "telehealth_consent"):
            self.fields[name].setVisible(remote)
        self.fields["place"].setVisible(not remote)

    def typed(self) -> Session | None:
        """Return the session as typed, held unless it is a contact or a missed one; None when a time cannot be read."""
        if self._session is None:
            return None
        try:
            first, last = self.starts.value(), self.stops.value()
        except Invalid as error:
            self.problem.say(str(error))
            return None
        assert first is not None  # neither may be empty
        assert last is not None
        day, zone, kind = self._session.starts.day, self._session.starts.zone, self._session.attendance
        return replace(
            self._session,
            starts=instant(day, first, zone),
            stops=instant(day, last, zone),
            setting=self.setting.value(),
            platform=self.platform.value(),
            client_location=self.client_location.value(),
            provider_location=self.provider_location.value(),
            telehealth_consent=self.telehealth_consent.value(),
            place=self.place.value(),
            planned=not self.unplanned.value(),
            present=self.present.value(),
            conjoint=self.present.conjoint(),
            service_code=self.service_code.value(),
            attendance=kind if kind.is_contact or kind.is_missed else Attendance.ATTENDED,
        )

    def submit(self) -> None:
        """Record that the session was held, with its particulars."""
        session = self.typed()
        if session is not None:
            self._room.runner.change(self, partial(held, self._room.desk, session), self._on_saved, self._on_failed)

    def _on_take_code(self) -> None:
        """Confirm the suggested code: one click, and only the therapist's."""
        codes = note_content.service_codes(self._jurisdiction)
        best = suggested(codes, self._session, self._kind) if codes and self._session else None
        if self._session is not None and best is not None:
            session = replace(self._session, service_code=best.code)
            self._room.runner.change(self, partial(held, self._room.desk, session), self._on_saved, self._on_failed)

    def _on_saved(self, session: Session) -> None:
        self.problem.say("")
        self._session = session
        self._fill(session)
        self._show_form(False)
        self._show_summary()
        self._done(session)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._show_form(True)
            self.problem.say(str(error))
        else:
            raise error


def held(desk: Desk, session: Session) -> Saved[Session]:
    """Store the particulars of a session; one that was held gets its number."""
    return desk.sessions.save(session)


__all__ = ["AttendanceStrip", "held"]
