"""The fit decision: what the motivation screen speaks for, and the fields that the chosen outcome asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.suitability import FitDecision, FitOutcome, PreferabilityJudgement
from irt_desk.services.context import now_here
from irt_desk.services.suitability import FitPicture
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner
from irt_desk.ui.chart.themes import Theme
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec
_IRT = (FitOutcome.IRT_RECOMMENDED, FitOutcome.IRT_WITH_CAUTION)


class DecisionTheme(Theme):
    """The decision with its summary; a day to look again for "not now", a reason against the motivation screen."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self._fit: FitPicture | None = None
        self.decisions = self.put(
            RecordCard(
                "decision",
                FitDecision,
                (
                    F("outcome", half=True),
                    F("on", half=True),
                    F("summary", "area", required=True),
                    F("review_on"),
                    F("override_reason", "area"),
                ),
                view=_view,
                fresh=self._fresh,
                save=tab.saver(self.desk.suitability.decide_fit),
                editable=False,
            )
        )
        self.advice = Banner("", "attention")
        inside = self.decisions.editor.layout()
        assert isinstance(inside, QVBoxLayout)  # the editor of every record card
        inside.insertWidget(0, self.advice)
        self.decisions.form.control("outcome").changed.connect(self._follow)
        self.decisions.opened.connect(self._follow)

    def _fresh(self) -> FitDecision:
        """Return an empty decision; it starts from what the motivation screen speaks for."""
        outcome = self._recommended or FitOutcome.IRT_RECOMMENDED
        return FitDecision(id="", unit_id=self.unit_id, on=now_here().day, outcome=outcome, summary="")

    @property
    def _recommended(self) -> FitOutcome | None:
        screens = self._fit.motivation if self._fit else ()
        return screens[0].recommended if screens else None

    def _follow(self) -> None:
        """Show what the chosen outcome asks for, and what speaks against it."""
        form = self.decisions.form
        outcome = form.control("outcome").value()
        against = self._recommended is not None and outcome in _IRT
        form.field("override_reason").setHidden(not against)
        form.field("review_on").setHidden(outcome is not FitOutcome.NOT_NOW)
        told = [say("decision.advice", outcome=label(self._recommended))] if against and self._recommended else []
        answers = self._fit.preferability if self._fit else ()
        feasible = bool(answers) and answers[0].judgement is PreferabilityJudgement.PREFERABLE_AND_FEASIBLE
        told += [say("decision.irt_despite")] if feasible and outcome in _IRT else []
        self.advice.say(" ".join(told))

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self._fit = facts.fit
        self.decisions.show_records(facts.fit.decisions)


def _view(decision: FitDecision) -> RowView:
    again = say("decision.again", day=day_text(decision.review_on)) if decision.review_on else ""
    detail = " · ".join(filter(None, (decision.summary, decision.override_reason, again)))
    return RowView(label(decision.outcome), detail, ((day_text(decision.on), "neutral"),))
