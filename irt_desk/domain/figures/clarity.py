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
_MARK = 4.0
_APART = 15.0


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
    shapes: list[Primitive] = [*_grid(frame), *_line(frame, told["clarity"], Ink.CLIENT, dashed=False)]
    shapes += _line(frame, told["confidence"], Ink.RELATIONSHIP, dashed=True)
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


def _line(frame: _Frame, told: list[tuple[int, int]], ink: Ink, *, dashed: bool) -> list[Primitive]:
    """Return one line: broken where a session in between was not asked, so that nothing is made up."""
    found: list[Primitive] = []
    places = [(number, frame.x(number), frame.y(value)) for number, value in told]
    for (before, x1, y1), (after, x2, y2) in pairwise(places):
        if after == before + 1:
            found.append(Polyline(points=((x1, y1), (x2, y2)), ink=ink, width=2.0, dash=_DASH if dashed else ()))
    for _, x, y in places:
        if dashed:
            side = 2 * _MARK
            found.append(
                Rect(x=x - _MARK, y=y - _MARK, width=side, height=side, fill=Ink.SURFACE, stroke=ink, stroke_width=1.8)
            )
        else:
            found.append(Dot(x=x, y=y, radius=_MARK, ink=ink))
    return found


def _names(frame: _Frame, told: dict[str, list[tuple[int, int]]], names: dict[str, str]) -> list[Primitive]:
    """Return each line's name with its last value, beside where it ends; two names never lie over each other."""
    ends = {what: values[-1] for what, values in told.items() if values}
    heights = {what: frame.y(value) + 4 for what, (_, value) in ends.items()}
    together = len({number for number, _ in ends.values()}) == 1 and len(ends) == len(names)
    if together and abs(heights["clarity"] - heights["confidence"]) < _APART:
        middle = sum(heights.values()) / 2
        middle = min(max(middle, _TOP + _APART / 2), frame.bottom - _APART / 2 + 4)
        above, below = sorted(heights, key=lambda what: (heights[what], what))
        heights = {above: middle - _APART / 2, below: middle + _APART / 2}
    inks = {"clarity": Ink.CLIENT, "confidence": Ink.RELATIONSHIP}
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
