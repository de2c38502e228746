"""Notes and check-ins of joint sessions: under an override each is asked alone first, and nothing of it is read by the other."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.dues import DueKind
from irt_desk.domain.joint_notes import MemberPart
from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    NoteContent,
    NoteStatus,
    RiskCheck,
    RiskItem,
    RiskLevel,
)
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.sessions import Session
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from tests.joint import appointment, couple, couple_under_override, override_of_both, prescreen
from tests.practices import Clock, new_desk, screen

TOLD = "he stood in the doorway with the keys again"
EASE, NOT = CheckInAnswer.AT_EASE, CheckInAnswer.NOT_TODAY


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return new_desk(tmp_path / "P.irtdesk", clock)


def answer(desk: Desk, clock: Clock, session: Session, place: Place, said: CheckInAnswer, note: str = "") -> None:
    desk.check_ins.record(
        SafetyCheckIn(
            id="", unit_id=session.unit_id, session_id=session.id, place=place, recorded=Instant(clock()), asked_alone=True,
            answer=said, note=note,
        )
    )  # fmt: skip


def planned(desk: Desk, clock: Clock, joint: str) -> Session:
    made = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    return made


def hold(desk: Desk, session: Session) -> None:
    desk.sessions.attend(session.id, session.starts, session.stops)


def refusal(desk: Desk, session: Session) -> list[str]:
    with pytest.raises(Refused) as refused:
        hold(desk, session)
    return [one.code for one in refused.value.missing]


def test_with_two_open_gates_nobody_has_to_be_asked_again(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    session = planned(desk, clock, joint)
    assert desk.check_ins.of_session(session.id).needed is False
    hold(desk, session)


def test_under_an_override_each_is_asked_alone_before_they_meet(desk: Desk, clock: Clock) -> None:
    _, joint, _ = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    assert desk.check_ins.of_session(session.id).needed
    assert refusal(desk, session) == ["check_in_each"]
    answer(desk, clock, session, Place.A, EASE)
    assert refusal(desk, session) == ["check_in_each"], "one answer missing reads as two do"
    answer(desk, clock, session, Place.B, EASE)
    assert [place for place, _ in desk.check_ins.of_session(session.id).asked] == [Place.A, Place.B]
    hold(desk, session)
    later = planned(desk, clock, joint)
    assert refusal(desk, later) == ["check_in_each"], "every joint session asks anew"


def test_not_today_stops_the_pair_until_each_was_screened_alone_again(desk: Desk, clock: Clock) -> None:
    unit, joint, partner = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    answer(desk, clock, session, Place.A, EASE)
    answer(desk, clock, session, Place.B, NOT, TOLD)
    assert "check_in_stop" in refusal(desk, session)
    assert desk.units.pair(unit).gate is Gate.BLOCKED
    with pytest.raises(Refused):
        desk.sessions.schedule(appointment(clock, joint))
    clock.pass_days(1)
    screen(desk, clock, unit, IpvFinding.NONE_DISCLOSED, change_reason="Asked alone again.")
    prescreen(desk, clock, unit, partner, IpvFinding.SITUATIONAL_LOW_SEVERITY, change_reason="Asked alone again.")
    assert desk.units.pair(unit).gate is Gate.CAUTION
    with pytest.raises(Refused) as refused:
        desk.sessions.schedule(appointment(clock, joint))
    assert [one.code for one in refused.value.missing] == ["conjoint_override"], "the old override does not come back"
    override_of_both(desk, clock, unit, partner)
    again = planned(desk, clock, joint)
    for place in Place:
        answer(desk, clock, again, place, EASE)
    hold(desk, again)


def test_what_was_said_in_a_check_in_is_in_no_chart_no_search_and_no_refusal(desk: Desk, clock: Clock) -> None:
    unit, joint, _ = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    answer(desk, clock, session, Place.B, NOT, TOLD)
    assert desk.search.find("doorway") == ()
    for record in (unit, joint):
        assert "doorway" not in json.dumps(desk.show.chart(record))
    with pytest.raises(Refused) as refused:
        hold(desk, session)
    sentence = str(refused.value)
    assert "doorway" not in sentence
    assert "Calliope" not in sentence
    assert "Noor" not in sentence


def test_a_check_in_belongs_to_a_session_that_brings_two_together(desk: Desk, clock: Clock) -> None:
    unit, joint, _ = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    stranger = SafetyCheckIn(
        id="",
        unit_id=unit,
        session_id=session.id,
        place=Place.A,
        recorded=Instant(clock()),
        answer=EASE,
        asked_alone=True,
    )
    with pytest.raises(NotFound):
        desk.check_ins.record(stranger)
    with pytest.raises(Invalid):
        answer(desk, clock, session, Place.A, None)  # type: ignore[arg-type]  # nothing was chosen


WRITTEN = NoteContent(
    account="How the week was.", risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN),
    members=(
        MemberPart(place=Place.A, how_they_were="Tense, softer at the end.", takes_on="Lets a question stand."),
        MemberPart(place=Place.B, how_they_were="Said a limit aloud."),
    ),
    between="A question asked twice, then a pause.", response="Both nodded.", plan="Again in a week.",
    interventions=(Intervention(kind=InterventionKind.SKILL, ref="R2", text="one breath before the answer"),),
)  # fmt: skip


def written(desk: Desk, clock: Clock, joint: str) -> str:
    session = planned(desk, clock, joint)
    hold(desk, session)
    note = desk.notes.start(session.id).value
    desk.notes.save_draft(note.id, WRITTEN, revision=0, index=True)
    return desk.notes.sign(note.id).value.id


def test_a_joint_note_is_signed_with_both_of_them_and_still_is_what_was_signed(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    session = planned(desk, clock, joint)
    hold(desk, session)
    note = desk.notes.start(session.id).value
    assert [one.code for one in desk.notes.missing(note.id)][:2] == ["note_risk", "note_account_joint"]
    desk.notes.save_draft(note.id, WRITTEN, revision=0, index=True)
    signed = desk.notes.sign(note.id).value
    assert signed.status is NoteStatus.SIGNED
    assert desk.notes.verify(joint) == ()
    assert [hit.client_id for hit in desk.search.find("softer")], "what both may read can be found"


def printed(desk: Desk, joint: str, reader: Reader, note_id: str, **more: str) -> str:
    asked = Asked(unit_id=joint, kind=DocumentKind.NOTE, reader=reader, subject=note_id, confirmed=True, **more)  # type: ignore[arg-type]  # texts by name
    return repr(desk.documents.document(asked))


def test_both_read_one_page_with_both_names_and_without_codes_or_the_risk_check(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    words = printed(desk, joint, Reader.COUPLE, written(desk, clock, joint))
    assert "Noor Adair & Calliope Merriwold" in words
    assert "Noor: Tense, softer at the end. Takes on: Lets a question stand." in words
    assert "Calliope: Said a limit aloud." in words
    assert "one breath before the answer" in words
    for jargon in ("GIRP", "(R2)", "no concern", "Risk"):
        assert jargon not in words


def test_a_joint_note_is_nobodys_alone_and_leaves_only_with_both_signatures(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    note_id = written(desk, clock, joint)
    with pytest.raises(UserError):
        printed(desk, joint, Reader.CLIENT, note_id)
    with pytest.raises(Refused) as refused:
        printed(desk, joint, Reader.CLINICIAN, note_id, recipient="Dr. Ana Ruiz", purpose="further care")
    assert [one.code for one in refused.value.missing] == ["joint_release"]
    for who, name in ((Signer.CLIENT, "Noor Adair"), (Signer.PARTNER, "Calliope Merriwold")):
        desk.consents.sign(
            Consent(
                id="", unit_id=joint, type=ConsentType.JOINT_RELEASE, version="1", signer=who, signer_name=name,
                signed_on=clock.today, recipient="Dr. Ana Ruiz", expires_on=clock.today + timedelta(days=90),
            )
        )  # fmt: skip
        if who is Signer.CLIENT:
            with pytest.raises(Refused):
                printed(desk, joint, Reader.CLINICIAN, note_id, recipient="Dr. Ana Ruiz", purpose="further care")
    words = printed(desk, joint, Reader.CLINICIAN, note_id, recipient="Dr. Ana Ruiz", purpose="further care")
    assert "GIRP" in words
    assert "(R2)" in words


def test_the_queue_says_when_both_are_seen_alone_again_and_never_whose_day_it_is(desk: Desk, clock: Clock) -> None:
    unit, joint, partner = couple_under_override(desk, clock)
    head = desk.charts.head(joint)
    assert head.standing.rescreen_due is not None
    assert head.standing.reasons == ()
    assert [due.code for due in head.dues if due.kind is DueKind.SAFETY] == [], "nothing for weeks"
    clock.pass_days(91)
    (due,) = [due for due in desk.charts.head(joint).dues if due.kind is DueKind.SAFETY]
    assert due.code == "safety_pair_now"
    screen(desk, clock, unit)
    (due,) = [due for due in desk.charts.head(joint).dues if due.kind is DueKind.SAFETY]
    assert due.code == "safety_pair_now", "one of the two is not enough"
    prescreen(desk, clock, unit, partner)
    assert [due for due in desk.charts.head(joint).dues if due.kind is DueKind.SAFETY] == []
