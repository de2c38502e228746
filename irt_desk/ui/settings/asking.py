"""When the program asks quietly: after how many sessions nothing moved, after how many a goal was left alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.values import Invalid
from irt_desk.services.changes import Area
from irt_desk.ui.building import Button, Card, Field, Muted, NumberField
from irt_desk.ui.room import Page, Room
from irt_desk.words import say


def gather(desk: Any) -> tuple[int, int]:
    """Read both numbers, on the lane."""
    return desk.prompts.stagnation_sessions(), desk.thread.untouched_sessions()


class AskingCard(Page):
    """Two numbers; what is typed outside their bounds comes back as the nearest one."""

    areas = frozenset({Area.SETTINGS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        card = Card(say("asking.title"))
        across.addWidget(card)
        card.body.addWidget(Muted(say("asking.intro"), wrap=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        self.stagnation, self.untouched = NumberField(optional=False), NumberField(optional=False)
        self._fields = (
            Field(say("asking.stagnation"), self.stagnation, help=say("asking.stagnation_help")),
            Field(say("asking.untouched"), self.untouched, help=say("asking.untouched_help")),
        )
        for field in self._fields:
            row.addWidget(field, 1)
        save = Button(say("record.save"))
        save.clicked.connect(self._on_save)
        row.addWidget(save)
        card.body.addLayout(row)

    def reload(self) -> None:
        """Fetch both numbers."""
        self.room.runner.read(self, partial(gather, self.room.desk), self._show, self.fail)

    def _show(self, numbers: tuple[int, int]) -> None:
        self.stagnation.set_value(numbers[0])
        self.untouched.set_value(numbers[1])

    def _on_save(self) -> None:
        desk = self.room.desk
        for field, control, method in (
            (self._fields[0], self.stagnation, desk.prompts.set_stagnation_sessions),
            (self._fields[1], self.untouched, desk.thread.set_untouched_sessions),
        ):
            try:
                value = control.value()
            except Invalid as error:
                field.set_problem(str(error))
                continue
            field.set_problem("")
            self.room.runner.change(self, partial(method, int(value or 0)), control.set_value, self.fail)
