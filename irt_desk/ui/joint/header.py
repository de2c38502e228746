"""The header of a joint unit: both names, kind, state, gate as one word, secrets policy. No way to reach either of the two."""

from __future__ import annotations

from collections.abc import Callable

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.services.charts import ChartHead
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Pill, clear_layout
from irt_desk.ui.chart.page import GATE_ROLE, Header
from irt_desk.words import label, say

JOINT_TABS = ("overview", "sessions", "course", "measures", "plan", "shared", "pathway", "documents")


class JointHeader(Header):
    """Whose unit it is; reasons of the gate stay out, because they would tell one about the other."""

    def __init__(self, choose: Callable[[str], None]) -> None:
        super().__init__(choose, JOINT_TABS, role="relationship")

    def show_head(self, head: ChartHead) -> None:
        """Show whose chart this is."""
        is_guest = not head.unit.kind.is_joint
        both = "".join(name[:1] for name in head.member_names[:2])
        self.mark.show_initials(head.client.initials if is_guest else both)
        self.show_name(head.client.preferred_name if is_guest else " & ".join(head.member_names))
        self.about.setText("")
        self.tabs["course"].setVisible(head.unit.kind is UnitKind.DISCERNMENT)
        self.tabs["measures"].setVisible(head.unit.kind is UnitKind.COUPLE)
        self.tabs["plan"].setVisible(head.unit.kind is UnitKind.COUPLE)
        self.tabs["shared"].setVisible(head.unit.kind.is_joint)
        self.tabs["documents"].setVisible(head.unit.kind.is_joint)  # papers about a guest's visits are the client's
        clear_layout(self.pills)
        self.pills.addWidget(Pill(label(head.unit.kind), "relationship"))
        if is_guest and len(head.member_names) > 1:
            self.pills.addWidget(Pill(say("guest.pill", name=head.member_names[1]), "neutral"))
        self.pills.addWidget(Pill(label(head.episode.state), "neutral"))
        gate = say("chart.gate", gate=label(head.standing.gate).lower())
        gate = say("joint.suspended") if head.is_stopped else gate  # a stop says no more than this here (6.7, T24)
        self.pills.addWidget(Pill(gate, GATE_ROLE.get(head.standing.gate, "good")))
        if head.direction is not None:
            code, day = head.direction
            self.pills.addWidget(Pill(say(f"joint.{code}", day=day_text(day, head.today, weekday=False)), "neutral"))
        if head.secrets is not None:
            self.pills.addWidget(Pill(label(head.secrets), "neutral"))
        if head.episode.state is CaseState.OPEN:
            self.show_next(head)
