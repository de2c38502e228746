"""A cycle map is drawn whole, keeps its boxes apart, and never states the partner's side as a fact."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.figures.cycle_map import WIDTH, cycle_map_figure
from irt_desk.domain.figures.measure import text_width
from irt_desk.domain.figures.primitives import Anchor, Arrow, Figure, Ink, Rect, Text
from irt_desk.domain.figures.step_views import StepLine, StepView, views_of
from irt_desk.domain.patterns import (
    Activation,
    CheckedWithPartner,
    CycleMap,
    CycleStep,
    ExitCode,
    Need,
    Source,
    StepActor,
    StepKind,
)
from irt_desk.domain.values import Instant


def step(order: int, actor: StepActor = StepActor.CLIENT, text: str = "Asks again", **values: object) -> StepView:
    lines = (StepLine(text=text),)
    return StepView(order=order, actor=actor, title=f"{order} title", lines=lines, **values)  # type: ignore[arg-type]  # fields of the view


def drawn(*steps: StepView, **values: object) -> Figure:
    return cycle_map_figure(steps, client="Maya", partner="Daniel", **values)  # type: ignore[arg-type]  # keywords of the function


def boxes(figure: Figure) -> list[Rect]:
    return [shape for shape in figure.primitives if isinstance(shape, Rect) and shape.width == 250]


def words(figure: Figure) -> str:
    return " ".join(shape.text for shape in figure.primitives if isinstance(shape, Text))


def test_a_hypothesis_is_dashed_in_the_partner_colour_and_says_maybe():
    figure = drawn(step(1), step(2), step(3, StepActor.PARTNER, "Afraid", hypothesis=True))
    dashed = [box for box in boxes(figure) if box.dash]
    assert [(box.stroke, box.fill) for box in dashed] == [(Ink.PARTNER, Ink.SURFACE)]
    assert "maybe" in words(figure)
    assert "3 title (maybe): Afraid." in figure.alternative_text


def test_other_words_at_the_corner_still_say_maybe():
    guess = step(3, StepActor.PARTNER, hypothesis=True, maybe="as told")
    assert "maybe, as told" in words(drawn(step(1), step(2), guess))


def test_what_was_said_in_session_is_not_dashed():
    figure = drawn(step(1), step(2), step(3, StepActor.PARTNER))
    assert not any(box.dash for box in boxes(figure))


@pytest.mark.parametrize("count", range(2, 17))
def test_boxes_never_overlap_and_stay_inside(count):
    texts = ["Short", "A longer text that wraps over some lines of its box " * 3, "Middle " * 8]
    figure = drawn(*(step(n + 1, text=texts[n % 3], exit="Slow breath" if n % 2 else "") for n in range(count)))
    placed = boxes(figure)
    assert len(placed) == count
    for box in placed:
        assert min(box.x, box.y) >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= figure.height
    for one, other in itertools.combinations(placed, 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart


@pytest.mark.parametrize("count", range(2, 17))
def test_every_step_leads_to_the_next_and_the_last_to_the_first(count):
    figure = drawn(*(step(n + 1) for n in range(count)))
    arrows = [shape for shape in figure.primitives if isinstance(shape, Arrow)]
    assert len(arrows) == count


def test_a_loop_that_returns_elsewhere_says_so_in_words():
    figure = drawn(step(1), step(2), step(3, exit="Soft start"), loops_back_to=2)
    assert sum(isinstance(shape, Arrow) for shape in figure.primitives) == 2
    assert "Back to step 2" in words(figure)
    assert "Exit: Soft start" in words(figure)
    assert figure.alternative_text.endswith("Back to step 2.")


def test_exits_are_named_on_the_way_and_in_the_legend():
    figure = drawn(step(1, exit="Name the cycle"), step(2), step(3))
    assert "Exit: Name the cycle" in words(figure)
    assert "Exit, a place to step out" in words(figure)
    assert "Exit" not in words(drawn(step(1), step(2)))


def test_the_clients_name_for_the_cycle_stands_in_the_middle():
    figure = drawn(step(1), step(2), step(3), nickname="the weekend list", notes=("Version 3",))
    assert "“the weekend list”" in words(figure)
    assert figure.alternative_text.startswith("the weekend list: a loop of 3 steps. Version 3.")


def test_long_boxes_are_cut_on_request_but_not_for_the_ear():
    long = "word " * 80
    figure = drawn(step(1, text=long), step(2), most_rows=3)
    assert "…" in words(figure)
    assert long.strip() in figure.alternative_text


def test_one_step_is_no_loop():
    with pytest.raises(ValueError, match="at least two"):
        drawn(step(1))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=280), min_size=2, max_size=16))
def test_text_of_any_kind_stays_inside_its_box(texts):
    figure = drawn(*(step(n + 1, text=text) for n, text in enumerate(texts)))
    for shape in figure.primitives:
        if isinstance(shape, Text) and shape.anchor is Anchor.START and shape.y < figure.height - 44:
            assert text_width(shape.text, shape.size, bold=shape.bold) <= 250 - 28 + shape.size * 1.1


def test_a_stored_map_is_drawn_with_its_sources_and_other_readings():
    stored = CycleMap(
        id="m",
        pattern_id="p",
        unit_id="u",
        version=3,
        created=Instant(datetime(2026, 11, 16, tzinfo=UTC)),
        steps=(
            CycleStep(actor=StepActor.CONTEXT, kind=StepKind.TRIGGER, text="Friday evening"),
            CycleStep(
                actor=StepActor.CLIENT,
                kind=StepKind.MOVE,
                text="Asks again",
                needs=(Need.CLOSENESS,),
                activation=Activation.FLOODED,
                exits_possible=(ExitCode.TIME_OUT, ExitCode.SOFT_START),
                exit_used_most=ExitCode.SOFT_START,
            ),
            CycleStep(
                actor=StepActor.PARTNER,
                kind=StepKind.FEELING,
                text="Afraid to fail",
                source=Source.THERAPIST_HYPOTHESIS,
                alternatives=("Tired",),
            ),
            CycleStep(actor=StepActor.PARTNER, kind=StepKind.MOVE, text="Goes quiet"),
            CycleStep(
                actor=StepActor.PARTNER,
                kind=StepKind.MEANING,
                text="Said it himself",
                checked_with_partner=CheckedWithPartner.PARTNER_SAID_IN_SESSION,
            ),
        ),
    )
    views = views_of(stored, client="Maya", partner="Daniel")
    assert [view.title for view in views[:3]] == ["1 Trigger", "2 Maya: move", "3 Daniel: feeling"]
    assert [view.hypothesis for view in views] == [False, False, True, True, False]
    figure = drawn(*views)
    seen = words(figure)
    for text in ("maybe", "maybe, as told", "Another reading: Tired", "As told by Maya", "Exit: Soft start"):
        assert text in seen
    assert "Hypothesis, confidence low" in seen
    assert sum(bool(box.dash) for box in boxes(figure)) == 2
