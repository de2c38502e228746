"""One line of the client list: what is seen of a case without opening it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.dues import Due, joined
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.safety import Gate
from irt_desk.domain.values import Instant


def fold(text: str) -> str:
    """Return text as ``search`` holds it and as it is looked for: no case, no accents, no blanks around it."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadRow:
    """One line of the client list.

    ``gate`` is the gate of the day the line was made; :meth:`gate_on` lets it age. ``search`` is text of :func:`fold`.
    """

    unit_id: str
    client_id: str
    number: int
    name: str
    pronouns: str
    date_of_birth: date | None
    kind: UnitKind
    state: CaseState
    state_since: date
    partner_name: str
    engagement: PartnerEngagement
    gate: Gate
    gate_until: date | None
    cautions: tuple[str, ...]
    sessions: int
    last_session: Instant | None
    next_session: Instant | None
    drafts: int
    dues: tuple[Due, ...]
    search: str
    is_demo: bool

    def gate_on(self, today: date) -> Gate:
        """Return the gate on a day: ``open`` and ``caution`` turn ``unscreened`` once the screening is too old."""
        aged = self.gate_until is not None and today > self.gate_until and not self.gate.is_stop
        return Gate.UNSCREENED if aged else self.gate

    def due_now(self, today: date) -> tuple[Due, ...]:
        """Return the due items near enough to ask for attention."""
        return joined([due for due in self.dues if due.shows(today)])

    @property
    def next_due(self) -> date | None:
        """The earliest due day, or None."""
        return min((due.on for due in self.dues), default=None)
