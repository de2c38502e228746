"""Clarity and confidence of one person over the sessions: a small figure and their leaning in words; never both people's."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.figures.clarity import clarity_figure
from irt_desk.services.discernment import MemberCourse
from irt_desk.ui.building import Body, Card, Muted, clear_layout
from irt_desk.ui.figures import FigureView
from irt_desk.words import label, say

WIDEST = 620


class CourseCard(Card):
    """One person's course, on their own page only; it is emptied before another page is seen."""

    def __init__(self) -> None:
        super().__init__(say("clarity.title"))
        self.leaning = Body("", wrap=True)
        self.body.addWidget(self.leaning)
        self.holder = QVBoxLayout()
        self.body.addLayout(self.holder)

    def show_course(self, course: MemberCourse) -> None:
        """Show one person's course; without any rating a sentence stands where the figure would."""
        clear_layout(self.holder)
        self.leaning.setText(leaning_text(course))
        rated = [p for p in course.points if p.clarity is not None or p.confidence is not None]
        if not rated:
            self.holder.addWidget(Muted(say("clarity.none"), wrap=True))
            return
        view = FigureView(clarity_figure(course.points))
        view.setMaximumWidth(WIDEST)
        self.holder.addWidget(view)
        self.holder.addWidget(Muted(say("clarity.axis"), wrap=True))

    def forget(self) -> None:
        """Let everything of this person go."""
        self.leaning.setText("")
        clear_layout(self.holder)


def leaning_text(course: MemberCourse) -> str:
    """Return where the person leaned first and leans now, in words."""
    first, now = course.first_leaning, course.current_leaning
    if first is None or now is None:
        return say("clarity.leaning_none")
    if first is now:
        return say("clarity.leaning_same", now=label(now).lower())
    return say("clarity.leaning", first=label(first).lower(), now=label(now).lower())
