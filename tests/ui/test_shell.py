"""The main window: every page opens by its key, says what it is, and gives up what is typed before it is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.building.names import marked_up
from irt_desk.ui.room import Page
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell, _backup_text, specs
from irt_desk.words import say
from tests.ui.doubles import FakeDialogs

CLIENT = "Quintessa Vandermolen"
TakeIn = Callable[..., TreatmentUnit]


def names_on_rail() -> list[str]:
    return [spec.name for spec in specs() if spec.on_rail]


def shown(shell: Shell, qtbot: QtBot) -> Shell:
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    return shell


@pytest.mark.parametrize("name", names_on_rail())
def test_every_page_of_the_rail_opens_and_can_be_heard(shell: Shell, qtbot: QtBot, name: str) -> None:
    shown(shell, qtbot)._buttons[name].click()
    page = shell.stack.currentWidget()
    assert page is shell.page(name)
    assert shell._buttons[name].isChecked()
    assert unnamed(page) == []


def test_the_frame_itself_can_be_heard(shell: Shell, qtbot: QtBot) -> None:
    shown(shell, qtbot)
    assert unnamed(shell) == []
    assert marked_up(shell) == []


@pytest.mark.parametrize("name", names_on_rail())
def test_every_page_has_its_key(shell: Shell, qtbot: QtBot, name: str) -> None:
    spec = next(one for one in specs() if one.name == name)
    assert spec.shortcut


def test_back_goes_to_the_page_before(shell: Shell, qtbot: QtBot) -> None:
    shown(shell, qtbot)
    shell.go("today")
    shell.go("clients")
    shell.back()
    assert shell.stack.currentWidget() is shell.page("today")
    shell.back()
    assert shell.stack.currentWidget() is shell.page("today")


class Typed(Page):
    def __init__(self, room: Any) -> None:
        super().__init__(room)
        self.flushed = 0

    def flush(self) -> None:
        self.flushed += 1


def test_what_is_typed_is_handed_over_before_leaving_and_locking(shell: Shell, qtbot: QtBot) -> None:
    page = Typed(shell.room)
    shell._pages["clients"] = page
    shell.stack.addWidget(page)
    shown(shell, qtbot).go("clients")
    before = page.flushed
    shell.go("today")
    assert page.flushed > before
    before = page.flushed
    shell.flush()
    assert page.flushed == before + 1


def test_ctrl_l_and_the_rail_ask_to_lock(shell: Shell, qtbot: QtBot) -> None:
    shown(shell, qtbot)
    asked: list[str] = []
    shell.lock_asked.connect(asked.append)
    next(one for one in shell.findChildren(QPushButton) if one.text() == say("rail.lock")).click()
    qtbot.keyClick(shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["asked", "asked"]


def test_the_minutes_until_the_lock_stand_in_the_bar(desk: Desk, dialogs: FakeDialogs, qtbot: QtBot) -> None:
    shell = Shell(desk, InlineRunner(), lock_minutes=10, dialogs=dialogs)
    qtbot.addWidget(shell)
    assert shell.lock_label.text() == say("bar.locks_in", minutes=10)
    shell.idle.stop()


def test_the_setting_of_the_lock_takes_hold_at_once(shell: Shell, desk: Desk) -> None:
    shell.runner.change(shell, lambda: desk.settings.set_lock_minutes(2))
    assert shell.lock_label.text() == say("bar.locks_in", minutes=2)


def test_no_title_names_a_client(shell: Shell, qtbot: QtBot, take_in: TakeIn) -> None:
    take_in(CLIENT)
    shown(shell, qtbot)
    for name in names_on_rail():
        shell.go(name)
        assert CLIENT not in shell.windowTitle()


def test_the_demonstration_says_what_it_is(desk: Desk, dialogs: FakeDialogs, qtbot: QtBot) -> None:
    shell = Shell(desk, InlineRunner(), demo_passphrase="invented people only", dialogs=dialogs)
    qtbot.addWidget(shell)
    texts = [label.text() for label in shell.findChildren(QLabel)]
    assert say("ribbon.demo", passphrase="invented people only") in texts
    shell.idle.stop()


def press(widget: object, key: Qt.Key) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))  # type: ignore[call-overload]  # a widget


def test_the_switcher_finds_a_client_by_a_few_letters(shell: Shell, qtbot: QtBot, take_in: TakeIn) -> None:
    unit = take_in(CLIENT)
    take_in("Jon Berg")
    gone: list[tuple[str, dict[str, Any]]] = []
    shell.room.go = lambda name, *_, **values: gone.append((name, values))
    shown(shell, qtbot).switcher.begin()
    shell.switcher.setText("quin")
    shell.switcher.textEdited.emit("quin")
    assert shell.switcher.list.count() == 1
    press(shell.switcher, Qt.Key.Key_Return)
    assert gone == [("chart", {"unit_id": unit.id})]
    assert shell.switcher.text() == ""
    assert not shell.switcher.list.isVisible()


def test_the_switcher_finds_a_page_and_is_left_with_escape(shell: Shell, qtbot: QtBot) -> None:
    shown(shell, qtbot).switcher.begin()
    shell.switcher.setText("sett")
    shell.switcher.textEdited.emit("sett")
    assert shell.switcher.list.item(0).text() == say("rail.settings")
    press(shell.switcher, Qt.Key.Key_Escape)
    assert shell.switcher.text() == ""


def test_a_number_on_the_rail_is_heard_with_its_name(shell: Shell) -> None:
    shell.set_badge("today", 3)
    assert shell._buttons["today"].accessibleName() == say("rail.count", name=say("rail.today"), count=3)
    shell.set_badge("today", 0)
    assert shell._buttons["today"].accessibleName() == say("rail.today")
    assert shell._badges["today"].isHidden()


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), say("bar.no_backup")),
        (("20261124T093000Z-1.irtbackup",), say("bar.backup_minutes", count=22)),
        (("20261124T075100Z-2.irtbackup", "20261101T000000Z-1.irtbackup"), say("bar.backup_hours", count=2)),
        (("20261120T095200Z-1.irtbackup",), say("bar.backup_days", count=4)),
        (("a copy.irtbackup",), say("bar.no_backup")),
    ],
)
def test_the_age_of_the_newest_backup(names: tuple[str, ...], text: str) -> None:
    now = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
    assert _backup_text(tuple(Path(name) for name in names), now) == text


def test_a_small_window_still_shows_everything(shell: Shell, qtbot: QtBot) -> None:
    shell.resize(shell.minimumSize())
    shown(shell, qtbot)
    for name in names_on_rail():
        shell.go(name)
        QApplication.processEvents()
        assert shell.width() <= 900, f"{name} widens the window"


@pytest.mark.parametrize("typed", ["Zoë", "zoe", "ZOË ", "quïnt"])
def test_a_name_is_found_with_and_without_its_accents(shell: Shell, qtbot: QtBot, take_in: TakeIn, typed: str) -> None:
    take_in("Zoë Quint")
    take_in("Amara")
    shown(shell, qtbot).go("clients")
    clients = shell.page("clients")
    clients.search.setText(typed)  # type: ignore[attr-defined]  # the page of the client list
    assert clients.model.rowCount() == 1  # type: ignore[attr-defined]  # as above
    shell.switcher.begin()
    shell.switcher.setText(typed)
    shell.switcher.textEdited.emit(typed)
    assert shell.switcher.list.count() == 1
