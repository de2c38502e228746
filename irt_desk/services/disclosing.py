"""Every document for somebody outside makes a line in the log of disclosures, in the transaction that writes it (DL-1, DL-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.transfers import Disclosure, LegalBasis, covering, means_partner
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services import transfers
from irt_desk.services.document_makers import Asked
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

    Raises:
        Refused: ``recipient_partner``; a paper meant for the partner is made for that reader.
    """
    if asked.reader in INSIDE or asked.reader in _TO_PARTNER:
        return
    to, address = _to(service, c, asked)
    for partner in tables.PARTNERS.of_unit(c, asked.unit_id):
        names = (partner.name, *(part.strip() for part in partner.also_called.split(",")))
        if means_partner(f"{to}\n{address}", names, (partner.phone, partner.email)) or means_partner(to, names, ()):
            raise Refused([Missing("recipient_partner", Act.NONE)])


def log_disclosure(service: Documents, c: Connection, asked: Asked, made: IssuedDocument) -> None:
    """Add the line of a document that leaves; nothing for a copy of the client's or one's own."""
    if asked.reader in INSIDE:
        return
    to, address = _to(service, c, asked)
    basis, reference, purpose = _BASIS.get(asked.reader, LegalBasis.AUTHORISATION), "", asked.purpose
    if asked.kind is DocumentKind.TRANSFER:
        summary = transfers.newest(c, service._episode(c, asked.unit_id).id)
        if summary is not None and summary.parts:
            basis, purpose, unit = LegalBasis.AUTHORISATION, summary.purpose, asked.unit_id
            known, held = tables.RELEASES.of_unit(c, unit), tables.CONSENTS.of_unit(c, unit)
            ids = (covering(part, to, known, held, service._today(c)) for part in summary.parts)
            reference = ", ".join(dict.fromkeys(release.id for release in ids if release))
    line = Disclosure(
        id=service._id(),
        unit_id=asked.unit_id,
        on=made.issued.day,
        recorded=made.issued,
        recipient=to or say("disclosure.unnamed", reader=label(asked.reader)),
        address=address,
        what=label(asked.kind),
        purpose=purpose or say("disclosure.no_purpose"),
        basis=basis,
        reference=reference,
        sha256=made.sha256,
    )
    tables.DISCLOSURES.add(c, line)
    service._audit(c, "disclosure.logged", "disclosure", line.id, unit_id=asked.unit_id)


def _to(service: Documents, c: Connection, asked: Asked) -> tuple[str, str]:
    """Return recipient and address: a transfer summary has its own."""
    if asked.kind is DocumentKind.TRANSFER:
        summary = transfers.newest(c, service._episode(c, asked.unit_id).id)
        if summary is not None:
            return summary.recipient, summary.address
    return asked.recipient.strip(), asked.address.strip()
