"""A content file becomes a value, or is refused with every problem it has."""

from __future__ import annotations

import copy
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.content import ContentError, Side, SkillGroup, StopCode
from irt_desk.domain.content_files import parse_jurisdiction, parse_pattern
from irt_desk.domain.counts import Comparison, CountKind
from irt_desk.domain.patterns import ExitCode, SofterFeeling, StepActor, StepKind
from irt_desk.domain.skill_files import parse_skill

SKILL: dict[str, Any] = {
    "id": "Z1",
    "version": 1,
    "group": "listening",
    "name": "Wait a breath",
    "what": "One breath  before\nanswering.",
    "steps": ["Breathe.", "Answer."],
    "home_practice": "Once a day.",
    "record": "A breath taken",
    "fields": [
        {"code": "breaths", "label": "Breaths", "kind": "number"},
        {"code": "left", "label": "Left", "kind": "moment"},
        {"code": "back", "label": "Back", "kind": "moment", "after": "left"},
    ],
    "counts": [
        {"code": "breaths", "label": "Breaths taken", "kind": "number", "how": "sum", "field": "breaths"},
        {"code": "away", "label": "Hours away", "kind": "hours", "how": "span", "field": "back", "minus": "left"},
    ],
    "stage_5": "In a heated talk.",
    "stop_when": ["SG", "FL"],
    "stop_scopes": {"SG": "Only aloud."},
    "when_not": ["Not under water.", "Not as a sigh."],
    "in_seed": False,
    "provenance": "[K] Own wording.",
    "handout": {
        "title": "A breath",
        "what": "A short pause.",
        "steps": ["Breathe."],
        "practice": "Once a day.",
        "not_now": ["Not under water."],
    },
    "reviews": [
        {
            "code": "too_long",
            "count": "away",
            "comparison": "above",
            "value": 24,
            "text": "Look again.",
            "provenance": "[D]",
        }
    ],
    "plan": [{"code": "minutes", "label": "Minutes", "kind": "minutes", "default": "30", "low": 20, "high": 1440}],
    "examples": [{"name": "Long", "uses": [{"on_time": True, "absence_minutes": 1500}], "reviews": ["too_long"]}],
}

PATTERN: dict[str, Any] = {
    "code": "echo",
    "version": 1,
    "name": "Echo",
    "what": "One calls, the other calls back.",
    "positions": ["mixed"],
    "less_is_better": True,
    "direction": "Less is quieter.",
    "provenance": "[K]",
    "sides": [
        {
            "name": "Caller",
            "moves": "Calls.",
            "underneath": "Loneliness.",
            "coping": "Talks.",
            "softer_feelings": ["loneliness"],
            "needs": ["closeness"],
            "stress_coping": ["approach_talk_it_out"],
        },
        {
            "name": "Answerer",
            "moves": "Answers.",
            "underneath": "Shame.",
            "coping": "Goes quiet.",
            "softer_feelings": ["shame"],
            "needs": ["rest"],
            "stress_coping": ["go_quiet"],
        },
    ],
    "ways_out": [
        {"side": "a", "text": "Call once.", "skills": ["R1", "S1"], "exit_codes": ["let_it_go"]},
        {"side": "b", "text": "Answer once.", "skills": ["S1", "L2"], "exit_codes": ["reflect_back"]},
    ],
    "template": [{"actor": "client", "kind": "move", "prompt": "What did you call?"}],
}

PACK: dict[str, Any] = {
    "code": "atlantis",
    "version": 1,
    "name": "Atlantis",
    "paper": "A4",
    "psychotherapy_note_label": "Deep notes",
    "psychotherapy_note_hint": "Kept below.",
    "psychotherapy_notes_protected": False,
    "review_on": date(2027, 1, 15),
    "provenance": "[D] Invented.",
    "retention": {
        "years": 9,
        "start": "last_service",
        "provisional": True,
        "text": "Provisional: 9 years.",
        "provenance": "[UNSURE]",
    },
    "cut_offs": [
        {"measure": "gad7", "value": 8, "provisional": False, "text": "8 or more.", "provenance": "[V: a rule]"}
    ],
    "hotlines": [
        {
            "name": "Lighthouse",
            "number": "1",
            "about": "Storm.",
            "review_on": date(2027, 1, 15),
            "provenance": "[D]",
        }
    ],
    "notes": [{"code": "tide", "title": "Tide", "text": "It comes back.", "provenance": "[D]"}],
}


def changed(data: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Return a copy in which what stands at the path is the value, or is gone when the value is ``...``."""
    made = copy.deepcopy(data)
    inner: Any = made
    for key in path[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return made


def test_a_skill_file_becomes_a_skill() -> None:
    skill = parse_skill(SKILL)
    assert (skill.id, skill.group, skill.what) == ("Z1", SkillGroup.LISTENING, "One breath before answering.")
    assert skill.stop_when == (StopCode.SG, StopCode.FL)
    assert skill.stop_scope(StopCode.SG) == "Only aloud."
    assert skill.stop_scope(StopCode.FL) == ""
    assert skill.stop_text == "Not under water. Not as a sigh."
    assert [(count.code, count.kind, str(count)) for count in skill.counts] == [
        ("breaths", CountKind.NUMBER, "Breaths taken"),
        ("away", CountKind.HOURS, "Hours away"),
    ]
    assert skill.when == ""
    assert skill.examples[0].uses[0].absence_minutes == 1500


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("id",), ..., "id is missing"),
        (("name",), "   ", "name is missing"),
        (("name",), 7, "name is not text"),
        (("version",), "1", "version is not a whole number of 0 or more"),
        (("version",), True, "version is not a whole number of 0 or more"),
        (("group",), "dancing", "group is 'dancing', which is no SkillGroup"),
        (("steps",), [], "steps is missing"),
        (("steps",), ["Breathe.", ""], "steps holds something that is not text, or empty"),
        (("stop_when",), ["SG", "XX"], "stop_when holds 'XX', which is no StopCode"),
        (("stop_when",), ["SG", "SG"], "stop_when holds something twice"),
        (("stop_scopes", "AC"), "Never.", "stop_scopes names 'AC', which is no stop code of this skill"),
        (("in_seed",), ..., "in_seed is missing"),
        (("provenance",), "somebody said so", "provenance carries no mark"),
        (("stop_whan",), ["SG"], "stop_whan is a key nobody reads"),
        (("handout",), ..., "handout is missing"),
        (("handout", "title"), ..., "handout.title is missing"),
        (("handout", "colour"), "red", "handout.colour is a key nobody reads"),
        (("counts", 0, "kind"), "furlongs", "counts 1: kind is 'furlongs', which is no CountKind"),
        (("counts", 1, "code"), "breaths", "counts has a code twice"),
        (("reviews", 0, "count"), "sighs", "reviews measure 'sighs', which is no count of this skill"),
        (("reviews", 0, "value"), "many", "reviews 1: value is missing or not a number"),
        (("examples", 0, "reviews"), ["other"], "examples expect 'other', which is no review rule of this skill"),
        (("plan", 0, "default"), "10", "plan 1: default is no answer of its own field"),
        (("fields", 0, "kind"), "choice", "fields 1: options belong to a choice, and a choice to its options"),
        (("counts", 0, "field"), "sighs", "counts look at 'sighs', which is no field of a record"),
        (("plan", 0, "default"), "1441", "plan 1: default is no answer of its own field"),
    ],
)
def test_a_skill_file_is_refused_with_its_problem(path: tuple[str | int, ...], value: Any, told: str) -> None:
    with pytest.raises(ContentError) as refused:
        parse_skill(changed(SKILL, path, value))
    assert told in refused.value.problems


def test_every_problem_is_told_at_once() -> None:
    broken = changed(changed(changed(SKILL, ("name",), ...), ("group",), "dancing"), ("handout", "practice"), ...)
    with pytest.raises(ContentError, match="Z1: ") as refused:
        parse_skill(broken)
    assert set(refused.value.problems) == {
        "name is missing",
        "group is 'dancing', which is no SkillGroup",
        "handout.practice is missing",
    }


@given(
    st.dictionaries(st.sampled_from(sorted(SKILL)), st.one_of(st.none(), st.integers(), st.text(), st.lists(st.none())))
)
def test_no_file_however_wrong_raises_anything_else(over: dict[str, Any]) -> None:
    with suppress(ContentError):  # anything else it raises fails here
        parse_skill({**SKILL, **over})


def test_a_pattern_file_becomes_a_definition() -> None:
    pattern = parse_pattern(PATTERN)
    assert pattern.skills == ("R1", "S1", "L2")
    assert pattern.exits == "Call once. Answer once."
    assert pattern.side_a == "Caller: Calls."
    assert pattern.side_b == "Answerer: Answers."
    assert pattern.underneath == "Caller: Loneliness. Answerer: Shame."
    first, second = pattern.side(Side.A), pattern.side(Side.B)
    assert first is not None
    assert first.softer_feelings == (SofterFeeling.LONELINESS,)
    assert second is not None
    assert second.name == "Answerer"
    assert pattern.side(Side.BOTH) is None
    assert pattern.ways_out[1].exit_codes == (ExitCode.REFLECT_BACK,)
    assert (pattern.template[0].actor, pattern.template[0].kind) == (StepActor.CLIENT, StepKind.MOVE)


def test_a_pattern_in_which_both_do_the_same_has_one_side_by_every_letter() -> None:
    pattern = parse_pattern(changed(PATTERN, ("sides",), PATTERN["sides"][:1]))
    assert pattern.side_b == ""
    assert [pattern.side(side) for side in Side] == [pattern.sides[0]] * 3


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("less_is_better",), ..., "less_is_better is missing"),
        (("less_is_better",), "yes", "less_is_better is not true or false"),
        (("ways_out",), ..., "ways_out are missing"),
        (("sides",), PATTERN["sides"] * 2, "sides are more than two"),
        (("sides", 0, "needs"), ["sleep"], "sides 1: needs holds 'sleep', which is no Need"),
        (("ways_out", 0, "exit_codes"), ["run"], "ways_out 1: exit_codes holds 'run', which is no ExitCode"),
        (("template", 0, "actor"), "dog", "template 1: actor is 'dog', which is no StepActor"),
        (("positions",), ["pursuer", "chaser"], "positions holds 'chaser', which is no ClientPosition"),
    ],
)
def test_a_pattern_file_is_refused_with_its_problem(path: tuple[str | int, ...], value: Any, told: str) -> None:
    with pytest.raises(ContentError) as refused:
        parse_pattern(changed(PATTERN, path, value))
    assert told in refused.value.problems


def test_a_jurisdiction_file_becomes_a_pack() -> None:
    pack = parse_jurisdiction(PACK)
    assert pack.retention == "Provisional: 9 years."
    assert (pack.retention_rule.years, pack.retention_rule.minor_years) == (9, None)
    cut_off = pack.cut_off("gad7")
    assert cut_off is not None
    assert cut_off.value == 8
    assert pack.cut_off("phq9") is None
    assert not pack.psychotherapy_notes_protected


@pytest.mark.parametrize(
    ("today", "due"), [(date(2027, 1, 14), False), (date(2027, 1, 15), True), (date(2030, 1, 1), True)]
)
def test_a_number_is_due_for_a_check_from_its_review_day(today: date, due: bool) -> None:
    assert parse_jurisdiction(PACK).hotlines[0].due(today) is due


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("review_on",), "2027-01-15", "review_on is not a day"),
        (("hotlines",), [], "hotlines is missing"),
        (("hotlines", 0, "review_on"), ..., "hotlines 1: review_on is missing"),
        (("hotlines", 0, "provenance"), "the internet", "hotlines 1: provenance carries no mark"),
        (("retention", "provisional"), ..., "retention.provisional is missing"),
        (("retention", "years"), -7, "retention.years is not a whole number of 0 or more"),
        (("notes",), PACK["notes"] * 2, "notes has a code twice"),
    ],
)
def test_a_jurisdiction_file_is_refused_with_its_problem(path: tuple[str | int, ...], value: Any, told: str) -> None:
    with pytest.raises(ContentError) as refused:
        parse_jurisdiction(changed(PACK, path, value))
    assert told in refused.value.problems


@pytest.mark.parametrize(
    ("comparison", "below", "same", "above"),
    [
        (Comparison.AT_LEAST, False, True, True),
        (Comparison.ABOVE, False, False, True),
        (Comparison.BELOW, True, False, False),
    ],
)
def test_a_comparison_says_which_side_of_the_value_counts(
    comparison: Comparison, below: bool, same: bool, above: bool
) -> None:
    assert [comparison.holds(found, 0.6) for found in (0.4, 0.6, 0.8)] == [below, same, above]
