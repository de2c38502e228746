"""What can no longer be read of a note, or of what was added to it: it is shown as damaged, and keeps nobody from the rest."""

from __future__ import annotations

from dataclasses import dataclass

from irt_desk.domain.cosigning import CoSignature
from irt_desk.domain.notes import Addendum, NoteContent, ProgressNote


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedContent(NoteContent):
    """The content of such a note: every field is empty; ``raw`` is what stands on the disk and is written back as it is."""

    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedAddendum(Addendum):
    """An addendum that cannot be read whole: its words as they stand, the unreadable rest filled with what harms nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedCoSignature(CoSignature):
    """A co-signature that cannot be read whole; see :class:`DamagedAddendum`."""


def is_damaged(one: ProgressNote | Addendum | CoSignature) -> bool:
    """Whether what is stored of a note, an addendum or a co-signature could not be read."""
    if isinstance(one, ProgressNote):
        return isinstance(one.content, DamagedContent)
    return isinstance(one, DamagedAddendum | DamagedCoSignature)
