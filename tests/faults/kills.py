"""Kill the program at random moments, many times; nothing acknowledged may be lost (security paper, F1 and F11).

``python -m tests.faults.kills [TIMES]`` runs every scenario so many times (100 when not given) and prints one line each. The
test suite runs a few of them.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from irt_desk.errors import WrongPassphrase
from irt_desk.storage import backup, keys, practice, restore
from irt_desk.storage.verify import verify
from tests.practices import Clock, cheap

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("nine quiet lamps again", "eleven loud geese away")


def opened(folder: Path) -> practice.OpenPractice:
    """Open with whichever of the two passphrases is in force."""
    try:
        return practice.unlock(folder, passphrase=WORDS[0], now=Clock(), kdf=cheap)
    except WrongPassphrase:
        return practice.unlock(folder, passphrase=WORDS[1], now=Clock(), kdf=cheap)


def _save(folder: Path) -> None:
    """Child: save for ever, and say so after each commit."""
    held = opened(folder)
    number = int(held._meta("count") or 0)
    while True:
        number += 1
        held.set_meta("count", str(number))
        print(number, flush=True)


def _change(folder: Path) -> None:
    """Child: change the passphrase to and fro for ever."""
    held = opened(folder)
    now = 0 if keys_open(folder, WORDS[0]) else 1
    while True:
        held.change_passphrase(WORDS[now], WORDS[1 - now], kdf=cheap, params=keys.FLOOR)
        now = 1 - now
        print(now, flush=True)


def keys_open(folder: Path, text: str) -> bool:
    """Return whether a passphrase opens the header that is in force."""
    from irt_desk.storage import header

    try:
        header.unlock(folder, header.Secret(passphrase=text), cheap)
    except WrongPassphrase:
        return False
    return True


def _back_up(folder: Path) -> None:
    """Child: make backups for ever."""
    held = opened(folder)
    while True:
        print(backup.make(held, now=Clock()).name, flush=True)


def check_saves(folder: Path, said: list[str]) -> None:
    """What was acknowledged is there."""
    held = opened(folder)
    assert int(held._meta("count") or 0) >= int(said[-1] if said else 0)
    _sound(held)


def check_passphrase(folder: Path, said: list[str]) -> None:
    """Exactly one passphrase opens: the last one said, or the one that was being made."""
    assert [keys_open(folder, text) for text in WORDS].count(True) == 1
    _sound(opened(folder))


def check_backups(folder: Path, said: list[str]) -> None:
    """Every file with a final name restores; the newest is tried."""
    files = backup.list_backups(folder)
    assert {file.name for file in files} >= {name for name in said if name}
    for file in files[:1]:
        place = folder.parent / f"restored-{time.monotonic_ns()}.irtdesk"
        assert restore.restore(file, place, passphrase=WORDS[0], now=Clock(), kdf=cheap) is None
    for file in files:
        file.unlink()
    _sound(opened(folder))


def _sound(held: practice.OpenPractice) -> None:
    try:
        assert held.alarms == ()
        assert [check for check in verify(held) if not check.ok and check.name != "client list"] == []
    finally:
        held.close()


Scenario = tuple[Callable[[Path], None], Callable[[Path, list[str]], None]]
SCENARIOS: dict[str, Scenario] = {
    "save": (_save, check_saves),
    "passphrase": (_change, check_passphrase),
    "backup": (_back_up, check_backups),
}


def run(name: str, times: int, scratch: Path, seed: int = 0) -> int:
    """Kill a scenario so many times and check after each; return how many acts were acknowledged in all."""
    folder, chance, acts = scratch / f"{name}.irtdesk", random.Random(seed), 0
    os.environ["IRT_DESK_STATE"] = str(scratch / "state")
    practice.create(folder, WORDS[0], name="P", now=Clock(), kdf=cheap)[0].close()
    for _ in range(times):
        said = _killed(name, folder, chance)
        acts += len(said)
        SCENARIOS[name][1](folder, said)
    return acts


def _killed(name: str, folder: Path, chance: random.Random) -> list[str]:
    """Start a child, kill it after a random number of acts and up to 5 ms; return what it said."""
    command = [sys.executable, "-m", "tests.faults.kills", "--child", name, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said: list[str] = []
        for _ in range(chance.randint(1, 12 if name == "save" else 3)):
            line = child.stdout.readline()
            assert line, "the child ended by itself"
            said.append(line)
        time.sleep(chance.random() * (0.005 if name == "save" else 0.05))
        child.kill()
        said += child.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        SCENARIOS[sys.argv[2]][0](Path(sys.argv[3]))
    else:
        wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100
        for each in SCENARIOS:
            with tempfile.TemporaryDirectory() as made:
                print(f"{each}: {wanted} kills, {run(each, wanted, Path(made))} acts acknowledged, none lost")
