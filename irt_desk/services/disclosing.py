"""Every document for somebody outside makes a line in the log of disclosures, in the transaction that writes it (DL-1, DL-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.consents import ConsentType, in_force
from irt_desk.domain.letters import LetterKind
from irt_desk.domain.transfers import Disclosure, LegalBasis, TransferPart, covering, means_partner
from irt_desk.domain.units import Place
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services import transfers
from irt_desk.services.document_makers import Asked
from irt_desk.services.joint_papers import asker_of, is_two, pair_of, releases_of_both
from irt_desk.storage import tables
from irt_desk.storage.documents import IssuedDocument
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

INSIDE = frozenset({Reader.CLIENT, Reader.SELF})
"""Readers whose copy is no disclosure: the person's own, the therapist's own."""

_BASIS = {
    Reader.CLINICIAN: LegalBasis.TREATMENT,
    Reader.COUPLE_THERAPIST: LegalBasis.TREATMENT,
    Reader.SUPERVISOR: LegalBasis.OPERATIONS,
    Reader.PAYER: LegalBasis.PAYMENT,
    Reader.COURT: LegalBasis.COURT_ORDER,
}
_TO_PARTNER = frozenset({Reader.PARTNER, Reader.COUPLE})


def insist_recipient(service: Documents, c: Connection, asked: Asked) -> None:
    """Raise when a document for somebody outside is addressed to the partner by name, initials, e-mail or telephone.

    Of a joint unit: to one of the two, by name or initials.

    Raises:
        Refused: ``recipient_partner``, ``recipient_member``; a paper meant for them is made for that reader.
    """
    if asked.reader in INSIDE or asked.reader in _TO_PARTNER:
        return
    to, address = _to(service, c, asked)
    if is_two(service, c, asked.unit_id):
        if any(means_partner(to, (name,), ()) for name in pair_of(service, c, asked.unit_id).names):
            raise Refused([Missing("recipient_member", Act.NONE)])
        return
    for partner in tables.PARTNERS.of_unit(c, asked.unit_id):
        names = (partner.name, *(part.strip() for part in partner.also_called.split(",")))
        if means_partner(f"{to}\n{address}", names, (partner.phone, partner.email)) or means_partner(to, names, ()):
            raise Refused([Missing("recipient_partner", Act.NONE)])


def log_disclosure(service: Documents, c: Connection, asked: Asked, made: IssuedDocument) -> None:
    """Add the line of a document that leaves; nothing for a copy of the client's or one's own.

    Of a joint unit both together are the client: their own copy is no disclosure, one person's is.
    """
    if asked.reader in INSIDE and not (asked.reader is Reader.CLIENT and is_two(service, c, asked.unit_id)):
        return
    if asked.reader is Reader.COUPLE and is_two(service, c, asked.unit_id):
        return
    to, address = _to(service, c, asked)
    basis, reference, purpose = _ground(service, c, asked, to)
    line = Disclosure(
        id=service._id(),
        unit_id=asked.unit_id,
        on=made.issued.day,
        recorded=made.issued,
        recipient=to or say("disclosure.unnamed", reader=label(asked.reader)),
        address=address,
        what=_what(asked),
        purpose=purpose or say("disclosure.no_purpose"),
        basis=basis,
        reference=reference,
        sha256=made.sha256,
    )
    tables.DISCLOSURES.add(c, line)
    service._audit(c, "disclosure.logged", "disclosure", line.id, unit_id=asked.unit_id)


def _ground(service: Documents, c: Connection, asked: Asked, to: str) -> tuple[LegalBasis, str, str]:
    """Return on what a disclosure rests, the ids of what was signed for it, and its purpose."""
    basis, reference, purpose = _BASIS.get(asked.reader, LegalBasis.AUTHORISATION), "", asked.purpose
    unit, today = asked.unit_id, service._today(c)
    known, held = tables.RELEASES.of_unit(c, unit), tables.CONSENTS.of_unit(c, unit)
    if is_two(service, c, unit):
        place = asker_of(service, c, asked)
        names = dict(zip(Place, pair_of(service, c, unit).names, strict=True))
        asked_by = say("disclosure.asked_by", name=names[place]) if place else ""
        return LegalBasis.AUTHORISATION, releases_of_both(service, c, asked) or asked_by, purpose
    if asked.kind is DocumentKind.TRANSFER:
        summary = transfers.newest(c, service._episode(c, unit).id)
        if summary is not None and summary.parts:
            basis, purpose = LegalBasis.AUTHORISATION, summary.purpose
            ids = (covering(part, to, known, held, today) for part in summary.parts)
            reference = ", ".join(dict.fromkeys(release.id for release in ids if release))
    if asked.kind is DocumentKind.LETTER and (release := covering(TransferPart.DATES, to, known, held, today)):
        basis, reference = LegalBasis.AUTHORISATION, release.id
    if asked.kind is DocumentKind.CONSENT and (signed := in_force(held, ConsentType.ROLE_CHANGE, today)):
        reference = signed.id
    return basis, reference, purpose


def _what(asked: Asked) -> str:
    """Return what went, in words: of a consent or a letter which one."""
    if asked.kind is DocumentKind.CONSENT:
        return label(ConsentType(asked.subject))
    return label(LetterKind(asked.subject)) if asked.kind is DocumentKind.LETTER else label(asked.kind)


def _to(service: Documents, c: Connection, asked: Asked) -> tuple[str, str]:
    """Return recipient and address: a transfer summary has its own."""
    if asked.kind is DocumentKind.TRANSFER:
        summary = transfers.newest(c, service._episode(c, asked.unit_id).id)
        if summary is not None:
            return summary.recipient, summary.address
    if asked.reader in _TO_PARTNER or (asked.reader is Reader.CLIENT and is_two(service, c, asked.unit_id)):
        return _name_of(service, c, asked), ""  # theirs; a recipient on the page is somebody it speaks of
    return asked.recipient.strip(), asked.address.strip()


def _name_of(service: Documents, c: Connection, asked: Asked) -> str:
    """Return the name of whoever of the two gets a paper; both names for both."""
    if not (is_two(service, c, asked.unit_id) or tables.PARTNERS.of_unit(c, asked.unit_id)):
        return ""
    pair = pair_of(service, c, asked.unit_id)
    return {Reader.CLIENT: pair.first, Reader.PARTNER: pair.second}.get(asked.reader, " & ".join(pair.names))
