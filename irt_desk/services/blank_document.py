"""The guided intake as a blank form among the documents; it follows the rule of handouts (domain paper, 6.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents import blank
from irt_desk.documents.blocks import Document, DocumentKind, Letterhead, PageSize
from irt_desk.services.document_makers import Asked, Maker, insist_map_may_leave
from irt_desk.storage import settings
from irt_desk.storage.rows import Connection

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents


class BlankMaker(Maker):
    """Makes the blank form; nothing of the record stands in it but its number."""

    kind = DocumentKind.BLANK
    readers = blank.READERS
    can_name_partner = False

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the form.

        Raises:
            Refused: the safety gate keeps handouts off paper for this reader.
        """
        insist_map_may_leave(service, c, asked)
        who = settings.practitioner(c)
        return blank.blank(
            blank.BlankFacts(
                made_on=service._today(c),
                number=service._client(c, asked.unit_id).number,
                letterhead=Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential)))),
                page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
            )
        )
