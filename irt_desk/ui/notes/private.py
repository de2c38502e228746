"""Psychotherapy notes: apart from the record, in their own window, under their own key. No times, scores, codes or diagnosis."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from irt_desk.domain.notes import PsychotherapyNote
from irt_desk.domain.values import Instant
from irt_desk.errors import UserError
from irt_desk.services import content
from irt_desk.services.context import system_clock
from irt_desk.services.desk import Desk
from irt_desk.services.psychotherapy_notes import warnings
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner, Button, Muted, ProblemLine, Small, TextArea, Title
from irt_desk.ui.room import Room
from irt_desk.words import say


class PrivateNotes(QDialog):
    """List at the left, text at the right; saved while typing, gone from memory's widgets when closed."""

    def __init__(self, room: Room, unit_id: str, session_id: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("private.title"))
        self.resize(860, 560)
        self.room, self._unit_id, self._session_id = room, unit_id, session_id
        self._notes: list[PsychotherapyNote] = []
        self._note: PsychotherapyNote | None = None
        self._dirty = False
        self._saving_new = False
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 16, 20, 16)
        down.setSpacing(10)
        self.title, self.hint = Title(say("private.title")), Muted("", wrap=True)
        down.addWidget(self.title)
        down.addWidget(self.hint)
        room.runner.read(self, partial(_jurisdiction, room.desk), self._name_it, self._fail)
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
        self.text = TextArea(least=14, most=40)
        self.text.setAccessibleName(say("private.text"))
        self.text.changed.connect(self._on_changed)
        right.addWidget(self.text, 1)
        self.warning = Banner("", "attention")
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
        self._timer = QTimer(self, interval=900, singleShot=True)
        self._timer.timeout.connect(self.save)
        self._set_enabled(False)
        self._read_list()

    def _name_it(self, jurisdiction: str) -> None:
        """Name the notes as the therapist's jurisdiction does."""
        pack = content.load_jurisdiction(jurisdiction)
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
        self.list.addItems([day_text(note.written.day) for note in notes])
        chosen = next((i for i, n in enumerate(notes) if self._note is not None and n.id == self._note.id), -1)
        self.list.setCurrentRow(chosen)
        self.list.blockSignals(False)

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < len(self._notes):
            self.save()
            work = partial(self.room.desk.psychotherapy_notes.read, self._notes[row].id)
            self.room.runner.read(self, work, self._show_note, self._fail)

    def _show_note(self, note: PsychotherapyNote) -> None:
        self._note = note
        self._set_enabled(True)
        self.text.blockSignals(True)
        self.text.set_value(note.text)
        self.text.blockSignals(False)
        self._dirty = False
        self._warn()

    def begin(self) -> None:
        """Begin a new private note."""
        self.save()
        now = Instant(system_clock())
        self._note = PsychotherapyNote(
            id="", unit_id=self._unit_id, session_id=self._session_id, text="", written=now, saved=now
        )
        self.text.set_value("")
        self._set_enabled(True)
        self.text.setFocus()

    def _set_enabled(self, on: bool) -> None:
        self.text.setEnabled(on)
        self.delete_button.setEnabled(on)

    def _on_changed(self) -> None:
        if self._note is None:
            return
        self._dirty = True
        self.state.setText(say("note_state.unsaved"))
        self._warn()
        if not self._timer.isActive():
            self._timer.start()

    def _warn(self) -> None:
        self.warning.say(" ".join(say(f"psychotherapy_warning.{code}") for code in warnings(self.text.value())))

    def save(self) -> None:
        """Store what is typed."""
        self._timer.stop()
        if self._note is None or not self._dirty or self._saving_new:
            return
        self._dirty = False
        self._saving_new = not self._note.id
        note = replace(self._note, text=self.text.value())
        work = partial(self.room.desk.psychotherapy_notes.save, note)
        self.room.runner.change(self, work, self._on_saved, self._fail)

    def _on_saved(self, note: PsychotherapyNote) -> None:
        is_new = self._saving_new
        self._saving_new = False
        if self._note is not None and (not self._note.id or self._note.id == note.id):
            self._note = note
        self.state.setText(say("note_state.draft_saved"))
        if self._dirty:
            self._timer.start()
        if is_new:
            self._read_list()

    def _on_delete(self) -> None:
        if self._note is not None:
            self.room.dialogs.ask(say("private.delete_question"), say("private.delete"), self._on_answer)

    def _on_answer(self, yes: bool) -> None:
        if yes and self._note is not None and self._note.id:
            work = partial(self.room.desk.psychotherapy_notes.delete, self._note.id, reason="therapist")
            self._note = None
            self.text.set_value("")
            self._set_enabled(False)
            self.room.runner.change(self, work, self._on_deleted, self._fail)

    def _on_deleted(self, _: Any) -> None:
        self._read_list()

    def _fail(self, error: Exception) -> None:
        self._saving_new = False
        if isinstance(error, UserError):
            self._dirty = True
            self.problem.say(str(error))
        else:
            raise error

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is typed, then let everything go."""
        self.save()
        self.text.clear()
        super().closeEvent(event)


def _jurisdiction(desk: Desk) -> str:
    return desk.settings.practitioner().jurisdiction
