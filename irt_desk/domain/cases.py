"""Units of treatment, episodes of care and the states of an individual case (domain paper, 6.1 and 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import Instant


class UnitKind(StrEnum):
    """Who the client is. This release keeps individual records; the other units open their own charts."""

    INDIVIDUAL_IRT = "individual_irt"
    COUPLE = "couple"
    DISCERNMENT = "discernment"
    COLLATERAL_CONTACT = "collateral_contact"


class CaseState(StrEnum):
    """States of an individual case (domain paper, 6.2)."""

    INQUIRY = "inquiry"
    SCREENING = "screening"
    NOT_NOW = "not_now"
    REFERRED_OUT = "referred_out"
    ASSESSMENT = "assessment"
    ACTIVE_IRT = "active_irt"
    PAUSED = "paused"
    TRANSITION_REVIEW = "transition_review"
    TRANSITION_PREP = "transition_prep"
    CLOSED = "closed"
    FOLLOW_UP = "follow_up"
    REOPENED = "reopened"


class Outcome(StrEnum):
    """How an episode of care ended; set exactly once (domain paper, rows 87 to 89 and 6.2)."""

    IRT_COMPLETED_IMPROVED = "irt_completed_improved"
    IRT_COMPLETED_NO_CHANGE = "irt_completed_no_change"
    IRT_COMPLETED_WORSE = "irt_completed_worse"
    IRT_COMPLETED_CLARITY_TO_LEAVE = "irt_completed_clarity_to_leave"
    MOVED_TO_COUPLES_SAME_THERAPIST = "moved_to_couples_same_therapist"
    MOVED_TO_COUPLES_OTHER_THERAPIST = "moved_to_couples_other_therapist"
    MOVED_TO_DISCERNMENT_SAME_THERAPIST = "moved_to_discernment_same_therapist"
    MOVED_TO_DISCERNMENT_OTHER_THERAPIST = "moved_to_discernment_other_therapist"
    WITHDREW = "withdrew"
    LOST_CONTACT = "lost_contact"
    REFERRED = "referred"
    DIED = "died"
    OTHER = "other"

    @property
    def is_completed_irt(self) -> bool:
        """Whether the work was finished; only then a maintenance plan is due (T16)."""
        return self.value.startswith("irt_completed_")

    @property
    def is_move(self) -> bool:
        """Whether the case moves on; such an outcome belongs to T14 or T15, never to T16."""
        return self.value.startswith("moved_to_")


class PrimaryReason(StrEnum):
    """Main reason for coming (domain paper, row 24)."""

    RELATIONSHIP_DISTRESS = "relationship_distress"
    INDIVIDUAL_SYMPTOMS = "individual_symptoms"
    BOTH = "both"
    OTHER = "other"


class OnsetPattern(StrEnum):
    """How it began (domain paper, row 4)."""

    GRADUAL_DRIFT = "gradual_drift"
    SINGLE_EVENT = "single_event"
    SERIES_OF_HURTS = "series_of_hurts"
    LIFE_TRANSITION = "life_transition"
    LONGSTANDING = "longstanding"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentUnit:
    """One record: its own consent, plan, notes and release rules. Never converted into another kind."""

    id: str
    kind: UnitKind
    client_id: str
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CareEpisode:
    """From start to closing; a person who returns gets a new one in the same record."""

    id: str
    unit_id: str
    number: int
    state: CaseState
    state_since: date
    opened_on: date
    closed_on: date | None = None
    outcome: Outcome | None = None
    look_again_on: date | None = None
    """Review date of ``not_now``, resume date of ``paused``, next review after a decision to stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """One move of the case, with the evidence its gates rested on (invariant: every transition is traced)."""

    id: str
    unit_id: str
    episode_id: str
    transition: str
    from_state: CaseState
    to_state: CaseState
    on: date
    recorded: Instant
    reason: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentingPicture:
    """Why the person comes, their own words kept apart from the therapist's (domain paper, rows 2, 4, 9, 24)."""

    unit_id: str
    client_words: str = ""
    clinical_summary: str = ""
    primary_reason: PrimaryReason | None = None
    onset: tuple[OnsetPattern, ...] = ()
    relationship_vision: str = ""
    arguments_per_week: float | None = None
    diagnosis: str = ""
    irt_rationale: str = ""
    first_focus: str = ""
