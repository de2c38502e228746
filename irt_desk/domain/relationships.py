"""The relationship and the partner, who is a third party in someone else's record until they consent themselves.

Everything about the partner is tagged as third-party (security paper, DL-3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import THIRD_PARTY, FuzzyDay, Problem, need_text, tagged


class RelationshipKind(StrEnum):
    """What the relationship is, in neutral words; marriage only where it is true."""

    MARRIED = "married"
    CIVIL_PARTNERSHIP = "civil_partnership"
    COHABITING = "cohabiting"
    LIVING_APART = "living_apart"
    SEPARATED = "separated"
    OTHER = "other"


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


def partner_problems(partner: Partner) -> list[Problem]:
    """Return what keeps this partner from being stored."""
    found = need_text("name", partner.name)
    if partner.age is not None and not 14 <= partner.age <= 120:
        found.append(Problem("age", "out_of_range", {"low": 14, "high": 120}))
    return found
