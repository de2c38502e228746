"""Intake & fit: one calm theme at a time; what is still missing stands at the top, each line a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from irt_desk.domain import intake as intake_rules
from irt_desk.domain.attachments import CaseFile
from irt_desk.domain.cases import CaseState
from irt_desk.domain.clients import Client
from irt_desk.domain.consents import Consent
from irt_desk.domain.intake import IntakePicture, IntakeTheme, ThemeProgress
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.private_disclosures import PrivateDisclosure
from irt_desk.domain.safety import GateStanding, SafetyHistory, SafetyPlan
from irt_desk.domain.units import JointPreparation
from irt_desk.domain.values import Act, Missing
from irt_desk.services.changes import Area
from irt_desk.services.fit_points import FitStanding
from irt_desk.services.fit_reviews import FitReviewView
from irt_desk.services.suitability import FitPicture
from irt_desk.ui.building import Card, LinkButton, Muted, ScrollPage, Small
from irt_desk.ui.chart import themes
from irt_desk.ui.chart.errand import ErrandLine, open_form
from irt_desk.ui.chart.tab import ChartTab, Done, Failed
from irt_desk.ui.intake import GUIDED, MARKS
from irt_desk.ui.intake.typed import TypedCard
from irt_desk.ui.room import Room
from irt_desk.ui.safety.facts import SafetyFacts
from irt_desk.words import label, say

THEMES = (
    "open",
    "start",
    "person",
    *(name for name in GUIDED if name not in ("start", "fit_review")),
    "couples_first",
    "barriers",
    "motivation",
    "cautions",
    "safety",
    "safety_plan",
    "consents",
    "decision",
    "fit_review",
)
HEADINGS = {"start": "intake.group_person", "couples_first": "intake.group_fit"}
"""Where a group of themes begins in the list at the left."""

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
    Act.FIT_REVIEW: "fit_review",
}
ROW = 32
"""Height in pixels of a line of the list of themes: all of them fit a window of usual height."""

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
    picture: IntakePicture
    progress: tuple[ThemeProgress, ...]
    private: tuple[PrivateDisclosure, ...]
    review: FitReviewView
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
    files_together: int


def gather(desk: Any, unit_id: str) -> IntakeFacts:
    """Read everything the tab shows, on the lane."""
    head = desk.charts.head(unit_id)
    to = _NEXT.get(head.episode.state)
    picture = desk.intake.picture(unit_id)
    return IntakeFacts(
        unit_id=unit_id,
        client=head.client,
        picture=picture,
        progress=intake_rules.progress(picture, is_stopped=head.standing.gate.is_stop),
        private=desk.private_disclosures.of(unit_id),
        review=desk.fit_reviews.of(unit_id),
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
        files_together=desk.attachments.together(),
    )


class _Themes(dict[str, themes.Theme]):
    """The themes made so far; one is made when it is first asked for."""

    def __init__(self, tab: IntakeTab) -> None:
        super().__init__()
        self._tab = tab

    def __missing__(self, name: str) -> themes.Theme:
        made = self[name] = self._tab.make_theme(name)
        self._tab.bring_up_to_date(name)
        return made


class IntakeTab(ChartTab):
    """A list of themes at the left, the theme at the right."""

    place = "intake"
    areas = frozenset(
        {
            Area.CLIENTS,
            Area.INTAKE,
            Area.PRIVATE,
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
        self.errand = ErrandLine(self._back_to_the_list)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.errand)
        right.addWidget(self.stack, 1)
        across.addLayout(right, 1)
        self.down.addLayout(across)
        self.themes = _Themes(self)
        self._facts: IntakeFacts | None = None
        self._sent: tuple[Missing, JointPreparation] | None = None
        self._fresh: set[str] = set()
        self._kept: set[str] = set()
        self.keeper.waits.connect(self._bring_back)
        for _ in THEMES:
            self.stack.addWidget(ScrollPage(margins=(16, 16, 24, 24)))
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
            if name in HEADINGS:
                down.addSpacing(8)
                down.addWidget(Small(say(HEADINGS[name])))
            button = QPushButton(say(f"theme.{name}").replace("&", "&&"))
            button.setProperty("rail", True)
            button.setProperty("dense", True)
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
        scroll = self._list = ScrollPage(margins=(0, 0, 0, 0))
        scroll.body.addWidget(side)
        whole.addWidget(scroll)
        frame.setFixedWidth(262)
        return frame

    def choose(self, name: str, *_: Any) -> None:
        """Bring a theme to the front; what was typed on the one before is stored."""
        self._store()
        self.errand.end()
        self._sent = None
        self.buttons[name].setChecked(True)
        self.bring_up_to_date(name)
        self.stack.setCurrentIndex(THEMES.index(name))
        self._keep_current_in_sight()

    @property
    def front(self) -> str:
        """The theme at the front."""
        return THEMES[self.stack.currentIndex()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current theme in sight in the list at the left."""
        super().resizeEvent(event)
        self._keep_current_in_sight()

    def _keep_current_in_sight(self) -> None:
        self._list.ensureWidgetVisible(self.buttons[self.front], 0, ROW)

    def make_theme(self, name: str) -> themes.Theme:
        """Make a theme and put it on its page; the forms of it are kept once they show the record."""
        theme = GUIDED[name](self) if name in GUIDED else themes.make(name, self)
        page = self.stack.widget(THEMES.index(name))
        assert isinstance(page, ScrollPage)
        page.body.addWidget(theme)
        page.body.addStretch(1)
        return theme

    def bring_up_to_date(self, name: str) -> None:
        """Show what was read last on one theme. The others wait until they come to the front: laying all out is slow."""
        theme = self.themes[name]  # when it is made just now, this very method has run for it already
        if self._facts is None or name in self._fresh:
            return
        self._fresh.add(name)
        theme.show_facts(self._facts)
        if name not in self._kept:
            self._kept.add(name)
            for card in theme.cards:
                self.keeper.add(card.words, card)

    def _bring_back(self) -> None:
        """Something was left half typed on a theme that was not opened yet: open it where it was left."""
        for name in THEMES:
            self.bring_up_to_date(name)

    def point_at(self, **arguments: Any) -> None:
        """Open a theme; an open item of the Pathway tab opens the form that closes it, and comes back once it is saved."""
        if arguments.get("theme") in THEMES:
            self.choose(str(arguments["theme"]))
            self._sent = arguments.get("item")
            self._run_errand()

    def _run_errand(self) -> None:
        """Open the form of the item this page was opened for, once the record is there."""
        if self._facts is None or self._sent is None:
            return
        item, agreed = self._sent
        self._sent = None
        self.errand.begin(*open_form(self.themes[self.front], item, agreed))

    def _back_to_the_list(self) -> None:
        self.room.go("chart", unit_id=self.unit_id, tab="pathway", back=True)

    def skip(self, theme: IntakeTheme, skipped: bool) -> None:
        """Leave a theme out for now, or take it up again."""
        work = partial(self.room.desk.intake.skip, self.unit_id, theme, skipped=skipped)
        self.room.runner.change(self, work, None, self.fail)

    def store(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Hand a change to the lane for a card of a theme."""
        self.room.runner.change(self, work, done, failed)

    def flush(self) -> None:
        """Store what is typed and hand over what cannot be stored yet."""
        self._store()
        super().flush()

    def _store(self) -> None:
        for theme in self.themes.values():
            for card in theme.cards:
                if isinstance(card, TypedCard):
                    card.store()

    def forget(self) -> None:
        """Close every open editor."""
        self.errand.end()
        for name in self._kept:
            for card in self.themes[name].cards:
                self.keeper.drop(card.words)
        self._facts = None
        self._fresh.clear()
        self._kept.clear()
        for theme in self.themes.values():
            theme.forget()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: IntakeFacts) -> None:
        if facts.unit_id != self.unit_id:
            return
        is_another = self._facts is None  # no theme may go on holding the words of the chart before
        self._facts = facts
        self._fresh.clear()
        for name, theme in self.themes.items():
            # What is half typed lies over the record: its base follows at once, also where it is out of sight.
            if is_another or name == self.front or any(card.unfinished() for card in theme.cards):
                self.bring_up_to_date(name)
        self._show_missing(facts)
        self._show_marks(facts.progress)
        self.keeper.show(self.unit_id)
        self._run_errand()

    def _show_marks(self, progress: tuple[ThemeProgress, ...]) -> None:
        """Mark each page of the guided intake with how much of it is there; one nobody is asked about has no mark."""
        for theme in IntakeTheme:
            self.buttons[theme].setText(say(f"theme.{theme}").replace("&", "&&"))
            self.buttons[theme].setAccessibleDescription("")
            self.buttons[theme].setToolTip("")
        for item in progress:
            button = self.buttons[item.theme]
            name = say(f"theme.{item.theme}")
            button.setText(f"{MARKS[item.state]}  {name}".replace("&", "&&"))
            button.setAccessibleDescription(label(item.state))
            button.setToolTip(label(item.state))

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
