"""When a measure is asked for again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from irt_desk.domain.dues import Due, DueKind, joined
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.measure_schedule import Scheduled, due_days, schedule_problems
from irt_desk.domain.measures import Schedule
from irt_desk.domain.values import Instant

DAY = date(2026, 3, 2)
FIRST = Schedule(on=True, intake=True, every_days=30, sooner_at=10, sooner_days=14)


def taken(days: int, *, measure: str = "phq9", total: float | None = 5, **more: Any) -> Administration:
    on = DAY + timedelta(days=days)
    at = Instant(datetime(on.year, on.month, on.day, 12, tzinfo=UTC))
    return Administration(id=f"a{days}", unit_id="u", measure=measure, on=on, entered=at, total=total, **more)


def due(schedule: Schedule, *own: Administration, attended: tuple[int, ...] = (0,)) -> int | None:
    days = due_days({"phq9": Scheduled("PHQ-9", schedule)}, own, [DAY + timedelta(days=n) for n in attended])
    return (days["phq9"] - DAY).days if "phq9" in days else None


def test_at_intake_it_is_due_with_the_first_session() -> None:
    assert due(FIRST, attended=()) is None
    assert due(FIRST, attended=(3, 10)) == 3
    assert due(Schedule(on=True, every_days=30), attended=(3,)) is None


def test_a_high_score_is_asked_again_sooner() -> None:
    assert due(FIRST, taken(0, total=9)) == 30
    assert due(FIRST, taken(0, total=10)) == 14


def test_sessions_or_days_whichever_comes_first() -> None:
    both = Schedule(on=True, every_days=90, every_sessions=2)
    assert due(both, taken(0), attended=(0, 7)) == 90
    assert due(both, taken(0), attended=(0, 7, 14)) == 14


def test_never_before_the_least_gap() -> None:
    assert due(Schedule(on=True, every_days=30, gap_days=84), taken(0)) == 84


def test_what_was_entered_in_error_does_not_count() -> None:
    assert due(FIRST, taken(20, entered_in_error=True), attended=(3,)) == 3


def test_one_of_a_family_is_enough_at_intake() -> None:
    family = {
        "csi16": Scheduled("CSI-16", Schedule(on=True, intake=True, every_days=90, family="satisfaction")),
        "rdas": Scheduled("R-DAS", Schedule(family="satisfaction")),
    }
    assert set(due_days(family, [], [DAY])) == {"csi16"}
    assert due_days(family, [taken(0, measure="rdas")], [DAY]) == {}


def test_a_rhythm_that_never_comes_is_refused() -> None:
    assert [p.code for p in schedule_problems(Schedule(on=True))] == ["no_rhythm"]
    assert schedule_problems(Schedule(on=False)) == []
    assert [p.code for p in schedule_problems(Schedule(on=True, every_days=9999))] == ["out_of_range"]


def test_measures_are_asked_for_in_one_line() -> None:
    def one(code: str, days: int) -> Due:
        values = {"measures": code}
        return Due(kind=DueKind.MEASURE, code="measures", on=DAY + timedelta(days=days), values=values)

    plan = Due(kind=DueKind.PLAN, code="plan_review", on=DAY)
    found = joined([plan, one("CSI-4", 3), one("PHQ-9", 1)])
    assert [(d.kind, d.on, d.values.get("measures")) for d in found] == [
        (DueKind.PLAN, DAY, None),
        (DueKind.MEASURE, DAY + timedelta(days=1), "CSI-4, PHQ-9"),
    ]
