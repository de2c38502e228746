"""Where the intake stands: what is there, what is still empty and why it matters, on one page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.cases import CaseState
from irt_desk.domain.intake import ThemeProgress, ThemeState, focus_is_due
from irt_desk.ui.building import Banner, Body, Card, LinkButton, Muted, Pill, clear_layout, line
from irt_desk.ui.chart.themes import Theme
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

IN_CARE = (CaseState.ASSESSMENT, CaseState.ACTIVE_IRT)
ROLES = {
    ThemeState.EMPTY: "neutral",
    ThemeState.STARTED: "relationship",
    ThemeState.FILLED: "good",
    ThemeState.SKIPPED: "neutral",
}


class StartTheme(Theme):
    """One line a theme: its state, what is empty, why it matters, and the way there."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.focus = Banner("", "attention")
        self.focus.add_action(say("theme.first_steps")).clicked.connect(partial(tab.choose, "first_steps"))
        self.down.addWidget(self.focus)
        self.card = Card(say("intake.where"))
        self.down.addWidget(self.card)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        is_due = facts.state in IN_CARE and not facts.standing.gate.is_stop and focus_is_due(facts.picture)
        self.focus.say(say("intake.focus_due") if is_due else "")
        begun = sum(item.state is not ThemeState.EMPTY for item in facts.progress)
        self.card.subtitle.setText(say("intake.begun", begun=begun, all=len(facts.progress)))
        self.card.subtitle.show()
        clear_layout(self.card.body)
        for number, item in enumerate(facts.progress):
            if number:
                self.card.body.addWidget(line())
            self.card.body.addLayout(self._row(item))

    def _row(self, item: ThemeProgress) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Body(say(f"theme.{item.theme}"), strong=True))
        if item.state is not ThemeState.FILLED:
            texts.addWidget(Muted(say(f"intake_why.{item.theme}"), wrap=True))
        if item.there and item.empty:
            parts = ", ".join(say(f"intake_part.{code}") for code in item.empty)
            texts.addWidget(Muted(say("intake.still_empty", parts=parts), wrap=True))
        across.addLayout(texts, 1)
        across.addWidget(Pill(label(item.state), ROLES[item.state]), 0, Qt.AlignmentFlag.AlignTop)
        link = LinkButton(say("intake.open"))
        link.setAccessibleName(say("intake.open_named", theme=say(f"theme.{item.theme}")))
        link.clicked.connect(partial(self.tab.choose, item.theme.value))
        across.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return across
