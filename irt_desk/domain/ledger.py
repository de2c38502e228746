"""The absent partner's ledger: what was said, seen or guessed, each with where it comes from (domain paper, rows 34 to 37).

Nothing here is ever marked true or false. A later account of the same thing stands beside the earlier one and never replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from irt_desk.domain.patterns import Confidence, RecallClarity, Source
from irt_desk.domain.values import (
    THIRD_PARTY,
    Act,
    DatePrecision,
    FuzzyDay,
    Instant,
    Missing,
    Problem,
    need_range,
    need_text,
    not_future,
    tagged,
)

TEXT_LIMIT = 2000
"""Characters one entry may hold: one thing that was said, not a session [D]."""

LIGHTLY_DISTRESS = 7
"""Distress at the time from which detail may have shifted (domain paper, row 36)."""

LIGHTLY_DAYS = 30
"""Days between an event and its telling beyond which detail may have shifted (domain paper, row 36)."""

BALANCE_SESSIONS = 6
"""Signed notes the quiet balance looks back on [D]."""


class About(StrEnum):
    """Whom an entry is about (domain paper, row 34)."""

    SELF = "self"
    PARTNER = "partner"
    BOTH = "both"
    OTHER = "other"


class ContentKind(StrEnum):
    """What kind of thing an entry is (domain paper, row 34)."""

    OBSERVED_BEHAVIOUR = "observed_behaviour"
    QUOTED_WORDS = "quoted_words"
    INFERRED_FEELING = "inferred_feeling"
    INFERRED_MOTIVE = "inferred_motive"
    GLOBAL_TRAIT = "global_trait"
    HISTORY = "history"

    @property
    def is_inner(self) -> bool:
        """Whether it speaks of what nobody can see: a feeling, a motive, a trait (row 35)."""
        return self.value.startswith("inferred_") or self is ContentKind.GLOBAL_TRAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRecall:
    """When something happened and how it was remembered (domain paper, row 36). Distress is 0 to 10."""

    happened: FuzzyDay | None = None
    recalled_on: date
    distress_then: int | None = None
    distress_while_telling: int | None = None
    recall_clarity: RecallClarity = RecallClarity.CLEAR

    @property
    def lag_days(self) -> int | None:
        """Days between the event and its telling; None when the day is not known."""
        if self.happened is None or self.happened.precision is DatePrecision.UNKNOWN:
            return None
        return (self.recalled_on - self.happened.day).days

    @property
    def hold_lightly(self) -> bool:
        """Whether detail may have shifted: high distress then, or told long after (row 36)."""
        return (self.distress_then or 0) >= LIGHTLY_DISTRESS or (self.lag_days or 0) > LIGHTLY_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One stated thing. What was said stays as it was said; readings are added, and it may be voided with a reason."""

    id: str
    unit_id: str
    about: About = About.PARTNER
    content_kind: ContentKind = ContentKind.OBSERVED_BEHAVIOUR
    text: str = tagged(THIRD_PARTY)
    source: Source = Source.CLIENT_REPORT
    confidence: Confidence = Confidence.LOW
    alternatives: tuple[str, ...] = tagged(THIRD_PARTY, default=())
    told_on: date
    recorded: Instant
    session_id: str | None = None
    recall: IncidentRecall | None = tagged(THIRD_PARTY, default=None)
    follows_id: str | None = None
    """The earlier account of the same thing; both stay."""
    error_reason: str = ""
    """Why it was entered in error; it stays, struck through."""

    @property
    def is_partner_inner(self) -> bool:
        """Whether it speaks of the partner's inner life: a hypothesis by type (row 35)."""
        return self.about in (About.PARTNER, About.BOTH) and self.content_kind.is_inner

    @property
    def is_hypothesis(self) -> bool:
        """Whether it is drawn dashed with "maybe": the partner's inner life, or a guess of the therapist's."""
        return self.is_partner_inner or self.source is Source.THERAPIST_HYPOTHESIS

    @property
    def fits_formulation(self) -> bool:
        """Whether a signed formulation may rest on it (row 35)."""
        return not missing_for_formulation([self])

    @property
    def has_reading(self) -> bool:
        """Whether at least one other reading stands beside it."""
        return any(text.strip() for text in self.alternatives)


@dataclass(frozen=True, slots=True)
class Balance:
    """How often the partner's likely view was considered; counts only, nothing is judged."""

    sessions: int
    """Signed notes looked back on, at most :data:`BALANCE_SESSIONS`."""
    considered: int
    """Of these, those that hold the partner in mind with another reading."""
    guesses: int
    """Entries about the partner's inner life."""
    with_reading: int
    """Of these, those with another reading."""
    about_partner: int
    about_self: int


def assertion_problems(assertion: Assertion, earlier: Assertion | None, today: date) -> list[Problem]:
    """Return what keeps an entry from being stored.

    Args:
        assertion: the entry.
        earlier: the account it follows, where it names one and it is there.
        today: the day.
    """
    found = need_text("text", assertion.text) + not_future("told_on", assertion.told_on, today)
    if len(assertion.text) > TEXT_LIMIT:
        found.append(Problem("text", "too_long", {"limit": TEXT_LIMIT}))
    if assertion.follows_id is not None and (earlier is None or earlier.unit_id != assertion.unit_id):
        found.append(Problem("follows_id", "account_not_there"))
    if earlier is not None and assertion.told_on < earlier.told_on:
        found.append(Problem("told_on", "account_before_earlier"))
    recall = assertion.recall
    if recall is not None:
        found += need_range("distress_then", recall.distress_then, 0, 10)
        found += need_range("distress_while_telling", recall.distress_while_telling, 0, 10)
        found += not_future("happened", recall.happened.day if recall.happened else None, recall.recalled_on)
    return found


def missing_for_formulation(assertions: Iterable[Assertion]) -> list[Missing]:
    """Return what still keeps entries out of a signed formulation, every reason at once (row 35).

    The partner's inner life is told by the client or guessed, and never stands without another reading. What was
    entered in error stands in no formulation.
    """
    found: list[Missing] = []
    for assertion in assertions:
        values = {"text": assertion.text[:60]}
        if assertion.error_reason:
            found.append(Missing("assertion_in_error", Act.LEDGER, values))
        if not assertion.is_partner_inner:
            continue
        if assertion.source not in (Source.CLIENT_REPORT, Source.THERAPIST_HYPOTHESIS):
            found.append(Missing("assertion_source", Act.LEDGER, values))
        if not assertion.has_reading:
            found.append(Missing("assertion_reading", Act.LEDGER, values))
    return found


def with_reading(assertion: Assertion, text: str) -> Assertion:
    """Return the entry with one more reading beside it; the same one twice is one."""
    said = text.strip()
    return (
        assertion
        if said in assertion.alternatives
        else replace(assertion, alternatives=(*assertion.alternatives, said))
    )


def threads(assertions: Iterable[Assertion]) -> tuple[tuple[Assertion, ...], ...]:
    """Return the accounts of each thing together, oldest first; the thing spoken of last comes first."""
    known = {a.id: a for a in assertions}

    def root(assertion: Assertion) -> str:
        seen: set[str] = set()
        while assertion.follows_id in known and assertion.id not in seen:
            seen.add(assertion.id)
            assertion = known[assertion.follows_id]
        return assertion.id

    together: dict[str, list[Assertion]] = {}
    for assertion in sorted(known.values(), key=lambda a: (a.told_on, a.recorded.at, a.id)):
        together.setdefault(root(assertion), []).append(assertion)
    ordered = sorted(together.values(), key=lambda t: (t[-1].told_on, t[-1].recorded.at, t[-1].id), reverse=True)
    return tuple(tuple(thread) for thread in ordered)


def balance(assertions: Sequence[Assertion], considered: Sequence[bool]) -> Balance:
    """Return the quiet balance.

    Args:
        assertions: every entry of a record; those in error do not count.
        considered: for each signed note, newest first, whether it holds the partner in mind with another reading.
    """
    standing = [a for a in assertions if not a.error_reason]
    guesses = [a for a in standing if a.is_partner_inner]
    recent = considered[:BALANCE_SESSIONS]
    return Balance(
        sessions=len(recent),
        considered=sum(recent),
        guesses=len(guesses),
        with_reading=sum(a.has_reading for a in guesses),
        about_partner=sum(a.about is About.PARTNER for a in standing),
        about_self=sum(a.about is About.SELF for a in standing),
    )
