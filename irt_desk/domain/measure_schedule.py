"""When a measure is asked for again (domain paper, 4.3; the rhythms are in its definition, the practice may change them)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from irt_desk.domain.measure_answers import Administration, live
from irt_desk.domain.measures import Schedule
from irt_desk.domain.values import Problem, need_range


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A measure the practice asks for: its code as people read it, its rhythm, and whether couple work asks for it too."""

    code: str
    schedule: Schedule
    of_relationship: bool = False


END_COUNTS_DAYS = 14
"""Days before an ending began within which a score already is the one at the end [D]: nobody fills in the same form twice."""


def asked_of_each(scheduled: Mapping[str, Scheduled]) -> dict[str, Scheduled]:
    """Return the measures each person of a couple unit is asked for: those of the relationship (6.1)."""
    return {key: one for key, one in scheduled.items() if one.of_relationship}


def due_days(
    scheduled: Mapping[str, Scheduled],
    given: Sequence[Administration],
    attended: Sequence[date],
    ending: date | None = None,
) -> dict[str, date]:
    """Return by measure key the day it is next due; a measure that is not due yet has its later day, others none.

    Args:
        scheduled: every measure of the practice by key, also those it does not ask for.
        given: the administrations of the case.
        attended: the days of the attended sessions, oldest first.
        ending: since when the case is about to close; None while nobody ends anything.
    """
    found: dict[str, date] = {}
    kept = live(given)
    used = {one.schedule.family for key, one in scheduled.items() if any(a.measure == key for a in kept)}
    for key, one in scheduled.items():
        if not one.schedule.on:
            continue
        own = [a for a in kept if a.measure == key]
        if not own and one.schedule.family and one.schedule.family in used:
            continue
        days = [_due(one.schedule, own, attended), _at_end(one.schedule, own, ending)]
        if any(days):
            found[key] = min(day for day in days if day is not None)
    return found


def asked_at_end(
    scheduled: Mapping[str, Scheduled], given: Sequence[Administration], ending: date | None
) -> frozenset[str]:
    """Return the measures that are due because the case is about to close, by key."""
    kept = live(given)
    return frozenset(
        key
        for key, one in scheduled.items()
        if one.schedule.on and _at_end(one.schedule, [a for a in kept if a.measure == key], ending) is not None
    )


def _at_end(schedule: Schedule, own: Sequence[Administration], ending: date | None) -> date | None:
    """Return when a measure is due because the case is about to close: one that has a first score to compare with (4.3)."""
    if ending is None or not schedule.at_end or not own:
        return None
    last = own[-1].on
    if last >= ending - timedelta(days=END_COUNTS_DAYS):
        return None
    return max(ending, last + timedelta(days=schedule.gap_days))


def _due(schedule: Schedule, own: Sequence[Administration], attended: Sequence[date]) -> date | None:
    if not own:
        return attended[0] if schedule.intake and attended else None
    last = own[-1]
    days = schedule.every_days
    sooner = schedule.sooner_at is not None and last.total is not None and last.total >= schedule.sooner_at
    if sooner and schedule.sooner_days:
        days = schedule.sooner_days
    due = [last.on + timedelta(days=days)] if days else []
    since = [day for day in attended if day > last.on]
    if schedule.every_sessions and len(since) >= schedule.every_sessions:
        due.append(since[schedule.every_sessions - 1])
    if not due:
        return None
    return max(min(due), last.on + timedelta(days=schedule.gap_days))


def schedule_problems(schedule: Schedule) -> list[Problem]:
    """Return what keeps a rhythm from being stored."""
    found = need_range("every_days", schedule.every_days, 0, 730)
    found += need_range("every_sessions", schedule.every_sessions, 0, 52)
    if schedule.on and not (schedule.intake or schedule.every_days or schedule.every_sessions or schedule.at_end):
        found.append(Problem("every_days", "no_rhythm"))
    return found
