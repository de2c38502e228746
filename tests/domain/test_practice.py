"""Plans, skills and their practice, sessions: rules 3.1, 7.4 and what a session cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.patterns import Activation
from irt_desk.domain.plans import (
    Goal,
    GoalDomain,
    Objective,
    TreatmentPlan,
    missing_for_signing,
    partner_is_actor,
    problems,
)
from irt_desk.domain.sessions import Attendance, Present, PresentRole, Session, Setting
from irt_desk.domain.sessions import problems as session_problems
from irt_desk.domain.skills import (
    MasteryChange,
    MasteryStage,
    PracticeAssignment,
    PracticeDone,
    PracticeLog,
    assignment_problems,
    current_stage,
    figures,
    is_lapsed,
    log_problems,
    mastery_problems,
    suggested_stage,
)
from irt_desk.domain.values import Instant

TODAY = date(2026, 11, 24)
NOW = Instant(datetime(2026, 11, 24, 9, tzinfo=UTC))
GIVEN = PracticeAssignment(
    id="a", unit_id="u", skill_id="R4", skill_version=1, assigned_on=TODAY - timedelta(days=14), times_per_week=3
)


def log(day: int = 0, **values: object) -> PracticeLog:
    given_ = {"done": PracticeDone.YES, **values}
    return PracticeLog(
        id=str(day),
        unit_id="u",
        assignment_id="a",
        skill_id="R4",
        on=TODAY - timedelta(days=day),
        entered=NOW,
        **given_,
    )  # type: ignore[arg-type]  # fields of a log


def change(stage: MasteryStage, day: int = 0, **values: object) -> MasteryChange:
    entered = Instant(NOW.at - timedelta(days=day))
    return MasteryChange(
        id=f"{day:03}", unit_id="u", skill_id="R4", stage=stage, on=entered.day, entered=entered, **values
    )  # type: ignore[arg-type]  # fields of a change


def plan(**values: object) -> TreatmentPlan:
    objective = Objective(
        id="o", number="1.1", text="I say one feeling before I ask", baseline="0", measure="a week", target="4", target_on=TODAY
    )  # fmt: skip
    given_ = {
        "problem": "Pursue and withdraw.",
        "goals": (Goal(id="g", text="Us before the bins", domain=GoalDomain.RELATIONSHIP, objectives=(objective,)),),
        "client_agreement": "aloud",
        "review_on": TODAY,
        **values,
    }
    return TreatmentPlan(id="p", unit_id="u", version=1, **given_)  # type: ignore[arg-type]  # fields of a plan


def codes(draft: TreatmentPlan) -> list[str]:
    return [item.code for item in missing_for_signing(draft)]


def test_a_whole_plan_may_be_signed() -> None:
    assert codes(plan()) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"problem": " "}, "plan_problem"),
        ({"client_agreement": ""}, "plan_client_agreement"),
        ({"review_on": None}, "plan_review_on"),
    ],
)
def test_each_missing_part_of_a_plan_is_named(values: dict[str, object], code: str) -> None:
    assert codes(plan(**values)) == [code]


def test_a_plan_has_a_goal_about_the_relationship_and_something_to_do() -> None:
    own = Goal(id="g", text="Sleep", domain=GoalDomain.INDIVIDUAL)
    assert codes(plan(goals=(own,))) == ["plan_relationship_goal", "plan_objectives"]
    assert codes(plan(goals=())) == ["plan_relationship_goal", "plan_objectives"]


@pytest.mark.parametrize("name", ["baseline", "measure", "target_on"])
def test_an_objective_can_be_measured(name: str) -> None:
    goal = plan().goals[0]
    vague = replace(goal.objectives[0], **{name: None if name == "target_on" else ""})
    assert codes(plan(goals=(replace(goal, objectives=(vague,)),))) == ["plan_objective"]


@pytest.mark.parametrize(
    "text",
    [
        "He should listen more",
        "My partner will stop shouting",
        "Theo apologises first",
        "theo has to come",
        "They learn to listen",
    ],
)
def test_what_the_partner_should_do_is_a_hope_and_no_objective(text: str) -> None:
    assert partner_is_actor(text, ["Theo", "Theo Lindholm"])
    goal = plan().goals[0]
    hope = plan(goals=(replace(goal, objectives=(replace(goal.objectives[0], text=text),)),))
    assert [p.code for p in problems(hope, ["Theo"])] == ["partner_as_actor"]


@pytest.mark.parametrize("text", ["I ask Theo what he needs", "I tell my partner when I come home", "Theodora and I"])
def test_what_the_client_does_with_the_partner_is_an_objective(text: str) -> None:
    assert not partner_is_actor(text, ["Theo", ""])


def test_practice_in_figures_by_hand() -> None:
    logs = [
        log(1, usefulness=8, heat=Activation.SETTLED),
        log(3, usefulness=4, heat=Activation.FLOODED),
        log(5, done=PracticeDone.PARTLY),
        log(6, done=PracticeDone.NO, usefulness=0),
    ]
    found = figures(GIVEN, logs, TODAY)
    assert (found.n, found.done, found.per_week, found.assigned_per_week) == (4, 3, 1.5, 3)
    assert (found.usefulness, found.usefulness_n) == (6, 2)
    assert found.heat_share == pytest.approx(1 / 3)
    fresh = replace(GIVEN, assigned_on=TODAY - timedelta(days=2))
    assert figures(fresh, logs, TODAY).per_week is None
    assert figures(GIVEN, [], TODAY).heat_share is None


def stage(current: MasteryStage, *logs: PracticeLog, history: tuple[MasteryChange, ...] = ()) -> MasteryStage:
    return suggested_stage(current, logs, history, TODAY)


def test_one_real_try_is_tried_at_home_whatever_came_of_it() -> None:
    assert stage(MasteryStage.REHEARSED, log(done=PracticeDone.NO)) is MasteryStage.REHEARSED
    assert stage(MasteryStage.REHEARSED, log(usefulness=0)) is MasteryStage.TRIED_AT_HOME


def test_reliable_is_three_times_and_mostly_useful() -> None:
    three = [log(n, usefulness=6) for n in range(3)]
    assert stage(MasteryStage.TRIED_AT_HOME, *three) is MasteryStage.RELIABLE_WHEN_CALM
    assert stage(MasteryStage.TRIED_AT_HOME, *three[:2]) is MasteryStage.TRIED_AT_HOME
    doubtful = [log(1, usefulness=6), log(2, usefulness=5), log(3, usefulness=9), log(4, usefulness=2)]
    assert stage(MasteryStage.TRIED_AT_HOME, *doubtful) is MasteryStage.TRIED_AT_HOME


def test_under_heat_comes_after_reliable_and_twice() -> None:
    heat = [log(n, heat=Activation.ACTIVATED) for n in range(2)]
    assert stage(MasteryStage.RELIABLE_WHEN_CALM, *heat) is MasteryStage.USED_UNDER_HEAT
    assert stage(MasteryStage.RELIABLE_WHEN_CALM, heat[0]) is MasteryStage.RELIABLE_WHEN_CALM
    assert stage(MasteryStage.TRIED_AT_HOME, *heat) is MasteryStage.TRIED_AT_HOME


@pytest.mark.parametrize(("days", "kept"), [(27, False), (28, True)])
def test_maintained_is_four_weeks_with_a_later_practice(days: int, kept: bool) -> None:
    history = (change(MasteryStage.USED_UNDER_HEAT, days),)
    found = stage(MasteryStage.USED_UNDER_HEAT, log(1), history=history)
    assert found is (MasteryStage.MAINTAINED if kept else MasteryStage.USED_UNDER_HEAT)
    assert stage(MasteryStage.USED_UNDER_HEAT, log(days), history=history) is MasteryStage.USED_UNDER_HEAT


@given(
    st.sampled_from(MasteryStage),
    st.lists(
        st.tuples(st.sampled_from(PracticeDone), st.none() | st.integers(0, 10), st.none() | st.sampled_from(Activation)),
        max_size=8,
    ),
)  # fmt: skip
def test_a_suggestion_never_goes_down(
    current: MasteryStage, told: list[tuple[PracticeDone, int | None, Activation | None]]
) -> None:
    logs = [log(n, done=d, usefulness=u, heat=h) for n, (d, u, h) in enumerate(told)]
    assert stage(current, *logs).number >= current.number


def test_the_stage_is_the_one_set_last_and_may_go_down() -> None:
    history = [change(MasteryStage.RELIABLE_WHEN_CALM, 10), change(MasteryStage.REHEARSED, 2, lapsed=True)]
    assert current_stage(history, "R4") is MasteryStage.REHEARSED
    assert is_lapsed(history, "R4")
    assert current_stage(history, "R5") is MasteryStage.NOT_INTRODUCED
    assert not is_lapsed(history[:1], "R4")


def test_a_lapse_needs_something_to_lapse_from() -> None:
    lapse = change(MasteryStage.REHEARSED, lapsed=True)
    assert [p.code for p in mastery_problems(lapse, [], TODAY)] == ["never_reliable"]
    assert mastery_problems(lapse, [change(MasteryStage.RELIABLE_WHEN_CALM, 9)], TODAY) == []


def test_impossible_practice_is_refused() -> None:
    assert [p.field for p in assignment_problems(replace(GIVEN, times_per_week=0))] == ["times_per_week"]
    assert [p.field for p in assignment_problems(replace(GIVEN, due_on=GIVEN.assigned_on - timedelta(days=1)))] == [
        "due_on"
    ]
    assert [p.field for p in log_problems(log(-1), GIVEN, TODAY)] == ["on"]
    assert [p.code for p in log_problems(log(15), GIVEN, TODAY)] == ["before_assignment"]
    assert [p.field for p in log_problems(log(usefulness=11), GIVEN, TODAY)] == ["usefulness"]


HELD = Session(
    id="s", unit_id="u", episode_id="e", starts=Instant(NOW.at - timedelta(hours=2)),
    stops=Instant(NOW.at - timedelta(hours=1)), attendance=Attendance.ATTENDED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"stops": Instant(NOW.at - timedelta(hours=2))}, "stop_before_start"),
        ({"stops": Instant(NOW.at - timedelta(hours=3))}, "stop_before_start"),
        ({"stops": Instant(NOW.at + timedelta(hours=40))}, "too_long_session"),
        ({"starts": Instant(NOW.at + timedelta(hours=1)), "stops": Instant(NOW.at + timedelta(hours=2))}, "in_future"),
        ({"present": (Present(role=PresentRole.INTERPRETER),)}, "client_not_present"),
    ],
)
def test_what_a_session_cannot_be(values: dict[str, object], code: str) -> None:
    assert code in [p.code for p in session_problems(replace(HELD, **values), NOW)]


def test_a_held_session_by_video_says_where_both_were() -> None:
    video = replace(HELD, setting=next(s for s in Setting if s.is_telehealth))
    assert {p.field for p in session_problems(video, NOW)} == {"client_location", "provider_location"}
    assert session_problems(replace(video, client_location="home", provider_location="office"), NOW) == []
    assert session_problems(HELD, NOW) == []


def test_minutes_are_whole_and_rounded_down() -> None:
    assert replace(HELD, stops=Instant(HELD.starts.at + timedelta(minutes=52, seconds=59))).minutes == 52
