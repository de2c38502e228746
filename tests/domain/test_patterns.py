"""Cycle maps and episodes: the rules of 2.5 and the rollup of 2.6."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.patterns import (
    CheckedWithPartner,
    Confidence,
    CycleMap,
    CycleStep,
    ExitCode,
    ExitEffect,
    ExitTried,
    HorsemanTag,
    HowFar,
    PatternCode,
    PatternEpisode,
    PatternStatus,
    RelationshipPattern,
    Repair,
    Source,
    StepActor,
    StepKind,
    map_problems,
    motive_hints,
    rollup,
    status_problems,
    step_problems,
)
from irt_desk.domain.values import FuzzyDay, Instant

NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))


def step(actor: StepActor = StepActor.CLIENT, kind: StepKind = StepKind.MOVE, **values: object) -> CycleStep:
    return CycleStep(actor=actor, kind=kind, text=str(values.pop("text", "I raise my voice")), **values)  # type: ignore[arg-type]  # fields of a step, named by the test


def guess(**values: object) -> CycleStep:
    given_ = {"source": Source.THERAPIST_HYPOTHESIS, "alternatives": ("he may be tired",), **values}
    return step(StepActor.PARTNER, StepKind.MEANING, **given_)


def three(*steps: CycleStep) -> list[CycleStep]:
    return [step(StepActor.CONTEXT, StepKind.TRIGGER), step(), *steps][: max(3, 2 + len(steps))] + (
        [] if steps else [step(StepActor.CLIENT, StepKind.IMPACT)]
    )


def codes(steps: list[CycleStep]) -> list[str]:
    return [problem.code for problem in step_problems(steps)]


def episode(day: int = 1, **values: object) -> PatternEpisode:
    happened = FuzzyDay(date(2026, 11, day))
    return PatternEpisode(id=str(day), unit_id="u", pattern_id="p", happened=happened, entered=NOW, **values)  # type: ignore[arg-type]  # fields of an episode


def test_a_map_of_three_clear_steps_may_be_stored() -> None:
    assert codes(three()) == []
    assert codes(three(guess())) == []


@pytest.mark.parametrize("count", [0, 1, 2, 17])
def test_a_map_has_three_to_sixteen_steps(count: int) -> None:
    assert "step_count" in codes([step()] * count)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (step(text="  "), "step_empty"),
        (step(text="x" * 281), "step_too_long"),
        (step(confidence=Confidence.MEDIUM), "step_evidence"),
        (guess(alternatives=()), "partner_alternative"),
        (guess(alternatives=("  ",)), "partner_alternative"),
        (guess(source=Source.DIRECT_OBSERVATION), "partner_source"),
        (guess(confidence=Confidence.HIGH, evidence=("seen",)), "partner_confidence"),
        (
            step(
                StepActor.PARTNER,
                source=Source.THERAPIST_HYPOTHESIS,
                evidence=("a feeling of mine",),
                horsemen=(next(iter(HorsemanTag)),),
            ),
            "horseman_from_inference",
        ),
        (step(StepActor.PARTNER, horsemen=(HorsemanTag.CONTEMPT,)), "horseman_from_inference"),
        (step(StepActor.CLIENT, StepKind.FEELING, horsemen=(HorsemanTag.CONTEMPT,)), "horseman_on_move"),
        (guess(horsemen=(HorsemanTag.CONTEMPT,)), "horseman_on_move"),
        (step(exit_used_most=ExitCode.TIME_OUT), "exit_used_not_possible"),
    ],
)
def test_each_rule_of_a_step_is_named(wrong: CycleStep, code: str) -> None:
    assert code in codes(three(wrong))


def test_a_quoted_or_seen_move_of_the_partner_may_be_marked() -> None:
    quoted = step(StepActor.PARTNER, horsemen=(HorsemanTag.CONTEMPT,), evidence=('"you again", 3 Nov',))
    seen = replace(quoted, source=Source.DIRECT_OBSERVATION, horsemen=(HorsemanTag.CONTEMPT, HorsemanTag.CRITICISM))
    assert codes(three(quoted, seen)) == []


@pytest.mark.parametrize(("back", "is_right"), [(0, False), (1, True), (3, True), (4, False)])
def test_the_loop_goes_on_at_a_step_that_is_there(back: int, is_right: bool) -> None:
    made = CycleMap(
        id="m", pattern_id="p", unit_id="u", version=1, created=NOW, steps=tuple(three()), loops_back_to_step=back
    )
    assert (map_problems(made) == []) is is_right


def test_what_the_partner_said_in_session_may_be_held_firmly() -> None:
    said = guess(
        source=Source.PARTNER_REPORT,
        confidence=Confidence.HIGH,
        evidence=("said so",),
        checked_with_partner=CheckedWithPartner.PARTNER_SAID_IN_SESSION,
    )
    assert codes(three(said)) == []
    assert not said.is_hypothesis
    assert guess().is_hypothesis


def test_a_move_of_the_partner_is_what_a_camera_could_see() -> None:
    assert motive_hints(step(StepActor.PARTNER, text="He leaves because he wants to punish me")) != ()
    assert not motive_hints(step(StepActor.PARTNER, text="He goes to the garage"))


def test_a_map_is_shared_only_with_an_own_move_on_it() -> None:
    pattern = RelationshipPattern(
        id="p", unit_id="u", code=PatternCode.PURSUE_WITHDRAW, status=PatternStatus.SHARED_WITH_CLIENT
    )
    without = CycleMap(
        id="m", pattern_id="p", unit_id="u", version=1, created=NOW, steps=(step(StepActor.CONTEXT, StepKind.TRIGGER),)
    )
    assert [p.code for p in status_problems(pattern, None)] == ["client_move_needed"]
    assert [p.code for p in status_problems(pattern, without)] == ["client_move_needed"]
    assert status_problems(pattern, replace(without, steps=(step(),))) == []
    confirmed = replace(pattern, status=PatternStatus.CONFIRMED_BY_CLIENT)
    assert [p.code for p in status_problems(confirmed, replace(without, steps=(step(),)))] == [
        "confirming_session_needed"
    ]


def test_an_own_pattern_has_a_name() -> None:
    own = RelationshipPattern(id="p", unit_id="u", code=PatternCode.CUSTOM)
    assert [p.field for p in status_problems(own, None)] == ["custom_name"]
    assert status_problems(replace(own, custom_name="the Sunday spiral"), None) == []


def test_the_figures_of_a_week_by_hand() -> None:
    told = [
        episode(1, intensity=6, hours_to_reconnect=12, own_part_awareness=1, how_far=HowFar.RAN_FULL, repair=Repair.NO),
        episode(3, intensity=8, own_part_awareness=2, how_far=HowFar.CAUGHT_EARLY, repair=Repair.PARTIAL),
        episode(5, intensity=4, hours_to_reconnect=2, own_part_awareness=4, repair=Repair.YES),
        episode(6, repair=Repair.NOT_NEEDED),
    ]
    found = rollup(told, 7)
    assert (found.n, found.per_week) == (4, 4)
    assert (found.intensity, found.intensity_n, found.worst) == (6, 3, 8)
    assert (found.recovery_hours, found.recovery_n) == (7, 2)
    assert (found.repair_rate, found.repair_n) == (0.5, 3)
    assert (found.awareness, found.awareness_n) == (2, 3)
    assert (found.catch_share, found.catch_n) == (0.5, 2)
    assert found.exit_share == 0


@pytest.mark.parametrize(("days", "per_week"), [(1, None), (2, None), (3, 7 * 2 / 3), (14, 1.0)])
def test_frequency_is_blank_under_three_days(days: int, per_week: float | None) -> None:
    assert rollup([episode(1), episode(2)], days).per_week == per_week


def test_an_exit_shows_its_success_from_three_tries_on() -> None:
    helped = ExitTried(exit=next(iter(ExitCode)), by=StepActor.CLIENT, effect=ExitEffect.HELPED)
    not_helped = replace(helped, effect=ExitEffect.NO_EFFECT)
    two = [episode(1, exits_tried=(helped,)), episode(2, exits_tried=(not_helped,))]
    assert rollup(two, 7).exits == ()
    assert rollup(two, 7).exit_share == 1
    (shown,) = rollup([*two, episode(3, exits_tried=(helped,))], 7).exits
    assert (shown.helped, shown.tried) == (2, 3)


def test_nothing_told_says_nothing() -> None:
    found = rollup([], 7)
    assert (found.n, found.per_week) == (0, 0)
    assert (found.intensity, found.worst, found.recovery_hours, found.repair_rate, found.exit_share) == (None,) * 5


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 10), st.none() | st.floats(0, 500), st.sampled_from([None, *Repair])),
        max_size=12,
    ),
    st.integers(0, 400),
)
def test_no_figure_leaves_its_scale_and_unknown_is_never_zero(
    told: list[tuple[int | None, float | None, Repair | None]], days: int
) -> None:
    found = rollup(
        [episode(1, intensity=i, hours_to_reconnect=h, repair=r) for i, h, r in told],
        days,
    )
    assert found.intensity_n == sum(i is not None for i, _, _ in told)
    assert found.recovery_n == sum(h is not None for _, h, _ in told)
    for value, low, high in (
        (found.intensity, 0, 10),
        (found.worst, 0, 10),
        (found.repair_rate, 0, 1),
        (found.catch_share, 0, 1),
        (found.exit_share, 0, 1),
    ):
        assert value is None or low <= value <= high
    assert (found.recovery_hours is None) == (found.recovery_n == 0)
    assert found.per_week is None or days >= 3


@pytest.mark.parametrize(
    ("lag", "hollow", "lightly"), [(0, False, False), (14, False, False), (15, True, False), (31, True, True)]
)
def test_what_is_told_late_is_drawn_hollow_and_held_lightly(lag: int, hollow: bool, lightly: bool) -> None:
    late = replace(episode(), happened=FuzzyDay(NOW.day - timedelta(days=lag)))
    assert (late.is_retrospective, late.hold_lightly) == (hollow, lightly)


def test_high_distress_then_is_held_lightly_too() -> None:
    assert replace(episode(), happened=FuzzyDay(NOW.day), distress_then=7).hold_lightly
    assert not replace(episode(), happened=FuzzyDay(NOW.day), distress_then=6).hold_lightly
