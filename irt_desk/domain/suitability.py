"""May this case be IRT? Couples-first evidence, barriers, motivation, cautions (domain paper, 1.6 and 1.8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from irt_desk.domain.cautions import (
    COMPETENCE_FOR,
    CautionFlag,
    CautionStatus,
    CautionType,
    Severity,
    caution_problems,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplesPreferability:
    """One answer to "would couples counselling be better?"; later ones are reviews (rows 31, 68 to 70)."""

    id: str
    unit_id: str
    considered_on: date
    judgement: PreferabilityJudgement
    reasons: str


@dataclass(frozen=True, slots=True)
class BarrierChange:
    """How a barrier stood from a day on, so that its way can be read later."""

    on: date
    status: BarrierStatus
    strength: int | None = None
    changeable: Changeable = Changeable.UNSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """One perceived barrier to couples work (row 72).

    ``changes`` is kept by the program: where it stood, oldest first. ``entered_in_error`` is the reason it was taken back.
    """

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
    changes: tuple[BarrierChange, ...] = ()
    entered_in_error: str = ""

    def changed_from(self, before: Barrier | None, today: date) -> Barrier:
        """Return the barrier with its way so far; a line is added when where it stands, its strength or outlook changed."""
        past = before.changes if before else ()
        now = BarrierChange(
            self.explored_on or today if not past else today, self.status, self.strength, self.changeable
        )
        last = past[-1] if past else None
        same = last is not None and replace(now, on=last.on) == last
        return replace(self, changes=past if same else (*past, now))


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


class PathwayOption(StrEnum):
    """What a pathway decision is about (rows 84 and 85)."""

    IRT = "irt"
    COUPLES = "couples"
    DISCERNMENT = "discernment"
    INDIVIDUAL_THERAPY = "individual_therapy"


class PathwayTiming(StrEnum):
    """If and when (row 85)."""

    NOW = "now"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayDecision:
    """If and when a form of work fits, and why (row 85); append-only, a later one is a change of mind."""

    id: str
    unit_id: str
    on: date
    option: PathwayOption
    timing: PathwayTiming
    rationale: str


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


def pathway_problems(decision: PathwayDecision, today: date) -> list[Problem]:
    """Return what keeps a pathway decision from being stored."""
    return not_future("on", decision.on, today) + need_text("rationale", decision.rationale)


def notes_problems(notes: FitNotes, today: date) -> list[Problem]:
    """Return what keeps the single facts from being stored."""
    found = need_range("sole_changer_held", notes.sole_changer_held, 0, 4)
    found += not_future("no_barriers_found_on", notes.no_barriers_found_on, today)
    if notes.no_effort_reason is not None:
        found += need_text("no_effort_note", notes.no_effort_note)
    return found


__all__ = [
    "COMPETENCE_FOR",
    "Barrier",
    "BarrierChange",
    "BarrierHolder",
    "BarrierStatus",
    "BarrierType",
    "CautionFlag",
    "CautionStatus",
    "CautionType",
    "Changeable",
    "CouplesPreferability",
    "EffortBy",
    "EngagementEffort",
    "FitDecision",
    "FitNotes",
    "FitOutcome",
    "MotivationScreen",
    "NoEffortReason",
    "PathwayDecision",
    "PathwayOption",
    "PathwayTiming",
    "PreferabilityJudgement",
    "Severity",
    "SupportOnly",
    "barrier_problems",
    "caution_problems",
    "decision_problems",
    "effort_problems",
    "motivation_problems",
    "notes_problems",
    "pathway_problems",
    "preferability_problems",
]
