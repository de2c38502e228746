"""The looks of paper: sizes, spaces and the page's measures, in points."""

from __future__ import annotations

from dataclasses import dataclass

from irt_desk.documents import palette
from irt_desk.documents.blocks import PageSize
from irt_desk.documents.fonts import Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way to set text; ``before`` is the space above it, ``between`` the one at an empty line."""

    size: float
    leading: float
    colour: str = palette.INK
    cut: Cut = Cut.REGULAR
    before: float = 0.0
    between: float = 5.0


BODY = Style(size=10, leading=14.6, before=6)
ASIDE = Style(size=9, leading=13, colour=palette.MUTED, before=6)
CLIENT_WORDS = Style(size=10, leading=14.6, before=0)
NOTICE = Style(size=10, leading=14.6, colour=palette.INK, before=0)
TITLE = Style(size=21, leading=27, cut=Cut.BOLD, before=20)
SECTION = Style(size=12.5, leading=17, colour=palette.CLIENT, cut=Cut.BOLD, before=20)
PART = Style(size=10.5, leading=15, cut=Cut.BOLD, before=12)
PRACTICE = Style(size=11.5, leading=16, cut=Cut.BOLD)
ADDRESS = Style(size=8.5, leading=12, colour=palette.MUTED)
LABEL = Style(size=9, leading=14.6, colour=palette.MUTED)
SMALL_LABEL = Style(size=7.5, leading=11, colour=palette.MUTED)
IDENTITY = Style(size=10.5, leading=14.6, cut=Cut.BOLD)
COLUMN = Style(size=8.5, leading=12, colour=palette.MUTED, cut=Cut.BOLD)
CELL = Style(size=9.2, leading=13)
CAPTION = Style(size=9.2, leading=13, cut=Cut.BOLD, before=10)
DRAFT = Style(size=10, leading=14, colour=palette.DANGER, cut=Cut.BOLD)
MAYBE = Style(size=8.5, leading=14.6, colour=palette.PARTNER, cut=Cut.ITALIC)
GUESS_LABEL = Style(size=10, leading=14.6, colour=palette.PARTNER, cut=Cut.BOLD)
RUNNING = Style(size=8, leading=11, colour=palette.MUTED)
RUNNING_NAME = Style(size=8, leading=11, cut=Cut.BOLD)
FOOTER = Style(size=7.4, leading=10, colour=palette.MUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The measures of a page: its size, the side margins and where the text area begins and ends."""

    width: float
    height: float
    side: float = 64.0
    first_top: float = 54.0
    later_top: float = 78.0
    bottom: float = 74.0

    @property
    def measure(self) -> float:
        """The width of the text area."""
        return self.width - 2 * self.side

    @property
    def first_room(self) -> float:
        """The height of the text area on page 1."""
        return self.height - self.first_top - self.bottom

    @property
    def later_room(self) -> float:
        """The height of the text area on the other pages."""
        return self.height - self.later_top - self.bottom


SHEETS = {
    PageSize.A4: Sheet(width=595.28, height=841.89),
    PageSize.LETTER: Sheet(width=612.0, height=792.0),
}
