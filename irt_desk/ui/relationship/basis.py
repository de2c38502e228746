"""The episodes a map rests on: ticked in the editor, said under the drawing (domain paper, 2.5)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from irt_desk.domain.patterns import CycleMap, PatternEpisode
from irt_desk.services.texts import fuzzy_text
from irt_desk.ui.building import CheckLine, LinkButton, Muted, clear_layout
from irt_desk.ui.relationship.episodes import view_of
from irt_desk.ui.relationship.fold import Fold
from irt_desk.words import say

SHOWN = 8
"""Episodes in the list before all are asked for; those that are ticked always stand in it."""

NAMED = 4
"""Episodes named by their day under a drawing; more are a number."""


class BasisFold(Fold):
    """The episodes told of one pattern, newest first, each with a tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(say("map_basis.title"))
        self._episodes: tuple[PatternEpisode, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._all = False
        self.ticks: dict[str, CheckLine] = {}

    def show_episodes(self, episodes: Sequence[PatternEpisode], chosen: Sequence[str]) -> None:
        """Show what was told of a pattern and which of it the map rests on."""
        self._episodes, self._chosen, self._all = tuple(episodes), frozenset(chosen), False
        self.open(is_open=False)
        self._list()

    def value(self) -> tuple[str, ...]:
        """Return the ids of the episodes the map rests on, the newest first."""
        return tuple(one.id for one in self._episodes if one.id in self._chosen)

    def set_value(self, chosen: Sequence[str]) -> None:
        """Tick other episodes."""
        self._chosen = frozenset(chosen)
        self._list()

    def _list(self) -> None:
        clear_layout(self.body)
        self.ticks = {}
        shown = [
            one for place, one in enumerate(self._episodes) if self._all or place < SHOWN or one.id in self._chosen
        ]
        self.body.addWidget(Muted(say("map_basis.about" if self._episodes else "map_basis.none_told"), wrap=True))
        for one in shown:
            row = view_of(one)
            tick = CheckLine(": ".join(part for part in (row.title, row.detail) if part))
            tick.set_value(one.id in self._chosen)
            tick.changed.connect(self._on_tick)
            self.ticks[one.id] = tick
            self.body.addWidget(tick)
        if len(shown) < len(self._episodes):
            more = LinkButton(say("episode.all", n=len(self._episodes)))
            more.clicked.connect(self._on_all)
            self.body.addWidget(more)
        self.say(basis_text(self._episodes, self.value()))

    def _on_tick(self) -> None:
        self._chosen = frozenset(one for one, tick in self.ticks.items() if tick.value())
        self.say(basis_text(self._episodes, self.value()))
        self.changed.emit()

    def _on_all(self) -> None:
        self._all = True
        self._list()


def basis_text(episodes: Sequence[PatternEpisode], chosen: Sequence[str]) -> str:
    """Return which episodes a map rests on, in words: a few by their days, more as a number."""
    days = [fuzzy_text(one.happened) for one in sorted(episodes, key=lambda e: e.happened.day) if one.id in chosen]
    if not days:
        return say("map_basis.none")
    if len(days) > NAMED:
        return say("map_basis.many", count=len(days), first=days[0], last=days[-1])
    return say("map_basis.days", days=", ".join(days))


def rests_on(cycle_map: CycleMap, episodes: Sequence[PatternEpisode]) -> str:
    """Return what stands under a drawing about its basis; nothing where no episode was chosen."""
    return basis_text(episodes, cycle_map.based_on_incident_ids) if cycle_map.based_on_incident_ids else ""


__all__ = ["BasisFold", "basis_text", "rests_on"]
