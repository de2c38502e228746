"""Search over what is written in the charts. Psychotherapy notes and safety text are never part of it."""

from __future__ import annotations

from irt_desk.services.context import Service
from irt_desk.storage import search
from irt_desk.storage.search import Hit

__all__ = ["Hit", "Search"]


class Search(Service):
    """Full-text search of the open practice."""

    def find(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """Return the newest hits for a text of at least two letters; each carries an excerpt.

        The last word may be unfinished. A search by name is traced in the audit trail, without the words.
        """
        if len(text.strip()) < 2:
            return ()
        with self._changing() as c:
            hits = search.find(c, text, limit)
            self._audit(c, "search.made", "search", None)
        return hits
