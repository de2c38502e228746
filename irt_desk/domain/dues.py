"""What is due for a case, ordered by risk and then by age (the "needs you" queue)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain import couples_first
from irt_desk.domain.cases import CareEpisode, CaseState, UnitKind
from irt_desk.domain.consents import Consent
from irt_desk.domain.discernment import DirectionReview, DiscernmentSession, direction_due
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.intake import FOCUS_BY_SESSION
from irt_desk.domain.invitations import Invitation
from irt_desk.domain.maintenance import FollowUp, FollowUpKind, FollowUpStatus, contact_agreed
from irt_desk.domain.measure_answers import Administration, RiskAnswer, open_risk
from irt_desk.domain.measure_schedule import Scheduled, asked_at_end, asked_of_each, due_days
from irt_desk.domain.notes import NoteStatus, ProgressNote
from irt_desk.domain.patterns import CycleMap
from irt_desk.domain.plan_reviews import PlanReview, ReviewDecision, review_due
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.safety import Gate, GateStanding
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.skills import AssignmentStatus, PracticeAssignment
from irt_desk.domain.suitability import CouplesPreferability
from irt_desk.domain.transitions import TransitionReview
from irt_desk.domain.units import Place

AHEAD_DAYS = 7
"""How far ahead a due item shows itself; consents and overrides show two weeks ahead."""


_AT_END = "measures_at_end"

TELL_BY = "tell_by"
"""The day the client wanted to have told something by; it asks on that day, not before it (6.5)."""


class DueKind(StrEnum):
    """Kinds of due items; their order is the order of risk."""

    RISK = "risk"
    SAFETY = "safety"
    FIT_REVIEW = "fit_review"
    SIGN = "sign"
    OVERRIDE = "override"
    CONSENT = "consent"
    LOOK_AGAIN = "look_again"
    PLAN = "plan"
    MEASURE = "measure"
    MAP = "map"
    PREFERENCE = "preference"
    SKILL = "skill"
    INTAKE = "intake"
    FOLLOW_UP = "follow_up"

    @property
    def rank(self) -> int:
        """Order of risk, smallest first."""
        return list(DueKind).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that is due; ``code`` names its sentence ``due.<code>``, ``target`` the record it is about."""

    kind: DueKind
    code: str
    on: date
    target: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def shows(self, today: date) -> bool:
        """Whether it is near enough to ask for attention."""
        ahead = 14 if self.kind in (DueKind.CONSENT, DueKind.OVERRIDE) else AHEAD_DAYS
        ahead = 0 if self.code == TELL_BY else ahead
        return self.on <= today + timedelta(days=ahead)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFacts:
    """What due items are computed from."""

    episode: CareEpisode
    standing: GateStanding
    is_joint: bool = False
    """Whether two people meet in it; then each is seen alone, and no line says which of them is due."""
    has_open_trigger: bool = False
    sessions: Sequence[Session] = ()
    notes: Sequence[ProgressNote] = ()
    consents: Sequence[Consent] = ()
    plan: TreatmentPlan | None = None
    plan_reviews: Sequence[PlanReview] = ()
    preferability: CouplesPreferability | None = None
    assignments: Sequence[PracticeAssignment] = ()
    skill_names: Mapping[str, str] = field(default_factory=dict)
    has_first_focus: bool = True
    fit_review_since: date | None = None
    """Since when something waits for a review of the fit."""
    administrations: Sequence[Administration] = ()
    risk_answers: Sequence[RiskAnswer] = ()
    scheduled: Mapping[str, Scheduled] = field(default_factory=dict)
    each: Mapping[Place, str] = field(default_factory=dict)
    """The two of a couple unit by name, each asked for their own scores; empty for every other record."""
    revisits: Mapping[str, date] = field(default_factory=dict)
    follow_ups: Sequence[FollowUp] = ()
    invitations: Sequence[Invitation] = ()
    engagement: PartnerEngagement = PartnerEngagement.NOT_EXPLORED
    maps: Sequence[CycleMap] = ()
    """Maps that are to be looked at again."""
    kind: UnitKind = UnitKind.INDIVIDUAL_IRT
    review: TransitionReview | None = None
    decision: DiscernmentSession | None = None
    """What both decided in discernment, once it stands."""
    direction_reviews: Sequence[DirectionReview] = ()
    discharge_begun: date | None = None
    """The day the discharge summary of this episode was begun; signed or not, the case is about to close."""


_OPEN = frozenset(set(CaseState) - {CaseState.CLOSED, CaseState.REFERRED_OUT, CaseState.FOLLOW_UP})
_IN_CARE = frozenset(
    {CaseState.ASSESSMENT, CaseState.ACTIVE_IRT, CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP}
)


def dues_of(facts: DueFacts, today: date) -> tuple[Due, ...]:
    """Return what is due for one case, by risk and then by age."""
    found = [*_risk(facts), *_unsigned(facts)]
    if facts.episode.state in _OPEN:
        found += [*_safety(facts, today), *_consents(facts), *_look_again(facts), *_fit_review(facts)]
        found += [*_invitation_review(facts), *_tell_by(facts)]
    found += _direction(facts)
    if facts.episode.state in _IN_CARE:
        found += [*_plan(facts), *_preference(facts), *_skills(facts), *_revisits(facts)]
        found += [*_first_focus(facts), *_maps(facts)]
    found += _measures(facts)
    found += _follow_ups(facts, today)
    return tuple(sorted(found, key=lambda due: (due.kind.rank, due.on, due.code)))


def _unsigned(facts: DueFacts) -> list[Due]:
    notes = {note.session_id: note for note in facts.notes}
    found = []
    for session in facts.sessions:
        note = notes.get(session.id)
        held = session.attendance is Attendance.ATTENDED
        if session.entered_in_error or not (held or note is not None):
            continue
        if note is None:
            found.append(Due(kind=DueKind.SIGN, code="note_to_write", on=session.starts.day, target=session.id))
        elif note.status is NoteStatus.DRAFT:
            found.append(Due(kind=DueKind.SIGN, code="note_to_sign", on=session.starts.day, target=session.id))
    return found


def _safety(facts: DueFacts, today: date) -> list[Due]:
    state, gate = facts.episode.state, facts.standing
    if facts.is_joint:
        return _safety_of_both(gate, today)
    if facts.has_open_trigger:
        return [Due(kind=DueKind.SAFETY, code="safety_now", on=today)]
    if gate.screened_on is None:
        early = state is CaseState.INQUIRY
        return [] if early else [Due(kind=DueKind.SAFETY, code="safety_first", on=facts.episode.state_since)]
    if gate.rescreen_due is None or gate.gate.is_stop:
        return []
    found = [Due(kind=DueKind.SAFETY, code="safety_again", on=gate.rescreen_due)]
    if gate.override is not None:
        found.append(Due(kind=DueKind.OVERRIDE, code="override_ends", on=gate.override.expires_on))
    return found


def _safety_of_both(gate: GateStanding, today: date) -> list[Due]:
    """Return when the two have to be seen alone again before they meet; a refused gate is due at once (6.6)."""
    found: list[Due] = []
    if gate.gate in (Gate.UNSCREENED, Gate.BLOCKED, Gate.HARD_BLOCK):
        found.append(Due(kind=DueKind.SAFETY, code="safety_pair_now", on=today))
    elif gate.rescreen_due is not None:
        found.append(Due(kind=DueKind.SAFETY, code="safety_pair_again", on=gate.rescreen_due))
    if gate.override is not None:
        found.append(Due(kind=DueKind.OVERRIDE, code="override_ends", on=gate.override.expires_on))
    return found


def _consents(facts: DueFacts) -> list[Due]:
    return [
        Due(kind=DueKind.CONSENT, code="consent_ends", on=c.expires_on, target=c.id, values={"type": c.type.value})
        for c in facts.consents
        if c.expires_on is not None and c.withdrawn_on is None
    ]


def _look_again(facts: DueFacts) -> list[Due]:
    day = facts.episode.look_again_on if not facts.kind.is_joint else None  # of a unit see _direction
    return [] if day is None else [Due(kind=DueKind.LOOK_AGAIN, code=f"look_again_{facts.episode.state}", on=day)]


def _direction(facts: DueFacts) -> list[Due]:
    """The day agreed on for path 1, or the six months of path 3 (5.4); nobody is asked to meet under a stop."""
    found = direction_due(facts.kind, facts.episode, facts.decision, facts.direction_reviews)
    if found is None or facts.standing.gate.is_stop:
        return []
    return [Due(kind=DueKind.LOOK_AGAIN, code=found[0], on=found[1])]


def _tell_by(facts: DueFacts) -> list[Due]:
    """The day by which the client wanted to tell the partner something; the line never says what (6.5).

    Under a stop nobody is reminded to tell a partner anything.
    """
    if facts.review is None or facts.standing.gate.is_stop:
        return []
    days = [item.waits_until for item in facts.review.inventory if item.waits_until is not None]
    return [Due(kind=DueKind.LOOK_AGAIN, code=TELL_BY, on=min(days))] if days else []


def _invitation_review(facts: DueFacts) -> list[Due]:
    """Return the day agreed on for looking at the invitation again; none once the partner said yes, and none under a stop (6.4)."""
    last = max(facts.invitations, key=lambda one: (one.on, one.id), default=None)
    if last is None or last.next_review_on is None or facts.standing.gate.is_stop:
        return []
    waits = (PartnerEngagement.INVITED, PartnerEngagement.CONSIDERING, PartnerEngagement.DECLINED)
    if facts.engagement not in waits:
        return []
    return [Due(kind=DueKind.LOOK_AGAIN, code="invitation_review", on=last.next_review_on, target=last.id)]


def _fit_review(facts: DueFacts) -> list[Due]:
    """A review of the fit; the line never says what came up, it stands on screens others may see (6.6)."""
    day = facts.fit_review_since
    return [] if day is None else [Due(kind=DueKind.FIT_REVIEW, code="fit_review", on=day)]


def _maps(facts: DueFacts) -> list[Due]:
    """A map to look at again; at a stop nobody works on a shared pattern (2.4)."""
    if facts.standing.gate.is_stop:
        return []
    return [
        Due(kind=DueKind.MAP, code="map_review", on=one.next_review_on, target=one.pattern_id)
        for one in facts.maps
        if one.next_review_on is not None
    ]


def _first_focus(facts: DueFacts) -> list[Due]:
    """The first focus stands by the end of the third session (row 12)."""
    held = sorted(
        s.starts.day for s in facts.sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error
    )
    if facts.has_first_focus or facts.standing.gate.is_stop or len(held) < FOCUS_BY_SESSION:
        return []
    return [Due(kind=DueKind.INTAKE, code="first_focus", on=held[FOCUS_BY_SESSION - 1])]


def _plan(facts: DueFacts) -> list[Due]:
    plan = facts.plan
    day = review_due(plan, facts.plan_reviews) if plan is not None else None
    if plan is None or day is None:
        return []
    return [Due(kind=DueKind.PLAN, code="plan_review", on=day, target=plan.id)]


def _preference(facts: DueFacts) -> list[Due]:
    last = facts.preferability
    if last is None or facts.episode.state is not CaseState.ACTIVE_IRT:
        return []
    attended = tuple(
        s.starts.day for s in facts.sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error
    )
    due = couples_first.review_due(last, attended)
    assert due is not None  # there is an answer to review
    return [Due(kind=DueKind.PREFERENCE, code="preference_review", on=due)]


def _skills(facts: DueFacts) -> list[Due]:
    return [
        Due(
            kind=DueKind.SKILL,
            code="skill_practice",
            on=a.due_on,
            target=a.id,
            values={"skill": facts.skill_names.get(a.skill_id, a.skill_id), "id": a.skill_id},
        )
        for a in facts.assignments
        if a.status is AssignmentStatus.ACTIVE and a.due_on is not None
    ]


def _risk(facts: DueFacts) -> list[Due]:
    """An answer on self-harm asks for an assessment whatever the state of the case (4.11)."""
    waiting = open_risk(facts.administrations, facts.risk_answers)
    return [Due(kind=DueKind.RISK, code="risk_prompt", on=a.on, target=a.id) for a in waiting]


def _measures(facts: DueFacts) -> list[Due]:
    """Return the measures that are due; at a stop safety comes first. In couple work each of the two has their own."""
    ending = ending_since(facts.episode, facts.plan_reviews, facts.discharge_begun)
    if not asks_for_measures(facts.episode.state, facts.standing.gate, is_ending=ending is not None):
        return []
    attended = sorted(
        s.starts.day for s in facts.sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error
    )
    if not facts.is_joint:
        days = due_days(facts.scheduled, facts.administrations, attended, ending)
        last = asked_at_end(facts.scheduled, facts.administrations, ending)
        return [_measure(key, day, {"measures": facts.scheduled[key].code}, key in last) for key, day in days.items()]
    found = []
    for place, name in facts.each.items():
        own = [a for a in facts.administrations if a.place is place]
        last = asked_at_end(asked_of_each(facts.scheduled), own, ending)
        for key, day in due_days(asked_of_each(facts.scheduled), own, attended, ending).items():
            values = {"measures": f"{facts.scheduled[key].code} ({name})", "member": place.value}
            found.append(_measure(key, day, values, key in last))
    return found


def _measure(key: str, day: date, values: Mapping[str, str], is_at_end: bool) -> Due:
    code = _AT_END if is_at_end else "measures"
    return Due(kind=DueKind.MEASURE, code=code, on=day, target=key, values=values)


def ending_since(episode: CareEpisode, reviews: Sequence[PlanReview], discharge_begun: date | None) -> date | None:
    """Return since when a case is about to close: its discharge summary was begun, or the last review of the plan said so.

    What was said in an earlier episode of care does not count.
    """
    if discharge_begun is not None:
        return discharge_begun
    held = [review for review in reviews if review.on >= episode.opened_on]
    last = max(held, key=lambda review: (review.on, review.id), default=None)
    return last.on if last is not None and last.decision is ReviewDecision.PREPARE_ENDING else None


def asks_for_measures(state: CaseState, gate: Gate, *, is_ending: bool = False) -> bool:
    """Return whether measures are asked for: in care, and never while the safety gate is a stop.

    A paused case is asked only when it is about to close, which it may from there (T16).
    """
    ends_paused = is_ending and state is CaseState.PAUSED
    return (state in _IN_CARE or state is CaseState.OPEN or ends_paused) and not gate.is_stop


def joined(dues: Sequence[Due]) -> tuple[Due, ...]:
    """Return due items with all measures as one, of the earliest day: they are asked for in one sitting."""
    measures = [due for due in dues if due.kind is DueKind.MEASURE]
    if len(measures) < 2:
        return tuple(dues)
    codes = ", ".join(due.values["measures"] for due in measures)
    values = {**measures[0].values, "measures": codes}
    is_at_end = any(due.code == _AT_END for due in measures)  # then the whole sitting is before closing
    code = _AT_END if is_at_end else measures[0].code
    one = replace(measures[0], code=code, on=min(due.on for due in measures), values=values)
    return tuple(one if due is measures[0] else due for due in dues if due is measures[0] or due not in measures)


def _revisits(facts: DueFacts) -> list[Due]:
    """Return the skills to look at again; one that is being practised is looked at anyway (row 65)."""
    practised = {a.skill_id for a in facts.assignments if a.status is AssignmentStatus.ACTIVE}
    return [
        Due(
            kind=DueKind.SKILL,
            code="skill_revisit",
            on=day,
            target=skill_id,
            values={"skill": facts.skill_names.get(skill_id, skill_id), "id": skill_id},
        )
        for skill_id, day in facts.revisits.items()
        if skill_id not in practised
    ]


def _follow_ups(facts: DueFacts, today: date) -> list[Due]:
    """Return the contacts that are planned; a follow-up is due only while the client agrees to be contacted (row 32)."""
    agreed = contact_agreed(facts.consents, today)
    return [
        Due(kind=DueKind.FOLLOW_UP, code=f"{f.kind}_due", on=f.due_on, target=f.id)
        for f in facts.follow_ups
        if f.status is FollowUpStatus.PLANNED and (agreed or f.kind is FollowUpKind.BOOSTER)
    ]
