"""The rows a couple's plan is written in: a goal with whose change it is, its objectives; what both rows and tab are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.joint_plans import PlanPair, is_not_own
from irt_desk.domain.plans import Goal, GoalDomain, GoalOwner, GoalStatus, Objective, TreatmentPlan
from irt_desk.services.plan_reviews import ReviewFacts
from irt_desk.ui.building import Body, ChoiceChips, Field, LinkButton, TextLine, line
from irt_desk.ui.plan.offered import Offered
from irt_desk.ui.plan.rows import ObjectiveRow
from irt_desk.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPlanFacts:
    """Everything the tab shows; versions newest first."""

    unit_id: str
    today: date
    pair: PlanPair
    names: tuple[str, ...]
    versions: tuple[TreatmentPlan, ...]
    review: ReviewFacts
    offered: Offered

    @property
    def newest(self) -> TreatmentPlan | None:
        """The newest version, draft or signed."""
        return self.versions[0] if self.versions else None

    @property
    def is_editing(self) -> bool:
        """Whether there is a draft to work on, or nothing yet."""
        return self.newest is None or self.newest.signed is None

    def called(self, whose: GoalOwner) -> str:
        """Return whose goal it is in the words of a chip: a name, or "Both"."""
        found = dict(zip((GoalOwner.A, GoalOwner.B), self.names, strict=False))
        return found.get(whose, say("joint_plan.both"))


class OwnObjectiveRow(ObjectiveRow):
    """An objective of couple work; there are no hopes here, because the other one reads this plan too."""

    def __init__(self, objective: Objective, remove: Callable[[QWidget], None], offered: Offered) -> None:
        super().__init__(objective, remove, _nothing, (), offered)
        self.text.setPlaceholderText(say("joint_plan.objective_hint"))

    def _look(self) -> None:
        self.hope.hide()


def _nothing(_: str) -> None:
    return None


class JointGoalBox(QWidget):
    """One goal: its words, whose change it is, its objectives."""

    changed = Signal()

    def __init__(
        self, goal: Goal, facts: JointPlanFacts, remove: Callable[[QWidget], None], known: tuple[Objective, ...] = ()
    ) -> None:
        """Make the box; ``known`` are stored objectives that half-typed data may go on with."""
        super().__init__()
        self._base, self._pair, self._offered = goal, facts.pair, facts.offered
        self._known = {o.id: o for o in (*goal.objectives, *known) if o.id}
        self.rows: list[OwnObjectiveRow] = []
        self.text = TextLine(goal.text, placeholder=say("joint_plan.goal_hint"))
        self.whose = ChoiceChips(GoalOwner, optional=False, texts={one.value: facts.called(one) for one in GoalOwner})
        self.status = ChoiceChips(GoalStatus, optional=False)
        self.whose.set_value(goal.whose)
        self.status.set_value(goal.status)
        self._lay_out(remove)
        for control in (self.text, self.whose, self.status):
            control.changed.connect(self._on_changed)
        for objective in goal.objectives:
            self._add(objective)
        self._look()

    def _lay_out(self, remove: Callable[[QWidget], None]) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 8)
        down.setSpacing(8)
        down.addWidget(Field(say("joint_plan.goal"), self.text))
        down.addWidget(Field(say("joint_plan.whose"), self.whose))
        self.not_own = Body(say("joint_plan.not_own"), wrap=True, tone="attention")
        down.addWidget(self.not_own)
        self.status.setVisible(bool(self._base.id))
        across = QHBoxLayout()
        across.addWidget(self.status)
        across.addStretch(1)
        gone = LinkButton(say("goal.remove"))
        gone.clicked.connect(partial(_call, remove, self))
        across.addWidget(gone)
        down.addLayout(across)
        self._rows = QVBoxLayout()
        down.addLayout(self._rows)
        add = LinkButton(say("objective.add"))
        add.clicked.connect(self._on_add)
        down.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        down.addWidget(line())

    @property
    def id(self) -> str:
        """The goal's id; empty while it is new."""
        return self._base.id

    def _on_changed(self) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        """Say at once when the words ask the change of somebody whose goal it is not."""
        texts = [self.text.value(), *(row.text.value() for row in self.rows)]
        whose = self.whose.value()
        self.not_own.setVisible(any(is_not_own(text, whose, self._pair) for text in texts))

    def _on_add(self) -> None:
        self._add(Objective(id="", number="", text=""))
        self.rows[-1].text.setFocus()
        self.changed.emit()

    def _add(self, objective: Objective) -> None:
        row = OwnObjectiveRow(objective, self._drop, self._offered)
        row.changed.connect(self._on_changed)
        self.rows.append(row)
        self._rows.addWidget(row)

    def _drop(self, row: QWidget) -> None:
        self.rows = [kept for kept in self.rows if kept is not row]
        row.hide()
        row.deleteLater()
        self._on_changed()

    def typed(self) -> dict[str, Any]:
        """Return what stands in the box as plain data."""
        return {
            "id": self._base.id,
            "text": self.text.text(),
            "whose": self.whose.codes(),
            "status": self.status.codes(),
            "objectives": [row.typed() for row in self.rows],
        }

    def put(self, data: dict[str, Any]) -> None:
        """Put plain data back into the box."""
        self.text.setText(str(data["text"]))
        self.whose.set_codes(tuple(data["whose"]))
        self.status.set_codes(tuple(data["status"]))
        for row in data["objectives"]:
            self._add(self._known.get(row["id"], Objective(id=row["id"], number="", text="")))
            self.rows[-1].put(row)
        self._look()

    def value(self) -> Goal:
        """Return the goal."""
        objectives = tuple(o for o in (row.value() for row in self.rows) if o.text)
        return replace(
            self._base,
            text=self.text.value(),
            whose=self.whose.value(),
            status=self.status.value(),
            objectives=objectives,
        )


def _call(method: Callable[[QWidget], None], widget: QWidget, *_: Any) -> None:
    method(widget)


def new_goal() -> Goal:
    """Return an empty goal; couple work is about the relationship, so its domain is never asked."""
    return Goal(id="", text="", domain=GoalDomain.RELATIONSHIP)


__all__ = ["JointGoalBox", "JointPlanFacts", "new_goal"]
