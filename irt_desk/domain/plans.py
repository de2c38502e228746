"""Treatment plan: problem, goals, objectives (domain paper, 7.4 and row 30). A signed plan is never edited; a new version follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.values import SAFETY, THIRD_PARTY, Missing, Problem, Signature, tagged
from irt_desk.domain.values import Act as _Act

REVIEW_DAYS = 90
"""Days until a plan is looked at again; "90 days typical" (domain paper, 7.4 [K]). Offered, never imposed."""

_SKILL_CODE = re.compile(r"\s*([A-Z]\d{1,2})\b")


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


class GoalOwner(StrEnum):
    """Whose change a goal of couple work is about: one of the two, or what both want together (domain paper, 0.3, 6.1)."""

    A = "a"
    B = "b"
    BOTH = "both"


class Agreement(StrEnum):
    """How the client agreed to the plan (domain paper, 7.4)."""

    SIGNATURE = "signature"
    VERBAL = "verbal"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """One problem the plan is about; ``rests_on`` is the presenting concern or the code it comes from."""

    id: str
    text: str
    rests_on: str = ""


def _by_name(text: str, names: Mapping[str, str]) -> str:
    found = _SKILL_CODE.match(text)
    name = names.get(found.group(1)) if found else None
    if found is None or name is None:
        return text
    rest = text[found.end() :].lstrip(" ,:;.-")
    return rest if rest.startswith(name) else ", ".join(part for part in (name, rest) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """An observable, measurable act of the client with a baseline, a target and a date.

    ``interventions`` is how it is worked on, one a line with how often; a line that begins with the code of a skill is
    linked to it.
    """

    id: str
    number: str
    text: str
    baseline: str = ""
    measure: str = ""
    target: str = ""
    target_on: date | None = None
    now: str = ""
    interventions: tuple[str, ...] = ()

    @property
    def skill_ids(self) -> tuple[str, ...]:
        """The skills it is worked on with, by the code at the head of a line."""
        found = (_SKILL_CODE.match(text) for text in self.interventions)
        return tuple(dict.fromkeys(match.group(1) for match in found if match))

    def interventions_by_name(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """Return how it is worked on with each skill by its name, for a reader to whom its code says nothing."""
        return tuple(_by_name(text, names) for text in self.interventions)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What keeps it from being measurable: ``baseline``, ``measure``, ``target_on``."""
        given = {"baseline": self.baseline.strip(), "measure": self.measure.strip(), "target_on": self.target_on}
        return tuple(name for name, value in given.items() if not value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A broad goal in the client's own words; ``problem_id`` is empty where the plan has one problem only.

    ``whose`` is said in couple work alone: in an individual plan every goal is the client's.
    """

    id: str
    text: str
    domain: GoalDomain
    status: GoalStatus = GoalStatus.OPEN
    objectives: tuple[Objective, ...] = ()
    problem_id: str = ""
    whose: GoalOwner | None = None

    @property
    def is_worked_on(self) -> bool:
        """Whether it is still a goal of the work: neither met nor set aside."""
        return self.status in (GoalStatus.OPEN, GoalStatus.PARTLY_MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentPlan:
    """One version of the plan (domain paper, 7.4).

    ``problem`` is the first of ``problems``; plans of release 0.1 have only that. ``hopes`` are what the client wishes the
    partner did: kept, never a target. ``partner_state`` and ``has_safety_plan`` are what held when it was signed; of the
    safety plan no more than that it exists. In couple work ``agreement`` is the first person's, ``agreement_b`` the second's.
    """

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
    problems: tuple[PlanProblem, ...] = ()
    modality: str = ""
    barriers: str = tagged(THIRD_PARTY)
    measures: tuple[str, ...] = ()
    hopes: tuple[str, ...] = tagged(THIRD_PARTY, default=())
    client_part: str = ""
    agreement: Agreement | None = None
    agreed_on: date | None = None
    partner_state: PartnerEngagement | None = None
    has_safety_plan: bool = tagged(SAFETY, default=False)
    agreement_b: Agreement | None = None
    agreed_on_b: date | None = None

    @property
    def stated_problems(self) -> tuple[PlanProblem, ...]:
        """Every problem that says something; a plan of release 0.1 has one."""
        found = self.problems or (PlanProblem(id="", text=self.problem),)
        return tuple(problem for problem in found if problem.text.strip())

    def problem_of(self, goal: Goal) -> PlanProblem | None:
        """Return the problem a goal answers: the one it names, or the only one there is."""
        stated = self.stated_problems
        if len(stated) == 1 and not goal.problem_id:
            return stated[0]
        return next((problem for problem in stated if problem.id and problem.id == goal.problem_id), None)

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Every objective of every goal, in order."""
        return tuple(objective for goal in self.goals for objective in goal.objectives)

    @property
    def has_relationship_goal(self) -> bool:
        """Whether at least one goal is about the relationship (row 30)."""
        return any(goal.domain is GoalDomain.RELATIONSHIP for goal in self.goals)


_ACTS = r"(will|does|should|must|stops?|starts?|agrees?|comes?|shows?|learns?|apologi[sz]es?|changes?|needs? to|has to)"
_ROLES = r"(my |the |her |his |their )?(partner|husband|wife|spouse|boyfriend|girlfriend|fianc[eé]e?)"
_WANTS = r"(I\s+)?(want|need|would like|expect|get|convince|persuade)(ing)?"
_OFTEN = r"(always |never |often |no longer |finally )?"


def partner_is_actor(text: str, partner_names: Iterable[str]) -> bool:
    """Return whether the partner is who should change in a goal or an objective; such a text is a hope.

    "I ask him for ten minutes" is the client's act and passes; "I want him to listen" is not.
    """
    names = [re.escape(name) for name in partner_names if name.strip()]
    named = "|".join([_ROLES, *names])
    rules = (
        rf"(that |for )?(he|she|they|{named})\s+{_ACTS}\b",
        rf"({named})(?!\s+and\s+(I|me)\b)\s+{_OFTEN}(?!is\b|was\b|has\b)[a-z]+s\b",
        rf"(for|{_WANTS})\s+(him|her|them|{named})\s+(to|not to)\b",
    )
    return any(re.match(rf"\s*{rule}", text, re.IGNORECASE) is not None for rule in rules)


def problems(plan: TreatmentPlan, partner_names: Iterable[str] = ()) -> list[Problem]:
    """Return what keeps a plan draft from being stored: a goal or an objective whose actor is the partner."""
    names = tuple(partner_names)
    found = [
        Problem("objectives", "partner_as_actor", {"text": objective.text})
        for objective in plan.objectives
        if partner_is_actor(objective.text, names)
    ]
    return found + [
        Problem("goals", "goal_partner_as_actor", {"text": goal.text})
        for goal in plan.goals
        if partner_is_actor(goal.text, names)
    ]


def missing_for_signing(plan: TreatmentPlan, partner_names: Iterable[str] = ()) -> list[Missing]:
    """Return what still keeps the plan from being signed, in reading order.

    The partner's names are asked for again: a partner may have been named after the objective was stored.
    """
    found: list[Missing] = []

    def want(condition: object, code: str, **values: object) -> None:
        if not condition:
            found.append(Missing(code, _Act.PLAN, values))

    want(bool(plan.stated_problems), "plan_problem")
    want(plan.has_relationship_goal, "plan_relationship_goal")
    want(all(goal.text.strip() for goal in plan.goals), "plan_goal_text")
    for objective in plan.objectives:
        want(
            not objective.lacks,
            "plan_objective",
            number=objective.number,
        )
    for problem in problems(plan, partner_names):
        is_goal = problem.code == "goal_partner_as_actor"
        want(False, "plan_goal_partner_as_actor" if is_goal else "plan_partner_as_actor", **problem.values)
    want(bool(plan.objectives), "plan_objectives")
    want(bool(plan.client_agreement.strip()) or (plan.agreement and plan.agreed_on), "plan_client_agreement")
    want(plan.review_on is not None, "plan_review_on")
    return found
