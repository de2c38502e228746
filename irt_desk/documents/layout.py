"""Slices and pages: a document is a column of slices, each drawn whole; pages are filled from the top.

A slice is at most a few lines high, so no text, however long, can fail to fit; what belongs together (a
heading and what follows, the first and last two lines of a paragraph) is glued.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from irt_desk.documents.tagging import Element
from irt_desk.documents.text import Face, Line
from irt_desk.domain.figures.primitives import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One set line, its baseline ``down`` points below its slice's top; without element an artifact."""

    x: float
    down: float
    line: Line
    face: Face
    colour: str
    element: Element | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A horizontal hairline; always an artifact."""

    x1: float
    x2: float
    down: float
    colour: str
    thickness: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure drawn at a scale with its top left corner at (x, down)."""

    x: float
    down: float
    figure: Figure
    scale: float
    element: Element


Ink = Words | Rule | Picture


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Box:
    """What is drawn behind the slices that share it: a fill, a frame, a bar at the left."""

    x: float
    width: float
    fill: str = ""
    stroke: str = ""
    dashed: bool = False
    bar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A stretch of the column; ``before`` is the space above it, dropped at the top of a page.

    ``glue`` keeps it on the page of the next slice, ``repeat`` are the slices set again above it where it
    opens a page, ``bookmark`` is (level, words) of a heading.
    """

    height: float
    inks: tuple[Ink, ...] = ()
    before: float = 0.0
    glue: bool = False
    box: Box | None = None
    breaks: bool = False
    repeat: tuple[Slice, ...] = ()
    bookmark: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A slice and how far below the top of the page's text area it begins."""

    slice: Slice
    top: float


def pages_of(slices: list[Slice], first: float, later: float) -> list[list[Placed]]:
    """Return the pages of a column; ``first`` and ``later`` are the heights of the text area in points."""
    filler = _Filler(first, later)
    for group in _groups(slices):
        if group[0].breaks and filler.pages[-1]:
            filler.turn()
        if not filler.fits(group) and filler.pages[-1] and _height(group) <= later:
            filler.turn()
        for part in group:
            filler.put(part)
    return filler.pages


def _groups(slices: list[Slice]) -> list[list[Slice]]:
    """Return the slices in runs that stay together."""
    groups: list[list[Slice]] = [[]]
    for part in slices:
        if part.breaks and groups[-1]:
            groups.append([])
        groups[-1].append(part)
        if not part.glue:
            groups.append([])
    return [group for group in groups if group]


def _height(group: list[Slice]) -> float:
    return sum(part.before + part.height for part in group) - group[0].before


class _Filler:
    """Fills pages one slice after the other."""

    def __init__(self, first: float, later: float) -> None:
        self.pages: list[list[Placed]] = [[]]
        self._room = first
        self._later = later
        self._used = 0.0

    def turn(self) -> None:
        """Start a new page."""
        self.pages.append([])
        self._room = self._later
        self._used = 0.0

    def fits(self, group: list[Slice]) -> bool:
        """Return whether the whole group has room on this page."""
        return self._used + group[0].before + _height(group) <= self._room + 0.01

    def put(self, part: Slice) -> None:
        """Place one slice, on a new page when this one is full."""
        if self.pages[-1] and not self.fits([part]):
            self.turn()
        if not self.pages[-1] and len(self.pages) > 1:
            for again in part.repeat:
                self._place(replace(again, before=0.0))
        self._place(part)

    def _place(self, part: Slice) -> None:
        if self.pages[-1]:
            self._used += part.before
        self.pages[-1].append(Placed(part, self._used))
        self._used += part.height
