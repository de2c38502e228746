"""Full-text search over ``search_text`` (qt paper, section 5): newest first, prefix of the last word, quoted safely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from irt_desk.storage.tables import SEARCH_TEXT

# A person may be in several records: a hit leads to the one its text stands in, never to a chart another person shares.
_QUERY = text(
    "SELECT t.kind, t.object_id, t.client_id, t.on_day, u.id AS unit_id, "
    "snippet(search_index, 0, '', '', '…', 16) AS excerpt "
    "FROM search_index JOIN search_text t ON t.rowid = search_index.rowid "
    "JOIN treatment_unit u ON u.id = COALESCE("
    "(SELECT unit_id FROM progress_note WHERE t.kind = 'note' AND id = t.object_id), "
    "(SELECT unit_id FROM relationship_pattern WHERE t.kind = 'pattern' AND id = t.object_id), "
    "(SELECT unit_id FROM treatment_plan WHERE t.kind = 'plan' AND id = t.object_id), "
    "(SELECT min(id) FROM treatment_unit WHERE t.kind = 'client' AND client_id = t.client_id), "
    "(SELECT max(unit_id) FROM unit_member WHERE t.kind = 'client' AND client_id = t.client_id)) "
    "WHERE search_index MATCH :words ORDER BY t.on_day DESC, t.rowid DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words stand."""

    client_id: str
    unit_id: str
    kind: str
    id: str
    on: date
    excerpt: str


def quoted(words: str) -> str:
    """Return typed words as a full-text query: each one literal, the last one a prefix; empty for no words (IP-9)."""
    parts = ["".join(letter for letter in part if letter.isalnum()) for part in _split(words)]
    parts = [part for part in parts if part]
    return " ".join([f'"{part}"' for part in parts[:-1]] + [f'"{part}"*' for part in parts[-1:]])


def _split(words: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in words).split()


def find(connection: Connection, words: str, limit: int = 50) -> tuple[Hit, ...]:
    """Return the newest hits; nothing for words without a letter or digit."""
    query = quoted(words)
    if not query:
        return ()
    rows = connection.execute(_QUERY, {"words": query, "most": limit}).mappings()
    return tuple(
        Hit(
            row["client_id"],
            row["unit_id"],
            row["kind"],
            row["object_id"],
            date.fromisoformat(row["on_day"]),
            " ".join(str(row["excerpt"]).split()),
        )
        for row in rows
    )


def put(connection: Connection, *, kind: str, object_id: str, client_id: str, on: date, words: str) -> None:
    """Make a record findable, or findable by its changed words; empty words take it out."""
    c = SEARCH_TEXT.c
    here = (c.kind == kind) & (c.object_id == object_id)
    if not words.strip():
        connection.execute(SEARCH_TEXT.delete().where(here))
        return
    row = {"client_id": client_id, "on_day": on.isoformat(), "text": words}
    if connection.execute(SEARCH_TEXT.update().where(here), row).rowcount == 0:
        connection.execute(SEARCH_TEXT.insert(), {"kind": kind, "object_id": object_id, **row})
