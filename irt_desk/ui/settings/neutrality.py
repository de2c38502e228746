"""The limits of the neutrality bands: a working choice of each practice (domain paper, 6.5)."""

from __future__ import annotations

from functools import partial
from typing import Any

from irt_desk.domain.neutrality import NeutralityLimits
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.room import Page

F = FieldSpec


class NeutralityCard(SingleCard):
    """Two numbers; every review computes its band with them."""

    def __init__(self, page: Page) -> None:
        fields = (F("low_until", half=True), F("moderate_until", half=True))
        self._page = page
        super().__init__("neutrality_limits", NeutralityLimits, fields, save=self._keep)

    def reload(self) -> None:
        """Fetch the limits."""
        room = self._page.room
        room.runner.read(self._page, partial(_read, room.desk), self.show_value, self._page.fail)

    def _keep(self, limits: NeutralityLimits, done: Any, failed: Any) -> None:
        room = self._page.room
        room.runner.change(self._page, partial(room.desk.settings.set_neutrality_limits, limits), done, failed)


def _read(desk: Any) -> NeutralityLimits:
    found: NeutralityLimits = desk.settings.neutrality_limits()
    return found
