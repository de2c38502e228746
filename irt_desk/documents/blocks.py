"""What a document is made of before it is a PDF: plain values, no page, no font, no markup.

Every text may be typed by a person and is set as typed; the renderer owns all looks. A document never carries
the name of a file, a program user or a path, so none can reach the PDF's metadata (security paper, EX-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.figures.primitives import Figure as Drawing


class DocumentKind(StrEnum):
    """The documents of the program: the value is the command-line word, the label the neutral title."""

    SUMMARY = "summary"
    NOTE = "note"
    NOTES = "notes"
    CYCLE_MAP = "cycle-map"
    PLAN = "plan"
    MEASURES = "measures"
    HANDOUT = "handout"
    MAINTENANCE = "maintenance"
    SAFETY_PLAN = "safety-plan"
    TRANSFER = "transfer"
    DISCHARGE = "discharge"
    CONSENT = "consent"
    LETTER = "letter"
    RECORD = "record"
    BLANK = "blank"


class PageSize(StrEnum):
    """The paper a document is laid out for."""

    A4 = "a4"
    LETTER = "letter"


class Tone(StrEnum):
    """How a paragraph speaks: plain, aside, in the client's own words, or asking for attention."""

    NORMAL = "normal"
    MUTED = "muted"
    CLIENT_WORDS = "client_words"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who the practice is: the first line stands out, the others are address and phone. May be empty."""

    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIdentity:
    """Whose record it is; printed on every page. A page for home is nobody's: every part is empty and none is printed.

    ``who`` is the heading of the name where "Client" would be wrong: two people, or a partner who is nobody's client. Such a page has
    no number and no date of birth: they are one person's particulars and not for the other to read.
    """

    client_name: str
    client_id: str
    date_of_birth_text: str
    who: str = ""

    @property
    def is_nobody(self) -> bool:
        """Whether it names nobody."""
        return not (self.client_name or self.client_id or self.date_of_birth_text)


NOBODY = PageIdentity(client_name="", client_id="", date_of_birth_text="")
"""The identity of a page that names nobody."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document; ``level`` 2 opens a section, 3 a part of it (the title is level 1)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break is kept, an empty line starts a new paragraph.

    ``keep`` holds it on the page of what follows: nobody signs on a page without the words they agree to.
    """

    text: str
    tone: Tone = Tone.NORMAL
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, one under the other."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings that are repeated on every page; a row has one text for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order; ``keep`` holds it on the page of what follows, as it does for a paragraph."""

    items: tuple[str, ...]
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A guess about someone who is not in the room: always dashed, in the partner colour, and called one.

    ``label`` says about what; ``alternatives`` are the other readings (design page, rules 1 and 2).
    """

    label: str
    text: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with the words that stand for it; an empty ``alternative_text`` takes the drawing's own."""

    figure: Drawing
    alternative_text: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line to sign on by hand, with a place for the date; ``name`` and ``credential`` stand under it.

    ``keep`` holds it on the page of the next signature.
    """

    name: str
    credential: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class WritingSpace:
    """A question with empty lines under it, to be written on by hand."""

    question: str
    lines: int = 2


@dataclass(frozen=True, slots=True)
class Signed:
    """The words of a signature that was made in the program."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading
    | Paragraph
    | Facts
    | Table
    | Bullets
    | Hypothesis
    | Figure
    | SignatureLine
    | WritingSpace
    | Signed
    | PageBreak
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document, ready to render; equal documents give equal bytes.

    ``title`` is the visible heading, ``reader_line`` says for whom it was made, ``language`` is a BCP 47 tag
    for the screen reader, ``footer_note`` replaces the usual confidentiality line. ``made_on`` is the only
    date in the file's metadata.
    """

    kind: DocumentKind
    title: str
    identity: PageIdentity
    made_on: date
    blocks: tuple[Block, ...]
    letterhead: Letterhead = Letterhead()
    reader_line: str = ""
    language: str = "en"
    draft: bool = False
    footer_note: str = ""
    page_size: PageSize = PageSize.A4
