"""One item of readiness on the page: its number, what is computed, its fields; open ones first, done ones one quiet line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.readiness import Computed
from irt_desk.ui.building import Body, Muted, Small, clear_layout
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.building.fields import Field
from irt_desk.words import say

MARKS = {True: "\N{CHECK MARK}", False: "\N{WHITE CIRCLE}", None: "\N{BULLET}"}


class Step(QFrame):
    """One item. Closed it says whether it is met; open it shows what the record says, then what the therapist writes."""

    def __init__(self, code: str, number: int | None, fields: Sequence[Field], *, halves: Sequence[str] = ()) -> None:
        """Make the step around fields of the form; those named in ``halves`` share a row."""
        super().__init__()
        self.code, self.fields = code, tuple(fields)
        self.is_met = False
        self.setProperty("role", "row")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 6, 0, 8)
        across.setSpacing(10)
        self.mark = Body(MARKS[False], tone="attention")
        self.mark.setFixedWidth(16)
        self.mark.setContentsMargins(0, 3, 0, 0)
        across.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        title = say(f"readiness_item.{code}")
        self.fold = Disclosure(f"{number}  {title}" if number is not None else title)
        across.addWidget(self.fold, 1)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        self.fold.body.addLayout(self.lines)
        self.acts = QHBoxLayout()
        self.fold.body.addLayout(self.acts)
        self.typed = QWidget()
        grid = QGridLayout(self.typed)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        row = column = 0
        for field in self.fields:
            half = field.control.objectName() in halves
            row, column = (row + 1, 0) if column and not half else (row, column)
            grid.addWidget(field, row, column, 1, 1 if half else 2)
            row, column = (row, 1) if half and not column else (row + 1, 0)
        self.typed.setVisible(bool(self.fields))
        self.fold.body.addWidget(self.typed)
        self.read = QVBoxLayout()
        self.read.setSpacing(2)
        self.fold.body.addLayout(self.read)

    def show_met(self, is_met: bool, open_count: int) -> None:
        """Say whether the item is met, or how much of it is open."""
        self.is_met = is_met
        self.mark.setText(MARKS[is_met])
        self.mark.setProperty("tone", "good" if is_met else "attention")
        self.mark.style().unpolish(self.mark)
        self.mark.style().polish(self.mark)
        words = say("readiness.met") if is_met else say("readiness.item_open")
        self.fold.say(say("readiness.left", count=open_count) if open_count else words)
        self.fold.button.setAccessibleDescription(self.fold.about.text())

    def show_computed(self, lines: Sequence[tuple[Computed, str]]) -> None:
        """Show what nobody typed."""
        clear_layout(self.lines)
        for line, text in lines:
            across = QHBoxLayout()
            across.setSpacing(8)
            mark = Muted(MARKS[line.is_met])
            mark.setFixedWidth(14)
            across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(Muted(text, wrap=True), 1)
            self.lines.addLayout(across)

    def show_read(self, rows: Sequence[tuple[str, str]], *, locked: bool) -> None:
        """Show the fields as text when the review is signed, as fields before."""
        clear_layout(self.read)
        self.typed.setVisible(bool(self.fields) and not locked)
        for name, text in rows if locked else ():
            self.read.addWidget(Small(name))
            self.read.addWidget(Body(text, wrap=True))

    @property
    def has_problem(self) -> bool:
        """Whether a sentence stands under one of its fields."""
        return any(field.problem for field in self.fields)
