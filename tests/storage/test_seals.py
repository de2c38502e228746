"""A signed text that was changed behind the program's back is reported, by whose it is and of which day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.notes import NotePart
from irt_desk.services import demo
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from irt_desk.storage import seals
from irt_desk.storage.verify import verify
from irt_desk.ui.notes.facts import gather
from tests.practices import Clock, new_desk

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    """Return a practice with one played case, and its record; each test puts back what it changed."""
    at = new_desk(tmp_path_factory.mktemp("seals") / "Test.irtdesk", Clock()).at(lambda: NOW)
    unit_id = demo.play(at, today=NOW.date(), only=("D7",))["D7"]
    last = at.notes.last_signed(unit_id)
    assert last is not None
    at.notes.add_addendum(last[0].id, part=NotePart.WHOLE, reason="a wrong word", text="It was Tuesday.")
    return at, unit_id


def without_triggers(desk: Desk, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change rows as someone with the key and another program would."""
    with desk.practice.database.raw() as con:
        triggers = con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            con.execute(f"DROP TRIGGER {name}")
        for statement, values in statements:
            con.execute(statement, values)
        for _, sql in triggers:
            con.execute(sql)


def raw(desk: Desk, table: str, row_id: str, column: str) -> str:
    with desk.practice.database.raw() as con:
        return str(con.execute(f"SELECT {column} FROM {table} WHERE id = ?", (row_id,)).fetchone()[0])


def broken(desk: Desk) -> tuple[str, ...]:
    with desk.practice.database.read() as connection:
        return seals.broken(connection, desk.practice)


def test_every_signed_note_and_addendum_verifies(case: tuple[Desk, str]) -> None:
    assert broken(case[0]) == ()


def test_any_changed_byte_of_a_signed_text_names_that_note(case: tuple[Desk, str]) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    text = raw(desk, "progress_note", last[0].id, "content")
    for place in range(0, len(text), max(1, len(text) // 60)):
        changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        without_triggers(desk, ("UPDATE progress_note SET content = ? WHERE id = ?", (changed, last[0].id)))
        assert last[0].id in broken(desk), f"byte {place}"
    without_triggers(desk, ("UPDATE progress_note SET content = ? WHERE id = ?", (text, last[0].id)))
    assert broken(desk) == ()


def test_verify_says_whose_note_and_of_which_day(case: tuple[Desk, str]) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    addendum = desk.notes.addenda(last[0].id)[-1]
    without_triggers(desk, ("UPDATE addendum SET text = 'It was Monday.' WHERE id = ?", (addendum.id,)))
    check = next(check for check in verify(desk.practice) if check.name == "seals")
    name = desk.charts.head(unit_id).client.preferred_name
    assert not check.ok
    assert check.detail == f"{name}, {last[1].starts.day.isoformat()}, addendum {addendum.sequence} ({addendum.id})"
    without_triggers(desk, ("UPDATE addendum SET text = 'It was Tuesday.' WHERE id = ?", (addendum.id,)))
    assert broken(desk) == ()


def test_a_note_that_was_taken_away_is_missed(case: tuple[Desk, str], tmp_path: Path) -> None:
    desk, unit_id = case
    ids = [note.id for note in sorted(desk.notes.of_unit(unit_id).values(), key=lambda n: n.chain or 0) if note.chain]
    text = raw(desk, "progress_note", ids[1], "chain")
    without_triggers(desk, ("UPDATE progress_note SET chain = NULL WHERE id = ?", (ids[1],)))
    assert ids[2] in broken(desk)
    without_triggers(desk, ("UPDATE progress_note SET chain = ? WHERE id = ?", (int(text), ids[1])))


UNREADABLE = [
    ("addendum", "part", "whol\x02"),
    ("addendum", "signature", '{"by": "Dr. Te'),
    ("addendum", "signature", "[]"),
    ("cosignature", "on", "2026-13-41"),
    ("cosignature", "entered", "{"),
]


@pytest.mark.parametrize(("table", "column", "bytes_there"), UNREADABLE)
def test_what_was_added_to_a_note_and_cannot_be_read_keeps_nobody_from_the_note(
    case: tuple[Desk, str], table: str, column: str, bytes_there: str
) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    note, session = last
    if not desk.cosigning.of(note.id):
        desk.cosigning.record(note.id, name="Maeve Corrigan", credential="PhD", on=NOW.date(), remark="Read with care.")
    row_id = desk.notes.addenda(note.id)[-1].id if table == "addendum" else desk.cosigning.of(note.id)[-1].id
    was = raw(desk, table, row_id, f'"{column}"')
    without_triggers(desk, (f'UPDATE {table} SET "{column}" = ? WHERE id = ?', (bytes_there, row_id)))
    try:
        facts = gather(desk, unit_id, session.id)
        assert facts.open_note is not None
        assert facts.open_note.content == note.content, "the note itself is whole"
        assert not facts.is_broken, "only what is damaged says so"
        added = facts.addenda if table == "addendum" else facts.cosignatures
        assert [one.id for one in added if is_damaged(one)] == [row_id]
        assert broken(desk) == (row_id,), "the check of the seals names it, and nothing else"
        assert desk.show.chart(unit_id)["sessions"]
        assert (facts.addenda[-1].text, facts.cosignatures[-1].remark) == ("It was Tuesday.", "Read with care.")
        offered = desk.cosigning.last()
        assert offered is None or offered.name
        assert raw(desk, table, row_id, f'"{column}"') == bytes_there, "what stands there is left alone"
    finally:
        without_triggers(desk, (f'UPDATE {table} SET "{column}" = ? WHERE id = ?', (was, row_id)))
    assert broken(desk) == ()


@pytest.mark.parametrize("table", ["addendum", "cosignature", "progress_note"])
def test_bytes_that_are_no_text_do_not_stop_the_page_of_the_note(case: tuple[Desk, str], table: str) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    note, session = last
    row_id, column = {
        "addendum": (desk.notes.addenda(note.id)[-1].id, "text"),
        "cosignature": (desk.cosigning.of(note.id)[-1].id, "remark"),
        "progress_note": (note.id, "content"),
    }[table]
    was = raw(desk, table, row_id, column)
    lost = was[:-3].encode() + b"\xff" + was[-2:].encode()
    without_triggers(desk, (f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE id = ?", (lost, row_id)))
    try:
        facts = gather(desk, unit_id, session.id)
        assert row_id in broken(desk)
        if table == "progress_note":
            assert facts.is_broken
        else:
            added = facts.addenda if table == "addendum" else facts.cosignatures
            assert [one.id for one in added if is_damaged(one)] == [row_id]
            assert not facts.is_broken
    finally:
        without_triggers(desk, (f"UPDATE {table} SET {column} = ? WHERE id = ?", (was, row_id)))
    assert broken(desk) == ()


def test_a_damaged_addendum_that_may_have_been_about_risk_stays_out_of_a_paper_for_home(
    case: tuple[Desk, str],
) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    row_id = desk.notes.addenda(last[0].id)[-1].id
    was = raw(desk, "addendum", row_id, "part")
    without_triggers(desk, ("UPDATE addendum SET part = 'gone' WHERE id = ?", (row_id,)))
    try:
        assert desk.notes.addenda(last[0].id)[-1].part is NotePart.RISK
    finally:
        without_triggers(desk, ("UPDATE addendum SET part = ? WHERE id = ?", (was, row_id)))


def test_a_damaged_addendum_is_named_on_paper_and_nobody_is_said_to_have_signed_it(case: tuple[Desk, str]) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    row_id = desk.notes.addenda(last[0].id)[-1].id
    was = raw(desk, "addendum", row_id, "signature")
    without_triggers(desk, ("UPDATE addendum SET signature = 'gone' WHERE id = ?", (row_id,)))
    try:
        asked = Asked(unit_id=unit_id, kind=DocumentKind.NOTE, reader=Reader.SELF, subject=last[0].id)
        words = repr(desk.documents.document(asked))
        assert "Addendum 1 is damaged" in words
        assert "Signed by ," not in words
        assert desk.documents.preview(asked)[:5] == b"%PDF-"
    finally:
        without_triggers(desk, ("UPDATE addendum SET signature = ? WHERE id = ?", (was, row_id)))


def test_an_addendum_after_a_damaged_one_is_signed_and_holds(case: tuple[Desk, str]) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    row_id = desk.notes.addenda(last[0].id)[-1].id
    was = raw(desk, "addendum", row_id, "signature")
    without_triggers(desk, ("UPDATE addendum SET signature = '?' WHERE id = ?", (row_id,)))
    try:
        desk.notes.add_addendum(last[0].id, part=NotePart.WHOLE, reason="written anew", text="It was Tuesday.")
        assert broken(desk) == (row_id,)
    finally:
        without_triggers(desk, ("UPDATE addendum SET signature = ? WHERE id = ?", (was, row_id)))
    assert broken(desk) == ()


def test_a_note_that_no_longer_parses_is_named_and_the_chart_still_opens(case: tuple[Desk, str]) -> None:
    desk, unit_id = case
    last = desk.notes.last_signed(unit_id)
    assert last is not None
    note_id = last[0].id
    text = raw(desk, "progress_note", note_id, "content")
    without_triggers(desk, ("UPDATE progress_note SET content = ? WHERE id = ?", (text[:-2], note_id)))
    assert note_id in broken(desk)
    notes = desk.notes.of_unit(unit_id)
    assert [note.id for note in notes.values() if is_damaged(note)] == [note_id]
    assert any(note.content.account for note in notes.values()), "the others are readable"
    assert desk.charts.head(unit_id).client.preferred_name
    assert gather(desk, unit_id, last[1].id).is_broken
    desk.notes.void(note_id, reason="damaged")
    assert raw(desk, "progress_note", note_id, "content") == text[:-2], "nothing is written over what stands there"
