"""Autonomy and connection beside the pattern: where the two stand, the partner's place dashed because it is told or guessed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from irt_desk.domain.relationships import AutonomyConnection
from irt_desk.services.texts import first_name
from irt_desk.ui.building import Card, LinkButton, Muted
from irt_desk.ui.figures import FigureView
from irt_desk.ui.intake.couple import closeness_figure
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.chart.tab import ChartTab


def gather(desk: Any, unit_id: str) -> tuple[str, str, str, AutonomyConnection | None]:
    """Read the newest places and the two names, on the lane."""
    picture, client = desk.intake.picture(unit_id), desk.clients.get(unit_id)
    place = picture.closeness[-1] if picture.closeness else None
    return unit_id, client.preferred_name, picture.partner_name, place


class ClosenessCard(Card):
    """The newest places; the way to place them anew is the intake."""

    def __init__(self, tab: ChartTab) -> None:
        super().__init__(say("closeness.title"))
        self._tab = tab
        self.figure = FigureView(most=1.1)
        self.body.addWidget(self.figure)
        self.empty = Muted(say("closeness.empty"), wrap=True)
        self.body.addWidget(self.empty)
        link = LinkButton(say("closeness.add"))
        link.clicked.connect(self._on_place)
        self.body.addWidget(link)

    def reload(self) -> None:
        """Fetch the places of the record in front."""
        room = self._tab.room
        room.runner.read(self._tab, partial(gather, room.desk, self._tab.unit_id), self._show, self._tab.fail)

    def _show(self, found: tuple[str, str, str, AutonomyConnection | None]) -> None:
        unit_id, client, partner, place = found
        if unit_id != self._tab.unit_id:
            return
        self.figure.setVisible(place is not None)
        self.empty.setVisible(place is None)
        if place is not None:
            names = first_name(client), first_name(partner) or say("word.partner")
            self.figure.show_figure(closeness_figure(place, client=names[0], partner=names[1]))

    def _on_place(self, *_: object) -> None:
        self._tab.room.go("chart", unit_id=self._tab.unit_id, tab="intake", theme="closeness_and_stress")
