"""The frame of the library: a row of sections, each of them made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from irt_desk.services.changes import Area
from irt_desk.ui.building import Title
from irt_desk.ui.room import Page, Room
from irt_desk.words import say


def _skills(room: Room) -> Page:
    from irt_desk.ui.library.skills import SkillsSection

    return SkillsSection(room)


def _patterns(room: Room) -> Page:
    from irt_desk.ui.library.patterns import PatternsSection

    return PatternsSection(room)


def _measures(room: Room) -> Page:
    from irt_desk.ui.library.measures import MeasuresSection

    return MeasuresSection(room)


def _goals(room: Room) -> Page:
    from irt_desk.ui.library.goals import GoalsSection

    return GoalsSection(room)


def _snippets(room: Room) -> Page:
    from irt_desk.ui.library.snippets import SnippetsSection

    return SnippetsSection(room)


def _note_formats(room: Room) -> Page:
    from irt_desk.ui.library.note_formats import NoteFormatsSection

    return NoteFormatsSection(room)


def _dictionary(room: Room) -> Page:
    from irt_desk.ui.library.dictionary import DictionarySection

    return DictionarySection(room)


SECTIONS: dict[str, Callable[[Room], Page]] = {
    "skills": _skills,
    "patterns": _patterns,
    "measures": _measures,
    "goals": _goals,
    "note_formats": _note_formats,
    "snippets": _snippets,
    "dictionary": _dictionary,
}
"""Every section in the order of the row; its words are ``library.section.<name>``."""


class LibraryPage(Page):
    """A row of sections over the one that is open."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 0)
        down.setSpacing(8)
        down.addWidget(Title(say("rail.library")))
        across = QHBoxLayout()
        across.setSpacing(22)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for name in SECTIONS:
            button = QPushButton(say(f"library.section.{name}").replace("&", "&&"))
            button.setProperty("tab", True)
            button.setCheckable(True)
            button.setAccessibleName(say(f"library.section.{name}"))
            button.clicked.connect(partial(self._on_chosen, name))
            self._group.addButton(button)
            self.buttons[name] = button
            across.addWidget(button)
        across.addStretch(1)
        down.addLayout(across)
        self.stack = QStackedWidget()
        down.addWidget(self.stack, 1)
        self.sections: dict[str, Page] = {}
        self.choose(next(iter(SECTIONS)))

    def open(self, *, section: str = "", **arguments: Any) -> None:
        """Open a section; what else is given goes to it."""
        if section:
            self.choose(section)
        if arguments and isinstance(current := self.stack.currentWidget(), Page):
            point_at = getattr(current, "point_at", None)
            if point_at is not None:
                point_at(**arguments)

    def choose(self, name: str) -> None:
        """Bring a section to the front; the one before hands over what was typed."""
        self.flush()
        if name not in self.sections:
            self.sections[name] = SECTIONS[name](self.room)
            self.stack.addWidget(self.sections[name])
        self.stack.setCurrentWidget(self.sections[name])
        self.buttons[name].setChecked(True)

    def on_changed(self, areas: frozenset[Area]) -> None:
        """Pass the news on to the sections."""
        for section in self.sections.values():
            section.on_changed(areas)

    def flush(self) -> None:
        """Hand over what is typed in the section in front."""
        current = self.stack.currentWidget()
        if isinstance(current, Page):
            current.flush()

    def _on_chosen(self, name: str, *_: Any) -> None:
        self.choose(name)
