"""The couples-first trail as one dated story, its due review, and what in it does not fit (1.6, rows 31 and 68 to 86)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.couples_first import (
    FitContradiction,
    StoryKind,
    TrailFacts,
    contradictions,
    review_due,
    story,
)
from irt_desk.domain.suitability import (
    Barrier,
    BarrierHolder,
    BarrierStatus,
    BarrierType,
    CouplesPreferability,
    EffortBy,
    EngagementEffort,
    FitDecision,
    FitNotes,
    FitOutcome,
    MotivationScreen,
    NoEffortReason,
    PathwayDecision,
    PathwayOption,
    PathwayTiming,
    PreferabilityJudgement,
    SupportOnly,
    pathway_problems,
)

DAY = date(2026, 3, 2)
J = PreferabilityJudgement


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def answer(days: int = 0, judgement: J = J.PREFERABLE_NOT_FEASIBLE_NOW) -> CouplesPreferability:
    return CouplesPreferability(
        id=f"p{days}", unit_id="u", considered_on=after(days), judgement=judgement, reasons="so"
    )


def barrier(**values: object) -> Barrier:
    given_ = {
        "type": BarrierType.PARTNER_DECLINED,
        "held_by": BarrierHolder.PARTNER_AS_REPORTED,
        "strength": 7,
        **values,
    }
    return Barrier(id="b", unit_id="u", **given_)  # type: ignore[arg-type]  # fields of a barrier


def effort(days: int) -> EngagementEffort:
    return EngagementEffort(
        id=f"e{days}", unit_id="u", on=after(days), by=EffortBy.CLIENT, method="aloud", what_was_offered="one visit", outcome="no"
    )  # fmt: skip


def wants(support: SupportOnly, part: int, practise: int) -> MotivationScreen:
    return MotivationScreen(
        id="m", unit_id="u", on=after(1), wants_support_only=support,
        willing_to_examine_own_part=part, willing_to_practise=practise,
    )  # fmt: skip


def choice(option: PathwayOption, timing: PathwayTiming) -> PathwayDecision:
    return PathwayDecision(id="w", unit_id="u", on=after(5), option=option, timing=timing, rationale="r")


def fit(outcome: FitOutcome = FitOutcome.IRT_RECOMMENDED) -> FitDecision:
    return FitDecision(id="d", unit_id="u", on=after(4), outcome=outcome, summary="so")


def test_a_barrier_keeps_its_way_and_an_unchanged_one_adds_nothing() -> None:
    first = barrier(explored_on=DAY).changed_from(None, after(3))
    assert [(c.on, c.status, c.strength) for c in first.changes] == [(DAY, BarrierStatus.OPEN, 7)]
    same = replace(first, plan="ask again").changed_from(first, after(5))
    assert same.changes == first.changes
    eased = replace(same, status=BarrierStatus.EASED, strength=3).changed_from(same, after(9))
    assert [(c.on, c.status, c.strength) for c in eased.changes][-1] == (after(9), BarrierStatus.EASED, 3)
    forged = replace(eased, changes=()).changed_from(eased, after(9))
    assert forged.changes == eased.changes, "the past comes from what is stored"


def test_the_story_is_told_in_order_and_ends_with_what_is_due() -> None:
    first = barrier(explored_on=DAY).changed_from(None, DAY)
    moved = replace(first, status=BarrierStatus.EASED).changed_from(first, after(40))
    facts = TrailFacts(
        preferability=(answer(0), answer(60)),
        barriers=(moved,),
        efforts=(effort(10),),
        motivation=(wants(SupportOnly.NO, 3, 3),),
        decisions=(fit(),),
        pathway=(choice(PathwayOption.COUPLES, PathwayTiming.LATER),),
        review_due=after(150),
    )  # fmt: skip
    lines = story(facts)
    assert [line.on for line in lines] == sorted(line.on for line in lines)
    assert [line.kind.value for line in lines] == [
        "answer", "barrier", "motivation", "decision", "pathway", "effort", "barrier_moved", "review", "review_due",
    ]  # fmt: skip


def test_what_was_taken_back_is_not_told_and_no_effort_is() -> None:
    wrong = replace(barrier(explored_on=DAY).changed_from(None, DAY), entered_in_error="typed in the wrong chart")
    notes = FitNotes(
        unit_id="u", no_effort_reason=NoEffortReason.SAFETY, no_effort_note="no contact", no_barriers_found_on=DAY
    )
    kinds = [line.kind for line in story(TrailFacts(preferability=(answer(),), barriers=(wrong,), notes=notes))]
    assert kinds == [StoryKind.ANSWER, StoryKind.NO_EFFORT, StoryKind.NO_BARRIER]


@given(st.lists(st.integers(-20, 120), max_size=20))
def test_the_question_is_due_after_eight_sessions_or_ninety_days_whichever_is_first(offsets: list[int]) -> None:
    days = tuple(after(n) for n in offsets)
    due = review_due(answer(), days)
    since = sorted(day for day in days if day > DAY)
    assert due is not None
    assert due <= after(90)
    if len(since) >= 8:
        assert due == min(since[7], after(90))
    else:
        assert due == after(90)
    assert review_due(None, days) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (TrailFacts(preferability=(answer(0, J.PREFERABLE_AND_FEASIBLE),), decisions=(fit(),)), "feasible_and_irt"),
        (TrailFacts(preferability=(answer(0, J.CONTRAINDICATED),), efforts=(effort(3),)), "contraindicated_and_asked"),
        (
            TrailFacts(barriers=(barrier(),), notes=FitNotes(unit_id="u", no_barriers_found_on=DAY)),
            "no_barrier_and_barrier",
        ),
        (
            TrailFacts(efforts=(effort(1),), notes=FitNotes(unit_id="u", no_effort_reason=NoEffortReason.OTHER)),
            "no_effort_and_effort",
        ),
        (
            TrailFacts(
                decisions=(fit(),),
                pathway=(choice(PathwayOption.IRT, PathwayTiming.NEVER),),
            ),
            "pathway_against_decision",
        ),
        (
            TrailFacts(motivation=(wants(SupportOnly.YES, 4, 0),)),
            "support_only_and_willing",
        ),
    ],
)
def test_answers_that_do_not_fit_are_named_and_nothing_is_decided_for_the_therapist(
    facts: TrailFacts, code: str
) -> None:
    assert contradictions(facts) == (FitContradiction(code),)


def test_an_ordinary_trail_holds_no_contradiction() -> None:
    assert contradictions(TrailFacts(preferability=(answer(),), efforts=(effort(2),), decisions=(fit(),))) == ()
    assert contradictions(TrailFacts()) == ()


def test_a_pathway_decision_says_why() -> None:
    made = PathwayDecision(
        id="", unit_id="u", on=after(1), option=PathwayOption.COUPLES, timing=PathwayTiming.NOW, rationale=" "
    )
    assert {p.field for p in pathway_problems(made, DAY)} == {"on", "rationale"}
