"""Episodes of a pattern: the five questions, quickly; what was told, as a list with hollow marks for late telling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from irt_desk.domain.patterns import (
    Activation,
    ExitCode,
    ExitEffect,
    ExitTried,
    HowFar,
    PatternEpisode,
    Repair,
    SafetyFlag,
    StepActor,
    WhoStarted,
)
from irt_desk.domain.values import FuzzyDay, Instant
from irt_desk.services.context import system_clock
from irt_desk.services.texts import fuzzy_text, number_text
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.relationship.tab import RelationshipFacts, RelationshipTab

F = FieldSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeForm:
    """One episode as it is asked: how often, how strong, how long to come back, your side, what did you try."""

    happened: date
    intensity: int | None = None
    activation_peak: Activation | None = None
    who_started: WhoStarted = WhoStarted.UNCLEAR
    how_far: HowFar | None = None
    own_part_awareness: int | None = None
    exit_tried: ExitCode | None = None
    exit_effect: ExitEffect | None = None
    repair: Repair | None = None
    hours_to_reconnect: float | None = None
    distress_then: int | None = None
    safety_flag: SafetyFlag = SafetyFlag.NONE
    setting: str = ""


class EpisodeCard(RecordCard):
    """The list of episodes of the pattern in front, and the form for one more."""

    def __init__(self, tab: RelationshipTab) -> None:
        self._tab = tab
        super().__init__(
            "episode",
            EpisodeForm,
            (
                F("happened", half=True),
                F("intensity", "rating", half=True),
                F("hours_to_reconnect", half=True),
                F("own_part_awareness", "rating", high=4, half=True),
                F("how_far", "chips"),
                F("repair", "chips"),
                F("exit_tried", half=True),
                F("exit_effect", "chips", half=True),
                F("activation_peak", "chips"),
                F("who_started", "chips"),
                F("distress_then", "rating", half=True),
                F("setting", half=True),
                F("safety_flag", "chips"),
            ),
            view=_view,
            fresh=self._fresh_one,
            save=self._store,
            editable=False,
        )

    def _fresh_one(self) -> EpisodeForm:
        return EpisodeForm(happened=Instant(system_clock()).day)

    def show_facts(self, facts: RelationshipFacts) -> None:
        """Show the episodes told of this record, newest first."""
        self.show_records(facts.episodes[:12])
        self.setVisible(bool(facts.patterns))

    def _store(self, form: EpisodeForm, done: Any, failed: Any) -> None:
        view = self._tab.view()
        if view is None:
            return
        exits: tuple[ExitTried, ...] = ()
        if form.exit_tried is not None:
            effect = form.exit_effect or ExitEffect.NO_EFFECT
            exits = (ExitTried(exit=form.exit_tried, by=StepActor.CLIENT, effect=effect),)
        episode = PatternEpisode(
            id="",
            unit_id=self._tab.unit_id,
            pattern_id=view.pattern.id,
            happened=FuzzyDay(form.happened),
            entered=Instant(system_clock()),
            intensity=form.intensity,
            activation_peak=form.activation_peak,
            who_started=form.who_started,
            how_far=form.how_far,
            own_part_awareness=form.own_part_awareness,
            exits_tried=exits,
            repair=form.repair,
            hours_to_reconnect=form.hours_to_reconnect,
            distress_then=form.distress_then,
            safety_flag=form.safety_flag,
            setting=form.setting,
        )
        work = partial(self._tab.room.desk.patterns.log_episode, episode)
        self._tab.room.runner.change(self._tab, work, done, failed)


def _view(episode: PatternEpisode) -> RowView:
    parts = [
        say("episode.strength", value=episode.intensity) if episode.intensity is not None else "",
        say("episode.back", hours=number_text(episode.hours_to_reconnect))
        if episode.hours_to_reconnect is not None
        else "",
        label(episode.how_far) if episode.how_far else "",
        say("episode.aware", value=episode.own_part_awareness) if episode.own_part_awareness is not None else "",
        ", ".join(label(x.exit) for x in episode.exits_tried),
        episode.setting,
    ]
    pills = []
    if episode.safety_flag is not SafetyFlag.NONE:
        pills.append((label(episode.safety_flag), "danger"))
    if episode.is_retrospective:
        pills.append((say("episode.late"), "neutral"))
    if episode.hold_lightly:
        parts.append(say("episode.hold_lightly"))
    return RowView(fuzzy_text(episode.happened), " · ".join(part for part in parts if part), tuple(pills))
