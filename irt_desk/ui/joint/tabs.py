"""The tabs of a joint unit: overview with members and agreements, the course of discernment, the ways on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.attachments import CaseFile
from irt_desk.domain.consents import Consent, Signer
from irt_desk.domain.pathway import TransitionCode
from irt_desk.domain.safety import Gate, GateOverride
from irt_desk.domain.transitions import Discharge
from irt_desk.domain.units import JointPreparation, Place
from irt_desk.domain.values import Act, Missing
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.discernment import Direction
from irt_desk.services.pathway import Way
from irt_desk.services.pathway_history import HistoryLine
from irt_desk.services.texts import day_text, first_name
from irt_desk.services.units import UnitView
from irt_desk.ui.building import Card, Columns, LinkButton, Muted, Strong, clear_layout
from irt_desk.ui.chart.both_steps import show_open
from irt_desk.ui.chart.errand import ErrandLine, act_button, paper_of
from irt_desk.ui.chart.history import HistoryCard
from irt_desk.ui.chart.moving import MoveCard
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.chart.way_cards import WayCards
from irt_desk.ui.fit.consents import ConsentsTheme
from irt_desk.ui.joint.directions import DirectionCard
from irt_desk.ui.joint.meeting import MeetingCard
from irt_desk.ui.room import Room
from irt_desk.words import say


def make(name: str, room: Room) -> ChartTab:
    """Return a tab of a joint unit by its name."""
    from irt_desk.ui.joint.course import CourseTab
    from irt_desk.ui.joint.plan import JointPlanTab
    from irt_desk.ui.joint.scores import JointMeasuresTab
    from irt_desk.ui.joint.sharing import SharedTab

    made: dict[str, type[ChartTab]] = {
        "joint_course": CourseTab,
        "joint_measures": JointMeasuresTab,
        "joint_plan": JointPlanTab,
        "joint_shared": SharedTab,
        "joint_pathway": JointPathwayTab,
    }
    return made.get(name, JointOverviewTab)(room)


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """What the overview of a joint unit shows."""

    head: ChartHead
    view: UnitView
    consents: tuple[Consent, ...]
    files: tuple[CaseFile, ...] = ()
    override: GateOverride | None = None


def gather(desk: Any, unit_id: str) -> OverviewFacts:
    """Read the overview, on the lane."""
    head, view = desk.charts.head(unit_id), desk.units.view(unit_id)
    pair = desk.units.pair(view.link.from_unit_id)
    override = pair.override if pair.gate is Gate.CAUTION else None
    return OverviewFacts(head, view, desk.consents.of(unit_id), desk.attachments.of(unit_id), override)


class JointOverviewTab(ChartTab):
    """Who belongs to it, whether they may meet today, what they signed; withdrawal by either at any time."""

    place = "joint_overview"
    areas = frozenset({Area.UNITS, Area.CONSENTS, Area.CASES, Area.SAFETY, Area.CLIENTS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: OverviewFacts | None = None
        self._leaving = Place.A
        columns = Columns((5, 7))
        left, right = columns.columns
        self.meeting = MeetingCard(self, self.sign)
        self.members = Card(say("joint.members"))
        self.back = Card(say("joint.for_you"))
        for card in (self.meeting, self.members, self.back):
            left.addWidget(card)
        left.addStretch(1)
        self.agreements = ConsentsTheme(self)  # type: ignore[arg-type]  # it asks its tab for what every chart tab has
        self.agreements.files.hide()
        right.addWidget(self.agreements)
        right.addStretch(1)
        self._wanted = ""
        self.errand = ErrandLine(self._back_to_the_list)
        self.down.addWidget(self.errand)
        self.scroll_body().addWidget(columns)
        self.keeper.add("consent", self.agreements.consents)

    def forget(self) -> None:
        """Show another record."""
        self.errand.end()
        self.agreements.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: OverviewFacts) -> None:
        if facts.head.unit.id != self.unit_id:
            return
        self._facts = facts
        from_unit_id, missing = facts.view.link.from_unit_id, facts.view.keeps_from_meeting
        self.meeting.show_meeting(facts.head, missing, from_unit_id, facts.override)
        self._show_members(facts)
        self._show_back(facts)
        names = dict(zip(Signer, facts.head.member_names, strict=False))
        self.agreements.show_consents(facts.consents, names, facts.head.today, facts.files)
        self.keeper.show(self.unit_id)
        self._run_wanted()

    def point_at(self, **arguments: Any) -> None:
        """Open the form of a signature that is missing for a way on, and go back there once it is saved."""
        self._wanted = str(arguments.get("sign") or "")
        self._run_wanted()

    def _run_wanted(self) -> None:
        if self._wanted and self._facts is not None and self._facts.head.unit.id == self.unit_id:
            code, self._wanted = self._wanted, ""
            self.sign(code)
            self.errand.begin(self.agreements.consents)

    def sign(self, code: str, *_: Any) -> None:
        """Open the form of a missing signature with everything known filled in."""
        link = self._facts.view.link if self._facts else None
        agreed = (
            JointPreparation(unit_id=link.from_unit_id, secrets=link.secrets, prior_info=link.prior_info)
            if link
            else None
        )
        paper = paper_of(code, agreed)
        if paper is not None:
            self.agreements.begin(paper)

    def _back_to_the_list(self) -> None:
        self.room.go("chart", unit_id=self.unit_id, tab="pathway")

    def _show_members(self, facts: OverviewFacts) -> None:
        clear_layout(self.members.body)
        is_open = facts.head.episode.state.value in ("open", "suspended")
        for place, name in zip(Place, facts.head.member_names, strict=False):
            across = QHBoxLayout()
            across.addWidget(Strong(_called(facts, place, name), wrap=True), 1)
            if is_open and any(member.place is place for member, _ in facts.view.members):
                leave = LinkButton(say("joint.withdraw"))
                leave.setAccessibleName(say("joint.withdraw_named", name=name))
                leave.clicked.connect(partial(self._ask, place, name))
                across.addWidget(leave)
            self.members.body.addLayout(across)
        since = say("joint.since", day=day_text(facts.view.link.opened_on))
        self.members.body.addWidget(Muted(since))

    def _show_back(self, facts: OverviewFacts) -> None:
        """Show the way back: for a unit of two it is the practitioner's own; a guest's visits belong to the client's record."""
        clear_layout(self.back.body)
        is_guest = not facts.head.unit.kind.is_joint
        client, guest = (first_name(name) for name in (*facts.head.member_names, "")[:2])
        self.members.title.setText(say("guest.who" if is_guest else "joint.members"))
        self.back.title.setText(say("guest.belongs" if is_guest else "joint.for_you"))
        words = say("guest.belongs_text", client=client, name=guest) if is_guest else say("joint.for_you_text")
        self.back.body.addWidget(Muted(words, wrap=True))
        go = LinkButton(say("guest.record", client=client) if is_guest else say("joint.individual_record"))
        go.clicked.connect(partial(self._on_back, "overview"))
        self.back.body.addWidget(go)
        if is_guest:
            papers = LinkButton(say("guest.documents", client=client))
            papers.clicked.connect(partial(self._on_back, "documents"))
            self.back.body.addWidget(papers)

    def _ask(self, place: Place, name: str, *_: Any) -> None:
        self._leaving = place
        self.room.dialogs.ask(say("joint.withdraw_ask", name=name), say("joint.withdraw"), self._on_answer)

    def _on_answer(self, yes: bool) -> None:
        if yes and self._facts is not None:
            work = partial(self.room.desk.units.withdraw, self.unit_id, self._leaving, self._facts.head.today)
            self.room.runner.change(self, work, None, self.fail)

    def _on_back(self, tab: str, *_: Any) -> None:
        if self._facts is not None:
            self.room.go("chart", unit_id=self._facts.view.link.from_unit_id, tab=tab)


def _called(facts: OverviewFacts, place: Place, name: str) -> str:
    """Return a name as the members card says it; of a guest and their host also what they are."""
    if facts.head.unit.kind.is_joint:
        return name
    return say("guest.is_client" if place is Place.A else "guest.is_guest", name=name)


_DECIDED = ("path_3_both", "discernment_choice")
"""Open items that the course of discernment closes; other items of a unit are screenings, kept in the individual record."""


@dataclass(frozen=True, slots=True)
class JointWays:
    """What the pathway of a joint unit shows."""

    head: ChartHead
    ways: tuple[Way, ...]
    discharge: Discharge
    discharge_missing: tuple[Missing, ...]
    history: tuple[HistoryLine, ...]
    direction: Direction
    from_unit_id: str = ""


def gather_ways(desk: Any, unit_id: str) -> JointWays:
    """Read the ways on, on the lane."""
    head = desk.charts.head(unit_id)
    ways = tuple(
        way
        for way in desk.pathway.ways(unit_id)
        if way.transition.code is not TransitionCode.WITHDRAWAL or not head.unit.kind.is_joint
    )
    return JointWays(
        head,
        ways,
        desk.pathway.discharge(unit_id),
        desk.pathway.discharge_missing(unit_id),
        desk.pathway.lines(unit_id),
        desk.discernment.direction(unit_id),
        desk.units.view(unit_id).link.from_unit_id,
    )


class JointPathwayTab(ChartTab):
    """The ways a joint unit may go, with what is open for each; the closing summary; the history."""

    place = "joint_pathway"
    areas = frozenset({Area.UNITS, Area.PATHWAY, Area.CONSENTS, Area.CASES, Area.SAFETY, Area.SESSIONS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        from irt_desk.ui.chart.pathway import DischargeCard

        self._from_unit_id = ""
        self.move_card: MoveCard | None = None
        body = self.scroll_body()
        self.ways = WayCards(self._begin)
        body.addWidget(self.ways)
        self._moving = QVBoxLayout()
        body.addLayout(self._moving)
        self.discharge = DischargeCard(self)
        body.addWidget(self.discharge)
        self.direction, self.history = DirectionCard(self), HistoryCard()
        body.addWidget(self.direction)
        body.addWidget(self.history)
        body.addStretch(1)
        self.keeper.add("discharge", self.discharge.form_card)
        self.keeper.add("direction_review", self.direction)

    def forget(self) -> None:
        """Show another record; its kind decides what a move asks for."""
        self.discharge.forget()
        self.direction.forget()
        self.history.forget()
        if self.move_card is not None:
            self.keeper.drop("move")
            self.move_card = None
        clear_layout(self._moving)

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather_ways, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: JointWays) -> None:
        if facts.head.unit.id != self.unit_id:
            return
        self._from_unit_id = facts.from_unit_id
        if self.move_card is None:
            self.move_card = MoveCard(self, self.open_item, facts.head.unit.kind)
            self._moving.addWidget(self.move_card)
            self.keeper.add("move", self.move_card)
        self.move_card.name_members(facts.head.member_names)
        self.ways.show_ways(facts.ways)
        self.move_card.show_ways(facts.ways)
        self.discharge.show_facts(facts.ways, facts.discharge, facts.discharge_missing)
        self.direction.show_direction(facts.direction, facts.head.today)
        self.history.show_lines(facts.history, facts.head.today)
        self.keeper.show(self.unit_id)

    def _begin(self, way: Way, *_: Any) -> None:
        if self.move_card is not None:
            self.move_card.begin(way)

    def open_item(self, to: QVBoxLayout, item: Missing) -> None:
        """Show one open item of a way with the act that closes it."""
        show_open(self, to, (item,), stands_out=False)

    def add_act(self, to: QHBoxLayout, item: Missing, *, is_next: bool) -> None:
        """Put the button of an open item at the end of its line: papers are signed on the overview, the decision is in the course."""
        if item.act not in (Act.CONSENTS, Act.DISCHARGE, Act.UNIT, Act.SAFETY, Act.OVERRIDE):
            return
        act = act_button(item, is_next=is_next)
        act.clicked.connect(partial(self._follow, item))
        to.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)

    def _follow(self, item: Missing, *_: Any) -> None:
        if item.act is Act.CONSENTS:
            self.room.go("chart", unit_id=self.unit_id, tab="overview", sign=item.code)
        elif item.act is Act.DISCHARGE:
            self.discharge.begin()
        elif item.code in _DECIDED:
            self.room.go("chart", unit_id=self.unit_id, tab="course")
        else:
            self.room.go("chart", unit_id=self._from_unit_id, tab="pathway", item=item)
