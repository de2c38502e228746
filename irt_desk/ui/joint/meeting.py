"""Whether the two may meet today, and what is next: what keeps them, each with the act that closes it, or the session to plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.safety import GateOverride
from irt_desk.domain.values import Act, Missing
from irt_desk.services.charts import ChartHead
from irt_desk.services.texts import day_text, time_text
from irt_desk.ui.building import Body, Button, Card, Muted, PrimaryButton, clear_layout
from irt_desk.ui.chart.both_steps import show_open
from irt_desk.ui.chart.errand import act_button
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.chart.tab import ChartTab

FIRST_MINUTES = {UnitKind.DISCERNMENT: 120}
"""How long a first session is planned, where it is not the usual hour: discernment takes about two (domain paper, 5.3)."""


class MeetingCard(Card):
    """The first thing on the overview of a unit that brings two people together."""

    def __init__(self, tab: ChartTab, sign: Any) -> None:
        """Make the card; ``sign`` opens the form of a signature that is missing, on the same page."""
        super().__init__(say("joint.meeting"))
        self._tab, self._sign = tab, sign
        self._from_unit_id = ""
        self._kind = UnitKind.COUPLE
        self._is_first = False
        self._inside = QVBoxLayout()
        self._inside.setSpacing(6)
        self.body.addLayout(self._inside)
        self.plan_button: Button = PrimaryButton(say("meeting.plan_first"))
        self.plan_button.clicked.connect(self._on_plan)
        self.body.addWidget(self.plan_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_meeting(
        self, head: ChartHead, missing: tuple[Missing, ...], from_unit_id: str, override: GateOverride | None
    ) -> None:
        """Show where a meeting stands today."""
        self._from_unit_id, self._kind, self._is_first = from_unit_id, head.unit.kind, not head.sessions
        clear_layout(self._inside)
        if missing:
            show_open(self, self._inside, missing)
        else:
            self._inside.addWidget(Body(f"\N{CHECK MARK}  {say('joint.may_meet')}", wrap=True))
        if override is not None and not missing:
            until = day_text(override.expires_on, head.today)
            self._inside.addWidget(Muted(say("meeting.check_in", day=until), wrap=True))
        session = head.next_session
        is_open = head.episode.state is CaseState.OPEN
        if session is not None:
            when = f"{day_text(session.starts.day, head.today)}, {time_text(session.starts)}"
            self._inside.addWidget(Muted(say("meeting.next_day", when=when), wrap=True))
        elif is_open and not missing:
            self._inside.addWidget(Muted(say("meeting.none_planned"), wrap=True))
        self.plan_button.setVisible(is_open and not missing and session is None)
        words = say("meeting.plan_first" if self._is_first else "meeting.plan")
        self.plan_button.setText(words)
        self.plan_button.setAccessibleName(words)

    def add_act(self, to: QHBoxLayout, item: Missing, *, is_next: bool) -> None:
        """Put the button of an open item at the end of its line: signatures are recorded here, a screening in the individual record."""
        if item.act is Act.CONSENTS:
            act = act_button(item, is_next=is_next)
            act.clicked.connect(partial(self._sign, item.code))
        elif item.code == "one_of_two" or item.act in (Act.SAFETY, Act.OVERRIDE) or item.code.startswith("partner_"):
            act = act_button(item, is_next=is_next)
            act.setToolTip(say("meeting.for_you_screen_help"))
            act.clicked.connect(partial(self._on_individual, item))
        else:
            return
        to.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)

    def _on_individual(self, item: Missing, *_: Any) -> None:
        """Go where it is closed: in the individual record, for the practitioner only."""
        self._tab.room.go("chart", unit_id=self._from_unit_id, tab="pathway", item=item)

    def _on_plan(self) -> None:
        minutes = FIRST_MINUTES.get(self._kind) if self._is_first else None
        self._tab.room.go("chart", unit_id=self._tab.unit_id, tab="sessions", plan=True, minutes=minutes)


__all__ = ["MeetingCard"]
