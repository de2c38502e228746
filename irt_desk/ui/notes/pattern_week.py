"""The five questions about the pattern, asked inside the note: behind one link, kept by session while half answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.services.patterns import QuickFacts
from irt_desk.ui.building import LinkButton
from irt_desk.ui.relationship.quick_episode import QuickEpisode
from irt_desk.ui.room import Room
from irt_desk.words import say


class PatternWeek(QWidget):
    """A link that opens the questions; answers are episodes of the record, told in this session."""

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._unit_id = self._session_id = ""
        self._is_known = False
        self._waiting: dict[str, Any] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        self.link = LinkButton(say("note.pattern_ask"))
        self.link.clicked.connect(self.open_questions)
        down.addWidget(self.link)
        self.quick = QuickEpisode(room)
        self.quick.changed.connect(self.changed)
        down.addWidget(self.quick)
        self.quick.hide()

    def begin(self, unit_id: str, session_id: str) -> None:
        """Ask about another session; what is half answered about the one before waits for it."""
        if (unit_id, session_id) == (self._unit_id, self._session_id):
            return
        if unit_id != self._unit_id:
            self._waiting = {}
        elif typed := self.quick.unfinished():
            self._waiting[self._session_id] = typed
        self._unit_id, self._session_id, self._is_known = unit_id, session_id, False
        self.quick.forget()
        self._show(False)
        work = partial(self._room.desk.patterns.quick_facts, unit_id, session_id)
        self._room.runner.read(self, work, self._on_facts)

    def open_questions(self) -> None:
        """Show the questions and give the keyboard to the first."""
        self._show(True)
        self.quick.controls["count"].setFocus()

    def forget(self) -> None:
        """Let go of everything: another record is shown."""
        self._unit_id = self._session_id = ""
        self._waiting, self._is_known = {}, False
        self.quick.forget()
        self._show(False)

    def unfinished(self) -> dict[str, Any]:
        """Return what is half answered, by session."""
        typed = self.quick.unfinished() if self._is_known else {}
        return self._waiting | ({self._session_id: typed} if typed else {})

    def resume(self, data: dict[str, Any]) -> None:
        """Know what was half answered; it opens with its session."""
        self._waiting = dict(data)
        if self._is_known:
            self._go_on()

    def _on_facts(self, facts: QuickFacts) -> None:
        if facts.session_id != self._session_id:
            return
        self.quick.show_facts(facts)
        self._is_known = True
        self._go_on()

    def _go_on(self) -> None:
        if typed := self._waiting.pop(self._session_id, None):
            self.quick.resume(typed)
            self._show(True)

    def _show(self, shown: bool) -> None:
        self.quick.setVisible(shown)
        self.link.setVisible(not shown)
