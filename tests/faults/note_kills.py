"""Kill the program while a note is typed, saved and signed, many times (security paper, DU-2 and DU-7; F1).

``python -m tests.faults.note_kills [TIMES]`` types into the real editor with the real lane and kills the process at random
moments (1,000 times when not given), then checks every time: each acknowledged save and signature is there, at most two seconds of
typing are lost, no note is half signed. The test suite runs a few.

Starting Qt a thousand times would take most of the time, so one nursery process loads everything and forks a program for
each kill; what is killed is that program.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    NoteContent,
    NoteStatus,
    RiskCheck,
    RiskItem,
    RiskLevel,
)
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Instant
from irt_desk.services.context import Context, system_clock
from irt_desk.services.desk import Desk
from irt_desk.storage import practice, seals
from irt_desk.storage.schema import AUDIT
from irt_desk.storage.verify import verify
from tests.practices import Clock, cheap, new_client

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "nine quiet lamps again"
KEY_MS = 12
"""A word every so many milliseconds: a fast typist's hour in a few seconds."""

LOST_AT_MOST = 2.0
"""Seconds of typing a kill may cost (DU-7); what a busy machine stalls the typist itself comes on top."""

KILLS_A_PRACTICE = 25
"""Then a new one, so that a thousand kills do not wait for a thousand notes to be read."""

READY_TO_SIGN = NoteContent(
    presentation="Awake, oriented.",
    risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN),
    interventions=(Intervention(kind=InterventionKind.TECHNIQUE, text="Slowed it down"),),
    response="Breathed out.",
    own_part="I spoke first.",
    own_part_owned=3,
    partner_in_mind="Maybe he was tired.",
    another_reading="Maybe he had not heard.",
    no_practice_because="A full week.",
    plan="Look at the pause.",
)


def opened(folder: Path) -> Desk:
    """Return the services of the practice that is killed."""
    return Desk(Context(practice.unlock(folder, passphrase=PASSPHRASE, now=system_clock, kdf=cheap)))


def made(folder: Path) -> str:
    """Make a practice with one record and return the record's id."""
    fresh, _ = practice.create(folder, PASSPHRASE, name="P", now=system_clock, kdf=cheap)
    desk = Desk(Context(fresh))
    desk.settings.save_practitioner(Practitioner(name="Dr. Test", credential="PhD"))
    unit_id = new_client(desk, Clock(datetime.now(UTC)))
    fresh.close()
    return unit_id


class Typist:
    """The program that is killed: an editor, a lane, and keys that come every few milliseconds until the end."""

    def __init__(self, folder: Path, unit_id: str, seed: int) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from irt_desk.ui.notes.editor import NoteEditor
        from irt_desk.ui.room import Room
        from irt_desk.ui.runner import LaneRunner
        from tests.ui.doubles import FakeDialogs

        self.app = QApplication([])
        self.desk, self.unit_id, self.chance = opened(folder), unit_id, random.Random(seed)
        self.runner = LaneRunner()
        self.editor = NoteEditor(Room(self.desk, self.runner, FakeDialogs()), self.signed)
        self.number, self.until, self.said = 0, 0, -1
        self.is_signing = False
        self.begin()
        self.keys = QTimer(interval=KEY_MS)
        self.keys.timeout.connect(self.key)
        self.keys.start()
        print("ready", flush=True)

    def begin(self) -> None:
        """Open the draft that is there, or a new one, ready to be signed but for its account."""
        from irt_desk.ui.notes.facts import gather

        drafts = [n for n in self.desk.notes.of_unit(self.unit_id).values() if n.status is NoteStatus.DRAFT]
        session_id = drafts[0].session_id if drafts else self.new_session()
        self.editor.show_facts(gather(self.desk, self.unit_id, session_id))
        for name, control in self.editor._controls.items():
            if name != "account":
                control.set_value(getattr(READY_TO_SIGN, name))
        words = self.editor._controls["account"].value().split()
        self.number, self.said = len(words), -1
        self.until = self.number + self.chance.randint(15, 160)
        self.is_signing = False

    def new_session(self) -> str:
        """Hold one more session; it ended an hour ago."""
        now = datetime.now(UTC)
        starts, stops = Instant(now - timedelta(hours=2)), Instant(now - timedelta(hours=1))
        blank = Session(id="", unit_id=self.unit_id, episode_id="", starts=starts, stops=stops)
        session = self.desk.sessions.schedule(blank).value
        return self.desk.sessions.attend(session.id, starts, stops).value.id

    def key(self) -> None:
        """Type one word, say so, say what was acknowledged meanwhile; sign when it is time."""
        from PySide6.QtGui import QTextCursor

        from tests.ui.doubles import type_text

        note = self.editor.note
        if note is None or self.is_signing:
            return
        if note.revision != self.said:
            self.said = note.revision
            print("saved", note.id, len(note.content.account.split()), flush=True)
        if self.number >= self.until:
            self.is_signing = True
            print("signing", note.id, self.number, flush=True)
            self.signing = note.id
            self.editor.sign()
            return
        area = self.editor._controls["account"]
        area.moveCursor(QTextCursor.MoveOperation.End)
        type_text(area, f"w{self.number} ")
        self.number += 1
        print("typed", note.id, self.number, time.monotonic(), flush=True)

    def signed(self) -> None:
        """Say that the signature was acknowledged, and begin the next note."""
        print("signed", self.signing, self.number, flush=True)
        self.begin()


def nursery(folder: Path, unit_id: str) -> None:
    """Load everything once; fork a typist for every line that comes in, and say when it has ended."""
    import PySide6.QtWidgets

    import irt_desk.ui.notes.editor
    import tests.ui.doubles

    assert PySide6.QtWidgets
    assert irt_desk.ui.notes.editor
    assert tests.ui.doubles
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                Typist(folder, unit_id, int(line)).app.exec()
            finally:
                os._exit(1)
        print("pid", child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


@dataclass
class Said:
    """What the killed program had said: typed and when, acknowledged, signed."""

    typed: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    signed: dict[str, int] = field(default_factory=dict)
    saves: int = 0

    @property
    def stall(self) -> float:
        """Longest time in seconds in which a key was due and none came: the machine was busy with something else."""
        moments = sorted(moment for typed in self.typed.values() for _, moment in typed)
        return max((later - earlier for earlier, later in pairwise(moments)), default=0.0)

    def hear(self, line: str) -> None:
        """Take in one line; a line that was cut by the kill counts for nothing."""
        what, *rest = line.split()
        if what == "typed":
            self.typed.setdefault(rest[0], []).append((int(rest[1]), float(rest[2])))
        elif what == "saved":
            self.saves += 1
            self.saved[rest[0]] = max(int(rest[1]), self.saved.get(rest[0], 0))
        elif what == "signed":
            self.signed[rest[0]] = int(rest[1])


@dataclass
class Figures:
    """What a run measured."""

    kills: int = 0
    words: int = 0
    saves: int = 0
    signatures: int = 0
    half_way: int = 0
    """Kills that came between asking for a signature and its answer."""
    worst: float = 0.0
    """Seconds between the oldest word that was lost and the kill."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.words} words typed, {self.saves} saves and {self.signatures} signatures "
            f"acknowledged, {self.half_way} kills while signing; none lost, none half signed; "
            f"at most {self.worst:.2f} s of typing lost"
        )


def check(folder: Path, unit_id: str, said: Said, killed: float, figures: Figures) -> None:
    """Open what the kill left and hold it against what was said."""
    desk = opened(folder)
    try:
        assert desk.practice.alarms == ()
        notes = {note.id: note for note in desk.notes.of_unit(unit_id).values()}
        with desk.practice.database.read() as c:
            assert seals.broken(c, desk.practice) == ()
            signatures = len(c.execute(AUDIT.select().where(AUDIT.c.action == "note.signed")).all())
        for note in notes.values():
            sealed = (note.signature, note.digest, note.seal, note.chain)
            assert all(sealed) if note.status is NoteStatus.SIGNED else not any(sealed), "half signed"
        assert signatures == sum(note.status is NoteStatus.SIGNED for note in notes.values())
        for note_id, count in said.saved.items():
            assert len(words_of(notes[note_id].content)) >= count, "an acknowledged save is lost"
        for note_id, count in said.signed.items():
            assert notes[note_id].status is NoteStatus.SIGNED, "an acknowledged signature is lost"
            assert len(words_of(notes[note_id].content)) == count
        for note_id, typed in said.typed.items():
            have = words_of(notes[note_id].content)
            assert have == [f"w{number}" for number in range(len(have))], "words are mixed up"
            lost = max((killed - moment for number, moment in typed if number > len(have)), default=0.0)
            assert lost <= LOST_AT_MOST + said.stall, f"{lost:.2f} s of typing lost"
            figures.worst = max(figures.worst, lost)
    finally:
        desk.practice.close()


def words_of(content: NoteContent) -> list[str]:
    """Return the words that were typed."""
    return content.account.split()


def run(times: int, scratch: Path, seed: int = 0, *, longest: float = 2.6) -> Figures:
    """Kill so many times and check after each; return the figures."""
    os.environ["IRT_DESK_STATE"] = str(scratch / "state")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures, chance = Figures(), random.Random(seed)
    while figures.kills < times:
        folder = scratch / f"{figures.kills}.irtdesk"
        unit_id = made(folder)
        command = [sys.executable, "-m", "tests.faults.note_kills", "--nursery", str(folder), unit_id]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as child:
            for _ in range(min(KILLS_A_PRACTICE, times - figures.kills)):
                said, killed = one_kill(child, chance, figures, longest)
                check(folder, unit_id, said, killed, figures)
                figures.kills += 1
            assert child.stdin is not None
            child.stdin.close()
        desk = opened(folder)
        assert [c.name for c in verify(desk.practice) if not c.ok and c.name != "client list"] == []
        desk.practice.close()
    return figures


def one_kill(
    child: subprocess.Popen[str], chance: random.Random, figures: Figures, longest: float
) -> tuple[Said, float]:
    """Let the nursery fork a typist, kill it at a random moment, return what it had said and when it died."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{chance.randrange(10**6)}\n")
    child.stdin.flush()
    said, lines, pid = Said(), 0, 0
    seconds = longest if chance.random() < 0.3 else longest / 4
    until = chance.randint(1, int(seconds * 1000 / KEY_MS))
    at_signing = chance.random() < 0.3
    last = ""
    for line in child.stdout:
        if line.startswith("pid"):
            pid = int(line.split()[1])
            continue
        if line.startswith("ended"):
            raise AssertionError("the program ended by itself")
        said.hear(line)
        lines, last = lines + 1, line
        if lines >= until and (not at_signing or line.startswith("signing") or lines > until * 3):
            break
    time.sleep(chance.random() * 0.012)
    killed = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    for line in child.stdout:
        if line.startswith("ended"):
            break
        if line.endswith("\n") and not line.startswith("pid"):
            said.hear(line)
            last = line
    figures.words += sum(map(len, said.typed.values()))
    figures.saves += said.saves
    figures.signatures += len(said.signed)
    figures.half_way += last.startswith("signing")
    return said, killed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--nursery"]:
        nursery(Path(sys.argv[2]), sys.argv[3])
    else:
        wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
        with tempfile.TemporaryDirectory() as there:
            print(run(wanted, Path(there)))
