"""A paper form keyed at the speed of reading it: a digit stores the printed value and moves on, Backspace goes back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from irt_desk.domain.measures import MeasureDefinition, MeasureItem, PrintedOrder
from irt_desk.ui.building import Body, ProblemLine, Small, clear_layout, keyboard_goes_through
from irt_desk.words import say

LONG_FORM = 9
"""Items from which the form stands in two columns, read down and then across."""

_FORWARD = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class AnswerBox(QLineEdit):
    """One answer: the printed value. It never takes a value the form does not print; what stood there stays."""

    moved = Signal(int)
    refused = Signal(str)
    settled = Signal()

    def __init__(self, item: MeasureItem) -> None:
        super().__init__()
        self.item = item
        self.setFixedWidth(64 if item.decimals or item.high > 99 else 48)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(say("measures.item_name", n=item.name, caption=item.caption, range=range_words(item)))
        self._fresh = True

    def answer(self) -> float | None:
        """Return the printed value, or None for a missing answer."""
        try:
            return float(self.text().replace(",", ".")) if self.text().strip() else None
        except ValueError:
            return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start anew: the next digit replaces what stands there."""
        super().focusInEvent(event)
        self.selectAll()
        self._fresh = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit, go on, go back; everything else is as in any field."""
        key, text = event.key(), event.text().lower()
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in _FORWARD:
            self._leave(1)
        elif key == Qt.Key.Key_Up or (key == Qt.Key.Key_Backspace and (self._fresh or not self.text())):
            self._leave(-1)
        elif text == "-" and self.item.low >= 0:
            self.setText("")
            self.settled.emit()
            self._leave(1)
        elif self.item.yes_no and text in ("y", "n"):
            self._take("1" if text == "y" else "0")
        elif len(text) == 1 and text.isdigit():
            self._take(text)
        elif self.item.decimals and text in (".", ","):
            self.setText(("" if self._fresh else self.text()) + ".")
            self._fresh = False
        elif len(text) == 1 and text.isprintable():
            self.refused.emit(say("measures.not_printed", n=self.item.name, range=range_words(self.item)))
        else:
            super().keyPressEvent(event)
            self._fresh = False
            self.settled.emit()

    def _take(self, digit: str) -> None:
        before = "" if self._fresh else self.text()
        text = before + digit
        value = float(text)
        if value > self.item.high or len(text.partition(".")[2]) > self.item.decimals:
            self.refused.emit(say("measures.not_printed", n=self.item.name, range=range_words(self.item)))
            return
        complete = self._is_whole(text, value)
        if complete and value < self.item.low:
            self.refused.emit(say("measures.not_printed", n=self.item.name, range=range_words(self.item)))
            return
        self.setText(text)
        self._fresh = False
        self.refused.emit("")
        self.settled.emit()
        if complete:
            self.moved.emit(1)

    def _is_whole(self, text: str, value: float) -> bool:
        """Return whether no further digit can follow, so that the keyboard moves on by itself."""
        return not self.item.decimals and "." not in text and (value * 10 > self.item.high or value == 0)

    def _leave(self, by: int) -> None:
        value = self.answer()
        if self.text().strip() and (value is None or not self.item.low <= value <= self.item.high):
            self.refused.emit(say("measures.not_printed", n=self.item.name, range=range_words(self.item)))
            return
        self.moved.emit(by)


def range_words(item: MeasureItem) -> str:
    """Return what the form prints: "5 down to 0", "0 to 5", "yes 1, no 0"."""
    if item.yes_no:
        return say("measures.yes_no")
    down = item.printed_order is PrintedOrder.HIGH_TO_LOW
    return say("measures.down" if down else "measures.range", low=f"{item.low:g}", high=f"{item.high:g}")


class AnswerSheet(QWidget):
    """The items of one measure, in printed order: caption, what is printed, the answer."""

    changed = Signal()
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[AnswerBox] = []
        self.is_past_end = False
        """Whether the keyboard went past the last answer since the form was opened."""
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        down.addLayout(self._grid)
        self.problem = ProblemLine()
        down.addWidget(self.problem)

    def show_measure(self, definition: MeasureDefinition) -> None:
        """Show an empty form."""
        self.show_items(definition.items)

    def show_items(self, items: tuple[MeasureItem, ...]) -> None:
        """Show empty boxes for items."""
        clear_layout(self._grid)
        self.problem.say("")
        self.is_past_end = False
        rows = -(-len(items) // 2) if len(items) >= LONG_FORM else len(items)
        self.boxes = []
        for place, item in enumerate(items):
            self._add(item, place % rows, 5 * (place // rows))
        for column in (1, 6):
            self._grid.setColumnStretch(column, 1)
        self._grid.setColumnMinimumWidth(4, 24 if rows < len(items) else 0)
        keyboard_goes_through(self, list(self.boxes))

    def _add(self, item: MeasureItem, row: int, column: int) -> None:
        box = AnswerBox(item)
        place = len(self.boxes)
        box.moved.connect(partial(self._on_moved, place))
        box.refused.connect(self._on_refused)
        box.settled.connect(self.changed)
        self.boxes.append(box)
        self._grid.addWidget(Small(item.name), row, column)
        caption = Body(item.caption, wrap=True)
        if item.hint:
            caption.setToolTip(item.hint)
            box.setToolTip(item.hint)
            box.setAccessibleDescription(item.hint)
        self._grid.addWidget(caption, row, column + 1)
        self._grid.addWidget(Small(range_words(item)), row, column + 2)
        self._grid.addWidget(box, row, column + 3)
        if self.isVisible():
            box.show()  # Qt would show it with the next event, too late for the keyboard that is given to it now

    def answers(self) -> dict[str, float]:
        """Return the printed values by item number; a missing answer is not among them."""
        given = {str(box.item.n): box.answer() for box in self.boxes}
        return {n: value for n, value in given.items() if value is not None}

    def texts(self) -> dict[str, str]:
        """Return what stands in the boxes, readable or not."""
        return {str(box.item.n): box.text() for box in self.boxes if box.text()}

    def put(self, texts: dict[str, str]) -> None:
        """Put back what stood in the boxes."""
        for box in self.boxes:
            box.setText(str(texts.get(str(box.item.n), "")))

    def start(self) -> None:
        """Move the keyboard to the first empty answer."""
        first = next((box for box in self.boxes if not box.text()), self.boxes[0] if self.boxes else None)
        if first is not None:
            first.setFocus()

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong with an answer and move the keyboard there."""
        self.problem.say(sentence)
        for box in self.boxes:
            if field == f"item.{box.item.n}":
                box.setFocus()

    def _on_refused(self, sentence: str) -> None:
        self.problem.say(sentence, reveal=False)

    def _on_moved(self, place: int, by: int, *_: Any) -> None:
        self.problem.say("")
        wanted = place + by
        if wanted >= len(self.boxes):
            self.is_past_end = True
            self.done.emit()
        elif wanted >= 0:
            self.boxes[wanted].setFocus()
