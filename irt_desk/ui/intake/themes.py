"""The pages of the guided intake, one a theme; what is typed is the client's account or, for the partner, as told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from irt_desk.domain.cases import PresentingPicture
from irt_desk.domain.intake import (
    ClientCommitment,
    HurtHolder,
    HurtStatus,
    IntakePicture,
    IntakeTheme,
    LifeArea,
    RelationshipVision,
    Role,
    RoleFunctioning,
    Spillover,
    UnresolvedHurt,
    WantsStatement,
    by_day,
)
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner
from irt_desk.ui.chart.tab import Done, Failed
from irt_desk.ui.chart.themes import Theme, _today
from irt_desk.ui.intake.foot import ThemeFoot
from irt_desk.ui.intake.ratings import Entry, Rated, RatingsCard
from irt_desk.ui.intake.typed import TypedCard
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.intake import IntakeFacts, IntakeTab

F = FieldSpec


class GuidedTheme(Theme):
    """A theme of the guided intake: its cards, then "next" and "leave out for now"."""

    name: IntakeTheme

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__(tab)
        self.build()
        self.foot = ThemeFoot(self.name, partial(tab.choose), tab.skip)
        self.down.addWidget(self.foot)

    def build(self) -> None:
        """Make the cards."""

    def show_facts(self, facts: IntakeFacts) -> None:
        """Show what was read."""
        self.show_picture(facts.picture, stopped=facts.standing.gate.is_stop)
        self.foot.show_progress(next((p for p in facts.progress if p.theme is self.name), None))

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds."""

    def presenting(self, words: str, specs: tuple[FieldSpec, ...]) -> TypedCard:
        """Add a card over some fields of the presenting picture; the others are left as stored."""
        only = tuple(spec.name for spec in specs)
        save = partial(self.desk.intake.save_presenting, only=only)
        card: TypedCard = self.put(TypedCard(words, PresentingPicture, specs, save=self.tab.saver(save)))
        return card


class PresentingTheme(GuidedTheme):
    """Why the person comes; their words apart from the therapist's (rows 2, 4, 6, 24)."""

    name = IntakeTheme.PRESENTING

    def build(self) -> None:
        """Make the cards."""
        self.card = self.presenting(
            "presenting",
            (
                F("client_words", "area", tone="client"),
                F("clinical_summary", "area"),
                F("primary_reason", half=True),
                F("arguments_per_week", half=True),
                F("onset"),
                F("diagnosis"),
            ),
        )

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds."""
        self.card.show_value(picture.presenting)


class DailyLifeTheme(GuidedTheme):
    """How the person does elsewhere, and where the trouble reaches (rows 1, 10)."""

    name = IntakeTheme.DAILY_LIFE

    def build(self) -> None:
        """Make the cards."""
        self.roles = self.put(RatingsCard("roles", Role, ("rating",), save=self._save_roles))
        self.spillover = self.put(RatingsCard("spillover", LifeArea, ("impact",), save=self._save_spillover))

    def _save_roles(self, entries: tuple[Entry, ...], done: Done, failed: Failed) -> None:
        now = now_here()
        made = tuple(
            RoleFunctioning(
                id="",
                unit_id=self.unit_id,
                role=Role(e.member),
                rating=e.values[0],
                note=e.note,
                as_of=e.as_of,
                entered=now,
            )
            for e in entries
        )
        self.tab.store(partial(self.desk.intake.record_roles, self.unit_id, made), done, failed)

    def _save_spillover(self, entries: tuple[Entry, ...], done: Done, failed: Failed) -> None:
        now = now_here()
        made = tuple(
            Spillover(
                id="", unit_id=self.unit_id, life_area=LifeArea(e.member), impact=e.values[0], note=e.note,
                as_of=e.as_of, entered=now,
            )
            for e in entries
        )  # fmt: skip
        self.tab.store(partial(self.desk.intake.record_spillover, self.unit_id, made), done, failed)

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds."""
        self.roles.show_ratings(
            {
                role: tuple(
                    Rated(r.as_of, (r.rating,), r.note) for r in by_day(x for x in picture.roles if x.role is role)
                )
                for role in Role
            }
        )
        self.spillover.show_ratings(
            {
                area: tuple(
                    Rated(s.as_of, (s.impact,), s.note)
                    for s in by_day(x for x in picture.spillover if x.life_area is area)
                )
                for area in LifeArea
            }
        )


class HurtsTheme(GuidedTheme):
    """Hurts that stand between the two, held by either of them (row 5)."""

    name = IntakeTheme.HURTS

    def build(self) -> None:
        """Make the cards."""
        self.own = self._card(HurtHolder.CLIENT)
        self.partners = self._card(HurtHolder.PARTNER_AS_REPORTED)

    def _card(self, holder: HurtHolder) -> RecordCard:
        tone = "partner" if holder is HurtHolder.PARTNER_AS_REPORTED else "client"
        specs = (
            F("short_label", required=True, tone=tone),
            F("approx_when", half=True),
            F("still_hurts", "rating", half=True),
            F("repair_attempts", "area"),
            F("status", "chips"),
        )
        card: RecordCard = self.put(
            RecordCard(
                f"hurt_{holder}",
                UnresolvedHurt,
                specs,
                view=_hurt_view,
                fresh=partial(self._fresh, holder),
                save=self.tab.saver(self.desk.intake.save_hurt),
            )
        )
        return card

    def _fresh(self, holder: HurtHolder) -> UnresolvedHurt:
        return UnresolvedHurt(id="", unit_id=self.unit_id, holder=holder)

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds."""
        for card, holder in ((self.own, HurtHolder.CLIENT), (self.partners, HurtHolder.PARTNER_AS_REPORTED)):
            card.show_records([hurt for hurt in picture.hurts if hurt.holder is holder])


def _hurt_view(hurt: UnresolvedHurt) -> RowView:
    role = {HurtStatus.OPEN: "attention", HurtStatus.SOFTENING: "relationship"}.get(hurt.status, "neutral")
    parts = [
        hurt.approx_when,
        say("hurt.still", value=hurt.still_hurts) if hurt.still_hurts is not None else "",
        hurt.repair_attempts,
    ]
    pills: tuple[tuple[str, str], ...] = ((label(hurt.status), role),)
    if hurt.holder is HurtHolder.PARTNER_AS_REPORTED:
        pills = ((say("word.as_told"), "partner"), *pills)
    return RowView(hurt.short_label, " · ".join(part for part in parts if part), pills)


class FirstStepsTheme(GuidedTheme):
    """What the client takes on, and where the work begins (rows 12, 15)."""

    name = IntakeTheme.FIRST_STEPS

    def build(self) -> None:
        """Make the cards."""
        self.focus = self.presenting("first_steps", (F("first_focus", "area"), F("irt_rationale", "area")))
        self.stop = Banner("", "danger")
        self.down.addWidget(self.stop)
        self.commitments = self.put(
            RecordCard(
                "commitment",
                ClientCommitment,
                (
                    F("behaviour", required=True, tone="client"),
                    F("context"),
                    F("start", half=True),
                    F("review_on", half=True),
                    F("kept", "chips"),
                ),
                view=_commitment_view,
                fresh=self._fresh,
                save=self.tab.saver(self.desk.intake.save_commitment),
            )
        )

    def _fresh(self) -> ClientCommitment:
        return ClientCommitment(id="", unit_id=self.unit_id, start=_today())

    def show_picture(self, picture: IntakePicture, *, stopped: bool) -> None:
        """Show what the intake holds; a stopped case asks nobody what they could do differently (6.6)."""
        self.focus.show_value(picture.presenting)
        self.commitments.show_records(picture.commitments)
        self.commitments.setVisible(not stopped or bool(picture.commitments))
        if self.commitments.add_button:
            self.commitments.add_button.setVisible(not stopped and not self.commitments.is_editing)
        self.stop.say(say("intake.stopped") if stopped else "")


def _commitment_view(commitment: ClientCommitment) -> RowView:
    review = say("commitment.looked_at", day=day_text(commitment.review_on)) if commitment.review_on else ""
    detail = " · ".join(part for part in (commitment.context, review) if part)
    return RowView(commitment.behaviour, detail, ((label(commitment.kept), "neutral"),))


def statement_view(statement: RelationshipVision | WantsStatement) -> RowView:
    """Return how a version of a statement looks in its list."""
    pills = [
        (
            say("statement.version", number=statement.version, day=day_text(statement.on, _today(), weekday=False)),
            "neutral",
        )
    ]
    if isinstance(statement, WantsStatement) and statement.clarity is not None:
        pills.insert(0, (say("wants.clear", value=statement.clarity), "client"))
    return RowView(f"\N{LEFT DOUBLE QUOTATION MARK}{statement.text}\N{RIGHT DOUBLE QUOTATION MARK}", "", tuple(pills))


__all__ = ["DailyLifeTheme", "FirstStepsTheme", "GuidedTheme", "HurtsTheme", "PresentingTheme", "statement_view"]
