"""A trend says how much stands behind it, marks what was told late, and claims no direction too early."""

from __future__ import annotations

import pytest

from irt_desk.domain.figures.primitives import Dot, Figure, Polyline, Text
from irt_desk.domain.figures.trend import Scale, TrendPoint, trend_figure

SCALE = Scale(low=0, high=4, low_words="0 none", high_words="4 before")


def chart(*values: float | None, late: tuple[int, ...] = (), **more: object) -> Figure:
    points = [TrendPoint(label=f"S{n + 1}", value=value, retrospective=n in late) for n, value in enumerate(values)]
    return trend_figure("Own part", points, SCALE, **more)  # type: ignore[arg-type]  # keywords of the function


def words(figure: Figure) -> list[str]:
    return [shape.text for shape in figure.primitives if isinstance(shape, Text)]


def dots(figure: Figure) -> list[Dot]:
    return [shape for shape in figure.primitives if isinstance(shape, Dot)]


def test_no_direction_under_four_points():
    figure = chart(1, 2, 3, n=8)
    assert not any("→" in text for text in words(figure))
    assert "Fewer than four points" in figure.alternative_text


def test_first_and_last_value_from_four_points_on():
    figure = chart(1, 2, 2, 3)
    assert "1 → 3" in words(figure)
    assert "First to last: 1 → 3." in figure.alternative_text


def test_unknown_values_do_not_count_as_points_and_break_the_line():
    figure = chart(1, 2, None, 2, None, None)
    assert not any("→" in text for text in words(figure))
    assert len(dots(figure)) == 3
    lines = [shape for shape in figure.primitives if isinstance(shape, Polyline)]
    assert [len(line.points) for line in lines] == [2]


def test_what_was_told_long_after_is_hollow_and_explained():
    figure = chart(1, 1, 1, 2, late=(2,))
    assert [dot.hollow for dot in dots(figure)] == [False, False, True, False]
    assert any("Hollow dot" in text for text in words(figure))
    assert "S3: 1 (told more than 14 days later)" in figure.alternative_text
    assert not any("Hollow" in text for text in words(chart(1, 1, 1, 2)))


def test_the_number_behind_the_points_is_shown():
    figure = chart(1, 2, 3, 4, n=31, direction="higher = sooner")
    assert "higher = sooner · n 31" in words(figure)
    assert "n 31." in figure.alternative_text


def test_higher_values_lie_higher_and_values_outside_stay_inside():
    figure = chart(0, 4, 9, -3)
    low, high, above, below = (dot.y for dot in dots(figure))
    assert high < low
    assert above == high
    assert below == low
    assert all(0 <= dot.x <= figure.width and 0 <= dot.y <= figure.height for dot in dots(figure))


def test_nothing_known_is_said_in_words():
    assert "No values yet." in chart().alternative_text
    assert "No values yet." in chart(None, None).alternative_text
    assert dots(chart()) == []


def test_one_point_is_drawn():
    assert len(dots(chart(2))) == 1


def test_a_scale_needs_two_different_ends():
    with pytest.raises(ValueError, match="scale"):
        trend_figure("x", [], Scale(low=1, high=1))
