"""May this case be IRT? Couples-first evidence, barriers, motivation, cautions (domain paper, 1.6 and 1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.practitioner import Competence, Practitioner
from irt_desk.domain.values import THIRD_PARTY, Problem, need_range, need_text, not_future, tagged


class PreferabilityJudgement(StrEnum):
    """Would couples counselling be better (row 68)?"""

    PREFERABLE_AND_FEASIBLE = "preferable_and_feasible"
    PREFERABLE_NOT_FEASIBLE_NOW = "preferable_not_feasible_now"
    NOT_PREFERABLE = "not_preferable"
    CONTRAINDICATED = "contraindicated"


class FitOutcome(StrEnum):
    """Suitability outcome (row 77)."""

    IRT_RECOMMENDED = "irt_recommended"
    IRT_WITH_CAUTION = "irt_with_caution"
    COUPLES_RECOMMENDED = "couples_recommended"
    DISCERNMENT_RECOMMENDED = "discernment_recommended"
    INDIVIDUAL_THERAPY_RECOMMENDED = "individual_therapy_recommended"
    SPECIALIST_REFERRAL = "specialist_referral"
    NOT_NOW = "not_now"


class BarrierType(StrEnum):
    """What keeps couples work from happening (domain paper, 1.8)."""

    CLIENT_FEAR_OF_ASKING = "client_fear_of_asking"
    CLIENT_FEAR_OF_PARTNER_REACTION = "client_fear_of_partner_reaction"
    CLIENT_SHAME = "client_shame"
    CLIENT_WANTS_PRIVATE_SPACE_FIRST = "client_wants_private_space_first"
    CLIENT_UNSURE_ABOUT_STAYING = "client_unsure_about_staying"
    PARTNER_DECLINED = "partner_declined"
    PARTNER_DISTRUSTS_THERAPY = "partner_distrusts_therapy"
    PARTNER_BAD_PAST_THERAPY = "partner_bad_past_therapy"
    PARTNER_FEARS_BLAME = "partner_fears_blame"
    PARTNER_SEES_NO_PROBLEM = "partner_sees_no_problem"
    PARTNER_PRIVACY_OR_CULTURE = "partner_privacy_or_culture"
    PARTNER_WANTS_OWN_THERAPIST = "partner_wants_own_therapist"
    PARTNER_MENTAL_HEALTH = "partner_mental_health"
    PARTNER_SUBSTANCE_USE = "partner_substance_use"
    PARTNER_LEANING_OUT = "partner_leaning_out"
    COST_OR_INSURANCE = "cost_or_insurance"
    TIME_OR_CHILDCARE = "time_or_childcare"
    DISTANCE_OR_DEPLOYMENT = "distance_or_deployment"
    LANGUAGE_OR_ACCESS_NEED = "language_or_access_need"
    LEGAL_PROCEEDINGS = "legal_proceedings"
    SAFETY = "safety"
    OTHER = "other"


class BarrierHolder(StrEnum):
    """Whose barrier it is."""

    CLIENT = "client"
    PARTNER_AS_REPORTED = "partner_as_reported"
    PRACTICAL = "practical"


class Changeable(StrEnum):
    """How likely a barrier is to change."""

    LIKELY = "likely"
    UNSURE = "unsure"
    UNLIKELY = "unlikely"


class BarrierStatus(StrEnum):
    """Where a barrier stands."""

    OPEN = "open"
    EXPLORED = "explored"
    EASED = "eased"


class EffortBy(StrEnum):
    """Who made an engagement effort."""

    CLIENT = "client"
    THERAPIST = "therapist"


class NoEffortReason(StrEnum):
    """Why no effort was made to engage both people (row 71)."""

    SAFETY = "safety"
    CLIENT_DECLINES_PERMISSION = "client_declines_permission"
    PARTNER_UNREACHABLE = "partner_unreachable"
    OTHER = "other"


class SupportOnly(StrEnum):
    """Does the person want emotional support only (row 78)?"""

    NO = "no"
    PARTLY = "partly"
    YES = "yes"


class CautionType(StrEnum):
    """Caution flags (rows 79 to 83)."""

    PARTNER_MENTAL_HEALTH = "partner_mental_health"
    PARTNER_SUBSTANCE_USE = "partner_substance_use"
    IPV_OR_COERCION = "ipv_or_coercion"
    CLIENT_MENTAL_HEALTH = "client_mental_health"
    CLIENT_SUBSTANCE_USE = "client_substance_use"


class Severity(StrEnum):
    """How strong a caution is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CautionStatus(StrEnum):
    """Where a caution stands."""

    OPEN = "open"
    HANDLED = "handled"
    CLOSED = "closed"


COMPETENCE_FOR: dict[CautionType, Competence] = {
    CautionType.PARTNER_MENTAL_HEALTH: Competence.SEVERE_MENTAL_ILLNESS,
    CautionType.CLIENT_MENTAL_HEALTH: Competence.SEVERE_MENTAL_ILLNESS,
    CautionType.PARTNER_SUBSTANCE_USE: Competence.ADDICTION,
    CautionType.CLIENT_SUBSTANCE_USE: Competence.ADDICTION,
    CautionType.IPV_OR_COERCION: Competence.IPV,
}
"""The competence a caution asks for (row 79)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplesPreferability:
    """One answer to "would couples counselling be better?"; later ones are reviews (rows 31, 68 to 70)."""

    id: str
    unit_id: str
    considered_on: date
    judgement: PreferabilityJudgement
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """One perceived barrier to couples work (row 72)."""

    id: str
    unit_id: str
    type: BarrierType
    held_by: BarrierHolder
    strength: int | None = None
    changeable: Changeable = Changeable.UNSURE
    explored_on: date | None = None
    words: str = tagged(THIRD_PARTY)
    plan: str = ""
    status: BarrierStatus = BarrierStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementEffort:
    """One documented try to involve the partner (row 71)."""

    id: str
    unit_id: str
    on: date
    by: EffortBy
    method: str
    what_was_offered: str
    outcome: str = tagged(THIRD_PARTY)
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MotivationScreen:
    """Support only, or willing to look at the own part and to practise (row 78)? Willingness is 0 to 4."""

    id: str
    unit_id: str
    on: date
    wants_support_only: SupportOnly
    willing_to_examine_own_part: int
    willing_to_practise: int

    @property
    def recommended(self) -> FitOutcome | None:
        """The outcome row 78 recommends, or None; the therapist may decide otherwise with a reason."""
        unwilling = self.willing_to_examine_own_part <= 1 and self.willing_to_practise <= 1
        if self.wants_support_only is SupportOnly.YES and unwilling:
            return FitOutcome.INDIVIDUAL_THERAPY_RECOMMENDED
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FitDecision:
    """The suitability outcome of a day, with its summary; ``review_on`` is required for ``not_now`` (row 77)."""

    id: str
    unit_id: str
    on: date
    outcome: FitOutcome
    summary: str
    review_on: date | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CautionFlag:
    """A marked concern that needs a plan (rows 79 to 82)."""

    id: str
    unit_id: str
    type: CautionType
    severity: Severity
    raised_on: date
    status: CautionStatus = CautionStatus.OPEN
    plan: str = tagged(THIRD_PARTY)
    consultant: str = ""
    consulted_on: date | None = None
    referral: str = tagged(THIRD_PARTY)

    def is_handled(self, practitioner: Practitioner) -> bool:
        """Whether T06 may pass: closed, or a plan, and without the matching competence a consultation or referral."""
        if self.status is CautionStatus.CLOSED:
            return True
        if not self.plan.strip():
            return False
        consulted = bool(self.consultant.strip()) and self.consulted_on is not None
        return practitioner.has(COMPETENCE_FOR[self.type]) or consulted or bool(self.referral.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class FitNotes:
    """Single facts of the fit question: no barrier found, no effort and why, the sole-changer assumption (row 73)."""

    unit_id: str
    no_barriers_found_on: date | None = None
    no_effort_reason: NoEffortReason | None = None
    no_effort_note: str = ""
    sole_changer_held: int | None = None
    sole_changer_origin: str = ""
    sole_changer_learned: str = ""

    @property
    def sole_changer_cue(self) -> bool:
        """Whether to check for self-blame, coercion or a family rule: held at 3 or above (row 73)."""
        return self.sole_changer_held is not None and self.sole_changer_held >= 3


def barrier_problems(barrier: Barrier, today: date) -> list[Problem]:
    """Return what keeps a barrier from being stored."""
    return need_range("strength", barrier.strength, 0, 10) + not_future("explored_on", barrier.explored_on, today)


def effort_problems(effort: EngagementEffort, today: date) -> list[Problem]:
    """Return what keeps an engagement effort from being stored."""
    found = not_future("on", effort.on, today)
    for name in ("method", "what_was_offered", "outcome"):
        found += need_text(name, getattr(effort, name))
    return found


def preferability_problems(answer: CouplesPreferability, today: date) -> list[Problem]:
    """Return what keeps an answer to the couples question from being stored."""
    return not_future("considered_on", answer.considered_on, today) + need_text("reasons", answer.reasons)


def motivation_problems(screen: MotivationScreen, today: date) -> list[Problem]:
    """Return what keeps a motivation screen from being stored."""
    found = not_future("on", screen.on, today)
    found += need_range("willing_to_examine_own_part", screen.willing_to_examine_own_part, 0, 4)
    return found + need_range("willing_to_practise", screen.willing_to_practise, 0, 4)


def decision_problems(decision: FitDecision, screen: MotivationScreen | None, today: date) -> list[Problem]:
    """Return what keeps a fit decision from being stored (rows 77 and 78)."""
    found = not_future("on", decision.on, today) + need_text("summary", decision.summary)
    if decision.outcome is FitOutcome.NOT_NOW and decision.review_on is None:
        found.append(Problem("review_on", "review_date_needed"))
    if decision.review_on is not None and decision.review_on < decision.on:
        found.append(Problem("review_on", "before_start"))
    advised = screen.recommended if screen else None
    irt = decision.outcome in (FitOutcome.IRT_RECOMMENDED, FitOutcome.IRT_WITH_CAUTION)
    if advised and irt and not decision.override_reason.strip():
        found.append(Problem("override_reason", "motivation_override_reason"))
    return found


def caution_problems(flag: CautionFlag, today: date) -> list[Problem]:
    """Return what keeps a caution flag from being stored."""
    found = not_future("raised_on", flag.raised_on, today) + not_future("consulted_on", flag.consulted_on, today)
    if flag.status is CautionStatus.HANDLED:
        found += need_text("plan", flag.plan)
    return found


def notes_problems(notes: FitNotes, today: date) -> list[Problem]:
    """Return what keeps the single facts from being stored."""
    found = need_range("sole_changer_held", notes.sole_changer_held, 0, 4)
    found += not_future("no_barriers_found_on", notes.no_barriers_found_on, today)
    if notes.no_effort_reason is not None:
        found += need_text("no_effort_note", notes.no_effort_note)
    return found
