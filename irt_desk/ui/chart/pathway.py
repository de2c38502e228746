"""The Pathway tab: where the case stands, what is open before the partner is invited, where it can go, review and discharge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.cases import INDIVIDUAL_OUTCOMES, INDIVIDUAL_STATES, CaseState, StateChange
from irt_desk.domain.engagement import MOVES, EngagementEntry, PartnerEngagement
from irt_desk.domain.pathway import TransitionCode
from irt_desk.domain.transitions import (
    ClientChoice,
    Discharge,
    Material,
    NeutralityBand,
    PrivateKnowledge,
    TransitionReview,
)
from irt_desk.domain.values import Act, Invalid, Missing
from irt_desk.errors import UserError
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.context import now_here
from irt_desk.services.pathway import InvitationCheck, Way
from irt_desk.services.suitability import FitPicture
from irt_desk.services.texts import day_text, first_name
from irt_desk.ui.building import (
    Banner,
    Body,
    Button,
    Card,
    Choice,
    ChoiceChips,
    Columns,
    DateField,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    Small,
    Strong,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.raw import set_raws
from irt_desk.ui.chart.before_both import BeforeBothCard, JointFacts, gather_joint
from irt_desk.ui.chart.collateral import GuestCard
from irt_desk.ui.chart.intake import THEME_OF
from irt_desk.ui.chart.inviting import InvitingCard, InvitingFacts, gather_inviting
from irt_desk.ui.chart.moving import MoveCard
from irt_desk.ui.chart.steps import StepLine
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.room import Room
from irt_desk.words import label, say

F = FieldSpec
_CLOSING = tuple(o for o in INDIVIDUAL_OUTCOMES if not o.is_move)
_FOLLOWED = frozenset({*THEME_OF, Act.PLAN, Act.ENGAGEMENT, Act.REVIEW, Act.DISCHARGE, Act.UNIT, Act.TRANSFER})
_RESTING = frozenset({CaseState.PAUSED, CaseState.NOT_NOW, CaseState.REFERRED_OUT, CaseState.CLOSED})
_BEFORE = frozenset(
    {
        PartnerEngagement.NOT_EXPLORED,
        PartnerEngagement.NOT_YET_ASKED,
        PartnerEngagement.PREPARING_INVITATION,
        PartnerEngagement.DECLINED,
        PartnerEngagement.WITHDREW,
        PartnerEngagement.INVITATION_CONTRAINDICATED,
    }
)
"""Where the partner stands while an invitation is still ahead."""


@dataclass(frozen=True, slots=True)
class PathwayFacts:
    """Everything the tab shows."""

    head: ChartHead
    ways: tuple[Way, ...]
    invitation: InvitationCheck
    history: tuple[StateChange, ...]
    log: tuple[EngagementEntry, ...]
    fit: FitPicture
    review: TransitionReview
    review_missing: tuple[Missing, ...]
    band: NeutralityBand
    discharge: Discharge
    discharge_missing: tuple[Missing, ...]
    joint: JointFacts
    inviting: InvitingFacts


def gather(desk: Any, unit_id: str) -> PathwayFacts:
    """Read everything the tab shows, on the lane."""
    review, head = desk.pathway.review(unit_id), desk.charts.head(unit_id)
    return PathwayFacts(
        head,
        desk.pathway.ways(unit_id),
        desk.pathway.before_invitation(unit_id),
        desk.pathway.history(unit_id),
        desk.engagement.log(unit_id),
        desk.suitability.of(unit_id),
        review,
        desk.pathway.review_missing(unit_id),
        desk.pathway.suggested_band(unit_id, review),
        desk.pathway.discharge(unit_id),
        desk.pathway.discharge_missing(unit_id),
        gather_joint(desk, unit_id, head.episode.state, review, head.client.preferred_name),
        gather_inviting(desk, unit_id),
    )


class PathwayTab(ChartTab):
    """States as steps; every open item is a link to the act that closes it."""

    place = "pathway"
    areas = frozenset(
        {Area.PATHWAY, Area.CASES, Area.SAFETY, Area.SUITABILITY, Area.CONSENTS, Area.PLANS, Area.SESSIONS, Area.UNITS}
    )

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: PathwayFacts | None = None
        body = self.scroll_body()
        self.line_card = Card()
        self.case_line, self.partner_line = StepLine("client"), StepLine("partner")
        for step_line in (self.case_line, self.partner_line):
            self.line_card.body.addWidget(step_line)
        body.addWidget(self.line_card)
        columns = Columns((7, 5))
        left, right = columns.columns
        self.before = Card(say("pathway.before"))
        left.addWidget(self.before)
        self.partner_card = PartnerCard(self)
        left.addWidget(self.partner_card)
        self.inviting = InvitingCard(self)
        left.addWidget(self.inviting)
        left.addStretch(1)
        self.barriers = Card(say("pathway.barriers"))
        self.history = Card(say("pathway.history"))
        right.addWidget(self.barriers)
        right.addWidget(self.history)
        right.addStretch(1)
        body.addWidget(columns)
        body.addWidget(Strong(say("pathway.where")))
        self.move_card = MoveCard(self, self.open_item)
        self.ways = QWidget()
        self._grid = QGridLayout(self.ways)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        body.addWidget(self.ways)
        body.addWidget(self.move_card)
        self.review = ReviewCard(self)
        body.addWidget(self.review)
        self.both = BeforeBothCard(self)
        body.addWidget(self.both)
        self.guest = GuestCard(self)
        body.addWidget(self.guest)
        self.discharge = DischargeCard(self)
        body.addWidget(self.discharge)
        body.addStretch(1)
        self.keeper.add("partner", self.partner_card)
        self.keeper.add("move", self.move_card)
        self.keeper.add("review", self.review.form_card)
        self.keeper.add("discharge", self.discharge.form_card)

    def forget(self) -> None:
        """Show another record."""
        self.move_card.forget()
        self.partner_card.form.hide()
        self.review.form_card.forget()
        self.both.forget()
        self.guest.forget()
        self.inviting.forget()
        self.discharge.form_card.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: PathwayFacts) -> None:
        if facts.head.unit.id != self.unit_id:
            return
        self._facts = facts
        self._show_lines(facts)
        self._show_before(facts)
        self.partner_card.show_facts(facts)
        self.inviting.show_inviting(facts.inviting, facts.head)
        self._show_barriers(facts)
        self._show_history(facts)
        self._show_ways(facts)
        self.move_card.show_ways(facts.ways)
        self.review.show_facts(facts)
        self.both.show_joint(facts.joint, facts.head.today)
        self.guest.show_guest(facts.joint, facts.head)
        self.discharge.show_facts(facts.ways, facts.discharge, facts.discharge_missing)
        self.keeper.show(self.unit_id)

    def _show_lines(self, facts: PathwayFacts) -> None:
        name, partner = first_name(facts.head.client.preferred_name), first_name(facts.head.partner_name)
        today = facts.head.today
        steps = [(label(CaseState.INQUIRY), day_text(facts.head.episode.opened_on, today, weekday=False))]
        steps += [(label(c.to_state), day_text(c.on, today, weekday=False)) for c in facts.history]
        self.case_line.show_steps(say("pathway.case_of", name=name), label(facts.head.unit.kind), steps[-6:])
        moves = [(label(e.to_state), day_text(e.on, today, weekday=False)) for e in facts.log]
        moves = moves or [(label(PartnerEngagement.NOT_EXPLORED), "")]
        self.partner_line.show_steps(partner or say("word.partner"), say("pathway.as_told", name=name), moves[-6:])

    def _show_before(self, facts: PathwayFacts) -> None:
        clear_layout(self.before.body)
        is_open = facts.head.episode.state not in (CaseState.CLOSED, CaseState.REFERRED_OUT)
        self.before.setVisible(is_open and facts.head.engagement in _BEFORE)
        partner = first_name(facts.head.partner_name) or say("word.the_partner")
        self.before.title.setText(say("pathway.before_of", name=partner))
        for item in facts.invitation.open:
            self.open_item(self.before.body, item)
        for code in facts.invitation.done:
            self.before.body.addWidget(Muted(f"\N{CHECK MARK}  {say(f'invite_done.{code}')}"))

    def open_item(self, to: QVBoxLayout, item: Missing) -> None:
        """Show one open item with the link to where it is closed."""
        across = QHBoxLayout()
        across.addWidget(Body("\N{WHITE CIRCLE}", tone="attention"), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(Body(item.sentence, wrap=True), 1)
        if item.act in _FOLLOWED:
            act = Button(say(f"act.{item.act}"))
            act.setAccessibleName(f"{say(f'act.{item.act}')}: {item.sentence}")
            act.clicked.connect(partial(self.follow, item.act, item.code))
            across.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        to.addLayout(across)

    def follow(self, act: Act, code: str = "", *_: Any) -> None:
        """Go where a missing item is closed."""
        if act in THEME_OF:
            self.room.go("chart", unit_id=self.unit_id, tab="intake", theme=THEME_OF[act])
        elif act is Act.PLAN:
            self.room.go("chart", unit_id=self.unit_id, tab="plan")
        elif act is Act.TRANSFER:
            self.room.go("chart", unit_id=self.unit_id, tab="documents", document="transfer")
        elif act is Act.ENGAGEMENT:
            self.partner_card.begin()
        elif act is Act.UNIT:
            self.both.begin(code)
        elif act is Act.REVIEW:
            self.review.form_card.form.focus_first()
        elif act is Act.DISCHARGE:
            self.discharge.form_card.form.focus_first()

    def _show_barriers(self, facts: PathwayFacts) -> None:
        clear_layout(self.barriers.body)
        role = {"open": "attention", "explored": "relationship", "eased": "good"}
        for barrier in facts.fit.barriers:
            across = QHBoxLayout()
            across.addWidget(Body(label(barrier.type), wrap=True), 1)
            across.addWidget(Small(label(barrier.held_by)))
            across.addWidget(Pill(label(barrier.status), role[barrier.status]))
            self.barriers.body.addLayout(across)
        if not facts.fit.barriers:
            self.barriers.body.addWidget(Muted(say("barrier.empty"), wrap=True))

    def _show_history(self, facts: PathwayFacts) -> None:
        clear_layout(self.history.body)
        partner = first_name(facts.head.partner_name) or say("word.partner")
        rows = [(c.recorded.at, c.on, f"{label(c.from_state)} → {label(c.to_state)}", c.reason) for c in facts.history]
        rows += [
            (e.recorded.at, e.on, f"{partner}: {label(e.from_state).lower()} → {label(e.to_state).lower()}", e.note)
            for e in facts.log
        ]
        for _, day, text, reason in sorted(rows, reverse=True)[:14]:
            across = QHBoxLayout()
            when = Small(day_text(day, facts.head.today, weekday=False))
            when.setFixedWidth(82)
            across.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Body(text, wrap=True))
            if reason:
                words.addWidget(Small(reason, wrap=True))
            across.addLayout(words, 1)
            self.history.body.addLayout(across)
        if not rows:
            self.history.body.addWidget(Muted(say("pathway.no_history"), wrap=True))

    def _show_ways(self, facts: PathwayFacts) -> None:
        clear_layout(self._grid)
        for number, way in enumerate(sorted(facts.ways, key=_order)):
            title = say(f"way.{way.transition.code}_{way.transition.to_state}")
            card = Card(title)
            card.title.setWordWrap(True)
            card.body.addWidget(Muted(say(f"way_text.{way.transition.code}"), wrap=True))
            open_items = [m for m in way.missing if m.act is not Act.REQUEST]
            for item in open_items[:4]:
                card.body.addWidget(Small(f"\N{WHITE CIRCLE} {item.sentence}", wrap=True))
            if len(open_items) > 4:
                card.body.addWidget(Small(say("pathway.more", count=len(open_items) - 4)))
            card.body.addStretch(1)
            act = LinkButton(say("pathway.needs") if open_items else say("pathway.go"))
            act.setAccessibleName(f"{title}: {act.text()}")
            act.clicked.connect(partial(self.move_card.begin, way))
            card.body.addWidget(act)
            self._grid.addWidget(card, number // 3, number % 3)
        if not facts.ways:
            self._grid.addWidget(Muted(say("pathway.no_ways"), wrap=True), 0, 0)


def _order(way: Way) -> int:
    """Return the place of a way: the states in which work goes on first, those in which it rests or ends after them."""
    states = list(INDIVIDUAL_STATES)
    resting = way.transition.to_state in _RESTING
    return states.index(way.transition.to_state) + (len(states) if resting else 0)


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

    def begin(self) -> None:
        """Open the form."""
        self.on.set_value(now_here().day)
        self.note.set_value("")
        self.problem.say("")
        self.form.show()
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


_REVIEW_FIELDS = (
    F("target", "chips", half=True),
    F("mode", half=True),
    F("own_part_named", "area"),
    F("regulation_reason", "area"),
    F("client_wants_freely", "area"),
    F("partner_wants_freely", "area", tone="partner"),
    F("best_interest_client", "area"),
    F("best_interest_partner", "area", tone="partner"),
    F("best_interest_relationship", "area"),
    F("goals_of_both", "area"),
    F("no_acute_crisis", "area"),
    F("competence_and_neutrality", "area"),
    F("raising_factors"),
    F("band", "chips"),
    F("same_therapist_reason", "area"),
    F("same_therapist_consultation"),
    F("inventory_done_on", half=True),
    F("referral_offered", half=True),
)


class ReviewCard(QWidget):
    """The transition review: readiness, best interest, neutrality, private knowledge, mode."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        self._tab = tab
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        save = tab.saver(tab.room.desk.pathway.save_review)
        self.form_card = SingleCard("review", TransitionReview, _REVIEW_FIELDS, save=save)
        self.band = Banner("", "relationship")
        self.form_card.body.insertWidget(0, self.band)
        self.inventory = QVBoxLayout()
        self.form_card.body.insertLayout(3, self.inventory)
        self.known = TextLine(placeholder=say("review.known_hint"))
        self.material, self.choice = Choice(Material), Choice(ClientChoice)
        self.adding = QWidget()
        across = QHBoxLayout(self.adding)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(Field(say("review.known"), self.known), 2)
        across.addWidget(Field(say("review.material"), self.material), 1)
        across.addWidget(Field(say("review.choice"), self.choice), 1)
        add = Button(say("review.add_known"))
        add.clicked.connect(self._on_add)
        across.addWidget(add)
        self.form_card.body.insertWidget(4, self.adding)
        self.sign_button = PrimaryButton(say("review.sign"))
        self.sign_button.clicked.connect(self._on_sign)
        self.form_card.add_action(self.sign_button)
        self.signed = Pill("", "good")
        self.form_card.add_beside_title(self.signed)
        down.addWidget(self.form_card)

    def show_facts(self, facts: PathwayFacts) -> None:
        """Show the review while the case weighs a transition; a signed one stays in sight."""
        weighing = facts.head.episode.state in (CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP)
        self.setVisible(weighing or facts.review.signed is not None)
        self.form_card.show_value(facts.review)
        self.form_card.lock(facts.review.signed is not None)
        self.adding.setVisible(facts.review.signed is None)
        self.band.say(say("review.band_now", count=facts.head.sessions, band=label(facts.band)))
        self.signed.setVisible(facts.review.signed is not None)
        self.signed.show_as(say("note_state.signed"), "good")
        count = len(facts.review_missing)
        self.sign_button.setVisible(facts.review.signed is None)
        self.sign_button.setText(say("note.sign_left", count=count) if count else say("review.sign"))
        clear_layout(self.inventory)
        for item in facts.review.inventory:
            text = f"{item.text} · {label(item.material)} · {label(item.choice)}"
            self.inventory.addWidget(Muted(text, wrap=True))

    def _on_add(self) -> None:
        facts = self._tab._facts
        if facts is None or not self.known.value():
            return
        item = PrivateKnowledge(text=self.known.value(), material=self.material.value(), choice=self.choice.value())
        review = replace(facts.review, inventory=(*facts.review.inventory, item))
        self.known.set_value("")
        self._tab.room.runner.change(
            self, partial(self._tab.room.desk.pathway.save_review, review), None, self._tab.fail
        )

    def _on_sign(self) -> None:
        """Sign what is on screen: it is stored first, and nothing is signed when it cannot be."""
        if self.form_card.form.is_written:
            self.form_card.submit(self._sign)
        else:
            self._sign()

    def _sign(self) -> None:
        work = partial(self._tab.room.desk.pathway.sign_review, self._tab.unit_id)
        self._tab.room.runner.change(self, work, None, self._tab.fail)


_DISCHARGE_FIELDS = (
    F("outcome", half=True),
    F("booster_on", half=True),
    F("reason", "area"),
    F("final_measures", "area"),
    F("no_measures_reason"),
    F("condition_at_ending", "area"),
    F("goals_met", "area"),
    F("risk_at_close"),
    F("referrals"),
    F("warning_signs", "area"),
    F("exits_to_reuse", "area"),
    F("follow_up"),
)


class DischargeCard(QWidget):
    """The discharge summary's items; signed before the case closes."""

    def __init__(self, tab: ChartTab) -> None:
        super().__init__()
        self._tab = tab
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        save = tab.saver(tab.room.desk.pathway.save_discharge)
        self.form_card = SingleCard("discharge", Discharge, _DISCHARGE_FIELDS, save=save)
        self.sign_button = PrimaryButton(say("discharge.sign"))
        self.sign_button.clicked.connect(self._on_sign)
        self.form_card.add_action(self.sign_button)
        down.addWidget(self.form_card)

    def show_facts(self, ways: tuple[Way, ...], discharge: Discharge, missing: tuple[Missing, ...]) -> None:
        """Show it while the case is in care; a signed one stays in sight."""
        in_care = any(w.transition.code in (TransitionCode.T16, TransitionCode.T19) for w in ways)
        self.setVisible(in_care or discharge.signed is not None)
        self.form_card.show_value(discharge)
        self.form_card.lock(discharge.signed is not None)
        count = len(missing)
        self.sign_button.setVisible(discharge.signed is None and in_care)
        self.sign_button.setText(say("note.sign_left", count=count) if count else say("discharge.sign"))

    def _on_sign(self) -> None:
        """Sign what is on screen: it is stored first, and nothing is signed when it cannot be."""
        if self.form_card.form.is_written:
            self.form_card.submit(self._sign)
        else:
            self._sign()

    def _sign(self) -> None:
        work = partial(self._tab.room.desk.pathway.sign_discharge, self._tab.unit_id)
        self._tab.room.runner.change(self, work, None, self._tab.fail)
