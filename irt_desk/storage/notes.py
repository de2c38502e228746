"""The one hot write: the draft of a note, as a single update."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from irt_desk.domain.notes import NoteContent, NoteStatus
from irt_desk.domain.values import Instant
from irt_desk.storage.rows import encode

_SAVE = "UPDATE progress_note SET content = ?, revision = ?, saved = ? WHERE id = ? AND revision = ? AND status = ?"
"""Not a Core construct, like the audit line beside it: a draft is saved every other second while someone types."""


def save_draft(connection: Connection, note_id: str, content: NoteContent, revision: int, now: Instant) -> bool:
    """Store the content of a draft when nothing newer is there; return whether it was stored."""
    text = json.dumps(encode(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    done = connection.exec_driver_sql(_SAVE, (text, revision + 1, str(now), note_id, revision, NoteStatus.DRAFT.value))
    return done.rowcount == 1
