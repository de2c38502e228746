"""Objectives of the signed plan, each rated with one click or one number key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.notes import ObjectiveProgress, Progress
from irt_desk.domain.plans import Objective
from irt_desk.ui.building import Body, ChoiceChips, Muted, clear_layout, keyboard_goes_through
from irt_desk.words import say


class ObjectivesControl(QWidget):
    """Each objective with four chips; the keys 1 to 4 choose and move on to the next objective."""

    changed = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips: dict[str, ChoiceChips] = {}
        self._notes: dict[str, str] = {}
        self._others: tuple[ObjectiveProgress, ...] = ()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(6)

    def show_objectives(self, objectives: tuple[Objective, ...]) -> None:
        """Offer these objectives."""
        clear_layout(self._down)
        self._chips.clear()
        for objective in objectives:
            self._down.addWidget(Body(f"{objective.number} {objective.text}", wrap=True))
            chips = ChoiceChips(Progress)
            chips.setAccessibleName(objective.text)
            chips.changed.connect(self._emit)
            for chip in chips.chips():
                chip.installEventFilter(self)
            self._chips[objective.id] = chips
            self._down.addWidget(chips)
        if not objectives:
            self._down.addWidget(Muted(say("note.no_plan"), wrap=True))
        keyboard_goes_through(self, [chip for chips in self._chips.values() for chip in chips.chips()])

    def value(self) -> tuple[ObjectiveProgress, ...]:
        """Return the rated objectives; words beside a rating, and ratings of an earlier plan, stay as they were."""
        rated = ((objective_id, chips.value()) for objective_id, chips in self._chips.items())
        now = tuple(
            ObjectiveProgress(objective_id=i, rating=rating, note=self._notes.get(i, ""))
            for i, rating in rated
            if rating is not None
        )
        return (*now, *self._others)

    def set_value(self, value: tuple[ObjectiveProgress, ...]) -> None:
        """Show ratings."""
        ratings = {progress.objective_id: progress.rating for progress in value}
        self._notes = {progress.objective_id: progress.note for progress in value}
        self._others = tuple(progress for progress in value if progress.objective_id not in self._chips)
        for objective_id, chips in self._chips.items():
            chips.set_value(ratings.get(objective_id))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose with the number keys."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            place = "1234".find(event.text() or " ")
            for number, chips in enumerate(self._chips.values()):
                if watched in chips.chips() and 0 <= place < len(Progress):
                    chips.set_value(list(Progress)[place])
                    self.changed.emit()
                    self._move_on(number)
                    return True
        return super().eventFilter(watched, event)

    def _move_on(self, number: int) -> None:
        rest = list(self._chips.values())[number + 1 :]
        if rest:
            rest[0].setFocus()
        else:
            self.finished.emit()

    def _emit(self) -> None:
        self.changed.emit()
