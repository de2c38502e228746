"""The papers two people sign around joint work: role change, partner consent, agreements, secrets policy, release (domain paper, 6.5).

Each paper is a list of sections, each section a list of points by code: the words are the catalogue's, what is filled in comes with
the facts. A paper that is in force for a person shows that signature with its own version; otherwise there is a line to sign on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    Tone,
    WritingSpace,
)
from irt_desk.documents.keeping import with_last_section
from irt_desk.documents.redaction import Reader
from irt_desk.domain.consents import ConsentType, PriorInfo, SecretsOption
from irt_desk.words import label, say

_C = ConsentType
READER_OF: dict[ConsentType, Reader] = {
    _C.ROLE_CHANGE: Reader.CLIENT,
    _C.PARTNER_CONSENT: Reader.PARTNER,
    _C.COLLATERAL: Reader.PARTNER,
    _C.COUPLE_AGREEMENT: Reader.COUPLE,
    _C.SECRETS_POLICY: Reader.COUPLE,
    _C.DC_AGREEMENT: Reader.COUPLE,
    _C.JOINT_RELEASE: Reader.COUPLE,
}
"""For whom each paper is made; whoever reads it signs it."""

_RIGHTS = ("questions", "refuse", "stop")
SECTIONS: dict[ConsentType, tuple[tuple[str, tuple[str, ...]], ...]] = {
    _C.ROLE_CHANGE: (
        ("change", ("one_of_two", "loyalty", "partner_signs")),
        ("record", ("individual_record", "before", "joint_record", "access")),
        ("sessions", ("individual_end", "alone_later")),
        ("secrets", ("policy", "never_back")),
        ("money", ("billing", "diagnosis")),
        ("risks", ("views", "less_room", "hearing", "ending")),
        ("rights", ("refuse", "referral", "questions", "stop")),
        ("back", ("how_back", "other_default", "record_stays")),
    ),
    _C.PARTNER_CONSENT: (
        ("before", ("seen", "views", "no_content", "other_therapist", "own_meetings")),
        ("change", ("one_of_two", "loyalty")),
        ("record", ("individual_record", "joint_record", "access")),
        ("secrets", ("policy", "alone_later")),
        ("money", ("billing", "diagnosis")),
        ("risks", ("known_one", "hearing", "ending")),
        ("rights", ("refuse", "referral", "questions", "stop")),
        ("back", ("how_back", "no_takeback")),
    ),
    _C.COUPLE_AGREEMENT: (
        ("what", ("client", "aim", "active", "no_promise")),
        ("sessions", ("together", "alone", "postpone")),
        ("secrets", ("policy", "before")),
        ("record", ("one_record", "both_sign", "separate", "billing")),
        ("rights", (*_RIGHTS, "referral")),
    ),
    _C.SECRETS_POLICY: (
        ("option", ("option", "covers")),
        ("always", ("safety_law", "fair")),
        ("prior", ("prior", "never_back")),
        ("rights", ("change", "stop")),
    ),
    _C.DC_AGREEMENT: (
        ("purpose", ("clarity", "own_part", "not_therapy", "not_side")),
        ("shape", ("one_to_five", "length", "together", "alone", "decide")),
        ("paths", ("path_1", "path_2", "path_3", "one_enough")),
        ("alone", ("stays", "share", "safety_law")),
        ("other", ("individual", "couples")),
        ("money", ("not_billed",)),
        ("record", ("one_record", "both_sign")),
        ("rights", _RIGHTS),
    ),
    _C.COLLATERAL: (
        ("guest", ("guest", "not_client", "why")),
        ("record", ("client_record", "no_own_privacy", "limits", "not_told")),
        ("money", ("no_bill",)),
        ("rights", ("stop", "own_therapist", "questions")),
    ),
    _C.JOINT_RELEASE: (
        ("rules", ("both", "only_this", "alone_out", "revoke", "no_condition", "passed_on")),
    ),
}  # fmt: skip
"""The points of each paper, in reading order; those of 6.5 are all there (a test counts them)."""

_LIMITS = frozenset({_C.ROLE_CHANGE, _C.PARTNER_CONSENT, _C.COUPLE_AGREEMENT, _C.DC_AGREEMENT, _C.COLLATERAL})
"""Papers that say what the law may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One person who signs: the name under the line, and the words of a signature that is in force."""

    name: str
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What a paper is filled with.

    ``values`` fill the sentences by name; ``words`` replace a point by a whole sentence chosen by the service (a plural, a policy).
    """

    paper: ConsentType
    made_on: date
    letterhead: Letterhead
    identity: PageIdentity
    page_size: PageSize
    version: str
    therapist: str
    credential: str
    licence: str
    signers: tuple[Signer, ...]
    values: Mapping[str, object]
    words: Mapping[str, str]
    duties: tuple[str, ...] = ()
    emergency: str = ""
    about: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    asks_end: bool = False


def agreement(facts: AgreementFacts) -> Document:
    """Return the paper for whoever signs it."""
    return Document(
        kind=DocumentKind.CONSENT,
        title=say(f"{facts.paper}_form.title", **facts.values),
        identity=facts.identity,
        made_on=facts.made_on,
        blocks=(*with_last_section(_blocks(facts)), *_signatures(facts)),
        letterhead=facts.letterhead,
        reader_line=say("document.prepared_for", reader=label(READER_OF[facts.paper])),
        page_size=facts.page_size,
    )


def option_words(option: SecretsOption) -> str:
    """Return the secrets policy that was chosen, in full."""
    return say(f"secrets_policy_form.option_{option}")


def prior_words(prior: PriorInfo) -> str:
    """Return what happens to what was learned before, in full."""
    return say(f"secrets_policy_form.prior_{prior}")


def _blocks(facts: AgreementFacts) -> Iterable[Block]:
    form = f"{facts.paper}_form"
    pairs = (
        (say("consent_form.therapist"), ", ".join(filter(None, (facts.therapist, facts.credential)))),
        (say("consent_form.licence"), facts.licence),
        *facts.about,
        (say("consent_form.version"), facts.version),
    )
    yield Facts(tuple((name, value) for name, value in pairs if value.strip()))
    if facts.notice:
        yield Paragraph(facts.notice, Tone.NOTICE)
    yield Paragraph(say(f"{form}.intro", **facts.values))
    if facts.paper is _C.JOINT_RELEASE:
        yield WritingSpace(say("joint_release_form.what"), 3)
        if facts.asks_end:
            yield WritingSpace(say("joint_release_form.ends"), 1)
    for section, points in SECTIONS[facts.paper]:
        yield Heading(2, say(f"{form}.{section}", **facts.values))
        yield Bullets(tuple(_point(facts, f"{form}.{section}_{point}") for point in points))
    if facts.paper in _LIMITS:
        yield from _limits(facts)


def _signatures(facts: AgreementFacts) -> Iterable[Block]:
    yield Heading(2, say("consent_form.signatures"))
    yield Paragraph(say(f"{facts.paper}_form.agree", **facts.values), keep=True)
    for signer in facts.signers:
        yield Signed(signer.signed) if signer.signed else SignatureLine(signer.name, keep=True)
    yield SignatureLine(facts.therapist, facts.credential)


def _point(facts: AgreementFacts, code: str) -> str:
    return facts.words.get(code) or say(code, **facts.values)


def _limits(facts: AgreementFacts) -> Iterable[Block]:
    yield Heading(2, say("joint_paper.limits"))
    yield Paragraph(say("joint_paper.limits_text"))
    yield Bullets((*(say(f"consent_form.limit_{duty}") for duty in facts.duties), say("consent_form.limit_court")))
    if facts.emergency:
        yield Paragraph(say("consent_form.emergency_text", number=facts.emergency))
