"""Inviting the partner: the preparation and the log. Nothing of it is shown under a stop, or when the partner is there already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.cases import CaseState
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.invitations import REPLIES, Invitation, InvitationPreparation
from irt_desk.services.charts import ChartHead
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import LinkButton
from irt_desk.ui.building.texts import bring_to_top
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.records.single import SingleCard
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.chart.pathway import PathwayTab

F = FieldSpec
_PREPARATION = (
    F("barriers_from_their_side", "area", tone="partner"),
    F("own_motive", "area"),
    F("offers"),
    F("wording", "area"),
    F("readiness", "rating"),
    F("agreed_words", "area"),
)
_LOG = (
    F("on", half=True),
    F("channel", half=True),
    F("made_by", "chips"),
    F("offered"),
    F("how_it_was_put", "area"),
    F("reply", "chips", only=REPLIES, tone="partner", group="invitation.group_answer"),
    F("reply_on", half=True),
    F("next_review_on", half=True),
    F("partner_reply_as_reported", "area", tone="partner"),
    F("feeling_after", "rating"),
    F("pressed_after", "chips"),
)
_HIDDEN = frozenset({CaseState.CLOSED, CaseState.REFERRED_OUT, CaseState.FOLLOW_UP, CaseState.INQUIRY})


@dataclass(frozen=True, slots=True)
class InvitingFacts:
    """What was prepared and what was made."""

    preparation: InvitationPreparation
    log: tuple[Invitation, ...]


def gather_inviting(desk: Any, unit_id: str) -> InvitingFacts:
    """Read both, on the lane."""
    return InvitingFacts(desk.invitations.preparation(unit_id), desk.invitations.log(unit_id))


class InvitingCard(QWidget):
    """The log first; the preparation under it, once it is asked for or begun."""

    def __init__(self, tab: PathwayTab) -> None:
        super().__init__()
        self._tab = tab
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        service = tab.room.desk.invitations
        self.preparation = SingleCard(
            "invitation_preparation", InvitationPreparation, _PREPARATION, save=tab.saver(service.prepare)
        )
        self.log = RecordCard(
            "invitation", Invitation, _LOG, view=_view, fresh=self._fresh, save=tab.saver(service.record)
        )
        self.prepare_button = LinkButton(say("invitation.prepare"))
        self.prepare_button.clicked.connect(self._on_prepare)
        self.log.add_action(self.prepare_button)
        self._asked = ""
        down.addWidget(self.log)
        down.addWidget(self.preparation)
        tab.keeper.add("invitation_preparation", self.preparation)
        tab.keeper.add("invitation", self.log)

    def show_inviting(self, facts: InvitingFacts, head: ChartHead) -> None:
        """Show both while an invitation may be thought of; the log stays in sight once something stands in it."""
        stopped = head.standing.gate.is_stop or head.engagement is PartnerEngagement.INVITATION_CONTRAINDICATED
        self.setVisible(not stopped and head.episode.state not in _HIDDEN)
        there = head.engagement in (PartnerEngagement.JOINED, PartnerEngagement.MET_INDIVIDUALLY)
        agreed = there or head.engagement is PartnerEngagement.AGREED_TO_MEET
        begun = facts.preparation != InvitationPreparation(unit_id=head.unit.id)
        at_it = begun or self._asked == head.unit.id or head.engagement is PartnerEngagement.PREPARING_INVITATION
        self.preparation.show_value(facts.preparation)
        self.preparation.setVisible(not agreed and at_it)
        self.prepare_button.setVisible(not agreed and not at_it)
        self.log.setVisible(bool(facts.log) or not there)
        self.log.show_records(facts.log)

    def forget(self) -> None:
        """Show another record."""
        self._asked = ""
        self.preparation.forget()
        self.log.forget()

    def begin(self) -> None:
        """Open the form of an invitation."""
        self.log.start_new()
        bring_to_top(self.log.editor)

    def _on_prepare(self) -> None:
        """Open the preparation; it stays open on this chart."""
        self._asked = self._tab.unit_id
        self.prepare_button.hide()
        self.preparation.show()
        self.preparation.form.focus_first()

    def _fresh(self) -> Invitation:
        now = now_here()
        return Invitation(id="", unit_id=self._tab.unit_id, on=now.day, recorded=now)


def _view(invitation: Invitation) -> RowView:
    """Return how an invitation looks in the list: what was offered, and what was answered as told."""
    offered = ", ".join(label(one) for one in invitation.offered)
    told = invitation.partner_reply_as_reported
    parts = [
        label(invitation.made_by),
        invitation.channel,
        say("invitation.as_told", text=told) if told else "",
        say("invitation.pressed") if invitation.pressed_after == "yes" else "",
    ]
    pills = [(day_text(invitation.on), "neutral")]
    if invitation.reply is not None:
        pills.append((label(invitation.reply), "partner"))
    return RowView(offered, " · ".join(filter(None, parts)), tuple(pills))
