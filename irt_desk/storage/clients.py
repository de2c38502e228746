"""Queries about clients that are more than one row of one table."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from irt_desk.domain.caseload import CaseloadRow, fold
from irt_desk.storage import tables
from irt_desk.storage.caseload import CASELOAD


def next_number(connection: Connection) -> int:
    """Return the chart number the next client gets: one more than the highest, from 1."""
    highest = connection.execute(select(func.max(tables.CLIENTS.table.c.number))).scalar()
    return int(highest or 0) + 1


def matching(connection: Connection, text: str) -> tuple[CaseloadRow, ...]:
    """Return the lines whose id or chart number is the text, else those whose name contains it.

    Where a person has an individual record and is a member of a joint unit, the individual record is meant; a joint unit is
    found by its own id or by both names.
    """
    c = CASELOAD.table.c
    exact = CASELOAD.all(connection, (c.unit_id == text) | (c.client_id == text))
    if not exact and text.isdecimal() and len(text) <= 15:  # a longer number is nobody's, and no integer of SQLite's
        exact = CASELOAD.all(connection, c.number == int(text))
    if exact:
        return _individual(exact)
    folded = fold(text)
    if not folded:
        return ()
    named = CASELOAD.all(connection, c.search.contains(folded, autoescape=True), order_by=(c.name,))
    whole = tuple(row for row in named if fold(row.name) == folded)
    return _individual(whole or named)


def _individual(found: tuple[CaseloadRow, ...]) -> tuple[CaseloadRow, ...]:
    own = tuple(row for row in found if not row.kind.brings_together)
    return own or found
