"""What every page is given: the services, the lane, the message door, and the ways to go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from irt_desk.errors import UserError
from irt_desk.services.changes import Area
from irt_desk.services.desk import Desk
from irt_desk.ui.dialogs import Dialogs


@dataclass(slots=True)
class Room:
    """The surroundings of a page. ``go`` opens a page by name with keyword arguments; ``badge`` numbers it."""

    desk: Desk
    runner: Any
    dialogs: Dialogs
    go: Callable[..., None] = field(default=lambda *_, **__: None)
    saved: Callable[[str], None] = field(default=lambda _: None)
    badge: Callable[[str, int], None] = field(default=lambda *_: None)


class Page(QWidget):
    """A page or a tab: it reloads when an area it shows changed, and gives up nothing when it is left."""

    areas: frozenset[Area] = frozenset()

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.room = room
        self._stale = True

    def showEvent(self, event: Any) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def on_changed(self, areas: frozenset[Area]) -> None:
        """Reload when it concerns this page; a hidden page waits until it is seen."""
        if not areas & self.areas:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def reload(self) -> None:
        """Fetch and show anew."""

    def flush(self) -> None:
        """Hand over what is typed and not stored yet; called before leaving, locking and closing."""

    def fail(self, error: Exception) -> None:
        """Show a refusal; anything else is a bug and goes the way of bugs."""
        if isinstance(error, UserError):
            self.room.dialogs.tell(str(error))
        else:
            raise error
