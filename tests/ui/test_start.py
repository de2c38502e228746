"""Start, open, lock and close: the first paint needs Qt alone; a lock keeps everything and ends the process image."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from irt_desk import app as program_module
from irt_desk.app import Program
from irt_desk.errors import DiskFull
from irt_desk.services import practices
from irt_desk.ui import theme
from irt_desk.ui.room import Page
from irt_desk.ui.unlock.create import RecoveryKeyPane
from irt_desk.ui.unlock.open import OpenPane
from irt_desk.words import say
from tests.ui.doubles import FakeDialogs, on_clipboard

PASSPHRASE = "seven quiet herons at noon"
FORBIDDEN = ("sqlalchemy", "sqlcipher3", "reportlab", "cryptography", "argon2", "pikepdf", "alembic", "numpy", "click")

FIRST_PAINT = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from irt_desk.app import Program
app = QApplication([])
program = Program(app, None)
def painted():
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules} | {n for n in sys.modules if n.startswith("PySide6.")})))
    QTimer.singleShot(0, app.quit)
def built():
    if hasattr(program, "unlock"):
        program.unlock.painted.connect(painted)
    else:
        QTimer.singleShot(0, built)
program.window.painted.connect(built)
app.exec()
"""


def test_nothing_heavy_is_loaded_when_the_first_window_is_painted(own_state: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "IRT_DESK_STATE": str(own_state)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, timeout=60, env=environment, check=True
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert [name for name in FORBIDDEN if name in loaded] == []
    assert [name for name in loaded if name.startswith("PySide6.Qt")] == [
        "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets",
    ]  # fmt: skip


def test_the_first_window_has_the_paper_of_the_appearance_chosen_last(qtbot: QtBot) -> None:
    theme.remember("dark")
    window = program_module.FirstWindow()
    qtbot.addWidget(window)
    assert window.palette().color(QPalette.ColorRole.Window) == theme.load("dark").color("paper")


def test_a_broken_appearance_file_does_not_blacken_the_first_window(qtbot: QtBot, own_state: Path) -> None:
    own_state.mkdir(parents=True)
    (own_state / "appearance.json").write_text('{"paper": 3}')
    window = program_module.FirstWindow()
    qtbot.addWidget(window)
    assert window.palette() == QApplication.palette(window)


class Restarts(list[tuple[Path | None, str, Path | None]]):
    def __call__(self, folder: Path | None, cause: str, demo_folder: Path | None) -> None:
        self.append((folder, cause, demo_folder))


@pytest.fixture
def restarts() -> Restarts:
    return Restarts()


@pytest.fixture
def start(
    qapp: QApplication,
    qtbot: QtBot,
    dialogs: FakeDialogs,
    restarts: Restarts,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Program]]:
    """Return a function that starts the program up to the moment everything is loaded."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("irt_desk.ui.crash.start_log", lambda: None)
    monkeypatch.setattr("irt_desk.ui.crash.install", lambda _: None)
    mask = os.umask(0o077)
    made: list[Program] = []

    def make(folder: Path | None = None, **values: Any) -> Program:
        program = Program(qapp, folder, dialogs=dialogs, restart=restarts, **values)
        made.append(program)
        qtbot.waitUntil(lambda: program._practices is not None, timeout=10_000)
        return program

    yield make
    for program in made:
        program._collector.stop()
        program.quit()
        program.forget_demo()
        for window in (program.window, program.shell):
            if window is not None:
                window.hide()
                window.deleteLater()
    gc.enable()
    os.umask(mask)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a practice made with the real key derivation; each test works on a copy."""
    os.environ["IRT_DESK_STATE"] = str(tmp_path_factory.mktemp("state"))
    folder = tmp_path_factory.mktemp("practices") / "Harbour Street.irtdesk"
    desk, key = practices.create(folder, "Harbour Street", PASSPHRASE)
    groups = key.split("-")
    practices.confirm_recovery(desk, {1: groups[0], 2: groups[1]})
    practices.close(desk, backup=False)
    return folder


@pytest.fixture
def folder(stored: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(stored, tmp_path / stored.name))


@pytest.fixture
def opened(start: Callable[..., Program], folder: Path, qtbot: QtBot) -> Program:
    program = start(folder)
    pane = program.unlock.panes.currentWidget()
    assert isinstance(pane, OpenPane)
    pane.passphrase.setText(PASSPHRASE)
    pane.open_button.click()
    qtbot.waitUntil(lambda: program.shell is not None and program.shell.isVisible(), timeout=10_000)
    return program


def test_the_right_passphrase_opens_the_practice(opened: Program, own_state: Path, folder: Path) -> None:
    assert not opened.window.isVisible()
    assert json.loads((own_state / "recents.json").read_text())[0]["path"] == str(folder)


def test_a_wrong_passphrase_is_said_on_the_page(start: Callable[..., Program], folder: Path, qtbot: QtBot) -> None:
    program = start(folder)
    pane = program.unlock.panes.currentWidget()
    assert isinstance(pane, OpenPane)
    pane.passphrase.setText("not the right one at all")
    pane.open_button.click()
    qtbot.waitUntil(lambda: bool(pane.problem.text()), timeout=10_000)
    assert pane.problem.text() == say("error.wrong_passphrase")
    assert program.shell is None


def test_what_is_asked_before_everything_is_loaded_is_done_then(
    qapp: QApplication, start: Callable[..., Program], folder: Path, qtbot: QtBot
) -> None:
    program = start(folder)
    practices_module, program._practices = program._practices, None
    program.unlock.open_asked.emit(folder, PASSPHRASE)
    assert program.shell is None
    program._practices = practices_module
    waiting, program._pending = program._pending, []
    for act in waiting:
        act()
    qtbot.waitUntil(lambda: program.shell is not None, timeout=10_000)


def test_a_new_practice_opens_after_two_groups_were_typed_back(
    start: Callable[..., Program], tmp_path: Path, qtbot: QtBot
) -> None:
    program = start()
    program.unlock.create_asked.emit(tmp_path / "New.irtdesk", PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(program.unlock.panes.currentWidget(), RecoveryKeyPane), timeout=10_000)
    pane = program.unlock.panes.currentWidget()
    assert isinstance(pane, RecoveryKeyPane)
    for field in pane.fields.values():
        field.setText("WRONG12")
    pane.done_button.click()
    qtbot.waitUntil(lambda: bool(pane.problem.text()), timeout=5000)
    assert program.shell is None
    groups = pane._text.split("-")
    for number, field in pane.fields.items():
        field.setText(groups[number - 1])
    pane.done_button.click()
    qtbot.waitUntil(lambda: program.shell is not None, timeout=10_000)
    assert program._desk is not None
    assert program._desk.practice.recovery_confirmed


class Writing(Page):
    """A page with something typed that is not stored yet."""

    def flush(self) -> None:
        self.room.runner.change(self, partial(self.room.desk.settings.set_lock_minutes, 7))


def begin_typing(program: Program) -> Writing:
    assert program.shell is not None
    page = Writing(program.shell.room)
    program.shell._pages["clients"] = page
    program.shell.stack.addWidget(page)
    return page


def test_locking_keeps_what_was_typed_and_starts_anew(
    opened: Program, restarts: Restarts, folder: Path, qtbot: QtBot
) -> None:
    begin_typing(opened)
    on_clipboard(text="shopping list")
    assert opened.shell is not None
    started = time.perf_counter()
    opened.shell.lock_asked.emit("asked")
    assert time.perf_counter() - started < 0.2
    assert not opened.shell.isVisible()
    qtbot.waitUntil(lambda: bool(restarts), timeout=10_000)
    assert restarts == [(folder, "asked", None)]
    assert QGuiApplication.clipboard().text() == "shopping list"
    desk = practices.open_practice(folder, PASSPHRASE)
    assert desk.settings.lock_minutes() == 7
    practices.close(desk, backup=False)


def test_a_full_disk_does_not_lose_what_was_typed_at_the_lock(
    opened: Program, restarts: Restarts, dialogs: FakeDialogs, qtbot: QtBot
) -> None:
    page = begin_typing(opened)
    space = {"left": False}
    store = opened._desk.settings.set_lock_minutes  # type: ignore[union-attr]  # a practice is open

    def save() -> Any:
        if not space["left"]:
            space["left"] = len(dialogs.asked) >= 1
            raise DiskFull
        return store(9)

    page.flush = lambda: page.room.runner.change(page, save, None, page.fail)  # type: ignore[method-assign]  # the disk is full once or twice
    assert opened.shell is not None
    opened.shell.lock_asked.emit("idle")
    qtbot.waitUntil(lambda: bool(restarts), timeout=10_000)
    assert str(DiskFull()) in dialogs.asked[0]
    assert not opened.shell.isVisible()


def test_closing_the_window_backs_up_what_changed(
    opened: Program, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []
    monkeypatch.setattr(opened, "quit", lambda: left.append(True))
    begin_typing(opened)
    assert opened.shell is not None
    opened.shell.close()
    qtbot.waitUntil(lambda: bool(left), timeout=20_000)
    assert len(practices.list_backups(folder)) == 1
    assert not (folder / "practice.db-wal").exists() or (folder / "practice.db-wal").stat().st_size == 0


def test_closing_never_loses_what_the_full_disk_did_not_take(
    opened: Program, dialogs: FakeDialogs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []
    monkeypatch.setattr(opened, "quit", lambda: left.append(True))
    page = begin_typing(opened)
    store = opened._desk.settings.set_lock_minutes  # type: ignore[union-attr]  # a practice is open
    space: list[bool] = []

    def save() -> Any:
        if not space:
            raise DiskFull
        return store(9)

    page.flush = lambda: page.room.runner.change(page, save, None, page.fail)  # type: ignore[method-assign]  # the disk is full at first
    assert opened.shell is not None
    opened.shell.close()
    qtbot.waitUntil(lambda: bool(dialogs.asked), timeout=10_000)
    assert str(DiskFull()) in dialogs.asked[0]
    assert opened.shell.isVisible()
    assert not opened.window.isVisible()
    assert not left
    space.append(True)
    opened.shell.close()
    qtbot.waitUntil(lambda: bool(left), timeout=20_000)
    assert len(dialogs.asked) == 1


def test_without_a_backup_one_may_go_back_and_make_one(
    opened: Program,
    restarts: Restarts,
    dialogs: FakeDialogs,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise DiskFull("error.disk_full_backup")

    monkeypatch.setattr("irt_desk.services.practices.backups.make", full)
    begin_typing(opened)
    assert opened.shell is not None
    opened.shell.close()
    qtbot.waitUntil(lambda: bool(restarts), timeout=10_000)
    assert restarts == [(folder, "", None)]
    assert str(DiskFull("error.disk_full_backup")) in dialogs.asked[0]


def test_the_collector_runs_on_the_gui_thread_only(opened: Program, qtbot: QtBot) -> None:
    assert not gc.isenabled()
    threads: set[int] = set()

    def heard(phase: str, info: dict[str, int]) -> None:
        threads.add(threading.get_ident())

    def litter() -> int:
        for _ in range(50_000):
            ring: list[object] = []
            ring.append(ring)
        return 1

    gc.callbacks.append(heard)
    try:
        got: list[object] = []
        opened._runner.read(opened, litter, got.append)
        qtbot.waitUntil(lambda: bool(got), timeout=10_000)
        opened._collector.timeout.emit()
    finally:
        gc.callbacks.remove(heard)
    assert threads == {threading.get_ident()}


def test_the_fresh_process_is_told_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(program_module.os, "execv", lambda _, arguments: ran.append(arguments))
    monkeypatch.setenv(program_module.LOCKED, "")
    monkeypatch.setenv(program_module.DEMO, "")
    program_module.restart_process(tmp_path / "A.irtdesk", "idle", tmp_path)
    assert os.environ[program_module.LOCKED] == "idle"
    assert os.environ[program_module.DEMO] == str(tmp_path)
    assert ran[0][0] == sys.executable
    assert ran[0][-1] == str(tmp_path / "A.irtdesk")
    assert PASSPHRASE not in " ".join(ran[0])


def test_the_demonstration_can_be_locked_and_opened_again(
    start: Callable[..., Program], restarts: Restarts, tmp_path: Path, qtbot: QtBot
) -> None:
    program = start(demo=True)
    qtbot.waitUntil(lambda: program.shell is not None, timeout=60_000)
    assert program.is_demo
    folder, demo_folder = program._folder, program._demo_folder
    assert program.shell is not None
    program.shell.lock_asked.emit("asked")
    qtbot.waitUntil(lambda: bool(restarts), timeout=10_000)
    assert restarts == [(folder, "asked", demo_folder)]
    again = start(folder, locked="asked", demo_folder=demo_folder)
    assert practices.DEMO_PASSPHRASE in again.unlock.note.text()
    again.forget_demo()
    program._demo_folder = None
    assert demo_folder is not None
    assert not demo_folder.exists()
