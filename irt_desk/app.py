"""Start-up order: paint the unlock page with QtWidgets alone, then load everything else; open, lock, close.

The cyclic collector runs on the GUI thread only: collecting in the database lane can free widgets there and crash
(design paper, known traps). Locking ends this process image and starts it anew at the unlock page, because Python cannot wipe
its memory (security paper, LK-3).
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from irt_desk.ui import theme
from irt_desk.ui.unlock.page import UnlockPage, remember_recent
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.services.desk import Desk
    from irt_desk.ui.shell import Shell


class Program(QObject):
    """The running program: the unlock window, then the main window, then out."""

    ready = Signal()
    progressed = Signal(float)

    def __init__(self, app: QApplication, folder: Path | None, *, demo: bool, note: str = "") -> None:
        super().__init__()
        self._app, self._folder, self._demo = app, folder, demo
        self._runner: Any = None
        self._desk: Desk | None = None
        self._demo_folder: Path | None = None
        self.shell: Shell | None = None
        gc.disable()
        self._collector = QTimer(self, interval=2000)
        self._collector.timeout.connect(gc.collect)
        self._collector.start()
        self.window = QMainWindow()
        self.window.setWindowTitle(say("app.name"))
        self.window.resize(1280, 860)
        self.unlock = UnlockPage(folder, note=note)
        self.window.setCentralWidget(self.unlock)
        self.unlock.painted.connect(self._on_painted)
        self.unlock.open_asked.connect(self._on_open)
        self.unlock.create_asked.connect(self._on_create)
        self.unlock.recover_asked.connect(self._on_recover)
        self.unlock.restore_asked.connect(self._on_restore)
        self.unlock.demo_asked.connect(self._on_demo)
        self.progressed.connect(self.unlock.set_progress)
        self.window.show()

    def _on_painted(self) -> None:
        QTimer.singleShot(0, self._load)

    def _load(self) -> None:
        """Load what start-up did not need, now that the person sees the page."""
        from irt_desk.services import practices
        from irt_desk.storage.practice import harden_process
        from irt_desk.ui import crash
        from irt_desk.ui.dialogs import QtDialogs
        from irt_desk.ui.runner import LaneRunner

        harden_process()
        crash.start_log()
        crash.install(self._on_crash)
        self._practices = practices
        self._runner = LaneRunner()
        self._runner.crashed.connect(_raise)
        self.unlock.use_dialogs(QtDialogs(self.window))
        self.ready.emit()
        if self._demo:
            self._on_demo()

    def _on_crash(self, text: str) -> None:
        from irt_desk.ui.dialogs import QtDialogs

        QtDialogs(self.shell or self.window).tell(say("crash.told", what=text))

    def _run(self, text: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self._runner is None:
            return
        self.unlock.set_busy(True, text)
        self._runner.read(self.unlock, work, done, self.unlock.say_problem)

    def _on_open(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        self._run(say("unlock.opening"), partial(self._practices.open_practice, folder, passphrase), self._on_opened)

    def _on_create(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        work = partial(self._practices.create, folder, folder.stem, passphrase)
        self._run(say("unlock.creating"), work, self._on_created)

    def _on_created(self, made: tuple[Desk, str]) -> None:
        self.unlock.set_busy(False)
        desk, key = made
        confirm = partial(self._practices.confirm_recovery, desk)
        self.unlock.note.setText("")
        self.unlock.show_recovery_key(key, confirm, partial(self._on_opened, desk))

    def _on_recover(self, folder: Path, key: str, passphrase: str) -> None:
        self._folder = folder
        work = partial(self._recover_and_open, folder, key, passphrase)
        self._run(say("unlock.opening"), work, self._on_opened)

    def _recover_and_open(self, folder: Path, key: str, passphrase: str) -> Desk:
        self._practices.recover(folder, key, passphrase)
        opened: Desk = self._practices.open_practice(folder, passphrase)
        return opened

    def _on_restore(self, file: Path, passphrase: str, folder: Path) -> None:
        self._folder = folder
        work = partial(
            self._practices.restore, file, folder, passphrase=passphrase, progress=self.progressed.emit
        )
        self._run(say("unlock.restoring"), work, self._on_restored)

    def _on_restored(self, aside: Path | None) -> None:
        self.unlock.set_busy(False)
        if self._folder is not None:
            self.unlock.begin_open(self._folder)
        self.unlock.note.setText(say("cli.set_aside", place=aside) if aside else say("unlock.restored"))

    def _on_demo(self) -> None:
        self._demo = True
        self._demo_folder = Path(tempfile.mkdtemp(prefix="irt-desk-demonstration-"))
        self._folder = self._demo_folder / "Demonstration.irtdesk"
        work = partial(self._practices.demonstration_in, self._folder, progress=self.progressed.emit)
        self._run(say("unlock.playing"), work, self._on_opened)

    def _on_opened(self, desk: Desk) -> None:
        from irt_desk.ui.shell import Shell

        self._desk = desk
        if self._demo_folder is None and self._folder is not None:
            remember_recent(self._folder)
        self.shell = Shell(
            desk,
            self._runner,
            demo_passphrase=self._practices.DEMO_PASSPHRASE if self._demo_folder else "",
            lock_minutes=desk.settings.lock_minutes(),
        )
        self.shell.lock_asked.connect(self._on_lock)
        self.shell.closing.connect(self._on_closing)
        self.shell.resize(self.window.size())
        self.shell.go("today")
        self.shell.show()
        self.window.hide()
        if desk.practice.missed_unlocks:
            self.shell.room.dialogs.tell(say("unlock.missed", count=len(desk.practice.missed_unlocks)))
        if not desk.practice.recovery_confirmed:
            self.shell.room.dialogs.tell(say("unlock.confirm_recovery"))

    def _on_closing(self) -> None:
        self._shut(backup=self._demo_folder is None)
        self._app.quit()

    def _shut(self, *, backup: bool) -> None:
        if self._runner is not None:
            self._runner.finish()
        if self._desk is not None:
            self._practices.close(self._desk, backup=backup)
            self._desk = None

    def _on_lock(self, cause: str) -> None:
        """Keep what is typed, close the practice, and start this program anew at the unlock page (LK-3)."""
        if self._desk is None or self.shell is None:
            return
        self.shell.hide()
        self.shell.flush()
        self._app.clipboard().clear()
        folder = self._folder
        self._shut(backup=False)
        restart(folder, cause)

    def forget_demo(self) -> None:
        """Delete the throw-away practice."""
        if self._demo_folder is not None and self._desk is None:
            import shutil

            shutil.rmtree(self._demo_folder, ignore_errors=True)


def restart(folder: Path | None, cause: str) -> None:
    """Replace this process image by a fresh one at the unlock page."""
    os.environ["IRT_DESK_LOCKED"] = cause
    arguments = [sys.executable, "-m", "irt_desk", *([str(folder)] if folder else [])]
    if getattr(sys, "frozen", False):
        arguments = [sys.executable, *([str(folder)] if folder else [])]
    if os.name == "nt":
        import subprocess

        subprocess.Popen(arguments)  # noqa: S603  our own program with the path of the practice
        os._exit(0)
    os.execv(arguments[0], arguments)  # noqa: S606  as above


def _raise(error: Exception) -> None:
    raise error


def run_window(folder: Path | None = None, *, demo: bool = False) -> int:
    """Open the window and return the exit status when it is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("irt-desk")
    theme.apply(app, theme.preferred())
    cause = os.environ.pop("IRT_DESK_LOCKED", "")
    note = say(f"unlock.locked_{cause}") if cause else ""
    program = Program(app, folder, demo=demo, note=note)
    status = app.exec()
    program.forget_demo()
    return status
