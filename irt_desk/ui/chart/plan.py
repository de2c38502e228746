"""The Plan tab: problem, goals in the client's words, objectives the client can do; signed, then a new version."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.plans import Goal, GoalDomain, GoalStatus, Objective, TreatmentPlan, missing_for_signing
from irt_desk.domain.values import Invalid
from irt_desk.errors import Refused, UserError
from irt_desk.services.changes import Area
from irt_desk.services.texts import day_text
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    ChoiceChips,
    Columns,
    DateField,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    Small,
    TextLine,
    clear_layout,
    line,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Room
from irt_desk.words import label, say

F = FieldSpec


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything the tab shows."""

    unit_id: str
    versions: tuple[TreatmentPlan, ...]


def gather(desk: Any, unit_id: str) -> PlanFacts:
    """Read everything the tab shows, on the lane."""
    return PlanFacts(unit_id, desk.plans.versions(unit_id))


class ObjectiveRow(QWidget):
    """One objective: what the client will do, from where to where, by when."""

    changed = Signal()

    def __init__(self, objective: Objective, remove: Callable[[QWidget], None]) -> None:
        super().__init__()
        self._base = objective
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 0, 0, 6)
        grid.setColumnStretch(0, 2)
        self.text = TextLine(objective.text, placeholder=say("objective.hint"))
        self.baseline, self.measure = TextLine(objective.baseline), TextLine(objective.measure)
        self.target, self.by = TextLine(objective.target), DateField()
        self.by.set_value(objective.target_on)
        grid.addWidget(Field(say("objective.text"), self.text), 0, 0, 1, 4)
        for place, (name, control) in enumerate(
            (("baseline", self.baseline), ("measure", self.measure), ("target", self.target), ("target_on", self.by))
        ):
            grid.addWidget(Field(say(f"objective.{name}"), control), 1, place)
        gone = LinkButton(say("objective.remove"))
        gone.clicked.connect(partial(_remove, remove, self))
        grid.addWidget(gone, 0, 4)
        self._controls: dict[str, Any] = {
            "text": self.text,
            "baseline": self.baseline,
            "measure": self.measure,
            "target": self.target,
            "by": self.by,
        }
        for control in self._controls.values():
            control.changed.connect(self.changed)

    def typed(self) -> dict[str, Any]:
        """Return what stands in the row as plain data."""
        return {"id": self._base.id, **raws(self._controls)}

    def put(self, data: dict[str, Any]) -> None:
        """Put plain data back into the row."""
        set_raws(self._controls, data)

    def value(self) -> Objective:
        """Return the objective."""
        return replace(
            self._base,
            text=self.text.value(),
            baseline=self.baseline.value(),
            measure=self.measure.value(),
            target=self.target.value(),
            target_on=self.by.value(),
        )


def _remove(remove: Callable[[QWidget], None], widget: QWidget, *_: Any) -> None:
    remove(widget)


class GoalBox(QWidget):
    """One goal in the client's words, with its objectives."""

    changed = Signal()

    def __init__(self, goal: Goal, remove: Callable[[QWidget], None]) -> None:
        super().__init__()
        self._base = goal
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 8)
        self.text = TextLine(goal.text, placeholder=say("goal.hint"))
        self.domain = ChoiceChips(GoalDomain, optional=False)
        self.status = ChoiceChips(GoalStatus, optional=False)
        self.domain.set_value(goal.domain)
        self.status.set_value(goal.status)
        down.addWidget(Field(say("goal.text"), self.text, tone="client"))
        across = QHBoxLayout()
        across.addWidget(self.domain)
        across.addWidget(self.status)
        self.status.setVisible(bool(goal.id))
        gone = LinkButton(say("goal.remove"))
        gone.clicked.connect(partial(_remove, remove, self))
        across.addWidget(gone)
        down.addLayout(across)
        self._rows = QVBoxLayout()
        down.addLayout(self._rows)
        add = LinkButton(say("objective.add"))
        add.clicked.connect(self._on_add)
        down.addWidget(add)
        down.addWidget(line())
        self.rows: list[ObjectiveRow] = []
        for objective in goal.objectives:
            self._add(objective)
        self._controls: dict[str, Any] = {"text": self.text, "domain": self.domain, "status": self.status}
        for control in self._controls.values():
            control.changed.connect(self.changed)

    def typed(self) -> dict[str, Any]:
        """Return what stands in the box as plain data."""
        return {"id": self._base.id, **raws(self._controls), "objectives": [row.typed() for row in self.rows]}

    def put(self, data: dict[str, Any]) -> None:
        """Put plain data back into the box."""
        set_raws(self._controls, data)
        for typed in data["objectives"]:
            self._add(Objective(id=typed["id"], number="", text=""))
            self.rows[-1].put(typed)

    def _on_add(self) -> None:
        self._add(Objective(id="", number="", text=""))
        self.rows[-1].text.setFocus()

    def _add(self, objective: Objective) -> None:
        row = ObjectiveRow(objective, self._drop)
        row.changed.connect(self.changed)
        self.rows.append(row)
        self._rows.addWidget(row)

    def _drop(self, row: QWidget) -> None:
        self.rows = [kept for kept in self.rows if kept is not row]
        self.changed.emit()
        row.hide()
        row.deleteLater()

    def value(self) -> Goal:
        """Return the goal."""
        objectives = tuple(o for o in (row.value() for row in self.rows) if o.text)
        return replace(
            self._base,
            text=self.text.value(),
            domain=self.domain.value(),
            status=self.status.value(),
            objectives=objectives,
        )


class PlanEditor(Card):
    """The draft of a plan; ``left`` carries the sentences of what keeps it from being signed."""

    changed = Signal()
    left = Signal(list)

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("plan.draft"))
        self._tab = tab
        self._plan: TreatmentPlan | None = None
        self.boxes: list[GoalBox] = []
        self.form: RecordForm[TreatmentPlan] = RecordForm(
            "plan",
            TreatmentPlan,
            (
                F("problem", "area"),
                F("strengths", "area"),
                F("interventions", "area"),
                F("frequency", half=True),
                F("expected_length", half=True),
                F("discharge_criteria", "area"),
                F("partner_involvement", "area"),
                F("client_agreement", half=True),
                F("review_on", half=True),
            ),
        )
        self.form.changed.connect(self.changed)
        self._given: list[dict[str, Any]] = []
        self.body.addWidget(self.form)
        self.body.addWidget(line())
        self._goals = QVBoxLayout()
        self.body.addLayout(self._goals)
        add = LinkButton(say("goal.add"))
        add.clicked.connect(self._on_add)
        self.body.addWidget(add)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        self.state = Muted("")
        across.addWidget(self.state)
        across.addStretch(1)
        self.save_button = Button(say("record.save"))
        self.save_button.clicked.connect(self.save)
        self.sign_button = PrimaryButton(say("plan.sign"))
        self.sign_button.clicked.connect(self.sign)
        across.addWidget(self.save_button)
        across.addWidget(self.sign_button)
        self.body.addLayout(across)
        self.changed.connect(self._count)

    def show_plan(self, plan: TreatmentPlan) -> None:
        """Edit a draft; one that is being edited already keeps what is typed."""
        if self._plan is not None and self._plan.id == plan.id and self.isVisible():
            self._plan = replace(plan)
            return
        self._plan = plan
        self.form.set_value(plan)
        clear_layout(self._goals)
        self.boxes = []
        for goal in plan.goals or (Goal(id="", text="", domain=GoalDomain.RELATIONSHIP),):
            self._add(goal)
        self._given = [box.typed() for box in self.boxes]
        self.problem.say("")
        self.state.setText("")
        self._count()

    def _count(self) -> None:
        """Say what is still missing, as typed now; a date that is half typed counts as missing."""
        if self._plan is None:
            return
        self.problem.say("")
        with suppress(Invalid):
            left = missing_for_signing(self.value())
            self.sign_button.setText(say("note.sign_left", count=len(left)) if left else say("plan.sign"))
            self.left.emit([item.sentence for item in left])

    def unfinished(self) -> dict[str, Any]:
        """Return what is typed and not saved as a draft yet."""
        if self._plan is None or self.isHidden():
            return {}
        fields, goals = self.form.unfinished(), [box.typed() for box in self.boxes]
        return {"plan": self._plan.id, "fields": fields, "goals": goals} if fields or goals != self._given else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left, unless the plan was signed or another version begun meanwhile."""
        if self._plan is None or self.isHidden() or data["plan"] != self._plan.id:
            return
        self.form.resume(data["fields"])
        clear_layout(self._goals)
        self.boxes = []
        for typed in data["goals"]:
            self._add(Goal(id=typed["id"], text="", domain=GoalDomain.RELATIONSHIP))
            self.boxes[-1].put(typed)
        self.state.setText(say("plan.resumed"))

    def forget(self) -> None:
        """Another record is shown."""
        self._plan = None

    def _on_add(self) -> None:
        self._add(Goal(id="", text="", domain=GoalDomain.RELATIONSHIP))
        self.boxes[-1].text.setFocus()

    def _add(self, goal: Goal) -> None:
        box = GoalBox(goal, self._drop)
        box.changed.connect(self.changed)
        self.boxes.append(box)
        self._goals.addWidget(box)

    def _drop(self, box: QWidget) -> None:
        self.boxes = [kept for kept in self.boxes if kept is not box]
        self.changed.emit()
        box.hide()
        box.deleteLater()

    def value(self) -> TreatmentPlan:
        """Return the draft as typed."""
        assert self._plan is not None  # the editor is only shown with a plan
        typed = (goal for goal in (box.value() for box in self.boxes) if goal.text or goal.objectives)
        goals = tuple(_numbered(goal, place) for place, goal in enumerate(typed, 1))
        return replace(self.form.value(), id=self._plan.id, version=self._plan.version, goals=goals)

    def save(self) -> None:
        """Store the draft."""
        self._store(self._on_saved)

    def sign(self) -> None:
        """Store the draft and sign it; a refusal names everything that is missing."""
        self._store(self._on_saved_to_sign)

    def _store(self, done: Callable[[TreatmentPlan], None]) -> None:
        try:
            plan = self.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            self.problem.say(str(error))
            return
        self._tab.room.runner.change(self, partial(self._tab.room.desk.plans.save_draft, plan), done, self._on_failed)

    def _on_saved(self, plan: TreatmentPlan) -> None:
        self._plan = plan
        self.form.settle()
        self._given = [box.typed() for box in self.boxes]
        self.changed.emit()
        self.problem.say("")
        self.state.setText(say("record.saved"))

    def _on_saved_to_sign(self, plan: TreatmentPlan) -> None:
        self._on_saved(plan)
        self._tab.room.runner.change(
            self, partial(self._tab.room.desk.plans.sign, plan.id), self._on_signed, self._on_failed
        )

    def _on_signed(self, _: TreatmentPlan) -> None:
        self._plan = None
        self._tab.reload()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused | UserError):
            self.problem.say(str(error))
        else:
            raise error


def _numbered(goal: Goal, place: int) -> Goal:
    """Return a goal with its objectives numbered as they stand: the sentences about them name the number."""
    objectives = tuple(replace(o, number=f"{place}.{n}") for n, o in enumerate(goal.objectives, 1))
    return replace(goal, objectives=objectives)


class PlanTab(ChartTab):
    """The signed plan, or its draft."""

    place = "plan"
    areas = frozenset({Area.PLANS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        body = self.scroll_body()
        columns = Columns((8, 4))
        left, right = columns.columns
        self.editor = PlanEditor(self)
        self.keeper.add("draft", self.editor)
        left.addWidget(self.editor)
        self.signed = Card(say("plan.title"))
        left.addWidget(self.signed)
        left.addStretch(1)
        self.versions = Card(say("plan.versions"))
        right.addWidget(self.versions)
        self.needs = Card(say("note_side.before"))
        right.addWidget(self.needs)
        self.editor.left.connect(self._show_needs)
        help_card = Card(say("plan.rules"))
        help_card.body.addWidget(Muted(say("plan.rules_text"), wrap=True))
        right.addWidget(help_card)
        right.addStretch(1)
        body.addWidget(columns)
        body.addStretch(1)

    def forget(self) -> None:
        """Show another record."""
        self.editor.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: PlanFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        newest = facts.versions[0] if facts.versions else None
        editing = newest is None or newest.signed is None
        self.editor.setVisible(editing)
        self.needs.setVisible(editing)
        if editing:
            self.editor.show_plan(newest or TreatmentPlan(id="", unit_id=self.unit_id, version=1))
        signed = next((plan for plan in facts.versions if plan.signed), None)
        self.signed.setVisible(signed is not None)
        if signed is not None:
            self._show_signed(signed, can_renew=not editing)
        self._show_versions(facts)
        self.keeper.show(self.unit_id)

    def _show_signed(self, plan: TreatmentPlan, *, can_renew: bool) -> None:
        clear_layout(self.signed.body)
        head = QHBoxLayout()
        head.addWidget(Pill(say("plan.version", number=plan.version), "relationship"))
        if plan.signed:
            head.addWidget(Pill(say("plan.signed_on", day=day_text(plan.signed.at.day)), "good"))
        if plan.review_on:
            head.addWidget(Pill(say("plan.review", day=day_text(plan.review_on)), "neutral"))
        head.addStretch(1)
        if can_renew:
            renew = Button(say("plan.new_version"))
            renew.clicked.connect(self._on_renew)
            head.addWidget(renew)
        self.signed.body.addLayout(head)
        self.signed.body.addWidget(Small(say("plan.problem")))
        self.signed.body.addWidget(Body(plan.problem, wrap=True))
        for goal in plan.goals:
            self.signed.body.addWidget(line())
            across = QHBoxLayout()
            words = f"\N{LEFT DOUBLE QUOTATION MARK}{goal.text}\N{RIGHT DOUBLE QUOTATION MARK}"
            across.addWidget(Body(words, wrap=True, strong=True), 1)
            across.addWidget(Pill(label(goal.domain), "client"))
            across.addWidget(Pill(label(goal.status), "neutral"))
            self.signed.body.addLayout(across)
            for objective in goal.objectives:
                self.signed.body.addWidget(Body(f"{objective.number} {objective.text}", wrap=True))
                by = day_text(objective.target_on) if objective.target_on else ""
                text = say(
                    "objective.line", baseline=objective.baseline, target=objective.target or objective.measure, by=by
                )
                self.signed.body.addWidget(Muted(text, wrap=True))
        for name in ("strengths", "interventions", "discharge_criteria", "partner_involvement", "client_agreement"):
            if text := getattr(plan, name):
                self.signed.body.addWidget(Small(say(f"plan.{name}")))
                self.signed.body.addWidget(Body(text, wrap=True))

    def _show_needs(self, sentences: list[str]) -> None:
        clear_layout(self.needs.body)
        for sentence in sentences or [say("plan.nothing_left")]:
            across = QHBoxLayout()
            mark = Body(
                "\N{WHITE CIRCLE}" if sentences else "\N{CHECK MARK}", tone="attention" if sentences else "good"
            )
            across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(Body(sentence, wrap=True), 1)
            self.needs.body.addLayout(across)

    def _show_versions(self, facts: PlanFacts) -> None:
        clear_layout(self.versions.body)
        for plan in facts.versions:
            when = say("plan.signed_on", day=day_text(plan.signed.at.day)) if plan.signed else say("plan.is_draft")
            self.versions.body.addWidget(Body(f"{say('plan.version', number=plan.version)} · {when}", wrap=True))
        if not facts.versions:
            self.versions.body.addWidget(Muted(say("plan.none"), wrap=True))

    def _on_renew(self) -> None:
        self.room.runner.change(self, partial(self.room.desk.plans.new_version, self.unit_id), None, self.fail)
