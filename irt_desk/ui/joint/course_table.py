"""The sessions of discernment as a table: every column at one place, whatever a session or a day is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from irt_desk.services.charts import ChartHead
from irt_desk.services.discernment import Shared
from irt_desk.services.texts import day_text, told_apart
from irt_desk.ui.building import Body, Card, EmptyState, LinkButton, Muted, Pill, Small, clear_layout, line
from irt_desk.words import label, say

_WIDE = 6
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class CourseTable(Card):
    """One row a session: the link to it, its day, the minutes together and with each, what comes of it."""

    def __init__(self, open_session: Callable[[str], None]) -> None:
        super().__init__(say("course.title"))
        self._open = open_session
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(8)
        for column in (2, 3, 4):
            self._grid.setColumnStretch(column, 1)
        self._empty = EmptyState(say("course.none"), say("course.none_text"))
        self.body.addWidget(self._empty)
        self.body.addWidget(self._holder)

    def show_sessions(self, sessions: tuple[Shared, ...], head: ChartHead) -> None:
        """Show the sessions held so far, the first on top."""
        clear_layout(self._grid)
        self._empty.setVisible(not sessions)
        self._holder.setVisible(bool(sessions))
        if not sessions:
            return
        names = told_apart(head.member_names)
        heads = (
            say("course.head_day"), "", say("course.head_joint"),
            *(say("course.head_with", name=name) for name in names), say("course.head_what"),
        )  # fmt: skip
        for column, text in enumerate(heads):
            self._grid.addWidget(Small(text, wrap=column in (3, 4)), 0, column, Qt.AlignmentFlag.AlignBottom)
        for number, one in enumerate(sessions):
            self._grid.addWidget(line(), 2 * number + 1, 0, 1, _WIDE)
            self._row(2 * number + 2, one, head)

    def _row(self, row: int, one: Shared, head: ChartHead) -> None:
        title, day = say("today.session", number=one.session.number), day_text(one.session.starts.day, head.today)
        link = LinkButton(title)
        link.setAccessibleName(f"{title}, {day}")
        link.clicked.connect(partial(self._open, one.session.id))
        self._grid.addWidget(link, row, 0, _MIDDLE)
        self._grid.addWidget(Body(day), row, 1, _MIDDLE)
        part = one.part
        if part is None:
            self._grid.addWidget(Muted(say("course.not_written")), row, 2, 1, _WIDE - 2, _MIDDLE)
            return
        for column, minutes in enumerate((part.joint_minutes, part.minutes_with_a, part.minutes_with_b), start=2):
            self._grid.addWidget(Muted(say("course.min", count=minutes)), row, column, _MIDDLE)
        text = say("course.voided") if part.voided_reason else label(part.happens) if part.happens else ""
        pill = Pill(text or say("course.undecided"), "relationship" if part.happens else "neutral")
        self._grid.addWidget(pill, row, _WIDE - 1, _MIDDLE | Qt.AlignmentFlag.AlignLeft)


__all__ = ["CourseTable"]
