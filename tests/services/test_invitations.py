"""Inviting the partner: prepared, made, answered; the partner line moves along, and the gate, the release and the words hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.invitations import Invitation, InvitationOffer, InvitationPreparation, InvitedBy, PressedAfter
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from tests.joint import sign
from tests.practices import Clock, make_active, new_client, new_desk, screen


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return new_desk(tmp_path / "P.irtdesk", clock)


@pytest.fixture
def unit(desk: Desk, clock: Clock) -> str:
    made = new_client(desk, clock)
    make_active(desk, clock, made)
    return made


def invitation(clock: Clock, unit: str, **more: object) -> Invitation:
    values: dict[str, object] = {"channel": "a letter", "offered": (InvitationOffer.ONE_MEETING,), **more}
    return Invitation(id="", unit_id=unit, on=clock.today, recorded=Instant(clock()), **values)  # type: ignore[arg-type]  # test values by name


def test_the_partner_line_moves_along_with_the_log(desk: Desk, clock: Clock, unit: str) -> None:
    desk.invitations.prepare(InvitationPreparation(unit_id=unit, wording="I learned that I ask too much.", readiness=7))
    assert desk.engagement.current(unit) is PartnerEngagement.PREPARING_INVITATION
    made = desk.invitations.record(invitation(clock, unit)).value
    assert desk.engagement.current(unit) is PartnerEngagement.INVITED
    clock.pass_days(2)
    answer = replace(
        made, reply=PartnerEngagement.DECLINED, reply_on=clock.today, partner_reply_as_reported="Not now.",
        pressed_after=PressedAfter.YES, next_review_on=clock.today + timedelta(days=3),
    )  # fmt: skip
    desk.invitations.record(answer)
    assert desk.engagement.current(unit) is PartnerEngagement.DECLINED
    (stored,) = desk.invitations.log(unit)
    assert stored.pressed_after is PressedAfter.YES
    assert "invitation_review" in [due.code for due in desk.charts.head(unit).dues]
    assert desk.show.chart(unit)["invitations"][0]["reply"] == "declined"


def test_a_later_yes_is_traced_and_the_review_of_the_invitation_is_not_due_any_more(
    desk: Desk, clock: Clock, unit: str
) -> None:
    told = {"reply": PartnerEngagement.DECLINED, "reply_on": clock.today, "next_review_on": clock.today}
    desk.invitations.record(invitation(clock, unit, **told))
    desk.engagement.move(unit, PartnerEngagement.AGREED_TO_MEET, on=clock.today)
    assert "invitation_review" not in [due.code for due in desk.charts.head(unit).dues]


def test_the_therapist_needs_the_release_and_says_the_agreed_words_only(desk: Desk, clock: Clock, unit: str) -> None:
    wanted = invitation(clock, unit, made_by=InvitedBy.THERAPIST_WITH_RELEASE, how_it_was_put="He misses you.")
    with pytest.raises(Refused) as refused:
        desk.invitations.record(wanted)
    assert [one.code for one in refused.value.missing] == ["contact_release", "contact_agreed_words"]
    sign(desk, clock, unit, ConsentType.PARTNER_CONTACT_RELEASE, Signer.CLIENT)
    desk.invitations.prepare(InvitationPreparation(unit_id=unit, agreed_words="An appointment is offered."))
    with pytest.raises(Refused) as refused:
        desk.invitations.record(wanted)
    assert [one.code for one in refused.value.missing] == ["contact_only_agreed_words"]
    made = desk.invitations.record(replace(wanted, how_it_was_put="")).value
    assert made.how_it_was_put == "An appointment is offered."


@pytest.mark.parametrize("finding", [IpvFinding.CURRENT_CONCERN, IpvFinding.SITUATIONAL_LOW_SEVERITY])
def test_where_the_gate_refuses_nothing_is_prepared_and_nothing_recorded(
    desk: Desk, clock: Clock, unit: str, finding: IpvFinding
) -> None:
    screen(desk, clock, unit, finding)
    with pytest.raises(Refused):
        desk.invitations.prepare(InvitationPreparation(unit_id=unit, wording="x"))
    with pytest.raises(Refused):
        desk.invitations.record(invitation(clock, unit))
    assert desk.invitations.log(unit) == ()
    assert desk.invitations.preparation(unit) == InvitationPreparation(unit_id=unit)


def test_under_a_stop_the_chart_shows_no_invitation(desk: Desk, clock: Clock, unit: str) -> None:
    desk.invitations.prepare(InvitationPreparation(unit_id=unit, wording="come with me"))
    desk.invitations.record(invitation(clock, unit))
    screen(desk, clock, unit, IpvFinding.COERCIVE_CONTROL_SUSPECTED)
    shown = desk.show.chart(unit)
    assert shown["invitations"] == []
    assert shown["invitation_preparation"] is None


def test_an_entry_says_what_was_offered_and_when_it_was_answered(desk: Desk, clock: Clock, unit: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.invitations.record(invitation(clock, unit, channel="", offered=(), reply=PartnerEngagement.DECLINED))
    assert {problem.field for problem in refused.value.problems} == {"channel", "offered", "reply_on"}
