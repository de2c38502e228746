"""The history of the way: moves, the partner's moves as told, safety stops, decisions on if and when; the newest first."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.services.pathway_history import HistoryKind, HistoryLine
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Card, LinkButton, Muted, Small, clear_layout
from irt_desk.words import say

FEW = 6
"""Lines shown before all are asked for."""


class HistoryCard(Card):
    """A calm list; the rest of it is one link away."""

    def __init__(self) -> None:
        super().__init__(say("pathway.history"))
        self._lines: tuple[HistoryLine, ...] = ()
        self._today: date | None = None
        self._all = False
        self.list = QVBoxLayout()
        self.body.addLayout(self.list)
        self.more = LinkButton()
        self.more.clicked.connect(self._on_more)
        self.body.addWidget(self.more)

    def show_lines(self, lines: tuple[HistoryLine, ...], today: date) -> None:
        """Show the history."""
        self._lines, self._today = lines, today
        clear_layout(self.list)
        for one in lines if self._all else lines[:FEW]:
            self.list.addLayout(_row(one, today))
        if not lines:
            self.list.addWidget(Muted(say("pathway.no_history"), wrap=True))
        self.more.setVisible(len(lines) > FEW)
        self.more.setText(say("history.fewer") if self._all else say("history.all", count=len(lines)))
        self.more.setAccessibleName(f"{say('pathway.history')}: {self.more.text()}")

    def forget(self) -> None:
        """Show another record: few lines again."""
        self._all = False

    def _on_more(self) -> None:
        self._all = not self._all
        if self._today is not None:
            self.show_lines(self._lines, self._today)


def _row(one: HistoryLine, today: date) -> QHBoxLayout:
    across = QHBoxLayout()
    when = Small(day_text(one.on, today, weekday=False))
    when.setFixedWidth(82)
    across.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Body(one.text, wrap=True, strong=one.kind is HistoryKind.STOP))
    if one.detail:
        words.addWidget(Small(one.detail, wrap=True))
    across.addLayout(words, 1)
    return across
