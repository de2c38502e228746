"""What the gates of a case look at: the codes of the moves, what a therapist says with one, and the facts gathered once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import CareEpisode, Outcome, UnitKind
from irt_desk.domain.consents import Consent
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.safety import GateStanding
from irt_desk.domain.suitability import CouplesPreferability, FitDecision, MotivationScreen
from irt_desk.domain.transitions import Discharge, NeutralityBand, TransitionReview
from irt_desk.domain.units import PairFacts, Place

NO_CONTACT_DAYS = 60
"""Days without contact after which a case may close by T26 (domain paper, 6.7: ``no_contact_days``, a setting)."""


class TransitionCode(StrEnum):
    """Moves of 6.7, by the paper's numbers; ``withdrawal`` is the invariant on consent, which has none."""

    T01 = "T01"
    T02 = "T02"
    T03 = "T03"
    T04 = "T04"
    T05 = "T05"
    T06 = "T06"
    T07 = "T07"
    T08 = "T08"
    T09 = "T09"
    T10 = "T10"
    T11 = "T11"
    T12 = "T12"
    T13 = "T13"
    T14 = "T14"
    T15 = "T15"
    T16 = "T16"
    T17 = "T17"
    T18 = "T18"
    T19 = "T19"
    T20 = "T20"
    T21 = "T21"
    T22 = "T22"
    T23 = "T23"
    T24 = "T24"
    T25 = "T25"
    T26 = "T26"
    T27 = "T27"
    T28 = "T28"
    T29 = "T29"
    WITHDRAWAL = "withdrawal"


class AskedBy(StrEnum):
    """Who asks for a transition review (T10)."""

    THERAPIST = "therapist"
    CLIENT = "client"


class ReferralReason(StrEnum):
    """Why a case is referred on in the middle of the work (T29)."""

    LACKS_COMPETENCE = "lacks_competence"
    NEUTRALITY_LOST = "neutrality_lost"
    CLIENT_PREFERS = "client_prefers"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRequest:
    """What a therapist says with a move.

    Attributes:
        reason: why, in the therapist's words.
        look_again_on: review date, resume date, first follow-up.
        contact_made: the person was reached (T04).
        asked_by: who asks for the review (T10).
        outcome: how the episode ends, where the move ends one.
        code: the row meant, where several lead to the same state (T14, T15 and T16 all close an individual case).
        last_contact_on: last time anybody was reached (T26).
        person_said_no: the person does not want to go on (T26).
        both_informed: both people were told that the joint work ends (T19, T20).
        referral_reason: why it is referred on (T29).
        conflict_check: how it was made sure that seeing one of them again is fair to both (T20, T28).
        consultation: with whom and when the therapist talked it over (T20, T28).
        member: which of the two asks for individual care (T20, T28).
        takes_back: the same therapist takes one of the two back (T20, T28); the default is another therapist.
    """

    reason: str = ""
    look_again_on: date | None = None
    contact_made: bool = False
    asked_by: AskedBy | None = None
    outcome: Outcome | None = None
    code: TransitionCode | None = None
    last_contact_on: date | None = None
    person_said_no: bool = False
    both_informed: bool = False
    referral_reason: ReferralReason | None = None
    conflict_check: str = ""
    consultation: str = ""
    takes_back: bool = False
    member: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything the gates of a case look at, gathered once.

    For a joint unit ``episode``, ``consents`` and ``discharge`` are the unit's own and ``pair`` is set; for an individual case
    ``pair`` holds what T14 and T15 need of the partner.
    """

    today: date
    episode: CareEpisode
    kind: UnitKind = UnitKind.INDIVIDUAL_IRT
    safe_contact_confirmed_on: date | None
    standing: GateStanding
    engagement: PartnerEngagement
    consents: tuple[Consent, ...] = ()
    preferability: CouplesPreferability | None = None
    has_barrier_row: bool = False
    has_effort_or_reason: bool = False
    motivation: MotivationScreen | None = None
    fit: FitDecision | None = None
    unhandled_cautions: tuple[str, ...] = ()
    plan: TreatmentPlan | None = None
    """The newest signed plan."""
    review: TransitionReview | None = None
    has_calm_regulation_skill: bool = False
    neutrality: NeutralityBand | None = None
    """The band that sessions and raising factors come to, by the limits of the practice (6.5)."""
    discharge: Discharge | None = None
    pair: PairFacts | None = None
    transfer_reviewed_on: date | None = None
    """When the client read and signed the newest transfer summary of this episode (T14, T15 mode other; T29)."""
    discernment_outcome: Outcome | None = None
    """What the recorded choices of both come to, once a discernment unit has them (5.5)."""
    agreed_on: date | None = None
    """The day both agreed on for looking at their decision again, as recorded with it (5.5)."""
    no_contact_days: int = NO_CONTACT_DAYS
    request: TransitionRequest = field(default_factory=TransitionRequest)
