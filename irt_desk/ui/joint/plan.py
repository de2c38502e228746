"""The Plan tab of couple work: a plan of its own, goals by whose change they are, versions as for any plan (6.1, 7.4)."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.plan_progress import ObjectiveLine, PlanChange
from irt_desk.domain.plans import Goal, GoalOwner, TreatmentPlan
from irt_desk.domain.units import Place
from irt_desk.services.changes import Area
from irt_desk.services.plan_words import progress_text
from irt_desk.services.texts import day_text, told_apart
from irt_desk.ui.building import Body, Button, Card, Columns, Muted, Pill, ScrollPage, Small, Strong, clear_layout, line
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.joint.plan_editor import JointPlanEditor
from irt_desk.ui.joint.plan_rows import JointPlanFacts
from irt_desk.ui.plan.facts import offered_of
from irt_desk.ui.plan.signed import VersionsCard, quoted
from irt_desk.ui.room import Room
from irt_desk.words import label, say

_REST = ("strengths", "interventions", "frequency", "expected_length", "measures", "discharge_criteria")


def gather(desk: Any, unit_id: str) -> JointPlanFacts:
    """Read everything the tab shows, on the lane."""
    head = desk.charts.head(unit_id)
    return JointPlanFacts(
        unit_id=unit_id,
        today=head.today,
        pair=desk.plans.pair(unit_id),
        names=told_apart(head.member_names),
        versions=desk.plans.versions(unit_id),
        review=desk.plan_reviews.facts(unit_id),
        offered=offered_of(desk),
    )


class JointPlanTab(ChartTab):
    """Draft or signed version on the left; what it needs and the versions on the right."""

    place = "joint_plan"
    areas = frozenset({Area.PLANS, Area.UNITS, Area.SKILLS, Area.NOTES})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: JointPlanFacts | None = None
        self._read_version = 0
        page = ScrollPage()
        self.down.addWidget(page)
        columns = Columns((8, 4))
        left, right = columns.columns
        self.editor, self.signed = JointPlanEditor(self), SignedJointPlan(self)
        left.addWidget(self.editor)
        left.addWidget(self.signed)
        left.addStretch(1)
        self.needs, self.rules = Card(say("joint_plan.needs")), Card(say("plan.rules"))
        self.rules.body.addWidget(Muted(say("joint_plan.rules_text"), wrap=True))
        self.versions = VersionsCard(self)  # type: ignore[arg-type]  # it asks its tab to read and to compare
        for card in (self.needs, self.rules, self.versions):
            right.addWidget(card)
        right.addStretch(1)
        self.editor.left.connect(self._show_needs)
        page.body.addWidget(columns)
        page.body.addStretch(1)
        columns.follow(page, 1)
        self.keeper.add("joint_draft", self.editor)

    def forget(self) -> None:
        """Show another record."""
        self._facts, self._read_version = None, 0
        self.editor.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: JointPlanFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        self._facts = facts
        for widget in (self.editor, self.needs, self.rules):
            widget.setVisible(facts.is_editing)
        if facts.is_editing:
            self.editor.show_facts(facts)
        self._show_signed(facts)
        self.versions.show_facts(facts)  # type: ignore[arg-type]  # of the facts it shows the versions alone
        self.keeper.show(self.unit_id)

    def _show_signed(self, facts: JointPlanFacts) -> None:
        signed = [plan for plan in facts.versions if plan.signed]
        chosen = next((plan for plan in signed if plan.version == self._read_version), signed[0] if signed else None)
        self.signed.setVisible(chosen is not None)
        if chosen is not None:
            self.signed.show_plan(chosen, facts)

    def _show_needs(self, sentences: list[str]) -> None:
        clear_layout(self.needs.body)
        for sentence in sentences or [say("joint_plan.nothing_left")]:
            across = QHBoxLayout()
            mark, tone = ("\N{WHITE CIRCLE}", "attention") if sentences else ("\N{CHECK MARK}", "good")
            across.addWidget(Body(mark, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(Body(sentence, wrap=True), 1)
            self.needs.body.addLayout(across)

    def renew(self, *_: Any) -> None:
        """Begin the next version."""
        self._read_version = 0
        self.room.runner.change(self, partial(self.room.desk.plans.new_version, self.unit_id), None, self.fail)

    def read_version(self, version: int, *_: Any) -> None:
        """Show one signed version for reading."""
        self._read_version = version
        if self._facts is not None:
            self._show_signed(self._facts)

    def compare(self, older: int, newer: int, *_: Any) -> None:
        """Show what differs between two versions."""
        work = partial(self.room.desk.plans.compared, self.unit_id, older, newer)
        self.room.runner.read(self, work, self._on_compared, self.fail)

    def _on_compared(self, changes: tuple[PlanChange, ...]) -> None:
        self.versions.show_changes(changes)


class SignedJointPlan(Card):
    """One signed version for reading: each person's own change under their name, then what both want."""

    def __init__(self, tab: JointPlanTab) -> None:
        super().__init__(say("joint_plan.title"))
        self._tab = tab

    def show_plan(self, plan: TreatmentPlan, facts: JointPlanFacts) -> None:
        """Show a version; what the notes say of progress stands under each objective of the one that holds."""
        clear_layout(self.body)
        self._heading(plan, facts)
        for problem in plan.stated_problems:
            self.body.addWidget(Small(say("joint_plan.problem")))
            self.body.addWidget(Body(problem.text, wrap=True))
        current = facts.review.plan
        shown = current if current is not None and current.id == plan.id else plan
        lines = {entry.objective.id: entry for entry in facts.review.lines}
        for whose in (*GoalOwner, None):
            goals = [goal for goal in shown.goals if goal.whose is whose]
            if not goals:
                continue
            self.body.addWidget(line())
            self.body.addWidget(Strong(_heading_of(whose, facts), wrap=True))
            for goal in goals:
                self._goal(goal, lines)
        self.body.addWidget(line())
        self._rest(plan, facts)

    def _heading(self, plan: TreatmentPlan, facts: JointPlanFacts) -> None:
        head = QHBoxLayout()
        head.addWidget(Pill(say("plan.version", number=plan.version), "relationship"))
        if plan.signed:
            head.addWidget(Pill(say("plan.signed_on", day=day_text(plan.signed.at.day)), "good"))
        if plan.review_on:
            head.addWidget(Pill(say("plan.review", day=day_text(plan.review_on)), "neutral"))
        head.addStretch(1)
        if not facts.is_editing:
            renew = Button(say("plan.new_version"))
            renew.clicked.connect(self._tab.renew)
            head.addWidget(renew)
        self.body.addLayout(head)

    def _goal(self, goal: Goal, lines: dict[str, ObjectiveLine]) -> None:
        across = QHBoxLayout()
        across.addWidget(Body(quoted(goal.text), wrap=True), 1)
        across.addWidget(Pill(label(goal.status), "neutral"))
        self.body.addLayout(across)
        for objective in goal.objectives:
            down = QVBoxLayout()
            down.setContentsMargins(12, 2, 0, 2)
            down.setSpacing(2)
            down.addWidget(Body(f"{objective.number}  {objective.text}", wrap=True))
            by = day_text(objective.target_on, weekday=False) if objective.target_on else ""
            target = objective.target or objective.measure
            down.addWidget(Muted(say("objective.line", baseline=objective.baseline, target=target, by=by), wrap=True))
            if objective.interventions:
                down.addWidget(Muted(say("objective.means", text=" · ".join(objective.interventions)), wrap=True))
            if (progress := lines.get(objective.id)) is not None and progress.rated:
                down.addWidget(Small(progress_text(progress), wrap=True))
            self.body.addLayout(down)

    def _rest(self, plan: TreatmentPlan, facts: JointPlanFacts) -> None:
        told = [(say(f"joint_plan.{name}"), _text(getattr(plan, name))) for name in _REST]
        told.append((say("joint_plan.agreed"), "\n".join(_agreed(plan, facts))))
        for name, text in told:
            if text.strip():
                self.body.addWidget(Small(name))
                self.body.addWidget(Body(text, wrap=True))


def _heading_of(whose: GoalOwner | None, facts: JointPlanFacts) -> str:
    if whose is None:
        return say("joint_plan.of_nobody")
    if whose is GoalOwner.BOTH:
        return say("joint_plan.of_both")
    return say("joint_plan.own_of", name=facts.called(whose))


def _agreed(plan: TreatmentPlan, facts: JointPlanFacts) -> list[str]:
    """Return how each of the two agreed, a line each."""
    given = dict(zip(Place, facts.names, strict=False))
    found = []
    for place, how, on in ((Place.A, plan.agreement, plan.agreed_on), (Place.B, plan.agreement_b, plan.agreed_on_b)):
        if how is not None and on is not None:
            day = day_text(on, weekday=False)
            found.append(say("joint_plan.agreed_line", name=given.get(place, ""), how=label(how).lower(), day=day))
    return found


def _text(value: str | tuple[str, ...]) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value


__all__ = ["JointPlanTab"]
