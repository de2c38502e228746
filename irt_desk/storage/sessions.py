"""Queries about sessions across records."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Instant
from irt_desk.storage import tables


def on_day(connection: Connection, now: Instant) -> tuple[Session, ...]:
    """Return the sessions that start on the calendar day of ``now``, in its zone, by start."""
    midnight = datetime.combine(now.day, time(), ZoneInfo(now.zone))
    first = str(Instant(midnight.astimezone(UTC), now.zone)).partition("[")[0]
    last = str(Instant((midnight + timedelta(days=1)).astimezone(UTC), now.zone)).partition("[")[0]
    c = tables.SESSIONS.table.c
    return tables.SESSIONS.all(
        connection, c.starts >= first, c.starts < last, c.entered_in_error == 0, order_by=(c.starts, c.id)
    )
