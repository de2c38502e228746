"""Give a skill: what it is, how often, until when. The safety gate has the last word, the other stop codes are asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.content import Skill, SkillGroup, StopCode
from irt_desk.domain.safety import Gate, Permission
from irt_desk.domain.skills import PracticeAssignment, SafeToTakeHome, WithWhom
from irt_desk.domain.stop_codes import ASKED
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.ui.building import (
    Body,
    Box,
    Card,
    CheckLine,
    Field,
    LinkButton,
    Muted,
    PrimaryButton,
    ProblemLine,
    Small,
    TextLine,
    clear_layout,
)
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Room
from irt_desk.ui.skills.facts import SkillFacts
from irt_desk.words import label, say

F = FieldSpec


class StopQuestion(QWidget):
    """One stop code: does it apply in the moments in question? Then its reason is asked, each time."""

    changed = Signal()

    def __init__(self, code: StopCode) -> None:
        super().__init__()
        self.code = code
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.tick = CheckLine(say(f"stop_question.{code.value}"))
        self.tick.changed.connect(self._on_changed)
        down.addWidget(self.tick)
        self.sign = Small(
            say(f"stop_sign.{code.value}") if code is not StopCode.FL else "", wrap=True, tone="attention"
        )
        down.addWidget(self.sign)
        self.reason = TextLine()
        self.reason.changed.connect(self.changed)
        self.field = Field(say(f"stop_reason.{code.value}"), self.reason)
        down.addWidget(self.field)
        self.show_sign(False)

    def show_sign(self, speaks: bool) -> None:
        """Say whether the record itself gives a sign; then it applies until the record says otherwise."""
        self._speaks = speaks
        self.sign.setVisible(speaks)
        self.tick.setVisible(not speaks)
        self._show_field()

    @property
    def applies(self) -> bool:
        """Whether it applies, by the record or by the therapist."""
        return self._speaks or self.tick.value()

    def _on_changed(self) -> None:
        self._show_field()
        self.changed.emit()

    def _show_field(self) -> None:
        self.field.setVisible(self.applies)

    def blank(self) -> None:
        """Start anew."""
        self.tick.set_value(False)
        self.reason.set_value("")


class AssignCard(Card):
    """Choose a skill, read what it is, give it."""

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(say("assign.title"))
        self._room = room
        self._unit_id = ""
        self._facts: SkillFacts | None = None
        self._index: list[Skill | None] = []
        self.which = Box()
        self.which.setAccessibleName(say("assign.which"))
        self.which.currentIndexChanged.connect(self._show_skill)
        self.body.addWidget(self.which)
        self.about = QVBoxLayout()
        self.about.setSpacing(6)
        self.body.addLayout(self.about)
        self.steps_button = LinkButton(say("assign.steps"))
        self.steps_button.clicked.connect(self._on_steps)
        self.body.addWidget(self.steps_button)
        self._with_steps = False
        self.form: RecordForm[PracticeAssignment] = RecordForm(
            "assignment",
            PracticeAssignment,
            (
                F("times_per_week", half=True),
                F("due_on", half=True),
                F("event_driven"),
                F("event"),
                F("context"),
                F("with_whom"),
                F("safe_to_take_home", "chips"),
            ),
        )
        self.form.changed.connect(self._on_typed)
        self.body.addWidget(self.form)
        self.stops = {code: StopQuestion(code) for code in ASKED}
        for question in self.stops.values():
            question.changed.connect(self.changed)
            self.body.addWidget(question)
        self.reason = TextLine()
        self.reason.changed.connect(self.changed)
        self.reason_field = Field(say("assign.reason"), self.reason, help=say("assign.reason_help"))
        self.body.addWidget(self.reason_field)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        self.give_button = PrimaryButton(say("assign.give"))
        self.give_button.clicked.connect(self.submit)
        self.body.addWidget(self.give_button)
        self._blank()

    @property
    def skill(self) -> Skill | None:
        """The skill that is chosen."""
        row = self.which.currentIndex()
        return self._index[row] if 0 <= row < len(self._index) else None

    def choose(self, skill_id: str) -> None:
        """Choose a skill; one that is not there changes nothing."""
        place = next((n for n, skill in enumerate(self._index) if skill and skill.id == skill_id), None)
        if place is not None:
            self.which.setCurrentIndex(place)

    def _fill(self, skills: dict[str, Skill]) -> None:
        if [s.id for s in self._index if s] == list(skills) and [s for s in self._index if s] == list(skills.values()):
            return
        chosen = self.skill
        self.which.blockSignals(True)
        self.which.clear()
        self._index = []
        group: SkillGroup | None = None
        for skill in skills.values():
            if skill.group is not group:
                group = skill.group
                self.which.addItem(label(group))
                self.which.model().item(self.which.count() - 1).setEnabled(False)  # type: ignore[attr-defined]  # Qt's standard item model
                self._index.append(None)
            self.which.addItem(f"{skill.id}  {skill.name}")
            self._index.append(skill)
        self.which.setCurrentIndex(1)
        self.which.blockSignals(False)
        if chosen is not None:
            self.choose(chosen.id)

    def _blank(self) -> None:
        facts = self._facts
        free = facts is not None and facts.gate is Gate.OPEN and not facts.has_caution
        assignment = PracticeAssignment(
            id="",
            unit_id=self._unit_id,
            skill_id="",
            skill_version=1,
            assigned_on=now_here().day,
            with_whom=() if facts is not None and facts.gate.is_stop else (WithWhom.PARTNER,),
            safe_to_take_home=SafeToTakeHome.YES if free else SafeToTakeHome.UNSURE,
        )
        self.form.set_value(assignment)
        self.reason.set_value("")
        for question in self.stops.values():
            question.blank()
        self._show_event()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, and for which skill."""
        fields, reason = self.form.unfinished(), self.reason.text()
        stops = {code.value: q.reason.text() for code, q in self.stops.items() if q.reason.text()}
        if not (fields or reason or stops):
            return {}
        return {"skill": self.skill.id if self.skill else "", "fields": fields, "reason": reason, "stops": stops}

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left."""
        self.choose(data["skill"])
        self.form.resume(data["fields"])
        self.reason.set_value(data["reason"])
        for code, text in data.get("stops", {}).items():
            self.stops[StopCode(code)].tick.set_value(True)
            self.stops[StopCode(code)].reason.set_value(text)
        self._show_event()

    def forget(self) -> None:
        """Start empty: another record is shown."""
        self._facts = None
        self._blank()

    def show_facts(self, facts: SkillFacts) -> None:
        """Know what the gate and the record say."""
        is_new = self._facts is None or self._facts.unit_id != facts.unit_id
        self._facts, self._unit_id = facts, facts.unit_id
        self._fill(facts.library)
        if is_new:
            self._blank()
        self._show_skill()

    def _on_typed(self) -> None:
        self._show_event()
        self.changed.emit()

    def _show_event(self) -> None:
        self.form.field("event").setVisible(self.form.control("event_driven").value())

    def _on_steps(self) -> None:
        self._with_steps = not self._with_steps
        self._show_skill()

    def _show_skill(self, *_: Any) -> None:
        skill = self.skill
        clear_layout(self.about)
        self.problem.say("")
        if skill is None:
            return
        self.about.addWidget(Body(skill.what, wrap=True))
        self.steps_button.setText(say("assign.steps_hide" if self._with_steps else "assign.steps"))
        for number, step in enumerate(skill.steps if self._with_steps else (), 1):
            self.about.addWidget(Muted(f"{number}. {step}", wrap=True))
        self.about.addWidget(Muted(say("assign.home", text=skill.home_practice), wrap=True))
        if self._with_steps:
            self.about.addWidget(Muted(say("assign.stage_5", text=skill.stage_5), wrap=True))
        for text in (*(text for _, text in skill.stop_scopes), *skill.when_not):
            self.about.addWidget(Small(text, wrap=True, tone="attention"))
        self._show_gate(skill)

    def _show_gate(self, skill: Skill) -> None:
        facts = self._facts
        for code, question in self.stops.items():
            question.setVisible(code in skill.stop_when)
            question.show_sign(facts is not None and code in facts.signs)
        cell = facts.permissions.get(skill.id, Permission.ALLOWED) if facts else Permission.ALLOWED
        self.reason_field.setVisible(cell is Permission.CONFIRM_WITH_REASON)
        self.give_button.setEnabled(cell is not Permission.REFUSED)
        if cell is Permission.REFUSED:
            self.problem.say(say("missing.skill_refused", skill=skill.name), reveal=False)

    def submit(self) -> None:
        """Give the skill."""
        skill = self.skill
        if skill is None:
            return
        try:
            assignment = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        applying = {code: q for code, q in self.stops.items() if code in skill.stop_when and q.applies}
        assignment = replace(
            assignment,
            unit_id=self._unit_id,
            skill_id=skill.id,
            assigned_on=now_here().day,
            gate_reason=self.reason.value(),
            stop_reasons={code.value: q.reason.value() for code, q in applying.items()},
        )
        work = partial(self._room.desk.skills.assign, assignment)
        self._room.runner.change(self, work, self._on_given, self._on_failed)

    def _on_given(self, _: Any) -> None:
        self.problem.say("")
        self._blank()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
