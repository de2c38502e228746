"""The Plan tab: the plan, its formulation, the golden thread through it, its reviews, and how the client grows."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from irt_desk.domain.plan_progress import PlanChange
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.thread import Mend, ThreadBreak
from irt_desk.services.changes import Area
from irt_desk.services.context import now_here
from irt_desk.ui.building import Body, Card, Columns, LinkButton, Muted, ScrollPage, clear_layout
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.plan.editor import PlanEditor
from irt_desk.ui.plan.facts import PlanFacts, gather
from irt_desk.ui.plan.formulation import FormulationCard
from irt_desk.ui.plan.growth import GrowthView
from irt_desk.ui.plan.prompts import PromptCard
from irt_desk.ui.plan.review import ReviewCard, ReviewsCard
from irt_desk.ui.plan.signed import SignedPlan, VersionsCard
from irt_desk.ui.plan.thread import ThreadCard
from irt_desk.ui.room import Room
from irt_desk.words import say

VIEWS = ("plan", "formulation", "thread", "review", "growth")


class PlanTab(ChartTab):
    """One view at a time; the row on top says where something is open."""

    place = "plan"
    areas = frozenset({Area.PLANS, Area.NOTES, Area.SESSIONS, Area.SAFETY, Area.PATTERNS, Area.SKILLS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: PlanFacts | None = None
        self._read_version = 0
        self._mending = ""
        self._lay_out_row()
        self.stack = QStackedWidget()
        self.down.addWidget(self.stack, 1)
        self._pages: dict[str, ScrollPage] = {}
        self._lay_out_plan()
        self.formulation = FormulationCard(self)
        self._put("formulation", self.formulation)
        self.breaks = ThreadCard(self)
        self._put("thread", self.breaks)
        self.review, self.reviews = ReviewCard(self), ReviewsCard()
        self._put("review", self.review, self.reviews)
        for name, form in (("draft", self.editor), ("formulation", self.formulation), ("review", self.review)):
            self.keeper.add(name, form)
        self.growth = GrowthView(self, self.keeper)
        self._put("growth", self.growth)
        self.choose_view("plan")

    def _lay_out_row(self) -> None:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(24, 12, 24, 0)
        across.setSpacing(8)
        self._group = QButtonGroup(self)
        self.views: dict[str, QPushButton] = {}
        for name in VIEWS:
            button = QPushButton(say(f"plan_view.{name}").replace("&", "&&"))
            button.setProperty("chip", True)
            button.setCheckable(True)
            button.setAccessibleName(say(f"plan_view.{name}"))
            button.clicked.connect(partial(self.choose_view, name))
            self._group.addButton(button)
            self.views[name] = button
            across.addWidget(button)
        across.addStretch(1)
        self.down.addWidget(row)

    def _put(self, name: str, left: QWidget, right: QWidget | None = None) -> None:
        """Make the page of a view, with a second column where there is something for it."""
        page = ScrollPage(margins=(24, 12, 24, 24))
        columns = Columns((8, 5) if right is not None else (1,))
        for column, widget in zip(columns.columns, (left, right), strict=False):
            if widget is not None:
                column.addWidget(widget)
            column.addStretch(1)
        page.body.addWidget(columns)
        page.body.addStretch(1)
        self._pages[name] = page
        self.stack.addWidget(page)

    def _lay_out_plan(self) -> None:
        page = ScrollPage(margins=(24, 12, 24, 24))
        columns = Columns((8, 4))
        left, right = columns.columns
        self.editor, self.signed = PlanEditor(self), SignedPlan(self)
        left.addWidget(self.editor)
        left.addWidget(self.signed)
        left.addStretch(1)
        self.prompts, self.needs = PromptCard(self.room), Card(say("note_side.before"))
        self.thread_line, self.versions = Card(say("thread.title")), VersionsCard(self)
        self.rules = Card(say("plan.rules"))
        self.rules.body.addWidget(Muted(say("plan.rules_text"), wrap=True))
        for card in (self.prompts, self.needs, self.thread_line, self.versions, self.rules):
            right.addWidget(card)
        right.addStretch(1)
        self.editor.left.connect(self._show_needs)
        page.body.addWidget(columns)
        page.body.addStretch(1)
        columns.follow(page, 1)
        self._pages["plan"] = page
        self.stack.addWidget(page)

    @property
    def today(self) -> date:
        """The day of the practice, as the record was read."""
        return self._facts.today if self._facts is not None else now_here().day

    def choose_view(self, name: str, *_: Any) -> None:
        """Bring a view to the front."""
        self.flush()
        self.stack.setCurrentWidget(self._pages[name])
        self.views[name].setChecked(True)

    def point_at(self, *, view: str = "", **_: Any) -> None:
        """Open a view."""
        if view in self._pages:
            self.choose_view(view)

    def forget(self) -> None:
        """Show another record."""
        self._facts, self._read_version, self._mending = None, 0, ""
        for part in (self.editor, self.formulation, self.review, self.growth):
            part.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: PlanFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        self._facts = facts
        self.editor.setVisible(facts.is_editing)
        self.needs.setVisible(facts.is_editing)
        self.rules.setVisible(facts.is_editing)
        if facts.is_editing:
            self.editor.show_facts(facts)
        self._show_signed(facts)
        self.versions.show_facts(facts)
        self.prompts.show_prompts(facts.unit_id, facts.prompts)
        self.formulation.show_facts(facts)
        self.breaks.show_facts(facts)
        self._show_thread_line(facts)
        self.review.show_facts(facts)
        self.reviews.show_facts(facts)
        self.growth.show_facts(facts)
        self.keeper.show(self.unit_id)
        if self._mending and facts.is_editing:
            target, self._mending = self._mending, ""
            self.editor.point(target)

    def _show_signed(self, facts: PlanFacts) -> None:
        signed = [plan for plan in facts.versions if plan.signed]
        chosen = next((plan for plan in signed if plan.version == self._read_version), signed[0] if signed else None)
        self.signed.setVisible(chosen is not None)
        if chosen is not None:
            self.signed.show_plan(chosen, facts, can_renew=not facts.is_editing)

    def _show_thread_line(self, facts: PlanFacts) -> None:
        count = len(facts.thread.breaks)
        words = say("thread.count", count=count) if count else say("thread.whole")
        self.views["thread"].setText(f"{say('plan_view.thread')} ({count})" if count else say("plan_view.thread"))
        self.thread_line.setVisible(facts.thread.plan is not None)
        clear_layout(self.thread_line.body)
        self.thread_line.body.addWidget(Body(words, wrap=True))
        if count:
            link = LinkButton(say("thread.show"))
            link.clicked.connect(partial(self.choose_view, "thread"))
            self.thread_line.body.addWidget(link)

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

    def renew(self) -> None:
        """Begin the next version."""
        self._read_version = 0
        self.room.runner.change(
            self, partial(self.room.desk.plans.new_version, self.unit_id), self._on_renewed, self.fail
        )

    def _on_renewed(self, _: TreatmentPlan) -> None:
        """The reload shows it."""

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

    def mend(self, item: ThreadBreak) -> None:
        """Go where a break is mended; a signed plan gets its next version for it."""
        if item.mend is Mend.NOTE:
            self.room.go("chart", unit_id=self.unit_id, tab="sessions", session_id=item.target)
        elif item.mend is Mend.INTAKE:
            self.room.go("chart", unit_id=self.unit_id, tab="intake")
        elif item.mend is Mend.FORMULATION:
            self.choose_view("formulation")
            self.formulation.form.focus_first()
        elif item.mend is Mend.REVIEW and self._facts is not None and self._facts.review.plan is not None:
            self.choose_view("review")
            self.review.focus_first()
        else:
            self._mend_plan(item.target)

    def _mend_plan(self, target: str) -> None:
        self.choose_view("plan")
        if self._facts is not None and self._facts.is_editing:
            self.editor.point(target)
        else:
            self._mending = target or "first"
            self.renew()


__all__ = ["PlanTab"]
