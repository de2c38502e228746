"""A map while it is drawn: nothing is lost by moving a step, and there is a way back from everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.map_drafts import (
    MOST_STEPS,
    Drawing,
    State,
    as_data,
    from_data,
    kept_place,
    new_step,
    written,
)
from irt_desk.domain.patterns import (
    Activation,
    Confidence,
    CycleStep,
    ExitCode,
    HorsemanTag,
    Need,
    Source,
    StepActor,
    StepKind,
)


def step(text: str) -> CycleStep:
    return CycleStep(actor=StepActor.CLIENT, kind=StepKind.MOVE, text=text)


def drawn(texts: str = "abcd", selected: int = 0, back: int = 1) -> Drawing:
    return Drawing(State(tuple(step(t) for t in texts), back, selected))


def texts(drawing: Drawing) -> str:
    return "".join(one.text or "." for one in drawing.now.steps)


def test_a_new_step_comes_after_the_one_in_hand_and_is_in_hand() -> None:
    added = drawn(selected=1).add()
    assert (texts(added), added.now.selected) == ("ab.cd", 2)
    assert texts(Drawing(State(())).add()) == "."


def test_a_full_map_takes_no_more() -> None:
    full = drawn("x" * MOST_STEPS)
    assert full.add() is full


def test_removing_takes_the_next_step_in_hand() -> None:
    gone = drawn(selected=1).remove()
    assert (texts(gone), gone.now.selected) == ("acd", 1)
    assert drawn(selected=3).remove().now.selected == 2
    assert Drawing(State(())).remove().now.steps == ()


@pytest.mark.parametrize(
    ("selected", "by", "after"), [(1, 1, "acbd"), (1, -1, "bacd"), (0, -1, "abcd"), (3, 1, "abcd")]
)
def test_a_step_moves_as_far_as_there_is_room(selected: int, by: int, after: str) -> None:
    assert texts(drawn(selected=selected).move(by)) == after


def test_the_loop_goes_on_to_the_same_step_after_a_move() -> None:
    moved = drawn(selected=3, back=3).move_to(0)
    assert texts(moved) == "dabc"
    assert moved.now.steps[moved.now.loops_back_to - 1].text == "c"


def test_the_loop_still_leads_somewhere_after_a_removal() -> None:
    assert drawn(selected=0, back=3).remove().now.loops_back_to == 2
    assert drawn(selected=3, back=4).remove().now.loops_back_to == 3


def test_typing_in_one_stretch_is_one_way_back() -> None:
    typed = drawn().change(step("h"), "0.text").change(step("he"), "0.text").change(step("hey"), "0.text")
    assert typed.step == step("hey")
    assert typed.undo().step == step("a")
    elsewhere = typed.select(1).change(step("x"), "1.text")
    assert texts(elsewhere.undo()) == "heybcd"


def test_choosing_a_step_is_no_change_to_go_back_from() -> None:
    assert drawn().select(2).past == ()
    assert drawn().select(99).now.selected == 3


acts = st.sampled_from(
    [
        Drawing.add,
        Drawing.remove,
        lambda d: d.move(1),
        lambda d: d.move(-1),
        lambda d: d.move_to(0),
        lambda d: d.loop_to(2),
        lambda d: d.select(1),
        lambda d: d.change(step("new"), "t"),
    ]
)


@given(st.lists(acts, max_size=30))
def test_every_change_can_be_undone_and_made_again(done: list[Callable[[Drawing], Drawing]]) -> None:
    drawing = drawn()
    for act in done:
        drawing = act(drawing)
        state = drawing.now
        assert 0 <= state.selected <= max(0, len(state.steps) - 1)
        assert 1 <= state.loops_back_to <= max(1, len(state.steps))
    last = drawing.now
    back = drawing
    while back.past:
        back = back.undo()
    assert texts(back) == "abcd"
    while back.future:
        back = back.redo()
    assert (back.now.steps, back.now.loops_back_to) == (last.steps, last.loops_back_to)


@given(st.permutations(list("abcd")), st.integers(0, 3), st.integers(0, 3))
def test_moving_keeps_every_step(order: list[str], selected: int, place: int) -> None:
    moved = drawn("".join(order), selected).move_to(place)
    assert sorted(texts(moved)) == list("abcd")
    assert moved.now.steps[place].text == order[selected]


def test_a_step_of_the_template_nobody_touched_is_not_part_of_the_map() -> None:
    steps = (step("a"), new_step(StepActor.PARTNER, StepKind.MEANING), step("b"))
    assert [one.text for one in written(steps)] == ["a", "b"]
    assert kept_place(steps, 3) == 2
    assert kept_place(steps, 2) == 1
    chosen = CycleStep(actor=StepActor.CLIENT, kind=StepKind.MOVE, text="", needs=(Need.REST,))
    assert written((chosen,)) == (chosen,)


def test_a_half_drawn_step_comes_back_as_it_was() -> None:
    whole = CycleStep(
        actor=StepActor.PARTNER,
        kind=StepKind.MOVE,
        text="Leaves the room",
        needs=(Need.REST, Need.AUTONOMY),
        activation=Activation.FLOODED,
        horsemen=(HorsemanTag.STONEWALLING,),
        source=Source.DIRECT_OBSERVATION,
        confidence=Confidence.MEDIUM,
        evidence=("seen on Friday",),
        alternatives=("tired",),
        exits_possible=(ExitCode.TIME_OUT,),
        exit_used_most=ExitCode.TIME_OUT,
    )
    assert from_data(as_data(whole)) == whole
    assert from_data(as_data(new_step())) == new_step()
    assert from_data({"needs": ["no such need", "rest"], "kind": "gone"}).needs == (Need.REST,)
