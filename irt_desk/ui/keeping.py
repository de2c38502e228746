"""Keeps what is half typed in the forms of a page: leaving, locking and a crash lose nothing.

A form that takes part has the signal ``changed`` and two methods: ``unfinished()`` returns what is half typed as plain data,
empty when there is nothing; ``resume(data)`` opens the form where it was left.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from irt_desk.errors import UserError
from irt_desk.ui.room import Room

KEEP_MS = 900
"""From the first key to the keeping; with the write itself below the two seconds of DU-7."""

RETRY_MS = 5000
"""After a save that did not reach the disk: it may be full, or away."""


class SaveClock(QTimer):
    """Says when what is typed is to be stored."""

    def __init__(self, parent: QObject, save: Callable[[], None]) -> None:
        # A coarse timer may run up to 5 % late, which is more than KEEP_MS promises.
        super().__init__(parent, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self.timeout.connect(save)

    def soon(self) -> None:
        """Something was typed: store it shortly, counted from the first key."""
        if not 0 <= self.remainingTime() <= KEEP_MS:
            self.start(KEEP_MS)

    def again(self) -> None:
        """A save failed: try once more after a while, sooner when something is typed."""
        self.start(RETRY_MS)


class Form(Protocol):
    """What the keeper needs of a form."""

    changed: Any

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed as plain data."""

    def resume(self, data: dict[str, Any]) -> None:
        """Open the form where it was left."""


class Keeper(QObject):
    """The half-typed forms of one page; ``show`` changes to another record.

    ``waits`` says that something was left half typed in a form that is not there yet.
    """

    waits = Signal()

    def __init__(self, room: Room, place: str, parent: QObject) -> None:
        super().__init__(parent)
        self._room, self._place = room, place
        self._unit_id: str | None = None
        self._forms: dict[str, Form] = {}
        self._kept: dict[str, Any] | None = {}
        self._waiting: dict[str, Any] = {}
        self._loaded = False
        self._clock = SaveClock(self, self.keep)

    def add(self, name: str, form: Form) -> None:
        """Take care of a form. One that was half typed before opens as soon as it is there."""
        self._forms[name] = form
        form.changed.connect(self._on_changed)
        if name in self._waiting:
            form.resume(self._waiting.pop(name))

    def drop(self, name: str) -> None:
        """Let go of a form that is about to be made anew; what is typed waits for the next one of that name."""
        form = self._forms.pop(name, None)
        if form is not None:
            form.changed.disconnect(self._on_changed)
        if form is not None and self._unit_id is not None and (data := form.unfinished()):
            self._waiting[name] = data

    def leave(self) -> None:
        """Hand over what is half typed and let go of the record; called before its forms are closed."""
        self.keep()
        self._unit_id, self._waiting = None, {}

    def show(self, unit_id: str) -> None:
        """Bring back what was half typed on a record; called once the page shows it, again for the same one is nothing."""
        if unit_id == self._unit_id:
            return
        self._unit_id, self._kept, self._waiting, self._loaded = unit_id, {}, {}, False
        work = partial(_of, self._room.desk, unit_id, self._place)
        self._room.runner.read(self, work, self._on_read)

    def keep(self) -> None:
        """Hand what is half typed to the lane, when it differs from what is kept."""
        self._clock.stop()
        if self._unit_id is None:
            return
        keep, now = self._room.desk.unfinished.keep, self._typed() | self._waiting
        if not self._loaded:  # nobody knows yet what is kept: it is added to, never written over
            keep = self._room.desk.unfinished.keep_more
            if not now:
                return
        elif now == self._kept:
            return
        else:
            self._kept = now
        self._room.runner.change(self, partial(keep, self._unit_id, self._place, now), self._on_kept, self._on_not_kept)

    def _typed(self) -> dict[str, Any]:
        """Return what is half typed now, by form."""
        return {name: data for name, form in self._forms.items() if (data := form.unfinished())}

    def _on_changed(self) -> None:
        self._clock.soon()

    def _on_kept(self, _: None) -> None:
        """Nothing more to do."""

    def _on_not_kept(self, error: Exception) -> None:
        """Try again; the bar of the window says meanwhile that something is not saved."""
        if not isinstance(error, UserError):
            raise error
        self._kept = None
        self._clock.again()

    def _on_read(self, answer: tuple[str, dict[str, Any]]) -> None:
        unit_id, forms = answer
        if unit_id != self._unit_id:
            return
        was_quicker = bool(self._typed())  # somebody typed while the lane was busy
        self._kept, self._loaded = forms, True
        for name, data in forms.items():
            form = self._forms.get(name)
            if form is not None:
                form.resume(data)
            else:
                self._waiting[name] = data
        if self._waiting:
            self.waits.emit()
        if was_quicker:
            self.keep()


def _of(desk: Any, unit_id: str, place: str) -> tuple[str, dict[str, Any]]:
    return unit_id, desk.unfinished.of(unit_id, place)
