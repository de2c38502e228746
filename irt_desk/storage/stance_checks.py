"""Stance checks on disk: like psychotherapy notes apart from the record, the answers under that key (NS-4)."""

from __future__ import annotations

import json

from sqlalchemy import Column, Connection, Index, LargeBinary, Table, Text, select

from irt_desk.domain.stance import StanceCheck, StanceQuestion
from irt_desk.domain.values import Instant
from irt_desk.errors import Damaged
from irt_desk.storage import keys
from irt_desk.storage.schema import metadata

TABLE = Table(
    "stance_check",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("session_id", Text, nullable=False, unique=True),
    Column("saved", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_stance_check_unit_id", "unit_id"),
    sqlite_strict=True,
)
"""No foreign key into the record, never in search; one a session."""


def put(connection: Connection, check: StanceCheck, key: bytes, practice_id: str) -> None:
    """Store the answers after a session, in place of those before."""
    text = json.dumps({question.value: yes for question, yes in check.answers.items()}, sort_keys=True)
    row = {
        "unit_id": check.unit_id,
        "session_id": check.session_id,
        "saved": str(check.saved),
        "body": keys.close_psychotherapy(key, practice_id, check.id, text),
    }
    if connection.execute(TABLE.update().where(TABLE.c.id == check.id), row).rowcount == 0:
        connection.execute(TABLE.insert(), {"id": check.id, **row})


def of_session(connection: Connection, session_id: str, key: bytes, practice_id: str) -> StanceCheck | None:
    """Return the answers after a session, or None.

    Raises:
        Damaged: they were changed or belong to another check.
    """
    row = connection.execute(select(TABLE).where(TABLE.c.session_id == session_id)).mappings().first()
    if row is None:
        return None
    text = keys.open_psychotherapy(key, practice_id, row["id"], bytes(row["body"]))
    if text is None:
        raise Damaged(detail="stance check")
    return StanceCheck(
        id=row["id"],
        unit_id=row["unit_id"],
        session_id=row["session_id"],
        answers={StanceQuestion(name): bool(yes) for name, yes in json.loads(text).items()},
        saved=Instant.parse(row["saved"]),
    )


def remove(connection: Connection, session_id: str) -> bool:
    """Delete the answers after a session for good; return whether there were any."""
    return connection.execute(TABLE.delete().where(TABLE.c.session_id == session_id)).rowcount == 1
