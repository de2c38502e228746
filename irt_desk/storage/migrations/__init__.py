"""Migrations of the practice database (security paper, MG-1 to MG-3).

The number of a revision is the ``user_version`` of the file. Steps run in one transaction with foreign keys off; every
trigger is dropped before and made again after from the one list in ``schema.py``.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from irt_desk.errors import Damaged, TooNew
from irt_desk.storage import schema
from irt_desk.storage.database import Database

HERE = Path(__file__).resolve().parent


def version_of(database: Database) -> int:
    """Return the ``user_version`` of a file."""
    with database.raw() as con:
        return int(con.execute("PRAGMA user_version").fetchone()[0])


def check_not_newer(database: Database) -> int:
    """Return the file's version.

    Raises:
        TooNew: the program is older than the file; nothing more is read.
    """
    have = version_of(database)
    if have > schema.SCHEMA_VERSION:
        raise TooNew(found=have, known=schema.SCHEMA_VERSION)
    return have


def migrate(database: Database, to: int | None = None, *, scripts: Path | None = None) -> None:
    """Bring a file to a version (this release's when none is given) in one transaction; a failing step changes nothing.

    The caller has made a verified backup before.

    Raises:
        TooNew: the file is newer than the program.
        Damaged: a foreign key points nowhere afterwards.
    """
    schema.complete()
    check_not_newer(database)
    to, scripts = to or schema.SCHEMA_VERSION, scripts or HERE
    _foreign_keys(database, on=False)
    try:
        with database.may(foreign_keys=True), database.transaction() as connection:
            schema.drop_triggers(connection)
            _upgrade(connection, to, scripts)
            schema.create_triggers(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise Damaged(detail="foreign keys")
            connection.exec_driver_sql(f"PRAGMA user_version = {int(to)}")
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    finally:
        _foreign_keys(database, on=True)


def _upgrade(connection: Connection, to: int, scripts: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, f"{to:04d}")


def _foreign_keys(database: Database, *, on: bool) -> None:
    """Switch foreign keys outside any transaction, where alone it has an effect, and read it back."""
    with database.may(foreign_keys=True), database.raw() as con:
        con.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    with database.raw() as con:
        if con.execute("PRAGMA foreign_keys").fetchone()[0] != int(on):
            raise RuntimeError("foreign keys did not switch")
