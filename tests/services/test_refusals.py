"""What the safety gate refuses through the services, and what a told danger does at once (2.4, 2.6, 3.1, 6.3, 6.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.content import StopCode
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.patterns import (
    CycleMap,
    CycleStep,
    PatternCode,
    PatternEpisode,
    PatternStatus,
    RelationshipPattern,
    SafetyFlag,
    StepActor,
    StepKind,
)
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.skills import (
    AssignmentStatus,
    GotInWay,
    PracticeAssignment,
    PracticeDone,
    PracticeLog,
    SafeToTakeHome,
)
from irt_desk.domain.values import FuzzyDay, Instant, Invalid
from irt_desk.errors import Refused
from irt_desk.services import content
from irt_desk.services.desk import Desk
from tests.practices import Clock, screen

STOP = IpvFinding.CURRENT_CONCERN
GATED = next(skill for skill in content.load_skills().values() if StopCode.SG in skill.stop_when and skill.id != "I1")
FREE = next(skill for skill in content.load_skills().values() if StopCode.SG not in skill.stop_when)
E = PartnerEngagement


def assignment(clock: Clock, unit_id: str, skill_id: str = GATED.id, **values: object) -> PracticeAssignment:
    return PracticeAssignment(
        id="", unit_id=unit_id, skill_id=skill_id, skill_version=1, assigned_on=clock.today, **values
    )  # type: ignore[arg-type]  # fields of an assignment


def pattern(desk: Desk, unit_id: str) -> RelationshipPattern:
    return desk.patterns.save(RelationshipPattern(id="", unit_id=unit_id, code=PatternCode.PURSUE_WITHDRAW)).value


def cycle_map(clock: Clock, made: RelationshipPattern) -> CycleMap:
    steps = tuple(
        CycleStep(actor=StepActor.CLIENT, kind=kind, text="I raise my voice")
        for kind in (StepKind.TRIGGER, StepKind.FEELING, StepKind.MOVE)
    )
    return CycleMap(id="", pattern_id=made.id, unit_id=made.unit_id, version=0, created=Instant(clock()), steps=steps)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [item.code for item in refused.value.missing]


def test_a_gated_skill_is_refused_at_a_stop_and_a_free_one_is_not(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, STOP)
    with pytest.raises(Refused) as refused:
        desk.skills.assign(assignment(clock, unit_id))
    assert codes(refused) == ["skill_refused"]
    assert GATED.name in str(refused.value)
    desk.skills.assign(assignment(clock, unit_id, FREE.id))
    assert [view.skill.id for view in desk.skills.of(unit_id)] == [FREE.id]


@pytest.mark.parametrize("finding", [None, IpvFinding.SITUATIONAL_LOW_SEVERITY])
def test_before_a_screening_and_at_caution_each_gated_skill_needs_its_reason(
    desk: Desk, clock: Clock, unit_id: str, finding: IpvFinding | None
) -> None:
    if finding is not None:
        screen(desk, clock, unit_id, finding)
    with pytest.raises(Refused) as refused:
        desk.skills.assign(assignment(clock, unit_id))
    assert codes(refused) == ["skill_confirm"]
    made = desk.skills.assign(assignment(clock, unit_id, gate_reason="asked alone today; no fear")).value
    assert made.status is AssignmentStatus.ACTIVE


def test_no_handout_goes_home_at_a_stop(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, STOP)
    wanted = assignment(clock, unit_id, FREE.id, safe_to_take_home=SafeToTakeHome.YES)
    assert desk.skills.assign(wanted).value.safe_to_take_home is SafeToTakeHome.NO


def test_a_new_assignment_of_a_skill_ends_the_running_one(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = desk.skills.assign(assignment(clock, unit_id, FREE.id)).value
    desk.skills.assign(assignment(clock, unit_id, FREE.id))
    (view,) = desk.skills.of(unit_id)
    assert [a.status for a in view.assignments if a.id == first.id] == [AssignmentStatus.ENDED]
    assert len(view.assignments) == 2


def test_practice_that_did_not_feel_safe_pauses_it_and_stops_the_case(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    desk.engagement.move(unit_id, E.CONSIDERING, on=clock.today)
    given = desk.skills.assign(assignment(clock, unit_id)).value
    clock.pass_days(2)
    desk.skills.log(
        PracticeLog(
            id="", unit_id=unit_id, assignment_id=given.id, skill_id=given.skill_id, on=clock.today,
            entered=Instant(clock()), done=PracticeDone.NO, got_in_way=GotInWay.UNSAFE,
        )
    )  # fmt: skip
    (view,) = desk.skills.of(unit_id)
    assert view.assignments[0].status is AssignmentStatus.PAUSED
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED
    assert desk.engagement.current(unit_id) is E.INVITATION_CONTRAINDICATED
    with pytest.raises(Refused):
        desk.skills.resume(given.id, "she says it is fine")
    screen(desk, clock, unit_id, change_reason="Talked it through alone; it was shame, not fear.")
    assert desk.skills.resume(given.id).value.status is AssignmentStatus.ACTIVE


def test_no_mutual_pattern_is_drawn_or_shared_at_a_stop(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    made = pattern(desk, unit_id)
    desk.patterns.save_map(cycle_map(clock, made))
    screen(desk, clock, unit_id, STOP)
    for act in (
        lambda: desk.patterns.save(replace(made, nickname_by_client="the bin fight")),
        lambda: desk.patterns.save_map(cycle_map(clock, made)),
        lambda: desk.patterns.set_status(made.id, PatternStatus.SHARED_WITH_CLIENT),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["pattern_safety_stop"]
    assert desk.patterns.set_status(made.id, PatternStatus.DORMANT).value.status is PatternStatus.DORMANT


def test_a_shared_map_is_never_edited_in_place(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = pattern(desk, unit_id)
    first = desk.patterns.save_map(cycle_map(clock, made)).value
    again = desk.patterns.save_map(cycle_map(clock, made)).value
    assert (again.id, again.version) == (first.id, 1)
    desk.patterns.set_status(made.id, PatternStatus.SHARED_WITH_CLIENT)
    newer = desk.patterns.save_map(replace(cycle_map(clock, made), summary_for_client="in plain words")).value
    assert (newer.version, newer.id != first.id) == (2, True)
    (view,) = desk.patterns.of(unit_id)
    assert [m.version for m in view.maps] == [2, 1]
    assert view.maps[1].summary_for_client == ""


@pytest.mark.parametrize("flag", [flag for flag in SafetyFlag if flag is not SafetyFlag.NONE])
def test_an_episode_in_which_somebody_was_frightened_stops_the_case_at_once(
    desk: Desk, clock: Clock, unit_id: str, flag: SafetyFlag
) -> None:
    screen(desk, clock, unit_id)
    made = pattern(desk, unit_id)
    told = PatternEpisode(
        id="", unit_id=unit_id, pattern_id=made.id, happened=FuzzyDay(clock.today), entered=Instant(clock())
    )
    desk.patterns.log_episode(told)
    assert desk.safety.standing(unit_id).gate is Gate.OPEN
    desk.patterns.log_episode(replace(told, safety_flag=flag))
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED
    clock.pass_days(200)
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED, "a stop does not fade"
    screen(desk, clock, unit_id, change_reason="Asked alone; no fear now.")
    assert desk.safety.standing(unit_id).gate is Gate.OPEN


def test_a_stop_keeps_where_the_partner_stood_and_gives_it_back(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    desk.engagement.move(unit_id, E.DECLINED, on=clock.today, note="As told: no.")
    clock.pass_days(1)
    screen(desk, clock, unit_id, STOP)
    assert desk.engagement.current(unit_id) is E.INVITATION_CONTRAINDICATED
    with pytest.raises(Refused) as refused:
        desk.engagement.move(unit_id, E.CONSIDERING, on=clock.today)
    assert codes(refused) == ["engagement_contraindicated"]
    clock.pass_days(1)
    screen(desk, clock, unit_id, change_reason="Moved out; asked alone, no fear.")
    assert desk.engagement.current(unit_id) is E.DECLINED
    assert [entry.to_state for entry in desk.engagement.log(unit_id)] == [
        E.DECLINED,
        E.INVITATION_CONTRAINDICATED,
        E.DECLINED,
    ]


def test_nobody_is_invited_before_a_screening_or_on_an_old_one(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.engagement.move(unit_id, E.INVITED, on=clock.today)
    assert codes(refused) == ["gate_unscreened"]
    screen(desk, clock, unit_id)
    clock.pass_days(31)
    with pytest.raises(Refused) as refused:
        desk.engagement.move(unit_id, E.PREPARING_INVITATION, on=clock.today)
    assert codes(refused) == ["screening_30_days"]
    screen(desk, clock, unit_id)
    assert desk.engagement.move(unit_id, E.INVITED, on=clock.today).value.to_state is E.INVITED


def test_an_impossible_move_or_day_is_refused_and_leaves_no_line(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.engagement.move(unit_id, E.JOINED, on=clock.today)
    assert codes(refused) == ["engagement_move"]
    with pytest.raises(Invalid):
        desk.engagement.move(unit_id, E.DECLINED, on=clock.today + timedelta(days=1))
    desk.engagement.move(unit_id, E.DECLINED, on=clock.today)
    with pytest.raises(Invalid):
        desk.engagement.move(unit_id, E.CONSIDERING, on=clock.today - timedelta(days=3))
    assert len(desk.engagement.log(unit_id)) == 1


def test_a_screening_with_the_partner_in_the_room_opens_nothing(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, alone=False)
    assert desk.safety.standing(unit_id).gate is Gate.UNSCREENED


def test_a_stop_is_lifted_only_with_a_reason(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id, STOP)
    with pytest.raises(Invalid):
        screen(desk, clock, unit_id)
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED
