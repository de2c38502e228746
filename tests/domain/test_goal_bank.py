"""The goal bank: every file is whole, worded for the client, and leaves the baseline to them."""

from __future__ import annotations

import pytest

from irt_desk.domain.content import ContentError
from irt_desk.domain.goal_bank import BankGoal, BankObjective, GoalArea, bank_problems, parse_goal
from irt_desk.domain.plans import GoalDomain, partner_is_actor, problems
from irt_desk.domain.plans import TreatmentPlan as Plan
from irt_desk.services.goal_bank import load_goals

GOOD = {
    "id": "g", "version": 1, "area": "speaking", "domain": "relationship", "text": "I want to begin gently.", "when": "Hard starts.",
    "provenance": "[K] own words", "objectives": [
        {"text": "I open with a feeling", "baseline_hint": "of four", "measure": "soft starts", "target": "3 of 4", "skills": ["S1"]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("goal", load_goals().values(), ids=lambda goal: goal.id)
def test_a_goal_can_be_put_into_a_plan_as_it_stands(goal: BankGoal) -> None:
    made = goal.as_goal({"S1": "Soft start"})
    assert problems(Plan(id="t", unit_id="u", version=1, goals=(made,))) == []
    assert made.objectives
    for objective, source in zip(made.objectives, goal.objectives, strict=True):
        assert objective.text.startswith("I ")
        assert objective.lacks == ("baseline", "target_on"), "the baseline and the date are the client's"
        assert objective.skill_ids == source.skills
        assert source.baseline_hint
        assert not partner_is_actor(objective.text, ())


def test_most_goals_are_about_the_relationship_and_every_area_has_one() -> None:
    goals = load_goals().values()
    assert sum(g.domain is GoalDomain.RELATIONSHIP for g in goals) > len(goals) / 2
    assert {g.area for g in goals} == set(GoalArea)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": ""}, "text is missing"),
        ({"provenance": "somewhere"}, "carries no mark"),
        ({"area": "elsewhere"}, "which is no GoalArea"),
        ({"objectives": []}, "objectives is missing"),
        ({"extra": 1}, "is a key nobody reads"),
        ({"text": "He will listen"}, "the partner is the actor"),
    ],
)
def test_a_broken_file_is_refused_where_it_is_read(change: dict[str, object], said: str) -> None:
    assert parse_goal(GOOD).skills == ("S1",)
    with pytest.raises(ContentError, match=said):
        parse_goal({**GOOD, **change})


def test_an_own_goal_has_words_and_the_client_as_actor() -> None:
    own = BankGoal(
        id="",
        area=GoalArea.REPAIR,
        domain=GoalDomain.RELATIONSHIP,
        text=" ",
        objectives=(BankObjective(text="She comes back"),),
    )
    assert [p.code for p in bank_problems(own)] == ["empty", "goal_partner_as_actor"]
