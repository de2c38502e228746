"""A note being typed when the process is killed is there, to the last second or two, at the next start (DU-7)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.sessions import Session, Setting
from irt_desk.domain.values import Instant
from irt_desk.services import practices

PASSPHRASE = "slow heron paints the quay"
TYPES_UNTIL_KILLED = """
import os, signal, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from irt_desk.app import Program
from irt_desk.ui import theme
from irt_desk.ui.unlock.open import OpenPane
from tests.ui.doubles import type_text

folder, unit_id, session_id, log = Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])
app = QApplication([])
theme.apply(app, "light")
program = Program(app, folder)
started = []

def wait(condition, then):
    timer = QTimer(program, interval=10)
    def look():
        if condition():
            timer.stop()
            then()
    timer.timeout.connect(look)
    timer.start()

def unlock():
    program.unlock.open_asked.emit(folder, sys.argv[5])
    wait(lambda: program.shell is not None, open_note)

def open_note():
    program.shell.go("chart", unit_id=unit_id, tab="sessions", session_id=session_id)
    wait(lambda: editor().note is not None, begin)

def editor():
    return program.shell.page("chart").tabs["sessions"].editor

def begin():
    started.append(time.monotonic())
    timer = QTimer(program, interval=20)
    timer.timeout.connect(key)
    timer.start()

def key():
    type_text(editor()._controls["account"], f"w{len(started)} ")
    started.append(time.monotonic())
    with log.open("a") as file:
        file.write(f"{time.monotonic()} w{len(started) - 1}\\n")
        file.flush()
    if started[-1] - started[0] > float(sys.argv[6]):
        os.kill(os.getpid(), signal.SIGKILL)

wait(lambda: program._practices is not None, unlock)
app.exec()
"""


def practice_with_a_session(folder: Path) -> tuple[str, str]:
    """Return the ids of record and session in a new practice at a place."""
    desk, _ = practices.create(folder, "Lantern Row", PASSPHRASE)
    now = datetime.now(UTC)
    client = Client(id="", number=0, preferred_name="Amara", created=Instant(now), safe_contact=SafeContact())
    unit = desk.clients.take_in(client).value
    session = Session(
        id="", unit_id=unit.id, episode_id="", starts=Instant(now), stops=Instant(now + timedelta(minutes=50)),
        setting=Setting.OFFICE,
    )  # fmt: skip
    made = desk.sessions.schedule(session).value
    desk.notes.start(made.id)
    practices.close(desk, backup=False)
    return unit.id, made.id


def test_what_was_typed_two_seconds_before_a_kill_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, log = tmp_path / "Lantern Row.irtdesk", tmp_path / "typed"
    monkeypatch.setenv("IRT_DESK_STATE", str(tmp_path / "state"))
    unit_id, session_id = practice_with_a_session(folder)
    command = [sys.executable, "-c", TYPES_UNTIL_KILLED, str(folder), unit_id, session_id, str(log), PASSPHRASE, "3.5"]
    done = subprocess.run(
        command,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "IRT_DESK_STATE": str(tmp_path / "state")},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    typed = [line.split() for line in log.read_text().splitlines()]
    last = float(typed[-1][0])
    due = [word for moment, word in typed if float(moment) < last - 2]
    assert due
    desk = practices.open_practice(folder, PASSPHRASE)
    try:
        note = desk.notes.of_session(session_id)
        assert note is not None
        assert note.content.account.split()[: len(due)] == due
        assert desk.drafts.standing(note.id).left_since is not None
        desk.drafts.leave(note.id)
        assert desk.drafts.standing(note.id).left_since is None
    finally:
        practices.close(desk, backup=False)
