"""Every measure that ships scores as the domain paper says; the traps of section 4 by hand, not from the files."""

from __future__ import annotations

import pytest

from irt_desk.domain.measure_scores import OutcomeClass, classify, score
from irt_desk.domain.measures import MeasureDefinition, MeasureExample
from irt_desk.services import content, scoring

EXAMPLES = [
    pytest.param(measure, example, id=f"{measure.key}-{rank}")
    for measure in content.load_measures().values()
    for rank, example in enumerate(measure.examples, 1)
]


@pytest.mark.parametrize(("measure", "example"), EXAMPLES)
def test_every_worked_example_comes_out(measure: MeasureDefinition, example: MeasureExample) -> None:
    answers = {str(n): value for n, value in enumerate(example.answers, 1) if value is not None}
    found = score(measure, answers, example.form_version)
    assert found.total == example.total
    assert found.complete is example.complete
    assert {code: found.subscales[code] for code in example.subscales} == pytest.approx(dict(example.subscales))
    assert tuple(f.side for f in found.cutoffs) == example.sides
    assert {f.opens for f in found.safety} == set(example.opens)
    if example.outcome:
        total = found.total if found.complete else None
        assert classify(measure, example.baseline, total) is OutcomeClass(example.outcome)


@pytest.mark.parametrize("measure", content.load_measures().values(), ids=lambda m: m.key)
def test_every_end_of_every_range_is_a_worked_example(measure: MeasureDefinition) -> None:
    totals = {example.total for example in measure.examples}
    assert not measure.has_total or {measure.total_low, measure.total_high} <= totals
    sides = [{e.sides[rank] for e in measure.examples if e.sides} for rank in range(len(measure.cutoffs))]
    assert all({c.met, c.otherwise} <= seen for c, seen in zip(measure.cutoffs, sides, strict=True))


@pytest.mark.parametrize("measure", content.load_measures().values(), ids=lambda m: m.key)
def test_a_safety_screen_is_never_an_outcome(measure: MeasureDefinition) -> None:
    assert measure.safety_screen is (measure.key in {"hits", "ehits", "pvs", "wast", "wastshort"})
    assert not (measure.safety_screen and (measure.rc or measure.schedule.on))


def test_the_command_line_has_the_keys_that_stay() -> None:
    found = scoring.score_answers("csi-4", ["5", "4", "3", "3"], baseline=9)
    assert (
        found
        | {
            "measure": "CSI-4",
            "version": "1",
            "total": 15,
            "subscales": {},
            "complete": True,
            "class": "recovered",
            "provisional": True,
            "safety": [],
        }
        == found
    )
    assert [(c["label"], c["value"], c["side"]) for c in found["cutoffs"]] == [("below 13.5", 13.5, "healthy")]


def test_the_cut_off_of_anxiety_is_that_of_the_place() -> None:
    eight = ["2", "1", "1", "1", "1", "1", "1"]
    assert scoring.score_answers("GAD-7", eight)["cutoffs"][0]["side"] == "healthy"
    there = scoring.score_answers("GAD-7", eight, place="uk")["cutoffs"][0]
    assert (there["value"], there["side"]) == (8, "distressed")
