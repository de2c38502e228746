"""What crossed into a unit of two, by whose release; and, for the practitioner alone, how one more item is brought."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from irt_desk.domain.sharing import CrossingNeed, SharedMaterial, may_cross
from irt_desk.domain.units import Place
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.sharing import SharedLine, SharingView
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Card, Columns, LinkButton, Muted, Pill, Small, clear_layout
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.joint.bringing import BringCard
from irt_desk.ui.room import Room
from irt_desk.words import label, say


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """What the tab shows."""

    head: ChartHead
    view: SharingView


def gather(desk: Any, unit_id: str) -> SharedFacts:
    """Read the tab, on the lane."""
    return SharedFacts(desk.charts.head(unit_id), desk.sharing.of(unit_id))


class SharedTab(ChartTab):
    """On the left what both may read; on the right what only the practitioner sees."""

    place = "joint_shared"
    areas = frozenset({Area.UNITS, Area.CONSENTS, Area.CASES, Area.SAFETY})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._facts: SharedFacts | None = None
        self._taking = ""
        columns = Columns((6, 6))
        left, right = columns.columns
        self.crossed = Card(say("sharing.crossed"))
        self.prior, self.never = Card(say("sharing.prior")), Card(say("sharing.never"))
        self._prior_text = Muted("", wrap=True)
        self.prior.body.addWidget(self._prior_text)
        self.never.body.addWidget(Muted(say("sharing.never_text"), wrap=True))
        for card in (self.crossed, self.prior, self.never):
            left.addWidget(card)
        left.addStretch(1)
        self.bring = BringCard(self)
        right.addWidget(self.bring)
        right.addStretch(1)
        self.scroll_body().addWidget(columns)
        self.keeper.add("bring", self.bring)

    def forget(self) -> None:
        """Show another record; nothing of this one stays on screen."""
        self._facts = None
        self.bring.forget()
        clear_layout(self.crossed.body)

    def hideEvent(self, event: QHideEvent) -> None:
        """Put away what was looked at of one person's record, unless something is half typed over it."""
        super().hideEvent(event)
        self.bring.put_away()

    def reload(self) -> None:
        """Fetch everything."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: SharedFacts) -> None:
        if facts.head.unit.id != self.unit_id:
            return
        self._facts = facts
        self._prior_text.setText(say(f"sharing.prior_{facts.view.prior}"))
        clear_layout(self.crossed.body)
        words = "sharing.crossed_text" if facts.view.lines else "sharing.nothing"
        self.crossed.body.addWidget(Muted(say(words), wrap=True))
        names = dict(zip(Place, facts.head.member_names, strict=False))
        for one in facts.view.lines:
            self.crossed.body.addWidget(self._line(one, names[one.item.owner]))
        self.bring.show_owners(facts.view.owners, facts.head.today)
        self.keeper.show(self.unit_id)

    def _line(self, one: SharedLine, name: str) -> QFrame:
        """Return one copy as it stands in the unit; what is guessed about a partner keeps its "maybe" here too."""
        frame = QFrame()
        frame.setProperty("role", "row")
        down = QVBoxLayout(frame)
        down.setContentsMargins(0, 8, 0, 8)
        down.setSpacing(2)
        item = one.item
        head = QHBoxLayout()
        says_it_all = item.title in item.text
        head.addWidget(Body(item.text if says_it_all else item.title, wrap=True, strong=not says_it_all), 1)
        if item.material is SharedMaterial.PARTNER_VIEW:
            head.addWidget(Pill(say("figure.maybe"), "partner", dashed=True), 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(head)
        if not says_it_all:
            down.addWidget(Body(item.text, wrap=True))
        by_consent = may_cross(item.material).need is CrossingNeed.ROLE_CHANGE
        told = say(
            "sharing.line_consent" if by_consent else "sharing.line",
            kind=label(item.material).lower(),
            name=name,
            signer=one.signer_name,
            released=day_text(item.released_on, weekday=False),
            crossed=day_text(item.crossed_on, weekday=False),
        )
        down.addWidget(Small(told, wrap=True))
        if one.withdrawn_on is not None:
            words = say("sharing.withdrawn", day=day_text(one.withdrawn_on, weekday=False))
            down.addWidget(Small(words, wrap=True))
        elif not by_consent:
            link = LinkButton(say("sharing.take_back"))
            link.setAccessibleName(say("sharing.take_back_named", title=item.title))
            link.clicked.connect(partial(self.ask_back, item.release_id, item.title, one.signer_name))
            down.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def ask_back(self, release_id: str, title: str, name: str, *_: Any) -> None:
        """Ask once, then record that an owner takes a release back today."""
        self._taking = release_id
        question = say("sharing.take_back_ask", name=name, title=title)
        self.room.dialogs.ask(question, say("sharing.take_back"), self._on_answer)

    def _on_answer(self, yes: bool) -> None:
        if yes and self._facts is not None:
            work = partial(self.room.desk.sharing.take_back, self._taking, self._facts.head.today)
            self.room.runner.change(self, work, self.bring.look_again, self.fail)


__all__ = ["SharedTab"]
