"""What a figure is made of: a handful of shapes with logical colours.

The origin is the top left corner, x grows to the right and y downwards; one unit is one point on paper and
one device-independent pixel in the window. A back end draws the primitives in order and needs no other
knowledge: a dash pattern is in the same units (draw with flat caps), a stroke lies half inside and half
outside its path.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """A logical colour; each back end maps the name to its theme (the ``*_soft`` ones are the pale fills)."""

    INK = "ink"
    MUTED = "muted"
    LINE = "line"
    SURFACE = "surface"
    CLIENT = "client"
    CLIENT_SOFT = "client_soft"
    PARTNER = "partner"
    PARTNER_SOFT = "partner_soft"
    RELATIONSHIP = "relationship"
    RELATIONSHIP_SOFT = "relationship_soft"
    ATTENTION = "attention"
    ATTENTION_SOFT = "attention_soft"
    GOOD = "good"
    GOOD_SOFT = "good_soft"


class Anchor(StrEnum):
    """Which point of a text its x names."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight stroke; ``dash`` is (on, off, ...) or empty for a solid one."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Polyline:
    """Strokes through the points, with round joins, never closed or filled."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    width: float = 1.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A box by its top left corner; ``radius`` rounds the corners, ``fill`` or ``stroke`` may be None."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: Ink | None = None
    stroke: Ink | None = None
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A point of a chart by its centre; a hollow one is filled with the surface and stroked with ``ink``."""

    x: float
    y: float
    radius: float
    ink: Ink
    hollow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A straight stroke from (x1, y1) whose filled head, ``head`` long and wide, has its tip at (x2, y2)."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    width: float = 1.2
    head: float = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text; (x, y) is the anchor point on the baseline, ``size`` the font size in units."""

    x: float
    y: float
    text: str
    size: float = 10.0
    ink: Ink = Ink.INK
    bold: bool = False
    italic: bool = False
    anchor: Anchor = Anchor.START


Primitive = Line | Polyline | Rect | Dot | Arrow | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing of ``width`` by ``height`` units, and the words that stand for it where it cannot be seen."""

    width: float
    height: float
    primitives: tuple[Primitive, ...]
    alternative_text: str
