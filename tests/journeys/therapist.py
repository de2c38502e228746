"""A therapist at the window: finds controls by the words on them, and uses the mouse and the keyboard.

Nothing is reached that a person could not reach: a control must be shown, enabled and inside the window (it is scrolled
to, as a person would).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from irt_desk.app import Program
from irt_desk.ui.building import Card, CheckLine, ChoiceChips, Field
from irt_desk.ui.screens import picture
from irt_desk.ui.unlock.parts import PassphraseLine
from tests.ui.doubles import type_text

W = TypeVar("W", bound=QWidget)
WAIT_MS = 20_000


class Therapist:
    """One person, one window. ``look`` leaves a picture when a folder for them was named."""

    def __init__(self, program: Program, qtbot: QtBot, pictures: Path | None = None) -> None:
        self.program, self.qtbot, self._pictures, self._count = program, qtbot, pictures, 0
        self.keys = 0

    @property
    def window(self) -> QWidget:
        """The window in front: a dialog, the main window, or the unlock window."""
        modal = QApplication.activeModalWidget()
        shell = self.program.shell
        return modal or (shell if shell is not None and shell.isVisible() else self.program.window)

    def settle(self) -> None:
        """Wait until everything that was asked for is answered."""
        runner = self.program._runner
        self.qtbot.waitUntil(lambda: not runner.is_busy, timeout=WAIT_MS)
        for _ in range(3):
            QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not runner.is_busy, timeout=WAIT_MS)

    def shown(self, kind: type[W], within: QWidget | None = None) -> Iterator[W]:
        """Yield what is shown, in the order it was made."""
        for widget in (within or self.window).findChildren(kind):
            if widget.isVisible():
                yield widget

    def texts(self, within: QWidget | None = None) -> str:
        """Return every text in sight, a line each."""
        lines = [w.text() for w in self.shown(QLabel, within)] + [w.text() for w in self.shown(QAbstractButton, within)]
        return "\n".join(line.replace("&&", "&") for line in lines if line)

    def sees(self, text: str) -> bool:
        """Return whether a text stands somewhere in the window."""
        return text in self.texts()

    def card(self, title: str) -> Card:
        """Return the card with a title."""
        for card in self.shown(Card):
            if card.title.text() == title:
                return card
        raise AssertionError(f"no card {title!r}; in sight:\n{self.texts()}")

    def button(self, name: str, within: QWidget | None = None) -> QAbstractButton:
        """Return a button by its words or its accessible name."""
        for button in self.shown(QAbstractButton, within):
            if name in (button.text().replace("&&", "&"), button.accessibleName()):
                return button
        raise AssertionError(f"no button {name!r}; in sight:\n{self.texts(within)}")

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Click a button and wait for what it does."""
        button = self.button(name, within)
        assert button.isEnabled(), f"{name!r} cannot be pressed"
        self.click(button)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Scroll a control into sight and click it."""
        self.in_front()
        self.reach(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        self.settle()

    def reach(self, widget: QWidget) -> None:
        """Scroll until a control is in sight; fail when it cannot be."""
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 0, 80)
            parent = parent.parentWidget()
        QApplication.processEvents()
        centre = widget.mapTo(self.window, widget.rect().center())
        assert self.window.rect().contains(centre), f"{widget.accessibleName()!r} is outside the window"

    def field(self, label: str, within: QWidget | None = None) -> Field:
        """Return a field by its label."""
        for field in self.shown(Field, within):
            shown = field.control.text() if field.label.isHidden() else field.label.text()
            if shown.removesuffix(" *") == label:
                return field
        labels = [f.label.text() or f.control.text() for f in self.shown(Field, within)]
        raise AssertionError(f"no field {label!r}; in sight: {labels}")

    def type(self, label: str, text: str, within: QWidget | None = None) -> None:
        """Click a field, empty it and type."""
        control = self.field(label, within).control
        target = control.focusProxy() or control
        assert isinstance(target, QLineEdit | QPlainTextEdit), f"nothing can be typed into {label!r}"
        self.reach(target)
        QTest.mouseClick(target if isinstance(target, QLineEdit) else target.viewport(), Qt.MouseButton.LeftButton)
        QTest.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(target, Qt.Key.Key_Delete)
        type_text(target, text)
        self.keys += len(text)
        self.settle()

    def type_secret(self, text: str) -> None:
        """Type into the passphrase field in sight."""
        for line in self.shown(PassphraseLine):
            self.click(line)
            type_text(line, text)
            return
        raise AssertionError("no passphrase is asked for")

    def open_row(self, text: str) -> None:
        """Open the row of a table whose first cell says something, with a double click."""
        for table in self.shown(QTableView):
            model = table.model()
            for row in range(model.rowCount()):
                if model.index(row, 0).data() == text:
                    place = table.visualRect(model.index(row, 0)).center()
                    self.click(table.viewport(), place)
                    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
                    self.settle()
                    return
        raise AssertionError(f"no row {text!r}")

    def choose(self, label: str, option: str, within: QWidget | None = None) -> None:
        """Choose in a box, or press a chip, or tick."""
        field = self.field(label, within)
        control = field.control
        if isinstance(control, ChoiceChips):
            self.press(option, control)
            return
        assert isinstance(control, QComboBox), f"{label!r} is no choice"
        options = [control.itemText(n) for n in range(control.count())]
        assert option in options, f"{label!r} offers {options}"
        self.reach(control)
        control.setFocus()
        while control.currentText() != option:
            forward = options.index(option) > control.currentIndex()
            QTest.keyClick(control, Qt.Key.Key_Down if forward else Qt.Key.Key_Up)
        self.settle()

    def tick(self, sentence: str, within: QWidget | None = None) -> None:
        """Tick a sentence."""
        for line in self.shown(CheckLine, within):
            if line.text().removesuffix(" *") == sentence:
                self.click(line.box)
                return
        raise AssertionError(f"no tick {sentence!r}; in sight: {[c.text() for c in self.shown(CheckLine, within)]}")

    def pick(self, item: str, within: QWidget | None = None) -> None:
        """Choose a line of a list."""
        for shown in self.shown(QListWidget, within):
            for found in shown.findItems(item, Qt.MatchFlag.MatchContains):
                self.click(shown.viewport(), shown.visualItemRect(found).center())
                return
        raise AssertionError(f"no line {item!r} in a list")

    def in_front(self) -> None:
        """Give the window the keyboard, as the desktop does with one that just opened."""
        window = self.window
        if not window.isActiveWindow():
            window.activateWindow()
            self.qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.in_front()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.keys += 1
        self.settle()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)
        self.settle()

    def look(self, name: str) -> None:
        """Leave a picture of the window."""
        if self._pictures is not None:
            self._count += 1
            picture(self.window, 1).save(str(self._pictures / f"{self._count:02}-{name}.png"))
