"""The signed plan for reading: goals with their progress first, the rest under it; its versions and what differs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from irt_desk.domain.figures.progress import progress_figure
from irt_desk.domain.plan_progress import ObjectiveLine, PlanChange
from irt_desk.domain.plans import Goal, TreatmentPlan
from irt_desk.services.plan_words import agreement_text, progress_text
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Button, Card, LinkButton, Muted, Pill, Small, clear_layout, line
from irt_desk.ui.figures import FigureView
from irt_desk.ui.plan.facts import PlanFacts
from irt_desk.words import known, label, say

if TYPE_CHECKING:
    from irt_desk.ui.plan.tab import PlanTab

_REST = (
    "strengths", "interventions", "frequency", "expected_length", "modality", "measures", "barriers",
    "discharge_criteria", "client_part",
)  # fmt: skip


def quoted(text: str) -> str:
    """Return a text in quotation marks: the client's own words."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


class SignedPlan(Card):
    """One signed version, for reading."""

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("plan.title"))
        self._tab = tab

    def show_plan(self, plan: TreatmentPlan, facts: PlanFacts, *, can_renew: bool) -> None:
        """Show a version; progress stands beside the objectives of the one that holds."""
        clear_layout(self.body)
        self.body.addLayout(self._heading(plan, can_renew=can_renew))
        lines = {entry.objective.id: entry for entry in facts.review.lines}
        current = facts.review.plan
        shown = current if current is not None and current.id == plan.id else plan
        stated = plan.stated_problems
        for problem in stated:
            self.body.addWidget(Small(say("plan.problem")))
            self.body.addWidget(Body(problem.text, wrap=True))
            if problem.rests_on:
                self.body.addWidget(Muted(say("plan.rests_on_line", text=problem.rests_on), wrap=True))
        for goal in shown.goals:
            self.body.addWidget(line())
            self._goal(goal, lines)
        self.body.addWidget(line())
        self._rest(plan, facts)

    def _heading(self, plan: TreatmentPlan, *, can_renew: bool) -> QHBoxLayout:
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
        return head

    def _on_renew(self) -> None:
        self._tab.renew()

    def _goal(self, goal: Goal, lines: dict[str, ObjectiveLine]) -> None:
        across = QHBoxLayout()
        across.addWidget(Body(quoted(goal.text), wrap=True, strong=True), 1)
        across.addWidget(Pill(label(goal.domain), "client"))
        across.addWidget(Pill(label(goal.status), "neutral"))
        self.body.addLayout(across)
        for objective in goal.objectives:
            down = QVBoxLayout()
            down.setContentsMargins(0, 4, 0, 4)
            down.setSpacing(4)
            down.addWidget(Body(f"{objective.number}  {objective.text}", wrap=True))
            by = day_text(objective.target_on, weekday=False) if objective.target_on else ""
            target = objective.target or objective.measure
            down.addWidget(Muted(say("objective.line", baseline=objective.baseline, target=target, by=by), wrap=True))
            if objective.interventions:
                down.addWidget(Muted(say("objective.means", text=" · ".join(objective.interventions)), wrap=True))
            progress = lines.get(objective.id)
            if progress is not None and progress.rated:
                rated = [(str(entry.number), entry.rating) for entry in progress.rated]
                title = say("plan.progress_of", number=objective.number)
                down.addWidget(FigureView(progress_figure(title, rated), most=1.0))
            if progress is not None:
                down.addWidget(Small(progress_text(progress), wrap=True))
            self.body.addLayout(down)

    def _rest(self, plan: TreatmentPlan, facts: PlanFacts) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        told = [(say(f"plan.{name}"), _text(getattr(plan, name))) for name in _REST]
        if facts.is_stopped:
            told = [(name, text) for name, text in told if name != say("plan.client_part")]
        if plan.partner_state is not None:
            told.append((say("plan.partner_state"), label(plan.partner_state)))
        told.append((say("plan.partner_involvement"), plan.partner_involvement))
        told.append((say("plan.hopes"), _text(plan.hopes)))
        told.append((say("plan.client_agreement"), agreement_text(plan)))
        told.append((say("plan.safety_plan"), say("plan.safety_plan_exists") if plan.has_safety_plan else ""))
        for place, (name, text) in enumerate([(name, text) for name, text in told if text.strip()]):
            down = QVBoxLayout()
            down.setSpacing(2)
            down.addWidget(Small(name))
            down.addWidget(Body(text, wrap=True))
            down.addStretch(1)
            grid.addLayout(down, place // 2, place % 2)
        self.body.addLayout(grid)


def _text(value: str | tuple[str, ...]) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value


class VersionsCard(Card):
    """Every version, each to be read, and what differs from the one before."""

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("plan.versions"))
        self._tab = tab
        self._list, self._changes = QVBoxLayout(), QVBoxLayout()
        self.body.addLayout(self._list)
        self.body.addLayout(self._changes)

    def show_facts(self, facts: PlanFacts) -> None:
        """Show the versions."""
        clear_layout(self._list)
        clear_layout(self._changes)
        for plan in facts.versions:
            when = say("plan.signed_on", day=day_text(plan.signed.at.day)) if plan.signed else say("plan.is_draft")
            across = QHBoxLayout()
            across.addWidget(Body(f"{say('plan.version', number=plan.version)} · {when}", wrap=True), 1)
            if plan.signed:
                read = LinkButton(say("plan.read"))
                read.setAccessibleName(say("plan.read_named", number=plan.version))
                read.clicked.connect(partial(self._tab.read_version, plan.version))
                across.addWidget(read)
            self._list.addLayout(across)
            if plan.version > 1 and any(p.version == plan.version - 1 for p in facts.versions):
                compare = LinkButton(say("plan.compare", older=plan.version - 1, newer=plan.version))
                compare.clicked.connect(partial(self._tab.compare, plan.version - 1, plan.version))
                self._list.addWidget(compare)
        if not facts.versions:
            self._list.addWidget(Muted(say("plan.none"), wrap=True))

    def show_changes(self, changes: tuple[PlanChange, ...]) -> None:
        """Show what differs between two versions: what was there, then what is there now."""
        clear_layout(self._changes)
        self._changes.addWidget(line())
        for change in changes:
            self._changes.addWidget(Small(_name_of(change.field)))
            if change.before:
                self._changes.addWidget(Muted(say("plan.before", text=change.before), wrap=True))
            if change.after:
                self._changes.addWidget(Body(say("plan.after", text=change.after), wrap=True))
            elif change.before:
                self._changes.addWidget(Body(say("plan.left_out"), wrap=True))
        if not changes:
            self._changes.addWidget(Muted(say("plan.no_changes"), wrap=True))


def _name_of(field: str, *_: Any) -> str:
    code = {"goal": "goal.text", "objective": "objective.text"}.get(field, f"plan.{field}")
    return say(code) if known(code) else field
