"""What is done seldom with a note: open it as an own format says, move it to the chart it belongs to, print it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from irt_desk.domain.caseload import CaseloadRow
from irt_desk.domain.notes import NoteStatus, ProgressNote
from irt_desk.errors import Refused, UserError
from irt_desk.ui.building import Body, Button, Field, Muted, PrimaryButton, ProblemLine, TextArea, TextChoice, Title
from irt_desk.ui.notes.facts import SessionFacts
from irt_desk.ui.room import Room
from irt_desk.words import say


class NoteActs(QMenu):
    """The menu beside the sign button."""

    started = Signal(object)
    moved = Signal(object)

    def __init__(self, room: Room, facts: SessionFacts, note: ProgressNote, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._room, self._facts, self._note = room, facts, note
        if not note.is_locked:
            for template in facts.templates:
                if template.starters:
                    self.addAction(say("note_acts.start_as", name=template.name)).triggered.connect(
                        partial(self._on_start, template)
                    )
        if note.status is not NoteStatus.ENTERED_IN_ERROR:
            self.addAction(say("note_acts.move")).triggered.connect(self._on_move)
        self.addAction(say("note_acts.print")).triggered.connect(self._on_print)
        self.addAction(say("note_acts.snippets")).triggered.connect(self._on_snippets)

    def _on_snippets(self) -> None:
        self._room.go("library", section="snippets")

    def popup_at(self, button: QWidget) -> None:
        """Show the menu below a button."""
        self.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _on_start(self, template: Any, *_: Any) -> None:
        self.started.emit(template)

    def _on_move(self) -> None:
        parent = self.parentWidget()
        assert parent is not None  # the menu is always made over a page
        dialog = MoveDialog(self._room, self._note, parent)
        dialog.moved.connect(self.moved)
        dialog.open()

    def _on_print(self) -> None:
        self._room.go("chart", unit_id=self._facts.unit_id, tab="documents", document="note", subject=self._note.id)


class MoveDialog(QDialog):
    """Which chart the note belongs to, and why it moves; both stay in the trace."""

    moved = Signal(object)

    def __init__(self, room: Room, note: ProgressNote, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("note_move.title"))
        self.resize(560, 400)
        self._room, self._note = room, note
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 16, 20, 16)
        down.setSpacing(12)
        down.addWidget(Title(say("note_move.title")))
        kind = "note_move.what_draft" if note.status is NoteStatus.DRAFT else "note_move.what_signed"
        down.addWidget(Body(say(kind), wrap=True))
        down.addWidget(Muted(say("note_move.what_stays"), wrap=True))
        self.chart = TextChoice(typed=True)
        self.reason = TextArea(least=2)
        self.chart_field = Field(say("note_move.chart"), self.chart, required=True)
        self.reason_field = Field(say("note_move.reason"), self.reason, required=True)
        down.addWidget(self.chart_field)
        down.addWidget(self.reason_field)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        down.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self.close)
        foot.addWidget(cancel)
        self.move_button = PrimaryButton(say("note_move.act"))
        self.move_button.clicked.connect(self.submit)
        foot.addWidget(self.move_button)
        down.addLayout(foot)
        room.runner.read(self, room.desk.clients.rows, self._show, self._fail)

    def _show(self, rows: tuple[CaseloadRow, ...]) -> None:
        others = [row for row in rows if row.unit_id != self._note.unit_id]
        options = tuple((row.unit_id, f"{row.name} (#{row.number})") for row in others)
        self.chart.offer((("", say("choice.none")), *options))
        self.chart.setFocus()

    def submit(self) -> None:
        """Move the note."""
        unit_id = self.chart.value()
        known = {self.chart._codes[n] for n in range(self.chart.count())} - {""}
        self.chart_field.set_problem("" if unit_id in known else say("note_move.choose"))
        if unit_id not in known:
            self.chart.setFocus()
            return
        work = partial(self._room.desk.note_moves.move, self._note.id, unit_id, reason=self.reason.value())
        self.move_button.setEnabled(False)
        self._room.runner.change(self, work, self._on_moved, self._fail)

    def _on_moved(self, note: ProgressNote) -> None:
        self.moved.emit(note)
        self.close()

    def _fail(self, error: Exception) -> None:
        self.move_button.setEnabled(True)
        if isinstance(error, Refused):
            codes = [getattr(item, "code", "") for item in error.missing]
            self.problem.say(str(error))
            if "reason" in codes:
                self.reason.setFocus()
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
