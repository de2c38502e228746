"""Score charts: where points lie, what has words, what never touches what."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.figures.measure import text_width
from irt_desk.domain.figures.primitives import Anchor, Dot, Figure, Line, Polyline, Text
from irt_desk.domain.figures.pulse import PulseAnswer, PulseLine, pulse_chart
from irt_desk.domain.figures.scores import Level, Marker, ScorePoint, TimeAxis, Zone, axis_of, score_chart

DAY = date(2026, 3, 2)


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def axis(*days: int) -> TimeAxis:
    found = axis_of([day(n) for n in days], [f"day {n}" for n in days])
    assert found is not None
    return found


def point(n: int, value: float, *, late: bool = False) -> ScorePoint:
    return ScorePoint(on=day(n), value=value, words=f"day {n}: {value:g}", late=late)


def dots(figure: Figure) -> list[Dot]:
    return [shape for shape in figure.primitives if isinstance(shape, Dot)]


def test_points_lie_where_their_day_and_value_are() -> None:
    found = score_chart("X", [point(0, 0), point(50, 10), point(100, 20)], axis(0, 50, 100), low=0, high=20)
    first, middle, last = dots(found.figure)
    assert middle.x == pytest.approx((first.x + last.x) / 2)
    assert middle.y == pytest.approx((first.y + last.y) / 2)
    assert first.y > last.y


def test_two_charts_on_one_axis_put_a_day_at_the_same_place() -> None:
    times = axis(0, 30, 100)
    one = score_chart("X", [point(30, 5)], times, low=0, high=20, width=300)
    other = score_chart("Y", [point(0, 5), point(30, 7), point(100, 1)], times, low=0, high=8, width=300)
    assert dots(one.figure)[0].x == pytest.approx(dots(other.figure)[1].x)


def test_late_scores_are_hollow_and_everything_has_words() -> None:
    found = score_chart(
        "CSI-4",
        [point(0, 9), point(20, 12, late=True)],
        axis(0, 20),
        low=0,
        high=21,
        about="higher = better",
        levels=[Level(value=13.5, text="below 13.5")],
        zones=[Zone(4, 14, inner=False), Zone(6, 12, inner=True)],
        markers=[Marker(day(10), "time-out taught", "12 Mar: time-out taught")],
        notes=["cut-off 13.5"],
    )
    assert [dot.hollow for dot in dots(found.figure)] == [False, True]
    for words in ("CSI-4 (higher = better)", "day 0: 9; day 20: 12", "cut-off 13.5", "12 Mar: time-out taught"):
        assert words in found.figure.alternative_text
    assert [spot.words for spot in found.spots] == ["day 0: 9", "12 Mar: time-out taught", "day 20: 12"]
    dashed = [s for s in found.figure.primitives if isinstance(s, Line) and s.dash]
    assert len(dashed) == 2  # the cut-off and the marker, told apart by their dashes, not by colour
    assert len({line.dash for line in dashed}) == 2


def test_markers_outside_the_axis_are_left_out() -> None:
    found = score_chart("X", [point(0, 1), point(9, 2)], axis(0, 9), low=0, high=5, markers=[Marker(day(40), "later")])
    assert [spot.words for spot in found.spots] == ["day 0: 1", "day 9: 2"]


def test_one_day_alone_lies_in_the_middle() -> None:
    assert axis(7).part(day(7)) == 0.5


def test_without_a_day_there_is_no_axis() -> None:
    assert axis_of([], []) is None


def test_the_ends_of_a_scale_are_in_order() -> None:
    with pytest.raises(ValueError, match="high end"):
        score_chart("X", [], axis(0), low=5, high=5)


def _span(text: Text) -> tuple[float, float]:
    wide = text_width(text.text, text.size, bold=text.bold)
    left = text.x - {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[text.anchor]
    return left, left + wide


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=12, unique=True),
    st.lists(st.tuples(st.integers(0, 400), st.text("abcdefghij ", min_size=1, max_size=40)), max_size=10),
)
def test_no_day_and_no_marker_is_written_over_another(days: list[int], marks: list[tuple[int, str]]) -> None:
    points = [point(n, n % 20) for n in sorted(days)]
    markers = [Marker(day(n), text) for n, text in sorted(marks)]
    figure = score_chart("X", points, axis(*sorted(days)), low=0, high=20, markers=markers).figure
    by_line: dict[float, list[tuple[float, float]]] = {}
    for text in [s for s in figure.primitives if isinstance(s, Text) and not s.bold]:
        by_line.setdefault(text.y, []).append(_span(text))
    for spans in by_line.values():
        spans.sort()
        assert all(left[1] <= right[0] + 0.01 for left, right in pairwise(spans))


def test_a_question_that_was_not_asked_is_a_gap_and_never_a_zero() -> None:
    values = (3, 4, None, 6, 7)
    answers = tuple(PulseAnswer(day(n), v, f"day {n}: {v}") for n, v in enumerate(values))
    line = PulseLine(name="Hope", direction="higher = better", answers=answers)
    found = pulse_chart("Pulse", [line], axis(0, 4))
    lines = [s for s in found.figure.primitives if isinstance(s, Polyline)]
    assert [len(stretch.points) for stretch in lines] == [2, 2]
    assert len(dots(found.figure)) == 4
    assert "Hope (higher = better), n 4" in found.figure.alternative_text


def test_check_in_lines_stand_one_under_the_other_and_are_never_added_up() -> None:
    lines = [
        PulseLine(name=name, direction="higher = better", answers=(PulseAnswer(day(0), 5, "day 0: 5"),))
        for name in ("Mood", "Hope")
    ]
    found = pulse_chart("Pulse", lines, axis(0))
    heights = {dot.y for dot in dots(found.figure)}
    assert len(heights) == 2
    assert "10" not in [s.text for s in found.figure.primitives if isinstance(s, Text) and s.bold]
