"""When a measure is asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from irt_desk.domain.cases import CareEpisode, CaseState
from irt_desk.domain.dues import Due, DueKind, asks_for_measures, ending_since, joined
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.measure_schedule import Scheduled, asked_at_end, due_days, schedule_problems
from irt_desk.domain.measures import Schedule
from irt_desk.domain.plan_reviews import PlanReview, ReviewDecision
from irt_desk.domain.safety import Gate
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


END = Schedule(on=True, every_days=90, at_end=True)


def before_closing(schedule: Schedule, *own: Administration, ending: int | None) -> int | None:
    when = None if ending is None else DAY + timedelta(days=ending)
    known = {"phq9": Scheduled("PHQ-9", schedule)}
    days = due_days(known, own, [DAY], when)
    assert bool(asked_at_end(known, own, when)) is ("phq9" in days and days["phq9"] != DAY + timedelta(days=90))
    return (days["phq9"] - DAY).days if "phq9" in days else None


def test_once_a_case_is_about_to_close_a_measure_is_due_that_day() -> None:
    assert before_closing(END, taken(0), ending=None) == 90
    assert before_closing(END, taken(0), ending=40) == 40
    assert before_closing(replace(END, at_end=False), taken(0), ending=40) == 90


def test_a_score_of_the_last_two_weeks_already_is_the_one_at_the_end() -> None:
    assert before_closing(replace(END, every_days=0), taken(26), ending=40) is None
    assert before_closing(replace(END, every_days=0), taken(25), ending=40) == 40
    assert before_closing(replace(END, every_days=0), taken(41), ending=40) is None


def test_without_a_first_score_there_is_nothing_to_compare_with_at_the_end() -> None:
    assert before_closing(END, ending=40) is None
    assert before_closing(END, taken(0, entered_in_error=True), ending=40) is None


def test_the_least_gap_holds_before_closing_too() -> None:
    assert before_closing(replace(END, gap_days=84), taken(0), ending=40) == 84


def test_a_measure_that_is_asked_for_before_closing_only_has_a_rhythm() -> None:
    assert schedule_problems(Schedule(on=True, at_end=True)) == []


def review(days: int, decision: ReviewDecision, number: int = 1) -> PlanReview:
    return PlanReview(
        id=f"r{number}", unit_id="u", plan_id="p", plan_version=1, on=DAY + timedelta(days=days), decision=decision
    )


def test_a_case_is_about_to_close_since_its_discharge_was_begun_or_its_last_review_said_so() -> None:
    episode = CareEpisode(id="e", unit_id="u", number=1, opened_on=DAY, state=CaseState.ACTIVE_IRT, state_since=DAY)
    prepared, later = review(50, ReviewDecision.PREPARE_ENDING), review(60, ReviewDecision.CONTINUE, 2)
    assert ending_since(episode, [], None) is None
    assert ending_since(episode, [prepared], None) == prepared.on
    assert ending_since(episode, [later, prepared], None) is None, "a later review goes on"
    assert ending_since(episode, [prepared], DAY + timedelta(days=70)) == DAY + timedelta(days=70)
    reopened = replace(episode, opened_on=DAY + timedelta(days=55))
    assert ending_since(reopened, [prepared], None) is None, "that was the ending of another episode"


def test_a_paused_case_is_asked_only_when_it_is_about_to_close_and_none_under_a_stop() -> None:
    assert not asks_for_measures(CaseState.PAUSED, Gate.OPEN)
    assert asks_for_measures(CaseState.PAUSED, Gate.OPEN, is_ending=True)
    assert not asks_for_measures(CaseState.PAUSED, Gate.BLOCKED, is_ending=True)
    assert not asks_for_measures(CaseState.CLOSED, Gate.OPEN, is_ending=True)


def test_a_sitting_with_one_measure_for_the_end_is_before_closing() -> None:
    def one(code: str, key: str) -> Due:
        return Due(kind=DueKind.MEASURE, code=code, on=DAY, target=key, values={"measures": key})

    assert joined([one("measures_at_end", "a"), one("measures_at_end", "b")])[0].code == "measures_at_end"
    assert joined([one("measures", "a"), one("measures_at_end", "b")])[0].code == "measures_at_end"
    assert joined([one("measures", "a"), one("measures", "b")])[0].code == "measures"
