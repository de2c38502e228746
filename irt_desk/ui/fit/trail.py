"""The couples-first trail: the answer of today in one sentence, and the way there as one dated story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from irt_desk.domain.couples_first import StoryKind, StoryLine
from irt_desk.domain.suitability import (
    BarrierStatus,
    BarrierType,
    CouplesPreferability,
    PathwayDecision,
    PathwayOption,
    PathwayTiming,
    PreferabilityJudgement,
)
from irt_desk.services.context import now_here
from irt_desk.services.suitability import FitPicture
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner, Body, Card, Muted, Small, clear_layout
from irt_desk.ui.chart.themes import Theme
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec
PATHWAY_FIELDS = (F("option", "chips"), F("timing", "chips", half=True), F("on", half=True), F("rationale", "area"))
"""The fields of a decision on if and when; the Pathway tab asks for it too."""


def _today() -> Any:
    return now_here().day


class CouplesFirstTheme(Theme):
    """Would couples counseling be better: the answer now, the story so far, if and when."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.answers = self.put(
            RecordCard(
                "preferability",
                CouplesPreferability,
                (F("judgement"), F("considered_on"), F("reasons", "area", required=True)),
                view=_answer_view,
                fresh=self._fresh,
                save=tab.saver(self.desk.suitability.add_preferability),
                editable=False,
            )
        )
        self.story = StoryCard()
        self.down.addWidget(self.story)
        self.pathway = self.put(
            RecordCard(
                "pathway_decision",
                PathwayDecision,
                PATHWAY_FIELDS,
                view=pathway_view,
                fresh=self._fresh_pathway,
                save=tab.saver(self.desk.suitability.add_pathway_decision),
                editable=False,
            )
        )

    def _fresh(self) -> CouplesPreferability:
        judgement = PreferabilityJudgement.PREFERABLE_NOT_FEASIBLE_NOW
        return CouplesPreferability(
            id="", unit_id=self.unit_id, considered_on=_today(), judgement=judgement, reasons=""
        )

    def _fresh_pathway(self) -> PathwayDecision:
        return fresh_pathway(self.unit_id)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.answers.show_records(facts.fit.preferability[:1])  # the earlier ones stand in the story
        self.pathway.show_records(facts.fit.pathway)
        self.story.show_fit(facts.fit)


def _answer_view(answer: CouplesPreferability) -> RowView:
    return RowView(label(answer.judgement), answer.reasons, ((day_text(answer.considered_on), "neutral"),))


def fresh_pathway(unit_id: str) -> PathwayDecision:
    """Return an empty decision on if and when, of today."""
    return PathwayDecision(
        id="",
        unit_id=unit_id,
        on=_today(),
        option=PathwayOption.COUPLES,
        timing=PathwayTiming.LATER,
        rationale="",
    )


def pathway_view(decision: PathwayDecision) -> RowView:
    """Return how a decision on if and when looks in a list."""
    title = f"{label(decision.option)}: {label(decision.timing).lower()}"
    return RowView(title, decision.rationale, ((day_text(decision.on), "neutral"),))


class StoryCard(Card):
    """The trail as one story, oldest first; above it the standing of today and what does not fit."""

    def __init__(self) -> None:
        super().__init__(say("story.title"))
        self.glance = Body("", wrap=True)
        self.body.addWidget(self.glance)
        self.against = Banner("", "attention")
        self.body.addWidget(self.against)
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(8)
        self.lines.setColumnStretch(2, 1)
        self.body.addLayout(self.lines)
        self.empty = Muted(say("story.empty"), wrap=True)
        self.body.addWidget(self.empty)

    def show_fit(self, fit: FitPicture) -> None:
        """Show the story of a case."""
        self.glance.setText(glance_of(fit))
        self.glance.setVisible(bool(fit.preferability))
        self.against.say(" ".join(label(code) for code in fit.contradictions))
        self.empty.setVisible(not fit.story)
        clear_layout(self.lines)
        top = Qt.AlignmentFlag.AlignTop
        last = None
        for row, told in enumerate(fit.story):
            day = day_text(told.on) if told.on != last else ""
            last = told.on
            self.lines.addWidget(Muted(day), row, 0, top)
            self.lines.addWidget(Small(label(told.kind)), row, 1, top)
            self.lines.addWidget(Body(line_text(told), wrap=True), row, 2)


def glance_of(fit: FitPicture) -> str:
    """Return where the couples question stands, in one or two sentences."""
    if not fit.preferability:
        return ""
    answer = fit.preferability[0]
    eased = sum(b.status is BarrierStatus.EASED for b in fit.barriers)
    parts = [say("story.now", judgement=label(answer.judgement), day=day_text(answer.considered_on))]
    parts.append(say("story.efforts", count=len(fit.efforts)))
    if fit.efforts:
        parts.append(say("story.last_effort", day=day_text(fit.efforts[0].on), outcome=fit.efforts[0].outcome))
    if fit.barriers:
        parts.append(say("story.barriers", count=len(fit.barriers), eased=eased))
    if fit.review_due is not None:
        parts.append(say("story.due", day=day_text(fit.review_due)))
    return " ".join(parts)


def line_text(told: StoryLine) -> str:
    """Return one line of the story in words."""
    what = label(told.what) if told.kind is not StoryKind.NO_BARRIER else ""
    strength = say("story.strength", strength=told.strength) if told.strength is not None else ""
    match told.kind:
        case StoryKind.BARRIER_MOVED:
            name = label(BarrierType(told.detail))
            return " · ".join(filter(None, (say("story.moved", barrier=name, status=what.lower()), strength)))
        case StoryKind.EFFORT:
            return say("story.effort", by=what, what=told.text, outcome=told.detail)
        case StoryKind.REVIEW_DUE:
            return say("story.review_due")
        case StoryKind.NO_BARRIER:
            return say("story.no_barrier")
        case StoryKind.PATHWAY:
            return f"{what}: {label(PathwayTiming(told.detail)).lower()}. {told.text}"
        case StoryKind.MOTIVATION:
            return say("story.support_only", answer=what.lower())
        case _:
            return " · ".join(filter(None, (what, told.text, told.detail, strength)))
