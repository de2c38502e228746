"""A couple's plan as a rule: each goal is somebody's own change, what both want is worded for both, each agrees for themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.joint_plans import PlanPair, is_not_own, joint_missing, joint_problems
from irt_desk.domain.plan_progress import plan_changes
from irt_desk.domain.plans import Agreement, Goal, GoalDomain, GoalOwner, Objective, TreatmentPlan

DAY = date(2026, 3, 2)
PAIR = PlanPair(("Noor Adair", "Noor"), ("Calliope Merriwold", "Calliope"))
A, B, BOTH = GoalOwner.A, GoalOwner.B, GoalOwner.BOTH


def goal(text: str, whose: GoalOwner | None, *objectives: str) -> Goal:
    made = tuple(
        Objective(id=text, number="1.1", text=text, baseline="0", measure="log", target_on=DAY) for text in objectives
    )
    return Goal(id=text, text=text, domain=GoalDomain.INDIVIDUAL, whose=whose, objectives=made)


def plan(*goals: Goal, **more: object) -> TreatmentPlan:
    values: dict[str, object] = {
        "problem": "We avoid each other", "goals": goals, "agreement": Agreement.VERBAL, "agreed_on": DAY,
        "agreement_b": Agreement.SIGNATURE, "agreed_on_b": DAY, "review_on": DAY,
    }  # fmt: skip
    return TreatmentPlan(id="p", unit_id="u", version=1, **{**values, **more})  # type: ignore[arg-type]  # values by name


OWN = goal("I hear before I answer", A, "I say back what I heard")


@pytest.mark.parametrize(
    ("text", "whose", "not_own"),
    [
        ("I hear before I answer", A, False),
        ("Calliope stops interrupting", A, True),
        ("Calliope stops interrupting", B, False),
        ("Noor stops interrupting", B, True),
        ("We talk on Sunday", BOTH, False),
        ("Noor listens more", BOTH, True),
        ("Calliope listens more", BOTH, True),
        ("My partner listens more", A, True),
        ("I want her to listen", B, True),
        ("Calliope and I keep one evening", A, False),
        ("Calliope listens more", None, True),
    ],
)
def test_a_text_is_about_the_change_of_whoever_it_belongs_to(text: str, whose: GoalOwner | None, not_own: bool) -> None:
    assert is_not_own(text, whose, PAIR) is not_own


def test_a_plan_needs_no_relationship_goal_and_nothing_of_an_individual_one() -> None:
    assert joint_missing(plan(OWN), PAIR) == []


def test_everything_that_is_missing_is_said_at_once_in_reading_order() -> None:
    bare = TreatmentPlan(id="p", unit_id="u", version=1)
    found = joint_missing(bare, PAIR)
    assert [one.code for one in found] == [
        "joint_plan_problem", "joint_plan_goals", "joint_plan_objectives", "joint_plan_agreed", "joint_plan_agreed",
        "plan_review_on",
    ]  # fmt: skip
    assert [one.values["name"] for one in found if one.code == "joint_plan_agreed"] == [
        "Noor Adair",
        "Calliope Merriwold",
    ]
    half = plan(goal("", None, "We talk"), replace(OWN, objectives=(replace(OWN.objectives[0], baseline=""),)))
    assert [one.code for one in joint_missing(half, PAIR)] == [
        "plan_goal_text", "joint_plan_whose", "plan_objective",
    ]  # fmt: skip


def test_one_agreement_is_not_the_others() -> None:
    for gone in ("agreement", "agreed_on", "agreement_b", "agreed_on_b"):
        (one,) = joint_missing(plan(OWN, **{gone: None}), PAIR)
        assert one.code == "joint_plan_agreed"
        assert one.values["name"] == ("Calliope Merriwold" if gone.endswith("_b") else "Noor Adair")


def test_somebody_elses_change_is_refused_in_goals_and_objectives() -> None:
    found = joint_problems(
        plan(goal("Calliope stops interrupting", A, "She will wait"), goal("Noor waits", BOTH)), PAIR
    )
    assert [(p.field, p.code) for p in found] == [
        ("goals", "goal_not_own"), ("objectives", "goal_not_own"), ("goals", "goal_for_both"),
    ]  # fmt: skip
    assert "joint_plan_goal_for_both" in [one.code for one in joint_missing(plan(goal("Noor waits", BOTH)), PAIR)]


@given(st.text(max_size=40), st.sampled_from(GoalOwner))
def test_whatever_is_refused_of_one_person_is_refused_of_both_too(text: str, whose: GoalOwner) -> None:
    if is_not_own(text, whose, PAIR):
        assert is_not_own(text, BOTH, PAIR)


def test_that_a_goal_changed_hands_is_a_difference_between_versions() -> None:
    (change,) = plan_changes(plan(OWN), plan(replace(OWN, whose=BOTH)))
    assert (change.field, change.after) == ("goal", "I hear before I answer (both)")
