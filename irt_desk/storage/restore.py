"""Restore a backup: the practice that stands at the place is set aside, never overwritten (security paper, BK-8)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from irt_desk.errors import Damaged, NotFound, WrongPassphrase
from irt_desk.storage import header as headers
from irt_desk.storage import keys, recovery_key, schema
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
        nothing was changed. NotFound, OpenElsewhere.
    """
    silence_driver()
    if not folder.parent.is_dir():
        raise NotFound("practice.no_parent", place=str(folder.parent))
    say = progress or (lambda _: None)
    header = read_header(file)
    secret = Secret(passphrase, recovery_key.parse(recovery_key_text) if recovery_key_text else None)
    current, mk = _keys(folder, header, secret, kdf)
    say(0.2)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.parent) as scratch:
        made = Path(scratch) / folder.name
        made.mkdir(mode=0o700)
        (made / BACKUPS).mkdir(mode=0o700)
        unpack(file, header, mk, made / "practice.db")
        say(0.5)
        _check(made / "practice.db", mk, header)
        say(0.8)
        chosen = current if current is not None else header
        headers.write(made, chosen)
        _go_on(made, chosen, mk, now)
        return _swap(made, folder)


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
        schema.complete()
        wrong = check_database(database)
    finally:
        database.close()
    if wrong:
        raise Damaged("error.damaged_backup")


def _go_on(made: Path, chosen: Header, mk: bytes, now: Callable[[], datetime]) -> None:
    """Write the "restored" entry and seal the head anew."""
    opened = OpenPractice(made, chosen, mk, PracticeLock(made))
    try:
        with opened.database.transaction() as connection:
            opened.audit.record(
                connection,
                action="practice.restored",
                object_kind="practice",
                object_id=opened.practice_id,
                at=now(),
            )
        opened.seal_head()
    finally:
        opened.close()


def _swap(made: Path, folder: Path) -> Path | None:
    """Move what stands at the place aside and the restored practice in; its backups come along as copies stay aside."""
    aside: Path | None = None
    if folder.exists():
        PracticeLock(folder).release()
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
