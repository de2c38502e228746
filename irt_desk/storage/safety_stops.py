"""Queries of the overlay ``safety_stop``: when it went on and off for a record or a joint unit."""

from __future__ import annotations

from sqlalchemy import Connection

from irt_desk.domain.safety_stops import SafetyStop
from irt_desk.storage import tables


def of_unit(connection: Connection, unit_id: str) -> tuple[SafetyStop, ...]:
    """Return every change of the overlay, oldest first."""
    c = tables.SAFETY_STOPS.table.c
    return tables.SAFETY_STOPS.of_unit(connection, unit_id, (c.recorded, c.id))
