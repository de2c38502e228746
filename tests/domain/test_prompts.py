"""Prompts say what was seen, once, and stay away when they were put aside (domain paper, rows 23, 28, 41)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.growth import (
    GrowthDimension,
    GrowthRating,
    Insight,
    OwnPart,
    OwnPartStep,
    Rater,
    Ripple,
    SharedDimension,
    SharedRating,
    insight_problems,
    over_responsibility,
    own_part_problems,
    rating_problems,
    ripple_problems,
    shared_problems,
    step_problems,
    steps_of,
)
from irt_desk.domain.notes import PulseItem
from irt_desk.domain.patterns import ExitCode, ExitEffect, ExitTried, PatternEpisode, Source, StepActor
from irt_desk.domain.plan_progress import SignedNote
from irt_desk.domain.prompts import PromptAside, aside_problems, hope_drop, open_prompts, stagnation
from irt_desk.domain.skills import PracticeDone, PracticeLog
from irt_desk.domain.values import FuzzyDay, Instant
from tests.domain.test_plans import NOW, TODAY, held

ENTERED = Instant(NOW)
SESSIONS = [held(n)[0] for n in range(1, 8)]


def hoping(*values: int | None) -> list[SignedNote]:
    found = []
    for number, value in enumerate(values, 1):
        session, note = held(number)
        pulse = {} if value is None else {PulseItem.HOPE: value}
        found.append((session, replace(note, content=replace(note.content, pulse=pulse))))
    return found


@pytest.mark.parametrize(
    ("values", "seen"),
    [((7, 4), True), ((7, 5), False), ((7, None, 3), True), ((9, 3, 3), False), ((3, 9), False), ((8,), False), ((), False)],
)  # fmt: skip
def test_a_fall_of_hope_by_three_or_more_asks_once(values: tuple[int | None, ...], seen: bool) -> None:
    assert (hope_drop(hoping(*values)) is not None) is seen


def test_the_prompt_says_the_numbers_and_no_label() -> None:
    prompt = hope_drop(hoping(7, 4))
    assert prompt is not None
    assert "7" in prompt.seen
    assert "4" in prompt.seen
    assert prompt.ask


def episode(day: int, *, by: StepActor = StepActor.CLIENT) -> PatternEpisode:
    tried = ExitTried(exit=ExitCode.TIME_OUT, by=by, effect=ExitEffect.NO_EFFECT)
    happened = FuzzyDay(SESSIONS[1].starts.day + timedelta(days=day))
    return PatternEpisode(id="e", unit_id="u", pattern_id="p", happened=happened, entered=ENTERED, exits_tried=(tried,))


def practised(day: int, done: PracticeDone = PracticeDone.PARTLY) -> PracticeLog:
    on = SESSIONS[1].starts.day + timedelta(days=day)
    return PracticeLog(id="l", unit_id="u", assignment_id="a", skill_id="R4", on=on, entered=ENTERED, done=done)


def test_six_sessions_without_a_sign_of_movement_ask_for_direction() -> None:
    assert stagnation(SESSIONS, [], []) is not None
    assert stagnation(SESSIONS[:5], [], []) is None
    assert stagnation(SESSIONS, [episode(3)], []) is None
    assert stagnation(SESSIONS, [episode(3, by=StepActor.PARTNER)], []) is not None
    assert stagnation(SESSIONS, [episode(-9)], []) is not None, "before these six sessions"
    assert stagnation(SESSIONS, [], [practised(3)]) is None
    assert stagnation(SESSIONS, [], [practised(3, PracticeDone.NO)]) is not None
    assert stagnation(SESSIONS, [], [], reliable_change=True) is None
    assert stagnation(SESSIONS, [], [], sessions=8) is None


def test_put_aside_it_stays_away_until_something_new_is_seen() -> None:
    now = stagnation(SESSIONS[:6], [], [])
    assert now is not None
    aside = PromptAside(
        id="a", unit_id="u", code="stagnation", target=now.target, on=now.on, reason="holiday", entered=ENTERED
    )
    assert open_prompts([now, None], [aside]) == ()
    assert open_prompts([stagnation(SESSIONS, [], [])], [aside]) == (), "the same stretch of time, a session on"
    later = [held(n)[0] for n in range(7, 14)]
    assert len(open_prompts([stagnation(later, [], [])], [aside])) == 1
    assert [p.code for p in aside_problems(replace(aside, reason=" "))] == ["empty"]


PART = OwnPart(id="p", unit_id="u", on=TODAY, behaviour="I ask a third time", entered=ENTERED)


def step(owned: int, day: int = 0) -> OwnPartStep:
    return OwnPartStep(
        id=f"{day:02}", unit_id="u", own_part_id="p", on=TODAY + timedelta(days=day), owned=owned, entered=ENTERED
    )


def test_a_rising_own_part_beside_self_blame_asks_about_over_responsibility() -> None:
    steps = (step(1), step(3, 1))
    assert over_responsibility(steps, sole_changer=True) == steps
    assert over_responsibility(steps, sole_changer=False, self_harm_item=1) == steps
    assert over_responsibility(steps, sole_changer=False) is None
    assert over_responsibility(steps[::-1], sole_changer=True) is None
    assert over_responsibility(steps[:1], sole_changer=True) is None


def test_the_history_of_a_part_is_its_own_in_the_order_of_days() -> None:
    other = replace(step(0), own_part_id="q")
    assert steps_of(PART, [step(3, 2), other, step(1)]) == (step(1), step(3, 2))


@given(st.integers(-3, 14))
def test_numbers_stay_on_their_scales(value: int) -> None:
    rating = GrowthRating(
        id="r",
        unit_id="u",
        on=TODAY,
        dimension=GrowthDimension.COURAGE,
        rating=value,
        rater=Rater.CLIENT,
        entered=ENTERED,
    )
    assert (rating_problems(rating, TODAY) == []) is (0 <= value <= 10)
    assert (step_problems(replace(step(0), owned=value), TODAY) == []) is (0 <= value <= 4)
    pair = SharedRating(
        id="r", unit_id="u", on=TODAY, dimension=SharedDimension.LOVE, own=None, guess=value, entered=ENTERED
    )
    assert (shared_problems(pair, TODAY) == []) is (0 <= value <= 10)


def test_what_is_told_has_its_words_and_lies_not_ahead() -> None:
    insight = Insight(id="i", unit_id="u", on=TODAY + timedelta(days=1), text="", entered=ENTERED)
    assert [p.code for p in insight_problems(insight, TODAY)] == ["empty", "in_future"]
    assert [p.code for p in own_part_problems(replace(PART, behaviour=""), TODAY)] == ["empty"]
    ripple = Ripple(id="r", unit_id="u", on=TODAY, my_change="", what_i_noticed_in_us="", entered=ENTERED)
    assert [p.field for p in ripple_problems(ripple, TODAY)] == ["my_change", "what_i_noticed_in_us"]
    told = replace(ripple, my_change="I waited", what_i_noticed_in_us="he sat down")
    assert ripple_problems(told, TODAY) == []
    stated = replace(told, source=Source.THERAPIST_HYPOTHESIS)
    assert [p.code for p in ripple_problems(stated, TODAY)] == ["ripple_source"]
    pair = SharedRating(id="r", unit_id="u", on=TODAY, dimension=SharedDimension.LOVE, own=None, entered=ENTERED)
    assert [p.code for p in shared_problems(pair, TODAY)] == ["empty"]
