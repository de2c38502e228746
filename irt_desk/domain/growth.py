"""Growth lines: insights, own part, ripples, three ratings, good moments, the client's guess of the partner's side.

Rows 22, 39, 41 to 44 and 49 of the domain paper. Nothing here is added up, and nothing says that one thing led to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.patterns import Source
from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, need_range, need_text, not_future, tagged

OWNED_HIGH = 4
"""Top of the scale of row 39: named with self-compassion and intent."""


class GrowthDimension(StrEnum):
    """The three growth lines (row 44)."""

    INSIGHT = "insight"
    EMPATHY = "empathy"
    COURAGE = "courage"


class Rater(StrEnum):
    """Whose rating it is; the two are never merged."""

    CLIENT = "client"
    THERAPIST = "therapist"


class RippleDirection(StrEnum):
    """How the client found what they noticed (row 43)."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    MIXED = "mixed"


class SharedDimension(StrEnum):
    """What of the relationship is rated (row 3)."""

    INTIMACY = "intimacy"
    LOVE = "love"
    SUPPORT = "support"
    STRENGTH = "strength"


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """Something the client came to see, in their own words (row 49). ``held_over_time`` is asked at a later review."""

    id: str
    unit_id: str
    on: date
    text: str
    entered: Instant
    pattern_id: str | None = None
    skill_id: str = ""
    session_id: str | None = None
    held_over_time: bool | None = None
    looked_again_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """What the client does in the loop, and what it protects; its effect on the partner is a guess (row 39)."""

    id: str
    unit_id: str
    on: date
    behaviour: str
    entered: Instant
    function_protective: str = ""
    effect_on_partner_hypothesis: str = tagged(THIRD_PARTY)
    pattern_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPartStep:
    """How far a part was owned on a day, 0 to 4, and the kind word that goes with it (rows 39 and 41). Never changed."""

    id: str
    unit_id: str
    own_part_id: str
    on: date
    owned: int
    entered: Instant
    self_compassion_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripple:
    """A change of mine and what I noticed in us, side by side as the client told it (row 43)."""

    id: str
    unit_id: str
    on: date
    my_change: str
    what_i_noticed_in_us: str = tagged(THIRD_PARTY)
    direction: RippleDirection = RippleDirection.BETTER
    entered: Instant
    source: Source = Source.CLIENT_REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthRating:
    """One of the three growth lines on a day, 0 to 10, by one person (row 44)."""

    id: str
    unit_id: str
    on: date
    dimension: GrowthDimension
    rating: int
    rater: Rater
    entered: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodMoment:
    """A good moment between the two, short (row 22)."""

    id: str
    unit_id: str
    on: date
    text: str = tagged(THIRD_PARTY)
    entered: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRating:
    """The client's rating of one side of the relationship, and their guess of what the partner would say; 0 to 10.

    The guess is the client's: it says nothing about the partner.
    """

    id: str
    unit_id: str
    on: date
    dimension: SharedDimension
    own: int | None
    guess: int | None = tagged(THIRD_PARTY, default=None)
    entered: Instant


def insight_problems(insight: Insight, today: date) -> list[Problem]:
    """Return what keeps an insight from being stored."""
    return need_text("text", insight.text) + not_future("on", insight.on, today)


def own_part_problems(part: OwnPart, today: date) -> list[Problem]:
    """Return what keeps an own part from being stored."""
    return need_text("behaviour", part.behaviour) + not_future("on", part.on, today)


def step_problems(step: OwnPartStep, today: date) -> list[Problem]:
    """Return what keeps a step of an own part from being stored."""
    return need_range("owned", step.owned, 0, OWNED_HIGH) + not_future("on", step.on, today)


def ripple_problems(ripple: Ripple, today: date) -> list[Problem]:
    """Return what keeps a ripple from being stored: both halves are told, and it is the client who tells."""
    found = need_text("my_change", ripple.my_change) + need_text("what_i_noticed_in_us", ripple.what_i_noticed_in_us)
    if ripple.source is not Source.CLIENT_REPORT:
        found.append(Problem("source", "ripple_source"))
    return found + not_future("on", ripple.on, today)


def rating_problems(rating: GrowthRating, today: date) -> list[Problem]:
    """Return what keeps a growth rating from being stored."""
    return need_range("rating", rating.rating, 0, 10) + not_future("on", rating.on, today)


def moment_problems(moment: GoodMoment, today: date) -> list[Problem]:
    """Return what keeps a good moment from being stored."""
    return need_text("text", moment.text) + not_future("on", moment.on, today)


def shared_problems(rating: SharedRating, today: date) -> list[Problem]:
    """Return what keeps a pair of ratings from being stored: at least one of the two is given."""
    found = need_range("own", rating.own, 0, 10) + need_range("guess", rating.guess, 0, 10)
    if rating.own is None and rating.guess is None:
        found.append(Problem("own", "empty"))
    return found + not_future("on", rating.on, today)


def steps_of(part: OwnPart, steps: Sequence[OwnPartStep]) -> tuple[OwnPartStep, ...]:
    """Return the history of one part, oldest first."""
    return tuple(sorted((s for s in steps if s.own_part_id == part.id), key=lambda s: (s.on, s.entered.at, s.id)))


def over_responsibility(
    steps: Sequence[OwnPartStep], *, sole_changer: bool, self_harm_item: int | None = None
) -> tuple[OwnPartStep, OwnPartStep] | None:
    """Return first and last step of a part that rises while self-blame is high; then ask about it (rows 41 and 61).

    Args:
        steps: the history of one part, oldest first.
        sole_changer: whether the client holds that they alone must change (row 73, held 3 or more).
        self_harm_item: item 9 of the last PHQ-9 where there is one; anything above 0 counts.
    """
    rises = len(steps) > 1 and steps[-1].owned > steps[0].owned
    return (steps[0], steps[-1]) if rises and (sole_changer or (self_harm_item or 0) > 0) else None
