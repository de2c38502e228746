"""Everything the Plan tab shows, read in one go on the lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from irt_desk.domain.formulations import Formulation
from irt_desk.domain.patterns import RelationshipPattern
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.prompts import Prompt
from irt_desk.services.growth import GrowthFacts
from irt_desk.services.plan_reviews import ReviewFacts
from irt_desk.services.thread import Thread
from irt_desk.ui.plan.offered import Offered


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """Everything the tab shows; plan and formulation versions newest first."""

    unit_id: str
    today: date
    is_stopped: bool
    partner: str
    partner_names: tuple[str, ...]
    concerns: tuple[str, ...]
    versions: tuple[TreatmentPlan, ...]
    formulations: tuple[Formulation, ...]
    patterns: tuple[RelationshipPattern, ...]
    review: ReviewFacts
    thread: Thread
    prompts: tuple[Prompt, ...]
    growth: GrowthFacts
    offered: Offered = Offered()

    @property
    def newest(self) -> TreatmentPlan | None:
        """The newest version, draft or signed."""
        return self.versions[0] if self.versions else None

    @property
    def is_editing(self) -> bool:
        """Whether there is a draft to work on, or nothing yet."""
        return self.newest is None or self.newest.signed is None


def gather(desk: Any, unit_id: str) -> PlanFacts:
    """Read everything the tab shows, on the lane."""
    head = desk.charts.head(unit_id)
    picture = desk.clients.presenting(unit_id)
    return PlanFacts(
        unit_id=unit_id,
        today=head.today,
        is_stopped=head.is_stopped,
        partner=head.partner_name,
        partner_names=tuple(name for partner in head.partners for name in partner.called),
        concerns=tuple(text for text in (picture.diagnosis, picture.client_words) if text.strip()),
        versions=desk.plans.versions(unit_id),
        formulations=desk.formulations.versions(unit_id),
        patterns=tuple(view.pattern for view in desk.patterns.of(unit_id)),
        review=desk.plan_reviews.facts(unit_id),
        thread=desk.thread.of(unit_id),
        prompts=desk.prompts.of(unit_id),
        growth=desk.growth.of(unit_id),
        offered=offered_of(desk),
    )


def offered_of(desk: Any) -> Offered:
    """Return what a plan may name; a safety screen is never a yardstick (4.1)."""
    skills = {key: skill.name for key, skill in desk.skill_library.skills().items()}
    measures = (m for m in desk.measures.library() if not m.safety_screen)
    return Offered(skills, tuple(m.code if m.name == m.code else f"{m.code} ({m.name})" for m in measures))
