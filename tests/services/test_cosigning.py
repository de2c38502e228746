"""Co-signatures: a record of their own under a signed note, sealed, shown with it, never changing it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.notes import NotePart, ProgressNote
from irt_desk.domain.values import Invalid
from irt_desk.errors import Refused
from irt_desk.services import demo
from irt_desk.services.desk import Desk
from irt_desk.services.document_makers import Asked
from irt_desk.storage import seals
from tests.practices import Clock

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def at(desk: Desk) -> Desk:
    return desk.at(Clock(NOW))  # one that goes on: what is recorded later has the later id


@pytest.fixture
def note(at: Desk) -> ProgressNote:
    last = at.notes.last_signed(demo.play(at, today=TODAY, only=("D7",))["D7"])
    assert last is not None
    return last[0]


def test_a_co_signature_stands_under_the_note_and_leaves_it_as_it_was(at: Desk, note: ProgressNote) -> None:
    at.notes.add_addendum(note.id, part=NotePart.WHOLE, reason="a wrong word", text="It was Tuesday.")
    made = at.cosigning.record(note.id, name=" Mira Holt ", credential="PhD", on=TODAY, remark="Read and agreed.").value
    assert (made.name, made.sequence, made.addenda, made.note_digest) == ("Mira Holt", 1, 1, note.digest)
    assert at.notes.get(note.id) == note
    assert at.notes.verify(note.unit_id) == ()
    second = at.cosigning.record(note.id, name="Anders Moe", credential="LMFT", on=TODAY).value
    assert [one.name for one in at.cosigning.of(note.id)] == ["Mira Holt", "Anders Moe"]
    assert at.cosigning.last() == second
    shown = next(s for s in at.show.chart(note.unit_id)["sessions"] if s["id"] == note.session_id)
    assert [one["name"] for one in shown["note"]["cosignatures"]] == ["Mira Holt", "Anders Moe"]


def test_everything_that_is_wrong_is_said_at_once(at: Desk, note: ProgressNote) -> None:
    with pytest.raises(Invalid) as refused:
        at.cosigning.record(note.id, name="", credential=" ", on=None)
    assert [problem.field for problem in refused.value.problems] == ["name", "credential", "on"]
    assert note.signature is not None
    for name, on, code in (
        (note.signature.by.upper(), TODAY, "cosign_own_note"),
        ("Mira Holt", note.signature.at.day - timedelta(days=1), "cosign_before_signing"),
        ("Mira Holt", TODAY + timedelta(days=1), "in_future"),
    ):
        with pytest.raises(Invalid) as refused:
            at.cosigning.record(note.id, name=name, credential="PhD", on=on)
        assert [problem.code for problem in refused.value.problems] == [code]


def test_a_draft_and_a_note_in_error_are_not_co_signed(at: Desk, note: ProgressNote) -> None:
    draft = next(n for n in at.notes.of_unit(note.unit_id).values() if not n.is_locked)
    at.notes.void(note.id, reason="another client's session")
    for note_id in (draft.id, note.id):
        with pytest.raises(Refused):
            at.cosigning.record(note_id, name="Mira Holt", credential="PhD", on=TODAY)


@pytest.mark.parametrize("column", ["name", "credential", "remark", "note_digest"])
def test_a_changed_co_signature_is_named(at: Desk, note: ProgressNote, column: str) -> None:
    made = at.cosigning.record(note.id, name="Mira Holt", credential="PhD", on=TODAY, remark="Read.").value
    with at.practice.database.raw() as con:
        (sql,) = con.execute("SELECT sql FROM sqlite_master WHERE name = 'cosignature_no_update'").fetchone()
        con.execute("DROP TRIGGER cosignature_no_update")
        con.execute(f"UPDATE cosignature SET {column} = 'x'")
        con.execute(sql)
    with at.practice.database.read() as c:
        assert seals.broken(c, at.practice) == (made.id,)
        (line,) = seals.named(c, [made.id])
    assert "co-signature" in line
    assert at.charts.head(note.unit_id).client.preferred_name in line


def test_a_co_signature_is_never_changed(at: Desk, note: ProgressNote) -> None:
    at.cosigning.record(note.id, name="Mira Holt", credential="PhD", on=date(2026, 11, 24))
    for statement in ("UPDATE cosignature SET name = 'x'", "DELETE FROM cosignature"):
        with pytest.raises(Exception, match=r"append only|kept"), at.practice.database.raw() as con:
            con.execute(statement)


def test_whatever_is_added_the_signed_row_stays_byte_for_byte(at: Desk, note: ProgressNote) -> None:
    def row() -> tuple[object, ...]:
        with at.practice.database.raw() as con:
            return tuple(con.execute("SELECT * FROM progress_note WHERE id = ?", (note.id,)).fetchone())

    before, chance = row(), random.Random(7)
    for number in range(60):
        if chance.random() < 0.7:
            at.notes.add_addendum(note.id, part=chance.choice(list(NotePart)), reason=f"slip {number}", text="More.")
        else:
            at.cosigning.record(note.id, name=f"Mira {number}", credential="PhD", on=TODAY)
        assert row() == before
    assert at.notes.verify(note.unit_id) == ()
    assert [a.sequence for a in at.notes.addenda(note.id)] == list(range(1, len(at.notes.addenda(note.id)) + 1))


def test_a_co_signature_is_printed_with_the_note(at: Desk, note: ProgressNote) -> None:
    at.cosigning.record(note.id, name="Mira Holt", credential="PhD", on=TODAY)
    asked = Asked(unit_id=note.unit_id, kind=DocumentKind.NOTE, reader=Reader.SUPERVISOR, subject=note.id)
    assert "Co-signed by Mira Holt, PhD" in str(at.documents.document(asked).blocks)
