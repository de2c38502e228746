"""Boxes: cards, banners, scrolling pages, columns that stack when it gets narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from irt_desk.ui.building.buttons import LinkButton
from irt_desk.ui.building.texts import Body, Muted, Strong


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)


def line() -> QFrame:
    """Return a hairline."""
    found = QFrame()
    found.setProperty("role", "line")
    return found


class Card(QFrame):
    """A white box with a heading; ``body`` is the layout below it."""

    def __init__(self, title: str = "", subtitle: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 14, 16, 16)
        down.setSpacing(10)
        self.title = Strong(title)
        self.subtitle = Muted(subtitle)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self.title)
        self._head.addWidget(self.subtitle)
        self._head.addStretch(1)
        down.addLayout(self._head)  # first: a label that is shown before it has a place is a window of its own
        self.title.setVisible(bool(title))
        self.subtitle.setVisible(bool(subtitle))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        down.addLayout(self.body)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right end of the heading."""
        self._head.addWidget(widget)

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a widget right after the heading."""
        self._head.insertWidget(2, widget)


class Banner(QFrame):
    """A sentence across the page that asks for attention; may carry one act."""

    def __init__(self, text: str = "", role: str = "attention") -> None:
        super().__init__()
        self.setProperty("banner", role)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 12, 8)
        self._text = Body(text, wrap=True)
        across.addWidget(self._text, 1)
        self._across = across
        if not text:
            self.hide()  # and never show itself here: a banner that has no place yet would be a window of its own

    def say(self, text: str) -> None:
        """Show a sentence, or hide the banner."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def add_action(self, text: str) -> LinkButton:
        """Add and return the one act."""
        button = LinkButton(text)
        self._across.addWidget(button)
        return button


class EmptyState(QWidget):
    """What a page says when there is nothing to show yet."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 32, 24, 32)
        down.setSpacing(6)
        down.addWidget(Strong(title, wrap=True))
        down.addWidget(Muted(text, wrap=True))
        down.addStretch(1)


class ScrollPage(QScrollArea):
    """A page that scrolls down; ``body`` is its layout."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (24, 20, 24, 24)) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("role", "page")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(16)
        self.setWidget(inside)


class Columns(QWidget):
    """Two or more columns side by side, one under the other when narrower than ``stack_below``."""

    def __init__(self, stretches: tuple[int, ...], *, stack_below: int = 860, spacing: int = 16) -> None:
        super().__init__()
        self._stack_below = stack_below
        self._page: QScrollArea | None = None
        self._followers: tuple[int, ...] = ()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        self.columns: list[QVBoxLayout] = []
        for stretch in stretches:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(spacing)
            self._box.addWidget(holder, stretch)
            self.columns.append(column)

    def follow(self, page: QScrollArea, *followers: int) -> None:
        """Let columns stay in sight while the longest one is scrolled, as long as they stand side by side."""
        self._page, self._followers = page, followers
        page.verticalScrollBar().valueChanged.connect(self._keep_in_sight)

    def _keep_in_sight(self, *_: int) -> None:
        page = self._page
        inside = page.widget() if page is not None else None
        if page is None or inside is None:
            return
        passed = page.verticalScrollBar().value() - max(0, self.mapTo(inside, self.rect().topLeft()).y())
        is_stacked = self._box.direction() == QBoxLayout.Direction.TopToBottom
        for place in self._followers:
            column = self.columns[place]
            asked = max(column.sizeHint().height(), column.heightForWidth(column.geometry().width()))
            content = asked - column.contentsMargins().top()
            # A column taller than the window moves only once its end is in sight.
            beyond = max(0, content - page.viewport().height())
            down = 0 if is_stacked else max(0, min(passed - beyond, self.height() - content))
            if column.contentsMargins().top() != down:
                column.setContentsMargins(0, down, 0, 0)

    def minimumSizeHint(self) -> QSize:
        """Return the least size when stacked: the columns may always become one."""
        holders = [column.parentWidget() for column in self.columns]
        widths = [holder.minimumSizeHint().width() for holder in holders if holder is not None]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack or unstack."""
        wanted = (
            QBoxLayout.Direction.TopToBottom
            if event.size().width() < self._stack_below
            else QBoxLayout.Direction.LeftToRight
        )
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self._keep_in_sight()
        super().resizeEvent(event)
