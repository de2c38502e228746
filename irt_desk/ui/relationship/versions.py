"""Two versions of a map side by side; what became of each step stands in words between them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.figures.step_views import StepView, views_of
from irt_desk.domain.map_versions import ComparedStep, StepChange, compare
from irt_desk.domain.patterns import CycleMap
from irt_desk.services.patterns import PatternView
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Card, LinkButton, Muted, Pill, Small, TextChoice, clear_layout
from irt_desk.words import label, say

_MARKS = {
    StepChange.SAME: ("=", "neutral"),
    StepChange.CHANGED: ("\N{NOT EQUAL TO}", "attention"),
    StepChange.MOVED: ("\N{UP DOWN ARROW}", "relationship"),
    StepChange.ADDED: ("+", "good"),
    StepChange.REMOVED: ("\N{MINUS SIGN}", "neutral"),
}


class VersionsCard(Card):
    """The comparison; opened from the map, closed with its own button."""

    def __init__(self) -> None:
        super().__init__(say("map_versions.title"))
        self._view: PatternView | None = None
        self._names = ("", "")
        self.left, self.right = TextChoice(), TextChoice()
        for choice, name in ((self.left, "map_versions.earlier"), (self.right, "map_versions.later")):
            choice.setAccessibleName(say(name))
            choice.setMinimumContentsLength(18)
            choice.changed.connect(self._draw)
        self.close_button = LinkButton(say("map_versions.close"))
        self.close_button.clicked.connect(self.hide)
        self.add_action(self.close_button)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.left, 1)
        across.addWidget(Small(say("map_versions.with")))
        across.addWidget(self.right, 1)
        self.body.addLayout(across)
        self.sums = Muted("", wrap=True)
        self.body.addWidget(self.sums)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)

    def show_versions(self, view: PatternView | None, client: str, partner: str) -> None:
        """Offer the versions of a pattern, the newest two to begin with; with fewer the card closes."""
        same = self._view is not None and view is not None and view.pattern.id == self._view.pattern.id
        self._view, self._names = view, (client, partner)
        maps = view.maps if view else ()
        if len(maps) < 2:
            self.hide()
            return
        chosen = (self.left.value(), self.right.value()) if same else ("", "")
        options = tuple((one.id, self._name(one)) for one in maps)
        for choice, kept, first in ((self.left, chosen[0], maps[1].id), (self.right, chosen[1], maps[0].id)):
            choice.blockSignals(True)
            choice.offer(options)
            choice.set_value(kept or first)
            choice.blockSignals(False)
        self._draw()

    def _name(self, one: CycleMap) -> str:
        return say("map_versions.name", number=one.version, day=day_text(one.created.day, weekday=False))

    def _name_and_seen(self, one: CycleMap) -> str:
        seen = self._view is not None and self._view.showing_of(one) is not None
        return f"{self._name(one)} · {say('map_versions.seen')}" if seen else self._name(one)

    def _draw(self) -> None:
        clear_layout(self._place)
        maps = {one.id: one for one in self._view.maps} if self._view else {}
        earlier, later = maps.get(self.left.value()), maps.get(self.right.value())
        if earlier is None or later is None:
            return
        if earlier.version > later.version:
            earlier, later = later, earlier
        lines = compare(earlier.steps, later.steps)
        self.sums.setText(self._summed(lines, earlier, later))
        views = [views_of(one, client=self._names[0], partner=self._names[1]) for one in (earlier, later)]
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        for column, one in ((0, earlier), (2, later)):
            grid.addWidget(Small(self._name_and_seen(one)), 0, column)
        for row, compared in enumerate(lines, 1):
            self._row(grid, row, compared, views)
        self._place.addWidget(holder)

    def _row(self, grid: QGridLayout, row: int, compared: ComparedStep, views: list[tuple[StepView, ...]]) -> None:
        for column, order, shown in ((0, compared.earlier_order, views[0]), (2, compared.later_order, views[1])):
            if order is not None:
                grid.addWidget(StepBox(shown[order - 1]), row, column)
        mark, role = _MARKS[compared.change]
        pill = Pill(f"{mark} {label(compared.change)}", role)
        pill.setAccessibleName(spoken_change(compared))
        pill.setToolTip(spoken_change(compared))
        grid.addWidget(pill, row, 1, Qt.AlignmentFlag.AlignCenter)

    def _summed(self, lines: tuple[ComparedStep, ...], earlier: CycleMap, later: CycleMap) -> str:
        counts = {change: sum(one.change is change for one in lines) for change in StepChange}
        parts = [
            say("map_versions.count", n=count, change=label(change).lower())
            for change, count in counts.items()
            if count and change is not StepChange.SAME
        ]
        if earlier.summary_for_client != later.summary_for_client:
            parts.append(say("map_versions.summary_changed"))
        if earlier.loops_back_to_step != later.loops_back_to_step:
            parts.append(say("map_versions.loop_changed"))
        if set(earlier.based_on_incident_ids) != set(later.based_on_incident_ids):
            parts.append(say("map_versions.basis_changed"))
        return ", ".join(parts) if parts else say("map_versions.no_change")


class StepBox(QFrame):
    """A step as a small box, dashed and with "maybe" where it is a hypothesis."""

    def __init__(self, view: StepView) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("accent", "partner" if view.hypothesis else "")
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 8, 10, 8)
        down.setSpacing(2)
        head = QHBoxLayout()
        tone = view.actor.value if view.actor.value in ("client", "partner") else "relationship"
        head.addWidget(Body(view.title, strong=True, tone=tone, wrap=True), 1)
        if view.hypothesis:
            head.addWidget(Pill(say("figure.maybe"), "partner", dashed=True))
        down.addLayout(head)
        for line in view.lines:
            down.addWidget(Small(line.text, wrap=True) if line.aside else Body(line.text, wrap=True))
        if view.exit:
            down.addWidget(Small(say("figure.exit", name=view.exit), wrap=True, tone="good"))


def spoken_change(compared: ComparedStep) -> str:
    """Return what became of a step, in a sentence that needs no picture."""
    what = ", ".join(say(f"map_step_field.{name}") for name in compared.fields)
    values = {"earlier": compared.earlier_order, "later": compared.later_order, "what": what}
    code = f"map_versions.spoken_{compared.change.value}"
    if compared.change is StepChange.MOVED and compared.fields:
        code = "map_versions.spoken_moved_changed"
    return say(code, **values)
