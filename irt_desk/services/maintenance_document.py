"""The page the client keeps after the work among the documents: early signs and what helps (row 32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents import handout
from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.handout import MaintenanceFacts
from irt_desk.documents.redaction import Told
from irt_desk.domain.values import THIRD_PARTY, Act, Missing
from irt_desk.errors import Refused
from irt_desk.services.document_makers import Asked, Maker, insist_map_may_leave
from irt_desk.services.handout_document import paper_facts
from irt_desk.services.texts import long_day_text
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_TOLD = frozenset({THIRD_PARTY})


class MaintenanceMaker(Maker):
    """Makes the page from the newest maintenance plan."""

    kind = DocumentKind.MAINTENANCE
    readers = handout.READERS
    can_name_partner = False

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the page.

        Raises:
            Refused: the gate keeps pages off paper, or there is no plan yet.
        """
        insist_map_may_leave(service, c, asked)
        plans = tables.MAINTENANCE_PLANS.of_unit(c, asked.unit_id)
        if not plans:
            raise Refused([Missing("maintenance_plan", Act.SKILLS)])
        plan = max(plans, key=lambda one: one.version)
        return handout.maintenance(
            MaintenanceFacts(
                paper=paper_facts(service, c, asked.unit_id),
                early_signs=tuple(Told(text, _TOLD) for text in plan.early_signs),
                first_step=plan.first_step,
                exits=tuple(label(code) for code in plan.exits),
                keep_doing=plan.keep_doing,
                people=Told(plan.people, _TOLD),
                booster=long_day_text(plan.booster_on) if plan.booster_on else "",
            )
        )
