"""``irt-desk score`` as other programs call it: no practice, one JSON document, a sentence where something is wrong."""

from __future__ import annotations

import json

import pytest

from irt_desk.cli import main


def test_a_depression_score_opens_the_risk_question_whatever_its_total(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "phq-9", *"000000001", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["measure"], found["total"], found["class"]) == ("PHQ-9", 1, None)
    assert found["safety"] == [{"item": 9, "value": 1, "opens": "risk_prompt"}]


def test_a_missing_answer_and_a_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "CSI-4", "5", "-", "3", "3", "--baseline", "9", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["total"], found["complete"], found["class"]) == (None, False, "not_classifiable")


def test_a_person_reads_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "csi4", "5", "4", "3", "3", "--baseline", "9"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("CSI-4: 15\nbelow 13.5: healthy side")
    assert "Class against the baseline: Recovered" in said
    assert "Provisional" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense", "1"], "There is no measure nonsense."),
        (["CSI-4", "1", "2"], "CSI-4 needs 4 answers"),
        (["CSI-4", "7", "2", "2", "2"], "Item 1: 7 is not a value the form prints (0 to 6)."),
        (["CSI-4", "x", "6", "2", "2"], "Item 1: x is not a number."),
        (["CSI-4", "1", "2", "2", "2", "--version", "9"], "CSI-4 has no version 9. Known: 1."),
    ],
)
def test_what_is_wrong_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    assert main(["score", *arguments]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""
