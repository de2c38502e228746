"""The latest day the practice itself has seen: its audit trail knows it, whatever the computer's clock says now.

A clock that was set back must not make an old screening fresh or give an expired override back (domain paper, 6.6).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, func, select

from irt_desk.domain.values import Instant
from irt_desk.storage import settings
from irt_desk.storage.schema import AUDIT


def day_since(connection: Connection, object_id: str) -> date | None:
    """Return the latest day of any act written after a record was made, where the practice is; None when there was none.

    Only what was written after it counts: a clock that once ran ahead by years, and was put right, does not make every later
    screening old for ever.
    """
    made = connection.execute(select(func.min(AUDIT.c.seq)).where(AUDIT.c.object_id == object_id)).scalar()
    if made is None:
        return None
    # The sum keeps SQLite on the index by time: the latest line is nearly always the last one, so one row is read.
    later = select(AUDIT.c.at).where(AUDIT.c.seq + 0 >= made).order_by(AUDIT.c.at.desc()).limit(1)
    at = connection.execute(later).scalar()
    return Instant(datetime.fromisoformat(at), settings.practitioner(connection).zone).day if at else None
