"""The draft of a plan: what it is about, the goals, the agreement; the rest opens when it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.plans import (
    REVIEW_DAYS,
    Goal,
    GoalDomain,
    Objective,
    PlanProblem,
    TreatmentPlan,
    missing_for_signing,
)
from irt_desk.domain.values import Invalid
from irt_desk.errors import Refused, UserError
from irt_desk.ui.building import Button, Card, LinkButton, Muted, PrimaryButton, ProblemLine, Strong, clear_layout, line
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.building.texts import bring_into_sight
from irt_desk.ui.plan.facts import PlanFacts
from irt_desk.ui.plan.offered import Offered
from irt_desk.ui.plan.picker import GoalPicker
from irt_desk.ui.plan.rows import GoalBox, ObjectiveRow, ProblemRow
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.plan.tab import PlanTab

F = FieldSpec
_WHAT = (F("strengths", "area"),)
_HOW = (
    F("interventions", "area"),
    F("frequency", half=True),
    F("expected_length", half=True),
    F("modality", half=True),
    F("measures", "lines", half=True),
    F("barriers", "area"),
    F("discharge_criteria", "area"),
)
_PARTNER = (F("partner_involvement", "area", tone="partner"), F("hopes", "lines", tone="partner"))
_AGREED = (
    F("client_part", "area"),
    F("agreement", "chips", half=True),
    F("agreed_on", half=True),
    F("client_agreement", half=True),
    F("review_on", half=True),
)


class PlanEditor(Card):
    """The draft of a plan; ``left`` carries the sentences of what keeps it from being signed."""

    changed = Signal()
    left = Signal(list)

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("plan.draft"))
        self._tab = tab
        self._plan: TreatmentPlan | None = None
        self._facts: PlanFacts | None = None
        self.problem_rows: list[ProblemRow] = []
        self.boxes: list[GoalBox] = []
        self._given: dict[str, Any] = {}
        self.forms = {name: _form(specs) for name, specs in _FORMS.items()}
        self.how = Disclosure(say("plan.how"))
        self.partner = Disclosure(say("plan.partner"))
        self._lay_out()
        for form in self.forms.values():
            form.changed.connect(self.changed)
        self.changed.connect(self._count)

    def _lay_out(self) -> None:
        self.body.setSpacing(12)
        self._problems, self._goals = QVBoxLayout(), QVBoxLayout()
        self.body.addLayout(self._problems)
        self._link("plan.problem_add", self._on_add_problem)
        self.body.addWidget(self.forms["what"])
        self.body.addWidget(line())
        self.body.addWidget(Strong(say("plan.goals")))
        self.body.addLayout(self._goals)
        self._goal_links = QHBoxLayout()
        add = LinkButton(say("goal.add"))
        add.clicked.connect(self._on_add)
        bank = LinkButton(say("goal_bank.from"))
        bank.clicked.connect(self._on_bank)
        self._goal_links.addWidget(add)
        self._goal_links.addWidget(bank)
        self._goal_links.addStretch(1)
        self.body.addLayout(self._goal_links)
        self.picker = GoalPicker(self._tab.room)
        self.picker.chosen.connect(self.add_goal)
        self.body.addWidget(self.picker)
        for part, name in ((self.how, "how"), (self.partner, "partner")):
            part.body.addWidget(self.forms[name])
            self.body.addWidget(part)
        self.body.addWidget(line())
        self.body.addWidget(Strong(say("plan.agreed")))
        self.body.addWidget(self.forms["agreed"])
        self._link("plan.in_90_days", self._on_in_90_days, right=True)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        self._lay_out_foot()

    def _link(self, code: str, act: Callable[[], None], *, right: bool = False) -> None:
        link = LinkButton(say(code))
        link.clicked.connect(act)
        self.body.addWidget(link, 0, Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)

    def _lay_out_foot(self) -> None:
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

    def show_facts(self, facts: PlanFacts) -> None:
        """Edit the draft; one that is being edited already keeps what is typed."""
        plan = facts.newest or TreatmentPlan(id="", unit_id=facts.unit_id, version=1)
        same = self._plan is not None and self._plan.id == plan.id
        self._facts = facts
        self.forms["agreed"].field("client_part").setVisible(not facts.is_stopped)
        if same:
            return
        self._plan = plan
        for form in self.forms.values():
            form.set_value(plan)
        clear_layout(self._problems)
        clear_layout(self._goals)
        self.problem_rows, self.boxes = [], []
        for problem in plan.stated_problems or (PlanProblem(id="", text=""),):
            self._add_problem(problem)
        for goal in plan.goals or (Goal(id="", text="", domain=GoalDomain.RELATIONSHIP),):
            self._add(goal)
        self._given = self._rows()
        self.problem.say("")
        self.state.setText("")
        self._count()

    def point(self, target: str) -> None:
        """Give the keyboard to a goal, an objective or a problem by its id."""
        rows: list[GoalBox | ObjectiveRow | ProblemRow] = [*self.problem_rows, *self.boxes]
        rows += [row for box in self.boxes for row in box.rows]
        row = next((row for row in rows if target and row.id == target), self.problem_rows[0])
        row.text.setFocus()
        bring_into_sight(row)

    def add_goal(self, goal: Goal) -> None:
        """Add a goal that was chosen; an empty box gives it its place."""
        for box in [box for box in self.boxes if not box.id and not box.text.value() and not box.rows]:
            self._drop(box)
        self._add(goal)
        self.changed.emit()
        self.boxes[-1].text.setFocus()
        bring_into_sight(self.boxes[-1])

    def keep_hope(self, text: str) -> None:
        """Keep a text as a hope."""
        hopes = self.forms["partner"].control("hopes")
        hopes.set_value((*hopes.value(), text))
        self.partner.open()
        self.state.setText(say("plan.hope_kept"))
        self.changed.emit()

    def _count(self) -> None:
        """Say what is still missing, as typed now; a date that is half typed counts as missing."""
        if self._plan is None or self._facts is None:
            return
        self.problem.say("")
        for box in self.boxes:
            box.offer(tuple((row.id, row.text.value()) for row in self.problem_rows if row.text.value()))
        for row in self.problem_rows:
            row.gone.setVisible(len(self.problem_rows) > 1)
        for part, name in ((self.how, "how"), (self.partner, "partner")):
            filled, all_of = len(self.forms[name].readable()), len(_FORMS[name])
            part.say(say("plan.filled", filled=filled, all=all_of))
        with suppress(Invalid):
            missing = missing_for_signing(self.value(), self._facts.partner_names)
            self.sign_button.setText(say("note.sign_left", count=len(missing)) if missing else say("plan.sign"))
            self.left.emit([item.sentence for item in missing])

    def _rows(self) -> dict[str, Any]:
        return {
            "problems": [row.typed() for row in self.problem_rows],
            "goals": [box.typed() for box in self.boxes],
        }

    def unfinished(self) -> dict[str, Any]:
        """Return what is typed and not saved as a draft yet."""
        if self._plan is None or self.isHidden():
            return {}
        fields = {name: data for form in self.forms.values() for name, data in form.unfinished().items()}
        rows = self._rows()
        same = [_plain(row) for row in rows["problems"]] == [_plain(row) for row in self._given["problems"]]
        is_written = fields or not same or rows["goals"] != self._given["goals"]
        return {"plan": self._plan.id, "fields": fields, **rows} if is_written else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left, unless the plan was signed or another version begun meanwhile."""
        if self._plan is None or self.isHidden() or data["plan"] != self._plan.id:
            return
        for form in self.forms.values():
            form.resume(data["fields"])
        clear_layout(self._problems)
        clear_layout(self._goals)
        self.problem_rows, self.boxes = [], []
        for typed in data.get("problems", []):
            self._add_problem(PlanProblem(id=typed["id"], text=""))
            self.problem_rows[-1].put(typed)
        if not self.problem_rows:
            self._add_problem(PlanProblem(id="", text=str(data["fields"].get("problem", self._plan.problem))))
        known = {goal.id: goal for goal in self._plan.goals}
        for typed in data["goals"]:
            base = known.get(typed["id"], Goal(id=typed["id"], text="", domain=GoalDomain.RELATIONSHIP))
            self._add(replace(base, objectives=()), base.objectives)
            self.boxes[-1].put(typed)
        self.state.setText(say("plan.resumed"))
        self._count()

    def forget(self) -> None:
        """Another record is shown."""
        self._plan = None

    def _on_add_problem(self) -> None:
        self._add_problem(PlanProblem(id="", text=""))
        self.problem_rows[-1].text.setFocus()
        self.changed.emit()

    def _add_problem(self, problem: PlanProblem) -> None:
        row = ProblemRow(problem, self._facts.concerns if self._facts else (), self._drop_problem)
        row.changed.connect(self.changed)
        self.problem_rows.append(row)
        self._problems.addWidget(row)

    def _drop_problem(self, row: QWidget) -> None:
        self.problem_rows = [kept for kept in self.problem_rows if kept is not row]
        row.hide()
        row.deleteLater()
        self.changed.emit()

    def _on_add(self) -> None:
        self._add(Goal(id="", text="", domain=GoalDomain.RELATIONSHIP))
        self.boxes[-1].text.setFocus()
        self.changed.emit()

    def _add(self, goal: Goal, known: tuple[Objective, ...] = ()) -> None:
        names = self._facts.partner_names if self._facts else ()
        box = GoalBox(goal, self._drop, self.keep_hope, names, known, self._facts.offered if self._facts else Offered())
        box.changed.connect(self.changed)
        self.boxes.append(box)
        self._goals.addWidget(box)

    def _drop(self, box: QWidget) -> None:
        self.boxes = [kept for kept in self.boxes if kept is not box]
        box.hide()
        box.deleteLater()
        self.changed.emit()

    def _on_bank(self) -> None:
        if self._facts is not None:
            work = partial(self._tab.room.desk.goal_bank.offered, self._facts.unit_id)
            self.picker.know(self._facts.offered.skills)
            self._tab.room.runner.read(self, work, self.picker.offer, self._tab.fail)

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
        stated = tuple(p for p in (row.value() for row in self.problem_rows) if p.text)
        written = (goal for goal in (box.value() for box in self.boxes) if goal.text or goal.objectives)
        goals = tuple(_numbered(goal, place) for place, goal in enumerate(written, 1))
        return replace(plan, problems=stated, problem=stated[0].text if stated else "", goals=goals)

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
        self._given = self._rows()
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


_FORMS: dict[str, tuple[FieldSpec, ...]] = {"what": _WHAT, "how": _HOW, "partner": _PARTNER, "agreed": _AGREED}


def _form(specs: tuple[FieldSpec, ...]) -> RecordForm[TreatmentPlan]:
    return RecordForm("plan", TreatmentPlan, specs)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return what is typed in a problem row; the id of a new one is made anew each time and says nothing."""
    return {name: value for name, value in row.items() if name != "id"}


def _numbered(goal: Goal, place: int) -> Goal:
    """Return a goal with its objectives numbered as they stand: the sentences about them name the number."""
    objectives = tuple(replace(o, number=f"{place}.{n}") for n, o in enumerate(goal.objectives, 1))
    return replace(goal, objectives=objectives)
