"""The audit trail: codes only, found when it was changed, and cheap."""

from __future__ import annotations

from pathlib import Path

import pytest

from irt_desk.storage import practice, schema
from irt_desk.storage.audit import Head
from tests.practices import Clock, cheap

WORDS = "nine quiet lamps again"


def _made(tmp_path: Path) -> practice.OpenPractice:
    return practice.create(tmp_path / "P.irtdesk", WORDS, name="P", now=Clock(), kdf=cheap)[0]


@pytest.mark.parametrize("field", ["action", "object_kind", "object_id", "client_id", "reason", "outcome"])
@pytest.mark.parametrize("text", ["Noor Adair", "she said: no", "", "x" * 80])
def test_a_text_a_person_typed_never_reaches_the_trail(tmp_path: Path, field: str, text: str) -> None:
    opened = _made(tmp_path)
    entry = {"action": "client.edited", "object_kind": "client", "object_id": "a1", field: text}
    with pytest.raises(ValueError), opened.database.transaction() as connection:
        opened.audit.record(connection, at=Clock()(), **entry)  # type: ignore[arg-type]  # fields by name
    opened.close()


def test_a_rolled_back_act_leaves_no_gap(tmp_path: Path) -> None:
    opened = _made(tmp_path)
    for number in range(6):
        try:
            with opened.database.transaction() as connection:
                opened.audit.record(
                    connection, action="client.edited", object_kind="client", object_id=str(number), at=Clock()()
                )
                if number % 2:
                    raise RuntimeError("the act failed")
        except RuntimeError:
            continue
    with opened.database.read() as connection:
        kept = connection.execute(schema.AUDIT.select().order_by(schema.AUDIT.c.seq)).mappings().all()
        assert opened.audit.first_bad(connection, Head()) is None
    assert [row["object_id"] for row in kept if row["action"] == "client.edited"] == ["0", "2", "4"]
    assert [row["seq"] for row in kept] == list(range(1, len(kept) + 1))
    opened.close()


@pytest.mark.parametrize(
    "column", [column.name for column in schema.AUDIT.columns if column.name not in ("seq", "tick")]
)
def test_a_change_in_any_column_is_found_at_its_entry(tmp_path: Path, column: str) -> None:
    opened = _made(tmp_path)
    for number in range(20):
        opened.record("client.edited", reason=f"r{number}")
    head = opened.seal_head()
    with opened.database.transaction() as connection:
        schema.drop_triggers(connection)
        connection.exec_driver_sql(f"UPDATE audit SET {column} = 'other' WHERE seq = 9")
        schema.create_triggers(connection)
    with opened.database.read() as connection:
        assert opened.audit.first_bad(connection, head) == 9
        assert opened.audit.first_bad(connection, head, last=5) is None  # a short look sees only its own part
    opened.close()
