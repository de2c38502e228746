"""The golden thread: assessment, problem, goal, objective, intervention, note, review; every place where it is broken (7.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from irt_desk.domain.notes import Progress
from irt_desk.domain.plan_progress import SignedNote
from irt_desk.domain.plan_reviews import PlanReview, review_due
from irt_desk.domain.plans import Goal, Objective, TreatmentPlan
from irt_desk.domain.values import Instant

UNTOUCHED_SESSIONS = 4
"""A goal not worked on in this many sessions is shown (domain paper, 7.4: "default 4"; a setting)."""

PLAN_BY_SESSION = 4
"""From this attended session on a record without a signed plan is shown: the first focus stands by the third
(domain paper, row 12) [D]."""


class ThreadStep(StrEnum):
    """The places of the thread, in its order."""

    CONCERN = "concern"
    PROBLEM = "problem"
    GOAL = "goal"
    OBJECTIVE = "objective"
    INTERVENTION = "intervention"
    NOTE = "note"
    REVIEW = "review"


class Mend(StrEnum):
    """Where a break is mended with one click."""

    INTAKE = "intake"
    FORMULATION = "formulation"
    PLAN = "plan"
    REVIEW = "review"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadBreak:
    """One break: its sentence is ``thread.<code>`` in the catalogue; ``target`` is the goal, objective, session or review.

    ``values`` fill the sentence; a day among them stays a day until it is put into words.
    """

    step: ThreadStep
    code: str
    mend: Mend
    target: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFacts:
    """What the thread is read from.

    ``plan`` is the newest signed version, or the draft while none is signed; ``signed`` every attended session with its
    signed note, oldest first; ``attended`` how many sessions were held; ``planned_since`` the moment the first version was
    signed, ``goal_since`` the day of the version a goal first stood in, by its id. ``is_open`` is False once the case is
    closed or passed on: then nothing is late any more.
    """

    has_concern: bool
    has_formulation: bool
    plan: TreatmentPlan | None
    planned_since: Instant | None = None
    goal_since: Mapping[str, date] = field(default_factory=dict)
    attended: int = 0
    signed: Sequence[SignedNote] = ()
    reviews: Sequence[PlanReview] = ()
    untouched_sessions: int = UNTOUCHED_SESSIONS
    is_open: bool = True


def breaks_of(facts: ThreadFacts, today: date) -> tuple[ThreadBreak, ...]:
    """Return every break, in the order of the thread; nothing for a whole one."""
    found = _concern(facts)
    if facts.plan is not None:
        found += [*_problems(facts.plan), *_goals(facts), *_objectives(facts, today)]
        found += [*_notes(facts), *_reviews(facts, facts.plan, today)]
    order = list(ThreadStep)
    return tuple(sorted(found, key=lambda item: order.index(item.step)))


def _concern(facts: ThreadFacts) -> list[ThreadBreak]:
    found = []
    if not facts.has_concern:
        found.append(ThreadBreak(step=ThreadStep.CONCERN, code="no_concern", mend=Mend.INTAKE))
    if facts.plan is not None and not facts.has_formulation:
        found.append(ThreadBreak(step=ThreadStep.CONCERN, code="no_formulation", mend=Mend.FORMULATION))
    if facts.is_open and facts.attended >= PLAN_BY_SESSION and facts.planned_since is None:
        values = {"count": facts.attended}
        found.append(ThreadBreak(step=ThreadStep.PROBLEM, code="no_signed_plan", mend=Mend.PLAN, values=values))
    return found


def _problems(plan: TreatmentPlan) -> list[ThreadBreak]:
    found = []
    answered = {problem.id for goal in plan.goals if (problem := plan.problem_of(goal)) is not None}
    for problem in plan.stated_problems:
        values = {"text": problem.text}
        if not problem.rests_on.strip():
            found.append(_break(ThreadStep.PROBLEM, "problem_without_concern", problem.id, values))
        if problem.id not in answered:
            found.append(_break(ThreadStep.PROBLEM, "problem_without_goal", problem.id, values))
    return found


def _goals(facts: ThreadFacts) -> list[ThreadBreak]:
    plan = facts.plan
    assert plan is not None  # the caller looked
    found = []
    for goal in plan.goals:
        values: dict[str, object] = {"text": goal.text}
        if plan.problem_of(goal) is None:
            found.append(_break(ThreadStep.GOAL, "goal_without_problem", goal.id, values))
        if goal.is_worked_on and not goal.objectives:
            found.append(_break(ThreadStep.GOAL, "goal_without_objective", goal.id, values))
        elif facts.is_open and goal.is_worked_on and (since := _untouched(goal, facts)):
            values = {"text": goal.text, "count": since}
            target = facts.signed[-1][0].id
            found.append(
                ThreadBreak(step=ThreadStep.GOAL, code="goal_untouched", mend=Mend.REVIEW, target=target, values=values)
            )
    return found


def _untouched(goal: Goal, facts: ThreadFacts) -> int:
    """Return for how many noted sessions in a row a goal was not worked on, 0 while that is fewer than the limit."""
    ids = {objective.id for objective in goal.objectives}
    planned = facts.goal_since.get(goal.id)
    since = 0
    for session, note in reversed(_under_plan(facts)):
        touched = any(p.objective_id in ids and p.rating is not Progress.NOT_ADDRESSED for p in note.content.progress)
        if touched or (planned is not None and session.starts.day <= planned):
            break
        since += 1
    return since if since >= facts.untouched_sessions else 0


def _objectives(facts: ThreadFacts, today: date) -> list[ThreadBreak]:
    assert facts.plan is not None  # the caller looked
    found = []
    for goal in facts.plan.goals:
        if not goal.is_worked_on:
            continue
        for objective in goal.objectives:
            found += _objective(objective, today if facts.is_open else date.min)
    return found


def _objective(objective: Objective, today: date) -> list[ThreadBreak]:
    values = {"number": objective.number, "text": objective.text}
    found = [
        _break(ThreadStep.OBJECTIVE, f"objective_without_{name}", objective.id, values) for name in objective.lacks
    ]
    if objective.target_on is not None and objective.target_on < today:
        found.append(
            ThreadBreak(
                step=ThreadStep.OBJECTIVE,
                code="objective_past_date",
                mend=Mend.REVIEW,
                target=objective.id,
                values=values,
            )
        )
    if not objective.interventions:
        found.append(_break(ThreadStep.INTERVENTION, "objective_without_intervention", objective.id, values))
    return found


def _under_plan(facts: ThreadFacts) -> list[SignedNote]:
    """Return the notes signed while a signed plan existed (7.4)."""
    since = facts.planned_since
    if since is None:
        return []
    return [(s, n) for s, n in facts.signed if n.signature is not None and n.signature.at.at > since.at]


def _notes(facts: ThreadFacts) -> list[ThreadBreak]:
    return [
        ThreadBreak(
            step=ThreadStep.NOTE,
            code="note_without_objective",
            mend=Mend.NOTE,
            target=session.id,
            values={"number": session.number or ""},
        )
        for session, note in _under_plan(facts)
        if not note.content.progress
    ]


def _reviews(facts: ThreadFacts, plan: TreatmentPlan, today: date) -> list[ThreadBreak]:
    found = [
        ThreadBreak(
            step=ThreadStep.REVIEW,
            code="review_without_data",
            mend=Mend.REVIEW,
            target=review.id,
            values={"version": review.plan_version, "day": review.on},
        )
        for review in facts.reviews
        if not review.data
    ]
    due = review_due(plan, facts.reviews)
    if facts.is_open and plan.signed is not None and due is not None and due < today:
        values = {"day": due}
        found.append(
            ThreadBreak(step=ThreadStep.REVIEW, code="review_overdue", mend=Mend.REVIEW, target=plan.id, values=values)
        )
    if (
        facts.is_open
        and plan.signed is not None
        and due is None
        and not any(r.plan_id == plan.id for r in facts.reviews)
    ):
        found.append(_break(ThreadStep.REVIEW, "no_review_date", plan.id, {}))
    return found


def _break(step: ThreadStep, code: str, target: str, values: Mapping[str, object]) -> ThreadBreak:
    return ThreadBreak(step=step, code=code, mend=Mend.PLAN, target=target, values=values)
