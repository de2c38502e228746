"""Progress notes: what signing asks for (7.2), what locks, what is late (7.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.notes import (
    CHECKS,
    TEXT_LIMIT,
    Intervention,
    InterventionKind,
    NoteContent,
    NoteLocked,
    NoteStatus,
    ObjectiveProgress,
    Progress,
    ProgressNote,
    PulseItem,
    RiskCheck,
    RiskItem,
    RiskLevel,
    addendum_problems,
    content_problems,
    is_late,
    is_late_entry,
    missing_for_signing,
    sign,
    void,
)
from irt_desk.domain.sessions import Attendance, Session, Setting
from irt_desk.domain.values import Instant, Signature
from irt_desk.errors import Refused

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOW = Instant(START + timedelta(hours=2))
SIGNATURE = Signature("Dr. Test", "PhD", NOW)
SESSION = Session(
    id="s", unit_id="u", episode_id="e", starts=Instant(START), stops=Instant(START + timedelta(minutes=53)),
    attendance=Attendance.ATTENDED, number=1,
)  # fmt: skip
WHOLE = NoteContent(
    account="Three fights.",
    presentation="Oriented.",
    risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN),
    interventions=(Intervention(kind=InterventionKind.SKILL, ref="R4"),),
    response="Relieved.",
    own_part="I start with the bins.",
    partner_in_mind="maybe he waits",
    another_reading="he may be tired",
    progress=(ObjectiveProgress(objective_id="o", rating=Progress.BETTER),),
    practice_until_then="One feeling first.",
    practice_by=date(2026, 12, 1),
    plan="Look at the pause.",
)
NEEDED = {
    "account": ("", "note_account"),
    "presentation": (" ", "note_presentation"),
    "risk": (RiskCheck(), "note_risk"),
    "interventions": ((), "note_interventions"),
    "response": ("", "note_response"),
    "own_part": ("", "note_own_part"),
    "partner_in_mind": ("", "note_partner_in_mind"),
    "another_reading": ("", "note_another_reading"),
    "progress": ((), "note_progress"),
    "practice_until_then": ("", "note_practice"),
    "practice_by": (None, "note_practice_by"),
    "plan": ("", "note_plan"),
}


def codes(content: NoteContent, *, plan: bool = True, stopped: bool = False, session: Session = SESSION) -> list[str]:
    return [m.code for m in missing_for_signing(content, session, has_signed_plan=plan, is_stopped=stopped)]


def note(content: NoteContent = WHOLE, *, written: Instant = NOW, **values: object) -> ProgressNote:
    return ProgressNote(id="n", session_id="s", unit_id="u", written=written, saved=NOW, content=content, **values)  # type: ignore[arg-type]  # fields of a note


def test_a_whole_note_may_be_signed() -> None:
    assert codes(WHOLE) == []
    signed = sign(note(), SESSION, signature=SIGNATURE, has_signed_plan=True)
    assert (signed.status, signed.signature) == (NoteStatus.SIGNED, SIGNATURE)
    assert signed.content == WHOLE


@pytest.mark.parametrize("name", list(NEEDED))
def test_each_empty_field_is_named_alone(name: str) -> None:
    empty, code = NEEDED[name]
    assert codes(replace(WHOLE, **{name: empty})) == [code]


@given(st.sets(st.sampled_from(sorted(NEEDED))))
def test_a_refusal_names_everything_at_once_and_in_the_order_of_the_editor(names: set[str]) -> None:
    content = replace(WHOLE, **{name: NEEDED[name][0] for name in names})
    found = codes(content)
    if "partner_in_mind" in names:
        names = names - {"another_reading"}
    if "practice_until_then" in names:
        names = names - {"practice_by"}
    assert set(found) == {NEEDED[name][1] for name in names}
    order = [code for code in (NEEDED[name][1] for name in _EDITOR) if code in found]
    assert found == order
    if found:
        with pytest.raises(Refused) as refused:
            sign(note(content), SESSION, signature=SIGNATURE, has_signed_plan=True)
        assert [m.code for m in refused.value.missing] == found


_EDITOR = (
    "risk", "account", "presentation", "interventions", "response", "own_part", "partner_in_mind", "another_reading",
    "progress", "practice_until_then", "practice_by", "plan",
)  # fmt: skip


def test_objectives_are_asked_for_once_a_plan_is_signed() -> None:
    assert codes(replace(WHOLE, progress=()), plan=False) == []


def test_at_a_stop_nobody_is_asked_for_an_own_part() -> None:
    assert codes(replace(WHOLE, own_part=""), stopped=True) == []
    assert codes(replace(WHOLE, account=""), stopped=True) == ["note_account"]


def test_a_session_that_was_not_held_has_no_signed_note() -> None:
    assert codes(WHOLE, session=replace(SESSION, attendance=Attendance.SCHEDULED)) == ["note_attendance"]


@pytest.mark.parametrize("left_out", list(RiskItem))
def test_the_risk_check_asks_about_all_four(left_out: RiskItem) -> None:
    asked = tuple(item for item in RiskItem if item is not left_out)
    assert codes(replace(WHOLE, risk=RiskCheck(asked=asked, level=RiskLevel.NO_CONCERN))) == ["note_risk"]


def test_a_concern_says_what_and_what_was_done() -> None:
    concern = RiskCheck(asked=tuple(RiskItem), level=RiskLevel.CONCERN, detail="thoughts", action="")
    assert codes(replace(WHOLE, risk=concern)) == ["note_risk_action"]
    assert codes(replace(WHOLE, risk=replace(concern, action="plan made"))) == []


def test_no_practice_needs_its_reason_and_no_day() -> None:
    assert codes(replace(WHOLE, practice_until_then="", practice_by=None, no_practice_because="a hard week")) == []


def test_a_next_session_is_a_plan_too() -> None:
    assert codes(replace(WHOLE, plan="", next_session="in two weeks")) == []


@pytest.mark.parametrize("status", [NoteStatus.SIGNED, NoteStatus.ENTERED_IN_ERROR])
def test_what_is_locked_is_not_signed_again(status: NoteStatus) -> None:
    with pytest.raises(NoteLocked):
        sign(note(status=status), SESSION, signature=SIGNATURE, has_signed_plan=True)


def test_entered_in_error_needs_a_reason_and_keeps_the_text() -> None:
    with pytest.raises(Refused):
        void(note(), reason="  ", signature=SIGNATURE)
    voided = void(note(), reason=" wrong chart ", signature=SIGNATURE)
    assert (voided.status, voided.error_reason, voided.content) == (
        NoteStatus.ENTERED_IN_ERROR,
        "wrong chart",
        WHOLE,
    )


@pytest.mark.parametrize(
    ("reason", "text", "fields"),
    [("", "", ["reason", "text"]), ("a slip", " ", ["text"]), (" ", "more", ["reason"]), ("a slip", "more", [])],
)
def test_an_addendum_has_a_reason_and_a_text(reason: str, text: str, fields: list[str]) -> None:
    assert [p.field for p in addendum_problems(reason, text)] == fields


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (NoteContent(pulse={PulseItem.HOPE: 11}), "pulse.hope"),
        (NoteContent(own_part_owned=5), "own_part_owned"),
        (NoteContent(arguments_per_week=51), "arguments_per_week"),
        (NoteContent(account="x" * (TEXT_LIMIT + 1)), "account"),
    ],
)
def test_what_a_draft_cannot_hold_is_named(content: NoteContent, field: str) -> None:
    assert [p.field for p in content_problems(content)] == [field]


def test_a_draft_may_be_two_hundred_thousand_letters_long() -> None:
    assert content_problems(NoteContent(account="x" * 200_000)) == []


@pytest.mark.parametrize(("hours", "late"), [(0, False), (72, False), (72.01, True), (200, True)])
def test_a_note_is_late_after_seventy_two_hours(hours: float, late: bool) -> None:
    at = Instant(SESSION.stops.at + timedelta(hours=hours))
    assert is_late(SESSION, Signature("Dr. Test", "PhD", at)) is late


def test_the_lines_of_before_you_sign_cover_every_reason() -> None:
    covered = {code for _, listed in CHECKS for code in listed}
    others = {
        "note_attendance",
        "note_risk_action",
        "note_telehealth_consent",
        "note_contact_account",
        "note_missed_plan",
    }
    assert covered == {code for _, code in NEEDED.values()} | others


@pytest.mark.parametrize("kind", [Attendance.CALL, Attendance.LETTER, Attendance.MESSAGE])
def test_a_contact_asks_for_what_was_said_and_what_follows(kind: Attendance) -> None:
    contact = replace(SESSION, attendance=kind, number=None)
    assert codes(NoteContent(), session=contact) == ["note_contact_account", "note_plan"]
    assert codes(NoteContent(account="She called.", plan="Call back."), session=contact) == []


@pytest.mark.parametrize("kind", [Attendance.NO_SHOW, Attendance.LATE_CANCEL])
def test_a_missed_session_asks_only_for_what_comes_next(kind: Attendance) -> None:
    missed = replace(SESSION, attendance=kind, number=None)
    assert codes(NoteContent(), session=missed) == ["note_missed_plan"]
    assert codes(NoteContent(plan="Tried the safe number, offered Friday."), session=missed) == []


@pytest.mark.parametrize("kind", [Attendance.CALL, Attendance.NO_SHOW, Attendance.ATTENDED])
def test_concern_needs_its_detail_and_act_in_every_kind_of_note(kind: Attendance) -> None:
    risk = RiskCheck(asked=tuple(RiskItem), level=RiskLevel.CONCERN)
    found = codes(replace(WHOLE, risk=risk), session=replace(SESSION, attendance=kind))
    assert found == ["note_risk_action"]


def test_telehealth_needs_the_consent_of_the_client() -> None:
    remote = replace(SESSION, setting=Setting.TELEHEALTH_VIDEO)
    assert codes(WHOLE, session=remote) == ["note_telehealth_consent"]
    assert codes(WHOLE, session=replace(remote, telehealth_consent=True)) == []


def test_a_note_begun_on_a_later_day_is_a_late_entry() -> None:
    assert not is_late_entry(note(), SESSION)
    assert is_late_entry(note(written=Instant(START + timedelta(days=1))), SESSION)


def test_no_change_without_a_full_check_before_cannot_be_stored() -> None:
    risk = RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN, no_change=True)
    assert [p.code for p in content_problems(NoteContent(risk=risk))] == ["never_asked_in_full"]
