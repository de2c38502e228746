"""The recovery key asked back later, and a new one made in the open practice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from irt_desk.services import practices
from irt_desk.services.desk import Desk
from irt_desk.ui.recovery import RecoveryDialog, ask_back
from irt_desk.ui.shell import Shell
from irt_desk.ui.unlock.create import RecoveryKeyPane
from irt_desk.words import say
from tests.ui.doubles import FakeDialogs


@pytest.fixture
def asked(shell: Shell, qtbot: QtBot) -> Iterator[RecoveryDialog]:
    shell.show()
    dialog = ask_back(shell.room, shell)
    qtbot.waitUntil(dialog.isVisible)
    yield dialog
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_two_right_groups_are_enough_and_are_remembered(asked: RecoveryDialog, desk: Desk) -> None:
    key, _ = practices.new_recovery_key(desk)
    for number, field in asked.fields.items():
        field.setText(key.split("-")[number - 1].lower())
    asked.done_button.click()
    assert not asked.isVisible()
    assert practices.is_recovery_confirmed(desk)


def test_wrong_groups_are_said_and_nothing_is_remembered(asked: RecoveryDialog, desk: Desk) -> None:
    for field in asked.fields.values():
        field.setText("0000000")
    asked.done_button.click()
    assert asked.isVisible()
    assert asked.problem.text() == say("recovery.wrong")
    assert not practices.is_recovery_confirmed(desk)


def test_a_new_key_is_made_only_after_a_yes(asked: RecoveryDialog, desk: Desk, dialogs: FakeDialogs) -> None:
    old, _ = practices.new_recovery_key(desk)
    groups = old.split("-")
    asked.renew()
    assert dialogs.asked == [say("recovery.new_question")]
    assert practices.confirm_recovery(desk, {1: groups[0], 2: groups[1]})


def test_a_new_key_is_shown_once_and_voids_the_one_before(
    asked: RecoveryDialog, desk: Desk, dialogs: FakeDialogs
) -> None:
    old, _ = practices.new_recovery_key(desk)
    dialogs.answers.append(True)
    asked.renew()
    pane = asked.findChild(RecoveryKeyPane)
    assert isinstance(pane, RecoveryKeyPane)
    assert not practices.confirm_recovery(desk, {1: old.split("-")[0], 2: old.split("-")[1]})
    for number, field in pane.fields.items():
        field.setText(pane._text.split("-")[number - 1])
    pane.done_button.click()
    assert not asked.isVisible()
    assert practices.is_recovery_confirmed(desk)
