"""Where a passphrase comes from: a file, the environment, or a prompt; never an argument."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from irt_desk.errors import Cancelled, NotFound, UserError

VARIABLE = "IRT_DESK_PASSPHRASE"


def from_file(path: Path) -> str:
    """Return the text of a file without its one trailing newline.

    Raises:
        NotFound: there is no such file, or it may not be read.
        UserError: it is not UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError("cli.not_text", place=path.name) from error
    except OSError as error:
        raise NotFound("cli.no_file", place=path.name) from error
    return text[:-1] if text.endswith("\n") else text


def passphrase(file: Path | None, *, prompt: str = "cli.passphrase") -> str:
    """Return the passphrase from the file, the variable (removed once read) or a prompt on a terminal.

    Raises:
        UserError: there is no source at all.
        Cancelled: the prompt was left.
    """
    if file is not None:
        return from_file(file)
    given = os.environ.pop(VARIABLE, None)
    if given is not None:
        return given
    return asked(prompt)


def asked(code: str) -> str:
    """Ask on the terminal without echo.

    Raises:
        UserError: standard input is not a terminal.
        Cancelled: it was left with Ctrl+C or Ctrl+D.
    """
    from irt_desk.words import say

    if not sys.stdin.isatty():
        raise UserError("cli.no_passphrase", variable=VARIABLE)
    try:
        return getpass.getpass(say(code))
    except (EOFError, KeyboardInterrupt) as error:
        raise Cancelled from error


def new_passphrase(file: Path | None) -> str:
    """Return the new passphrase; on a terminal it is typed twice.

    Raises:
        UserError: the two differ.
    """
    if file is not None:
        return from_file(file)
    first = asked("cli.new_passphrase")
    if first != asked("cli.new_passphrase_again"):
        raise UserError("cli.passphrases_differ")
    return first
