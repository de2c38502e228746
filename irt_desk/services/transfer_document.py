"""The transfer summary among the documents: what was composed, released and read by the client (domain paper, 6.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from irt_desk.documents import transfer as writer
from irt_desk.documents.blocks import Document, DocumentKind, Letterhead, PageSize
from irt_desk.documents.redaction import Folded, Reader, Redactor
from irt_desk.domain.transfers import WRITTEN, TransferSummary
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services import transfers
from irt_desk.services.document_makers import Asked, Maker
from irt_desk.services.summary_facts import identity_of, third_party_of
from irt_desk.services.texts import day_text
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents


class TransferMaker(Maker):
    """Makes the transfer summary: for the client to read and sign, then for its recipient."""

    kind = DocumentKind.TRANSFER
    readers = writer.READERS
    can_name_partner = False

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the newest summary of this episode.

        Raises:
            Refused: none was composed; or it goes out and is not read by the client, or not covered by a release.
        """
        summary = transfers.newest(c, service._episode(c, asked.unit_id).id)
        if summary is None:
            raise Refused([Missing("transfer_draft", Act.TRANSFER)])
        if asked.reader is not Reader.CLIENT:
            missing = transfers.missing_now(c, summary, service._today(c))
            missing += [] if summary.reviewed_on else [Missing("transfer_reviewed", Act.TRANSFER)]
            if missing:
                raise Refused(missing)
        if summary.reviewed_on is None:
            summary = replace(summary, carried=transfers.carried_now(service, c, summary))
        client, who = service._client(c, asked.unit_id), service._practitioner(c)
        partners = tables.PARTNERS.of_unit(c, asked.unit_id)
        names = tuple(filter(None, (client.preferred_name, client.legal_name)))
        signed = ""
        if summary.reviewed_on is not None:
            day = day_text(summary.reviewed_on, weekday=False)
            signed = say("transfer.signed", name=summary.reviewed_by, day=day)
        facts = writer.TransferFacts(
            summary=summary,
            letterhead=Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential)))),
            identity=identity_of(client),
            page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
            therapist=who.name,
            credential=who.credential,
            signed=signed,
            mentions=_mentions(summary, [name for partner in partners for name in partner.called]),
        )
        redactor = Redactor(tuple(map(third_party_of, partners)), client_names=names)
        return writer.transfer(facts, asked.reader, redactor, service._today(c))


def _mentions(summary: TransferSummary, names: list[str]) -> str:
    """Return how often somebody else is named, and in which parts; the printed text says "partner" instead."""
    found = {part: _places(getattr(summary, part.value), names) for part in WRITTEN if part in summary.parts}
    where = ", ".join(f"{label(part)} ({count})" for part, count in found.items() if count)
    return say("transfer.mentions", where=where) if where else say("transfer.no_mentions")


def _places(text: str, names: list[str]) -> int:
    """Return in how many places a text names somebody; a full name is one place, not one for each of its words."""
    count, reached = 0, -2
    folded = Folded(text)
    for start, end in sorted(span for name in names for span in folded.found(name)):
        if start > reached + 1:
            count += 1
        reached = max(reached, end)
    return count
