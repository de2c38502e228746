"""What the open practice needs by the clock: its audit head sealed (AU-2), a backup after half an hour of change (BK-1)."""

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

SEAL_SECONDS = 10 * 60
"""Between two seals of the audit head outside the database (AU-2): what comes after the last one can be cut unseen."""

QUIET_SECONDS = 20
"""A backup takes the one lane to the database for a moment: it waits until nobody has typed for so long ..."""

PATIENCE_SECONDS = 10 * 60
"""... but not longer than this; half an hour of work without a copy is worse than a save that comes a little later."""


class BackupWatch(QObject):
    """Looks at the clock once a minute; the services know whether there is anything to seal or to back up."""

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
        self._last = self._sealed = monotonic()
        self._timer = QTimer(self, interval=60_000)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to watch the clock."""
        self._timer.start()

    def stop(self) -> None:
        """Watch no more: the practice is closing, which makes a backup of its own."""
        self._timer.stop()

    def tick(self) -> None:
        """Seal the audit head, and back up when half an hour has passed and nobody is typing just now."""
        if self._monotonic() - self._sealed >= SEAL_SECONDS:
            self._sealed = self._monotonic()
            self._runner.read(self, partial(practices.seal, self._desk), self._on_sealed, self._on_failed)
        waited = self._monotonic() - self._last
        if waited < EVERY_SECONDS:
            return
        if self._quiet() < QUIET_SECONDS and waited < EVERY_SECONDS + PATIENCE_SECONDS:
            return
        self._last = self._monotonic()
        work = partial(practices.backup_when_changed, self._desk)
        self._runner.read(self, work, self._on_made, self._on_failed)

    def _on_sealed(self, _: None) -> None:
        """Nothing to show: a seal is kept beside the database and compared at the next start."""

    def _on_made(self, path: Path | None) -> None:
        if path is not None:
            self.made.emit()

    def _on_failed(self, error: Exception) -> None:
        """Say that there is no backup; the practice itself is untouched and work goes on."""
        if not isinstance(error, UserError):
            raise error
        self.failed.emit(str(error))
