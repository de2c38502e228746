"""What may be said of how a pattern moves: awareness first, no arrow under four points, nothing good in silence itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.patterns import HowFar, PatternCode, PatternEpisode, rollup
from irt_desk.domain.trends import (
    Direction,
    Noticing,
    PatternMetric,
    SessionRollup,
    direction_of,
    has_direction,
    known,
    n_of,
    noticing,
    value_of,
)
from irt_desk.domain.values import FuzzyDay, Instant
from irt_desk.services.pattern_figures import figure_of, noticing_words, summary_rows

NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
FIRST = date(2026, 9, 1)


def told(**values: object) -> PatternEpisode:
    return PatternEpisode(id="e", unit_id="u", pattern_id="p", happened=FuzzyDay(FIRST), entered=NOW, **values)  # type: ignore[arg-type]  # fields of an episode


def session(number: int, *episodes: PatternEpisode, asked: bool = True, late: int = 0) -> SessionRollup:
    figures = rollup(episodes, 7, asked=asked)
    return SessionRollup(number=number, on=FIRST + timedelta(days=7 * number), rollup=figures, told_late=late)


def test_noticing_sooner_is_awareness_or_the_catch_point() -> None:
    late = session(1, told(own_part_awareness=1, how_far=HowFar.RAN_FULL))
    assert noticing([late, session(2, told(own_part_awareness=3))]) == Noticing(stronger=False)
    assert noticing([late, session(2, told(how_far=HowFar.CAUGHT_EARLY))]) == Noticing(stronger=False)
    assert noticing([session(1, told(own_part_awareness=3)), session(2, told(own_part_awareness=1))]) is None
    assert noticing([session(1), session(2, told(own_part_awareness=3))]) is None


def test_it_looks_past_sessions_nobody_told_anything_in() -> None:
    series = [
        session(1),
        session(2, told(own_part_awareness=1, intensity=6)),
        session(3, told(own_part_awareness=3, intensity=7)),
        session(4, asked=False),
    ]
    assert noticing(series) == Noticing(stronger=True)
    assert noticing_words(series) == (
        "You are noticing it sooner",
        "It often feels stronger at this stage, because more of it is seen.",
    )


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6])
def test_no_direction_under_four_points(count: int) -> None:
    series = [session(n, told(intensity=5)) for n in range(count)]
    assert has_direction(series, PatternMetric.INTENSITY) == (count >= 4)
    figure = figure_of(series, PatternCode.PURSUE_WITHDRAW)
    assert (figure is not None and "5 → 5" in figure.alternative_text) == (count >= 4)


def test_fewer_fights_between_two_who_withdraw_is_a_question() -> None:
    assert direction_of(PatternMetric.PER_WEEK, PatternCode.WITHDRAW_WITHDRAW) is Direction.ASK
    assert direction_of(PatternMetric.PER_WEEK, PatternCode.PURSUE_WITHDRAW) is Direction.LOWER
    assert direction_of(PatternMetric.AWARENESS, PatternCode.WITHDRAW_WITHDRAW) is Direction.HIGHER


def test_not_asked_is_not_none() -> None:
    assert rollup([], 7, asked=False).per_week is None
    assert rollup([], 7, asked=True).per_week == 0
    assert rollup([told()], 7, asked=False).per_week == 1


def test_every_figure_carries_its_own_number() -> None:
    whole = rollup([told(intensity=6), told(intensity=8), told()], 7)
    rows = dict(summary_rows(whole))
    assert rows["Intensity, 0 to 10"] == "7 (n 2)"
    assert rows["Times a week"] == "3 (n 3)"
    assert rows["Hours to come back"] == "not known"


def test_late_telling_is_a_hollow_dot() -> None:
    figure = figure_of([session(1, told(intensity=5), late=1)], PatternCode.PURSUE_WITHDRAW)
    assert figure is not None
    assert "told more than 14 days later" in figure.alternative_text
    assert any(getattr(shape, "hollow", False) for shape in figure.primitives)


def test_nothing_told_draws_nothing() -> None:
    assert figure_of([], PatternCode.PURSUE_WITHDRAW) is None
    assert figure_of([session(1, asked=False)], PatternCode.PURSUE_WITHDRAW) is None


values = st.none() | st.integers(0, 10)


@given(st.lists(st.lists(st.tuples(values, st.none() | st.integers(0, 4)), max_size=4), max_size=8))
def test_known_values_and_their_numbers_agree(weeks: list[list[tuple[int | None, int | None]]]) -> None:
    series = [
        session(number, *(told(intensity=i, own_part_awareness=a) for i, a in week))
        for number, week in enumerate(weeks)
    ]
    for metric in (PatternMetric.INTENSITY, PatternMetric.AWARENESS):
        assert len(known(series, metric)) == sum(n_of(one.rollup, metric) > 0 for one in series)
        assert all((value_of(one.rollup, metric) is None) == (n_of(one.rollup, metric) == 0) for one in series)
    found = noticing(series)
    aware = known(series, PatternMetric.AWARENESS)
    assert (found is not None) == (len(aware) > 1 and aware[-1] > aware[0])
