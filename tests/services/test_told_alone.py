"""Nothing one of the two told alone can be read, or worked out, by the other: reasons, refusals by difference, data (6.6)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from irt_desk.domain.cases import CaseState
from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.discernment import DcDecision
from irt_desk.domain.safety import Gate, GatedAct, IpvFinding, Permission
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from tests.joint import couple, couple_under_override, discernment, prescreen, sign
from tests.practices import Clock, screen
from tests.services.test_no_way_around import T21, choose, held, planned

STOP = IpvFinding.CURRENT_CONCERN


def refusal(desk: Desk, clock: Clock, *, client: str, partner: str) -> list[str]:
    """Return what T21 says when each of the two is fresh, old, too old or stopped; the papers are there."""
    unit, joint = discernment(desk, clock)
    own = desk.units.of(unit)[-1].partner_id
    choose(desk, clock, joint, held(desk, clock, joint).id, DcDecision.PATH_3, DcDecision.PATH_3)
    for who in Signer:
        sign(desk, clock, joint, ConsentType.COUPLE_AGREEMENT, who)
    for turn, days in (("too old", 60), ("old", 40), ("fresh", 0)):
        if turn == client:
            screen(desk, clock, unit)
        if turn == partner:
            prescreen(desk, clock, unit, own)
        clock.pass_days(days)
    if client == "stopped":
        screen(desk, clock, unit, STOP)
    if partner == "stopped":
        prescreen(desk, clock, unit, own, STOP)
    with pytest.raises(Refused) as refused:
        desk.pathway.move(joint, CaseState.CLOSED, T21)
    return [one.code for one in refused.value.missing]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stopped", "fresh"),
        ("stopped", "old"),
        ("stopped", "too old"),
        ("old", "fresh"),
        ("too old", "fresh"),
        ("too old", "old"),
    ],
)
def test_a_refusal_reads_the_same_whichever_of_the_two_it_is(desk: Desk, clock: Clock, one: str, other: str) -> None:
    said = refusal(desk, clock, client=one, partner=other)
    assert said == refusal(desk, clock, client=other, partner=one)
    assert not [code for code in said if "partner" in code or code == "screening_30_days"]


@pytest.mark.parametrize("place", Place)
def test_the_gate_of_two_says_no_reason_and_what_it_is(desk: Desk, clock: Clock, place: Place) -> None:
    unit, joint, partner = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    desk.check_ins.record(
        SafetyCheckIn(
            id="", unit_id=joint, session_id=session.id, place=place, recorded=Instant(clock()), asked_alone=True,
            answer=CheckInAnswer.NOT_TODAY,
        )
    )  # fmt: skip
    now = desk.safety.standing(joint)
    assert (now.gate, now.reasons) == (Gate.BLOCKED, ()), "not that it was a check-in, not whose"
    assert desk.fit_points.of(joint).points == ()
    clock.pass_days(1)
    screen(desk, clock, unit, change_reason="Asked again.")
    prescreen(desk, clock, unit, partner, change_reason="Asked again.")
    now = desk.safety.standing(joint)
    assert (now.gate, now.reasons) == (Gate.OPEN, ())
    allowed = {item.act: item.permission for item in desk.safety.allowances(joint)}
    assert allowed[GatedAct.CONJOINT] is Permission.ALLOWED


def test_why_a_decision_was_void_is_not_in_the_data_of_both(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    session = held(desk, clock, joint).id
    choose(desk, clock, joint, session, DcDecision.PATH_3, DcDecision.PATH_3)
    desk.discernment.void(session, "she was told what would happen if she left")
    (part,) = desk.show.chart(joint)["discernment"]
    assert part["voided"] is True
    assert "what would happen" not in json.dumps(desk.show.chart(joint))


def test_a_stop_of_the_partner_alone_never_shows_in_the_clients_own_record(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    before = json.dumps(desk.show.chart(unit))
    partner = desk.units.of(unit)[0].partner_id
    clock.now += timedelta(minutes=1)
    prescreen(desk, clock, unit, partner, STOP)
    assert json.dumps(desk.show.chart(unit)) == before
    assert desk.charts.head(joint).is_stopped
