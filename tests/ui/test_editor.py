"""The note editor: what cannot be stored yet never holds back what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtGui import QTextCursor

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.notes import TEXT_LIMIT, NoteContent
from irt_desk.domain.sessions import Session, Setting
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.ui.notes.editor import NoteEditor
from irt_desk.ui.shell import Shell
from tests.ui.conftest import NOW
from tests.ui.doubles import on_clipboard


@pytest.fixture
def editor(shell: Shell, desk: Desk, take_in: Callable[..., TreatmentUnit]) -> NoteEditor:
    unit = take_in("Amara")
    session = Session(
        id="", unit_id=unit.id, episode_id="", starts=Instant(NOW), stops=Instant(NOW + timedelta(minutes=50)),
        setting=Setting.OFFICE,
    )  # fmt: skip
    made = desk.sessions.schedule(session).value
    shell.show()
    shell.go("chart", unit_id=unit.id, tab="sessions", session_id=made.id)
    return shell.page("chart").tabs["sessions"].editor  # type: ignore[attr-defined, no-any-return]  # the Sessions tab


def stored(editor: NoteEditor, desk: Desk) -> NoteContent:
    assert editor.note is not None
    return desk.notes.get(editor.note.id).content


def test_a_half_typed_number_is_marked_and_the_text_is_saved(editor: NoteEditor, desk: Desk) -> None:
    editor._controls["account"].set_value("He stayed in the kitchen.")
    editor._controls["own_part_owned"].setText("9")
    editor.save()
    assert stored(editor, desk).account == "He stayed in the kitchen."
    assert stored(editor, desk).own_part_owned is None
    assert editor.fields["own_part_owned"].problem
    assert editor.state.text() == "Saved, except the marked field"


def test_a_text_beyond_the_limit_is_kept_on_screen_and_the_rest_is_saved(editor: NoteEditor, desk: Desk) -> None:
    editor._controls["account"].set_value("x" * (TEXT_LIMIT + 1))
    editor._controls["plan"].set_value("Look at the pause.")
    editor.save()
    assert stored(editor, desk).plan == "Look at the pause."
    assert len(editor._controls["account"].value()) == TEXT_LIMIT + 1
    assert "200,000" in editor.fields["account"].problem


def test_two_hundred_thousand_letters_are_stored(editor: NoteEditor, desk: Desk) -> None:
    text = ("One feeling first, and he stayed. " * 10 + "\n") * 580
    editor._controls["account"].set_value(text)
    editor.save()
    assert stored(editor, desk).account == text
    assert editor.state.text() == "Draft, saved"


def test_a_note_is_not_signed_over_a_number_nobody_can_read(editor: NoteEditor, desk: Desk) -> None:
    editor._controls["practice_by"].setText("next Tuesd")
    editor.sign()
    assert editor.note is not None
    assert editor.fields["practice_by"].problem


def test_pasted_pages_become_plain_text_and_nothing_is_fetched(editor: NoteEditor, desk: Desk) -> None:
    area = editor._controls["account"]
    on_clipboard(
        text="She said\u202e one\x07 feeling",
        html='<p>She said <b>one</b> feeling<img src="https://example.invalid/pixel.png"></p>',
    )
    area.paste()
    editor.save()
    assert stored(editor, desk).account == "She said one feeling"


def test_the_cursor_stays_while_the_draft_is_saved(editor: NoteEditor) -> None:
    area = editor._controls["account"]
    area.set_value("He stayed in the kitchen.")
    area.moveCursor(QTextCursor.MoveOperation.Start)
    editor.save()
    assert area.textCursor().position() == 0


def test_times_that_cannot_be_are_refused_and_stay_as_typed(editor: NoteEditor, desk: Desk) -> None:
    strip = editor.attendance
    strip.starts.setText("10:00")
    strip.stops.setText("09:00")
    strip.submit()
    assert strip.problem.text()
    assert strip.stops.text() == "09:00"
    strip.stops.setText("half past")
    strip.submit()
    assert "half past" in strip.problem.text()
