"""The couples-first trail as one dated story, and what in it does not fit together (domain paper, 1.6, rows 31 and 68 to 86)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain.engagement import EngagementEntry, PartnerEngagement
from irt_desk.domain.suitability import (
    Barrier,
    BarrierStatus,
    CouplesPreferability,
    EngagementEffort,
    FitDecision,
    FitNotes,
    FitOutcome,
    MotivationScreen,
    PathwayDecision,
    PreferabilityJudgement,
    SupportOnly,
)

REVIEW_SESSIONS = 8
"""A preference review is due after this many attended sessions (domain paper, row 31) [D]."""

REVIEW_DAYS = 90
"""... or after this many days, whichever comes first (domain paper, row 31) [D]."""


class StoryKind(StrEnum):
    """What a line of the story tells."""

    ANSWER = "answer"
    REVIEW = "review"
    EFFORT = "effort"
    NO_EFFORT = "no_effort"
    BARRIER = "barrier"
    BARRIER_MOVED = "barrier_moved"
    NO_BARRIER = "no_barrier"
    PARTNER = "partner"
    MOTIVATION = "motivation"
    DECISION = "decision"
    PATHWAY = "pathway"
    REVIEW_DUE = "review_due"


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One dated line. ``what`` is the code that says it; ``text`` what was written."""

    on: date
    kind: StoryKind
    what: StrEnum
    text: str = ""
    detail: str = ""
    strength: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFacts:
    """Everything the story is told from; lists are oldest first."""

    preferability: tuple[CouplesPreferability, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    efforts: tuple[EngagementEffort, ...] = ()
    motivation: tuple[MotivationScreen, ...] = ()
    decisions: tuple[FitDecision, ...] = ()
    pathway: tuple[PathwayDecision, ...] = ()
    engagement: tuple[EngagementEntry, ...] = ()
    notes: FitNotes | None = None
    review_due: date | None = None


def review_due(last: CouplesPreferability | None, attended: tuple[date, ...]) -> date | None:
    """Return when the couples question is due again: 8 attended sessions or 90 days after the last answer (row 31)."""
    if last is None:
        return None
    due = last.considered_on + timedelta(days=REVIEW_DAYS)
    since = sorted(day for day in attended if day > last.considered_on)
    return min(due, since[REVIEW_SESSIONS - 1]) if len(since) >= REVIEW_SESSIONS else due


def story(facts: TrailFacts) -> tuple[StoryLine, ...]:
    """Return the trail oldest first; of one day, in the order a therapist would tell it."""
    lines = [*_answers(facts), *_barriers(facts), *_efforts(facts), *_partner(facts), *_decided(facts)]
    if facts.review_due is not None:
        last = facts.preferability[-1].judgement
        lines.append(StoryLine(facts.review_due, StoryKind.REVIEW_DUE, last))
    order = list(StoryKind)
    return tuple(sorted(lines, key=lambda line: (line.on, order.index(line.kind))))


def _answers(facts: TrailFacts) -> Iterator[StoryLine]:
    for number, answer in enumerate(facts.preferability):
        kind = StoryKind.REVIEW if number else StoryKind.ANSWER
        yield StoryLine(answer.considered_on, kind, answer.judgement, answer.reasons)


def _barriers(facts: TrailFacts) -> Iterator[StoryLine]:
    for barrier in facts.barriers:
        if barrier.entered_in_error:
            continue
        for number, change in enumerate(barrier.changes):
            if number == 0:
                yield StoryLine(
                    change.on, StoryKind.BARRIER, barrier.type, barrier.words, barrier.plan, change.strength
                )
            else:
                yield StoryLine(
                    change.on, StoryKind.BARRIER_MOVED, change.status, "", barrier.type.value, change.strength
                )
        if not barrier.changes and barrier.explored_on:
            yield StoryLine(
                barrier.explored_on, StoryKind.BARRIER, barrier.type, barrier.words, barrier.plan, barrier.strength
            )
    if facts.notes is not None and facts.notes.no_barriers_found_on is not None:
        yield StoryLine(facts.notes.no_barriers_found_on, StoryKind.NO_BARRIER, StoryKind.NO_BARRIER)


def _efforts(facts: TrailFacts) -> Iterator[StoryLine]:
    for effort in facts.efforts:
        yield StoryLine(
            effort.on, StoryKind.EFFORT, effort.by, f"{effort.what_was_offered} ({effort.method})", effort.outcome
        )
    if facts.notes is not None and facts.notes.no_effort_reason is not None and facts.preferability:
        day = facts.preferability[0].considered_on
        yield StoryLine(day, StoryKind.NO_EFFORT, facts.notes.no_effort_reason, facts.notes.no_effort_note)


def _partner(facts: TrailFacts) -> Iterator[StoryLine]:
    for entry in facts.engagement:
        yield StoryLine(entry.on, StoryKind.PARTNER, entry.to_state, entry.note)


def _decided(facts: TrailFacts) -> Iterator[StoryLine]:
    for screen in facts.motivation:
        yield StoryLine(screen.on, StoryKind.MOTIVATION, screen.wants_support_only)
    for decision in facts.decisions:
        yield StoryLine(decision.on, StoryKind.DECISION, decision.outcome, decision.summary, decision.override_reason)
    for choice in facts.pathway:
        yield StoryLine(choice.on, StoryKind.PATHWAY, choice.option, choice.rationale, choice.timing.value)


class FitContradiction(StrEnum):
    """Answers about the fit that do not fit each other; shown side by side, never resolved silently."""

    SUPPORT_ONLY_AND_WILLING = "support_only_and_willing"
    NO_BARRIER_AND_BARRIER = "no_barrier_and_barrier"
    NO_EFFORT_AND_EFFORT = "no_effort_and_effort"
    FEASIBLE_AND_IRT = "feasible_and_irt"
    CONTRAINDICATED_AND_ASKED = "contraindicated_and_asked"
    DECLINED_WITHOUT_EFFORT = "declined_without_effort"
    PATHWAY_AGAINST_DECISION = "pathway_against_decision"


_IRT = (FitOutcome.IRT_RECOMMENDED, FitOutcome.IRT_WITH_CAUTION)


def contradictions(facts: TrailFacts) -> tuple[FitContradiction, ...]:
    """Return where the newest answers of the fit question do not fit each other."""
    answer = facts.preferability[-1] if facts.preferability else None
    screen = facts.motivation[-1] if facts.motivation else None
    fit = facts.decisions[-1] if facts.decisions else None
    notes = facts.notes
    standing = [b for b in facts.barriers if not b.entered_in_error]
    partner = facts.engagement[-1].to_state if facts.engagement else None
    contra = answer is not None and answer.judgement is PreferabilityJudgement.CONTRAINDICATED
    feasible = answer is not None and answer.judgement is PreferabilityJudgement.PREFERABLE_AND_FEASIBLE
    goes_on = fit is not None and fit.outcome in _IRT
    no_effort = notes is not None and notes.no_effort_reason is not None
    later = [e for e in facts.efforts if answer is not None and e.on > answer.considered_on]
    irt = [p for p in facts.pathway if p.option.value == "irt"]
    tests = {
        FitContradiction.SUPPORT_ONLY_AND_WILLING: screen is not None
        and screen.wants_support_only is SupportOnly.YES
        and max(screen.willing_to_examine_own_part, screen.willing_to_practise) >= 3,
        FitContradiction.NO_BARRIER_AND_BARRIER: notes is not None
        and notes.no_barriers_found_on is not None
        and any(b.status is not BarrierStatus.EASED for b in standing),
        FitContradiction.NO_EFFORT_AND_EFFORT: no_effort and bool(facts.efforts),
        FitContradiction.FEASIBLE_AND_IRT: feasible and goes_on,
        FitContradiction.CONTRAINDICATED_AND_ASKED: contra and bool(later),
        FitContradiction.DECLINED_WITHOUT_EFFORT: partner is PartnerEngagement.DECLINED
        and not facts.efforts
        and no_effort,
        FitContradiction.PATHWAY_AGAINST_DECISION: goes_on and bool(irt) and irt[-1].timing.value == "never",
    }
    return tuple(code for code, holds in tests.items() if holds)
