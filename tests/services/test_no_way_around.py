"""Ways an adversary or a careless therapist might bring two people together against a gate; none of them leads anywhere (6.6, 6.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer
from irt_desk.domain.discernment import DcDecision, DiscernmentSession
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.pathway import AskedBy, TransitionCode, TransitionRequest
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.sessions import Attendance, Present, PresentRole, Session
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import DiscernmentScreen, JointPreparation, Leaning, Place
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from tests.joint import (
    appointment,
    couple,
    couple_under_override,
    discernment,
    in_preparation,
    override_of_both,
    papers,
    partner_of,
    prescreen,
    sign,
)
from tests.practices import Clock, make_active, new_client, screen

T21 = TransitionRequest(code=TransitionCode.T21)


def missing(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.missing]


def second_partner(desk: Desk, unit: str) -> str:
    partner = Partner(id="", unit_id=unit, name="Ignatia Voss")
    return desk.relationships.save(partner, Relationship(id="", unit_id=unit, partner_id="")).value[0].id


def planned(desk: Desk, clock: Clock, joint: str) -> Session:
    session = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    return session


def held(desk: Desk, clock: Clock, joint: str) -> Session:
    session = planned(desk, clock, joint)
    return desk.sessions.attend(session.id, session.starts, session.stops).value


def choose(desk: Desk, clock: Clock, joint: str, session: str, one: DcDecision, other: DcDecision) -> None:
    desk.discernment.save_session(
        DiscernmentSession(
            id="", unit_id=joint, session_id=session, number=0, recorded=Instant(clock()), choice_a=one, choice_b=other,
            path_3_start=clock.today,
        )
    )  # fmt: skip


def asked_about_deciding(desk: Desk, clock: Clock, unit: str) -> None:
    for place, leaning in ((Place.A, Leaning.IN), (Place.B, Leaning.OUT)):
        one = DiscernmentScreen(
            id="", from_unit_id=unit, place=place, on=clock.today, recorded=Instant(clock()), leaning=leaning
        )
        desk.units.screen_for_discernment(one)


# --- whose screening counts ----------------------------------------------------------------------------------------------


def test_the_screening_of_one_partner_opens_nothing_for_another(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner)
    other = second_partner(desk, unit)
    desk.units.prepare(JointPreparation(unit_id=unit, partner_id=other, secrets=SecretsOption.LIMITED))
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    with pytest.raises(Refused) as refused:
        desk.pathway.move(unit, CaseState.CLOSED)
    assert missing(refused) == ["partner_screening"]
    desk.units.prepare(JointPreparation(unit_id=unit, partner_id=partner, secrets=SecretsOption.LIMITED))
    desk.pathway.move(unit, CaseState.CLOSED)


def test_the_screening_of_another_partner_lifts_no_stop(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    partner = desk.units.of(unit)[0].partner_id
    prescreen(desk, clock, unit, partner, IpvFinding.CURRENT_CONCERN)
    prescreen(desk, clock, unit, second_partner(desk, unit), change_reason="somebody else")
    with pytest.raises(Refused) as refused:
        desk.sessions.schedule(appointment(clock, joint))
    assert missing(refused) == ["one_of_two"]


def test_a_guest_who_was_never_screened_does_not_come_on_anothers_screening(desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    partner = partner_of(desk, unit)
    make_active(desk, clock, unit)
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    with pytest.raises(Refused) as refused:
        desk.units.open_collateral(unit, second_partner(desk, unit))
    assert missing(refused) == ["partner_screening"]


def taken_back_alone(desk: Desk, clock: Clock, joint: str) -> str:
    """End couple work; this therapist goes on with the partner alone. Return the partner's own record."""
    request = TransitionRequest(
        code=TransitionCode.T20, reason="asks", outcome=Outcome.OTHER, both_informed=True, conflict_check="looked at",
        consultation="N. Orchard", takes_back=True, member=Place.B,
    )  # fmt: skip
    desk.pathway.move(joint, CaseState.CLOSED, request)
    (row,) = [row for row in desk.clients.rows() if row.name == "Calliope Merriwold"]
    return row.unit_id


def test_what_the_partner_tells_in_a_record_of_their_own_stops_the_two_as_well(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    own = taken_back_alone(desk, clock, joint)
    screen(desk, clock, own, IpvFinding.CURRENT_CONCERN)
    pair = desk.units.pair(unit)
    assert pair.gate is Gate.BLOCKED
    assert pair.client.gate is Gate.OPEN, "the other's own record says nothing of it"
    assert desk.safety.standing(unit).gate is Gate.OPEN


def meet_again(desk: Desk, clock: Clock, unit: str) -> str:
    """Bring a case whose couple work ended to couple work once more, with everything that asks for; return the new unit."""
    review, partner = desk.pathway.review(unit), desk.units.preparation(unit).partner_id
    for to in (CaseState.REOPENED, CaseState.SCREENING, CaseState.ASSESSMENT, CaseState.ACTIVE_IRT):
        desk.pathway.move(unit, to, TransitionRequest(reason="asks again"))
    for state in (PartnerEngagement.WITHDREW, PartnerEngagement.AGREED_TO_MEET):
        desk.engagement.move(unit, state, on=clock.today)
    desk.pathway.move(unit, CaseState.TRANSITION_REVIEW, TransitionRequest(asked_by=AskedBy.CLIENT))
    desk.pathway.save_review(replace(review, id=""))
    desk.pathway.sign_review(unit)
    desk.pathway.move(unit, CaseState.TRANSITION_PREP)
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    desk.pathway.move(unit, CaseState.CLOSED)
    return desk.units.of(unit)[-1].unit_id


def test_a_second_unit_stops_with_what_the_partner_tells_in_their_own_record(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    own = taken_back_alone(desk, clock, joint)
    clock.pass_days(1)
    again = meet_again(desk, clock, unit)
    assert desk.units.view(again).keeps_from_meeting == ()
    screen(desk, clock, own, IpvFinding.CURRENT_CONCERN)
    assert [one.code for one in desk.units.view(again).keeps_from_meeting] == ["one_of_two"]
    (line,) = [line for line in desk.clients.rows() if line.unit_id == again]
    assert line.gate is Gate.BLOCKED, "the list knows it at once"
    assert [one["is_on"] for one in desk.show.chart(again)["safety_stops"]] == [True]
    assert desk.show.chart(unit)["safety_stops"] == [], "the other's own record says nothing of it"


def test_a_screening_in_their_own_record_lifts_what_they_told_there(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    own = taken_back_alone(desk, clock, joint)
    screen(desk, clock, own, IpvFinding.CURRENT_CONCERN)
    clock.pass_days(1)
    screen(desk, clock, own, IpvFinding.NONE_DISCLOSED, change_reason="Asked again, alone.")
    assert desk.units.pair(unit).gate is Gate.OPEN


def test_no_override_is_signed_while_something_told_in_the_unit_stops_both(desk: Desk, clock: Clock) -> None:
    unit, joint, partner = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    desk.check_ins.record(
        SafetyCheckIn(
            id="", unit_id=joint, session_id=session.id, place=Place.B, recorded=Instant(clock()),
            answer=CheckInAnswer.NOT_TODAY,
        )
    )  # fmt: skip
    with pytest.raises(Invalid) as invalid:
        override_of_both(desk, clock, unit, partner)
    assert [one.code for one in invalid.value.problems] == ["override_only_at_caution"]


def test_a_clients_own_record_does_not_say_that_something_was_told_in_the_unit(desk: Desk, clock: Clock) -> None:
    unit, joint, _ = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    desk.check_ins.record(
        SafetyCheckIn(
            id="", unit_id=joint, session_id=session.id, place=Place.B, recorded=Instant(clock()),
            answer=CheckInAnswer.NOT_TODAY,
        )
    )  # fmt: skip
    said = [one.code for one in desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]
    assert "one_of_two" in said
    assert not [code for code in said if code.startswith("gate_")], (
        "it reads as a stop of the partner's own screening does"
    )


# --- papers --------------------------------------------------------------------------------------------------------------


def with_name(desk: Desk, clock: Clock, unit: str, kind: ConsentType, who: Signer, name: str) -> None:
    policy = kind is ConsentType.SECRETS_POLICY
    desk.consents.sign(
        Consent(
            id="", unit_id=unit, type=kind, version="1", signer=who, signer_name=name, signed_on=clock.today,
            secrets_option=SecretsOption.LIMITED if policy else None, prior_info=PriorInfo.SEALED if policy else None,
        )
    )  # fmt: skip


@pytest.mark.parametrize("kind", [ConsentType.COUPLE_AGREEMENT, ConsentType.SECRETS_POLICY])
@pytest.mark.parametrize("name", ["NOOR  ADAIR", "Nóor Adair", "N. Adair", "Adair, Noor", "Noor A."])
def test_one_person_cannot_sign_for_both(desk: Desk, clock: Clock, kind: ConsentType, name: str) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    clock.pass_days(1)
    with_name(desk, clock, unit, kind, Signer.PARTNER, name)
    with pytest.raises(Refused) as refused:
        desk.pathway.move(unit, CaseState.CLOSED)
    assert missing(refused) == ["two_signers"]
    clock.pass_days(1)
    with_name(desk, clock, unit, kind, Signer.PARTNER, "Calliope Merriwold")
    desk.pathway.move(unit, CaseState.CLOSED)


def test_one_person_cannot_sign_for_both_in_the_unit_either(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    choose(desk, clock, joint, held(desk, clock, joint).id, DcDecision.PATH_3, DcDecision.PATH_3)
    with_name(desk, clock, joint, ConsentType.COUPLE_AGREEMENT, Signer.CLIENT, "Noor Adair")
    with_name(desk, clock, joint, ConsentType.COUPLE_AGREEMENT, Signer.PARTNER, "noor adair")
    with pytest.raises(Refused) as refused:
        desk.pathway.move(joint, CaseState.CLOSED, T21)
    assert missing(refused) == ["two_signers"]


def test_papers_of_an_earlier_time_open_no_new_unit(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    request = TransitionRequest(
        code=TransitionCode.T20,
        reason="asks",
        outcome=Outcome.SEPARATED,
        both_informed=True,
        conflict_check="looked at",
    )
    desk.pathway.move(joint, CaseState.CLOSED, request)
    clock.pass_days(20)
    assert "consent_role_change" not in [one.code for one in desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]
    desk.pathway.move(unit, CaseState.REOPENED, TransitionRequest(reason="asks again"))
    found = [one.code for one in desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]
    assert {"consent_role_change", "consent_partner_consent", "consent_couple_agreement_partner"} <= set(found)
    papers(desk, clock, unit, ConsentType.COUPLE_AGREEMENT)
    found = [one.code for one in desk.pathway.missing_for_unit(unit, UnitKind.COUPLE)]
    assert not [code for code in found if code.startswith("consent_")], "what both sign now counts"


def test_couple_work_after_discernment_is_agreed_on_again(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.DISCERNMENT)
    prescreen(desk, clock, unit, partner)
    papers(desk, clock, unit, ConsentType.DC_AGREEMENT)
    for who in Signer:
        sign(desk, clock, unit, ConsentType.COUPLE_AGREEMENT, who)
    asked_about_deciding(desk, clock, unit)
    clock.pass_days(1)
    desk.pathway.move(unit, CaseState.CLOSED)
    joint = desk.units.of(unit)[0].unit_id
    choose(desk, clock, joint, held(desk, clock, joint).id, DcDecision.PATH_3, DcDecision.PATH_3)
    with pytest.raises(Refused) as refused:
        desk.pathway.move(joint, CaseState.CLOSED, T21)
    assert missing(refused) == ["consent_couple_agreement_client", "consent_couple_agreement_partner"]


def test_a_paper_taken_back_takes_the_ones_it_replaced_with_it(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    clock.pass_days(1)
    sign(desk, clock, joint, ConsentType.COUPLE_AGREEMENT, Signer.PARTNER)
    newest = next(one for one in desk.consents.of(joint) if one.type is ConsentType.COUPLE_AGREEMENT)
    desk.consents.withdraw(newest.id, clock.today)
    assert desk.charts.head(joint).episode.state is CaseState.CLOSING
    with pytest.raises(Refused):
        desk.sessions.schedule(appointment(clock, joint))


def test_consent_is_taken_back_today_and_not_one_day(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    with pytest.raises(Invalid):
        desk.units.withdraw(joint, Place.B, clock.today + timedelta(days=30))
    assert desk.charts.head(joint).episode.state is CaseState.OPEN


# --- sessions ------------------------------------------------------------------------------------------------------------


def test_a_sixth_session_does_not_come_back_from_being_cancelled(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    sessions = [desk.sessions.schedule(appointment(clock, joint)).value for _ in range(5)]
    desk.sessions.mark(sessions[0].id, Attendance.CANCELLED)
    desk.sessions.schedule(appointment(clock, joint))
    with pytest.raises(Refused) as refused:
        desk.sessions.mark(sessions[0].id, Attendance.SCHEDULED)
    assert missing(refused) == ["dc_five_sessions"]


def test_a_sixth_session_does_not_come_back_from_being_an_error(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    sessions = [desk.sessions.schedule(appointment(clock, joint)).value for _ in range(5)]
    wrong = desk.sessions.save(replace(sessions[0], entered_in_error=True)).value
    desk.sessions.schedule(appointment(clock, joint))
    with pytest.raises(Refused) as refused:
        desk.sessions.save(replace(wrong, entered_in_error=False))
    assert missing(refused) == ["dc_five_sessions"]


def test_an_answer_given_weeks_ago_is_no_answer_for_today(desk: Desk, clock: Clock) -> None:
    _, joint, _ = couple_under_override(desk, clock)
    session = desk.sessions.schedule(appointment(clock, joint)).value
    for place in Place:
        desk.check_ins.record(
            SafetyCheckIn(
                id="", unit_id=joint, session_id=session.id, place=place, recorded=Instant(clock()), asked_alone=True,
                answer=CheckInAnswer.AT_EASE,
            )
        )  # fmt: skip
    starts = session.starts.at + timedelta(days=14)
    moved = replace(session, starts=Instant(starts), stops=Instant(starts + timedelta(minutes=50)))
    moved = desk.sessions.save(moved).value
    clock.pass_days(15)
    with pytest.raises(Refused) as refused:
        desk.sessions.attend(moved.id, moved.starts, moved.stops)
    assert missing(refused) == ["check_in_each"]


@pytest.mark.parametrize("finding", [IpvFinding.CURRENT_CONCERN, IpvFinding.SEVERE_OR_LETHALITY_MARKERS])
def test_the_partner_is_no_guest_in_a_session_of_a_stopped_client(
    desk: Desk, clock: Clock, finding: IpvFinding
) -> None:
    unit = new_client(desk, clock)
    make_active(desk, clock, unit)
    session = planned(desk, clock, unit)
    screen(desk, clock, unit, finding)
    guests = (Present(role=PresentRole.CLIENT), Present(role=PresentRole.PARTNER_GUEST))
    with pytest.raises(Refused):
        desk.sessions.save(replace(session, attendance=Attendance.ATTENDED, present=guests, conjoint=True))
    alone = desk.sessions.attend(session.id, session.starts, session.stops).value
    with pytest.raises(Refused):
        desk.sessions.save(replace(alone, present=guests, conjoint=True))
    desk.sessions.save(replace(alone, present=guests))  # that somebody came in for a moment can be written down
    later = appointment(clock, unit)
    with pytest.raises(Refused):
        desk.sessions.schedule(replace(later, present=guests))


def test_a_note_does_not_carry_a_session_past_the_gate(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    beside, other = couple(desk, clock)
    note = desk.notes.start(held(desk, clock, joint).id).value
    screen(desk, clock, beside, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused) as refused:
        desk.note_moves.move(note.id, other, reason="wrong chart")
    assert missing(refused) == ["one_of_two"]
    assert desk.sessions.of(other) == ()


def test_an_individual_note_does_not_become_a_visit_of_a_guest(desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    partner = partner_of(desk, unit)
    make_active(desk, clock, unit)
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    guest = desk.units.open_collateral(unit, partner).value.id
    note = desk.notes.start(held(desk, clock, unit).id).value
    with pytest.raises(Refused) as refused:
        desk.note_moves.move(note.id, guest, reason="they were both there")
    assert missing(refused) == ["note_move_joint"]


# --- decisions -----------------------------------------------------------------------------------------------------------


def test_a_decision_under_duress_stays_void_when_the_page_is_saved_again(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    session = held(desk, clock, joint).id
    choose(desk, clock, joint, session, DcDecision.PATH_3, DcDecision.PATH_3)
    void = desk.discernment.void(session, "one was pressed").value
    desk.discernment.save_session(replace(void, feedback_joint="a word more"))
    assert desk.discernment.outcome(joint) is None
    choose(desk, clock, joint, session, DcDecision.PATH_1, DcDecision.PATH_2)
    outcome = desk.discernment.outcome(joint)
    assert outcome is not None, "what is chosen anew stands"


def test_path_3_is_gone_when_both_chose_to_go_on_talking_afterwards(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    first, second = held(desk, clock, joint).id, held(desk, clock, joint).id
    choose(desk, clock, joint, first, DcDecision.PATH_3, DcDecision.PATH_3)
    choose(desk, clock, joint, second, DcDecision.ANOTHER_SESSION, DcDecision.PATH_3)
    assert desk.discernment.outcome(joint) is None
    for who in Signer:
        sign(desk, clock, joint, ConsentType.COUPLE_AGREEMENT, who)
    with pytest.raises(Refused) as refused:
        desk.pathway.move(joint, CaseState.CLOSED, T21)
    assert missing(refused) == ["path_3_both"]


def test_nobody_is_taken_back_alone_out_of_couple_work_that_discernment_led_to(desk: Desk, clock: Clock) -> None:
    unit, joint = discernment(desk, clock)
    choose(desk, clock, joint, held(desk, clock, joint).id, DcDecision.PATH_3, DcDecision.PATH_3)
    for who in Signer:
        sign(desk, clock, joint, ConsentType.COUPLE_AGREEMENT, who)
    desk.pathway.move(joint, CaseState.CLOSED, T21)
    back = TransitionRequest(
        code=TransitionCode.T28, reason="asks", conflict_check="looked at", consultation="N. Orchard", takes_back=True,
        member=Place.A,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        desk.pathway.move(joint, CaseState.CLOSED, back)
    assert missing(refused) == ["dc_led_to_couple_work"]
    assert desk.charts.head(unit).episode.state is CaseState.CLOSED
