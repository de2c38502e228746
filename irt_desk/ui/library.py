"""The library: every built-in skill and pattern, with where it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from irt_desk.services import content
from irt_desk.ui.building import Body, Muted, Pill, ScrollPage, Small, Strong, Title, clear_layout
from irt_desk.ui.room import Page, Room
from irt_desk.words import label, say


class LibraryPage(Page):
    """A list at the left, the entry at the right."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 20, 24, 24)
        across.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(Title(say("rail.library")))
        self.list = QListWidget()
        self.list.setFixedWidth(330)
        self.list.setAccessibleName(say("rail.library"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._entries: list[Any] = []
        group = ""
        for skill in content.load_skills().values():
            if label(skill.group) != group:
                group = label(skill.group)
                self._head(group)
            self._add(skill, f"{skill.id}  {skill.name}")
        self._head(say("library.patterns"))
        for pattern in content.load_patterns().values():
            self._add(pattern, pattern.name)
        self.list.currentRowChanged.connect(self._on_chosen)
        left.addWidget(self.list)
        across.addLayout(left)
        self.page = ScrollPage(margins=(8, 44, 8, 8))
        across.addWidget(self.page, 1)
        self.list.setCurrentRow(1)

    def _head(self, text: str) -> None:
        """Add a heading to the list; the keyboard passes over it."""
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)
        self._entries.append(None)

    def _add(self, entry: Any, text: str) -> None:
        item = QListWidgetItem(text)
        item.setToolTip(text)
        self.list.addItem(item)
        self._entries.append(entry)

    def _on_chosen(self, row: int) -> None:
        clear_layout(self.page.body)
        if not 0 <= row < len(self._entries) or self._entries[row] is None:
            return
        entry = self._entries[row]
        body = self.page.body
        body.addWidget(Title(entry.name, wrap=True))
        body.addWidget(Body(entry.what, wrap=True))
        for name in (
            "steps",
            "home_practice",
            "counts",
            "stage_5",
            "side_a",
            "side_b",
            "underneath",
            "stress_coping",
            "exits",
            "caution",
            "stop_text",
        ):
            value = getattr(entry, name, "")
            if not value:
                continue
            body.addWidget(Strong(say(f"library.{name}")))
            for text in value if isinstance(value, tuple) else (value,):
                body.addWidget(Body(f"\N{BULLET} {text}" if isinstance(value, tuple) else str(text), wrap=True))
        stops = getattr(entry, "stop_when", ())
        if stops:
            pills = QHBoxLayout()
            for code in stops:
                pills.addWidget(Pill(label(code), "attention"))
            pills.addStretch(1)
            body.addLayout(pills)
        body.addWidget(Small(entry.provenance, wrap=True))
        body.addWidget(Muted(""))
        body.addStretch(1)
