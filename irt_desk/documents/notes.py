"""Progress notes on paper: one or a period of them, in any format, for a reader (domain paper, 7.2, 7.3, 7.5).

Never in it: psychotherapy notes, what was told in private, the detail of a risk check. For the client's home not even the result
of the risk check stands on the page: another person may read it there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from irt_desk.documents.blocks import (
    Block,
    Document,
    DocumentKind,
    Facts,
    Heading,
    Hypothesis,
    Letterhead,
    PageBreak,
    PageIdentity,
    PageSize,
    Paragraph,
    Signed,
    Tone,
)
from irt_desk.documents.redaction import NOTHING, Reader, Redactor, ThirdParty, Told
from irt_desk.errors import UserError
from irt_desk.words import label, say

READERS = (Reader.SELF, Reader.CLINICIAN, Reader.SUPERVISOR, Reader.CLIENT)
"""Who a note may be printed for. A payer, a court or the partner never gets one from here."""

JOINT_READERS = (Reader.SELF, Reader.COUPLE, Reader.CLINICIAN, Reader.SUPERVISOR)
"""Of a joint session both read the same; anybody outside needs the release of both (domain paper, 6.5)."""

_HOME = frozenset({Reader.CLIENT, Reader.PARTNER, Reader.COUPLE})
"""Readers to whom the name of a format ("GIRP") says nothing: its parts stand as headings anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumFacts:
    """An addendum: its number and reason, the text, who signed it when; all in words."""

    head: str
    text: Told
    signed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFacts:
    """One field in words; a guess stands with its other reading, a copy says so."""

    label: str
    text: Told
    is_guess: bool = False
    other_reading: Told = NOTHING
    carried: str = ""
    addenda: tuple[AddendumFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """One note: its session's particulars, its parts in the order of the format, signature and addenda."""

    title: str
    particulars: tuple[tuple[str, str], ...]
    state: str
    is_draft: bool
    parts: tuple[tuple[str, tuple[FieldFacts, ...]], ...]
    signed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    addenda: tuple[AddendumFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesFacts:
    """Everything for a page of notes; days and choices come already in words."""

    kind: DocumentKind
    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    notes: tuple[NoteFacts, ...]
    view: str = ""
    period: str = ""
    page_size: PageSize = PageSize.A4
    client_names: tuple[str, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()


def notes_document(facts: NotesFacts, reader: Reader, *, name_partner: bool = False) -> Document:
    """Return one or several notes as a document for a reader; a page of drafts says so on every page.

    Raises:
        UserError: ``document.no_notes``, there is none in the period.
    """
    if not facts.notes:
        raise UserError("document.no_notes")
    names = (*facts.client_names, facts.identity.client_name)
    redactor = Redactor(facts.third_parties, client_names=names, name_partner=name_partner)
    return Document(
        kind=facts.kind,
        title=label(facts.kind),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=tuple(_blocks(facts, redactor, is_home=reader in _HOME)),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(reader)),
        draft=all(note.is_draft for note in facts.notes),
        page_size=facts.page_size,
    )


def _blocks(facts: NotesFacts, redactor: Redactor, *, is_home: bool) -> Iterable[Block]:
    view = "" if is_home else facts.view
    pairs = ((say("notes_document.period"), facts.period), (say("notes_document.view"), view))
    if any(value for _, value in pairs):
        yield Facts(tuple((name, value) for name, value in pairs if value))
    for number, note in enumerate(facts.notes):
        if number:
            yield PageBreak()
        yield from _note(note, redactor)


def _note(note: NoteFacts, redactor: Redactor) -> Iterable[Block]:
    yield Heading(2, note.title)
    if note.state:
        yield Paragraph(note.state, Tone.NOTICE)
    yield Facts(tuple((name, redactor.text(value)) for name, value in note.particulars if value.strip()))
    for notice in note.notices:
        yield Paragraph(redactor.text(notice), Tone.NOTICE)
    for title, fields in note.parts:
        shown = [block for field in fields for block in _field(field, redactor)]
        if shown:
            yield Heading(3, title)
            yield from shown
    for addendum in note.addenda:
        yield from _addendum(addendum, redactor)
    for words in note.signed:
        yield Signed(words)


def _field(field: FieldFacts, redactor: Redactor) -> Iterable[Block]:
    text = redactor.told(field.text).strip()
    if not text:
        return
    title = f"{redactor.text(field.label)} ({field.carried})" if field.carried else redactor.text(field.label)
    if field.is_guess:
        yield Hypothesis(title, text, redactor.all((field.other_reading,)))
    else:
        yield Paragraph(title, Tone.MUTED)
        yield Paragraph(text)
    for addendum in field.addenda:
        yield from _addendum(addendum, redactor)


def _addendum(addendum: AddendumFacts, redactor: Redactor) -> Iterable[Block]:
    yield Paragraph(redactor.text(addendum.head), Tone.NOTICE)
    if text := redactor.told(addendum.text).strip():
        yield Paragraph(text)
    if addendum.signed:
        yield Paragraph(addendum.signed, Tone.MUTED)
