"""The acts on the step in hand, and where the loop goes on: the line under the drawing of a map."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from irt_desk.domain.map_drafts import State
from irt_desk.ui.building import LinkButton, Small, TextChoice
from irt_desk.ui.relationship.map_acts import MapAct
from irt_desk.words import say


class ActBar(QWidget):
    """``acted`` names an act; ``looped`` the step, from 1, that the last one leads to."""

    acted = Signal(object)
    looped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        bar = QHBoxLayout(self)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(12)
        self.add_button, self.earlier_button = LinkButton(say("map.add")), LinkButton(say("map.earlier"))
        self.later_button, self.remove_button = LinkButton(say("map.later")), LinkButton(say("map.remove"))
        for button, act in (
            (self.add_button, MapAct.ADD),
            (self.earlier_button, MapAct.EARLIER),
            (self.later_button, MapAct.LATER),
            (self.remove_button, MapAct.REMOVE),
        ):
            button.clicked.connect(partial(self._on_act, act))
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(Small(say("map.loops_back")))
        self.loops_back = TextChoice()
        self.loops_back.setAccessibleName(say("map.loops_back"))
        self.loops_back.setMinimumContentsLength(4)
        self.loops_back.setMaximumWidth(76)
        self.loops_back.changed.connect(self._on_loops_back)
        bar.addWidget(self.loops_back)

    def show_state(self, now: State) -> None:
        """Show what can be done to the step in hand."""
        self.earlier_button.setEnabled(now.selected > 0)
        self.later_button.setEnabled(now.selected < len(now.steps) - 1)
        self.remove_button.setEnabled(bool(now.steps))
        self.loops_back.blockSignals(True)
        self.loops_back.offer(tuple((str(n), str(n)) for n in range(1, len(now.steps) + 1)))
        self.loops_back.set_value(str(now.loops_back_to))
        self.loops_back.blockSignals(False)

    def _on_act(self, act: MapAct, *_: Any) -> None:
        self.acted.emit(act)

    def _on_loops_back(self) -> None:
        if chosen := self.loops_back.value():
            self.looped.emit(int(chosen))
