"""The risk check on one line: four asked, no concern; or no change since the day it was last asked in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.notes import RiskCheck, RiskItem, RiskLevel
from irt_desk.services.context import now_here
from irt_desk.services.note_text import risk_short
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, ChoiceChips, Field, LinkButton, Small, TextArea
from irt_desk.words import label, say


class RiskControl(QWidget):
    """Two links while nothing is recorded, one line once it is; what a concern needs opens by itself."""

    changed = Signal()
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._base: RiskCheck | None = None
        self._no_change = False
        self._last_full_on: date | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.result, self.since = Body(strong=True, wrap=True), Small(wrap=True)
        self.all_button = LinkButton(say("note.all_asked"))
        self.all_button.clicked.connect(self.ask_all)
        self.same_button = LinkButton(say("note.no_change"))
        self.same_button.clicked.connect(self.no_change)
        self.single_button = LinkButton(say("note.risk_single"))
        self.single_button.clicked.connect(self._on_single)
        self.asked = ChoiceChips(RiskItem, several=True)
        self.level = ChoiceChips(RiskLevel)
        self.detail, self.action = TextArea(least=2), TextArea(least=2)
        self.detail_field = Field(say("note_field.risk_detail"), self.detail)
        self.action_field = Field(say("note_field.risk_action"), self.action)
        self.asked.setAccessibleName(say("note.risk_asked"))
        self.level.setAccessibleName(say("note.risk_level"))
        for widget in (self.result, self.since, self.all_button, self.same_button, self.single_button):
            down.addWidget(widget)
        for part in (self.asked, self.level, self.detail_field, self.action_field):
            down.addWidget(part)
        for chips in (self.asked, self.level):
            chips.changed.connect(self._on_asked)
        for area in (self.detail, self.action):
            area.changed.connect(self._emit)
        self.asked.hide()
        self.level.hide()
        self._show_rest()

    def know(self, base: RiskCheck | None) -> None:
        """Know what "no change" would say: the last signed check; None when there is none to rest on."""
        self._base = base
        if base is not None and base.last_full_on is not None:
            self.same_button.setText(say("note.no_change_since", day=day_text(base.last_full_on, now_here().day)))
        self._show_rest()

    def value(self) -> RiskCheck:
        """Return what was asked and found."""
        return RiskCheck(
            asked=self.asked.value(),
            level=self.level.value(),
            detail=self.detail.value(),
            action=self.action.value(),
            no_change=self._no_change,
            last_full_on=self._last_full_on,
        )

    def set_value(self, value: RiskCheck) -> None:
        """Show a risk check."""
        self._no_change, self._last_full_on = value.no_change, value.last_full_on
        self.asked.set_value(value.asked)
        self.level.set_value(value.level)
        self.detail.set_value(value.detail)
        self.action.set_value(value.action)
        is_partial = bool(value.asked) and not value.is_whole
        self.asked.setVisible(is_partial)
        self.level.setVisible(is_partial)
        self._show_rest()

    def ask_all(self) -> None:
        """Record that all four were asked and nobody told of a concern."""
        self.set_value(RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN))
        self.changed.emit()

    def no_change(self) -> None:
        """Record that nothing changed since the last signed check; without one all four have to be asked."""
        if self._base is None:
            self._on_single()
            return
        self.set_value(replace(self._base, action=self.action.value()))
        self.changed.emit()

    def settle(self) -> None:
        """Do what one key does: "no change" where it can stand on something, else all four asked, no concern."""
        if self._base is not None:
            self.no_change()
        else:
            self.ask_all()
        self.settled.emit()

    def _on_single(self) -> None:
        self.asked.show()
        self.level.show()
        self._show_rest()
        self.asked.setFocus()

    def _on_asked(self) -> None:
        """Asking one by one is asking anew: it is no longer "no change"."""
        self._no_change, self._last_full_on = False, None
        self._show_rest()
        self.changed.emit()

    def _show_rest(self) -> None:
        check = self.value()
        concern = check.level is RiskLevel.CONCERN
        single = not self.asked.isHidden()
        self.detail_field.setVisible(concern)
        self.action_field.setVisible(concern)
        self.all_button.setVisible(not check.asked and not single)
        self.same_button.setVisible(not check.asked and not single and self._base is not None)
        self.single_button.setVisible(not single)
        first = (self.same_button, self.all_button, self.single_button, self.asked)
        self.setFocusProxy(next((one for one in first if not one.isHidden()), self.single_button))
        self.result.setVisible(bool(check.asked) and not single)
        self.since.setVisible(bool(check.asked) and not single)
        level = label(check.level) if check.level else say("note.risk_open")
        if check.no_change and check.last_full_on is not None:
            self.result.setText(say("note.no_change"))
            day = day_text(check.last_full_on, now_here().day)
            self.since.setText(say("note.no_change_line", level=level.lower(), day=day))
        else:
            self.result.setText(risk_short(check))
            self.since.setText(level)

    def _emit(self) -> None:
        self.changed.emit()
