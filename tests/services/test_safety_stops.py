"""T24 and T25 in the trail: the overlay goes on and off with the gate, for the record and its joint units, without a reason."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from irt_desk.domain.safety import IpvFinding, SafetyInterview, TriggerKind
from irt_desk.domain.units import PartnerPrescreen
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from irt_desk.services.pathway_history import HistoryKind
from irt_desk.services.safety import raise_trigger
from irt_desk.storage import safety_stops
from tests.joint import MARK, appointment, couple, prescreen
from tests.practices import Clock, screen

ON, OFF = "Safety stop on", "Safety stop off"
SUSPENDED, AGAIN = "Actions suspended", "Actions may go on"


def told(desk: Desk, unit: str) -> list[str]:
    return [line.text for line in reversed(desk.pathway.lines(unit)) if line.kind is HistoryKind.STOP]


def traced(desk: Desk) -> list[tuple[str, str]]:
    with desk.practice.database.raw() as con:
        rows = con.execute("SELECT action, reason FROM audit WHERE action IN ('case.t24', 'case.t25') ORDER BY seq")
        return [tuple(row) for row in rows.fetchall()]


def screened_anew(desk: Desk, clock: Clock, unit: str, partner: str) -> None:
    """Lift a stop of the partner: a new screening with a reason."""
    interview = SafetyInterview(
        id="", unit_id=unit, on=clock.today, recorded=Instant(clock()), alone=True, account=MARK,
        findings=(IpvFinding.NONE_DISCLOSED,), change_reason="asked alone, clarified",
    )  # fmt: skip
    desk.units.record_prescreen(
        PartnerPrescreen(
            id="", from_unit_id=unit, partner_id=partner, recorded=Instant(clock()), interview=interview,
            partner_signature="Calliope Merriwold",
        )
    )  # fmt: skip


def test_a_screening_puts_it_on_and_a_new_one_off_each_with_its_line(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    assert told(desk, unit_id) == []
    clock.pass_days(1)
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    clock.pass_days(1)
    screen(desk, clock, unit_id, IpvFinding.SEVERE_OR_LETHALITY_MARKERS)
    assert told(desk, unit_id) == [ON]
    clock.pass_days(1)
    screen(
        desk, clock, unit_id, IpvFinding.SITUATIONAL_LOW_SEVERITY, change_reason="clarified",
        external_evidence="the specialist's letter",
    )  # fmt: skip
    assert told(desk, unit_id) == [ON, OFF]
    assert traced(desk) == [("case.t24", "safety_stop_on"), ("case.t25", "safety_stop_off")]
    with desk.safety._reading() as c:
        rows = safety_stops.of_unit(c, unit_id)
    assert [(row.is_on, row.on) for row in rows] == [(True, clock.today - timedelta(days=2)), (False, clock.today)]


def test_something_told_in_between_puts_it_on_at_once(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    with desk.safety._changing() as c:
        raise_trigger(desk.safety, c, unit_id, TriggerKind.PRACTICE_UNSAFE, clock.today, unit_id)
    assert told(desk, unit_id) == [ON]
    clock.pass_days(1)
    screen(desk, clock, unit_id, change_reason="it was the dog")
    assert told(desk, unit_id) == [ON, OFF]


def test_a_separation_leaves_the_gate_unscreened_and_is_no_stop(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    desk.safety.record_separation(unit_id, clock.today)
    assert told(desk, unit_id) == []


def test_a_stop_of_the_client_suspends_the_unit_of_both_too(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    clock.pass_days(1)
    screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    assert (told(desk, unit), told(desk, joint)) == ([ON], [SUSPENDED])
    assert desk.clients.row(joint).gate.is_stop, "the client list says it at once"
    clock.pass_days(1)
    screen(desk, clock, unit, change_reason="clarified")
    assert (told(desk, unit), told(desk, joint)) == ([ON, OFF], [SUSPENDED, AGAIN])


def test_a_stop_of_the_partner_is_in_the_unit_alone_and_never_in_the_clients_record(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    (link,) = desk.units.of(unit)
    clock.pass_days(1)
    prescreen(desk, clock, unit, link.partner_id, IpvFinding.COERCIVE_CONTROL_SUSPECTED)
    assert (told(desk, unit), told(desk, joint)) == ([], [SUSPENDED])
    everything = json.dumps([desk.show.chart(unit), desk.show.chart(joint)]) + repr(desk.pathway.lines(joint))
    assert "coercive" not in everything.lower()
    assert MARK not in everything
    clock.pass_days(1)
    screened_anew(desk, clock, unit, link.partner_id)
    assert (told(desk, unit), told(desk, joint)) == ([], [SUSPENDED, AGAIN])


def test_a_danger_told_with_both_present_suspends_their_unit(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    clock.pass_days(1)
    with desk.safety._changing() as c:
        raise_trigger(desk.safety, c, joint, TriggerKind.CHECK_IN, clock.today, joint)
    assert told(desk, joint) == [SUSPENDED]
    assert told(desk, unit) == [], "the client's own gate is the client's alone"


def test_the_unit_never_says_whose_gate_it_is(desk: Desk, clock: Clock) -> None:
    sentences = []
    for of_the_client in (True, False):
        unit, joint = couple(desk, clock)
        (link,) = desk.units.of(unit)
        clock.pass_days(1)
        if of_the_client:
            screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
        else:
            prescreen(desk, clock, unit, link.partner_id, IpvFinding.CURRENT_CONCERN)
        with pytest.raises(Refused) as refused:
            desk.sessions.schedule(appointment(clock, joint))
        ways = [[m.code for m in way.missing] for way in desk.pathway.ways(joint)]
        sentences.append((str(refused.value), [line.text for line in desk.pathway.lines(joint)], ways))
    assert sentences[0] == sentences[1]


def test_a_unit_that_is_closed_hears_nothing_of_what_happens_to_one_afterwards(desk: Desk, clock: Clock) -> None:
    from irt_desk.domain.cases import CaseState, Outcome
    from irt_desk.domain.pathway import ReferralReason, TransitionCode, TransitionRequest

    unit, joint = couple(desk, clock)
    asked = TransitionRequest(
        code=TransitionCode.T29,
        referral_reason=ReferralReason.CLIENT_PREFERS,
        both_informed=True,
        outcome=Outcome.REFERRED,
    )
    desk.pathway.move(joint, CaseState.CLOSED, asked)
    clock.pass_days(1)
    screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    assert (told(desk, unit), told(desk, joint)) == ([ON], [])
