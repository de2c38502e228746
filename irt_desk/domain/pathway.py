"""The state machine: T01 to T29 as one table (domain paper, 6.7).

Each row names where it leads from and to, what must hold, and what it does; each requirement is one small predicate of
``requirements.py`` over :class:`CaseFacts`. The window, the command line and the services all ask :func:`missing_for`, so a gate cannot
open in one of them alone. T23 is a move of the partner engagement log, T24 and T25 are the overlay ``safety_stop`` that the gate
sets by itself; they move no state, so no row stands for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from irt_desk.domain import requirements as need
from irt_desk.domain.case_facts import AskedBy, CaseFacts, ReferralReason, TransitionCode, TransitionRequest
from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.consents import ConsentType
from irt_desk.domain.requirements import Check
from irt_desk.domain.transitions import TransitionMode, TransitionTarget
from irt_desk.domain.values import Act, Missing


class Effect(StrEnum):
    """What a move does beside changing the state."""

    OPENS_COUPLE = "opens_couple"
    OPENS_DISCERNMENT = "opens_discernment"
    NEW_EPISODE = "new_episode"
    REOPENS_INDIVIDUAL = "reopens_individual"
    CLOSES_SUSPENDED = "closes_suspended"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of 6.7: from, to, gate, effect.

    Attributes:
        sets_outcome: the outcome, where the row knows it.
        of: the kind of unit whose case moves.
        modes: transition modes the row is for; empty for every one.
        target: what the review weighed, where the row is for one target.
        effect: what else it does.
    """

    code: TransitionCode
    from_states: tuple[CaseState, ...]
    to_state: CaseState
    gate: tuple[Check, ...]
    sets_outcome: Outcome | None = None
    of: UnitKind = UnitKind.INDIVIDUAL_IRT
    modes: tuple[TransitionMode, ...] = ()
    target: TransitionTarget | None = None
    effect: Effect | None = None

    def fits(self, facts: CaseFacts) -> bool:
        """Whether the row is the one meant: its code when one was named, its mode and target as the review chose them."""
        if facts.request.code is not None and facts.request.code is not self.code:
            return False
        if not self.modes and self.target is None:
            return True
        review = facts.review
        chosen = review is not None and review.target is self.target
        return chosen and review is not None and (not self.modes or review.mode in self.modes)


_S, _C, _K, _E, _M, _T, _O = CaseState, TransitionCode, UnitKind, Effect, TransitionMode, TransitionTarget, Outcome
_SAME = (_M.SAME_THERAPIST_NEW_UNIT, _M.COTHERAPY)
_CLOSES, _GOES_ON = (_M.OTHER_THERAPIST_COUPLE_IRT_CLOSES,), (_M.OTHER_THERAPIST_COUPLE_CLIENT_CONTINUES_IRT,)
_TO_OTHER = (need.client_gate, need.still_willing, need.review_still_signed, need.transfer)
_TO_SAME = (need.review_still_signed, need.still_willing, need.pair_safe, need.inventory_clear)
_OPEN_CASE = (_S.ASSESSMENT, _S.ACTIVE_IRT, _S.PAUSED, _S.TRANSITION_REVIEW, _S.TRANSITION_PREP)
_OPEN_UNIT = (_S.OPEN, _S.SUSPENDED, _S.CLOSING)

INDIVIDUAL: tuple[Transition, ...] = (
    Transition(_C.T01, (_S.INQUIRY,), _S.SCREENING, (need.CONTACT_SAFE,)),
    Transition(_C.T02, (_S.SCREENING,), _S.REFERRED_OUT, (need.REASON,), _O.REFERRED),
    Transition(_C.T03, (_S.SCREENING,), _S.NOT_NOW, (need.REASON, need.not_now_date)),
    Transition(_C.T04, (_S.NOT_NOW,), _S.SCREENING, (need.CONTACT_MADE,)),
    Transition(
        _C.T05,
        (_S.SCREENING,),
        _S.ASSESSMENT,
        (
            need.consent(ConsentType.INFORMED),
            need.consent(ConsentType.IRT_MODALITY_ORIENTATION),
            need.consent(ConsentType.PRIVACY_NOTICE),
            need.SCREENED,
        ),
    ),
    Transition(
        _C.T06,
        (_S.ASSESSMENT,),
        _S.ACTIVE_IRT,
        (
            need.PREFERABILITY,
            need.BARRIER,
            need.EFFORT,
            need.MOTIVATION,
            need.MOTIVATED,
            need.FITS_IRT,
            need.EXPLORED,
            need.cautions,
            need.SIGNED_PLAN,
        ),
    ),
    Transition(_C.T07, (_S.ASSESSMENT,), _S.REFERRED_OUT, (need.fit_decided,), _O.REFERRED),
    Transition(_C.T07, (_S.ASSESSMENT,), _S.NOT_NOW, (need.fit_decided, need.not_now_date)),
    Transition(_C.T07, (_S.ASSESSMENT,), _S.CLOSED, (need.fit_decided, need.case_outcome)),
    Transition(_C.T08, (_S.ACTIVE_IRT,), _S.PAUSED, (need.not_now_date,)),
    Transition(_C.T09, (_S.PAUSED,), _S.ACTIVE_IRT, (need.rescreen_after_pause,)),
    Transition(_C.T10, (_S.ACTIVE_IRT,), _S.TRANSITION_REVIEW, (need.ASKED, need.client_gate)),
    Transition(_C.T11, (_S.TRANSITION_REVIEW,), _S.ACTIVE_IRT, (need.REASON, need.not_now_date)),
    Transition(
        _C.T12,
        (_S.TRANSITION_REVIEW,),
        _S.TRANSITION_PREP,
        (need.client_gate, need.fresh_screening, need.PARTNER_READY, need.review),
    ),
    Transition(_C.T13, (_S.TRANSITION_PREP,), _S.ACTIVE_IRT, (need.REASON, need.not_now_date)),
    Transition(
        _C.T14,
        (_S.TRANSITION_PREP,),
        _S.CLOSED,
        (*_TO_SAME, need.agreements(_K.COUPLE)),
        _O.MOVED_TO_COUPLES_SAME_THERAPIST,
        modes=_SAME,
        target=_T.COUPLES,
        effect=_E.OPENS_COUPLE,
    ),
    Transition(
        _C.T14,
        (_S.TRANSITION_PREP,),
        _S.CLOSED,
        _TO_OTHER,
        _O.MOVED_TO_COUPLES_OTHER_THERAPIST,
        modes=_CLOSES,
        target=_T.COUPLES,
    ),
    Transition(_C.T14, (_S.TRANSITION_PREP,), _S.ACTIVE_IRT, _TO_OTHER, modes=_GOES_ON, target=_T.COUPLES),
    Transition(
        _C.T15,
        (_S.TRANSITION_PREP,),
        _S.CLOSED,
        (*_TO_SAME, need.screened_for_discernment, need.agreements(_K.DISCERNMENT)),
        _O.MOVED_TO_DISCERNMENT_SAME_THERAPIST,
        modes=_SAME,
        target=_T.DISCERNMENT,
        effect=_E.OPENS_DISCERNMENT,
    ),
    Transition(
        _C.T15,
        (_S.TRANSITION_PREP,),
        _S.CLOSED,
        _TO_OTHER,
        _O.MOVED_TO_DISCERNMENT_OTHER_THERAPIST,
        modes=_CLOSES,
        target=_T.DISCERNMENT,
    ),
    Transition(_C.T15, (_S.TRANSITION_PREP,), _S.ACTIVE_IRT, _TO_OTHER, modes=_GOES_ON, target=_T.DISCERNMENT),
    Transition(
        _C.T16,
        (_S.ACTIVE_IRT, _S.PAUSED, _S.TRANSITION_REVIEW, _S.TRANSITION_PREP),
        _S.CLOSED,
        (need.discharge,),
    ),
    Transition(_C.T17, (_S.CLOSED,), _S.FOLLOW_UP, (need.consent(ConsentType.FOLLOW_UP_CONTACT), need.not_now_date)),
    Transition(_C.T18, (_S.CLOSED, _S.FOLLOW_UP, _S.REFERRED_OUT), _S.REOPENED, (need.REASON,), effect=_E.NEW_EPISODE),
    Transition(_C.T18, (_S.REOPENED,), _S.SCREENING, (need.CONTACT_SAFE,)),
    Transition(_C.T26, (_S.INQUIRY, _S.SCREENING, _S.PAUSED, _S.NOT_NOW), _S.CLOSED, (need.no_contact,)),
    Transition(_C.T26, (_S.FOLLOW_UP,), _S.CLOSED, (need.follow_up_over,)),
    Transition(_C.T29, _OPEN_CASE, _S.REFERRED_OUT, (need.REFERRAL_REASON, need.transfer), _O.REFERRED),
)
"""Rows of an individual case."""

JOINT: tuple[Transition, ...] = (
    Transition(
        _C.T19, _OPEN_UNIT, _S.CLOSED, (need.COUPLE_OUTCOME, need.BOTH_INFORMED, need.unit_discharge), of=_K.COUPLE
    ),
    Transition(
        _C.T20,
        _OPEN_UNIT,
        _S.CLOSED,
        (need.REASON, need.COUPLE_OUTCOME, need.BOTH_INFORMED, need.CONFLICT_CHECK, need.taken_back),
        of=_K.COUPLE,
        effect=_E.REOPENS_INDIVIDUAL,
    ),
    Transition(
        _C.T21,
        (_S.OPEN,),
        _S.CLOSED,
        (
            need.PATH_3_CHOSEN,
            need.pair_safe,
            need.agreed_by_both(ConsentType.COUPLE_AGREEMENT),
            need.agreed_by_both(ConsentType.SECRETS_POLICY),
        ),
        _O.PATH_3,
        of=_K.DISCERNMENT,
        effect=_E.OPENS_COUPLE,
    ),
    Transition(
        _C.T22,
        _OPEN_UNIT,
        _S.CLOSED,
        (need.DISCERNMENT_ENDED, need.outcome_as_recorded),
        of=_K.DISCERNMENT,
        effect=_E.CLOSES_SUSPENDED,
    ),
    Transition(
        _C.T27,
        (_S.OPEN,),
        _S.SUSPENDED,
        (
            need.REASON,
            need.pair_safe,
            need.agreed_by_both(ConsentType.DC_AGREEMENT),
            need.screened_for_discernment,
        ),
        of=_K.COUPLE,
        effect=_E.OPENS_DISCERNMENT,
    ),
    Transition(
        _C.T28,
        (_S.CLOSED,),
        _S.CLOSED,
        (need.NOT_PATH_3, need.REASON, need.CONFLICT_CHECK, need.taken_back),
        of=_K.DISCERNMENT,
        effect=_E.REOPENS_INDIVIDUAL,
    ),
    Transition(_C.T29, _OPEN_UNIT, _S.CLOSED, (need.REFERRAL_REASON, need.BOTH_INFORMED), _O.REFERRED, of=_K.COUPLE),
    Transition(
        _C.T29, _OPEN_UNIT, _S.CLOSED, (need.REFERRAL_REASON, need.BOTH_INFORMED), _O.REFERRED, of=_K.DISCERNMENT
    ),
    Transition(_C.WITHDRAWAL, (_S.OPEN, _S.SUSPENDED), _S.CLOSING, (), of=_K.COUPLE),
    Transition(_C.WITHDRAWAL, (_S.OPEN, _S.SUSPENDED), _S.CLOSING, (), of=_K.DISCERNMENT),
    Transition(_C.WITHDRAWAL, (_S.OPEN,), _S.CLOSED, (need.REASON,), of=_K.COLLATERAL_CONTACT),
)
"""Rows of couple, discernment and collateral units. The withdrawal of consent needs no reason and no gate: it always goes."""

TRANSITIONS = INDIVIDUAL + JOINT
"""The table."""

OPENS: dict[UnitKind, TransitionCode] = {UnitKind.COUPLE: TransitionCode.T14, UnitKind.DISCERNMENT: TransitionCode.T15}
"""The move of an individual case that opens each joint unit."""


def ways_from(state: CaseState, kind: UnitKind = UnitKind.INDIVIDUAL_IRT) -> tuple[Transition, ...]:
    """Return the rows that lead out of a state of a kind of unit, in the order of the table."""
    return tuple(row for row in TRANSITIONS if row.of is kind and state in row.from_states)


def ways(facts: CaseFacts) -> tuple[Transition, ...]:
    """Return the rows that lead on from where the case stands, for the mode and target its review chose."""
    return tuple(row for row in ways_from(facts.episode.state, facts.kind) if row.fits(facts))


def way(facts: CaseFacts, to: CaseState) -> Transition | None:
    """Return the row that leads from where the case stands to a state, or None when there is no direct way.

    Of several the nearest: the one least is missing for, then the one for the chosen mode. ``request.code`` names one.
    """
    found = [row for row in ways(facts) if row.to_state is to]
    return min(found, key=lambda row: (len(missing_for(row, facts)), not row.modes), default=None)


def missing_for(row: Transition, facts: CaseFacts) -> list[Missing]:
    """Return everything that still keeps the case from this move, in reading order; empty when it may go."""
    found: list[Missing] = []
    for check in row.gate:
        found += [one for one in check(facts) if one not in found]
    return found


def route(state: CaseState, to: CaseState, kind: UnitKind = UnitKind.INDIVIDUAL_IRT) -> tuple[CaseState, ...]:
    """Return the shortest way from a state to another as the states in between and the goal; empty without one."""
    seen: dict[CaseState, tuple[CaseState, ...]] = {state: ()}
    queue = [state]
    while queue:
        here = queue.pop(0)
        for row in ways_from(here, kind):
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
    direct = way(facts, to)
    if direct is not None:
        return missing_for(direct, facts)
    path = route(state, to, facts.kind)
    if len(path) < 2:  # no way, or only by rows that are not for the chosen mode
        return [Missing("no_way", Act.NONE, {"state": state, "to": to})]
    found: list[Missing] = [Missing("steps_between", Act.NONE, {"path": path})]
    here = state
    for step in path:
        row = _step(here, step, facts)
        found += [m for m in missing_for(row, facts) if m not in found]
        here = step
    return found


def _step(here: CaseState, step: CaseState, facts: CaseFacts) -> Transition:
    rows = [row for row in ways_from(here, facts.kind) if row.to_state is step]
    return next((row for row in rows if not row.modes and row.target is None), rows[0])


def missing_for_unit(kind: UnitKind, facts: CaseFacts) -> list[Missing]:
    """Return what still keeps this individual case from a joint unit with the same therapist: the whole way to it.

    The steps that lie between are named first, then the gates of every step and of T14 or T15 themselves.
    """
    found: list[Missing] = []
    if facts.episode.state is not CaseState.TRANSITION_PREP:
        found += missing_for_state(CaseState.TRANSITION_PREP, facts)
    row = next(r for r in INDIVIDUAL if r.code is OPENS[kind] and r.effect is not None)
    review = facts.review
    if review is not None and (review.target is not row.target or review.mode not in row.modes):
        found.append(Missing("review_other_way", Act.REVIEW))
    return found + [one for one in missing_for(row, facts) if one not in found]


def evidence_of(row: Transition, facts: CaseFacts) -> tuple[str, ...]:
    """Return the ids of the records the gate of a move rested on, for the trace of the transition.

    The partner's own screening is never named here: the trace of an individual case may be read by its client.
    """
    found: list[str] = []
    if row.code is TransitionCode.T05:
        found += [c.id for c in facts.consents if c.holds_on(facts.today)]
    if row.code is TransitionCode.T06:
        found += [r.id for r in (facts.preferability, facts.motivation, facts.fit, facts.plan) if r is not None]
    if row.code is TransitionCode.T07 and facts.fit is not None:
        found.append(facts.fit.id)
    if row.code in (TransitionCode.T12, TransitionCode.T14, TransitionCode.T15) and facts.review is not None:
        found.append(facts.review.id)
    if row.code in (TransitionCode.T14, TransitionCode.T15, TransitionCode.T21, TransitionCode.T27):
        found += [c.id for c in facts.consents if c.holds_on(facts.today)]
    if row.code in (TransitionCode.T16, TransitionCode.T19) and facts.discharge is not None:
        found.append(facts.discharge.id)
    overrides = (facts.standing.override, facts.pair.override if facts.pair else None)
    return tuple(found + [one.id for one in overrides if one is not None])


__all__ = [
    "INDIVIDUAL", "JOINT", "OPENS", "TRANSITIONS", "AskedBy", "CaseFacts", "Effect", "ReferralReason", "Transition",
    "TransitionCode", "TransitionRequest", "evidence_of", "missing_for", "missing_for_state", "missing_for_unit", "route",
    "way", "ways", "ways_from",
]  # fmt: skip
