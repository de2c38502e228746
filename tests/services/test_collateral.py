"""The partner as a guest in the client's care: both gates, their signature, one contact at a time, an end that is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.units import Place
from irt_desk.errors import NotFound, Refused
from irt_desk.services.desk import Desk
from tests.joint import appointment, partner_of, prescreen, sign
from tests.practices import Clock, make_active, new_client, screen


@pytest.fixture
def case(desk: Desk, clock: Clock) -> tuple[str, str]:
    """A case in treatment with a partner who has a name."""
    unit = new_client(desk, clock)
    partner = partner_of(desk, unit)
    make_active(desk, clock, unit)
    return unit, partner


def visit(desk: Desk, clock: Clock, case: tuple[str, str]) -> str:
    unit, partner = case
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    return desk.units.open_collateral(unit, partner).value.id


def codes(desk: Desk, unit: str) -> list[str]:
    return [one.code for one in desk.units.guest_missing(unit)]


def test_everything_a_visit_needs_is_named_at_once_and_holds_in_the_code(
    desk: Desk, clock: Clock, case: tuple[str, str]
) -> None:
    unit, partner = case
    assert codes(desk, unit) == ["partner_screening", "consent_collateral"]
    with pytest.raises(Refused) as refused:
        desk.units.open_collateral(unit, partner)
    assert [one.code for one in refused.value.missing] == ["partner_screening", "consent_collateral"]
    assert desk.units.guest_unit(unit) is None


@pytest.mark.parametrize(
    ("client", "partner", "said"),
    [
        (IpvFinding.CURRENT_CONCERN, IpvFinding.NONE_DISCLOSED, "gate_blocked"),
        (IpvFinding.SEVERE_OR_LETHALITY_MARKERS, IpvFinding.NONE_DISCLOSED, "gate_hard_block"),
        (IpvFinding.NONE_DISCLOSED, IpvFinding.CURRENT_CONCERN, "one_of_two"),
        (IpvFinding.SITUATIONAL_LOW_SEVERITY, IpvFinding.NONE_DISCLOSED, "conjoint_override"),
        (IpvFinding.NONE_DISCLOSED, IpvFinding.SITUATIONAL_LOW_SEVERITY, "conjoint_override"),
    ],
)
def test_refused_under_either_gate(
    desk: Desk, clock: Clock, case: tuple[str, str], client: IpvFinding, partner: IpvFinding, said: str
) -> None:
    unit, person = case
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    prescreen(desk, clock, unit, person, partner)
    clock.pass_days(1)
    screen(desk, clock, unit, client)
    assert codes(desk, unit) == [said]
    with pytest.raises(Refused):
        desk.units.open_collateral(unit, person)


def test_a_contact_belongs_to_the_clients_care_and_makes_nobody_a_client(
    desk: Desk, clock: Clock, case: tuple[str, str]
) -> None:
    people = len(desk.clients.rows())
    joint = visit(desk, clock, case)
    view = desk.units.view(joint)
    assert (view.unit.kind, view.episode.state, view.members) == (UnitKind.COLLATERAL_CONTACT, CaseState.OPEN, ())
    assert view.unit.client_id == desk.charts.head(case[0]).client.id
    assert view.keeps_from_meeting == (), "the agreement the partner signed holds in the contact too"
    assert [one.type for one in desk.consents.of(joint)] == [ConsentType.COLLATERAL]
    assert desk.clients.row(joint).name == "Noor Adair + Calliope Merriwold"
    assert desk.clients.find("Noor Adair").unit_id == case[0]
    assert len(desk.clients.rows()) == people + 1
    assert codes(desk, case[0]) == ["guest_open"]
    session = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    desk.sessions.attend(session.id, session.starts, session.stops)
    assert desk.charts.head(joint).sessions == 1


def test_nothing_of_the_record_crosses_to_a_guest(desk: Desk, clock: Clock, case: tuple[str, str]) -> None:
    joint = visit(desk, clock, case)
    with pytest.raises(NotFound):
        desk.sharing.of(joint)


def test_a_danger_told_later_stops_the_next_visit(desk: Desk, clock: Clock, case: tuple[str, str]) -> None:
    joint = visit(desk, clock, case)
    clock.pass_days(1)
    prescreen(desk, clock, *case, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused) as refused:
        desk.sessions.schedule(appointment(clock, joint))
    assert [one.code for one in refused.value.missing] == ["one_of_two"]


def test_a_contact_ends_with_a_reason_and_another_may_open(desk: Desk, clock: Clock, case: tuple[str, str]) -> None:
    joint = visit(desk, clock, case)
    (way,) = desk.pathway.ways(joint)
    assert [one.code for one in way.missing] == ["reason"]
    with pytest.raises(Refused):
        desk.pathway.move(joint, CaseState.CLOSED)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(reason="what was to be heard was heard"))
    assert desk.charts.head(joint).episode.state is CaseState.CLOSED
    with pytest.raises(Refused):
        desk.sessions.schedule(appointment(clock, joint))
    assert codes(desk, case[0]) == []
    again = desk.units.open_collateral(*case).value.id
    assert again != joint
    assert desk.units.guest_unit(case[0]) is not None


@pytest.mark.parametrize("where", ["in the record of the client", "in the contact", "as a person"])
def test_an_agreement_taken_back_anywhere_ends_the_contact_and_opens_no_other(
    desk: Desk, clock: Clock, case: tuple[str, str], where: str
) -> None:
    joint = visit(desk, clock, case)
    if where == "as a person":
        desk.units.withdraw(joint, Place.B, clock.today)
    else:
        of = joint if where == "in the contact" else case[0]
        (paper,) = (one for one in desk.consents.of(of) if one.type is ConsentType.COLLATERAL)
        desk.consents.withdraw(paper.id, clock.today)
    assert desk.charts.head(joint).episode.state is CaseState.CLOSED
    assert codes(desk, case[0]) == ["consent_collateral"]
    later = replace(appointment(clock, joint), attendance=Attendance.SCHEDULED)
    with pytest.raises(Refused) as refused:
        desk.sessions.schedule(later)
    assert "unit_closed" in [one.code for one in refused.value.missing]


def test_another_consent_taken_back_leaves_the_contact_open(desk: Desk, clock: Clock, case: tuple[str, str]) -> None:
    joint = visit(desk, clock, case)
    (paper,) = (one for one in desk.consents.of(case[0]) if one.type is ConsentType.PRIVACY_NOTICE)
    desk.consents.withdraw(paper.id, clock.today)
    assert desk.charts.head(joint).episode.state is CaseState.OPEN
