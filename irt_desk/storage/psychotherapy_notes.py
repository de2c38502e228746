"""Psychotherapy notes on disk: apart from the record, the body under its own key (NS-4)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from irt_desk.domain.notes import PsychotherapyNote
from irt_desk.domain.values import Instant
from irt_desk.errors import Damaged
from irt_desk.storage import keys
from irt_desk.storage.tables import PSYCHOTHERAPY_NOTE as TABLE


def put(connection: Connection, note: PsychotherapyNote, key: bytes, practice_id: str) -> None:
    """Store a note, new or changed; only its body is readable with the key."""
    row = {
        "unit_id": note.unit_id,
        "session_id": note.session_id,
        "written": str(note.written),
        "saved": str(note.saved),
        "body": keys.close_psychotherapy(key, practice_id, note.id, note.text),
    }
    if connection.execute(TABLE.update().where(TABLE.c.id == note.id), row).rowcount == 0:
        connection.execute(TABLE.insert(), {"id": note.id, **row})


def get(connection: Connection, note_id: str, key: bytes, practice_id: str) -> PsychotherapyNote | None:
    """Return a note with its text, or None.

    Raises:
        Damaged: the body was changed or belongs to another note.
    """
    row = connection.execute(select(TABLE).where(TABLE.c.id == note_id)).mappings().first()
    if row is None:
        return None
    text = keys.open_psychotherapy(key, practice_id, note_id, bytes(row["body"]))
    if text is None:
        raise Damaged(detail="psychotherapy note")
    return PsychotherapyNote(
        id=row["id"],
        unit_id=row["unit_id"],
        session_id=row["session_id"],
        text=text,
        written=Instant.parse(row["written"]),
        saved=Instant.parse(row["saved"]),
    )


def headers(connection: Connection, unit_id: str) -> tuple[PsychotherapyNote, ...]:
    """Return the notes of a record without their text, newest first."""
    query = select(TABLE).where(TABLE.c.unit_id == unit_id).order_by(TABLE.c.written.desc())
    return tuple(
        PsychotherapyNote(
            id=row["id"],
            unit_id=row["unit_id"],
            session_id=row["session_id"],
            text="",
            written=Instant.parse(row["written"]),
            saved=Instant.parse(row["saved"]),
        )
        for row in connection.execute(query).mappings()
    )


def remove(connection: Connection, note_id: str) -> bool:
    """Delete a note for good; return whether there was one."""
    return connection.execute(TABLE.delete().where(TABLE.c.id == note_id)).rowcount == 1
