"""The card "the partner as a guest": what a visit is, what it still needs with the act for each, the way to it once it is open."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.cases import CaseState, TreatmentUnit
from irt_desk.domain.values import Act, Missing
from irt_desk.services.charts import ChartHead
from irt_desk.services.texts import day_text, first_name
from irt_desk.ui.building import Body, Button, Card, LinkButton, Muted, PrimaryButton, ProblemLine, clear_layout
from irt_desk.ui.building.texts import bring_into_sight
from irt_desk.ui.chart.before_both import JointFacts, PrescreenCard
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayTab

_IN_CARE = frozenset(
    {
        CaseState.ASSESSMENT,
        CaseState.ACTIVE_IRT,
        CaseState.PAUSED,
        CaseState.TRANSITION_REVIEW,
        CaseState.TRANSITION_PREP,
    }
)


class GuestCard(QWidget):
    """Folded to two sentences until it is wanted; the partner's screening opens below it when the visit needs one."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        self._tab = tab
        self._unit_id, self._is_unfolded = "", False
        self._facts: JointFacts | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        self.card = Card(say("guest.title"))
        self.what = Muted("", wrap=True)
        self.card.body.addWidget(self.what)
        self.standing = QVBoxLayout()
        self.standing.setSpacing(8)
        self.card.body.addLayout(self.standing)
        self.unfold = LinkButton(say("guest.needs"))
        self.unfold.clicked.connect(self.begin)
        self.card.body.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        self.problem = ProblemLine()
        self.card.body.addWidget(self.problem)
        self.open_button = PrimaryButton(say("guest.open"))
        self.open_button.clicked.connect(self.open_contact)
        self.card.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignRight)
        self.prescreen = PrescreenCard(tab)
        self.prescreen.opened.connect(self.prescreen.show)
        self.prescreen.hide()
        down.addWidget(self.card)
        down.addWidget(self.prescreen)
        tab.keeper.add("guest_prescreen", self.prescreen)

    def show_guest(self, facts: JointFacts, head: ChartHead) -> None:
        """Show where a visit stands while the case is in care, or the one that is open."""
        self._unit_id, self._facts = head.unit.id, facts
        is_open = facts.guest is not None
        self.setVisible(is_open or (bool(facts.partner_id) and head.episode.state in _IN_CARE))
        client = first_name(facts.client)
        partner = first_name(facts.partner) or say("word.the_partner")
        self.card.title.setText(say("guest.title_of", name=partner) if facts.partner else say("guest.title"))
        self.what.setText(say("guest.what", name=partner, client=client))
        self.open_button.setAccessibleName(say("guest.open_named", name=partner))
        self.problem.say("")
        self.prescreen.show_standing(facts, head.today)
        self._draw(facts, head.today)

    def forget(self) -> None:
        """Another record is shown: nothing of this one stays on screen."""
        self._facts, self._is_unfolded = None, False
        self.prescreen.forget()
        self.prescreen.hide()
        clear_layout(self.standing)

    def begin(self) -> None:
        """Show what a visit needs."""
        self._is_unfolded = True
        if self._facts is not None:
            self._draw(self._facts, self._facts.pair.today)

    def _draw(self, facts: JointFacts, today: date) -> None:
        clear_layout(self.standing)
        is_wanted = self._is_unfolded and facts.guest is None
        self.unfold.setVisible(not self._is_unfolded and facts.guest is None)
        self.open_button.setVisible(is_wanted and not facts.guest_missing)
        if facts.guest is not None:
            across = QHBoxLayout()
            since = say("guest.since", day=day_text(facts.guest.opened_on, today, weekday=False))
            across.addWidget(Body(since, wrap=True), 1)
            go = LinkButton(say("guest.go"))
            go.clicked.connect(partial(self._tab.room.go, "chart", unit_id=facts.guest.unit_id))
            across.addWidget(go)
            self.standing.addLayout(across)
        elif is_wanted:
            for item in facts.guest_missing:
                self._open_item(item)
            if not facts.guest_missing:
                self.standing.addWidget(Muted(f"\N{CHECK MARK}  {say('guest.ready')}", wrap=True))

    def _open_item(self, item: Missing) -> None:
        if item.act is not Act.UNIT:
            self._tab.open_item(self.standing, item)
            return
        across = QHBoxLayout()
        across.addWidget(Body("\N{WHITE CIRCLE}", tone="attention"), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(Body(item.sentence, wrap=True), 1)
        act = Button(say("guest.screen"))
        act.setAccessibleName(f"{act.text()}: {item.sentence}")
        act.clicked.connect(self.begin_prescreen)
        across.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        self.standing.addLayout(across)

    def begin_prescreen(self) -> None:
        """Open the partner's own screening; the one of "before both come" where that stands on the page already."""
        if self._facts is not None and self._facts.kind is not None:
            self._tab.both.begin("partner_screening")
            return
        self.prescreen.show()
        self.prescreen.start_new()
        bring_into_sight(self.prescreen.editor)

    def open_contact(self) -> None:
        """Open the contact and go there; a refusal names everything."""
        if self._facts is not None:
            work = partial(self._tab.room.desk.units.open_collateral, self._unit_id, self._facts.partner_id)
            self._tab.room.runner.change(self._tab, work, self._on_opened, self._tab.fail)

    def _on_opened(self, unit: TreatmentUnit, *_: Any) -> None:
        self._tab.room.go("chart", unit_id=unit.id)


__all__ = ["GuestCard"]
