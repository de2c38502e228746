"""The treatment plan among the documents: what the record knows of it, for each reader (domain paper, 7.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from irt_desk.documents import plan as paper
from irt_desk.documents.blocks import Document, DocumentKind, Letterhead, PageSize
from irt_desk.documents.plan import PlanFormulation, PlanGoal, PlanObjective, PlanPaper
from irt_desk.documents.redaction import NOTHING, Told
from irt_desk.domain.figures.progress import progress_figure
from irt_desk.domain.plan_progress import ObjectiveLine, progress_of, signed_notes
from irt_desk.domain.plan_reviews import PlanReview, review_due, reviewed
from irt_desk.domain.plans import Objective, TreatmentPlan
from irt_desk.domain.values import THIRD_PARTY
from irt_desk.errors import UserError
from irt_desk.services.document_makers import HOME, Asked, Maker, insist_map_may_leave, standing_of
from irt_desk.services.plan_words import agreement_text, progress_text
from irt_desk.services.skill_library import skill_names
from irt_desk.services.summary_facts import identity_of, third_party_of
from irt_desk.services.texts import day_text
from irt_desk.storage import settings, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_TOLD = frozenset({THIRD_PARTY})
_HOW = ("interventions", "frequency", "modality", "expected_length", "measures", "discharge_criteria")


class PlanMaker(Maker):
    """Makes the newest signed plan, or the draft while none is signed; every page of a draft says so."""

    kind = DocumentKind.PLAN
    readers = paper.READERS

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the plan for its reader.

        Raises:
            UserError: there is no plan. Refused: the safety gate keeps paper from the client's home.
        """
        if asked.reader in HOME:
            insist_map_may_leave(service, c, asked)
        versions = tables.PLANS.of_unit(c, asked.unit_id, (tables.PLANS.table.c.version.desc(),))
        plan = next((p for p in versions if p.signed), versions[0] if versions else None)
        if plan is None:
            raise UserError("document.no_plan")
        stopped = standing_of(service, c, asked.unit_id).gate.is_stop
        return paper.plan(
            _facts(service, c, plan, stopped=stopped, is_home=asked.reader in HOME),
            asked.reader,
            name_partner=asked.name_partner,
        )


def _facts(service: Documents, c: Connection, plan: TreatmentPlan, *, stopped: bool, is_home: bool) -> PlanPaper:
    """Return what may be said; nothing about the partner's place or an own part while the gate is a stop (2.4)."""
    who, client = settings.practitioner(c), service._client(c, plan.unit_id)
    reviews = tables.PLAN_REVIEWS.of_unit(c, plan.unit_id, (tables.PLAN_REVIEWS.table.c.on,))
    due = review_due(plan, reviews)
    held = next((review for review in reversed(reviews) if review.plan_id == plan.id), None)
    return PlanPaper(
        made_on=service._today(c),
        letterhead=Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential)))),
        identity=identity_of(client),
        therapist_name=who.name,
        credential=who.credential,
        page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
        client_names=tuple(filter(None, (client.preferred_name, client.legal_name))),
        third_parties=tuple(third_party_of(p) for p in tables.PARTNERS.of_unit(c, plan.unit_id)),
        version=say("plan.version", number=plan.version),
        signed=_signed(plan),
        review=day_text(due, weekday=False) if due else "",
        problems=tuple((Told(p.text, _TOLD), Told(p.rests_on, _TOLD)) for p in plan.stated_problems),
        strengths=Told(plan.strengths, _TOLD),
        goals=_goals(c, reviewed(plan, reviews), skill_names(c) if is_home else {}),
        how=tuple((say(f"plan.{name}"), _lines(getattr(plan, name))) for name in _HOW),
        barriers=Told(plan.barriers, _TOLD),
        partner=() if stopped else _partner(plan),
        hopes=() if stopped else tuple(Told(text, _TOLD) for text in plan.hopes),
        client_part=NOTHING if stopped else Told(plan.client_part, _TOLD),
        agreement=Told(agreement_text(plan), _TOLD),
        formulation=None if stopped else _formulation(c, plan.unit_id),
        review_held=_review(held),
        review_summary=Told(held.summary, _TOLD) if held else NOTHING,
        review_data=held.data if held else (),
    )


def _signed(plan: TreatmentPlan) -> str:
    if plan.signed is None:
        return ""
    day = day_text(plan.signed.at.day)
    return say("document.signed_by", name=plan.signed.by, credential=plan.signed.credential, day=day)


def _lines(value: str | tuple[str, ...]) -> Told:
    return Told("\n".join(value) if isinstance(value, tuple) else value, _TOLD)


def _goals(c: Connection, plan: TreatmentPlan, names: Mapping[str, str]) -> tuple[PlanGoal, ...]:
    notes = signed_notes(tables.SESSIONS.of_unit(c, plan.unit_id), tables.NOTES.of_unit(c, plan.unit_id))
    lines = {line.objective.id: line for line in progress_of(plan, notes)}
    return tuple(
        PlanGoal(
            text=Told(goal.text, _TOLD),
            about=label(goal.domain),
            status=label(goal.status),
            objectives=tuple(_objective(o, lines[o.id], names) for o in goal.objectives),
        )
        for goal in plan.goals
    )


def _objective(objective: Objective, line: ObjectiveLine, names: Mapping[str, str]) -> PlanObjective:
    """Return an objective in words; ``names`` are of the skills where their codes say nothing to the reader, else empty."""
    rated = [(str(entry.number), entry.rating) for entry in line.rated]
    return PlanObjective(
        number=objective.number,
        text=Told(objective.text, _TOLD),
        baseline=Told(objective.baseline, _TOLD),
        target=Told(objective.target, _TOLD),
        measure=Told(objective.measure, _TOLD),
        due=day_text(objective.target_on, weekday=False) if objective.target_on else "",
        means=tuple(Told(text, _TOLD) for text in objective.interventions_by_name(names)),
        progress=progress_text(line) if line.worked_on else "",
        strip=progress_figure(say("plan.progress_of", number=objective.number), rated, width=460.0) if rated else None,
    )


def _partner(plan: TreatmentPlan) -> tuple[tuple[str, Told], ...]:
    state = label(plan.partner_state) if plan.partner_state else ""
    return (
        (say("plan.partner_state"), Told(state)),
        (say("plan.partner_involvement"), Told(plan.partner_involvement, _TOLD)),
    )


def _review(held: PlanReview | None) -> str:
    if held is None or held.decision is None:
        return ""
    return say("plan_paper.review_of", day=day_text(held.on, weekday=False), decision=label(held.decision))


def _formulation(c: Connection, unit_id: str) -> PlanFormulation | None:
    f = tables.FORMULATIONS.table.c
    found = tables.FORMULATIONS.first(c, f.unit_id == unit_id, f.signed.is_not(None), order_by=(f.version.desc(),))
    if found is None:
        return None
    return PlanFormulation(
        what_keeps_it_going=Told(found.what_keeps_it_going, _TOLD),
        client_side=Told(found.client_side, _TOLD),
        partner_perspective=Told(found.partner_perspective, _TOLD),
        other_readings=tuple(Told(text, _TOLD) for text in found.other_readings),
        strengths=Told(found.strengths, _TOLD),
    )
