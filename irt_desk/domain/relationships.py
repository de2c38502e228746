"""The relationship and the partner, who is a third party in someone else's record until they consent themselves.

Everything about the partner is tagged as third-party (security paper, DL-3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.patterns import Confidence, Source
from irt_desk.domain.patterns import StressCoping as CopingStyle
from irt_desk.domain.values import (
    THIRD_PARTY,
    FuzzyDay,
    Instant,
    Problem,
    need_range,
    need_text,
    not_future,
    tagged,
)


class RelationshipKind(StrEnum):
    """What the relationship is, in neutral words; marriage only where it is true."""

    MARRIED = "married"
    CIVIL_PARTNERSHIP = "civil_partnership"
    COHABITING = "cohabiting"
    LIVING_APART = "living_apart"
    SEPARATED = "separated"
    OTHER = "other"


class Cohabiting(StrEnum):
    """Whether the two live together (domain paper, row 38)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Person(StrEnum):
    """Whose it is."""

    CLIENT = "client"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """The other person: a contact in this record, never a client of it."""

    id: str
    unit_id: str
    name: str = tagged(THIRD_PARTY)
    also_called: str = tagged(THIRD_PARTY)
    pronouns: str = tagged(THIRD_PARTY)
    age: int | None = tagged(THIRD_PARTY, default=None)
    occupation: str = tagged(THIRD_PARTY)
    phone: str = tagged(THIRD_PARTY)
    email: str = tagged(THIRD_PARTY)
    address: str = tagged(THIRD_PARTY)
    note: str = tagged(THIRD_PARTY)

    @property
    def called(self) -> tuple[str, ...]:
        """Every name the partner goes by, whole and in its words."""
        names = [self.name, *self.name.split(), *[part.strip() for part in self.also_called.split(",")]]
        return tuple(dict.fromkeys(name for name in names if len(name) > 1))

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Every text that names or reaches the partner; redaction replaces them by a role word."""
        return (*self.called, *(text for text in (self.phone, self.email, self.address) if len(text) > 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A link between the client and one partner; a client may have more than one."""

    id: str
    unit_id: str
    partner_id: str
    kind: RelationshipKind = RelationshipKind.COHABITING
    started: FuzzyDay | None = None
    married_since: FuzzyDay | None = None
    children: str = ""
    prior_separations: str = ""
    culture_and_family: str = ""
    current_stressors: str = ""
    strengths: str = ""
    ended_on: date | None = None
    cohabiting: Cohabiting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipEvent:
    """One major event in the life of the two, as told (row 38)."""

    id: str
    unit_id: str
    happened: FuzzyDay | None = None
    what: str = tagged(THIRD_PARTY)
    meaning: str = tagged(THIRD_PARTY)
    source: Source = Source.CLIENT_REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class AutonomyConnection:
    """Where the two stand between autonomy (0) and connection (10) on a day; the partner's place is a guess (row 46)."""

    id: str
    unit_id: str
    on: date
    recorded: Instant
    client_position: int
    partner_position: int | None = tagged(THIRD_PARTY, default=None)
    source: Source = Source.CLIENT_REPORT
    confidence: Confidence = Confidence.LOW
    note_on_friction: str = tagged(THIRD_PARTY)

    @property
    def distance(self) -> int | None:
        """How far apart the two stand, 0 to 10; None while the partner's place is not known."""
        return None if self.partner_position is None else abs(self.client_position - self.partner_position)


@dataclass(frozen=True, slots=True, kw_only=True)
class StressCoping:
    """One way one of the two copes with stress, what it gives and what it costs the two (row 47)."""

    id: str
    unit_id: str
    person: Person = Person.CLIENT
    style: CopingStyle = CopingStyle.APPROACH_TALK_IT_OUT
    trigger_load: str = tagged(THIRD_PARTY)
    helps_me: str = tagged(THIRD_PARTY)
    costs_us: str = tagged(THIRD_PARTY)
    source: Source = Source.CLIENT_REPORT


def relationship_problems(relationship: Relationship, today: date) -> list[Problem]:
    """Return what keeps the facts of a relationship from being stored: a start or a wedding in the future, or in that order."""
    found: list[Problem] = []
    for name in ("started", "married_since"):
        day: FuzzyDay | None = getattr(relationship, name)
        found += not_future(name, day.day if day else None, today)
    begun, wed = relationship.started, relationship.married_since
    if begun is not None and wed is not None and wed.day.year < begun.day.year:
        found.append(Problem("married_since", "before_start"))
    return found


def event_problems(event: RelationshipEvent, today: date) -> list[Problem]:
    """Return what keeps an event from being stored."""
    return need_text("what", event.what) + not_future("happened", event.happened.day if event.happened else None, today)


def closeness_problems(place: AutonomyConnection, today: date) -> list[Problem]:
    """Return what keeps two positions from being stored; the partner's is told or guessed, never measured (row 35)."""
    found = need_range("client_position", place.client_position, 0, 10)
    found += need_range("partner_position", place.partner_position, 0, 10) + not_future("on", place.on, today)
    told = (Source.CLIENT_REPORT, Source.THERAPIST_HYPOTHESIS, Source.PARTNER_REPORT)
    if place.partner_position is not None and place.source not in told:
        found.append(Problem("source", "partner_place_source"))
    return found


def coping_problems(coping: StressCoping) -> list[Problem]:
    """Return what keeps a way of coping from being stored: it must say when it comes, what it gives, or what it costs."""
    said = (coping.trigger_load, coping.helps_me, coping.costs_us)
    return [] if any(text.strip() for text in said) else [Problem("trigger_load", "coping_empty")]


def partner_problems(partner: Partner) -> list[Problem]:
    """Return what keeps this partner from being stored."""
    found = need_text("name", partner.name)
    if partner.age is not None and not 14 <= partner.age <= 120:
        found.append(Problem("age", "out_of_range", {"low": 14, "high": 120}))
    return found
