"""Check a whole open practice and name what is wrong (``practice verify``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.pool import StaticPool

from irt_desk.errors import Damaged
from irt_desk.storage import schema
from irt_desk.storage.backup import check_database
from irt_desk.storage.practice import OpenPractice


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

    def stale(connection: Connection) -> tuple[str, ...]:
        return tuple(caseload.stale(connection, Instant(datetime.now(UTC), "UTC")))

    return (
        _check("pages", [w for w in wrong if w in ("pages", "structure")]),
        _read(practice, "schema", _schema_differences),
        _check("foreign keys", [w for w in wrong if w == "references"]),
        _read(practice, "seals", lambda connection: seals.named(connection, seals.broken(connection, practice))),
        _read(practice, "audit chain", lambda connection: _trail(connection, practice)),
        _check("search index", [w for w in wrong if w == "search index"]),
        _read(practice, "client list", stale),
    )


def _check(name: str, found: Sequence[str]) -> Check:
    return Check(name, not found, ", ".join(found))


def _read(practice: OpenPractice, name: str, look: Callable[[Connection], Sequence[str]]) -> Check:
    """Run one check; a page it cannot read is its finding, and the other checks go on."""
    try:
        with practice.database.read() as connection:
            return _check(name, look(connection))
    except Damaged:
        return Check(name, False, "not readable")


def _trail(connection: Connection, practice: OpenPractice) -> list[str]:
    bad = practice.audit.first_bad(connection, practice.sealed_head)
    return [] if bad is None else [f"entry {bad}"]


def expected_schema() -> dict[str, str]:
    """Return every schema object this release knows, with its SQL."""
    from sqlalchemy import create_engine

    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.begin() as connection:
            schema.create_all(connection)
            return schema.described(connection)
    finally:
        engine.dispose()


def _schema_differences(connection: Connection) -> list[str]:
    wanted, found = expected_schema(), schema.described(connection)
    return sorted({name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)})
