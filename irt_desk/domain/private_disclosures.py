"""What a client says here and not at home: kept in the individual record alone (domain paper, row 13 and 6.5).

It is in no search, no document, no export and no ``show``; it leaves only with a release of that one item, which belongs to
the transfer of a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.values import SAFETY, THIRD_PARTY, Instant, Problem, need_text, not_future, tagged

TEXT_LIMIT = 20_000
"""Characters one private disclosure may hold [D]."""


class PrivateWish(StrEnum):
    """What the client wants to happen with it."""

    STAYS_HERE = "stays_here"
    WILL_TELL = "will_tell"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDisclosure:
    """One thing told in private. Its text is never changed; what the client wants with it may."""

    id: str
    unit_id: str
    told_on: date
    recorded: Instant
    session_id: str | None = None
    text: str = tagged(SAFETY, THIRD_PARTY)
    wish: PrivateWish = PrivateWish.STAYS_HERE


def disclosure_problems(disclosure: PrivateDisclosure, today: date) -> list[Problem]:
    """Return what keeps a private disclosure from being stored."""
    found = need_text("text", disclosure.text) + not_future("told_on", disclosure.told_on, today)
    if len(disclosure.text) > TEXT_LIMIT:
        found.append(Problem("text", "too_long", {"limit": TEXT_LIMIT}))
    return found
