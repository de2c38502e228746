"""A backup after every half hour of change while the practice is open (security paper, BK-1)."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from irt_desk.errors import UserError
from irt_desk.services import practices
from irt_desk.services.desk import Desk

EVERY_SECONDS = 30 * 60
"""Between two backups while something changes (BK-1)."""

QUIET_SECONDS = 20
"""A backup takes the one lane to the database for a moment: it waits until nobody has typed for so long ..."""

PATIENCE_SECONDS = 10 * 60
"""... but not longer than this; half an hour of work without a copy is worse than a save that comes a little later."""


class BackupWatch(QObject):
    """Looks at the clock once a minute; the service knows whether anything changed since the last backup."""

    made = Signal()
    failed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        runner: Any,
        quiet: Callable[[], float],
        parent: QObject | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._desk, self._runner, self._quiet, self._monotonic = desk, runner, quiet, monotonic
        self._last = monotonic()
        self._timer = QTimer(self, interval=60_000)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to watch the clock."""
        self._timer.start()

    def stop(self) -> None:
        """Watch no more: the practice is closing, which makes a backup of its own."""
        self._timer.stop()

    def tick(self) -> None:
        """Back up when half an hour has passed and nobody is typing just now."""
        waited = self._monotonic() - self._last
        if waited < EVERY_SECONDS:
            return
        if self._quiet() < QUIET_SECONDS and waited < EVERY_SECONDS + PATIENCE_SECONDS:
            return
        self._last = self._monotonic()
        work = partial(practices.backup_when_changed, self._desk)
        self._runner.read(self, work, self._on_made, self._on_failed)

    def _on_made(self, path: Path | None) -> None:
        if path is not None:
            self.made.emit()

    def _on_failed(self, error: Exception) -> None:
        """Say that there is no backup; the practice itself is untouched and work goes on."""
        if not isinstance(error, UserError):
            raise error
        self.failed.emit(str(error))
