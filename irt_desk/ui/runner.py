"""One lane for the database: work runs on one thread, answers come back on the GUI thread (design paper, section 3).

Work is a ``functools.partial`` over services and ids, never a closure over a widget; callbacks are bound methods and
are dropped when their owner has gone.

    runner.read(self, partial(desk.notes.get, note_id), self._show)
    runner.change(self, partial(desk.notes.sign, note_id), self._on_signed, self._on_refused)
    stop = runner.long(self, partial(desk.documents.render, document), self._on_pdf, self.fail, self._on_progress)
    stop.set()                     # the work raises Cancelled at its next step; nothing is shown
"""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Callable
from types import MethodType
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from irt_desk.errors import Cancelled
from irt_desk.services.changes import Saved

Work = Callable[[], Any]
LongWork = Callable[..., Any]
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]
Progressed = Callable[[float], None]


class Runner(Protocol):
    """What pages know of the lane. ``changed`` carries a frozenset of areas, ``saving`` whether a change is under way."""

    changed: Any
    saving: Any
    busy: Any

    def read(self, owner: QObject, work: Work, done: Done, failed: Failed | None = None) -> None:
        """Run work that changes nothing."""

    def change(self, owner: QObject, work: Work, done: Done | None = None, failed: Failed | None = None) -> None:
        """Run work that returns :class:`Saved`; open pages hear of its areas."""

    def long(
        self,
        owner: QObject,
        work: LongWork,
        done: Done,
        failed: Failed | None = None,
        progressed: Progressed | None = None,
    ) -> threading.Event:
        """Run ``work(progress=..., cancelled=...)``; setting the event that comes back stops it."""


class _Call:
    """One piece of work with weak references to who wants the answer."""

    def __init__(
        self, owner: QObject, work: Work, done: Done | None, failed: Failed | None, *, is_change: bool = False
    ) -> None:
        self.owner = weakref.ref(owner)
        self.work = work
        self.done = _weak(done)
        self.failed = _weak(failed)
        self.is_change = is_change

    def owner_lives(self) -> bool:
        """Whether the widget that asked is still there."""
        owner = self.owner()
        return owner is not None and shiboken6.isValid(owner)


def _weak(callback: Any) -> Callable[[], Any]:
    if callback is None:
        return lambda: None
    if isinstance(callback, MethodType):
        return weakref.WeakMethod(callback)
    return lambda: callback


class _Base(QObject):
    changed = Signal(object)
    crashed = Signal(object)
    busy = Signal(bool)
    saving = Signal(bool)
    save_failed = Signal(object)
    _step = Signal(object, float)

    def __init__(self) -> None:
        super().__init__()
        self._waiting = 0
        self._saving = 0
        self._unsaved: Exception | None = None
        self._step.connect(self._on_step, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether anything given so far is not answered yet."""
        return self._waiting > 0

    @property
    def unsaved(self) -> Exception | None:
        """Why the last change did not reach the disk; None when it did. Refusals by a rule do not count."""
        return self._unsaved

    def read(self, owner: QObject, work: Work, done: Done, failed: Failed | None = None) -> None:
        """Run work that changes nothing."""
        self._put(_Call(owner, work, done, failed))

    def change(self, owner: QObject, work: Work, done: Done | None = None, failed: Failed | None = None) -> None:
        """Run work that returns :class:`Saved`."""
        self._put(_Call(owner, work, done, failed, is_change=True))

    def _put(self, call: _Call) -> None:
        raise NotImplementedError

    def _long_work(self, owner: QObject, work: LongWork, progressed: Progressed | None) -> tuple[Work, threading.Event]:
        stop = threading.Event()
        listener = _Call(owner, lambda: None, progressed, None)

        def run() -> Any:
            return work(progress=lambda part: self._step.emit(listener, part), cancelled=stop.is_set)

        return run, stop

    def _began(self, call: _Call) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        if call.is_change:
            self._saving += 1
            if self._saving == 1:
                self.saving.emit(True)

    def _deliver(self, call: _Call, answer: Any, error: Exception | None) -> None:
        """Bring an answer home, on the GUI thread."""
        self._waiting -= 1
        if self._waiting == 0:
            self.busy.emit(False)
        if call.is_change:
            self._note_saving(error)
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

    def _on_step(self, listener: _Call, part: float) -> None:
        callback = listener.done()
        if callback is not None and listener.owner_lives():
            callback(part)

    def _note_saving(self, error: Exception | None) -> None:
        self._saving -= 1
        if _lost(error):
            self._unsaved = error
            self.save_failed.emit(error)
        elif error is None:
            self._unsaved = None
        if self._saving == 0:
            self.saving.emit(False)


def _lost(error: Exception | None) -> bool:
    """Return whether a failure means that text could not reach the disk, unlike a rule that refuses."""
    from irt_desk.errors import Damaged, DiskFull, ReadOnly, SaveFailed

    return isinstance(error, Damaged | DiskFull | ReadOnly | SaveFailed)


class LaneRunner(_Base):
    """The real lane: one worker thread."""

    _home = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._queue: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="database lane", daemon=True)
        self._thread.start()

    def long(
        self,
        owner: QObject,
        work: LongWork,
        done: Done,
        failed: Failed | None = None,
        progressed: Progressed | None = None,
    ) -> threading.Event:
        """Run long work; ``progressed`` hears of parts from 0 to 1 on the GUI thread."""
        run, stop = self._long_work(owner, work, progressed)
        self._put(_Call(owner, run, done, failed))
        return stop

    def finish(self) -> None:
        """Wait until everything given so far is done, then end the lane; answers are delivered afterwards."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def _put(self, call: _Call) -> None:
        self._began(call)
        self._queue.put(call)

    def _work(self) -> None:
        while (call := self._queue.get()) is not None:
            try:
                answer, error = call.work(), None
            except Exception as caught:  # noqa: BLE001  every failure goes home; the GUI thread decides what it is
                answer, error = None, caught
            self._home.emit(call, answer, error)
            del call, answer, error


class InlineRunner(_Base):
    """The lane of tests and pictures: everything happens at once."""

    def long(
        self,
        owner: QObject,
        work: LongWork,
        done: Done,
        failed: Failed | None = None,
        progressed: Progressed | None = None,
    ) -> threading.Event:
        """Run long work to its end and deliver its answer now."""
        stop = threading.Event()

        def run() -> Any:
            return work(progress=progressed or (lambda _: None), cancelled=stop.is_set)

        self._put(_Call(owner, run, done, failed))
        return stop

    def finish(self) -> None:
        """Nothing is ever waiting."""

    def _put(self, call: _Call) -> None:
        self._began(call)
        try:
            answer, error = call.work(), None
        except Exception as caught:  # noqa: BLE001  as in the lane
            answer, error = None, caught
        if error is not None and call.failed() is None and not isinstance(error, Cancelled):
            self._waiting -= 1
            raise error
        self._deliver(call, answer, error)
