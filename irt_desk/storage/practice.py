"""A practice on disk: a folder with header twins, encrypted database, lock and backups (design paper, section 4)."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from irt_desk.errors import AlreadyExists, Damaged, NotFound, UserError, WrongPassphrase
from irt_desk.storage import header as headers
from irt_desk.storage import keys, migrations, recovery_key, schema, state_file
from irt_desk.storage.audit import AuditTrail, Head
from irt_desk.storage.database import Database, silence_driver
from irt_desk.storage.header import Header, Secret
from irt_desk.storage.keys import FLOOR, Kdf, KdfParams, Keyring, argon2id
from irt_desk.storage.lockfile import PracticeLock

Now = Callable[[], datetime]
BACKUPS = "backups"


class OpenPractice:
    """A practice while it is open: its database, keys and audit trail. ``close`` lets everything go."""

    def __init__(
        self, folder: Path, header: Header, mk: bytes, lock: PracticeLock, now: Now, *, new: bool = False
    ) -> None:
        """Open the database with an unlocked header; callers use :func:`create` and :func:`unlock`."""
        self.folder, self.header, self._mk, self._lock, self._now = folder, header, mk, lock, now
        self.keys: Keyring = headers.keyring(header, mk)
        key = keys.derived(mk, "db"), bytes.fromhex(header["db_salt"])
        self.database = Database(folder / "practice.db", key, new=new)
        self.audit = AuditTrail(self.keys.audit)
        self.database.on_rollback.append(self.audit.forget)
        self.missed_unlocks: tuple[str, ...] = ()
        self.alarms: tuple[str, ...] = ()
        self.zone: str | None = None
        """The practice's time zone, once it was read: every change asks for it. None sends the next one to look."""
        self.remembers = True
        self._is_closed = False

    @property
    def practice_id(self) -> str:
        """The id of this practice, 32 hex digits."""
        return str(self.header["practice_id"])

    @property
    def name(self) -> str:
        """The name the therapist gave it."""
        return self._meta("name")

    @property
    def sealed_head(self) -> Head:
        """The audit head kept in the header."""
        head = self.header["audit_head"]
        return Head(int(head["count"]), str(head["mac"]))

    @property
    def backup_key(self) -> bytes:
        """The key that authenticates backup files."""
        return keys.derived(self._mk, "backup")

    def header_fits(self, other: Header) -> bool:
        """Return whether another header belongs to this practice's master key."""
        return headers.mac_holds(other, self._mk)

    def _meta(self, name: str) -> str:
        with self.database.read() as connection:
            row = connection.execute(schema.META.select().where(schema.META.c.name == name)).mappings().first()
        return str(row["value"]) if row else ""

    def set_meta(self, name: str, value: str) -> None:
        """Keep one fact of the practice file."""
        with self.database.transaction() as connection:
            done = connection.execute(schema.META.update().where(schema.META.c.name == name), {"value": value})
            if not done.rowcount:
                connection.execute(schema.META.insert(), {"name": name, "value": value})

    @property
    def recovery_confirmed(self) -> bool:
        """Whether two groups of the recovery key were typed back (VK-7)."""
        return self._meta("recovery_confirmed") == "yes"

    def confirm_recovery(self, typed: Mapping[int, str]) -> bool:
        """Return whether typed groups (numbered from 1) are those of the recovery key; remember it when they are."""
        if len(typed) < 2 or any(not 1 <= number <= 8 for number in typed):
            return False
        marks = self._meta("recovery_marks").split()
        right = len(marks) == 8 and all(marks[n - 1] == self._mark(n, text) for n, text in typed.items())
        if right:
            self.set_meta("recovery_confirmed", "yes")
        return right

    def _mark(self, number: int, group: str) -> str:
        return keys.hmac_hex(self.keys.audit, b"irtdesk/v1/recovery\0", f"{number}:{recovery_key.tidy(group)}".encode())

    def remember_recovery(self, text: str) -> None:
        """Keep marks of the key's groups, so that they can be asked back without keeping the key."""
        marks = [self._mark(number, group) for number, group in enumerate(text.split("-"), 1)]
        self.set_meta("recovery_marks", " ".join(marks))
        self.set_meta("recovery_confirmed", "no")

    def change_passphrase(self, old: str, new: str, *, kdf: Kdf = argon2id, params: KdfParams | None = None) -> None:
        """Give the practice a new passphrase by rewriting the header only (VK-6).

        Raises:
            WrongPassphrase: the old one is not right; nothing changed.
        """
        if headers.master_key(self.header, Secret(passphrase=old), kdf) != self._mk:
            raise WrongPassphrase
        with self._traced("practice.passphrase_changed"):
            self._new_slot("password", kdf, params, passphrase=new)

    def reset_passphrase(self, new: str, *, kdf: Kdf = argon2id, params: KdfParams | None = None) -> None:
        """Give the practice a new passphrase after it was opened with the recovery key."""
        with self._traced("practice.passphrase_reset"):
            self._new_slot("password", kdf, params, passphrase=new)

    def new_recovery_key(self) -> str:
        """Make a new recovery key; the one before is void. Returns the text to be shown once."""
        raw, text = recovery_key.fresh()
        with self._traced("practice.recovery_key_changed"):
            self._new_slot("recovery", argon2id, None, recovery=raw)
            self.remember_recovery(text)
        return text

    def record(
        self, action: str, *, reason: str | None = None, outcome: str = "done", at: datetime | None = None
    ) -> None:
        """Trace an act on the practice itself, in a transaction of its own."""
        with self.database.transaction() as connection:
            self.audit.record(
                connection,
                action=action,
                object_kind="practice",
                object_id=self.practice_id,
                at=at or self._now(),
                reason=reason,
                outcome=outcome,
            )

    @contextmanager
    def _traced(self, action: str) -> Iterator[None]:
        """Trace a change of the header before it is made: header and database cannot share a transaction (AU-6)."""
        self.record(action)
        try:
            yield
        except BaseException:
            self.record(action, outcome="failed")
            raise

    def _new_slot(
        self, kind: str, kdf: Kdf, params: KdfParams | None, *, passphrase: str = "", recovery: bytes = b""
    ) -> None:
        if kind == "password":
            slot = headers.passphrase_slot(self.header, passphrase, self._mk, params or keys.calibrated(), kdf)
        else:
            slot = headers.recovery_slot(self.header, recovery, self._mk)
        others = [kept for kept in self.header["slots"] if kept["kind"] != kind]
        self._write({**self.header, "slots": [slot, *others]})
        secret = Secret(passphrase=passphrase or None, recovery=recovery or None)
        found, mk = headers.unlock(self.folder, secret, kdf)
        if mk != self._mk or found != self.header:
            raise RuntimeError("the new header does not open")

    def _write(self, changed: Header) -> None:
        self.header = headers.with_mac({**changed, "gen": int(self.header["gen"]) + 1}, self._mk)
        headers.write(self.folder, self.header)
        if self.remembers:
            state_file.note_seen(self.practice_id, self.place_mark(self.folder), self.seen_now())

    def place_mark(self, folder: Path) -> str:
        """Return the mark under which this computer remembers the practice at a place; it gives no path away."""
        return keys.hmac_hex(self.keys.audit, b"irtdesk/v1/place\0", str(folder.resolve()).encode())[:16]

    def seen_now(self) -> state_file.Seen:
        """Return what this computer should find when it opens the practice again."""
        head = self.sealed_head
        return state_file.Seen(int(self.header["gen"]), head.count, head.mac)

    def seal_head(self) -> Head:
        """Keep the audit head outside the database, in the header and in the per-user state file (AU-2)."""
        with self.database.read() as connection:
            head = self.audit.head(connection)
        if head != self.sealed_head:
            self._write({**self.header, "audit_head": {"count": head.count, "mac": head.mac}})
        return head

    @property
    def changed_since_backup(self) -> bool:
        """Whether anything but looking happened since the last verified backup in the practice's own folder (BK-1)."""
        number = int(self._meta("backed_up_at") or 0)
        with self.database.read() as connection:
            return self.audit.changes_after(connection, number)

    def close(self) -> None:
        """Seal the head, empty the write-ahead log, let the lock go. Harmless when done twice."""
        if self._is_closed:
            return
        self._is_closed = True  # a second close would open the database anew, perhaps beside another process
        with contextlib.suppress(UserError, OSError):
            self.seal_head()
        self.database.close()
        self._lock.release()


def harden_process() -> None:
    """Make new files private and forbid core dumps, so that no memory of a practice lands on disk (LH-2, LH-5)."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        import ctypes

        pr_set_dumpable = 4  # linux/prctl.h
        with contextlib.suppress(OSError):
            ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)


def create(
    folder: Path,
    passphrase: str,
    *,
    name: str,
    now: Now,
    kdf: Kdf = argon2id,
    params: KdfParams | None = None,
) -> tuple[OpenPractice, str]:
    """Create a practice and return it open, with the recovery key's text.

    Raises:
        AlreadyExists: something stands at the place; it is left alone.
        ReadOnly, DiskFull: the place cannot be written; nothing is left behind.
    """
    silence_driver()
    _make_folder(folder)
    undo = contextlib.ExitStack()
    try:
        lock = PracticeLock(folder)
        undo.callback(lock.release)
        mk, ring = os.urandom(32), Keyring.fresh()
        raw_recovery, text = recovery_key.fresh()
        header = headers.fresh(os.urandom(16).hex(), now().isoformat(timespec="seconds"), mk, ring)
        slots = [
            headers.passphrase_slot(
                header, passphrase, mk, params or (keys.calibrated() if kdf is argon2id else FLOOR), kdf
            ),
            headers.recovery_slot(header, raw_recovery, mk),
        ]
        header = headers.with_mac({**header, "slots": slots}, mk)
        headers.write(folder, header)
        opened = OpenPractice(folder, header, mk, lock, now, new=True)
        undo.callback(opened.database.engine.dispose)
        migrations.migrate(opened.database)
        opened.set_meta("practice_id", opened.practice_id)
        opened.set_meta("name", name)
        opened.remember_recovery(text)
        opened.record("practice.created")
        _assert_encrypted(folder)
        opened.seal_head()
    except BaseException:
        import shutil

        undo.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return opened, text


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
        (folder / BACKUPS).mkdir(mode=0o700)
    except FileExistsError as error:
        raise AlreadyExists(place=str(folder)) from error
    except FileNotFoundError as error:
        raise NotFound("practice.no_parent", place=str(folder.parent)) from error
    except OSError as error:
        raise headers.place_failure(error, folder.parent) from error


def _assert_encrypted(folder: Path) -> None:
    """Fail closed: a database that starts in clear text is no practice (VK-2)."""
    with (folder / "practice.db").open("rb") as file:
        if file.read(16).startswith(b"SQLite format 3"):
            raise RuntimeError("the database is not encrypted")


def unlock(
    folder: Path,
    *,
    now: Now,
    passphrase: str | None = None,
    recovery: str | None = None,
    kdf: Kdf = argon2id,
    before_migration: Callable[[OpenPractice], object] | None = None,
) -> OpenPractice:
    """Open a practice with its passphrase or its recovery key.

    Raises:
        NotFound: no practice at the place. OpenElsewhere: at once, before the key derivation.
        WrongPassphrase: with the wait that follows several misses. Damaged, TooNew, ReadOnly.
    """
    silence_driver()
    if not folder.is_dir() or not any((folder / name).exists() for name in (*headers.NAMES, "practice.db")):
        raise NotFound("practice.not_here", place=str(folder))
    lock = PracticeLock(folder)
    try:
        practice_id = _peek_id(folder)
        raw = recovery_key.parse(recovery) if recovery is not None else None
        if raw is None:
            state_file.check_wait(practice_id, now())
        try:
            header, mk = headers.unlock(folder, Secret(passphrase, raw), kdf)
        except WrongPassphrase:
            state_file.note_miss(practice_id, now())
            raise
        opened = OpenPractice(folder, header, mk, lock, now)
        try:
            _settle(opened, now, before_migration)
        except BaseException:
            opened.database.engine.dispose()
            raise
    except BaseException:
        lock.release()
        raise
    return opened


def _peek_id(folder: Path) -> str:
    """Return the practice id of a readable header, before anything is proved; it only keys the state file."""
    for name in headers.NAMES:
        with contextlib.suppress(UserError, OSError):
            return str(headers.parse((folder / name).read_bytes())["practice_id"])
    return "unknown"


def _settle(opened: OpenPractice, now: Now, before_migration: Callable[[OpenPractice], object] | None) -> None:
    """Finish opening: version known, log emptied, size and belonging checked, trail extends its sealed head (IN-1)."""
    schema.complete()
    have = migrations.check_not_newer(opened.database)
    opened.database.checkpoint()
    opened.database.check_length()
    if opened._meta("practice_id") != opened.practice_id:
        raise Damaged("error.other_practice")
    opened.alarms = _alarms(opened)
    if have < schema.SCHEMA_VERSION:
        _migrate(opened, before_migration)
    missed = state_file.note_success(opened.practice_id)
    opened.missed_unlocks = missed.times
    for moment in missed.times:
        opened.record("practice.unlock_failed", outcome="refused", at=datetime.fromisoformat(moment))
    for code in opened.alarms:
        opened.record("practice.alarm", reason=code.removeprefix("practice."), outcome="found")
    opened.record("practice.unlocked")
    opened._write(opened.header)


def _migrate(opened: OpenPractice, before: Callable[[OpenPractice], object] | None) -> None:
    """Bring an older file up to date, after a verified backup (MG-1)."""
    if before is None:
        from irt_desk.storage.backup import make  # backup builds on this module

        make(opened, now=opened._now)
    else:
        before(opened)
    migrations.migrate(opened.database)
    opened.record("practice.migrated")


def _alarms(opened: OpenPractice) -> tuple[str, ...]:
    """Return what does not fit what was sealed, as codes of sentences (IN-4, AU-7: the last 1,000 entries).

    An older file put back opens like any other: only the heads kept outside the database show it. The practice stays
    usable, because a therapist may have put the copy there; it is told, traced, and reported by ``practice verify``.
    """
    seen = state_file.seen(opened.practice_id, opened.place_mark(opened.folder))
    sealed = opened.sealed_head
    with opened.database.read() as connection:
        head = opened.audit.head(connection)
        bad = opened.audit.first_bad(connection, sealed, last=1000)
        elsewhere = seen.count > 0 and opened.audit.mac_at(connection, seen.count) != seen.mac
    if head.count < sealed.count or elsewhere or int(opened.header["gen"]) < seen.gen:
        return ("practice.alarm_older",)
    return ("practice.alarm_trail",) if bad is not None else ()
