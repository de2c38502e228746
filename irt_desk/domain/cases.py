"""Units of treatment, episodes of care and the states of an individual case (domain paper, 6.1 and 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import Instant


class UnitKind(StrEnum):
    """Who the client is (domain paper, 6.1). Each unit has its own record; none ever turns into another."""

    INDIVIDUAL_IRT = "individual_irt"
    COUPLE = "couple"
    DISCERNMENT = "discernment"
    COLLATERAL_CONTACT = "collateral_contact"

    @property
    def is_joint(self) -> bool:
        """Whether both people are the client (couple, discernment)."""
        return self in (UnitKind.COUPLE, UnitKind.DISCERNMENT)

    @property
    def brings_together(self) -> bool:
        """Whether its sessions put both people in one room, so that both gates count (domain paper, 6.6)."""
        return self is not UnitKind.INDIVIDUAL_IRT


class CaseState(StrEnum):
    """States of an individual case, then those of a joint unit (domain paper, 6.2); ``closed`` belongs to both."""

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
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSING = "closing"


UNIT_STATES = (CaseState.OPEN, CaseState.SUSPENDED, CaseState.CLOSING, CaseState.CLOSED)
"""States of a joint unit; a collateral contact is ``open`` or ``closed``."""

INDIVIDUAL_STATES = tuple(s for s in CaseState if s not in UNIT_STATES or s is CaseState.CLOSED)
"""States of an individual case, in the order of its way."""


class Outcome(StrEnum):
    """How an episode of care ended; set exactly once (domain paper, rows 87 to 89 and 6.2).

    The first block is the individual case's, then what only a couple or a discernment unit can end with; ``referred`` and
    ``other`` belong to all.
    """

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
    IMPROVED = "improved"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    SEPARATED = "separated"
    MOVED_TO_DISCERNMENT = "moved_to_discernment"
    PATH_1 = "path_1"
    PATH_2 = "path_2"
    PATH_3 = "path_3"
    NO_AGREEMENT = "no_agreement"
    STOP_NO_DECISION = "stop_no_decision"
    CONSENT_WITHDRAWN = "consent_withdrawn"

    @property
    def is_completed_irt(self) -> bool:
        """Whether the work was finished; only then a maintenance plan is due (T16)."""
        return self.value.startswith("irt_completed_")

    @property
    def is_move(self) -> bool:
        """Whether the case moves on; such an outcome belongs to T14 or T15, never to T16."""
        return self.value.startswith("moved_to_")


_O = Outcome
COUPLE_OUTCOMES = (
    _O.IMPROVED, _O.NO_CHANGE, _O.WORSE, _O.SEPARATED, _O.MOVED_TO_DISCERNMENT, _O.CONSENT_WITHDRAWN, _O.REFERRED, _O.OTHER,
)  # fmt: skip
"""How couple work can end (domain paper, 6.2)."""

DISCERNMENT_OUTCOMES = (
    _O.PATH_1, _O.PATH_2, _O.PATH_3, _O.NO_AGREEMENT, _O.STOP_NO_DECISION, _O.CONSENT_WITHDRAWN, _O.REFERRED,
)  # fmt: skip
"""How discernment can end (domain paper, 6.2)."""

_JOINT_ONLY = frozenset(COUPLE_OUTCOMES + DISCERNMENT_OUTCOMES) - {_O.REFERRED, _O.OTHER}
INDIVIDUAL_OUTCOMES = tuple(o for o in Outcome if o not in _JOINT_ONLY)
"""How an episode of an individual case can end (domain paper, rows 87 to 89)."""


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
