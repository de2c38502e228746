"""What is rarer about a skill: its plan, the stage with its history, the look back, the records, ending it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.counts import RecordSource, SkillPlan
from irt_desk.domain.revisits import RevisitResult, SkillRevisit
from irt_desk.domain.skills import AssignmentStatus, MasteryChange
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.skills import SkillView
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Button, LinkButton, Muted, ProblemLine, Small, Strong, TextLine, clear_layout
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Room
from irt_desk.ui.skills.answers import AnswersForm
from irt_desk.ui.skills.wording import stage_line, use_line
from irt_desk.words import label, say

F = FieldSpec
MOST_RECORDS = 8
"""How many records are listed; the figures are made from all of them."""


class MorePanel(QFrame):
    """Opens below a skill on request."""

    changed = Signal()

    def __init__(self, room: Room, view: SkillView) -> None:
        super().__init__()
        self.setProperty("role", "editor")
        self._room, self._view = room, view
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 12, 0, 4)
        down.setSpacing(12)
        self.plan: AnswersForm | None = None
        if view.skill.plan:
            self.plan = AnswersForm(view.skill.plan)
            self.plan.changed.connect(self.changed)
            self._add_plan(down, self.plan)
        self._add_stage(down)
        self._add_revisit(down)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(4)
        down.addLayout(self._lists)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        self.resume_reason = TextLine(placeholder=say("skills.resume_reason"))
        self.resume_reason.setAccessibleName(say("skills.resume_reason"))
        across.addWidget(self.resume_reason, 1)
        self.resume_button = Button(say("skills.resume"))
        self.resume_button.clicked.connect(self._on_resume)
        across.addWidget(self.resume_button)
        across.addStretch(1)
        self.end_button = LinkButton(say("skills.end_named"))
        self.end_button.clicked.connect(self._on_end)
        across.addWidget(self.end_button)
        down.addLayout(across)

    def _add_plan(self, down: QVBoxLayout, plan: AnswersForm) -> None:
        down.addWidget(Strong(say("skills.plan")))
        down.addWidget(plan)
        across = QHBoxLayout()
        self.plan_state = Muted("")
        across.addWidget(self.plan_state)
        across.addStretch(1)
        save = Button(say("skills.plan_save"))
        save.clicked.connect(self._on_plan)
        across.addWidget(save)
        down.addLayout(across)

    def _add_stage(self, down: QVBoxLayout) -> None:
        down.addWidget(Strong(say("skills.stage")))
        self.suggested = Small("", wrap=True)
        down.addWidget(self.suggested)
        self.form: RecordForm[MasteryChange] = RecordForm(
            "mastery",
            MasteryChange,
            (F("stage", half=True), F("client_stage", half=True), F("note"), F("lapsed")),
        )
        self.form.changed.connect(self.changed)
        down.addWidget(self.form)
        across = QHBoxLayout()
        across.addStretch(1)
        self.stage_button = Button(say("skills.set"))
        self.stage_button.clicked.connect(self._on_stage)
        across.addWidget(self.stage_button)
        down.addLayout(across)

    def _add_revisit(self, down: QVBoxLayout) -> None:
        self.revisit = QWidget()
        inside = QVBoxLayout(self.revisit)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(Strong(say("skills.revisit")))
        self.revisit_said = Muted("", wrap=True)
        inside.addWidget(self.revisit_said)
        across = QHBoxLayout()
        for result in RevisitResult:
            button = Button(label(result))
            button.clicked.connect(partial(self._on_revisit, result))
            across.addWidget(button)
        across.addStretch(1)
        inside.addLayout(across)
        down.addWidget(self.revisit)

    @property
    def is_written(self) -> bool:
        """Whether something is half typed here."""
        return bool(self.unfinished())

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed: the plan and the stage."""
        found = {"stage": self.form.unfinished(), "plan": self.plan.unfinished() if self.plan else {}}
        return {name: data for name, data in found.items() if data}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        self.form.resume(data.get("stage", {}))
        if self.plan is not None:
            self.plan.resume(data.get("plan", {}))

    def show_view(self, view: SkillView) -> None:
        """Show a skill as it stands; what is half typed stays."""
        is_written = bool(self.form.unfinished()) if self.form.has_value else False
        self._view = view
        if not is_written:
            self.form.set_value(self._change(view))
        if self.plan is not None and not self.plan.is_written:
            kept = view.counts.plan
            self.plan.set_answers(kept.answers if kept else {f.code: f.default for f in view.skill.plan})
            self.plan_state.setText(
                say("skills.plan_of", day=day_text(kept.on), version=kept.version) if kept else say("skills.no_plan")
            )
        is_other = view.suggested is not view.stage
        self.suggested.setText(say("skills.suggested", stage=label(view.suggested)) if is_other else "")
        self.suggested.setVisible(is_other)
        self.revisit.setVisible(view.revisit_on is not None)
        if view.revisit_on is not None:
            self.revisit_said.setText(say("skills.revisit_on", day=day_text(view.revisit_on)))
        active = view.active
        paused = active is not None and active.status is AssignmentStatus.PAUSED
        self.resume_button.setVisible(paused)
        self.resume_reason.setVisible(paused)
        self.end_button.setVisible(active is not None)
        self._show_lists(view)

    def _change(self, view: SkillView) -> MasteryChange:
        now = now_here()
        return MasteryChange(
            id="",
            unit_id=view.unit_id,
            skill_id=view.skill.id,
            stage=view.suggested,
            on=now.day,
            entered=now,
            client_stage=view.client_stage,
        )

    def _show_lists(self, view: SkillView) -> None:
        clear_layout(self._lists)
        if view.history:
            self._lists.addWidget(Strong(say("skills.history")))
            for change in view.history[::-1]:
                self._lists.addWidget(Muted(stage_line(change), wrap=True))
        if view.counts.uses:
            self._lists.addWidget(Strong(say("skills.records", count=len(view.counts.uses))))
        for use in view.counts.uses[:MOST_RECORDS]:
            across = QHBoxLayout()
            across.addWidget(Body(use_line(view.skill, use), wrap=True), 1)
            if view.skill.source is RecordSource.OWN:
                wrong = LinkButton(say("skills.wrong"))
                wrong.setAccessibleName(say("skills.wrong_of", day=day_text(use.on)))
                wrong.clicked.connect(partial(self._on_wrong, use.id))
                across.addWidget(wrong)
            self._lists.addLayout(across)

    def _on_plan(self) -> None:
        assert self.plan is not None  # the button stands below the plan
        try:
            answers = self.plan.answers()
        except Invalid as error:
            self.plan.show_problems(error.problems)
            return
        now = now_here()
        plan = SkillPlan(
            id="",
            unit_id=self._view.unit_id,
            skill_id=self._view.skill.id,
            skill_version=self._view.skill.version,
            version=0,
            on=now.day,
            entered=now,
            answers=answers,
        )
        self._run(partial(self._room.desk.skill_records.save_plan, plan), self._on_plan_saved)

    def _on_plan_saved(self, plan: SkillPlan) -> None:
        if self.plan is not None:
            self.plan.set_answers(plan.answers)
            self.plan_state.setText(say("skills.plan_of", day=day_text(plan.on), version=plan.version))
        self.changed.emit()

    def _on_stage(self) -> None:
        try:
            change = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        self._run(partial(self._room.desk.skills.set_stage, change), self._on_stage_set)

    def _on_stage_set(self, change: MasteryChange) -> None:
        self.form.set_value(self._change(self._view))
        self.changed.emit()

    def _on_revisit(self, result: RevisitResult, *_: Any) -> None:
        now = now_here()
        found = SkillRevisit(
            id="",
            unit_id=self._view.unit_id,
            skill_id=self._view.skill.id,
            on=now.day,
            entered=now,
            result=result,
        )
        self._run(partial(self._room.desk.skill_records.revisit, found), None)

    def _on_wrong(self, use_id: str, *_: Any) -> None:
        self._run(partial(self._room.desk.skill_records.mark_wrong, use_id), None)

    def _on_resume(self) -> None:
        if (active := self._view.active) is not None:
            self._run(partial(self._room.desk.skills.resume, active.id, self.resume_reason.value()), None)

    def _on_end(self) -> None:
        if (active := self._view.active) is not None:
            self._run(partial(self._room.desk.skills.end, active.id), None)

    def _run(self, work: Any, done: Any) -> None:
        self.problem.say("")
        self._room.runner.change(self, work, done, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
            if self.plan is not None:
                self.plan.show_problems(error.problems)
        self.problem.say(str(error))
