"""The ledger: what is a guess by type, when memory is held lightly, accounts side by side, the quiet balance (rows 34 to 37)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain import ledger as rules
from irt_desk.domain.ledger import About, Assertion, ContentKind, IncidentRecall
from irt_desk.domain.patterns import Source
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant

TODAY = date(2026, 11, 24)
NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
INNER = (ContentKind.INFERRED_FEELING, ContentKind.INFERRED_MOTIVE, ContentKind.GLOBAL_TRAIT)


def entry(n: int = 1, **values: object) -> Assertion:
    given_ = {"text": "He goes to the garage.", "told_on": TODAY, "recorded": NOW, **values}
    return Assertion(id=str(n), unit_id="u", **given_)  # type: ignore[arg-type]  # fields of an entry


@given(st.sampled_from(About), st.sampled_from(ContentKind), st.sampled_from(Source), st.booleans())
def test_the_partners_inner_life_stands_in_a_formulation_only_as_told_or_guessed_with_another_reading(
    about: About, kind: ContentKind, source: Source, has_reading: bool
) -> None:
    made = entry(
        about=about, content_kind=kind, source=source, alternatives=("he may be tired",) if has_reading else ()
    )
    is_inner = about in (About.PARTNER, About.BOTH) and kind in INNER
    assert made.is_partner_inner is is_inner
    told = source in (Source.CLIENT_REPORT, Source.THERAPIST_HYPOTHESIS)
    assert made.fits_formulation is (not is_inner or (told and has_reading))


def test_every_reason_comes_at_once_and_a_blank_reading_is_none() -> None:
    made = entry(
        content_kind=ContentKind.INFERRED_MOTIVE,
        source=Source.MEASURE,
        alternatives=("  ",),
        error_reason="wrong chart",
    )
    codes = [m.code for m in rules.missing_for_formulation([made])]
    assert codes == ["assertion_in_error", "assertion_source", "assertion_reading"]


@pytest.mark.parametrize("kind", ContentKind)
def test_a_guess_of_the_therapists_is_always_a_hypothesis(kind: ContentKind) -> None:
    assert entry(content_kind=kind, about=About.SELF, source=Source.THERAPIST_HYPOTHESIS).is_hypothesis


@pytest.mark.parametrize(
    ("distress", "days", "lightly"),
    [(6, 30, False), (7, 0, True), (None, 31, True), (None, None, False), (10, 400, True)],
)
def test_detail_is_held_lightly_after_high_distress_or_a_month(
    distress: int | None, days: int | None, lightly: bool
) -> None:
    happened = FuzzyDay(TODAY - timedelta(days=days)) if days is not None else None
    recall = IncidentRecall(happened=happened, recalled_on=TODAY, distress_then=distress)
    assert recall.hold_lightly is lightly
    assert recall.lag_days == days


def test_an_unknown_day_has_no_lag() -> None:
    recall = IncidentRecall(happened=FuzzyDay(date(2001, 1, 1), DatePrecision.UNKNOWN), recalled_on=TODAY)
    assert recall.lag_days is None
    assert not recall.hold_lightly


def test_a_later_account_stands_beside_the_earlier_one() -> None:
    first = entry(1, told_on=TODAY - timedelta(days=30))
    other = entry(2, told_on=TODAY - timedelta(days=10), text="We laughed.")
    second = entry(3, follows_id="1", text="He said he would be back.")
    third = entry(4, follows_id="3", recorded=Instant(NOW.at + timedelta(minutes=1)))
    found = rules.threads([third, other, second, first])
    assert [[a.id for a in thread] for thread in found] == [["1", "3", "4"], ["2"]]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(-1, 11)), max_size=12))
def test_no_account_is_ever_lost_or_shown_twice(made: list[tuple[int, int]]) -> None:
    entries = [
        entry(n, told_on=TODAY - timedelta(days=back), follows_id=str(follows) if follows >= 0 else None)
        for n, (back, follows) in enumerate(made)
    ]
    shown = sorted(a.id for thread in rules.threads(entries) for a in thread)
    assert shown == sorted(a.id for a in entries)


def test_what_is_wrong_with_an_entry_is_named_by_field() -> None:
    earlier = replace(entry(9), unit_id="other")
    made = entry(
        text=" ", told_on=TODAY - timedelta(days=1), follows_id="9",
        recall=IncidentRecall(happened=FuzzyDay(TODAY), recalled_on=TODAY - timedelta(days=1), distress_then=11),
    )  # fmt: skip
    found = {(p.field, p.code) for p in rules.assertion_problems(made, earlier, TODAY)}
    assert found == {
        ("text", "empty"),
        ("follows_id", "account_not_there"),
        ("told_on", "account_before_earlier"),
        ("distress_then", "out_of_range"),
        ("happened", "in_future"),
    }


def test_the_balance_counts_and_says_nothing_about_who_is_right() -> None:
    guess = entry(1, content_kind=ContentKind.INFERRED_FEELING)
    entries = [
        guess,
        replace(guess, id="2", alternatives=("tired",)),
        replace(guess, id="3", error_reason="wrong chart"),
    ]
    kept = rules.balance([*entries, entry(4, about=About.SELF)], [True, True, False, True, True, True, False])
    assert (kept.sessions, kept.considered) == (6, 5)
    assert (kept.guesses, kept.with_reading) == (2, 1)
    assert (kept.about_partner, kept.about_self) == (2, 1)


def test_the_same_reading_twice_is_one() -> None:
    made = rules.with_reading(rules.with_reading(entry(), "tired"), " tired ")
    assert made.alternatives == ("tired",)
