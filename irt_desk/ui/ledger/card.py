"""The ledger as a card: a line to add to it, what was told last, the quiet balance."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.ledger import Assertion, Balance
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.ledger import LedgerView
from irt_desk.services.texts import first_name
from irt_desk.ui.building import Card, LinkButton, Muted, TextLine, clear_layout
from irt_desk.ui.ledger.entry import EntryEditor
from irt_desk.ui.ledger.rows import ThreadRow
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.chart.tab import ChartTab, Done, Failed

SHOWN = 6
"""Things shown before "Show all" is pressed."""
AREAS = frozenset({Area.LEDGER, Area.NOTES})


def gather(desk: Any, unit_id: str) -> tuple[ChartHead, LedgerView]:
    """Read everything the card shows, on the lane."""
    return desk.charts.head(unit_id), desk.ledger.of(unit_id)


class LedgerCard(Card):
    """What was said, seen or guessed; quick to add to, quiet to read."""

    changed = Signal()
    words = "ledger"
    """The name its half-typed entry is kept under."""

    def __init__(self, tab: ChartTab) -> None:
        super().__init__(say("ledger.title"))
        self._tab = tab
        self._chart: ChartHead | None = None
        self._view: LedgerView | None = None
        self._all = False
        self.editor = EntryEditor(self._save)
        self.editor.changed.connect(self.changed)
        self.body.addWidget(self.editor)
        self.balance = Muted("", wrap=True)
        self.finder = TextLine(placeholder=say("ledger.find"))
        self.finder.setAccessibleName(say("ledger.find"))
        self.finder.changed.connect(self._draw)
        self.body.addWidget(self.finder)
        holder = QWidget()
        self._rows = QVBoxLayout(holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.body.addWidget(holder)
        self.all_link = LinkButton("")
        self.all_link.clicked.connect(self._on_all)
        self.body.addWidget(self.all_link)
        self.body.addWidget(self.balance)

    def reload(self) -> None:
        """Fetch the ledger of the record in front."""
        room = self._tab.room
        room.runner.read(self._tab, partial(gather, room.desk, self._tab.unit_id), self._show, self._tab.fail)

    def forget(self) -> None:
        """Let go of everything of the record shown before."""
        self._view, self._all = None, False
        self.finder.setText("")
        self.editor.start("")
        clear_layout(self._rows)

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        return self.editor.unfinished()

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        self.editor.resume(data)

    def _show(self, found: tuple[ChartHead, LedgerView]) -> None:
        head, view = found
        if view.unit_id != self._tab.unit_id:
            return
        self._chart, self._view = head, view
        self.editor._unit_id = view.unit_id
        self.editor.show_stop(head.is_stopped)
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._rows)
        head, view = self._chart, self._view
        if head is None or view is None:
            return
        wanted = self.finder.value().casefold()
        found = [
            t for t in view.threads if any(wanted in text.casefold() for a in t for text in (a.text, *a.alternatives))
        ]
        shown = found if self._all or wanted else found[:SHOWN]
        for thread in shown:
            row = ThreadRow(thread, head.client.preferred_name, stopped=head.is_stopped, cited=view.cited)
            for box in row.boxes:
                box.reading_given.connect(self._on_reading)
                box.told_again.connect(self._on_again)
                box.voided.connect(self._on_void)
                box.cited.connect(self._on_cite)
            self._rows.addWidget(row)
        if not found:
            self._rows.addWidget(Muted(say("ledger.nothing_found") if wanted else say("ledger.empty"), wrap=True))
        self.finder.setVisible(len(view.threads) > SHOWN)
        self.all_link.setVisible(len(found) > len(shown))
        self.all_link.setText(say("ledger.show_all", count=len(found)))
        self.all_link.setAccessibleName(self.all_link.text())
        partner = first_name(head.partner_name) or say("word.the_partner")
        self.balance.setText("" if head.is_stopped else balance_text(view.balance, partner))

    def _save(self, made: Assertion, done: Done, failed: Failed) -> None:
        room = self._tab.room
        room.runner.change(self._tab, partial(room.desk.ledger.add, made), done, failed)

    def _on_reading(self, assertion_id: str, text: str) -> None:
        room = self._tab.room
        room.runner.change(self._tab, partial(room.desk.ledger.add_reading, assertion_id, text), None, self._tab.fail)

    def _on_void(self, assertion_id: str, reason: str) -> None:
        room = self._tab.room
        work = partial(room.desk.ledger.void, assertion_id, reason=reason)
        room.runner.change(self._tab, work, None, self._tab.fail)

    def _on_cite(self, assertion_id: str, rests: bool) -> None:
        room = self._tab.room
        work = partial(room.desk.formulations.rest_on, self._tab.unit_id, assertion_id, rests=rests)
        room.runner.change(self._tab, work, None, self._tab.fail)

    def _on_again(self, assertion_id: str) -> None:
        if self._view is not None:
            found = next(a for thread in self._view.threads for a in thread if a.id == assertion_id)
            self.editor.follow(found)

    def _on_all(self, *_: Any) -> None:
        self._all = True
        self._draw()


def balance_text(balance: Balance, partner: str) -> str:
    """Return the quiet balance in a sentence or two; counts only, nothing is judged."""
    parts = []
    if balance.sessions:
        parts.append(
            say("ledger.balance_notes", name=partner, considered=balance.considered, sessions=balance.sessions)
        )
    if balance.guesses:
        parts.append(
            say("ledger.balance_guesses", name=partner, with_reading=balance.with_reading, guesses=balance.guesses)
        )
    return " ".join(parts)
