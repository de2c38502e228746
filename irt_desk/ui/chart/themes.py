"""The themes of Intake & fit: each is a few cards over one part of the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.cases import PresentingPicture
from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.safety import (
    Gate,
    GateOverride,
    OverrideKind,
    SafetyInterview,
    SafetyPlan,
)
from irt_desk.domain.suitability import (
    Barrier,
    BarrierHolder,
    BarrierStatus,
    BarrierType,
    CautionFlag,
    CautionType,
    CouplesPreferability,
    EffortBy,
    EngagementEffort,
    FitDecision,
    FitNotes,
    FitOutcome,
    MotivationScreen,
    PreferabilityJudgement,
    Severity,
    SupportOnly,
)
from irt_desk.domain.values import Instant, Signature
from irt_desk.services.context import system_clock
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner, Body, Card, Muted, Pill
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.records.single import SingleCard
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec


class Theme(QWidget):
    """One theme: a column of cards."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__()
        self.tab = tab
        self.desk = tab.room.desk
        self.cards: list[Any] = []
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(0, 0, 0, 0)
        self.down.setSpacing(16)

    @property
    def unit_id(self) -> str:
        """The record shown."""
        return self.tab.unit_id

    def put(self, card: Any) -> Any:
        """Add a card and return it."""
        self.cards.append(card)
        self.down.addWidget(card)
        return card

    def forget(self) -> None:
        """Close open editors: another record is shown."""
        for card in self.cards:
            if hasattr(card, "forget"):
                card.forget()

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""


def _today() -> Any:
    return Instant(system_clock()).day


class PersonTheme(Theme):
    """Who the client is and how they can be reached safely."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self._client: Client | None = None
        fields = (
            F("preferred_name", half=True, required=True),
            F("legal_name", half=True),
            F("pronouns", half=True),
            F("date_of_birth", half=True),
            F("phone", half=True),
            F("email", half=True),
            F("address"),
            F("language", half=True),
            F("referral_source", half=True),
            F("interpreter"),
        )
        self.person = self.put(SingleCard("client", Client, fields, save=tab.saver(self.desk.clients.save)))
        contact = (
            F("method", half=True),
            F("detail", half=True),
            F("times", half=True),
            F("confirmed_on", half=True),
            F("voicemail_ok"),
            F("note", "area"),
        )
        self.contact = self.put(SingleCard("safe_contact", SafeContact, contact, save=self._save_contact))

    def _save_contact(self, contact: SafeContact, done: Any, failed: Any) -> None:
        if self._client is not None:
            client = replace(self._client, safe_contact=contact)
            self.tab.saver(self.desk.clients.save)(client, done, failed)

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self._client = facts.client
        self.person.show_value(facts.client)
        self.contact.show_value(facts.client.safe_contact)


class PresentingTheme(Theme):
    """Why the person comes; their words apart from the therapist's."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        fields = (
            F("client_words", "area", tone="client"),
            F("clinical_summary", "area"),
            F("primary_reason", half=True),
            F("arguments_per_week", half=True),
            F("onset"),
            F("relationship_vision", "area", tone="client"),
            F("first_focus", "area"),
            F("irt_rationale", "area"),
            F("diagnosis"),
        )
        save = tab.saver(self.desk.clients.save_presenting)
        self.card = self.put(SingleCard("presenting", PresentingPicture, fields, save=save))

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.card.show_value(facts.presenting)


class CouplesFirstTheme(Theme):
    """Would couples counseling be better, and what was tried."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.answers = self.put(
            RecordCard(
                "preferability",
                CouplesPreferability,
                (F("judgement"), F("considered_on"), F("reasons", "area", required=True)),
                view=lambda a: RowView(label(a.judgement), a.reasons, ((day_text(a.considered_on), "neutral"),)),
                fresh=self._fresh,
                save=tab.saver(self.desk.suitability.add_preferability),
                editable=False,
            )
        )

    def _fresh(self) -> CouplesPreferability:
        judgement = PreferabilityJudgement.PREFERABLE_NOT_FEASIBLE_NOW
        return CouplesPreferability(
            id="", unit_id=self.unit_id, considered_on=_today(), judgement=judgement, reasons=""
        )

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.answers.show_records(facts.fit.preferability)


class BarriersTheme(Theme):
    """Barriers, efforts to engage the partner, or why none."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.barriers = self.put(
            RecordCard(
                "barrier",
                Barrier,
                (
                    F("type", half=True),
                    F("held_by", half=True),
                    F("strength", "rating", half=True),
                    F("changeable", "chips", half=True),
                    F("words", tone="partner"),
                    F("plan", "area"),
                    F("explored_on", half=True),
                    F("status", "chips", half=True),
                ),
                view=_barrier_view,
                fresh=self._fresh_barrier,
                save=tab.saver(self.desk.suitability.save_barrier),
            )
        )
        self.efforts = self.put(
            RecordCard(
                "effort",
                EngagementEffort,
                (
                    F("on", half=True),
                    F("by", "chips", half=True),
                    F("method", half=True),
                    F("what_was_offered", half=True),
                    F("outcome", "area", tone="partner"),
                    F("next_step"),
                ),
                view=lambda e: RowView(f"{e.what_was_offered} ({e.method})", e.outcome, ((day_text(e.on), "neutral"),)),
                fresh=self._fresh_effort,
                save=tab.saver(self.desk.suitability.add_effort),
                editable=False,
            )
        )
        self.notes = self.put(
            SingleCard(
                "fit_notes",
                FitNotes,
                (F("no_barriers_found_on", half=True), F("no_effort_reason", half=True), F("no_effort_note")),
                save=tab.saver(self.desk.suitability.save_notes),
            )
        )

    def _fresh_barrier(self) -> Barrier:
        return Barrier(
            id="", unit_id=self.unit_id, type=BarrierType.PARTNER_DECLINED, held_by=BarrierHolder.PARTNER_AS_REPORTED
        )

    def _fresh_effort(self) -> EngagementEffort:
        return EngagementEffort(
            id="", unit_id=self.unit_id, on=_today(), by=EffortBy.CLIENT, method="", what_was_offered="", outcome=""
        )

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.barriers.show_records(facts.fit.barriers)
        self.efforts.show_records(facts.fit.efforts)
        self.notes.show_value(facts.fit.notes)


def _barrier_view(barrier: Barrier) -> RowView:
    role = {BarrierStatus.OPEN: "attention", BarrierStatus.EXPLORED: "relationship", BarrierStatus.EASED: "good"}
    detail = " · ".join(part for part in (label(barrier.held_by), barrier.words, barrier.plan) if part)
    return RowView(label(barrier.type), detail, ((label(barrier.status), role[barrier.status]),))


class MotivationTheme(Theme):
    """Support only, or also the own part? And the assumption of being the only one who must change."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.screens = self.put(
            RecordCard(
                "motivation",
                MotivationScreen,
                (
                    F("on", half=True),
                    F("wants_support_only", "chips", half=True),
                    F("willing_to_examine_own_part", "rating", high=4, half=True),
                    F("willing_to_practise", "rating", high=4, half=True),
                ),
                view=_motivation_view,
                fresh=self._fresh,
                save=tab.saver(self.desk.suitability.add_motivation),
                editable=False,
            )
        )
        self.cue = Banner("", "attention")
        self.down.addWidget(self.cue)
        self.assumption = self.put(
            SingleCard(
                "sole_changer",
                FitNotes,
                (
                    F("sole_changer_held", "rating", high=4),
                    F("sole_changer_origin", "area"),
                    F("sole_changer_learned", "area"),
                ),
                save=tab.saver(self.desk.suitability.save_notes),
            )
        )

    def _fresh(self) -> MotivationScreen:
        return MotivationScreen(
            id="",
            unit_id=self.unit_id,
            on=_today(),
            wants_support_only=SupportOnly.NO,
            willing_to_examine_own_part=0,
            willing_to_practise=0,
        )

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.screens.show_records(facts.fit.motivation)
        self.assumption.show_value(facts.fit.notes)
        self.cue.say(say("sole_changer.cue") if facts.fit.notes.sole_changer_cue else "")


def _motivation_view(screen: MotivationScreen) -> RowView:
    text = say(
        "motivation.row",
        support=label(screen.wants_support_only).lower(),
        part=screen.willing_to_examine_own_part,
        practise=screen.willing_to_practise,
    )
    advice = say("motivation.advice", outcome=label(screen.recommended)) if screen.recommended else ""
    return RowView(text, advice, ((day_text(screen.on), "neutral"),))


class CautionsTheme(Theme):
    """Cautions with their plan; without the matching competence a consultation or a referral."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.flags = self.put(
            RecordCard(
                "caution",
                CautionFlag,
                (
                    F("type", half=True),
                    F("severity", "chips", half=True),
                    F("raised_on", half=True),
                    F("status", "chips", half=True),
                    F("plan", "area"),
                    F("consultant", half=True),
                    F("consulted_on", half=True),
                    F("referral"),
                ),
                view=_caution_view,
                fresh=self._fresh,
                save=tab.saver(self.desk.suitability.save_caution),
            )
        )

    def _fresh(self) -> CautionFlag:
        kind, severity = CautionType.PARTNER_SUBSTANCE_USE, Severity.MEDIUM
        return CautionFlag(id="", unit_id=self.unit_id, type=kind, severity=severity, raised_on=_today())

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.flags.show_records(facts.fit.cautions)


def _caution_view(flag: CautionFlag) -> RowView:
    consulted = say("caution.consulted", name=flag.consultant) if flag.consultant else ""
    detail = " · ".join(part for part in (flag.plan, consulted, flag.referral) if part)
    return RowView(f"{label(flag.type)} ({label(flag.severity).lower()})", detail, ((label(flag.status), "attention"),))


class SafetyTheme(Theme):
    """The gate, the interviews, the override at caution, the private plan."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.gate = Card(say("safety.gate"))
        self.pill = Pill("", "neutral")
        self.gate.add_beside_title(self.pill)
        self.why = Body("", wrap=True)
        self.when = Muted("", wrap=True)
        self.gate.body.addWidget(self.why)
        self.gate.body.addWidget(self.when)
        self.down.addWidget(self.gate)
        self.interviews = self.put(
            RecordCard(
                "interview",
                SafetyInterview,
                (
                    F("on", half=True),
                    F("mode", "chips", half=True),
                    F("alone"),
                    F("privacy_confirmed"),
                    F("both_directions_asked"),
                    F("findings"),
                    F("markers"),
                    F("protection_order"),
                    F("unsafe_to_speak"),
                    F("typology"),
                    F("account", "area"),
                    F("change_reason", "area"),
                    F("external_evidence", "area"),
                    F("rescreen_in_days"),
                ),
                view=_interview_view,
                fresh=self._fresh_interview,
                save=tab.saver(self.desk.safety.record_interview),
                editable=False,
            )
        )
        self.overrides = self.put(
            RecordCard(
                "override",
                GateOverride,
                (
                    F("why_situational", "area"),
                    F("screened_alone_on"),
                    F("client_wish", "area"),
                    F("no_fear_of_payback", "area"),
                    F("client_safety_plan", "area"),
                    F("alcohol_and_weapon_check", "area"),
                    F("consultant", half=True),
                    F("consulted_on", half=True),
                    F("consultant_advice", "area"),
                    F("expires_on"),
                ),
                view=lambda o: RowView(
                    label(o.kind),
                    o.why_situational,
                    ((say("override.until", day=day_text(o.expires_on)), "attention"),),
                ),
                fresh=self._fresh_override,
                save=tab.saver(self.desk.safety.sign_override),
                editable=False,
            )
        )
        plan = tuple(
            F(name, "area")
            for name in ("warning_signs", "steps", "people", "places", "documents_and_money", "referrals")
        )
        self.plan = self.put(SingleCard("safety_plan", SafetyPlan, plan, save=tab.saver(self.desk.safety.save_plan)))

    def _fresh_interview(self) -> SafetyInterview:
        return SafetyInterview(
            id="",
            unit_id=self.unit_id,
            on=_today(),
            recorded=Instant(system_clock()),
            alone=False,
            privacy_confirmed=False,
            both_directions_asked=False,
        )

    def _fresh_override(self) -> GateOverride:
        now = Instant(system_clock())
        return GateOverride(
            id="",
            unit_id=self.unit_id,
            kind=OverrideKind.INVITATION,
            signed_on=now.day,
            expires_on=now.day + timedelta(days=30),
            signed=Signature("", "", now),
        )

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        from irt_desk.ui.clients.page import GATE_ROLE

        standing = facts.standing
        self.pill.show_as(label(standing.gate), GATE_ROLE[standing.gate])
        reasons = " ".join(say(f"gate_reason.{code}") for code in standing.reasons)
        self.why.setText(reasons or say("safety.open_text"))
        parts = [say("safety.screened", day=day_text(standing.screened_on))] if standing.screened_on else []
        parts += [say("safety.again", day=day_text(standing.rescreen_due))] if standing.rescreen_due else []
        self.when.setText(" ".join(parts))
        self.interviews.show_records(facts.history.interviews[::-1])
        self.overrides.show_records(facts.history.overrides[::-1])
        self.overrides.setVisible(standing.gate is Gate.CAUTION or bool(facts.history.overrides))
        self.plan.show_value(facts.plan)


def _interview_view(interview: SafetyInterview) -> RowView:
    findings = "; ".join(label(finding) for finding in interview.findings)
    if not interview.counts:
        return RowView(findings, say("interview.does_not_count"), ((day_text(interview.on), "danger"),))
    return RowView(
        findings, interview.account, ((day_text(interview.on), "neutral"), (label(interview.gate), "neutral"))
    )


class ConsentsTheme(Theme):
    """Consents: signed, dated, withdrawn, never edited."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.consents = self.put(
            RecordCard(
                "consent",
                Consent,
                (
                    F("type", half=True),
                    F("version", half=True),
                    F("signer", "chips", half=True),
                    F("signer_name", half=True),
                    F("signed_on", half=True),
                    F("expires_on", half=True),
                    F("points"),
                    F("note"),
                ),
                view=_consent_view,
                fresh=self._fresh,
                save=tab.saver(self.desk.consents.sign),
                editable=False,
            )
        )
        self.consents.form.control("type").changed.connect(self._show_points)
        self.consents.opened.connect(self._show_points)

    def _show_points(self) -> None:
        """Ask for the five points of the orientation, and only for it."""
        is_orientation = self.consents.form.control("type").value() is ConsentType.IRT_MODALITY_ORIENTATION
        self.consents.form.field("points").setVisible(is_orientation)

    def _fresh(self) -> Consent:
        name = self._name
        return Consent(
            id="",
            unit_id=self.unit_id,
            type=ConsentType.INFORMED,
            version="1",
            signer=Signer.CLIENT,
            signer_name=name,
            signed_on=_today(),
        )

    _name = ""

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self._name = facts.client.legal_name or facts.client.preferred_name
        self.consents.show_records(facts.consents)


def _consent_view(consent: Consent) -> RowView:
    detail = say("consent.row", signer=consent.signer_name, day=day_text(consent.signed_on), version=consent.version)
    if consent.withdrawn_on:
        return RowView(
            label(consent.type), detail, ((say("consent.withdrawn", day=day_text(consent.withdrawn_on)), "danger"),)
        )
    ends = ((say("consent.ends", day=day_text(consent.expires_on)), "attention"),) if consent.expires_on else ()
    return RowView(label(consent.type), detail, ends)


class DecisionTheme(Theme):
    """The fit decision."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
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
                view=lambda d: RowView(label(d.outcome), d.summary, ((day_text(d.on), "neutral"),)),
                fresh=self._fresh,
                save=tab.saver(self.desk.suitability.decide_fit),
                editable=False,
            )
        )

    def _fresh(self) -> FitDecision:
        return FitDecision(id="", unit_id=self.unit_id, on=_today(), outcome=FitOutcome.IRT_RECOMMENDED, summary="")

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.decisions.show_records(facts.fit.decisions)


_THEMES: dict[str, type[Theme]] = {
    "person": PersonTheme,
    "presenting": PresentingTheme,
    "couples_first": CouplesFirstTheme,
    "barriers": BarriersTheme,
    "motivation": MotivationTheme,
    "cautions": CautionsTheme,
    "safety": SafetyTheme,
    "consents": ConsentsTheme,
    "decision": DecisionTheme,
}


def make(name: str, tab: IntakeTab) -> Theme:
    """Return a theme by name."""
    return _THEMES[name](tab)
