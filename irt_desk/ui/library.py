"""The library: every built-in skill and pattern, with where it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout

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
        self._entries: list[Any] = [*content.load_skills().values(), *content.load_patterns().values()]
        for entry in self._entries:
            code = f"{entry.id}  " if hasattr(entry, "id") else ""
            self.list.addItem(f"{code}{entry.name}")
        self.list.currentRowChanged.connect(self._on_chosen)
        left.addWidget(self.list)
        across.addLayout(left)
        self.page = ScrollPage(margins=(8, 44, 8, 8))
        across.addWidget(self.page, 1)
        self.list.setCurrentRow(0)

    def _on_chosen(self, row: int) -> None:
        clear_layout(self.page.body)
        if not 0 <= row < len(self._entries):
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
