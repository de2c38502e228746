"""Cautions: what to ask for each kind, what was answered so far, and the competence each of them needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from irt_desk.domain.cautions import (
    COMPETENCE_FOR,
    PROMPTS,
    CautionAnswer,
    CautionFlag,
    CautionPrompt,
    CautionReply,
    CautionType,
    Severity,
)
from irt_desk.domain.practitioner import Practitioner
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner
from irt_desk.ui.building.composite import Replies
from irt_desk.ui.chart.themes import Theme
from irt_desk.ui.fit.taking_back import TakeBack
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec


def _replies() -> Replies:
    return Replies(tuple(CautionPrompt), CautionReply, CautionAnswer)


class CautionsTheme(Theme):
    """Cautions with their plan; without the matching competence a consultation or a referral."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self._who = Practitioner()
        self.flags = self.put(
            RecordCard(
                "caution",
                CautionFlag,
                (
                    F("type", half=True),
                    F("severity", "chips", half=True),
                    F("raised_on", half=True),
                    F("status", "chips", half=True),
                    F("answers", make=_replies, group="caution.group_ask"),
                    F("plan", "area", group="caution.group_plan"),
                    F("consultant", half=True),
                    F("consulted_on", half=True),
                    F("consultation_plan", "area"),
                    F("referral"),
                ),
                view=self._view,
                fresh=self._fresh,
                save=tab.saver(self.desk.suitability.save_caution),
            )
        )
        self.taking_back = TakeBack(self.flags, tab, self.desk.suitability.take_back_caution)
        self.gap = Banner("", "attention")
        inside = self.flags.editor.layout()
        assert isinstance(inside, QVBoxLayout)  # the editor of every record card
        inside.insertWidget(1, self.gap)
        self.flags.form.changed.connect(self._follow)
        self.flags.opened.connect(self._follow)

    def _fresh(self) -> CautionFlag:
        kind, severity = CautionType.PARTNER_SUBSTANCE_USE, Severity.MEDIUM
        today = now_here().day
        return CautionFlag(id="", unit_id=self.unit_id, type=kind, severity=severity, raised_on=today)

    def _follow(self) -> None:
        """Ask what belongs to the chosen kind, and say which competence it needs."""
        kind = self.flags.form.control("type").value()
        self.flags.form.control("answers").show_only(PROMPTS[kind])
        needed = COMPETENCE_FOR[kind]
        self.gap.say("" if self._who.has(needed) else say("caution.gap", competence=label(needed)))

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self._who = facts.practitioner
        self.flags.show_records(facts.fit.cautions)
        if self.flags.is_editing:
            self._follow()

    def _view(self, flag: CautionFlag) -> RowView:
        consulted = say("caution.consulted", name=flag.consultant) if flag.consultant else ""
        told = [label(a.prompt) for a in flag.answers if a.reply is CautionReply.YES]
        unclear = [label(a.prompt) for a in flag.answers if a.reply is CautionReply.UNCLEAR]
        parts = [
            say("caution.told", what=", ".join(told)) if told else "",
            say("caution.unclear", what=", ".join(unclear)) if unclear else "",
            flag.plan,
            consulted,
            flag.consultation_plan,
            flag.referral,
        ]
        pills = [(label(flag.status), "attention")]
        if left := len(flag.not_asked):
            pills.insert(0, (say("caution.left", count=left, whole=len(PROMPTS[flag.type])), "attention"))
        if not flag.is_handled(self._who) and flag.lacks_competence(self._who):
            pills.insert(0, (say("caution.gap_pill"), "danger"))
        title = f"{label(flag.type)} ({label(flag.severity).lower()}), {day_text(flag.raised_on)}"
        return RowView(title, " · ".join(filter(None, parts)), tuple(pills))
