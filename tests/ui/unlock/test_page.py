"""The unlock page asks plainly, keeps what was typed, and stores nothing but paths and days."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from irt_desk.errors import WrongPassphrase
from irt_desk.ui.building import unnamed
from irt_desk.ui.building.names import marked_up
from irt_desk.ui.unlock.create import CreatePane, RecoveryKeyPane
from irt_desk.ui.unlock.open import OpenPane, WelcomePane
from irt_desk.ui.unlock.page import UnlockPage
from irt_desk.ui.unlock.parts import Pane, RecentButton, place_text
from irt_desk.ui.unlock.recents import Recent, forget_recent, recents, remember_recent
from irt_desk.ui.unlock.restore import RecoverPane, RestorePane, RestoreWith
from irt_desk.words import say
from tests.ui.doubles import FakeDialogs, type_text

TODAY = date(2026, 11, 24)
GOOD = "seven quiet herons at noon"
KEY = "0000001-0000002-0000003-0000004-0000005-0000006-0000007-0000008"


@pytest.fixture
def show(qtbot: QtBot, dialogs: FakeDialogs) -> Callable[..., UnlockPage]:
    kept: list[UnlockPage] = []

    def make(folder: Path | None = None, **values: str) -> UnlockPage:
        page = UnlockPage(folder, dialogs=dialogs, **values)  # type: ignore[arg-type]  # only the note is given
        qtbot.addWidget(page)
        kept.append(page)
        page.resize(1200, 800)
        page.show()
        return page

    return make


def pane_of(page: UnlockPage) -> Pane:
    pane = page.panes.currentWidget()
    assert isinstance(pane, Pane)
    return pane


def test_the_first_start_explains_and_offers_to_create(show: Callable[..., UnlockPage]) -> None:
    page = show()
    assert isinstance(pane_of(page), WelcomePane)
    page.tiles["create"].click()
    assert isinstance(pane_of(page), CreatePane)


def test_the_last_practice_waits_for_its_passphrase(show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    remember_recent(tmp_path / "Old.irtdesk", date(2026, 11, 2))
    remember_recent(tmp_path / "New.irtdesk", TODAY)
    page = show()
    asked: list[tuple[object, str]] = []
    page.open_asked.connect(lambda folder, text: asked.append((folder, text)))
    pane = pane_of(page)
    assert isinstance(pane, OpenPane)
    assert page.window().focusWidget() is pane.passphrase
    type_text(pane.passphrase, "  zwölf Boote ")
    pane.passphrase.returnPressed.emit()
    assert asked == [(tmp_path / "New.irtdesk", "  zwölf Boote ")]


def test_an_empty_passphrase_is_not_tried(show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    page = show(tmp_path / "A.irtdesk")
    asked: list[object] = []
    page.open_asked.connect(lambda *values: asked.append(values))
    pane = pane_of(page)
    assert isinstance(pane, OpenPane)
    pane.open_button.click()
    assert asked == []
    assert pane.problem.text() == say("unlock.type_passphrase")


def test_a_wrong_passphrase_is_said_and_stays_to_be_corrected(show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    page = show(tmp_path / "A.irtdesk")
    pane = pane_of(page)
    assert isinstance(pane, OpenPane)
    pane.passphrase.setText("wrong one")
    page.set_busy(True, "…")
    assert not pane.isEnabled()
    page.say_problem(WrongPassphrase())
    assert pane.isEnabled()
    assert pane.problem.text() == str(WrongPassphrase())
    assert pane.passphrase.text() == "wrong one"


def test_a_bug_is_not_taken_for_a_wrong_passphrase(show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    page = show(tmp_path / "A.irtdesk")
    with pytest.raises(ZeroDivisionError):
        page.say_problem(ZeroDivisionError())


def test_the_passphrase_is_hidden_until_it_is_shown(show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    pane = pane_of(show(tmp_path / "A.irtdesk"))
    assert isinstance(pane, OpenPane)
    assert pane.passphrase.echoMode() is QLineEdit.EchoMode.Password
    pane.passphrase.show_button.click()
    assert pane.passphrase.echoMode() is QLineEdit.EchoMode.Normal


@pytest.fixture
def create(show: Callable[..., UnlockPage], tmp_path: Path) -> CreatePane:
    page = show()
    page.begin_create()
    pane = pane_of(page)
    assert isinstance(pane, CreatePane)
    pane.set_place(tmp_path)
    pane.name.setText("Harbour Street")
    pane.first.setText(GOOD)
    pane.again.setText(GOOD)
    pane.understood.set_value(True)
    return pane


def test_a_practice_is_created_with_name_place_and_passphrase(create: CreatePane, tmp_path: Path) -> None:
    asked: list[tuple[object, str]] = []
    create.created.connect(lambda folder, text: asked.append((folder, text)))
    create.create_button.click()
    assert asked == [(tmp_path / "Harbour Street.irtdesk", GOOD)]


@pytest.mark.parametrize(
    ("name", "first", "again", "understood", "field"),
    [
        ("", GOOD, GOOD, True, "name_field"),
        ("a/b", GOOD, GOOD, True, "name_field"),
        (".hidden", GOOD, GOOD, True, "name_field"),
        ("Taken", GOOD, GOOD, True, "name_field"),
        ("A", "short", "short", True, "first_field"),
        ("A", "aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", True, "first_field"),
        ("A", GOOD, "another one here", True, "again_field"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    create: CreatePane, tmp_path: Path, name: str, first: str, again: str, understood: bool, field: str
) -> None:
    (tmp_path / "Taken.irtdesk").mkdir()
    asked: list[object] = []
    create.created.connect(lambda *values: asked.append(values))
    create.name.setText(name)
    create.first.setText(first)
    create.again.setText(again)
    create.create_button.click()
    assert asked == []
    said = {one: getattr(create, one).problem for one in ("name_field", "first_field", "again_field")}
    assert [one for one, text in said.items() if text] == [field]


def test_losing_both_secrets_has_to_be_understood_first(create: CreatePane) -> None:
    create.understood.set_value(False)
    create.create_button.click()
    assert create.problem.text() == say("create.understood_needed")


def test_a_suggested_passphrase_is_shown_and_filled_in_twice(create: CreatePane) -> None:
    create._on_suggest()
    assert create.first.text() == create.again.text()
    assert len(create.first.text().split("-" if "-" in create.first.text() else " ")) == 6
    assert create.first.echoMode() is QLineEdit.EchoMode.Normal


@pytest.fixture
def key_pane(qtbot: QtBot, dialogs: FakeDialogs) -> RecoveryKeyPane:
    pane = RecoveryKeyPane(KEY, "Harbour Street", dialogs, ask=(2, 7))
    qtbot.addWidget(pane)
    return pane


def test_two_groups_are_typed_back(key_pane: RecoveryKeyPane) -> None:
    typed: list[object] = []
    key_pane.typed.connect(typed.append)
    assert set(key_pane.fields) == {2, 7}
    key_pane.fields[2].setText(" 0000002 ")
    key_pane.fields[7].setText("0000007")
    key_pane.done_button.click()
    assert typed == [{2: "0000002", 7: "0000007"}]


def test_the_kit_can_be_printed_and_names_what_it_can_do(key_pane: RecoveryKeyPane, dialogs: FakeDialogs) -> None:
    key_pane.print_button.click()
    (kit,) = dialogs.printed
    assert all(group in kit for group in KEY.split("-"))
    assert "Harbour Street" in kit
    assert "There is no back door" in kit


def test_the_kit_is_saved_for_this_user_alone(key_pane: RecoveryKeyPane, dialogs: FakeDialogs, tmp_path: Path) -> None:
    dialogs.files.append(tmp_path / "kit.txt")
    key_pane.save_button.click()
    assert "0000004" in (tmp_path / "kit.txt").read_text()
    assert stat.S_IMODE((tmp_path / "kit.txt").stat().st_mode) == 0o600
    assert key_pane.kept.text() == say("recovery.saved")


def test_a_place_that_cannot_be_written_is_named(key_pane: RecoveryKeyPane, tmp_path: Path) -> None:
    key_pane.save_to(tmp_path / "missing" / "kit.txt")
    assert str(tmp_path / "missing") in key_pane.problem.text()


def test_nothing_else_can_be_pressed_while_the_key_is_shown(show: Callable[..., UnlockPage]) -> None:
    page = show()
    page.show_recovery_key(KEY, "A")
    assert not page.tiles["create"].isEnabled()
    assert pane_of(page).isEnabled()


def test_there_is_no_back_door_stands_on_both_screens(create: CreatePane, show: Callable[..., UnlockPage]) -> None:
    assert "neither the passphrase nor the recovery key" in say("create.warning")
    assert "Without the passphrase or the recovery key" in say("unlock.promise")


def test_recovering_needs_the_same_passphrase_twice(show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    page = show(tmp_path / "A.irtdesk")
    page.begin_recover(tmp_path / "A.irtdesk")
    pane = pane_of(page)
    assert isinstance(pane, RecoverPane)
    asked: list[tuple[object, ...]] = []
    page.recover_asked.connect(lambda *values: asked.append(values))
    pane.key.setText(KEY)
    pane.first.setText(GOOD)
    pane.act_button.click()
    assert asked == []
    pane.again.setText(GOOD)
    pane.act_button.click()
    assert asked == [(tmp_path / "A.irtdesk", KEY, GOOD)]


@pytest.mark.parametrize(("kind", "with_key"), [(RestoreWith.PASSPHRASE, False), (RestoreWith.KEY, True)])
def test_a_backup_goes_back_to_the_practice_it_lies_in(
    show: Callable[..., UnlockPage], dialogs: FakeDialogs, tmp_path: Path, kind: RestoreWith, with_key: bool
) -> None:
    file = tmp_path / "A.irtdesk" / "backups" / "x.irtbackup"
    page = show()
    page.begin_restore()
    pane = pane_of(page)
    assert isinstance(pane, RestorePane)
    asked: list[tuple[object, ...]] = []
    page.restore_asked.connect(lambda *values: asked.append(values))
    pane.act_button.click()
    assert asked == []
    assert pane.problem.text() == say("restore.choose_first")
    dialogs.files.append(file)
    pane.choose_button.click()
    pane.secret_kind.chip(kind).click()
    pane.secret.setText("the secret")
    pane.act_button.click()
    assert asked == [(file, tmp_path / "A.irtdesk", "the secret", with_key)]


def test_a_backup_may_go_elsewhere(show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    page = show()
    page.begin_restore()
    pane = pane_of(page)
    assert isinstance(pane, RestorePane)
    pane.set_file(tmp_path / "A.irtdesk" / "backups" / "x.irtbackup")
    pane.set_place(tmp_path / "elsewhere")
    assert str(tmp_path / "elsewhere" / "A.irtdesk") in pane.chosen.text()


def test_only_a_practice_is_opened_from_elsewhere(
    show: Callable[..., UnlockPage], dialogs: FakeDialogs, tmp_path: Path
) -> None:
    (tmp_path / "Photos").mkdir()
    (tmp_path / "B.irtdesk").mkdir()
    (tmp_path / "B.irtdesk" / "practice.hdr").touch()
    dialogs.files += [tmp_path / "Photos", tmp_path / "B.irtdesk"]
    page = show()
    page._on_other()
    assert dialogs.told == [say("unlock.not_a_practice", name="Photos")]
    page._on_other()
    assert isinstance(pane_of(page), OpenPane)


def test_a_practice_can_be_taken_off_the_list(qtbot: QtBot, show: Callable[..., UnlockPage], tmp_path: Path) -> None:
    for name in ("One", "Two"):
        remember_recent(tmp_path / f"{name}.irtdesk", TODAY)
    page = show()
    first = page.findChildren(RecentButton)[0]
    first.forget_button.click()
    qtbot.waitUntil(lambda: len([b for b in page.findChildren(RecentButton) if not b.isHidden()]) == 1, timeout=2000)
    assert [one.folder.stem for one in recents()] == ["One"]


def test_the_list_keeps_paths_and_days_and_nothing_else(own_state: Path, tmp_path: Path) -> None:
    for number in range(9):
        remember_recent(tmp_path / f"{number}.irtdesk", TODAY)
    remember_recent(tmp_path / "5.irtdesk", TODAY)
    data = json.loads((own_state / "recents.json").read_text())
    assert [Path(one["path"]).stem for one in data] == ["5", "8", "7", "6", "4", "3"]
    assert {key for one in data for key in one} == {"path", "opened"}
    forget_recent(tmp_path / "8.irtdesk")
    assert recents()[1].folder.stem == "7"


@pytest.mark.parametrize("text", ["", "{}", "3", '[{"path": 3}, "x", null]', '[{"path": "/a", "opened": "yesterday"}]'])
def test_a_broken_list_is_no_obstacle(own_state: Path, text: str) -> None:
    own_state.mkdir()
    (own_state / "recents.json").write_text(text)
    assert len(recents()) <= 1


def test_where_a_practice_lies_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "Documents" / "A.irtdesk").mkdir(parents=True)
    here = tmp_path / "Documents" / "A.irtdesk"
    assert place_text(Recent(here, date(2026, 11, 21)), TODAY) == "Documents · opened 21 Nov"
    assert place_text(Recent(here, date(2025, 11, 21)), TODAY) == "Documents · opened 21 Nov 2025"
    assert place_text(Recent(Path("/media/Stick/B.irtdesk"), None), TODAY) == "Stick · not found now"


@pytest.mark.parametrize("pane", ["open", "create", "recover", "restore", "key", "welcome"])
def test_every_control_can_be_heard(show: Callable[..., UnlockPage], tmp_path: Path, pane: str) -> None:
    remember_recent(tmp_path / "A.irtdesk", TODAY)
    page = show(None if pane == "welcome" else tmp_path / "A.irtdesk")
    if pane == "create":
        page.begin_create()
    elif pane == "recover":
        page.begin_recover(tmp_path / "A.irtdesk")
    elif pane == "restore":
        page.begin_restore()
    elif pane == "key":
        page.show_recovery_key(KEY, "A")
    assert unnamed(page) == []
    assert marked_up(page) == []


def test_the_appearance_can_be_changed_before_anything_is_open(show: Callable[..., UnlockPage]) -> None:
    page = show()
    assert page.appearance.text() == say("unlock.dark")
    page.appearance.click()
    assert page.appearance.text() == say("unlock.light")


def test_the_reason_of_the_lock_stands_above(show: Callable[..., UnlockPage]) -> None:
    page = show(note=say("unlock.locked_idle"))
    assert page.banner.isVisible()


def test_the_page_says_once_that_it_was_painted(qtbot: QtBot, dialogs: FakeDialogs) -> None:
    page = UnlockPage(dialogs=dialogs)
    qtbot.addWidget(page)
    painted: list[None] = []
    page.painted.connect(lambda: painted.append(None))
    page.show()
    qtbot.waitUntil(lambda: bool(painted), timeout=2000)
    page.repaint()
    assert painted == [None]
