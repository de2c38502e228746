"""Suitability drift: what asks for a review, what answers it, and what keeps one from being closed (rows 79 to 83)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain import fit_review as rules
from irt_desk.domain.fit_review import DriftOrigin, DriftSign, DriftTopic, FitReview
from irt_desk.domain.safety import SafetyTrigger, TriggerKind
from irt_desk.domain.suitability import FitOutcome
from irt_desk.domain.values import Instant
from irt_desk.services.fit_reviews import phrases

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def sign(minutes: int, topic: DriftTopic = DriftTopic.SUBSTANCE, on: date = TODAY) -> DriftSign:
    at = Instant(NOW + timedelta(minutes=minutes))
    return DriftSign(
        id=str(minutes), unit_id="u", topic=topic, origin=DriftOrigin.NOTE, source_id="n", on=on, recorded=at
    )


def review(
    minutes: int, outcome: FitOutcome = FitOutcome.IRT_WITH_CAUTION, reason: str = "asked", on: date = TODAY
) -> FitReview:
    at = Instant(NOW + timedelta(minutes=minutes))
    return FitReview(id=f"r{minutes}", unit_id="u", on=on, recorded=at, outcome=outcome, reason=reason)


@given(st.lists(st.integers(0, 50), unique=True), st.lists(st.integers(0, 50), unique=True))
def test_a_review_answers_exactly_what_was_recorded_before_it(signs: list[int], reviews: list[int]) -> None:
    waiting = rules.open_signs([sign(m) for m in signs], [review(m) for m in reviews])
    last = max(reviews, default=-1)
    assert sorted(int(s.id) for s in waiting) == sorted(m for m in signs if m > last)


def test_editing_a_date_answers_nothing() -> None:
    late = review(1, on=TODAY + timedelta(days=300))
    assert rules.open_signs([sign(2, on=TODAY - timedelta(days=300))], [late]) == (
        sign(2, on=TODAY - timedelta(days=300)),
    )


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Then he hit me on the arm.", {DriftTopic.VIOLENCE}),
        ("It hit me that we never eat together.", set()),
        ("She is afraid of him when the van comes.", {DriftTopic.VIOLENCE}),
        ("There was no hitting, and he never hit me.", set()),
        ("He didn't hit me.", set()),
        ("He hasn\u2019t threatened anyone.", set()),
        ("No rows this week. He hit me once, in May.", {DriftTopic.VIOLENCE}),
        ("He was drunk again and passed out.", {DriftTopic.SUBSTANCE}),
        ("We drank tea; the punchline was good.", set()),
        ("She spoke of a begun letter and the gunwale.", set()),
        ("Her sister had a psychotic episode.", {DriftTopic.SEVERE_ILLNESS}),
        ("HEARING VOICES at night; relapsed in June", {DriftTopic.SEVERE_ILLNESS, DriftTopic.SUBSTANCE}),
        ("", set()),
    ],
)
def test_phrases_ask_and_a_no_before_them_does_not(text: str, topics: set[DriftTopic]) -> None:
    assert {found.topic for found in rules.topics_in([text], phrases())} == topics


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    rules.topics_in([text], phrases())


@pytest.mark.parametrize("topic", DriftTopic)
def test_every_phrase_of_the_list_is_found_in_a_sentence(topic: DriftTopic) -> None:
    for phrase in phrases()[topic]:
        said = f"Then, she says, {phrase.replace('*', 'ed')} and so on."
        assert topic in {found.topic for found in rules.topics_in([said], phrases())}, phrase


def test_words_do_not_ask_again_soon_after_a_review_of_the_same_topic() -> None:
    signs, reviews = [sign(1)], [review(2, on=TODAY - timedelta(days=rules.QUIET_DAYS))]
    assert rules.was_reviewed_lately(DriftTopic.SUBSTANCE, signs, reviews, TODAY)
    assert not rules.was_reviewed_lately(DriftTopic.VIOLENCE, signs, reviews, TODAY)
    assert not rules.was_reviewed_lately(DriftTopic.SUBSTANCE, signs, reviews, TODAY + timedelta(days=1))


@pytest.mark.parametrize("outcome", FitOutcome)
def test_irt_does_not_go_on_while_a_screening_is_open(outcome: FitOutcome) -> None:
    trigger = SafetyTrigger(
        id="t", unit_id="u", kind=TriggerKind.EPISODE_FLAG, on=TODAY, recorded=Instant(NOW), source_id="e"
    )
    found = [p.code for p in rules.review_problems(review(5, outcome), [sign(1)], [trigger])]
    goes_on = outcome in (FitOutcome.IRT_RECOMMENDED, FitOutcome.IRT_WITH_CAUTION)
    assert found == (["screening_first"] if goes_on else [])


def test_a_review_needs_its_reason_and_something_to_answer() -> None:
    assert [p.code for p in rules.review_problems(review(5, reason=" "), [], [])] == ["empty", "nothing_to_review"]
