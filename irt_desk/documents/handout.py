"""A page for home in plain words: a skill, or what keeps the gains; from facts to blocks.

It may lie on the kitchen table. It carries no name of the client, no number of a record, no letterhead and nothing about the
partner; its title is its own (domain paper, 6.6, discretion rules).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from irt_desk.documents.blocks import (
    NOBODY,
    Block,
    Bullets,
    Document,
    DocumentKind,
    Facts,
    Heading,
    PageSize,
    Paragraph,
)
from irt_desk.documents.redaction import Reader, Redactor, ThirdParty, Told
from irt_desk.words import say

READERS = (Reader.CLIENT, Reader.SELF)
"""The readers a page for home may be made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What every page for home needs: the day, the paper, whose names are taken out, and which are left alone."""

    made_on: date
    page_size: PageSize
    third_parties: tuple[ThirdParty, ...] = ()
    client_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutFacts:
    """A skill in plain words, and the client's own plan for it as label and value."""

    paper: PaperFacts
    title: str
    what: str
    steps: tuple[str, ...]
    practice: str
    not_now: tuple[str, ...] = ()
    own_plan: tuple[tuple[str, Told], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceFacts:
    """What the client keeps: early signs, ways out, the first step, what to go on with, who helps."""

    paper: PaperFacts
    early_signs: tuple[Told, ...] = ()
    first_step: str = ""
    exits: tuple[str, ...] = ()
    keep_doing: tuple[str, ...] = ()
    people: Told = Told("")
    booster: str = ""


def _redactor(paper: PaperFacts) -> Redactor:
    return Redactor(paper.third_parties, client_names=paper.client_names)


def _page(kind: DocumentKind, title: str, paper: PaperFacts, blocks: Iterable[Block]) -> Document:
    return Document(
        kind=kind,
        title=title,
        identity=NOBODY,
        made_on=paper.made_on,
        blocks=tuple(blocks),
        footer_note=say("handout.footer"),
        page_size=paper.page_size,
    )


def handout(facts: HandoutFacts) -> Document:
    """Return the page of a skill."""
    return _page(DocumentKind.HANDOUT, facts.title, facts.paper, _handout(facts, _redactor(facts.paper)))


def _handout(facts: HandoutFacts, redactor: Redactor) -> Iterable[Block]:
    yield Paragraph(facts.what)
    yield Heading(2, say("handout.steps"))
    yield Bullets(facts.steps)
    yield Heading(2, say("handout.practice"))
    yield Paragraph(facts.practice)
    plan = tuple((name, text) for name, told in facts.own_plan if (text := redactor.told(told)).strip())
    if plan:
        yield Heading(2, say("handout.plan"))
        yield Facts(plan)
    if facts.not_now:
        yield Heading(2, say("handout.not_now"))
        yield Bullets(facts.not_now)


def maintenance(facts: MaintenanceFacts) -> Document:
    """Return the page of what to look out for and what helps."""
    title = say("maintenance.sheet")
    return _page(DocumentKind.MAINTENANCE, title, facts.paper, _maintenance(facts, _redactor(facts.paper)))


def _maintenance(facts: MaintenanceFacts, redactor: Redactor) -> Iterable[Block]:
    yield Paragraph(say("maintenance.sheet_intro"))
    yield from _part("signs", redactor.all(facts.early_signs))
    yield from _part("first", (redactor.text(facts.first_step),))
    yield from _part("exits", facts.exits)
    yield from _part("keep", tuple(redactor.text(text) for text in facts.keep_doing))
    yield from _part("people", (redactor.told(facts.people),))
    yield from _part("booster", (facts.booster,))


def _part(name: str, texts: Sequence[str]) -> Iterable[Block]:
    said = tuple(text for text in texts if text.strip())
    if said:
        yield Heading(2, say(f"maintenance.sheet_{name}"))
        yield Paragraph(said[0]) if len(said) == 1 else Bullets(said)
