"""How parts of a plan are put into words: the same in the window, in a review and on paper."""

from __future__ import annotations

from irt_desk.domain.notes import Progress
from irt_desk.domain.plan_progress import ObjectiveLine
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.services.texts import day_text
from irt_desk.words import label, say


def counts_text(line: ObjectiveLine, *ratings: Progress) -> str:
    """Return how often each of the ratings was given: "better 5, same 3"; those never given are left out."""
    return ", ".join(f"{label(rating).lower()} {line.counts[rating]}" for rating in ratings if line.counts[rating])


def progress_text(line: ObjectiveLine) -> str:
    """Return the counts of one objective with their n, and in how many signed notes it could have been rated."""
    if not line.worked_on:
        return say("plan.not_rated", count=line.sessions)
    return say("plan.rated", counts=counts_text(line, *Progress), n=len(line.rated), sessions=line.sessions)


def agreement_text(plan: TreatmentPlan) -> str:
    """Return how and when the client agreed."""
    parts = [label(plan.agreement) if plan.agreement else "", plan.client_agreement]
    parts.append(day_text(plan.agreed_on, weekday=False) if plan.agreed_on else "")
    return " · ".join(part for part in parts if part)
