"""The client's personal plan among the documents: the client only, never without a second confirmation (DL-4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents import personal_plan as writer
from irt_desk.documents.blocks import Document, DocumentKind, PageIdentity, PageSize
from irt_desk.documents.redaction import ThirdParty
from irt_desk.domain.relationships import Partner
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services import content
from irt_desk.services.document_makers import Asked, Guarded, Maker
from irt_desk.services.texts import day_text
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents


class PersonalPlanMaker(Maker):
    """Makes the safety plan as a page of its own; the other safety content stays where it is."""

    kind = DocumentKind.SAFETY_PLAN
    readers = writer.READERS
    can_name_partner = False
    always_confirm = True

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the plan.

        Raises:
            Refused: nothing was written yet.
        """
        plan = tables.SAFETY_PLANS.get(c, asked.unit_id)
        texts = tuple((name, str(getattr(plan, name))) for name in writer.SECTIONS) if plan else ()
        if not any(text.strip() for _, text in texts):
            raise Refused([Missing("personal_plan_empty", Act.SAFETY)])
        now, client, who = service._now(c), service._client(c, asked.unit_id), service._practitioner(c)
        pack = content.load_jurisdiction(who.jurisdiction)
        return writer.personal_plan(
            writer.PlanFacts(
                made_on=now.day,
                identity=PageIdentity(
                    client_name=client.preferred_name,
                    client_id=str(client.number),
                    date_of_birth_text=day_text(client.date_of_birth, weekday=False) if client.date_of_birth else "",
                ),
                page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
                texts=texts,
                numbers=tuple((line.name, line.number) for line in pack.hotlines),
                client_names=tuple(filter(None, (client.preferred_name, client.legal_name))),
                third_parties=tuple(_partner(p) for p in tables.PARTNERS.of_unit(c, asked.unit_id)),
            )
        )

    def exempt(self, asked: Asked) -> frozenset[Guarded]:
        """Return safety: the plan is what this page is for; nothing else of that kind is read for it."""
        return frozenset({Guarded.SAFETY})


def _partner(partner: Partner) -> ThirdParty:
    """Return the partner by every name and contact: on this page they are only a role word."""
    contacts = tuple(filter(None, (partner.phone, partner.email, partner.address)))
    return ThirdParty(role=say("word.partner").lower(), names=partner.called, contacts=contacts)
