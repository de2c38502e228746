"""Write what a release changes in the schema as literal SQL: the difference between the released steps and the models.

``python -m irt_desk.storage.migrations.freeze`` rewrites the SQL of the one step no release has yet (:data:`UNRELEASED`);
run it after any change to a table. Released steps are never written again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from irt_desk.storage import schema
from irt_desk.storage.migrations import HERE
from irt_desk.storage.rows import RECORDS

RELEASED = ("0001_first", "0002_second", "0003_third")
"""Steps that left the house, oldest first: practices made by them exist, so they stay as they are."""

UNRELEASED = "0004_fourth"
"""The step this working copy may still rewrite; it needs its ``.py`` beside the SQL and a higher ``schema.SCHEMA_VERSION``.
There is none while the models are what the newest released step made."""

BETWEEN = ";\n\n"
"""What stands between two statements of a step."""


def statements() -> list[str]:
    """Return the DDL that leads from the newest released step to the models.

    Raises:
        ValueError: a column or table is gone (no step destroys anything, MG-4), or a new one has no value for old rows.
    """
    schema.complete()
    before = _released()
    found: list[str] = []
    for table in schema.metadata.sorted_tables:
        sql = _ddl(CreateTable(table))
        old = before.pop(f"CREATE TABLE {table.name}", None)
        if old is None:
            found += [sql, *_indexes(table)]
        elif old != sql:
            found += [*_rebuilt(table, old, sql), *_indexes(table)]
        else:
            found += [index for index in _indexes(table) if index not in before.values()]
    for name, sql in schema.VIRTUAL_TABLES.items():
        if before.pop(f"CREATE VIRTUAL TABLE {name}", None) is None:
            found += [sql, f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)"]
    if gone := [head for head in before if head.startswith(("CREATE TABLE", "CREATE VIRTUAL"))]:
        raise ValueError(f"no step destroys anything: {', '.join(gone)}")
    return found


def _released() -> dict[str, str]:
    """Return every statement of the released steps by what it makes; a later step's word wins."""
    found: dict[str, str] = {}
    for step in RELEASED:
        text = (HERE / "versions" / f"{step}.sql").read_text(encoding="utf-8")
        for sql in filter(None, (part.strip().removesuffix(";") for part in text.split(BETWEEN))):
            found[sql.split("(")[0].split(" USING ")[0].strip()] = sql
            if sql.startswith("ALTER TABLE") and " RENAME TO " in sql:
                name = sql.split(" RENAME TO ")[1].strip()
                made = found.pop(f"CREATE TABLE {name}_new")
                found[f"CREATE TABLE {name}"] = made.replace(f"CREATE TABLE {name}_new ", f"CREATE TABLE {name} ", 1)
    return found


def _ddl(element: Any) -> str:
    return str(element.compile(dialect=sqlite.dialect())).strip()


def _indexes(table: Table) -> list[str]:
    return [_ddl(CreateIndex(index)) for index in sorted(table.indexes, key=lambda index: str(index.name))]


def _rebuilt(table: Table, old: str, sql: str) -> Iterator[str]:
    """Yield SQLite's own way to change a table: make the new one, copy, drop the old one, take its name."""
    had = _columns(old)
    if gone := had - set(table.columns.keys()):
        raise ValueError(f"{table.name} loses {', '.join(sorted(gone))}: no step destroys anything")
    yield sql.replace(f"CREATE TABLE {table.name} ", f"CREATE TABLE {table.name}_new ", 1)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    taken = ", ".join(f'"{c.name}"' if c.name in had else _default(table, c) for c in table.columns)
    copied = f"INSERT INTO {table.name}_new ({names}) SELECT {taken} FROM {table.name}"  # noqa: S608  our own names
    yield copied
    yield f"DROP TABLE {table.name}"
    yield f"ALTER TABLE {table.name}_new RENAME TO {table.name}"


_NOT_COLUMNS = (")", "PRIMARY", "FOREIGN", "UNIQUE", "STRICT")


def _columns(sql: str) -> set[str]:
    lines = filter(None, (line.strip() for line in sql.splitlines()[1:]))
    return {line.split()[0].strip('"') for line in lines if not line.startswith(_NOT_COLUMNS)}


def _default(table: Table, column: Column[Any]) -> str:
    """Return what a row of an older release gets in a new column, as SQL: the default of the dataclass."""
    record = RECORDS.get(table.name)
    value = record.default_of(column.name) if record else None
    if value is None:
        if not column.nullable:
            raise ValueError(
                f"{table.name}.{column.name} is new and has no value for old rows: give the field a default"
            )
        return "NULL"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def main() -> None:
    """Rewrite the step that is not released yet."""
    path = HERE / "versions" / f"{UNRELEASED}.sql"
    found = statements()
    if found:
        path.write_text(BETWEEN.join(found) + ";\n", encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
