"""Small values every feature shares: instants, imprecise days, ids, signatures, tags and the reasons of a refusal."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from irt_desk import words
from irt_desk.errors import UserError

THIRD_PARTY = "third_party"
"""Field tag: identifies or describes someone who is not the client (security paper, DL-3)."""

SAFETY = "safety"
"""Field tag: violence disclosure, safety plan or safe contact; leaves every default output (DL-4)."""


def tagged(*tags: str, default: Any = "") -> Any:
    """Return a dataclass field that carries tags; redaction reads them, so no list of names is kept elsewhere."""
    return field(default=default, metadata={"tags": frozenset(tags)})


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, in UTC, with the IANA zone it was entered in.

    Raises:
        ValueError: ``at`` is naive or not in UTC.
    """

    at: datetime
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or self.at.utcoffset():
            raise ValueError("an instant is an aware UTC datetime")

    @property
    def local(self) -> datetime:
        """The moment on the clock of the place it was entered in."""
        return self.at.astimezone(ZoneInfo(self.zone))

    @property
    def day(self) -> date:
        """The calendar day there."""
        return self.local.date()

    def __str__(self) -> str:
        return f"{self.at.isoformat(timespec='microseconds').replace('+00:00', 'Z')}[{self.zone}]"

    @classmethod
    def parse(cls, text: str) -> Instant:
        """Return the instant a ``str(instant)`` stands for.

        Raises:
            ValueError: the text is not of that form.
        """
        stamp, _, zone = text.partition("[")
        if not zone.endswith("]"):
            raise ValueError(f"not an instant: {text!r}")
        return cls(datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(UTC), zone[:-1])


class DatePrecision(StrEnum):
    """How exactly a day is known (domain paper, row 36)."""

    EXACT = "exact"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FuzzyDay:
    """A day with the precision it is known to."""

    day: date
    precision: DatePrecision = DatePrecision.EXACT

    def __str__(self) -> str:
        return f"{self.day.isoformat()}/{self.precision}"

    @classmethod
    def parse(cls, text: str) -> FuzzyDay:
        """Return the day a ``str(fuzzy_day)`` stands for."""
        day, _, precision = text.partition("/")
        return cls(date.fromisoformat(day), DatePrecision(precision or DatePrecision.EXACT))


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, with which credential, when. Not an electronic signature in law (security paper, NS-5)."""

    by: str
    credential: str
    at: Instant


def new_id(at: datetime, randomness: bytes) -> str:
    """Return a UUIDv7 as text: milliseconds of ``at``, then 10 bytes of ``randomness`` (RFC 9562, 5.7)."""
    if len(randomness) < 10:
        raise ValueError("an id needs 10 random bytes")
    raw = int(at.timestamp() * 1000).to_bytes(6, "big") + randomness[:10]
    number = int.from_bytes(raw, "big")
    number = (number & ~(0xF << 76)) | (0x7 << 76)
    number = (number & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=number))


def made_at(record_id: str) -> datetime:
    """Return when an id was made: a UUIDv7 begins with its milliseconds (RFC 9562, 5.7).

    Raises:
        ValueError: it is no UUID.
    """
    return datetime.fromtimestamp((uuid.UUID(record_id).int >> 80) / 1000, UTC)


def _spoken(value: object) -> object:
    """Return a value as a person reads it: the label of an enumeration, several joined by commas."""
    if isinstance(value, Enum):
        return words.label(value)
    if isinstance(value, tuple):
        return ", ".join(str(_spoken(item)) for item in value)
    return value


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is still missing for an act, and the act of the therapist that closes it.

    ``code`` is stable; its sentence is ``missing.<code>`` in the catalogue. ``act`` names where it is closed
    (see :class:`Act`), so that every line in the window is a link.
    """

    code: str
    act: Act
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The words for a person."""
        return words.say(f"missing.{self.code}", **{name: _spoken(value) for name, value in self.values.items()})


class Act(StrEnum):
    """Where a missing item is closed: a place in the chart."""

    CONTACT = "contact"
    CONSENTS = "consents"
    SAFETY = "safety"
    OVERRIDE = "override"
    SUITABILITY = "suitability"
    BARRIERS = "barriers"
    EFFORTS = "efforts"
    MOTIVATION = "motivation"
    CAUTIONS = "cautions"
    ENGAGEMENT = "engagement"
    PLAN = "plan"
    REVIEW = "review"
    DISCHARGE = "discharge"
    REQUEST = "request"
    NOTE = "note"
    PATTERN = "pattern"
    SKILLS = "skills"
    UNIT = "unit"
    TRANSFER = "transfer"
    LEDGER = "ledger"
    FIT_REVIEW = "fit_review"
    CHECK_IN = "check_in"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a value a person typed, and the field it belongs to.

    The sentence is ``problem.<code>`` in the catalogue.
    """

    field: str
    code: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The words for a person."""
        return words.say(f"problem.{self.code}", **self.values)


class Invalid(UserError):
    """What was typed cannot be stored as it is; holds every problem at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("problem.invalid")
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return " ".join(problem.sentence for problem in self.problems)


def insist(problems: Sequence[Problem]) -> None:
    """Raise :class:`Invalid` when there is any problem; return nothing otherwise."""
    if problems:
        raise Invalid(problems)


def need_text(name: str, text: str) -> list[Problem]:
    """Return a problem when a required text is empty."""
    return [] if text.strip() else [Problem(name, "empty")]


def need_range(name: str, value: float | None, low: float, high: float) -> list[Problem]:
    """Return a problem when a number is given and outside ``low..high``."""
    if value is None or low <= value <= high:
        return []
    return [Problem(name, "out_of_range", {"low": low, "high": high})]


def not_future(name: str, day: date | None, today: date) -> list[Problem]:
    """Return a problem when a day that must have happened lies after today."""
    return [Problem(name, "in_future")] if day is not None and day > today else []
