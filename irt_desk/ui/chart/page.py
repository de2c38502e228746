"""The chart: a header loud enough that no one writes in the wrong one, and the tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from irt_desk.domain.clients import SafeContact
from irt_desk.domain.dues import DueKind
from irt_desk.domain.safety import Gate
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.texts import caution_text, day_text, engagement_text, first_name, time_text
from irt_desk.ui.building import Banner, Body, Monogram, Muted, Pill, Title, clear_layout
from irt_desk.ui.building.choices import FlowLayout
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.room import Page, Room
from irt_desk.words import label, say

TABS = ("overview", "intake", "relationship", "sessions", "skills", "measures", "plan", "pathway", "documents")
SHARED = frozenset({"sessions", "documents"})
"""Tabs a joint unit has in common with an individual record; its others are its own."""
LONG_NAME = 420
"""Width in pixels from which a name may break into two lines."""
GATE_ROLE = {
    Gate.CAUTION: "attention",
    Gate.UNSCREENED: "attention",
    Gate.BLOCKED: "danger",
    Gate.HARD_BLOCK: "danger",
}


def _make(name: str, room: Room) -> ChartTab:
    """Return a tab; its module loads when it is first opened."""
    if name == "overview":
        from irt_desk.ui.chart.overview import OverviewTab as Tab
    elif name == "intake":
        from irt_desk.ui.chart.intake import IntakeTab as Tab  # type: ignore[assignment]  # each tab is a ChartTab
    elif name == "relationship":
        from irt_desk.ui.relationship.tab import RelationshipTab as Tab  # type: ignore[assignment]  # as above
    elif name == "sessions":
        from irt_desk.ui.notes.tab import SessionsTab as Tab  # type: ignore[assignment]  # as above
    elif name == "skills":
        from irt_desk.ui.skills.tab import SkillsTab as Tab  # type: ignore[assignment]  # as above
    elif name == "measures":
        from irt_desk.ui.measures.tab import MeasuresTab as Tab  # type: ignore[assignment]  # as above
    elif name == "plan":
        from irt_desk.ui.plan.tab import PlanTab as Tab  # type: ignore[assignment]  # as above
    elif name.startswith("joint_"):
        from irt_desk.ui.joint.tabs import make

        return make(name, room)
    elif name == "pathway":
        from irt_desk.ui.chart.pathway import PathwayTab as Tab  # type: ignore[assignment]  # as above
    else:
        from irt_desk.ui.chart.documents import DocumentsTab as Tab  # type: ignore[assignment]  # as above
    return Tab(room)


class Header(QFrame):
    """Name, pronouns, age, state, partner engagement, alerts, safe contact, next session; the tabs below."""

    def __init__(self, choose: Callable[[str], None], names: tuple[str, ...] = TABS, role: str = "client") -> None:
        """Make the header; ``role`` is the colour that says at a glance whether this is one person's chart."""
        super().__init__()
        self.setProperty("role", "chart-head")
        self.setProperty("accent", role)
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 12, 24, 0)
        down.setSpacing(8)
        across = QHBoxLayout()
        across.setSpacing(14)
        self.mark = Monogram(role=role)
        across.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(4)
        first = self._first = QHBoxLayout()
        first.setSpacing(8)
        self.name, self.about = Title(), Muted()
        first.addWidget(self.name)
        first.addWidget(self.about)
        first.addStretch(1)
        lines.addLayout(first)
        holder = QWidget()
        self.pills = FlowLayout(8)
        holder.setLayout(self.pills)
        lines.addWidget(holder)
        across.addLayout(lines, 1)
        down.addLayout(across)
        tabs = FlowLayout(
            22, least=10
        )  # a narrow window moves the tabs closer, then breaks the row; no word is cut off
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        for name in names:
            button = QPushButton(say(f"tab.{name}").replace("&", "&&"))
            button.setProperty("tab", True)
            button.setCheckable(True)
            button.setAccessibleName(say(f"tab.{name}"))
            button.clicked.connect(partial(_choose, choose, name))
            self._group.addButton(button)
            self.tabs[name] = button
            tabs.addWidget(button)
        row = QWidget()
        row.setLayout(tabs)
        down.addWidget(row)

    def show_name(self, name: str) -> None:
        """Show a name. A long one breaks; it is never cut off, because it says whose chart this is."""
        is_long = self.name.fontMetrics().horizontalAdvance(name) > LONG_NAME
        self.name.setWordWrap(is_long)
        self._first.setStretch(0, 1 if is_long else 0)
        self._first.setStretch(2, 0 if is_long else 1)
        self.name.setText(name)

    def show_head(self, head: ChartHead) -> None:
        """Show whose chart this is."""
        self.mark.show_initials(head.client.initials)
        self.show_name(head.client.preferred_name)
        about = [head.client.pronouns, str(head.age) if head.age is not None else "", f"#{head.client.number}"]
        self.about.setText(" · ".join(part for part in about if part))
        clear_layout(self.pills)
        self.pills.addWidget(Pill(label(head.episode.state), "client"))
        if head.partners:
            partner = engagement_text(first_name(head.partner_name), head.engagement)
            self.pills.addWidget(Pill(partner, "partner"))
        if head.standing.gate in GATE_ROLE:
            text = say("chart.gate", gate=label(head.standing.gate).lower())
            self.pills.addWidget(Pill(text, GATE_ROLE[head.standing.gate]))
        if any(due.kind is DueKind.FIT_REVIEW for due in head.dues):
            self.pills.addWidget(Pill(say("chart.fit_review"), "attention"))
        for flag in head.cautions:
            self.pills.addWidget(Pill(caution_text(flag, head.client.preferred_name), "attention"))
        self.pills.addWidget(_pair(say("chart.safe_contact"), contact_text(head.client.safe_contact)))
        self.show_next(head)

    def show_next(self, head: ChartHead) -> None:
        """Show when the next session is, at the end of the line."""
        session = head.next_session
        when = (
            f"{day_text(session.starts.day, head.today)}, {time_text(session.starts)}"
            if session
            else say("chart.no_next")
        )
        self.pills.addWidget(_pair(say("chart.next_session"), when))


def contact_text(contact: SafeContact) -> str:
    """Return how the client may be reached: method, times, voicemail."""
    if contact.confirmed_on is None:
        return say("chart.contact_not_asked")
    parts = [label(contact.method).lower(), contact.times]
    if contact.method.value in ("mobile", "home_phone") and not contact.voicemail_ok:
        parts.append(say("chart.no_voicemail"))
    return ", ".join(part for part in parts if part)


def _pair(name: str, value: str) -> QWidget:
    holder = QWidget()
    across = QHBoxLayout(holder)
    across.setContentsMargins(0, 0, 6, 0)
    across.setSpacing(6)
    across.addWidget(Muted(name))
    across.addWidget(Body(value, strong=True))
    return holder


def _choose(choose: Callable[[str], None], name: str, *_: Any) -> None:
    choose(name)


class ChartPage(Page):
    """Header, a banner when the safety gate is a stop, and the tab in front."""

    areas = frozenset(
        {Area.CLIENTS, Area.CASES, Area.SAFETY, Area.RELATIONSHIP, Area.PATHWAY, Area.SESSIONS, Area.SUITABILITY}
    )

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.unit_id = ""
        self.head: ChartHead | None = None
        self._wanted: tuple[str, dict[str, Any]] = ("", {})
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self._own = Header(self.choose)
        self._joint = self._make_joint()
        self.header: Header = self._own
        for header in (self._own, self._joint):
            down.addWidget(header)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(24, 10, 24, 0)
        self.stop = Banner("", "danger")
        self._open_safety = self.stop.add_action(say("chart.open_safety"))
        self._open_safety.clicked.connect(self._on_stop)
        inside.addWidget(self.stop)
        down.addWidget(holder)
        self.stack = QStackedWidget()
        down.addWidget(self.stack, 1)
        self.tabs: dict[str, ChartTab] = {}
        for number in range(1, len(TABS) + 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(partial(self._choose_nth, number - 1))

    def _make_joint(self) -> Header:
        from irt_desk.ui.joint.header import JointHeader  # it is made from the header above

        made = JointHeader(self.choose)
        made.hide()
        return made

    def open(self, *, unit_id: str, tab: str = "", **arguments: Any) -> None:
        """Open a chart at a tab; looking at it is traced. Which tabs there are depends on the kind of unit."""
        if unit_id == self.unit_id and self.head is not None:
            self.choose(tab or "overview", **arguments)
            return
        self._wanted = (tab, arguments)
        if unit_id == self.unit_id:
            return
        self.flush()
        self.unit_id, self.head = unit_id, None
        self.stack.hide()  # what stands there is of another record
        self.room.runner.read(self, partial(self.room.desk.charts.open_chart, unit_id), self._show, self.fail)

    def _choose_nth(self, place: int) -> None:
        offered = [name for name, button in self.header.tabs.items() if not button.isHidden()]
        if place < len(offered):
            self.choose(offered[place])

    def choose(self, name: str, *_: Any, **arguments: Any) -> None:
        """Bring a tab to the front; the one before hands over what was typed."""
        self.flush()
        if name not in self.header.tabs or self.header.tabs[name].isHidden():
            name = "overview"
        key = f"joint_{name}" if self.header is self._joint and name not in SHARED else name
        if key not in self.tabs:
            made = _make(key, self.room)
            self.tabs[key] = made
            self.stack.addWidget(made)
        tab = self.tabs[key]
        self.stack.setCurrentWidget(tab)
        self.header.tabs[name].setChecked(True)
        if self.unit_id:
            tab.show_unit(self.unit_id, **arguments)

    def reload(self) -> None:
        """Fetch the header anew."""
        if self.unit_id:
            self.room.runner.read(self, partial(self.room.desk.charts.head, self.unit_id), self._show, self.fail)

    def _show(self, head: ChartHead) -> None:
        if head.unit.id != self.unit_id:
            return
        is_new, self.head = self.head is None, head
        is_joint = head.unit.kind.brings_together
        self.header = self._joint if is_joint else self._own
        self._own.setVisible(not is_joint)
        self._joint.setVisible(is_joint)
        self.header.show_head(head)
        said = (
            say("joint.suspended_text")
            if is_joint
            else say(f"chart.stop_{head.standing.gate}")
            if head.is_stopped
            else ""
        )
        self.stop.say(said if head.is_stopped else "")
        self._open_safety.setVisible(not is_joint)
        if not is_new:
            return
        self.stack.show()
        tab, arguments = self._wanted
        self._wanted = ("", {})
        if not tab and not is_joint and head.standing.gate is Gate.HARD_BLOCK:
            self._on_stop()
        else:
            self.choose(tab or "overview", **arguments)

    def _on_stop(self) -> None:
        """Open the safety plan at hard block (6.6), the safety page at any other stop."""
        hard = self.head is not None and self.head.standing.gate is Gate.HARD_BLOCK
        self.choose("intake", theme="safety_plan" if hard else "safety")

    def on_changed(self, areas: frozenset[Area]) -> None:
        """Pass the news on to the tabs."""
        super().on_changed(areas)
        for tab in self.tabs.values():
            tab.on_changed(areas)

    def flush(self) -> None:
        """Hand over what is typed on the tab in front."""
        current = self.stack.currentWidget()
        if isinstance(current, ChartTab):
            current.flush()
