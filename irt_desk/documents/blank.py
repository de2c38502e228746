"""The guided intake as a form on paper: questions in plain words, room to write, nothing of the record.

It asks about the relationship, so it is a handout and follows their rule (domain paper, 6.6). It says nothing about danger: that
is asked in person, alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.documents.blocks import (
    Block,
    Bullets,
    Document,
    DocumentKind,
    Heading,
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    Table,
    Tone,
    WritingSpace,
)
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import OnsetPattern
from irt_desk.domain.intake import Dimension, LifeArea, Role
from irt_desk.words import label, say

READERS = (Reader.SELF, Reader.CLIENT)
"""The therapist keeps it in the room; the client may take it along where handouts may go home."""

SCALE = "0   1   2   3   4   5   6   7   8   9   10"
"""Numbers to circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankFacts:
    """What a blank form needs of the practice; of the record only its number, so that a filled one can be filed."""

    made_on: date
    number: int
    letterhead: Letterhead
    page_size: PageSize


def blank(facts: BlankFacts) -> Document:
    """Return the blank form. It carries no name: somebody else may find it."""
    return Document(
        kind=DocumentKind.BLANK,
        title=say("blank.title"),
        identity=PageIdentity(client_name="", client_id=f"#{facts.number}", date_of_birth_text=""),
        made_on=facts.made_on,
        blocks=tuple(_blocks()),
        letterhead=facts.letterhead,
        page_size=facts.page_size,
        footer_note=say("blank.footer"),
    )


def _blocks() -> Iterable[Block]:
    yield Paragraph(say("blank.intro"), Tone.MUTED)
    yield Heading(2, say("blank.why"))
    yield WritingSpace(say("blank.words"), 4)
    yield Paragraph(say("blank.onset"))
    yield Bullets(tuple(label(onset) for onset in OnsetPattern))
    yield WritingSpace(say("blank.arguments"), 1)
    yield from _rated("life", Role, ("rating",))
    yield from _rated("reach", LifeArea, ("impact",))
    yield from _rated("couple", Dimension, ("now", "wished"))
    yield WritingSpace(say("blank.vision"), 3)
    yield WritingSpace(say("blank.wants"), 3)
    yield Paragraph(say("blank.clarity", scale=SCALE))
    yield Heading(2, say("blank.two"))
    for code, lines in (
        ("since", 1),
        ("home", 1),
        ("children", 1),
        ("apart", 1),
        ("family", 3),
        ("weighs", 3),
        ("strong", 2),
    ):
        yield WritingSpace(say(f"blank.{code}"), lines)
    yield WritingSpace(say("blank.events"), 6)
    yield Heading(2, say("blank.hurts"))
    yield WritingSpace(say("blank.hurt_own"), 4)
    yield WritingSpace(say("blank.hurt_other"), 4)
    yield Heading(2, say("blank.closeness"))
    rows = tuple((say(f"blank.place_{who}"), SCALE) for who in ("own", "other"))
    yield Table(("", say("blank.place_scale")), rows)
    yield WritingSpace(say("blank.stress_own"), 3)
    yield WritingSpace(say("blank.stress_other"), 3)
    yield Heading(2, say("blank.first"))
    yield WritingSpace(say("blank.focus"), 2)
    yield WritingSpace(say("blank.take_on"), 3)


def _rated(section: str, kind: type[StrEnum], columns: tuple[str, ...]) -> Iterable[Block]:
    yield Heading(2, say(f"blank.{section}"))
    yield Paragraph(say(f"blank.{section}_how"))
    heads = ("", *(say(f"blank.{section}_{column}") for column in columns))
    yield Table(heads, tuple((label(member), *([SCALE] * len(columns))) for member in kind))
