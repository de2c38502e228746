"""Reviewing the treatment plan with the data of the record (domain paper, 7.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import plan_reviews as rules
from irt_desk.domain.notes import Progress
from irt_desk.domain.patterns import rollup
from irt_desk.domain.plan_progress import ObjectiveLine, progress_of, signed_notes
from irt_desk.domain.plan_reviews import GoalReview, PlanReview
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.values import insist
from irt_desk.errors import UserError
from irt_desk.services import plan_measures
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.plan_words import counts_text
from irt_desk.services.text import cleaned
from irt_desk.services.texts import number_text, pattern_name
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What a review starts from: the signed plan, progress on it, the facts that may be cited, earlier reviews newest first."""

    plan: TreatmentPlan | None
    lines: tuple[ObjectiveLine, ...] = ()
    citable: tuple[str, ...] = ()
    reviews: tuple[PlanReview, ...] = ()
    due: date | None = None


class PlanReviews(Service):
    """The reviews of a plan; each is signed when it is saved and never changed."""

    def facts(self, unit_id: str) -> ReviewFacts:
        """Return what a review starts from; without a signed plan there is nothing to review."""
        with self._reading() as c:
            plan, reviews = self._signed_plan(c, unit_id), self._reviews(c, unit_id)
            if plan is None:
                return ReviewFacts(plan=None, reviews=reviews)
            notes = signed_notes(tables.SESSIONS.of_unit(c, unit_id), tables.NOTES.of_unit(c, unit_id))
            since = reviews[0].on if reviews else None
            lines = progress_of(plan, notes)
            return ReviewFacts(
                plan=rules.reviewed(plan, reviews),
                lines=lines,
                citable=(
                    *_cited(progress_of(plan, notes, since)),
                    *plan_measures.cited(c, unit_id),
                    *self._episodes(c, unit_id, since),
                ),
                reviews=reviews,
                due=rules.review_due(plan, reviews),
            )

    def record(self, review: PlanReview) -> Saved[PlanReview]:
        """Sign a review; the status it gives each goal holds from then on.

        Raises:
            Invalid: something is missing, with every reason. UserError: there is no signed plan, or no name to sign with.
        """
        with self._changing() as c:
            plan = self._signed_plan(c, review.unit_id)
            if plan is None:
                raise UserError("plan_review.no_plan")
            insist(rules.review_problems(review, self._today(c)))
            known = {goal.id for goal in plan.goals}
            review = cleaned(
                replace(
                    review,
                    id=self._id(),
                    plan_id=plan.id,
                    plan_version=plan.version,
                    goals=tuple(g for g in review.goals if g.goal_id in known),
                    data=tuple(text for text in review.data if text.strip()),
                    signed=self._signature(c),
                )
            )
            tables.PLAN_REVIEWS.add(c, review)
            self._audit(c, "plan.reviewed", "plan_review", review.id, unit_id=review.unit_id)
            self._refresh(c, review.unit_id)
        return saved(review, Area.PLANS, Area.CLIENTS, Area.PATHWAY)

    def _reviews(self, c: Connection, unit_id: str) -> tuple[PlanReview, ...]:
        r = tables.PLAN_REVIEWS.table.c
        return tables.PLAN_REVIEWS.of_unit(c, unit_id, (r.on.desc(), r.id.desc()))

    def _signed_plan(self, c: Connection, unit_id: str) -> TreatmentPlan | None:
        p = tables.PLANS.table.c
        return tables.PLANS.first(c, p.unit_id == unit_id, p.signed.is_not(None), order_by=(p.version.desc(),))

    def _episodes(self, c: Connection, unit_id: str, since: date | None) -> list[str]:
        """Return the figures of each pattern since the last review, each with its n; nothing while the gate is a stop."""
        today = self._today(c)
        if caseload.gate_standing(c, unit_id, today).gate.is_stop:
            return []
        start = since or self._unit(c, unit_id).opened_on
        found = []
        for pattern in tables.PATTERNS.of_unit(c, unit_id):
            told = [
                e
                for e in tables.EPISODES.of_unit(c, unit_id)
                if e.pattern_id == pattern.id and start <= e.happened.day <= today
            ]
            figures = rollup(told, max(1, (today - start).days))
            if figures.n:
                found.append(
                    say(
                        "plan_review.cite_episodes",
                        pattern=pattern_name(pattern),
                        n=figures.n,
                        per_week=number_text(figures.per_week),
                        hours=number_text(figures.recovery_hours),
                    )
                )
        return found


def _cited(lines: tuple[ObjectiveLine, ...]) -> list[str]:
    """Return one sentence for each objective that was worked on, with how often it could have been."""
    return [
        say(
            "plan_review.cite_objective",
            number=line.objective.number,
            counts=counts_text(line, Progress.BETTER, Progress.SAME, Progress.WORSE),
            n=len(line.worked_on),
            sessions=line.sessions,
        )
        for line in lines
        if line.worked_on
    ]


__all__ = ["GoalReview", "PlanReviews", "ReviewFacts"]
