"""The transition review (domain paper, 6.5) and the discharge summary items (T16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import Outcome
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


class NeutralityBand(StrEnum):
    """Risk to neutrality; working bands of 6.5, editable, no published number behind them."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class RaisingFactor(StrEnum):
    """Any of these raises the band by one in total (domain paper, 6.5)."""

    ALLIANCE_AGAINST_PARTNER = "alliance_against_partner"
    POSITIVE_STANCE_CHECK = "positive_stance_check"
    PRIVATE_SECRET_HELD = "private_secret_held"
    CLIENT_HOPES_FOR_ALLY = "client_hopes_for_ally"
    TRAUMA_DISCLOSURE = "trauma_disclosure"


class Material(StrEnum):
    """Whether a private fact would matter to the partner's choice."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class ClientChoice(StrEnum):
    """What the client wants done with a private fact."""

    WILL_TELL_BY_DATE = "will_tell_by_date"
    TOLD = "told"
    SEAL = "seal"
    RELEASE = "release"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKnowledge:
    """One fact the therapist holds that the partner may not know; individual record only."""

    text: str = tagged(THIRD_PARTY)
    material: Material = Material.NO
    choice: ClientChoice = ClientChoice.UNDECIDED
    tell_by: date | None = None

    @property
    def blocks_mode_same(self) -> bool:
        """Whether it blocks the same therapist (domain paper, 6.5)."""
        return self.material is not Material.NO and self.choice in (
            ClientChoice.SEAL,
            ClientChoice.UNDECIDED,
            ClientChoice.WILL_TELL_BY_DATE,
        )


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

    @property
    def inventory_is_clear(self) -> bool:
        """Whether the private-knowledge inventory was made and nothing in it blocks mode same."""
        return self.inventory_done_on is not None and not any(item.blocks_mode_same for item in self.inventory)


def neutrality_band(sessions: int, factors: tuple[RaisingFactor, ...]) -> NeutralityBand:
    """Return the band: 0 to 3 individual sessions low, 4 to 8 moderate, 9 or more high; factors raise it by one."""
    bands = list(NeutralityBand)
    base = 0 if sessions <= 3 else 1 if sessions <= 8 else 2
    return bands[min(2, base + (1 if factors else 0))]


def review_missing(review: TransitionReview, *, has_calm_regulation_skill: bool) -> list[Missing]:
    """Return what still keeps the review from being signed (domain paper, 6.5, readiness criteria)."""
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
    if same and review.band is NeutralityBand.HIGH:
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
    return not_future("inventory_done_on", review.inventory_done_on, today)
