"""The card "before both come": the partner's own screening, what both agreed on, what each signed, what is still open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.safety import SafetyInterview
from irt_desk.domain.transitions import TransitionReview, TransitionTarget
from irt_desk.domain.units import (
    DiscernmentScreen,
    JointPreparation,
    PairFacts,
    PartnerPrescreen,
    Place,
    UnitLink,
)
from irt_desk.domain.values import Missing
from irt_desk.services.context import now_here
from irt_desk.services.pathway import Way
from irt_desk.services.texts import day_text, told_apart
from irt_desk.ui.building import Card, Field, LinkButton, Muted, TextLine, clear_layout
from irt_desk.ui.building.texts import bring_to_top
from irt_desk.ui.chart.both_steps import BothStepsCard
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.safety.interview import InterviewCard
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayTab

F = FieldSpec
_SCREEN_FIELDS = (
    F("place", "chips", half=True),
    F("on", half=True),
    F("alone"),
    F("final_decision_made"),
    F("coerced"),
    F("protection_order"),
    F("acute_untreated"),
    F("pending_litigation"),
    F("leaning", "chips"),
    F("note", "area"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointFacts:
    """What the card shows.

    Attributes:
        kind: the unit the review weighs with the same therapist; None when it weighs another way or the case stands elsewhere.
        missing: the whole list that ``irt-desk missing`` prints for that unit.
        opened: units of two opened from this record already.
        guest: the contact in which the partner comes as a guest, while it is open.
        guest_missing: what keeps such a contact from being opened.
    """

    kind: UnitKind | None
    missing: tuple[Missing, ...]
    pair: PairFacts
    preparation: JointPreparation
    partner_id: str
    partner: str
    client: str
    opened: tuple[UnitLink, ...]
    guest: UnitLink | None = None
    guest_missing: tuple[Missing, ...] = ()
    is_preparing: bool = False
    """Whether the review is behind this case, so that the papers of both are what is next."""


def gather_joint(desk: Any, unit_id: str, state: CaseState, review: TransitionReview, client: str) -> JointFacts:
    """Read what stands between this case and a unit for both, on the lane."""
    weighs = state in (CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP)
    same = weighs and review.mode is not None and review.mode.is_same
    kind = None
    if same:
        kind = UnitKind.DISCERNMENT if review.target is TransitionTarget.DISCERNMENT else UnitKind.COUPLE
    preparation = desk.units.preparation(unit_id)
    partners = [person for person, _ in desk.relationships.of(unit_id)]
    named = next((p for p in partners if p.id == preparation.partner_id), partners[0] if partners else None)
    return JointFacts(
        kind=kind,
        missing=desk.pathway.missing_for_unit(unit_id, kind) if kind else (),
        pair=desk.units.pair(unit_id),
        preparation=preparation,
        partner_id=named.id if named else "",
        partner=named.name if named else "",
        client=client,
        opened=tuple(link for link in desk.units.of(unit_id) if link.kind.is_joint),
        guest=desk.units.guest_unit(unit_id),
        guest_missing=desk.units.guest_missing(unit_id),
        is_preparing=state is CaseState.TRANSITION_PREP,
    )


class PrescreenCard(InterviewCard):
    """The partner's own screening, guided as the client's is, with their signature. What was found is behind a link."""

    def __init__(self, tab: PathwayTab) -> None:
        self._tab, self._partner_id = tab, ""
        super().__init__(fresh=self._fresh_interview, save=self._keep)
        self.title.setText(say("prescreen.title"))
        self._empty.setText(say("prescreen.empty"))
        self.signature = TextLine()
        self.signature.changed.connect(self.changed)
        self._signature_field = Field(say("prescreen.signature"), self.signature, help=say("prescreen.signature.help"))
        inside = self.editor.layout()
        assert isinstance(inside, QVBoxLayout)  # the editor of every record card
        inside.insertWidget(3, self._signature_field)
        self.form.control("alone").set_text(say("prescreen.alone"))
        self.latest = Muted("", wrap=True)
        self.body.insertWidget(0, Muted(say("prescreen.only_you"), wrap=True))
        self.body.insertWidget(1, self.latest)
        self.look = LinkButton(say("prescreen.look"))
        self.look.clicked.connect(self._on_look)
        self.body.addWidget(self.look)

    def show_standing(self, facts: JointFacts, today: date) -> None:
        """Show when the partner was screened; never what was found."""
        self._partner_id = facts.partner_id
        on = facts.pair.partner.screened_on if facts.pair.partner else None
        self.latest.setText(say("prescreen.latest", day=day_text(on, today)) if on else "")
        self.latest.setVisible(on is not None)
        self.look.setVisible(on is not None)
        if not self._records:
            self._empty.setVisible(on is None and not self.is_editing)

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, the signature with it."""
        typed = super().unfinished()
        signed = self.signature.text() if self.is_editing else ""
        return {**(typed or {"record": "", "fields": {}}), "signature": signed} if typed or signed else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the form where it was left."""
        super().resume(data)
        self.signature.set_value(str(data.get("signature", "")))

    def forget(self) -> None:
        """Close everything: another chart is shown, and nothing of this one stays on screen."""
        super().forget()
        self.signature.set_value("")
        self.show_records(())

    def _fresh_interview(self) -> SafetyInterview:
        now = now_here()
        return SafetyInterview(
            id="", unit_id=self._tab.unit_id, on=now.day, recorded=now, alone=False, privacy_confirmed=False,
            both_directions_asked=False,
        )  # fmt: skip

    def _keep(self, interview: SafetyInterview, done: Any, failed: Any) -> None:
        whole = PartnerPrescreen(
            id="", from_unit_id=self._tab.unit_id, partner_id=self._partner_id, recorded=interview.recorded,
            interview=interview, partner_signature=self.signature.value(),
        )  # fmt: skip
        self._tab.saver(self._tab.room.desk.units.record_prescreen)(whole, done, failed)

    def _on_saved(self, answer: object) -> None:
        super()._on_saved(answer)
        self.signature.set_value("")
        self.show_records(())
        self._empty.hide()  # one was just recorded; what was told stays behind the link

    def _on_look(self) -> None:
        """Show the partner's screenings; that they were looked at is traced."""
        work = partial(self._tab.room.desk.units.prescreens, self._tab.unit_id)
        self._tab.room.runner.read(self, work, self._show_found, self._tab.fail)

    def _show_found(self, found: tuple[PartnerPrescreen, ...]) -> None:
        if not found or found[-1].from_unit_id == self._tab.unit_id:
            self.show_records([one.interview for one in reversed(found)])
            self.look.hide()


class BeforeBothCard(QWidget):
    """Everything that leads to a lawful first meeting of both, in the order in which it is done."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        self._tab = tab
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        self.opened = Card(say("both.opened"))
        self.steps = BothStepsCard(tab)
        self.prescreen = PrescreenCard(tab)
        save = tab.saver(self._prepare)
        fields = (F("secrets", "chips"), F("prior_info", "chips"))
        self.preparation = SingleCard("preparation", JointPreparation, fields, save=save)
        self._partner_id = ""
        self._names: dict[Place, str] = {}
        self.screens = RecordCard(
            "dc_screen", DiscernmentScreen, _SCREEN_FIELDS, view=self._screen_view, fresh=self._fresh_screen,
            save=tab.saver(tab.room.desk.units.screen_for_discernment), editable=False,
        )  # fmt: skip
        for card in (self.opened, self.steps, self.prescreen, self.preparation, self.screens):
            down.addWidget(card)
        for card in (self.prescreen, self.preparation, self.screens):
            card.saved.connect(self._back_to_the_list)
        tab.keeper.add("prescreen", self.prescreen)
        tab.keeper.add("preparation", self.preparation)
        tab.keeper.add("dc_screen", self.screens)

    def show_joint(self, facts: JointFacts, ways: tuple[Way, ...], today: date) -> None:
        """Show the way to the first meeting of both once the review chose the same therapist; then what was opened.

        The partner can be screened again from here as long as the two have a unit: nowhere else is it recorded.
        """
        self._show_opened(facts)
        self.steps.setVisible(facts.kind is not None and facts.is_preparing)
        self.preparation.setVisible(facts.kind is not None and facts.is_preparing)
        screened = facts.kind is not None or bool(facts.opened)
        self.prescreen.setVisible(screened)
        self.screens.setVisible(facts.kind is UnitKind.DISCERNMENT or (bool(facts.opened) and screened))
        self.setVisible(screened)
        self._partner_id = facts.partner_id
        self.prescreen.show_standing(facts, today)
        self._name_both(facts)
        self.screens.show_records(facts.pair.screens)
        if facts.kind is None:
            return
        self.steps.show_steps(facts, facts.kind, ways, today)
        self.preparation.show_value(facts.preparation)

    def _name_both(self, facts: JointFacts) -> None:
        """Let the questions asked of each say their names."""
        names = told_apart((facts.client, facts.partner or say("word.the_partner_first")))
        self._names = dict(zip(Place, names, strict=True))
        for place, name in self._names.items():
            chip = self.screens.form.control("place").chip(place)
            chip.setText(name.replace("&", "&&"))
            chip.setAccessibleName(name)

    def begin(self, code: str) -> None:
        """Open what closes a missing item."""
        if code.startswith("partner_screening") or code == "one_of_two":
            self.prescreen.start_new()
            bring_to_top(self.prescreen.editor)
        elif code.startswith("dc_"):
            self.screens.start_new()
            place = next((one for one in Place if code == f"dc_screen_{one}"), None)
            if place is not None:
                self.screens.form.control("place").set_value(place)
            bring_to_top(self.screens.editor)
        else:
            self.preparation.form.focus_first()
            bring_to_top(self.preparation)

    def _back_to_the_list(self) -> None:
        """Bring what is still open into sight once something of it was saved."""
        if self.steps.isVisible():
            bring_to_top(self.steps)

    def forget(self) -> None:
        """Show another record."""
        self.prescreen.forget()
        self.preparation.forget()
        self.screens.forget()

    def _show_opened(self, facts: JointFacts) -> None:
        clear_layout(self.opened.body)
        self.opened.setVisible(bool(facts.opened))
        for link in facts.opened:
            go = LinkButton(say("both.go", kind=label(link.kind), day=day_text(link.opened_on)))
            go.clicked.connect(partial(self._tab.room.go, "chart", unit_id=link.unit_id))
            self.opened.body.addWidget(go)

    def _prepare(self, preparation: JointPreparation) -> Any:
        return self._tab.room.desk.units.prepare(replace(preparation, partner_id=self._partner_id))

    def _fresh_screen(self) -> DiscernmentScreen:
        now = now_here()
        return DiscernmentScreen(
            id="", from_unit_id=self._tab.unit_id, place=Place.A, on=now.day, recorded=now, alone=False
        )

    def _screen_view(self, screen: DiscernmentScreen) -> RowView:
        """Return how a discernment screening looks in the list: who and when; what was said alone is not on screen."""
        return RowView(self._names[screen.place], "", ((day_text(screen.on), "neutral"),), editable=False)


__all__ = ["BeforeBothCard", "JointFacts", "PrescreenCard", "gather_joint"]
