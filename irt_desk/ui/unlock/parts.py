"""Small parts of the unlock page: the passphrase field, a tile, a line of the recent list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from irt_desk.ui.building.icons import Icon, paint_icon
from irt_desk.ui.building.texts import Body, ProblemLine, Small
from irt_desk.ui.unlock.recents import Recent
from irt_desk.words import say


class _ShowButton(QPushButton):
    """The eye and "Show" at the end of a passphrase."""

    def __init__(self) -> None:
        super().__init__(say("unlock.show"))
        self.setProperty("plain", True)
        self.setProperty("with_icon", True)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(say("unlock.show_passphrase"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the eye."""
        super().paintEvent(event)
        place = QRectF(5, (self.height() - 16) / 2, 16, 16)
        paint_icon(QPainter(self), place, "eye", "client" if self.isChecked() else "muted")


class PassphraseLine(QLineEdit):
    """A field for a secret, with a way to look at it."""

    changed = Signal()

    def __init__(self, name: str, *, labelled: bool = False) -> None:
        """Make the field; without a label above it (``labelled``) it shows its name inside while it is empty."""
        super().__init__()
        self.setPlaceholderText("" if labelled else name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)
        self.setProperty("tall", True)
        self.setTextMargins(0, 0, 74, 0)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 10, 0)
        across.addStretch(1)
        self.show_button = _ShowButton()
        self.show_button.toggled.connect(self.show_text)
        across.addWidget(self.show_button)
        self.textChanged.connect(self._on_changed)

    def show_text(self, shown: bool) -> None:
        """Show what is typed, or dots."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setChecked(shown)

    def value(self) -> str:
        """Return what is typed, exactly."""
        return self.text()

    def _on_changed(self) -> None:
        self.changed.emit()


class Tile(QPushButton):
    """A large button with a title and a line under it."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self.setProperty("tile", True)
        self.setMinimumHeight(66)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 8, 14, 8)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        words.addWidget(Body(title, strong=True))
        words.addWidget(Small(hint))
        words.addStretch(1)
        across.addLayout(words, 1)
        across.addWidget(Icon("chevron-right"), 0, Qt.AlignmentFlag.AlignTop)


class RecentButton(QPushButton):
    """A practice of the list. Delete takes it off the list."""

    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(self, recent: Recent, place: str, *, is_chosen: bool) -> None:
        super().__init__()
        self.folder: Path = recent.folder
        self.setProperty("recent", True)
        self.setCheckable(True)
        self.setChecked(is_chosen)
        self.setAutoDefault(True)
        self.setMinimumHeight(58)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(recent.folder.stem)
        self.setAccessibleDescription(place)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 8, 8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(_shortened(Body(recent.folder.stem, strong=True)))
        words.addWidget(_shortened(Small(place)))
        across.addLayout(words, 1)
        self.forget_button = QPushButton()
        self.forget_button.setProperty("plain", True)
        self.forget_button.setFixedSize(24, 24)
        self.forget_button.setAccessibleName(say("unlock.forget_named", name=recent.folder.stem))
        self.forget_button.setToolTip(say("unlock.forget"))
        inside = QHBoxLayout(self.forget_button)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Icon("close", size=14), 0, Qt.AlignmentFlag.AlignCenter)
        across.addWidget(self.forget_button)
        self.clicked.connect(self._on_clicked)
        self.forget_button.clicked.connect(self._on_forget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the practice off the list with Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self._on_forget()
            return
        super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        self.setChecked(True)
        self.chosen.emit(self.folder)

    def _on_forget(self) -> None:
        self.forgotten.emit(self.folder)


def _shortened(label: Body | Small) -> Body | Small:
    label.setMinimumWidth(40)
    label.setToolTip(label.text())
    return label


def place_text(recent: Recent, today: date) -> str:
    """Return where a practice lies and when it was opened: "Documents · opened Sat 21 Nov"."""
    place = recent.folder.parent.name or str(recent.folder.parent)
    if not recent.folder.is_dir():
        return say("unlock.not_there", place=place)
    if recent.opened is None:
        return place
    day = f"{recent.opened.day} {say(f'month.{recent.opened.month}')}"
    if recent.opened.year != today.year:
        day += f" {recent.opened.year}"
    return say("unlock.opened", place=place, day=day)


class Pane(QWidget):
    """One pane of the page: its fields from top to bottom, one problem line; it knows where the keyboard begins."""

    def __init__(self) -> None:
        super().__init__()
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(48, 36, 48, 32)
        self.down.setSpacing(10)
        self.problem = ProblemLine()
        self.first_control: QWidget | None = None

    def begin(self) -> None:
        """Give the keyboard to the first control."""
        if self.first_control is not None:
            self.first_control.setFocus()
