"""What is still open, at one glance: each line says why it matters and leads to the act that closes it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.services.fit_points import OpenPoint, PointKind
from irt_desk.ui.building import Body, Card, LinkButton, Muted, Pill, clear_layout, line
from irt_desk.ui.chart.themes import Theme
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

_ROLE = {
    PointKind.MISSING: "neutral",
    PointKind.PARTIAL: "attention",
    PointKind.CONTRADICTION: "attention",
    PointKind.DUE: "attention",
}


class OpenTheme(Theme):
    """Two cards: what keeps the case from its next state, and what else asks to be looked at."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.gate = Card(say("fit_open.title"))
        self.others = Card(say("fit_open.others"))
        self.lists: list[QVBoxLayout] = []
        for card in (self.gate, self.others):
            rows = QVBoxLayout()
            rows.setSpacing(8)
            card.body.addLayout(rows)
            self.lists.append(rows)
            self.down.addWidget(card)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show every open point."""
        standing = facts.open
        keeps = [p for p in standing.points if p.kind is PointKind.MISSING]
        rest = [p for p in standing.points if p.kind is not PointKind.MISSING]
        self.gate.setVisible(standing.to is not None or bool(keeps))
        clear_layout(self.lists[0])
        if standing.to is not None:
            code = "fit_open.before" if keeps else "fit_open.ready"
            self.lists[0].addWidget(Muted(say(code, state=label(standing.to), count=len(keeps)), wrap=True))
            if not keeps:
                on = LinkButton(say("intake.go_on"))
                on.clicked.connect(self.tab._to_pathway)
                self.lists[0].addWidget(on)
        self._fill(self.lists[0], keeps)
        clear_layout(self.lists[1])
        self.others.setVisible(bool(rest) or standing.to is None)
        if not rest:
            self.lists[1].addWidget(Muted(say("fit_open.nothing"), wrap=True))
        self._fill(self.lists[1], rest)

    def _fill(self, rows: QVBoxLayout, points: list[OpenPoint]) -> None:
        for point in points:
            rows.addWidget(line())
            rows.addLayout(self._row(point))

    def _row(self, point: OpenPoint) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Body(point.sentence, wrap=True))
        if point.why:
            words.addWidget(Muted(point.why, wrap=True))
        across.addLayout(words, 1)
        if point.kind is not PointKind.MISSING:
            across.addWidget(Pill(label(point.kind), _ROLE[point.kind]), 0, Qt.AlignmentFlag.AlignVCenter)
        link = LinkButton(say(f"act.{point.act}"))
        link.setAccessibleName(f"{say(f'act.{point.act}')}: {point.sentence}")
        link.clicked.connect(partial(self._go, point))
        across.addWidget(link)
        return across

    def _go(self, point: OpenPoint, *_: Any) -> None:
        self.tab._follow(point.act)
