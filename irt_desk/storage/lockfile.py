"""One process a practice: an operating-system lock on ``practice.lock``, taken before the key derivation (DU-9).

The kernel drops it when the process ends, however it ends; nothing has to be cleaned up.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from irt_desk.errors import NotFound, OpenElsewhere
from irt_desk.storage.header import place_failure

NAME = "practice.lock"
RAISE = "practice.raise"
"""A second start leaves this file; the window that holds the practice watches for it and comes forward."""

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class PracticeLock:
    """The lock while it is held."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            OpenElsewhere: another process holds it.
            NotFound: there is no such folder.
            ReadOnly, DiskFull: the folder cannot be written.
        """
        try:
            self._handle: int | None = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | _cloexec(), 0o600)
        except FileNotFoundError as error:
            raise NotFound("practice.not_here", place=str(folder)) from error
        except NotADirectoryError as error:
            raise NotFound("practice.not_here", place=str(folder)) from error
        except OSError as error:
            raise place_failure(error, folder) from error
        try:
            _take(self._handle)
        except OSError as error:
            os.close(self._handle)
            self._handle = None
            raise OpenElsewhere from error

    def release(self) -> None:
        """Let go; harmless when done twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _cloexec() -> int:
    return getattr(os, "O_CLOEXEC", 0)


def check_free(folder: Path) -> None:
    """Raise :class:`OpenElsewhere` when a practice is open now; a folder that is no practice is left to others."""
    if (folder / NAME).exists():
        PracticeLock(folder).release()


def ask_to_raise(folder: Path) -> None:
    """Ask the window that holds a practice to come forward (DU-9); nothing happens where that cannot be written."""
    with contextlib.suppress(OSError):
        (folder / RAISE).touch(mode=0o600)


def was_asked_to_raise(folder: Path) -> bool:
    """Return whether another start asked this window to come forward, once."""
    try:
        (folder / RAISE).unlink()
    except OSError:
        return False
    return True
