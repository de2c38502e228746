"""When something the gates rest on is recorded: never before what was told already, whatever the clock says (6.6)."""

from __future__ import annotations

from datetime import timedelta

from irt_desk.domain.values import Instant
from irt_desk.services.context import Service
from irt_desk.storage import units
from irt_desk.storage.rows import Connection


def after_all(service: Service, c: Connection, unit_id: str) -> Instant:
    """Return this moment, or the first one after everything told about these two people where the clock was set back.

    The gate follows the order in which things were recorded; a danger told to a clock that runs behind must not read as answered by
    a screening that came before it.
    """
    now, latest = service._now(c), units.latest_told(c, unit_id)
    return now if latest is None or now.at > latest else Instant(latest + timedelta(microseconds=1), now.zone)
