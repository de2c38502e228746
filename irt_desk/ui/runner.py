"""One lane for the database: work runs on one thread, answers come back on the GUI thread (design paper, section 3).

Work is a ``functools.partial`` over services and ids, never a closure over a widget; callbacks are bound methods and are
dropped when their owner has gone.
"""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Callable
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from irt_desk.errors import Cancelled
from irt_desk.services.changes import Saved

Work = Callable[[], Any]
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Runner(Protocol):
    """What pages know of the lane."""

    changed: Any

    def read(self, owner: QObject, work: Work, done: Done, failed: Failed | None = None) -> None:
        """Run work that changes nothing."""

    def change(self, owner: QObject, work: Work, done: Done | None = None, failed: Failed | None = None) -> None:
        """Run work that returns :class:`Saved`; open pages hear of its areas."""


class _Call:
    """One piece of work with weak references to who wants the answer."""

    def __init__(self, owner: QObject, work: Work, done: Done | None, failed: Failed | None) -> None:
        self.owner = weakref.ref(owner)
        self.work = work
        self.done = _weak(done)
        self.failed = _weak(failed)

    def owner_lives(self) -> bool:
        owner = self.owner()
        return owner is not None and shiboken6.isValid(owner)


def _weak(callback: Any) -> Callable[[], Any]:
    if callback is None:
        return lambda: None
    if hasattr(callback, "__self__"):
        return weakref.WeakMethod(callback)
    return lambda: callback


class _Base(QObject):
    changed = Signal(object)
    crashed = Signal(object)
    busy = Signal(bool)

    def _deliver(self, call: _Call, answer: Any, error: Exception | None) -> None:
        """Bring an answer home, on the GUI thread."""
        if error is None and isinstance(answer, Saved) and answer.areas:
            self.changed.emit(answer.areas)
        if isinstance(error, Cancelled) or not call.owner_lives():
            return
        callback = call.failed() if error is not None else call.done()
        if callback is not None:
            value = answer.value if isinstance(answer, Saved) else answer
            callback(error if error is not None else value)
        elif error is not None:
            self.crashed.emit(error)


class LaneRunner(_Base):
    """The real lane: one worker thread."""

    _home = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._queue: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._waiting = 0
        self._home.connect(self._on_home, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="database lane", daemon=True)
        self._thread.start()

    def read(self, owner: QObject, work: Work, done: Done, failed: Failed | None = None) -> None:
        """Run work that changes nothing."""
        self._put(_Call(owner, work, done, failed))

    def change(self, owner: QObject, work: Work, done: Done | None = None, failed: Failed | None = None) -> None:
        """Run work that returns :class:`Saved`."""
        self._put(_Call(owner, work, done, failed))

    def finish(self) -> None:
        """Wait until everything given so far is done; used before the practice closes."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def _put(self, call: _Call) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        self._queue.put(call)

    def _work(self) -> None:
        while (call := self._queue.get()) is not None:
            try:
                answer, error = call.work(), None
            except Exception as caught:  # noqa: BLE001  every failure goes home; the GUI thread decides what it is
                answer, error = None, caught
            self._home.emit(call, answer, error)
            del call, answer, error

    def _on_home(self, call: _Call, answer: Any, error: Exception | None) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.busy.emit(False)
        self._deliver(call, answer, error)


class InlineRunner(_Base):
    """The lane of tests and pictures: everything happens at once."""

    def read(self, owner: QObject, work: Work, done: Done, failed: Failed | None = None) -> None:
        """Run work and deliver its answer now."""
        self._now(_Call(owner, work, done, failed))

    def change(self, owner: QObject, work: Work, done: Done | None = None, failed: Failed | None = None) -> None:
        """Run work and deliver its answer now."""
        self._now(_Call(owner, work, done, failed))

    def finish(self) -> None:
        """Nothing is ever waiting."""

    def _now(self, call: _Call) -> None:
        try:
            answer, error = call.work(), None
        except Exception as caught:  # noqa: BLE001  as in the lane
            answer, error = None, caught
        if error is not None and call.failed() is None and not isinstance(error, Cancelled):
            raise error
        self._deliver(call, answer, error)
