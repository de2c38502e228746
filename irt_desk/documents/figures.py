"""The paper back end of figures: primitives to PDF operators, with the bundled fonts and their fallback."""

from __future__ import annotations

import math
from typing import Any

from irt_desk.documents import palette
from irt_desk.documents import text as texts
from irt_desk.documents.cleaning import clean
from irt_desk.documents.fonts import Cut, han_of
from irt_desk.documents.inking import draw_line, fill_colour, stroke_colour
from irt_desk.documents.text import Face
from irt_desk.domain.figures.primitives import (
    Anchor,
    Arrow,
    Dot,
    Figure,
    Ink,
    Line,
    Polyline,
    Primitive,
    Rect,
    Text,
)


def draw_figure(canvas: Any, figure: Figure, left: float, top: float, scale: float) -> None:
    """Draw a figure with its top left corner at a point of the page, in points from the lower left corner."""
    canvas.saveState()
    canvas.translate(left, top)
    canvas.scale(scale, scale)
    canvas.setLineCap(0)
    canvas.setLineJoin(1)
    for primitive in figure.primitives:
        _draw(canvas, primitive)
    canvas.restoreState()


def _draw(canvas: Any, primitive: Primitive) -> None:
    match primitive:
        case Line():
            _stroke(canvas, primitive.ink, primitive.width, primitive.dash)
            canvas.line(primitive.x1, -primitive.y1, primitive.x2, -primitive.y2)
        case Polyline():
            _polyline(canvas, primitive)
        case Rect():
            _rect(canvas, primitive)
        case Dot():
            _dot(canvas, primitive)
        case Arrow():
            _arrow(canvas, primitive)
        case Text():
            _text(canvas, primitive)


def _stroke(canvas: Any, ink: Ink, width: float, dash: tuple[float, ...] = ()) -> None:
    stroke_colour(canvas, palette.FIGURE[ink])
    canvas.setLineWidth(width)
    canvas.setDash(list(dash))


def _polyline(canvas: Any, line: Polyline) -> None:
    if len(line.points) < 2:
        return
    _stroke(canvas, line.ink, line.width, line.dash)
    path = canvas.beginPath()
    path.moveTo(line.points[0][0], -line.points[0][1])
    for x, y in line.points[1:]:
        path.lineTo(x, -y)
    canvas.drawPath(path, stroke=1, fill=0)


def _rect(canvas: Any, box: Rect) -> None:
    if box.fill is not None:
        fill_colour(canvas, palette.FIGURE[box.fill])
    if box.stroke is not None:
        _stroke(canvas, box.stroke, box.stroke_width, box.dash)
    inked = {"stroke": int(box.stroke is not None), "fill": int(box.fill is not None)}
    bottom = -(box.y + box.height)
    if box.radius:
        canvas.roundRect(box.x, bottom, box.width, box.height, min(box.radius, box.width / 2, box.height / 2), **inked)
    else:
        canvas.rect(box.x, bottom, box.width, box.height, **inked)


def _dot(canvas: Any, dot: Dot) -> None:
    _stroke(canvas, dot.ink, 1.4)
    fill_colour(canvas, palette.FIGURE[Ink.SURFACE if dot.hollow else dot.ink])
    canvas.circle(dot.x, -dot.y, dot.radius, stroke=1, fill=1)


def _arrow(canvas: Any, arrow: Arrow) -> None:
    length = math.hypot(arrow.x2 - arrow.x1, arrow.y2 - arrow.y1)
    if not length:
        return
    along = ((arrow.x2 - arrow.x1) / length, (arrow.y2 - arrow.y1) / length)
    base = (arrow.x2 - along[0] * arrow.head, arrow.y2 - along[1] * arrow.head)
    half = arrow.head * 0.42
    _stroke(canvas, arrow.ink, arrow.width)
    canvas.line(arrow.x1, -arrow.y1, base[0], -base[1])
    fill_colour(canvas, palette.FIGURE[arrow.ink])
    path = canvas.beginPath()
    path.moveTo(arrow.x2, -arrow.y2)
    path.lineTo(base[0] - along[1] * half, -(base[1] + along[0] * half))
    path.lineTo(base[0] + along[1] * half, -(base[1] - along[0] * half))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _text(canvas: Any, text: Text) -> None:
    plain = " ".join(clean(text.text).split("\n"))
    cut = Cut.BOLD if text.bold else Cut.ITALIC if text.italic else Cut.REGULAR
    line = texts.line_of(plain, Face(text.size, cut, han_of(plain)))
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[text.anchor]
    x = text.x - line.width * shift
    draw_line(canvas, line, Face(text.size, cut), x, -text.y, palette.FIGURE[text.ink])
