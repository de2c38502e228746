"""The plan of couple work: its own record, a goal says whose change it is (domain paper, 0.3, 6.1, 7.4).

Change targets belong to the one who changes: a goal or an objective of one person never has the other as its actor, and what both
want is worded for both. Nothing of an individual plan is asked for here: both people agree, each for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from irt_desk.domain.plans import GoalOwner, TreatmentPlan, partner_is_actor
from irt_desk.domain.values import Act, Missing, Problem


@dataclass(frozen=True, slots=True)
class PlanPair:
    """The two people of a plan by everything each is called, the name in use first."""

    a: tuple[str, ...]
    b: tuple[str, ...]

    def others(self, whose: GoalOwner | None) -> tuple[str, ...]:
        """Return the names that may not be the actor of a goal: the other's; for what both want, either one alone."""
        if whose is GoalOwner.A:
            return self.b
        return self.a if whose is GoalOwner.B else (*self.a, *self.b)


def is_not_own(text: str, whose: GoalOwner | None, pair: PlanPair) -> bool:
    """Return whether a text asks the change of somebody whose goal it is not."""
    return partner_is_actor(text, pair.others(whose))


def joint_problems(plan: TreatmentPlan, pair: PlanPair) -> list[Problem]:
    """Return what keeps a draft from being stored: a goal or an objective in which somebody else should change."""
    found: list[Problem] = []
    for goal in plan.goals:
        code = "goal_for_both" if goal.whose is GoalOwner.BOTH else "goal_not_own"
        if is_not_own(goal.text, goal.whose, pair):
            found.append(Problem("goals", code, {"text": goal.text}))
        found += [
            Problem("objectives", code, {"text": objective.text})
            for objective in goal.objectives
            if is_not_own(objective.text, goal.whose, pair)
        ]
    return found


def joint_missing(plan: TreatmentPlan, pair: PlanPair) -> list[Missing]:
    """Return what still keeps the plan of a couple from being signed, in reading order."""
    found: list[Missing] = []

    def want(condition: object, code: str, **values: object) -> None:
        if not condition:
            found.append(Missing(code, Act.PLAN, values))

    want(plan.stated_problems, "joint_plan_problem")
    want(plan.goals, "joint_plan_goals")
    want(all(goal.text.strip() for goal in plan.goals), "plan_goal_text")
    want(all(goal.whose is not None for goal in plan.goals), "joint_plan_whose")
    for objective in plan.objectives:
        want(not objective.lacks, "plan_objective", number=objective.number)
    for problem in joint_problems(plan, pair):
        want(False, f"joint_plan_{problem.code}", **problem.values)
    want(plan.objectives, "joint_plan_objectives")
    want(plan.agreement and plan.agreed_on, "joint_plan_agreed", name=pair.a[0] if pair.a else "")
    want(plan.agreement_b and plan.agreed_on_b, "joint_plan_agreed", name=pair.b[0] if pair.b else "")
    want(plan.review_on is not None, "plan_review_on")
    return found
