"""Keeping what was gained: the maintenance plan, booster sessions and follow-ups after closing (row 32)."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.consents import Consent, ConsentType, in_force
from irt_desk.domain.patterns import ExitCode
from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, not_future, tagged

FOLLOW_UP_MONTHS = (1, 3, 6)
"""A closed case may carry follow-ups after this many months, each of them optional and consented (row 32)."""


class FollowUpKind(StrEnum):
    """A short contact after closing, or a session to refresh what was gained."""

    FOLLOW_UP = "follow_up"
    BOOSTER = "booster"


class FollowUpStatus(StrEnum):
    """Where a planned contact stands."""

    PLANNED = "planned"
    DONE = "done"
    NOT_REACHED = "not_reached"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenancePlan:
    """One version of the plan the client keeps: what to look out for, and what helped. A change is a new version."""

    id: str
    unit_id: str
    version: int
    on: date
    entered: Instant
    early_signs: tuple[str, ...] = tagged(THIRD_PARTY, default=())
    exits: tuple[ExitCode, ...] = ()
    first_step: str = ""
    keep_doing: tuple[str, ...] = ()
    people: str = tagged(THIRD_PARTY)
    booster_on: date | None = None

    @property
    def says_something(self) -> bool:
        """Whether there is anything to look at in it."""
        return bool(self.early_signs or self.exits or self.first_step.strip() or self.keep_doing)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One planned contact after closing. What was said stays the client's account."""

    id: str
    unit_id: str
    kind: FollowUpKind
    due_on: date
    months: int | None = None
    status: FollowUpStatus = FollowUpStatus.PLANNED
    done_on: date | None = None
    how_it_goes: str = tagged(THIRD_PARTY)
    signs_seen: str = tagged(THIRD_PARTY)
    exits_used: tuple[ExitCode, ...] = ()
    next_step: str = ""


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def contact_agreed(consents: Sequence[Consent], today: date) -> bool:
    """Return whether the client agreed to be contacted after closing, and has not taken it back."""
    return in_force(consents, ConsentType.FOLLOW_UP_CONTACT, today) is not None


def plan_problems(plan: MaintenancePlan, today: date) -> list[Problem]:
    """Return what keeps a maintenance plan from being stored."""
    found = [] if plan.says_something else [Problem("early_signs", "empty")]
    if plan.booster_on is not None and plan.booster_on < plan.on:
        found.append(Problem("booster_on", "before_start"))
    return found + not_future("on", plan.on, today)


def follow_up_problems(follow_up: FollowUp, today: date) -> list[Problem]:
    """Return what keeps the outcome of a contact from being stored: one that took place has its day."""
    found = not_future("done_on", follow_up.done_on, today)
    if follow_up.status is FollowUpStatus.DONE and follow_up.done_on is None:
        found.append(Problem("done_on", "empty"))
    return found
