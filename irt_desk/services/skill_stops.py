"""What the record holds that may speak for a stop code of a skill (domain paper, 3.1)."""

from __future__ import annotations

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.notes import NoteStatus, RiskLevel
from irt_desk.domain.stop_codes import StopFacts
from irt_desk.services.context import Service
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection

_ENDED = frozenset({CaseState.CLOSED, CaseState.REFERRED_OUT})


def stop_facts(service: Service, c: Connection, unit_id: str) -> StopFacts:
    """Return what the record says: open cautions, barriers, the last risk check, work in discernment."""
    return StopFacts(
        cautions=tables.CAUTIONS.of_unit(c, unit_id),
        barriers=tables.BARRIERS.of_unit(c, unit_id),
        acute_risk=_last_risk(c, unit_id),
        in_discernment=_in_discernment(service, c, unit_id),
    )


def _last_risk(c: Connection, unit_id: str) -> bool:
    """Return whether the newest note with a risk check says that there is a concern."""
    starts = tables.SESSIONS.table.c.starts.desc()
    notes = {n.session_id: n for n in tables.NOTES.of_unit(c, unit_id) if n.status is not NoteStatus.ENTERED_IN_ERROR}
    for session in tables.SESSIONS.of_unit(c, unit_id, (starts,)):
        note = notes.get(session.id)
        if note is not None and note.content.risk.level is not None:
            return note.content.risk.level is RiskLevel.CONCERN
    return False


def _in_discernment(service: Service, c: Connection, unit_id: str) -> bool:
    """Return whether the same client is in discernment counseling now."""
    client_id = service._unit(c, unit_id).client_id
    u = tables.UNITS.table.c
    units = tables.UNITS.all(c, u.client_id == client_id, u.kind == UnitKind.DISCERNMENT.value)
    return any(service._episode(c, unit.id).state not in _ENDED for unit in units)
