"""Clarity and confidence of one person over the sessions of discernment (domain paper, 5.5): two lines, 0 to 10.

They are told apart by more than colour: clarity is a solid line with round marks, confidence a dashed one with square marks, and each
line carries its name. There are always five places, because there are never more sessions (5.3). Neither line says what to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from irt_desk.domain.figures.measure import text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Polyline, Primitive, Rect, Text
from irt_desk.words import say

PLACES = 5
"""One place a session."""

_SMALL = 12.0
_HIGH = 10
_TOP = 16.0
_FOOT = 26.0
_LEFT = 30.0
_DASH = (5.0, 4.0)
_SQUARE, _DOT = 5.5, 3.4
_APART = 15.0
_CLARITY, _CONFIDENCE = Ink.CLIENT, Ink.RELATIONSHIP


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarityPoint:
    """What one person said in one session; None where they were not asked."""

    number: int
    clarity: int | None = None
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    right: float
    bottom: float

    def x(self, number: int) -> float:
        inset = 18.0
        return _LEFT + inset + (self.right - _LEFT - 2 * inset) * (number - 1) / (PLACES - 1)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - _TOP) * value / _HIGH


def clarity_figure(points: Sequence[ClarityPoint], *, width: float = 460.0, height: float = 190.0) -> Figure:
    """Return the figure; without any answer it shows the empty scale and says so."""
    names = {"clarity": say("clarity.clarity"), "confidence": say("clarity.confidence")}
    room = max(text_width(f"{name} {_HIGH}", _SMALL, bold=True) for name in names.values()) + 14
    frame = _Frame(width - room, height - _FOOT)
    told = {what: _told(points, what) for what in names}
    shapes: list[Primitive] = [*_grid(frame), *_line(frame, told["clarity"], _CLARITY)]
    shapes += _line(frame, told["confidence"], _CONFIDENCE, _DASH)
    shapes += [_square(frame, number, value) for number, value in told["confidence"]]
    shapes += [Dot(x=frame.x(n), y=frame.y(v), radius=_DOT, ink=_CLARITY) for n, v in told["clarity"]]
    shapes += _names(frame, told, names)
    if not any(told.values()):
        middle = (_LEFT + frame.right) / 2
        empty = say("clarity.none")
        shapes.append(Text(x=middle, y=frame.y(5) - 6, text=empty, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.MIDDLE))
    return Figure(width=width, height=height, primitives=tuple(shapes), alternative_text=_words(told, names))


def _told(points: Sequence[ClarityPoint], what: str) -> list[tuple[int, int]]:
    """Return session number and value of every answer, in order."""
    return [
        (p.number, value) for p in sorted(points, key=lambda p: p.number) if (value := getattr(p, what)) is not None
    ]


def _grid(frame: _Frame) -> list[Primitive]:
    found: list[Primitive] = []
    for value in (0, 5, _HIGH):
        y = frame.y(value)
        found.append(Line(x1=_LEFT, y1=y, x2=frame.right, y2=y, ink=Ink.LINE))
        found.append(Text(x=_LEFT - 8, y=y + 4, text=str(value), size=_SMALL, ink=Ink.MUTED, anchor=Anchor.END))
    for number in range(1, PLACES + 1):
        x = frame.x(number)
        found.append(Text(x=x, y=frame.bottom + 18, text=str(number), size=_SMALL, ink=Ink.MUTED, anchor=Anchor.MIDDLE))
    return found


def _line(frame: _Frame, told: list[tuple[int, int]], ink: Ink, dash: tuple[float, ...] = ()) -> list[Primitive]:
    """Return one line: broken where a session in between was not asked, so that nothing is made up."""
    return [
        Polyline(
            points=((frame.x(before), frame.y(one)), (frame.x(after), frame.y(other))), ink=ink, width=2.0, dash=dash
        )
        for (before, one), (after, other) in pairwise(told)
        if after == before + 1
    ]


def _square(frame: _Frame, number: int, value: int) -> Rect:
    """Return the mark of confidence: wide enough that the dot of an equal clarity is seen inside it."""
    x, y, side = frame.x(number) - _SQUARE, frame.y(value) - _SQUARE, 2 * _SQUARE
    return Rect(x=x, y=y, width=side, height=side, fill=Ink.SURFACE, stroke=_CONFIDENCE, stroke_width=1.8)


def _names(frame: _Frame, told: dict[str, list[tuple[int, int]]], names: dict[str, str]) -> list[Primitive]:
    """Return each line's name with its last value, beside where it ends; two names never lie over each other."""
    ends = {what: values[-1] for what, values in told.items() if values}
    heights = {what: frame.y(value) + 4 for what, (_, value) in ends.items()}
    if len(ends) == len(names) and abs(heights["clarity"] - heights["confidence"]) < _APART:
        middle = sum(heights.values()) / 2
        middle = min(max(middle, _TOP + _APART / 2), frame.bottom - _APART / 2 + 4)
        above, below = sorted(heights, key=lambda what: (heights[what], what))
        heights = {above: middle - _APART / 2, below: middle + _APART / 2}
    inks = {"clarity": _CLARITY, "confidence": _CONFIDENCE}
    return [
        Text(
            x=frame.x(number) + 12,
            y=heights[what],
            text=f"{names[what]} {value}",
            size=_SMALL,
            bold=True,
            ink=inks[what],
        )
        for what, (number, value) in ends.items()
    ]


def _words(told: dict[str, list[tuple[int, int]]], names: dict[str, str]) -> str:
    if not any(told.values()):
        return say("clarity.none")
    parts = []
    for what, values in told.items():
        said = ", ".join(say("clarity.at", number=number, value=value) for number, value in values)
        parts.append(f"{names[what]}: {said or say('clarity.not_asked')}")
    return ". ".join(parts) + "."
