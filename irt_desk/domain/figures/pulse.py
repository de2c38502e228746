"""The session check-in: one small line a question, one under the other on one time axis, never summed (domain paper, 1.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from irt_desk.domain.figures.measure import shorten, text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Polyline, Primitive, Text
from irt_desk.domain.figures.scores import Chart, Marker, Spot, TimeAxis
from irt_desk.words import say

_SMALL = 12.0
_TITLE = 13.0
_STRIP = 62.0
_PLOT = 30.0
_LEFT = 26.0


@dataclass(frozen=True, slots=True)
class PulseAnswer:
    """One answer on a day; ``value`` is None where it was not asked, and ``words`` tell the record."""

    on: date
    value: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseLine:
    """One question: its name, which way it points in words, its answers oldest first, the ends of its scale."""

    name: str
    direction: str
    answers: tuple[PulseAnswer, ...]
    low: float = 0.0
    high: float = 10.0

    @property
    def known(self) -> tuple[PulseAnswer, ...]:
        """The answers that were given."""
        return tuple(answer for answer in self.answers if answer.value is not None)


def pulse_chart(
    title: str, lines: Sequence[PulseLine], axis: TimeAxis, *, markers: Sequence[Marker] = (), width: float = 400.0
) -> Chart:
    """Return the lines one under the other; a stretch where a question was not asked is a gap, never a zero."""
    height = _STRIP * len(lines) + 24
    spots: list[Spot] = []
    shapes: list[Primitive] = []
    for rank, line in enumerate(lines):
        shapes += _strip(line, axis, markers, spots, rank * _STRIP, width)
    shapes += _days(axis, _STRIP * len(lines) + 12, width)
    told = [
        f"{line.name} ({line.direction}), n {len(line.known)}: " + ", ".join(answer.words for answer in line.known)
        for line in lines
    ]
    words = f"{title}. " + ". ".join(told or [say("figure.no_points")]) + "."
    figure = Figure(width=width, height=height, primitives=tuple(shapes), alternative_text=words)
    return Chart(figure, tuple(spots))


def _x(axis: TimeAxis, on: date, width: float) -> float:
    return _LEFT + 10 + (width - _LEFT - 22) * axis.part(on)


def _strip(
    line: PulseLine, axis: TimeAxis, markers: Sequence[Marker], spots: list[Spot], top: float, width: float
) -> list[Primitive]:
    plot = top + 22
    last = line.known[-1].value if line.known else None
    value = f"{last:g}" if last is not None else ""
    name = shorten(line.name, width * 0.5, _TITLE, bold=True)
    aside = f"{line.direction}, n {len(line.known)}"
    shapes: list[Primitive] = [
        Text(x=_LEFT, y=top + 13, text=name, size=_TITLE, bold=True),
        Text(x=_LEFT + text_width(name, _TITLE, bold=True) + 8, y=top + 13, text=aside, size=_SMALL, ink=Ink.MUTED),
        Text(x=width, y=top + 13, text=value, size=_TITLE, bold=True, anchor=Anchor.END),
    ]
    for end, y in ((line.high, plot), (line.low, plot + _PLOT)):
        shapes.append(Line(x1=_LEFT, y1=y, x2=width - 2, y2=y, ink=Ink.LINE))
        shapes.append(Text(x=_LEFT - 6, y=y + 4, text=f"{end:g}", size=_SMALL, ink=Ink.MUTED, anchor=Anchor.END))
    for marker in markers:
        if axis.first <= marker.on <= axis.last:
            x = _x(axis, marker.on, width)
            shapes.append(Line(x1=x, y1=plot - 2, x2=x, y2=plot + _PLOT, ink=Ink.MUTED, dash=(1.5, 3.0)))
    return [*shapes, *_line(line, axis, spots, plot, width)]


def _line(line: PulseLine, axis: TimeAxis, spots: list[Spot], plot: float, width: float) -> list[Primitive]:
    stretches: list[list[tuple[float, float]]] = [[]]
    dots: list[Primitive] = []
    for answer in line.answers:
        if answer.value is None:
            stretches.append([])
            continue
        part = (min(max(answer.value, line.low), line.high) - line.low) / (line.high - line.low)
        place = (_x(axis, answer.on, width), plot + _PLOT * (1 - part))
        stretches[-1].append(place)
        dots.append(Dot(x=place[0], y=place[1], radius=2.8, ink=Ink.CLIENT))
        spots.append(Spot(place[0], place[1], f"{line.name}: {answer.words}"))
    return [*(Polyline(points=tuple(part), ink=Ink.CLIENT, width=1.5) for part in stretches if len(part) > 1), *dots]


def _days(axis: TimeAxis, y: float, width: float) -> list[Primitive]:
    named = axis.words
    found: list[Primitive] = []
    for (on, words), anchor in ((named[0], Anchor.START), (named[-1], Anchor.END)):
        x = max(0.0, _x(axis, on, width) - 14) if anchor is Anchor.START else width
        found.append(Text(x=x, y=y, text=words, size=_SMALL, ink=Ink.MUTED, anchor=anchor))
        if len(named) == 1:
            break
    return found
