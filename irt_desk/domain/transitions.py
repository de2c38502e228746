"""The transition review (domain paper, 6.5) and the discharge summary items (T16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import Outcome
from irt_desk.domain.inventory import ClientChoice, InventoryStep, Material, PrivateKnowledge, stepped
from irt_desk.domain.neutrality import NeutralityBand, RaisingFactor, neutrality_band, stricter
from irt_desk.domain.values import THIRD_PARTY, Act, Missing, Problem, Signature, not_future, tagged


class TransitionTarget(StrEnum):
    """What is being weighed."""

    COUPLES = "couples"
    DISCERNMENT = "discernment"


class TransitionMode(StrEnum):
    """Same therapist or referral (domain paper, 6.5)."""

    SAME_THERAPIST_NEW_UNIT = "same_therapist_new_unit"
    OTHER_THERAPIST_COUPLE_CLIENT_CONTINUES_IRT = "other_therapist_couple_client_continues_irt"
    OTHER_THERAPIST_COUPLE_IRT_CLOSES = "other_therapist_couple_irt_closes"
    COTHERAPY = "cotherapy"

    @property
    def is_same(self) -> bool:
        """Whether this therapist would see both (mode same of 6.7)."""
        return self in (TransitionMode.SAME_THERAPIST_NEW_UNIT, TransitionMode.COTHERAPY)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionReview:
    """Readiness, best interest, neutrality, private knowledge and mode, weighed together and signed.

    Readiness item 1 is the gate and item 7's count of sessions; both are computed, not typed.
    """

    id: str
    unit_id: str
    episode_id: str
    opened_on: date
    target: TransitionTarget = TransitionTarget.COUPLES
    own_part_named: str = ""
    regulation_reason: str = ""
    client_wants_freely: str = ""
    partner_wants_freely: str = tagged(THIRD_PARTY)
    best_interest_client: str = ""
    best_interest_partner: str = tagged(THIRD_PARTY)
    best_interest_relationship: str = ""
    goals_of_both: str = tagged(THIRD_PARTY)
    no_acute_crisis: str = tagged(THIRD_PARTY)
    competence_and_neutrality: str = ""
    raising_factors: tuple[RaisingFactor, ...] = ()
    band: NeutralityBand | None = None
    same_therapist_reason: str = ""
    same_therapist_consultation: str = ""
    mode: TransitionMode | None = None
    inventory: tuple[PrivateKnowledge, ...] = tagged(THIRD_PARTY, default=())
    inventory_done_on: date | None = None
    referral_offered: bool = False
    signed: Signature | None = None
    referral_offered_on: date | None = None
    matching_time_offered_on: date | None = None
    """When the partner was offered as much individual time first (6.5, moderate band)."""

    @property
    def inventory_is_clear(self) -> bool:
        """Whether the private-knowledge inventory was made and nothing in it blocks mode same."""
        return self.inventory_done_on is not None and not any(item.blocks_mode_same for item in self.inventory)


def with_steps(review: TransitionReview, steps: Sequence[InventoryStep]) -> TransitionReview:
    """Return the review with its private knowledge as it stands now: what was told after the signature counts (6.5)."""
    own = [step for step in steps if step.review_id == review.id]
    return replace(review, inventory=stepped(review.inventory, own))


def review_missing(
    review: TransitionReview, *, has_calm_regulation_skill: bool, band: NeutralityBand | None = None
) -> list[Missing]:
    """Return what still keeps the review from being signed (domain paper, 6.5, readiness criteria).

    Args:
        review: the review.
        has_calm_regulation_skill: whether a regulation skill is at stage 4 or above.
        band: what sessions and factors come to; the stricter of it and the chosen band decides what a high risk asks for.
    """
    found: list[Missing] = []

    def want(condition: object, code: str) -> None:
        if not condition:
            found.append(Missing(code, Act.REVIEW))

    want(review.own_part_named.strip(), "readiness_own_part")
    want(has_calm_regulation_skill or review.regulation_reason.strip(), "readiness_regulation")
    want(review.client_wants_freely.strip(), "readiness_client_freely")
    want(review.partner_wants_freely.strip(), "readiness_partner_freely")
    want(review.best_interest_client.strip(), "best_interest_client")
    want(review.best_interest_partner.strip(), "best_interest_partner")
    want(review.best_interest_relationship.strip(), "best_interest_relationship")
    want(review.goals_of_both.strip(), "readiness_goals")
    want(review.no_acute_crisis.strip(), "readiness_no_crisis")
    want(review.competence_and_neutrality.strip(), "readiness_neutrality")
    want(review.mode is not None, "mode")
    want(review.band is not None, "neutrality_band")
    want(review.inventory_done_on is not None, "inventory")
    want(review.referral_offered, "referral_offered")
    same = review.mode is not None and review.mode.is_same
    if same and review.inventory_done_on is not None:
        want(review.inventory_is_clear, "inventory_not_clear")
    if same and stricter(review.band, band) is NeutralityBand.HIGH:
        want(review.same_therapist_reason.strip() and review.same_therapist_consultation.strip(), "high_band_reason")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge:
    """Items of the discharge summary (domain paper, 7.4); signed before the case closes by T16."""

    id: str
    unit_id: str
    episode_id: str
    outcome: Outcome | None = None
    reason: str = ""
    final_measures: str = ""
    no_measures_reason: str = ""
    condition_at_ending: str = ""
    goals_met: str = ""
    risk_at_close: str = ""
    referrals: str = ""
    warning_signs: str = ""
    exits_to_reuse: str = ""
    booster_on: date | None = None
    follow_up: str = ""
    signed: Signature | None = None

    @property
    def has_maintenance_plan(self) -> bool:
        """Whether warning signs and exits to use again are written down (row 32)."""
        return bool(self.warning_signs.strip() and self.exits_to_reuse.strip())


def discharge_missing(discharge: Discharge) -> list[Missing]:
    """Return what still keeps the discharge summary from being signed (T16)."""
    found: list[Missing] = []

    def want(condition: object, code: str) -> None:
        if not condition:
            found.append(Missing(code, Act.DISCHARGE))

    want(discharge.outcome is not None and not discharge.outcome.is_move, "discharge_outcome")
    want(discharge.reason.strip(), "discharge_reason")
    want(discharge.final_measures.strip() or discharge.no_measures_reason.strip(), "discharge_measures")
    want(discharge.condition_at_ending.strip(), "discharge_condition")
    want(discharge.risk_at_close.strip(), "discharge_risk")
    if discharge.outcome is not None and discharge.outcome.is_completed_irt:
        want(discharge.has_maintenance_plan, "discharge_maintenance")
    return found


def review_problems(review: TransitionReview, today: date) -> list[Problem]:
    """Return what keeps a review draft from being stored."""
    found: list[Problem] = []
    for name in ("inventory_done_on", "referral_offered_on", "matching_time_offered_on"):
        found += not_future(name, getattr(review, name), today)
    return found


__all__ = [
    "ClientChoice", "Discharge", "InventoryStep", "Material", "NeutralityBand", "PrivateKnowledge", "RaisingFactor",
    "TransitionMode", "TransitionReview", "TransitionTarget", "discharge_missing", "neutrality_band", "review_missing",
    "review_problems", "with_steps",
]  # fmt: skip
