"""T24 and T25 in the trail: the overlay ``safety_stop`` goes on and off with the gate, in the transaction that changed it (6.6, 6.7).

The client's own record follows the client's gate alone. A joint unit follows the stricter of the two, and its row says only that, so
neither of the two can read whose screening it was.
"""

from __future__ import annotations

from irt_desk.domain import safety_stops as rules
from irt_desk.domain.cases import CaseState
from irt_desk.domain.safety import Gate, standing
from irt_desk.domain.safety_stops import SafetyStop
from irt_desk.services.context import Service
from irt_desk.storage import caseload, safety_stops, tables, units
from irt_desk.storage.rows import Connection


def follow_stop(service: Service, c: Connection, unit_id: str) -> tuple[SafetyStop, ...]:
    """Write what changed for a record and every joint unit that came from it; ``unit_id`` may name any of them.

    A joint unit that is closed hears nothing new: what happens to one of the two afterwards is not the other's to read.
    """
    link = units.link_of(c, unit_id)
    own, today = link.from_unit_id if link else unit_id, service._today(c)
    found = [_follow(service, c, own, standing(caseload.safety_history(c, own), today).gate)]
    for one in units.units_of_two(c, own):
        gate = units.pair_facts(c, one.from_unit_id, today, unit_id=one.unit_id).gate
        is_closed = caseload.newest_episode(c, one.unit_id).state is CaseState.CLOSED
        if not (is_closed and gate.is_stop):
            found.append(_follow(service, c, one.unit_id, gate))
            service._refresh(c, one.unit_id)
    return tuple(change for change in found if change is not None)


def _follow(service: Service, c: Connection, unit_id: str, gate: Gate) -> SafetyStop | None:
    is_on = rules.change(safety_stops.of_unit(c, unit_id), gate)
    if is_on is None:
        return None
    now = service._now(c)
    made = SafetyStop(id=service._id(), unit_id=unit_id, is_on=is_on, on=now.day, recorded=now)
    tables.SAFETY_STOPS.add(c, made)
    action, reason = ("case.t24", "safety_stop_on") if is_on else ("case.t25", "safety_stop_off")
    service._audit(c, action, "safety_stop", made.id, unit_id=unit_id, reason=reason)
    return made
