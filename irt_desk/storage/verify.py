"""Check a whole open practice and name what is wrong (``practice verify``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.pool import StaticPool

from irt_desk.storage import schema
from irt_desk.storage.backup import check_database
from irt_desk.storage.practice import OpenPractice

SealCheck = Callable[[Connection, OpenPractice], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it holds, and what was found when it does not."""

    name: str
    ok: bool
    detail: str = ""


def verify(practice: OpenPractice) -> tuple[Check, ...]:
    """Return every check of an open practice: pages, schema, foreign keys, seals, audit chain, search index, client list."""
    from irt_desk.domain.values import Instant
    from irt_desk.storage import caseload, seals

    schema.complete()
    wrong = check_database(practice.database)
    with practice.database.read() as connection:
        schema_wrong = _schema_differences(connection)
        bad_notes = seals.broken(connection, practice)
        bad_entry = practice.audit.first_bad(connection, practice.sealed_head)
        stale = caseload.stale(connection, Instant(datetime.now(UTC), "UTC"))
    return (
        _check("pages", [w for w in wrong if w in ("pages", "structure")]),
        _check("schema", schema_wrong),
        _check("foreign keys", [w for w in wrong if w == "references"]),
        _check("seals", bad_notes),
        Check("audit chain", bad_entry is None, "" if bad_entry is None else f"entry {bad_entry}"),
        _check("search index", [w for w in wrong if w == "search index"]),
        _check("client list", stale),
    )


def _check(name: str, found: list[str] | tuple[str, ...]) -> Check:
    return Check(name, not found, ", ".join(found))


def expected_schema() -> dict[str, str]:
    """Return every schema object this release knows, with its SQL."""
    from sqlalchemy import create_engine

    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        schema.create_all(connection)
        return schema.described(connection)


def _schema_differences(connection: Connection) -> list[str]:
    wanted, found = expected_schema(), schema.described(connection)
    return sorted({name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)})
