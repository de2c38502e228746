"""Stance: quiet figures, the guard against taking on too much, signs in private texts, retention."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from irt_desk.domain.notes import NoteContent, PsychotherapyNote
from irt_desk.domain.private_signs import PrivateSign, found_in
from irt_desk.domain.retention import is_past
from irt_desk.domain.stance import StanceCheck, StanceQuestion, blames_self, figures
from irt_desk.domain.values import Instant

NOW = Instant(datetime(2026, 11, 24, tzinfo=UTC))


def note(owned: int | None = None, *, own_part: str = "", partner: str = "", reading: str = "") -> NoteContent:
    return NoteContent(own_part_owned=owned, own_part=own_part, partner_in_mind=partner, another_reading=reading)


def test_a_yes_is_a_place_to_think_and_a_missing_answer_is_none() -> None:
    answers = {StanceQuestion.PUSHED: True, StanceQuestion.DIAGNOSED: False}
    check = StanceCheck(id="c", unit_id="u", session_id="s", answers=answers, saved=NOW)
    assert check.to_reflect == (StanceQuestion.PUSHED,)


def test_own_part_is_the_median_of_the_last_five_that_were_rated() -> None:
    rated = [note(owned) for owned in (4, 0, 1, 2, None, 3, 3)]
    assert figures(rated).own_part == 2
    assert figures([note()]).own_part is None
    assert figures(rated).owned == (4, 0, 1, 2, 3, 3)


def test_the_partner_counts_as_kept_in_mind_only_with_another_reading() -> None:
    notes = [note(partner="Maybe tired.", reading="Maybe busy."), note(partner="Maybe tired."), note()]
    found = figures(notes)
    assert (found.with_reading, found.notes) == (1, 3)


def test_at_a_stop_nobodys_own_part_is_followed() -> None:
    found = figures([note(n, own_part="It is all my fault.") for n in (0, 0, 4, 4)], is_stopped=True)
    assert found.owned == ()
    assert found.own_part is None
    assert not found.over_responsible


@pytest.mark.parametrize(
    ("owned", "own_part", "item_nine", "expected"),
    [
        ((0, 1, 3, 3), "It is all my fault.", None, True),
        ((0, 1, 3, 3), "I spoke first.", 1, True),
        ((0, 1, 3, 3), "I spoke first.", 0, False),
        ((3, 3, 3, 3), "It is all my fault.", 3, False),
        ((0, 4), "It is all my fault.", 3, False),
    ],
    ids=["rising and blame", "rising and item nine", "rising alone", "level", "too few"],
)
def test_a_rising_own_part_with_a_heavy_heart_asks_for_a_look(
    owned: tuple[int, ...], own_part: str, item_nine: int | None, expected: bool
) -> None:
    assert figures([note(n, own_part=own_part) for n in owned], item_nine=item_nine).over_responsible is expected


@pytest.mark.parametrize(
    "text", ["It’s all my fault.", "I make him angry.", "I am the problem", "I deserve it", "I'm to blame"]
)
def test_wordings_of_self_blame(text: str) -> None:
    assert blames_self(text)


def test_owning_a_part_is_no_self_blame() -> None:
    assert not blames_self("I raised my voice first and I want to start more softly. It was not my turn.")


@pytest.mark.parametrize(
    ("text", "sign", "words"),
    [
        ("We met at 10:30.", PrivateSign.TIME, "10:30"),
        ("It took 50 minutes.", PrivateSign.TIME, "50 minutes"),
        ("On 12 November she wept.", PrivateSign.DATE, "12 November"),
        ("since 2026-11-12", PrivateSign.DATE, "2026-11-12"),
        ("billed 90837", PrivateSign.CODE, "90837"),
        ("looks like F43.2 to me", PrivateSign.CODE, "F43.2"),
        ("PHQ-9 was 14", PrivateSign.SCORE, "PHQ-9 was 14"),
        ("a score of 11", PrivateSign.SCORE, "score of 11"),
        ("sertraline 50 mg", PrivateSign.MEDICATION, "50 mg"),
    ],
)
def test_what_belongs_in_the_record_is_found_with_its_words(text: str, sign: PrivateSign, words: str) -> None:
    assert [(found.sign, found.words) for found in found_in(text)] == [(sign, words)]


def test_thinking_has_no_signs() -> None:
    text = "I may be siding with her; the empty kitchen touches my own house. Two readings, at least. She may march on."
    assert found_in(text) == ()


@pytest.mark.parametrize(
    ("saved", "years", "today", "past"),
    [
        (date(2023, 11, 24), 3, date(2026, 11, 24), True),
        (date(2023, 11, 25), 3, date(2026, 11, 24), False),
        (date(2024, 2, 29), 1, date(2025, 2, 28), True),
        (date(2000, 1, 1), None, date(2026, 11, 24), False),
    ],
)
def test_private_notes_have_a_time_of_their_own(saved: date, years: int | None, today: date, past: bool) -> None:
    at = Instant(datetime(saved.year, saved.month, saved.day, tzinfo=UTC))
    private = PsychotherapyNote(id="p", unit_id="u", session_id=None, text="", written=at, saved=at)
    assert is_past(private, years, today) is past
