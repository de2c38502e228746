"""The rows a plan is written in: problems, goals, objectives. What the partner should do becomes a hope with one key."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.plans import Goal, GoalDomain, GoalStatus, Objective, PlanProblem, partner_is_actor
from irt_desk.domain.values import new_id
from irt_desk.services.context import system_clock
from irt_desk.ui.building import (
    Body,
    Button,
    ChoiceChips,
    DateField,
    Field,
    LinesArea,
    LinkButton,
    TextChoice,
    TextLine,
    line,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.plan.offered import NOTHING, Offered, offer_measures
from irt_desk.words import say

Remove = Callable[[QWidget], None]
HOPE_KEY = "Alt+H"


def _call(method: Callable[[QWidget], None], widget: QWidget, *_: Any) -> None:
    method(widget)


class HopeLine(QWidget):
    """Says that a text is a hope, and keeps it as one: Enter on the button, or Alt+H in the text."""

    def __init__(self, text: TextLine, keep: Callable[[], None]) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 4)
        across.addWidget(Body(say("plan.is_hope"), wrap=True, tone="attention"), 1)
        self.button = Button(say("plan.keep_hope"))
        self.button.setToolTip(HOPE_KEY)
        self.button.clicked.connect(self._on_keep)
        across.addWidget(self.button)
        self._keep = keep
        key = QShortcut(QKeySequence(HOPE_KEY), text)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._on_keep)
        self.hide()

    def _on_keep(self) -> None:
        if not self.isHidden():
            self._keep()


class ProblemRow(QWidget):
    """One problem and what it rests on."""

    changed = Signal()

    def __init__(self, problem: PlanProblem, concerns: tuple[str, ...], remove: Remove) -> None:
        super().__init__()
        self.id = problem.id or new_id(system_clock(), os.urandom(10))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        self.text, self.rests_on = TextLine(problem.text), TextLine(problem.rests_on)
        grid.addWidget(Field(say("plan.problem"), self.text), 0, 0)
        grid.addWidget(Field(say("plan.rests_on"), self.rests_on), 0, 1)
        self.gone = LinkButton(say("plan.problem_remove"))
        self.gone.clicked.connect(partial(_call, remove, self))
        grid.addWidget(self.gone, 0, 2, Qt.AlignmentFlag.AlignBottom)
        if concerns:
            take = LinkButton(say("plan.take_concern"))
            take.setToolTip(concerns[0])
            take.clicked.connect(partial(self._take, concerns[0]))
            grid.addWidget(take, 1, 1)
            take.setVisible(not problem.rests_on)
            self._take_link = take
        self._controls: dict[str, Any] = {"text": self.text, "rests_on": self.rests_on}
        for control in self._controls.values():
            control.changed.connect(self.changed)

    def _take(self, text: str, *_: Any) -> None:
        self.rests_on.set_value(text)
        self._take_link.hide()
        self.rests_on.setFocus()

    def typed(self) -> dict[str, Any]:
        """Return what stands in the row as plain data."""
        return {"id": self.id, **raws(self._controls)}

    def put(self, data: dict[str, Any]) -> None:
        """Put plain data back into the row."""
        set_raws(self._controls, data)

    def value(self) -> PlanProblem:
        """Return the problem."""
        return PlanProblem(id=self.id, text=self.text.value(), rests_on=self.rests_on.value())


class ObjectiveRow(QWidget):
    """One objective: what the client will do, from where to where, by when, and how it is worked on."""

    changed = Signal()

    def __init__(
        self,
        objective: Objective,
        remove: Remove,
        hope: Callable[[str], None],
        names: tuple[str, ...],
        offered: Offered = NOTHING,
    ) -> None:
        super().__init__()
        self._base, self._names, self._remove, self._hope = objective, names, remove, hope
        self._offered = offered
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 0, 0, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column, stretch in enumerate((2, 3, 2, 2)):
            grid.setColumnStretch(column, stretch)
        self.text = TextLine(objective.text, placeholder=say("objective.hint"))
        self.baseline, self.measure = TextLine(objective.baseline), TextLine(objective.measure)
        offer_measures(self.measure, offered.measures)
        self.target, self.by = TextLine(objective.target), DateField()
        self.by.set_value(objective.target_on)
        self.means = LinesArea(least=1, most=6)
        self.means.set_value(objective.interventions)
        grid.addWidget(Field(say("objective.text"), self.text), 0, 0, 1, 4)
        self.hope = HopeLine(self.text, self._on_hope)
        grid.addWidget(self.hope, 1, 0, 1, 4)
        for place, (name, control) in enumerate(
            (("baseline", self.baseline), ("measure", self.measure), ("target", self.target), ("target_on", self.by))
        ):
            grid.addWidget(Field(say(f"objective.{name}"), control), 2, place)
        grid.addWidget(Field(say("objective.interventions"), self.means), 3, 0, 1, 2)
        self.skill = TextChoice((("", say("objective.no_skill")), *_skills(offered)), typed=True)
        self.skill.setAccessibleName(say("objective.add_skill"))
        self.skill.activated.connect(self._on_skill)
        grid.addWidget(Field(say("objective.add_skill"), self.skill), 3, 2, 1, 2)
        gone = LinkButton(say("objective.remove"))
        gone.clicked.connect(partial(_call, remove, self))
        grid.addWidget(gone, 0, 4, Qt.AlignmentFlag.AlignBottom)
        self._controls: dict[str, Any] = {
            "text": self.text, "baseline": self.baseline, "measure": self.measure, "target": self.target, "by": self.by,
            "means": self.means,
        }  # fmt: skip
        for control in self._controls.values():
            control.changed.connect(self.changed)
        self.text.changed.connect(self._look)
        self._look()

    @property
    def id(self) -> str:
        """The objective's id; empty while it is new."""
        return self._base.id

    def _look(self) -> None:
        self.hope.setVisible(partner_is_actor(self.text.value(), self._names))

    def _on_hope(self) -> None:
        self._hope(self.text.value())
        self._remove(self)

    def _on_skill(self, _: int) -> None:
        chosen = self.skill.value()
        if chosen:
            self.means.set_value((*self.means.value(), f"{chosen} {self._offered.skills[chosen]}"))
            self.skill.set_value("")
            self.means.setFocus()

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
            interventions=self.means.value(),
        )


def _skills(offered: Offered) -> tuple[tuple[str, str], ...]:
    return tuple((key, f"{key} {name}") for key, name in offered.skills.items())


class GoalBox(QWidget):
    """One goal in the client's words, with its objectives."""

    changed = Signal()

    def __init__(
        self,
        goal: Goal,
        remove: Remove,
        hope: Callable[[str], None],
        names: tuple[str, ...],
        known: tuple[Objective, ...] = (),
        offered: Offered = NOTHING,
    ) -> None:
        """Make the box; ``known`` are stored objectives that half-typed data may go on with."""
        super().__init__()
        self._base, self._names, self._hope, self._offered = goal, names, hope, offered
        self._known = {o.id: o for o in (*goal.objectives, *known) if o.id}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 8)
        down.setSpacing(8)
        self.text = TextLine(goal.text, placeholder=say("goal.hint"))
        self.domain = ChoiceChips(GoalDomain, optional=False)
        self.status = ChoiceChips(GoalStatus, optional=False)
        self.domain.set_value(goal.domain)
        self.status.set_value(goal.status)
        self.problem = TextChoice((("", say("plan.any_problem")),))
        self.problem.set_value(goal.problem_id)
        down.addWidget(Field(say("goal.text"), self.text, tone="client"))
        self.hope = HopeLine(self.text, self._on_hope)
        down.addWidget(self.hope)
        across = QHBoxLayout()
        across.addWidget(self.domain)
        across.addWidget(self.status)
        self.status.setVisible(bool(goal.id))
        gone = LinkButton(say("goal.remove"))
        gone.clicked.connect(partial(_call, remove, self))
        across.addWidget(gone)
        down.addLayout(across)
        self._problem_field = Field(say("goal.problem"), self.problem)
        down.addWidget(self._problem_field)
        self._rows = QVBoxLayout()
        down.addLayout(self._rows)
        add = LinkButton(say("objective.add"))
        add.clicked.connect(self._on_add)
        down.addWidget(add)
        down.addWidget(line())
        self.rows: list[ObjectiveRow] = []
        for control in (self.text, self.domain, self.status, self.problem):
            control.changed.connect(self.changed)
        self.text.changed.connect(self._look)
        for objective in goal.objectives:
            self._add(objective)
        self._look()

    @property
    def id(self) -> str:
        """The goal's id; empty while it is new."""
        return self._base.id

    def offer(self, problems: tuple[tuple[str, str], ...]) -> None:
        """Offer the problems it may answer; with one there is nothing to choose."""
        self._problem_field.setVisible(len(problems) > 1)
        self.problem.offer((("", say("plan.any_problem")), *problems))

    def _look(self) -> None:
        self.hope.setVisible(partner_is_actor(self.text.value(), self._names))

    def _on_hope(self) -> None:
        self._hope(self.text.value())
        self.text.set_value("")
        self.text.setFocus()

    def _on_add(self) -> None:
        self._add(Objective(id="", number="", text=""))
        self.rows[-1].text.setFocus()
        self.changed.emit()

    def _add(self, objective: Objective) -> None:
        row = ObjectiveRow(objective, self._drop, self._hope, self._names, self._offered)
        row.changed.connect(self.changed)
        self.rows.append(row)
        self._rows.addWidget(row)

    def _drop(self, row: QWidget) -> None:
        self.rows = [kept for kept in self.rows if kept is not row]
        self.changed.emit()
        row.hide()
        row.deleteLater()

    def typed(self) -> dict[str, Any]:
        """Return what stands in the box as plain data."""
        return {
            "id": self._base.id,
            "text": self.text.text(),
            "domain": self.domain.codes(),
            "status": self.status.codes(),
            "problem": self.problem.value(),
            "objectives": [row.typed() for row in self.rows],
        }

    def put(self, data: dict[str, Any]) -> None:
        """Put plain data back into the box."""
        self.text.setText(str(data["text"]))
        self.domain.set_codes(tuple(data["domain"]))
        self.status.set_codes(tuple(data["status"]))
        self.problem.set_value(str(data.get("problem", "")))
        for row in data["objectives"]:
            self._add(self._known.get(row["id"], Objective(id=row["id"], number="", text="")))
            self.rows[-1].put(row)

    def value(self) -> Goal:
        """Return the goal."""
        objectives = tuple(o for o in (row.value() for row in self.rows) if o.text)
        return replace(
            self._base,
            text=self.text.value(),
            domain=self.domain.value(),
            status=self.status.value(),
            problem_id=self.problem.value(),
            objectives=objectives,
        )
