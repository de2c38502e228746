"""The steps of a map as a list: the same acts as on the drawing, for those who would rather read than look."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from irt_desk.ui.relationship.map_acts import MapAct, act_of
from irt_desk.words import say

MOST_ROWS = 9
"""Lines that are seen at once."""


class StepList(QListWidget):
    """One line a step; dragging a line puts the step elsewhere."""

    chosen = Signal(int)
    acted = Signal(object)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("map_steps.title"))
        self.setAccessibleDescription(say("diagram.keys"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentRowChanged.connect(self._on_row)
        self.model().rowsMoved.connect(self._on_rows_moved)

    def show_steps(self, lines: Sequence[str], spoken: Sequence[str], selected: int) -> None:
        """Show the steps and which of them is in hand."""
        self.blockSignals(True)
        while self.count() > len(lines):
            self.takeItem(self.count() - 1)
        while self.count() < len(lines):
            self.addItem(QListWidgetItem())
        for row, (text, words) in enumerate(zip(lines, spoken, strict=True)):
            item = self.item(row)
            item.setText(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        self.setCurrentRow(selected)
        self.blockSignals(False)
        row = max(28, self.sizeHintForRow(0))
        height = row * min(MOST_ROWS, max(3, len(lines))) + 14
        if self.height() != height:
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on what a key asks for; walking the lines is the list's own."""
        act = act_of(event)
        if act is not None and act is not MapAct.EXITS:
            self.acted.emit(act)
        else:
            super().keyPressEvent(event)

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(row)

    def _on_rows_moved(self, _: QModelIndex, start: int, __: int, ___: QModelIndex, row: int) -> None:
        self.chosen.emit(start)
        self.moved.emit(row if row < start else row - 1)
