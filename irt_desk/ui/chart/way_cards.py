"""Where a case can go: one card a way, all of the same weight."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.cases import CaseState
from irt_desk.domain.values import Act
from irt_desk.services.pathway import Way
from irt_desk.ui.building import Card, LinkButton, Muted, Small, Strong, clear_layout
from irt_desk.words import say

_RESTING = frozenset({CaseState.PAUSED, CaseState.NOT_NOW, CaseState.REFERRED_OUT, CaseState.CLOSED})
_ACROSS = (3, 4)
"""Cards in a row: three, or four where that leaves none alone in the last row."""


class WayCards(QWidget):
    """The heading of the drawing, then the ways: title, what it means, how much is open, one link."""

    def __init__(self, begin: Callable[[Way], None]) -> None:
        """Make the row; ``begin`` opens a way."""
        super().__init__()
        self._begin = begin
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Strong(say("pathway.where_title")))
        head.addWidget(Muted(say("pathway.where_about"), wrap=True), 1)
        down.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        down.addLayout(self._grid)

    def show_ways(self, ways: tuple[Way, ...]) -> None:
        """Show the ways out of the present state."""
        clear_layout(self._grid)
        across = _ACROSS[1] if len(ways) in (4, 7, 8) else _ACROSS[0]
        for column in range(_ACROSS[1]):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        for number, way in enumerate(sorted(ways, key=_order)):
            self._grid.addWidget(self._card(way), number // across, number % across)
        if not ways:
            self._grid.addWidget(Muted(say("pathway.no_ways"), wrap=True), 0, 0, 1, across)

    def _card(self, way: Way) -> Card:
        title = say(f"way.{way.transition.code}_{way.transition.to_state}")
        card = Card(title)
        card.title.setWordWrap(True)
        card.body.addWidget(Muted(say(f"way_text.{way.transition.code}"), wrap=True))
        count = sum(item.act is not Act.REQUEST for item in way.missing)
        if count:
            card.body.addWidget(Small(f"\N{WHITE CIRCLE}  {say('pathway.open_count', count=count)}"))
        card.body.addStretch(1)
        act = LinkButton(say("pathway.needs") if count else say("pathway.go"))
        act.setAccessibleName(f"{title}: {act.text()}")
        act.clicked.connect(partial(self._begin, way))
        card.body.addWidget(act)
        return card


def _order(way: Way) -> int:
    """Return the place of a way: the states in which work goes on first, those in which it rests or ends after them."""
    states = list(CaseState)
    resting = way.transition.to_state in _RESTING
    return states.index(way.transition.to_state) + (len(states) if resting else 0)
