"""Where the partner stands, as told, and the form that records a change of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.engagement import MOVES, PartnerEngagement
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    ChoiceChips,
    DateField,
    Field,
    PrimaryButton,
    ProblemLine,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.raw import set_raws
from irt_desk.ui.building.texts import bring_to_top
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayFacts, PathwayTab


class PartnerCard(Card):
    """Record where the partner stands now."""

    changed = Signal()

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__(say("pathway.partner"))
        self._tab = tab
        self._facts: PathwayFacts | None = None
        self.button = Button(say("pathway.record_partner"))
        self.button.clicked.connect(self.begin)
        self.add_action(self.button)
        self.now = Body("", wrap=True)
        self.body.addWidget(self.now)
        self.form = QWidget()
        down = QVBoxLayout(self.form)
        down.setContentsMargins(0, 0, 0, 0)
        self._holder = QVBoxLayout()
        down.addLayout(self._holder)
        self.to: ChoiceChips | None = None
        self.on, self.note = DateField(optional=False), TextLine()
        self.note.changed.connect(self.changed)
        down.addWidget(Field(say("engagement.on"), self.on))
        down.addWidget(Field(say("engagement.note"), self.note))
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        save = PrimaryButton(say("record.save"))
        save.clicked.connect(self.submit)
        down.addWidget(save, 0, Qt.AlignmentFlag.AlignRight)
        self.form.hide()
        self.body.addWidget(self.form)

    def show_facts(self, facts: PathwayFacts) -> None:
        """Show where the partner stands."""
        self._facts = facts
        self.now.setText(label(facts.head.engagement))
        moves = [state for state in PartnerEngagement if state in MOVES[facts.head.engagement]]
        self.button.setVisible(bool(moves))
        clear_layout(self._holder)
        self.to = ChoiceChips(PartnerEngagement, optional=False, only=tuple(moves))
        self._holder.addWidget(Field(say("engagement.to"), self.to, tone="partner"))

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        typed = {"on": self.on.text(), "note": self.note.text(), "to": self.to.codes() if self.to else []}
        return typed if not self.form.isHidden() and typed["note"] else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the form where it was left."""
        if self.to is not None and not self.button.isHidden():
            self.begin()
            set_raws({"on": self.on, "note": self.note, "to": self.to}, data)

    def begin(self, *_: Any) -> None:
        """Open the form."""
        self.on.set_value(now_here().day)
        self.note.set_value("")
        self.problem.say("")
        self.form.show()
        bring_to_top(self.form)
        if self.to is not None:
            self.to.setFocus()

    def submit(self) -> None:
        """Record the move."""
        try:
            on = self.on.value()
        except Invalid as error:
            self.problem.say(str(error))
            return
        chosen = self.to.value() if self.to is not None else None
        if chosen is None or on is None:
            self.problem.say(say("engagement.choose"))
            return
        work = partial(self._tab.room.desk.engagement.move, self._tab.unit_id, chosen, on=on, note=self.note.value())
        self._tab.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, _: Any) -> None:
        self.form.hide()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
