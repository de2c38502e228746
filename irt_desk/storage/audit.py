"""The audit trail: a keyed chain of acts, in the same transaction as each act (AU-1, AU-2, AU-4, AU-6).

It holds ids and codes only; names are joined when it is shown.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from irt_desk import __version__
from irt_desk.storage import keys
from irt_desk.storage.canonical import canonical
from irt_desk.storage.schema import AUDIT

_INSERT = insert(AUDIT)
_LAST = select(AUDIT.c.seq, AUDIT.c.mac).order_by(AUDIT.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there are, and the MAC of the last one."""

    count: int = 0
    mac: str = ""


def _mac(key: bytes, previous: str, row: dict[str, Any]) -> str:
    return keys.hmac_hex(key, b"irtdesk/v1/audit\0", previous.encode(), b"\0", canonical(row))


class AuditTrail:
    """Writes and checks the trail of one open practice."""

    def __init__(self, key: bytes, app: str = __version__) -> None:
        self._key, self._app = key, app

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
        head = self.head(connection)
        row = {
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
        connection.execute(_INSERT, {**row, "mac": _mac(self._key, head.mac, row)})
        return head.count + 1

    def head(self, connection: Connection) -> Head:
        """Return the last entry's number and MAC."""
        row = connection.execute(_LAST).first()
        return Head(row[0], row[1]) if row else Head()

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
                before = connection.execute(select(AUDIT.c.mac).where(AUDIT.c.seq == start)).scalar()
                if before is None:
                    return start
                previous, expected, query = str(before), start + 1, query.where(AUDIT.c.seq > start)
        seen_sealed = sealed.count == 0 or expected > sealed.count
        for row in connection.execute(query).mappings():
            bare = {name: row[name] for name in row if name != "mac"}
            if row["seq"] != expected or not hmac.compare_digest(_mac(self._key, previous, bare), row["mac"]):
                return expected
            if row["seq"] == sealed.count:
                if row["mac"] != sealed.mac:
                    return expected
                seen_sealed = True
            previous, expected = row["mac"], expected + 1
        return None if seen_sealed else expected
