"""Places on a scale from 0 to 10: where someone stands, and where someone else does or wishes to.

A place that is wished for is hollow, one that is guessed about the partner is dashed; each has its words, so that neither colour
nor shape is the only sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irt_desk.domain.figures.measure import shorten, text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Primitive, Rect, Text

_SMALL = 12.0
_LABEL = 13.0
_RADIUS = 7.0
_DASH = (3.0, 2.0)
HIGH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleMark:
    """One place; ``hollow`` is wished for, ``dashed`` is guessed."""

    value: int
    words: str
    ink: Ink = Ink.CLIENT
    hollow: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleRow:
    """One scale with its name, the words at its right end and its marks."""

    label: str
    marks: tuple[ScaleMark, ...]
    aside: str = ""


def scale_figure(
    rows: Sequence[ScaleRow], *, low_words: str = "", high_words: str = "", width: float = 420.0
) -> Figure:
    """Return the drawing: one scale a row, the words of its ends once at the foot."""
    shapes: list[Primitive] = []
    height = 0.0
    for row in rows:
        shapes += _row(row, height, width)
        height += 78.0
    if low_words or high_words:
        shapes.append(Text(x=0, y=height + 6, text=low_words, size=_SMALL, ink=Ink.MUTED))
        shapes.append(Text(x=width, y=height + 6, text=high_words, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.END))
        height += 14.0
    return Figure(width=width, height=height, primitives=tuple(shapes), alternative_text=_spoken(rows))


def _row(row: ScaleRow, top: float, width: float) -> list[Primitive]:
    y = top + 46
    room = width - text_width(row.aside, _SMALL) - 12
    shapes: list[Primitive] = [
        Text(x=0, y=top + 14, text=shorten(row.label, room, _LABEL, bold=True), size=_LABEL, bold=True),
        Text(x=width, y=top + 14, text=row.aside, size=_SMALL, ink=Ink.MUTED, anchor=Anchor.END),
        Line(x1=0, y1=y, x2=width, y2=y, ink=Ink.LINE, width=4),
    ]
    for place, mark in enumerate(row.marks):
        shapes += _mark(mark, y, width, above=place % 2 == 0)
    return shapes


def _mark(mark: ScaleMark, y: float, width: float, *, above: bool) -> list[Primitive]:
    """Return a mark and its words: those of the second one stand below the line, so that they never meet."""
    x = _RADIUS + (width - 2 * _RADIUS) * mark.value / HIGH
    is_bold = not mark.hollow and not mark.dashed
    wide = text_width(mark.words, _SMALL, bold=is_bold)
    left = min(max(0.0, x - wide / 2), width - wide)
    words = Text(x=left, y=y - 14 if above else y + 22, text=mark.words, size=_SMALL, ink=mark.ink, bold=is_bold)
    if not mark.dashed:
        return [words, Dot(x=x, y=y, radius=_RADIUS, ink=mark.ink, hollow=mark.hollow)]
    box = Rect(
        x=x - _RADIUS, y=y - _RADIUS, width=2 * _RADIUS, height=2 * _RADIUS, radius=_RADIUS,
        fill=Ink.SURFACE, stroke=mark.ink, stroke_width=1.5, dash=_DASH,
    )  # fmt: skip
    return [words, box]


def _spoken(rows: Sequence[ScaleRow]) -> str:
    said = [
        f"{row.label}: " + ", ".join([m.words for m in row.marks] + ([row.aside] if row.aside else [])) for row in rows
    ]
    return ". ".join(said)
