"""Discernment counselling: one to five sessions, a decision each time, paths with rules (domain paper, section 5).

Sources: Doherty, Harris & Wilde 2016 and the Doherty Relationship Institute's lessons, as section 5 of the domain paper marks them. The
program keeps the record; it does not teach the method. Clarity and confidence are the aim, not a better relationship.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import CareEpisode, CaseState, Outcome, UnitKind
from irt_desk.domain.units import DiscernmentScreen, Leaning, Place
from irt_desk.domain.values import SAFETY, THIRD_PARTY, Instant, Problem, need_range, need_text, not_future, tagged

MOST_SESSIONS = 5
"""A hard stop: a sixth session cannot be created (domain paper, 5.3)."""

PATH_3_MONTHS = 6
"""Length of the reconciliation effort until its review (domain paper, 5.4)."""


class DcDecision(StrEnum):
    """What a person, or both, decide at the end of a session (domain paper, 5.5)."""

    ANOTHER_SESSION = "another_session"
    PATH_1 = "path_1"
    PATH_2 = "path_2"
    PATH_3 = "path_3"
    STOP_NO_DECISION = "stop_no_decision"


_D = DcDecision
WHEN_SPLIT = (_D.PATH_2, _D.PATH_1, _D.STOP_NO_DECISION, _D.ANOTHER_SESSION, _D.PATH_3)
"""What actually happens when the two differ: the first of these that either has chosen (domain paper, 5.5)."""

OUTCOME_OF: dict[DcDecision, Outcome] = {
    _D.PATH_1: Outcome.PATH_1,
    _D.PATH_2: Outcome.PATH_2,
    _D.PATH_3: Outcome.PATH_3,
    _D.STOP_NO_DECISION: Outcome.STOP_NO_DECISION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscernmentSession:
    """The shared part of one session: minutes, the therapist's feedback to both, what each decided.

    ``voided_reason`` is set when the therapist takes a decision made under duress out of force; the choices stay readable.
    """

    id: str
    unit_id: str
    session_id: str
    number: int
    recorded: Instant
    joint_minutes: int = 0
    minutes_with_a: int = 0
    minutes_with_b: int = 0
    feedback_joint: str = ""
    choice_a: DcDecision | None = None
    choice_b: DcDecision | None = None
    conditions: str = ""
    path_2_referrals: str = ""
    path_1_review_on: date | None = None
    path_3_start: date | None = None
    path_3_review_on: date | None = None
    voided_reason: str = tagged(SAFETY)

    @property
    def is_decided(self) -> bool:
        """Whether both said what they want and it stands."""
        return self.choice_a is not None and self.choice_b is not None and not self.voided_reason

    @property
    def happens(self) -> DcDecision | None:
        """What actually happens next; None while it is not decided. Path 3 needs both, path 2 only one."""
        if not self.is_decided:
            return None
        chosen = (self.choice_a, self.choice_b)
        return self.choice_a if chosen[0] is chosen[1] else next(one for one in WHEN_SPLIT if one in chosen)

    @property
    def outcome(self) -> Outcome | None:
        """The outcome the choices come to: their common one, else no agreement; None when they go on or are not decided."""
        if not self.is_decided or self.happens is _D.ANOTHER_SESSION:
            return None
        if self.choice_a is self.choice_b and self.choice_a is not None:
            return OUTCOME_OF[self.choice_a]
        return Outcome.NO_AGREEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class OneToOne:
    """The part of one session told alone, kept per member and never in the shared record.

    ``own_contribution`` is therapy material, not an admission. ``shared_summary`` holds only what this person agreed to share, and
    counts only with ``agreed_to_share``.
    """

    id: str
    unit_id: str
    session_id: str
    client_id: str
    place: Place
    recorded: Instant
    clarity: int | None = None
    confidence: int | None = None
    hope: int | None = None
    leaning: Leaning | None = None
    own_contribution: str = tagged(THIRD_PARTY)
    change_agenda: tuple[str, ...] = ()
    note: str = tagged(THIRD_PARTY)
    shared_summary: str = ""
    agreed_to_share: bool = False

    @property
    def shared(self) -> str:
        """What may stand in the shared record."""
        return self.shared_summary.strip() if self.agreed_to_share else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAgenda:
    """What one person wants to change about themselves in path 3; crosses into the couple unit only when they release it."""

    id: str
    unit_id: str
    client_id: str
    place: Place
    text: str
    released_on: date | None = None
    copied_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionReview:
    """The direction was looked at again: path 1 on its day, the six months of path 3 at their end (5.4). Append-only.

    ``what`` says what both said about it, for both to read; ``next_on`` is the next day agreed on, None when there is none.
    """

    id: str
    unit_id: str
    on: date
    recorded: Instant
    what: str = ""
    next_on: date | None = None


def may_choose(number: int) -> tuple[DcDecision, ...]:
    """Return the decisions offered at the end of a session; at the fifth there is no further one."""
    return tuple(one for one in DcDecision if one is not _D.ANOTHER_SESSION or number < MOST_SESSIONS)


def session_problems(session: DiscernmentSession, minutes: int) -> list[Problem]:
    """Return what keeps the shared part of a session from being stored.

    Args:
        session: the shared part.
        minutes: length of the session it belongs to.
    """
    found = need_range("number", session.number, 1, MOST_SESSIONS)
    parts = session.joint_minutes, session.minutes_with_a, session.minutes_with_b
    for name, value in zip(("joint_minutes", "minutes_with_a", "minutes_with_b"), parts, strict=True):
        found += need_range(name, value, 0, minutes)
    if sum(parts) > minutes:
        found.append(Problem("joint_minutes", "minutes_too_many", {"minutes": minutes}))
    offered = may_choose(session.number)
    for name in ("choice_a", "choice_b"):
        choice = getattr(session, name)
        if choice is not None and choice not in offered:
            found.append(Problem(name, "no_sixth_session"))
    if (session.choice_a is None) != (session.choice_b is None):
        found.append(Problem("choice_a" if session.choice_a is None else "choice_b", "both_choose"))
    if session.outcome is Outcome.PATH_3 and session.path_3_start is None:
        found.append(Problem("path_3_start", "path_3_start_needed"))
    if session.path_3_start and session.path_3_review_on and session.path_3_review_on <= session.path_3_start:
        found.append(Problem("path_3_review_on", "before_start"))
    return found


def part_problems(part: OneToOne) -> list[Problem]:
    """Return what keeps a one-to-one part from being stored: a rating outside 0 to 10, a summary agreed to but empty."""
    found: list[Problem] = []
    for name in ("clarity", "confidence", "hope"):
        found += need_range(name, getattr(part, name), 0, 10)
    if part.agreed_to_share:
        found += need_text("shared_summary", part.shared_summary)
    return found


def direction_problems(review: DirectionReview, today: date) -> list[Problem]:
    """Return what keeps a look at the direction from being stored: no words, a day ahead, a next day that is not later."""
    found = not_future("on", review.on, today) + need_text("what", review.what)
    if review.next_on is not None and review.next_on <= review.on:
        found.append(Problem("next_on", "before_start"))
    return found


def first_leaning(screens: Sequence[DiscernmentScreen], parts: Sequence[OneToOne]) -> Leaning | None:
    """Return where a person leaned first: in their own screening, else in the first part that says it (5.5)."""
    said = [s.leaning for s in sorted(screens, key=lambda s: s.recorded.at) if s.alone] + [p.leaning for p in parts]
    return next((leaning for leaning in said if leaning is not None), None)


def current_leaning(screens: Sequence[DiscernmentScreen], parts: Sequence[OneToOne]) -> Leaning | None:
    """Return where a person leans now: the last part that says it, else the first leaning."""
    said = [p.leaning for p in parts if p.leaning is not None]
    return said[-1] if said else first_leaning(screens, ())


def six_months_after(day: date) -> date:
    """Return the day six months later, the last of the month where that month is shorter (default of ``path3_review_on``)."""
    month = day.month + PATH_3_MONTHS
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    for back in range(4):
        try:
            return date(year, month, day.day - back)
        except ValueError:
            continue
    raise AssertionError("every month has twenty-eight days")


def decided(sessions: Sequence[DiscernmentSession]) -> DiscernmentSession | None:
    """Return the session whose decision stands and ends discernment: the last one decided and not voided, unless it was "another"."""
    last = max((s for s in sessions if s.is_decided), key=lambda s: s.number, default=None)
    return last if last is not None and last.outcome is not None else None


def still_void(session: DiscernmentSession, known: DiscernmentSession | None) -> str:
    """Return the reason a decision stays out of force with: writing the same choices down again does not revive them (5.5)."""
    if known is None or (known.choice_a, known.choice_b) != (session.choice_a, session.choice_b):
        return ""
    return known.voided_reason


def direction_due(
    kind: UnitKind,
    episode: CareEpisode,
    decision: DiscernmentSession | None,
    reviews: Sequence[DirectionReview] = (),
) -> tuple[str, date] | None:
    """Return which look at the direction is agreed on for a unit, and its day; None when there is none.

    Couple work that path 3 led to carries the day of its six-month review; a discernment unit carries the day of its decision until
    it closes, and afterwards the one it closed with. A discernment unit that path 3 turned into couple work has none left: the
    couple unit has it. A later look at it sets the next day.
    """
    if kind is UnitKind.COUPLE:
        day, code = episode.look_again_on if episode.state is CaseState.OPEN else None, "path_3_review"
    elif kind is not UnitKind.DISCERNMENT or episode.outcome is Outcome.PATH_3:
        return None
    else:
        happens = decision.happens if decision else None
        code = {DcDecision.PATH_1: "path_1_review", DcDecision.PATH_3: "path_3_review"}.get(
            happens or DcDecision.ANOTHER_SESSION, "direction_review"
        )
        day = episode.look_again_on
        if episode.state is CaseState.OPEN:
            day = reviews[-1].next_on if reviews else agreed_day(decision)
        elif episode.state is not CaseState.CLOSED:
            day = None
    return (code, day) if day is not None else None


def agreed_day(decision: DiscernmentSession | None) -> date | None:
    """Return the day a decision is to be looked at again, as it was recorded with it."""
    happens = decision.happens if decision else None
    if decision is None or happens not in (DcDecision.PATH_1, DcDecision.PATH_3):
        return None
    return decision.path_1_review_on if happens is DcDecision.PATH_1 else decision.path_3_review_on


def may_add(sessions: Sequence[DiscernmentSession], planned: int) -> list[str]:
    """Return the codes of what keeps a further session from being planned: five there are, or it is decided (5.3).

    Args:
        sessions: the shared parts recorded so far.
        planned: sessions of the unit that are planned or were held.
    """
    if planned >= MOST_SESSIONS:
        return ["dc_five_sessions"]
    return ["dc_decided"] if decided(sessions) is not None else []
