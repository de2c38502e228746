"""The Growth view: what the client came to see, owns and noticed, each entered in a moment. Nothing is added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.figures.trend import Scale, TrendPoint, trend_figure
from irt_desk.domain.growth import OWNED_HIGH, GoodMoment, Insight, OwnPart, Ripple, RippleDirection
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.growth import GrowthFacts, OwnPartView
from irt_desk.services.texts import day_text, pattern_name
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Columns,
    Field,
    LinkButton,
    Muted,
    Pill,
    Rating,
    Small,
    TextChoice,
    TextLine,
    clear_layout,
    line,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.figures import FigureView
from irt_desk.ui.plan.facts import PlanFacts
from irt_desk.ui.plan.ratings import RatingsCard, SharedCard
from irt_desk.ui.plan.signed import quoted
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.keeping import Keeper
    from irt_desk.ui.plan.tab import PlanTab

F = FieldSpec
MOST = 12
"""Entries of one list that are shown; the rest is counted."""

OWNED_WIDTH = 132
"""Width in pixels of the number with its label on one line."""

_DIRECTION = {
    RippleDirection.BETTER: "good",
    RippleDirection.SAME: "neutral",
    RippleDirection.WORSE: "attention",
    RippleDirection.MIXED: "relationship",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPartForm:
    """An own part as it is asked (row 39)."""

    behaviour: str = ""
    function_protective: str = ""
    effect_on_partner_hypothesis: str = ""
    owned: int | None = None
    self_compassion_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RippleForm:
    """A ripple as it is asked (row 43)."""

    my_change: str = ""
    what_i_noticed_in_us: str = ""
    direction: RippleDirection = RippleDirection.BETTER
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentForm:
    """A good moment as it is asked (row 22)."""

    text: str = ""
    on: date | None = None


class GrowthView(QWidget):
    """Two columns: what was told at the left, the small figures at the right."""

    def __init__(self, tab: PlanTab, keeper: Keeper) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        columns = Columns((7, 5))
        left, right = columns.columns
        self.insights = InsightCard(tab)
        self.own_parts = OwnPartCard(tab)
        self.ripples, self.moments = _ripples(tab), _moments(tab)
        for card in (self.insights, self.own_parts, self.ripples, self.moments):
            left.addWidget(card)
        left.addStretch(1)
        self.ratings, self.shared = RatingsCard(tab), SharedCard(tab)
        self.lines = LinesCard()
        for side in (self.ratings, self.shared, self.lines):
            right.addWidget(side)
        right.addStretch(1)
        down.addWidget(columns)
        down.addStretch(1)
        for name, form in (
            ("insight", self.insights),
            ("own_part", self.own_parts),
            ("ripple", self.ripples),
            ("moment", self.moments),
            ("ratings", self.ratings),
            ("shared", self.shared),
        ):
            keeper.add(f"growth.{name}", form)

    def show_facts(self, facts: PlanFacts) -> None:
        """Show everything; own part, ripples and guesses are not asked for while the gate is a stop (2.4)."""
        self.insights.show_facts(facts)
        for asking in (self.own_parts, self.ripples, self.shared):
            asking.setVisible(not facts.is_stopped)
        self.own_parts.show_facts(facts)
        self.ripples.show_records(facts.growth.ripples[:MOST])
        self.moments.show_records(facts.growth.moments[:MOST])
        self.ratings.show_facts(facts)
        self.shared.show_facts(facts)
        self.lines.show_growth(facts.growth)

    def forget(self) -> None:
        """Another record is shown."""
        for card in (self.insights, self.own_parts, self.ripples, self.moments, self.ratings, self.shared):
            card.forget()


class InsightCard(Card):
    """Insights in the client's words; one line adds one, and each can be looked at again."""

    changed = Signal()

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("insight.title"))
        self._tab = tab
        self.text = TextLine(placeholder=say("insight.hint"))
        self.link = TextChoice((("", say("insight.no_link")),), typed=True)
        self._field = Field(say("insight.text"), self.text, tone="client")
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._field, 5)
        across.addWidget(Field(say("insight.link"), self.link), 3)
        self.keep = Button(say("growth.keep"))
        self.keep.clicked.connect(self._on_keep)
        self.text.returnPressed.connect(self._on_keep)
        across.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(across)
        self._controls: dict[str, Any] = {"text": self.text, "link": self.link}
        for control in self._controls.values():
            control.changed.connect(self.changed)
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)

    def show_facts(self, facts: PlanFacts) -> None:
        """Show the ledger, newest first."""
        patterns = tuple((f"pattern:{p.id}", pattern_name(p)) for p in facts.patterns)
        skills = tuple((f"skill:{key}", f"{key} {name}") for key, name in facts.offered.skills.items())
        self.link.offer((("", say("insight.no_link")), *patterns, *skills))
        names = dict((*patterns, *skills))
        clear_layout(self._list)
        for insight in facts.growth.insights[:MOST]:
            self._list.addWidget(line())
            self._row(insight, names, facts.today)
        if not facts.growth.insights:
            self._list.addWidget(Muted(say("insight.empty"), wrap=True))

    def _row(self, insight: Insight, names: dict[str, str], today: date) -> None:
        self._list.addWidget(Body(quoted(insight.text), wrap=True))
        across = QHBoxLayout()
        linked = names.get(f"pattern:{insight.pattern_id}", names.get(f"skill:{insight.skill_id}", ""))
        about = " · ".join(part for part in (day_text(insight.on, today, weekday=False), linked) if part)
        across.addWidget(Small(about, wrap=True), 1)
        if insight.held_over_time is not None and insight.looked_again_on is not None:
            code = "insight.held" if insight.held_over_time else "insight.not_held"
            day = day_text(insight.looked_again_on, today, weekday=False)
            across.addWidget(Pill(say(code, day=day), "good" if insight.held_over_time else "neutral"))
        else:
            across.addWidget(Small(say("insight.ask")))
            for held, code in ((True, "insight.yes"), (False, "insight.not_now")):
                answer = LinkButton(say(code))
                answer.setAccessibleName(f"{say('insight.ask')} {say(code)}: {insight.text}")
                answer.clicked.connect(partial(self._on_again, insight.id, held))
                across.addWidget(answer)
        self._list.addLayout(across)

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        return raws(self._controls) if self.text.value() else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        if not self.text.value():
            set_raws(self._controls, data)

    def forget(self) -> None:
        """Another record is shown."""
        self.text.set_value("")
        self.link.set_value("")
        self._field.set_problem("")

    def _on_keep(self) -> None:
        kind, _, target = self.link.value().partition(":")
        insight = Insight(
            id="",
            unit_id=self._tab.unit_id,
            on=self._tab.today,
            text=self.text.value(),
            entered=now_here(),
            pattern_id=target if kind == "pattern" else None,
            skill_id=target if kind == "skill" else "",
        )
        work = partial(self._tab.room.desk.growth.add_insight, insight)
        self._tab.room.runner.change(self, work, self._on_kept, self._on_failed)

    def _on_kept(self, _: Insight) -> None:
        self.forget()
        self.text.setFocus()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self._field.set_problem(" ".join(problem.sentence for problem in error.problems))
        else:
            self._tab.fail(error)

    def _on_again(self, insight_id: str, held: bool, *_: Any) -> None:
        work = partial(self._tab.room.desk.growth.look_again, insight_id, held)
        self._tab.room.runner.change(self, work, None, self._tab.fail)


class OwnPartCard(RecordCard):
    """Own parts with their history; how far one is owned now takes one number."""

    def __init__(self, tab: PlanTab) -> None:
        self._tab = tab
        super().__init__(
            "own_part",
            OwnPartForm,
            (
                F("behaviour", "area", tone="client"),
                F("function_protective", "area", tone="client"),
                F("effect_on_partner_hypothesis", "area", tone="partner"),
                F("owned", "rating", high=OWNED_HIGH, half=True),
                F("self_compassion_note", half=True),
            ),
            view=lambda _: RowView(""),
            fresh=OwnPartForm,
            save=self._store,
            editable=False,
        )
        self.blocks: list[OwnPartBlock] = []
        self._line = QVBoxLayout()
        self.body.insertLayout(0, self._line)

    def show_facts(self, facts: PlanFacts) -> None:
        """Show each part with its history; one whose number is being typed stays."""
        clear_layout(self._line)
        told = facts.growth.own_part_line
        if told:
            points = [TrendPoint(label=str(number), value=owned) for number, owned in told]
            scale = Scale(low=0, high=OWNED_HIGH)
            figure = trend_figure(
                say("own_part.line"), points, scale, direction=say("own_part.scale"), n=len(told), width=480.0
            )
            self._line.addWidget(FigureView(figure, most=1.0))
        if any(block.is_written for block in self.blocks):
            return
        self.show_records(())
        self.blocks = []
        for view in facts.growth.own_parts:
            block = OwnPartBlock(self._tab, view, facts.today)
            self.blocks.append(block)
            self._rows.addWidget(block)
        self._empty.setVisible(not self.blocks and not self.is_editing)

    def _store(self, form: OwnPartForm, done: Any, failed: Any) -> None:
        part = OwnPart(
            id="",
            unit_id=self._tab.unit_id,
            on=self._tab.today,
            behaviour=form.behaviour,
            entered=now_here(),
            function_protective=form.function_protective,
            effect_on_partner_hypothesis=form.effect_on_partner_hypothesis,
        )
        work = partial(self._tab.room.desk.growth.add_own_part, part, form.owned or 0, form.self_compassion_note)
        self._tab.room.runner.change(self, work, done, failed)


class OwnPartBlock(QWidget):
    """One own part: what it protects, the guess beside it, its history, and how far it is owned now."""

    def __init__(self, tab: PlanTab, view: OwnPartView, today: date) -> None:
        super().__init__()
        self._tab, self._view, self._today = tab, view, today
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 8, 0, 8)
        down.setSpacing(4)
        across = QHBoxLayout()
        across.addWidget(Body(view.part.behaviour, wrap=True, strong=True), 1)
        across.addWidget(Pill(say("own_part.now", owned=view.owned, high=OWNED_HIGH), "client"))
        down.addLayout(across)
        if view.part.function_protective:
            down.addWidget(Body(say("own_part.protects", text=view.part.function_protective), wrap=True))
        if view.part.effect_on_partner_hypothesis:
            guess = QHBoxLayout()
            guess.addWidget(Pill(say("word.maybe"), "partner", dashed=True))
            guess.addWidget(Body(view.part.effect_on_partner_hypothesis, wrap=True), 1)
            down.addLayout(guess)
        history = [f"{step.owned} ({day_text(step.on, today, weekday=False)})" for step in view.steps]
        down.addWidget(Small(say("own_part.history", steps=", ".join(history), n=len(history)), wrap=True))
        kind = next((s.self_compassion_note for s in reversed(view.steps) if s.self_compassion_note), "")
        if kind:
            down.addWidget(Muted(say("own_part.kind_word", text=kind), wrap=True))
        entry = QHBoxLayout()
        entry.setSpacing(12)
        self.owned, self.note = Rating(high=OWNED_HIGH), TextLine(placeholder=say("own_part.kind_hint"))
        self._field = Field(say("own_part.owned_now"), self.owned)
        self._field.setMinimumWidth(OWNED_WIDTH)
        entry.addWidget(self._field)
        entry.addWidget(Field(say("own_part.self_compassion_note"), self.note), 1)
        keep = Button(say("growth.keep"))
        keep.setAccessibleName(f"{say('growth.keep')}: {view.part.behaviour}")
        keep.clicked.connect(self._on_keep)
        self.owned.returnPressed.connect(self._on_keep)
        entry.addWidget(keep, 0, Qt.AlignmentFlag.AlignBottom)
        down.addLayout(entry)
        down.addWidget(line())

    @property
    def is_written(self) -> bool:
        """Whether a number or a word is being typed."""
        return bool(self.owned.text().strip() or self.note.value())

    def _on_keep(self) -> None:
        try:
            owned = self.owned.value()
        except Invalid as error:
            self._field.set_problem(str(error))
            return
        if owned is None:
            self._field.set_problem(say("problem.empty"))
            return
        note = self.note.value()
        self.owned.clear()
        self.note.clear()
        work = partial(self._tab.room.desk.growth.own, self._view.part.id, owned, self._today, note)
        self._tab.room.runner.change(self, work, None, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._field.set_problem(str(error))
        else:
            raise error


def _ripple_view(ripple: Ripple) -> RowView:
    pill = (label(ripple.direction), _DIRECTION[ripple.direction])
    about = say("ripple.noticed", text=ripple.what_i_noticed_in_us, day=day_text(ripple.on, weekday=False))
    return RowView(say("ripple.changed", text=ripple.my_change), about, (pill,))


def _ripples(tab: PlanTab) -> RecordCard:
    def store(form: RippleForm, done: Any, failed: Any) -> None:
        ripple = Ripple(
            id="",
            unit_id=tab.unit_id,
            on=form.on or tab.today,
            my_change=form.my_change,
            what_i_noticed_in_us=form.what_i_noticed_in_us,
            direction=form.direction,
            entered=now_here(),
        )
        tab.room.runner.change(tab, partial(tab.room.desk.growth.add_ripple, ripple), done, failed)

    specs = (
        F("my_change", "area", tone="client"),
        F("what_i_noticed_in_us", "area", tone="partner"),
        F("direction", "chips", half=True),
        F("on", half=True),
    )
    return RecordCard("ripple", RippleForm, specs, view=_ripple_view, fresh=RippleForm, save=store, editable=False)


def _moment_view(moment: GoodMoment) -> RowView:
    return RowView(moment.text, day_text(moment.on, weekday=False))


def _moments(tab: PlanTab) -> RecordCard:
    def store(form: MomentForm, done: Any, failed: Any) -> None:
        moment = GoodMoment(id="", unit_id=tab.unit_id, on=form.on or tab.today, text=form.text, entered=now_here())
        tab.room.runner.change(tab, partial(tab.room.desk.growth.add_moment, moment), done, failed)

    specs = (F("text"), F("on", half=True))
    return RecordCard("moment", MomentForm, specs, view=_moment_view, fresh=MomentForm, save=store, editable=False)


class LinesCard(Card):
    """Able to act, and enjoying each other's company, as the check-ins of signed notes say; each line on its own."""

    def __init__(self) -> None:
        super().__init__(say("growth.lines"))

    def show_growth(self, growth: GrowthFacts) -> None:
        """Show the two lines; nothing when no check-in asked."""
        clear_layout(self.body)
        self.body.addWidget(Muted(say("growth.lines_intro"), wrap=True))
        for code, told in (("agency", growth.agency), ("enjoyment", growth.enjoyment)):
            if told:
                points = [TrendPoint(label=str(number), value=value) for number, value in told]
                figure = trend_figure(
                    say(f"growth.{code}"), points, Scale(low=0, high=10), direction=say("growth.higher"), n=len(told)
                )
                self.body.addWidget(FigureView(figure, most=1.1))
        self.setVisible(bool(growth.agency or growth.enjoyment))
