"""The command line: the same services as the window, the same rules and gates.

Exit status: 0 done; 2 refused or wrong input, with a sentence on standard error that says what to do; 3 damage found;
130 cancelled. A passphrase comes from a file, the environment or a prompt, never from an argument.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from irt_desk.errors import Cancelled, Damaged, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or open the window; return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.umask(0o077)
    try:
        return _dispatch(arguments)
    except UserError as error:
        print(error, file=sys.stderr)
        return 3 if isinstance(error, Damaged) else 2
    except (Cancelled, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; closing it here keeps the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _dispatch(arguments: list[str]) -> int:
    """Open the window without the command-line library when that is all that was asked: start-up counts."""
    if arguments == ["--demo"]:
        return _demo()
    if not arguments or (len(arguments) == 1 and not arguments[0].startswith("-") and _is_path(arguments[0])):
        from irt_desk.app import run_window

        return run_window(Path(arguments[0]) if arguments else None)
    from irt_desk.cli.commands import run

    return run(arguments)


def _is_path(text: str) -> bool:
    return "/" in text or os.sep in text or text.endswith(".irtdesk") or Path(text).is_dir()


def _demo() -> int:
    from irt_desk._bootstrap import has_screen

    if has_screen():
        from irt_desk.app import run_window

        return run_window(None, demo=True)
    from irt_desk.cli.demonstration import demonstrate_without_screen

    return demonstrate_without_screen()
