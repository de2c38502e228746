"""Safety among the themes of Intake & fit: the gate and what it allows, interviews, overrides, duties to think of."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout

from irt_desk.domain.duties import Duty
from irt_desk.domain.safety import (
    Gate,
    GateOverride,
    OverrideKind,
    Permission,
    SafetyInterview,
    SafetyPlan,
)
from irt_desk.domain.values import Signature
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Card, LinkButton, Muted, Pill, Small, Strong, clear_layout
from irt_desk.ui.chart.themes import Theme
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.safety.interview import InterviewCard
from irt_desk.ui.safety.overrides import override_card
from irt_desk.words import known, label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec
_ROLE = {
    Permission.ALLOWED: "good",
    Permission.REFUSED: "danger",
}


class GateCard(Card):
    """The gate, why it stands there, when to ask again, and the one table of what it allows."""

    def __init__(self) -> None:
        super().__init__(say("safety.gate"))
        self.pill = Pill("", "neutral")
        self.add_beside_title(self.pill)
        self.why, self.when = Body("", wrap=True), Muted("", wrap=True)
        self.body.addWidget(self.why)
        self.body.addWidget(self.when)
        self.table = QGridLayout()
        self.table.setHorizontalSpacing(16)
        self.table.setVerticalSpacing(4)
        self.table.setColumnStretch(2, 1)
        self.body.addLayout(self.table)
        self.how = Muted("", wrap=True)
        self.body.addWidget(self.how)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show the standing of today."""
        from irt_desk.ui.clients.page import GATE_ROLE

        standing = facts.standing
        self.pill.show_as(label(standing.gate), GATE_ROLE[standing.gate])
        reasons = " ".join(say(f"gate_reason.{code}") for code in standing.reasons)
        self.why.setText(reasons or say("safety.open_text"))
        parts = [say("safety.screened", day=day_text(standing.screened_on))] if standing.screened_on else []
        if standing.rescreen_due and not standing.gate.is_stop:  # a stop does not end with a date
            parts.append(say("safety.again", day=day_text(standing.rescreen_due)))
        self.when.setText(" ".join(parts))
        clear_layout(self.table)
        for row, item in enumerate(facts.safety.allowances):
            self.table.addWidget(Muted(label(item.act)), row, 0)
            self.table.addWidget(Pill(label(item.permission), _ROLE.get(item.permission, "attention")), row, 1)
        code = f"safety.how_{standing.gate}"
        self.how.setText(say(code) if known(code) else "")
        self.how.setVisible(known(code))


class SafetyTheme(Theme):
    """The gate, the interviews, the overrides at caution, the duties to think of."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.gate = GateCard()
        self.down.addWidget(self.gate)
        self._partner_id = ""
        service = self.desk.safety
        self.interviews = self.put(InterviewCard(fresh=self._fresh_interview, save=tab.saver(service.record_interview)))
        self.mistake = LinkButton(say("interview.mistake"))
        self.mistake.clicked.connect(self._on_mistake)
        self.interviews.body.addWidget(self.mistake)
        save = tab.saver(service.sign_override)
        self.overrides = {
            kind: self.put(override_card(kind, fresh=partial(self._fresh_override, kind), save=save))
            for kind in OverrideKind
        }
        self.separation = Card(say("separation.title"))
        self.separation.body.addWidget(Muted(say("separation.text"), wrap=True))
        separated = LinkButton(say("separation.record"))
        separated.clicked.connect(self._on_separation)
        self.separation.add_action(separated)
        self.down.addWidget(self.separation)
        self.duties = DutiesCard()
        self.down.addWidget(self.duties)
        self._today: Any = None
        self._last: SafetyInterview | None = None

    def _fresh_interview(self) -> SafetyInterview:
        now = now_here()
        return SafetyInterview(
            id="",
            unit_id=self.unit_id,
            on=self._today or now.day,
            recorded=now,
            alone=False,
            privacy_confirmed=False,
            both_directions_asked=False,
        )

    def _fresh_override(self, kind: OverrideKind) -> GateOverride:
        now = now_here()
        day = self._today or now.day
        return GateOverride(
            id="",
            unit_id=self.unit_id,
            kind=kind,
            partner_id=(self._partner_id or None) if kind is OverrideKind.CONJOINT else None,
            screened_alone_on=self._last.on if self._last else None,
            signed_on=day,
            expires_on=day + timedelta(days=30),
            signed=Signature("", "", now),
        )

    def _on_mistake(self) -> None:
        if self._last is not None:
            work = partial(self.desk.safety.remove_interview, self._last.id)
            self.tab.room.runner.read(self.tab, work, None, self._on_kept)

    def _on_kept(self, error: Exception) -> None:
        """Say why it stays, and open the form of the one that answers it."""
        self.tab.fail(error)
        if not self.interviews.is_editing:
            self.interviews.start_new()

    def _on_separation(self) -> None:
        self.tab.room.dialogs.ask(say("separation.ask"), say("separation.record"), self._separated)

    def _separated(self, yes: bool) -> None:
        if yes:
            day = self._today or now_here().day
            work = partial(self.desk.safety.record_separation, self.unit_id, day)
            self.tab.room.runner.change(self.tab, work, None, self.tab.fail)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self._today, self._partner_id = facts.safety.today, facts.safety.partner_id
        self.gate.show_facts(facts)
        self.interviews.before = facts.standing.gate
        listed = facts.history.interviews[::-1]
        self._last = facts.history.last_screening or (listed[0] if listed else None)
        self.interviews.show_records(listed)
        self.mistake.setVisible(bool(listed))
        for kind, card in self.overrides.items():
            signed = [o for o in facts.history.overrides[::-1] if o.kind is kind]
            card.show_records(signed)
            offered = _is_offered(kind, facts)
            card.setVisible(offered or bool(signed) or card.is_editing)
            if card.add_button is not None:
                card.add_button.setVisible(offered and not card.is_editing)
        self.duties.show_duties(facts.safety.duties, facts.safety.today)


def _is_offered(kind: OverrideKind, facts: IntakeFacts) -> bool:
    """An invitation override only at caution; one for joint work once both were screened and neither gate refuses."""
    if kind is OverrideKind.INVITATION:
        return facts.standing.gate is Gate.CAUTION
    return facts.safety.is_partner_screened and facts.standing.gate in (Gate.OPEN, Gate.CAUTION)


class DutiesCard(Card):
    """Legal duties that what was told brings up: what to ask, whom to call. A prompt; nothing is ever reported."""

    def __init__(self) -> None:
        super().__init__(say("duties.title"))
        self.intro = Muted(say("duties.intro"), wrap=True)
        self.body.addWidget(self.intro)
        self._list = QGridLayout()
        self.body.addLayout(self._list)

    def show_duties(self, duties: tuple[Duty, ...], today: Any) -> None:
        """Show the duties; the card is away when nothing brings one up."""
        self.setVisible(bool(duties))
        clear_layout(self._list)
        row = 0
        for duty in duties:
            call = say("duties.call", contact=duty.contact, number=duty.number) if duty.number else duty.contact
            lines = [*(f"\N{EN DASH} {text}" for text in duty.ask), call, duty.by_when]
            self._list.addWidget(Strong(duty.title, wrap=True), row, 0)
            self._list.addWidget(Body("\n".join(lines), wrap=True), row + 1, 0)
            late = duty.due(today)
            code = "duties.check_due" if late else "duties.checked"
            self._list.addWidget(Small(say(code, day=day_text(duty.review_on)), wrap=True), row + 2, 0)
            row += 3


class SafetyPlanTheme(Theme):
    """The client's private plan with the numbers to call: what a case at hard block opens on."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        fields = tuple(
            F(name, "area")
            for name in ("warning_signs", "steps", "people", "places", "documents_and_money", "referrals")
        )
        self.plan = self.put(SingleCard("safety_plan", SafetyPlan, fields, save=tab.saver(self.desk.safety.save_plan)))
        self.numbers = Card(say("safety_plan.numbers"))
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(16)
        self._list.setVerticalSpacing(4)
        self._list.setColumnStretch(2, 1)
        self.numbers.body.addLayout(self._list)
        self.down.addWidget(self.numbers)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.plan.show_value(facts.plan)
        clear_layout(self._list)
        for row, line in enumerate(facts.safety.numbers):
            self._list.addWidget(Body(line.number, strong=True), row, 0)
            self._list.addWidget(Body(line.name), row, 1)
            late = line.due(facts.safety.today)
            text = say("safety_plan.number_due", about=line.about, day=day_text(line.review_on)) if late else line.about
            self._list.addWidget(Muted(text, wrap=True), row, 2)
