"""Psychotherapy notes in their own window: nothing typed is lost, whatever comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.notes import TEXT_LIMIT
from irt_desk.errors import DiskFull
from irt_desk.services.desk import Desk
from irt_desk.ui.notes.private import PrivateNotes
from irt_desk.ui.room import Room
from irt_desk.ui.runner import LaneRunner
from irt_desk.ui.shell import Shell
from tests.ui.doubles import FakeDialogs

FIRST = "I took her side today and noticed it late."
SECOND = "What do I not want to know about him?"


class Held(LaneRunner):
    """A lane that answers when it is told to: the moments between asking and answering."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[Any] = []

    def _put(self, call: Any) -> None:
        self.held.append(call)

    def answer(self) -> None:
        """Do and answer everything that waits, and what comes of it."""
        while self.held:
            call = self.held.pop(0)
            self._began(call)
            try:
                answer, error = call.work(), None
            except Exception as caught:
                answer, error = None, caught
            self._deliver(call, answer, error)


@pytest.fixture
def unit(take_in: Callable[..., TreatmentUnit]) -> TreatmentUnit:
    return take_in("Amara")


@pytest.fixture
def lane() -> Held:
    return Held()


@pytest.fixture
def window(shell: Shell, desk: Desk, dialogs: FakeDialogs, unit: TreatmentUnit, lane: Held) -> PrivateNotes:
    shell.show()
    room = Room(desk, lane, dialogs, go=shell.go, saved=lambda _: None, badge=lambda *_: None)
    made = PrivateNotes(room, unit.id, None, shell)
    made.open()
    lane.answer()
    return made


def texts(desk: Desk, unit: TreatmentUnit) -> set[str]:
    notes = desk.psychotherapy_notes
    return {notes.read(note.id).text for note in notes.of(unit.id)}


def is_gone(window: PrivateNotes) -> bool:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not shiboken6.isValid(window)


def test_a_new_note_right_after_typing_leaves_the_one_before_as_it_was(
    window: PrivateNotes, desk: Desk, unit: TreatmentUnit, lane: Held
) -> None:
    window.begin()
    window.text.setPlainText(FIRST)
    window.new_button.click()
    lane.answer()
    window.text.setPlainText(SECOND)
    window.close()
    lane.answer()
    assert texts(desk, unit) == {FIRST, SECOND}
    assert is_gone(window)


def test_what_is_typed_while_a_save_is_under_way_is_stored_before_it_closes(
    window: PrivateNotes, desk: Desk, unit: TreatmentUnit, lane: Held
) -> None:
    window.begin()
    window.text.setPlainText(FIRST)
    window.save()
    window.text.setPlainText(f"{FIRST} {SECOND}")
    window.close()
    assert window.isVisible()
    lane.answer()
    assert texts(desk, unit) == {f"{FIRST} {SECOND}"}
    assert is_gone(window)


def test_escape_stores_and_closes(window: PrivateNotes, desk: Desk, unit: TreatmentUnit, lane: Held) -> None:
    window.begin()
    window.text.setPlainText(FIRST)
    QTest.keyClick(window.text, Qt.Key.Key_Escape)
    lane.answer()
    assert texts(desk, unit) == {FIRST}
    assert is_gone(window)


def test_a_text_that_cannot_be_stored_stays_until_it_is_let_go(
    window: PrivateNotes, desk: Desk, unit: TreatmentUnit, lane: Held, dialogs: FakeDialogs
) -> None:
    window.begin()
    window.text.setPlainText("x" * (TEXT_LIMIT + 1))
    window.close()
    lane.answer()
    assert window.isVisible()
    assert "200,000" in dialogs.asked[0]
    assert len(window.text.value()) == TEXT_LIMIT + 1
    dialogs.answers = [True]
    window.close()
    lane.answer()
    assert is_gone(window)
    assert texts(desk, unit) == set()


def test_a_full_disk_is_said_and_the_text_is_stored_with_the_next_try(
    window: PrivateNotes, desk: Desk, unit: TreatmentUnit, lane: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, space = desk.psychotherapy_notes.save, []

    def full(note: Any) -> Any:
        if not space:
            raise DiskFull
        return save(note)

    monkeypatch.setattr(desk.psychotherapy_notes, "save", full)
    window.begin()
    window.text.setPlainText(FIRST)
    window.save()
    lane.answer()
    assert window.problem.text() == str(DiskFull())
    assert window.text.value() == FIRST
    space.append(True)
    window.flush()
    lane.answer()
    assert window.problem.text() == ""
    assert texts(desk, unit) == {FIRST}


def test_another_note_is_opened_once_the_first_is_stored(
    window: PrivateNotes, desk: Desk, unit: TreatmentUnit, lane: Held
) -> None:
    for text in (FIRST, SECOND):
        window.begin()
        window.text.setPlainText(text)
        window.save()
        lane.answer()
    window.text.setPlainText(SECOND + " More.")
    other = next(row for row in range(2) if row != window.list.currentRow())
    window.list.setCurrentRow(other)
    lane.answer()
    assert window.text.value() == FIRST
    assert not window.text.document().isUndoAvailable()
    assert texts(desk, unit) == {FIRST, SECOND + " More."}


def test_deleting_is_asked_first_and_takes_the_note_away_for_good(
    window: PrivateNotes, desk: Desk, unit: TreatmentUnit, lane: Held, dialogs: FakeDialogs
) -> None:
    window.begin()
    assert not window.delete_button.isEnabled()
    window.text.setPlainText(FIRST)
    window.save()
    lane.answer()
    window.delete_button.click()
    assert texts(desk, unit) == {FIRST}
    dialogs.answers = [True]
    window.delete_button.click()
    lane.answer()
    assert texts(desk, unit) == set()
    assert window.list.count() == 0
    assert window.text.value() == ""
    window.begin()
    window.close()
    lane.answer()
    assert texts(desk, unit) == set()


def test_a_text_with_what_belongs_into_the_record_is_warned_about(window: PrivateNotes, lane: Held) -> None:
    window.begin()
    window.text.setPlainText("We met at 10:30.")
    assert window.warning.isVisible()
    window.text.setPlainText(FIRST)
    assert not window.warning.isVisible()
