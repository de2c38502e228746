"""Plans, reviews, formulation, thread, prompts and growth on a real encrypted practice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.formulations import Formulation
from irt_desk.domain.goal_bank import BankGoal, GoalArea
from irt_desk.domain.growth import (
    GoodMoment,
    GrowthDimension,
    GrowthRating,
    Insight,
    OwnPart,
    Rater,
    Ripple,
    SharedDimension,
    SharedRating,
)
from irt_desk.domain.patterns import Source
from irt_desk.domain.plan_reviews import GoalReview, PlanReview, ReviewDecision
from irt_desk.domain.plans import Goal, GoalDomain, GoalStatus, Objective, PlanProblem, TreatmentPlan
from irt_desk.domain.prompts import PromptAside
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import IpvFinding, SafetyPlan
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.document_makers import Asked
from irt_desk.services.plan_reviews import ReviewFacts
from tests.practices import Clock, screen


def draft(unit_id: str, clock: Clock, **values: object) -> TreatmentPlan:
    objective = Objective(
        id="", number="", text="I say one feeling before I ask", baseline="0", measure="log", target="4",
        target_on=clock.today + timedelta(days=60), interventions=("S1 weekly",),
    )  # fmt: skip
    goal = Goal(id="", text="I want us to talk", domain=GoalDomain.RELATIONSHIP, objectives=(objective,))
    given = {
        "problems": (PlanProblem(id="", text="Silence", rests_on="Z63.0"),), "goals": (goal,),
        "client_agreement": "aloud", "review_on": clock.today + timedelta(days=90), **values,
    }  # fmt: skip
    return TreatmentPlan(id="", unit_id=unit_id, version=0, **given)  # type: ignore[arg-type]  # fields of a plan


def signed(desk: Desk, clock: Clock, unit_id: str, **values: object) -> TreatmentPlan:
    return desk.plans.sign(desk.plans.save_draft(draft(unit_id, clock, **values)).value.id).value


def test_a_signed_version_stays_and_the_next_one_starts_from_it(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = signed(desk, clock, unit_id)
    with pytest.raises(UserError):
        desk.plans.save_draft(replace(first, frequency="daily"))
    with pytest.raises(IntegrityError, match="signed"):
        with desk.practice.database.transaction() as c:
            c.execute(text("UPDATE treatment_plan SET frequency = 'daily'"))
    second = desk.plans.new_version(unit_id).value
    assert (second.version, second.goals, second.client_agreement) == (2, first.goals, "")
    assert second.review_on == clock.today + timedelta(days=90)
    desk.plans.save_draft(replace(second, frequency="weekly"))
    found = {c.field: (c.before, c.after) for c in desk.plans.compared(unit_id, 1, 2)}
    assert found["frequency"] == ("", "weekly")
    with pytest.raises(NotFound):
        desk.plans.compared(unit_id, 1, 3)


def test_signing_keeps_where_the_partner_stood_and_only_that_a_safety_plan_exists(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    desk.safety.save_plan(SafetyPlan(unit_id=unit_id, steps="Go to her sister in Quarry Lane"))
    plan = signed(desk, clock, unit_id)
    assert plan.has_safety_plan
    assert plan.partner_state is not None
    assert "Quarry" not in str(desk.show.chart(unit_id)["plan"])
    assert desk.search.find("Quarry") == ()


def test_what_the_partner_should_do_is_refused_by_name_and_kept_as_a_hope(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    partner = Partner(id="", unit_id=unit_id, name="Corin Vale")
    desk.relationships.save(partner, Relationship(id="", unit_id=unit_id, partner_id=""))
    goal = replace(draft(unit_id, clock).goals[0], text="Corin listens to me")
    with pytest.raises(Invalid) as refused:
        desk.plans.save_draft(draft(unit_id, clock, goals=(goal,)))
    assert [p.code for p in refused.value.problems] == ["goal_partner_as_actor"]
    kept = desk.plans.save_draft(draft(unit_id, clock, hopes=("Corin listens to me",))).value
    assert kept.hopes == ("Corin listens to me",)


def test_a_goal_keeps_the_problem_it_answers_and_loses_one_that_is_gone(desk: Desk, clock: Clock, unit_id: str) -> None:
    stored = desk.plans.save_draft(draft(unit_id, clock)).value
    answered = replace(stored.goals[0], problem_id=stored.problems[0].id)
    assert desk.plans.save_draft(replace(stored, goals=(answered,))).value.goals[0].problem_id == stored.problems[0].id
    gone = replace(stored, goals=(answered,), problems=(PlanProblem(id="", text="Sleep"),))
    assert desk.plans.save_draft(gone).value.goals[0].problem_id == ""


def test_a_review_is_signed_moves_the_due_day_and_its_status_holds(desk: Desk, clock: Clock, unit_id: str) -> None:
    review = PlanReview(
        id="", unit_id=unit_id, plan_id="", plan_version=0, on=clock.today, data=("CSI-16 38, then 44",),
        summary="Going on.", decision=ReviewDecision.CONTINUE, next_review_on=clock.today + timedelta(days=30),
    )  # fmt: skip
    with pytest.raises(UserError):
        desk.plan_reviews.record(review)
    plan = signed(desk, clock, unit_id)
    met = (
        GoalReview(goal_id=plan.goals[0].id, status=GoalStatus.MET),
        GoalReview(goal_id="gone", status=GoalStatus.MET),
    )
    made = desk.plan_reviews.record(replace(review, goals=met)).value
    assert (made.plan_version, [g.goal_id for g in made.goals]) == (1, [plan.goals[0].id])
    facts: ReviewFacts = desk.plan_reviews.facts(unit_id)
    assert facts.plan is not None
    assert facts.plan.goals[0].status is GoalStatus.MET
    assert facts.due == clock.today + timedelta(days=30)
    with pytest.raises(IntegrityError, match="append only"):
        with desk.practice.database.transaction() as c:
            c.execute(text("UPDATE plan_review SET summary = 'other'"))
    assert desk.plans.new_version(unit_id).value.goals[0].status is GoalStatus.MET


def test_a_formulation_is_signed_with_the_partners_side_and_continues(desk: Desk, unit_id: str) -> None:
    made = desk.formulations.save_draft(
        Formulation(id="", unit_id=unit_id, version=0, what_keeps_it_going="Knock")
    ).value
    with pytest.raises(Refused) as refused:
        desk.formulations.sign(made.id)
    assert {m.code for m in refused.value.missing} == {"formulation_partner_perspective", "formulation_other_reading"}
    whole = replace(made, partner_perspective="maybe afraid", other_readings=("tired",))
    first = desk.formulations.sign(desk.formulations.save_draft(whole).value.id).value
    with pytest.raises(UserError):
        desk.formulations.save_draft(first)
    assert desk.formulations.save_draft(replace(first, id="", client_side="asks again")).value.version == 2
    assert [f.version for f in desk.formulations.versions(unit_id)] == [2, 1]


def test_the_thread_is_mended_step_by_step(desk: Desk, clock: Clock, unit_id: str) -> None:
    bare = Goal(id="", text="I want us to talk", domain=GoalDomain.RELATIONSHIP)
    desk.plans.save_draft(draft(unit_id, clock, goals=(bare,), problems=(PlanProblem(id="", text="Silence"),)))
    found = [b.code for b in desk.thread.of(unit_id).breaks]
    assert found == ["no_formulation", "problem_without_concern", "goal_without_objective"]
    signed(desk, clock, unit_id)
    made = desk.formulations.save_draft(
        Formulation(id="", unit_id=unit_id, version=0, what_keeps_it_going="x", partner_perspective="maybe y", other_readings=("z",))
    ).value  # fmt: skip
    desk.formulations.sign(made.id)
    assert desk.thread.of(unit_id).breaks == ()
    clock.pass_days(91)
    assert [b.code for b in desk.thread.of(unit_id).breaks] == ["objective_past_date", "review_overdue"]


def test_its_numbers_are_settings_within_bounds(desk: Desk) -> None:
    assert desk.thread.untouched_sessions() == 4
    assert desk.thread.set_untouched_sessions(99).value == 12
    assert desk.thread.untouched_sessions() == 12
    assert desk.prompts.stagnation_sessions() == 6
    assert desk.prompts.set_stagnation_sessions(1).value == 3
    assert desk.prompts.stagnation_sessions() == 3


def test_growth_is_kept_as_told_and_never_changed(desk: Desk, clock: Clock, unit_id: str) -> None:
    now = Instant(clock())
    insight = desk.growth.add_insight(
        Insight(id="", unit_id=unit_id, on=clock.today, text="I knock when I am afraid.", entered=now)
    )
    desk.growth.look_again(insight.value.id, True)
    told = Ripple(id="", unit_id=unit_id, on=clock.today, my_change="I waited", what_i_noticed_in_us="he sat down", entered=now,
                  source=Source.THERAPIST_HYPOTHESIS)  # fmt: skip
    assert desk.growth.add_ripple(told).value.source is Source.CLIENT_REPORT
    desk.growth.add_moment(GoodMoment(id="", unit_id=unit_id, on=clock.today, text="Soup on the stairs", entered=now))
    rating = GrowthRating(
        id="", unit_id=unit_id, on=clock.today, dimension=GrowthDimension.EMPATHY, rating=6, rater=Rater.CLIENT, entered=now
    )  # fmt: skip
    with pytest.raises(Invalid):
        desk.growth.rate((rating, replace(rating, rating=11)))
    assert desk.growth.of(unit_id).ratings == (), "all of a day or none"
    with pytest.raises(Invalid):
        desk.growth.rate(())
    desk.growth.rate((rating, replace(rating, rater=Rater.THERAPIST, rating=4)))
    facts = desk.growth.of(unit_id)
    assert facts.insights[0].held_over_time is True
    assert [r.rating for r in facts.ratings] == [6, 4]
    assert (len(facts.ripples), len(facts.moments)) == (1, 1)
    with pytest.raises(IntegrityError, match="append only"):
        with desk.practice.database.transaction() as c:
            c.execute(text("UPDATE ripple SET my_change = 'other'"))


def test_nobody_is_asked_for_an_own_part_under_a_stop(desk: Desk, clock: Clock, unit_id: str) -> None:
    part = OwnPart(id="", unit_id=unit_id, on=clock.today, behaviour="I ask a third time", entered=Instant(clock()))
    kept = desk.growth.add_own_part(part, 1).value
    desk.growth.own(kept.id, 3, clock.today, "anyone would knock")
    assert [s.owned for s in desk.growth.of(unit_id).own_parts[0].steps] == [1, 3]
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    told = Ripple(
        id="",
        unit_id=unit_id,
        on=clock.today,
        my_change="I waited",
        what_i_noticed_in_us="calm",
        entered=Instant(clock()),
    )
    guess = SharedRating(
        id="", unit_id=unit_id, on=clock.today, dimension=SharedDimension.LOVE, own=4, guess=2, entered=Instant(clock())
    )
    for act in (
        lambda: desk.growth.add_own_part(part, 1),
        lambda: desk.growth.own(kept.id, 4, clock.today),
        lambda: desk.growth.add_ripple(told),
        lambda: desk.growth.rate_shared((guess,)),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert [m.code for m in refused.value.missing] == ["own_part_safety_stop"]
    assert desk.growth.of(unit_id).own_parts == ()
    assert set(desk.show.chart(unit_id)["growth"]) == {"insights", "ratings", "good_moments"}
    assert "no_formulation" not in [b.code for b in desk.thread.of(unit_id).breaks]
    assert desk.prompts.of(unit_id) == ()


def test_a_prompt_needs_a_reason_to_be_put_aside(desk: Desk, clock: Clock, unit_id: str) -> None:
    aside = PromptAside(
        id="", unit_id=unit_id, code="hope_drop", target="s", on=clock.today, reason=" ", entered=Instant(clock())
    )
    with pytest.raises(Invalid):
        desk.prompts.put_aside(aside)
    assert desk.prompts.put_aside(replace(aside, reason="A hard week, talked about.")).value.on == clock.today


def test_the_goal_bank_offers_what_the_gate_allows_and_keeps_own_goals(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    ids = {goal.id for goal in desk.goal_bank.offered(unit_id)}
    assert {"own_my_side", "ask_for_couples_work", "pause_and_return"} <= ids
    own = BankGoal(
        id="", area=GoalArea.REPAIR, domain=GoalDomain.RELATIONSHIP, text="I want to write her one line a day"
    )
    kept = desk.goal_bank.save_own(own).value
    assert kept.is_own
    assert kept in desk.goal_bank.all()
    with pytest.raises(Invalid):
        desk.goal_bank.save_own(replace(own, text="She will write to me"))
    desk.goal_bank.hide_own(kept.id)
    assert kept.id not in {goal.id for goal in desk.goal_bank.all()}
    with pytest.raises(NotFound):
        desk.goal_bank.hide_own("hear_before_answering")
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    stopped = {goal.id for goal in desk.goal_bank.offered(unit_id)}
    assert not {"own_my_side", "ask_for_couples_work", "pause_and_return", "start_softly"} & stopped
    assert "calm_my_body" in stopped


def paper(unit_id: str, reader: Reader) -> Asked:
    return Asked(unit_id=unit_id, kind=DocumentKind.PLAN, reader=reader)


def test_the_printed_plan_obeys_the_gate_and_says_nothing_of_the_partner_under_a_stop(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    with pytest.raises(UserError, match="no treatment plan"):
        desk.documents.document(paper(unit_id, Reader.SELF))
    signed(
        desk,
        clock,
        unit_id,
        hopes=("Some day a letter",),
        client_part="Practice on Sundays",
        partner_involvement="Invited later",
    )
    with pytest.raises(Refused):
        desk.documents.document(paper(unit_id, Reader.CLIENT))
    screen(desk, clock, unit_id)
    assert "Practice on Sundays" in str(desk.documents.document(paper(unit_id, Reader.CLIENT)))
    assert "Some day a letter" in str(desk.documents.document(paper(unit_id, Reader.SELF)))
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused):
        desk.documents.document(paper(unit_id, Reader.CLIENT))
    inside = str(desk.documents.document(paper(unit_id, Reader.SELF)))
    assert not [word for word in ("Practice on Sundays", "Some day a letter", "Invited later") if word in inside]
    with pytest.raises(UserError):
        desk.documents.document(paper(unit_id, Reader.COURT))
