"""Forms that are half typed: one row a page of a record, gone when the form is saved or emptied.

Not part of the record: nothing reads it but the form itself, it is never searched, printed or exported. It is kept inside the
encrypted database so that leaving, locking and a crash lose nothing (design paper, section 1).
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, Connection, Table, Text

from irt_desk.storage.schema import metadata

UNFINISHED = Table(
    "unfinished_form",
    metadata,
    Column("unit_id", Text, primary_key=True, nullable=False),
    Column("place", Text, primary_key=True, nullable=False),
    Column("forms", Text, nullable=False),
    Column("saved", Text, nullable=False),
    sqlite_strict=True,
)
"""``unit_id`` is empty for pages that belong to no record yet, such as taking in a client."""


def put(connection: Connection, unit_id: str, place: str, forms: dict[str, Any], saved: str) -> None:
    """Keep the half-typed forms of a page, or forget the page when there is none."""
    c = UNFINISHED.c
    connection.execute(UNFINISHED.delete().where(c.unit_id == unit_id, c.place == place))
    if forms:
        text = json.dumps(forms, ensure_ascii=False, sort_keys=True)
        connection.execute(UNFINISHED.insert(), {"unit_id": unit_id, "place": place, "forms": text, "saved": saved})


def get(connection: Connection, unit_id: str, place: str) -> dict[str, Any]:
    """Return the half-typed forms of a page by name; empty when there is none."""
    c = UNFINISHED.c
    raw = connection.execute(UNFINISHED.select().where(c.unit_id == unit_id, c.place == place)).mappings().first()
    found: dict[str, Any] = json.loads(raw["forms"]) if raw is not None else {}
    return found
