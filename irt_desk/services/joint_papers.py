"""What every paper of two people needs: who they are, whose page it is, whether it may go to them, and whether both released it.

Rules in one place, so that a new document cannot forget them: :func:`insist_may_reach` (safety gate, 6.6) and
:func:`insist_released` (the release of both, 6.5) are called for every document of the program, whatever makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from irt_desk.documents.blocks import DocumentKind, Letterhead, PageIdentity, PageSize
from irt_desk.documents.letters import LetterFrame
from irt_desk.documents.redaction import Reader
from irt_desk.domain import units as rules
from irt_desk.domain.consents import ConsentType
from irt_desk.domain.letters import LetterKind
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.relationships import Partner, RelationshipKind
from irt_desk.domain.safety import Gate
from irt_desk.domain.units import PairFacts, Place
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused, UserError
from irt_desk.services.document_makers import HOME, Asked
from irt_desk.services.engagement import invitation_missing
from irt_desk.services.summary_facts import identity_of
from irt_desk.services.texts import day_text
from irt_desk.storage import caseload, tables, units
from irt_desk.storage.rows import Connection
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_ENDING = frozenset({DocumentKind.LETTER, DocumentKind.DISCHARGE})
BOTH = frozenset({Reader.COUPLE, Reader.SELF})
"""Readers of a joint unit's papers who need no release: both together, and oneself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two people of a record: of a joint unit its members, of an individual one the client and the partner."""

    first: str
    second: str
    from_unit_id: str
    partner: Partner | None
    is_married: bool

    @property
    def names(self) -> tuple[str, str]:
        """Both names, the one with the individual record first."""
        return self.first, self.second

    @property
    def ending(self) -> str:
        """What an end of the relationship is called: divorce only where they are married (5.1)."""
        return say("joint_paper.divorce" if self.is_married else "joint_paper.separation")


def pair_of(service: Documents, c: Connection, unit_id: str) -> Pair:
    """Return the two people of a record.

    Raises:
        Refused: an individual record names no partner yet.
    """
    link = units.link_of(c, unit_id)
    source = link.from_unit_id if link else unit_id
    wanted = link.partner_id if link else units.preparation(c, unit_id).partner_id
    partners = tables.PARTNERS.of_unit(c, source)
    partner = next((one for one in partners if one.id == wanted), partners[0] if partners else None)
    members = tuple(person.preferred_name for _, person in units.members_of(c, unit_id))
    if partner is None and len(members) < 2:
        raise Refused([Missing("partner_named", Act.UNIT)])
    names = members or (service._client(c, source).preferred_name, partner.name if partner else "")
    married = any(
        one.kind is RelationshipKind.MARRIED
        for one in tables.RELATIONSHIPS.of_unit(c, source)
        if partner is not None and one.partner_id == partner.id
    )
    return Pair(first=names[0], second=names[1], from_unit_id=source, partner=partner, is_married=married)


def identity_of_both(pair: Pair) -> PageIdentity:
    """Return whose page it is when it is both's: two names, no number, no date of birth."""
    names = f"{pair.first} & {pair.second}"
    return PageIdentity(client_name=names, client_id="", date_of_birth_text="", who=say("document.clients"))


def identity_of_reader(name: str) -> PageIdentity:
    """Return whose page it is when it is for somebody who is nobody's client: the name and nothing else."""
    return PageIdentity(client_name=name, client_id="", date_of_birth_text="", who=say("document.person"))


def letterhead_of(who: Practitioner) -> Letterhead:
    """Return the head of the practice's paper."""
    return Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential))))


def page_size_of(who: Practitioner) -> PageSize:
    """Return the paper the practice prints on."""
    return PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4


def frame_of(service: Documents, c: Connection, asked: Asked, *, signed: str = "") -> LetterFrame:
    """Return what a letter has around its text; the papers of a joint unit carry both names."""
    who, kind, called = service._practitioner(c), service._unit(c, asked.unit_id).kind, ""
    if kind.brings_together:
        pair = pair_of(service, c, asked.unit_id)
        called = {Reader.CLIENT: pair.first, Reader.PARTNER: pair.second}.get(asked.reader, "")
        identity = identity_of_both(pair) if kind.is_joint else identity_of_reader(pair.first)
    else:
        identity = identity_of(service._client(c, asked.unit_id))
    return LetterFrame(
        made_on=service._today(c),
        letterhead=letterhead_of(who),
        identity=identity,
        page_size=page_size_of(who),
        therapist=who.name,
        credential=who.credential,
        signed=signed or (service.signed_words(c) if asked.sign else ""),
        reader=asked.reader,
        recipient=asked.recipient.strip(),
        address=asked.address.strip(),
        reader_name=called,
    )


def insist_transition_paper(service: Documents, c: Connection, unit_id: str, *, only_stops: bool = False) -> None:
    """Raise where 6.6 keeps the papers of a transition back: the two may not be brought together now.

    In an individual record the client's own gate decides, as for an invitation; a stop of the partner's own screening says no more
    than that one of the two does not allow it. In a joint unit the more restrictive gate counts, and nobody is named.

    Args:
        service: reads the record.
        c: the transaction.
        unit_id: the record.
        only_stops: for a paper that brings nobody together, such as a release: only a stop keeps it back.

    Raises:
        Refused: with the sentence that says what to do.
    """
    today, link = service._today(c), units.link_of(c, unit_id)
    pair = units.pair_facts(c, link.from_unit_id if link else unit_id, today, unit_id=unit_id if link else "")
    if is_two(service, c, unit_id):
        missing = [] if only_stops and not pair.gate.is_stop else _gate_of_two(pair)
    else:
        missing = [one for one in invitation_missing(pair.client, today) if one.code != "screening_30_days"]
        if not missing and pair.partner is not None and pair.partner.gate.is_stop:
            missing = [Missing("one_of_two", Act.UNIT)]
    if missing:
        raise Refused(missing)


def _gate_of_two(pair: PairFacts) -> list[Missing]:
    if pair.gate is Gate.CAUTION:
        return [] if pair.override else [Missing("conjoint_override", Act.OVERRIDE)]
    return [] if pair.gate is Gate.OPEN else [Missing("one_of_two", Act.UNIT)]


def is_two(service: Documents, c: Connection, unit_id: str) -> bool:
    """Return whether both people of a record are its client."""
    return service._unit(c, unit_id).kind.is_joint


def insist_may_reach(service: Documents, c: Connection, asked: Asked) -> None:
    """Raise where a paper of both, a letter or a closing summary goes to a home unconfirmed while the gate is not open.

    Somebody else may find it there (DL-4); of a joint unit the more restrictive gate counts, without saying whose it is.
    """
    careful = asked.kind in _ENDING or is_two(service, c, asked.unit_id)
    if not careful or asked.reader not in HOME or asked.confirmed:
        return
    if caseload.gate_standing(c, asked.unit_id, service._today(c)).gate is not Gate.OPEN:
        raise Refused([Missing("document_confirm", Act.NONE)])


def insist_released(service: Documents, c: Connection, asked: Asked) -> None:
    """Raise where a paper of a joint unit would go to somebody outside without the release of both (6.5).

    The statement of attendance is neutral: it needs one of the two to ask for it, and nobody's release.

    Raises:
        Refused: ``joint_release`` or ``attendance_asked``; neither says whose signature is missing.
    """
    if not is_two(service, c, asked.unit_id) or asked.reader in BOTH:
        return
    consents, today = tables.CONSENTS.of_unit(c, asked.unit_id), service._today(c)
    if asked.kind is DocumentKind.LETTER and asked.subject == LetterKind.ATTENDANCE:
        missing = rules.attendance_missing(consents, asker_of(service, c, asked), today)
    else:
        missing = rules.joint_release_missing(consents, asked.recipient, today)
    if missing:
        raise Refused(missing)


def asker_of(service: Documents, c: Connection, asked: Asked) -> Place | None:
    """Return which of the two asked for a paper: whoever gets it, else as it was said; None when nobody did.

    Raises:
        UserError: nobody in the unit is called that.
    """
    if asked.reader in (Reader.CLIENT, Reader.PARTNER):
        return Place.A if asked.reader is Reader.CLIENT else Place.B
    text = " ".join(asked.asked_by.casefold().split())
    if not text:
        return None
    names = pair_of(service, c, asked.unit_id).names
    for place, name in zip(Place, names, strict=True):
        if text in (place.value, " ".join(name.casefold().split())):
            return place
    raise UserError("document.unknown_asker", text=asked.asked_by, known=", ".join(names))


def releases_of_both(service: Documents, c: Connection, asked: Asked) -> str:
    """Return the ids of the releases a paper of a joint unit goes out on; empty when it needs none."""
    held = [
        one.id
        for one in tables.CONSENTS.of_unit(c, asked.unit_id)
        if one.type is ConsentType.JOINT_RELEASE and one.holds_on(service._today(c))
        and one.recipient.casefold().split() == asked.recipient.casefold().split()
    ]  # fmt: skip
    return ", ".join(held)


def dated(day: date | None) -> str:
    """Return a day in words, without its weekday; empty for none."""
    return day_text(day, weekday=False) if day else ""
