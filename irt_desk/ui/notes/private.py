"""Psychotherapy notes: apart from the record, in their own window, under their own key. No times, scores, codes or diagnosis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from irt_desk.domain.notes import PsychotherapyNote
from irt_desk.domain.private_signs import MOST, found_in
from irt_desk.errors import UserError
from irt_desk.services import content
from irt_desk.services.context import now_here
from irt_desk.services.desk import Desk
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner, Button, Muted, ProblemLine, Small, TextArea, Title
from irt_desk.ui.keeping import SaveClock
from irt_desk.ui.notes.keeping_time import KeepingTime
from irt_desk.ui.notes.stance import StanceStrip
from irt_desk.ui.room import Room
from irt_desk.words import say


class _Page(TextArea):
    """The text of a private note: it takes the room the window has instead of growing with what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(160)

    def _fit(self) -> None:
        """Stay as tall as the window lets it."""


class PrivateNotes(QDialog):
    """List at the left, text at the right; saved while typing, gone from memory's widgets when closed.

    One save is under way at a time. Another note, a new one and closing wait for it: until its answer is there nobody
    knows whether the text is stored, nor under which id a new note is.
    """

    def __init__(self, room: Room, unit_id: str, session_id: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("private.title"))
        self.resize(880, 640)
        self.room, self._unit_id, self._session_id = room, unit_id, session_id
        self._notes: list[PsychotherapyNote] = []
        self._note: PsychotherapyNote | None = None
        self._dirty = self._is_saving = False
        self._then: Callable[[], None] | None = None
        self._due: tuple[str, ...] = ()
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 16, 20, 16)
        down.setSpacing(10)
        self.title, self.hint = Title(say("private.title")), Muted("", wrap=True)
        down.addWidget(self.title)
        down.addWidget(self.hint)
        room.runner.read(self, partial(_jurisdiction, room.desk), self._name_it, self._fail)
        if session_id is not None:
            self.stance = StanceStrip(room, session_id)
            self.stance.reflect.connect(self._on_reflect)
            down.addWidget(self.stance)
        across = QHBoxLayout()
        left = QVBoxLayout()
        self.list = QListWidget()
        self.list.setFixedWidth(190)
        self.list.setAccessibleName(say("private.list"))
        self.list.currentRowChanged.connect(self._on_chosen)
        left.addWidget(self.list)
        self.new_button = Button(say("private.new"))
        self.new_button.clicked.connect(self.begin)
        left.addWidget(self.new_button)
        across.addLayout(left)
        right = QVBoxLayout()
        self.text = _Page()
        self.text.setAccessibleName(say("private.text"))
        self.text.changed.connect(self._on_changed)
        right.addWidget(self.text, 1)
        self.warning = Banner("", "attention")
        self.warning.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        right.addWidget(self.warning)
        self.problem = ProblemLine()
        right.addWidget(self.problem)
        foot = QHBoxLayout()
        self.state = Small("")
        foot.addWidget(self.state)
        foot.addStretch(1)
        self.delete_button = Button(say("private.delete"))
        self.delete_button.clicked.connect(self._on_delete)
        foot.addWidget(self.delete_button)
        close = Button(say("private.close"))
        close.clicked.connect(self.close)
        foot.addWidget(close)
        right.addLayout(foot)
        across.addLayout(right, 1)
        down.addLayout(across, 1)
        self._clock = SaveClock(self, self.save)
        self.keeping = KeepingTime(room, unit_id)
        self.keeping.due.connect(self._on_due)
        down.addWidget(self.keeping)
        self._set_enabled(False)
        self._read_list()

    def _name_it(self, jurisdiction: str) -> None:
        """Name the notes as the therapist's jurisdiction does."""
        pack = content.load_jurisdiction(jurisdiction)
        self.setWindowTitle(pack.psychotherapy_note_label)
        self.title.setText(pack.psychotherapy_note_label)
        self.hint.setText(pack.psychotherapy_note_hint)

    def flush(self) -> None:
        """Hand over what is typed; called before locking."""
        self.save()

    def _read_list(self) -> None:
        work = partial(self.room.desk.psychotherapy_notes.of, self._unit_id)
        self.room.runner.read(self, work, self._show_list, self._fail)

    def _show_list(self, notes: tuple[PsychotherapyNote, ...]) -> None:
        self._notes = list(notes)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([self._line(note) for note in notes])
        self.list.blockSignals(False)
        self._mark_shown()

    def _line(self, note: PsychotherapyNote) -> str:
        day = day_text(note.written.day)
        return say("private.past", day=day) if note.id in self._due else day

    def _on_due(self, due: tuple[str, ...]) -> None:
        """Mark the notes that are past the time that is set."""
        self._due = due
        for row, note in enumerate(self._notes):
            self.list.item(row).setText(self._line(note))

    def _on_reflect(self, prompt: str) -> None:
        """Begin a reflection with its question, unless one is being written."""
        if self._note is not None and self.text.isEnabled():
            self.text.setFocus()
            if self.text.value().strip():
                return
        self._once_saved(partial(self._begin, prompt))

    def _mark_shown(self) -> None:
        """Let the list point at the note whose text is shown."""
        shown = self._note.id if self._note is not None else None
        self.list.blockSignals(True)
        self.list.setCurrentRow(next((row for row, note in enumerate(self._notes) if note.id == shown), -1))
        self.list.blockSignals(False)

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < len(self._notes):
            self._once_saved(partial(self._fetch, self._notes[row].id))

    def _fetch(self, note_id: str) -> None:
        self._set_enabled(False)
        work = partial(self.room.desk.psychotherapy_notes.read, note_id)
        self.room.runner.read(self, work, self._show_note, self._fail)

    def _show_note(self, note: PsychotherapyNote) -> None:
        self._note = note
        self._set_enabled(True)
        self._show_text(note.text)

    def _show_text(self, text: str) -> None:
        self.text.blockSignals(True)
        self.text.set_value(text)
        self.text.document().clearUndoRedoStacks()
        self.text.blockSignals(False)
        self._dirty = False
        self._warn()

    def begin(self) -> None:
        """Begin a new private note."""
        self._once_saved(self._begin)

    def _begin(self, prompt: str = "") -> None:
        now = now_here()
        blank = PsychotherapyNote(
            id="", unit_id=self._unit_id, session_id=self._session_id, text="", written=now, saved=now
        )
        self._show_note(blank)
        self.state.setText("")
        self.text.setPlaceholderText(prompt)
        self.text.setFocus()

    def _set_enabled(self, on: bool) -> None:
        self.text.setEnabled(on)
        self.delete_button.setEnabled(on and self._note is not None and bool(self._note.id))

    def _on_changed(self) -> None:
        if self._note is None:
            return
        self._dirty = True
        self.state.setText(say("note_state.unsaved"))
        self._warn()
        self._clock.soon()

    def _warn(self) -> None:
        found = found_in(self.text.value())
        lines = [say("private.found", words=f.words, why=say(f"psychotherapy_warning.{f.sign}")) for f in found[:MOST]]
        more = [say("private.found_more", count=len(found) - MOST)] if len(found) > MOST else []
        self.warning.say("\n".join(lines + more))

    def save(self) -> None:
        """Store what is typed; while another save is under way, its answer does."""
        self._clock.stop()
        if self._note is None or not self._dirty or self._is_saving:
            return
        self._dirty, self._is_saving = False, True
        note = replace(self._note, text=self.text.value())
        work = partial(self.room.desk.psychotherapy_notes.save, note)
        self.room.runner.change(self, work, self._on_saved, self._on_not_saved)

    def _on_saved(self, note: PsychotherapyNote) -> None:
        is_new = self._note is not None and not self._note.id
        self._note, self._is_saving = note, False
        self._set_enabled(True)
        self.problem.say("")
        self.state.setText(say("note_state.unsaved" if self._dirty else "note_state.draft_saved"))
        if is_new:
            self._read_list()
        self._go_on()

    def _on_not_saved(self, error: Exception) -> None:
        """Keep the text, say why, try again; whoever wants to leave now decides whether to lose it."""
        self._dirty, self._is_saving = True, False
        is_leaving, self._then = self._then == self._leave, None
        if not isinstance(error, UserError):
            raise error
        self.state.setText(say("note_state.not_saved"))
        self.problem.say(str(error))
        self._mark_shown()
        self._clock.again()
        if is_leaving:
            question = say("close.not_saved", reason=str(error))
            self.room.dialogs.ask(question, say("close.lose"), self._on_leave_answer)

    def _on_leave_answer(self, yes: bool) -> None:
        if yes:
            self._leave()

    def _once_saved(self, then: Callable[[], None]) -> None:
        """Do something when everything typed is stored."""
        self._then = then
        self.save()
        self._go_on()

    def _go_on(self) -> None:
        if self._is_saving:
            return
        if self._dirty:
            self.save()  # typed while the last save was under way
            return
        then, self._then = self._then, None
        if then is not None:
            then()

    def _on_delete(self) -> None:
        if self._note is not None:
            self.room.dialogs.ask(say("private.delete_question"), say("private.delete"), self._on_answer)

    def _on_answer(self, yes: bool) -> None:
        if yes and self._note is not None and self._note.id:
            work = partial(self.room.desk.psychotherapy_notes.delete, self._note.id)
            self._set_enabled(False)
            self.room.runner.change(self, work, self._on_deleted, self._fail)

    def _on_deleted(self, note_id: str) -> None:
        if self._note is not None and self._note.id == note_id:
            self._clock.stop()
            self._note = None
            self._show_text("")
            self._set_enabled(False)
            self.state.setText("")
        self._read_list()

    def _fail(self, error: Exception) -> None:
        self._set_enabled(self._note is not None)
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))

    def done(self, result: int) -> None:
        """Close when everything typed is stored: the button, Escape and the window's cross all come here."""
        self._once_saved(self._leave)

    def _leave(self) -> None:
        self._clock.stop()
        self._note, self._dirty = None, False
        self._show_text("")
        super().done(0)


def _jurisdiction(desk: Desk) -> str:
    return desk.settings.practitioner().jurisdiction
