"""The themes of Intake & fit: each is a few cards over one part of the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.suitability import (
    Barrier,
    BarrierHolder,
    BarrierStatus,
    BarrierType,
    EffortBy,
    EngagementEffort,
    FitNotes,
    MotivationScreen,
    SupportOnly,
)
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner
from irt_desk.ui.fit.taking_back import TakeBack
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
    return now_here().day


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
        self.taking_back = TakeBack(self.barriers, tab, self.desk.suitability.take_back_barrier)
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


def make(name: str, tab: IntakeTab) -> Theme:
    """Return a theme by name; those with a folder of their own load here."""
    from irt_desk.ui.fit.cautions import CautionsTheme
    from irt_desk.ui.fit.consents import ConsentsTheme
    from irt_desk.ui.fit.decision import DecisionTheme
    from irt_desk.ui.fit.open_points import OpenTheme
    from irt_desk.ui.fit.trail import CouplesFirstTheme
    from irt_desk.ui.safety.theme import SafetyPlanTheme, SafetyTheme

    themes: dict[str, type[Theme]] = {
        "open": OpenTheme,
        "person": PersonTheme,
        "couples_first": CouplesFirstTheme,
        "barriers": BarriersTheme,
        "motivation": MotivationTheme,
        "cautions": CautionsTheme,
        "safety": SafetyTheme,
        "safety_plan": SafetyPlanTheme,
        "consents": ConsentsTheme,
        "decision": DecisionTheme,
    }
    return themes[name](tab)
