"""Intake & fit: one calm theme at a time; what is still missing stands at the top, each line a link."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from irt_desk.domain.attachments import CaseFile
from irt_desk.domain.cases import CaseState, PresentingPicture
from irt_desk.domain.clients import Client
from irt_desk.domain.consents import Consent
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.safety import GateStanding, SafetyHistory, SafetyPlan
from irt_desk.domain.values import Act, Missing
from irt_desk.services.changes import Area
from irt_desk.services.fit_points import FitStanding
from irt_desk.services.suitability import FitPicture
from irt_desk.ui.building import Card, LinkButton, Muted, ScrollPage
from irt_desk.ui.chart import themes
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.room import Room
from irt_desk.ui.safety.facts import SafetyFacts
from irt_desk.words import label, say

THEMES = (
    "open",
    "person",
    "presenting",
    "couples_first",
    "barriers",
    "motivation",
    "cautions",
    "safety",
    "safety_plan",
    "consents",
    "decision",
)
THEME_OF = {
    Act.CONTACT: "person",
    Act.SUITABILITY: "couples_first",
    Act.BARRIERS: "barriers",
    Act.EFFORTS: "barriers",
    Act.MOTIVATION: "motivation",
    Act.CAUTIONS: "cautions",
    Act.SAFETY: "safety",
    Act.OVERRIDE: "safety",
    Act.CONSENTS: "consents",
}
_NEXT = {
    CaseState.INQUIRY: CaseState.SCREENING,
    CaseState.SCREENING: CaseState.ASSESSMENT,
    CaseState.ASSESSMENT: CaseState.ACTIVE_IRT,
    CaseState.PAUSED: CaseState.ACTIVE_IRT,
}


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """Everything the tab shows, fetched in one go."""

    unit_id: str
    client: Client
    presenting: PresentingPicture
    fit: FitPicture
    consents: tuple[Consent, ...]
    standing: GateStanding
    history: SafetyHistory
    plan: SafetyPlan
    state: CaseState
    missing: tuple[Missing, ...]
    open: FitStanding
    safety: SafetyFacts
    practitioner: Practitioner
    partner_name: str
    files: tuple[CaseFile, ...]


def gather(desk: Any, unit_id: str) -> IntakeFacts:
    """Read everything the tab shows, on the lane."""
    head = desk.charts.head(unit_id)
    to = _NEXT.get(head.episode.state)
    return IntakeFacts(
        unit_id=unit_id,
        client=head.client,
        presenting=desk.clients.presenting(unit_id),
        fit=desk.suitability.of(unit_id),
        consents=desk.consents.of(unit_id),
        standing=head.standing,
        history=desk.safety.history(unit_id),
        plan=desk.safety.plan(unit_id),
        state=head.episode.state,
        missing=desk.pathway.missing(unit_id, to) if to else (),
        open=desk.fit_points.of(unit_id),
        safety=SafetyFacts(
            allowances=desk.safety.allowances(unit_id),
            duties=desk.safety.duties(unit_id),
            numbers=desk.safety.numbers(),
            partner_id=head.partners[0].id if head.partners else "",
            today=head.today,
            is_partner_screened=desk.safety.is_partner_screened(unit_id),
        ),
        practitioner=desk.settings.practitioner(),
        partner_name=head.partner_name,
        files=desk.attachments.of(unit_id),
    )


class IntakeTab(ChartTab):
    """A list of themes at the left, the theme at the right."""

    place = "intake"
    areas = frozenset(
        {
            Area.CLIENTS,
            Area.CASES,
            Area.SAFETY,
            Area.SUITABILITY,
            Area.CONSENTS,
            Area.PATHWAY,
            Area.PLANS,
            Area.SETTINGS,
            Area.DOCUMENTS,
        }
    )

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._side())
        self.stack = QStackedWidget()
        across.addWidget(self.stack, 1)
        self.down.addLayout(across)
        self.themes: dict[str, themes.Theme] = {}
        for name in THEMES:
            theme = themes.make(name, self)
            self.themes[name] = theme
            for card in theme.cards:
                self.keeper.add(card.words, card)
            page = ScrollPage(margins=(16, 16, 24, 24))
            page.body.addWidget(theme)
            page.body.addStretch(1)
            self.stack.addWidget(page)
        self.choose("open")

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(250)
        down = QVBoxLayout(side)
        down.setContentsMargins(24, 16, 4, 16)
        down.setSpacing(2)
        group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for name in THEMES:
            button = QPushButton(say(f"theme.{name}").replace("&", "&&"))
            button.setProperty("rail", True)
            button.setCheckable(True)
            button.setAccessibleName(say(f"theme.{name}"))
            button.clicked.connect(partial(self.choose, name))
            group.addButton(button)
            self.buttons[name] = button
            down.addWidget(button)
        down.addSpacing(12)
        self.missing_card = Card(say("intake.missing"))
        down.addWidget(self.missing_card)
        down.addStretch(1)
        frame = QFrame()
        whole = QVBoxLayout(frame)
        whole.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollPage(margins=(0, 0, 0, 0))
        scroll.body.addWidget(side)
        whole.addWidget(scroll)
        frame.setFixedWidth(262)
        return frame

    def choose(self, name: str, *_: Any) -> None:
        """Bring a theme to the front."""
        self.buttons[name].setChecked(True)
        self.stack.setCurrentIndex(THEMES.index(name))

    def point_at(self, **arguments: Any) -> None:
        """Open a theme."""
        if arguments.get("theme") in THEMES:
            self.choose(str(arguments["theme"]))

    def forget(self) -> None:
        """Close every open editor."""
        for theme in self.themes.values():
            theme.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: IntakeFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        for theme in self.themes.values():
            theme.show_facts(facts)
        self._show_missing(facts)
        self.keeper.show(self.unit_id)

    def _show_missing(self, facts: IntakeFacts) -> None:
        from irt_desk.ui.building import clear_layout

        clear_layout(self.missing_card.body)
        to = _NEXT.get(facts.state)
        shown = [m for m in facts.missing if m.act is not Act.NONE]
        if to is None or not shown:
            done = say("intake.nothing_missing") if to is None else say("intake.ready", state=label(to))
            self.missing_card.body.addWidget(Muted(done, wrap=True))
            if to is not None:
                link = LinkButton(say("intake.go_on"))
                link.clicked.connect(partial(self._to_pathway))
                self.missing_card.body.addWidget(link)
            return
        self.missing_card.body.addWidget(Muted(say("intake.before", state=label(to)), wrap=True))
        for item in shown:
            row = QHBoxLayout()
            mark = Muted("\N{WHITE CIRCLE}")
            row.addWidget(mark)
            link = LinkButton(_short(item))
            link.setToolTip(item.sentence)
            link.setAccessibleName(item.sentence)
            link.clicked.connect(partial(self._follow, item.act))
            row.addWidget(link)
            row.addStretch(1)
            self.missing_card.body.addLayout(row)

    def _follow(self, act: Act, *_: Any) -> None:
        if act in THEME_OF:
            self.choose(THEME_OF[act])
        elif act is Act.PLAN:
            self.room.go("chart", unit_id=self.unit_id, tab="plan")
        else:
            self._to_pathway()

    def _to_pathway(self, *_: Any) -> None:
        self.room.go("chart", unit_id=self.unit_id, tab="pathway")


def _short(item: Missing) -> str:
    return say(f"act.{item.act}")
