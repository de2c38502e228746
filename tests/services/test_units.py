"""A joint unit from the first yes to the first session with both, and how it ends: nothing crosses that was not signed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.discernment import DcDecision, DiscernmentSession, MemberAgenda
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.pathway import TransitionCode, TransitionRequest
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import (
    DiscernmentScreen,
    Leaning,
    Place,
)
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from tests.joint import MARK, appointment, couple, discernment, in_preparation, papers, prescreen, sign
from tests.practices import Clock, new_desk, screen


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return new_desk(tmp_path / "P.irtdesk", clock)


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


# --- discernment ---------------------------------------------------------------------------------------------------------


def held(desk: Desk, clock: Clock, joint: str) -> str:
    session = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    desk.sessions.attend(session.id, session.starts, session.stops)
    return session.id


def decide(desk: Desk, clock: Clock, joint: str, a: DcDecision, b: DcDecision, **more: object) -> DiscernmentSession:
    own = held(desk, clock, joint)
    values: dict[str, object] = {
        "id": "",
        "unit_id": joint,
        "session_id": own,
        "number": 0,
        "recorded": Instant(clock()),
    }
    made = DiscernmentSession(**values, choice_a=a, choice_b=b, **more)  # type: ignore[arg-type]  # test values by name
    return desk.discernment.save_session(made).value


def test_path_3_of_both_opens_couple_work_with_only_the_agendas_that_were_released(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    ending = decide(desk, clock, joint, DcDecision.PATH_3, DcDecision.PATH_3, path_3_start=clock.today)
    for place, text in ((Place.A, "listening and money openness"), (Place.B, "stating limits and trying")):
        agenda = MemberAgenda(id="", unit_id=joint, client_id="", place=place, text=text)
        made = desk.discernment.save_agenda(agenda).value
        if place is Place.A:
            desk.discernment.release_agenda(made.id, clock.today)
    for kind in (ConsentType.COUPLE_AGREEMENT, ConsentType.SECRETS_POLICY):
        for who in Signer:
            sign(desk, clock, joint, kind, who)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(code=TransitionCode.T21))
    assert desk.charts.head(joint).episode.outcome is Outcome.PATH_3
    (row,) = [row for row in desk.clients.rows() if row.kind is UnitKind.COUPLE]
    assert desk.charts.head(row.unit_id).episode.look_again_on == ending.path_3_review_on
    assert [one.text for one in desk.discernment.agendas(row.unit_id)] == ["listening and money openness"]


def test_what_one_told_alone_is_nowhere_the_other_can_read(desk: Desk, clock: Clock) -> None:
    unit, joint = discernment(desk, clock)
    own = held(desk, clock, joint)
    part = replace(
        desk.discernment.part(joint, own, Place.B), note="she has looked at a flat in the next town", clarity=3,
        own_contribution="I went quiet", shared_summary="I went quiet for two years", agreed_to_share=True,
    )  # fmt: skip
    desk.discernment.save_part(part)
    (shared,) = desk.discernment.sessions(joint)
    assert shared.summaries == ((Place.B, "I went quiet for two years"),)
    everything = json.dumps([desk.show.chart(joint), desk.show.chart(unit)])
    assert "flat in the next town" not in everything
    assert "clarity" not in everything
    assert desk.search.find("flat in the next town") == ()
    assert desk.discernment.part(joint, own, Place.A).note == ""


def test_a_sixth_session_cannot_be_made_and_none_after_the_decision(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    for _ in range(4):
        decide(desk, clock, joint, DcDecision.ANOTHER_SESSION, DcDecision.ANOTHER_SESSION)
    last = held(desk, clock, joint)
    with pytest.raises(Refused) as refused:
        desk.sessions.schedule(appointment(clock, joint))
    assert [one.code for one in refused.value.missing] == ["dc_five_sessions"]
    final = DiscernmentSession(
        id="", unit_id=joint, session_id=last, number=0, recorded=Instant(clock()), choice_a=DcDecision.PATH_1,
        choice_b=DcDecision.PATH_2,
    )  # fmt: skip
    desk.discernment.save_session(final)
    wrong = TransitionRequest(outcome=Outcome.PATH_1)
    with pytest.raises(Refused):
        desk.pathway.move(joint, CaseState.CLOSED, wrong)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(outcome=Outcome.NO_AGREEMENT))
    assert desk.charts.head(joint).episode.outcome is Outcome.NO_AGREEMENT


def test_a_decision_under_duress_is_taken_out_of_force_and_the_work_can_go_on(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    made = decide(desk, clock, joint, DcDecision.PATH_2, DcDecision.PATH_2)
    with pytest.raises(Refused):
        desk.sessions.schedule(appointment(clock, joint))
    desk.discernment.void(made.session_id, "He told her what to say.")
    assert desk.discernment.outcome(joint) is None
    desk.sessions.schedule(appointment(clock, joint))


def test_couple_work_that_rested_for_discernment_resumes_with_path_3(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    for who in Signer:
        sign(desk, clock, joint, ConsentType.DC_AGREEMENT, who)
    for place, leaning in ((Place.A, Leaning.IN), (Place.B, Leaning.TORN)):
        one = DiscernmentScreen(
            id="", from_unit_id=unit, place=place, on=clock.today, recorded=Instant(clock()), leaning=leaning
        )
        desk.units.screen_for_discernment(one)
    desk.pathway.move(joint, CaseState.SUSPENDED, TransitionRequest(reason="a mixed agenda"))
    link = desk.units.of(unit)[-1]
    assert (link.kind, link.resumes) == (UnitKind.DISCERNMENT, joint)
    with pytest.raises(Refused) as refused:
        desk.sessions.schedule(appointment(clock, joint))
    assert "unit_suspended" in [one.code for one in refused.value.missing]
    decide(desk, clock, link.unit_id, DcDecision.PATH_3, DcDecision.PATH_3, path_3_start=clock.today)
    for kind in (ConsentType.COUPLE_AGREEMENT, ConsentType.SECRETS_POLICY):
        for who in Signer:
            sign(desk, clock, link.unit_id, kind, who)
    desk.pathway.move(link.unit_id, CaseState.CLOSED, TransitionRequest(code=TransitionCode.T21))
    assert desk.charts.head(joint).episode.state is CaseState.OPEN
    assert len(desk.units.of(unit)) == 2


def test_couple_work_that_rested_closes_when_discernment_ends_another_way(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    for who in Signer:
        sign(desk, clock, joint, ConsentType.DC_AGREEMENT, who)
    for place in Place:
        one = DiscernmentScreen(
            id="", from_unit_id=unit, place=place, on=clock.today, recorded=Instant(clock()), leaning=Leaning.IN
        )
        desk.units.screen_for_discernment(one)
    desk.pathway.move(joint, CaseState.SUSPENDED, TransitionRequest(reason="a mixed agenda"))
    beside = desk.units.of(unit)[-1].unit_id
    decide(desk, clock, beside, DcDecision.PATH_2, DcDecision.PATH_2)
    desk.pathway.move(beside, CaseState.CLOSED, TransitionRequest(outcome=Outcome.PATH_2))
    assert desk.charts.head(joint).episode.outcome is Outcome.MOVED_TO_DISCERNMENT


def test_how_one_is_reached_is_not_in_the_data_of_both(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    assert "safe_contact" not in json.dumps(desk.show.chart(joint))


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (ConsentType.ROLE_CHANGE, Signer.CLIENT),
        (ConsentType.PARTNER_CONSENT, Signer.PARTNER),
        (ConsentType.COUPLE_AGREEMENT, Signer.PARTNER),
        (ConsentType.SECRETS_POLICY, Signer.CLIENT),
    ],
)
def test_a_paper_taken_back_in_the_individual_record_ends_joint_work_at_once(
    desk: Desk, clock: Clock, kind: ConsentType, who: Signer
) -> None:
    unit, joint = couple(desk, clock)
    (paper,) = [one for one in desk.consents.of(unit) if (one.type, one.signer) == (kind, who)]
    desk.consents.withdraw(paper.id, clock.today)
    assert desk.charts.head(joint).episode.state is CaseState.CLOSING
    (copy,) = [one for one in desk.consents.of(joint) if (one.type, one.signer) == (kind, who)]
    assert copy.withdrawn_on == clock.today
    with pytest.raises(Refused):
        desk.sessions.schedule(appointment(clock, joint))
