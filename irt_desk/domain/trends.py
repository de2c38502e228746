"""How a pattern moves from session to session: the figures of 2.6 as series, and what may be said about them.

Nothing here says that a value is good. A direction is named only as far as the paper names one; fewer fights in withdraw and
withdraw are no improvement by themselves, and withdrawing is not a failure (domain paper, 0.4, 2.3, 2.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.patterns import PatternCode, Rollup

FEWEST_FOR_DIRECTION = 4
"""Data points under which no trend is shown (domain paper, 2.6)."""


class PatternMetric(StrEnum):
    """The figures of a period, in the order in which they usually change: awareness first (domain paper, 2.6)."""

    AWARENESS = "awareness"
    CATCH_POINT = "catch_point"
    RECOVERY = "recovery"
    PER_WEEK = "per_week"
    INTENSITY = "intensity"
    WORST = "worst"
    REPAIR_RATE = "repair_rate"
    EXIT_USE = "exit_use"

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, from 0 to 1."""
        return self in (PatternMetric.CATCH_POINT, PatternMetric.REPAIR_RATE, PatternMetric.EXIT_USE)


class Direction(StrEnum):
    """Which way is better, as far as that may be said."""

    HIGHER = "higher"
    LOWER = "lower"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRollup:
    """The figures of the time before one session; ``told_late`` counts episodes entered more than 14 days after."""

    number: int
    on: date
    rollup: Rollup
    told_late: int = 0

    @property
    def retrospective(self) -> bool:
        """Whether its dots are hollow: some of it was told more than 14 days after (domain paper, 2.6)."""
        return self.told_late > 0


@dataclass(frozen=True, slots=True)
class Noticing:
    """The stage of change called "You are noticing it sooner"; ``stronger`` says that intensity rose with it."""

    stronger: bool


def value_of(rollup: Rollup, metric: PatternMetric) -> float | None:
    """Return a figure of a period; None where nothing can be said."""
    return {
        PatternMetric.AWARENESS: rollup.awareness,
        PatternMetric.CATCH_POINT: rollup.catch_share,
        PatternMetric.RECOVERY: rollup.recovery_hours,
        PatternMetric.PER_WEEK: rollup.per_week,
        PatternMetric.INTENSITY: rollup.intensity,
        PatternMetric.WORST: float(rollup.worst) if rollup.worst is not None else None,
        PatternMetric.REPAIR_RATE: rollup.repair_rate,
        PatternMetric.EXIT_USE: rollup.exit_share,
    }[metric]


def n_of(rollup: Rollup, metric: PatternMetric) -> int:
    """Return the number of episodes behind a figure."""
    return {
        PatternMetric.AWARENESS: rollup.awareness_n,
        PatternMetric.CATCH_POINT: rollup.catch_n,
        PatternMetric.RECOVERY: rollup.recovery_n,
        PatternMetric.INTENSITY: rollup.intensity_n,
        PatternMetric.WORST: rollup.intensity_n,
        PatternMetric.REPAIR_RATE: rollup.repair_n,
    }.get(metric, rollup.n)


def direction_of(metric: PatternMetric, code: PatternCode) -> Direction:
    """Return which way of a figure is better; the frequency of withdraw and withdraw is to be asked about (2.6, RP4)."""
    if metric is PatternMetric.PER_WEEK and code is PatternCode.WITHDRAW_WITHDRAW:
        return Direction.ASK
    lower = (PatternMetric.RECOVERY, PatternMetric.PER_WEEK, PatternMetric.INTENSITY, PatternMetric.WORST)
    return Direction.LOWER if metric in lower else Direction.HIGHER


def known(series: Sequence[SessionRollup], metric: PatternMetric) -> list[float]:
    """Return the known values of a figure, oldest first."""
    return [value for one in series if (value := value_of(one.rollup, metric)) is not None]


def has_direction(series: Sequence[SessionRollup], metric: PatternMetric) -> bool:
    """Return whether there are points enough for an arrow: four (domain paper, 2.6)."""
    return len(known(series, metric)) >= FEWEST_FOR_DIRECTION


def noticing(series: Sequence[SessionRollup]) -> Noticing | None:
    """Return whether awareness or the catch point is higher now than at first, or None (domain paper, 2.6).

    It is what the client may be told, not a trend: it compares the first known value with the last.
    """
    risen = [_rose(series, metric) for metric in (PatternMetric.AWARENESS, PatternMetric.CATCH_POINT)]
    if not any(risen):
        return None
    return Noticing(stronger=_rose(series, PatternMetric.INTENSITY))


def _rose(series: Sequence[SessionRollup], metric: PatternMetric) -> bool:
    values = known(series, metric)
    return len(values) > 1 and values[-1] > values[0]
