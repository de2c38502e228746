"""Labels. All of them show plain text: what a person typed is never read as markup (security paper, IP-3)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget

COLUMN = 360
"""Width that a wrapped text asks for when nothing else decides it."""


class PlainLabel(QLabel):
    """A label that shows plain text only."""

    def __init__(self, text: str = "", *, wrap: bool = False, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
            self.setMinimumWidth(40)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)

    def sizeHint(self) -> QSize:
        """Return the size of a text broken at an ordinary column width; Qt's own guess is much narrower and taller."""
        if not self.wordWrap():
            return super().sizeHint()
        width = min(COLUMN, self.fontMetrics().size(0, self.text()).width() + 2)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a small width with the height of an ordinary column: stacks of pages take it as their least height."""
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(min(self.minimumWidth(), self.sizeHint().width()), self.sizeHint().height())


class Title(PlainLabel):
    """The heading of a page."""

    def __init__(self, text: str = "", *, wrap: bool = False) -> None:
        super().__init__(text, wrap=wrap)
        self.setProperty("text_size", "title")


class Strong(PlainLabel):
    """The heading of a card."""

    def __init__(self, text: str = "", *, wrap: bool = False, tone: str = "") -> None:
        super().__init__(text, wrap=wrap, tone=tone)
        self.setProperty("text_size", "strong")


class Body(PlainLabel):
    """Running text."""

    def __init__(self, text: str = "", *, wrap: bool = False, strong: bool = False, tone: str = "") -> None:
        super().__init__(text, wrap=wrap, tone=tone)
        if strong:
            self.setProperty("strong", True)


class Muted(PlainLabel):
    """Quiet text beside or under something."""

    def __init__(self, text: str = "", *, wrap: bool = False) -> None:
        super().__init__(text, wrap=wrap)
        self.setProperty("muted", True)


class Small(PlainLabel):
    """Small quiet text."""

    def __init__(self, text: str = "", *, wrap: bool = False, tone: str = "") -> None:
        super().__init__(text, wrap=wrap, tone=tone)
        self.setProperty("text_size", "small")
        if not tone:
            self.setProperty("muted", True)


class KeyCap(PlainLabel):
    """The key that does the same: "Ctrl K"."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("key", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class ProblemLine(PlainLabel):
    """A sentence that says what is wrong and what to do; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__("", wrap=True)
        self.setProperty("problem", True)
        self.hide()

    def say(self, text: str, *, reveal: bool = True) -> None:
        """Show a sentence and scroll to it, or hide the line."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if text and reveal:
            QTimer.singleShot(0, self, self._reveal)  # dropped with the line: its page may be gone by then

    def _reveal(self) -> None:
        """Bring the sentence into sight once it has its place."""
        if self.isVisible():
            bring_into_sight(self)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll every page around a widget until it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 40)
        parent = parent.parentWidget()


def bring_to_top(widget: QWidget) -> None:
    """Scroll a form that was just opened to the top of its page, once it has its place there."""
    QTimer.singleShot(0, widget, partial(_to_top, widget))


def _to_top(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        inside = parent.widget() if isinstance(parent, QScrollArea) else None
        if isinstance(parent, QScrollArea) and inside is not None:
            parent.verticalScrollBar().setValue(max(0, widget.mapTo(inside, widget.rect().topLeft()).y() - 60))
        parent = parent.parentWidget()


class Pill(PlainLabel):
    """A short word on a tint. ``dashed`` marks a hypothesis about the partner."""

    def __init__(self, text: str = "", role: str = "neutral", *, dashed: bool = False) -> None:
        super().__init__(text)
        self.setProperty("pill", role or "neutral")
        if dashed:
            self.setProperty("dashed", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_as(self, text: str, role: str) -> None:
        """Change text and tint."""
        self.setText(text)
        self.setProperty("pill", role or "neutral")
        self.style().unpolish(self)
        self.style().polish(self)
