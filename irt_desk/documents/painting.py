"""Drawing set text and pages on a ReportLab canvas, with every mark either tagged or called an artifact."""

from __future__ import annotations

from typing import Any

from irt_desk.documents import text as texts
from irt_desk.documents.figures import draw_figure
from irt_desk.documents.inking import draw_line, fill_colour, stroke_colour
from irt_desk.documents.layout import Box, Picture, Placed, Rule, Words
from irt_desk.documents.style import Sheet
from irt_desk.documents.tagging import Element
from irt_desk.documents.text import Face


class Painter:
    """Draws placed slices page by page and keeps which element owns which piece of content."""

    def __init__(self, canvas: Any, sheet: Sheet) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.owners: list[list[Element]] = []
        self._open: Element | None = None
        self._is_open = False

    def start_page(self) -> None:
        """Begin counting the content of a new page."""
        self.owners.append([])

    def end_page(self) -> None:
        """Close what is open and finish the page."""
        self._close()
        self.canvas.showPage()

    def own(self, element: Element | None) -> None:
        """Let what is drawn next belong to an element, or to none (an artifact)."""
        if self._is_open and self._open is element:
            return
        self._close()
        if element is None:
            self.canvas._code.append("/Artifact BMC")
        else:
            number = len(self.owners[-1])
            self.owners[-1].append(element)
            element.content.append((len(self.owners) - 1, number))
            self.canvas._code.append(f"/{element.role} <</MCID {number}>> BDC")
        self._open, self._is_open = element, True

    def _close(self) -> None:
        if self._is_open:
            self.canvas._code.append("EMC")
        self._is_open = False

    def words(self, x: float, y: float, text: str, face: Face, colour: str) -> None:
        """Draw one line of clean text outside the column, such as a page number."""
        draw_line(self.canvas, texts.line_of(text, face), face, x, y, colour)

    def column(self, placed: list[Placed], top: float) -> None:
        """Draw the slices of a page whose text area begins ``top`` points below the page's upper edge."""
        self._boxes(placed, top)
        for place in placed:
            above = self.sheet.height - top - place.top
            if place.slice.bookmark:
                self._bookmark(*place.slice.bookmark, above)
            for ink in place.slice.inks:
                match ink:
                    case Words():
                        self.own(ink.element)
                        draw_line(self.canvas, ink.line, ink.face, ink.x, above - ink.down, ink.colour)
                    case Rule():
                        self._rule(ink, above - ink.down)
                    case Picture():
                        self._picture(ink, above - ink.down)

    def _bookmark(self, level: int, text: str, y: float) -> None:
        key = f"heading-{len(self.owners)}-{y:.1f}"
        self.canvas.bookmarkHorizontal(key, 0, y + 12)
        self.canvas.addOutlineEntry(text, key, level - 1)

    def _rule(self, rule: Rule, y: float) -> None:
        self.own(None)
        stroke_colour(self.canvas, rule.colour)
        self.canvas.setLineWidth(rule.thickness)
        self.canvas.setDash([])
        self.canvas.line(rule.x1, y, rule.x2, y)

    def _picture(self, picture: Picture, y: float) -> None:
        wide, high = picture.figure.width * picture.scale, picture.figure.height * picture.scale
        picture.element.attributes = {
            "O": "Layout",
            "Placement": "Block",
            "BBox": (picture.x, y - high, picture.x + wide, y),
        }
        self.own(picture.element)
        draw_figure(self.canvas, picture.figure, picture.x, y, picture.scale)

    def _boxes(self, placed: list[Placed], top: float) -> None:
        spans: dict[Box, tuple[float, float]] = {}
        for place in placed:
            box = place.slice.box
            if box is not None:
                start, _ = spans.get(box, (place.top, 0.0))
                spans[box] = (start, place.top + place.slice.height)
        for box, (start, end) in spans.items():
            self._box(box, self.sheet.height - top - end, end - start)

    def _box(self, box: Box, y: float, height: float) -> None:
        self.own(None)
        canvas = self.canvas
        canvas.setDash([])
        if box.fill:
            fill_colour(canvas, box.fill)
            canvas.roundRect(box.x, y, box.width, height, 4, stroke=0, fill=1)
        if box.stroke:
            stroke_colour(canvas, box.stroke)
            canvas.setLineWidth(0.9)
            canvas.setDash([4, 3] if box.dashed else [])
            canvas.roundRect(box.x, y, box.width, height, 6, stroke=1, fill=0)
            canvas.setDash([])
        if box.bar:
            fill_colour(canvas, box.bar)
            canvas.rect(box.x, y, 2.4, height, stroke=0, fill=1)
