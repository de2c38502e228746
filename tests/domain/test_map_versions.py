"""Two versions of a map side by side: every step of both is there, and what became of it is said."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.map_versions import StepChange, compare
from irt_desk.domain.patterns import CycleStep, ExitCode, StepActor, StepKind


def step(text: str, actor: StepActor = StepActor.CLIENT, kind: StepKind = StepKind.MOVE) -> CycleStep:
    return CycleStep(actor=actor, kind=kind, text=text)


TRIGGER = step("Friday evening, plans still open", StepActor.CONTEXT, StepKind.TRIGGER)
MEANING = step("I do not matter to him", kind=StepKind.MEANING)
MOVE = step("Asks again, voice rises")
LEAVES = step("Goes to the garage", StepActor.PARTNER)


def changes(earlier: list[CycleStep], later: list[CycleStep]) -> list[StepChange]:
    return [line.change for line in compare(earlier, later)]


def test_nothing_changed() -> None:
    assert set(changes([TRIGGER, MOVE, LEAVES], [TRIGGER, MOVE, LEAVES])) == {StepChange.SAME}


def test_a_reworded_step_is_the_same_step_changed() -> None:
    reworded = replace(MOVE, text="Asks again, voice rises, lists weekends", exits_possible=(ExitCode.SOFT_START,))
    (_, line, _) = compare([TRIGGER, MOVE, LEAVES], [TRIGGER, reworded, LEAVES])
    assert (line.change, line.fields) == (StepChange.CHANGED, ("text", "exits_possible"))
    assert (line.earlier, line.later) == (MOVE, reworded)


def test_steps_come_and_go() -> None:
    assert changes([TRIGGER, MOVE, LEAVES], [TRIGGER, MEANING, MOVE, LEAVES]) == [
        StepChange.SAME,
        StepChange.ADDED,
        StepChange.SAME,
        StepChange.SAME,
    ]
    assert changes([TRIGGER, MEANING, MOVE], [TRIGGER, MOVE]) == [
        StepChange.SAME,
        StepChange.REMOVED,
        StepChange.SAME,
    ]


def test_a_step_that_changed_places_moved() -> None:
    lines = compare([TRIGGER, MEANING, LEAVES, MOVE], [TRIGGER, LEAVES, MOVE, MEANING])
    assert [line.change for line in lines].count(StepChange.MOVED) == 1
    assert StepChange.REMOVED not in [line.change for line in lines]
    assert StepChange.ADDED not in [line.change for line in lines]


def test_a_step_of_the_partner_is_never_taken_for_one_of_the_client() -> None:
    theirs = replace(MOVE, actor=StepActor.PARTNER)
    assert set(changes([MOVE], [theirs])) == {StepChange.REMOVED, StepChange.ADDED}


steps = st.lists(
    st.builds(step, st.text("abcdef ", max_size=12), st.sampled_from(StepActor), st.sampled_from(StepKind)), max_size=9
)


@given(steps, steps)
def test_every_step_of_both_versions_stands_once(earlier: list[CycleStep], later: list[CycleStep]) -> None:
    lines = compare(earlier, later)
    assert sorted(n for line in lines if (n := line.earlier_order)) == list(range(1, len(earlier) + 1))
    assert [n for line in lines if (n := line.later_order)] == list(range(1, len(later) + 1))
    for line in lines:
        if line.earlier_order is not None:
            assert line.earlier == earlier[line.earlier_order - 1]
        if line.later_order is not None:
            assert line.later == later[line.later_order - 1]
        assert (line.change is StepChange.SAME) == (line.earlier == line.later and line.change is not StepChange.MOVED)
