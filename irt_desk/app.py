"""Start-up order: a window in the colour of the paper, the unlock page on it, then everything else; open, lock, close.

The window is painted before anything of ours is imported but this file: whoever started the program sees at once that it
starts. The unlock page follows in the next turn of the event loop with QtWidgets alone, and what is heavy (database,
key derivation, documents) only once that page is painted.

The cyclic collector runs on the GUI thread only: collecting in the database lane can free widgets there and crash
(design paper, known traps). Locking ends this process image and starts it anew at the unlock page, because Python
cannot wipe its memory (security paper, LK-3).
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QMainWindow

from irt_desk.words import say

if TYPE_CHECKING:
    from types import ModuleType

    from irt_desk.services.desk import Desk
    from irt_desk.ui.dialogs import Dialogs
    from irt_desk.ui.shell import Shell
    from irt_desk.ui.unlock.page import UnlockPage

LOCKED = "IRT_DESK_LOCKED"
"""Environment variable that tells the fresh process why the one before locked."""

DEMO = "IRT_DESK_DEMO"
"""Environment variable that tells the fresh process which folder holds the throw-away practice."""

COLLECT_MS = 2000

Restart = Callable[[Path | None, str, Path | None], None]


class FirstWindow(QMainWindow):
    """The window of the unlock page; closing it ends the program. It says once that it was painted."""

    closed = Signal()
    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False
        ground = QColor(_ground())
        if ground.isValid():
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.Window, ground)
            self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say that the window is on screen: what it shows is made after that."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it was closed."""
        super().closeEvent(event)
        self.closed.emit()


class Program(QObject):
    """The running program: the unlock window, then the main window, then out."""

    ready = Signal()
    progressed = Signal(float)
    unlock: UnlockPage
    """The page; there once the window was painted."""

    def __init__(
        self,
        app: QApplication,
        folder: Path | None,
        *,
        demo: bool = False,
        locked: str = "",
        demo_folder: Path | None = None,
        restart: Restart | None = None,
        runner: Any = None,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__()
        self._app, self._folder, self._demo = app, folder, demo
        self._demo_folder = demo_folder
        self._restart: Restart = restart if restart is not None else restart_process
        self._runner: Any = runner
        self._practices: ModuleType | None = None
        self._desk: Desk | None = None
        self._pending: list[Callable[[], None]] = []
        self.shell: Shell | None = None
        gc.disable()
        self._collector = QTimer(self, interval=COLLECT_MS)
        self._collector.timeout.connect(gc.collect)
        self._collector.start()
        self._door, self._locked = dialogs, locked
        self.window = FirstWindow()
        self.window.resize(1280, 860)
        self.window.closed.connect(self.quit)
        self.window.painted.connect(self._on_window)
        self.window.show()

    def _on_window(self) -> None:
        QTimer.singleShot(0, self, self._build)

    def _build(self) -> None:
        """Put the unlock page on the window, in the theme that was chosen."""
        from irt_desk.ui import theme
        from irt_desk.ui.dialogs import QtDialogs
        from irt_desk.ui.unlock.page import UnlockPage

        if not self._app.styleSheet():
            theme.apply(self._app, theme.preferred())
            theme.follow_system(self._app)
        self.window.setWindowTitle(say("app.name"))
        self._dialogs: Dialogs = self._door or QtDialogs(self.window)
        note = say(f"unlock.locked_{self._locked}") if self._locked else ""
        self.unlock = UnlockPage(self._folder, note=note, dialogs=self._dialogs)
        self.window.setCentralWidget(self.unlock)
        self._connect()

    def _connect(self) -> None:
        self.unlock.painted.connect(self._on_painted)
        self.unlock.open_asked.connect(self._on_open)
        self.unlock.create_asked.connect(self._on_create)
        self.unlock.groups_typed.connect(self._on_groups)
        self.unlock.recover_asked.connect(self._on_recover)
        self.unlock.restore_asked.connect(self._on_restore)
        self.unlock.demo_asked.connect(self._on_demo)
        self.progressed.connect(self.unlock.set_progress)

    def _on_painted(self) -> None:
        QTimer.singleShot(0, self, self._load)

    def _load(self) -> None:
        """Load what start-up did not need, now that the person sees the page; then do what was asked meanwhile."""
        from irt_desk.services import practices
        from irt_desk.storage.practice import harden_process
        from irt_desk.ui import crash, theme
        from irt_desk.ui.runner import LaneRunner

        harden_process()
        crash.start_log()
        crash.install(self._on_crash)
        self._practices = practices
        self._runner = self._runner or LaneRunner()
        self._runner.crashed.connect(_raise)
        theme.add_missing_scripts()
        if self._demo_folder is not None:
            self.unlock.say_note(say("unlock.demo_again", passphrase=practices.DEMO_PASSPHRASE))
        self.ready.emit()
        waiting, self._pending = self._pending, []
        for act in waiting:
            act()
        if self._demo:
            self._on_demo()

    def _on_crash(self, text: str) -> None:
        dialogs = self.shell.room.dialogs if self.shell is not None else self._dialogs
        dialogs.tell(say("crash.told", what=text))

    def _run(self, text: str, work: Callable[[ModuleType], Any], done: Callable[[Any], None]) -> None:
        """Run something of the practices module in the lane; what is asked before it is loaded waits for it."""
        self.unlock.set_busy(True, text)
        if self._practices is None:
            self._pending.append(partial(self._run, text, work, done))
            return
        self._runner.read(self.unlock, partial(work, self._practices), done, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        """Say what went wrong; a practice that is open in another window brings that window forward."""
        from irt_desk.errors import OpenElsewhere

        if isinstance(error, OpenElsewhere) and self._folder is not None and self._practices is not None:
            self._practices.ask_to_raise(self._folder)
        self.unlock.say_problem(error)

    def _on_open(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        self._run(say("unlock.opening"), partial(_open, folder, passphrase), self._on_opened)

    def _on_create(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        self._run(say("unlock.creating"), partial(_create, folder, passphrase), self._on_created)

    def _on_created(self, made: tuple[Desk, str]) -> None:
        self.unlock.set_busy(False)
        self._desk, key = made
        self.unlock.show_recovery_key(key, self._folder.stem if self._folder else "")

    def _on_groups(self, typed: dict[int, str]) -> None:
        if self._desk is not None:
            self._run(say("unlock.opening"), partial(_confirm, self._desk, typed), self._on_confirmed)

    def _on_confirmed(self, is_right: bool) -> None:
        self.unlock.set_busy(False)
        if is_right and self._desk is not None:
            self._on_opened(self._desk)
        else:
            self.unlock.say_wrong_groups()

    def _on_recover(self, folder: Path, key: str, passphrase: str) -> None:
        self._folder = folder
        self._run(say("unlock.opening"), partial(_recover, folder, key, passphrase), self._on_opened)

    def _on_restore(self, file: Path, folder: Path, secret: str, with_key: bool) -> None:
        self._folder = folder
        work = partial(_restore, file, folder, secret, with_key, self.progressed.emit)
        self._run(say("unlock.restoring"), work, self._on_restored)

    def _on_restored(self, aside: Path | None) -> None:
        self.unlock.set_busy(False)
        if self._folder is not None:
            self.unlock.begin_open(self._folder)
        self.unlock.say_note(say("cli.set_aside", place=aside) if aside else say("unlock.restored"))

    def _on_demo(self) -> None:
        self._demo = False
        self.forget_demo()
        self._demo_folder = Path(tempfile.mkdtemp(prefix="irt-desk-demonstration-"))
        self._folder = self._demo_folder / "Demonstration.irtdesk"
        self._run(say("unlock.playing"), partial(_play, self._folder, self.progressed.emit), self._on_opened)

    @property
    def is_demo(self) -> bool:
        """Whether the open practice is the throw-away one."""
        return self._demo_folder is not None and self._folder is not None and self._folder.parent == self._demo_folder

    def _on_opened(self, desk: Desk) -> None:
        from irt_desk.ui.shell import Shell
        from irt_desk.ui.unlock.recents import remember_recent

        assert self._practices is not None  # something was opened with it
        self._desk = desk
        if not self.is_demo and self._folder is not None:
            remember_recent(self._folder, date.today())
        self.shell = Shell(
            desk,
            self._runner,
            dialogs=self._door,
            demo_passphrase=self._practices.DEMO_PASSPHRASE if self.is_demo else "",
        )
        self._runner.read(self.shell, desk.settings.lock_minutes, self.shell.idle.set_minutes)
        if self._folder is not None:
            self._practices.was_asked_to_raise(self._folder)  # asked of a window that is gone by now
            self._watcher = QFileSystemWatcher([str(self._folder)], self)
            self._watcher.directoryChanged.connect(self._on_folder_changed)
        self.shell.lock_asked.connect(self._on_lock)
        self.shell.closing.connect(self._on_closing)
        self.shell.resize(self.window.size())
        self.shell.go("today")
        self.shell.show()
        self.window.hide()
        self.shell.activateWindow()
        self.unlock.set_busy(False)
        if desk.practice.missed_unlocks:
            self.shell.room.dialogs.tell(say("unlock.missed", count=len(desk.practice.missed_unlocks)))
        for alarm in desk.practice.alarms:
            self.shell.room.dialogs.tell(say(alarm))
        ask = partial(self._practices.is_recovery_confirmed, desk)
        self._runner.read(self.shell, ask, self._on_recovery_known)

    def _on_folder_changed(self, folder: str) -> None:
        """Come forward when a second start asked for this practice (DU-9)."""
        assert self._practices is not None  # a practice is open
        if self.shell is not None and self._practices.was_asked_to_raise(Path(folder)):
            from PySide6.QtCore import Qt  # not at start-up: its enumerations alone take a tenth of the first paint

            self.shell.setWindowState(self.shell.windowState() & ~Qt.WindowState.WindowMinimized)
            self.shell.raise_()
            self.shell.activateWindow()

    def _on_recovery_known(self, is_confirmed: bool) -> None:
        """Ask for two groups of the recovery key when that was never done, for a practice made in a terminal say."""
        if not is_confirmed and self.shell is not None:
            from irt_desk.ui.recovery import ask_back

            ask_back(self.shell.room, self.shell)

    def _on_closing(self) -> None:
        """Wait for what was handed over while the window closed."""
        if self._desk is None:
            self.quit()
            return
        self.window.show()
        self.unlock.set_busy(True, say("unlock.closing"))
        self._runner.read(self, _nothing, self._on_stored)

    def _on_stored(self, _: object) -> None:
        """Close when everything typed reached the disk; otherwise it still stands in the pages, and a person decides."""
        if self._runner.is_busy:  # an answer handed over what was typed while it was under way
            self._runner.read(self, _nothing, self._on_stored)
            return
        if self._runner.unsaved is None:
            self._shut()
            return
        question = say("close.not_saved", reason=str(self._runner.unsaved))
        self._dialogs.ask(question, say("close.lose"), self._on_lose)

    def _on_lose(self, is_leaving: bool) -> None:
        if is_leaving:
            self._shut()
        elif self.shell is not None:
            self.window.hide()
            self.shell.stay()

    def _shut(self) -> None:
        """Close the practice in the lane, with a backup when something changed; the person sees that it runs."""
        assert self._practices is not None  # a practice is open
        work = partial(self._practices.close, self._desk, backup=not self.is_demo, progress=self.progressed.emit)
        self._runner.read(self.unlock, work, self._on_shut, self._on_close_failed)

    def _on_shut(self, _: object) -> None:
        self._desk = None
        self.quit()

    def _on_close_failed(self, error: Exception) -> None:
        """Say why there is no backup; the practice is closed all the same. Who stays can open it again and make one."""
        self._desk = None
        self._dialogs.ask(say("close.no_backup", reason=str(error)), say("close.anyway"), self._on_no_backup)

    def _on_no_backup(self, is_leaving: bool) -> None:
        if is_leaving:
            self.quit()
            return
        self._runner.finish()
        self._restart(self._folder, "", None)

    def _on_lock(self, cause: str) -> None:
        """Blank the screen, keep what is typed, close the practice, start this program anew at the unlock page."""
        if self._desk is None or self.shell is None:
            return
        for top in self._app.topLevelWidgets():
            top.hide()  # first of all: nobody reads on (LK-4)
        self.shell.idle.stop()
        self.shell.flush()
        self._runner.read(self, _nothing, partial(self._on_flushed, cause))

    def _on_flushed(self, cause: str, _: object) -> None:
        """Everything handed over was tried; when it did not reach the disk, the window stays shut and tries again."""
        assert self._practices is not None  # a practice is open
        if self._runner.is_busy:  # an answer handed over what was typed while it was under way
            self._runner.read(self, _nothing, partial(self._on_flushed, cause))
            return
        if self._runner.unsaved is not None:
            self.window.show()
            self.unlock.set_busy(True, say("unlock.locking"))
            question = say("lock.not_saved", reason=str(self._runner.unsaved))
            self._dialogs.ask(question, say("lock.again"), partial(self._on_lock_again, cause))
            return
        from irt_desk.ui.building.writing import clipboard_guard

        clipboard_guard().clear()
        desk, self._desk = self._desk, None
        self._runner.finish()
        if desk is not None:
            self._practices.close(desk, backup=False)
        self._restart(self._folder, cause, self._demo_folder if self.is_demo else None)

    def _on_lock_again(self, cause: str, _: bool) -> None:
        self._on_lock(cause)

    def quit(self) -> None:
        """End the program; an open practice is closed first."""
        if self._runner is not None:
            self._runner.finish()
        if self._desk is not None and self._practices is not None:
            self._practices.close(self._desk, backup=False)
            self._desk = None
        self._app.quit()

    def forget_demo(self) -> None:
        """Delete the throw-away practice."""
        if self._demo_folder is not None and self._desk is None:
            import shutil

            shutil.rmtree(self._demo_folder, ignore_errors=True)
            self._demo_folder = None


def _nothing() -> None:
    """Stand at the end of the lane: when this is answered, everything before it is."""


def _open(folder: Path, passphrase: str, practices: Any) -> Any:
    return practices.open_practice(folder, passphrase)


def _create(folder: Path, passphrase: str, practices: Any) -> Any:
    return practices.create(folder, folder.stem, passphrase)


def _confirm(desk: Desk, typed: dict[int, str], practices: Any) -> Any:
    return practices.confirm_recovery(desk, typed)


def _recover(folder: Path, key: str, passphrase: str, practices: Any) -> Any:
    practices.recover(folder, key, passphrase)
    return practices.open_practice(folder, passphrase)


def _restore(file: Path, folder: Path, secret: str, with_key: bool, progress: Any, practices: Any) -> Any:
    opened_by = {"recovery_key": secret} if with_key else {"passphrase": secret}
    return practices.restore(file, folder, progress=progress, **opened_by)


def _play(folder: Path, progress: Any, practices: Any) -> Any:
    return practices.demonstration_in(folder, progress=progress)


def _ground() -> str:
    """Return the colour of the paper in the appearance that was chosen last; empty for the system's own.

    Read by hand from the one small file: the theme itself is loaded after the first paint.
    """
    import json

    from irt_desk import paths

    try:
        return str(json.loads((paths.user_state() / "appearance.json").read_text(encoding="utf-8")).get("paper", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def restart_process(folder: Path | None, cause: str, demo_folder: Path | None) -> None:
    """Replace this process image by a fresh one at the unlock page."""
    os.environ[LOCKED] = cause
    os.environ.pop(DEMO, None)
    if demo_folder is not None:
        os.environ[DEMO] = str(demo_folder)
    frozen = getattr(sys, "frozen", False)
    if frozen:
        os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"  # a start of its own, not a child of this one
    program = [] if frozen else [str(Path(__file__).resolve().parent)]
    arguments = [sys.executable, *program, *([str(folder)] if folder else [])]
    if os.name == "nt":
        import subprocess

        subprocess.Popen(arguments)
        os._exit(0)
    os.execv(arguments[0], arguments)  # noqa: S606  our own program with the path of the practice


def _raise(error: Exception) -> None:
    raise error


def run_window(folder: Path | None = None, *, demo: bool = False) -> int:
    """Open the window and return the exit status when it is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("irt-desk")
    app.setDesktopFileName("irt-desk")
    app.setQuitOnLastWindowClosed(False)
    demo_folder = os.environ.pop(DEMO, "")
    program = Program(
        app,
        folder,
        demo=demo,
        locked=os.environ.pop(LOCKED, ""),
        demo_folder=Path(demo_folder) if demo_folder else None,
    )
    status = app.exec()
    program.forget_demo()
    return status
