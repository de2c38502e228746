"""Progress on one objective as a strip: a mark a session, higher for better, lower for worse, hollow where it was not
addressed. The place says it, not the colour; nothing is added up (domain paper, 7.2)."""

from __future__ import annotations

from collections.abc import Sequence

from irt_desk.domain.figures.measure import text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Primitive, Text
from irt_desk.domain.notes import Progress
from irt_desk.words import label, say

_SIZE = 12.0
_HEIGHT = 72.0
_LEVEL = {Progress.BETTER: 10.0, Progress.SAME: 28.0, Progress.WORSE: 46.0, Progress.NOT_ADDRESSED: 28.0}


def progress_figure(title: str, rated: Sequence[tuple[str, Progress]], *, width: float = 560.0) -> Figure:
    """Return the strip.

    Args:
        title: what the strip is about; read aloud, not drawn.
        rated: a word for each session, such as its number, with its rating; oldest first.
        width: in units.
    """
    levels = (Progress.BETTER, Progress.SAME, Progress.WORSE)
    left = max(text_width(label(level), _SIZE) for level in levels) + 10
    shapes: list[Primitive] = []
    for level in levels:
        y = _LEVEL[level]
        shapes.append(Text(x=left - 8, y=y + 4, text=label(level), size=_SIZE, ink=Ink.MUTED, anchor=Anchor.END))
        shapes.append(Line(x1=left, y1=y, x2=width, y2=y, ink=Ink.LINE))
    room = width - left - 16
    step = min(34.0, room / max(1, len(rated) - 1))
    named = max(1, round(24 / step)) if rated else 1
    for place, (word, rating) in enumerate(rated):
        x = left + 8 + place * step
        hollow = rating is Progress.NOT_ADDRESSED
        shapes.append(Dot(x=x, y=_LEVEL[rating], radius=3.0 if hollow else 4.4, ink=Ink.CLIENT, hollow=hollow))
        if place % named == 0 or place == len(rated) - 1:
            shapes.append(Text(x=x, y=_HEIGHT - 6, text=word, size=_SIZE, ink=Ink.MUTED, anchor=Anchor.MIDDLE))
    told = ", ".join(f"{word}: {label(rating).lower()}" for word, rating in rated) or say("figure.no_points")
    return Figure(width=width, height=_HEIGHT, primitives=tuple(shapes), alternative_text=f"{title}. {told}")
