"""Practices of released versions, kept for ever (security paper, MG-3).

``python -m tests.storage.golden 0.1.0`` writes ``tests/data/practices/0.1.0.irtdesk`` and, beside it, what was in it. Run it once
for a release, never again for that number: these files are never remade and never deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

FOLDER = Path(__file__).resolve().parents[1] / "data" / "practices"
PASSPHRASE = "golden practice of a release"
_MOVING = {"alembic_version", "meta"}


def contents(connection: Connection, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return columns, row count and digest of every table; with ``known`` only of its columns and its first rows."""
    found: dict[str, Any] = {}
    tables = [row[1] for row in connection.exec_driver_sql("PRAGMA table_list").all() if row[2] == "table"]
    for name in sorted(tables):
        if name.startswith("sqlite_") or name in _MOVING or (known is not None and name not in known):
            continue
        about = connection.exec_driver_sql(f'PRAGMA table_info("{name}")').all()
        columns = [c[1] for c in about] if known is None else known[name]["columns"]
        key = [c[1] for c in sorted((c for c in about if c[5]), key=lambda c: int(c[5]))]
        wanted, order = (", ".join(f'"{column}"' for column in names) for names in (columns, key))
        sql = f'SELECT {wanted} FROM "{name}" ORDER BY {order}'
        if name == "audit" and known is not None:
            sql += f" LIMIT {int(known[name]['rows'])}"  # opening it adds entries of its own
        rows = connection.exec_driver_sql(sql).all()
        text = json.dumps([[v.hex() if isinstance(v, bytes) else v for v in row] for row in rows])
        digest = hashlib.sha256(text.encode()).hexdigest()
        found[name] = {"columns": columns, "rows": len(rows), "sha256": digest}
    return found


def write(version: str) -> Path:
    """Write the golden practice of a release with the demonstration caseload of a fixed day; return its folder."""
    from irt_desk.domain.values import Instant
    from irt_desk.services.context import Context
    from irt_desk.services.desk import Desk
    from irt_desk.services.practices import play_demonstration
    from irt_desk.storage import attachments, keys, practice
    from tests.practices import Clock

    folder = FOLDER / f"{version}.irtdesk"
    FOLDER.mkdir(parents=True, exist_ok=True)
    clock = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC))
    made, recovery_key = practice.create(folder, PASSPHRASE, name=f"Golden {version}", now=clock, params=keys.FLOOR)
    play_demonstration(Desk(Context(made, clock)))
    with made.database.transaction() as connection:
        attachments.put(
            connection,
            b"%PDF-1.7 " + bytes(range(256)) * 40,
            id="golden-attachment",
            client_id=None,
            owner_kind="practice",
            owner_id=made.practice_id,
            name="letter.pdf",
            added=Instant(clock(), "UTC"),
            third_party=True,
        )
    with made.database.read() as connection:
        known = contents(connection)
    made.close()
    shutil.rmtree(folder / "backups")
    (folder / "practice.lock").unlink()
    about = {"passphrase": PASSPHRASE, "recovery_key": recovery_key, "tables": known}
    folder.with_suffix(".json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    os.environ["IRT_DESK_STATE"] = tempfile.mkdtemp()
    print(write(sys.argv[1]))
