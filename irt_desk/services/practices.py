"""Opening, making, closing, checking, backing up and restoring a practice; the demonstration practice.

The only way the window and the command line come to a :class:`~irt_desk.services.desk.Desk`.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from irt_desk.errors import AlreadyExists, NotFound, UserError
from irt_desk.services.context import Context, system_clock
from irt_desk.services.desk import Desk
from irt_desk.storage import backup as backups
from irt_desk.storage import lockfile, passphrase, practice
from irt_desk.storage import restore as restoring
from irt_desk.storage import verify as checking

if TYPE_CHECKING:
    from irt_desk.storage.verify import Check

Progress = Callable[[float], None]

DEMO_PASSPHRASE = "invented people only"
"""Passphrase of the demonstration practice; it stands on the ribbon."""


def check_new_place(folder: Path) -> None:
    """Raise when a practice cannot be made at a place: something stands there, or the parent is missing."""
    if folder.exists() or folder.is_symlink():
        raise AlreadyExists(place=str(folder))
    if not folder.parent.is_dir():
        raise NotFound("practice.no_parent", place=str(folder.parent))


def check_free(folder: Path) -> None:
    """Raise :class:`~irt_desk.errors.OpenElsewhere` at once, before any key derivation, when a practice is open."""
    lockfile.check_free(folder)


def ask_to_raise(folder: Path) -> None:
    """Ask the window in which a practice is open already to come forward (DU-9)."""
    lockfile.ask_to_raise(folder)


def was_asked_to_raise(folder: Path) -> bool:
    """Return whether another start asked for this practice's window, once."""
    return lockfile.was_asked_to_raise(folder)


def check_passphrase(text: str) -> None:
    """Raise a :class:`~irt_desk.errors.UserError` that says what is wrong with a new passphrase (VK-1)."""
    passphrase.check_passphrase(text)


def suggest_passphrase() -> str:
    """Return a passphrase of six words made now."""
    return passphrase.suggest_passphrase()


def create(folder: Path, name: str, text: str, *, clock: Callable[[], datetime] = system_clock) -> tuple[Desk, str]:
    """Create an encrypted practice in this computer's time zone; return its services and the recovery key, shown once."""
    check_new_place(folder)
    passphrase.check_passphrase(text)
    made, recovery_key = practice.create(folder, text, name=name, now=clock)
    desk = Desk(Context(made, clock))
    desk.settings.set_zone(system_zone())
    return desk, str(recovery_key)


def system_zone() -> str:
    """Return the IANA time zone this computer is set to; UTC when it does not say."""
    import tzlocal

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a system that contradicts itself about its zone; the therapist can set it
        try:
            return tzlocal.get_localzone_name() or "UTC"
        except (LookupError, ValueError):
            return "UTC"


def open_practice(folder: Path, text: str, *, clock: Callable[[], datetime] = system_clock) -> Desk:
    """Open a practice with its passphrase."""
    opened = practice.unlock(folder, passphrase=text, now=clock, before_migration=backups.make)
    desk = Desk(Context(opened, clock))
    with contextlib.suppress(UserError):  # a folder that cannot be written today keeps them until it can
        desk.drafts.tidy()
    return desk


def recover(folder: Path, recovery_key: str, text: str, *, clock: Callable[[], datetime] = system_clock) -> None:
    """Set a new passphrase with the recovery key."""
    check_passphrase(text)
    opened = practice.unlock(folder, recovery=recovery_key, now=clock)
    try:
        opened.reset_passphrase(text)
    finally:
        opened.close()


def change_passphrase(folder: Path, old: str, new: str, *, clock: Callable[[], datetime] = system_clock) -> None:
    """Change the passphrase of a practice that is closed now."""
    check_passphrase(new)
    opened = practice.unlock(folder, passphrase=old, now=clock)
    try:
        opened.change_passphrase(old, new)
    finally:
        opened.close()


def change_open_passphrase(desk: Desk, old: str, new: str) -> None:
    """Change the passphrase of the open practice."""
    check_passphrase(new)
    desk.practice.change_passphrase(old, new)


def close(desk: Desk, *, backup: bool = True, progress: Progress | None = None) -> None:
    """Close a practice; make a verified backup first when something changed since the last one (BK-1)."""
    try:
        if backup and desk.practice.changed_since_backup:
            backups.make(desk.practice, progress=progress)
    finally:
        desk.practice.close()


def verify(desk: Desk) -> tuple[Check, ...]:
    """Return the checks of an open practice: pages, schema, foreign keys, seals, audit chain, search index."""
    return checking.verify(desk.practice)


def backup(desk: Desk, folder: Path | None = None, *, progress: Progress | None = None) -> Path:
    """Make a verified backup in the practice's own folder, or in another one, and return its path."""
    return backups.make(desk.practice, folder=folder, progress=progress)


def backup_when_changed(desk: Desk) -> Path | None:
    """Make a verified backup when anything but looking happened since the last one (BK-1); None when nothing did."""
    return backups.make(desk.practice) if desk.practice.changed_since_backup else None


def seal(desk: Desk) -> None:
    """Keep the head of the audit trail outside the database (AU-2), when anything was recorded since it was kept last."""
    desk.practice.seal_head()


def list_backups(folder: Path) -> tuple[Path, ...]:
    """Return the backups of a practice, newest first."""
    return backups.list_backups(folder)


def restore(
    file: Path,
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = system_clock,
) -> Path | None:
    """Restore a backup; return where the practice that stood there was set aside, or None (BK-8)."""
    return restoring.restore(
        file, folder, passphrase=passphrase, recovery_key_text=recovery_key, now=clock, progress=progress
    )


def recovery_groups_to_ask(desk: Desk) -> tuple[int, int]:
    """Return two different groups of the recovery key, counted from 1, to be typed back (VK-7)."""
    first, second = secrets.SystemRandom().sample(range(1, 9), 2)
    return min(first, second), max(first, second)


def confirm_recovery(desk: Desk, typed: Mapping[int, str]) -> bool:
    """Return whether the groups typed back are right; then the practice stops asking."""
    return desk.practice.confirm_recovery(typed)


def is_recovery_confirmed(desk: Desk) -> bool:
    """Return whether two groups of the recovery key were typed back since it was made (VK-7)."""
    return desk.practice.recovery_confirmed


def new_recovery_key(desk: Desk) -> tuple[str, str]:
    """Make a new recovery key, which voids the one before; return it, to be shown once, and the practice's name."""
    return desk.practice.new_recovery_key(), desk.practice.name


@contextmanager
def demonstration(*, clock: Callable[[], datetime] = system_clock, progress: Progress | None = None) -> Iterator[Desk]:
    """Yield the services of a throw-away practice with the demonstration caseload; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="irt-desk-demonstration-"))
    try:
        desk = demonstration_in(folder / "Demonstration.irtdesk", clock=clock, progress=progress)
        try:
            yield desk
        finally:
            close(desk, backup=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def demonstration_in(
    folder: Path, *, clock: Callable[[], datetime] = system_clock, progress: Progress | None = None
) -> Desk:
    """Create a practice with the demonstration caseload at a place and return its services."""
    desk, recovery_key = create(folder, "Demonstration", DEMO_PASSPHRASE, clock=clock)
    groups = recovery_key.split("-")
    confirm_recovery(desk, {number: groups[number - 1] for number in (1, 2)})
    play_demonstration(desk, progress=progress)
    return desk


def play_demonstration(desk: Desk, *, progress: Progress | None = None) -> None:
    """Play the demonstration caseload into a practice, through the services a therapist's clicks use."""
    from irt_desk.services.demo import day_there, play

    play(desk, today=day_there(desk.context.clock()), progress=progress)
