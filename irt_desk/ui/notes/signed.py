"""A signed note: read-only, by format, with its addenda under the part they correct."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.notes import NotePart, NoteStatus, ProgressNote, is_late, is_late_entry
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.note_text import move_text, present_text, setting_text
from irt_desk.services.texts import day_text, session_text
from irt_desk.ui.building import (
    Banner,
    Body,
    Button,
    Card,
    ChoiceChips,
    Columns,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    ScrollPage,
    Small,
    Strong,
    TextArea,
    TextChoice,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.notes.acts import MoveDialog
from irt_desk.ui.notes.cosign import CosignForm, show_cosignature
from irt_desk.ui.notes.facts import SessionFacts
from irt_desk.ui.notes.reading import NoteReading, show_addendum, signed_text
from irt_desk.ui.notes.side import BesidePane
from irt_desk.ui.notes.versions import VersionsWindow
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class SignedNote(QWidget):
    """The locked note, its signature, its addenda, and the two acts that are left: add, or void."""

    def __init__(self, room: Room, back: Callable[[], None]) -> None:
        super().__init__()
        self.room, self._back = room, back
        self._facts: SessionFacts | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        bar = QHBoxLayout()
        bar.setContentsMargins(24, 10, 24, 0)
        link = LinkButton(say("sessions.back"))
        link.clicked.connect(self._on_back)
        bar.addWidget(link)
        self.title, self.when, self.state = Strong(), Muted(), Pill("", "good")
        bar.addWidget(self.title)
        bar.addWidget(self.when)
        bar.addWidget(self.state)
        bar.addStretch(1)
        self.view = TextChoice()
        self.view.setAccessibleName(say("note.view"))
        self.view.setMaximumWidth(180)
        self.view.changed.connect(self._draw)
        bar.addWidget(self.view)
        self.versions_link = LinkButton(say("versions.title"))
        self.versions_link.clicked.connect(self._on_versions)
        bar.addWidget(self.versions_link)
        self.add_button = Button(say("note.add_addendum"))
        self.add_button.clicked.connect(self._on_add)
        bar.addWidget(self.add_button)
        self.move_button = Button(say("note_acts.move"))
        self.move_button.clicked.connect(self._on_move)
        bar.addWidget(self.move_button)
        self.void_button = Button(say("note.void"))
        self.void_button.clicked.connect(self._on_void)
        bar.addWidget(self.void_button)
        down.addLayout(bar)
        page = ScrollPage(margins=(24, 12, 24, 24))
        self.broken, self.voided = Banner("", "danger"), Banner("", "danger")
        page.body.addWidget(self.broken)
        page.body.addWidget(self.voided)
        self.addendum = AddendumForm(room)
        self.addendum.hide()
        page.body.addWidget(self.addendum)
        self.cosign = CosignForm(room)
        page.body.addWidget(self.cosign)
        columns = Columns((3, 2))
        self._left, right = columns.columns
        self.beside = BesidePane(room)
        right.addWidget(self.beside)
        right.addStretch(1)
        page.body.addWidget(columns)
        page.body.addStretch(1)
        down.addWidget(page, 1)

    def show_facts(self, facts: SessionFacts) -> None:
        """Show a signed note."""
        self._facts = facts
        note = facts.open_note
        session = facts.session(note.session_id) if note else None
        if note is None or session is None:
            return
        self.title.setText(say("today.session", number=session.number) if session.number else label(session.attendance))
        self.when.setText(session_text(session, facts.today))
        is_void = note.status is NoteStatus.ENTERED_IN_ERROR
        self.state.show_as(say(f"note_state.{note.status}"), "danger" if is_void else "good")
        self.voided.say(say("note.voided", reason=note.error_reason) if is_void else "")
        self.void_button.setVisible(not is_void)
        self.move_button.setVisible(not is_void)
        lost = is_damaged(note)
        self.broken.say(say("note.damaged") if lost else say("seals.broken_here") if facts.is_broken else "")
        self.versions_link.setVisible(facts.versions > 0)
        self.view.offer(tuple((layout.key, layout.name) for layout in facts.layouts))
        self.addendum.show_note(note.id)
        self.cosign.show_note(note.id)
        self.beside.show_facts(facts)
        self._draw()

    def _draw(self) -> None:
        facts = self._facts
        if facts is None or facts.open_note is None:
            return
        note = facts.open_note
        clear_layout(self._left)
        reading = NoteReading()
        chosen = next((one for one in facts.layouts if one.key == self.view.value()), facts.layouts[0])
        shown = reading.show_note(note, chosen, facts.names, facts.addenda)
        self._left.addWidget(self._about(note, facts))
        self._left.addWidget(reading)
        last = Card(say("note.signature"))
        self._signature(last, note, facts)
        for addendum in facts.addenda:
            if addendum.id not in shown:
                show_addendum(last, addendum)
        self._left.addWidget(last)
        self._left.addStretch(1)

    def _about(self, note: ProgressNote, facts: SessionFacts) -> Card:
        """Return the card with the particulars of the session: who, where, code, days."""
        card = Card()
        session = facts.session(note.session_id)
        if session is not None:
            card.body.addWidget(
                Body(present_text(session, facts.names.everyone, together=bool(facts.names.members)), wrap=True)
            )
            code = [session.service_code] if session.service_code else []
            card.body.addWidget(Muted(" \N{MIDDLE DOT} ".join([setting_text(session), *code]), wrap=True))
            if is_late_entry(note, session):
                text = say("note.late_entry", service=day_text(session.starts.day), written=day_text(note.written.day))
                card.body.addWidget(Small(text, wrap=True, tone="attention"))
        for move in facts.moves_of(note.id):
            card.body.addWidget(Small(move_text(move), wrap=True, tone="attention"))
        return card

    def _signature(self, card: Card, note: ProgressNote, facts: SessionFacts) -> None:
        if note.signature is None:
            return
        card.body.addWidget(Body(signed_text(note.signature), wrap=True))
        session = facts.session(note.session_id)
        if session is not None and is_late(session, note.signature):
            text = say("note.late", service=day_text(session.starts.day), written=day_text(note.signature.at.day))
            card.body.addWidget(Muted(text, wrap=True))
        card.body.addWidget(Small(say("note.sealed", mark=note.digest[:12])))
        for cosignature in facts.cosignatures:
            show_cosignature(card, cosignature)
        if note.status is NoteStatus.SIGNED:
            link = LinkButton(say("cosign.open"))
            link.clicked.connect(self._on_cosign)
            card.add_action(link)

    def _on_add(self) -> None:
        if self._facts is not None and self._facts.open_note is not None:
            self.addendum.begin(self._facts.open_note.id)

    def _on_cosign(self) -> None:
        if self._facts is not None and self._facts.open_note is not None:
            self.cosign.begin(self._facts.open_note.id)

    def _on_versions(self) -> None:
        if self._facts is not None and self._facts.open_note is not None:
            VersionsWindow(self.room, self._facts.open_note.id, self.window(), can_restore=False).open()

    def _on_move(self) -> None:
        if self._facts is not None and self._facts.open_note is not None:
            dialog = MoveDialog(self.room, self._facts.open_note, self.window())
            dialog.moved.connect(self._on_moved)
            dialog.open()

    def _on_moved(self, _: ProgressNote) -> None:
        self._back()

    def _on_void(self) -> None:
        if self._facts is not None and self._facts.open_note is not None:
            self.addendum.begin_void(self._facts.open_note.id)

    def _on_back(self) -> None:
        self._back()


class AddendumForm(Card):
    """An addendum with its part and reason, or the reason of a note entered in error."""

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(say("note.add_addendum"))
        self.room = room
        self._note_id, self._voids = "", False
        self.part = ChoiceChips(NotePart, optional=False)
        self.reason, self.text = TextLine(), TextArea(least=3)
        self.part_field = Field(say("addendum.part"), self.part)
        self.reason_field = Field(say("addendum.reason"), self.reason, required=True)
        self.text_field = Field(say("addendum.text"), self.text, required=True)
        for field in (self.part_field, self.reason_field, self.text_field):
            self.body.addWidget(field)
        self._controls: dict[str, Any] = {"part": self.part, "reason": self.reason, "text": self.text}
        for control in self._controls.values():
            control.changed.connect(self.changed)
        self._waiting: dict[str, dict[str, Any]] = {}
        self._front = ""
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self.hide)
        self.sign_button = PrimaryButton(say("addendum.sign"))
        self.sign_button.clicked.connect(self.submit)
        across.addWidget(cancel)
        across.addWidget(self.sign_button)
        self.body.addLayout(across)

    def begin(self, note_id: str) -> None:
        """Begin an addendum."""
        self._open(note_id, voids=False)

    def begin_void(self, note_id: str) -> None:
        """Ask for the reason of a note entered in error."""
        self._open(note_id, voids=True)

    def unfinished(self) -> dict[str, Any]:
        """Return the half-written addendum with its note, and those of notes that are not in front."""
        now = dict(self._waiting)
        if not self.isHidden() and (self.reason.value() or self.text.value()):
            now[self._note_id] = {"voids": self._voids, "fields": raws(self._controls)}
        return now

    def resume(self, data: dict[str, Any]) -> None:
        """Know what was half written; it opens with its note."""
        self._waiting = dict(data)
        if self._front in self._waiting:
            self.show_note(self._front)

    def forget(self) -> None:
        """Let everything go: another record is shown."""
        self._waiting, self._front = {}, ""
        self.hide()

    def show_note(self, note_id: str) -> None:
        """Open what was half written for a note; close what was written for another."""
        self._front = note_id
        if self._note_id == note_id and not self.isHidden():
            return
        if not self.isHidden() and (self.reason.value() or self.text.value()):
            self._waiting[self._note_id] = {"voids": self._voids, "fields": raws(self._controls)}
        self.hide()
        if (data := self._waiting.pop(note_id, None)) is not None:
            self._open(note_id, voids=data["voids"])
            set_raws(self._controls, data["fields"])

    def _open(self, note_id: str, *, voids: bool) -> None:
        self._note_id, self._voids = note_id, voids
        self.title.setText(say("note.void") if voids else say("note.add_addendum"))
        self.part_field.setVisible(not voids)
        self.text_field.setVisible(not voids)
        self.part.set_value(NotePart.WHOLE)
        self.reason.set_value("")
        self.text.set_value("")
        self.problem.say("")
        self.show()
        self.reason.setFocus()

    def submit(self) -> None:
        """Sign the addendum, or void the note."""
        notes = self.room.desk.notes
        work: Any = partial(notes.void, self._note_id, reason=self.reason.value())
        if not self._voids:
            work = partial(
                notes.add_addendum,
                self._note_id,
                part=self.part.value(),
                reason=self.reason.value(),
                text=self.text.value(),
            )
        self.sign_button.setEnabled(False)
        self.room.runner.change(self, work, self._on_done, self._on_failed)

    def _on_done(self, _: Any) -> None:
        self.sign_button.setEnabled(True)
        self.hide()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.sign_button.setEnabled(True)
        if isinstance(error, Invalid):
            for field, name in ((self.reason_field, "reason"), (self.text_field, "text")):
                field.set_problem(" ".join(p.sentence for p in error.problems if p.field == name))
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
