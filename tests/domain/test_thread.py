"""The golden thread: a whole one says nothing, each break is named once, and mending it takes it away (domain paper, 7.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.notes import Progress
from irt_desk.domain.plans import Goal, GoalDomain, GoalStatus, PlanProblem
from irt_desk.domain.thread import Mend, ThreadFacts, ThreadStep, breaks_of
from irt_desk.domain.values import Instant
from tests.domain.test_plans import GOAL, NOW, OBJECTIVE, PLAN, REVIEW, TODAY, held, rated

SINCE = Instant(NOW - timedelta(days=60))
WHOLE = ThreadFacts(
    has_concern=True,
    has_formulation=True,
    plan=PLAN,
    planned_since=SINCE,
    goal_since={"g": SINCE.day},
    attended=4,
    signed=tuple(held(n, rated(Progress.SAME)) for n in range(1, 5)),
    reviews=(REVIEW,),
)


def codes(facts: ThreadFacts) -> list[str]:
    return [item.code for item in breaks_of(facts, TODAY)]


def test_a_whole_thread_has_no_break() -> None:
    assert codes(WHOLE) == []


def test_a_record_without_a_plan_has_no_thread_yet_and_asks_for_one_after_the_first_sessions() -> None:
    early = ThreadFacts(has_concern=True, has_formulation=False, plan=None, attended=3)
    assert codes(early) == []
    assert codes(replace(early, attended=4)) == ["no_signed_plan"]


@pytest.mark.parametrize(
    ("facts", "code", "mend"),
    [
        (replace(WHOLE, has_concern=False), "no_concern", Mend.INTAKE),
        (replace(WHOLE, has_formulation=False), "no_formulation", Mend.FORMULATION),
        (
            replace(WHOLE, plan=replace(PLAN, problems=(PlanProblem(id="p", text="Silence"),))),
            "problem_without_concern",
            Mend.PLAN,
        ),
        (
            replace(WHOLE, plan=replace(PLAN, problems=(*PLAN.problems, PlanProblem(id="q", text="Sleep", rests_on="F51")))),
            "problem_without_goal",
            Mend.PLAN,
        ),
        (
            replace(WHOLE, plan=replace(PLAN, goals=(*PLAN.goals, Goal(id="h", text="us", domain=GoalDomain.RELATIONSHIP, problem_id="p")))),  # noqa: E501  a table row
            "goal_without_objective",
            Mend.PLAN,
        ),
        (replace(WHOLE, signed=(*WHOLE.signed, held(5))), "note_without_objective", Mend.NOTE),
        (replace(WHOLE, reviews=(replace(REVIEW, data=()),)), "review_without_data", Mend.REVIEW),
        (replace(WHOLE, reviews=(replace(REVIEW, next_review_on=TODAY - timedelta(days=1)),)), "review_overdue", Mend.REVIEW),
    ],
)  # fmt: skip
def test_each_break_is_named_with_the_way_to_mend_it(facts: ThreadFacts, code: str, mend: Mend) -> None:
    (found,) = breaks_of(facts, TODAY)
    assert (found.code, found.mend) == (code, mend)


@pytest.mark.parametrize(
    ("change", "code", "step"),
    [
        ({"baseline": ""}, "objective_without_baseline", ThreadStep.OBJECTIVE),
        ({"measure": " "}, "objective_without_measure", ThreadStep.OBJECTIVE),
        ({"target_on": None}, "objective_without_target_on", ThreadStep.OBJECTIVE),
        ({"target_on": TODAY - timedelta(days=1)}, "objective_past_date", ThreadStep.OBJECTIVE),
        ({"interventions": ()}, "objective_without_intervention", ThreadStep.INTERVENTION),
    ],
)
def test_an_objective_has_all_it_needs(change: dict[str, object], code: str, step: ThreadStep) -> None:
    objective = replace(OBJECTIVE, **change)  # type: ignore[arg-type]  # fields of an objective
    plan = replace(PLAN, goals=(replace(GOAL, objectives=(objective,)),))
    (found,) = breaks_of(replace(WHOLE, plan=plan), TODAY)
    assert (found.code, found.step, found.target) == (code, step, "o")
    met = replace(PLAN, goals=(replace(GOAL, objectives=(objective,), status=GoalStatus.MET),))
    assert codes(replace(WHOLE, plan=met)) == [], "a goal that is met is not worked on any more"


def test_a_goal_is_untouched_after_four_noted_sessions_and_only_since_it_stands_in_the_plan() -> None:
    away = [held(n, rated(Progress.NOT_ADDRESSED)) for n in range(1, 5)]
    facts = replace(WHOLE, signed=tuple(away))
    assert codes(facts) == ["goal_untouched"]
    assert codes(replace(facts, signed=tuple(away[:3]))) == []
    assert codes(replace(facts, untouched_sessions=5)) == []
    new = {"g": away[1][0].starts.day}
    assert codes(replace(facts, goal_since=new)) == [], "sessions before the goal existed do not count"


def test_a_closed_case_is_late_with_nothing() -> None:
    late = replace(WHOLE, reviews=(), plan=replace(PLAN, review_on=TODAY - timedelta(days=9)))
    assert codes(late) == ["review_overdue"]
    assert codes(replace(late, is_open=False)) == []


def test_notes_signed_before_there_was_a_plan_owe_it_nothing() -> None:
    assert (
        codes(replace(WHOLE, signed=(held(0), *WHOLE.signed), planned_since=Instant(SINCE.at + timedelta(days=1))))
        == []
    )


@given(
    ratings=st.lists(st.sampled_from([None, *Progress]), max_size=10),
    limit=st.integers(2, 6),
)
def test_working_on_a_goal_never_breaks_the_thread_and_every_break_points_at_something_real(
    ratings: list[Progress | None], limit: int
) -> None:
    signed = tuple(held(n, *([] if r is None else [rated(r)])) for n, r in enumerate(ratings, 1))
    facts = replace(WHOLE, signed=signed, untouched_sessions=limit)
    found = breaks_of(facts, TODAY)
    ids = {"p", "g", "o", "t", "r", *(session.id for session, _ in signed)}
    assert all(item.target in ids for item in found)
    order = [list(ThreadStep).index(item.step) for item in found]
    assert order == sorted(order)
    more = breaks_of(replace(facts, signed=(*signed, held(len(ratings) + 1, rated(Progress.SAME)))), TODAY)
    assert {(b.code, b.target) for b in more} <= {(b.code, b.target) for b in found}
    assert "goal_untouched" not in [b.code for b in more]
    unnoted = [session.id for session, note in signed if not note.content.progress]
    assert [b.target for b in found if b.code == "note_without_objective"] == unnoted
