"""Quiet prompts: what was seen, what may be asked, and the way to put it aside with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.prompts import Prompt, PromptAside
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.ui.building import Body, Button, Card, Field, LinkButton, Muted, TextLine, clear_layout, line
from irt_desk.ui.room import Room
from irt_desk.words import say


class PromptRow(QWidget):
    """One prompt; the reason is asked only once it is to be put aside."""

    changed = Signal()

    def __init__(self, room: Room, unit_id: str, prompt: Prompt) -> None:
        super().__init__()
        self._room, self._unit_id, self.prompt = room, unit_id, prompt
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(Body(prompt.seen, wrap=True))
        down.addWidget(Muted(prompt.ask, wrap=True))
        self.aside = LinkButton(say("prompt.put_aside"))
        self.aside.setAccessibleName(f"{say('prompt.put_aside')}: {prompt.seen}")
        self.aside.clicked.connect(self._on_aside)
        down.addWidget(self.aside)
        self._asked = QWidget()
        across = QHBoxLayout(self._asked)
        across.setContentsMargins(0, 0, 0, 0)
        self.reason = TextLine()
        self.reason.changed.connect(self.changed)
        self._field = Field(say("prompt.reason"), self.reason)
        across.addWidget(self._field, 1)
        self.keep = Button(say("prompt.put_aside"))
        self.keep.clicked.connect(self._on_keep)
        across.addWidget(self.keep)
        down.addWidget(self._asked)
        self._asked.hide()

    @property
    def is_written(self) -> bool:
        """Whether a reason is being typed."""
        return bool(self.reason.value())

    def _on_aside(self) -> None:
        self._asked.show()
        self.aside.hide()
        self.reason.setFocus()

    def _on_keep(self) -> None:
        now = now_here()
        aside = PromptAside(
            id="",
            unit_id=self._unit_id,
            code=self.prompt.code,
            target=self.prompt.target,
            on=now.day,
            reason=self.reason.value(),
            entered=now,
        )
        work = partial(self._room.desk.prompts.put_aside, aside)
        self._room.runner.change(self, work, self._on_done, self._on_failed)

    def _on_done(self, _: Any) -> None:
        self._field.set_problem("")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self._field.set_problem(" ".join(problem.sentence for problem in error.problems))
        elif isinstance(error, UserError):
            self._room.dialogs.tell(str(error))
        else:
            raise error


class PromptCard(Card):
    """The open prompts; nothing is shown when there are none."""

    def __init__(self, room: Room) -> None:
        super().__init__(say("prompt.title"))
        self.setProperty("accent", "relationship")
        self._room = room
        self.rows: list[PromptRow] = []
        self.hide()

    def show_prompts(self, unit_id: str, prompts: tuple[Prompt, ...]) -> None:
        """Show the prompts; one whose reason is being typed stays as it is."""
        if any(row.is_written and row.prompt in prompts for row in self.rows):
            return
        clear_layout(self.body)
        self.rows = []
        for number, prompt in enumerate(prompts):
            if number:
                self.body.addWidget(line())
            row = PromptRow(self._room, unit_id, prompt)
            self.rows.append(row)
            self.body.addWidget(row)
        self.setVisible(bool(prompts))
