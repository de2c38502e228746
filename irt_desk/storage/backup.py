"""Verified backups in one file (security paper, BK-1 to BK-5).

Layout: an 8192-byte block (``IRTBK001``, u32 big-endian length, header with both slots, zeros), the database image made by
``VACUUM INTO``, then HMAC-SHA256(backup key, practice id + image). A backup gets its name only after it was opened and checked.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from irt_desk.errors import Cancelled, Damaged, DiskFull, NotFound
from irt_desk.storage import header as headers
from irt_desk.storage import keys
from irt_desk.storage.canonical import canonical
from irt_desk.storage.database import Database
from irt_desk.storage.practice import BACKUPS, OpenPractice

MAGIC, BLOCK, TAG = b"IRTBK001", 8192, 32
SUFFIX = ".irtbackup"
Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]


def digest(connection: Connection) -> tuple[str, dict[str, int]]:
    """Return the logical digest of a database and the row count of every table.

    SHA-256 over all ordinary tables by name and rows by primary key as canonical JSON; full-text shadow tables left out.
    The tables are those the file has, not those this release knows: an older file is copied before it is migrated.
    """
    whole, counts = hashlib.sha256(), {}
    for name in _tables(connection):
        columns = connection.exec_driver_sql(f"PRAGMA table_info({_quoted(name)})").all()
        key = [_quoted(c[1]) for c in sorted((c for c in columns if c[5]), key=lambda c: int(c[5]))]
        order = ", ".join(key or [_quoted(c[1]) for c in columns])
        counts[name] = 0
        whole.update(canonical([name, [c[1] for c in columns]]) + b"\n")
        for row in connection.exec_driver_sql(f"SELECT * FROM {_quoted(name)} ORDER BY {order}"):  # noqa: S608  quoted
            whole.update(canonical([item.hex() if isinstance(item, bytes) else item for item in row]) + b"\n")
            counts[name] += 1
    return whole.hexdigest(), counts


_SHADOWS = "data", "idx", "content", "docsize", "config"


def _tables(connection: Connection, *, virtual: bool = False) -> list[str]:
    """Return the names of a file's ordinary or virtual tables, sorted; the shadow tables of FTS5 left out.

    Not from ``PRAGMA table_list``: that opens every index, and on a damaged one it fails as if the file were read-only.
    """
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
    indexes = {name for name, sql in rows if str(sql).upper().startswith("CREATE VIRTUAL")}
    if virtual:
        return sorted(indexes)
    shadows = {f"{name}_{part}" for name in indexes for part in _SHADOWS}
    return sorted(name for name, _ in rows if name not in indexes | shadows and not name.startswith("sqlite_"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_CHECKS: tuple[tuple[str, str, list[tuple[str]]], ...] = (
    ("pages", "PRAGMA cipher_integrity_check", []),
    ("structure", "PRAGMA integrity_check", [("ok",)]),
    ("references", "PRAGMA foreign_key_check", []),
)


def check_database(database: Database) -> list[str]:
    """Return what is wrong with the pages, the references and the search index of a database; empty when sound.

    A check that cannot even run on a damaged page is a finding, not an exception: the others are still asked.
    """
    found: list[str] = []
    for name, sql, sound in _CHECKS:
        try:
            with database.raw() as con:
                if con.execute(sql).fetchall() != sound:
                    found.append(name)
        except Damaged:
            found.append(name)
    try:
        with database.read() as connection:
            indexes = [_quoted(name) for name in _tables(connection, virtual=True)]
    except Damaged:
        return [*found, "search index"]
    for name in indexes:
        try:
            with database.transaction() as connection:
                connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES('integrity-check', 1)")
        except Exception:  # noqa: BLE001  any failure of the check is the finding itself
            found.append("search index")
    return found


def make(
    practice: OpenPractice,
    *,
    folder: Path | None = None,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Path:
    """Make a verified backup of an open practice and return its path.

    Raises:
        DiskFull, ReadOnly, NotFound: the place is full, not writable or not there; nothing is left behind.
        Damaged: the copy does not verify; no file gets the final name.
        Cancelled: the person stopped it.
    """
    place = folder if folder is not None else practice.folder / BACKUPS
    if folder is not None and not folder.is_dir():
        raise NotFound("practice.no_parent", place=str(folder))
    say = progress or (lambda _: None)
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=place) as scratch:
            part = _made(practice, Path(scratch), say, cancelled or (lambda: False), now())
            target = _name(place, now(), int(practice.header["gen"]))
            os.replace(part, target)
            headers.sync_folder(place)
    except (OSError, DiskFull) as error:
        failure = headers.place_failure(error, place) if isinstance(error, OSError) else error
        raise DiskFull("error.disk_full_backup") if isinstance(failure, DiskFull) else failure from error
    if folder is None:
        practice.set_meta("backed_up_at", str(practice.sealed_head.count))
        _rotate(place, now())
    say(1.0)
    return target


def _name(place: Path, now: datetime, gen: int) -> Path:
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    target = place / f"{stamp}-{gen:06d}{SUFFIX}"
    while target.exists():
        gen += 1
        target = place / f"{stamp}-{gen:06d}{SUFFIX}"
    return target


def _made(practice: OpenPractice, scratch: Path, say: Progress, cancelled: IsCancelled, now: datetime) -> Path:
    """Return a verified backup under a scratch name in the same folder."""
    practice.record("practice.backed_up", at=now)
    practice.seal_head()
    image, part = scratch / "image.db", scratch / "part"
    with practice.database.read() as connection:
        wanted = digest(connection)
    say(0.2)
    _stop_if(cancelled)
    with practice.database.may(attach=True), practice.database.raw() as con:
        con.execute("VACUUM INTO ?", (str(image),))
    os.chmod(image, 0o600)
    say(0.5)
    _stop_if(cancelled)
    _join(practice, image, part)
    image.unlink()
    say(0.6)
    _stop_if(cancelled)
    _verify(practice, part, scratch, wanted)
    say(0.95)
    return part


def _stop_if(cancelled: IsCancelled) -> None:
    if cancelled():
        raise Cancelled


def _join(practice: OpenPractice, image: Path, part: Path) -> None:
    head = canonical(practice.header)
    block = MAGIC + struct.pack(">I", len(head)) + head
    if len(block) > BLOCK:
        raise RuntimeError("the header outgrew its block")
    mac = hmac.new(practice.backup_key, practice.practice_id.encode(), hashlib.sha256)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out, image.open("rb") as source:
        out.write(block.ljust(BLOCK, b"\0"))
        while piece := source.read(1 << 20):
            mac.update(piece)
            out.write(piece)
        out.write(mac.digest())
        out.flush()
        os.fsync(out.fileno())


def read_header(file: Path) -> headers.Header:
    """Return the header inside a backup file.

    Raises:
        NotFound: no such file. Damaged: not a backup of ours, or cut.
    """
    try:
        with file.open("rb") as source:
            block = source.read(BLOCK)
    except OSError as error:
        raise NotFound("practice.no_backup", place=str(file)) from error
    if len(block) != BLOCK or not block.startswith(MAGIC):
        raise Damaged("error.damaged_backup")
    size = struct.unpack(">I", block[8:12])[0]
    if not 0 < size <= BLOCK - 12 or block[12 + size :].strip(b"\0"):
        raise Damaged("error.damaged_backup")
    return headers.parse(block[12 : 12 + size])


def unpack(file: Path, header: headers.Header, mk: bytes, target: Path) -> None:
    """Write the database image of a backup to a new file, after its MAC was proved.

    Raises:
        Damaged: one bit differs from what was written.
    """
    mac = hmac.new(keys.derived(mk, "backup"), str(header["practice_id"]).encode(), hashlib.sha256)
    left = file.stat().st_size - BLOCK - TAG
    if left <= 0 or not headers.mac_holds(header, mk):
        raise Damaged("error.damaged_backup")
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out, file.open("rb") as source:
        source.seek(BLOCK)
        while left:
            piece = source.read(min(left, 1 << 20))
            if not piece:
                raise Damaged("error.damaged_backup")
            left -= len(piece)
            mac.update(piece)
            out.write(piece)
        tag = source.read(TAG)
        out.flush()
        os.fsync(out.fileno())
    if not hmac.compare_digest(mac.digest(), tag):
        target.unlink()
        raise Damaged("error.damaged_backup")


def _verify(practice: OpenPractice, part: Path, scratch: Path, wanted: tuple[str, dict[str, int]]) -> None:
    """Open the finished file with its key, run both integrity checks, compare counts and logical digest (BK-4)."""
    header = read_header(part)
    copy = scratch / "check.db"
    unpack(part, header, practice._mk, copy)
    key = keys.derived(practice._mk, "db"), bytes.fromhex(str(header["db_salt"]))
    database = Database(copy, key)
    try:
        wrong = check_database(database)
        with database.read() as connection:
            found = digest(connection)
    finally:
        database.close()
        for name in ("check.db", "check.db-wal"):
            with suppress(FileNotFoundError):
                (scratch / name).unlink()
    if wrong or found != wanted:
        raise Damaged("error.damaged_backup")


def list_backups(folder: Path) -> tuple[Path, ...]:
    """Return the backups in a practice's own folder, newest first."""
    place = folder / BACKUPS if (folder / BACKUPS).is_dir() else folder
    return tuple(sorted(place.glob(f"*{SUFFIX}"), reverse=True))


def moment_of(file: Path) -> datetime | None:
    """Return when a backup was made, by its name; None when the name is not ours."""
    try:
        return datetime.strptime(file.name.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def kept(moments: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Return which backups stay: all of two days, 12 daily, 10 weekly, 9 monthly, the newest always (BK-5).

    Backups from the future (an odd clock) stay, and with one of them nothing is given up.
    """
    every = sorted(set(moments), reverse=True)
    if not every or every[0] > now + timedelta(days=1):
        return frozenset(every)
    stay = {m for m in every if m > now - timedelta(days=2)} | {every[0]}
    for most, form in ((12, "%Y-%m-%d"), (10, "%G-%V"), (9, "%Y-%m")):
        seen: dict[str, datetime] = {}
        for moment in every:
            seen.setdefault(moment.strftime(form), moment)
        stay.update(list(seen.values())[:most])
    return frozenset(stay)


def _rotate(place: Path, now: datetime) -> None:
    files = {file: moment_of(file) for file in place.glob(f"*{SUFFIX}")}
    stay = kept([m for m in files.values() if m], now)
    for file, moment in files.items():
        if moment is not None and moment not in stay:
            file.unlink(missing_ok=True)
    for left in place.glob(".backup-*"):
        shutil.rmtree(left, ignore_errors=True)
