"""The golden thread as a line of places: whole ones filled, broken ones hollow with the number of breaks and a gap."""

from __future__ import annotations

from collections.abc import Mapping

from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Ink, Line, Primitive, Text
from irt_desk.domain.thread import ThreadStep
from irt_desk.words import label, say

_SIZE = 12.0
_HEIGHT = 64.0
_Y = 20.0


def thread_figure(breaks: Mapping[ThreadStep, int], *, width: float = 640.0) -> Figure:
    """Return the line; ``breaks`` tells how many there are at each place."""
    places = list(ThreadStep)
    step = width / len(places)
    shapes: list[Primitive] = []
    told = []
    for number, place in enumerate(places):
        x, count = step * (number + 0.5), breaks.get(place, 0)
        ink = Ink.ATTENTION if count else Ink.RELATIONSHIP
        if number:
            dash = (3.0, 5.0) if count else ()
            shapes.append(Line(x1=x - step + 12, y1=_Y, x2=x - 12, y2=_Y, ink=ink, width=1.6, dash=dash))
        shapes.append(Dot(x=x, y=_Y, radius=8.0, ink=ink, hollow=bool(count)))
        if count:
            shapes.append(Text(x=x, y=_Y + 4, text=str(count), size=11.0, ink=ink, bold=True, anchor=Anchor.MIDDLE))
        text, strong = label(place), bool(count)
        shapes.append(Text(x=x, y=_HEIGHT - 16, text=text, size=_SIZE, ink=Ink.INK, bold=strong, anchor=Anchor.MIDDLE))
        told.append(say("thread.place", place=text, count=count) if count else say("thread.place_whole", place=text))
    return Figure(width=width, height=_HEIGHT, primitives=tuple(shapes), alternative_text=". ".join(told))
