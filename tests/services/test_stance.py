"""Stance checks and private notes: under their own key, really deleted, with a time of their own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from irt_desk.domain.notes import PsychotherapyNote
from irt_desk.domain.sessions import Session
from irt_desk.domain.stance import StanceQuestion
from irt_desk.domain.values import Instant, Invalid
from irt_desk.services.desk import Desk
from irt_desk.storage import keys
from tests.practices import Clock

PAGE, RESERVE = 4096, 80
"""SQLCipher 4: a page, and the end of it that holds the initialisation vector and the authentication code."""


@pytest.fixture
def session(desk: Desk, clock: Clock, unit_id: str) -> Session:
    clock.pass_days(1)
    now = clock()
    blank = Session(
        id="", unit_id=unit_id, episode_id="", starts=Instant(now), stops=Instant(now + timedelta(minutes=50))
    )
    return desk.sessions.schedule(blank).value


def private(desk: Desk, unit_id: str, text: str) -> PsychotherapyNote:
    now = Instant(desk.context.clock())
    blank = PsychotherapyNote(id="", unit_id=unit_id, session_id=None, text=text, written=now, saved=now)
    return desk.psychotherapy_notes.save(blank).value


def body_of(desk: Desk, table: str) -> bytes:
    with desk.practice.database.raw() as con:
        return bytes(con.execute(f"SELECT body FROM {table}").fetchone()[0])


def decrypted(desk: Desk) -> bytes:
    """Return every page of the database file, decrypted as SQLCipher does, free pages and all."""
    desk.practice.database.checkpoint()
    practice: Any = desk.practice
    key = keys.derived(practice._mk, "db")
    raw = Path(desk.practice.database.path).read_bytes()
    found = b""
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        begin = 16 if start == 0 else 0
        vector = page[-RESERVE:][:16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        found += decryptor.update(page[begin:-RESERVE]) + decryptor.finalize()
    return found


def test_the_answers_come_back_and_taking_all_back_deletes_them(desk: Desk, session: Session) -> None:
    assert desk.stance.check(session.id) is None
    desk.stance.answer(session.id, {StanceQuestion.PUSHED: False})
    check = desk.stance.answer(session.id, {StanceQuestion.PUSHED: True, StanceQuestion.DIAGNOSED: False}).value
    assert check is not None
    assert desk.stance.check(session.id) == check
    desk.stance.answer(session.id, {})
    assert desk.stance.check(session.id) is None


def test_the_answers_stand_nowhere_in_clear(desk: Desk, session: Session) -> None:
    desk.stance.answer(session.id, {StanceQuestion.CALLED_FINISHED: True})
    assert b"called_finished" not in decrypted(desk)
    assert "called_finished" not in str(desk.show.chart(session.unit_id))
    assert desk.search.find("finished") == ()


def test_a_deleted_private_note_is_gone_from_the_file(desk: Desk, unit_id: str) -> None:
    note = private(desk, unit_id, "I took his side today." * 40)
    body = body_of(desk, "psychotherapy_note")
    assert b"CREATE TABLE psychotherapy_note" in decrypted(desk)
    assert body[:64] in decrypted(desk)
    desk.psychotherapy_notes.delete(note.id)
    assert body[:64] not in decrypted(desk)
    assert body[-64:] not in decrypted(desk)


def test_private_notes_are_due_after_their_own_time_and_never_go_by_themselves(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    first = private(desk, unit_id, "old")
    clock.pass_days(400)
    private(desk, unit_id, "new")
    assert desk.psychotherapy_notes.due(unit_id) == ()
    desk.psychotherapy_notes.set_retention(1)
    assert desk.psychotherapy_notes.due(unit_id) == (first.id,)
    assert len(desk.psychotherapy_notes.of(unit_id)) == 2
    desk.psychotherapy_notes.set_retention(None)
    assert desk.psychotherapy_notes.retention() is None
    with pytest.raises(Invalid):
        desk.psychotherapy_notes.set_retention(99)
