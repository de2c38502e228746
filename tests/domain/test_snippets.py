"""Snippets: places are filled from the chart, gaps stay gaps, nothing unknown is promised."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.content import ContentError
from irt_desk.domain.snippets import (
    GAP,
    VARIABLES,
    Snippet,
    filled,
    fitting,
    parse_snippets,
    pronouns,
    snippet_problems,
    typed_trigger,
)
from irt_desk.services import note_content

ONE = Snippet(id="1", trigger="week", title="The week", text="As told by {client}: ___", fields=("account",))


def test_places_are_filled_and_what_nobody_knows_is_a_gap() -> None:
    assert filled("{client} and {partner} on {date}", {"client": "Noor", "partner": " "}) == f"Noor and {GAP} on {GAP}"


@given(st.dictionaries(st.sampled_from(VARIABLES), st.text(max_size=20)))
def test_a_filled_text_never_shows_a_known_place(values: dict[str, str]) -> None:
    text = filled(" ".join("{" + name + "}" for name in VARIABLES), dict.fromkeys(VARIABLES, "x"))
    assert "{" not in text
    assert "{nobody}" in filled("{nobody}", values)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("she/her", ("she", "her", "her")),
        ("He/him", ("he", "him", "his")),
        ("they/them", ("they", "them", "their")),
        ("", ("they", "them", "their")),
        ("ze/hir", ("they", "them", "their")),
    ],
)
def test_pronouns(text: str, forms: tuple[str, str, str]) -> None:
    assert pronouns(text) == forms


@pytest.mark.parametrize(
    ("before", "trigger"),
    [
        (";week", "week"),
        ("She said ;own", "own"),
        ("done;week", ""),
        ("; week", ""),
        (";W", ""),
        ("it was (;msok", "msok"),
    ],
)
def test_a_trigger_stands_right_before_the_cursor_and_after_a_space(before: str, trigger: str) -> None:
    assert typed_trigger(before) == trigger


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "empty"),
        ({"text": " "}, "empty"),
        ({"trigger": "Two words"}, "snippet_trigger"),
        ({"text": "{cleint} said"}, "snippet_variable"),
        ({"text": "x" * 4001}, "too_long"),
    ],
)
def test_what_a_snippet_cannot_be(changes: dict[str, str], code: str) -> None:
    assert snippet_problems(ONE) == []
    assert [p.code for p in snippet_problems(replace(ONE, **changes))] == [code]  # type: ignore[arg-type]  # fields by name
    assert [p.code for p in snippet_problems(ONE, [replace(ONE, id="2")])] == ["name_taken"]


def test_snippets_made_for_a_field_come_first() -> None:
    anywhere = replace(ONE, id="2", trigger="hi", title="Anywhere", fields=())
    gone = replace(ONE, id="3", trigger="old", retired=True)
    assert fitting([anywhere, ONE, gone], "account") == (ONE, anywhere)
    assert fitting([anywhere, ONE, gone], "plan") == (anywhere,)


def test_every_opening_about_the_partner_says_that_it_is_a_guess() -> None:
    found = {s.field: s.texts for s in note_content.snippet_file().starters}
    assert all("maybe" in text.lower() for text in found["partner_in_mind"])
    assert not any(
        word in text.lower()
        for texts in found.values()
        for text in texts
        for word in ("alleged", "claims", "unverified", "false")
    )


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(ContentError, match="snippet_variable"):
        parse_snippets({
            "version": 1, "provenance": "[D]", "starters": [{"field": "account", "texts": ["x"]}],
            "snippets": [{"trigger": "abc", "title": "A", "text": "{nobody}"}],
        })  # fmt: skip
