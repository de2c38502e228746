"""The one hot write: the draft of a note, as a single update."""

from __future__ import annotations

import json

from sqlalchemy import Connection, update

from irt_desk.domain.notes import NoteContent, NoteStatus
from irt_desk.domain.values import Instant
from irt_desk.storage import tables
from irt_desk.storage.rows import encode

_C = tables.NOTES.table.c


def save_draft(connection: Connection, note_id: str, content: NoteContent, revision: int, now: Instant) -> bool:
    """Store the content of a draft when nothing newer is there; return whether it was stored."""
    done = connection.execute(
        update(tables.NOTES.table).where(
            _C.id == note_id, _C.revision == revision, _C.status == NoteStatus.DRAFT.value
        ),
        {
            "content": json.dumps(encode(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
            "revision": revision + 1,
            "saved": str(now),
        },
    )
    return done.rowcount == 1
