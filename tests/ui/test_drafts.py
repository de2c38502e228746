"""Drafts in the window: two editors on one note, a crash, earlier versions, a full disk, a changed signed note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.sessions import Session, Setting
from irt_desk.domain.values import Instant
from irt_desk.errors import DiskFull
from irt_desk.services import drafts
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.notes.editor import NoteEditor
from irt_desk.ui.notes.facts import gather
from irt_desk.ui.notes.versions import VersionsWindow
from irt_desk.ui.shell import Shell
from tests.ui.conftest import NOW

MINE = "Written in the second window: he washed one cup for a very long time, she said."
THEIRS = "Written in the first window."


@pytest.fixture
def session(desk: Desk, take_in: Callable[..., TreatmentUnit]) -> Session:
    unit = take_in("Amara")
    made = Session(
        id="", unit_id=unit.id, episode_id="", starts=Instant(NOW), stops=Instant(NOW + timedelta(minutes=50)),
        setting=Setting.OFFICE,
    )  # fmt: skip
    return desk.sessions.schedule(made).value


@pytest.fixture
def editor(shell: Shell, session: Session) -> NoteEditor:
    shell.show()
    shell.go("chart", unit_id=session.unit_id, tab="sessions", session_id=session.id)
    return shell.page("chart").tabs["sessions"].editor  # type: ignore[attr-defined, no-any-return]  # the Sessions tab


@pytest.fixture
def second(editor: NoteEditor, desk: Desk, session: Session) -> NoteEditor:
    made = NoteEditor(editor.room, lambda: None)
    made.setParent(editor.window(), made.windowFlags())
    made.show_facts(gather(desk, session.unit_id, session.id))
    made.show()
    return made


def type_and_save(editor: NoteEditor, text: str) -> None:
    editor._controls["account"].set_value(text)
    editor.save()


def stored(desk: Desk, editor: NoteEditor) -> str:
    assert editor.note is not None
    return desk.notes.get(editor.note.id).content.account


def versions_window() -> VersionsWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, VersionsWindow) and w.isVisible())


def test_two_windows_on_one_note_overwrite_nothing(editor: NoteEditor, second: NoteEditor, desk: Desk) -> None:
    type_and_save(editor, THEIRS)
    type_and_save(second, MINE)
    assert stored(desk, editor) == THEIRS
    assert second._controls["account"].value() == MINE
    assert "another window" in second.drafts.banner.accessibleName()
    second.drafts.look.click()
    window = versions_window()
    assert unnamed(window) == []
    text = window.changes.toPlainText()
    assert "second" in text
    assert "first" in text
    window.restore_button.click()
    assert stored(desk, editor) == MINE
    assert not second.drafts.banner.isVisible()
    type_and_save(second, MINE + " And again.")
    assert stored(desk, editor) == MINE + " And again."


def test_going_on_with_the_saved_text_keeps_ones_own_as_a_version(
    editor: NoteEditor, second: NoteEditor, desk: Desk
) -> None:
    type_and_save(editor, THEIRS)
    type_and_save(second, MINE)
    second.drafts.dismiss.click()
    assert second._controls["account"].value() == THEIRS
    assert second.note is not None
    assert MINE in [v.content.account for v in desk.drafts.versions(second.note.id) if v.content]


def test_a_save_that_was_refused_only_because_the_one_before_failed_is_tried_again(
    editor: NoteEditor, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_and_save(editor, THEIRS)
    editor._revision += 1  # as if a save were still under way
    type_and_save(editor, MINE)
    editor._revision -= 1
    assert editor.note is not None
    editor.drafts.refused(drafts.NewerElsewhere("x"), desk.notes.get(editor.note.id).revision)
    assert not editor.drafts.is_refused
    editor.save()
    assert stored(desk, editor) == MINE


def test_what_a_crash_left_is_offered_with_what_was_written_since(
    editor: NoteEditor, second: NoteEditor, desk: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_and_save(editor, THEIRS)
    editor.drafts.left()
    type_and_save(editor, MINE)
    monkeypatch.setattr(drafts, "RUN", "the next start")
    second.note = None
    second.drafts.show_note("")
    second.show_facts(gather(desk, session.unit_id, session.id))
    assert second.drafts.banner.isVisible()
    second.drafts.look.click()
    assert "second" in versions_window().changes.toPlainText()
    second.drafts.dismiss.click()
    assert not second.drafts.banner.isVisible()
    assert second.note is not None
    assert desk.drafts.standing(second.note.id).left_since is None


def test_the_window_of_versions_is_gone_with_its_text_when_closed(editor: NoteEditor) -> None:
    type_and_save(editor, MINE)
    type_and_save(editor, "")
    assert editor.drafts.link.isHidden()
    editor.drafts.show_note(editor.note.id if editor.note else "")
    editor.drafts.link.click()
    window = versions_window()
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(window)


def test_a_full_disk_is_said_and_the_text_is_stored_when_there_is_room(
    editor: NoteEditor, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, space = desk.notes.save_draft, []

    def full(*values: Any, **named: Any) -> Any:
        if not space:
            raise DiskFull
        return save(*values, **named)

    monkeypatch.setattr(desk.notes, "save_draft", full)
    type_and_save(editor, MINE)
    assert editor.trouble.accessibleName() == str(DiskFull())
    assert editor._controls["account"].value() == MINE
    assert editor._clock.isActive()
    space.append(True)
    editor._clock.timeout.emit()
    assert stored(desk, editor) == MINE
    assert not editor.trouble.isVisible()


def test_nothing_is_signed_that_is_not_on_screen(editor: NoteEditor, second: NoteEditor, desk: Desk) -> None:
    type_and_save(editor, THEIRS)
    second._controls["account"].set_value(MINE)
    second.sign()
    assert not desk.notes.get(second.note.id if second.note else "").is_locked
    assert "not what is stored" in second.trouble.accessibleName()
    assert second._controls["account"].value() == MINE
