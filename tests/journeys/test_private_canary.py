"""A sentence in a psychotherapy note is nowhere else: no search, PDF, data, log, temporary file or plain byte on disk (EX-1).

The real program in a process of its own writes it; the command line then puts out everything it can; then every file is read.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from irt_desk.domain.sessions import Session
from irt_desk.domain.stance import StanceQuestion
from irt_desk.domain.values import Instant
from irt_desk.errors import UserError
from irt_desk.services import demo, practices
from irt_desk.services.desk import Desk
from irt_desk.services.document_makers import Asked

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "slow heron paints the quay"
CANARY = "zinnia quarry lantern: I took her side and called it care"
NEEDLES = (CANARY, "zinnia", '"pushed"')
"""The sentence, a word of it that a tokeniser might keep, and the answer to a stance question as it is stored."""

DRIVEN = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtWidgets import QApplication
from irt_desk.app import Program
from irt_desk.domain.stance import StanceQuestion
from irt_desk.ui import crash
from irt_desk.ui.notes.private import PrivateNotes
from tests.ui.doubles import type_text

folder, unit_id, session_id, canary = Path(sys.argv[1]), *sys.argv[2:5]
app = QApplication([])
program = Program(app, folder)

def wait(condition, then):
    timer = QTimer(program, interval=10)
    def look():
        if condition():
            timer.stop()
            then()
    timer.timeout.connect(look)
    timer.start()

def idle():
    return not program._runner.is_busy

def unlock():
    program.unlock.open_asked.emit(folder, sys.argv[5])
    wait(lambda: program.shell is not None and program.shell.isVisible(), open_note)

def open_note():
    program.shell.go("chart", unit_id=unit_id, tab="sessions", session_id=session_id)
    wait(lambda: editor().note is not None and idle(), open_private)

def editor():
    return program.shell.page("chart").tabs["sessions"].editor

def private():
    return next((w for w in app.topLevelWidgets() if isinstance(w, PrivateNotes) and w.isVisible()), None)

def open_private():
    editor().checks._on_private()
    wait(lambda: private() is not None and idle(), write)

def write():
    window = private()
    window.stance.questions[StanceQuestion.PUSHED].buttons[True].click()
    wait(lambda: window.text.isEnabled() and idle(), type_it)

def type_it():
    type_text(private().text, canary)
    print("warned", private().warning.isVisible(), flush=True)
    wait(lambda: idle() and private()._note.id and not private()._dirty, search)

def search():
    private().close()
    wait(lambda: private() is None and idle(), look_for_it)

def look_for_it():
    program.shell.switcher.begin()
    type_text(program.shell.switcher, "zinnia")
    wait(lambda: not program.shell.switcher._wait.isActive() and idle(), leave)

def leave():
    print("found", program.shell.switcher.list.count(), flush=True)
    try:
        raise RuntimeError(canary)
    except RuntimeError:
        crash.CrashRoute(lambda _: None).on_failure(*sys.exc_info())
    program.quit()

wait(lambda: program._practices is not None, unlock)
QTimer.singleShot(40_000, lambda: os._exit(3))
app.exec()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that holds the practice, the user's state and every temporary file."""
    for name in ("state", "temp", "out", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("IRT_DESK_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def run(place: Path, *arguments: str) -> str:
    """Run a process with everything it could write to inside the place; return what it printed."""
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(place / "home"),
        "XDG_RUNTIME_DIR": str(place / "temp"),
        "IRT_DESK_PASSPHRASE": PASSPHRASE,
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def practice_with_a_case(folder: Path) -> tuple[str, str]:
    """Make a practice with a played case and one more session an hour ago; return the ids of record and session."""
    now = datetime.now(UTC)
    desk, _ = practices.create(folder, "Lantern Row", PASSPHRASE)
    unit_id = demo.play(desk, today=now.date(), only=("D7",))["D7"]
    starts, stops = Instant(now - timedelta(hours=2)), Instant(now - timedelta(hours=1))
    blank = Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops)
    session = desk.sessions.schedule(blank).value
    practices.close(desk, backup=False)
    return unit_id, session.id


def printed(desk: Desk, unit_id: str) -> Iterator[str]:
    """Yield the text of every document that can be made of the record, for every reader who may have it."""
    for offer in desk.documents.offers(unit_id):
        subjects = [subject.id for subject in offer.subjects] if offer.needs_subject else [""]
        for reader in offer.readers:
            for subject in subjects[:2]:
                asked = Asked(unit_id=unit_id, kind=offer.kind, reader=reader, subject=subject)
                try:
                    data = desk.documents.preview(asked)
                except UserError:
                    continue  # this reader may not have it, or something is missing for it
                yield data.decode("latin-1") + text_of(data)


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    finally:
        document.close()


def told_anywhere(place: Path) -> list[str]:
    """Return the files under a folder in which a needle stands, in any of the encodings a text is written in."""
    found = []
    for path in place.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            hits = (n for n in NEEDLES for code in ("utf-8", "utf-16-le", "utf-16-be") if n.encode(code) in raw)
            found += [f"{path.name}: {needle}" for needle in hits]
    return found


def test_a_private_sentence_is_nowhere_but_under_its_own_key(place: Path) -> None:
    folder = place / "Lantern Row.irtdesk"
    unit_id, session_id = practice_with_a_case(folder)
    said = run(place, "-c", DRIVEN, str(folder), unit_id, session_id, CANARY, PASSPHRASE)
    assert "found 0" in said
    assert "crash RuntimeError" in (place / "state" / "irt-desk.log").read_text("utf-8")
    for command in (("show", str(folder), "Indigo"), ("search", str(folder), "zinnia", "--json")):
        said += run(place, "-m", "irt_desk", *command)
    run(place, "-m", "irt_desk", "practice", "backup", str(folder), "--to", str(place / "out"))
    desk = practices.open_practice(folder, PASSPHRASE)
    try:
        (note, *_) = desk.psychotherapy_notes.of(unit_id)
        assert desk.psychotherapy_notes.read(note.id).text == CANARY
        check = desk.stance.check(session_id)
        assert check is not None
        assert check.to_reflect == (StanceQuestion.PUSHED,)
        pages = list(printed(desk, unit_id))
        said += str(desk.show.chart(unit_id)) + str(desk.show.caseload())
        assert desk.search.find("zinnia") == ()
    finally:
        practices.close(desk)
    assert len(pages) > 1
    assert [needle for needle in NEEDLES for page in pages if needle in page] == []
    assert [needle for needle in NEEDLES if needle in said] == []
    assert told_anywhere(place) == []
    (place / "out" / "control").write_text(CANARY, "utf-16-le")
    assert told_anywhere(place) == [f"control: {needle}" for needle in NEEDLES[:2]]
