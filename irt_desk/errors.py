"""The two kinds of failure that are for people; everything else is a bug.

A :class:`UserError` carries a code and named values; its sentence comes from the catalogue and says what to do.
:class:`Cancelled` is silent. The typed failures of the practice file each have one sentence and one action
(security paper, IN-6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from irt_desk import words


class UserError(Exception):
    """Something the therapist can act on; its text is shown as it is."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return words.say(self.code, **self.values)


class Cancelled(Exception):
    """The person stopped the work; nothing is shown."""


class WrongPassphrase(UserError):
    """The passphrase or the recovery key opens no slot of this practice."""

    def __init__(self, code: str = "error.wrong_passphrase", /, **values: object) -> None:
        super().__init__(code, **values)


class Damaged(UserError):
    """Bytes of the practice or of a backup are not what the program wrote. Exit status 3."""

    def __init__(self, code: str = "error.damaged", /, **values: object) -> None:
        super().__init__(code, **values)


class OpenElsewhere(UserError):
    """Another process holds this practice open."""

    def __init__(self, code: str = "error.open_elsewhere", /, **values: object) -> None:
        super().__init__(code, **values)


class TooNew(UserError):
    """The file was written by a newer version of the program; nothing was read."""

    def __init__(self, code: str = "error.too_new", /, **values: object) -> None:
        super().__init__(code, **values)


class ReadOnly(UserError):
    """The folder or the file may not be written."""

    def __init__(self, code: str = "error.read_only", /, **values: object) -> None:
        super().__init__(code, **values)


class DiskFull(UserError):
    """There is no space left; what was typed stays in the window and is saved again later."""

    def __init__(self, code: str = "error.disk_full", /, **values: object) -> None:
        super().__init__(code, **values)


class SaveFailed(UserError):
    """The save did not reach the disk; the text stays where it is (DU-6, DU-14)."""

    def __init__(self, code: str = "error.save_failed", /, **values: object) -> None:
        super().__init__(code, **values)


class AlreadyExists(UserError):
    """Something stands where a new practice, backup or document was to go; it is left alone."""

    def __init__(self, code: str = "error.already_exists", /, **values: object) -> None:
        super().__init__(code, **values)


class NotFound(UserError):
    """No such practice, client or record."""

    def __init__(self, code: str = "error.not_found", /, **values: object) -> None:
        super().__init__(code, **values)


class Reason(Protocol):
    """One sentence of a refusal, as a code and its values."""

    @property
    def code(self) -> str:
        """The stable code."""

    @property
    def sentence(self) -> str:
        """The words for a person."""


class Refused(UserError):
    """A rule does not allow this now; ``missing`` holds every reason at once, in reading order."""

    def __init__(self, missing: Sequence[Reason], code: str = "error.refused", /, **values: object) -> None:
        super().__init__(code, **values)
        self.missing = tuple(missing)

    def __str__(self) -> str:
        return " ".join(reason.sentence for reason in self.missing)
