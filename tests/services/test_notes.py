"""Notes: a newer draft is never overwritten, a signed text never changes, private notes stay private."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from irt_desk.domain.notes import NoteLocked, NotePart, NoteStatus, ProgressNote, PsychotherapyNote
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused, UserError
from irt_desk.services import demo
from irt_desk.services.desk import Desk
from tests.practices import Clock


@pytest.fixture
def draft(desk: Desk, clock: Clock, unit_id: str) -> ProgressNote:
    clock.pass_days(1)
    now = clock()
    session = Session(
        id="", unit_id=unit_id, episode_id="", starts=Instant(now), stops=Instant(now + timedelta(minutes=50))
    )
    return desk.notes.start(desk.sessions.schedule(session).value.id).value


def test_a_session_has_one_note_however_often_it_is_started(desk: Desk, draft: ProgressNote) -> None:
    assert desk.notes.start(draft.session_id).value.id == draft.id


def test_a_newer_draft_elsewhere_is_never_overwritten(desk: Desk, draft: ProgressNote) -> None:
    desk.notes.save_draft(draft.id, replace(draft.content, account="first window"), revision=draft.revision)
    with pytest.raises(UserError):
        desk.notes.save_draft(draft.id, replace(draft.content, account="second window"), revision=draft.revision)
    assert desk.notes.get(draft.id).content.account == "first window"


def test_signing_an_empty_note_names_everything_that_is_missing(desk: Desk, draft: ProgressNote) -> None:
    missing = desk.notes.missing(draft.id)
    assert len(missing) > 1
    with pytest.raises(Refused):
        desk.notes.sign(draft.id)
    assert desk.notes.get(draft.id).status is NoteStatus.DRAFT


def test_a_draft_is_edited_and_gets_no_addendum(desk: Desk, draft: ProgressNote) -> None:
    with pytest.raises(UserError):
        desk.notes.add_addendum(draft.id, part=NotePart.WHOLE, reason="a slip", text="more")


@pytest.fixture
def signed(desk: Desk) -> ProgressNote:
    now = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
    at = desk.at(lambda: now)
    unit_id = demo.play(at, today=now.date(), only=("D1",))["D1"]
    last = at.notes.last_signed(unit_id)
    assert last is not None
    return last[0]


def test_a_signed_note_keeps_its_text_and_takes_addenda(desk: Desk, signed: ProgressNote) -> None:
    with pytest.raises(NoteLocked):
        desk.notes.save_draft(signed.id, replace(signed.content, account="changed"), revision=signed.revision)
    with pytest.raises(NoteLocked):
        desk.notes.sign(signed.id)
    before = len(desk.notes.addenda(signed.id))
    desk.notes.add_addendum(signed.id, part=NotePart.WHOLE, reason="a wrong word", text="It was Tuesday.")
    assert [a.text for a in desk.notes.addenda(signed.id)][before:] == ["It was Tuesday."]
    assert desk.notes.get(signed.id).content == signed.content
    assert desk.notes.verify(signed.unit_id) == ()


def test_a_note_entered_in_error_stays_readable(desk: Desk, signed: ProgressNote) -> None:
    desk.notes.void(signed.id, reason="another client's session")
    found = desk.notes.get(signed.id)
    assert found.status is NoteStatus.ENTERED_IN_ERROR
    assert found.content == signed.content


def test_a_psychotherapy_note_is_read_back_but_never_found(desk: Desk, clock: Clock, unit_id: str) -> None:
    words = "zinnia quarry lantern"
    now = Instant(clock())
    note = PsychotherapyNote(id="", unit_id=unit_id, session_id=None, text=words, written=now, saved=now)
    kept = desk.psychotherapy_notes.save(note).value
    assert desk.psychotherapy_notes.read(kept.id).text == words
    assert desk.search.find("zinnia") == ()
    assert words not in str(desk.show.chart(unit_id))
    folder = desk.practice.folder
    assert all(words.encode() not in (folder / name).read_bytes() for name in os.listdir(folder) if name != "backups")


def test_a_note_of_a_stopped_case_is_signed_without_an_own_part(desk: Desk) -> None:
    now = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
    at = desk.at(lambda: now)
    unit_id = demo.play(at, today=now.date(), only=("D4",))["D4"]
    stops = Instant(now - timedelta(hours=1))
    session = Session(id="", unit_id=unit_id, episode_id="", starts=Instant(now - timedelta(hours=2)), stops=stops)
    made = at.sessions.schedule(session).value
    at.sessions.attend(made.id, session.starts, stops)
    note = at.notes.start(made.id).value
    assert "note_own_part" not in [m.code for m in at.notes.missing(note.id)]
