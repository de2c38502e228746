"""Writes down one record of a skill: a time-out used, a hard topic opened, a second look."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from irt_desk.domain.content import Skill
from irt_desk.domain.counts import SkillUse
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.skills import SkillView
from irt_desk.ui.building import Button, DateField, Field, PrimaryButton, ProblemLine, Strong
from irt_desk.ui.building.raw import raw
from irt_desk.ui.room import Room
from irt_desk.ui.skills.answers import AnswersForm
from irt_desk.words import say


class RecordPanel(QFrame):
    """The fields that the skill's content file names, and the day."""

    changed = Signal()

    def __init__(self, room: Room, skill: Skill) -> None:
        super().__init__()
        self.setProperty("role", "editor")
        self._room, self._skill, self._unit_id = room, skill, ""
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 12, 0, 4)
        down.setSpacing(12)
        down.addWidget(Strong(skill.record, wrap=True))
        self.form = AnswersForm(skill.fields)
        self.form.changed.connect(self.changed)
        down.addWidget(self.form)
        self.on = DateField(optional=False)
        self.on.setObjectName("on")
        self.on_field = Field(say("log.on"), self.on)
        down.addWidget(self.on_field)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self._on_cancel)
        across.addWidget(cancel)
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self.save)
        across.addWidget(self.save_button)
        down.addLayout(across)
        self._blank()

    def _blank(self) -> None:
        self.form.set_answers({field.code: field.default for field in self._skill.fields})
        self.on.set_value(now_here().day)
        self._given_day = raw(self.on)
        self.on_field.set_problem("")
        self.problem.say("")

    def show_view(self, view: SkillView) -> None:
        """Know whose record it is."""
        self._unit_id = view.unit_id

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        found = self.form.unfinished()
        return {"answers": found, "on": raw(self.on)} if found or raw(self.on) != self._given_day else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        self.form.resume(data["answers"])
        self.on.setText(data["on"])

    def focus_first(self) -> None:
        """Move the keyboard to the first field."""
        self.form.focus_first()

    def save(self) -> None:
        """Store the record."""
        self.on_field.set_problem("")
        try:
            answers, day = self.form.answers(), self.on.value()
        except Invalid as error:
            self._place(error)
            return
        assert day is not None  # the field is not optional
        now = now_here()
        use = SkillUse(
            id="",
            unit_id=self._unit_id,
            skill_id=self._skill.id,
            skill_version=self._skill.version,
            on=day,
            entered=now,
            answers=answers,
        )
        self.save_button.setEnabled(False)
        work = partial(self._room.desk.skill_records.add, use)
        self._room.runner.change(self, work, self._on_saved, self._on_failed)

    def _place(self, error: Invalid) -> None:
        rest = self.form.show_problems(error.problems)
        for problem in rest:
            if problem.field == "on":
                self.on_field.set_problem(problem.sentence)
        self.problem.say(" ".join(p.sentence for p in rest if p.field != "on"))

    def _on_saved(self, _: Any) -> None:
        self.save_button.setEnabled(True)
        self._blank()
        self.hide()
        self.changed.emit()

    def _on_cancel(self) -> None:
        """Close; what was typed is there again when it is opened next."""
        self.hide()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._place(error)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
