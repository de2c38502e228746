"""One document to one PDF: laid out, drawn, tagged, packed. Nothing is written to disk.

Every file conforms to PDF/UA-1 and PDF/A-2a, and equal documents give equal bytes.
"""

from __future__ import annotations

import dataclasses
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from irt_desk import words
from irt_desk.documents import fonts, palette, style
from irt_desk.documents import text as texts
from irt_desk.documents.blocks import (
    Block,
    Document,
    DocumentKind,
    Facts,
    Figure,
    Hypothesis,
    PageIdentity,
    Signed,
    Table,
)
from irt_desk.documents.cleaning import clean
from irt_desk.documents.compose import Composer
from irt_desk.documents.composed import composed
from irt_desk.documents.fonts import Cut
from irt_desk.documents.inking import draw_line, stroke_colour
from irt_desk.documents.layout import Placed, Slice, pages_of
from irt_desk.documents.painting import Painter
from irt_desk.documents.setting import Setter
from irt_desk.documents.style import SHEETS, Sheet, Style
from irt_desk.documents.tagging import Element, Marks, finish
from irt_desk.documents.text import Face
from irt_desk.errors import Cancelled, UserError

_LAID_OUT, _DRAWN = 0.6, 0.9  # how much of the work is behind after each stage
_EXCERPT = 24
_TITLED = frozenset({DocumentKind.CONSENT, DocumentKind.LETTER})
"""Kinds with several papers: a page with nothing but a signature on it still says which one was signed."""


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A letter no bundled font sets properly, the words around it and its Unicode name."""

    text_excerpt: str
    character: str
    name: str


def unprintable(document: Document) -> tuple[Unprintable, ...]:
    """Return each letter of the document that cannot be set, once, where it first stands."""
    found: dict[str, Unprintable] = {}
    for typed in _texts(document):
        plain = clean(typed)
        private = {char for char in plain if "\ue000" <= char <= "\uf8ff"}
        for char in dict.fromkeys(composed(plain)):
            settable = char not in private and fonts.font_for(char) is not None
            if char == "\n" or char in found or settable:
                continue
            at = plain.index(char)
            excerpt = plain[max(0, at - _EXCERPT) : at + _EXCERPT].replace("\n", " ")
            found[char] = Unprintable(excerpt, char, unicodedata.name(char, f"U+{ord(char):04X}"))
    return tuple(found.values())


def render(
    document: Document,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Return the finished PDF.

    ``progress`` is told the part done, from 0 to 1, never less than before; ``cancelled`` is asked between
    pages and inside long texts.

    Raises:
        UserError: ``document.unprintable``, a letter cannot be set; the sentence names every such letter.
        Cancelled: ``cancelled`` answered True.
    """
    work = _Work(progress or (lambda part: None), cancelled or (lambda: False))
    letters = unprintable(document)
    if letters:
        names = ", ".join(f"{letter.character} ({letter.name.lower()})" for letter in letters[:8])
        raise UserError("document.unprintable", letters=names, excerpt=letters[0].text_excerpt.strip())
    work.reached(0.02)
    sheet = SHEETS[document.page_size]
    tree = Element("Document")
    slices = _laid_out(document, sheet, tree, work)
    pages = pages_of(slices, sheet.first_room, sheet.later_room)
    drawn, owners = _drawn(document, sheet, pages, work)
    work.reached(_DRAWN)
    title = words.label(document.kind)
    data = finish(drawn, tree, owners, Marks(title=title, language=document.language, made_on=document.made_on))
    work.reached(1.0)
    return data


@dataclass(frozen=True, slots=True)
class _Work:
    progress: Callable[[float], None]
    cancelled: Callable[[], bool]

    def check(self) -> None:
        if self.cancelled():
            raise Cancelled

    def reached(self, part: float) -> None:
        self.check()
        self.progress(part)


def _laid_out(document: Document, sheet: Sheet, tree: Element, work: _Work) -> list[Slice]:
    composer = Composer(document, sheet, Setter(document.language, work.check), tree)
    slices = composer.opening()
    for rank, block in enumerate(document.blocks, start=1):
        slices += _apart(composer.block(block), document.blocks[rank - 2] if rank > 1 else None)
        work.reached(0.02 + (_LAID_OUT - 0.02) * rank / len(document.blocks))
    return slices


def _apart(slices: list[Slice], previous: Block | None) -> list[Slice]:
    """Return a block's slices with air above them where the one before ends in a ruled or framed edge."""
    if slices and isinstance(previous, Table | Facts | Hypothesis | Figure | Signed):
        return [dataclasses.replace(slices[0], before=max(slices[0].before, 12.0)), *slices[1:]]
    return slices


def _drawn(
    document: Document, sheet: Sheet, pages: list[list[Placed]], work: _Work
) -> tuple[bytes, list[list[Element]]]:
    out = io.BytesIO()
    fonts.register("Sans")
    canvas = Canvas(
        out,
        pagesize=(sheet.width, sheet.height),
        invariant=1,
        pageCompression=0,
        initialFontName="Sans",
        pdfVersion=(1, 7),
    )
    painter = Painter(canvas, sheet)
    for rank, placed in enumerate(pages):
        painter.start_page()
        if document.draft:
            _watermark(painter)
        painter.column(placed, sheet.later_top if rank else sheet.first_top)
        painter.own(None)
        if rank:
            _header(document, painter)
        _footer(document, painter, rank + 1, len(pages))
        painter.end_page()
        work.reached(_LAID_OUT + (_DRAWN - _LAID_OUT) * (rank + 1) / len(pages))
    canvas.save()
    return out.getvalue(), painter.owners


def _face(text: str, look: Style) -> Face:
    return Face(look.size, look.cut, fonts.han_of(text))


def _header(document: Document, painter: Painter) -> None:
    """Draw the running head: whose record on the left, which document on the right."""
    sheet = painter.sheet
    y = sheet.height - 46
    identity = document.identity
    head = document.title if document.kind in _TITLED else words.label(document.kind)
    if document.draft:
        head = f"{head} · {words.say('document.draft')}"
    look = style.DRAFT if document.draft else style.RUNNING
    look = dataclasses.replace(look, size=8.0)
    wide = texts.width_of(head, _face(head, look))
    painter.words(sheet.width - sheet.side - wide, y, head, _face(head, look), look.colour)
    if not identity.is_nobody:
        _running_identity(identity, painter, y, sheet.measure - wide - 24)
    _hairline(painter, y - 8)


def _running_identity(identity: PageIdentity, painter: Painter, y: float, room: float) -> None:
    """Draw whose record it is at the left of the running head."""
    sheet = painter.sheet
    born = clean(identity.date_of_birth_text)
    code = "document.running_identity" if born.strip() else "document.running_number"
    rest = "" if identity.who else words.say(code, id=clean(identity.client_id), born=born)
    rest = " ".join(rest.split())
    rest = texts.shortened(rest, _face(rest, style.RUNNING), room * 0.7)
    rest_wide = texts.width_of(rest, _face(rest, style.RUNNING))
    name = " ".join(clean(identity.client_name).split())
    name = texts.shortened(name, _face(name, style.RUNNING_NAME), room - rest_wide - 8)
    painter.words(sheet.side, y, name, _face(name, style.RUNNING_NAME), style.RUNNING_NAME.colour)
    after = sheet.side + texts.width_of(name, _face(name, style.RUNNING_NAME)) + 8
    painter.words(after, y, rest, _face(rest, style.RUNNING), style.RUNNING.colour)


def _footer(document: Document, painter: Painter, page: int, pages: int) -> None:
    """Draw the confidentiality line and the page's number."""
    sheet = painter.sheet
    y = 44.0
    _hairline(painter, y + 13)
    number = words.say("document.page_of", page=page, pages=pages)
    wide = texts.width_of(number, _face(number, style.RUNNING))
    painter.words(sheet.width - sheet.side - wide, y, number, _face(number, style.RUNNING), style.RUNNING.colour)
    note = " ".join(clean(document.footer_note or words.say("document.confidential")).split())
    face = _face(note, style.FOOTER)
    lines = list(texts.lines_of(note, face, sheet.measure - wide - 40))
    for rank, line in enumerate(lines[:3]):
        draw_line(painter.canvas, line, face, sheet.side, y - rank * style.FOOTER.leading, style.FOOTER.colour)


def _hairline(painter: Painter, y: float) -> None:
    stroke_colour(painter.canvas, palette.HAIRLINE)
    painter.canvas.setLineWidth(0.5)
    painter.canvas.setDash([])
    painter.canvas.line(painter.sheet.side, y, painter.sheet.width - painter.sheet.side, y)


def _watermark(painter: Painter) -> None:
    """Draw the pale word behind the text of an unsigned document."""
    mark = words.say("document.draft_mark")
    face = Face(120, Cut.BOLD)
    painter.own(None)
    canvas = painter.canvas
    canvas.saveState()
    canvas.translate(painter.sheet.width / 2, painter.sheet.height / 2)
    canvas.rotate(52)
    painter.words(-texts.width_of(mark, face) / 2, -40, mark, face, palette.WATERMARK)
    canvas.restoreState()


def _texts(value: object) -> Iterator[str]:
    """Yield every text below a value; codes of enumerations are no texts."""
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
