"""The figure of clarity and confidence: two lines told apart by shape, nothing made up between sessions, labels apart."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.figures.clarity import PLACES, ClarityPoint, clarity_figure
from irt_desk.domain.figures.measure import text_width
from irt_desk.domain.figures.primitives import Dot, Figure, Polyline, Rect, Text

RATING = st.none() | st.integers(0, 10)
POINTS = st.lists(st.tuples(RATING, RATING), max_size=PLACES).map(
    lambda rows: [ClarityPoint(number=n, clarity=c, confidence=f) for n, (c, f) in enumerate(rows, 1)]
)


def of(figure: Figure, kind: type) -> list[object]:
    return [shape for shape in figure.primitives if isinstance(shape, kind)]


def labels(figure: Figure) -> list[Text]:
    return [text for text in figure.primitives if isinstance(text, Text) and text.bold]


def test_round_and_solid_is_clarity_and_square_and_dashed_is_confidence() -> None:
    figure = clarity_figure(
        [ClarityPoint(number=1, clarity=3, confidence=2), ClarityPoint(number=2, clarity=5, confidence=4)]
    )
    assert (len(of(figure, Dot)), len(of(figure, Rect))) == (2, 2)
    solid, dashed = of(figure, Polyline)
    assert isinstance(solid, Polyline)
    assert isinstance(dashed, Polyline)
    assert not solid.dash
    assert dashed.dash
    assert [text.text for text in labels(figure)] == ["Clarity 5", "Confidence 4"]
    assert "Clarity: session 1: 3 of 10, session 2: 5 of 10" in figure.alternative_text


def test_one_session_has_marks_and_no_line_and_none_says_so() -> None:
    one = clarity_figure([ClarityPoint(number=1, clarity=4, confidence=4)])
    assert of(one, Polyline) == []
    assert (len(of(one, Dot)), len(of(one, Rect))) == (1, 1)
    none = clarity_figure([])
    assert (of(none, Dot), of(none, Rect), labels(none)) == ([], [], [])
    assert none.alternative_text == "Nothing was rated yet."


def test_a_session_that_was_not_asked_breaks_the_line() -> None:
    figure = clarity_figure([ClarityPoint(number=1, clarity=3), ClarityPoint(number=3, clarity=6)])
    assert of(figure, Polyline) == []
    assert "Confidence: not asked" in figure.alternative_text


@given(POINTS)
def test_everything_lies_inside_and_no_label_lies_over_another(points: list[ClarityPoint]) -> None:
    figure = clarity_figure(points)
    for dot in figure.primitives:
        if isinstance(dot, Dot):
            assert dot.x - dot.radius >= 0
            assert dot.x + dot.radius <= figure.width
            assert dot.y - dot.radius >= 0
            assert dot.y + dot.radius <= figure.height
    for text in labels(figure):
        assert text.x + text_width(text.text, text.size, bold=True) <= figure.width
        assert text.y - text.size * 0.8 > 0
        assert text.y < figure.height
    for one, other in combinations(labels(figure), 2):
        assert abs(one.y - other.y) >= one.size
    assert clarity_figure(points) == figure
