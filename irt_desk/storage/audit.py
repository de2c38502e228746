"""The audit trail: a keyed chain of acts, in the same transaction as each act (AU-1, AU-2, AU-4, AU-6).

It holds ids and codes only; names are joined when it is shown.
"""

from __future__ import annotations

import hmac
import re
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from irt_desk import __version__
from irt_desk.storage import keys
from irt_desk.storage.canonical import canonical
from irt_desk.storage.schema import AUDIT

LOOKING = (
    "practice.unlocked",
    "practice.unlock_failed",
    "practice.backed_up",
    "client.viewed",
    "document.viewed",
    "psychotherapy_note.viewed",
    "search.made",
)
"""Acts that change nothing a backup would have to hold."""

_CODE = re.compile(r"(?=.{1,64}$)[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_COLUMNS = tuple(column.name for column in AUDIT.columns)
_INSERT = f"INSERT INTO audit ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  our own names
_LAST = select(AUDIT.c.seq, AUDIT.c.mac).order_by(AUDIT.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there are, and the MAC of the last one."""

    count: int = 0
    mac: str = ""


def _check(codes: tuple[str | None, ...], ids: tuple[str | None, ...]) -> None:
    """Refuse anything a person could have typed: the trail holds codes and ids (AU-4). Failing here is a bug of ours."""
    for pattern, given in ((_CODE, codes), (_ID, ids)):
        if any(text is not None and not pattern.fullmatch(text) for text in given):
            raise ValueError("an audit entry holds codes and ids only")


def _mac(key: bytes, previous: str, row: dict[str, Any]) -> str:
    return keys.hmac_hex(key, b"irtdesk/v1/audit\0", previous.encode(), b"\0", canonical(row))


class AuditTrail:
    """Writes and checks the trail of one open practice."""

    def __init__(self, key: bytes, app: str = __version__) -> None:
        self._key, self._app = key, app
        self._last: Head | None = None  # known while nothing is rolled back: one process, one connection

    def forget(self) -> None:
        """Read the last entry from the file next time; called when a transaction is rolled back."""
        self._last = None

    def record(
        self,
        connection: Connection,
        *,
        action: str,
        object_kind: str,
        object_id: str | None,
        at: datetime,
        client_id: str | None = None,
        reason: str | None = None,
        outcome: str = "done",
    ) -> int:
        """Add an entry inside the caller's transaction and return its number.

        ``reason`` is a code, never a text a person typed. When this fails, the change it describes fails with it.
        """
        _check((action, object_kind, outcome), (object_id, client_id, reason))
        head = self._last or self.head(connection)
        row: dict[str, Any] = {
            "seq": head.count + 1,
            "at": at.isoformat(timespec="milliseconds"),
            "tick": time.monotonic_ns() // 1_000_000,
            "app": self._app,
            "action": action,
            "object_kind": object_kind,
            "object_id": object_id,
            "client_id": client_id,
            "reason": reason,
            "outcome": outcome,
        }
        made = Head(head.count + 1, _mac(self._key, head.mac, row))
        whole = {**row, "prev_mac": head.mac, "mac": made.mac}
        # Not a Core construct: a draft is saved every other second, and compiling costs as much as writing.
        connection.exec_driver_sql(_INSERT, tuple(whole[name] for name in _COLUMNS))
        self._last = made
        return made.count

    def head(self, connection: Connection) -> Head:
        """Return the last entry's number and MAC."""
        row = connection.execute(_LAST).first()
        return Head(row[0], row[1]) if row else Head()

    def mac_at(self, connection: Connection, number: int) -> str | None:
        """Return the MAC of one entry, or None when there is no such entry."""
        found = connection.execute(select(AUDIT.c.mac).where(AUDIT.c.seq == number)).scalar()
        return None if found is None else str(found)

    def changes_after(self, connection: Connection, number: int) -> bool:
        """Return whether anything but looking was done after an entry."""
        query = select(AUDIT.c.seq).where(AUDIT.c.seq > number, AUDIT.c.action.not_in(LOOKING)).limit(1)
        return connection.execute(query).first() is not None

    def first_bad(self, connection: Connection, sealed: Head, *, last: int | None = None) -> int | None:
        """Return the number of the first entry that is not what was written, or None for a sound trail.

        Args:
            connection: an open connection.
            sealed: the head kept outside the database; a shorter or other trail is found by it.
            last: only the last so many entries.
        """
        query = select(AUDIT).order_by(AUDIT.c.seq)
        previous, expected = "", 1
        if last is not None:
            head = self.head(connection)
            start = max(0, head.count - last)
            if start:
                before = self.mac_at(connection, start)
                if before is None:
                    return start
                previous, expected, query = before, start + 1, query.where(AUDIT.c.seq > start)
        seen_sealed = sealed.count == 0 or expected > sealed.count
        for row in connection.execute(query).mappings():
            bare = {name: row[name] for name in row if name not in ("prev_mac", "mac")}
            fits = row["seq"] == expected and row["prev_mac"] == previous
            if not (fits and hmac.compare_digest(_mac(self._key, previous, bare), row["mac"])):
                return expected
            if row["seq"] == sealed.count:
                if row["mac"] != sealed.mac:
                    return expected
                seen_sealed = True
            previous, expected = row["mac"], expected + 1
        return None if seen_sealed else expected
