"""Taking back what was entered by mistake: a quiet link in the editor of a stored record, refused where it is evidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from irt_desk.ui.building import LinkButton
from irt_desk.ui.records import RecordCard
from irt_desk.words import say


class TakeBack:
    """Adds the link to a card; ``method`` is the service that takes a record back by id and reason."""

    def __init__(self, card: RecordCard, tab: Any, method: Callable[[str, str], Any]) -> None:
        self._card, self._tab, self._method = card, tab, method
        self.link = LinkButton(say("take_back.link"))
        inside = card.editor.layout()
        assert isinstance(inside, QVBoxLayout)  # the editor of every record card
        inside.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self.link.clicked.connect(self._on_asked)
        card.opened.connect(self._follow)

    def _follow(self) -> None:
        self.link.setVisible(bool(self._card._editing))

    def _on_asked(self) -> None:
        self._tab.room.dialogs.ask(say("take_back.ask"), say("take_back.link"), self._on_answered)

    def _on_answered(self, yes: bool) -> None:
        if yes:
            work = partial(self._method, self._card._editing, say("take_back.reason"))
            self._tab.room.runner.change(self._tab, work, self._on_done, self._tab.fail)

    def _on_done(self, _: Any) -> None:
        self._card.close_editor()
