"""What stands in for the outside of the window: the message door, a clock, keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget


@dataclass
class FakeDialogs:
    """The message door of tests: remembers what was said, answers what it was told to answer.

    ``answers`` are given in order, then no; ``files`` are given in order, then the dialog is cancelled.
    """

    answers: list[bool] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def ask(self, question: str, yes: str, answered: Callable[[bool], None]) -> None:
        self.asked.append(question)
        answered(self.answers.pop(0) if self.answers else False)

    def choose_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        self._choose(title, chosen)

    def choose_folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        self._choose(title, chosen)

    def choose_file(self, title: str, pattern: str, chosen: Callable[[Path], None]) -> None:
        self._choose(title, chosen)

    def print_text(self, title: str, text: str) -> None:
        self.printed.append(text)

    def _choose(self, title: str, chosen: Callable[[Path], None]) -> None:
        self.titles.append(title)
        if self.files:
            chosen(self.files.pop(0))


class FakeClock:
    """A wall clock and a monotonic one; ``sleep`` is what a closed lid does."""

    def __init__(self) -> None:
        self._wall, self._monotonic = 1_800_000_000.0, 1_000.0

    def wall(self) -> float:
        return self._wall

    def monotonic(self) -> float:
        return self._monotonic

    def pass_seconds(self, seconds: float) -> None:
        self._wall += seconds
        self._monotonic += seconds

    def sleep(self, seconds: float) -> None:
        self._wall += seconds

    def set_wall(self, seconds: float) -> None:
        self._wall += seconds


def type_text(widget: QWidget, text: str) -> None:
    """Type a text as keys do; ``qtbot.keyClicks`` aborts the process on letters outside ASCII."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(widget, event)


def on_clipboard(*, text: str = "", html: str = "") -> None:
    """Put something on the clipboard as another program would."""
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)


def texts(widget: QWidget) -> str:
    """Return every text a person sees on a widget now."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
