"""The golden thread as a page: every break and the click that mends it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.figures.thread import thread_figure
from irt_desk.domain.thread import ThreadBreak, ThreadStep
from irt_desk.services.thread import break_text
from irt_desk.ui.building import Body, Button, Card, Muted, Strong, clear_layout
from irt_desk.ui.figures import FigureView
from irt_desk.ui.plan.facts import PlanFacts
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.plan.tab import PlanTab


class ThreadCard(Card):
    """From concern to review: where it holds and where it does not."""

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("thread.title"))
        self._tab = tab
        self.mends: list[Button] = []

    def show_facts(self, facts: PlanFacts) -> None:
        """Show the line and every break under its place."""
        clear_layout(self.body)
        self.mends = []
        breaks = facts.thread.breaks
        self.body.addWidget(Muted(say("thread.intro"), wrap=True))
        self.body.addWidget(FigureView(thread_figure(Counter(item.step for item in breaks)), most=1.2))
        if facts.thread.plan is None:
            self.body.addWidget(Muted(say("thread.no_plan"), wrap=True))
        elif not breaks:
            self.body.addWidget(Body(f"\N{CHECK MARK}  {say('thread.whole')}", wrap=True, tone="good"))
        step: ThreadStep | None = None
        for item in breaks:
            if item.step is not step:
                step = item.step
                self.body.addWidget(Strong(label(item.step)))
            self._row(item)

    def _row(self, item: ThreadBreak) -> None:
        across = QHBoxLayout()
        across.setSpacing(12)
        sentence = break_text(item)
        across.addWidget(Body("\N{WHITE CIRCLE}", tone="attention"), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(Body(sentence, wrap=True), 1)
        mend = Button(say(f"mend.{item.mend}"))
        mend.setAccessibleName(f"{say(f'mend.{item.mend}')}: {sentence}")
        mend.clicked.connect(partial(self._on_mend, item))
        across.addWidget(mend, 0, Qt.AlignmentFlag.AlignVCenter)
        self.mends.append(mend)
        self.body.addLayout(across)

    def _on_mend(self, item: ThreadBreak, *_: Any) -> None:
        self._tab.mend(item)
