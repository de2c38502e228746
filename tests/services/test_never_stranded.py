"""States a therapist must be able to leave: an end without a decision, work that closed meanwhile, somebody who comes back twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.discernment import DcDecision
from irt_desk.domain.pathway import TransitionCode, TransitionRequest
from irt_desk.domain.units import Place
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from tests.joint import couple, discernment, sign
from tests.practices import Clock
from tests.services.test_no_way_around import T21, asked_about_deciding, choose, held


def test_discernment_that_nobody_decided_in_can_end(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    choose(desk, clock, joint, held(desk, clock, joint).id, DcDecision.ANOTHER_SESSION, DcDecision.ANOTHER_SESSION)
    with pytest.raises(Refused):
        desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(outcome=Outcome.PATH_2))
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(outcome=Outcome.STOP_NO_DECISION))
    assert desk.charts.head(joint).episode.outcome is Outcome.STOP_NO_DECISION


def test_discernment_without_a_single_session_can_end(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(outcome=Outcome.STOP_NO_DECISION))
    assert desk.charts.head(joint).episode.state is CaseState.CLOSED


def rests(desk: Desk, clock: Clock) -> tuple[str, str, str]:
    """Let couple work rest for discernment; return record, couple unit, discernment unit."""
    unit, joint = couple(desk, clock)
    for who in Signer:
        sign(desk, clock, joint, ConsentType.DC_AGREEMENT, who)
    asked_about_deciding(desk, clock, unit)
    desk.pathway.move(joint, CaseState.SUSPENDED, TransitionRequest(reason="a mixed agenda"))
    return unit, joint, desk.units.of(unit)[-1].unit_id


def test_path_3_after_the_resting_couple_work_closed_opens_a_new_unit(desk: Desk, clock: Clock) -> None:
    unit, joint, beside = rests(desk, clock)
    paper = next(one for one in desk.consents.of(joint) if one.type is ConsentType.COUPLE_AGREEMENT)
    desk.consents.withdraw(paper.id, clock.today)
    assert desk.charts.head(joint).episode.state is CaseState.CLOSING
    ended = TransitionRequest(
        code=TransitionCode.T20,
        reason="asks",
        outcome=Outcome.CONSENT_WITHDRAWN,
        both_informed=True,
        conflict_check="looked",
    )
    desk.pathway.move(joint, CaseState.CLOSED, ended)
    choose(desk, clock, beside, held(desk, clock, beside).id, DcDecision.PATH_3, DcDecision.PATH_3)
    clock.pass_days(1)
    for who in Signer:
        sign(desk, clock, beside, ConsentType.COUPLE_AGREEMENT, who)
    desk.pathway.move(beside, CaseState.CLOSED, T21)
    old = desk.charts.head(joint).episode
    assert (old.state, old.outcome) == (CaseState.CLOSED, Outcome.CONSENT_WITHDRAWN), "what ended stays ended"
    made = [link for link in desk.units.of(unit) if link.kind is UnitKind.COUPLE]
    assert len(made) == 2
    assert desk.charts.head(made[-1].unit_id).episode.state is CaseState.OPEN


def test_couple_work_that_goes_on_says_so_in_its_own_history(desk: Desk, clock: Clock) -> None:
    _, joint, beside = rests(desk, clock)
    choose(desk, clock, beside, held(desk, clock, beside).id, DcDecision.PATH_3, DcDecision.PATH_3)
    for who in Signer:
        sign(desk, clock, beside, ConsentType.COUPLE_AGREEMENT, who)
    desk.pathway.move(beside, CaseState.CLOSED, T21)
    moves = [(one.transition, one.from_state, one.to_state) for one in desk.pathway.history(joint)]
    assert moves == [
        ("T27", CaseState.OPEN, CaseState.SUSPENDED),
        ("T21", CaseState.SUSPENDED, CaseState.OPEN),
    ]


def back(code: TransitionCode, member: Place) -> TransitionRequest:
    return TransitionRequest(
        code=code, reason="asks", outcome=Outcome.OTHER, both_informed=True, conflict_check="looked at",
        consultation="N. Orchard", takes_back=True, member=member,
    )  # fmt: skip


def test_whoever_is_in_care_alone_is_not_taken_back_a_second_time(desk: Desk, clock: Clock) -> None:
    unit, joint = discernment(desk, clock)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(outcome=Outcome.STOP_NO_DECISION))
    desk.pathway.move(joint, CaseState.CLOSED, back(TransitionCode.T28, Place.A))
    desk.pathway.move(unit, CaseState.SCREENING)
    running = desk.charts.head(unit).episode
    with pytest.raises(Refused) as refused:
        desk.pathway.move(joint, CaseState.CLOSED, back(TransitionCode.T28, Place.A))
    assert [one.code for one in refused.value.missing] == ["in_care_already"]
    assert desk.charts.head(unit).episode == running


def test_the_partner_who_comes_back_keeps_one_record(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(outcome=Outcome.STOP_NO_DECISION))
    desk.pathway.move(joint, CaseState.CLOSED, back(TransitionCode.T28, Place.B))
    (own,) = [row for row in desk.clients.rows() if row.name == "Calliope Merriwold"]
    with pytest.raises(Refused):
        desk.pathway.move(joint, CaseState.CLOSED, back(TransitionCode.T28, Place.B))
    said_no = TransitionRequest(person_said_no=True)
    desk.pathway.move(own.unit_id, CaseState.CLOSED, said_no)
    clock.now += timedelta(days=3)
    desk.pathway.move(joint, CaseState.CLOSED, back(TransitionCode.T28, Place.B))
    (row,) = [row for row in desk.clients.rows() if row.name == "Calliope Merriwold"]
    assert (row.unit_id, row.state) == (own.unit_id, CaseState.REOPENED), "a new episode of the record there is"
