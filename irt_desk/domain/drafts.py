"""Earlier versions of a draft: why each was kept, and which go as time passes.

What a therapist typed is never the only copy of what stood there before. While a note is a draft, its earlier texts are
kept beside it, close together for the last hour and further apart the older they are. They are not part of the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from irt_desk.domain.notes import NoteContent
from irt_desk.domain.values import Instant

EVERY_SECONDS = 60
"""While typing goes on, a version is kept when the newest one is this old [D]."""

MUCH_SHORTER = 40
"""A save that takes away at least so many characters keeps what stood there before, however new the last version is [D]."""

DAYS_AFTER_SIGNING = 30
"""Versions stay so many days after the note was signed, then go: by then the sealed text is the only one [D]."""

_STEPS = (
    (timedelta(hours=1), timedelta(seconds=EVERY_SECONDS / 2)),
    (timedelta(days=1), timedelta(minutes=10)),
    (timedelta(days=7), timedelta(hours=1)),
    (timedelta.max, timedelta(days=1)),
)
"""Up to this age one version in each stretch of this length stays [D]."""


class KeptBecause(StrEnum):
    """Why a version was kept."""

    OPENED = "opened"
    TYPING = "typing"
    SHORTENED = "shortened"
    REFUSED = "refused"
    RESTORED = "restored"


_THINNED = frozenset({KeptBecause.TYPING, KeptBecause.OPENED})
"""The others each mark a moment at which something could have been lost; they stay until the rule after signing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVersion:
    """One earlier text of a draft. ``letters`` counts the characters of all its texts; ``content`` is None in a list."""

    id: str
    note_id: str
    unit_id: str
    at: Instant
    because: KeptBecause
    letters: int
    content: NoteContent | None = None


def letters_of(content: NoteContent) -> int:
    """Return how many characters stand in the texts of a note."""
    return sum(len(value) for name in content.__dataclass_fields__ if isinstance(value := getattr(content, name), str))


def to_thin(versions: Iterable[DraftVersion], now: Instant) -> tuple[str, ...]:
    """Return the ids of the versions that go: of each stretch of time only the newest stays.

    The newest version of all always stays, and so does every one that was kept because something could be lost; of a text
    that is refused again and again while typing goes on, one a minute is enough.
    """
    newest_first = sorted(versions, key=lambda version: (version.at.at, version.id), reverse=True)
    gone: list[str] = []
    stayed: dict[bool, DraftVersion] = {}
    for version in newest_first:
        is_refused = version.because is KeptBecause.REFUSED
        if not is_refused and version.because not in _THINNED:
            continue
        age = now.at - version.at.at
        apart = _STEPS[0][1] if is_refused else next(step for until, step in _STEPS if age <= until)
        later = stayed.get(is_refused)
        if later is not None and later.at.at - version.at.at < apart:
            gone.append(version.id)
        else:
            stayed[is_refused] = version
    return tuple(gone)
