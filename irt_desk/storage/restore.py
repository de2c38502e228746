"""Restore a backup: the practice that stands at the place is set aside, never overwritten (security paper, BK-8)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from irt_desk.errors import AlreadyExists, Damaged, NotFound, WrongPassphrase
from irt_desk.storage import header as headers
from irt_desk.storage import keys, migrations, recovery_key, state_file
from irt_desk.storage.backup import Progress, check_database, read_header, unpack
from irt_desk.storage.database import Database, silence_driver
from irt_desk.storage.header import Header, Secret
from irt_desk.storage.keys import Kdf, argon2id
from irt_desk.storage.lockfile import PracticeLock
from irt_desk.storage.practice import BACKUPS, OpenPractice


def restore(
    file: Path,
    folder: Path,
    *,
    now: Callable[[], datetime],
    passphrase: str | None = None,
    recovery_key_text: str | None = None,
    kdf: Kdf = argon2id,
    progress: Progress | None = None,
) -> Path | None:
    """Restore a backup to a place; return where the practice that stood there is now, or None.

    With the same master key today's header stays, so today's passphrase opens it; otherwise the backup's own header comes
    with it. The audit trail goes on with a "restored" entry.

    Raises:
        WrongPassphrase: the secret opens neither today's practice nor the backup. Damaged: the backup fails a check;
        TooNew: a newer version made it; AlreadyExists: what stands there is no practice. Nothing was changed.
        NotFound, OpenElsewhere, ReadOnly, DiskFull.
    """
    silence_driver()
    say = progress or (lambda _: None)
    header = read_header(file)
    secret = Secret(passphrase, recovery_key.parse(recovery_key_text) if recovery_key_text else None)
    with _held(folder) as let_go:
        current, mk = _keys(folder, header, secret, kdf)
        say(0.2)
        try:
            with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.parent) as scratch:
                return _restored(file, folder, Path(scratch), (header, current), mk, now, say, let_go)
        except OSError as error:
            raise headers.place_failure(error, folder.parent) from error


@contextmanager
def _held(folder: Path) -> Iterator[Callable[[], None]]:
    """Hold the lock of the practice that stands at the place, from before its header is read to the exchange.

    Yields what lets it go early: Windows renames no folder in which a file is open.

    Raises:
        NotFound: no such parent folder. OpenElsewhere: it is open. AlreadyExists: something else stands there.
    """
    if not folder.parent.is_dir():
        raise NotFound("practice.no_parent", place=str(folder.parent))
    if not folder.exists() and not folder.is_symlink():
        yield lambda: None
        return
    if folder.is_symlink() or not any((folder / name).is_file() for name in (*headers.NAMES, "practice.db")):
        raise AlreadyExists(place=str(folder))
    lock = PracticeLock(folder)
    try:
        yield lock.release
    finally:
        lock.release()


def _restored(
    file: Path,
    folder: Path,
    scratch: Path,
    found: tuple[Header, Header | None],
    mk: bytes,
    now: Callable[[], datetime],
    say: Progress,
    let_go: Callable[[], None],
) -> Path | None:
    """Build the restored practice beside the place, then exchange the two; return where the old one is."""
    header, current = found
    made = scratch / folder.name
    made.mkdir(mode=0o700)
    (made / BACKUPS).mkdir(mode=0o700)
    unpack(file, header, mk, made / "practice.db")
    say(0.5)
    _check(made / "practice.db", mk, header)
    say(0.8)
    chosen = current if current is not None else header
    headers.write(made, chosen)
    remember = _go_on(made, folder, chosen, mk, now)
    if os.name == "nt":
        let_go()
    aside = _swap(made, folder)
    remember()
    return aside


def _keys(folder: Path, header: Header, secret: Secret, kdf: Kdf) -> tuple[Header | None, bytes]:
    """Return today's header when it belongs to the same master key, and the master key of the backup."""
    current: Header | None = None
    mk: bytes | None = None
    if folder.exists():
        try:
            found, key = headers.unlock(folder, secret, kdf)
        except (WrongPassphrase, Damaged):
            found, key = None, None
        if found is not None and key is not None and headers.mac_holds(header, key):
            current, mk = found, key
    if mk is None:
        mk = headers.master_key(header, secret, kdf)
    if mk is None:
        raise WrongPassphrase("error.backup_passphrase")
    return current, mk


def _check(path: Path, mk: bytes, header: Header) -> None:
    database = Database(path, (keys.derived(mk, "db"), bytes.fromhex(str(header["db_salt"]))))
    try:
        migrations.check_not_newer(database)
        wrong = check_database(database)
    finally:
        database.close()
    if wrong:
        raise Damaged("error.damaged_backup")


def _go_on(made: Path, folder: Path, chosen: Header, mk: bytes, now: Callable[[], datetime]) -> Callable[[], None]:
    """Write the "restored" entry and seal the head anew; return what tells the state file, once it stands in place."""
    opened = OpenPractice(made, chosen, mk, PracticeLock(made), now)
    opened.remembers = False
    try:
        opened.record("practice.restored")
        opened.seal_head()
        return partial(state_file.note_seen, opened.practice_id, opened.place_mark(folder), opened.seen_now())
    finally:
        opened.close()


def _swap(made: Path, folder: Path) -> Path | None:
    """Move what stands at the place aside and the restored practice in; its backups come along as copies stay aside."""
    aside: Path | None = None
    if folder.exists():
        number = 1
        place = folder.with_name(f"{folder.stem} (set aside {number}){folder.suffix}")
        while place.exists():
            number += 1
            place = folder.with_name(f"{folder.stem} (set aside {number}){folder.suffix}")
        old_backups = folder / BACKUPS
        if old_backups.is_dir():
            shutil.copytree(old_backups, made / BACKUPS, dirs_exist_ok=True)
        os.rename(folder, place)
        aside = place
    os.rename(made, folder)
    headers.sync_folder(folder.parent)
    return aside
