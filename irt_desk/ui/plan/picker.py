"""Choosing a goal from the bank while a plan is written: type to narrow, Enter to take it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from irt_desk.domain.caseload import fold
from irt_desk.domain.goal_bank import BankGoal
from irt_desk.domain.plans import Goal
from irt_desk.ui.building import Muted, TextLine
from irt_desk.ui.room import Room
from irt_desk.words import label, say

HEIGHT = 220
"""Height of the list in pixels: about eight goals."""


class GoalPicker(QWidget):
    """The goals that may be offered in this case now."""

    chosen = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._names: Mapping[str, str] = {}
        self._goals: tuple[BankGoal, ...] = ()
        self._shown: list[BankGoal] = []
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.finder = TextLine(placeholder=say("goal_bank.find"))
        self.finder.setAccessibleName(say("goal_bank.find"))
        self.finder.changed.connect(self._fill)
        self.finder.returnPressed.connect(self._take_current)
        down.addWidget(self.finder)
        self.list = QListWidget()
        self.list.setAccessibleName(say("goal_bank.title"))
        self.list.setFixedHeight(HEIGHT)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_activated)
        down.addWidget(self.list)
        down.addWidget(Muted(say("goal_bank.reword"), wrap=True))
        for key, step in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
            shortcut = QShortcut(QKeySequence(key), self.finder)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._on_down if step > 0 else self._on_up)
        self.hide()

    def know(self, skills: Mapping[str, str]) -> None:
        """Take the names of the skills a goal may lean on."""
        self._names = skills

    def offer(self, goals: tuple[BankGoal, ...]) -> None:
        """Show these goals and give the keyboard to the line that narrows them."""
        self._goals = goals
        self.finder.clear()
        self._fill()
        self.show()
        self.finder.setFocus()

    def _fill(self) -> None:
        wanted = fold(self.finder.value())
        self._shown = [g for g in self._goals if wanted in fold(f"{g.text} {g.when} {label(g.area)}")]
        self.list.clear()
        for goal in self._shown:
            self.list.addItem(QListWidgetItem(f"{goal.text}\n{label(goal.area)} · {goal.when}".removesuffix(" · ")))
        self.list.setCurrentRow(0 if self._shown else -1)

    def _on_down(self) -> None:
        self._move(1)

    def _on_up(self) -> None:
        self._move(-1)

    def _move(self, step: int) -> None:
        if self._shown:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._shown))

    def _on_activated(self, _: Any) -> None:
        self._take_current()

    def _take_current(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            goal: Goal = self._shown[row].as_goal(self._names)
            self.hide()
            self.chosen.emit(goal)
