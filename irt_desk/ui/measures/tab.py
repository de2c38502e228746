"""The Measures tab: what waits for an assessment first, then entry, charts on one time axis, exact values, safety screens."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from irt_desk.domain.figures.scores import TimeAxis
from irt_desk.domain.measures import Opens
from irt_desk.services.changes import Area
from irt_desk.services.measure_charts import CourseChart, axis, charts_of, pulse_chart_of
from irt_desk.services.measure_courses import MeasureCourse
from irt_desk.services.measures import CaseMeasures, Entered
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner, Card, Columns, Muted, PrimaryButton, Small, clear_layout
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.measures.charts import ChartView, chart_card
from irt_desk.ui.measures.entry import EntryCard
from irt_desk.ui.measures.risk import RiskCard
from irt_desk.ui.measures.values import ScreensCard, ValuesCard
from irt_desk.ui.room import Room
from irt_desk.words import say

FIRST = ("csi16", "csi4", "rdas", "csi32", "ras", "das", "kmss")
"""Whose chart is the large one, in this order: the relationship is what the work is about."""

SMALL = (300.0, 170.0)
LARGE = (640.0, 300.0)
PULSE_WIDTH = 380.0


class MeasuresTab(ChartTab):
    """Scores of one record."""

    place = "measures"
    areas = frozenset({Area.MEASURES, Area.SAFETY, Area.SESSIONS, Area.NOTES, Area.SKILLS, Area.PATHWAY, Area.SETTINGS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.today = date.min
        self._facts: CaseMeasures | None = None
        self._enter_when_shown: str | None = None
        self._assess = ""
        body = self.scroll_body()
        self._risks = QVBoxLayout()
        self._risks.setSpacing(16)
        body.addLayout(self._risks)
        self.notice = Banner("", "attention")
        self._notice_act = self.notice.add_action(say("chart.open_safety"))
        self._notice_act.clicked.connect(self._on_safety)
        body.addWidget(self.notice)
        body.addLayout(self._head())
        self.entry = self._add_entry(body)
        columns = Columns((8, 5))
        self._left, self._right = columns.columns
        body.addWidget(columns)
        self.values = ValuesCard(self)
        body.addWidget(self.values)
        self.screens = ScreensCard(self)
        body.addWidget(self.screens)
        body.addStretch(1)
        self.risk_cards: dict[str, RiskCard] = {}
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self.enter)

    def _add_entry(self, body: QVBoxLayout) -> EntryCard:
        """Add the form; what is half keyed in it is kept."""
        return self._watched(body, EntryCard(self), "entry")

    def _watched(self, body: QVBoxLayout, card: EntryCard, name: str) -> EntryCard:
        card.entered.connect(self._on_entered)
        card.closed.connect(self._on_closed)
        body.addWidget(card)
        self.keeper.add(name, card)
        return card

    def _head(self) -> QLayout:
        across = QHBoxLayout()
        self.enter_button = PrimaryButton(say("measures.enter"))
        self.enter_button.setToolTip("Ctrl+E")
        self.enter_button.clicked.connect(self._on_enter)
        self.due = Muted("", wrap=True)
        across.addWidget(self.enter_button)
        across.addWidget(self.due, 1)
        return across

    def forget(self) -> None:
        """Show another record."""
        self._facts = None
        self._enter_when_shown = None
        self.entry.forget()
        self.notice.say("")
        for layout in (self._left, self._right):
            clear_layout(layout)
        self._clear_risks(())

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(self.room.desk.measures.of, self.unit_id), self._show, self.fail)

    def point_at(self, *, enter: str | bool = "", **_: Any) -> None:
        """Open the entry of a measure, or of the one that is due first."""
        if not enter:
            return
        self._enter_when_shown = enter if isinstance(enter, str) else ""
        if self._facts is not None and self._facts.unit_id == self.unit_id:
            self._enter_now()

    def enter(self) -> None:
        """Open the entry of what is due first, else of the first measure of the record."""
        if self._facts is None:
            self._enter_when_shown = ""
        elif not self.entry.is_open:
            self.entry.open(self._first_to_enter(self._facts))

    def _on_enter(self) -> None:
        self.enter()

    def _enter_now(self) -> None:
        wanted, self._enter_when_shown = self._enter_when_shown, None
        if wanted is not None and self._facts is not None:
            self.entry.open(wanted or self._first_to_enter(self._facts))

    def _first_to_enter(self, facts: CaseMeasures) -> str:
        waiting = [key for key, day in facts.due.items() if day <= facts.today and key in facts.offered]
        known = [course.key for course in facts.courses if course.key in facts.offered]
        return next(iter(sorted(waiting, key=_rank) or sorted(known, key=_rank)), FIRST[0])

    def _show(self, facts: CaseMeasures) -> None:
        if facts.unit_id != self.unit_id:
            return
        self._facts, self.today = facts, facts.today
        self.entry.show_facts(facts)
        self._show_risks(facts)
        self._show_scores(facts)
        self.screens.show_facts(facts)
        self.keeper.show(self.unit_id)
        self._enter_now()

    def _show_scores(self, facts: CaseMeasures) -> None:
        """Show one person's scores: what is due, the charts, the exact values."""
        self._show_due(facts)
        self._show_charts(facts)
        self.values.show_facts(facts)

    def _show_risks(self, facts: CaseMeasures) -> None:
        self._clear_risks(tuple(one.given.id for one in facts.risk))
        for one in facts.risk:
            if one.given.id not in self.risk_cards:
                card = RiskCard(self, one)
                self.risk_cards[one.given.id] = card
                self._risks.addWidget(card)
                self.keeper.add(f"risk.{one.given.id}", card)
        self._assess_now()

    def _clear_risks(self, keep: tuple[str, ...]) -> None:
        for key in [key for key in self.risk_cards if key not in keep]:
            self.keeper.drop(f"risk.{key}")
            card = self.risk_cards.pop(key)
            self._risks.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _show_due(self, facts: CaseMeasures) -> None:
        self.due.setText("" if facts.is_stopped else self._due_text(facts))

    def _due_text(self, facts: CaseMeasures) -> str:
        due = [
            say("measures.due_since", measure=facts.offered[key].code, day=day_text(day, facts.today, weekday=False))
            for key, day in sorted(facts.due.items(), key=lambda pair: pair[1])
            if key in facts.offered and day <= facts.today
        ]
        return ", ".join(due) or say("measures.nothing_due")

    def _show_charts(self, facts: CaseMeasures) -> None:
        clear_layout(self._left)
        clear_layout(self._right)
        times = self._times(facts)
        shown = [course for course in sorted(facts.courses, key=lambda c: _rank(c.key)) if _is_drawn(course)]
        if times is None or not shown:
            none = Card(self._none_title())
            none.body.addWidget(Muted(say("measures.none_text"), wrap=True))
            self._left.addWidget(none)
        if times is not None:
            small: list[CourseChart] = []
            for place, course in enumerate(shown):
                width, height = LARGE if not place else SMALL
                found = charts_of(course, facts.events, times, width=width, height=height)
                if not place and course.definition.has_total:
                    self._left.addWidget(chart_card(found[0], large=True))
                else:
                    small += found
            self._left.addWidget(self._grid(small))
            self._show_beside(facts, times)
        self._left.addStretch(1)
        self._right.addStretch(1)

    def _times(self, facts: CaseMeasures) -> TimeAxis | None:
        return axis(facts.courses, facts.pulse, facts.today)

    def _none_title(self) -> str:
        return say("measures.none")

    def _grid(self, small: list[CourseChart]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for place, found in enumerate(small):
            grid.addWidget(chart_card(found, large=False), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        return holder

    def _show_beside(self, facts: CaseMeasures, times: TimeAxis) -> None:
        """Show the check-in beside the scores."""
        card = Card(say("measures.pulse"), say("measures.pulse_scale"))
        card.body.addWidget(Small(say("measures.pulse_about"), wrap=True))
        drawn = pulse_chart_of(facts.pulse, facts.events, times, width=PULSE_WIDTH)
        if drawn is None:
            card.body.addWidget(Muted(say("measures.no_pulse"), wrap=True))
        else:
            card.body.addWidget(ChartView(drawn))
        self._right.addWidget(card)

    def _on_entered(self, entered: Entered) -> None:
        """Say what the answers ask for; an open risk prompt gets the keyboard."""
        interview = Opens.SAFETY_INTERVIEW in entered.given.opens
        self._notice_act.setVisible(interview)
        told = [say("score.opens_safety_interview")] if interview else []
        told += [say("measures.too_soon")] if entered.too_soon else []
        self.notice.say(" ".join(told))
        self.room.saved(say("measures.stored"))
        self.enter_button.setFocus()
        self._assess = entered.id if Opens.RISK_PROMPT in entered.given.opens else ""
        self._assess_now()

    def _assess_now(self) -> None:
        """Give the keyboard to the risk prompt that was just opened, as soon as its card is there."""
        card = self.risk_cards.get(self._assess)
        if card is not None:
            self._assess = ""
            card.show()
            card.start()

    def _on_closed(self) -> None:
        self.enter_button.setFocus()

    def _on_safety(self) -> None:
        self.room.go("chart", unit_id=self.unit_id, tab="intake")


def _rank(key: str) -> tuple[int, str]:
    return (FIRST.index(key) if key in FIRST else len(FIRST), key)


def _is_drawn(course: MeasureCourse) -> bool:
    """Return whether a course is drawn: a cut-off or a change to see; one screen of drinking is a line in the list."""
    definition = course.definition
    has_level = any(cutoff.drives for cutoff in definition.cutoffs)
    return bool(course.scored) and (has_level or not definition.has_total or len(course.scored) > 1)
