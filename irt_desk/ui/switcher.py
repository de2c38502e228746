"""The quick switcher: Ctrl+K, a few letters, Enter; clients, pages and text found in the charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem

from irt_desk.domain.caseload import CaseloadRow, fold
from irt_desk.services.search import Hit
from irt_desk.ui.building.texts import KeyCap
from irt_desk.ui.room import Room
from irt_desk.words import label, say

_TABS = {"note": "sessions", "plan": "plan", "pattern": "relationship"}
_PAGES = ("today", "clients", "library", "help", "settings")


@dataclass(frozen=True, slots=True)
class Target:
    """One line of the switcher and where it leads."""

    text: str
    go: Callable[[], None]


class Switcher(QLineEdit):
    """The field in the top bar with its list of finds."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._rows: tuple[CaseloadRow, ...] = ()
        self._targets: list[Target] = []
        self.setPlaceholderText(say("switcher.hint"))
        self.setAccessibleName(say("switcher.hint"))
        self.setMinimumWidth(220)
        self.setMaximumWidth(400)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 8, 0)
        across.addStretch(1)
        self._key = KeyCap("Ctrl K")
        across.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(0, 0, 60, 0)
        self.list = QListWidget()
        self.list.setWindowFlags(Qt.WindowType.ToolTip)
        self.list.setAccessibleName(say("switcher.finds"))
        self.list.setFocusProxy(self)
        self.list.itemClicked.connect(self._on_clicked)
        self._wait = QTimer(self, interval=150, singleShot=True)
        self._wait.timeout.connect(self._search)
        self.textEdited.connect(self._on_edited)
        self.installEventFilter(self)

    def begin(self) -> None:
        """Take the keyboard and read the client list anew."""
        self.setFocus()
        self.selectAll()
        self._room.runner.read(self, self._room.desk.clients.rows, self._on_rows)

    def _on_rows(self, rows: tuple[CaseloadRow, ...]) -> None:
        self._rows = rows

    def _on_edited(self, text: str) -> None:
        self._key.setVisible(not text)
        if not self._rows:
            self._room.runner.read(self, self._room.desk.clients.rows, self._on_rows)
        self._show(self._near(text))
        self._wait.start()

    def _near(self, text: str) -> list[Target]:
        wanted = fold(text)
        if not wanted:
            return []
        named = [row for row in self._rows if _fits(wanted, row.search)]
        named.sort(key=lambda row: (not row.search.startswith(wanted), row.name))
        found = [
            Target(f"{row.name}  ·  {label(row.state)}", partial(self._room.go, "chart", unit_id=row.unit_id))
            for row in named[:8]
        ]
        pages = [name for name in _PAGES if _fits(wanted, fold(say(f"rail.{name}")))]
        return found + [Target(say(f"rail.{name}"), partial(self._room.go, name)) for name in pages]

    def _search(self) -> None:
        text = self.text().strip()
        if len(text) >= 2:
            self._room.runner.read(self, partial(self._room.desk.search.find, text, 12), self._on_hits)

    def _on_hits(self, hits: tuple[Hit, ...]) -> None:
        if not self.hasFocus():
            return
        names = {row.unit_id: row.name for row in self._rows}
        more = [
            Target(
                f"{names.get(hit.unit_id, '')}  ·  {say('search_kind.' + hit.kind)}  ·  {hit.excerpt[:70]}",
                partial(self._room.go, "chart", unit_id=hit.unit_id, tab=_TABS.get(hit.kind, "overview")),
            )
            for hit in hits
            if hit.kind != "client"
        ]
        self._show(self._near(self.text()) + more)

    def _show(self, targets: list[Target]) -> None:
        self._targets = targets
        self.list.clear()
        for target in targets:
            self.list.addItem(QListWidgetItem(target.text))
        if not targets:
            self.list.hide()
            return
        self.list.setCurrentRow(0)
        self.list.setGeometry(0, 0, max(self.width(), 420), min(12, len(targets)) * 34 + 6)
        self.list.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self.list.show()

    def _on_clicked(self, _: QListWidgetItem) -> None:
        self._open()

    def _open(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._targets):
            target = self._targets[row]
            self._leave()
            target.go()

    def _leave(self) -> None:
        self._wait.stop()
        self.clear()
        self._key.show()
        self.list.hide()
        self.clearFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrow keys, open with Enter, leave with Escape."""
        if event.type() is QEvent.Type.FocusOut:
            self.list.hide()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._targets:
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % len(self._targets))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open()
                return True
            if key == Qt.Key.Key_Escape:
                self._leave()
                return True
        return super().eventFilter(watched, event)


def _fits(wanted: str, text: str) -> bool:
    """Return whether every letter stands in the text in this order."""
    place = 0
    for letter in wanted:
        place = text.find(letter, place) + 1
        if not place:
            return False
    return True
