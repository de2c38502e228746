"""Earlier versions of drafts, and which drafts are open in an editor: beside the record, never searched or exported.

A version is written once and never changed (a trigger refuses it); versions go one by one as they age, and all of a note's
some time after it was signed.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Index, Table, Text, bindparam, select

from irt_desk.domain.drafts import EVERY_SECONDS, MUCH_SHORTER, DraftVersion, KeptBecause, letters_of
from irt_desk.domain.notes import NoteContent, NoteStatus
from irt_desk.domain.values import Instant
from irt_desk.storage.rows import decode, encode
from irt_desk.storage.schema import metadata, register_trigger

VERSION = Table(
    "draft_version",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("note_id", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("content", Text, nullable=False),
    Index("ix_draft_version_note", "note_id", "at"),
    sqlite_strict=True,
)
OPEN = Table(
    "open_draft",
    metadata,
    Column("note_id", Text, primary_key=True, nullable=False),
    Column("run", Text, nullable=False),
    Column("since", Text, nullable=False),
    sqlite_strict=True,
)
"""Drafts that are being typed now, and by which run of the program. A line of another run was left behind by a crash."""

register_trigger(
    "draft_version_no_update", "BEFORE UPDATE ON draft_version BEGIN SELECT RAISE(ABORT, 'append only'); END"
)

_KEEP_BEFORE_SAVE = f"""
INSERT INTO draft_version (id, note_id, unit_id, at, because, content)
SELECT :id, n.id, n.unit_id, n.saved,
       CASE WHEN length(n.content) >= :length + {MUCH_SHORTER} THEN :shortened ELSE :typing END, n.content
FROM progress_note n
WHERE n.id = :note AND n.revision = :revision AND n.revision > 0 AND n.status = :draft AND n.content <> :content
  AND (length(n.content) >= :length + {MUCH_SHORTER}
       OR NOT EXISTS (SELECT 1 FROM draft_version v WHERE v.note_id = n.id AND v.at > :since))
  AND NOT EXISTS (SELECT 1 FROM draft_version v WHERE v.note_id = n.id AND v.content = n.content)
"""  # noqa: S608  our own number
"""Copies what is about to be written over, inside the database and only when a version is due: it happens while typing."""

_INSERT = VERSION.insert()
_HEADS = (
    select(VERSION.c.id, VERSION.c.note_id, VERSION.c.unit_id, VERSION.c.at, VERSION.c.because, VERSION.c.content)
    .where(VERSION.c.note_id == bindparam("of_note"))
    .order_by(VERSION.c.at.desc(), VERSION.c.id.desc())
)


_LATELY = "draft versions kept lately"
_EMPTY = encode(NoteContent())


def as_text(content: NoteContent) -> str:
    """Return the stored form of a draft's content: what says something, the same as in the note itself.

    Most fields of a note are empty while it is written; leaving them out halves what each save has to write.
    """
    said = {name: plain for name, plain in encode(content).items() if plain != _EMPTY[name]}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def keep_before_save(
    connection: Connection, version_id: str, note_id: str, revision: int, content: str, now: Instant
) -> bool:
    """Keep the text that a save is about to write over, when a version is due; return whether one was kept.

    When the last one was kept less than :data:`EVERY_SECONDS` ago and the text has not become much shorter, the database is not
    asked: a save happens every second while someone types. A rollback forgets what was kept.
    """
    lately: dict[str, tuple[datetime, int]] = connection.info.setdefault(_LATELY, {})
    kept_at, length = lately.get(note_id, (None, 0))
    is_fresh = kept_at is not None and kept_at <= now.at < kept_at + timedelta(seconds=EVERY_SECONDS)
    if is_fresh and kept_at is not None and len(content) > length - MUCH_SHORTER:
        lately[note_id] = kept_at, len(content)
        return False
    since = Instant(now.at - timedelta(seconds=EVERY_SECONDS), now.zone)
    values = {
        "id": version_id,
        "note": note_id,
        "revision": revision,
        "length": len(content),
        "content": content,
        "since": str(since),
        "draft": NoteStatus.DRAFT.value,
        "typing": KeptBecause.TYPING.value,
        "shortened": KeptBecause.SHORTENED.value,
    }
    was_kept = connection.exec_driver_sql(_KEEP_BEFORE_SAVE, values).rowcount == 1
    if was_kept:
        lately[note_id] = now.at, len(content)
    else:
        lately.pop(note_id, None)
    return was_kept


def add(connection: Connection, version: DraftVersion) -> None:
    """Keep a version; one with the same text that is the newest already is enough."""
    assert version.content is not None
    text = as_text(version.content)
    newest = connection.execute(_HEADS, {"of_note": version.note_id}).mappings().first()
    if newest is not None and newest["content"] == text and newest["because"] == version.because.value:
        return
    connection.execute(
        _INSERT,
        {
            "id": version.id,
            "note_id": version.note_id,
            "unit_id": version.unit_id,
            "at": str(version.at),
            "because": version.because.value,
            "content": text,
        },
    )


def of_note(connection: Connection, note_id: str) -> tuple[DraftVersion, ...]:
    """Return the versions of a note with their texts, newest first."""
    return tuple(
        _version(row["id"], row["note_id"], row["unit_id"], row["at"], row["because"], row["content"])
        for row in connection.execute(_HEADS, {"of_note": note_id}).mappings()
    )


def moments(connection: Connection, note_id: str) -> tuple[tuple[str, Instant], ...]:
    """Return id and moment of each version of a note, newest first, without reading the texts."""
    heads = select(VERSION.c.id, VERSION.c.at).where(VERSION.c.note_id == note_id)
    rows = connection.execute(heads.order_by(VERSION.c.at.desc(), VERSION.c.id.desc()))
    return tuple((version_id, Instant.parse(at)) for version_id, at in rows)


def get(connection: Connection, version_id: str) -> DraftVersion | None:
    """Return one version with its text, or None."""
    row = connection.execute(select(VERSION).where(VERSION.c.id == version_id)).mappings().first()
    if row is None:
        return None
    return _version(row["id"], row["note_id"], row["unit_id"], row["at"], row["because"], row["content"])


def remove(connection: Connection, ids: tuple[str, ...]) -> None:
    """Let versions go."""
    if ids:
        connection.execute(VERSION.delete().where(VERSION.c.id.in_(ids)))


def notes_with_versions(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the notes that have versions."""
    return tuple(connection.execute(select(VERSION.c.note_id).distinct()).scalars())


def remove_of_note(connection: Connection, note_id: str) -> int:
    """Let every version of a note go; return how many there were."""
    return int(connection.execute(VERSION.delete().where(VERSION.c.note_id == note_id)).rowcount)


def mark_open(connection: Connection, note_id: str, run: str, now: Instant) -> None:
    """Note that a draft is being typed in this run of the program."""
    connection.execute(OPEN.delete().where(OPEN.c.note_id == note_id))
    connection.execute(OPEN.insert(), {"note_id": note_id, "run": run, "since": str(now)})


def mark_closed(connection: Connection, note_id: str) -> None:
    """Note that a draft was left in good order."""
    connection.execute(OPEN.delete().where(OPEN.c.note_id == note_id))


def left_open(connection: Connection, note_id: str, run: str) -> Instant | None:
    """Return since when a draft was being typed in another run that ended without leaving it; None in good order."""
    raw = connection.execute(select(OPEN.c.since).where(OPEN.c.note_id == note_id, OPEN.c.run != run)).scalar()
    return Instant.parse(raw) if raw is not None else None


def _version(version_id: str, note_id: str, unit_id: str, at: str, because: str, content: str) -> DraftVersion:
    found: NoteContent = decode(NoteContent, json.loads(content))
    return DraftVersion(
        id=version_id,
        note_id=note_id,
        unit_id=unit_id,
        at=Instant.parse(at),
        because=KeptBecause(because),
        letters=letters_of(found),
        content=found,
    )
