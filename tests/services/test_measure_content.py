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


def test_every_row_of_the_overview_ships() -> None:
    """Written from the table of 4.3, not from the files."""
    wanted = """csi32 csi16 csi4 ras rdas das kmss enrichems phq9 gad7 ecrs ecr12 ecrr cpqsf dci msi hits ehits pvs wast
        wastshort auditc dast10 ors srs commitmentladder sessionfeedback"""
    assert set(content.load_measures()) == set(wanted.split())
    tiers = {key: measure.tier.value for key, measure in content.load_measures().items()}
    assert {key for key, tier in tiers.items() if tier == "A"} == {"phq9", "gad7"}
    assert {key for key, tier in tiers.items() if tier == "D"} == {"ors", "srs"}
    assert {key for key, tier in tiers.items() if tier == "C"} == set(
        "csi32 das enrichems ecr12 ecrr dci msi wast wastshort".split()
    )


@pytest.mark.parametrize(
    "name", ["ENRICH EMS", "ems", "MSI (Weiss-Cerreto)", "ORS / SRS", "wast / short", "R-DAS", "ladder"]
)
def test_a_measure_is_found_under_its_code_in_the_paper(name: str) -> None:
    assert content.find_measure(name) is not None


def total(measure: str, answers: str, version: str = "") -> object:
    return scoring.score_answers(measure, answers.split(), version=version)["total"]


def test_the_sixteen_items_are_keyed_as_printed() -> None:
    assert total("CSI-16", "6" + " 5" * 15) == 81
    for n in range(2, 17):  # one item alone, at each printed value: no item is turned
        for value in (0, 5):
            answers = ["0"] * 16
            answers[n - 1] = str(value)
            assert total("CSI-16", " ".join(answers)) == value
    printed_down = {i.n for i in content.load_measures()["csi16"].items if i.printed_order.value == "high_to_low"}
    assert printed_down == {2, 11, 13, 14, 16}


def test_item_eleven_of_the_dyadic_scale_ends_at_four() -> None:
    from irt_desk.domain.values import Invalid

    with pytest.raises(Invalid, match="Item 11: 5"):
        total("R-DAS", "5 " * 14)
    assert total("R-DAS", "5 " * 10 + "4 5 5 5") == 69


@pytest.mark.parametrize(("version", "able", "unable"), [("classic", 0, 1), ("newer", 1, 0)])
def test_item_three_of_the_drug_screen_follows_its_printing(version: str, able: int, unable: int) -> None:
    assert total("DAST-10", "0 0 1 0 0 0 0 0 0 0", version) == able
    assert total("DAST-10", "0 0 0 0 0 0 0 0 0 0", version) == unable


def test_not_feeling_safe_is_the_positive_answer() -> None:
    assert total("PVS", "1 0 0") == 0
    assert total("PVS", "0 0 0") == 1


def test_attachment_is_two_lines_with_four_items_turned_and_never_a_class() -> None:
    found = scoring.score_answers("ECR-S", ["1"] * 12, baseline=20)
    assert (found["total"], found["class"], found["cutoffs"]) == (None, "not_classifiable", [])
    assert found["subscales"] == {"avoidance": 24, "anxiety": 12}
    turned = {item.n for item in content.load_measures()["ecrs"].items if item.reverse}
    assert turned == {1, 5, 8, 9}


def test_a_threat_opens_the_interview_at_a_total_of_five() -> None:
    found = scoring.score_answers("HITS", ["1", "1", "2", "1"])
    assert found["total"] == 5
    assert [s["opens"] for s in found["safety"]] == ["safety_interview"]


def test_drinking_is_held_against_both_thresholds() -> None:
    sides = {c["value"]: c["side"] for c in scoring.score_answers("AUDIT-C", ["2", "1", "0"])["cutoffs"]}
    assert sides == {4: "below_cutoff", 3: "positive", 5: "below_cutoff"}


@pytest.mark.parametrize("measure", content.load_measures().values(), ids=lambda m: m.key)
def test_nothing_unsure_is_in_use_unmarked(measure: MeasureDefinition) -> None:
    in_use = [rc for rc in measure.rc if rc.enabled] + list(measure.cutoffs)
    assert all(number.provisional for number in in_use if "[UNSURE]" in number.provenance)
    published = {rc.value for rc in measure.rc if rc.kind.value == "published"}
    assert published == {"rdas": {12}, "phq9": {6}, "gad7": {4}}.get(measure.key, set())
