"""The draft of a couple's plan: what they come for, goals that say whose change they are, and how each of the two agreed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.joint_plans import joint_missing
from irt_desk.domain.plans import (
    REVIEW_DAYS,
    Goal,
    Objective,
    PlanProblem,
    TreatmentPlan,
)
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.ui.building import (
    Button,
    Card,
    LinkButton,
    Muted,
    PrimaryButton,
    ProblemLine,
    Strong,
    clear_layout,
    line,
)
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.joint.plan_rows import JointGoalBox, JointPlanFacts, new_goal
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.joint.plan import JointPlanTab

F = FieldSpec
_FORMS: dict[str, tuple[FieldSpec, ...]] = {
    "about": (F("problem", "area"), F("strengths", "area")),
    "how": (
        F("interventions", "area"),
        F("frequency", half=True),
        F("expected_length", half=True),
        F("measures", "lines", half=True),
        F("discharge_criteria", "area"),
    ),
    "agreed": (
        F("agreement", "chips", half=True),
        F("agreed_on", half=True),
        F("agreement_b", "chips", half=True),
        F("agreed_on_b", half=True),
        F("review_on", half=True),
    ),
}


class JointPlanEditor(Card):
    """The draft; ``left`` carries the sentences of what keeps it from being signed."""

    changed = Signal()
    left = Signal(list)

    def __init__(self, tab: JointPlanTab) -> None:
        super().__init__(say("joint_plan.draft"))
        self._tab = tab
        self._plan: TreatmentPlan | None = None
        self._facts: JointPlanFacts | None = None
        self.boxes: list[JointGoalBox] = []
        self._given: list[dict[str, Any]] = []
        self.forms = {
            name: RecordForm[TreatmentPlan]("joint_plan", TreatmentPlan, specs) for name, specs in _FORMS.items()
        }
        self.how = Disclosure(say("joint_plan.how"))
        self._lay_out()
        for form in self.forms.values():
            form.changed.connect(self.changed)
        self.changed.connect(self._count)

    def _lay_out(self) -> None:
        self.body.setSpacing(12)
        self.body.addWidget(self.forms["about"])
        self.body.addWidget(line())
        self.body.addWidget(Strong(say("joint_plan.goals")))
        self._goals = QVBoxLayout()
        self.body.addLayout(self._goals)
        add = LinkButton(say("goal.add"))
        add.clicked.connect(self._on_add)
        self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.how.body.addWidget(self.forms["how"])
        self.body.addWidget(self.how)
        self.body.addWidget(line())
        self.body.addWidget(Strong(say("joint_plan.agreed")))
        self.body.addWidget(self.forms["agreed"])
        soon = LinkButton(say("plan.in_90_days"))
        soon.clicked.connect(self._on_in_90_days)
        self.body.addWidget(soon, 0, Qt.AlignmentFlag.AlignLeft)
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

    def show_facts(self, facts: JointPlanFacts) -> None:
        """Edit the draft; one that is being edited already keeps what is typed."""
        plan = facts.newest or TreatmentPlan(id="", unit_id=facts.unit_id, version=1)
        same = self._plan is not None and self._plan.id == plan.id
        self._facts = facts
        if same:
            return
        for end, name in zip(("", "_b"), facts.names, strict=False):
            for field in ("agreement", "agreed_on"):
                words = say(f"joint_plan.{field}_of", name=name)
                made = self.forms["agreed"].field(f"{field}{end}")
                made.label.setText(words)
                made.control.setAccessibleName(words)
        self._plan = plan
        stated = plan.stated_problems
        for form in self.forms.values():
            form.set_value(replace(plan, problem=stated[0].text if stated else ""))
        self._empty_goals()
        for goal in plan.goals or (new_goal(),):
            self._add(goal)
        self._given = [box.typed() for box in self.boxes]
        self.problem.say("")
        self.state.setText("")
        self._count()

    def _empty_goals(self) -> None:
        clear_layout(self._goals)
        self.boxes = []

    def _count(self) -> None:
        """Say what is still missing, as typed now; a date that is half typed counts as missing."""
        if self._plan is None or self._facts is None:
            return
        self.problem.say("")
        filled, all_of = len(self.forms["how"].readable()), len(_FORMS["how"])
        self.how.say(say("plan.filled", filled=filled, all=all_of))
        with suppress(Invalid):
            missing = joint_missing(self.value(), self._facts.pair)
            self.sign_button.setText(say("note.sign_left", count=len(missing)) if missing else say("plan.sign"))
            self.left.emit([item.sentence for item in missing])

    def unfinished(self) -> dict[str, Any]:
        """Return what is typed and not saved as a draft yet."""
        if self._plan is None or self.isHidden():
            return {}
        fields = {name: data for form in self.forms.values() for name, data in form.unfinished().items()}
        goals = [box.typed() for box in self.boxes]
        is_written = fields or goals != self._given
        return {"plan": self._plan.id, "fields": fields, "goals": goals} if is_written else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left, unless the plan was signed or another version begun meanwhile."""
        if self._plan is None or self.isHidden() or data["plan"] != self._plan.id:
            return
        for form in self.forms.values():
            form.resume(data["fields"])
        self._empty_goals()
        known = {goal.id: goal for goal in self._plan.goals}
        for typed in data["goals"]:
            base = known.get(typed["id"], replace(new_goal(), id=typed["id"]))
            self._add(replace(base, objectives=()), base.objectives)
            self.boxes[-1].put(typed)
        self.state.setText(say("plan.resumed"))
        self._count()

    def forget(self) -> None:
        """Another record is shown."""
        self._plan, self._facts = None, None
        self._empty_goals()

    def _on_add(self) -> None:
        self._add(new_goal())
        self.boxes[-1].text.setFocus()
        self.changed.emit()

    def _add(self, goal: Goal, known: tuple[Objective, ...] = ()) -> None:
        assert self._facts is not None  # boxes are made while a plan is shown
        box = JointGoalBox(goal, self._facts, self._drop, known)
        box.changed.connect(self.changed)
        self.boxes.append(box)
        self._goals.addWidget(box)

    def _drop(self, box: QWidget) -> None:
        self.boxes = [kept for kept in self.boxes if kept is not box]
        box.hide()
        box.deleteLater()
        self.changed.emit()

    def _on_in_90_days(self) -> None:
        if self._facts is not None:
            self.forms["agreed"].control("review_on").set_value(self._facts.today + timedelta(days=REVIEW_DAYS))

    def value(self) -> TreatmentPlan:
        """Return the draft as typed."""
        assert self._plan is not None  # the editor is only shown with a plan
        plan = self._plan
        for name, specs in _FORMS.items():
            typed = self.forms[name].value()
            plan = replace(plan, **{spec.name: getattr(typed, spec.name) for spec in specs})
        first = next(iter(self._plan.problems), PlanProblem(id="", text=""))
        problems = (replace(first, text=plan.problem),) if plan.problem else ()
        goals = tuple(goal for goal in (box.value() for box in self.boxes) if goal.text or goal.objectives)
        numbered = (
            replace(g, objectives=tuple(replace(o, number=f"{at}.{n}") for n, o in enumerate(g.objectives, 1)))
            for at, g in enumerate(goals, 1)
        )
        return replace(plan, problems=problems, goals=tuple(numbered))

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
            for form in self.forms.values():
                form.show_problems(error.problems)
            self.problem.say(str(error))
            return
        self._tab.room.runner.change(self, partial(self._tab.room.desk.plans.save_draft, plan), done, self._on_failed)

    def _on_saved(self, plan: TreatmentPlan) -> None:
        self._plan = plan
        for form in self.forms.values():
            form.settle()
        self._given = [box.typed() for box in self.boxes]
        self.changed.emit()
        self.problem.say("")
        self.state.setText(say("record.saved"))

    def _on_saved_to_sign(self, plan: TreatmentPlan) -> None:
        self._on_saved(plan)
        work = partial(self._tab.room.desk.plans.sign, plan.id)
        self._tab.room.runner.change(self, work, self._on_signed, self._on_failed)

    def _on_signed(self, _: TreatmentPlan) -> None:
        self._plan = None
        self._tab.reload()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error


__all__ = ["JointPlanEditor"]
