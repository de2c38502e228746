"""The state machine of an individual case: T01 to T13 and T16 as one table (domain paper, 6.7).

Each row names its requirements by code; each requirement is one small predicate over :class:`CaseFacts`. The window, the
command line and the services all ask :func:`missing_for`, so a gate cannot open in one of them alone. What was never
recorded counts as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import CareEpisode, CaseState, Outcome
from irt_desk.domain.consents import Consent, ConsentType, in_force
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.safety import Gate, GatedAct, GateStanding, Permission
from irt_desk.domain.suitability import CouplesPreferability, FitDecision, FitOutcome, MotivationScreen
from irt_desk.domain.transitions import Discharge, TransitionReview, review_missing
from irt_desk.domain.values import Act, Missing


class TransitionCode(StrEnum):
    """Moves of an individual case this table knows (domain paper, 6.7)."""

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
    T16 = "T16"


class AskedBy(StrEnum):
    """Who asks for a transition review (T10)."""

    THERAPIST = "therapist"
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRequest:
    """What a therapist says with a move: a reason, a date to look again, who asked."""

    reason: str = ""
    look_again_on: date | None = None
    contact_made: bool = False
    asked_by: AskedBy | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything the gates of an individual case look at, gathered once."""

    today: date
    episode: CareEpisode
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
    discharge: Discharge | None = None
    request: TransitionRequest = field(default_factory=TransitionRequest)


Check = Callable[[CaseFacts], Iterable[Missing]]


def _consent(kind: ConsentType) -> Check:
    def check(facts: CaseFacts) -> Iterable[Missing]:
        if in_force(facts.consents, kind, facts.today) is None:
            yield Missing(f"consent_{kind}", Act.CONSENTS)

    return check


def _one(code: str, act: Act, holds: Callable[[CaseFacts], object]) -> Check:
    def check(facts: CaseFacts) -> Iterable[Missing]:
        if not holds(facts):
            yield Missing(code, act)

    return check


def _client_gate(facts: CaseFacts) -> Iterable[Missing]:
    cell = facts.standing.permission(GatedAct.TRANSITION)
    if cell is Permission.ALLOWED:
        return
    if cell is Permission.NEEDS_INVITATION_OVERRIDE:
        yield Missing("invitation_override", Act.OVERRIDE)
    else:
        yield Missing(f"gate_{facts.standing.gate}", Act.SAFETY)


def _fresh_screening(facts: CaseFacts) -> Iterable[Missing]:
    if facts.standing.screened_on is not None and not facts.standing.is_fresh(facts.today):
        yield Missing("screening_30_days", Act.SAFETY)


def _rescreen_after_pause(facts: CaseFacts) -> Iterable[Missing]:
    if facts.standing.gate is Gate.UNSCREENED:
        yield Missing("rescreen_90_days", Act.SAFETY)


def _cautions(facts: CaseFacts) -> Iterable[Missing]:
    for kind in facts.unhandled_cautions:
        yield Missing(f"caution_{kind}", Act.CAUTIONS)


def _review(facts: CaseFacts) -> Iterable[Missing]:
    if facts.review is None:
        yield Missing("review_form", Act.REVIEW)
        return
    yield from review_missing(facts.review, has_calm_regulation_skill=facts.has_calm_regulation_skill)
    if facts.review.signed is None:
        yield Missing("review_signed", Act.REVIEW)


def _not_now_date(facts: CaseFacts) -> Iterable[Missing]:
    day = facts.request.look_again_on
    if day is None:
        yield Missing("review_on", Act.REQUEST)
    elif day < facts.today:
        yield Missing("date_in_past", Act.REQUEST)


def _fit_decided(facts: CaseFacts) -> Iterable[Missing]:
    if facts.fit is None or not facts.fit.summary.strip():
        yield Missing("fit_outcome", Act.SUITABILITY)


def _case_outcome(facts: CaseFacts) -> Iterable[Missing]:
    outcome = facts.request.outcome
    if outcome is None or outcome.is_move or outcome.is_completed_irt:
        yield Missing("case_outcome", Act.REQUEST)


def _discharge(facts: CaseFacts) -> Iterable[Missing]:
    if facts.discharge is None or facts.discharge.signed is None:
        yield Missing("discharge_summary", Act.DISCHARGE)


def _engagement_in(code: str, *allowed: PartnerEngagement) -> Check:
    return _one(code, Act.ENGAGEMENT, lambda facts: facts.engagement in allowed)


CONTACT_SAFE = _one("contact_safe", Act.CONTACT, lambda f: f.safe_contact_confirmed_on is not None)
REASON = _one("reason", Act.REQUEST, lambda f: f.request.reason.strip())
CONTACT_MADE = _one("contact_made", Act.REQUEST, lambda f: f.request.contact_made)
ASKED = _one("asked_by", Act.REQUEST, lambda f: f.request.asked_by is not None)
SCREENED = _one("safety_interview", Act.SAFETY, lambda f: f.standing.screened_on is not None)
PREFERABILITY = _one("couples_preferability", Act.SUITABILITY, lambda f: f.preferability is not None)
BARRIER = _one("barrier", Act.BARRIERS, lambda f: f.has_barrier_row)
EFFORT = _one("engagement_effort", Act.EFFORTS, lambda f: f.has_effort_or_reason)
MOTIVATION = _one("motivation_screen", Act.MOTIVATION, lambda f: f.motivation is not None)
EXPLORED = _one("partner_engagement", Act.ENGAGEMENT, lambda f: f.engagement is not PartnerEngagement.NOT_EXPLORED)
SIGNED_PLAN = _one(
    "signed_plan", Act.PLAN, lambda f: f.plan is not None and f.plan.signed is not None and f.plan.has_relationship_goal
)
FITS_IRT = _one(
    "fit_not_irt",
    Act.SUITABILITY,
    lambda f: f.fit is None or f.fit.outcome in (FitOutcome.IRT_RECOMMENDED, FitOutcome.IRT_WITH_CAUTION),
)
MOTIVATED = _one(
    "motivation_support_only",
    Act.MOTIVATION,
    lambda f: (
        f.motivation is None
        or f.motivation.recommended is None
        or (f.fit is not None and bool(f.fit.override_reason.strip()))
    ),
)
PARTNER_READY = _engagement_in("partner_agreed", PartnerEngagement.AGREED_TO_MEET, PartnerEngagement.MET_INDIVIDUALLY)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of 6.7: from, to, gate. ``sets_outcome`` is set where the case ends with one."""

    code: TransitionCode
    from_states: tuple[CaseState, ...]
    to_state: CaseState
    gate: tuple[Check, ...]
    sets_outcome: Outcome | None = None


_S, _C = CaseState, TransitionCode
TRANSITIONS: tuple[Transition, ...] = (
    Transition(_C.T01, (_S.INQUIRY,), _S.SCREENING, (CONTACT_SAFE,)),
    Transition(_C.T02, (_S.SCREENING,), _S.REFERRED_OUT, (REASON,), Outcome.REFERRED),
    Transition(_C.T03, (_S.SCREENING,), _S.NOT_NOW, (REASON, _not_now_date)),
    Transition(_C.T04, (_S.NOT_NOW,), _S.SCREENING, (CONTACT_MADE,)),
    Transition(
        _C.T05,
        (_S.SCREENING,),
        _S.ASSESSMENT,
        (
            _consent(ConsentType.INFORMED),
            _consent(ConsentType.IRT_MODALITY_ORIENTATION),
            _consent(ConsentType.PRIVACY_NOTICE),
            SCREENED,
        ),
    ),
    Transition(
        _C.T06,
        (_S.ASSESSMENT,),
        _S.ACTIVE_IRT,
        (PREFERABILITY, BARRIER, EFFORT, MOTIVATION, MOTIVATED, FITS_IRT, EXPLORED, _cautions, SIGNED_PLAN),
    ),
    Transition(_C.T07, (_S.ASSESSMENT,), _S.REFERRED_OUT, (_fit_decided,), Outcome.REFERRED),
    Transition(_C.T07, (_S.ASSESSMENT,), _S.NOT_NOW, (_fit_decided, _not_now_date)),
    Transition(_C.T07, (_S.ASSESSMENT,), _S.CLOSED, (_fit_decided, _case_outcome)),
    Transition(_C.T08, (_S.ACTIVE_IRT,), _S.PAUSED, (_not_now_date,)),
    Transition(_C.T09, (_S.PAUSED,), _S.ACTIVE_IRT, (_rescreen_after_pause,)),
    Transition(_C.T10, (_S.ACTIVE_IRT,), _S.TRANSITION_REVIEW, (ASKED, _client_gate)),
    Transition(_C.T11, (_S.TRANSITION_REVIEW,), _S.ACTIVE_IRT, (REASON, _not_now_date)),
    Transition(
        _C.T12,
        (_S.TRANSITION_REVIEW,),
        _S.TRANSITION_PREP,
        (_client_gate, _fresh_screening, PARTNER_READY, _review),
    ),
    Transition(_C.T13, (_S.TRANSITION_PREP,), _S.ACTIVE_IRT, (REASON, _not_now_date)),
    Transition(
        _C.T16,
        (_S.ACTIVE_IRT, _S.PAUSED, _S.TRANSITION_REVIEW, _S.TRANSITION_PREP),
        _S.CLOSED,
        (_discharge,),
    ),
)
"""The table. T14, T15 and T17 to T29 belong to units this release does not open yet, so no row stands for them."""


def ways_from(state: CaseState) -> tuple[Transition, ...]:
    """Return the rows that lead out of a state, in the order of the table."""
    return tuple(row for row in TRANSITIONS if state in row.from_states)


def way(state: CaseState, to: CaseState) -> Transition | None:
    """Return the row that leads from one state to another, or None when there is no direct way."""
    return next((row for row in ways_from(state) if row.to_state is to), None)


def missing_for(row: Transition, facts: CaseFacts) -> list[Missing]:
    """Return everything that still keeps the case from this move, in reading order; empty when it may go."""
    found: list[Missing] = []
    for check in row.gate:
        found += check(facts)
    return found


def route(state: CaseState, to: CaseState) -> tuple[CaseState, ...]:
    """Return the shortest way from a state to another as the states in between and the goal; empty without one."""
    seen: dict[CaseState, tuple[CaseState, ...]] = {state: ()}
    queue = [state]
    while queue:
        here = queue.pop(0)
        for row in ways_from(here):
            if row.to_state not in seen:
                seen[row.to_state] = (*seen[here], row.to_state)
                queue.append(row.to_state)
    return seen.get(to, ())


def missing_for_state(to: CaseState, facts: CaseFacts) -> list[Missing]:
    """Return what still keeps this case from a state: the gate of the direct move, or why there is none.

    Where other states lie between, the first step is named and the gates of every step are listed.
    """
    state = facts.episode.state
    if state is to:
        return []
    path = route(state, to)
    if not path:
        return [Missing("no_way", Act.NONE, {"state": state, "to": to})]
    found: list[Missing] = []
    if len(path) > 1:
        found.append(Missing("steps_between", Act.NONE, {"path": path}))
    here = state
    for step in path:
        row = way(here, step)
        assert row is not None  # route() only walks rows of the table
        found += [m for m in missing_for(row, facts) if m not in found]
        here = step
    return found


def evidence_of(row: Transition, facts: CaseFacts) -> tuple[str, ...]:
    """Return the ids of the records the gate of a move rested on, for the trace of the transition."""
    found: list[str] = []
    if row.code is TransitionCode.T05:
        found += [c.id for c in facts.consents if c.holds_on(facts.today)]
    if row.code is TransitionCode.T06:
        found += [r.id for r in (facts.preferability, facts.motivation, facts.fit, facts.plan) if r is not None]
    if row.code is TransitionCode.T07 and facts.fit is not None:
        found.append(facts.fit.id)
    if row.code is TransitionCode.T12 and facts.review is not None:
        found.append(facts.review.id)
    if row.code is TransitionCode.T16 and facts.discharge is not None:
        found.append(facts.discharge.id)
    if facts.standing.override is not None:
        found.append(facts.standing.override.id)
    return tuple(found)
