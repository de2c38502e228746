"""A clock set back by hours or days swallows no danger: what was told last counts last, whatever the clock says (6.6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn
from irt_desk.domain.safety import Gate, IpvFinding, TriggerKind
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import DiscernmentScreen, Leaning, Place
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from tests.joint import couple, couple_under_override, in_preparation, prescreen
from tests.practices import Clock, make_active, new_client, screen
from tests.services.test_no_way_around import asked_about_deciding, planned

BACK = [timedelta(minutes=40), timedelta(hours=5)]


@pytest.mark.parametrize("back", BACK)
def test_a_danger_told_to_an_earlier_clock_still_stops(desk: Desk, clock: Clock, back: timedelta) -> None:
    unit = new_client(desk, clock)
    make_active(desk, clock, unit)
    clock.now -= back
    screen(desk, clock, unit, IpvFinding.CURRENT_CONCERN)
    assert desk.safety.standing(unit).gate is Gate.BLOCKED


@pytest.mark.parametrize("back", BACK)
def test_what_the_partner_tells_an_earlier_clock_still_stops(desk: Desk, clock: Clock, back: timedelta) -> None:
    unit, _ = couple(desk, clock)
    clock.now -= back
    prescreen(desk, clock, unit, desk.units.of(unit)[0].partner_id, IpvFinding.CURRENT_CONCERN)
    assert desk.units.pair(unit).gate is Gate.BLOCKED


@pytest.mark.parametrize("back", [*BACK, timedelta(days=3)])
def test_an_answer_given_to_an_earlier_clock_still_stops(desk: Desk, clock: Clock, back: timedelta) -> None:
    unit, joint, _ = couple_under_override(desk, clock)
    session = planned(desk, clock, joint)
    clock.now -= back
    for place, answer in ((Place.A, CheckInAnswer.AT_EASE), (Place.B, CheckInAnswer.NOT_TODAY)):
        desk.check_ins.record(
            SafetyCheckIn(
                id="", unit_id=joint, session_id=session.id, place=place, recorded=Instant(clock()), asked_alone=True,
                answer=answer,
            )
        )  # fmt: skip
    pair = desk.units.pair(unit)
    assert (pair.gate, pair.override) == (Gate.BLOCKED, None)
    assert [one.code for one in desk.check_ins.of_session(session.id).missing] == ["check_in_stop"]


def test_a_separation_told_to_an_earlier_clock_asks_anew(desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    make_active(desk, clock, unit)
    clock.now -= timedelta(days=2)
    desk.safety.record_separation(unit, clock.today)
    assert desk.safety.standing(unit).gate is Gate.UNSCREENED
    assert f"trigger_{TriggerKind.SEPARATION}" in desk.safety.standing(unit).reasons


def test_who_is_pressed_by_an_earlier_clock_still_does_not_decide(desk: Desk, clock: Clock) -> None:
    unit, _ = in_preparation(desk, clock, TransitionTarget.DISCERNMENT)
    asked_about_deciding(desk, clock, unit)
    clock.now -= timedelta(minutes=40)
    desk.units.screen_for_discernment(
        DiscernmentScreen(
            id="", from_unit_id=unit, place=Place.B, on=clock.today, recorded=Instant(clock()), leaning=Leaning.OUT,
            coerced=True,
        )
    )  # fmt: skip
    assert desk.units.pair(unit).screens[-1].coerced, "the last talk is the one that counts"
