"""Several figures of the same sessions, one under the other on one time axis: small multiples.

The rules are those of one trend (``trend.py``): the number behind each, no direction under four points, hollow dots for what
was told late, no colour that says a value is good. A place without a value breaks the line: not known is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irt_desk.domain.figures.measure import shorten, text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Polyline, Primitive, Text
from irt_desk.domain.figures.trend import Scale, TrendPoint, change_words
from irt_desk.words import say

_SMALL, _TITLE = 12.0, 14.0
_HEAD = 20.0  # from the top of a panel to its plot
_PLOT = 52.0
_BETWEEN = 18.0
_LEFT, _RIGHT, _INSET = 46.0, 8.0, 8.0
_FOOT = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One figure: its name, which way is better in words, the number behind it, and a point for each place."""

    title: str
    points: tuple[TrendPoint, ...]
    scale: Scale
    direction: str = ""
    n: int = 0
    unit: str = ""
    ink: Ink = Ink.RELATIONSHIP


def multiples_figure(panels: Sequence[Panel], places: Sequence[float], *, width: float = 330.0) -> Figure:
    """Return the panels under one another; ``places`` are where the points lie in time, from 0 to 1, oldest first.

    Raises:
        ValueError: no panel, or one with another number of points than there are places.
    """
    if not panels or any(len(panel.points) != len(places) for panel in panels):
        raise ValueError("every panel has one point for each place")
    shapes: list[Primitive] = []
    y = 0.0
    for panel in panels:
        shapes += _panel(panel, places, y, width)
        y += _HEAD + _PLOT + _BETWEEN
    y += -_BETWEEN + 16
    shapes += _labels(panels[0].points, places, y, width)
    y += _FOOT - 16
    if any(point.retrospective and point.value is not None for panel in panels for point in panel.points):
        y += 16
        shapes.append(Text(x=0, y=y - 4, text=say("figure.hollow_dot"), size=_SMALL, ink=Ink.MUTED))
    spoken = " ".join(_spoken(panel) for panel in panels)
    return Figure(width=width, height=y + 4, primitives=tuple(shapes), alternative_text=spoken)


def _x(place: float, width: float) -> float:
    left, right = _LEFT + _INSET, width - _RIGHT - _INSET
    return left + (right - left) * place


def _panel(panel: Panel, places: Sequence[float], top: float, width: float) -> list[Primitive]:
    shapes = _heading(panel, top, width)
    low, high = top + _HEAD + _PLOT, top + _HEAD + 6
    scale = panel.scale
    for value, y in ((scale.high, high), (scale.low, low)):
        words = (scale.high_words if value == scale.high else scale.low_words) or f"{value:g}{panel.unit}"
        shapes.append(Line(x1=_LEFT, y1=y, x2=width - _RIGHT, y2=y, ink=Ink.LINE))
        shapes.append(Text(x=_LEFT - 6, y=y + 4, text=words, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.END))
    stretches: list[list[tuple[float, float]]] = [[]]
    dots: list[Primitive] = []
    for point, place in zip(panel.points, places, strict=True):
        if point.value is None:
            stretches.append([])
            continue
        part = (min(max(point.value, scale.low), scale.high) - scale.low) / (scale.high - scale.low)
        at = (_x(place, width), low - (low - high) * part)
        stretches[-1].append(at)
        dots.append(Dot(x=at[0], y=at[1], radius=3.6, ink=panel.ink, hollow=point.retrospective))
    lines = [Polyline(points=tuple(part), ink=panel.ink, width=1.6) for part in stretches if len(part) > 1]
    return [*shapes, *lines, *dots]


def _heading(panel: Panel, top: float, width: float) -> list[Primitive]:
    change = change_words(panel.points, panel.unit)
    room = width - text_width(change, _SMALL, bold=True) - 12
    title = shorten(panel.title, room, _SMALL, bold=True)
    shapes: list[Primitive] = [Text(x=0, y=top + 13, text=title, size=_SMALL, bold=True)]
    if change:
        shapes.append(Text(x=width, y=top + 13, text=change, size=_SMALL, bold=True, anchor=Anchor.END))
    aside = " · ".join(part for part in (panel.direction, f"n {panel.n}") if part)
    start = text_width(title, _SMALL, bold=True) + 8
    if start + 24 < room:
        shapes.append(Text(x=start, y=top + 13, text=shorten(aside, room - start, _SMALL), size=_SMALL, ink=Ink.MUTED))
    return shapes


def _labels(points: Sequence[TrendPoint], places: Sequence[float], y: float, width: float) -> list[Primitive]:
    """Return the names of the places, as many as have room, the first and the last always."""
    shapes: list[Primitive] = []
    taken = [(-1.0, -1.0)]
    ranks = list(dict.fromkeys((0, len(points) - 1, *range(len(points)))))
    for rank in ranks if points else ():
        x, half = _x(places[rank], width), text_width(points[rank].label, _SMALL) / 2 + 5
        if any(x - half < end and x + half > start for start, end in taken):
            continue
        taken.append((x - half, x + half))
        shapes.append(Text(x=x, y=y, text=points[rank].label, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.MIDDLE))
    return shapes


def _spoken(panel: Panel) -> str:
    head = f"{panel.title} ({panel.direction})" if panel.direction else panel.title
    late = say("figure.told_late")
    known = [
        f"{point.label}: {point.value:g}{panel.unit}{f' ({late})' if point.retrospective else ''}"
        for point in panel.points
        if point.value is not None
    ]
    if not known:
        return f"{head}. {say('figure.no_points')}"
    change = change_words(panel.points, panel.unit)
    end = say("figure.first_to_last", change=change) if change else say("figure.too_few_points")
    return f"{head}. {', '.join(known)}. n {panel.n}. {end}"
