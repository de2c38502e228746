"""The transfer summary: recipient and purpose first, then only the parts that were ticked (domain paper, 6.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from irt_desk.documents.blocks import (
    Block,
    Bullets,
    Document,
    DocumentKind,
    Facts,
    Heading,
    Hypothesis,
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    SignatureLine,
    Signed,
    Tone,
)
from irt_desk.documents.redaction import Reader, Redactor
from irt_desk.domain.transfers import WRITTEN, TransferPart, TransferSummary
from irt_desk.words import label, say

READERS = (Reader.CLIENT, Reader.COUPLE_THERAPIST, Reader.CLINICIAN)
"""The client reads it first; then it goes to the one it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    """The composed summary with practice, person and signatures in words; ``mentions`` counts what names others."""

    summary: TransferSummary
    letterhead: Letterhead
    identity: PageIdentity
    page_size: PageSize
    therapist: str
    credential: str
    signed: str
    mentions: str


def transfer(facts: TransferFacts, reader: Reader, redactor: Redactor, made_on: date) -> Document:
    """Return the summary for its reader; until the client has signed, it is a draft."""
    return Document(
        kind=DocumentKind.TRANSFER,
        title=label(DocumentKind.TRANSFER),
        identity=facts.identity,
        made_on=made_on,
        blocks=tuple(_blocks(facts, reader, redactor)),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(reader)),
        draft=facts.summary.reviewed_on is None,
        page_size=facts.page_size,
    )


def _blocks(facts: TransferFacts, reader: Reader, redactor: Redactor) -> Iterable[Block]:
    summary = facts.summary
    pairs = (
        (say("transfer.recipient"), "\n".join(filter(None, (summary.recipient, summary.address)))),
        (say("transfer.purpose"), redactor.text(summary.purpose)),
    )
    yield Facts(tuple((name, value) for name, value in pairs if value.strip()))
    if reader is Reader.CLIENT:
        yield Paragraph(facts.mentions, Tone.NOTICE)
    for part in summary.parts:
        yield from _part(summary, part, redactor)
    yield Paragraph(say("transfer.no_more"), Tone.MUTED)
    yield Heading(2, say("transfer.signatures"))
    if facts.signed:
        yield Signed(facts.signed)
    else:
        yield SignatureLine(facts.identity.client_name)
    yield SignatureLine(facts.therapist, facts.credential)


def _part(summary: TransferSummary, part: TransferPart, redactor: Redactor) -> Iterable[Block]:
    if part in WRITTEN:
        text = redactor.text(getattr(summary, part.value))
        if text.strip():
            yield Heading(2, label(part))
            yield Hypothesis("", text) if part is TransferPart.PARTNER_VIEW else Paragraph(text)
        return
    lines = tuple(redactor.text(line.text) for line in summary.carried if line.part is part)
    if lines:
        yield Heading(2, label(part))
        yield Bullets(lines)
