"""Discernment: what two choices come to, five sessions and no more, minutes and shared words (domain paper, 5.3 to 5.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.cases import Outcome
from irt_desk.domain.discernment import (
    MOST_SESSIONS,
    WHEN_SPLIT,
    DcDecision,
    DiscernmentSession,
    OneToOne,
    decided,
    may_add,
    may_choose,
    part_problems,
    session_problems,
    six_months_after,
)
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant

NOW = Instant(datetime(2026, 3, 2, 9, tzinfo=UTC))
D = DcDecision
CHOICES = st.sampled_from(list(D))


def session(number: int = 1, **more: object) -> DiscernmentSession:
    values: dict[str, object] = {
        "id": f"d{number}",
        "unit_id": "u",
        "session_id": f"s{number}",
        "number": number,
        "recorded": NOW,
    }
    return DiscernmentSession(**values | more)  # type: ignore[arg-type]  # test values by name


@given(CHOICES, CHOICES)
def test_path_3_needs_both_and_path_2_only_one(a: DcDecision, b: DcDecision) -> None:
    made = session(choice_a=a, choice_b=b)
    assert (made.happens is D.PATH_3) == (a is b is D.PATH_3)
    assert (made.happens is D.PATH_2) == (D.PATH_2 in (a, b))
    assert (made.outcome is Outcome.NO_AGREEMENT) == (a is not b and made.happens is not D.ANOTHER_SESSION)


@given(CHOICES, CHOICES)
def test_who_says_what_makes_no_difference(a: DcDecision, b: DcDecision) -> None:
    one, other = session(choice_a=a, choice_b=b), session(choice_a=b, choice_b=a)
    assert (one.happens, one.outcome) == (other.happens, other.outcome)


@pytest.mark.parametrize(
    ("a", "b", "happens", "outcome"),
    [
        (D.PATH_1, D.PATH_3, D.PATH_1, Outcome.NO_AGREEMENT),
        (D.ANOTHER_SESSION, D.STOP_NO_DECISION, D.STOP_NO_DECISION, Outcome.NO_AGREEMENT),
        (D.ANOTHER_SESSION, D.PATH_3, D.ANOTHER_SESSION, None),
        (D.ANOTHER_SESSION, D.ANOTHER_SESSION, D.ANOTHER_SESSION, None),
        (D.STOP_NO_DECISION, D.STOP_NO_DECISION, D.STOP_NO_DECISION, Outcome.STOP_NO_DECISION),
    ],
)
def test_a_split_takes_the_first_of_the_order(
    a: DcDecision, b: DcDecision, happens: DcDecision, outcome: Outcome | None
) -> None:
    made = session(choice_a=a, choice_b=b)
    assert (made.happens, made.outcome) == (happens, outcome)
    assert set(WHEN_SPLIT) == set(D)


def test_a_decision_under_duress_is_void_and_one_choice_alone_decides_nothing() -> None:
    forced = session(choice_a=D.PATH_2, choice_b=D.PATH_2, voided_reason="she was told what to say")
    assert (forced.happens, forced.outcome) == (None, None)
    assert session(choice_a=D.PATH_2).happens is None
    assert decided([forced]) is None


def test_at_the_fifth_session_no_other_is_offered_and_no_sixth_can_be_planned() -> None:
    assert D.ANOTHER_SESSION not in may_choose(MOST_SESSIONS)
    assert D.ANOTHER_SESSION in may_choose(MOST_SESSIONS - 1)
    late = session(5, choice_a=D.ANOTHER_SESSION, choice_b=D.PATH_1)
    assert [p.code for p in session_problems(late, 120)] == ["no_sixth_session"]
    assert [p.code for p in session_problems(session(6), 120)] == ["out_of_range"]
    assert may_add([], 4) == []
    assert may_add([], 5) == ["dc_five_sessions"]
    assert may_add([session(choice_a=D.PATH_1, choice_b=D.PATH_1)], 1) == ["dc_decided"]


def test_the_parts_fit_into_the_session() -> None:
    fits = session(joint_minutes=30, minutes_with_a=40, minutes_with_b=40)
    assert session_problems(fits, 110) == []
    assert [p.code for p in session_problems(fits, 109)] == ["minutes_too_many"]


def test_both_choices_are_recorded_and_path_3_says_when_it_begins() -> None:
    assert [p.field for p in session_problems(session(choice_a=D.PATH_1), 90)] == ["choice_b"]
    both = session(choice_a=D.PATH_3, choice_b=D.PATH_3)
    assert [p.code for p in session_problems(both, 90)] == ["path_3_start_needed"]
    begun = replace(both, path_3_start=date(2026, 3, 2), path_3_review_on=date(2026, 3, 2))
    assert [p.code for p in session_problems(begun, 90)] == ["before_start"]


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_six_months_end_on_a_day_of_the_calendar(day: date, later: date) -> None:
    assert six_months_after(day) == later


def test_what_is_told_alone_is_shared_only_when_agreed() -> None:
    part = OneToOne(
        id="p", unit_id="u", session_id="s", client_id="c", place=Place.B, recorded=NOW, shared_summary="I withdrew."
    )
    assert part.shared == ""
    assert replace(part, agreed_to_share=True).shared == "I withdrew."
    empty = replace(part, agreed_to_share=True, shared_summary=" ", clarity=11)
    assert [p.field for p in part_problems(empty)] == ["clarity", "shared_summary"]
