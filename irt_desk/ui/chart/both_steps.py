"""What is open before both come, in the order in which it is done; once nothing is, the button that opens the unit for both."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from irt_desk.domain.case_facts import TransitionRequest
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import Consent, Signer
from irt_desk.domain.units import AGREEMENT_OF, BEFORE_OPENING, PairFacts
from irt_desk.domain.values import Missing
from irt_desk.services.pathway import Way
from irt_desk.services.texts import day_text, first_name
from irt_desk.ui.building import Body, Card, Muted, Pill, PrimaryButton, Strong, clear_layout
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.chart.opening import OPENS, open_units
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.before_both import JointFacts
    from irt_desk.ui.chart.pathway import PathwayTab


class BothStepsCard(Card):
    """The list of the drawing: open items with the act that closes each, what is done folded away, then the way in."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__(say("both.title"))
        self._tab = tab
        self._way: Way | None = None
        self.count = Pill("", "attention")
        self.add_action(self.count)
        self.open_button = PrimaryButton(say("both.open_couple"))
        self.open_button.clicked.connect(self._on_open)
        self.open_button.hide()
        self._inside, self._folded = QVBoxLayout(), QVBoxLayout()
        self._inside.setSpacing(8)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(self._inside, 1)
        across.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(across)
        self.body.addLayout(self._folded)

    def show_steps(self, facts: JointFacts, kind: UnitKind, ways: tuple[Way, ...], today: date) -> None:
        """Show what is open and what is done; the first open item stands out."""
        partner = first_name(facts.partner) or say("word.the_partner")
        self.title.setText(say("both.title_of", name=partner))
        self.count.setVisible(bool(facts.missing))
        self.count.setText(say("pathway.open_pill", count=len(facts.missing)))
        self._way = next((way for way in ways if way.transition.effect in OPENS and not way.missing), None)
        clear_layout(self._inside)
        self.open_button.setVisible(not facts.missing and self._way is not None)
        if facts.missing:
            self._inside.addWidget(Muted(say("both.order"), wrap=True))
            show_open(self._tab, self._inside, facts.missing)
        else:
            self._show_ready(facts, kind)
        self._show_done(_signed(facts.pair, kind), facts, today)

    def _show_ready(self, facts: JointFacts, kind: UnitKind) -> None:
        names = {"client": first_name(facts.client), "name": first_name(facts.partner) or say("word.the_partner")}
        self._inside.addWidget(Strong(say("both.ready"), wrap=True))
        self._inside.addWidget(Muted(say("both.ready_text" if self._way else "both.review_first", **names), wrap=True))
        self.open_button.setText(say(f"both.open_{kind}"))
        self.open_button.setAccessibleName(self.open_button.text())

    def _show_done(self, signed: list[Consent], facts: JointFacts, today: date) -> None:
        """Fold what is done into one line, as the drawing does."""
        clear_layout(self._folded)
        on = facts.pair.partner.screened_on if facts.pair.partner else None
        lines = [say("both.screened", day=day_text(on, today))] if on else []
        for consent in signed:
            day = day_text(consent.signed_on, today)
            lines.append(say("both.signed", type=label(consent.type), signer=consent.signer_name, day=day))
        if not lines:
            return
        done = Disclosure(f"\N{CHECK MARK} {say('pathway.done_count', count=len(lines))}")
        for text in lines:
            done.body.addWidget(Muted(f"\N{CHECK MARK}  {text}", wrap=True))
        self._folded.addWidget(done)

    def _on_open(self) -> None:
        """Open the unit for both and go there: its overview says what is next."""
        if self._way is not None:
            row = self._way.transition
            request = TransitionRequest(code=row.code)
            work = partial(open_units, self._tab.room.desk, self._tab.unit_id, row.to_state, request)
            self._tab.room.runner.change(self._tab, work, self._on_opened, self._tab.fail)

    def _on_opened(self, opened: tuple[str, ...]) -> None:
        for unit_id in opened[-1:]:
            self._tab.room.go("chart", unit_id=unit_id, tab="overview")


def show_open(tab: Any, to: Any, missing: tuple[Missing, ...], *, stands_out: bool = True) -> None:
    """List open items, a hairline between two; the act of the first one stands out."""
    for number, item in enumerate(missing):
        frame = QFrame()
        if number < len(missing) - 1:
            frame.setProperty("role", "row")
        across = QHBoxLayout(frame)
        across.setContentsMargins(0, 6, 0, 6)
        across.setSpacing(12)
        across.addWidget(Body("\N{WHITE CIRCLE}", tone="attention"), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(Body(item.sentence, wrap=True), 1)
        tab.add_act(across, item, is_next=stands_out and number == 0)
        to.addWidget(frame)


def _signed(pair: PairFacts, kind: UnitKind) -> list[Consent]:
    """Return what is signed of everything the unit stands on, in the order in which it is signed."""
    found = [pair.agreed(paper, who) for paper in (*BEFORE_OPENING, AGREEMENT_OF[kind]) for who in Signer]
    return [one for one in found if one is not None]


__all__ = ["BothStepsCard", "show_open"]
