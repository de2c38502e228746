"""How long private notes are kept, and which are past it. Nothing is deleted without a person."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from irt_desk.domain.retention import OFFERED_YEARS
from irt_desk.errors import UserError
from irt_desk.services.desk import Desk
from irt_desk.ui.building import Small, TextChoice
from irt_desk.ui.room import Room
from irt_desk.words import say

FOREVER = "0"


class KeepingTime(QWidget):
    """One line: the time that is set for all private notes. ``due`` carries the ids of this record's that are past it."""

    due = Signal(object)

    def __init__(self, room: Room, unit_id: str) -> None:
        super().__init__()
        self._room, self._unit_id = room, unit_id
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(Small(say("private.keep")))
        offered = (
            (FOREVER, say("private.keep_until")),
            *((str(n), say("private.years", count=n)) for n in OFFERED_YEARS),
        )
        self.years = TextChoice(offered)
        self.years.setAccessibleName(say("private.keep"))
        self.years.setToolTip(say("private.keep_hint"))
        self.years.changed.connect(self._on_years)
        across.addWidget(self.years)
        across.addStretch(1)
        self.ask()

    def ask(self) -> None:
        """Find out what is set and which notes are past it."""
        self._room.runner.read(self, partial(_standing, self._room.desk, self._unit_id), self._show, self._fail)

    def _show(self, answer: tuple[int | None, tuple[str, ...]]) -> None:
        years, due = answer
        self.years.blockSignals(True)
        self.years.set_value(str(years or FOREVER))
        self.years.blockSignals(False)
        self.due.emit(due)

    def _on_years(self) -> None:
        years = int(self.years.value())
        work = partial(self._room.desk.psychotherapy_notes.set_retention, years or None)
        self._room.runner.change(self, work, self._on_set, self._fail)

    def _on_set(self, _: int | None) -> None:
        self.ask()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._room.dialogs.tell(str(error))


def _standing(desk: Desk, unit_id: str) -> tuple[int | None, tuple[str, ...]]:
    return desk.psychotherapy_notes.retention(), desk.psychotherapy_notes.due(unit_id)
