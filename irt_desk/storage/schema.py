"""The schema: one metadata object, and the lists of triggers and virtual tables that are not tables of SQLAlchemy's.

``tables.py`` and ``settings.py`` complete it; :func:`complete` imports them. Triggers stand in one list because a rebuild of
a table silently loses them: a migration drops and makes all of them (security paper, MG-1).
"""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import Column, Connection, Index, Integer, LargeBinary, MetaData, Table, Text

APPLICATION_ID = 0x49525444
"""``application_id`` of a practice database: the letters IRTD."""

SCHEMA_VERSION = 3
"""``user_version`` of this release; equals the number of the newest migration."""

metadata = MetaData()
TRIGGERS: dict[str, str] = {}
VIRTUAL_TABLES: dict[str, str] = {}


def register_trigger(name: str, body: str) -> None:
    """Add a trigger: ``body`` is everything after ``CREATE TRIGGER <name>``."""
    TRIGGERS[name] = body


def register_virtual_table(name: str, sql: str) -> None:
    """Add a virtual table with its whole CREATE statement."""
    VIRTUAL_TABLES[name] = sql


AUDIT = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, nullable=False),
    Column("at", Text, nullable=False),
    Column("tick", Integer, nullable=False),
    Column("app", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_kind", Text, nullable=False),
    Column("object_id", Text),
    Column("client_id", Text),
    Column("reason", Text),
    Column("outcome", Text, nullable=False),
    Column("prev_mac", Text, nullable=False),
    Column("mac", Text, nullable=False),
    Index("ix_audit_at", "at"),
    Index("ix_audit_object_id", "object_id"),
    sqlite_strict=True,
)
"""The audit trail: ids and codes only (AU-1, AU-4)."""

META = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True, nullable=False),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""Facts of the practice file itself: its id, its name, what was confirmed."""

ATTACHMENT = Table(
    "attachment",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("client_id", Text, index=True),
    Column("owner_kind", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("third_party", Integer, nullable=False),
    Column("safety", Integer, nullable=False),
    Column("added", Text, nullable=False),
    Index("ix_attachment_owner", "owner_kind", "owner_id"),
    sqlite_strict=True,
)
"""Files kept inside the practice; the two flags are the tags of DL-3 and DL-4."""

ATTACHMENT_CHUNK = Table(
    "attachment_chunk",
    metadata,
    Column("attachment_id", Text, primary_key=True, nullable=False),
    Column("number", Integer, primary_key=True, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""Pieces of at most 1 MB (IP-7)."""

register_trigger("audit_no_update", "BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END")
register_trigger("audit_no_delete", "BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END")


def complete() -> None:
    """Import every module that adds tables, so that :data:`metadata` is whole."""
    for name in ("settings", "tables", "caseload", "unfinished", "drafts", "stance_checks", "sharing"):
        import_module(f"irt_desk.storage.{name}")


def create_triggers(connection: Connection) -> None:
    """Create every trigger of the list."""
    for name, body in TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger the file has, known or not: they come back from the list."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    for name in names:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def create_all(connection: Connection) -> None:
    """Create the whole schema of this release in an empty database; tests compare it with the migrated one."""
    complete()
    metadata.create_all(connection)
    for sql in VIRTUAL_TABLES.values():
        connection.exec_driver_sql(sql)
    create_triggers(connection)


def described(connection: Connection) -> dict[str, str]:
    """Return every schema object of a database with its SQL, white space folded; shadow tables left out.

    A table that was rebuilt carries its name in quotes; the quotes are left out.
    """
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    shadows = tuple(f"{name}_" for name in VIRTUAL_TABLES)
    return {
        f"{kind} {name}": " ".join(str(sql).split()).replace(f'"{name}"', name, 1)
        for kind, name, sql in rows
        if not name.startswith(shadows) and name != "alembic_version"
    }
