"""Scans and files kept with a case: what may be added, and what it belongs to (security paper, IP-7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from irt_desk.domain.values import Instant

LIMIT_MB = 25
"""Largest file, in megabytes (IP-7)."""

TOGETHER_GB = 2
"""From this size of all files together, in gigabytes of 1000 megabytes, the therapist is told what to do (IP-7)."""


class FileOwner(StrEnum):
    """What a file was kept for."""

    CASE = "case"
    CONSENT = "consent"
    ISSUED_DOCUMENT = "issued_document"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A file kept inside the practice for a case or for one consent; ``safety`` keeps it out of every export."""

    id: str
    owner_kind: FileOwner
    owner_id: str
    name: str
    media_type: str
    size: int
    safety: bool
    added: Instant

    @property
    def is_picture(self) -> bool:
        """Whether it is shown as a picture."""
        return self.media_type.startswith("image/")


def is_much(together: int) -> bool:
    """Return whether all files of the practice together are past the size at which the therapist is told (IP-7).

    Args:
        together: their size in bytes.
    """
    return together > TOGETHER_GB * 1_000_000_000


def pages_of(files: Iterable[CaseFile], consent_id: str) -> tuple[CaseFile, ...]:
    """Return the scans of one consent, the first page first."""
    of_it = (one for one in files if one.owner_kind is FileOwner.CONSENT and one.owner_id == consent_id)
    return tuple(sorted(of_it, key=lambda one: (one.added.at, one.id)))
