"""Every case by stage, as a board and as a table: what is next, what is due, what is blocked and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from irt_desk.domain.board import BoardCase, Stage
from irt_desk.services.changes import Area
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text, due_text, engagement_text, first_name
from irt_desk.ui.building import (
    Body,
    Card,
    ChoiceChips,
    Column,
    EmptyState,
    LinkButton,
    Muted,
    Pill,
    RowsModel,
    Small,
    Table,
    Title,
)
from irt_desk.ui.room import Page, Room
from irt_desk.words import label, say

COLUMN_WIDTH, EMPTY_WIDTH = 224, 112
"""A column of the board, in which most names fit on one line; one with nobody in it is narrow."""


class View(StrEnum):
    """How the cases are laid out."""

    BOARD = "board"
    TABLE = "table"


def columns(today: date) -> tuple[Column, ...]:
    """Return the columns of the table."""
    return (
        Column(say("clients.name"), lambda b: b.row.name, lambda b: b.row.name.casefold(), stretch=True, width=200),
        Column(say("pathways.stage"), lambda b: label(b.row.state), lambda b: list(Stage).index(b.stage), width=160),
        Column(
            say("pathways.since"),
            lambda b: day_text(b.row.state_since, today, weekday=False),
            lambda b: b.row.state_since,
            width=96,
            leaves=3,
        ),
        Column(say("clients.partner"), partner_text, lambda b: b.row.engagement.value, width=200, leaves=2),
        Column(
            say("pathways.keeps"),
            keeps_text,
            lambda b: -len(b.missing),
            lambda b: "attention" if b.missing else "",
            width=250,
        ),
        Column(
            say("clients.due"),
            lambda b: day_text(b.row.next_due, today) if b.row.next_due else "",
            lambda b: b.row.next_due or date.max,
            lambda b: "attention" if b.row.due_now(today) else "",
            width=110,
            leaves=1,
        ),
    )


def partner_text(case: BoardCase) -> str:
    """Return where the partner stands; nothing under a stop, where nobody is invited."""
    row = case.row
    if row.gate.is_stop or row.kind.brings_together or not row.partner_name:
        return ""
    return engagement_text(first_name(row.partner_name), row.engagement)


def step_text(case: BoardCase) -> str:
    """Return the next step in the words of the Pathway tab."""
    return say(f"way.{case.step.code}_{case.step.to_state}") if case.step else ""


def keeps_text(case: BoardCase) -> str:
    """Return what keeps a case from its next step: the first sentence, and how many more."""
    if not case.missing:
        return say("pathways.ready", step=step_text(case)) if case.step else ""
    first = case.missing[0].sentence
    more = len(case.missing) - 1
    return f"{first} {say('pathways.more', count=more)}" if more else first


class PathwaysPage(Page):
    """The board and the table of every case."""

    areas = frozenset(Area)

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._today = now_here().day
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 24)
        down.setSpacing(14)
        head = QHBoxLayout()
        self.count = Muted()
        head.addWidget(Title(say("rail.pathways")))
        head.addWidget(self.count)
        head.addStretch(1)
        self.view = ChoiceChips(View, optional=False)
        self.view.set_value(View.BOARD)
        self.view.setMinimumWidth(124)
        self.view.setAccessibleName(say("pathways.view"))
        self.view.changed.connect(self._on_view)
        head.addWidget(self.view)
        down.addLayout(head)
        self.stack = QStackedWidget()
        self.board = QScrollArea()
        self.board.setWidgetResizable(True)
        self.board.setFrameShape(QFrame.Shape.NoFrame)
        self.board.setAccessibleName(say("pathways.board"))
        self.model = RowsModel(columns(self._today))
        self.table = Table(self.model, say("rail.pathways"))
        self.table.opened.connect(self._open)
        self.empty = EmptyState(say("clients.none"), say("clients.none_text"))
        for widget in (self.board, self.table, self.empty):
            self.stack.addWidget(widget)
        down.addWidget(self.stack, 1)
        self._cases: tuple[BoardCase, ...] = ()

    def reload(self) -> None:
        """Fetch every case with what keeps it."""
        self.room.runner.read(self, self.room.desk.board.cases, self._show)

    def _show(self, cases: tuple[BoardCase, ...]) -> None:
        self._cases = cases
        self.count.setText(say("pathways.count", count=len(cases)))
        self.model.set_rows(cases)
        self._draw()
        self._on_view()

    def _on_view(self) -> None:
        shown = self.board if self.view.value() is View.BOARD else self.table
        self.stack.setCurrentWidget(shown if self._cases else self.empty)

    def _draw(self) -> None:
        whole = QWidget()
        whole.setProperty("role", "page")
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 8)
        across.setSpacing(12)
        for stage in Stage:
            own = [case for case in self._cases if case.stage is stage]
            across.addWidget(self._column(stage, own))
        across.addStretch(1)
        self.board.setWidget(whole)

    def _column(self, stage: Stage, cases: list[BoardCase]) -> QWidget:
        column = QWidget()
        column.setFixedWidth(COLUMN_WIDTH if cases else EMPTY_WIDTH)
        down = QVBoxLayout(column)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Small(label(stage)))
        head.addStretch(1)
        head.addWidget(Small(str(len(cases))))
        down.addLayout(head)
        for case in cases:
            down.addWidget(CaseCard(case, self._today, self._open))
        if not cases:
            down.addWidget(Muted(say("pathways.nobody")))
        down.addStretch(1)
        return column

    def _open(self, case: BoardCase) -> None:
        self.room.go("chart", unit_id=case.row.unit_id, tab="pathway")


class CaseCard(Card):
    """One case on the board: who, where, what is due, what keeps it."""

    def __init__(self, case: BoardCase, today: date, opened: Any) -> None:
        super().__init__("")
        row = case.row
        name = LinkButton()
        name.setText(_in_lines(row.name, name, COLUMN_WIDTH - 40))
        name.setAccessibleName(f"{row.name}: {label(row.state)}")
        name.clicked.connect(partial(_open, opened, case))
        self.body.addWidget(name, 0, Qt.AlignmentFlag.AlignLeft)
        since = say("pathways.state_since", state=label(row.state), day=day_text(row.state_since, today, weekday=False))
        self.body.addWidget(Small(since, wrap=True))
        if row.gate.is_stop:
            self.body.addWidget(Pill(label(row.gate_on(today)), "danger"), 0, Qt.AlignmentFlag.AlignLeft)
        elif partner := partner_text(case):
            self.body.addWidget(Pill(partner, "partner"), 0, Qt.AlignmentFlag.AlignLeft)
        for due in row.due_now(today)[:2]:
            self.body.addWidget(Small(f"\N{BULLET} {due_text(due, today)}", wrap=True))
        self._what_keeps(case)
        if row.next_session is not None:
            self.body.addWidget(Small(say("pathways.next", day=day_text(row.next_session.day, today)), wrap=True))

    def _what_keeps(self, case: BoardCase) -> None:
        if case.step is None:
            return
        if not case.missing:
            self.body.addWidget(Body(say("pathways.ready", step=step_text(case)), wrap=True, tone="good"))
            return
        self.body.addWidget(Small(say("pathways.toward", step=step_text(case), count=len(case.missing)), wrap=True))
        for one in case.missing[:2]:
            self.body.addWidget(Small(f"\N{WHITE CIRCLE} {one.sentence}", wrap=True))


def _in_lines(name: str, button: LinkButton, width: int) -> str:
    """Return a name in lines that fit; a button's text does not break by itself."""
    lines: list[str] = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and button.fontMetrics().horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return "\n".join(lines)


def _open(opened: Any, case: BoardCase, *_: Any) -> None:
    opened(case)


__all__ = ["PathwaysPage", "View"]
