"""Saving a draft through the service, beside a bare encrypted transaction of the same two rows on the same kind of file."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROUNDS = 400
TEXT = "She said one feeling before she asked, and he stayed in the kitchen. " * 30
"""About two thousand letters, the length of a full note."""

_COLUMNS = (
    "at",
    "tick",
    "app",
    "action",
    "object_kind",
    "object_id",
    "client_id",
    "reason",
    "outcome",
    "prev_mac",
    "mac",
)


def measure() -> tuple[float, float]:
    """Return the median of the service and of the bare transaction in milliseconds, measured in turns."""
    from irt_desk.domain.notes import NoteContent
    from tests.practices import Clock, new_client, new_desk

    clock = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC))
    desk = new_desk(Path(tempfile.mkdtemp()) / "Real.irtdesk", clock)
    other = new_desk(Path(tempfile.mkdtemp()) / "Bare.irtdesk", clock)
    note, bare = (_draft(one, new_client(one, clock), clock) for one in (desk, other))
    with other.practice.database.raw() as connection:
        trail = dict(zip(_COLUMNS, _last_entry(connection), strict=True))
        times: dict[str, list[float]] = {"service": [], "bare": []}
        for number in range(ROUNDS):
            content = NoteContent(account=f"{TEXT}{number}")
            begin = time.perf_counter()
            desk.notes.save_draft(note[0], content, revision=number, client_id=note[1])
            middle = time.perf_counter()
            _bare_save(connection, bare[0], f"{TEXT}{number}", number, trail)
            times["service"].append(middle - begin)
            times["bare"].append(time.perf_counter() - middle)
    desk.practice.close()
    other.practice.close()
    return statistics.median(times["service"]) * 1000, statistics.median(times["bare"]) * 1000


def _draft(desk: Any, unit_id: str, clock: Any) -> tuple[str, str]:
    from datetime import timedelta

    from irt_desk.domain.sessions import Session, Setting
    from irt_desk.domain.values import Instant

    start = clock()
    session = Session(
        id="", unit_id=unit_id, episode_id="", starts=Instant(start), stops=Instant(start + timedelta(minutes=50)),
        setting=Setting.OFFICE,
    )  # fmt: skip
    made = desk.sessions.schedule(session).value
    return desk.notes.start(made.id).value.id, desk.clients.get(unit_id).id


def _last_entry(connection: Any) -> tuple[Any, ...]:
    query = f"SELECT {', '.join(_COLUMNS)} FROM audit ORDER BY seq DESC LIMIT 1"
    return tuple(connection.execute(query).fetchone())


def _bare_save(connection: Any, note_id: str, text: str, revision: int, trail: dict[str, Any]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "UPDATE progress_note SET content = ?, revision = ?, saved = ? WHERE id = ? AND revision = ? AND status = 'draft'",
        (text, revision + 1, "2026-11-24T09:00:00.000000Z[UTC]", note_id, revision),
    )
    marks = ", ".join("?" * len(_COLUMNS))
    connection.execute(f"INSERT INTO audit ({', '.join(_COLUMNS)}) VALUES ({marks})", tuple(trail.values()))
    connection.execute("COMMIT")


if __name__ == "__main__":
    service, plain = measure()
    print(f"draft save {service:.3f} ms, bare {plain:.3f} ms, {service / plain:.2f} times")
