"""The cycle map on paper: the drawing of the window, what it says in words, the ways out (domain paper, 2.5, 6.6).

The client's copy holds the map the client has seen and nothing else that was thought about the partner. Whatever is guessed
of the partner stands dashed and with "maybe", in the drawing and in the words under it.
"""

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
    Figure,
    Heading,
    Hypothesis,
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    Tone,
)
from irt_desk.documents.redaction import NOTHING, Reader, Redactor, ThirdParty, Told
from irt_desk.domain.figures.cycle_map import cycle_map_figure
from irt_desk.domain.figures.primitives import Figure as Drawing
from irt_desk.domain.figures.step_views import StepView
from irt_desk.words import label, say

READERS = (Reader.CLIENT, Reader.CLINICIAN, Reader.SELF)
"""The readers a cycle map may be made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One step in words: whose and what it is called, what it says, its other readings, all the ways out after it.

    ``sources`` say where it comes from and how firmly it is held; they are for a clinician's eyes.
    """

    title: str
    text: Told
    is_guess: bool = False
    asides: tuple[Told, ...] = ()
    readings: tuple[Told, ...] = ()
    exits: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleMapFacts:
    """Everything a printed map draws on; ``more`` is what only a clinician or the therapist reads."""

    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    client_called: str
    pattern: str
    version: str
    drawn: tuple[StepView, ...]
    steps: tuple[StepFacts, ...]
    nickname: str = ""
    loops_back_to: int = 1
    summary: Told = NOTHING
    language: str = "en"
    page_size: PageSize = PageSize.A4
    client_names: tuple[str, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    standing: tuple[tuple[str, str], ...] = ()
    protects: Told = NOTHING
    protects_partner: Told = NOTHING
    figures: tuple[tuple[str, str], ...] = ()
    trend: Drawing | None = None


def cycle_map(facts: CycleMapFacts, reader: Reader, *, name_partner: bool = False) -> Document:
    """Return the map as a document for one of :data:`READERS`; the partner is called by role unless named on purpose."""
    names = (*facts.client_names, facts.client_called, facts.identity.client_name)
    redactor = Redactor(facts.third_parties, client_names=names, name_partner=name_partner)
    title = (
        f"“{facts.nickname}”" if facts.nickname.strip() and reader is Reader.CLIENT else label(DocumentKind.CYCLE_MAP)
    )
    return Document(
        kind=DocumentKind.CYCLE_MAP,
        title=redactor.text(title),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=tuple(_Writer(facts, reader, redactor).blocks()),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(reader)),
        language=facts.language,
        page_size=facts.page_size,
    )


class _Writer:
    """Writes the parts for one reader."""

    def __init__(self, facts: CycleMapFacts, reader: Reader, redactor: Redactor) -> None:
        self._facts, self._redactor = facts, redactor
        self._is_client = reader is Reader.CLIENT

    def blocks(self) -> Iterable[Block]:
        """Yield every part that has something to say, in reading order."""
        facts, redact = self._facts, self._redactor
        if self._is_client:
            yield Paragraph(say("map_document.opponent"), Tone.MUTED)
        else:
            yield Facts(tuple((name, redact.text(value)) for name, value in facts.standing if value.strip()))
        summary = redact.told(facts.summary)
        if summary.strip():
            yield Paragraph(summary, Tone.CLIENT_WORDS if self._is_client else Tone.NORMAL)
        yield self._figure()
        yield Paragraph(say("map_document.dashed"), Tone.MUTED)
        yield from self._ways_out()
        yield from self._words()
        if not self._is_client:
            yield from self._more()

    def _figure(self) -> Figure:
        facts, redact = self._facts, self._redactor
        return Figure(
            cycle_map_figure(
                [redact.step(view) for view in facts.drawn],
                client=facts.client_called,
                partner=redact.text(say("summary.partner")),
                nickname=redact.text(facts.nickname),
                notes=(facts.version,),
                loops_back_to=facts.loops_back_to,
            )
        )

    def _ways_out(self) -> Iterable[Block]:
        """The ways out in full; the drawing has room for one on each arrow."""
        items = [
            say("map_document.way_out", step=self._redactor.text(step.title), exits=", ".join(step.exits))
            for step in self._facts.steps
            if step.exits
        ]
        if items:
            yield Heading(2, say("map_document.ways_out"))
            yield Bullets(tuple(items))

    def _words(self) -> Iterable[Block]:
        yield Heading(2, say("map_document.in_words"))
        redact = self._redactor
        for step in self._facts.steps:
            asides = (*redact.all(step.asides), *(() if self._is_client else step.sources))
            text = "\n".join((redact.told(step.text), *(redact.text(aside) for aside in asides)))
            title = redact.text(step.title)
            if step.is_guess:
                yield Hypothesis(title, text, redact.all(step.readings))
            else:
                yield Heading(3, title)
                yield Paragraph(text)
        yield Paragraph(say("figure.back_to", step=self._facts.loops_back_to) + ".", Tone.MUTED)

    def _more(self) -> Iterable[Block]:
        own, partner = self._redactor.told(self._facts.protects), self._redactor.told(self._facts.protects_partner)
        if own.strip() or partner.strip():
            yield Heading(2, say("map_document.protects"))
        if own.strip():
            yield Paragraph(own)
        if partner.strip():
            yield Hypothesis(say("summary.partner_protects"), partner)
        if self._facts.figures:
            yield Heading(2, say("map_document.figures"))
            if self._facts.trend is not None:
                yield Figure(self._facts.trend)
            yield Facts(self._facts.figures)
            yield Paragraph(say("map_document.figures_note"), Tone.MUTED)
