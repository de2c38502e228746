"""The scores of a record as a document: the charts of the window, the exact values behind them, by reader.

Safety screens have no field here, so none can be printed. A payer gets the graded measures as numbers and nothing of the
conversation; paper that goes home never shows what another person in the house could hold against the client.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from irt_desk.documents.blocks import (
    Block,
    Document,
    DocumentKind,
    Figure,
    Heading,
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    Table,
    Tone,
)
from irt_desk.documents.redaction import Reader, Redactor, ThirdParty
from irt_desk.domain.figures.primitives import Figure as Drawing
from irt_desk.words import label, say

READERS = (Reader.CLIENT, Reader.CLINICIAN, Reader.SUPERVISOR, Reader.PAYER, Reader.SELF)
"""The readers scores may be made for."""

CHARTED = frozenset(READERS) - {Reader.PAYER}
"""Readers who get the charts; a payer gets the numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFacts:
    """One chart with its heading, what stands under it, and the class in words."""

    title: str
    about: str
    outcome: str
    drawing: Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresFacts:
    """Everything the document may draw on, already in words; ``values`` are day, measure, score, side and class."""

    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    period: str
    language: str = "en"
    page_size: PageSize = PageSize.A4
    client_names: tuple[str, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    charts: tuple[ChartFacts, ...] = ()
    pulse: Drawing | None = None
    values: tuple[tuple[str, ...], ...] = ()
    provisional: tuple[str, ...] = ()
    has_events: bool = False


def measures(facts: MeasuresFacts, reader: Reader) -> Document:
    """Return the scores for a reader."""
    kind = DocumentKind.MEASURES
    redactor = Redactor(facts.third_parties, client_names=facts.client_names, name_partner=False)
    return Document(
        kind=kind,
        title=label(kind),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=tuple(_blocks(facts, reader, redactor)),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(reader)),
        language=facts.language,
        page_size=facts.page_size,
    )


def _blocks(facts: MeasuresFacts, reader: Reader, redactor: Redactor) -> Iterable[Block]:
    yield Paragraph(facts.period, Tone.MUTED)
    if not facts.values:
        yield Paragraph(say("measures_document.none"))
        return
    if reader in CHARTED:
        yield from _charts(facts)
    yield Heading(2, say("measures.values"))
    columns = tuple(say(f"measures.col_{name}") for name in ("day", "measure", "score", "side", "class"))
    yield Table(columns, tuple(tuple(redactor.text(cell) for cell in row) for row in facts.values))
    for text in facts.provisional:
        yield Paragraph(text, Tone.MUTED)
    yield Paragraph(say("measures_document.class"), Tone.MUTED)


def _charts(facts: MeasuresFacts) -> Iterable[Block]:
    for chart in facts.charts:
        yield Heading(2, f"{chart.title}: {chart.outcome}" if chart.outcome else chart.title)
        yield Figure(chart.drawing)
        yield Paragraph(chart.about, Tone.MUTED)
    if facts.pulse is not None:
        yield Heading(2, say("measures.pulse"))
        yield Figure(facts.pulse)
        yield Paragraph(f"{say('measures.pulse_scale')}. {say('measures.pulse_about')}", Tone.MUTED)
    if facts.has_events:
        yield Paragraph(say("measures_document.events"), Tone.MUTED)
