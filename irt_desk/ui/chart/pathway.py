"""The Pathway tab: where the case stands, what is open before the partner is invited, the review, where it can go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.cases import CaseState, StateChange
from irt_desk.domain.engagement import EngagementEntry, PartnerEngagement
from irt_desk.domain.suitability import PathwayDecision
from irt_desk.domain.transitions import Discharge
from irt_desk.domain.units import JointPreparation
from irt_desk.domain.values import Act, Missing
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.pathway import InvitationCheck, Way
from irt_desk.services.pathway_history import HistoryLine
from irt_desk.services.readiness import ReadinessView
from irt_desk.services.suitability import FitPicture
from irt_desk.services.texts import day_text, first_name
from irt_desk.ui.building import Body, Card, Columns, Muted, Pill, Small, clear_layout
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.building.texts import bring_to_top
from irt_desk.ui.chart.before_both import BeforeBothCard, JointFacts, gather_joint
from irt_desk.ui.chart.both_steps import show_open
from irt_desk.ui.chart.collateral import GuestCard
from irt_desk.ui.chart.discharging import DischargeCard
from irt_desk.ui.chart.errand import act_button
from irt_desk.ui.chart.history import HistoryCard
from irt_desk.ui.chart.intake import THEME_OF
from irt_desk.ui.chart.inventory import InventoryCard
from irt_desk.ui.chart.inviting import InvitingCard, InvitingFacts, gather_inviting
from irt_desk.ui.chart.moving import MoveCard
from irt_desk.ui.chart.next_step import NextCard
from irt_desk.ui.chart.partner_standing import PartnerCard
from irt_desk.ui.chart.review import ReviewCard, is_weighing
from irt_desk.ui.chart.steps import StepLine
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.chart.way_cards import WayCards
from irt_desk.ui.fit.trail import PATHWAY_FIELDS, fresh_pathway, pathway_view
from irt_desk.ui.records import RecordCard
from irt_desk.ui.room import Room
from irt_desk.words import label, say

_FOLLOWED = frozenset({*THEME_OF, Act.PLAN, Act.ENGAGEMENT, Act.REVIEW, Act.DISCHARGE, Act.UNIT, Act.TRANSFER})
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
_UNASKED = frozenset(
    {PartnerEngagement.NOT_EXPLORED, PartnerEngagement.NOT_YET_ASKED, PartnerEngagement.PREPARING_INVITATION}
)


@dataclass(frozen=True, slots=True)
class PathwayFacts:
    """Everything the tab shows."""

    head: ChartHead
    ways: tuple[Way, ...]
    invitation: InvitationCheck
    moves: tuple[StateChange, ...]
    history: tuple[HistoryLine, ...]
    log: tuple[EngagementEntry, ...]
    fit: FitPicture
    readiness: ReadinessView
    discharge: Discharge
    discharge_missing: tuple[Missing, ...]
    joint: JointFacts
    inviting: InvitingFacts


def gather(desk: Any, unit_id: str) -> PathwayFacts:
    """Read everything the tab shows, on the lane."""
    readiness, head = desk.readiness.of(unit_id), desk.charts.head(unit_id)
    return PathwayFacts(
        head,
        desk.pathway.ways(unit_id),
        desk.pathway.before_invitation(unit_id),
        desk.pathway.history(unit_id),
        desk.pathway.lines(unit_id),
        desk.engagement.log(unit_id),
        desk.suitability.of(unit_id),
        readiness,
        desk.pathway.discharge(unit_id),
        desk.pathway.discharge_missing(unit_id),
        gather_joint(desk, unit_id, head.episode.state, readiness.review, head.client.preferred_name),
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
        self._wanted: Missing | None = None
        body = self.scroll_body()
        self.line_card = Card()
        self.case_line, self.partner_line = StepLine("client"), StepLine("partner")
        for step_line in (self.case_line, self.partner_line):
            self.line_card.body.addWidget(step_line)
        body.addWidget(self.line_card)
        self._make_cards()
        self.next = NextCard(self)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(16)
        for widget in (self.next, self.columns):
            body.addWidget(widget)
        body.insertLayout(body.count() - 1, self.middle)
        for card in (self.ways, self.move_card, self.guest, self.discharge):
            body.addWidget(card)
        body.addStretch(1)
        self.keeper.add("partner", self.partner_card)
        self.keeper.add("move", self.move_card)
        self.keeper.add("review", self.review.form_card)
        self.keeper.add("discharge", self.discharge.form_card)
        self.keeper.add("pathway_decision", self.decisions)

    def _make_cards(self) -> None:
        """Make the cards: two columns, what a transition is about above them while there is one, the ways on below."""
        self.columns = Columns((7, 5))
        left, right = self.columns.columns
        self.before = Card(say("pathway.before"))
        self.before_count = Pill("", "attention")
        self.before.add_action(self.before_count)
        self.partner_card = PartnerCard(self)
        self.inviting = InvitingCard(self)
        self.decisions = RecordCard(
            "pathway_decision", PathwayDecision, PATHWAY_FIELDS, view=pathway_view, fresh=self._fresh_decision,
            save=self.saver(self.room.desk.suitability.add_pathway_decision), editable=False,
        )  # fmt: skip
        for on_left in (self.before, self.partner_card, self.inviting, self.decisions):
            left.addWidget(on_left)
        left.addStretch(1)
        self.barriers, self.history = Card(say("pathway.barriers")), HistoryCard()
        right.addWidget(self.barriers)
        right.addWidget(self.history)
        right.addStretch(1)
        self.review, self.inventory, self.both = ReviewCard(self), InventoryCard(self), BeforeBothCard(self)
        self.move_card = MoveCard(self, self.open_item)
        self.ways = WayCards(self.move_card.begin)
        self.guest = GuestCard(self)
        self.discharge = DischargeCard(self)

    def _arrange(self, *, is_signed: bool) -> None:
        """Put what is next on top: the review while it is written, then the papers of both with the signed review under them."""
        weighed = (self.review, self.inventory)
        for card in (self.both, *weighed) if is_signed else (*weighed, self.both):
            self.middle.removeWidget(card)
            self.middle.addWidget(card)

    def forget(self) -> None:
        """Show another record."""
        self.move_card.forget()
        self.partner_card.form.hide()
        self.review.forget()
        self.inventory.forget()
        self.both.forget()
        self.guest.forget()
        self.inviting.forget()
        self.decisions.forget()
        self.history.forget()
        self.discharge.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: PathwayFacts) -> None:
        if facts.head.unit.id != self.unit_id:
            return
        before, self._facts = self._facts, facts
        if before is not None and _stands(before) != _stands(facts) and before.head.unit.id == self.unit_id:
            QTimer.singleShot(0, self, self._show_next)  # something else is next by now
        self._arrange(is_signed=facts.readiness.review.signed is not None)
        self._show_lines(facts)
        self.next.show_facts(facts)
        self._show_before(facts)
        self.partner_card.show_facts(facts)
        self.inviting.show_inviting(facts.inviting, facts.head)
        self._show_barriers(facts)
        self.history.show_lines(facts.history, facts.head.today)
        self.decisions.show_records(facts.fit.pathway[-1:])  # the earlier ones stand in the history
        self.ways.show_ways(facts.ways)
        self.move_card.show_ways(facts.ways)
        self.review.show_view(facts.readiness, facts.head)
        self.inventory.show_view(facts.readiness, weighing=is_weighing(facts.head))
        self.both.show_joint(facts.joint, facts.ways, facts.head.today)
        self.guest.show_guest(facts.joint, facts.head)
        self.discharge.show_facts(facts.ways, facts.discharge, facts.discharge_missing)
        self.keeper.show(self.unit_id)
        self._run_wanted()

    def _show_lines(self, facts: PathwayFacts) -> None:
        name, partner = first_name(facts.head.client.preferred_name), first_name(facts.head.partner_name)
        today = facts.head.today
        steps = [(label(CaseState.INQUIRY), day_text(facts.head.episode.opened_on, today, weekday=False))]
        steps += [(label(c.to_state), day_text(c.on, today, weekday=False)) for c in facts.moves]
        ahead = [(say("pathway.ahead"), say("pathway.ahead_ways", count=len(facts.ways)))] if facts.ways else []
        self.case_line.show_steps(say("pathway.case_of", name=name), label(facts.head.unit.kind), steps[-6:], ahead)
        moves = [(label(e.to_state), day_text(e.on, today, weekday=False)) for e in facts.log]
        moves = moves or [(label(PartnerEngagement.NOT_EXPLORED), "")]
        told = say("pathway.as_told", name=name)
        self.partner_line.show_steps(partner or say("word.partner"), told, moves[-5:], _answers(facts))

    def _show_before(self, facts: PathwayFacts) -> None:
        clear_layout(self.before.body)
        is_open = facts.head.episode.state not in (CaseState.CLOSED, CaseState.REFERRED_OUT)
        self.before.setVisible(is_open and facts.head.engagement in _BEFORE)
        partner = first_name(facts.head.partner_name) or say("word.the_partner")
        self.before.title.setText(say("pathway.before_of", name=partner))
        self.before_count.setVisible(bool(facts.invitation.open))
        self.before_count.setText(say("pathway.open_pill", count=len(facts.invitation.open)))
        show_open(self, self.before.body, facts.invitation.open)
        if facts.invitation.done:
            done = Disclosure(f"\N{CHECK MARK} {say('pathway.done_count', count=len(facts.invitation.done))}")
            for code in facts.invitation.done:
                done.body.addWidget(Muted(say(f"invite_done.{code}"), wrap=True))
            self.before.body.addWidget(done)

    def open_item(self, to: QVBoxLayout, item: Missing) -> None:
        """Show one open item with the link to where it is closed."""
        show_open(self, to, (item,), stands_out=False)

    def add_act(self, to: QHBoxLayout, item: Missing, *, is_next: bool) -> None:
        """Put the button of an open item at the end of its line; none where nothing on this page closes it."""
        if item.act in _FOLLOWED:
            act = act_button(item, is_next=is_next)
            act.clicked.connect(partial(self.follow, item.act, item.code))
            to.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)

    def point_at(self, **arguments: Any) -> None:
        """Come back from closing an open item, or open the form of one that is listed in the chart of both."""
        if arguments.get("back"):
            QTimer.singleShot(0, self, self._show_next)
        self._wanted = arguments.get("item")
        if self._facts is not None and self._facts.head.unit.id == self.unit_id:
            self._run_wanted()

    def _run_wanted(self) -> None:
        item, self._wanted = self._wanted, None
        if item is not None:
            self.follow(item.act, item.code)

    def _show_next(self) -> None:
        """Bring what is next into sight."""
        weighs = not self.review.isHidden() and self.review.form_card.save_button.isVisible()
        shown = (self.next, self.both.steps, *((self.review,) if weighs else ()), self.before)
        for card in shown:
            if card.isVisible():
                bring_to_top(card)
                return

    def follow(self, act: Act, code: str = "", *_: Any) -> None:
        """Go where a missing item is closed; a form of Intake & fit leads back here once it is saved."""
        if act in THEME_OF:
            agreed = self._facts.joint.preparation if self._facts else JointPreparation(unit_id=self.unit_id)
            self.room.go(
                "chart", unit_id=self.unit_id, tab="intake", theme=THEME_OF[act], item=(Missing(code, act), agreed)
            )
        elif act is Act.PLAN:
            self.room.go("chart", unit_id=self.unit_id, tab="plan")
        elif act is Act.TRANSFER:
            self.room.go("chart", unit_id=self.unit_id, tab="documents", document="transfer")
        elif act is Act.ENGAGEMENT:
            self.partner_card.begin()
        elif act is Act.UNIT:
            self.both.begin(code)
        elif act is Act.REVIEW:
            if code in ("inventory", "inventory_not_clear") and not self.inventory.isHidden():
                self.inventory.begin()
            else:
                self.review.form_card.begin(code)
        elif act is Act.DISCHARGE:
            self.discharge.begin()

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

    def _fresh_decision(self) -> PathwayDecision:
        return fresh_pathway(self.unit_id)


def _stands(facts: PathwayFacts) -> tuple[CaseState, PartnerEngagement, bool]:
    """Return what decides which card is next."""
    return facts.head.episode.state, facts.head.engagement, facts.readiness.review.signed is not None


def _answers(facts: PathwayFacts) -> list[tuple[str, str]]:
    """Return what may come from the partner's side while nothing was answered: an answer of any kind, and it is theirs."""
    engagement, gate = facts.head.engagement, facts.head.standing.gate
    if gate.is_stop or facts.head.episode.state in (CaseState.CLOSED, CaseState.REFERRED_OUT):
        return []
    if engagement not in _UNASKED and engagement is not PartnerEngagement.INVITED:
        return []
    answer = (say("pathway.any_answer"), say("pathway.theirs"))
    return [(label(PartnerEngagement.INVITED), ""), answer] if engagement in _UNASKED else [answer]


__all__ = ["DischargeCard", "PartnerCard", "PathwayFacts", "PathwayTab", "ReviewCard", "gather"]
