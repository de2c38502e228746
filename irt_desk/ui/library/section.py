"""Base of a section: a list that can be narrowed at the left, the entry at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from irt_desk.domain.caseload import fold
from irt_desk.ui.building import Body, Muted, ScrollPage, Strong, TextLine, Title, clear_layout
from irt_desk.ui.room import Page, Room
from irt_desk.words import say

LIST_WIDTH = 320
"""Width in pixels of the list; the longest name of a skill fits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: its text, the heading it stands under, and the value it opens."""

    key: str
    text: str
    head: str
    value: Any


class ListSection(Page):
    """A list of entries; the chosen one is shown at the right by ``show_value``."""

    name = ""
    """Name of the section; ``library.section.<name>`` in the catalogue."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 12, 0, 0)
        across.setSpacing(16)
        self.left = QVBoxLayout()
        self.left.setContentsMargins(0, 0, 0, 24)
        self.left.setSpacing(8)
        self.finder = TextLine(placeholder=say("library.find"))
        self.finder.setAccessibleName(say("library.find"))
        self.finder.setFixedWidth(LIST_WIDTH)
        self.finder.changed.connect(self._fill)
        self.left.addWidget(self.finder)
        self.list = QListWidget()
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setAccessibleName(say(f"library.section.{self.name}"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self._on_row)
        self.left.addWidget(self.list, 1)
        across.addLayout(self.left)
        right = QVBoxLayout()
        self._above = QVBoxLayout()
        self._above.setContentsMargins(8, 0, 8, 0)
        right.addLayout(self._above)
        self.page = ScrollPage(margins=(8, 0, 8, 24))
        right.addWidget(self.page, 1)
        across.addLayout(right, 1)
        self._entries: tuple[Entry, ...] = ()
        self._shown: list[Entry | None] = []
        self._key = ""

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show entries; the one that was open stays open."""
        self._entries = tuple(entries)
        self._fill()

    def point_at(self, *, key: str = "", **_: Any) -> None:
        """Open the entry with a key."""
        self.finder.set_value("")
        self._key = key
        self._fill()

    @property
    def current(self) -> Entry | None:
        """The entry that is open."""
        return next((entry for entry in self._entries if entry.key == self._key), None)

    def put_above(self, form: QWidget) -> None:
        """Put a form above the entry; it takes no room while it is hidden."""
        self._above.addWidget(form)

    def show_value(self, value: Any) -> None:
        """Put an entry on ``self.page.body``, which is empty; sections override it."""

    def say_title(self, text: str, what: str) -> None:
        """Put the heading of an entry and what it is."""
        self.page.body.addWidget(Title(text, wrap=True))
        if what:
            self.page.body.addWidget(Body(what, wrap=True))

    def say_part(self, name: str, texts: str | tuple[str, ...]) -> None:
        """Put one named part, its items as a list; nothing when it is empty."""
        if not texts:
            return
        part = QVBoxLayout()
        part.setSpacing(4)
        part.addWidget(Strong(say(f"library.{name}")))
        for text in texts if isinstance(texts, tuple) else (texts,):
            part.addWidget(Body(f"\N{BULLET} {text}" if isinstance(texts, tuple) else text, wrap=True))
        self.page.body.addLayout(part)

    def _fill(self) -> None:
        """Fill the list with what the narrowing leaves; the keyboard passes over headings."""
        wanted = fold(self.finder.value())
        self.list.blockSignals(True)
        self.list.clear()
        self._shown = []
        head = ""
        for entry in self._entries:
            if wanted not in fold(f"{entry.text} {entry.head}"):
                continue
            if entry.head and entry.head != head:
                head = entry.head
                self._add_head(head)
            item = QListWidgetItem(entry.text)
            item.setToolTip(entry.text)
            self.list.addItem(item)
            self._shown.append(entry)
        keys = [entry.key if entry else "" for entry in self._shown]
        first = next((n for n, key in enumerate(keys) if key), -1)
        row = keys.index(self._key) if self._key and self._key in keys else first
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._on_row(row)

    def _add_head(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)
        self._shown.append(None)

    def _on_row(self, row: int) -> None:
        clear_layout(self.page.body)
        entry = self._shown[row] if 0 <= row < len(self._shown) else None
        if entry is None:
            self.page.body.addWidget(Muted(say("library.nothing_found"), wrap=True))
        else:
            self._key = entry.key
            self.show_value(entry.value)
        self.page.body.addStretch(1)
        self.page.verticalScrollBar().setValue(0)
