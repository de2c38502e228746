"""The cycle map as a figure: boxes in a loop, what leads to what, where one can step out.

What the partner thinks, feels or does is never drawn as fact: unless it was said in session it is a dashed
box in the partner colour that carries the word "maybe" (domain paper, 2.5 rule 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from irt_desk.domain.figures.measure import shorten, text_width, wrap
from irt_desk.domain.figures.primitives import Anchor, Arrow, Figure, Ink, Line, Primitive, Rect, Text
from irt_desk.domain.figures.step_views import StepView, corner_words, spoken_step
from irt_desk.domain.patterns import StepActor
from irt_desk.words import say

BOX = 250.0
"""The width of a step's box."""

WIDTH = 700.0
"""The width of the figure without a margin: two columns of boxes and the middle."""

_PAD = 14.0
_TITLE, _BODY, _SMALL = 14.0, 13.0, 12.0
_STEP = 20.0  # from one line of a box to the next
_GAP, _GAP_EXIT = 40.0, 64.0  # between boxes, without and with an exit on the arrow
_EDGE = 2.0
_LEGEND = 44.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the box of a step lies in the figure."""

    order: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MapPlan:
    """A drawn map, and where its boxes lie, so that a window can take hold of them."""

    figure: Figure
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    ink: Ink


@dataclass(slots=True)
class _Box:
    view: StepView
    rows: list[_Row]
    title: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = max(74.0, _PAD * 2 + _STEP * (len(self.title) + len(self.rows)) + 1)

    @property
    def middle(self) -> float:
        return self.x + BOX / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


def cycle_map_figure(
    steps: Sequence[StepView],
    *,
    client: str,
    partner: str,
    nickname: str = "",
    notes: Sequence[str] = (),
    loops_back_to: int = 1,
    most_rows: int = 0,
) -> Figure:
    """Return a map of 3 to 16 steps, laid clockwise from the top left: down the right side, up the left.

    ``nickname`` is the client's name for the cycle and ``notes`` are short lines under it, both in the
    middle. With ``most_rows`` the text of a box is cut after so many rows; the alternative text stays whole.

    Raises:
        ValueError: fewer than 2 steps; there is no loop to draw.
    """
    return cycle_map_plan(
        steps,
        client=client,
        partner=partner,
        nickname=nickname,
        notes=notes,
        loops_back_to=loops_back_to,
        most_rows=most_rows,
    ).figure


def cycle_map_plan(
    steps: Sequence[StepView],
    *,
    client: str,
    partner: str,
    nickname: str = "",
    notes: Sequence[str] = (),
    loops_back_to: int = 1,
    most_rows: int = 0,
) -> MapPlan:
    """Return the figure of :func:`cycle_map_figure` with the places of its boxes."""
    if len(steps) < 2:
        raise ValueError("a cycle has at least two steps")
    boxes = [_boxed(view, most_rows) for view in steps]
    height = _place(boxes)
    closed = loops_back_to == steps[0].order
    shapes = _arrows(boxes, closed)
    for box in boxes:
        shapes += _draw_box(box)
    shapes += _middle(nickname, [*notes, *(() if closed else _ending(steps[-1], loops_back_to))], height)
    shapes += _legend(height, client, partner, any(view.exit for view in steps))
    figure = Figure(
        width=WIDTH,
        height=height + _LEGEND,
        primitives=tuple(shapes),
        alternative_text=_spoken(steps, nickname, notes, loops_back_to),
    )
    return MapPlan(figure, tuple(Spot(box.view.order, box.x, box.y, BOX, box.height) for box in boxes))


def _ending(last: StepView, loops_back_to: int) -> list[str]:
    """Return in words where a loop goes on that does not return to its first step; an arrow would cross the boxes."""
    leaving = [say("figure.exit", name=last.exit)] if last.exit else []
    return [say("figure.back_to", step=loops_back_to), *leaving]


def _boxed(view: StepView, most_rows: int) -> _Box:
    room = BOX - 2 * _PAD
    corner = corner_words(view)
    beside = text_width(corner, _SMALL) + 10 if corner else 0.0
    title = wrap(view.title, room - beside, _TITLE, bold=True)
    rows = [
        _Row(text, Ink.MUTED if line.aside else Ink.INK)
        for line in view.lines
        for text in wrap(line.text, room, _BODY if not line.aside else _SMALL)
    ]
    if most_rows and len(rows) > most_rows:
        cut = rows[most_rows - 1]
        rows = [*rows[: most_rows - 1], _Row(shorten(f"{cut.text} …", room, _BODY), cut.ink)]
    return _Box(view, rows, title)


def _gap(upper: _Box) -> float:
    return _GAP_EXIT if upper.view.exit else _GAP


def _place(boxes: list[_Box]) -> float:
    """Give every box its place and return the height of the loop."""
    right_count = len(boxes) // 2 + len(boxes) % 2
    right = boxes[1 : right_count + 1]
    left = [boxes[0], *reversed(boxes[right_count + 1 :])]  # from the top down; read from the bottom up
    gaps = [_gap(box) for box in right[:-1]], [_gap(box) for box in left[1:]]
    needs = [sum(box.height for box in column) + sum(gap) for column, gap in zip((right, left), gaps, strict=True)]
    height = max(needs)
    for column, x, gap, need in (
        (right, WIDTH - BOX - _EDGE, gaps[0], needs[0]),
        (left, _EDGE, gaps[1], needs[1]),
    ):
        slack = (height - need) / len(gap) if gap else 0.0
        y = _EDGE
        for box, below in zip(column, [*gap, 0.0], strict=True):
            box.x, box.y = x, y
            y = box.bottom + below + slack
    return height + 2 * _EDGE


def _arrows(boxes: list[_Box], closed: bool) -> list[Primitive]:
    """Return what leads from each box to the next; from the last to the first only when the loop closes there."""
    pairs = zip(boxes, [*boxes[1:], boxes[0]] if closed else boxes[1:], strict=closed)
    return [shape for here, after in pairs for shape in _arrow(here, after)]


def _arrow(here: _Box, after: _Box) -> list[Primitive]:
    gap = 3.0
    if here.x == after.x:  # within a column: the right one runs down, the left one up
        down = here.y < after.y
        start, end = (here.bottom, after.y - gap) if down else (here.y, after.bottom + gap)
        arrow = Arrow(x1=here.middle, y1=start, x2=here.middle, y2=end, ink=Ink.MUTED)
        return [arrow, *_exit(here, here.middle, (start + end) / 2, BOX - 8)]
    if here.x < after.x:  # from the first box over to the right
        y = _EDGE + min(here.height, after.height) / 2
        arrow = Arrow(x1=here.x + BOX, y1=y, x2=after.x - gap, y2=y, ink=Ink.MUTED)
        return [arrow, *_exit(here, WIDTH / 2, y, WIDTH - 2 * BOX - 44)]
    return _back_to_left(here, after)


def _back_to_left(here: _Box, after: _Box) -> list[Primitive]:
    """Return the arrow at the foot of the loop, with a bend where the left column ends higher up."""
    top, bottom = max(here.y, after.y), min(here.bottom, after.bottom)
    if bottom - top >= 20:
        y = (top + bottom) / 2
        arrow = Arrow(x1=here.x, y1=y, x2=after.x + BOX + 3, y2=y, ink=Ink.MUTED)
        return [arrow, *_exit(here, WIDTH / 2, y, WIDTH - 2 * BOX - 44)]
    y = here.y + here.height / 2
    along = Line(x1=here.x, y1=y, x2=after.middle, y2=y, ink=Ink.MUTED, width=1.2)
    up = Arrow(x1=after.middle, y1=y, x2=after.middle, y2=after.bottom + 3, ink=Ink.MUTED)
    return [along, up, *_exit(here, WIDTH / 2, y, WIDTH - 2 * BOX - 44)]


def _exit(box: _Box, x: float, y: float, room: float) -> list[Primitive]:
    if not box.view.exit:
        return []
    lines = wrap(say("figure.exit", name=box.view.exit), room - 24, _SMALL, bold=True, limit=2)
    wide = max(text_width(line, _SMALL, bold=True) for line in lines) + 24
    high = 10.0 + 16.0 * len(lines)
    pill = Rect(x=x - wide / 2, y=y - high / 2, width=wide, height=high, radius=13, fill=Ink.GOOD_SOFT, stroke=Ink.GOOD)
    first = y + 4.3 - 8.0 * (len(lines) - 1)
    words = [
        Text(x=x, y=first + 16.0 * rank, text=line, size=_SMALL, ink=Ink.GOOD, bold=True, anchor=Anchor.MIDDLE)
        for rank, line in enumerate(lines)
    ]
    return [pill, *words]


_OUTLINE = {
    StepActor.CLIENT: (Ink.CLIENT, Ink.CLIENT_SOFT),
    StepActor.PARTNER: (Ink.PARTNER, Ink.PARTNER_SOFT),
    StepActor.BOTH: (Ink.RELATIONSHIP, Ink.RELATIONSHIP_SOFT),
    StepActor.CONTEXT: (Ink.RELATIONSHIP, Ink.RELATIONSHIP_SOFT),
}


def _draw_box(box: _Box) -> list[Primitive]:
    stroke, fill = _OUTLINE[box.view.actor]
    hypothesis = box.view.hypothesis
    shapes: list[Primitive] = [
        Rect(
            x=box.x,
            y=box.y,
            width=BOX,
            height=box.height,
            radius=10,
            fill=Ink.SURFACE if hypothesis else fill,
            stroke=stroke,
            stroke_width=1.4,
            dash=(5, 3) if hypothesis else (),
        )
    ]
    y = box.y + _PAD + 11
    for row in box.title:
        shapes.append(Text(x=box.x + _PAD, y=y, text=row, size=_TITLE, ink=stroke, bold=True))
        y += _STEP
    y += 3
    corner = corner_words(box.view)
    if corner:
        place = (box.x + BOX - _PAD, box.y + _PAD + 11)
        shapes.append(
            Text(x=place[0], y=place[1], text=corner, size=_SMALL, ink=stroke, italic=True, anchor=Anchor.END)
        )
    for line in box.rows:
        size = _SMALL if line.ink is Ink.MUTED else _BODY
        shapes.append(Text(x=box.x + _PAD, y=y, text=line.text, size=size, ink=line.ink))
        y += _STEP
    return shapes


def _middle(nickname: str, notes: Sequence[str], height: float) -> list[Primitive]:
    room = WIDTH - 2 * BOX - 24
    name = wrap(f"“{nickname}”", room, _TITLE, bold=True, limit=3) if nickname.strip() else ()
    small = [row for note in notes for row in wrap(note, room, _SMALL, limit=3)]
    y = height / 2 - (len(name) + len(small)) * _STEP / 2 + 12
    shapes: list[Primitive] = []
    for rank, row in enumerate([*name, *small]):
        named = rank < len(name)
        shapes.append(
            Text(
                x=WIDTH / 2,
                y=y + rank * _STEP,
                text=row,
                size=_TITLE if named else _SMALL,
                ink=Ink.RELATIONSHIP if named else Ink.MUTED,
                bold=named,
                anchor=Anchor.MIDDLE,
            )
        )
    return shapes


def _legend(height: float, client: str, partner: str, exits: bool) -> list[Primitive]:
    y = height + 16
    shapes: list[Primitive] = [Line(x1=0, y1=y, x2=WIDTH, y2=y, ink=Ink.LINE)]
    entries = [
        (
            Ink.CLIENT,
            Ink.CLIENT_SOFT,
            (),
            4.0,
            say("figure.legend_client", client=shorten(client, 140, _SMALL)),
        ),
        (
            Ink.PARTNER,
            Ink.SURFACE,
            (4.0, 2.0),
            4.0,
            say("figure.legend_partner", partner=shorten(partner, 140, _SMALL)),
        ),
    ]
    if exits:
        entries.append((Ink.GOOD, Ink.GOOD_SOFT, (), 6.0, say("figure.legend_exit")))
    x = 1.0
    for stroke, fill, dash, radius, words in entries:
        shapes.append(Rect(x=x, y=y + 13, width=20, height=12, radius=radius, fill=fill, stroke=stroke, dash=dash))
        shapes.append(Text(x=x + 28, y=y + 23, text=words, size=_SMALL, ink=Ink.MUTED))
        x += 28 + text_width(words, _SMALL) + 26
    return shapes


def _spoken(steps: Sequence[StepView], nickname: str, notes: Sequence[str], loops_back_to: int) -> str:
    """Return the whole map in words, in the order of the steps."""
    parts = [say("figure.map_spoken", name=nickname.strip() or say("figure.cycle"), count=len(steps))]
    parts += [f"{note}." for note in notes]
    parts += [spoken_step(view) for view in steps]
    parts.append(say("figure.back_to", step=loops_back_to) + ".")
    return " ".join(parts)
