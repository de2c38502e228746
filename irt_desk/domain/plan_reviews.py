"""Looking at a plan again: what the data say, what the client says, what follows (domain paper, 7.4: each review cites data)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from irt_desk.domain.plans import GoalStatus, TreatmentPlan
from irt_desk.domain.values import THIRD_PARTY, Problem, Signature, need_text, not_future, tagged


class ReviewDecision(StrEnum):
    """What follows from a review."""

    CONTINUE = "continue"
    CHANGE_PLAN = "change_plan"
    CHANGE_DIRECTION = "change_direction"
    CONSIDER_COUPLES = "consider_couples"
    PREPARE_ENDING = "prepare_ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReview:
    """How far one goal has come, as agreed in the review."""

    goal_id: str
    status: GoalStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReview:
    """One review of one version of the plan. ``data`` are the facts it cites, as they stood on that day."""

    id: str
    unit_id: str
    plan_id: str
    plan_version: int
    on: date
    data: tuple[str, ...] = ()
    no_data_because: str = ""
    goals: tuple[GoalReview, ...] = ()
    client_view: str = tagged(THIRD_PARTY)
    summary: str = tagged(THIRD_PARTY)
    decision: ReviewDecision | None = None
    next_review_on: date | None = None
    signed: Signature | None = None


def review_problems(review: PlanReview, today: date) -> list[Problem]:
    """Return what keeps a review from being signed, every reason at once.

    A review without data needs the reason why there are none; the golden thread still shows it.
    """
    found = not_future("on", review.on, today) + need_text("summary", review.summary)
    if not review.data and not review.no_data_because.strip():
        found.append(Problem("data", "review_without_data"))
    if review.decision is None:
        found.append(Problem("decision", "empty"))
    if review.next_review_on is None and review.decision is not ReviewDecision.PREPARE_ENDING:
        found.append(Problem("next_review_on", "empty"))
    if review.next_review_on is not None and review.next_review_on <= review.on:
        found.append(Problem("next_review_on", "review_not_ahead"))
    return found


def review_due(plan: TreatmentPlan, reviews: Sequence[PlanReview]) -> date | None:
    """Return when the plan is to be looked at next: what its last review set, else what the plan says."""
    own = sorted((r for r in reviews if r.plan_id == plan.id), key=lambda r: (r.on, r.id))
    if own:
        return own[-1].next_review_on
    return plan.review_on


def reviewed(plan: TreatmentPlan, reviews: Iterable[PlanReview]) -> TreatmentPlan:
    """Return the plan with the status its reviews gave each goal; a signed version itself is never changed."""
    own = sorted((r for r in reviews if r.plan_id == plan.id), key=lambda r: (r.on, r.id))
    status = {goal.goal_id: goal.status for review in own for goal in review.goals}
    return replace(plan, goals=tuple(replace(g, status=status.get(g.id, g.status)) for g in plan.goals))
