"""When the practice locks by itself: after idle minutes (LK-1), and when the computer was asleep (LK-2)."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

SLEPT_SECONDS = 15
"""How far the wall clock may run ahead of the monotonic one before it counts as sleep (security paper, LK-2)."""

_BUSY = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
)
_WOKE = (QEvent.Type.ApplicationStateChange, QEvent.Type.Expose)


class IdleWatch(QObject):
    """Counts idle time by the clock, never by its own ticks, so that a stopped timer cannot keep a practice open."""

    expired = Signal(str)
    minutes_changed = Signal(int)

    def __init__(
        self,
        minutes: int,
        parent: QObject | None = None,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._limit = minutes * 60
        self._wall, self._monotonic = wall, monotonic
        self._touched = monotonic()
        self._gap = wall() - monotonic()
        self._shown = -1
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to watch everything a person does in the program."""
        self._timer.start()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.tick()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Set the idle minutes, 1 to 15; they cannot be switched off."""
        self._limit = max(1, min(15, minutes)) * 60
        self.tick()

    @property
    def quiet_seconds(self) -> float:
        """Seconds since a person last did something."""
        return self._monotonic() - self._touched

    def touch(self) -> None:
        """Count from now: a person did something."""
        self._touched = self._monotonic()

    def tick(self) -> None:
        """Look at the clocks; called every second and when the window comes back."""
        now = self._monotonic()
        gap = self._wall() - now
        if gap - self._gap > SLEPT_SECONDS:
            self._expire("sleep")
            return
        self._gap = gap
        left = self._limit - (now - self._touched)
        if left <= 0:
            self._expire("idle")
            return
        minutes = int(-(-left // 60))
        if minutes != self._shown:
            self._shown = minutes
            self.minutes_changed.emit(minutes)

    def _expire(self, cause: str) -> None:
        self.stop()
        self.expired.emit(cause)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count as busy only what a person does: keys, clicks, the wheel, touch; never playback or a focus trick."""
        kind = event.type()
        if kind in _BUSY:
            self.tick()  # a key after a long sleep must not count as being busy all the time before
            self.touch()
        elif kind in _WOKE:
            self.tick()
        return False
