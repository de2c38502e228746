"""Skills are worth coming back to: when to look at one again, on an interval that widens while it holds (row 65)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain.skills import MasteryChange
from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, not_future, tagged

FIRST_DAYS = 14
"""Days from the day a skill became reliable, or lapsed, to the first look back. [D]"""

LONGEST_DAYS = 168
"""The interval doubles while the skill holds, up to this many days. [D]"""

RELIABLE = 4
"""The stage from which a skill is looked at again; below it there is practice (domain paper, 3.1)."""


class RevisitResult(StrEnum):
    """What a look back found; a lapse is a flag, never a failure."""

    HOLDS = "holds"
    WEAKER = "weaker"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRevisit:
    """One look back at a skill; ``days`` is the interval to the next one."""

    id: str
    unit_id: str
    skill_id: str
    on: date
    entered: Instant
    result: RevisitResult
    days: int = FIRST_DAYS
    note: str = tagged(THIRD_PARTY)


def next_days(result: RevisitResult, before: int | None) -> int:
    """Return the days until the next look: twice as long while it holds, half when weaker, the first after a lapse."""
    last = before or FIRST_DAYS
    if result is RevisitResult.HOLDS:
        return min(LONGEST_DAYS, 2 * last)
    return max(FIRST_DAYS, last // 2) if result is RevisitResult.WEAKER else FIRST_DAYS


def revisit_on(stages: Sequence[MasteryChange], revisits: Sequence[SkillRevisit]) -> date | None:
    """Return the day to look at one skill again; None while it is not reliable and never was.

    Counted from the last look, or from the day the present stretch at stage 4 or above began, or from its lapse.
    """
    own = sorted(stages, key=lambda change: (change.entered.at, change.id))
    if not own or not (own[-1].stage.number >= RELIABLE or own[-1].lapsed):
        return None
    begun = own[-1].on
    for change in reversed(own):
        if change.lapsed != own[-1].lapsed or (change.stage.number < RELIABLE and not change.lapsed):
            break
        begun = change.on
    looked = [r for r in revisits if r.on >= begun]
    last = max(looked, key=lambda r: (r.on, r.entered.at, r.id), default=None)
    return begun + timedelta(days=FIRST_DAYS) if last is None else last.on + timedelta(days=last.days)


def revisit_problems(revisit: SkillRevisit, stages: Sequence[MasteryChange], today: date) -> list[Problem]:
    """Return what keeps a look back from being stored: a skill that was never reliable has nothing to hold."""
    found = not_future("on", revisit.on, today)
    if not any(change.stage.number >= RELIABLE for change in stages):
        found.append(Problem("result", "never_reliable"))
    return found
