"""Is it shifting? The figures of a pattern on one time axis, the same as a table, and every number with its n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from irt_desk.domain.patterns import PatternCode, Rollup
from irt_desk.domain.trends import PatternMetric, SessionRollup, value_of
from irt_desk.services.pattern_figures import DRAWN, figure_of, noticing_words, summary_rows, value_text
from irt_desk.services.texts import day_text
from irt_desk.ui.building import (
    Body,
    Card,
    Column,
    LinkButton,
    Muted,
    Pill,
    RowsModel,
    Small,
    Table,
    clear_layout,
)
from irt_desk.ui.building.tables import ROW_HEIGHT
from irt_desk.ui.figures import FigureView
from irt_desk.ui.relationship.fold import Fold
from irt_desk.words import label, say

TABLE_ROWS = 10
"""Rows of the table that are seen at once."""


@dataclass(frozen=True, slots=True)
class ShiftingFacts:
    """What the card shows of one pattern: its sessions and everything that was ever told of it."""

    code: PatternCode
    series: tuple[SessionRollup, ...]
    whole: Rollup
    since: date
    today: date


class ShiftingCard(Card):
    """The card; the choice between drawing and table stays while records change."""

    def __init__(self) -> None:
        super().__init__(say("relationship.shifting"))
        self._facts: ShiftingFacts | None = None
        self._as_table = False
        self.switch = LinkButton("")
        self.switch.clicked.connect(self._on_switch)
        self.add_action(self.switch)
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        self.body.addLayout(self._place)
        self.all = Fold("")
        self.body.addWidget(self.all)

    def show_facts(self, facts: ShiftingFacts | None) -> None:
        """Show the figures of one pattern, or that there are none yet."""
        self._facts = facts
        self._draw()

    def _on_switch(self) -> None:
        self._as_table = not self._as_table
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._place)
        facts = self._facts
        figure = figure_of(facts.series, facts.code) if facts is not None else None
        self.switch.setVisible(figure is not None)
        self.switch.setText(say("shifting.drawing" if self._as_table else "shifting.table"))
        self.switch.setAccessibleName(self.switch.text())
        self.all.setVisible(facts is not None and facts.whole.n > 0)
        if facts is None or figure is None:
            self._place.addWidget(Muted(say("relationship.no_episodes"), wrap=True))
            return
        self._say_noticing(facts)
        if self._as_table:
            self._place.addWidget(table_of(facts.series, facts.today))
            if any(one.retrospective for one in facts.series):
                self._place.addWidget(Small(say("shifting.late_legend"), wrap=True))
        else:
            self._place.addWidget(FigureView(figure))
        if facts.code in (PatternCode.PURSUE_WITHDRAW, PatternCode.WITHDRAW_WITHDRAW):
            self._place.addWidget(Small(say("shifting.withdrawal"), wrap=True))
        self._sum_up(facts)

    def _say_noticing(self, facts: ShiftingFacts) -> None:
        sooner, reason = noticing_words(facts.series)
        if sooner:
            pill = Pill(sooner, "client")
            pill.setToolTip(say("noticing.about"))
            self._place.addWidget(pill)
        if reason:
            self._place.addWidget(Muted(reason, wrap=True))

    def _sum_up(self, facts: ShiftingFacts) -> None:
        clear_layout(self.all.body)
        self.all.retitle(say("shifting.all_title", n=facts.whole.n))
        self.all.say(say("shifting.since", day=day_text(facts.since, facts.today)))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for row, (name, value) in enumerate(summary_rows(facts.whole)):
            grid.addWidget(Muted(name), row, 0)
            grid.addWidget(Body(value), row, 1)
        self.all.body.addWidget(holder)


@dataclass(frozen=True, slots=True)
class _Value:
    """One figure of one session, exactly."""

    session: SessionRollup
    metric: PatternMetric


def table_of(series: Sequence[SessionRollup], today: date) -> Table:
    """Return the exact values as a table, oldest session first, every value with its n; late telling in words."""

    def when(one: _Value) -> str:
        late = say("shifting.late_mark") if one.session.retrospective else ""
        day = day_text(one.session.on, today, weekday=False)
        return f"{late}S{one.session.number} · {day}"

    model = RowsModel(
        (
            Column(say("shifting.session"), when, sort=lambda one: one.session.on, width=104),
            Column(
                say("shifting.figure"), lambda one: label(one.metric), sort=lambda one: label(one.metric), stretch=True
            ),
            Column(say("shifting.value"), lambda one: value_text(one.session.rollup, one.metric), width=104),
        )
    )
    table = Table(model, say("shifting.table_name"))
    rows = [_Value(one, metric) for one in series for metric in DRAWN if value_of(one.rollup, metric) is not None]
    model.set_rows(rows)
    table.setFixedHeight(ROW_HEIGHT * (min(TABLE_ROWS, len(rows)) + 1) + 12)
    return table
