"""The Skills tab: what was given, how practice goes, where each skill stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.content import Skill, SkillGroup
from irt_desk.domain.safety import Permission
from irt_desk.domain.skills import (
    AssignmentStatus,
    MasteryChange,
    MasteryStage,
    PracticeAssignment,
    PracticeDone,
    PracticeLog,
    SafeToTakeHome,
    WithWhom,
)
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import UserError
from irt_desk.services import content
from irt_desk.services.changes import Area
from irt_desk.services.context import system_clock
from irt_desk.services.skills import SkillView, permission_for
from irt_desk.services.texts import day_text, number_text
from irt_desk.ui.building import (
    Banner,
    Body,
    Box,
    Button,
    Card,
    Choice,
    Columns,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    Small,
    TextLine,
    clear_layout,
)
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Room
from irt_desk.words import label, say

F = FieldSpec


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """Everything the tab shows."""

    unit_id: str
    views: tuple[SkillView, ...]
    permissions: dict[str, Permission]


def gather(desk: Any, unit_id: str) -> SkillFacts:
    """Read everything the tab shows, on the lane."""
    standing = desk.safety.standing(unit_id)
    library = content.load_skills()
    return SkillFacts(unit_id, desk.skills.of(unit_id), {i: permission_for(s, standing) for i, s in library.items()})


class SkillsTab(ChartTab):
    """Running practice first; a skill is given in the card at the right."""

    place = "skills"
    areas = frozenset({Area.SKILLS, Area.SAFETY})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: SkillFacts | None = None
        body = self.scroll_body()
        columns = Columns((8, 5))
        self._left, right = columns.columns
        self.assign_card = AssignCard(self)
        right.addWidget(self.assign_card)
        right.addStretch(1)
        body.addWidget(columns)
        body.addStretch(1)
        self._cards: dict[str, SkillCard] = {}
        self.keeper.add("assign", self.assign_card)

    def forget(self) -> None:
        """Show another record."""
        self._clear()
        self.assign_card.forget()

    def _clear(self) -> None:
        for skill_id in self._cards:
            self.keeper.drop(f"log.{skill_id}")
        clear_layout(self._left)
        self._cards.clear()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: SkillFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        self._facts = facts
        self.assign_card.show_facts(facts)
        writing = {name for name, card in self._cards.items() if card.is_writing}
        if writing and set(self._cards) == {v.skill.id for v in facts.views}:
            for view in facts.views:
                self._cards[view.skill.id].show_view(view)
            return
        self._clear()
        for view in facts.views:
            card = SkillCard(self, view)
            self._cards[view.skill.id] = card
            self._left.addWidget(card)
            self.keeper.add(f"log.{view.skill.id}", card)
        if not facts.views:
            none = Card(say("skills.none"))
            none.body.addWidget(Muted(say("skills.none_text"), wrap=True))
            self._left.addWidget(none)
        self._left.addStretch(1)
        self.keeper.show(self.unit_id)


class SkillCard(Card):
    """One skill: stage, figures, the last practices; review it in two clicks."""

    changed = Signal()

    def __init__(self, tab: SkillsTab, view: SkillView) -> None:
        super().__init__(f"{view.skill.name} ({view.skill.id})")
        self._tab = tab
        self._view = view
        self.stage = Pill("", "client")
        self.add_beside_title(self.stage)
        self.info = QVBoxLayout()
        self.body.addLayout(self.info)
        self.form: RecordForm[PracticeLog] = RecordForm(
            "log",
            PracticeLog,
            (
                F("done", "chips", half=True),
                F("on", half=True),
                F("usefulness", "rating", half=True),
                F("difficulty", "rating", half=True),
                F("heat", "chips"),
                F("got_in_way", "chips"),
                F("with_whom", "chips"),
                F("what_happened"),
            ),
        )
        self.form.hide()
        self.form.changed.connect(self.changed)
        self.body.addWidget(self.form)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        self.log_button = PrimaryButton(say("skills.log"))
        self.log_button.clicked.connect(self._on_log)
        across.addWidget(self.log_button)
        self.cancel_button = Button(say("record.cancel"))
        self.cancel_button.clicked.connect(self._on_cancel)
        self.cancel_button.hide()
        across.addWidget(self.cancel_button)
        self.pick = Choice(MasteryStage)
        self.pick.setAccessibleName(say("skills.stage"))
        across.addStretch(1)
        across.addWidget(Small(say("skills.set_stage")))
        across.addWidget(self.pick)
        set_button = Button(say("skills.set"))
        set_button.clicked.connect(self._on_stage)
        across.addWidget(set_button)
        self.end_button = LinkButton(say("skills.end"))
        self.end_button.clicked.connect(self._on_end)
        across.addWidget(self.end_button)
        self.body.addLayout(across)
        self.show_view(view)

    @property
    def is_writing(self) -> bool:
        """Whether a practice is being written down."""
        return not self.form.isHidden()

    def unfinished(self) -> dict[str, Any]:
        """Return the half-written practice."""
        return self.form.unfinished() if self.is_writing else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the practice where it was left; nothing when the skill is not practised any more."""
        if not self.is_writing and self._view.active is not None:
            self._begin(self._view.active)
            self.form.resume(data)

    def show_view(self, view: SkillView) -> None:
        """Show a skill as it stands."""
        self._view = view
        self.stage.show_as(f"{view.stage.number} · {label(view.stage)}", "client")
        self.pick.set_value(view.suggested)
        clear_layout(self.info)
        active = view.active
        self.log_button.setVisible(active is not None and active.status is AssignmentStatus.ACTIVE)
        self.end_button.setVisible(active is not None)
        if active is not None:
            dose = say("skills.dose", times=number_text(active.times_per_week)) if active.times_per_week else ""
            due = say("skills.due", day=day_text(active.due_on)) if active.due_on else ""
            parts = (say("skills.given", day=day_text(active.assigned_on)), dose, due, active.context)
            self.info.addWidget(Muted(" · ".join(part for part in parts if part), wrap=True))
            if active.status is AssignmentStatus.PAUSED:
                self.info.addWidget(Banner(say("skills.paused"), "attention"))
        figures = view.figures
        if figures is not None and figures.n:
            text = say(
                "skills.figures",
                done=figures.done,
                n=figures.n,
                useful=number_text(figures.usefulness),
                heat=number_text((figures.heat_share or 0) * 100, 0),
            )
            self.info.addWidget(Body(text, wrap=True))
        if view.suggested is not view.stage:
            self.info.addWidget(Small(say("skills.suggested", stage=label(view.suggested)), wrap=True))
        for log in view.logs[::-1][:3]:
            self.info.addWidget(Muted(_log_line(log), wrap=True))

    def _on_log(self) -> None:
        active = self._view.active
        if active is None:
            return
        if self.form.isHidden():
            self._begin(active)
            return
        try:
            log = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        self._tab.room.runner.change(
            self, partial(self._tab.room.desk.skills.log, log), self._on_saved, self._on_failed
        )

    def _begin(self, active: PracticeAssignment) -> None:
        now = Instant(system_clock())
        blank = PracticeLog(
            id="",
            unit_id=self._tab.unit_id,
            assignment_id=active.id,
            skill_id=active.skill_id,
            on=now.day,
            entered=now,
            done=PracticeDone.YES,
        )
        self.form.set_value(blank)
        self.form.show()
        self.cancel_button.show()
        self.log_button.setText(say("record.save"))
        self.form.focus_first()

    def _on_saved(self, _: Any) -> None:
        self._on_cancel()

    def _on_cancel(self) -> None:
        self.form.hide()
        self.changed.emit()
        self.cancel_button.hide()
        self.problem.say("")
        self.log_button.setText(say("skills.log"))
        self._tab.reload()

    def _on_stage(self) -> None:
        now = Instant(system_clock())
        change = MasteryChange(
            id="",
            unit_id=self._tab.unit_id,
            skill_id=self._view.skill.id,
            stage=self.pick.value(),
            on=now.day,
            entered=now,
        )
        work = partial(self._tab.room.desk.skills.set_stage, change)
        self._tab.room.runner.change(self, work, None, self._on_failed)

    def _on_end(self) -> None:
        if (active := self._view.active) is not None:
            work = partial(self._tab.room.desk.skills.end, active.id)
            self._tab.room.runner.change(self, work, None, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error


def _log_line(log: PracticeLog) -> str:
    parts = [
        day_text(log.on),
        label(log.done),
        label(log.heat) if log.heat else "",
        label(log.got_in_way) if log.got_in_way else "",
        log.what_happened,
    ]
    return " · ".join(part for part in parts if part)


class AssignCard(Card):
    """Give a skill: what it is, how often, until when; the safety gate has the last word."""

    changed = Signal()

    def __init__(self, tab: SkillsTab) -> None:
        super().__init__(say("assign.title"))
        self._tab = tab
        self._skills: list[Skill] = list(content.load_skills().values())
        self._facts: SkillFacts | None = None
        self.which = Box()
        self.which.setAccessibleName(say("assign.which"))
        group: SkillGroup | None = None
        self._index: list[Skill | None] = []
        for skill in self._skills:
            if skill.group is not group:
                group = skill.group
                self.which.addItem(f"\N{EM DASH} {label(group)}")
                self.which.model().item(self.which.count() - 1).setEnabled(False)  # type: ignore[attr-defined]  # Qt's standard item model
                self._index.append(None)
            self.which.addItem(f"{skill.id}  {skill.name}")
            self._index.append(skill)
        self.which.setCurrentIndex(1)
        self.which.currentIndexChanged.connect(self._show_skill)
        self.body.addWidget(self.which)
        self.about = QVBoxLayout()
        self.body.addLayout(self.about)
        self.form: RecordForm[PracticeAssignment] = RecordForm(
            "assignment",
            PracticeAssignment,
            (
                F("times_per_week", half=True),
                F("due_on", half=True),
                F("context"),
                F("with_whom"),
                F("safe_to_take_home", "chips"),
            ),
        )
        self.form.changed.connect(self.changed)
        self.body.addWidget(self.form)
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

    def _blank(self) -> None:
        day = Instant(system_clock()).day
        unit_id = self._tab.unit_id
        assignment = PracticeAssignment(
            id="",
            unit_id=unit_id,
            skill_id="",
            skill_version=1,
            assigned_on=day,
            with_whom=(WithWhom.PARTNER,),
            safe_to_take_home=SafeToTakeHome.UNSURE,
        )
        self.form.set_value(assignment)
        self.reason.set_value("")

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, and for which skill."""
        fields, reason = self.form.unfinished(), self.reason.text()
        skill = self._index[self.which.currentIndex()]
        return {"skill": skill.id if skill else "", "fields": fields, "reason": reason} if fields or reason else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left."""
        place = next((n for n, skill in enumerate(self._index) if skill and skill.id == data["skill"]), None)
        if place is not None:
            self.which.setCurrentIndex(place)
        self.form.resume(data["fields"])
        self.reason.set_value(data["reason"])

    def forget(self) -> None:
        """Start empty: another record is shown."""
        self._blank()

    def show_facts(self, facts: SkillFacts) -> None:
        """Know what the gate says."""
        if self._facts is None or self._facts.unit_id != facts.unit_id:
            self._blank()
        self._facts = facts
        self._show_skill()

    def _show_skill(self, *_: Any) -> None:
        skill = self._index[self.which.currentIndex()]
        clear_layout(self.about)
        self.problem.say("")
        if skill is None:
            return
        self.about.addWidget(Body(skill.what, wrap=True))
        for step in skill.steps:
            self.about.addWidget(Muted(f"\N{BULLET} {step}", wrap=True))
        self.about.addWidget(Small(say("assign.home", text=skill.home_practice), wrap=True))
        stops = ", ".join(label(code) for code in skill.stop_when)
        if stops or skill.stop_text:
            self.about.addWidget(
                Small(say("assign.stop", codes=stops, text=skill.stop_text), wrap=True, tone="attention")
            )
        cell = self._facts.permissions.get(skill.id, Permission.ALLOWED) if self._facts else Permission.ALLOWED
        self.reason_field.setVisible(cell is Permission.CONFIRM_WITH_REASON)
        self.give_button.setEnabled(cell is not Permission.REFUSED)
        if cell is Permission.REFUSED:
            self.problem.say(say("missing.skill_refused", skill=skill.name))

    def submit(self) -> None:
        """Give the skill."""
        skill = self._index[self.which.currentIndex()]
        if skill is None:
            return
        try:
            assignment = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        assignment = replace(
            assignment,
            unit_id=self._tab.unit_id,
            skill_id=skill.id,
            assigned_on=Instant(system_clock()).day,
            gate_reason=self.reason.value(),
        )
        work = partial(self._tab.room.desk.skills.assign, assignment)
        self._tab.room.runner.change(self, work, self._on_given, self._on_failed)

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
