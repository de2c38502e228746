"""The Sessions tab: the list, or one note."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.notes import NoteStatus
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.services.changes import Area
from irt_desk.services.note_text import move_text
from irt_desk.services.texts import session_text
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    EmptyState,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ScrollPage,
    Small,
    clear_layout,
    line,
)
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.notes.appointment import USUAL_MINUTES, AppointmentForm
from irt_desk.ui.notes.contact import ContactForm
from irt_desk.ui.notes.editor import NoteEditor
from irt_desk.ui.notes.facts import SessionFacts, gather
from irt_desk.ui.notes.signed import SignedNote
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class SessionsTab(ChartTab):
    """Every session with the state of its note; one click opens it."""

    place = "sessions"
    areas = frozenset({Area.SESSIONS, Area.PLANS, Area.PATTERNS, Area.SKILLS, Area.CLIENTS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._session_id = ""
        self._plans = 0  # minutes of a session that is to be planned once the list is there
        self.stack = QStackedWidget()
        self.down.addWidget(self.stack)
        self.list_page = ScrollPage()
        head = QHBoxLayout()
        head.addStretch(1)
        self.contact_button = Button(say("contacts.new"))
        self.contact_button.clicked.connect(self._on_contact)
        head.addWidget(self.contact_button)
        self.new_button = PrimaryButton(say("sessions.new"))
        self.new_button.clicked.connect(self._on_new)
        head.addWidget(self.new_button)
        self.list_page.body.addLayout(head)
        self.form = AppointmentForm(room, self._on_form_done)
        self.form.hide()
        self.list_page.body.addWidget(self.form)
        self.contact = ContactForm(room, self._on_contact_done)
        self.contact.hide()
        self.list_page.body.addWidget(self.contact)
        self.card = Card(say("sessions.title"))
        self.list_page.body.addWidget(self.card)
        self.list_page.body.addStretch(1)
        self.stack.addWidget(self.list_page)
        self.editor = NoteEditor(room, self.back)
        self.stack.addWidget(self.editor)
        self.signed = SignedNote(room, self.back)
        self.stack.addWidget(self.signed)
        self.keeper.add("appointment", self.form)
        self.keeper.add("contact", self.contact)
        self.keeper.add("check_in", self.editor.check_in)
        self.keeper.add("pattern_week", self.editor.groups.week)
        self.keeper.add("addendum", self.signed.addendum)
        self.keeper.add("cosign", self.signed.cosign)

    def forget(self) -> None:
        """Go back to the list of another record."""
        self._session_id = ""
        self._plans = 0
        self.form.hide()
        self.contact.hide()
        self.new_button.show()
        self.contact_button.show()
        self.signed.addendum.forget()
        self.editor.groups.week.forget()
        self.editor.check_in.forget()
        self.signed.cosign.forget()
        self.stack.setCurrentWidget(self.list_page)

    def flush(self) -> None:
        """Hand over what is typed."""
        super().flush()
        if self.stack.currentWidget() is self.editor:
            self.editor.flush()

    def back(self) -> None:
        """Leave the note for the list."""
        self.flush()
        self._session_id = ""
        self.stack.setCurrentWidget(self.list_page)
        self.reload()

    def point_at(self, **arguments: Any) -> None:
        """Open the note of a session, or the form that plans the next one."""
        if session_id := str(arguments.get("session_id") or ""):
            self.open_session(session_id)
        elif arguments.get("plan"):
            self._session_id = ""
            self.stack.setCurrentWidget(self.list_page)
            self._plans = arguments.get("minutes") or USUAL_MINUTES
            self.reload()  # the form starts from the clock of the practice, which comes with the list

    def open_session(self, session_id: str, *_: Any) -> None:
        """Open the note of a session, starting its draft when there is none."""
        self._session_id = session_id
        work = partial(gather, self.room.desk, self.unit_id, session_id)
        self.room.runner.read(self, work, self._show_note, self.fail)

    def reload(self) -> None:
        """Fetch the list; an open editor keeps its text."""
        if self.unit_id and self.stack.currentWidget() is self.list_page and not self._session_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show_list, self.fail)
        elif self._session_id and self.stack.currentWidget() is self.signed:
            self.open_session(self._session_id)

    def _show_note(self, facts: SessionFacts) -> None:
        if facts.unit_id != self.unit_id or facts.open_note is None:
            return
        if facts.open_note.status is NoteStatus.DRAFT:
            self.stack.setCurrentWidget(self.editor)  # first: what is hidden cannot take the keyboard
            self.editor.show_facts(facts)
        else:
            self.signed.show_facts(facts)
            self.stack.setCurrentWidget(self.signed)
        self.keeper.show(self.unit_id)

    def _show_list(self, facts: SessionFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        self._facts = facts
        self.form.know(facts.zone)
        clear_layout(self.card.body)
        if not facts.sessions:
            self.card.body.addWidget(EmptyState(say("sessions.none"), say("sessions.none_text")))
        for number, session in enumerate(facts.sessions):
            if number:
                self.card.body.addWidget(line())
            self.card.body.addLayout(self._row(session, facts))
        self.keeper.show(self.unit_id)
        if self._plans:
            minutes, self._plans = self._plans, 0
            self._begin(planned=True, minutes=minutes)

    def _row(self, session: Session, facts: SessionFacts) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        title = say("today.session", number=session.number) if session.number else label(session.attendance)
        note = facts.notes.get(session.id)
        gone = session.entered_in_error and note is None
        link = Muted(say("sessions.moved")) if gone else LinkButton(title)
        link.setAccessibleName(f"{title}, {session_text(session, facts.today)}")
        if isinstance(link, LinkButton):
            link.clicked.connect(partial(self.open_session, session.id))
        holder = QWidget()
        holder.setFixedWidth(120)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(link)
        across.addWidget(holder)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Body(session_text(session, facts.today), wrap=True))
        about = note.content.account.splitlines()[0][:140] if note and note.content.account else label(session.setting)
        words.addWidget(Muted(about, wrap=True))
        for move in facts.moves:
            if move.session_id == session.id:
                words.addWidget(Small(move_text(move), wrap=True, tone="attention"))
        across.addLayout(words, 1)
        if note is not None:
            lost = is_damaged(note)
            text = say("note_state.damaged" if lost else f"note_state.{note.status}")
            role = {NoteStatus.SIGNED: "good", NoteStatus.DRAFT: "attention"}.get(note.status, "neutral")
            role = "danger" if lost else role
            across.addWidget(Pill(text, role))
        elif session.attendance is Attendance.SCHEDULED:
            across.addWidget(Pill(label(session.attendance), "relationship"))
            for what in (Attendance.NO_SHOW, Attendance.LATE_CANCEL):
                act = LinkButton(label(what))
                act.clicked.connect(partial(self._mark, session.id, what))
                across.addWidget(act)
        return across

    def _mark(self, session_id: str, what: Attendance, *_: Any) -> None:
        work = partial(self.room.desk.sessions.mark, session_id, what)
        self.room.runner.change(self, work, None, self.fail)

    def _on_new(self) -> None:
        self._begin()

    def _begin(self, *, planned: bool = False, minutes: int = USUAL_MINUTES) -> None:
        if not self.form.unfinished():  # what is half typed stays
            self.form.begin(self.unit_id, planned=planned, minutes=minutes)
        self.form.show()
        self.new_button.hide()

    def _on_contact(self) -> None:
        self.contact.begin(self.unit_id, self._facts.zone)
        self.contact_button.hide()

    def _on_contact_done(self, session: Session | None) -> None:
        self.contact_button.show()
        if session is not None:
            self.open_session(session.id)

    def _on_form_done(self, session: Session | None) -> None:
        self.form.hide()
        self.new_button.show()
        if session is not None and session.attendance is Attendance.ATTENDED:
            self.open_session(session.id)
        else:
            self.reload()
