"""The goal bank of the library: built-in goals to read, own ones to write and to take out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.goal_bank import OWN, BankGoal, BankObjective, GoalArea
from irt_desk.domain.plans import GoalDomain
from irt_desk.services import content
from irt_desk.services.changes import Area
from irt_desk.ui.building import Body, Button, LinkButton, Muted, Pill, Small, Strong
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.library.section import Entry, ListSection
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.room import Room
from irt_desk.words import label, say

F = FieldSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGoalForm:
    """An own goal as it is written; an objective a line."""

    id: str = ""
    text: str = ""
    area: GoalArea = GoalArea.UNDERSTANDING
    domain: GoalDomain = GoalDomain.RELATIONSHIP
    when: str = ""
    objectives: tuple[str, ...] = ()


class GoalsSection(ListSection):
    """Goals by area; an own one is written under the list of built-in ones."""

    name = "goals"
    areas = frozenset({Area.PLANS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.add = Button(say("own_goal.add"))
        self.add.clicked.connect(self._on_add)
        self.left.addWidget(self.add)
        self.card = RecordCard(
            "own_goal",
            OwnGoalForm,
            (
                F("text", "area", tone="client"),
                F("area", half=True),
                F("domain", "chips", half=True),
                F("when", "area"),
                F("objectives", "lines"),
            ),
            view=lambda _: RowView(""),
            fresh=None,
            save=self._store,
        )
        self._keeper = Keeper(room, "library.goals", self)
        self._keeper.add("own", self.card)
        self._layout_card()

    def _layout_card(self) -> None:
        """Keep the editor in the place of the entry; it is shown only while something is written."""
        column = self.page.parentWidget()
        assert column is not None  # the page stands in the section
        layout = column.layout()
        assert isinstance(layout, QHBoxLayout)  # made by the section
        self._writing = QWidget()
        down = QVBoxLayout(self._writing)
        down.setContentsMargins(0, 0, 0, 24)
        down.addWidget(self.card)
        down.addStretch(1)
        layout.addWidget(self._writing, 1)
        self._writing.hide()
        self.card.cancel_button.clicked.connect(self._on_closed)

    def reload(self) -> None:
        """Show built-in and own goals."""
        self.room.runner.read(self, self.room.desk.goal_bank.all, self._show)
        self._keeper.show("")

    def _show(self, goals: tuple[BankGoal, ...]) -> None:
        self.show_entries([Entry(goal.id, goal.text, label(goal.area), goal) for goal in goals])

    def show_value(self, value: BankGoal) -> None:
        """Show one goal with its objectives."""
        self.say_title(value.text, value.when)
        pills = QHBoxLayout()
        pills.addWidget(Pill(label(value.domain), "client"))
        if value.is_own:
            pills.addWidget(Pill(say("own_goal.mark"), "relationship"))
        pills.addStretch(1)
        self.page.body.addLayout(pills)
        names = {skill.id: skill.name for skill in content.load_skills().values()}
        if value.objectives:
            self.page.body.addWidget(Strong(say("goal_bank.objectives")))
        for objective in value.objectives:
            self.page.body.addWidget(Body(f"\N{BULLET} {objective.text}", wrap=True))
            about = [
                say("goal_bank.baseline", text=objective.baseline_hint) if objective.baseline_hint else "",
                say("goal_bank.target", text=objective.target) if objective.target else "",
                ", ".join(f"{skill} {names.get(skill, '')}".strip() for skill in objective.skills),
            ]
            self.page.body.addWidget(Muted(" · ".join(part for part in about if part), wrap=True))
        self.page.body.addWidget(Small(say("own_goal.mark") if value.is_own else value.provenance, wrap=True))
        if value.is_own:
            self._say_acts(value)

    def _say_acts(self, goal: BankGoal) -> None:
        acts = QHBoxLayout()
        edit, hide = LinkButton(say("record.edit")), LinkButton(say("own_goal.hide"))
        edit.clicked.connect(partial(self._on_edit, goal))
        hide.clicked.connect(partial(self._on_hide, goal.id))
        acts.addWidget(edit)
        acts.addWidget(hide)
        acts.addStretch(1)
        self.page.body.addLayout(acts)

    def flush(self) -> None:
        """Hand over what is half typed."""
        self._keeper.keep()

    def _write(self, form: OwnGoalForm) -> None:
        self.page.hide()
        self._writing.show()
        self.card.open_editor(form)

    def _on_add(self) -> None:
        self._write(OwnGoalForm())

    def _on_edit(self, goal: BankGoal, *_: Any) -> None:
        texts = tuple(objective.text for objective in goal.objectives)
        self._write(
            OwnGoalForm(
                id=goal.id, text=goal.text, area=goal.area, domain=goal.domain, when=goal.when, objectives=texts
            )
        )

    def _on_hide(self, goal_id: str, *_: Any) -> None:
        self.room.runner.change(self, partial(self.room.desk.goal_bank.hide_own, goal_id), None, self.fail)

    def _on_closed(self) -> None:
        self._writing.hide()
        self.page.show()

    def _store(self, form: OwnGoalForm, done: Any, failed: Any) -> None:
        known = self.current.value if self.current is not None else None
        before = {o.text: o for o in known.objectives} if isinstance(known, BankGoal) and known.id == form.id else {}
        goal = BankGoal(
            id=form.id,
            area=form.area,
            domain=form.domain,
            text=form.text,
            when=form.when,
            objectives=tuple(replace(before.get(t, BankObjective(text=t)), text=t) for t in form.objectives),
            provenance=OWN,
        )

        def stored(value: BankGoal) -> None:
            done(value)
            self._on_closed()

        self.room.runner.change(self, partial(self.room.desk.goal_bank.save_own, goal), stored, failed)
