"""Writing hints: what they find, what they leave alone, and how fast."""

from __future__ import annotations

import time
import tomllib
from typing import Any

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


def rewritten(text: str, *, client: str = "Amara", which: int = 0) -> str:
    (advice,) = HintFinder(BOOK, ["Daniel Ashgrove"], "he/him", client).find(text)
    return text[: advice.start] + advice.offers[which] + text[advice.end :]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("He is selfish about it.", "He is “selfish” (Amara’s word) about it."),
        ("It was late. Daniel was so cold.", "It was late. As Amara felt it, Daniel was so cold."),
        ("They ate, and he was distant.", "They ate, and as Amara felt it, he was distant."),
        ("He is such an idiot.", "He is “such an idiot” (Amara’s words)."),
        ("He never listens.", "He never listens (as told; this week ___ of ___ times)."),
        ("Daniel is a narcissist.", "Daniel is a “narcissist” (Amara’s word)."),
        ("He forgot it on purpose.", "He forgot it maybe on purpose."),
        ("He doesn’t care about it.", "To Amara it felt as if he doesn’t care about it."),
        ("He wants to win.", "Maybe he wants to win."),
        ("Daniel’s plan is clear: he only wants to go.", "Daniel’s plan is clear: maybe he only wants to go."),
        ("Daniel will never change.", "Amara thinks today that Daniel will never change."),
        ("He can’t change.", "Amara thinks today that he can’t change."),
        ("He is incapable of it.", "As Amara experiences it, he is incapable of it."),
        ("The marriage is beyond repair.", "The marriage is beyond repair (so Amara thinks today)."),
        ("She should leave him.", "She could stay or leave; that decision is Amara’s own."),
    ],
)
def test_a_wording_fits_into_its_sentence_and_needs_no_hint_any_more(text: str, then: str) -> None:
    assert rewritten(text) == then
    assert HintFinder(BOOK, ["Daniel Ashgrove"], "he/him", "Amara").find(then) == ()


def test_a_diagnosis_may_also_be_one_that_somebody_made() -> None:
    assert rewritten("Daniel is bipolar.", which=1) == "Daniel is bipolar (as told, diagnosed by ___)."


def test_where_both_are_clients_whose_word_it_is_stays_a_gap() -> None:
    assert rewritten("He is selfish.", client="") == "He is “selfish” (___’s word)."


def test_a_push_to_leave_for_another_life_has_no_wording_to_take() -> None:
    (advice,) = FINDER.find("She is better off without him.")
    assert advice.offers == (), "no other words make that a sentence of a note"


@pytest.mark.parametrize("place", ["{partner}", "{word}", "{}"])
def test_a_place_that_is_none_is_refused_in_the_content(place: str) -> None:
    data = raw_hints()
    data["hints"][0]["instead"] = [f"as {place} felt it"]
    with pytest.raises(ContentError, match="unknown place"):
        parse_hints("en.toml", data)


def raw_hints() -> dict[str, Any]:
    with paths.resource("hints", "en.toml").open("rb") as file:
        return tomllib.load(file)


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
