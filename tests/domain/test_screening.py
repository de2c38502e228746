"""One screening: keyed answers beside their cut-offs, what does not fit, what is partial, what counts (4.13, 6.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.screening import (
    Contradiction,
    Gate,
    IpvFinding,
    LethalityMarker,
    Partial,
    SafetyInterview,
    ScreeningMode,
    ViolenceTypology,
    content_problems,
    contradictions,
    partial,
)
from irt_desk.domain.screening_answers import (
    CUT_OFFS,
    ITEMS,
    InterviewPrompt,
    PromptAnswer,
    PromptReply,
    ScreeningInstrument,
    answers_problems,
    asks_interview,
    sides,
    total,
)
from irt_desk.domain.values import Instant, Signature

DAY = date(2026, 3, 2)
AT = Instant(datetime(2026, 3, 2, 9, tzinfo=UTC))
F, P, R, C = IpvFinding, InterviewPrompt, PromptReply, Contradiction
HITS, E_HITS = ScreeningInstrument.HITS, ScreeningInstrument.E_HITS


def interview(*findings: IpvFinding, **more: object) -> SafetyInterview:
    values: dict[str, object] = {
        "id": "i", "unit_id": "u", "on": DAY, "recorded": AT, "alone": True,
        "findings": findings or (F.NONE_DISCLOSED,), "signed": Signature("A", "PhD", AT),
    } | more  # fmt: skip
    return SafetyInterview(**values)  # type: ignore[arg-type]  # test values by name


def yes(*prompts: InterviewPrompt, reply: PromptReply = R.YES) -> tuple[PromptAnswer, ...]:
    return tuple(PromptAnswer(prompt, reply) for prompt in prompts)


@given(st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_hits_is_a_sum_from_four_to_twenty_shown_against_both_cut_offs(answers: list[int]) -> None:
    found = total(HITS, answers)
    assert found == sum(answers)
    assert [(s.cut_off.value, s.reached) for s in sides(HITS, answers)] == [(6, found >= 6), (10.5, found > 10)]


def test_e_hits_has_five_items_and_one_cut_off_and_every_cut_off_names_its_source() -> None:
    assert total(E_HITS, (1, 1, 1, 1, 3)) == 7
    assert [s.reached for s in sides(E_HITS, (1, 1, 1, 1, 3))] == [True]
    assert [s.reached for s in sides(E_HITS, (1, 1, 1, 1, 2))] == [False]
    assert all("[V]" in c.provenance for cut_offs in CUT_OFFS.values() for c in cut_offs)


@pytest.mark.parametrize("answers", [(), (1, 2), (1, 2, 0, 1)])
def test_a_missing_item_is_never_never(answers: tuple[int, ...]) -> None:
    assert total(HITS, answers) is None
    assert sides(HITS, answers) == ()


def test_threat_above_never_opens_the_interview_at_a_total_of_five() -> None:
    assert total(HITS, (1, 1, 2, 1)) == 5
    assert asks_interview(HITS, (1, 1, 2, 1))
    assert asks_interview(HITS, (2, 1, 1, 1))
    assert asks_interview(E_HITS, (1, 1, 1, 1, 2))
    assert not asks_interview(HITS, (1, 5, 1, 5)), "insult and shouting alone do not"
    assert not asks_interview(None, ())


@pytest.mark.parametrize(
    ("instrument", "answers", "codes"),
    [
        (HITS, (1, 2, 3, 4), []),
        (HITS, (1, 2, 3, 4, 5), ["too_many_answers"]),
        (None, (1,), ["too_many_answers"]),
        (HITS, (1, 6, 1, 1), ["out_of_range"]),
        (HITS, (-1, 1, 1, 1), ["out_of_range"]),
    ],
)
def test_keyed_answers_are_checked(
    instrument: ScreeningInstrument | None, answers: tuple[int, ...], codes: list[str]
) -> None:
    assert [p.code for p in answers_problems(instrument, answers)] == codes
    assert len(ITEMS[HITS]) == 4


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (interview(F.NONE_DISCLOSED, F.SITUATIONAL_LOW_SEVERITY), C.NOTHING_AND_SOMETHING),
        (interview(instrument=HITS, answers=(1, 1, 2, 1), account="asked"), C.SCORE_AGAINST_FINDING),
        (interview(prompts=yes(P.WATCHED)), C.PROMPT_AGAINST_FINDING),
        (interview(F.SITUATIONAL_LOW_SEVERITY, prompts=yes(P.AFRAID)), C.FEAR_AGAINST_FINDING),
        (interview(prompts=yes(P.OWN_FORCE)), C.FORCE_AGAINST_FINDING),
        (interview(prompts=yes(P.WEAPONS, reply=R.UNCLEAR)), C.UNCLEAR_AGAINST_FINDING),
        (interview(F.CURRENT_CONCERN, prompts=yes(P.CHOKING)), C.PROMPT_WITHOUT_MARKER),
        (interview(markers=(LethalityMarker.STALKING,)), C.MARKER_AGAINST_FINDING),
        (interview(typology=ViolenceTypology.COERCIVE_CONTROL), C.TYPOLOGY_AGAINST_FINDING),
    ],
)
def test_answers_that_do_not_fit_are_named(made: SafetyInterview, code: Contradiction) -> None:
    assert code in contradictions(made)


def test_contradictions_stand_side_by_side_only_with_a_sentence_unless_the_case_is_stopped_anyway() -> None:
    made = interview(prompts=yes(P.AFRAID, P.WATCHED))
    assert [p.field for p in content_problems(made, DAY)] == ["how_it_fits"]
    explained = replace(made, how_it_fits="Both are about her former partner.")
    assert content_problems(explained, DAY) == []
    assert contradictions(explained) == (C.PROMPT_AGAINST_FINDING,), "explained is not gone"
    stopped = replace(made, findings=(F.CURRENT_CONCERN,), prompts=yes(P.CHOKING))
    assert contradictions(stopped)
    assert content_problems(stopped, DAY) == []


def test_a_plan_to_separate_contradicts_nothing() -> None:
    assert contradictions(interview(prompts=yes(P.SEPARATION))) == ()
    assert contradictions(interview(prompts=yes(*P, reply=R.NO))) == ()


def test_what_was_begun_is_shown_as_partial() -> None:
    assert partial(interview()) == ()
    assert partial(interview(prompts=yes(*P, reply=R.NO))) == ()
    left = interview(
        both_directions_asked=False, prompts=yes(P.AFRAID, reply=R.NO), instrument=HITS, answers=(1, 0, 1, 1)
    )
    assert partial(left) == (Partial.ONE_DIRECTION, Partial.PROMPTS_LEFT, Partial.ANSWERS_LEFT)


def test_a_score_alone_never_counts_as_a_screening() -> None:
    assert not interview(instrument=HITS, answers=(1, 1, 1, 1)).counts
    assert interview(instrument=HITS, answers=(1, 1, 1, 1), prompts=yes(P.AFRAID, reply=R.NO)).counts
    assert interview(instrument=HITS, answers=(1, 1, 1, 1), account="asked everything").counts
    assert interview().counts


@pytest.mark.parametrize("mode", list(ScreeningMode))
@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("sure", [True, False])
def test_privacy_is_alone_and_over_a_line_confirmed(mode: ScreeningMode, alone: bool, sure: bool) -> None:
    made = interview(alone=alone, mode=mode, privacy_confirmed=sure)
    assert made.was_private is (alone and (sure or mode is ScreeningMode.IN_PERSON))
    assert made.counts is made.was_private


def test_d4_as_the_paper_tells_it() -> None:
    made = interview(
        F.COERCIVE_CONTROL_SUSPECTED,
        instrument=HITS,
        answers=(2, 4, 2, 4),
        prompts=yes(P.WATCHED, P.MONEY_OR_WORK, P.THREATS, P.CHOKING),
        markers=(LethalityMarker.CHOKING,),
    )
    assert total(HITS, made.answers) == 12
    assert made.gate is Gate.HARD_BLOCK
    assert contradictions(made) == ()
