"""Scores over time: a line against its cut-off and the band of change that is no more than error, with what happened meanwhile.

All charts of a record share one time axis, so that they can be read one under the other. Nothing is told by colour alone: the
cut-off is dashed and named, the bands have edges and words, a score entered late is hollow. No chart says that one thing
caused another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from irt_desk.domain.figures.measure import shorten, text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Polyline, Primitive, Rect, Text
from irt_desk.words import say

LATE_DAYS = 14
"""A score entered more than this many days after its day is drawn hollow (as told late in 2.6)."""

_SMALL = 12.0
_VALUE = 13.0
_ROWS = 2
_ROW = 16.0
_MARK_ROOM = 150.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a chart that tells something when it is pointed at."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with the places that tell something; the words of the figure hold all of them."""

    figure: Figure
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePoint:
    """One score: its day, value, whether it was entered late, and the record behind it in words."""

    on: date
    value: float
    words: str
    label: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class PersonLine:
    """The course of one of two people on a chart of both; it holds one score at least."""

    name: str
    points: tuple[ScorePoint, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """Something that happened, in a few words; ``told`` is what is read when it is pointed at."""

    on: date
    text: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of values around the first score: ``inner`` is no reliable change, the other a possible one."""

    low: float
    high: float
    inner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A dashed level with its name."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days all charts of a record share, and how a day is written under the axis."""

    first: date
    last: date
    words: tuple[tuple[date, str], ...]

    def part(self, on: date) -> float:
        """Return where a day lies, 0 at the first and 1 at the last."""
        days = (self.last - self.first).days
        return (on - self.first).days / days if days else 0.5


def axis_of(days: Sequence[date], words: Sequence[str]) -> TimeAxis | None:
    """Return the axis that holds every day, each with its words; None without any day."""
    if not days:
        return None
    named = sorted(dict(zip(days, words, strict=True)).items())
    first, last = named[0][0], named[-1][0]
    if first == last:
        first, last = first - timedelta(days=1), last + timedelta(days=1)
    return TimeAxis(first, last, tuple(named))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    axis: TimeAxis

    def x(self, on: date) -> float:
        inset = 14.0
        return self.left + inset + (self.right - self.left - 2 * inset) * self.axis.part(on)

    def y(self, value: float) -> float:
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * part


def score_chart(
    title: str,
    points: Sequence[ScorePoint],
    axis: TimeAxis,
    *,
    low: float,
    high: float,
    about: str = "",
    levels: Sequence[Level] = (),
    zones: Sequence[Zone] = (),
    markers: Sequence[Marker] = (),
    notes: Sequence[str] = (),
    width: float = 620.0,
    height: float = 300.0,
) -> Chart:
    """Return the chart of one measure.

    ``about`` says range and direction; ``notes`` are the lines of the key at the right, read too where the chart cannot be
    seen. A narrow chart has its key left out of the drawing, names its first and last score only and no markers in words.

    Raises:
        ValueError: the ends of the scale are not in order.
    """
    if not high > low:
        raise ValueError("the high end of a scale lies above the low end")
    wide = width >= 520
    key = max((text_width(note, _SMALL) for note in notes), default=0.0) + 16 if wide and notes else 12.0
    head = _ROWS * _ROW + 8 if wide and markers else 14.0
    frame = _Frame(left=34, right=width - key, top=head, bottom=height - 24, low=low, high=high, axis=axis)
    spots: list[Spot] = []
    shapes: list[Primitive] = [*_zones(frame, zones), *_grid(frame), *_levels(frame, levels)]
    shapes += _markers(frame, markers, spots, named=wide)
    shapes += _days(frame, [point.on for point in points], width)
    shapes += _line(frame, points, spots, every=wide)
    if wide:
        shapes += _key(notes, frame)
    words = ". ".join(
        part
        for part in (
            f"{title} ({about})" if about else title,
            "; ".join(point.words for point in points) or say("figure.no_points"),
            "; ".join(notes),
            "; ".join(marker.told or marker.text for marker in markers),
        )
        if part
    )
    figure = Figure(width=width, height=height, primitives=tuple(shapes), alternative_text=f"{words}.")
    return Chart(figure, tuple(sorted(spots, key=lambda spot: (spot.x, spot.y))))


def both_chart(
    title: str,
    lines: Sequence[PersonLine],
    axis: TimeAxis,
    *,
    low: float,
    high: float,
    about: str = "",
    levels: Sequence[Level] = (),
    width: float = 380.0,
    height: float = 220.0,
) -> Chart:
    """Return the courses of two people on one scale: each a line of its own, named above with the mark it is drawn with.

    The first has round marks and the second square ones, so that nobody needs the colours; neither line is dashed, which
    would say that it is a guess. There are no bands, which belong to one person's first score, and no number for where the
    two differ (4.2, 4.5).
    """
    frame = _Frame(left=34, right=width - 12, top=2 * _ROW + 14, bottom=height - 24, low=low, high=high, axis=axis)
    shapes: list[Primitive] = [*_grid(frame), *_levels(frame, levels)]
    shapes += _days(frame, [point.on for one in lines for point in one.points], width)
    highest = max(range(len(lines)), key=lambda place: (lines[place].points[-1].value, -place))
    spots: list[Spot] = []
    for place, one in reversed(
        tuple(enumerate(lines))
    ):  # the round marks last: a square behind one still shows its corners
        y = 10 + place * _ROW
        name = shorten(one.name, width - 30, _SMALL)
        shapes += [*_mark(8.0, y, place), Text(x=20, y=y + 4, text=name, size=_SMALL, bold=True)]
        shapes += _person(frame, one.points, place, above=place == highest)
        spots += [Spot(frame.x(point.on), frame.y(point.value), point.words) for point in one.points]
    told = [f"{one.name}: {'; '.join(point.words for point in one.points)}" for one in lines]
    words = ". ".join((f"{title} ({about})" if about else title, *told))
    figure = Figure(width=width, height=height, primitives=tuple(shapes), alternative_text=f"{words}.")
    return Chart(figure, tuple(sorted(spots, key=lambda spot: (spot.x, spot.y))))


_INKS = (Ink.CLIENT, Ink.RELATIONSHIP)


def _person(frame: _Frame, points: Sequence[ScorePoint], place: int, *, above: bool) -> list[Primitive]:
    """Return one person's line with its marks; the latest value stands at the side of the other line's that is free."""
    places = [(frame.x(point.on), frame.y(point.value)) for point in points]
    found: list[Primitive] = []
    if len(places) > 1:
        found.append(Polyline(points=tuple(places), ink=_INKS[place], width=2.2))
    for point, (x, y) in zip(points, places, strict=True):
        found += _mark(x, y, place, hollow=point.late)
    x, y = places[-1]
    text = points[-1].label or f"{points[-1].value:g}"
    base = y - 10 if above else y + 21
    return [*found, Text(x=x, y=base, text=text, size=_VALUE, bold=True, anchor=Anchor.MIDDLE)]


def _mark(x: float, y: float, place: int, *, hollow: bool = False) -> list[Primitive]:
    ink = _INKS[place]
    if not place:
        return [Dot(x=x, y=y, radius=6.5, ink=Ink.SURFACE), Dot(x=x, y=y, radius=4.5, ink=ink, hollow=hollow)]
    fill = Ink.SURFACE if hollow else ink
    return [Rect(x=x - 5, y=y - 5, width=10, height=10, fill=fill, stroke=ink, stroke_width=2.0)]


def _zones(frame: _Frame, zones: Sequence[Zone]) -> list[Primitive]:
    found: list[Primitive] = []
    for zone in sorted(zones, key=lambda z: z.inner):
        top, bottom = frame.y(zone.high), frame.y(zone.low)
        fill = Ink.RELATIONSHIP_SOFT if zone.inner else Ink.LINE
        found.append(
            Rect(x=frame.left, y=top, width=frame.right - frame.left, height=max(0.0, bottom - top), fill=fill)
        )
    return found


def _grid(frame: _Frame) -> list[Primitive]:
    found: list[Primitive] = []
    for value in (frame.low, (frame.low + frame.high) / 2, frame.high):
        y = frame.y(value)
        found.append(Line(x1=frame.left, y1=y, x2=frame.right, y2=y, ink=Ink.LINE))
        if value in (frame.low, frame.high):
            found.append(
                Text(x=frame.left - 6, y=y + 4, text=f"{value:g}", size=_SMALL, ink=Ink.MUTED, anchor=Anchor.END)
            )
    return found


def _levels(frame: _Frame, levels: Sequence[Level]) -> list[Primitive]:
    found: list[Primitive] = []
    for level in levels:
        y = frame.y(level.value)
        found.append(Line(x1=frame.left, y1=y, x2=frame.right, y2=y, ink=Ink.ATTENTION, width=1.5, dash=(6.0, 4.0)))
        edges = (frame.y(frame.low), frame.y(frame.high))
        if all(abs(y - edge) >= _SMALL for edge in edges):
            text = f"{level.value:g}"
            found.append(Text(x=frame.left - 6, y=y + 4, text=text, size=_SMALL, ink=Ink.ATTENTION, anchor=Anchor.END))
    return found


def _markers(frame: _Frame, markers: Sequence[Marker], spots: list[Spot], *, named: bool) -> list[Primitive]:
    """Return a dotted line a marker; its words above it where there is room, else only when it is pointed at."""
    found: list[Primitive] = []
    ends = [-1e9] * _ROWS
    for marker in markers:
        if not frame.axis.first <= marker.on <= frame.axis.last:
            continue
        x = frame.x(marker.on)
        top = frame.top - 6
        text = shorten(marker.text, _MARK_ROOM, _SMALL)
        half = text_width(text, _SMALL) / 2
        middle = min(max(x, frame.left + half), frame.right - half)
        row = next((row for row in range(_ROWS) if middle - half > ends[row] + 8), None)
        found.append(Line(x1=x, y1=top, x2=x, y2=frame.bottom, ink=Ink.MUTED, dash=(1.5, 3.0)))
        spots.append(Spot(x, top, marker.told or marker.text))
        if named and row is not None:
            ends[row] = middle + half
            y = frame.top - 10 - (_ROWS - 1 - row) * _ROW
            found.append(Text(x=middle, y=y, text=text, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.MIDDLE))
    return found


def _days(frame: _Frame, own: Sequence[date], width: float) -> list[Primitive]:
    """Return the days of the scores under the axis, as many as have room, and the ends of the axis before them."""
    known = dict(frame.axis.words)
    if not known:
        return []
    days = list(dict.fromkeys([min(known), max(known), *own]))
    taken: list[tuple[float, float]] = []
    found: list[Primitive] = []
    for on in days:
        words = known.get(on, "")
        half = text_width(words, _SMALL) / 2
        x = min(max(frame.x(on), half), width - half)
        if any(x - half < right + 10 and x + half > left - 10 for left, right in taken):
            continue
        taken.append((x - half, x + half))
        found.append(Text(x=x, y=frame.bottom + 18, text=words, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.MIDDLE))
    return found


def _line(frame: _Frame, points: Sequence[ScorePoint], spots: list[Spot], *, every: bool) -> list[Primitive]:
    places = [(frame.x(point.on), frame.y(point.value)) for point in points]
    found: list[Primitive] = []
    if len(places) > 1:
        found.append(Polyline(points=tuple(places), ink=Ink.CLIENT, width=2.2))
    last = len(points) - 1
    for rank, (point, (x, y)) in enumerate(zip(points, places, strict=True)):
        found.append(Dot(x=x, y=y, radius=5.0, ink=Ink.CLIENT, hollow=point.late))
        spots.append(Spot(x, y, point.words))
        if every or rank in (0, last):
            above = y - frame.top > 18
            text = point.label or f"{point.value:g}"
            base = y - 10 if above else y + 20
            wide = text_width(text, _VALUE, bold=True) + 4
            found.append(Rect(x=x - wide / 2, y=base - 12, width=wide, height=15, radius=3, fill=Ink.SURFACE))
            found.append(Text(x=x, y=base, text=text, size=_VALUE, bold=True, anchor=Anchor.MIDDLE))
    return found


def _key(notes: Sequence[str], frame: _Frame) -> list[Primitive]:
    top = frame.top + 14
    return [
        Text(x=frame.right + 12, y=top + rank * 18, text=note, size=_SMALL, ink=Ink.MUTED)
        for rank, note in enumerate(notes)
    ]
