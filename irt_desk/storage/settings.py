"""Settings kept inside the practice: the practitioner's profile and preferences, as JSON by name."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Table, Text, bindparam, select

from irt_desk.domain.neutrality import WORKING_LIMITS, NeutralityLimits
from irt_desk.domain.practitioner import Practitioner
from irt_desk.storage.rows import decode, encode
from irt_desk.storage.schema import metadata

SETTING = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True, nullable=False),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)


_GET = select(SETTING.c.value).where(SETTING.c.name == bindparam("of_name"))


def get(connection: Connection, name: str) -> Any:
    """Return the plain data stored under a name, or None."""
    raw = connection.execute(_GET, {"of_name": name}).scalar()
    return json.loads(raw) if raw is not None else None


def put(connection: Connection, name: str, data: Any) -> None:
    """Store plain data under a name."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    changed = connection.execute(SETTING.update().where(SETTING.c.name == name), {"value": text})
    if changed.rowcount == 0:
        connection.execute(SETTING.insert(), {"name": name, "value": text})


def practitioner(connection: Connection) -> Practitioner:
    """Return the practitioner's profile; an empty one in a new practice."""
    raw = connection.execute(_GET, {"of_name": "practitioner"}).scalar()
    return _practitioner(raw) if raw is not None else Practitioner()


@lru_cache(maxsize=4)
def _practitioner(raw: str) -> Practitioner:
    """Return the profile a stored text stands for; asked with every change, for the time zone."""
    found: Practitioner = decode(Practitioner, json.loads(raw))
    return found


def put_practitioner(connection: Connection, value: Practitioner) -> None:
    """Store the practitioner's profile."""
    put(connection, "practitioner", encode(value))


def neutrality_limits(connection: Connection) -> NeutralityLimits:
    """Return the limits of the neutrality bands this practice set; the working ones of 6.5 when it set none."""
    found: NeutralityLimits | None = decode(NeutralityLimits, get(connection, "neutrality_limits"))
    return found or WORKING_LIMITS


def put_neutrality_limits(connection: Connection, value: NeutralityLimits) -> None:
    """Store the limits of the neutrality bands."""
    put(connection, "neutrality_limits", encode(value))
