"""The informed consent for IRT: what it is, its risks and benefits, other ways, privacy, and where to sign (domain paper, row 76)."""

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
    Letterhead,
    PageIdentity,
    PageSize,
    Paragraph,
    SignatureLine,
    Signed,
)
from irt_desk.documents.redaction import Reader
from irt_desk.words import label, say

READERS = (Reader.CLIENT,)
"""A consent is the client's own paper."""

ORIENTATION = ("focus", "partner", "own_part", "practice", "couple")
RISKS = ("side", "uneven", "ending", "strain", "one_account")
"""The risks row 76 names, in its order."""
BENEFITS = ("insight", "skills", "mood")
OTHERS = ("couples", "discernment", "individual", "nothing")
RIGHTS = ("questions", "stop", "referral")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """What the form is filled with: practice, person, place of practice, and a signature that was given already."""

    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    page_size: PageSize
    client_name: str
    therapist: str
    credential: str
    licence: str
    version: str
    private_notes: str
    private_notes_protected: bool
    retention: str
    access: str
    duties: tuple[str, ...]
    emergency: str
    signed: str = ""


def consent_form(facts: ConsentFacts) -> Document:
    """Return the consent form for the client; without a recorded signature it ends with lines to sign on."""
    kind = DocumentKind.CONSENT
    return Document(
        kind=kind,
        title=say("consent_form.title"),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=tuple(_blocks(facts)),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(Reader.CLIENT)),
        page_size=facts.page_size,
    )


def _list(section: str, codes: tuple[str, ...]) -> Iterable[Block]:
    yield Heading(2, say(f"consent_form.{section}"))
    yield Bullets(tuple(say(f"consent_form.{section}_{code}") for code in codes))


def _blocks(facts: ConsentFacts) -> Iterable[Block]:
    pairs = (
        (say("consent_form.therapist"), ", ".join(filter(None, (facts.therapist, facts.credential)))),
        (say("consent_form.licence"), facts.licence),
        (say("consent_form.version"), facts.version),
    )
    yield Facts(tuple((name, value) for name, value in pairs if value.strip()))
    yield Paragraph(say("consent_form.intro"))
    yield from _list("orientation", ORIENTATION)
    yield from _list("benefits", BENEFITS)
    yield from _list("risks", RISKS)
    yield from _list("others", OTHERS)
    yield from _privacy(facts)
    yield from _list("rights", RIGHTS)
    yield from _signatures(facts)


def _privacy(facts: ConsentFacts) -> Iterable[Block]:
    yield Heading(2, say("consent_form.privacy"))
    yield Paragraph(say("consent_form.privacy_text"))
    yield Bullets((*(say(f"consent_form.limit_{duty}") for duty in facts.duties), say("consent_form.limit_court")))
    yield Paragraph(say("consent_form.partner_text"))
    notes = "consent_form.notes_apart" if facts.private_notes_protected else "consent_form.notes_disclosable"
    pairs = (
        (say("consent_form.private_notes"), say(notes, name=facts.private_notes)),
        (say("consent_form.kept"), facts.retention),
        (say("consent_form.access"), facts.access),
        (say("consent_form.emergency"), say("consent_form.emergency_text", number=facts.emergency)),
    )
    yield Facts(tuple((name, value) for name, value in pairs if value.strip()))


def _signatures(facts: ConsentFacts) -> Iterable[Block]:
    yield Heading(2, say("consent_form.signatures"))
    yield Paragraph(say("consent_form.agree"))
    if facts.signed:
        yield Signed(facts.signed)
        return
    yield SignatureLine(facts.client_name)
    yield SignatureLine(facts.therapist, facts.credential)
