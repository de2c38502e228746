"""Write the schema of the models as literal SQL, once, when a release's first migration is made.

``python -m irt_desk.storage.migrations.freeze`` rewrites ``0001_first.sql``; only while 0.1 is unreleased.
"""

from __future__ import annotations

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from irt_desk.storage import schema
from irt_desk.storage.migrations import HERE


def statements() -> list[str]:
    """Return the DDL of the models: tables in order of their references, indexes, virtual tables."""
    schema.complete()
    dialect = sqlite.dialect()
    found: list[str] = []
    for table in schema.metadata.sorted_tables:
        found.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        found += [
            str(CreateIndex(i).compile(dialect=dialect)).strip()
            for i in sorted(table.indexes, key=lambda i: str(i.name))
        ]
    return [*found, *schema.VIRTUAL_TABLES.values(), *_configuration()]


def _configuration() -> list[str]:
    return [f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)" for name in schema.VIRTUAL_TABLES]


def main() -> None:
    """Rewrite the frozen file."""
    path = HERE / "versions" / "0001_first.sql"
    path.write_text(";\n\n".join(statements()) + ";\n", encoding="utf-8")


if __name__ == "__main__":
    main()
