"""The small per-user file beside no practice: failed unlocks (VK-11) and a copy of the sealed audit head (AU-2, IN-4).

Keyed by practice id; it holds no names and no paths. Whoever can delete it resets the waiting: stated in the help.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from irt_desk import paths
from irt_desk.errors import UserError
from irt_desk.storage.header import write_atomic

FREE_TRIES, MOST_WAIT, MOST_TRIES = 3, 300, 100


@dataclass(frozen=True, slots=True)
class Misses:
    """Failed unlocks in a row: when each happened, in ISO form."""

    times: tuple[str, ...] = ()

    @property
    def wait_seconds(self) -> int:
        """Seconds to wait after the last one: nothing for three tries, then 2, 4, 8 up to 300."""
        extra = len(self.times) - FREE_TRIES
        return 0 if extra < 0 else min(MOST_WAIT, 2 ** (extra + 1))


def _file(practice_id: str) -> Path:
    return paths.user_state() / f"practice-{practice_id}.json"


def load(practice_id: str) -> dict[str, Any]:
    """Return what is kept for a practice; empty when there is nothing readable."""
    try:
        data = json.loads(_file(practice_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def store(practice_id: str, data: dict[str, Any]) -> None:
    """Keep data for a practice, mode 0600. A place that cannot be written is passed over: it protects, it is not the record."""
    try:
        path = _file(practice_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(path, json.dumps(data, sort_keys=True).encode())
    except (OSError, UserError):
        return


def misses(practice_id: str) -> Misses:
    """Return the failed unlocks since the last good one; what is no time is passed over."""
    times = load(practice_id).get("misses", [])
    return Misses(tuple(t for t in times if _is_time(t)) if isinstance(times, list) else ())


def _is_time(text: Any) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except (TypeError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Seen:
    """What this computer saw last of a practice at one place: header generation and sealed audit head."""

    gen: int = 0
    count: int = 0
    mac: str = ""


def seen(practice_id: str, place: str) -> Seen:
    """Return what was seen last; nothing when the practice is new to this computer, or was moved (IN-4).

    Args:
        practice_id: as in the header.
        place: a keyed mark of the folder, so that two copies of one practice are not mistaken for each other.
    """
    heads = load(practice_id).get("heads")
    data = heads.get(place) if isinstance(heads, dict) else None
    try:
        return Seen(int(data["gen"]), int(data["count"]), str(data["mac"])) if isinstance(data, dict) else Seen()
    except (KeyError, TypeError, ValueError):
        return Seen()


def note_seen(practice_id: str, place: str, what: Seen) -> None:
    """Keep what was seen last."""
    data = load(practice_id)
    heads = data.get("heads")
    data["heads"] = {
        **(heads if isinstance(heads, dict) else {}),
        place: {"gen": what.gen, "count": what.count, "mac": what.mac},
    }
    store(practice_id, data)


def check_wait(practice_id: str, now: datetime) -> None:
    """Let a try pass silently.

    A clock set back does not shorten the wait: a last miss in the future counts as just now.

    Raises:
        UserError: it is too early, or 100 tries failed in a row and only the recovery key may open it.
    """
    found = misses(practice_id)
    if len(found.times) >= MOST_TRIES:
        raise UserError("practice.too_many_tries")
    if not found.wait_seconds:
        return
    since = now - datetime.fromisoformat(found.times[-1])
    left = timedelta(seconds=found.wait_seconds) - max(since, timedelta())
    if left > timedelta():
        raise UserError("practice.wait", seconds=int(left.total_seconds()) + 1)


def note_miss(practice_id: str, now: datetime) -> None:
    """Keep one more failed unlock."""
    data = load(practice_id)
    data["misses"] = [*misses(practice_id).times, now.isoformat()][-MOST_TRIES:]
    store(practice_id, data)


def note_success(practice_id: str) -> Misses:
    """Forget the failed unlocks and return them, to be shown and traced."""
    found = misses(practice_id)
    if found.times:
        data = load(practice_id)
        data.pop("misses", None)
        store(practice_id, data)
    return found
