"""Watches every change a service makes: rows that change without a line in the trail fail the test (AU-6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from irt_desk.services.context import Service

NOT_OF_THE_RECORD = frozenset(
    {
        "audit",  # the trail itself
        "caseload",  # derived from the record
        "search_text",  # derived from the record
        "unfinished_form",  # half-typed forms: saving them is the act
        "draft_version",  # earlier wordings of a draft: the draft's own saves are traced
        "open_draft",  # that a draft is being typed
    }
)
"""Tables that may change without a line, each with its reason."""

_WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_changing = Service._changing


@contextmanager
def watched(service: Service) -> Iterator[Connection]:
    """Stand in for ``Service._changing``; raises before the commit when something changed unseen."""
    with _changing(service) as connection:
        written: set[str] = set()

        def note(conn: object, cursor: object, statement: str, *more: object) -> None:
            if found := _WRITES.match(statement):
                written.add(found[1].lower())

        event.listen(connection.engine, "after_cursor_execute", note)
        try:
            yield connection
        finally:
            event.remove(connection.engine, "after_cursor_execute", note)
        changed = written - NOT_OF_THE_RECORD
        assert not changed or "audit" in written, f"changed without a line in the trail: {sorted(changed)}"
