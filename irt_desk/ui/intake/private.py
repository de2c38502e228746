"""Said here only: what a client keeps from the partner. Covered until it is asked for; it leaves in no document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QHideEvent

from irt_desk.domain.private_disclosures import PrivateDisclosure
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Button, TextLine
from irt_desk.ui.chart.tab import Done, Failed
from irt_desk.ui.chart.themes import Theme, _today
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec


class PrivateTheme(Theme):
    """The private disclosures of a record; the words stay covered until "Show the words" is pressed."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self._told: tuple[PrivateDisclosure, ...] = ()
        self._is_open = False
        self.card = self.put(
            RecordCard(
                "private_disclosure",
                PrivateDisclosure,
                (F("text", "area", required=True), F("told_on", half=True), F("wish", "chips")),
                view=self._view,
                fresh=self._fresh,
                save=self._save,
            )
        )
        self.finder = TextLine(placeholder=say("private_disclosure.find"))
        self.finder.setAccessibleName(say("private_disclosure.find"))
        self.finder.changed.connect(self._draw)
        self.card.body.insertWidget(0, self.finder)
        self.show_button = Button(say("private_disclosure.show"))
        self.show_button.clicked.connect(self._on_show)
        self.card.add_action(self.show_button)
        self.card.opened.connect(self._on_opened)

    def _fresh(self) -> PrivateDisclosure:
        return PrivateDisclosure(id="", unit_id=self.unit_id, told_on=_today(), recorded=now_here())

    def _save(self, told: PrivateDisclosure, done: Done, failed: Failed) -> None:
        service = self.desk.private_disclosures
        work = partial(service.set_wish, told.id, told.wish) if told.id else partial(service.add, told)
        self.tab.store(work, done, failed)

    def _view(self, told: PrivateDisclosure) -> RowView:
        day = day_text(told.told_on, _today(), weekday=False)
        text = told.text if self._is_open else say("private_disclosure.covered")
        return RowView(text, "", ((label(told.wish), "neutral"), (day, "neutral")), editable=self._is_open)

    def hideEvent(self, event: QHideEvent) -> None:
        """Cover the words when another page comes to the front."""
        self._is_open = False
        self._draw()
        super().hideEvent(event)

    def forget(self) -> None:
        """Cover everything: another chart is shown."""
        self._is_open = False
        self.finder.setText("")
        super().forget()

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self._told = facts.private
        self._draw()

    def _draw(self) -> None:
        wanted = self.finder.value().casefold() if self._is_open else ""
        self.card.show_records([t for t in self._told if wanted in t.text.casefold()])
        self.finder.setVisible(self._is_open and len(self._told) > 3)
        self.show_button.setVisible(bool(self._told))
        words = say("private_disclosure.hide") if self._is_open else say("private_disclosure.show")
        self.show_button.setText(words)
        self.show_button.setAccessibleName(words)

    def _on_show(self, *_: Any) -> None:
        self._is_open = not self._is_open
        self._draw()

    def _on_opened(self) -> None:
        """What was told is never rewritten: only what the client wants with it."""
        is_stored = bool(self.card._editing)
        for name in ("text", "told_on"):
            self.card.form.control(name).setReadOnly(is_stored)
