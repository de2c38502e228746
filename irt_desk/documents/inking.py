"""Colours and set lines on a ReportLab canvas; what pages and figures share."""

from __future__ import annotations

from typing import Any

from irt_desk.documents import fonts, palette
from irt_desk.documents.text import Face, Line

_FALSE_BOLD = 0.028  # stroke added to a letter without a bold cut, as a part of the font size


def fill_colour(canvas: Any, colour: str) -> None:
    """Set the fill colour from ``#RRGGBB``."""
    canvas.setFillColorRGB(*palette.rgb(colour))


def stroke_colour(canvas: Any, colour: str) -> None:
    """Set the stroke colour from ``#RRGGBB``."""
    canvas.setStrokeColorRGB(*palette.rgb(colour))


def draw_line(canvas: Any, line: Line, face: Face, x: float, y: float, colour: str) -> None:
    """Draw one set line with its start at (x, y); a reordered line says what it reads as (ActualText)."""
    if not line.runs:
        return
    fill_colour(canvas, colour)
    if line.spoken:
        canvas._code.append(f"/Span <</ActualText <FEFF{line.spoken.encode('utf-16-be').hex().upper()}>>> BDC")
    text = canvas.beginText(x, y)
    for run in line.runs:
        fonts.register(run.font)
        text.setFont(run.font, face.size)
        thick = fonts.needs_false_bold(run.font, face.cut)
        if thick:
            stroke_colour(canvas, colour)
            text._code.append(f"{face.size * _FALSE_BOLD:.3f} w 2 Tr")
        text.textOut(run.letters)
        if thick:
            text._code.append("0 Tr")
    canvas.drawText(text)
    if line.spoken:
        canvas._code.append("EMC")
