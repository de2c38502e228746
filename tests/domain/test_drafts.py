"""Earlier versions of a draft: which stay as they age, and what changed between two texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.comparing import MOST_WORDS, Part, compared, note_changes
from irt_desk.domain.drafts import DraftVersion, KeptBecause, to_thin
from irt_desk.domain.notes import NoteContent
from irt_desk.domain.values import Instant

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)


def version(minutes_ago: float, because: KeptBecause = KeptBecause.TYPING) -> DraftVersion:
    at = Instant(NOW - timedelta(minutes=minutes_ago))
    return DraftVersion(id=f"{minutes_ago:09.2f}", note_id="n", unit_id="u", at=at, because=because, letters=1)


def left(*minutes_ago: float, because: KeptBecause = KeptBecause.TYPING) -> list[float]:
    versions = [version(minutes, because) for minutes in minutes_ago]
    gone = to_thin(versions, Instant(NOW))
    return [minutes for minutes, v in zip(minutes_ago, versions, strict=True) if v.id not in gone]


@pytest.mark.parametrize(
    ("given_ago", "kept"),
    [
        ((0, 0.3, 1, 1.4, 2), [0, 1, 2]),
        ((70, 72, 75, 81, 92), [70, 81, 92]),
        ((1500, 1530, 1570, 1640), [1500, 1570, 1640]),
        ((20_000, 20_100, 21_500), [20_000, 21_500]),
    ],
    ids=["last hour: half a minute", "a day: ten minutes", "a week: an hour", "older: a day"],
)
def test_versions_stand_further_apart_the_older_they_are(given_ago: tuple[float, ...], kept: list[float]) -> None:
    assert left(*given_ago) == kept


def test_what_was_kept_because_something_could_be_lost_stays() -> None:
    for because in (KeptBecause.SHORTENED, KeptBecause.RESTORED):
        assert left(1500, 1501, 1502, because=because) == [1500, 1501, 1502]


def test_of_a_text_that_is_refused_while_typing_few_stay() -> None:
    assert left(5, 5.2, 5.4, 7, because=KeptBecause.REFUSED) == [5, 7]


@given(st.lists(st.integers(0, 60 * 24 * 90), max_size=60, unique=True))
def test_the_newest_version_always_stays_and_thinning_twice_is_thinning_once(ages: list[int]) -> None:
    versions = [version(age) for age in ages]
    gone = set(to_thin(versions, Instant(NOW)))
    kept = [v for v in versions if v.id not in gone]
    assert not versions or max(versions, key=lambda v: v.at.at) in kept
    assert to_thin(kept, Instant(NOW)) == ()


words = st.text(alphabet="ab \n.", max_size=60)


@given(words, words)
def test_what_stayed_and_went_is_the_first_text_and_what_stayed_and_came_the_second(before: str, after: str) -> None:
    stretches = compared(before, after)
    assert "".join(s.text for s in stretches if s.part is not Part.NEW) == before
    assert "".join(s.text for s in stretches if s.part is not Part.GONE) == after
    assert all(first.part is not second.part for first, second in pairwise(stretches))


def test_one_changed_word_is_one_changed_word() -> None:
    found = compared("He stayed in the kitchen.", "He stayed in the garden.")
    assert [(s.part, s.text) for s in found] == [
        (Part.SAME, "He stayed in the "),
        (Part.GONE, "kitchen"),
        (Part.NEW, "garden"),
        (Part.SAME, "."),
    ]


def test_pages_of_text_are_compared_by_lines() -> None:
    pages = "word " * (MOST_WORDS + 1)
    assert {s.part for s in compared(pages, pages + "one more")} == {Part.GONE, Part.NEW}


def test_only_the_fields_that_differ_are_named() -> None:
    before = NoteContent(account="She called.", plan="Look at the pause.")
    after = NoteContent(account="She called twice.", plan="Look at the pause.")
    changes = note_changes(before, after, lambda content, name: str(getattr(content, name)))
    assert [change.name for change in changes] == ["account"]
    assert (changes[0].before, changes[0].after) == ("She called.", "She called twice.")
