"""Exact values of a record as a table, a mistake marked as one, and the safety screens, kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.measure_scores import Scored
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.measure_courses import MeasureCourse
from irt_desk.services.measure_words import change_text, outcome_role, outcome_text, score_text
from irt_desk.services.measures import CaseMeasures
from irt_desk.services.texts import day_text
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Column,
    Field,
    Muted,
    ProblemLine,
    RowsModel,
    Small,
    Table,
    TextLine,
    clear_layout,
    line,
)
from irt_desk.ui.building.tables import ROW_HEIGHT
from irt_desk.words import label, say

MOST_ROWS = 12
"""Rows the table shows at once; it scrolls beyond."""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One line of the table."""

    one: Scored
    course: MeasureCourse


def _day(row: ValueRow) -> str:
    return day_text(row.one.given.on, weekday=False)


def _class(row: ValueRow) -> str:
    if row.one.is_baseline:
        return say("measures.baseline")
    return outcome_text(row.one) or change_text(row.course, row.one)


def _role(row: ValueRow) -> str:
    return outcome_role(row.one.outcome) if row.one.outcome else ""


def _side(row: ValueRow) -> str:
    return ", ".join(label(found.side) for found in row.one.score.cutoffs if found.cutoff.drives) or row.one.score.band


COLUMNS = (
    Column(say("measures.col_day"), _day, sort=lambda row: row.one.given.on, width=116),
    Column(
        say("measures.col_measure"), lambda row: row.one.definition.code, sort=lambda row: row.course.key, width=120
    ),
    Column(say("measures.col_score"), lambda row: score_text(row.one), stretch=True, width=180),
    Column(say("measures.col_side"), _side, width=150, leaves=2),
    Column(say("measures.col_class"), _class, role=_role, width=220),
    Column(say("measures.col_mode"), lambda row: label(row.one.given.mode), width=190, leaves=3),
)


class ValuesCard(Card):
    """Every score as exact values, newest first; a row opens to be marked as a mistake."""

    def __init__(self, tab: Any) -> None:
        super().__init__(say("measures.values"), say("measures.values_how"))
        self._tab = tab
        self._name = ""
        self._open: Scored | None = None
        self.model = RowsModel(COLUMNS)
        self.table = Table(self.model, say("measures.values"))
        self.table.opened.connect(self._on_opened)
        self.body.addWidget(self.table)
        self.mistake = Card()
        self.about = Body("", wrap=True)
        self.reason = TextLine()
        self.reason_field = Field(say("measures.error_reason"), self.reason, help=say("measures.error_help"))
        self.problem = ProblemLine()
        self.mark_button = Button(say("measures.mark_error"))
        self.mark_button.clicked.connect(self.mark)
        for widget in (self.about, self.reason_field, self.problem, self.mark_button):
            self.mistake.body.addWidget(widget)
        self.mistake.hide()
        self.body.addWidget(self.mistake)
        self.errors = Small("", wrap=True)
        self.body.addWidget(self.errors)

    def show_name(self, name: str) -> None:
        """Say whose scores these are, in a couple unit."""
        self._name = name
        self.title.setText(say("scores.values_of", name=name))

    def show_facts(self, facts: CaseMeasures) -> None:
        """Show the scores of a record."""
        rows = [ValueRow(one, course) for course in facts.courses for one in course.scored]
        rows.sort(key=lambda row: (row.one.given.on, row.one.given.entered.at), reverse=True)
        self.model.set_rows(rows)
        self.table.setFixedHeight(
            self.table.horizontalHeader().sizeHint().height() + ROW_HEIGHT * min(len(rows), MOST_ROWS) + 4
        )
        wrong = [a for course in (*facts.courses, *facts.screens) for a in course.in_error]
        self.errors.setText("; ".join(_wrong(a) for a in wrong))
        self.errors.setVisible(bool(wrong))
        self.setVisible(bool(rows or wrong))
        if self._open is not None and self._open.given.id not in {row.one.given.id for row in rows}:
            self._close()

    def _on_opened(self, row: ValueRow) -> None:
        self.open(row.one)

    def open(self, one: Scored) -> None:
        """Offer to mark one administration as entered in error."""
        self._open = one
        answers = ", ".join(f"{item.name}: {one.given.answers[str(item.n)]:g}" for item in one.definition.items
                            if str(item.n) in one.given.answers)  # fmt: skip
        head = say("measures.one", measure=one.definition.code, day=day_text(one.given.on), score=score_text(one))
        head = say("scores.point_of", name=self._name, told=head) if self._name else head
        self.about.setText(f"{head}. {say('measures.printed', answers=answers) if answers else ''}".strip())
        self.reason.set_value("")
        self.problem.say("")
        self.mistake.show()
        self.reason.setFocus()

    def _close(self) -> None:
        self._open = None
        self.mistake.hide()

    def mark(self) -> None:
        """Mark it, with the reason."""
        if self._open is None:
            return
        work = partial(self._tab.room.desk.measures.mark_error, self._open.given.id, self.reason.value())
        self._tab.room.runner.change(self, work, self._on_marked, self._on_failed)

    def _on_marked(self, _: Any) -> None:
        self._close()
        self.table.setFocus()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid | UserError):
            self.problem.say(str(error))
        else:
            raise error


def _wrong(given: Administration) -> str:
    return say("measures.in_error", measure=given.measure.upper(), day=day_text(given.on), reason=given.error_reason)


class ScreensCard(Card):
    """Safety screens: exact, with every cut-off and whom it was found in; never a line, a class or a page that goes home."""

    def __init__(self, tab: Any) -> None:
        super().__init__(say("measures.screens"))
        self._tab = tab
        self.body.addWidget(Muted(say("measures.screens_how"), wrap=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.body.addLayout(self._lines)

    def show_facts(self, facts: CaseMeasures) -> None:
        """Show the screens of a record, newest first."""
        clear_layout(self._lines)
        found = [one for course in facts.screens for one in course.scored]
        for one in sorted(found, key=lambda s: s.given.on, reverse=True):
            self._add(one)
        self.setVisible(bool(found))

    def _add(self, one: Scored) -> None:
        self._lines.addWidget(line())
        head = say("measures.one", measure=one.definition.code, day=day_text(one.given.on), score=score_text(one))
        self._lines.addWidget(Body(head, strong=True))
        for cut in one.score.cutoffs:
            values = {"label": cut.cutoff.label, "side": label(cut.side), "population": cut.cutoff.population}
            self._lines.addWidget(Small(say("score.side", **values), wrap=True))
        if one.score.safety:
            self._lines.addWidget(Body(say("measures.screen_asked"), wrap=True, tone="attention"))
        wrong = Button(say("measures.mark_error"))
        wrong.setAccessibleName(f"{say('measures.mark_error')}: {head}")
        wrong.clicked.connect(partial(self._on_wrong, one))
        self._lines.addWidget(wrong, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_wrong(self, one: Scored, *_: Any) -> None:
        self._tab.values.show()
        self._tab.values.open(one)
