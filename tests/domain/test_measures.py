"""A score is what the paper says it is: at every end, on both sides of every cut-off, with answers missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.content import ContentError
from irt_desk.domain.measure_answers import Administration, Respondent, administration_problems
from irt_desk.domain.measure_files import parse_measure
from irt_desk.domain.measure_scores import (
    OutcomeClass,
    classify,
    course,
    cut_off_c,
    reliable_change,
    score,
    score_total,
)
from irt_desk.domain.measures import CutSide, HigherIs, MeasureDefinition, Opens, measure_key
from irt_desk.domain.values import Instant

SAMPLE: dict[str, Any] = {
    "code": "Z-3",
    "version": 1,
    "name": "Three things",
    "about": "Invented.",
    "ship_tier": "B",
    "higher_is": "better",
    "total": "sum",
    "total_min": 0,
    "total_max": 60,
    "missing_policy": "require_complete",
    "safety_screen": False,
    "provenance": "[D] Invented.",
    "items": [{"n": n, "caption": f"Thing {n}", "min": 0, "max": 20} for n in (1, 2, 3)],
    "cutoffs": [
        {
            "value": 30.5,
            "comparator": "below",
            "label": "below 30.5",
            "population": "nobody",
            "drives": True,
            "provenance": "[D]",
        }
    ],
    "rc": [
        {"value": 5, "kind": "lenient", "enabled": True, "provisional": True, "provenance": "[UNSURE]"},
        {"value": 10, "kind": "strict", "enabled": True, "provisional": True, "provenance": "[UNSURE]"},
    ],
    "licence": {"status": "own", "note": "Ours.", "checked_on": date(2026, 11, 1)},
    "schedule": {},
    "examples": [{"answers": "1 2 3", "total": 6}],
}


def sample(**changes: Any) -> MeasureDefinition:
    return parse_measure({**SAMPLE, **changes})


def answers(*values: float | None) -> dict[str, float]:
    return {str(n): value for n, value in enumerate(values, 1) if value is not None}


def given_on(day: int, *values: float | None, **more: Any) -> Administration:
    at = Instant(datetime(2026, 1, day, 12, tzinfo=UTC))
    return Administration(
        id=f"a{day}",
        unit_id="u",
        measure="z3",
        definition_version=1,
        on=date(2026, 1, day),
        entered=at,
        answers=answers(*values),
        **more,
    )


@pytest.mark.parametrize(
    ("baseline", "now", "expected"),
    [
        (20, 40, OutcomeClass.RECOVERED),
        (20, 30, OutcomeClass.IMPROVED),  # exactly at the strict threshold, still on the distressed side
        (20, 29, OutcomeClass.POSSIBLE_IMPROVEMENT),
        (20, 25, OutcomeClass.POSSIBLE_IMPROVEMENT),
        (20, 24, OutcomeClass.UNCHANGED),
        (28, 33, OutcomeClass.POSSIBLE_IMPROVEMENT),  # crosses the cut-off without a reliable change
        (30, 31, OutcomeClass.UNCHANGED),
        (40, 55, OutcomeClass.IMPROVED),  # the baseline was healthy already
        (40, 36, OutcomeClass.UNCHANGED),
        (40, 35, OutcomeClass.POSSIBLE_DETERIORATION),
        (40, 30, OutcomeClass.DETERIORATED),
        (None, 30, OutcomeClass.NOT_CLASSIFIABLE),
        (40, None, OutcomeClass.NOT_CLASSIFIABLE),
    ],
)
def test_every_class_of_change(baseline: float | None, now: float | None, expected: OutcomeClass) -> None:
    assert classify(sample(), baseline, now) is expected


def test_where_higher_is_worse_the_classes_are_mirrored() -> None:
    cutoff = {**SAMPLE["cutoffs"][0], "comparator": "at_least", "value": 30}
    worse = sample(higher_is="worse", cutoffs=[cutoff])
    assert classify(worse, 40, 20) is OutcomeClass.RECOVERED
    assert classify(worse, 40, 30) is OutcomeClass.IMPROVED
    assert classify(worse, 20, 31) is OutcomeClass.DETERIORATED


def test_a_lenient_threshold_alone_never_makes_more_than_a_possible_change() -> None:
    alone = sample(rc=SAMPLE["rc"][:1])
    assert classify(alone, 0, 60) is OutcomeClass.POSSIBLE_IMPROVEMENT
    assert classify(alone, 60, 0) is OutcomeClass.POSSIBLE_DETERIORATION


def test_without_a_threshold_in_use_there_is_no_class() -> None:
    off = [{**rc, "enabled": False} for rc in SAMPLE["rc"]]
    assert classify(sample(rc=off), 0, 60) is OutcomeClass.NOT_CLASSIFIABLE
    assert classify(sample(higher_is="more_of_construct"), 0, 60) is OutcomeClass.NOT_CLASSIFIABLE
    assert classify(sample(safety_screen=True), 0, 60) is OutcomeClass.NOT_CLASSIFIABLE


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_change_and_its_reverse_are_opposite_or_both_unchanged(baseline: int, now: int) -> None:
    opposite = {
        OutcomeClass.RECOVERED: OutcomeClass.DETERIORATED,
        OutcomeClass.IMPROVED: OutcomeClass.DETERIORATED,
        OutcomeClass.POSSIBLE_IMPROVEMENT: OutcomeClass.POSSIBLE_DETERIORATION,
        OutcomeClass.UNCHANGED: OutcomeClass.UNCHANGED,
    }
    there, back = classify(sample(), baseline, now), classify(sample(), now, baseline)
    if now >= baseline:
        assert opposite[there] is back


@given(st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=3, max_size=3))
def test_a_total_stays_in_its_range_and_only_stands_when_every_answer_does(values: list[int | None]) -> None:
    found = score(sample(), answers(*values))
    assert found.complete is (None not in values)
    assert (found.total is not None) is found.complete
    if found.total is not None:
        assert 0 <= found.total <= 60
        assert found.total == sum(v for v in values if v is not None)


@given(st.lists(st.integers(0, 20), min_size=3, max_size=3))
def test_reversing_an_item_twice_is_not_reversing_it(values: list[int]) -> None:
    items = [{**item, "reverse": item["n"] == 2} for item in SAMPLE["items"]]
    once = score(sample(items=items), answers(*values)).total
    mirrored = [values[0], 20 - values[1], values[2]]
    assert once == score(sample(), answers(*mirrored)).total


def test_a_borderline_total_is_called_borderline() -> None:
    cutoff = {**SAMPLE["cutoffs"][0], "value": 17, "borderline": [17]}
    made = sample(cutoffs=[cutoff])
    sides = [score_total(made, total).cutoffs[0].side for total in (16, 17, 18)]
    assert sides == [CutSide.DISTRESSED, CutSide.BORDERLINE, CutSide.HEALTHY]


def test_a_printing_that_counts_the_other_way_is_mirrored() -> None:
    forms = [{"code": "up", "label": "up"}, {"code": "down", "label": "down", "flip_total": True}]
    made = sample(form_versions=forms)
    assert score(made, answers(1, 2, 3), "up").total == 6
    assert score(made, answers(1, 2, 3), "down").total == 54
    assert score_total(made, 6, "down").total == 54


@pytest.mark.parametrize(
    ("sd", "r", "expected"),
    [(32, 0.98, 12.54), (17, 0.98, 6.66), (17, 0.90, 14.90), (4, 0.94, 2.72), (17.8, 0.95, 11.03), (17.8, 0.87, 17.79)],
)
def test_the_reliable_change_is_that_of_the_paper(sd: float, r: float, expected: float) -> None:
    assert reliable_change(sd, r) == pytest.approx(expected, abs=0.005)


def test_cut_off_c_agrees_with_the_published_one() -> None:
    assert cut_off_c(41.6, 8.2, 52.3, 6.6) == pytest.approx(47.5, abs=0.05)


def test_a_reliability_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="reliability"):
        reliable_change(10, 1.2)


def test_the_baseline_is_the_first_complete_one_of_the_case_or_of_the_thirty_days_before() -> None:
    made = sample()
    early, partial, first, later = (
        given_on(1, 1, 1, 1),
        given_on(2, 5, None, 5),
        given_on(3, 5, 5, 5),
        given_on(31, 20, 20, 5),
    )
    opened = date(2026, 2, 2)
    found = course([later, early, first, partial], {1: made}, opened)
    assert [s.given.id for s in found if s.is_baseline] == ["a3"]
    assert [s.outcome for s in found] == [None, None, None, OutcomeClass.RECOVERED]
    assert [s.change for s in found] == [None, None, None, 30]


def test_one_administration_has_no_class() -> None:
    (only,) = course([given_on(3, 5, 5, 5)], {1: sample()}, date(2026, 1, 1))
    assert only.outcome is None
    assert only.is_baseline


@pytest.mark.parametrize(
    "second",
    [
        given_on(9, 20, None, 20),
        given_on(9, 20, 20, 20, form_version="other"),
        given_on(9, 20, 20, 20, respondent=Respondent.PARTNER),
    ],
    ids=["incomplete", "another form", "another respondent"],
)
def test_what_cannot_be_compared_has_no_class(second: Administration) -> None:
    found = course([given_on(3, 5, 5, 5), second], {1: sample()}, date(2026, 1, 1))
    assert found[1].outcome is OutcomeClass.NOT_CLASSIFIABLE


def test_what_was_entered_in_error_counts_for_nothing() -> None:
    wrong = replace(given_on(3, 0, 0, 0), entered_in_error=True)
    (only,) = course([wrong, given_on(4, 9, 9, 9)], {1: sample()}, date(2026, 1, 1))
    assert only.is_baseline


def test_old_answers_keep_the_version_they_were_given_with() -> None:
    second = replace(given_on(9, 20, 20, 20), definition_version=2)
    reversed_items = [{**item, "reverse": True} for item in SAMPLE["items"]]
    found = course(
        [given_on(3, 5, 5, 5), second], {1: sample(), 2: sample(version=2, items=reversed_items)}, date(2026, 1, 1)
    )
    assert [s.score.total for s in found] == [15, 0]
    assert found[1].outcome is OutcomeClass.NOT_CLASSIFIABLE


def test_what_cannot_be_stored_is_told_all_at_once() -> None:
    future = replace(given_on(9, 21, 1.5, 3, 4), on=date(2027, 1, 1))
    found = {(p.field, p.code) for p in administration_problems(future, sample(), date(2026, 1, 9))}
    assert found == {
        ("item.1", "out_of_range"),
        ("item.2", "whole_number"),
        ("item.4", "no_such_item"),
        ("on", "in_future"),
    }


def test_a_total_and_answers_are_not_keyed_together() -> None:
    both = given_on(9, 1, 2, 3, total_keyed=6)
    assert [p.code for p in administration_problems(both, sample(), date(2026, 1, 9))] == ["no_total_here"]


def test_a_form_with_printings_wants_to_know_which() -> None:
    made = sample(form_versions=[{"code": "a", "label": "a"}, {"code": "b", "label": "b"}])
    assert [p.code for p in administration_problems(given_on(9, 1, 2, 3), made, date(2026, 1, 9))] == ["which_form"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"total_max": 59}, "the items add up to 0 to 60, not to the range that is given"),
        ({"colour": "red"}, "colour is a key nobody reads"),
        ({"subscales": [{"code": "x", "label": "X", "items": [7]}]}, "item 7 is named and not there"),
        ({"provenance": "somewhere"}, "provenance carries no mark"),
        ({"missing_policy": "prorate"}, "prorating needs most_missing"),
        (
            {"rc": [{**SAMPLE["rc"][1], "provisional": False}]},
            "the strict threshold is unsure and not marked provisional",
        ),
        (
            {"rc": [{**SAMPLE["rc"][1], "sd": 17, "r": 0.9, "raw": 10}]},
            "the strict threshold is not what its spread and reliability give",
        ),
        ({"cutoffs": [*SAMPLE["cutoffs"], *SAMPLE["cutoffs"]]}, "more than one cut-off decides the class"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ContentError) as refused:
        sample(**changes)
    assert told in refused.value.problems


def test_codes_are_found_however_they_are_written() -> None:
    assert measure_key("CSI-16") == measure_key("csi 16") == "csi16"


def test_an_answer_may_open_something_even_where_the_total_cannot_stand() -> None:
    made = sample(safety_items=[{"n": 2, "at_least": 1, "opens": "risk_prompt"}])
    found = score(made, answers(None, 1, None))
    assert found.total is None
    assert found.opens(Opens.RISK_PROMPT)
    assert made.higher_is is HigherIs.BETTER
