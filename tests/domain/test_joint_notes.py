"""A joint note asks for both people and guesses about neither; the check-in of each tells nothing of one about the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn, check_in_problems, check_ins_missing
from irt_desk.domain.joint_notes import JOINT_CHECKS, MemberPart, members_of
from irt_desk.domain.note_moves import missing_for_move
from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    NoteContent,
    NoteStatus,
    ObjectiveProgress,
    Progress,
    ProgressNote,
    RiskCheck,
    RiskItem,
    RiskLevel,
    missing_for_signing,
)
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
SESSION = Session(
    id="s", unit_id="u", episode_id="e", starts=Instant(START), stops=Instant(START + timedelta(minutes=80)),
    attendance=Attendance.ATTENDED, number=1,
)  # fmt: skip
BOTH = (MemberPart(place=Place.A, how_they_were="Quiet."), MemberPart(place=Place.B, how_they_were="Open."))
WHOLE = NoteContent(
    account="The move.", risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN), members=BOTH,
    between="He asked, she waited.", interventions=(Intervention(kind=InterventionKind.TECHNIQUE, text="slowed down"),),
    response="Both breathed.", progress=(ObjectiveProgress(objective_id="1", rating=Progress.SAME),), plan="Again in a week.",
)  # fmt: skip
NEEDED = {
    "account": "note_account_joint",
    "risk": "note_risk",
    "between": "note_between",
    "interventions": "note_interventions",
    "response": "note_response_joint",
    "progress": "note_progress",
    "plan": "note_plan",
}
EMPTY = NoteContent()


def codes(content: NoteContent, kind: UnitKind) -> list[str]:
    return [m.code for m in missing_for_signing(content, SESSION, has_signed_plan=True, kind=kind)]


@pytest.mark.parametrize("kind", [UnitKind.COUPLE, UnitKind.DISCERNMENT, UnitKind.COLLATERAL_CONTACT])
def test_a_whole_joint_note_can_be_signed_without_a_guess_about_either(kind: UnitKind) -> None:
    assert codes(WHOLE, kind) == []
    assert WHOLE.partner_in_mind == WHOLE.own_part == WHOLE.another_reading == ""


@pytest.mark.parametrize(("name", "code"), NEEDED.items())
def test_couple_work_names_each_field_that_is_missing(name: str, code: str) -> None:
    assert codes(replace(WHOLE, **{name: getattr(EMPTY, name)}), UnitKind.COUPLE) == [code]


def test_discernment_asks_nobody_for_progress_or_what_was_done_to_them() -> None:
    bare = replace(WHOLE, between="", interventions=(), response="", progress=())
    assert codes(bare, UnitKind.DISCERNMENT) == []
    assert codes(replace(bare, members=()), UnitKind.DISCERNMENT) == ["note_how_a", "note_how_b"]


def test_a_guest_is_no_client_and_nothing_about_how_they_were_is_asked() -> None:
    bare = replace(WHOLE, members=(), interventions=(), response="", progress=())
    assert codes(bare, UnitKind.COLLATERAL_CONTACT) == []


def test_who_did_not_come_needs_no_words_but_somebody_came() -> None:
    alone = (BOTH[0], MemberPart(place=Place.B, was_there=False))
    assert codes(replace(WHOLE, members=alone), UnitKind.COUPLE) == []
    nobody = tuple(replace(part, was_there=False) for part in BOTH)
    assert codes(replace(WHOLE, members=nobody), UnitKind.COUPLE) == ["note_nobody_there"]


def test_the_lines_of_before_you_sign_cover_every_reason_of_a_joint_note() -> None:
    listed = {code for _, found in JOINT_CHECKS for code in found}
    assert set(codes(EMPTY, UnitKind.COUPLE)) <= listed
    assert set(NEEDED.values()) <= listed


def test_members_come_in_their_order_whatever_was_written_first() -> None:
    assert [part.place for part in members_of((BOTH[1],))] == [Place.A, Place.B]
    assert members_of((BOTH[1],))[1] is BOTH[1]


def check_in(place: Place, answer: CheckInAnswer | None, minute: int = 0, *, alone: bool = True) -> SafetyCheckIn:
    at = Instant(START - timedelta(minutes=30 - minute))
    return SafetyCheckIn(
        id="", unit_id="u", session_id="s", place=place, recorded=at, asked_alone=alone, answer=answer, note="private"
    )


EASE, NOT = CheckInAnswer.AT_EASE, CheckInAnswer.NOT_TODAY


def test_an_answer_is_needed_and_ease_said_in_company_counts_for_nothing() -> None:
    assert [p.code for p in check_in_problems(check_in(Place.A, None))] == ["check_in_answer"]
    assert [p.code for p in check_in_problems(check_in(Place.A, EASE, alone=False))] == ["screened_alone"]
    assert check_in_problems(check_in(Place.A, NOT, alone=False)) == [], "a danger is kept wherever it was told"


@given(
    st.lists(
        st.builds(
            check_in, st.sampled_from(Place), st.sampled_from(CheckInAnswer), st.integers(0, 29), alone=st.booleans()
        )
    )
)
def test_only_two_answers_given_alone_let_them_meet_and_the_list_never_says_whose_is_missing(
    given_answers: list[SafetyCheckIn],
) -> None:
    missing = check_ins_missing(given_answers, "s", START.date())
    newest = {one.place: one for one in sorted(given_answers, key=lambda one: one.recorded.at)}
    fine = len(newest) == 2 and all(one.answer is EASE and one.asked_alone for one in newest.values())
    assert (missing == []) is fine
    mirrored = [replace(one, place=Place.B if one.place is Place.A else Place.A) for one in given_answers]
    assert check_ins_missing(mirrored, "s", START.date()) == missing
    assert all(not one.values for one in missing)
    assert [one.code for one in check_ins_missing(given_answers, "another", START.date())] == ["check_in_each"]


NOTE = ProgressNote(id="n", session_id="s", unit_id="u", written=Instant(START), saved=Instant(START))
ALONE, COUPLE = UnitKind.INDIVIDUAL_IRT, UnitKind.COUPLE


@pytest.mark.parametrize(
    ("kinds", "note", "refused"),
    [
        ((ALONE, ALONE), NOTE, False),
        ((ALONE, COUPLE), NOTE, True),
        ((COUPLE, ALONE), NOTE, False),
        ((COUPLE, ALONE), replace(NOTE, content=WHOLE), True),
        ((COUPLE, ALONE), replace(NOTE, status=NoteStatus.SIGNED), True),
        ((COUPLE, UnitKind.DISCERNMENT), NOTE, False),
    ],
)
def test_nothing_one_person_told_is_moved_into_a_chart_of_two(
    kinds: tuple[UnitKind, UnitKind], note: ProgressNote, refused: bool
) -> None:
    found = missing_for_move(note, from_unit="u", to_unit="v", reason="wrong chart", kinds=kinds)
    assert [one.code for one in found] == (["note_move_joint"] if refused else [])
