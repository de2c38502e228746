"""The check-in numbers: typed with the number keys, one after the other; never summed (domain paper, 1.9)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.notes import PulseItem
from irt_desk.ui.building import LinkButton, Rating, Small
from irt_desk.words import label, say


class QuickRating(Rating):
    """A number of a scale where one key is enough: the keyboard moves on once nothing more can follow.

    After a 1 it waits, since a 0 may follow; any other digit then belongs to the next one.
    """

    done = Signal()
    passed = Signal(str)

    def __init__(self, *, high: int = 10) -> None:
        super().__init__(high=high)
        self.setPlaceholderText("")  # the scale stands above the row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit and move on when the number is whole."""
        digit = event.text()
        if not (digit.isascii() and digit.isdigit()) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        before = "" if self.hasSelectedText() else self.text()
        if before == "1" and self._high >= 10:
            if digit == "0":
                self.setText("10")
                self.done.emit()
            else:
                self.passed.emit(digit)
            return
        self.setText(digit)
        if digit != "1" or self._high < 10:
            self.done.emit()


class PulseControl(QWidget):
    """Check-in numbers, 0 to 10, each on its own; the other half is asked when wanted."""

    changed = Signal()
    finished = Signal()
    FIRST = (PulseItem.MOOD, PulseItem.ENERGY, PulseItem.HOPE, PulseItem.FELT_HEARD, PulseItem.CONFLICT_INTENSITY)

    def __init__(self) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self._ratings: dict[PulseItem, QuickRating] = {}
        down.addLayout(self._line(self.FIRST))
        self._more = QWidget()
        self._more.setLayout(self._line(tuple(item for item in PulseItem if item not in self.FIRST)))
        self._more.hide()
        down.addWidget(self._more)
        self._link = LinkButton(say("note.pulse_more"))
        self._link.clicked.connect(self._on_more)
        down.addWidget(self._link)

    def _line(self, items: tuple[PulseItem, ...]) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        for item in items:
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(Small(label(item)))
            rating = QuickRating()
            rating.setFixedWidth(52)
            rating.setObjectName("pulse")
            rating.setAccessibleName(f"{label(item)}, 0-10")
            rating.changed.connect(self._emit)
            rating.done.connect(self._on_done)
            rating.passed.connect(self._on_passed)
            self._ratings[item] = rating
            column.addWidget(rating)
            across.addLayout(column)
        across.addStretch(1)
        return across

    def value(self) -> Mapping[PulseItem, int]:
        """Return the numbers that were asked."""
        found = {item: rating.value() for item, rating in self._ratings.items()}
        return {item: number for item, number in found.items() if number is not None}

    def set_value(self, value: Mapping[PulseItem, int]) -> None:
        """Show numbers."""
        for item, rating in self._ratings.items():
            rating.set_value(value.get(item))
        if any(item in value for item in PulseItem if item not in self.FIRST):
            self._show_more()

    def _after(self, rating: object) -> QuickRating | None:
        shown = [one for one in self._ratings.values() if not one.isHidden() and one.parentWidget() is not self._more]
        if not self._more.isHidden():
            shown = list(self._ratings.values())
        place = shown.index(rating) if isinstance(rating, QuickRating) and rating in shown else len(shown)
        return shown[place + 1] if place + 1 < len(shown) else None

    def _on_done(self) -> None:
        following = self._after(self.sender())
        if following is None:
            self.finished.emit()
            return
        following.setFocus()
        following.selectAll()

    def _on_passed(self, digit: str) -> None:
        following = self._after(self.sender())
        if following is None:
            return
        following.setFocus()
        following.setText(digit)
        if digit != "1":
            following.done.emit()

    def _on_more(self) -> None:
        self._show_more()
        next(rating for item, rating in self._ratings.items() if item not in self.FIRST).setFocus()

    def _show_more(self) -> None:
        self._more.show()
        self._link.hide()

    def _emit(self) -> None:
        self.changed.emit()
