"""Base of the tabs of a chart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from irt_desk.services.changes import Area
from irt_desk.ui.building import ScrollPage
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.room import Page, Room

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class ChartTab(Page):
    """A tab shows one record; ``show_unit`` changes to another."""

    areas: frozenset[Area] = frozenset()
    place = ""
    """Name under which half-typed forms of this tab are kept."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.unit_id = ""
        self._page: ScrollPage | None = None
        self.keeper = Keeper(room, self.place, self)
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(0, 0, 0, 0)
        self.down.setSpacing(0)

    def scroll_body(self) -> QVBoxLayout:
        """Add a scrolling page to the tab and return its layout."""
        page = self._page = ScrollPage()
        self.down.addWidget(page)
        return page.body

    def show_unit(self, unit_id: str, **arguments: Any) -> None:
        """Show a record; it is fetched anew when it is another one or something changed."""
        if unit_id != self.unit_id:
            self.keeper.leave()
            self.unit_id = unit_id
            self.forget()
            self._stale = True
            if self._page is not None:  # another record is read from its top
                self._page.verticalScrollBar().setValue(0)
        if self._stale and self.isVisible():
            self._stale = False
            self.reload()
        if arguments:
            self.point_at(**arguments)

    def flush(self) -> None:
        """Hand over what is half typed."""
        self.keeper.keep()

    def forget(self) -> None:
        """Let go of everything of the record shown before, open editors too."""

    def point_at(self, **arguments: Any) -> None:
        """Bring one thing of the tab to the front."""

    def saver(self, method: Callable[[Any], Any]) -> Callable[[Any, Done, Failed], None]:
        """Return how a record card saves through a service method."""
        return partial(self._save, method)

    def _save(self, method: Callable[[Any], Any], value: Any, done: Done, failed: Failed) -> None:
        self.room.runner.change(self, partial(method, value), done, failed)
