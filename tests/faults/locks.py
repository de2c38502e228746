"""Lock the window at random moments while somebody types, many times (security paper, LK-3 and LK-6).

``python -m tests.faults.locks [SECONDS]`` runs the whole program with its real lane for five minutes when not told otherwise: it
types into a note, a psychotherapy note and half-filled forms, goes from one to another, and locks at a random moment. After each
lock every word that stood on the screen has to be in the practice, and the next start has to show it where it was typed. The test
suite runs a few.

As with :mod:`tests.faults.note_kills`, one nursery process loads everything and forks a program for each lock. Only the key
derivation of the passphrase and the start of the new process are left out.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Instant
from irt_desk.services import practices
from irt_desk.services.context import Context, system_clock
from irt_desk.services.desk import Desk
from irt_desk.storage import practice
from irt_desk.storage.verify import verify
from tests.faults.note_kills import PASSPHRASE, opened
from tests.practices import Clock, cheap, make_active, new_client

ROOT = Path(__file__).resolve().parents[2]
KEY_MS = 9
"""A word every so many milliseconds."""

LOCKS_A_PRACTICE = 20
"""Then a new one: the texts stay of a length people write."""

SLOW = 15.0
"""Seconds after which a program that does not answer counts as hung."""

EARLY = 0.15
"""How many locks come at any moment after the start; the others once something was typed."""

CAUSES = ("asked", "idle", "asleep")
PLACES = ("note", "private", "discharge", "map", "consent", "picture", "settings")
WORD = re.compile(rf"\b({'|'.join(PLACES)})_(\d+)\b")
TABS = {"note": "sessions", "discharge": "pathway", "map": "relationship", "consent": "intake", "picture": "intake"}
THEMES = {"consent": "consents", "picture": "presenting"}


def made(folder: Path) -> tuple[str, str]:
    """Make a practice with one active case and return the ids of its record and of a session that was held."""
    fresh, key = practice.create(folder, PASSPHRASE, name="P", now=system_clock, kdf=cheap)
    desk, clock = Desk(Context(fresh)), Clock(datetime.now(UTC))
    groups = key.split("-")
    practices.confirm_recovery(desk, {number: groups[number - 1] for number in (1, 2)})
    desk.settings.save_practitioner(Practitioner(name="Dr. Test", credential="PhD"))
    unit_id = new_client(desk, clock)
    make_active(desk, clock, unit_id)
    about = Relationship(id="", unit_id=unit_id, partner_id="")
    desk.relationships.save(Partner(id="", unit_id=unit_id, name="Calliope Merriwold"), about)
    starts, stops = (Instant(datetime.now(UTC) - timedelta(hours=hours)) for hours in (2, 1))
    blank = Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops)
    session = desk.sessions.schedule(blank).value
    desk.sessions.attend(session.id, starts, stops)
    fresh.close()
    return unit_id, session.id


class Typist:
    """The program that is locked: its window, its lane, and somebody who types here and there until the lock."""

    def __init__(self, folder: Path, ids: tuple[str, str], seed: int, before: dict[str, int]) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from irt_desk.app import Program
        from irt_desk.ui import theme
        from tests.ui.doubles import FakeDialogs

        self.app = QApplication([])
        theme.apply(self.app, "light")
        self.folder, (self.unit_id, self.session_id) = folder, ids
        self.chance, self.count = random.Random(seed), dict(before)
        self.place, self.left, self.began = "", 0, 0.0
        self.dialogs = FakeDialogs()
        self.program = Program(self.app, folder, restart=self.locked, dialogs=self.dialogs)
        self.program.ready.connect(self.unlock)
        self.keys = QTimer(interval=KEY_MS)
        self.keys.timeout.connect(self.key)
        self.hurry = QTimer(interval=int(SLOW * 1000), singleShot=True)
        self.hurry.timeout.connect(self.hung)
        self.hurry.start()
        self.seen: set[str] = set()
        self.is_unhurried = False

    def unlock(self) -> None:
        """Open the practice without paying for the key derivation, and begin to type."""
        from PySide6.QtCore import QTimer

        self.program._on_opened(opened(self.folder))
        self.go()
        self.keys.start()
        if self.chance.random() < EARLY:
            QTimer.singleShot(self.chance.randint(1, 700), self.lock)
        else:
            self.is_unhurried = True

    def go(self) -> None:
        """Go to another place."""
        from irt_desk.ui.notes.private import PrivateNotes

        shell = self.program.shell
        assert shell is not None
        for window in shell.findChildren(PrivateNotes):
            window.close()
        self.place, self.left = self.chance.choice(PLACES), self.chance.randint(4, 90)
        self.seen.discard(self.place)
        if self.place == "private":
            PrivateNotes(shell.room, self.unit_id, None, shell).open()
        elif self.place == "settings":
            shell.go("settings")
        else:
            more = {"theme": THEMES[self.place]} if self.place in THEMES else {}
            more |= {"session_id": self.session_id} if self.place == "note" else {}
            shell.go("chart", unit_id=self.unit_id, tab=TABS[self.place], **more)

    def control(self) -> Any:
        """Return the field to type into, once its page is there; it is opened the way a person would open it."""
        shell = self.program.shell
        assert shell is not None
        if self.place == "private":
            return private_text(shell, has_begun=bool(self.count.get("private")))
        if self.place == "settings":
            page: Any = shell.page("settings")
            return page.profile.form.control("letterhead") if page.isVisible() and page.profile.form.has_value else None
        chart: Any = shell.page("chart")
        tab = chart.tabs.get(TABS[self.place])
        if tab is None or not tab.isVisible():
            return None
        find = {"note": note_text, "discharge": discharge_text, "map": map_text, "consent": consent_text}
        return find.get(self.place, picture_text)(tab)

    def key(self) -> None:
        """Type one word where its place is open and shows what stood there before; go elsewhere when enough was typed."""
        from PySide6.QtCore import QTimer
        from PySide6.QtGui import QTextCursor
        from PySide6.QtWidgets import QPlainTextEdit

        from tests.ui.doubles import type_text

        control = self.control()
        if control is None or not control.isVisible():
            return
        have, count = words_in(control_text(control), self.place), self.count.get(self.place, 0)
        if have != count:
            if have > count or self.place in self.seen:
                print("differs", self.place, have, count, flush=True)
            return  # what was kept is still on its way
        if self.is_unhurried:
            self.is_unhurried = False
            QTimer.singleShot(self.chance.randint(1, 2600 if self.chance.random() < 0.3 else 900), self.lock)
        self.seen.add(self.place)
        if self.left <= 0:
            self.go()
            return
        if isinstance(control, QPlainTextEdit):
            control.moveCursor(QTextCursor.MoveOperation.End)
        else:
            control.end(False)
        type_text(control, f" {self.place}_{count}")
        self.count[self.place] = count + 1
        self.left -= 1
        print("typed", self.place, count + 1, flush=True)

    def lock(self) -> None:
        """Lock, as a key, the clock or a closed lid does."""
        assert self.program.shell is not None
        waiting = self.place if self.place not in self.seen else ""
        print("locking", waiting, flush=True)
        self.keys.stop()
        self.began = time.monotonic()
        self.program.shell.lock_asked.emit(self.chance.choice(CAUSES))
        assert not any(top.isVisible() for top in self.app.topLevelWidgets()), "something can still be read"
        print("hidden", time.monotonic() - self.began, flush=True)

    def locked(self, *_: Any) -> None:
        """Stand in for the new process: say how long it took, and end at once."""
        print("locked", time.monotonic() - self.began, len(self.dialogs.asked), flush=True)
        os._exit(0)

    def hung(self) -> None:
        """End a program that never locked."""
        control = self.control()
        have = words_in(control_text(control), self.place) if control is not None else "nothing"
        print("hung", self.place, "shows", have, "of", self.count.get(self.place, 0), flush=True)
        os._exit(2)


def note_text(tab: Any) -> Any:
    """Return the account of the open note."""
    editor = tab.editor
    return editor._controls["account"] if editor.note is not None else None


def private_text(shell: Any, *, has_begun: bool) -> Any:
    """Return the text of the psychotherapy note, beginning one when there is none yet."""
    from irt_desk.ui.notes.private import PrivateNotes

    window = next((one for one in shell.findChildren(PrivateNotes) if one.isVisible()), None)
    if window is None or window.keeping is None:
        return None
    if window._note is None:
        if window.list.count():
            window.list.setCurrentRow(0)
        elif not has_begun:
            window.begin()
        return None
    return window.text


def discharge_text(tab: Any) -> Any:
    """Return the reason of the discharge summary."""
    if tab.discharge.isVisible() and not tab.discharge.fold.is_open:
        tab.discharge.begin()
    return tab.discharge.form_card.form.control("reason")


def map_text(tab: Any) -> Any:
    """Return the words for the client in the map editor."""
    if tab._facts is None:
        return None
    if tab.editor.isHidden():
        tab._on_new()
    return tab.editor.summary


def consent_text(tab: Any) -> Any:
    """Return the note of a consent that is being entered."""
    if tab._facts is None or tab.front != "consents":
        return None
    card = tab.themes["consents"].consents
    if not card.is_editing:
        card.start_new()
    return card.form.control("note")


def picture_text(tab: Any) -> Any:
    """Return the first long text of the presenting picture, which stores itself."""
    from PySide6.QtWidgets import QPlainTextEdit

    if tab._facts is None or tab.front != "presenting":
        return None
    forms = [card.form for card in tab.themes["presenting"].cards]
    areas = [one for form in forms for one in form._controls.values() if isinstance(one, QPlainTextEdit)]
    return areas[0]


def control_text(control: Any) -> str:
    """Return everything a field shows."""
    from PySide6.QtWidgets import QPlainTextEdit

    return control.toPlainText() if isinstance(control, QPlainTextEdit) else str(control.text())


def words_in(text: str, place: str) -> int:
    """Return how many words of a place a text holds, in their order from the first; -1 when they are mixed up."""
    numbers = [int(found.group(2)) for found in WORD.finditer(text) if found.group(1) == place]
    return len(numbers) if numbers == list(range(len(numbers))) else -1


def nursery(folder: Path, ids: tuple[str, str]) -> None:
    """Load everything once; fork a typist for every line that comes in, and say how it ended."""
    import irt_desk.app
    import irt_desk.ui.chart.page
    import irt_desk.ui.fit.consents
    import irt_desk.ui.notes.editor
    import irt_desk.ui.notes.private
    import irt_desk.ui.relationship.tab
    import irt_desk.ui.settings.page
    import irt_desk.ui.shell
    import tests.ui.doubles

    assert irt_desk.app
    assert tests.ui.doubles
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                asked = json.loads(line)
                Typist(folder, ids, asked["seed"], asked["before"]).app.exec()
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


@dataclass
class Figures:
    """What a run measured."""

    locks: int = 0
    words: int = 0
    loading: int = 0
    """Locks that came while the page to type into was still being read."""
    places: dict[str, int] = field(default_factory=dict)
    """Words by place."""
    hidden: list[float] = field(default_factory=list)
    """Seconds from the lock to the answer of the window: everything is hidden, and what was typed is handed over."""
    closed: list[float] = field(default_factory=list)
    """Seconds from the lock to the closed practice."""

    def __str__(self) -> str:
        by_place = ", ".join(f"{name} {count}" for name, count in sorted(self.places.items()))
        return (
            f"{self.locks} locks ({self.loading} while a page was loading): {self.words} words typed ({by_place}), none lost; "
            f"hidden and handed over in {middle(self.hidden):.3f} s (longest {max(self.hidden):.3f}), "
            f"closed in {middle(self.closed):.3f} s (longest {max(self.closed):.3f})"
        )


def middle(values: list[float]) -> float:
    """Return the median."""
    return sorted(values)[len(values) // 2]


def kept(folder: Path, unit_id: str) -> dict[str, int]:
    """Return how many words of each place the practice holds, in their order, as a person would find them again."""
    desk = opened(folder)
    try:
        assert desk.practice.alarms == ()
        texts = [json.dumps(desk.unfinished.of(of, name)) for of, name in half_typed(unit_id)]
        texts += [desk.psychotherapy_notes.read(one.id).text for one in desk.psychotherapy_notes.of(unit_id)]
        note = json.dumps([one.content.account for one in desk.notes.of_unit(unit_id).values()])
        picture = json.dumps(desk.show.chart(unit_id))
        stored = {place: words_in(text, place) for place, text in (("note", note), ("picture", picture))}
        found = {place: max((words_in(text, place) for text in texts), default=0) for place in PLACES}
        return found | {place: max(found[place], count) for place, count in stored.items()}
    finally:
        desk.practice.close()


def half_typed(unit_id: str) -> Iterator[tuple[str, str]]:
    """Yield record and name of every page that keeps half-typed forms here."""
    yield "", "settings"
    for name in ("pathway", "relationship", "intake", "sessions"):
        yield unit_id, name


def run(seconds: float, scratch: Path, seed: int = 0, *, times: int | None = None) -> Figures:
    """Lock for so many seconds, or so many times, and check after each; return the figures."""
    os.environ["IRT_DESK_STATE"] = str(scratch / "state")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures, chance, until = Figures(), random.Random(seed), time.monotonic() + seconds

    def goes_on() -> bool:
        return figures.locks < times if times is not None else time.monotonic() < until

    while goes_on():
        folder = scratch / f"{figures.locks}.irtdesk"
        ids = made(folder)
        command = [sys.executable, "-m", "tests.faults.locks", "--nursery", str(folder), *ids]
        with (
            subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
                start_new_session=True,
            ) as child,
            ended(child),
        ):
            before: dict[str, int] = {}
            for _ in range(LOCKS_A_PRACTICE):
                if not goes_on():
                    break
                before = one_lock(child, chance, figures, before)
                found = {place: count for place, count in kept(folder, ids[0]).items() if count}
                assert found == before, f"typed {before}, kept {found}"
                figures.locks += 1
            assert child.stdin is not None
            child.stdin.close()
        desk = opened(folder)
        assert [c.name for c in verify(desk.practice) if not c.ok and c.name != "client list"] == []
        desk.practice.close()
    return figures


@contextmanager
def ended(child: subprocess.Popen[str]) -> Iterator[None]:
    """Let no program outlive a check that failed."""
    try:
        yield
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        raise


def one_lock(
    child: subprocess.Popen[str], chance: random.Random, figures: Figures, before: dict[str, int]
) -> dict[str, int]:
    """Let the nursery fork a typist who is locked; return how many words stand in each place after it."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps({"seed": chance.randrange(10**6), "before": before}) + "\n")
    child.stdin.flush()
    now, was_locked = dict(before), False
    for line in child.stdout:
        what, *rest = line.split()
        if what == "typed":
            now[rest[0]] = int(rest[1])
            figures.words += 1
            figures.places[rest[0]] = figures.places.get(rest[0], 0) + 1
        elif what == "locking":
            figures.loading += bool(rest)
        elif what == "hidden":
            figures.hidden.append(float(rest[0]))
        elif what == "locked":
            figures.closed.append(float(rest[0]))
            assert rest[1] == "0", "a lock asked something"
            was_locked = True
        elif what in ("differs", "hung"):
            raise AssertionError(f"{line.strip()}: what stood there before is not shown again")
        elif what == "ended":
            assert (was_locked, rest[0]) == (True, "0"), f"the program ended with {rest[0]}"
            return now
    raise AssertionError("the nursery is gone")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--nursery"]:
        nursery(Path(sys.argv[2]), (sys.argv[3], sys.argv[4]))
    else:
        wanted = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
        with tempfile.TemporaryDirectory() as there:
            print(run(wanted, Path(there)))
