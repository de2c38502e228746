"""Episodes of the patterns: the five questions, quickly; what was told, as a list with marks for late telling."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.patterns import PatternEpisode, RelationshipPattern, SafetyFlag
from irt_desk.services.patterns import QuickFacts
from irt_desk.services.texts import fuzzy_text, number_text, pattern_name
from irt_desk.ui.building import Button, Card, LinkButton, Muted, clear_layout
from irt_desk.ui.records import RowView
from irt_desk.ui.records.card import RecordRow
from irt_desk.ui.relationship.quick_episode import QuickEpisode
from irt_desk.ui.room import Room
from irt_desk.words import label, say

SHOWN = 6
"""Episodes in the list before "Show all" is pressed."""


class EpisodeCard(Card):
    """What was told of the patterns of a record, newest first, and the block for telling more."""

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(say("episode.title"))
        self.words = "episode"
        self._episodes: tuple[PatternEpisode, ...] = ()
        self._patterns: dict[str, RelationshipPattern] = {}
        self._all = False
        self.add_button = Button(say("episode.add"))
        self.add_button.clicked.connect(self._on_add)
        self.add_action(self.add_button)
        self.quick = QuickEpisode(room)
        self.quick.hide()
        self.quick.changed.connect(self._on_quick)
        self.quick.saved.connect(self._on_saved)
        self.body.addWidget(self.quick)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self._empty = Muted(say("episode.empty"), wrap=True)
        self.body.addWidget(self._empty)
        self.all_button = LinkButton("")
        self.all_button.clicked.connect(self._on_all)
        self.body.addWidget(self.all_button)

    def show_facts(self, facts: QuickFacts, episodes: tuple[PatternEpisode, ...]) -> None:
        """Show the episodes told of a record; what is half typed stays."""
        self._episodes = episodes
        self._patterns = {pattern.id: pattern for pattern in facts.patterns}
        self.setVisible(bool(facts.patterns or episodes))
        self.add_button.setEnabled(bool(facts.patterns))
        self.quick.know(episodes)
        self.quick.show_facts(facts)
        self._list()

    def _list(self) -> None:
        clear_layout(self._rows)
        shown = self._episodes if self._all else self._episodes[:SHOWN]
        for index, episode in enumerate(shown):
            named = (
                pattern_name(self._patterns[episode.pattern_id])
                if len(self._patterns) > 1 and episode.pattern_id in self._patterns
                else ""
            )
            row = RecordRow(index, view_of(episode, named))
            row.edit_asked.connect(self._on_edit)
            self._rows.addWidget(row)
        self._empty.setVisible(not self._episodes and self.quick.isHidden())
        self.all_button.setVisible(len(shown) < len(self._episodes))
        self.all_button.setText(say("episode.all", n=len(self._episodes)))
        self.all_button.setAccessibleName(self.all_button.text())

    def forget(self) -> None:
        """Let go of the record: another one is shown."""
        self._all = False
        self.quick.forget()
        self.quick.hide()
        self.add_button.show()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        return self.quick.unfinished()

    def resume(self, data: dict[str, Any]) -> None:
        """Open the block where it was left."""
        self._open()
        self.quick.resume(data)

    def _open(self) -> None:
        self.quick.show()
        self.add_button.hide()
        self._empty.hide()

    def _on_add(self) -> None:
        self._open()
        self.quick.controls["count"].setFocus()
        self.quick.controls["count"].selectAll()

    def _on_edit(self, index: int) -> None:
        self._open()
        self.quick.correct(self._episodes[index])

    def _on_all(self) -> None:
        self._all = True
        self._list()

    def _on_quick(self) -> None:
        self.changed.emit()

    def _on_saved(self) -> None:
        self.quick.hide()
        self.add_button.show()
        self.add_button.setFocus()
        self._list()


def view_of(episode: PatternEpisode, pattern: str = "") -> RowView:
    """Return how an episode looks in a list: what was told, and quietly how it was told."""
    known: list[str] = [pattern]
    if episode.intensity is not None:
        known.append(say("episode.strength", value=episode.intensity))
    if episode.hours_to_reconnect is not None:
        known.append(say("episode.back", hours=number_text(episode.hours_to_reconnect)))
    known.append(label(episode.how_far) if episode.how_far else "")
    if episode.own_part_awareness is not None:
        known.append(say("episode.aware", value=episode.own_part_awareness))
    known.append(", ".join(label(x.exit) for x in episode.exits_tried))
    known.append(episode.setting)
    pills = []
    if episode.safety_flag is not SafetyFlag.NONE:
        pills.append((label(episode.safety_flag), "danger"))
    if episode.is_retrospective:
        pills.append((say("episode.late"), "neutral"))
    if episode.hold_lightly:
        known.append(say("episode.hold_lightly"))
    return RowView(fuzzy_text(episode.happened), " · ".join(part for part in known if part), tuple(pills))


__all__ = ["EpisodeCard", "view_of"]
