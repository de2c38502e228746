"""What is next for a case, as one sentence and one button; away where a list on the page says it already."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from irt_desk.domain.case_facts import TransitionCode, TransitionRequest
from irt_desk.domain.cases import CaseState
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.values import Act, Missing
from irt_desk.services.pathway import Way
from irt_desk.services.texts import first_name
from irt_desk.ui.building import Button, LinkButton, Muted, PrimaryButton, Small, Strong
from irt_desk.ui.chart.errand import act_words
from irt_desk.ui.chart.opening import OPENS, open_units
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayFacts, PathwayTab

_E = PartnerEngagement
AGREED = frozenset({_E.AGREED_TO_MEET, _E.MET_INDIVIDUALLY})
ASKED = frozenset({_E.INVITED, _E.CONSIDERING})
_BEFORE_CARE = frozenset({CaseState.INQUIRY, CaseState.SCREENING, CaseState.ASSESSMENT})
_ONWARD = {
    CaseState.INQUIRY: TransitionCode.T01,
    CaseState.SCREENING: TransitionCode.T05,
    CaseState.ASSESSMENT: TransitionCode.T06,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One step.

    Attributes:
        code: ``next.<code>`` is the sentence, ``next.<code>.text`` what it means, ``next.<code>.act`` the button.
        way: the way it goes, where it is a move.
        item: the open item it closes, where it is one.
        answer: whether the partner may have answered meanwhile: a quiet second act records it.
    """

    code: str
    way: Way | None = None
    item: Missing | None = None
    answer: bool = False


def next_step(facts: PathwayFacts) -> NextStep | None:
    """Return what is next; None under a stop, in a case at rest, and where a list or form on the page is what is next."""
    state = facts.head.episode.state
    if facts.head.standing.gate.is_stop:
        return None
    if state in _BEFORE_CARE:
        way = _way(facts, _ONWARD[state])
        return _moving("onward", way) if way else None
    if state is CaseState.ACTIVE_IRT:
        return _in_care(facts)
    if state is CaseState.TRANSITION_REVIEW and facts.readiness.review.signed is not None:
        way = _way(facts, TransitionCode.T12)
        return _moving("prepare", way) if way else None
    if state is CaseState.TRANSITION_PREP and facts.joint.kind is None:
        way = next(
            (w for w in facts.ways if w.transition.code.value in ("T14", "T15") and w.transition.effect not in OPENS),
            None,
        )
        return _moving("hand_over", way) if way else None
    return None


def _in_care(facts: PathwayFacts) -> NextStep | None:
    engagement = facts.head.engagement
    if engagement in AGREED:
        way = _way(facts, TransitionCode.T10)
        return _moving("weigh", way) if way else None
    if engagement in ASKED:
        return NextStep(code="answer")
    if engagement is _E.NOT_EXPLORED or facts.invitation.open:
        return None  # the list "before … is invited" says it
    return NextStep(code="invite", answer=True)


def _moving(code: str, way: Way) -> NextStep:
    """Return a move as the next step, or the first open item that keeps it."""
    item = next((one for one in way.missing if one.act is not Act.REQUEST), None)
    return NextStep(code=code, way=way, item=item)


def _way(facts: PathwayFacts, code: TransitionCode) -> Way | None:
    return next((way for way in facts.ways if way.transition.code is code), None)


class NextCard(QFrame):
    """The one thing to press. It never moves a case that asks for more than the button says: such a move opens its form."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        self._tab = tab
        self._step: NextStep | None = None
        self.setProperty("role", "card")
        self.setProperty("accent", "client")
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 12, 16, 14)
        across.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.kicker = Small(say("next.title"), tone="client")
        self.what, self.why = Strong("", wrap=True), Muted("", wrap=True)
        for line in (self.kicker, self.what, self.why):
            words.addWidget(line)
        across.addLayout(words, 1)
        self.answer = LinkButton(say("pathway.record_partner"))
        self.answer.clicked.connect(tab.partner_card.begin)
        self.act: Button = PrimaryButton(say("next.title"))
        self.act.clicked.connect(self._on_act)
        for button in (self.answer, self.act):
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_facts(self, facts: PathwayFacts) -> None:
        """Show what is next."""
        self._step = step = next_step(facts)
        self.setVisible(step is not None)
        if step is None:
            return
        names = {
            "name": first_name(facts.head.partner_name) or say("word.the_partner"),
            "client": first_name(facts.head.client.preferred_name),
            "state": label(step.way.transition.to_state) if step.way else "",
        }
        self.kicker.setText(say("next.title"))
        if step.item is not None:
            self.what.setText(step.item.sentence)
            self.why.setText(say("next.before", way=say(f"next.{step.code}", **names)))
            self.act.setText(act_words(step.item).replace("&", "&&"))
        else:
            self.what.setText(say(f"next.{step.code}", **names))
            self.why.setText(say(f"next.{step.code}.text", **names))
            self.act.setText(say(f"next.{step.code}.act", **names))
        self.act.setAccessibleName(f"{self.act.text()}: {self.what.text()}")
        self.answer.setVisible(step.answer)
        self.answer.setText(say("next.answered", **names))
        self.answer.setAccessibleName(self.answer.text())

    def _on_act(self) -> None:
        step = self._step
        if step is None:
            return
        if step.item is not None:
            self._tab.follow(step.item.act, step.item.code)
        elif step.code == "answer":
            self._tab.partner_card.begin()
        elif step.code == "invite":
            self._tab.inviting.begin()
        elif step.way is not None and step.code == "prepare":
            self._move(step.way)
        elif step.way is not None:
            self._tab.move_card.begin(step.way)

    def _move(self, way: Way) -> None:
        """Move the case: this move asks for nothing."""
        request = TransitionRequest(code=way.transition.code)
        work = partial(open_units, self._tab.room.desk, self._tab.unit_id, way.transition.to_state, request)
        self._tab.room.runner.change(self._tab, work, None, self._tab.fail)


__all__ = ["AGREED", "NextCard", "NextStep", "next_step"]
