"""A joint unit from the first yes to the first session with both, and how it ends: nothing crosses that was not signed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.pathway import TransitionCode, TransitionRequest
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import IpvFinding, SafetyInterview
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.transitions import TransitionMode, TransitionReview, TransitionTarget
from irt_desk.domain.units import (
    DiscernmentScreen,
    JointPreparation,
    Leaning,
    PartnerPrescreen,
    Place,
    SecretsOption,
)
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from tests.practices import Clock, make_active, new_client, new_desk, screen

MARK = "she keeps a packed bag behind the barn"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return new_desk(tmp_path / "P.irtdesk", clock)


def partner_of(desk: Desk, unit: str) -> str:
    partner = Partner(id="", unit_id=unit, name="Calliope Merriwold")
    return desk.relationships.save(partner, Relationship(id="", unit_id=unit, partner_id="")).value[0].id


def prescreen(
    desk: Desk, clock: Clock, unit: str, partner: str, finding: IpvFinding = IpvFinding.NONE_DISCLOSED
) -> None:
    interview = SafetyInterview(
        id="", unit_id=unit, on=clock.today, recorded=Instant(clock()), alone=True, findings=(finding,), account=MARK
    )
    desk.units.record_prescreen(
        PartnerPrescreen(
            id="", from_unit_id=unit, partner_id=partner, recorded=Instant(clock()), interview=interview,
            partner_signature="Calliope Merriwold",
        )
    )  # fmt: skip


def sign(desk: Desk, clock: Clock, unit: str, kind: ConsentType, who: Signer) -> None:
    name = "Noor Adair" if who is Signer.CLIENT else "Calliope Merriwold"
    desk.consents.sign(
        Consent(id="", unit_id=unit, type=kind, version="1", signer=who, signer_name=name, signed_on=clock.today)
    )


def papers(desk: Desk, clock: Clock, unit: str, agreement: ConsentType) -> None:
    sign(desk, clock, unit, ConsentType.ROLE_CHANGE, Signer.CLIENT)
    sign(desk, clock, unit, ConsentType.PARTNER_CONSENT, Signer.PARTNER)
    for kind in (agreement, ConsentType.SECRETS_POLICY):
        for who in Signer:
            sign(desk, clock, unit, kind, who)


def in_preparation(desk: Desk, clock: Clock, target: TransitionTarget) -> tuple[str, str]:
    unit = new_client(desk, clock)
    partner = partner_of(desk, unit)
    make_active(desk, clock, unit)
    desk.engagement.move(unit, PartnerEngagement.AGREED_TO_MEET, on=clock.today)
    screen(desk, clock, unit)
    asked = TransitionRequest(asked_by="client")  # type: ignore[arg-type]  # the word is the code
    desk.pathway.move(unit, CaseState.TRANSITION_REVIEW, asked)
    review = TransitionReview(
        id="", unit_id=unit, episode_id="", opened_on=clock.today, target=target, own_part_named="x", regulation_reason="x",
        client_wants_freely="x", partner_wants_freely="x", best_interest_client="x", best_interest_partner="x",
        best_interest_relationship="x", goals_of_both="x", no_acute_crisis="x", competence_and_neutrality="x",
        band="low", mode=TransitionMode.SAME_THERAPIST_NEW_UNIT, inventory_done_on=clock.today, referral_offered=True,  # type: ignore[arg-type]  # the word is the code
    )  # fmt: skip
    desk.pathway.save_review(review)
    desk.pathway.sign_review(unit)
    desk.pathway.move(unit, CaseState.TRANSITION_PREP)
    desk.units.prepare(JointPreparation(unit_id=unit, partner_id=partner, secrets=SecretsOption.LIMITED))
    return unit, partner


def couple(desk: Desk, clock: Clock) -> tuple[str, str]:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    desk.pathway.move(unit, CaseState.CLOSED)
    (link,) = desk.units.of(unit)
    return unit, link.unit_id


def appointment(clock: Clock, unit: str) -> Session:
    starts = clock() + timedelta(hours=1)
    return Session(
        id="", unit_id=unit, episode_id="", starts=Instant(starts), stops=Instant(starts + timedelta(minutes=50))
    )


def test_a_couple_unit_is_a_new_record_with_two_members_and_the_individual_one_closes(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    assert desk.charts.head(unit).episode.outcome is Outcome.MOVED_TO_COUPLES_SAME_THERAPIST
    assert desk.engagement.current(unit) is PartnerEngagement.JOINED
    view = desk.units.view(joint)
    assert [person.preferred_name for _, person in view.members] == ["Noor Adair", "Calliope Merriwold"]
    assert (view.unit.kind, view.episode.state, view.keeps_from_meeting) == (UnitKind.COUPLE, CaseState.OPEN, ())
    assert desk.clients.row(joint).name == "Noor Adair & Calliope Merriwold"
    assert desk.clients.find("Noor Adair").unit_id == unit
    assert desk.show.chart(joint)["sessions"] == []


def test_refused_without_the_partners_own_screening_and_nothing_is_opened(desk: Desk, clock: Clock) -> None:
    unit, _ = in_preparation(desk, clock, TransitionTarget.COUPLES)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    with pytest.raises(Refused) as refused:
        desk.pathway.move(unit, CaseState.CLOSED)
    assert [one.code for one in refused.value.missing] == ["partner_screening"]
    assert desk.units.of(unit) == ()
    assert desk.charts.head(unit).episode.state is CaseState.TRANSITION_PREP


def test_what_the_partner_told_alone_is_in_no_chart_no_refusal_and_no_search(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner, IpvFinding.CURRENT_CONCERN)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    with pytest.raises(Refused) as refused:
        desk.pathway.move(unit, CaseState.CLOSED)
    assert "One of the two screenings does not allow this now." in str(refused.value)
    assert "concern" not in str(refused.value).lower()
    assert MARK not in json.dumps(desk.show.chart(unit))
    assert desk.search.find("packed bag") == ()


def test_both_can_meet_until_one_takes_consent_back(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    session = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    desk.sessions.attend(session.id, session.starts, session.stops)
    later = desk.sessions.schedule(appointment(clock, joint)).value
    desk.units.withdraw(joint, Place.B, clock.today)
    assert desk.charts.head(joint).episode.state is CaseState.CLOSING
    clock.now += timedelta(hours=2)
    with pytest.raises(Refused) as refused:
        desk.sessions.attend(later.id, later.starts, later.stops)
    assert "unit_closing" in [one.code for one in refused.value.missing]
    with pytest.raises(Refused):
        desk.sessions.schedule(appointment(clock, joint))
    desk.sessions.mark(later.id, Attendance.CANCELLED)


def test_a_danger_told_by_either_stops_the_next_meeting(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    (link,) = desk.units.of(unit)
    clock.now += timedelta(days=1)
    prescreen(desk, clock, unit, link.partner_id, IpvFinding.COERCIVE_CONTROL_SUSPECTED)
    with pytest.raises(Refused) as refused:
        desk.sessions.schedule(appointment(clock, joint))
    assert [one.code for one in refused.value.missing] == ["one_of_two"]


def discernment(desk: Desk, clock: Clock) -> tuple[str, str]:
    unit, partner = in_preparation(desk, clock, TransitionTarget.DISCERNMENT)
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.DC_AGREEMENT)
    for place, leaning in ((Place.A, Leaning.IN), (Place.B, Leaning.OUT)):
        one = DiscernmentScreen(
            id="", from_unit_id=unit, place=place, on=clock.today, recorded=Instant(clock()), leaning=leaning
        )
        desk.units.screen_for_discernment(one)
    desk.pathway.move(unit, CaseState.CLOSED)
    (link,) = desk.units.of(unit)
    return unit, link.unit_id


def test_discernment_opens_with_its_own_record_and_outcome(desk: Desk, clock: Clock) -> None:
    unit, joint = discernment(desk, clock)
    assert desk.charts.head(unit).episode.outcome is Outcome.MOVED_TO_DISCERNMENT_SAME_THERAPIST
    assert desk.units.view(joint).unit.kind is UnitKind.DISCERNMENT
    kinds = {one.type for one in desk.consents.of(joint)}
    assert {ConsentType.DC_AGREEMENT, ConsentType.SECRETS_POLICY, ConsentType.PARTNER_CONSENT} <= kinds
    assert ConsentType.INFORMED not in kinds


def test_the_outcome_is_set_once_and_a_person_who_returns_gets_a_new_episode(desk: Desk, clock: Clock) -> None:
    unit, _ = couple(desk, clock)
    desk.pathway.move(unit, CaseState.REOPENED, TransitionRequest(reason="asks again"))
    head = desk.charts.head(unit)
    assert (head.episode.number, head.episode.state, head.episode.outcome) == (2, CaseState.REOPENED, None)
    desk.pathway.move(unit, CaseState.SCREENING)
    assert [one.transition for one in desk.pathway.history(unit)][-3:] == ["T14", "T18", "T18"]


def test_one_of_the_two_comes_back_alone_only_when_this_therapist_takes_them(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    asked = TransitionRequest(
        code=TransitionCode.T20, reason="she left", outcome=Outcome.SEPARATED, both_informed=True, conflict_check="c",
        member=Place.A,
    )  # fmt: skip
    desk.pathway.move(joint, CaseState.CLOSED, asked)
    assert desk.charts.head(unit).episode.number == 1
    assert desk.charts.head(joint).episode.outcome is Outcome.SEPARATED


def test_one_of_the_two_taken_back_begins_a_new_episode(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    asked = TransitionRequest(
        code=TransitionCode.T20, reason="she left", outcome=Outcome.SEPARATED, both_informed=True, conflict_check="c",
        consultation="Dr. Other, today", takes_back=True, member=Place.A,
    )  # fmt: skip
    desk.pathway.move(joint, CaseState.CLOSED, asked)
    assert (desk.charts.head(unit).episode.number, desk.charts.head(unit).episode.state) == (2, CaseState.REOPENED)


def test_the_gate_of_a_joint_unit_is_the_more_restrictive_of_the_two(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    clock.now += timedelta(days=1)
    screen(desk, clock, unit, IpvFinding.SITUATIONAL_LOW_SEVERITY)
    assert desk.charts.head(joint).standing.gate.value == "caution"
    assert desk.charts.head(joint).standing.reasons == ()


def test_a_practice_with_units_still_verifies(desk: Desk, clock: Clock) -> None:
    from irt_desk.storage.verify import verify

    discernment(desk, clock)
    assert [check.name for check in verify(desk.practice) if not check.ok] == []
