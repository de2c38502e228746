"""Setting typed text into slices: paragraphs, side-by-side cells, and what keeps their lines together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from irt_desk.documents import text as texts
from irt_desk.documents.cleaning import clean
from irt_desk.documents.fonts import han_of
from irt_desk.documents.layout import Box, Ink, Rule, Slice, Words
from irt_desk.documents.style import Style
from irt_desk.documents.tagging import Element
from irt_desk.documents.text import Face, Line

_EMPTY_LINES = re.compile(r"\n[ ]*(?:\n[ ]*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text set beside others: where it stands, how wide it may be and the element it belongs to."""

    text: str
    style: Style
    x: float
    width: float
    element: Element | None


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets text for one document; ``check`` is called while long texts are set and may raise to stop."""

    language: str
    check: Callable[[], None]

    def face(self, text: str, style: Style) -> Face:
        """Return the face for a text: the style's, with ideographs shaped for the text's own language."""
        return (
            Face(style.size, style.cut) if text.isascii() else Face(style.size, style.cut, han_of(text, self.language))
        )

    def lines(self, text: str, style: Style, width: float) -> list[Line]:
        """Return every line of clean text that fits the width; typed line breaks are kept."""
        face = self.face(text, style)
        return [line for row in text.split("\n") for line in texts.lines_of(row, face, width, check=self.check)]

    def words(
        self,
        line: Line,
        style: Style,
        face: Face,
        x: float,
        width: float,
        element: Element | None,
        down: float = 0.0,
    ) -> Words:
        """Return one line at its place in a slice; one that reads from right to left hugs the right."""
        left = x + max(0.0, width - line.width) if line.rightward else x
        baseline = down + style.leading / 2 + style.size * 0.35
        return Words(x=left, down=baseline, line=line, face=face, colour=style.colour, element=element)

    def paragraphs(
        self,
        typed: str,
        style: Style,
        *,
        x: float,
        width: float,
        parent: Element,
        role: str = "P",
        box: Box | None = None,
    ) -> list[Slice]:
        """Return the slices of running text, one element a paragraph; nothing for an empty text."""
        plain = clean(typed).strip("\n ")
        slices: list[Slice] = []
        for part in _EMPTY_LINES.split(plain) if plain else ():
            element = parent.add(role)
            face = self.face(part, style)
            lines = self.lines(part, style, width)
            inks = [(self.words(line, style, face, x, width, element),) for line in lines]
            before = style.between if slices else style.before
            slices += glued([Slice(height=style.leading, inks=ink, box=box) for ink in inks], before)
        return slices

    def row(
        self, cells: Sequence[Cell], *, tallest: float, before: float, after: float, box: Box | None = None
    ) -> list[Slice]:
        """Return cells side by side: one slice, or one a line when higher than ``tallest`` points."""
        step = max(cell.style.leading for cell in cells)
        columns: list[list[Words]] = []
        for cell in cells:
            plain = clean(cell.text).strip("\n ")
            face = self.face(plain, cell.style)
            lines = self.lines(plain, cell.style, cell.width) if plain else []
            if len(lines) == 1:  # a Hebrew name stands under its heading, not at the far edge of its cell
                lines = [replace(lines[0], rightward=False)]
            columns.append([self.words(line, cell.style, face, cell.x, cell.width, cell.element) for line in lines])
        depth = max(1, *(len(column) for column in columns))
        ranks = [tuple(column[rank] for column in columns if rank < len(column)) for rank in range(depth)]
        if depth * step <= tallest:
            inks = tuple(moved(ink, before + rank * step) for rank, some in enumerate(ranks) for ink in some)
            return [Slice(height=before + depth * step + after, inks=inks, box=box)]
        first = Slice(height=before + step, inks=tuple(moved(ink, before) for ink in ranks[0]), box=box)
        middle = [Slice(height=step, inks=some, box=box) for some in ranks[1:-1]]
        return glued([first, *middle, Slice(height=step + after, inks=ranks[-1], box=box)], 0.0)


def moved(ink: Words, down: float) -> Words:
    """Return the words further down in their slice."""
    return replace(ink, down=ink.down + down)


def glued(slices: list[Slice], before: float) -> list[Slice]:
    """Return a paragraph's slices with the space above it; its first two and last two lines stay together."""
    last = len(slices) - 1
    return [
        replace(part, before=before if rank == 0 else 0.0, glue=rank < last and rank in (0, last - 1))
        for rank, part in enumerate(slices)
    ]


def stuck(slices: list[Slice]) -> list[Slice]:
    """Return slices that all stay with what follows them."""
    return [replace(part, glue=True) for part in slices]


def ruled(part: Slice, rule: Rule) -> Slice:
    """Return the slice with a hairline."""
    inks: tuple[Ink, ...] = (*part.inks, rule)
    return replace(part, inks=inks)
