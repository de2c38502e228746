"""The encrypted database: one connection, the exact pragmas, typed failures (security paper, 2.3, 2.4, DU-1, DU-6, DU-14)."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, pool
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from irt_desk.errors import Damaged, DiskFull, OpenElsewhere, ReadOnly, SaveFailed
from irt_desk.storage.schema import APPLICATION_ID

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "temp_store": 2,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,
    "mmap_size": 0,
    "cache_size": -16000,
    "wal_autocheckpoint": 200,
}
"""Set on every connection and read back; the defaults are unsafe (security paper, DU-1)."""

_WITH_VALUE = frozenset(
    """user_version application_id wal_checkpoint table_info table_xinfo table_list index_list index_info index_xinfo
    foreign_key_list foreign_key_check integrity_check quick_check cipher_integrity_check""".split()
)
_BUSY, _NOTADB, _FULL, _IOERR, _CORRUPT, _READONLY, _CANTOPEN = 5, 26, 13, 10, 11, 8, 14
_SQLITE_ATTACH, _SQLITE_PRAGMA, _SQLITE_DENY, _SQLITE_OK = 24, 19, 1, 0

Key = tuple[bytes, bytes]
"""Database key and salt, as raw bytes."""


def silence_driver() -> None:
    """Switch off SQLCipher's own messages to standard error, once a process (LH-4)."""
    scratch = sqlcipher.connect(":memory:")
    scratch.execute("PRAGMA cipher_log_level = NONE").fetchall()
    scratch.close()


class Permissions:
    """What the authorizer of a connection lets pass; backups and migrations open their door for a moment."""

    def __init__(self) -> None:
        self.attach = False
        self.foreign_keys = False

    def __call__(self, action: int, first: str | None, second: str | None, *_: Any) -> int:
        """Return whether SQLite may do this: no ATTACH, no PRAGMA with a value except the known harmless ones."""
        if action == _SQLITE_ATTACH and not self.attach:
            return _SQLITE_DENY
        if action == _SQLITE_PRAGMA and second is not None:
            name = (first or "").lower()
            if name in _WITH_VALUE or (name == "foreign_keys" and self.foreign_keys):
                return _SQLITE_OK
            return _SQLITE_DENY
        return _SQLITE_OK


def connect(path: Path, key: Key, permissions: Permissions, *, new: bool = False) -> Any:
    """Open an encrypted database exactly as the security paper says and return the driver's connection.

    Raises:
        Damaged: missing, empty, cut, another program's file, or page 1 unreadable (the key was proved by the header).
        OpenElsewhere: another process holds it.
    """
    _check_file(path, new)
    spec = key[0].hex() + key[1].hex()
    if len(spec) != 96:
        raise ValueError("a raw key is 32 bytes and a salt 16")
    try:
        con = sqlcipher.connect(
            str(path), isolation_level=None, check_same_thread=False, cached_statements=128, timeout=0
        )
    except sqlcipher.Error as error:
        raise failure_of(error, path) from None
    try:
        con.execute(f"PRAGMA key = \"x'{spec}'\"").fetchall()
        con.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        con.execute("SELECT count(*) FROM sqlite_master").fetchall()
        _prove(con, new)
        con.set_authorizer(permissions)
    except sqlcipher.Error as error:
        con.close()
        raise failure_of(error, path) from None
    except BaseException:
        con.close()
        raise
    return con


def _check_file(path: Path, new: bool) -> None:
    if new:
        if path.exists():
            raise Damaged(detail="practice.db")
    elif not path.is_file() or path.stat().st_size < 4096:
        raise Damaged("error.database_missing")
    else:
        with path.open("rb") as file:
            if file.read(16).startswith(b"SQLite format 3"):
                raise Damaged(detail="practice.db")


def _prove(con: Any, new: bool) -> None:
    """Assert that this is SQLCipher, that the file is ours, and that every pragma reads back as it was set."""
    version = con.execute("PRAGMA cipher_version").fetchone()
    if not version or not version[0]:
        raise RuntimeError("the database driver does not encrypt")
    if not new and con.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Damaged(detail="practice.db")
    wanted = dict(PRAGMAS)
    if sys.platform == "darwin":
        wanted |= {"fullfsync": 1, "checkpoint_fullfsync": 1}
    for name, value in wanted.items():
        con.execute(f"PRAGMA {name} = {value}").fetchall()
        got = con.execute(f"PRAGMA {name}").fetchone()[0]
        if got != value:
            raise RuntimeError(f"pragma {name} did not take")


def failure_of(error: BaseException, path: Path) -> Exception:
    """Return the typed failure a driver error stands for; an unknown one is returned as it is, a bug."""
    original = getattr(error, "orig", error)
    code = int(getattr(original, "sqlite_errorcode", 0) or 0) & 0xFF
    if code == _BUSY:
        return OpenElsewhere()
    if code in (_NOTADB, _CORRUPT):
        return Damaged(detail=path.name)
    if code == _FULL:
        return DiskFull()
    if code == _READONLY and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return Damaged(detail=path.name)  # SQLite refuses writes on a connection that met a damaged page
    if code in (_READONLY, _CANTOPEN):
        return ReadOnly(place=str(path.parent))
    if code == _IOERR:
        return SaveFailed()
    return error if isinstance(error, Exception) else RuntimeError(str(error))


class Database:
    """The open database of a practice: one connection through one pool, transactions that really begin."""

    def __init__(self, path: Path, key: Key, *, new: bool = False) -> None:
        """Open (or with ``new`` create) the database and note which file it is."""
        self.path = path
        self._permissions = Permissions()
        self._new = new
        self.on_rollback: list[Callable[[], None]] = []
        self.engine: Engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: self._connect(key),
            poolclass=pool.QueuePool,
            pool_size=1,
            max_overflow=0,
            hide_parameters=True,
        )
        event.listen(self.engine, "begin", _begin)
        with self.raw():
            os.chmod(path, 0o600)
            self._identity = self._stat()

    def _connect(self, key: Key) -> Any:
        con = connect(self.path, key, self._permissions, new=self._new)
        self._new = False
        return con

    def _stat(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_dev, found.st_ino

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Yield a connection in one transaction: commit at the end, roll back on any exception.

        Raises:
            DiskFull, SaveFailed, Damaged: the change is not on disk; the connection is thrown away and opened anew
                (DU-6). SaveFailed also when the practice folder was moved or replaced meanwhile (DU-14).
        """
        with self._typed(), self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
                transaction.commit()
            except BaseException:
                for forget in self.on_rollback:
                    forget()
                connection.info.clear()  # what was remembered about rows of this transaction
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                raise
        self._check_still_there()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that reads one consistent state and changes nothing."""
        with self._typed(), self.engine.connect() as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """Yield the driver's connection, for what may not run inside a transaction."""
        with self._typed():
            held = self.engine.raw_connection()
            try:
                yield held.driver_connection
            finally:
                held.close()

    @contextmanager
    def may(self, *, attach: bool = False, foreign_keys: bool = False) -> Iterator[None]:
        """Open the authorizer's door for a backup or a migration while the block runs."""
        self._permissions.attach, self._permissions.foreign_keys = attach, foreign_keys
        try:
            yield
        finally:
            self._permissions.attach = self._permissions.foreign_keys = False

    @contextmanager
    def _typed(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlcipher.Error) as error:
            failure = failure_of(error, self.path)
            if isinstance(failure, DiskFull | SaveFailed | Damaged):
                self.engine.dispose()
            if failure is error:
                raise
            raise failure from None
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull from None
            raise

    def _check_still_there(self) -> None:
        try:
            there = self._stat() == self._identity
        except OSError:
            there = False
        if not there:
            raise SaveFailed("error.folder_gone")

    def checkpoint(self) -> None:
        """Bring everything from the write-ahead log into the file and empty the log."""
        with self.raw() as con:
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def check_length(self) -> None:
        """Find a file that was cut at a page boundary, which the cipher's own page check calls clean (IN-1).

        A file that is longer is left to SQLite: a checkpoint that was interrupted leaves one, and nothing is missing.

        Raises:
            Damaged: pages are missing.
        """
        with self.raw() as con:
            pages = int(con.execute("PRAGMA page_count").fetchone()[0])
            size = int(con.execute("PRAGMA page_size").fetchone()[0])
        if self.path.stat().st_size < pages * size:
            raise Damaged(detail=self.path.name)

    def close(self) -> None:
        """Empty the log and let the file go."""
        with contextlib.suppress(SaveFailed, DiskFull, ReadOnly):
            self.checkpoint()
        self.engine.dispose()


def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")  # straight to the driver: no statement of ours is compiled for it
