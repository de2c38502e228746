"""The risk prompt: an answer on self-harm waits here until it is written down what was asked, found and done."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from irt_desk.domain.measure_answers import RiskAnswer
from irt_desk.domain.measure_scores import Scored
from irt_desk.domain.notes import RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner, Card, ChoiceChips, Field, LinkButton, PrimaryButton, ProblemLine, TextArea
from irt_desk.words import say


class RiskCard(Card):
    """One open risk prompt. It cannot be dismissed, only answered."""

    changed = Signal()

    def __init__(self, tab: Any, one: Scored) -> None:
        super().__init__(say("measures.risk_title"))
        self._tab = tab
        self.administration_id = one.given.id
        told = say("measures.risk_told", measure=one.definition.code, day=day_text(one.given.on, weekday=False))
        self.body.addWidget(Banner(told, "danger"))
        self.asked, self.level = ChoiceChips(RiskItem, several=True), ChoiceChips(RiskLevel)
        self.asked.setAccessibleName(say("note.risk_asked"))
        self.level.setAccessibleName(say("note.risk_level"))
        self.detail, self.action = TextArea(least=2), TextArea(least=2)
        every = LinkButton(say("measures.all_four"))
        every.clicked.connect(self._on_all)
        for widget in (
            Field(say("note.risk_asked"), self.asked),
            every,
            Field(say("note.risk_level"), self.level),
            Field(say("measures.risk_detail"), self.detail, required=True),
            Field(say("measures.risk_action"), self.action, required=True),
        ):
            self.body.addWidget(widget)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        self.save_button = PrimaryButton(say("measures.risk_save"))
        self.save_button.clicked.connect(self.submit)
        self.body.addWidget(self.save_button)
        for control in (self.asked, self.level, self.detail, self.action):
            control.changed.connect(self.changed)

    def unfinished(self) -> dict[str, Any]:
        """Return what is half written."""
        level = self.level.value()
        data = {
            "asked": [item.value for item in self.asked.value()],
            "level": level.value if level else "",
            "detail": self.detail.value(),
            "action": self.action.value(),
        }
        return data if any(data.values()) else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half written."""
        self.asked.set_value(tuple(RiskItem(code) for code in data["asked"]))
        self.level.set_value(RiskLevel(data["level"]) if data["level"] else None)
        self.detail.set_value(data["detail"])
        self.action.set_value(data["action"])

    def start(self) -> None:
        """Move the keyboard here."""
        self.asked.setFocus()

    def submit(self) -> None:
        """Store what was asked, found and done."""
        risk = RiskCheck(
            asked=self.asked.value(), level=self.level.value(), detail=self.detail.value(), action=self.action.value()
        )
        now = now_here()
        answer = RiskAnswer(
            id="",
            unit_id=self._tab.unit_id,
            administration_id=self.administration_id,
            on=self._tab.today,
            entered=now,
            risk=risk,
        )
        work = partial(self._tab.room.desk.measures.answer_risk, answer)
        self._tab.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_all(self) -> None:
        self.asked.set_value(tuple(RiskItem))
        self.changed.emit()

    def _on_saved(self, _: Any) -> None:
        self.asked.set_value(())
        self.level.set_value(None)
        self.detail.set_value("")
        self.action.set_value("")
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid | UserError):
            self.problem.say(str(error))
        else:
            raise error
