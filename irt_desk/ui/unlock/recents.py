"""The practices opened last: a path and a day each, nothing else (security paper, LH-7)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from irt_desk import paths

MOST = 6
"""How many are kept."""


@dataclass(frozen=True, slots=True)
class Recent:
    """One practice of the list, and the day it was opened last where that is known."""

    folder: Path
    opened: date | None = None


def recents() -> list[Recent]:
    """Return the practices opened last, newest first; a list that cannot be read is an empty one."""
    try:
        data = json.loads((paths.user_state() / "recents.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in map(_read, data) if one is not None][:MOST] if isinstance(data, list) else []


def _read(item: object) -> Recent | None:
    if not isinstance(item, dict) or not isinstance(item.get("path"), str):
        return None
    try:
        opened = date.fromisoformat(str(item.get("opened", "")))
    except ValueError:
        opened = None
    return Recent(Path(item["path"]), opened)


def remember_recent(folder: Path, today: date) -> None:
    """Put a practice first on the list."""
    _store([Recent(folder, today), *(one for one in recents() if one.folder != folder)])


def forget_recent(folder: Path) -> None:
    """Take a practice off the list; the practice itself stays where it is."""
    _store([one for one in recents() if one.folder != folder])


def _store(kept: list[Recent]) -> None:
    data = [{"path": str(one.folder), "opened": one.opened.isoformat() if one.opened else ""} for one in kept[:MOST]]
    try:
        place = paths.user_state()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place / "recents.json").write_text(json.dumps(data), encoding="utf-8")
    except OSError:
        return  # a list for convenience; a place that cannot be written costs nothing else
