"""Patterns through the services: versions that are never overwritten, what the client saw, and the five questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

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
    maps_to_look_at,
)
from irt_desk.domain.quick_episodes import QuickAnswer
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import FuzzyDay, Instant, Invalid
from irt_desk.domain.vulnerability import VulnerabilityCycle
from irt_desk.errors import Refused
from irt_desk.services.desk import Desk
from irt_desk.services.patterns import PatternView
from tests.practices import Clock, screen


def a_pattern(unit_id: str) -> RelationshipPattern:
    return RelationshipPattern(id="", unit_id=unit_id, code=PatternCode.PURSUE_WITHDRAW)


def a_map(clock: Clock, *texts: str) -> CycleMap:
    kinds = (StepKind.TRIGGER, StepKind.MEANING, StepKind.MOVE)
    steps = tuple(
        CycleStep(actor=StepActor.CLIENT, kind=kind, text=text)
        for kind, text in zip(kinds, texts or ("Bins out", "I do not matter", "I ask again"), strict=True)
    )
    return CycleMap(id="", pattern_id="", unit_id="", version=0, created=Instant(clock()), steps=steps)


def view(desk: Desk, unit_id: str) -> PatternView:
    (found,) = desk.patterns.of(unit_id)
    return found


def test_pattern_and_map_are_stored_together_or_not_at_all(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(Invalid):
        desk.patterns.save_with_map(a_pattern(unit_id), replace(a_map(clock), steps=()))
    assert desk.patterns.of(unit_id) == ()
    desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock))
    assert view(desk, unit_id).newest is not None


def test_a_draft_is_edited_in_place_and_a_shared_map_never(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock)).value
    pattern = view(desk, unit_id).pattern
    desk.patterns.save_with_map(pattern, a_map(clock, "Bins in", "I do not matter", "I ask again"))
    assert [m.version for m in view(desk, unit_id).maps] == [1]
    desk.patterns.set_status(first.pattern_id, PatternStatus.SHARED_WITH_CLIENT)
    desk.patterns.save_with_map(view(desk, unit_id).pattern, a_map(clock, "Bins in", "I am alone", "I ask again"))
    newest, before = view(desk, unit_id).maps
    assert (newest.version, before.version) == (2, 1)
    assert before.steps[1].text == "I do not matter"


def test_saving_without_a_change_makes_no_version(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock)).value
    desk.patterns.set_status(first.pattern_id, PatternStatus.SHARED_WITH_CLIENT)
    desk.patterns.save_with_map(replace(view(desk, unit_id).pattern, nickname_by_client="the bins"), a_map(clock))
    assert [m.version for m in view(desk, unit_id).maps] == [1]
    assert view(desk, unit_id).pattern.nickname_by_client == "the bins"


def episode(desk: Desk, clock: Clock, unit_id: str, pattern_id: str) -> str:
    told = PatternEpisode(
        id="", unit_id=unit_id, pattern_id=pattern_id, happened=FuzzyDay(clock.today), entered=Instant(clock())
    )
    return desk.patterns.log_episode(told).value.id


def test_a_map_rests_on_episodes_of_its_own_pattern_and_a_version_keeps_them(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    first = desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock)).value
    one, two = (episode(desk, clock, unit_id, first.pattern_id) for _ in range(2))
    other = desk.patterns.save(replace(a_pattern(unit_id), code=PatternCode.ATTACK_ATTACK)).value
    strange = episode(desk, clock, unit_id, other.id)
    pattern = next(v.pattern for v in desk.patterns.of(unit_id) if v.pattern.id == first.pattern_id)
    for wrong in (strange, "nobody's"):
        with pytest.raises(Invalid, match="not told of this pattern"):
            desk.patterns.save_with_map(pattern, replace(a_map(clock), based_on_incident_ids=(one, wrong)))
    desk.patterns.save_with_map(pattern, replace(a_map(clock), based_on_incident_ids=(one, two, one)))
    desk.patterns.set_status(first.pattern_id, PatternStatus.SHARED_WITH_CLIENT)
    pattern = replace(pattern, status=PatternStatus.SHARED_WITH_CLIENT)
    desk.patterns.save_with_map(pattern, replace(a_map(clock), based_on_incident_ids=(two, one)))
    desk.patterns.save_with_map(pattern, replace(a_map(clock), based_on_incident_ids=(two,)))
    maps = next(v.maps for v in desk.patterns.of(unit_id) if v.pattern.id == first.pattern_id)
    assert [(m.version, m.based_on_incident_ids) for m in maps] == [(2, (two,)), (1, (one, two))], (
        "the same episodes in another order are no new version"
    )


def test_sharing_notes_which_version_the_client_saw(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock)).value
    assert view(desk, unit_id).newest_shown is None
    desk.patterns.set_status(first.pattern_id, PatternStatus.SHARED_WITH_CLIENT)
    desk.patterns.save_with_map(view(desk, unit_id).pattern, a_map(clock, "Bins in", "I am alone", "I ask again"))
    seen = view(desk, unit_id).newest_shown
    assert seen is not None
    assert seen.version == 1, "a version drawn later was not seen yet"
    newest = view(desk, unit_id).newest
    assert newest is not None
    desk.patterns.show_to_client(newest.id)
    desk.patterns.show_to_client(newest.id)
    shown = view(desk, unit_id)
    assert [s.version for s in shown.shown] == [1, 2]
    assert shown.newest_shown == newest


def test_a_version_is_seen_only_once_the_pattern_is_shared(desk: Desk, clock: Clock, unit_id: str) -> None:
    first = desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock)).value
    with pytest.raises(Invalid) as refused:
        desk.patterns.show_to_client(first.id)
    assert [p.code for p in refused.value.problems] == ["share_first"]
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    with pytest.raises(Refused):
        desk.patterns.show_to_client(first.id)


def test_what_the_partner_may_carry_needs_another_reading(desk: Desk, unit_id: str) -> None:
    guessed = replace(a_pattern(unit_id), vulnerability_partner=VulnerabilityCycle(core_belief="I am never enough"))
    with pytest.raises(Invalid) as refused:
        desk.patterns.save(guessed)
    assert [p.code for p in refused.value.problems] == ["vulnerability_alternative"]
    person = replace(guessed.vulnerability_partner, alternatives=("tired of being asked",))
    made = desk.patterns.save(replace(guessed, vulnerability_partner=person, eft_step_focus=4)).value
    assert view(desk, unit_id).pattern == made
    with pytest.raises(Invalid):
        desk.patterns.save(replace(made, eft_step_focus=10))


def held(desk: Desk, clock: Clock, unit_id: str) -> str:
    now = clock()
    stops = now + timedelta(minutes=50)
    made = desk.sessions.schedule(
        Session(id="", unit_id=unit_id, episode_id="", starts=Instant(now), stops=Instant(stops))
    ).value
    clock.now = stops
    desk.sessions.attend(made.id, Instant(now), Instant(stops))
    return made.id


def test_three_at_once_are_three_episodes_of_that_session(desk: Desk, clock: Clock, unit_id: str) -> None:
    pattern = desk.patterns.save(a_pattern(unit_id)).value
    held(desk, clock, unit_id)
    clock.pass_days(7)
    session_id = held(desk, clock, unit_id)
    facts = desk.patterns.quick_facts(unit_id, session_id)
    assert facts.since[pattern.id] == clock.today - timedelta(days=7)
    answer = QuickAnswer(count=3, strengths=(6, 8, 5))
    told = desk.patterns.tell(unit_id, pattern.id, answer, since=facts.since[pattern.id], session_id=session_id).value
    assert [e.told_in_session_id for e in told.episodes] == [session_id] * 3
    assert desk.patterns.quick_facts(unit_id, session_id).told_here == {pattern.id: 3}
    (second,) = desk.patterns.rollups_by_session(unit_id, pattern.id)[-1:]
    assert (second.number, second.rollup.per_week, second.rollup.intensity, second.rollup.worst) == (2, 3, 6, 8)


def test_a_late_note_tells_of_the_time_before_its_session(desk: Desk, clock: Clock, unit_id: str) -> None:
    pattern = desk.patterns.save(a_pattern(unit_id)).value
    clock.pass_days(7)
    session_id = held(desk, clock, unit_id)
    that_day = clock.today
    clock.pass_days(20)
    since = desk.patterns.quick_facts(unit_id, session_id).since[pattern.id]
    answer = QuickAnswer(count=3)
    told = desk.patterns.tell(unit_id, pattern.id, answer, since=since, session_id=session_id).value
    assert all(since <= one.happened.day < that_day for one in told.episodes)
    assert all(one.is_retrospective for one in told.episodes)
    assert told.count.until == that_day


def test_not_once_is_kept_and_not_asked_is_blank(desk: Desk, clock: Clock, unit_id: str) -> None:
    pattern = desk.patterns.save(a_pattern(unit_id)).value
    first = held(desk, clock, unit_id)
    since = desk.patterns.quick_facts(unit_id, first).since[pattern.id]
    desk.patterns.tell(unit_id, pattern.id, QuickAnswer(count=2), since=since, session_id=first)
    for asks in (True, False):
        clock.pass_days(7)
        session_id = held(desk, clock, unit_id)
        since = desk.patterns.quick_facts(unit_id, session_id).since[pattern.id]
        if asks:
            desk.patterns.tell(unit_id, pattern.id, QuickAnswer(count=0), since=since, session_id=session_id)
    weeks = [one.rollup.per_week for one in desk.patterns.rollups_by_session(unit_id, pattern.id)]
    assert weeks[-1] is None
    assert len(desk.patterns.episodes(unit_id)) == 2


def test_a_wrong_answer_stores_nothing(desk: Desk, clock: Clock, unit_id: str) -> None:
    pattern = desk.patterns.save(a_pattern(unit_id)).value
    with pytest.raises(Invalid):
        desk.patterns.tell(unit_id, pattern.id, QuickAnswer(count=3, strengths=(6, 7)), since=clock.today)
    assert desk.patterns.episodes(unit_id) == ()


def test_a_danger_told_among_several_stops_the_case(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    pattern = desk.patterns.save(a_pattern(unit_id)).value
    answer = QuickAnswer(count=3, safety_flag=SafetyFlag.PUSHED_OR_WORSE)
    desk.patterns.tell(unit_id, pattern.id, answer, since=clock.today - timedelta(days=7))
    assert desk.safety.standing(unit_id).gate is Gate.BLOCKED
    assert desk.patterns.quick_facts(unit_id).is_stopped


def test_the_map_to_look_at_again_is_the_newest_of_a_pattern_in_work(desk: Desk, clock: Clock, unit_id: str) -> None:
    day = clock().date()
    desk.patterns.save_with_map(a_pattern(unit_id), replace(a_map(clock), next_review_on=day))
    now = view(desk, unit_id)
    assert [one.next_review_on for one in maps_to_look_at([now.pattern], now.maps)] == [day]
    assert maps_to_look_at([replace(now.pattern, status=PatternStatus.RETIRED)], now.maps) == ()
    desk.patterns.set_status(now.pattern.id, PatternStatus.SHARED_WITH_CLIENT)
    desk.patterns.save_with_map(view(desk, unit_id).pattern, replace(a_map(clock), next_review_on=None))
    again = view(desk, unit_id)
    assert len(again.maps) == 2
    assert maps_to_look_at([again.pattern], again.maps) == (), "a newer version without a day asks for nothing"


def test_one_pattern_is_the_primary_one(desk: Desk, clock: Clock, unit_id: str) -> None:
    desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock))
    second = desk.patterns.save_with_map(a_pattern(unit_id), a_map(clock)).value
    desk.patterns.put_first(second.pattern_id)
    assert [(one.pattern.id == second.pattern_id, one.pattern.is_primary) for one in desk.patterns.of(unit_id)] == [
        (True, True),
        (False, False),
    ]
