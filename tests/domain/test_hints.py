"""Writing hints: what they find, what they leave alone, and how fast."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk import paths
from irt_desk.domain.content import ContentError
from irt_desk.domain.hints import HintExample, HintFamily, HintFinder, parse_hints
from irt_desk.services.hints import load_hints

BOOK = load_hints()
FINDER = HintFinder(BOOK, ["Daniel Ashgrove"], "he/him")


@pytest.mark.parametrize("example", BOOK.examples, ids=lambda example: example.text[:40])
def test_every_worked_example_draws_its_families(example: HintExample) -> None:
    found = HintFinder(BOOK, [example.partner], example.pronouns).find(example.text)
    assert tuple(advice.family for advice in found) == example.families


def test_every_family_has_an_example() -> None:
    assert {family for example in BOOK.examples for family in example.families} == set(HintFamily)


def test_the_place_is_where_the_words_stand() -> None:
    text = "It was late.\nDaniel’s plan is clear: he wants to win; maybe."
    (advice,) = FINDER.find(text)
    assert text[advice.start : advice.end] == advice.words == "he wants to win"


@pytest.mark.parametrize("word", sorted(BOOK.never))
def test_a_word_that_may_name_danger_is_never_put_more_gently(word: str) -> None:
    assert FINDER.find(f"He is {word}. He {word} her. Daniel will never be {word}.") == ()


def test_the_partners_recorded_pronouns_are_the_ones_that_count() -> None:
    assert FINDER.find("She is selfish.") == ()
    assert len(HintFinder(BOOK, ["Robin"], "").find("She is selfish. He is selfish. They are selfish.")) == 3


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_at_all_can_be_looked_at(text: str) -> None:
    for advice in FINDER.find(text):
        assert text[advice.start : advice.end] == advice.words


def test_twenty_thousand_characters_are_looked_at_between_two_frames() -> None:
    page = "She told him that the bill came. He was cold and never answered; she waited in the kitchen until nine. "
    text = (page * 300)[:20_000]
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.016, f"{best * 1000:.1f} ms"


def _seconds(text: str) -> float:
    start = time.perf_counter()
    FINDER.find(text)
    return time.perf_counter() - start


def test_a_file_that_would_soften_danger_is_refused_with_every_problem() -> None:
    with paths.resource("hints", "en.toml").open("rb") as file:
        data = tomllib.load(file)
    data["hints"][0]["words"].append("violent")
    data["hints"][1]["colour"] = "red"
    del data["provenance"]
    with pytest.raises(ContentError) as refused:
        parse_hints("en.toml", data)
    assert len(refused.value.problems) == 3
