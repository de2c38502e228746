"""Words added to the spelling: kept in this practice, never in a file beside it (LH-10)."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.errors import UserError
from irt_desk.services.changes import Area
from irt_desk.ui.building import Body, Button, Card, Field, LinkButton, Muted, ScrollPage, TextLine, clear_layout
from irt_desk.ui.room import Page, Room
from irt_desk.words import say


class DictionarySection(Page):
    """A line to add a word, and the words that were added."""

    areas = frozenset({Area.SETTINGS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        page = ScrollPage(margins=(0, 12, 8, 24))
        down.addWidget(page)
        card = Card(say("dictionary.title"))
        card.body.addWidget(Muted(say("dictionary.what"), wrap=True))
        row = QHBoxLayout()
        self.word = TextLine()
        self.word.returnPressed.connect(self.submit)
        self.field = Field(say("dictionary.word"), self.word)
        row.addWidget(self.field, 1)
        self.add_button = Button(say("dictionary.add"))
        self.add_button.clicked.connect(self.submit)
        row.addWidget(self.add_button)
        card.body.addLayout(row)
        self.list = QVBoxLayout()
        self.list.setSpacing(4)
        card.body.addLayout(self.list)
        page.body.addWidget(card)
        page.body.addStretch(1)

    def reload(self) -> None:
        """Fetch the words."""
        self.room.runner.read(self, self.room.desk.spelling.words, self._show)

    def _show(self, words: tuple[str, ...]) -> None:
        clear_layout(self.list)
        for word in words:
            row = QHBoxLayout()
            row.addWidget(Body(word), 1)
            away = LinkButton(say("note.remove"))
            away.setAccessibleName(say("note.remove_named", name=word))
            away.clicked.connect(partial(self._on_remove, word))
            row.addWidget(away)
            self.list.addLayout(row)
        if not words:
            self.list.addWidget(Muted(say("dictionary.none"), wrap=True))

    def submit(self) -> None:
        """Add the word that is typed."""
        work = partial(self.room.desk.spelling.add, self.word.value())
        self.room.runner.change(self, work, self._on_added, self._on_failed)

    def _on_added(self, _: str) -> None:
        self.word.set_value("")
        self.field.set_problem("")
        self.word.setFocus()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.field.set_problem(str(error))

    def _on_remove(self, word: str, *_: Any) -> None:
        self.room.runner.change(self, partial(self.room.desk.spelling.remove, word), None, self.fail)
