"""Private knowledge item by item: what blocks, what a step after the signature changes, which day is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.inventory import (
    ClientChoice,
    InventoryStep,
    Material,
    PrivateKnowledge,
    item_problems,
    numbered,
    settled,
    step_problems,
    stepped,
)
from irt_desk.domain.transitions import TransitionReview, with_steps
from irt_desk.domain.values import Instant

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
C = ClientChoice


def item(own: str = "i", **more: object) -> PrivateKnowledge:
    values: dict[str, object] = {"text": "a debt", "material": Material.YES, "choice": C.WILL_TELL_BY_DATE, "id": own}
    return PrivateKnowledge(**values | more)  # type: ignore[arg-type]  # test values by name


def step(choice: ClientChoice, minute: int = 0, own: str = "i", **more: object) -> InventoryStep:
    values: dict[str, object] = {
        "id": f"s{minute}", "unit_id": "u", "review_id": "r", "item_id": own, "choice": choice, "on": DAY,
        "recorded": Instant(NOW + timedelta(minutes=minute)),
    }  # fmt: skip
    return InventoryStep(**values | more)  # type: ignore[arg-type]  # test values by name


@pytest.mark.parametrize("material", [Material.MAYBE, Material.YES])
@pytest.mark.parametrize(
    ("choice", "blocks"),
    [(C.SEAL, True), (C.UNDECIDED, True), (C.WILL_TELL_BY_DATE, True), (C.TOLD, False), (C.RELEASE, False)],
)
def test_what_matters_blocks_until_it_is_told_or_released(
    material: Material, choice: ClientChoice, blocks: bool
) -> None:
    assert item(material=material, choice=choice).blocks_mode_same is blocks
    assert not item(material=Material.NO, choice=choice).blocks_mode_same


def test_told_afterwards_clears_and_keeps_both_days() -> None:
    (after,) = stepped([item(tell_by=DAY - timedelta(days=1))], [step(C.TOLD)])
    assert (after.blocks_mode_same, after.told_on, after.tell_by) == (False, DAY, DAY - timedelta(days=1))
    assert after.waits_until is None


def test_the_newest_step_holds_in_whatever_order_they_are_read() -> None:
    told, back = step(C.TOLD, 1), step(C.SEAL, 2)
    for steps in ([told, back], [back, told]):
        (after,) = stepped([item()], steps)
        assert (after.choice, after.told_on, after.blocks_mode_same) == (C.SEAL, None, True)


def test_a_new_day_takes_the_place_of_the_old_one() -> None:
    later = DAY + timedelta(days=14)
    (after,) = stepped([item(tell_by=DAY)], [step(C.WILL_TELL_BY_DATE, tell_by=later)])
    assert after.waits_until == later


def test_steps_of_another_review_or_item_change_nothing() -> None:
    review = TransitionReview(id="r", unit_id="u", episode_id="e", opened_on=DAY, inventory=(item(),))
    assert with_steps(review, [step(C.TOLD, review_id="other")]) == review
    assert with_steps(review, [step(C.TOLD, own="other")]) == review


@given(st.lists(st.sampled_from(list(C)), max_size=6), st.sampled_from(list(Material)))
def test_an_item_stands_as_the_last_thing_said_about_it(said: list[ClientChoice], material: Material) -> None:
    first = item(material=material, tell_by=DAY)
    (after,) = stepped([first], [step(choice, minute) for minute, choice in enumerate(said)])
    last = said[-1] if said else first.choice
    assert after.choice is last
    assert (after.text, after.material) == (first.text, first.material)
    assert after.blocks_mode_same == (material is not Material.NO and last not in (C.TOLD, C.RELEASE))


def test_items_stored_without_an_id_are_named_by_their_place() -> None:
    assert [one.id for one in numbered("r", [item(""), item("own"), item("")])] == ["r.0", "own", "r.2"]


def test_a_day_is_asked_for_where_the_choice_needs_one() -> None:
    assert [p.field for p in item_problems(item(tell_by=None), DAY)] == ["tell_by"]
    assert [p.field for p in item_problems(item(choice=C.TOLD), DAY)] == ["told_on"]
    ahead = item(choice=C.TOLD, told_on=DAY + timedelta(days=1))
    assert [p.code for p in item_problems(ahead, DAY)] == ["in_future"]
    assert [p.field for p in item_problems(item(text=" ", choice=C.SEAL), DAY)] == ["text"]
    assert item_problems(item(choice=C.SEAL), DAY) == []


def test_a_day_the_choice_does_not_need_is_let_go() -> None:
    both = item(choice=C.SEAL, tell_by=DAY, told_on=DAY)
    assert (settled(both).tell_by, settled(both).told_on) == (None, None)
    told = item(choice=C.TOLD, tell_by=DAY, told_on=DAY)
    assert settled(told) == told


def test_a_step_names_an_item_of_its_review_and_a_day_that_was() -> None:
    assert [p.code for p in step_problems(step(C.TOLD, own="x"), [item()], DAY)] == ["no_such_fact"]
    assert [p.code for p in step_problems(step(C.TOLD, on=DAY + timedelta(days=1)), [item()], DAY)] == ["in_future"]
    assert [p.code for p in step_problems(step(C.WILL_TELL_BY_DATE), [item()], DAY)] == ["tell_by_needed"]
    assert step_problems(step(C.TOLD), [item()], DAY) == []
