"""A value over time as a line: one dot a session, hollow where it was told long after.

The number behind it is always shown, no direction is named under four points, and no colour says that a value is good
(domain paper, 2.6; design page).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irt_desk.domain.figures.measure import shorten, text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Polyline, Primitive, Text
from irt_desk.domain.trends import FEWEST_FOR_DIRECTION
from irt_desk.words import say

_SMALL = 12.0
_TITLE = 14.0
_TOP = 34.0
_RIGHT = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One place on the time axis; ``value`` is None where nothing is known, and the line then breaks."""

    label: str
    value: float | None
    retrospective: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The value axis: its ends and the words beside them."""

    low: float
    high: float
    low_words: str = ""
    high_words: str = ""


def trend_figure(
    title: str,
    points: Sequence[TrendPoint],
    scale: Scale,
    *,
    direction: str = "",
    n: int | None = None,
    ink: Ink = Ink.CLIENT,
    width: float = 330.0,
    height: float = 130.0,
) -> Figure:
    """Return the chart.

    ``direction`` says which way is better, such as "higher = sooner"; ``n`` is the number of episodes or
    answers behind the points. The first and last value stand at the top right once there are four known
    points.

    Raises:
        ValueError: the ends of the scale are not in order.
    """
    if not scale.high > scale.low:
        raise ValueError("the high end of a scale lies above the low end")
    told_late = any(point.retrospective and point.value is not None for point in points)
    foot = 38.0 if told_late else 22.0
    plot = _Plot(points, scale, left=_left(scale), right=width - _RIGHT, top=_TOP, bottom=height - foot)
    shapes = [*_heading(title, direction, n, points, width), *plot.grid(), *plot.line(ink)]
    if told_late:
        note = say("figure.hollow_dot")
        shapes.append(Text(x=0, y=height - 4, text=note, size=_SMALL, ink=Ink.MUTED))
    words = _spoken(title, points, direction, n)
    return Figure(width=width, height=height, primitives=tuple(shapes), alternative_text=words)


def _known(points: Sequence[TrendPoint]) -> list[tuple[str, float]]:
    return [(point.label, point.value) for point in points if point.value is not None]


def change_words(points: Sequence[TrendPoint], unit: str = "") -> str:
    """Return first and last value with an arrow, or nothing under four known points."""
    known = _known(points)
    if len(known) < FEWEST_FOR_DIRECTION:
        return ""
    return f"{known[0][1]:g}{unit} → {known[-1][1]:g}{unit}"


def _heading(title: str, direction: str, n: int | None, points: Sequence[TrendPoint], width: float) -> list[Primitive]:
    change = change_words(points)
    room = width - text_width(change, _TITLE, bold=True) - 12
    head = shorten(title, room, _TITLE, bold=True)
    shapes: list[Primitive] = [Text(x=0, y=14, text=head, size=_TITLE, bold=True)]
    if change:
        shapes.append(Text(x=width, y=14, text=change, size=_TITLE, bold=True, anchor=Anchor.END))
    aside = " · ".join(part for part in (direction, f"n {n}" if n is not None else "") if part)
    start = text_width(head, _TITLE, bold=True) + 10
    if aside and start + 30 < room:
        shapes.append(Text(x=start, y=14, text=shorten(aside, room - start, _SMALL), size=_SMALL, ink=Ink.MUTED))
    return shapes


def _left(scale: Scale) -> float:
    words = (scale.low_words or f"{scale.low:g}", scale.high_words or f"{scale.high:g}")
    return max(24.0, *(text_width(word, _SMALL) + 8 for word in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    left: float
    right: float
    top: float
    bottom: float


class _Plot:
    """Where values and places lie, and the shapes that show them."""

    def __init__(self, points: Sequence[TrendPoint], scale: Scale, **frame: float) -> None:
        self._points = points
        self._scale = scale
        self._frame = _Frame(**frame)

    def _x(self, rank: int) -> float:
        inset = 8.0
        room = self._frame.right - self._frame.left - 2 * inset
        return self._frame.left + inset + (room * rank / (len(self._points) - 1) if len(self._points) > 1 else room / 2)

    def _y(self, value: float) -> float:
        low, high = self._scale.low, self._scale.high
        part = (min(max(value, low), high) - low) / (high - low)
        return self._frame.bottom - (self._frame.bottom - self._frame.top) * part

    def grid(self) -> list[Primitive]:
        """Return three level lines with their words and the labels of the first, middle and last place."""
        scale = self._scale
        middle = (scale.low + scale.high) / 2
        levels = (
            (scale.high, scale.high_words or f"{scale.high:g}"),
            (middle, f"{middle:g}"),
            (scale.low, scale.low_words or f"{scale.low:g}"),
        )
        shapes: list[Primitive] = []
        for value, words in levels:
            y = self._y(value)
            shapes.append(Line(x1=self._frame.left, y1=y, x2=self._frame.right, y2=y, ink=Ink.LINE))
            beside = self._frame.left - 6
            shapes.append(Text(x=beside, y=y + 4, text=words, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.END))
        last = len(self._points) - 1
        for rank in sorted({0, last // 2, last}) if self._points else ():
            x, under = self._x(rank), self._frame.bottom + 16
            words = self._points[rank].label
            shapes.append(Text(x=x, y=under, text=words, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.MIDDLE))
        return shapes

    def line(self, ink: Ink) -> list[Primitive]:
        """Return the stretches between known values and a dot on each."""
        stretches: list[list[tuple[float, float]]] = [[]]
        dots: list[Primitive] = []
        for rank, point in enumerate(self._points):
            if point.value is None:
                stretches.append([])
                continue
            x, y = self._x(rank), self._y(point.value)
            stretches[-1].append((x, y))
            dots.append(Dot(x=x, y=y, radius=3.6, ink=ink, hollow=point.retrospective))
        lines = [Polyline(points=tuple(part), ink=ink, width=1.6) for part in stretches if len(part) > 1]
        return [*lines, *dots]


def _spoken(title: str, points: Sequence[TrendPoint], direction: str, n: int | None) -> str:
    known = [point for point in points if point.value is not None]
    head = f"{title} ({direction})" if direction else title
    if not known:
        return f"{head}. {say('figure.no_points')}"
    late = say("figure.told_late")
    values = ", ".join(
        f"{point.label}: {point.value:g}{f' ({late})' if point.retrospective else ''}" for point in known
    )
    change = change_words(points)
    end = say("figure.first_to_last", change=change) if change else say("figure.too_few_points")
    behind = f" n {n}." if n is not None else ""
    return f"{head}. {values}.{behind} {end}"
