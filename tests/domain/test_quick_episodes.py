"""The five questions: one number for all or one for each, days that were not told say so, a danger is kept once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.patterns import (
    ExitCode,
    ExitEffect,
    HowFar,
    PatternEpisode,
    Repair,
    SafetyFlag,
    StepActor,
    rollup,
)
from irt_desk.domain.quick_episodes import (
    Awareness,
    QuickAnswer,
    TriedExit,
    answer_of,
    answer_problems,
    episodes_of,
    read_numbers,
)
from irt_desk.domain.values import DatePrecision, Instant

NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
SINCE, TODAY = date(2026, 11, 17), date(2026, 11, 24)


def told(answer: QuickAnswer, since: date = SINCE) -> tuple[PatternEpisode, ...]:
    return episodes_of(answer, unit_id="u", pattern_id="p", since=since, today=TODAY, entered=NOW)


def codes(answer: QuickAnswer) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in answer_problems(answer, SINCE, TODAY)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        ("6", (6,)),
        ("6, 8, 5", (6, 8, 5)),
        ("6,8,5", (6, 8, 5)),
        ("6 8 ?", (6, 8, None)),
        ("1,5 2", (1.5, 2)),
        ("-", (None,)),
        ("12.5; 3", (12.5, 3)),
    ],
)
def test_a_row_of_numbers_is_read_as_people_write_it(text: str, numbers: tuple[float | None, ...]) -> None:
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("text", ["six", "6, often", "nan", "inf"])
def test_what_is_no_number_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_numbers(text)


def test_one_number_holds_for_every_episode() -> None:
    three = told(QuickAnswer(count=3, strengths=(6,), hours=(12.0,), awareness=Awareness.SOON_AFTER))
    assert [e.intensity for e in three] == [6, 6, 6]
    assert [e.hours_to_reconnect for e in three] == [12, 12, 12]
    assert {e.own_part_awareness for e in three} == {2}


def test_as_many_numbers_as_episodes_are_one_each_and_unknown_stays_unknown() -> None:
    three = told(QuickAnswer(count=3, strengths=(6, 8, 5), hours=(12.0, None, 3.0)))
    assert [e.intensity for e in three] == [6, 8, 5]
    assert rollup(three, 7).recovery_n == 2
    assert rollup(three, 7).recovery_hours == 7.5


def test_days_that_were_not_told_lie_between_the_sessions_and_say_so() -> None:
    three = told(QuickAnswer(count=3))
    days = [e.happened.day for e in three]
    assert days == sorted(days)
    assert all(SINCE <= day < TODAY for day in days)
    assert {e.happened.precision for e in three} == {DatePrecision.WEEK}
    (far,) = told(QuickAnswer(count=1), since=date(2026, 9, 1))
    assert far.happened.precision is DatePrecision.MONTH
    (exact,) = told(QuickAnswer(count=1, happened=date(2026, 11, 20)))
    assert (exact.happened.day, exact.happened.precision) == (date(2026, 11, 20), DatePrecision.EXACT)


def test_a_danger_is_told_once() -> None:
    flags = [e.safety_flag for e in told(QuickAnswer(count=3, safety_flag=SafetyFlag.FRIGHTENED))]
    assert flags == [SafetyFlag.NONE, SafetyFlag.NONE, SafetyFlag.FRIGHTENED]


def test_an_exit_is_tried_once_an_episode() -> None:
    out = ExitCode.TIME_OUT
    tried = (TriedExit(exit=out, times=2), TriedExit(exit=out, effect=ExitEffect.NO_EFFECT))
    three = told(QuickAnswer(count=3, tried=tried))
    assert [len(e.exits_tried) for e in three] == [1, 1, 1]
    (success,) = rollup(three, 7).exits
    assert (success.helped, success.tried) == (2, 3)
    assert codes(QuickAnswer(count=2, tried=tried)) == [("tried", "tried_too_often")]
    assert codes(QuickAnswer(count=2, tried=(TriedExit(exit=out, times=0),))) == [("tried", "tried_too_often")]
    both = (TriedExit(exit=out), TriedExit(exit=out, by=StepActor.PARTNER))
    assert codes(QuickAnswer(count=1, tried=both)) == []


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (QuickAnswer(count=None), ("count", "out_of_range")),
        (QuickAnswer(count=-1), ("count", "out_of_range")),
        (QuickAnswer(count=41), ("count", "out_of_range")),
        (QuickAnswer(count=3, strengths=(6, 7)), ("strengths", "one_or_each")),
        (QuickAnswer(count=1, strengths=(11,)), ("strengths", "out_of_range")),
        (QuickAnswer(count=1, hours=(-1.0,)), ("hours", "out_of_range")),
        (QuickAnswer(count=1, happened=date(2026, 11, 25)), ("happened", "in_future")),
        (QuickAnswer(count=0, strengths=(6,)), ("count", "none_yet_told")),
        (QuickAnswer(count=0, safety_flag=SafetyFlag.THREATENED), ("count", "none_yet_told")),
    ],
)
def test_each_problem_is_placed_at_its_field(answer: QuickAnswer, wrong: tuple[str, str]) -> None:
    assert wrong in codes(answer)


def test_not_once_is_an_answer() -> None:
    assert codes(QuickAnswer(count=0)) == []
    assert told(QuickAnswer(count=0)) == ()


def test_a_stored_episode_comes_back_into_the_same_questions() -> None:
    answer = QuickAnswer(
        count=1,
        strengths=(7,),
        hours=(16.0,),
        awareness=Awareness.DURING,
        how_far=HowFar.CAUGHT_EARLY,
        tried=(TriedExit(exit=ExitCode.SLOW_BREATH),),
        repair=Repair.PARTIAL,
        happened=date(2026, 11, 20),
        setting="kitchen",
    )
    (episode,) = told(answer)
    assert answer_of(episode) == answer


@given(st.integers(1, 40), st.integers(0, 400), st.lists(st.none() | st.integers(0, 10), max_size=1))
def test_as_many_episodes_as_were_told_never_in_the_future(count: int, days: int, strengths: list[int | None]) -> None:
    since = date.fromordinal(TODAY.toordinal() - days)
    made = told(QuickAnswer(count=count, strengths=tuple(strengths)), since)
    assert len(made) == count
    assert all(since <= e.happened.day <= TODAY for e in made)
    known = strengths and strengths[0] is not None
    assert rollup(made, days).intensity_n == (count if known else 0)
