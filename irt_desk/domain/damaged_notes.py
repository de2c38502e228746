"""A note whose stored text can no longer be read: it is named and shown as damaged, and keeps nobody from the rest."""

from __future__ import annotations

from dataclasses import dataclass

from irt_desk.domain.notes import NoteContent, ProgressNote


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedContent(NoteContent):
    """The content of such a note: every field is empty; ``raw`` is what stands on the disk and is written back as it is."""

    raw: str = ""


def is_damaged(note: ProgressNote) -> bool:
    """Whether the stored text of a note could not be read."""
    return isinstance(note.content, DamagedContent)
