"""A whole program for a journey: real window, real lane, real encrypted practice; dialogs answer as told."""

from __future__ import annotations

import gc
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from irt_desk.app import Program
from irt_desk.storage.database import Database
from irt_desk.ui import theme
from tests.journeys.therapist import Therapist
from tests.ui.doubles import FakeDialogs


@pytest.fixture
def dialogs() -> FakeDialogs:
    return FakeDialogs()


@pytest.fixture
def locks() -> list[tuple[Path | None, str]]:
    """Return what the program was asked to start anew with, instead of replacing the test process."""
    return []


@pytest.fixture
def one_lane(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where the GUI thread touched the database: nowhere is right, it would wait for the disk."""
    seen: list[str] = []

    def watched(name: str) -> Callable[..., Any]:
        real = getattr(Database, name)

        def call(self: Database, *values: Any, **named: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                seen.append("".join(traceback.format_stack(limit=8)))
            return real(self, *values, **named)

        return call

    for name in ("read", "transaction"):
        monkeypatch.setattr(Database, name, watched(name))
    return seen


@pytest.fixture
def therapist(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dialogs: FakeDialogs,
    locks: list[tuple[Path | None, str]],
) -> Iterator[Callable[..., Therapist]]:
    """Return a function that starts the program, with a therapist in front of it."""
    monkeypatch.setenv("IRT_DESK_STATE", str(tmp_path / "state"))
    monkeypatch.setattr("irt_desk.paths.documents_folder", lambda: tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("irt_desk.ui.crash.start_log", lambda: None)
    monkeypatch.setattr("irt_desk.ui.crash.install", lambda _: None)
    theme.apply(qapp, "light")
    mask = os.umask(0o077)
    made: list[Program] = []

    def lock(folder: Path | None, cause: str, _: Path | None) -> None:
        locks.append((folder, cause))

    def start(folder: Path | None = None) -> Therapist:
        program = Program(qapp, folder, dialogs=dialogs, restart=lock)
        made.append(program)
        person = Therapist(program, qtbot, Path(where) if (where := os.environ.get("IRT_DESK_PICTURES")) else None)
        person.wait_for(lambda: program._practices is not None)
        return person

    yield start
    for program in made:
        program._collector.stop()
        program.quit()
        for window in (program.window, program.shell):
            if window is not None:
                window.hide()
                window.deleteLater()
    gc.enable()
    os.umask(mask)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
