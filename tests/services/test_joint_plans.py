"""The plan of couple work: a record of its own, signed in versions, and none in discernment or for a guest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.plans import Agreement, Goal, GoalDomain, GoalOwner, Objective, TreatmentPlan
from irt_desk.domain.values import Invalid
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from tests.joint import couple, discernment
from tests.practices import Clock


def draft(
    clock: Clock, unit: str, text: str = "I hear before I answer", whose: GoalOwner = GoalOwner.A
) -> TreatmentPlan:
    objective = Objective(
        id="", number="", text="I say back what I heard", baseline="0", measure="log", target_on=clock.today
    )
    goal = Goal(id="", text=text, domain=GoalDomain.INDIVIDUAL, whose=whose, objectives=(objective,))
    return TreatmentPlan(
        id="", unit_id=unit, version=1, problem="We avoid each other", goals=(goal,), agreement=Agreement.VERBAL,
        agreed_on=clock.today, agreement_b=Agreement.SIGNATURE, agreed_on_b=clock.today,
        review_on=clock.today + timedelta(days=90),
    )  # fmt: skip


def test_it_is_signed_without_anything_of_an_individual_plan_and_keeps_its_versions(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    before = desk.plans.signed(unit)
    made = desk.plans.save_draft(draft(clock, joint)).value
    signed = desk.plans.sign(made.id).value
    assert (signed.partner_state, signed.has_safety_plan) == (None, False)
    assert signed.goals[0].whose is GoalOwner.A
    with pytest.raises(UserError):
        desk.plans.save_draft(signed)
    second = desk.plans.new_version(joint).value
    assert (second.version, second.agreement, second.agreement_b, second.agreed_on_b) == (2, None, None, None)
    assert second.goals[0].whose is GoalOwner.A
    with pytest.raises(Refused) as refused:
        desk.plans.sign(second.id)
    assert [one.code for one in refused.value.missing] == ["joint_plan_agreed", "joint_plan_agreed"]
    assert desk.plans.signed(unit) == before, "the individual plan is another record"
    assert desk.show.chart(joint)["plan"]["goals"][0]["whose"] == "a"


def test_the_change_of_the_other_is_no_goal_here(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    with pytest.raises(Invalid) as refused:
        desk.plans.save_draft(draft(clock, joint, "Calliope stops interrupting"))
    assert [p.code for p in refused.value.problems] == ["goal_not_own"]
    with pytest.raises(Invalid) as both:
        desk.plans.save_draft(draft(clock, joint, "Noor listens more", GoalOwner.BOTH))
    assert [p.code for p in both.value.problems] == ["goal_for_both"]
    desk.plans.save_draft(draft(clock, joint, "Calliope stops interrupting", GoalOwner.B))
    (plan,) = desk.plans.versions(joint)
    assert desk.plans.missing(plan.id) == ()


def test_nobody_is_given_a_plan_in_discernment(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    with pytest.raises(UserError):
        desk.plans.save_draft(draft(clock, joint))
    with pytest.raises(UserError):
        desk.plans.new_version(joint)
    assert desk.plans.versions(joint) == ()


def test_a_plan_of_before_reads_as_it_was(desk: Desk, clock: Clock) -> None:
    unit, _ = couple(desk, clock)
    plan = desk.plans.signed(unit)
    assert plan is not None
    assert {goal.whose for goal in plan.goals} == {None}
    with pytest.raises(UserError):
        desk.plans.save_draft(replace(plan, problem="another"))
