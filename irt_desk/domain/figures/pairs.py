"""Two people's numbers on one line of time, never merged: filled dots on a solid line, hollow ones on a dashed line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from irt_desk.domain.figures.measure import shorten, text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Polyline, Primitive, Text
from irt_desk.words import say

_SIZE = 12.0
_TITLE = 14.0
_TOP = 32.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPoint:
    """One day with the number of each; None where it was not given."""

    label: str
    first: int | None
    second: int | None


def pair_figure(
    title: str,
    points: Sequence[PairPoint],
    names: tuple[str, str],
    *,
    second_ink: Ink = Ink.RELATIONSHIP,
    high: int = 10,
    width: float = 300.0,
    height: float = 112.0,
) -> Figure:
    """Return the chart, 0 to ``high``; the last number of each stands at its end.

    Args:
        title: what is rated.
        points: oldest first.
        names: who the filled and who the hollow dots are.
        second_ink: colour of the hollow ones; the partner's only for a guess about the partner.
        high: top of the scale.
        width: in units.
        height: in units.
    """
    left, right, bottom = 26.0, width - 26.0, height - 22.0

    def y(value: float) -> float:
        return bottom - (bottom - _TOP) * value / high

    def x(rank: int) -> float:
        return left + 8 + ((right - left - 16) * rank / (len(points) - 1) if len(points) > 1 else 0)

    shapes: list[Primitive] = [Text(x=0, y=14, text=shorten(title, width, _TITLE, bold=True), size=_TITLE, bold=True)]
    start = text_width(title, _TITLE, bold=True) + 10
    n = say("figure.n", n=len(points))
    if start + text_width(n, _SIZE) < width:
        shapes.append(Text(x=start, y=14, text=n, size=_SIZE, ink=Ink.MUTED))
    for level in (0, high):
        shapes.append(Line(x1=left, y1=y(level), x2=right, y2=y(level), ink=Ink.LINE))
        shapes.append(Text(x=left - 6, y=y(level) + 4, text=str(level), size=_SIZE, ink=Ink.MUTED, anchor=Anchor.END))
    ends = sorted({0, len(points) - 1}) if points else []
    shapes += [_day(points[rank].label, x(rank) if rank else left, height - 6, is_first=not rank) for rank in ends]
    for values, ink, hollow in (
        ([p.first for p in points], Ink.CLIENT, False),
        ([p.second for p in points], second_ink, True),
    ):
        known = [(x(rank), y(value), value) for rank, value in enumerate(values) if value is not None]
        if len(known) > 1:
            dash = (4.0, 3.0) if hollow else ()
            shapes.append(Polyline(points=tuple((a, b) for a, b, _ in known), ink=ink, width=1.6, dash=dash))
        shapes += [Dot(x=a, y=b, radius=4.0, ink=ink, hollow=hollow) for a, b, _ in known]
    shapes += _ends(points, x, y, second_ink)
    return Figure(width=width, height=height, primitives=tuple(shapes), alternative_text=_told(title, points, names))


def _ends(
    points: Sequence[PairPoint], x: Callable[[int], float], y: Callable[[float], float], second_ink: Ink
) -> list[Primitive]:
    """Return the last number of each side at its end; apart where the two would touch, once where they are the same."""
    ends = []
    for values, ink in (([p.first for p in points], Ink.CLIENT), ([p.second for p in points], second_ink)):
        known = [(x(rank) + 9, y(value) + 4, value) for rank, value in enumerate(values) if value is not None]
        if known:
            ends.append((*known[-1], ink))
    if len(ends) == 2:
        (ax, ay, av, a_ink), (bx, by, bv, b_ink) = ends
        if (ax, av) == (bx, bv):
            ends = [(ax, ay, av, Ink.INK)]
        elif ax == bx and abs(ay - by) < _SIZE:
            middle, half = (ay + by) / 2, _SIZE / 2
            up, down = middle - half, middle + half
            ends = [(ax, up if ay < by else down, av, a_ink), (bx, down if ay < by else up, bv, b_ink)]
    return [Text(x=a, y=b, text=str(value), size=_SIZE, ink=ink, bold=True) for a, b, value, ink in ends]


def _day(word: str, x: float, y: float, *, is_first: bool) -> Text:
    return Text(x=x, y=y, text=word, size=_SIZE, ink=Ink.MUTED, anchor=Anchor.START if is_first else Anchor.MIDDLE)


def _told(title: str, points: Sequence[PairPoint], names: tuple[str, str]) -> str:
    def line(name: str, values: Sequence[int | None]) -> str:
        told = ", ".join(f"{p.label}: {v}" for p, v in zip(points, values, strict=True) if v is not None)
        return f"{name}: {told or say('figure.no_points')}"

    return f"{title}. {line(names[0], [p.first for p in points])}. {line(names[1], [p.second for p in points])}"
