"""Quiet figures about the stance in a case: own part over the notes, the partner kept in mind, and one question of care."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from irt_desk.domain.stance import LAST, StanceFigures
from irt_desk.errors import UserError
from irt_desk.services.texts import number_text
from irt_desk.ui.building import Banner, Body, Card, Small
from irt_desk.ui.room import Room
from irt_desk.words import say


class StanceCard(Card):
    """Shown once a note is signed. Nothing here is good or bad, and nothing is added up."""

    def __init__(self, room: Room, unit_id: str) -> None:
        super().__init__(say("stance_figures.title"))
        self._room, self._unit_id = room, unit_id
        self._question: Banner | None = None
        self._asks = True
        self.hide()
        room.runner.read(self, partial(room.desk.stance.figures, unit_id), self.show_figures, self._fail)

    def show_figures(self, figures: StanceFigures) -> None:
        """Show the figures there are."""
        if not figures.notes:
            return
        if figures.own_part is not None:
            self.body.addWidget(Small(say("stance_figures.own_part")))
            median = number_text(figures.own_part)
            meaning = say(f"stance_figures.owned_{int(figures.own_part)}")
            self.body.addWidget(Body(say("stance_figures.own_part_value", median=median, meaning=meaning), wrap=True))
            values = ", ".join(str(owned) for owned in figures.owned[-2 * LAST :])
            self.body.addWidget(Small(say("stance_figures.series", values=values), wrap=True))
        self.body.addWidget(Small(say("stance_figures.balance")))
        text = say("stance_figures.balance_value", with_reading=figures.with_reading, count=figures.notes)
        self.body.addWidget(Body(text, wrap=True))
        if figures.over_responsible:
            banner = Banner(say("stance_figures.over_responsible"), "attention")
            act = banner.add_action(say("stance_figures.over_responsible_act"))
            act.clicked.connect(self._on_safety)
            self.body.addWidget(banner, 0, Qt.AlignmentFlag.AlignTop)
            self._question = banner
            banner.setVisible(self._asks)
        self.show()

    def leave_the_question(self) -> None:
        """Keep the question of over-responsibility to itself: a prompt of the page asks it already (row 41)."""
        self._asks = False
        if self._question is not None:
            self._question.hide()

    def _on_safety(self) -> None:
        self._room.go("chart", unit_id=self._unit_id, tab="intake", theme="safety")

    def _fail(self, error: Exception) -> None:
        """Figures that cannot be had leave the card away."""
        if not isinstance(error, UserError):
            raise error
