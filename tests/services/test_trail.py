"""The trail of what was changed: the watch over every test of a service sees what it must, and the demonstration passes it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from irt_desk.services import demo
from irt_desk.services.desk import Desk
from irt_desk.storage import tables

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
CODE = re.compile(r"[A-Za-z0-9_.:\-]*")


def test_a_change_without_a_line_is_seen(desk: Desk, unit_id: str) -> None:
    with pytest.raises(AssertionError, match="client"), desk.clients._changing() as c:
        tables.CLIENTS.replace(c, desk.clients._client(c, unit_id))


def test_the_whole_demonstration_is_traced_with_ids_and_codes_only(desk: Desk) -> None:
    at = desk.at(lambda: NOW)
    demo.play(at, today=NOW.date())
    with desk.practice.database.raw() as con:
        rows = con.execute("SELECT action, object_kind, object_id, client_id, reason, outcome FROM audit").fetchall()
    assert len(rows) > 300
    assert [row for row in rows for cell in row if not CODE.fullmatch(str(cell or ""))] == []
    names = {part for row in at.clients.rows() for part in row.name.split()}
    assert not any(name in str(row) for row in rows for name in names)
