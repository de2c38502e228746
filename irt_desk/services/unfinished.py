"""Half-typed forms, kept until they are saved: leaving, locking and a crash lose nothing."""

from __future__ import annotations

from typing import Any

from irt_desk.services.changes import Saved, saved
from irt_desk.services.context import Service
from irt_desk.storage import unfinished


class Unfinished(Service):
    """What is typed into forms and not part of the record yet.

    No audit line is written: nothing of the record changes before the form is saved, and that act has its own.
    """

    def keep(self, unit_id: str, place: str, forms: dict[str, Any]) -> Saved[None]:
        """Keep the half-typed forms of a page in place of those kept before; none of them forgets the page.

        Args:
            unit_id: the record, or empty for a page that belongs to none yet.
            place: name of the page.
            forms: plain data by name of the form; only the page that wrote it reads it.
        """
        with self._changing() as c:
            unfinished.put(c, unit_id, place, forms, str(self._now(c)))
        return saved(None)

    def keep_more(self, unit_id: str, place: str, forms: dict[str, Any]) -> Saved[None]:
        """Keep half-typed forms beside and over those kept before: the page did not know yet what these are.

        Args:
            unit_id: the record, or empty for a page that belongs to none yet.
            place: name of the page.
            forms: plain data by name of the form; a field in it takes the place of the same field kept before.
        """
        with self._changing() as c:
            merged = _over(unfinished.get(c, unit_id, place), forms)
            unfinished.put(c, unit_id, place, merged, str(self._now(c)))
        return saved(None)

    def of(self, unit_id: str, place: str) -> dict[str, Any]:
        """Return the half-typed forms of a page by name."""
        with self._reading() as c:
            return unfinished.get(c, unit_id, place)


def _over(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return plain data with newer data laid over it, part by part."""
    both = {
        key: _over(before[key], value)
        for key, value in now.items()
        if isinstance(value, dict) and isinstance(before.get(key), dict)
    }
    return before | now | both
