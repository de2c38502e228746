"""Reviewing the plan: the data of the record are there to be cited, the client's view beside them, then what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.plan_reviews import GoalReview, PlanReview, ReviewDecision
from irt_desk.domain.plans import REVIEW_DAYS, Goal, GoalStatus
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.texts import day_text
from irt_desk.ui.building import (
    Body,
    Card,
    CheckLine,
    ChoiceChips,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    Small,
    clear_layout,
    line,
)
from irt_desk.ui.plan.facts import PlanFacts
from irt_desk.ui.plan.signed import quoted
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.plan.tab import PlanTab

F = FieldSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewForm:
    """What a review asks beside the data and the goals."""

    other_data: tuple[str, ...] = ()
    no_data_because: str = ""
    client_view: str = ""
    summary: str = ""
    decision: ReviewDecision | None = None
    next_review_on: date | None = None


class ReviewCard(Card):
    """One review, signed when it is saved."""

    changed = Signal()

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("plan_review.title"))
        self._tab = tab
        self._facts: PlanFacts | None = None
        self._data: list[tuple[str, CheckLine]] = []
        self._goals: list[tuple[Goal, ChoiceChips]] = []
        self._about = Muted("", wrap=True)
        self.body.addWidget(self._about)
        self._cited, self._statuses = QVBoxLayout(), QVBoxLayout()
        self.body.addLayout(self._cited)
        self.body.addLayout(self._statuses)
        self.form: RecordForm[ReviewForm] = RecordForm(
            "plan_review",
            ReviewForm,
            (
                F("other_data", "lines"),
                F("no_data_because"),
                F("client_view", "area", tone="client"),
                F("summary", "area", required=True),
                F("decision", "chips"),
                F("next_review_on", half=True),
            ),
        )
        self.form.changed.connect(self._on_changed)
        self.body.addWidget(self.form)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        self.sign_button = PrimaryButton(say("plan_review.sign"))
        self.sign_button.clicked.connect(self._on_sign)
        across.addWidget(self.sign_button)
        self.body.addLayout(across)

    def show_facts(self, facts: PlanFacts) -> None:
        """Show what can be cited; a review that is being written stays as it is."""
        plan = facts.review.plan
        for widget in (self.form, self.sign_button):
            widget.setVisible(plan is not None)
        is_other = self._facts is None or self._facts.review.plan is None
        self._facts = facts
        if plan is None:
            self._about.setText(say("plan_review.no_plan"))
            return
        due = say("plan.review", day=day_text(facts.review.due)) if facts.review.due else ""
        about = [say("plan.version", number=plan.version), due]
        self._about.setText(" · ".join(part for part in about if part))
        if not is_other and self.form.is_written:
            return
        self.form.set_value(ReviewForm(next_review_on=facts.today + timedelta(days=REVIEW_DAYS)))
        self._fill(facts)
        self._show_reason()

    def _fill(self, facts: PlanFacts) -> None:
        clear_layout(self._cited)
        clear_layout(self._statuses)
        self._data, self._goals = [], []
        self._cited.addWidget(Small(say("plan_review.data")))
        for text in facts.review.citable:
            tick = CheckLine(text)
            tick.set_value(True)
            tick.changed.connect(self._on_changed)
            self._data.append((text, tick))
            self._cited.addWidget(tick)
        if not facts.review.citable:
            self._cited.addWidget(Muted(say("plan_review.nothing_to_cite"), wrap=True))
        assert facts.review.plan is not None  # the caller looked
        for goal in facts.review.plan.goals:
            self._statuses.addWidget(Body(quoted(goal.text), wrap=True))
            chips = ChoiceChips(GoalStatus, optional=False)
            chips.setAccessibleName(goal.text)
            chips.set_value(goal.status)
            chips.changed.connect(self._on_changed)
            self._goals.append((goal, chips))
            self._statuses.addWidget(chips)

    def focus_first(self) -> None:
        """Give the keyboard to the summary: the data are ticked already."""
        self.form.control("summary").setFocus()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        return {} if self.form.isHidden() or not self.form.has_value else self.form.unfinished()

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        if self.form.has_value and not self.form.is_written:
            self.form.resume(data)

    def forget(self) -> None:
        """Another record is shown."""
        self._facts = None
        self.form.forget()
        self.problem.say("")

    def _on_changed(self, *_: Any) -> None:
        self._show_reason()
        self.changed.emit()

    def _cites(self) -> tuple[str, ...]:
        ticked = tuple(text for text, tick in self._data if tick.value())
        return (*ticked, *self.form.control("other_data").value())

    def _show_reason(self) -> None:
        """Ask why there are no data only while there are none."""
        self.form.field("no_data_because").setVisible(not self._cites())

    def _on_sign(self) -> None:
        assert self._facts is not None  # the button is hidden without a plan
        try:
            typed = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        cites = self._cites()
        review = PlanReview(
            id="",
            unit_id=self._facts.unit_id,
            plan_id="",
            plan_version=0,
            on=self._facts.today,
            data=cites,
            no_data_because="" if cites else typed.no_data_because,
            goals=tuple(GoalReview(goal_id=goal.id, status=chips.value()) for goal, chips in self._goals),
            client_view=typed.client_view,
            summary=typed.summary,
            decision=typed.decision,
            next_review_on=typed.next_review_on,
        )
        self.sign_button.setEnabled(False)
        work = partial(self._tab.room.desk.plan_reviews.record, review)
        self._tab.room.runner.change(self, work, self._on_signed, self._on_failed)

    def _on_signed(self, _: PlanReview) -> None:
        self.sign_button.setEnabled(True)
        self.form.forget()
        self.problem.say("")
        self._facts = None
        self._tab.reload()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.sign_button.setEnabled(True)
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
            self.problem.say(" ".join(p.sentence for p in error.problems if p.field == "data"))
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error


class ReviewsCard(Card):
    """The reviews that were held, newest first."""

    def __init__(self) -> None:
        super().__init__(say("plan_review.held"))

    def show_facts(self, facts: PlanFacts) -> None:
        """Show each review with what it cites."""
        clear_layout(self.body)
        for number, review in enumerate(facts.review.reviews):
            if number:
                self.body.addWidget(line())
            across = QHBoxLayout()
            about = say("plan_review.of", day=day_text(review.on, facts.today), version=review.plan_version)
            across.addWidget(Body(about, wrap=True, strong=True), 1)
            if review.decision is not None:
                across.addWidget(Pill(label(review.decision), "relationship"))
            self.body.addLayout(across)
            self.body.addWidget(Body(review.summary, wrap=True))
            if review.client_view:
                self.body.addWidget(Small(say("plan_review.client_view")))
                self.body.addWidget(Body(quoted(review.client_view), wrap=True, tone="client"))
            for text in review.data:
                self.body.addWidget(Muted(f"\N{BULLET} {text}", wrap=True))
            if not review.data:
                self.body.addWidget(Muted(say("plan_review.without_data", reason=review.no_data_because), wrap=True))
        if not facts.review.reviews:
            self.body.addWidget(Muted(say("plan_review.none"), wrap=True))
