"""The seven readiness items of a transition, each with what the record says beside what the therapist writes (domain paper, 6.5).

None of them is an approval by itself: they show what was weighed, the therapist signs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from irt_desk.domain.practitioner import Competence, CompetenceEvidence
from irt_desk.domain.safety import FRESH_DAYS, Gate, GatedAct, GateStanding, Permission
from irt_desk.domain.skills import MasteryStage
from irt_desk.domain.transitions import (
    ClientChoice,
    NeutralityBand,
    TransitionReview,
    TransitionTarget,
    review_missing,
)
from irt_desk.domain.values import Missing

CALM = MasteryStage.RELIABLE_WHEN_CALM
"""The stage from which a regulation skill counts as "regulated enough" (item 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalmSkill:
    """A regulation skill with the stage it is at."""

    skill_id: str
    name: str
    stage: MasteryStage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessFacts:
    """What the record says about the items.

    Attributes:
        standing: the client's gate. The partner's own stays out: it is the partner's.
        today: the day.
        is_partner_screened: whether the partner was ever screened apart; never what was found.
        calm_skills: the regulation skills at stage 4 or above, the highest first.
        sessions: individual sessions held.
        competencies: what the practitioner states, with evidence.
        band: what sessions and factors come to.
    """

    standing: GateStanding
    today: date
    is_partner_screened: bool = False
    calm_skills: Sequence[CalmSkill] = ()
    sessions: int = 0
    competencies: Sequence[CompetenceEvidence] = ()
    band: NeutralityBand = NeutralityBand.LOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """One line that nobody typed; its sentence is ``readiness.<code>``. ``is_met`` is None where it only informs."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessItem:
    """One item: its number in the paper, what is computed, what is typed, what is still open."""

    number: int
    code: str
    computed: tuple[Computed, ...]
    fields: tuple[str, ...]
    missing: tuple[Missing, ...] = ()
    is_met: bool


CODES: dict[str, tuple[str, ...]] = {
    "safety": (),
    "own_part": ("readiness_own_part", "readiness_regulation"),
    "freely": ("readiness_client_freely", "readiness_partner_freely"),
    "best_interest": ("best_interest_client", "best_interest_partner", "best_interest_relationship"),
    "goals": ("readiness_goals",),
    "no_crisis": ("readiness_no_crisis", "inventory", "inventory_not_clear"),
    "neutrality": ("readiness_neutrality", "neutrality_band"),
}
"""The items in the order of 6.5, each with the codes of ``review_missing`` that keep it open."""

WHO_CODES = ("mode", "referral_offered", "high_band_reason")
"""What is asked beside the seven: who would see the two, and that a referral was offered."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "safety": (),
    "own_part": ("own_part_named", "regulation_reason"),
    "freely": ("client_wants_freely", "partner_wants_freely"),
    "best_interest": ("best_interest_client", "best_interest_partner", "best_interest_relationship"),
    "goals": ("goals_of_both",),
    "no_crisis": ("no_acute_crisis", "inventory_done_on"),
    "neutrality": ("competence_and_neutrality", "raising_factors", "band"),
}

COMPETENCE_OF: dict[TransitionTarget, Competence] = {
    TransitionTarget.COUPLES: Competence.COUPLES,
    TransitionTarget.DISCERNMENT: Competence.DISCERNMENT,
}
"""The competence each kind of work asks for (row 84)."""


def readiness(review: TransitionReview, facts: ReadinessFacts) -> tuple[ReadinessItem, ...]:
    """Return the seven items in the order of 6.5."""
    missing = missing_of(review, facts)
    lines = {
        "safety": _safety(facts),
        "own_part": _regulation(facts),
        "no_crisis": _inventory(review),
        "neutrality": _therapist(review, facts),
    }
    found = []
    for number, (code, codes) in enumerate(CODES.items(), 1):
        computed = lines.get(code, ())
        open_ = tuple(one for one in missing if one.code in codes)
        is_met = not open_ and all(line.is_met is not False for line in computed if code == "safety")
        found.append(
            ReadinessItem(
                number=number, code=code, computed=computed, fields=_FIELDS[code], missing=open_, is_met=is_met
            )
        )
    return tuple(found)


def missing_of(review: TransitionReview, facts: ReadinessFacts) -> list[Missing]:
    """Return what keeps the review from being signed, with what the record says taken into account."""
    return review_missing(review, has_calm_regulation_skill=bool(facts.calm_skills), band=facts.band)


def next_open(items: Sequence[ReadinessItem]) -> ReadinessItem | None:
    """Return the first item that is not met; None when all are."""
    return next((item for item in items if not item.is_met), None)


def _safety(facts: ReadinessFacts) -> tuple[Computed, ...]:
    """The client's gate as T12 asks for it, and that the partner is screened apart."""
    standing = facts.standing
    lines = [Computed(code="gate", values={"gate": standing.gate}, is_met=_may_move(standing))]
    if standing.gate is Gate.CAUTION:
        has = standing.override is not None
        lines.append(Computed(code="override_live" if has else "override_needed", is_met=has))
    if standing.screened_on is None:
        lines.append(Computed(code="never_screened", is_met=False))
    else:
        days = (facts.today - standing.screened_on).days
        lines.append(
            Computed(
                code="screened",
                values={"day": standing.screened_on, "count": days, "limit": FRESH_DAYS},
                is_met=standing.is_fresh(facts.today),
            )
        )
    lines.append(Computed(code="partner_screened" if facts.is_partner_screened else "partner_apart"))
    return tuple(lines)


def _may_move(standing: GateStanding) -> bool:
    return standing.permission(GatedAct.TRANSITION) is Permission.ALLOWED


def _regulation(facts: ReadinessFacts) -> tuple[Computed, ...]:
    if not facts.calm_skills:
        return (Computed(code="no_calm_skill", values={"stage": CALM.number}, is_met=False),)
    return tuple(
        Computed(
            code="calm_skill",
            values={"skill": skill.name, "number": skill.stage.number, "stage": skill.stage},
            is_met=True,
        )
        for skill in facts.calm_skills
    )


def _inventory(review: TransitionReview) -> tuple[Computed, ...]:
    """How the private knowledge stands, in numbers: what it is stays in its own list."""
    if review.inventory_done_on is None:
        return (Computed(code="inventory_not_gone_through", is_met=False),)
    blocking = [item for item in review.inventory if item.blocks_mode_same]
    told = sum(item.choice is ClientChoice.TOLD for item in review.inventory)
    code = "inventory_blocks" if blocking else "inventory_clear"
    values = {"count": len(blocking) if blocking else len(review.inventory), "told": told}
    return (Computed(code=code, values=values, is_met=not blocking),)


def _therapist(review: TransitionReview, facts: ReadinessFacts) -> tuple[Computed, ...]:
    wanted = COMPETENCE_OF[review.target]
    stated = next((c for c in facts.competencies if c.competence is wanted and c.evidence.strip()), None)
    competence = (
        Computed(code="competence", values={"competence": wanted, "evidence": stated.evidence}, is_met=True)
        if stated
        else Computed(code="no_competence", values={"competence": wanted}, is_met=False)
    )
    return (Computed(code="sessions", values={"count": facts.sessions, "band": facts.band}), competence)
