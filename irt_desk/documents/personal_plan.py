"""The client's personal plan as its own page: for the client only, in quiet words, without names of others (domain paper, 6.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from irt_desk.documents.blocks import Block, Document, DocumentKind, Heading, PageIdentity, PageSize, Paragraph, Table
from irt_desk.documents.redaction import Reader, Redactor, ThirdParty
from irt_desk.words import label, say

READERS = (Reader.CLIENT,)
"""Never anybody else, whatever was released."""

SECTIONS = ("warning_signs", "steps", "people", "places", "documents_and_money", "referrals")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What the page holds: the texts of the plan by section, and numbers to call as name and number."""

    made_on: date
    identity: PageIdentity
    page_size: PageSize
    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    client_names: tuple[str, ...]
    third_parties: Sequence[ThirdParty]


def personal_plan(facts: PlanFacts) -> Document:
    """Return the plan; no letterhead and a quiet title, since it may be found by somebody else."""
    kind = DocumentKind.SAFETY_PLAN
    return Document(
        kind=kind,
        title=label(kind),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=tuple(_blocks(facts)),
        footer_note=say("personal_plan.footer"),
        page_size=facts.page_size,
    )


def _blocks(facts: PlanFacts) -> Iterable[Block]:
    redactor = Redactor(facts.third_parties, client_names=facts.client_names)
    for section, text in facts.texts:
        if text.strip():
            yield Heading(2, say(f"personal_plan.{section}"))
            yield Paragraph(redactor.text(text))
    if facts.numbers:
        yield Heading(2, say("personal_plan.numbers"))
        columns = (say("personal_plan.number"), say("personal_plan.who"))
        yield Table(columns, tuple((number, name) for name, number in facts.numbers))
