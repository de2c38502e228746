"""Scans and files kept with a case: what may be added, and what it belongs to (security paper, IP-7)."""

from __future__ import annotations

from dataclasses import dataclass

from irt_desk.domain.values import Instant

LIMIT_MB = 25
"""Largest file, in megabytes (IP-7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A file kept inside the practice; ``owner_kind`` is ``case`` or ``consent``, ``safety`` keeps it out of every export."""

    id: str
    owner_kind: str
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
