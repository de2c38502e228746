"""The one route of bugs: one dialog, one line in a private log, never a word of a client (security paper, LH-3)."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, TextIO

from irt_desk import paths

_log = logging.getLogger("irt_desk.crash")
_open_files: list[TextIO] = []


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return type, file and line of a failure: never its arguments or the values it met."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "irt_desk" in frame.filename] or list(frames)
    if not ours:
        return kind.__name__
    place = ours[-1].filename.rpartition("irt_desk")[2].lstrip("/\\")
    return f"{kind.__name__} at {place}:{ours[-1].lineno}"


class PrivateFormatter(logging.Formatter):
    """Writes event codes; an exception only as its type and place, never its arguments or the source lines."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Any) -> str:
        """Return type and place of an exception."""
        return describe(ei[0], ei[2]) if ei and ei[0] else ""

    def formatStack(self, stack_info: str) -> str:
        """Leave stacks out: their source lines are ours, but what is printed beside them may not be."""
        return ""


def start_log() -> None:
    """Write the log to the per-user folder, rotated, mode 0600; a place that cannot be written is passed over."""
    try:
        folder = paths.user_state()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = folder / "irt-desk.log"
        place.touch(mode=0o600)
        handler = logging.handlers.RotatingFileHandler(place, maxBytes=1_000_000, backupCount=5, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger("irt_desk")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
    _open_files.append((folder / "irt-desk-fault.log").open("w", encoding="utf-8"))
    faulthandler.enable(_open_files[-1])  # frames without locals (LH-5); a file of its own, since the log rotates


class CrashRoute:
    """Where every unhandled failure of any thread goes. ``show`` is called with its description, once at a time."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._is_showing = False

    def install(self) -> None:
        """Take the failures of this process."""
        sys.excepthook = self.on_failure
        threading.excepthook = self._on_thread_failure

    def on_failure(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Log and show one failure."""
        if issubclass(kind, KeyboardInterrupt):
            return
        text = describe(kind, trace)
        _log.error("crash %s", text)
        print(f"irt-desk: {text}", file=sys.stderr)
        if self._is_showing:
            return  # a failing repaint would open a dialog for every frame
        self._is_showing = True
        try:
            self._show(text)
        finally:
            self._is_showing = False

    def _on_thread_failure(self, failure: threading.ExceptHookArgs) -> None:
        self.on_failure(failure.exc_type, failure.exc_value, failure.exc_traceback)


def install(show: Callable[[str], None]) -> CrashRoute:
    """Send every unhandled failure of any thread the same way; ``show`` is called with its description."""
    route = CrashRoute(show)
    route.install()
    return route
