"""Controls for choosing: combos, chips, ratings, ticks. Keyboard throughout."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from irt_desk.ui.building.icons import paint_icon
from irt_desk.ui.building.texts import PlainLabel
from irt_desk.words import label, say


class Box(QComboBox):
    """A box to choose from: the wheel never changes it by accident, the arrow has the ink of the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow in the ink of the theme."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_icon(painter, QRectF(self.width() - 26, (self.height() - 16) / 2, 16, 16), "chevron-down", "muted")


class Choice(Box):
    """One member of an enumeration."""

    changed = Signal()

    def __init__(
        self, kind: type[StrEnum], *, optional: bool = False, only: tuple[StrEnum, ...] = (), none: str = ""
    ) -> None:
        """Make the box; ``none`` names the empty line of an optional one, "Not chosen" unless told."""
        super().__init__()
        self._members: list[StrEnum | None] = [None] if optional else []
        self._members += list(only or kind)
        for member in self._members:
            self.addItem(label(member) if member is not None else none or say("choice.none"))
        self.currentIndexChanged.connect(self._on_changed)

    def value(self) -> Any:
        """Return the chosen member, or None."""
        return self._members[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: StrEnum | None) -> None:
        """Show a member."""
        self.setCurrentIndex(self._members.index(value) if value in self._members else 0)

    def offer(self, members: tuple[StrEnum, ...]) -> None:
        """Offer only these members; the chosen one stays chosen and is told to nobody."""
        if list(members) == self._members:
            return
        chosen = self.value()
        self.blockSignals(True)
        self.clear()
        self._members = list(members)
        self.addItems([label(member) for member in members])
        self.set_value(chosen)
        self.blockSignals(False)

    def set_code(self, code: str) -> None:
        """Show the member with a code; an empty code is the empty line, an unknown one changes nothing."""
        for place, member in enumerate(self._members):
            if code == ("" if member is None else member.value):
                self.setCurrentIndex(place)

    def _on_changed(self) -> None:
        self.changed.emit()


class TextChoice(Box):
    """One of a list of texts with codes; with ``typed`` one may type to find it."""

    changed = Signal()

    def __init__(self, options: tuple[tuple[str, str], ...] = (), *, typed: bool = False) -> None:
        super().__init__()
        self._codes: list[str] = []
        self.offer(options)
        if typed:
            self.setEditable(True)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            finder = QCompleter(self.model(), self)
            finder.setFilterMode(Qt.MatchFlag.MatchContains)
            finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.setCompleter(finder)
        self.currentTextChanged.connect(self._on_changed)

    def offer(self, options: tuple[tuple[str, str], ...], *, keep: bool = True) -> None:
        """Offer other texts; what is chosen stays chosen, also when it is not in the list, unless ``keep`` says no."""
        chosen = self.value() if keep and self._codes else ""
        self.blockSignals(True)
        self.clear()
        self._codes = [code for code, _ in options]
        self.addItems([text for _, text in options])
        if chosen:
            self.set_value(chosen)
        self.blockSignals(False)

    def value(self) -> str:
        """Return the code of what is chosen; what is typed and not in the list comes back as it is."""
        place = self.findText(self.currentText())
        return self._codes[place] if place >= 0 else self.currentText().strip()

    def set_value(self, value: str) -> None:
        """Show the text of a code; a code that is not in the list is shown as it is, at the top of it."""
        if value not in self._codes:
            self._codes.insert(0, value)
            self.insertItem(0, value)
        self.setCurrentIndex(self._codes.index(value))

    def _on_changed(self) -> None:
        self.changed.emit()


class FlowLayout(QLayout):
    """Widgets in rows that break like words; with ``least`` they first move closer together, down to that.

    They stand in the middle of their row, with ``top`` at its upper edge.
    """

    def __init__(self, spacing: int = 6, *, least: int = 0, top: bool = False) -> None:
        super().__init__()
        self._top = top
        self._items: list[QLayoutItem] = []
        self._most, self._least = spacing, least or spacing
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Return True: fewer columns make more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        self._move_closer(rect.width())
        y = rect.y()
        for row in self._rows(rect.width()):
            x, height = rect.x(), max(item.sizeHint().height() for item in row)
            for item in row:
                size = item.sizeHint()
                if move:
                    down = 0 if self._top else (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, y + down), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _move_closer(self, width: int) -> None:
        """Choose the space between the items: the usual one, or less where that keeps them in one row."""
        if self._least == self._most or len(self._items) < 2:
            return
        room = width - sum(item.sizeHint().width() for item in self._items)
        self.setSpacing(max(self._least, min(self._most, room // (len(self._items) - 1))))

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        x = 0
        for item in self._items:
            if (widget := item.widget()) is not None and widget.isHidden():
                continue
            needed = item.sizeHint().width()
            if not rows or (x > 0 and x + needed > width):
                rows.append([])
                x = 0
            rows[-1].append(item)
            x += needed + self.spacing()
        return rows


class ChoiceChips(QWidget):
    """Members of an enumeration as chips: one, or several. Arrows move, Space chooses."""

    changed = Signal()

    def __init__(
        self,
        kind: type[StrEnum],
        *,
        several: bool = False,
        optional: bool = True,
        only: tuple[StrEnum, ...] = (),
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Make the chips; ``texts`` gives their words by code where they come from content and not from the catalogue."""
        super().__init__()
        self._several, self._optional = several, optional
        self._flow = FlowLayout()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chips: dict[StrEnum, QPushButton] = {}
        for member in only or tuple(kind):
            words = texts[member.value] if texts is not None else label(member)
            chip = QPushButton(words.replace("&", "&&"))
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.setAccessibleName(words)
            chip.clicked.connect(self._on_clicked)
            chip.installEventFilter(self)
            self._chips[member] = chip
            self._flow.addWidget(chip)
        self._settle_focus()

    def _settle_focus(self) -> None:
        """Make one stop of the Tab key of the whole row: the chosen chip, else the first; arrows do the rest."""
        chips = list(self._chips.values())
        if not chips:
            return
        chosen = next((chip for chip in chips if chip.isChecked()), chips[0])
        for chip in chips:
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is chosen else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(chosen)

    def value(self) -> Any:
        """Return the chosen members as a tuple, or the one member, or None."""
        chosen = tuple(member for member, chip in self._chips.items() if chip.isChecked())
        if self._several:
            return chosen
        return chosen[0] if chosen else None

    def set_value(self, value: Any) -> None:
        """Choose members."""
        chosen = value if isinstance(value, tuple) else (value,)
        for member, chip in self._chips.items():
            chip.setChecked(member in chosen)
        self._settle_focus()

    def codes(self) -> list[str]:
        """Return the codes of the chosen members."""
        return [member.value for member, chip in self._chips.items() if chip.isChecked()]

    def set_codes(self, codes: tuple[str, ...]) -> None:
        """Choose members by their codes; unknown ones are left out."""
        for member, chip in self._chips.items():
            chip.setChecked(member.value in codes)

    def chips(self) -> list[QPushButton]:
        """Return the chips from left to right."""
        return list(self._chips.values())

    def chip(self, member: StrEnum) -> QPushButton:
        """Return the chip of a member."""
        return self._chips[member]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move between chips with the arrow keys."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
                Qt.Key(event.key()), 0
            )
            chips = list(self._chips.values())
            if step and watched in chips:
                chips[(chips.index(watched) + step) % len(chips)].setFocus()
                return True
        return super().eventFilter(watched, event)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if not self._several:
            for chip in self._chips.values():
                if chip is not sender:
                    chip.setChecked(False)
                elif not self._optional:
                    chip.setChecked(True)
        self._settle_focus()
        self.changed.emit()


class Rating(QLineEdit):
    """A whole number from 0 to ``high``, typed; anything else stays a problem sentence, never a silent change."""

    changed = Signal()

    def __init__(self, *, high: int = 10, optional: bool = True) -> None:
        super().__init__()
        self._high, self._optional = high, optional
        self.setMaxLength(len(str(high)))
        self.setFixedWidth(56)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setPlaceholderText(f"0-{high}")
        self.textChanged.connect(self._on_changed)

    def value(self) -> int | None:
        """Return the number, or None when nothing is typed.

        Raises:
            Invalid: what is typed is no number of the scale.
        """
        from irt_desk.domain.values import Invalid, Problem

        text = self.text().strip()
        if not text:
            return None if self._optional else 0
        if not text.isdecimal() or int(text) > self._high:
            raise Invalid([Problem(self.objectName(), "out_of_range", {"low": 0, "high": self._high})])
        return int(text)

    def set_value(self, value: int | None) -> None:
        """Show a number."""
        self.setText("" if value is None else str(value))

    def _on_changed(self) -> None:
        self.changed.emit()


class Tick(QCheckBox):
    """A check box whose tick is drawn in the ink of the theme."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then the tick."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        side = min(box.width(), box.height()) - 2
        painter = QPainter(self)
        square = QRectF(box.center().x() + 1 - side / 2, box.center().y() + 1 - side / 2, side, side)
        paint_icon(painter, square, "check", "on_accent")


class _Sentence(PlainLabel):
    """The words beside a tick; a click on them is a click on the tick."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pass the click on."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()


class CheckLine(QWidget):
    """One tick with its sentence, which may be long and breaks like any text."""

    changed = Signal()

    def __init__(self, text: str = "") -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 4, 0, 4)
        across.setSpacing(8)
        self.box = Tick("")
        self._sentence = _Sentence("", wrap=True)
        self._sentence.clicked.connect(self.box.click)
        across.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._sentence, 1)
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self._on_toggled)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show other words; they are the name of the tick, too."""
        self._sentence.setText(text)
        self.box.setAccessibleName(text)

    def text(self) -> str:
        """Return the words."""
        return self._sentence.text()

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.box.isChecked()

    def set_value(self, value: bool | None) -> None:
        """Tick or untick."""
        self.box.setChecked(bool(value))

    def _on_toggled(self) -> None:
        self.changed.emit()
