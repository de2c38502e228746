"""Treatment plan: problem, goals, objectives (domain paper, 7.4 and row 30). A signed plan is never edited; a new version follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import Act as _Act
from irt_desk.domain.values import Missing, Problem, Signature


class GoalDomain(StrEnum):
    """What a goal is about; a plan needs at least one about the relationship."""

    RELATIONSHIP = "relationship"
    INDIVIDUAL = "individual"
    SYMPTOM = "symptom"


class GoalStatus(StrEnum):
    """How far a goal has come."""

    OPEN = "open"
    PARTLY_MET = "partly_met"
    MET = "met"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """An observable, measurable act of the client with a baseline, a target and a date."""

    id: str
    number: str
    text: str
    baseline: str = ""
    measure: str = ""
    target: str = ""
    target_on: date | None = None
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A broad goal in the client's own words."""

    id: str
    text: str
    domain: GoalDomain
    status: GoalStatus = GoalStatus.OPEN
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentPlan:
    """One version of the plan."""

    id: str
    unit_id: str
    version: int
    problem: str = ""
    strengths: str = ""
    goals: tuple[Goal, ...] = ()
    interventions: str = ""
    frequency: str = ""
    expected_length: str = ""
    discharge_criteria: str = ""
    partner_involvement: str = ""
    client_agreement: str = ""
    review_on: date | None = None
    signed: Signature | None = None

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Every objective of every goal, in order."""
        return tuple(objective for goal in self.goals for objective in goal.objectives)

    @property
    def has_relationship_goal(self) -> bool:
        """Whether at least one goal is about the relationship (row 30)."""
        return any(goal.domain is GoalDomain.RELATIONSHIP for goal in self.goals)


_ACTS = r"(will|does|should|must|stops?|starts?|agrees?|comes?|shows?|learns?|apologi[sz]es?|changes?|needs? to|has to)"


def partner_is_actor(text: str, partner_names: Iterable[str]) -> bool:
    """Return whether the partner is the subject of an objective; such a text is a hope, not an objective."""
    names = [re.escape(name) for name in partner_names if name.strip()]
    subjects = "|".join(["he", "she", "they", "(my |the |her |his |their )?(partner|husband|wife|spouse)", *names])
    return re.match(rf"\s*({subjects})\s+{_ACTS}\b", text, re.IGNORECASE) is not None


def problems(plan: TreatmentPlan, partner_names: Iterable[str] = ()) -> list[Problem]:
    """Return what keeps a plan draft from being stored: an objective whose actor is the partner."""
    names = tuple(partner_names)
    return [
        Problem("objectives", "partner_as_actor", {"text": objective.text})
        for objective in plan.objectives
        if partner_is_actor(objective.text, names)
    ]


def missing_for_signing(plan: TreatmentPlan, partner_names: Iterable[str] = ()) -> list[Missing]:
    """Return what still keeps the plan from being signed, in reading order.

    The partner's names are asked for again: a partner may have been named after the objective was stored.
    """
    found: list[Missing] = []

    def want(condition: bool, code: str, **values: object) -> None:
        if not condition:
            found.append(Missing(code, _Act.PLAN, values))

    want(bool(plan.problem.strip()), "plan_problem")
    want(plan.has_relationship_goal, "plan_relationship_goal")
    want(all(goal.text.strip() for goal in plan.goals), "plan_goal_text")
    for objective in plan.objectives:
        want(
            bool(objective.baseline.strip() and objective.measure.strip() and objective.target_on),
            "plan_objective",
            number=objective.number,
        )
    for problem in problems(plan, partner_names):
        want(False, "plan_partner_as_actor", **problem.values)
    want(bool(plan.objectives), "plan_objectives")
    want(bool(plan.client_agreement.strip()), "plan_client_agreement")
    want(plan.review_on is not None, "plan_review_on")
    return found
