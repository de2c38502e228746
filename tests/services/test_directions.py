"""Discernment over its sessions: one person's course, the day agreed on for looking again, on the unit and in Today."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from irt_desk.domain.cases import CaseState, Outcome, UnitKind
from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.discernment import DcDecision, DirectionReview, six_months_after
from irt_desk.domain.pathway import TransitionCode, TransitionRequest
from irt_desk.domain.suitability import PathwayDecision, PathwayOption, PathwayTiming
from irt_desk.domain.units import Leaning, Place
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import NotFound
from irt_desk.services.desk import Desk
from irt_desk.services.pathway_history import HistoryKind
from irt_desk.services.texts import due_text
from tests.joint import discernment, sign
from tests.practices import Clock, screen
from tests.services.test_units import decide, held

D = DcDecision


def due(desk: Desk, unit: str) -> list[str]:
    return [
        due_text(need.due, desk.settings.today())
        for need in desk.today.page().needs
        if need.row.unit_id == unit and need.due.code.endswith("_review") and need.due.kind.value == "look_again"
    ]


def look(desk: Desk, clock: Clock, unit: str, **more: object) -> DirectionReview:
    values: dict[str, object] = {"on": clock.today, "recorded": Instant(clock()), "what": "It holds for both."}
    return desk.discernment.review_direction(DirectionReview(id="", unit_id=unit, **values | more)).value  # type: ignore[arg-type]  # test values by name


def test_one_persons_course_is_theirs_alone_with_their_first_and_current_leaning(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    empty = desk.discernment.member_course(joint, Place.A)
    assert (empty.points, empty.first_leaning, empty.current_leaning) == ((), Leaning.IN, Leaning.IN)
    for clarity, leaning in ((3, Leaning.MOSTLY_OUT), (6, Leaning.TORN)):
        session = held(desk, clock, joint)
        part = desk.discernment.part(joint, session, Place.B)
        desk.discernment.save_part(replace(part, clarity=clarity, confidence=clarity - 1, leaning=leaning))
    course = desk.discernment.member_course(joint, Place.B)
    assert [(p.number, p.clarity, p.confidence) for p in course.points] == [(1, 3, 2), (2, 6, 5)]
    assert (course.first_leaning, course.current_leaning) == (Leaning.OUT, Leaning.TORN)
    assert desk.discernment.member_course(joint, Place.A).points == ()


def test_path_1_comes_back_on_its_day_until_it_was_looked_at(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    day = clock.today + timedelta(days=60)
    decide(desk, clock, joint, D.PATH_1, D.PATH_1, path_1_review_on=day)
    assert desk.charts.head(joint).direction == ("path_1_review", day)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(code=TransitionCode.T22, outcome=Outcome.PATH_1))
    assert desk.charts.head(joint).direction == ("path_1_review", day), "it closes with the day both agreed on"
    assert due(desk, joint) == []
    clock.pass_days(60)
    assert len(due(desk, joint)) == 1
    assert due(desk, joint)[0].startswith("Path 1")
    again = clock.today + timedelta(days=30)
    look(desk, clock, joint, next_on=again)
    assert due(desk, joint) == []
    assert desk.discernment.direction(joint).due == ("path_1_review", again)
    clock.pass_days(30)
    look(desk, clock, joint)
    assert desk.discernment.direction(joint).due is None
    assert [one.kind for one in desk.pathway.lines(joint)].count(HistoryKind.DIRECTION) == 2


def test_a_day_said_with_the_closing_goes_before_the_one_agreed_on(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    decide(desk, clock, joint, D.PATH_1, D.PATH_1, path_1_review_on=clock.today + timedelta(days=60))
    said = clock.today + timedelta(days=20)
    asked = TransitionRequest(code=TransitionCode.T22, outcome=Outcome.PATH_1, look_again_on=said)
    desk.pathway.move(joint, CaseState.CLOSED, asked)
    assert desk.charts.head(joint).direction == ("path_1_review", said)


def test_the_six_months_of_path_3_end_on_the_couple_unit_it_led_to(desk: Desk, clock: Clock) -> None:
    unit, joint = discernment(desk, clock)
    start = clock.today
    decide(desk, clock, joint, D.PATH_3, D.PATH_3, path_3_start=start)
    assert desk.charts.head(joint).direction == ("path_3_review", six_months_after(start))
    for kind in (ConsentType.COUPLE_AGREEMENT, ConsentType.SECRETS_POLICY):
        for who in Signer:
            sign(desk, clock, joint, kind, who)
    desk.pathway.move(joint, CaseState.CLOSED, TransitionRequest(code=TransitionCode.T21))
    (row,) = [row for row in desk.clients.rows() if row.kind is UnitKind.COUPLE]
    assert desk.charts.head(row.unit_id).direction == ("path_3_review", six_months_after(start))
    assert desk.charts.head(joint).direction is None, "asked for once"
    clock.pass_days((six_months_after(start) - clock.today).days)
    screen(desk, clock, unit)
    assert due(desk, joint) == []
    (said,) = due(desk, row.unit_id)
    assert said.startswith("Six-month review of the path 3 effort")


def test_a_decision_that_is_void_takes_its_day_with_it(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    made = decide(desk, clock, joint, D.PATH_1, D.PATH_1, path_1_review_on=clock.today)
    assert len(due(desk, joint)) == 1
    desk.discernment.void(made.session_id, "He told her what to say.")
    assert due(desk, joint) == []


def test_a_look_says_something_and_belongs_to_two(desk: Desk, clock: Clock, unit_id: str) -> None:
    _, joint = discernment(desk, clock)
    with pytest.raises(Invalid):
        look(desk, clock, joint, what=" ")
    with pytest.raises(NotFound):
        look(desk, clock, unit_id)


def test_if_and_when_stands_in_the_history(desk: Desk, clock: Clock, unit_id: str) -> None:
    decision = PathwayDecision(
        id="", unit_id=unit_id, on=clock.today, option=PathwayOption.DISCERNMENT, timing=PathwayTiming.LATER,
        rationale="She wants time first.",
    )  # fmt: skip
    desk.suitability.add_pathway_decision(decision)
    (line,) = [one for one in desk.pathway.lines(unit_id) if one.kind is HistoryKind.DECISION]
    assert (line.text, line.detail) == ("Discernment counseling: later", "She wants time first.")
