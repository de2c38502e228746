"""The first painted window beside a bare Qt window, and unlock to Today beside the key derivation, each in turns."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "slow heron paints the quay"
BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic(), flush=True)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
window = Window()
window.resize(1280, 860)
window.setCentralWidget(QLabel("bare"))
window.show()
app.exec()
"""
OURS = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from irt_desk.app import Program
app = QApplication([])
program = Program(app, None)
def painted():
    print(time.monotonic(), flush=True)
    heavy = {"sqlalchemy", "sqlcipher3", "reportlab", "cryptography", "argon2"} & set(sys.modules)
    assert not heavy, heavy
    QTimer.singleShot(0, app.quit)
program.window.painted.connect(painted)
app.exec()
"""
UNLOCK = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from irt_desk.app import Program
from irt_desk.ui import theme
app = QApplication([])
theme.apply(app, "light")
folder = Path(sys.argv[1])
program = Program(app, folder)
began = []
def begin():
    from irt_desk.storage import header, keys
    head = header.parse((folder / "practice.hdr").read_bytes())
    slot = next(slot for slot in head["slots"] if slot["kind"] == "password")
    params = header._params(slot)
    start = time.monotonic()
    keys.argon2id(sys.argv[2], bytes(16), params)
    began.append(time.monotonic() - start)
    began.append(time.monotonic())
    program.unlock.open_asked.emit(folder, sys.argv[2])
    timer = QTimer(program, interval=1)
    timer.timeout.connect(look)
    timer.start()
def look():
    if program.shell is not None and program.shell.page("today").page is not None:
        print(began[0], time.monotonic() - began[1], flush=True)
        sys.stdout.flush()
        import os
        os._exit(0)
program.ready.connect(begin)
app.exec()
"""


def _run(code: str, *arguments: str) -> list[float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [float(part) for part in done.stdout.split()]


def paint(rounds: int = 9) -> tuple[float, float]:
    """Return the median of our first paint and of a bare window in milliseconds, started in turns."""
    times: dict[str, list[float]] = {BARE: [], OURS: []}
    with tempfile.TemporaryDirectory() as state:
        os.environ["IRT_DESK_STATE"] = state
        for _ in range(rounds):
            for code in (BARE, OURS):
                start = time.monotonic()
                times[code].append(_run(code)[0] - start)
    return statistics.median(times[OURS]) * 1000, statistics.median(times[BARE]) * 1000


def unlock(rounds: int = 5) -> tuple[float, float]:
    """Return the median of unlock to Today and of the key derivation alone in milliseconds, in the same processes."""
    from irt_desk.services import practices

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["IRT_DESK_STATE"] = scratch
        folder = Path(scratch) / "Lantern Row.irtdesk"
        desk, key = practices.create(folder, "Lantern Row", PASSPHRASE)
        groups = key.split("-")
        practices.confirm_recovery(desk, {1: groups[0], 2: groups[1]})
        practices.play_demonstration(desk)
        practices.close(desk, backup=False)
        found = [_run(UNLOCK, str(folder), PASSPHRASE) for _ in range(rounds)]
    return statistics.median(f[1] for f in found) * 1000, statistics.median(f[0] for f in found) * 1000
