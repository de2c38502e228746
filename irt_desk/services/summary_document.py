"""The treatment summary among the documents (domain paper, 7.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents import summary
from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.services.document_makers import HOME, Asked, Maker
from irt_desk.services.summary_facts import gather
from irt_desk.storage.rows import Connection

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents


class SummaryMaker(Maker):
    """Makes the treatment summary for the client or another clinician."""

    kind = DocumentKind.SUMMARY
    readers = summary.READERS
    can_sign = True

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the summary for its reader; what the record knows and may say today."""
        signed = service.signed_words(c) if asked.sign else ""
        facts = gather(c, asked.unit_id, service._now(c), signed=signed, is_home=asked.reader in HOME)
        return summary.summary(facts, asked.reader, name_partner=asked.name_partner)
