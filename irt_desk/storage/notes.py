"""The one hot write: the draft of a note, as a single update."""

from __future__ import annotations

from sqlalchemy import Connection

from irt_desk.domain.notes import NoteContent, NoteStatus
from irt_desk.domain.values import Instant
from irt_desk.storage import drafts

_SAVE = "UPDATE progress_note SET content = ?, revision = ?, saved = ? WHERE id = ? AND revision = ? AND status = ?"
"""Not a Core construct, like the audit line beside it: a draft is saved every other second while someone types."""


def save_draft(
    connection: Connection, note_id: str, content: NoteContent, revision: int, now: Instant, version_id: str
) -> bool:
    """Store the content of a draft when nothing newer is there; return whether it was stored.

    What it writes over is kept as an earlier version when one is due.
    """
    text = drafts.as_text(content)
    drafts.keep_before_save(connection, version_id, note_id, revision, text, now)
    done = connection.exec_driver_sql(_SAVE, (text, revision + 1, str(now), note_id, revision, NoteStatus.DRAFT.value))
    return done.rowcount == 1
