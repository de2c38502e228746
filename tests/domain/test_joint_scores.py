"""Whose answers these are: the rule by kind of unit, a rhythm each, and a chart of both that compares nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irt_desk.domain.cases import CareEpisode, CaseState, UnitKind
from irt_desk.domain.dues import DueFacts, DueKind, dues_of, joined
from irt_desk.domain.figures.primitives import Dot, Figure, Polyline, Rect, Text
from irt_desk.domain.figures.scores import Chart, PersonLine, ScorePoint, axis_of, both_chart
from irt_desk.domain.measure_answers import Administration, place_problems
from irt_desk.domain.measure_schedule import Scheduled
from irt_desk.domain.measures import Schedule
from irt_desk.domain.safety import Gate, GateStanding
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.units import Place, short_names
from irt_desk.domain.values import Instant
from irt_desk.services import content
from tests.practices import START

DAY = START.date()
NAMES = {Place.A: "Noor", Place.B: "Calliope"}


def filled(place: Place | None, measure: str = "csi4", *, after: int = 0) -> Administration:
    return Administration(
        id=f"{place}{measure}{after}", unit_id="u", measure=measure, on=DAY + timedelta(days=after), entered=Instant(START),
        total=9, place=place,
    )  # fmt: skip


def codes(kind: UnitKind, place: Place | None, measure: str) -> set[tuple[str, str]]:
    definition = content.load_measures()[measure]
    return {(p.field, p.code) for p in place_problems(filled(place, measure), definition, kind)}


@pytest.mark.parametrize(
    ("kind", "place", "measure", "told"),
    [
        (UnitKind.INDIVIDUAL_IRT, None, "phq9", set()),
        (UnitKind.INDIVIDUAL_IRT, Place.A, "csi4", {("place", "one_person_here")}),
        (UnitKind.COUPLE, Place.A, "csi4", set()),
        (UnitKind.COUPLE, Place.B, "rdas", set()),
        (UnitKind.COUPLE, None, "csi16", {("place", "whose_answers")}),
        (UnitKind.COUPLE, Place.B, "phq9", {("measure", "asked_alone")}),
        (UnitKind.COUPLE, None, "hits", {("place", "whose_answers"), ("measure", "asked_alone")}),
        (UnitKind.DISCERNMENT, Place.A, "csi4", {("measure", "no_scores_discernment")}),
        (UnitKind.DISCERNMENT, None, "commitmentladder", {("measure", "no_scores_discernment")}),
        (UnitKind.COLLATERAL_CONTACT, None, "csi4", {("measure", "no_scores_guest")}),
    ],
)
def test_the_kind_of_record_decides_what_may_be_entered_and_for_whom(
    kind: UnitKind, place: Place | None, measure: str, told: set[tuple[str, str]]
) -> None:
    assert codes(kind, place, measure) == told


def test_only_measures_of_the_relationship_are_for_both() -> None:
    """Written from 4.3, 6.1 and 6.5, not from the files: no symptom, substance, safety, attachment or leaving measure."""
    shared = {key for key, one in content.load_measures().items() if one.of_relationship}
    assert shared == {"csi32", "csi16", "csi4", "ras", "rdas", "das", "kmss", "enrichems", "cpqsf", "dci"}
    assert all(not content.load_measures()[key].safety_items for key in shared)


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (("Noor Adair", "Calliope Merriwold"), ("Noor", "Calliope")),
        (("Sam Adair", "Sam Merriwold"), ("Sam Adair", "Sam Merriwold")),
        (("Sam Lee Adair", "Sam Kim Merriwold"), ("Sam Lee", "Sam Kim")),
        (("Sam", "Sam Merriwold"), ("Sam", "Sam Merriwold")),
        (("Sam", "Sam"), ("Sam", "Sam")),
        ((), ()),
    ],
)
def test_a_short_name_still_says_who_it_is(names: tuple[str, ...], short: tuple[str, ...]) -> None:
    assert short_names(names) == short


def facts(given: Sequence[Administration], **more: object) -> DueFacts:
    rhythms = {
        "csi4": Scheduled("CSI-4", Schedule(on=True, intake=True, every_days=14), of_relationship=True),
        "phq9": Scheduled("PHQ-9", Schedule(on=True, intake=True, every_days=30)),
    }
    starts = Instant(START)
    session = Session(
        id="s", unit_id="u", episode_id="e", starts=starts, stops=Instant(START + timedelta(minutes=50)),
        attendance=Attendance.ATTENDED,
    )  # fmt: skip
    episode = CareEpisode(id="e", unit_id="u", number=1, state=CaseState.OPEN, state_since=DAY, opened_on=DAY)
    values: dict[str, object] = {
        "episode": episode, "standing": GateStanding(Gate.OPEN, (), DAY, DAY + timedelta(days=90), None),
        "is_joint": True, "each": NAMES, "sessions": (session,), "administrations": given, "scheduled": rhythms, **more,
    }  # fmt: skip
    return DueFacts(**values)  # type: ignore[arg-type]  # facts by name


def asked(made: DueFacts) -> list[tuple[str, str, date]]:
    dues = [due for due in dues_of(made, DAY) if due.kind is DueKind.MEASURE]
    return [(due.values["measures"], due.values["member"], due.on) for due in dues]


def test_each_of_the_two_is_asked_for_their_own_and_never_for_what_is_asked_alone() -> None:
    assert asked(facts(())) == [("CSI-4 (Noor)", "a", DAY), ("CSI-4 (Calliope)", "b", DAY)]
    answered = facts((filled(Place.B),))
    assert asked(answered) == [("CSI-4 (Noor)", "a", DAY), ("CSI-4 (Calliope)", "b", DAY + timedelta(days=14))]


def test_one_line_of_the_queue_names_both_and_leads_to_the_first() -> None:
    (line,) = joined([due for due in dues_of(facts(()), DAY) if due.kind is DueKind.MEASURE])
    assert (line.values["measures"], line.values["member"]) == ("CSI-4 (Noor), CSI-4 (Calliope)", "a")


@pytest.mark.parametrize("gate", [Gate.BLOCKED, Gate.HARD_BLOCK])
def test_while_the_gate_is_a_stop_nobody_is_asked(gate: Gate) -> None:
    assert asked(facts((), standing=GateStanding(gate, (), None, None, None))) == []


def test_a_unit_of_two_that_is_no_couple_asks_for_no_score() -> None:
    assert asked(facts((), each={})) == []


@pytest.mark.parametrize("state", [CaseState.SUSPENDED, CaseState.CLOSING, CaseState.CLOSED])
def test_a_couple_unit_that_does_not_meet_asks_for_no_score(state: CaseState) -> None:
    made = facts(())
    assert asked(replace(made, episode=replace(made.episode, state=state))) == []


def person(name: str, *values: float) -> PersonLine:
    points = (
        ScorePoint(on=DAY + timedelta(days=14 * n), value=v, words=f"{name}, {v:g}") for n, v in enumerate(values)
    )
    return PersonLine(name, tuple(points))


def chart(first: PersonLine, second: PersonLine) -> Chart:
    days = [point.on for line in (first, second) for point in line.points]
    axis = axis_of(days, [day.isoformat() for day in days])
    assert axis is not None
    return both_chart("CSI-4, both", [first, second], axis, low=0, high=21)


def written(figure: Figure) -> list[str]:
    return [shape.text for shape in figure.primitives if isinstance(shape, Text)]


def test_two_lines_are_told_apart_by_their_marks_and_neither_looks_like_a_guess() -> None:
    shapes = chart(person("Noor", 9, 13), person("Calliope", 8, 8)).figure.primitives
    lines = [shape for shape in shapes if isinstance(shape, Polyline)]
    assert len(lines) == 2
    assert all(not line.dash for line in lines)
    round_marks = {(s.x, s.y) for s in shapes if isinstance(s, Dot)}
    square_marks = {(s.x + s.width / 2, s.y + s.height / 2) for s in shapes if isinstance(s, Rect)}
    assert (len(round_marks), len(square_marks)) == (3, 3)  # two scores each, and the mark beside the name


def test_both_are_named_on_the_chart_and_in_its_words() -> None:
    made = chart(person("Noor", 9), person("Calliope", 8))
    assert {"Noor", "Calliope"} <= set(written(made.figure))
    assert made.figure.alternative_text == "CSI-4, both. Noor: Noor, 9. Calliope: Calliope, 8."
    assert sorted(spot.words for spot in made.spots) == ["Calliope, 8", "Noor, 9"]


@given(st.lists(st.integers(0, 21), min_size=1, max_size=5), st.lists(st.integers(0, 21), min_size=1, max_size=5))
def test_no_number_on_the_chart_is_a_difference_and_no_two_values_cover_each_other(a: list[int], b: list[int]) -> None:
    made = chart(person("Noor", *a), person("Calliope", *b))
    values = [s for s in made.figure.primitives if isinstance(s, Text) and s.bold and s.text not in NAMES.values()]
    assert sorted(int(s.text) for s in values) == sorted([a[-1], b[-1]])
    one, other = values
    assert abs(one.x - other.x) > 1 or abs(one.y - other.y) >= 13
