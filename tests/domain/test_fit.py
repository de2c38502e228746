"""Suitability and the partner's standing: rows 68 to 82, 77, 78, and the moves of 6.3."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.cautions import PROMPTS, CautionAnswer, CautionPrompt, CautionReply
from irt_desk.domain.engagement import BEFORE_JOINED, MOVES, PartnerEngagement, may_move
from irt_desk.domain.practitioner import Competence, CompetenceEvidence, Practitioner
from irt_desk.domain.suitability import (
    COMPETENCE_FOR,
    CautionFlag,
    CautionStatus,
    CautionType,
    FitDecision,
    FitNotes,
    FitOutcome,
    MotivationScreen,
    NoEffortReason,
    Severity,
    SupportOnly,
    caution_problems,
    decision_problems,
    motivation_problems,
    notes_problems,
)

TODAY = date(2026, 11, 24)


def screen(support: SupportOnly, part: int, practise: int) -> MotivationScreen:
    return MotivationScreen(
        id="s", unit_id="u", on=TODAY, wants_support_only=support, willing_to_examine_own_part=part, willing_to_practise=practise
    )  # fmt: skip


def flag(**values: object) -> CautionFlag:
    given_ = {"type": CautionType.PARTNER_SUBSTANCE_USE, "severity": Severity.MEDIUM, **values}
    return CautionFlag(id="f", unit_id="u", raised_on=TODAY, **given_)  # type: ignore[arg-type]  # fields of a flag


def decision(outcome: FitOutcome, **values: object) -> FitDecision:
    return FitDecision(id="d", unit_id="u", on=TODAY, outcome=outcome, summary="so and so", **values)  # type: ignore[arg-type]  # fields of a decision


@given(st.sampled_from(SupportOnly), st.integers(0, 4), st.integers(0, 4))
def test_support_only_and_both_unwilling_is_the_one_case_that_is_routed_away(
    support: SupportOnly, part: int, practise: int
) -> None:
    away = support is SupportOnly.YES and part <= 1 and practise <= 1
    expected = FitOutcome.INDIVIDUAL_THERAPY_RECOMMENDED if away else None
    assert screen(support, part, practise).recommended is expected


def test_deciding_against_the_screen_needs_a_reason() -> None:
    asked = screen(SupportOnly.YES, 0, 1)
    against = decision(FitOutcome.IRT_RECOMMENDED)
    assert [p.code for p in decision_problems(against, asked, TODAY)] == ["motivation_override_reason"]
    assert (
        decision_problems(decision(FitOutcome.IRT_RECOMMENDED, override_reason="she asked twice"), asked, TODAY) == []
    )
    assert decision_problems(against, None, TODAY) == []
    assert decision_problems(decision(FitOutcome.INDIVIDUAL_THERAPY_RECOMMENDED), asked, TODAY) == []


def test_not_now_needs_a_day_to_look_again() -> None:
    assert [p.field for p in decision_problems(decision(FitOutcome.NOT_NOW), None, TODAY)] == ["review_on"]
    early = decision(FitOutcome.NOT_NOW, review_on=TODAY - timedelta(days=1))
    assert [p.code for p in decision_problems(early, None, TODAY)] == ["before_start"]
    later = decision(FitOutcome.NOT_NOW, review_on=TODAY + timedelta(days=60))
    assert decision_problems(later, None, TODAY) == []


@pytest.mark.parametrize("value", [-1, 5])
def test_willingness_has_a_scale(value: int) -> None:
    assert motivation_problems(screen(SupportOnly.NO, value, 0), TODAY)
    assert motivation_problems(screen(SupportOnly.NO, 0, value), TODAY)


@pytest.mark.parametrize("kind", list(CautionType))
def test_a_caution_without_the_matching_competence_asks_for_a_consultation_or_a_referral(kind: CautionType) -> None:
    able = Practitioner(competencies=(CompetenceEvidence(competence=COMPETENCE_FOR[kind], evidence="training"),))
    stranger = Practitioner(competencies=(CompetenceEvidence(competence=COMPETENCE_FOR[kind], evidence=" "),))
    planned = flag(type=kind, plan="look again each month")
    assert not flag(type=kind).is_handled(able), "a caution needs a plan in any case"
    assert planned.is_handled(able)
    assert not planned.is_handled(stranger), "a competence without evidence is none"
    assert not flag(type=kind, plan="p", consultant="Dr. Vance").is_handled(stranger), "consulted when?"
    assert flag(type=kind, plan="p", consultant="Dr. Vance", consulted_on=TODAY).is_handled(stranger)
    assert flag(type=kind, plan="p", referral="addiction service").is_handled(stranger)
    assert flag(type=kind, status=CautionStatus.CLOSED).is_handled(stranger)


def test_every_caution_names_the_competence_it_asks_for() -> None:
    assert set(COMPETENCE_FOR) == set(CautionType)
    assert set(COMPETENCE_FOR.values()) <= set(Competence)


def test_a_handled_caution_says_how() -> None:
    assert [p.field for p in caution_problems(flag(status=CautionStatus.HANDLED), TODAY)] == ["plan"]


@pytest.mark.parametrize(("held", "cue"), [(None, False), (2, False), (3, True), (4, True)])
def test_the_assumption_of_being_the_only_one_has_its_cue(held: int | None, cue: bool) -> None:
    assert FitNotes(unit_id="u", sole_changer_held=held).sole_changer_cue is cue


def test_no_effort_is_said_in_a_few_words() -> None:
    notes = FitNotes(unit_id="u", no_effort_reason=NoEffortReason.PARTNER_UNREACHABLE)
    assert [p.field for p in notes_problems(notes, TODAY)] == ["no_effort_note"]
    future = FitNotes(unit_id="u", no_barriers_found_on=TODAY + timedelta(days=1))
    assert [p.field for p in notes_problems(future, TODAY)] == ["no_barriers_found_on"]


def test_only_the_gate_moves_into_or_out_of_contraindicated() -> None:
    contra = PartnerEngagement.INVITATION_CONTRAINDICATED
    assert not any(may_move(state, contra) for state in PartnerEngagement)
    assert not any(may_move(contra, state) for state in PartnerEngagement)


def test_nobody_stands_still_and_nobody_unasks() -> None:
    assert set(MOVES) == set(PartnerEngagement)
    for state in PartnerEngagement:
        assert not may_move(state, state)
        assert not may_move(state, PartnerEngagement.NOT_EXPLORED)


@given(st.lists(st.sampled_from(PartnerEngagement), max_size=20))
def test_nobody_joins_who_did_not_agree_to_meet(wanted: list[PartnerEngagement]) -> None:
    state, agreed = PartnerEngagement.NOT_EXPLORED, False
    for to in wanted:
        if may_move(state, to):
            state = to
            agreed |= state is PartnerEngagement.AGREED_TO_MEET
            assert state is not PartnerEngagement.JOINED or agreed


def test_a_stop_reaches_every_state_before_joining() -> None:
    assert PartnerEngagement.JOINED not in BEFORE_JOINED
    assert {PartnerEngagement.INVITED, PartnerEngagement.AGREED_TO_MEET} <= BEFORE_JOINED


def test_every_caution_has_its_prompts_and_what_was_not_asked_is_not_no() -> None:
    assert set(PROMPTS) == set(CautionType)
    made = flag()
    assert [p.value for p in made.not_asked] == ["intoxicated_conflict", "driving", "children", "violence"]
    asked = flag(answers=(CautionAnswer(CautionPrompt.DRIVING, CautionReply.NO),))
    assert CautionPrompt.DRIVING not in asked.not_asked
    assert not asked.tells_danger
    assert flag(answers=(CautionAnswer(CautionPrompt.VIOLENCE, CautionReply.YES),)).tells_danger
    assert not flag(answers=(CautionAnswer(CautionPrompt.VIOLENCE, CautionReply.UNCLEAR),)).tells_danger


def test_an_answer_of_another_kind_of_caution_is_refused() -> None:
    wrong = flag(answers=(CautionAnswer(CautionPrompt.SAFE_PLACE, CautionReply.NO),))
    assert [p.code for p in caution_problems(wrong, TODAY)] == ["other_caution"]


def test_a_consultation_needs_a_name_and_either_its_day_or_its_plan() -> None:
    stranger = Practitioner()
    assert flag(plan="p", consultant="Dr. Vance", consultation_plan="each first Monday").is_handled(stranger)
    assert not flag(plan="p", consultation_plan="each first Monday").is_handled(stranger), "with whom?"
    assert flag(plan="p").lacks_competence(stranger)


def test_a_caution_taken_back_counts_no_longer() -> None:
    assert flag(entered_in_error="wrong chart").is_handled(Practitioner())
    assert not flag(entered_in_error="wrong chart").stands
