"""The figures of a pattern as they are shown and printed: panels on one time axis, rows of a table, words with their n."""

from __future__ import annotations

from collections.abc import Sequence

from irt_desk.domain.figures.multiples import Panel, multiples_figure
from irt_desk.domain.figures.primitives import Figure, Ink
from irt_desk.domain.figures.trend import Scale, TrendPoint
from irt_desk.domain.patterns import PatternCode, Rollup
from irt_desk.domain.trends import PatternMetric, SessionRollup, direction_of, known, n_of, noticing, value_of
from irt_desk.services.texts import number_text
from irt_desk.words import label, say

DRAWN = (
    PatternMetric.AWARENESS,
    PatternMetric.CATCH_POINT,
    PatternMetric.RECOVERY,
    PatternMetric.PER_WEEK,
    PatternMetric.INTENSITY,
)
"""The figures that are drawn, in the order in which change usually shows (domain paper, 2.6)."""

_HIGHEST = {
    PatternMetric.AWARENESS: 4.0,
    PatternMetric.INTENSITY: 10.0,
    PatternMetric.RECOVERY: 24.0,
    PatternMetric.PER_WEEK: 3.0,
}


def figure_of(series: Sequence[SessionRollup], code: PatternCode, *, width: float = 330.0) -> Figure | None:
    """Return the panels of every figure that has a value; None when there is nothing to draw."""
    drawn = [metric for metric in DRAWN if known(series, metric)]
    if not drawn:
        return None
    days = [one.on.toordinal() for one in series]
    span = max(1, days[-1] - days[0])
    places = [(day - days[0]) / span if len(days) > 1 else 0.5 for day in days]
    return multiples_figure([_panel(series, metric, code) for metric in drawn], places, width=width)


def _panel(series: Sequence[SessionRollup], metric: PatternMetric, code: PatternCode) -> Panel:
    share = metric.is_share
    points = tuple(
        TrendPoint(
            label=f"S{one.number}",
            value=_rounded(value_of(one.rollup, metric), share=share),
            retrospective=one.retrospective and n_of(one.rollup, metric) > 0,
        )
        for one in series
    )
    values = [point.value for point in points if point.value is not None]
    high = 100.0 if share else max([_HIGHEST.get(metric, 10.0), *values])
    return Panel(
        title=label(metric),
        points=points,
        scale=Scale(low=0.0, high=float(-(-high // 1))),
        direction=say(f"pattern_direction.{metric.value}_{direction_of(metric, code).value}"),
        n=sum(n_of(one.rollup, metric) for one in series),
        unit=" %" if share else "",
        ink=Ink.CLIENT if metric in (PatternMetric.AWARENESS, PatternMetric.CATCH_POINT) else Ink.RELATIONSHIP,
    )


def _rounded(value: float | None, *, share: bool) -> float | None:
    return None if value is None else round(100 * value if share else value, 0 if share else 1)


def value_text(rollup: Rollup, metric: PatternMetric) -> str:
    """Return a figure in words with the number behind it: "6 (n 4)"; a dash where nothing can be said."""
    value = _rounded(value_of(rollup, metric), share=metric.is_share)
    if value is None:
        return say("pattern_figure.unknown")
    unit = " %" if metric.is_share else say("pattern_figure.hours") if metric is PatternMetric.RECOVERY else ""
    return say("pattern_figure.value", value=number_text(value), unit=unit, n=n_of(rollup, metric))


def summary_rows(rollup: Rollup) -> list[tuple[str, str]]:
    """Return name and value of every figure of a period, each with its n; exits from three tries on (2.6)."""
    rows = [(label(metric), value_text(rollup, metric)) for metric in PatternMetric]
    rows += [
        (label(one.exit), say("pattern_figure.exit_success", helped=one.helped, tried=one.tried))
        for one in rollup.exits
    ]
    return rows


def noticing_words(series: Sequence[SessionRollup]) -> tuple[str, str]:
    """Return what the client may be told at this stage, and the reason beside it; empty when there is none (2.6)."""
    found = noticing(series)
    if found is None:
        return "", ""
    return say("noticing.sooner"), say("noticing.stronger") if found.stronger else ""


def exit_words(rollup: Rollup) -> dict[str, str]:
    """Return what the map says of an exit that was tried three times or more, by exit code."""
    return {
        one.exit.value: say("pattern_figure.exit_on_map", name=label(one.exit), helped=one.helped, tried=one.tried)
        for one in rollup.exits
    }
