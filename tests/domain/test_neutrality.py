"""The neutrality bands and their limits: a working choice, one step up in total, never talked down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.neutrality import (
    MOST,
    WORKING_LIMITS,
    NeutralityBand,
    NeutralityLimits,
    RaisingFactor,
    limits_problems,
    neutrality_band,
    stricter,
)
from irt_desk.domain.transitions import TransitionMode, TransitionReview, review_missing

B = NeutralityBand
LIMITS = st.integers(0, MOST - 1).flatmap(
    lambda low: st.builds(NeutralityLimits, low_until=st.just(low), moderate_until=st.integers(low + 1, MOST))
)
FACTORS = st.lists(st.sampled_from(list(RaisingFactor)), unique=True)
REVIEW = TransitionReview(
    id="r", unit_id="u", episode_id="e", opened_on=date(2026, 3, 2), own_part_named="x", regulation_reason="x",
    client_wants_freely="x", partner_wants_freely="x", best_interest_client="x", best_interest_partner="x",
    best_interest_relationship="x", goals_of_both="x", no_acute_crisis="x", competence_and_neutrality="x", band=B.LOW,
    mode=TransitionMode.SAME_THERAPIST_NEW_UNIT, inventory_done_on=date(2026, 3, 2), referral_offered=True,
)  # fmt: skip


@given(LIMITS, FACTORS)
def test_more_sessions_never_lower_the_band(limits: NeutralityLimits, factors: list[RaisingFactor]) -> None:
    ranks = [neutrality_band(sessions, factors, limits).rank for sessions in range(MOST + 2)]
    assert all(before <= after for before, after in pairwise(ranks))


@given(st.integers(0, MOST), LIMITS, FACTORS.filter(bool))
def test_factors_raise_by_one_in_total(sessions: int, limits: NeutralityLimits, factors: list[RaisingFactor]) -> None:
    plain, raised = neutrality_band(sessions, (), limits), neutrality_band(sessions, factors, limits)
    assert raised.rank == min(2, plain.rank + 1)


@given(LIMITS)
def test_limits_within_bounds_are_stored_and_each_band_ends_where_they_say(limits: NeutralityLimits) -> None:
    assert limits_problems(limits) == []
    assert neutrality_band(limits.low_until, (), limits) is B.LOW
    assert neutrality_band(limits.low_until + 1, (), limits) is B.MODERATE
    assert neutrality_band(limits.moderate_until + 1, (), limits) is B.HIGH


@pytest.mark.parametrize(
    ("low", "moderate", "wrong"),
    [(-1, 8, "low_until"), (3, 201, "moderate_until"), (8, 8, "moderate_until"), (9, 8, "moderate_until")],
)
def test_other_limits_are_refused_at_their_field(low: int, moderate: int, wrong: str) -> None:
    found = limits_problems(NeutralityLimits(low_until=low, moderate_until=moderate))
    assert [problem.field for problem in found] == [wrong]
    assert found[0].sentence


def test_without_a_choice_of_the_practice_the_working_limits_hold() -> None:
    assert (WORKING_LIMITS.low_until, WORKING_LIMITS.moderate_until) == (3, 8)


@pytest.mark.parametrize(
    ("chosen", "computed", "counts"),
    [(B.LOW, B.HIGH, B.HIGH), (B.HIGH, B.LOW, B.HIGH), (None, B.MODERATE, B.MODERATE), (B.LOW, None, B.LOW)],
)
def test_what_is_computed_is_never_talked_down(
    chosen: NeutralityBand | None, computed: NeutralityBand | None, counts: NeutralityBand
) -> None:
    assert stricter(chosen, computed) is counts


def test_nothing_known_is_no_band() -> None:
    assert stricter(None, None) is None


def test_a_high_risk_asks_the_same_therapist_for_reason_and_consultation_whatever_was_chosen() -> None:
    def codes(review: TransitionReview, band: NeutralityBand) -> list[str]:
        return [one.code for one in review_missing(review, has_calm_regulation_skill=False, band=band)]

    assert codes(REVIEW, B.MODERATE) == []
    assert codes(REVIEW, B.HIGH) == ["high_band_reason"]
    assert codes(replace(REVIEW, same_therapist_reason="r"), B.HIGH) == ["high_band_reason"]
    assert codes(replace(REVIEW, same_therapist_reason="r", same_therapist_consultation="c"), B.HIGH) == []
    other = replace(REVIEW, mode=TransitionMode.OTHER_THERAPIST_COUPLE_IRT_CLOSES)
    assert codes(other, B.HIGH) == []
