"""Measures of a couple unit on a real practice: each person's own, nothing crosses, nothing that is asked of a person alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy.exc

from irt_desk.domain.consents import ConsentType, Signer
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.measure_scores import OutcomeClass
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant, Invalid, new_id
from irt_desk.services.desk import Desk
from irt_desk.services.measure_courses import MeasureCourse, as_rows, changed_reliably
from irt_desk.services.measures import Entered
from irt_desk.storage import tables
from tests.joint import appointment, couple, discernment, in_preparation, prescreen, sign
from tests.practices import Clock

LOW, MIDDLE, HIGH = (3, 2, 2, 2), (3, 3, 3, 3), (5, 4, 4, 4)
"""CSI-4 forms that come to 9, 12 and 17."""


def form(clock: Clock, unit_id: str, place: Place | None, measure: str, *values: float, **more: Any) -> Administration:
    answers = {str(n): float(value) for n, value in enumerate(values, 1)}
    fields: dict[str, Any] = {"on": clock.today, "answers": answers, "place": place, **more}
    return Administration(id="", unit_id=unit_id, measure=measure, entered=Instant(clock()), **fields)


def enter(desk: Desk, clock: Clock, unit_id: str, place: Place | None, measure: str, *values: float) -> Entered:
    return desk.measures.enter(form(clock, unit_id, place, measure, *values)).value


def refused(desk: Desk, given: Administration) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as told:
        desk.measures.enter(given)
    return [(problem.field, problem.code) for problem in told.value.problems]


def course(desk: Desk, joint: str, place: Place, key: str = "csi4") -> MeasureCourse:
    (found,) = (one for one in desk.measures.of(joint).of_one(place).courses if one.key == key)
    return found


def held(desk: Desk, clock: Clock, joint: str) -> str:
    session = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    desk.sessions.attend(session.id, session.starts, session.stops)
    return session.id


def test_nothing_of_one_person_is_a_baseline_or_a_change_of_the_other(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    enter(desk, clock, joint, Place.A, "CSI-4", *LOW)
    clock.pass_days(1)
    enter(desk, clock, joint, Place.B, "CSI-4", *HIGH)
    first = course(desk, joint, Place.B).scored[0]
    assert (first.is_baseline, first.outcome, first.baseline) == (True, None, 17)
    clock.pass_days(14)
    enter(desk, clock, joint, Place.A, "CSI-4", *HIGH)
    enter(desk, clock, joint, Place.B, "CSI-4", *LOW)
    assert [s.outcome for s in course(desk, joint, Place.A).scored] == [None, OutcomeClass.RECOVERED]
    assert [s.outcome for s in course(desk, joint, Place.B).scored] == [None, OutcomeClass.DETERIORATED]
    assert [one.title for one in desk.measures.of(joint).courses] == ["CSI-4 (Noor)", "CSI-4 (Calliope)"]


def test_whose_answers_they_are_has_to_be_said(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    assert refused(desk, form(clock, joint, None, "CSI-4", *LOW)) == [("place", "whose_answers")]
    assert refused(desk, form(clock, unit, Place.A, "CSI-4", *LOW)) == [("place", "one_person_here")]
    assert desk.measures.of(joint).courses == ()


def test_what_is_asked_of_a_person_alone_is_refused_with_a_sentence(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    known = {one.key: one for one in desk.measures.library()}
    for key in (
        "phq9",
        "gad7",
        "auditc",
        "dast10",
        "hits",
        "ehits",
        "ecrs",
        "msi",
        "sessionfeedback",
        "commitmentladder",
    ):
        printings = known[key].form_versions
        lowest = [item.low for item in known[key].items]
        given = form(clock, joint, Place.A, key, *lowest, form_version=printings[0].code if printings else "")
        assert refused(desk, given) == [("measure", "asked_alone")], key
        with pytest.raises(Invalid, match="asked of a person alone"):
            desk.measures.enter(given)
    assert set(desk.measures.of(joint).offered) == {key for key, one in known.items() if one.of_relationship}
    assert set(desk.measures.of(unit).offered) == set(known)


def test_discernment_takes_no_score_and_offers_none(desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    for place in (None, *Place):
        assert refused(desk, form(clock, joint, place, "CSI-4", *LOW)) == [("measure", "no_scores_discernment")]
    found = desk.measures.of(joint)
    assert (found.offered, found.due, found.each) == ({}, {}, ())


def test_a_guest_fills_in_nothing(desk: Desk, clock: Clock) -> None:
    unit, partner = in_preparation(desk, clock, TransitionTarget.COUPLES)
    prescreen(desk, clock, unit, partner)
    sign(desk, clock, unit, ConsentType.COLLATERAL, Signer.PARTNER)
    guest = desk.units.open_collateral(unit, partner).value.id
    assert refused(desk, form(clock, guest, None, "CSI-4", *LOW)) == [("measure", "no_scores_guest")]
    assert desk.measures.of(guest).offered == {}


def test_scores_of_the_individual_record_stay_there(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    enter(desk, clock, unit, None, "CSI-4", *LOW)
    enter(desk, clock, unit, None, "PHQ-9", *[0] * 8, 1)
    assert desk.measures.of(joint).courses == ()
    assert desk.measures.of(joint).risk == ()
    clock.pass_days(14)
    enter(desk, clock, joint, Place.A, "CSI-4", *HIGH)
    assert course(desk, joint, Place.A).scored[0].is_baseline
    assert [s.score.total for c in desk.measures.of(unit).courses for s in c.scored] == [9, 1]


def test_show_says_whose_a_score_is_and_leaves_the_rows_of_one_person_as_they_were(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    enter(desk, clock, unit, None, "CSI-4", *LOW)
    enter(desk, clock, joint, Place.A, "CSI-4", *MIDDLE)
    enter(desk, clock, joint, Place.B, "CSI-4", *HIGH)
    keys = ["measure", "version", "date", "total", "subscales", "class", "baseline"]
    (own,) = desk.show.chart(unit)["measures"]
    assert list(own) == keys
    rows = desk.show.chart(joint)["measures"]
    assert [(row["member"], row["total"], row["baseline"]) for row in rows] == [("a", 12, 12), ("b", 17, 17)]
    assert all(set(row) == {"member", *keys} for row in rows)


def test_each_has_a_rhythm_of_their_own(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    held(desk, clock, joint)
    enter(desk, clock, joint, Place.B, "CSI-4", *LOW)
    found = desk.measures.of(joint)
    assert {one.place: dict(one.due) for one in found.each} == {
        Place.A: {"csi4": clock.today, "csi16": clock.today},
        Place.B: {"csi4": clock.today + timedelta(days=14)},
    }
    assert found.of_one(Place.B).due == {"csi4": clock.today + timedelta(days=14)}
    assert found.due == {}, "of both at once nothing is due"
    (line,) = [due for due in desk.charts.head(joint).dues if due.code == "measures"]
    assert line.values["measures"] == "CSI-16 (Noor), CSI-4 (Noor)"


def test_before_couple_work_closes_each_is_asked_for_their_own(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    held(desk, clock, joint)
    sixteen = [2] * 16
    enter(desk, clock, joint, Place.A, "CSI-16", *sixteen)
    enter(desk, clock, joint, Place.B, "CSI-16", *sixteen)
    clock.pass_days(30)
    desk.pathway.save_discharge(replace(desk.pathway.discharge(joint), reason="Both want to stop."))

    def asked() -> list[str]:
        return [d.values["measures"] for d in desk.charts.head(joint).dues if d.code == "measures_at_end"]

    assert asked() == ["CSI-16 (Noor), CSI-16 (Calliope)"], "in one line, as they are handed out"
    enter(desk, clock, joint, Place.B, "CSI-16", *[4] * 16)
    assert asked() == ["CSI-16 (Noor)"]
    told = desk.measures.final_text(joint)
    assert [line.partition(":")[0] for line in told.splitlines()] == ["CSI-16 (Noor)", "CSI-16 (Calliope)"]


def test_while_one_gate_is_a_stop_neither_is_asked(desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    held(desk, clock, joint)
    (link,) = desk.units.of(unit)
    clock.now += timedelta(days=1)
    prescreen(desk, clock, unit, link.partner_id, IpvFinding.COERCIVE_CONTROL_SUSPECTED)
    assert [dict(one.due) for one in desk.measures.of(joint).each] == [{}, {}]
    assert [due for due in desk.charts.head(joint).dues if due.code == "measures"] == []


def test_who_took_their_consent_back_gives_no_more_answers_and_the_earlier_ones_stay(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    enter(desk, clock, joint, Place.B, "CSI-4", *LOW)
    clock.pass_days(3)
    desk.units.withdraw(joint, Place.B, clock.today)
    assert refused(desk, form(clock, joint, Place.B, "CSI-4", *HIGH)) == [("place", "took_consent_back")]
    before = form(clock, joint, Place.B, "CSI-4", *MIDDLE, on=clock.today - timedelta(days=1))
    desk.measures.enter(before)
    enter(desk, clock, joint, Place.A, "CSI-4", *LOW)
    assert [s.score.total for s in course(desk, joint, Place.B).scored] == [9, 12]


def test_a_mistake_of_one_leaves_the_course_of_the_other_alone(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    wrong = enter(desk, clock, joint, Place.A, "CSI-4", *LOW)
    enter(desk, clock, joint, Place.B, "CSI-4", *LOW)
    desk.measures.mark_error(wrong.id, "Calliope's form.")
    assert (course(desk, joint, Place.A).scored, len(course(desk, joint, Place.A).in_error)) == ((), 1)
    assert [s.is_baseline for s in course(desk, joint, Place.B).scored] == [True]


def test_a_change_counts_against_the_persons_own_earlier_score(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    since = clock.today
    enter(desk, clock, joint, Place.A, "CSI-4", *LOW)
    clock.pass_days(20)
    enter(desk, clock, joint, Place.B, "CSI-4", *HIGH)
    with desk.practice.database.read() as c:
        assert not changed_reliably(c, joint, since), "two people's scores are no change"
    enter(desk, clock, joint, Place.A, "CSI-4", *HIGH)
    with desk.practice.database.read() as c:
        assert changed_reliably(c, joint, since)


def test_the_note_of_a_session_names_whose_score_it_links(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    session_id = held(desk, clock, joint)
    enter(desk, clock, joint, Place.A, "CSI-4", *LOW)
    enter(desk, clock, joint, Place.B, "CSI-4", *MIDDLE)
    found = desk.note_measures.of_session(session_id)
    assert [(one.name, one.score) for one in found] == [("CSI-4 (Noor)", "9"), ("CSI-4 (Calliope)", "12")]


@pytest.mark.parametrize("place", [None, Place.A])
def test_the_database_itself_refuses_answers_that_are_nobodys(desk: Desk, clock: Clock, place: Place | None) -> None:
    unit, joint = couple(desk, clock)
    given = form(clock, unit if place else joint, place, "csi4", *LOW, definition_version=1)
    row = Administration(**{name: getattr(given, name) for name in given.__slots__} | {"id": _id(clock)})
    with pytest.raises(sqlalchemy.exc.IntegrityError), desk.practice.database.transaction() as c:
        tables.ADMINISTRATIONS.add(c, row)


def test_a_row_from_before_it_was_asked_counts_for_neither_and_is_still_told(desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    given = form(clock, joint, None, "csi4", *LOW, definition_version=1)
    row = Administration(**{name: getattr(given, name) for name in given.__slots__} | {"id": _id(clock)})
    with desk.practice.database.transaction() as c:
        c.exec_driver_sql("DROP TRIGGER measure_administration_whose")  # an earlier release had none
        tables.ADMINISTRATIONS.add(c, row)
    clock.pass_days(14)
    enter(desk, clock, joint, Place.A, "CSI-4", *HIGH)
    found = desk.measures.of(joint)
    assert [s.score.total for one in found.without_name for s in one.scored] == [9]
    assert course(desk, joint, Place.A).scored[0].is_baseline
    with desk.practice.database.read() as c:
        assert [row["member"] for row in as_rows(c, joint)] == [None, "a"]


def _id(clock: Clock) -> str:
    return new_id(clock(), bytes(10))
