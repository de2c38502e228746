"""Blocks to slices: what each block looks like and how it is tagged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from irt_desk import words
from irt_desk.documents import palette, style
from irt_desk.documents import text as texts
from irt_desk.documents.blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Heading,
    Hypothesis,
    PageBreak,
    Paragraph,
    SignatureLine,
    Signed,
    Table,
    Tone,
    WritingSpace,
)
from irt_desk.documents.cleaning import clean
from irt_desk.documents.layout import Box, Picture, Rule, Slice
from irt_desk.documents.setting import Cell, Setter, ruled, stuck
from irt_desk.documents.style import Sheet, Style
from irt_desk.documents.tables import facts_slices, identity_slices, table_slices
from irt_desk.documents.tagging import Element

_PAD = 12.0
_FIGURE_SCALE = 0.76  # a figure is drawn in screen units; on paper its words are as small as a table's


class _Span(TypedDict):
    x: float
    width: float


@dataclass(slots=True)
class Composer:
    """Turns the blocks of one document into its column of slices and its structure tree."""

    document: Document
    sheet: Sheet
    setter: Setter
    tree: Element
    _deepest: int = 1

    def opening(self) -> list[Slice]:
        """Return what opens page 1: letterhead, draft mark, title, reader line, identity."""
        slices = self._letterhead()
        if self.document.draft:
            mark = self._plain(words.say("document.draft"), style.DRAFT)
            slices += [replace(part, before=14.0) for part in mark]
        title = self._plain(self.document.title, style.TITLE, role="H1")
        slices += [_bookmarked(title, 1, self.document.title)[0], *title[1:]] if title else []
        day = self.document.made_on
        made = words.say("document.made_on", date=f"{day.day} {day:%B %Y}")
        line = " · ".join(part for part in (self.document.reader_line, made) if part)
        slices += [replace(part, before=2.0) for part in self._plain(line, style.ASIDE)]
        return stuck(slices) + identity_slices(self.document.identity, self.setter, self.sheet, self.tree)

    def block(self, block: Block) -> list[Slice]:
        """Return the slices of one block."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case Facts():
                return facts_slices(block, self.setter, self.sheet, self.tree)
            case Table():
                return table_slices(block, self.setter, self.sheet, self.tree)
            case Bullets():
                return self._bullets(block)
            case Hypothesis():
                return self._hypothesis(block)
            case Figure():
                return [self._figure(block)]
            case SignatureLine():
                return self._signature_line(block)
            case WritingSpace():
                return self._writing_space(block)
            case Signed():
                return self._boxed(
                    (block.text,), style.BODY, Box(**self._span(), fill=palette.SURFACE, bar=palette.CLIENT)
                )
            case PageBreak():
                return [Slice(height=0.0, breaks=True, glue=True)]

    def _span(self) -> _Span:
        return {"x": self.sheet.side, "width": self.sheet.measure}

    def _plain(self, text: str, look: Style, *, role: str = "P") -> list[Slice]:
        return self.setter.paragraphs(text, look, **self._span(), parent=self.tree, role=role)

    def _letterhead(self) -> list[Slice]:
        lines = [line for line in self.document.letterhead.lines if clean(line).strip()]
        slices: list[Slice] = []
        for rank, line in enumerate(lines):
            slices += self._plain(line, style.ADDRESS if rank else style.PRACTICE)
        if not slices:
            return []
        rule = Rule(
            x1=self.sheet.side,
            x2=self.sheet.side + self.sheet.measure,
            down=slices[-1].height + 8,
            colour=palette.CLIENT,
            thickness=1.0,
        )
        return [*slices[:-1], ruled(replace(slices[-1], height=slices[-1].height + 9), rule)]

    def _heading(self, block: Heading) -> list[Slice]:
        level = max(2, min(block.level, self._deepest + 1, 3))
        self._deepest = level
        slices = self._plain(block.text, style.SECTION if level == 2 else style.PART, role=f"H{level}")
        return [*_bookmarked(stuck(slices), level, block.text)] if slices else []

    def _paragraph(self, block: Paragraph) -> list[Slice]:
        if block.tone is Tone.CLIENT_WORDS:
            return self._boxed((block.text,), style.CLIENT_WORDS, Box(**self._span(), bar=palette.CLIENT), pad=2.0)
        if block.tone is Tone.NOTICE:
            box = Box(**self._span(), fill=palette.ATTENTION_SOFT, bar=palette.ATTENTION)
            return self._boxed((block.text,), style.NOTICE, box)
        slices = self._plain(block.text, style.ASIDE if block.tone is Tone.MUTED else style.BODY)
        return stuck(slices) if block.keep else slices

    def _boxed(self, typed: tuple[str, ...], look: Style, box: Box, *, pad: float = 8.0) -> list[Slice]:
        parent = self.tree.add("Div")
        inside: list[Slice] = []
        for text in typed:
            plain = replace(look, before=4.0 if inside else 0.0)
            inside += self.setter.paragraphs(
                text, plain, x=box.x + _PAD, width=box.width - 2 * _PAD, parent=parent, box=box
            )
        return _padded(inside, box, pad) if inside else []

    def _bullets(self, block: Bullets) -> list[Slice]:
        items = [item for item in block.items if clean(item).strip()]
        if not items:
            return []
        whole = self.tree.add("L", attributes={"O": "List", "ListNumbering": "Disc"})
        indent = 14.0
        slices: list[Slice] = []
        for rank, item in enumerate(items):
            entry = whole.add("LI")
            label = entry.add("Lbl")
            body = entry.add("LBody")
            look = replace(style.BODY, before=3.0 if rank else 6.0, between=3.0)
            parts = self.setter.paragraphs(
                item, look, x=self.sheet.side + indent, width=self.sheet.measure - indent, parent=body
            )
            face = self.setter.face("•", style.BODY)
            mark = self.setter.words(texts.line_of("•", face), style.BODY, face, self.sheet.side + 2, indent, label)
            parts[0] = replace(parts[0], inks=(mark, *parts[0].inks))
            slices += parts
        return stuck(slices) if block.keep else slices

    def _hypothesis(self, block: Hypothesis) -> list[Slice]:
        box = Box(**self._span(), stroke=palette.PARTNER, dashed=True)
        parent = self.tree.add("Div")
        x, width = box.x + _PAD, box.width - 2 * _PAD
        maybe = words.say("document.maybe")
        side = texts.width_of(maybe, self.setter.face(maybe, style.MAYBE))
        label = block.label or words.say("document.hypothesis")
        cells = (
            Cell(text=label, style=style.GUESS_LABEL, x=x, width=width - side - 16, element=parent.add("P")),
            Cell(text=maybe, style=style.MAYBE, x=x + width - side, width=side + 1, element=parent.add("P")),
        )
        head = stuck(self.setter.row(cells, tallest=self.sheet.later_room * 0.3, before=0, after=0, box=box))
        place: _Span = {"x": x, "width": width}
        body = self.setter.paragraphs(block.text, replace(style.BODY, before=2.0), **place, parent=parent, box=box)
        for other in block.alternatives:
            reading = words.say("document.another_reading", text=clean(other))
            body += self.setter.paragraphs(reading, replace(style.ASIDE, before=3.0), **place, parent=parent, box=box)
        return _padded([*head, *body], box, 8.0)

    def _figure(self, block: Figure) -> Slice:
        drawing = block.figure
        room = self.sheet.later_room - 20
        scale = min(_FIGURE_SCALE, self.sheet.measure / drawing.width, room / drawing.height)
        alternative = clean(block.alternative_text or drawing.alternative_text)
        element = self.tree.add("Figure", alternative=alternative)
        picture = Picture(x=self.sheet.side, down=0.0, figure=drawing, scale=scale, element=element)
        return Slice(height=drawing.height * scale, before=12.0, inks=(picture,))

    def _writing_space(self, block: WritingSpace) -> list[Slice]:
        right = self.sheet.side + self.sheet.measure
        empty = Slice(height=23.0)
        rule = Rule(x1=self.sheet.side, x2=right, down=22.0, colour=palette.MUTED)
        lines = [ruled(empty, rule) for _ in range(block.lines)]
        return [*stuck(self._plain(block.question, style.BODY)), *stuck(lines[:-1]), *lines[-1:]]

    def _signature_line(self, block: SignatureLine) -> list[Slice]:
        parent = self.tree.add("Div")
        half = self.sheet.measure * 0.62
        name = ", ".join(part for part in (block.name, block.credential) if clean(part).strip())
        under = clean(name).strip() or words.say("document.signature")
        cells = (
            Cell(text=under, style=style.ASIDE, x=self.sheet.side, width=half - 20, element=parent.add("P")),
            Cell(
                text=words.say("document.date"),
                style=style.ASIDE,
                x=self.sheet.side + half,
                width=self.sheet.measure - half,
                element=parent.add("P"),
            ),
        )
        right = self.sheet.side + self.sheet.measure
        long = Rule(x1=self.sheet.side, x2=self.sheet.side + half - 20, down=44, colour=palette.INK)
        short = Rule(x1=self.sheet.side + half, x2=right, down=44, colour=palette.INK)
        line = ruled(ruled(Slice(height=46, before=6.0, glue=True), long), short)
        under_it = self.setter.row(cells, tallest=200, before=0, after=0)
        return [line, *(stuck(under_it) if block.keep else under_it)]


def _bookmarked(slices: list[Slice], level: int, text: str) -> list[Slice]:
    plain = " ".join(clean(text).split())
    return [replace(slices[0], bookmark=(level, plain)), *slices[1:]]


def _padded(inside: list[Slice], box: Box, pad: float) -> list[Slice]:
    """Return the slices of a box with space inside its edges; the edges stay with the first and last line."""
    top = Slice(height=pad, box=box, glue=True, before=8.0)
    return [top, *inside[:-1], replace(inside[-1], glue=True), Slice(height=pad, box=box)]
