"""The one route of bugs: one dialog, one line in a private log, never a word of a client (security paper, LH-3)."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import traceback
from types import TracebackType

from irt_desk import paths

_log = logging.getLogger("irt_desk.crash")


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return type, file and line of a failure: never its arguments or the values it met."""
    frames = traceback.extract_tb(trace)
    place = f"{frames[-1].filename.rpartition('irt_desk')[2].lstrip('/')}:{frames[-1].lineno}" if frames else "?"
    return f"{kind.__name__} at {place}"


def start_log() -> None:
    """Write the program's log to the per-user folder, rotated, mode 0600; a place that cannot be written is passed over."""
    try:
        folder = paths.user_state()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(folder / "irt-desk.log", maxBytes=1_000_000, backupCount=5)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("irt_desk")
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def install(show: object) -> None:
    """Send every unhandled failure of any thread the same way; ``show`` is called with its description."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        text = describe(kind, trace)
        _log.error("crash %s", text)
        print(f"irt-desk: {text}", file=sys.stderr)
        if callable(show):
            show(text)

    sys.excepthook = hook
