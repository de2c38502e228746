"""The form in which a therapist writes a skill of their own, and changes it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.own_skills import MEASURES, OwnSkill
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.ui.building import Button, Muted, PrimaryButton, ProblemLine, ScrollPage, Title
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Room
from irt_desk.words import say

F = FieldSpec
_SPECS = (
    F("name", required=True),
    F("group", half=True),
    F("source", half=True, required=True),
    F("what", "area", required=True),
    F("when"),
    F("steps", "lines", required=True),
    F("home_practice", required=True),
    F("counts", "lines", required=True),
    F("stage_5", required=True),
    F("stop_when", "chips"),
    F("when_not", "lines"),
    F("handout_title"),
    F("handout_what", "area"),
    F("handout_steps", "lines"),
    F("handout_practice"),
    F("handout_not_now", "lines"),
)


class OwnSkillEditor(ScrollPage):
    """One own skill as a form; what is half typed waits while it is closed."""

    changed = Signal()
    closed = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__(margins=(8, 0, 8, 24))
        self._room = room
        self._code = ""
        self.title = Title("", wrap=True)
        self.body.addWidget(self.title)
        self.body.addWidget(Muted(say("own_skill.intro", measures=", ".join(MEASURES)), wrap=True))
        self.form: RecordForm[OwnSkill] = RecordForm("own_skill", OwnSkill, _SPECS)
        self.form.changed.connect(self.changed)
        self.body.addWidget(self.form)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self._on_cancel)
        across.addWidget(cancel)
        self.save_button = PrimaryButton(say("own_skill.save"))
        self.save_button.clicked.connect(self.save)
        across.addWidget(self.save_button)
        self.body.addLayout(across)
        self.body.addStretch(1)

    def begin(self, skill: OwnSkill | None) -> None:
        """Open the form on an own skill, or on an empty one; what was half typed on the same one is there again."""
        code = skill.code if skill else ""
        waiting = self.form.unfinished() if self.form.has_value and code == self._code else {}
        self._code = code
        self.title.setText(say("own_skill.change", name=skill.name) if skill else say("own_skill.new"))
        self.form.set_value(skill or OwnSkill(id="", code="", version=0, saved=now_here()))
        self.form.resume(waiting)
        self.problem.say("")
        self.show()
        self.form.focus_first()

    @property
    def code(self) -> str:
        """The code of the skill in the form; "" for a new one."""
        return self._code

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, and of which skill."""
        typed = self.form.unfinished()
        return {"code": self._code, "fields": typed} if typed else {}

    def resume_fields(self, fields: dict[str, Any]) -> None:
        """Put half-typed fields back."""
        self.form.resume(fields)

    def save(self) -> None:
        """Store the skill."""
        try:
            skill = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        self.save_button.setEnabled(False)
        work = partial(self._room.desk.skill_library.save, skill)
        self._room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, skill: OwnSkill) -> None:
        self.save_button.setEnabled(True)
        self.form.forget()
        self._code = ""
        self.hide()
        self.changed.emit()
        self.closed.emit(skill.code)

    def _on_cancel(self) -> None:
        self.hide()
        self.closed.emit("")

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
