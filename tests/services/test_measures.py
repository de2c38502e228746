"""Entering a measure: what is stored, what it opens at once, what a mistake leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy.exc

from irt_desk.domain.cases import CaseState
from irt_desk.domain.dues import DueKind
from irt_desk.domain.measure_answers import Administration, AdministrationMode, Respondent, RiskAnswer
from irt_desk.domain.measure_schedule import due_days
from irt_desk.domain.measure_scores import OutcomeClass
from irt_desk.domain.measures import MeasureItem, Opens, Schedule
from irt_desk.domain.notes import RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.safety import Gate, IpvFinding
from irt_desk.domain.values import Instant, Invalid
from irt_desk.errors import NotFound, UserError
from irt_desk.services import measure_use
from irt_desk.services.desk import Desk
from irt_desk.services.measure_courses import changed_reliably, self_harm_item
from irt_desk.services.measures import Entered
from irt_desk.storage import tables
from tests.practices import Clock, consent, make_active, screen


def given(clock: Clock, unit_id: str, measure: str, *values: float, **more: Any) -> Administration:
    answers = {str(n): float(value) for n, value in enumerate(values, 1)}
    fields: dict[str, Any] = {"on": clock.today, **more}
    return Administration(id="", unit_id=unit_id, measure=measure, entered=Instant(clock()), answers=answers, **fields)


def enter(desk: Desk, clock: Clock, unit_id: str, measure: str, *values: float, **more: Any) -> Entered:
    return desk.measures.enter(given(clock, unit_id, measure, *values, **more)).value


def answer(clock: Clock, entered: Entered, **more: Any) -> RiskAnswer:
    risk = RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN, detail="Passing thought.", action="Ask again.")
    values: dict[str, Any] = {"risk": risk, **more}
    return RiskAnswer(
        id="", unit_id="", administration_id=entered.id, on=clock.today, entered=Instant(clock()), **values
    )


def risks(desk: Desk, unit_id: str) -> list[str]:
    return [due.target for due in desk.charts.head(unit_id).dues if due.kind is DueKind.RISK]


def test_the_printed_values_are_kept_with_the_version_they_were_given_with(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    made = enter(desk, clock, unit_id, "csi-4", 5, 4, 3, 3).given
    assert (made.measure, made.definition_version, made.total) == ("csi4", 1, 15)
    assert made.answers == {"1": 5, "2": 4, "3": 3, "4": 3}
    assert made.mode is AdministrationMode.OFFICIAL_FORM_SELF


def test_a_low_total_with_an_answer_on_self_harm_stays_an_open_loop_until_it_is_answered(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    made = enter(desk, clock, unit_id, "PHQ-9", *[0] * 8, 1)
    assert made.score.total == 1
    assert made.score.opens(Opens.RISK_PROMPT)
    assert risks(desk, unit_id) == [made.id]
    clock.pass_days(40)
    enter(desk, clock, unit_id, "PHQ-9", *[0] * 9)
    assert risks(desk, unit_id) == [made.id]
    desk.measures.answer_risk(answer(clock, made))
    assert risks(desk, unit_id) == []


@pytest.mark.parametrize(
    ("risk", "code"),
    [
        (RiskCheck(asked=(RiskItem.SUICIDE,), level=RiskLevel.NO_CONCERN, detail="a", action="b"), "risk_not_asked"),
        (RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN), "risk_words"),
        (RiskCheck(asked=tuple(RiskItem), level=RiskLevel.CONCERN, detail="a"), "risk_concern_words"),
    ],
)
def test_the_risk_prompt_is_not_closed_with_a_tick(
    desk: Desk, clock: Clock, unit_id: str, risk: RiskCheck, code: str
) -> None:
    made = enter(desk, clock, unit_id, "PHQ-9", *[0] * 8, 1)
    with pytest.raises(Invalid) as refused:
        desk.measures.answer_risk(answer(clock, made, risk=risk))
    assert [problem.code for problem in refused.value.problems] == [code]
    assert risks(desk, unit_id) == [made.id]


def test_a_threat_blocks_the_case_until_the_interview(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    enter(desk, clock, unit_id, "HITS", 1, 1, 2, 1)
    standing = desk.safety.standing(unit_id)
    assert (standing.gate, standing.reasons) == (Gate.BLOCKED, ("trigger_screen_answer",))
    screen(desk, clock, unit_id, change_reason="Asked alone: nothing happened, the box was a slip.")
    assert desk.safety.standing(unit_id).gate is Gate.OPEN


def test_an_insult_alone_leaves_the_gate_as_it_is(desk: Desk, clock: Clock, unit_id: str) -> None:
    screen(desk, clock, unit_id)
    enter(desk, clock, unit_id, "HITS", 1, 2, 1, 1)
    assert desk.safety.standing(unit_id).gate is Gate.OPEN


def test_what_the_interview_of_the_day_found_already_is_not_asked_for_twice(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    screen(desk, clock, unit_id, IpvFinding.PAST_SAME_PARTNER_NO_CURRENT_FEAR)
    enter(desk, clock, unit_id, "HITS", 2, 1, 1, 1)
    assert desk.safety.standing(unit_id).gate is Gate.CAUTION


def test_a_mistake_stays_says_why_and_counts_for_nothing(desk: Desk, clock: Clock, unit_id: str) -> None:
    wrong = enter(desk, clock, unit_id, "CSI-4", 0, 0, 0, 0)
    clock.pass_days(1)
    enter(desk, clock, unit_id, "CSI-4", 3, 2, 2, 2)
    with pytest.raises(Invalid):
        desk.measures.mark_error(wrong.id, "  ")
    desk.measures.mark_error(wrong.id, "Sheet of another client.")
    (course,) = desk.measures.of(unit_id).courses
    assert [s.score.total for s in course.scored] == [9]
    assert [a.error_reason for a in course.in_error] == ["Sheet of another client."]
    with pytest.raises(Invalid, match="before"):
        desk.measures.mark_error(wrong.id, "again")


def test_the_database_itself_refuses_to_change_an_answer(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = enter(desk, clock, unit_id, "CSI-4", 3, 2, 2, 2).given
    with pytest.raises(sqlalchemy.exc.IntegrityError), desk.practice.database.transaction() as c:
        tables.ADMINISTRATIONS.replace(c, replace(made, answers={"1": 6.0}))
    with pytest.raises(sqlalchemy.exc.IntegrityError), desk.practice.database.transaction() as c:
        tables.ADMINISTRATIONS.remove(c, made.id)


def test_a_score_taken_shortly_before_the_case_opened_is_its_baseline(desk: Desk, clock: Clock, unit_id: str) -> None:
    earlier = clock.today - timedelta(days=30)
    enter(desk, clock, unit_id, "CSI-4", 3, 2, 2, 2, on=earlier)
    enter(desk, clock, unit_id, "CSI-4", 5, 4, 3, 3)
    (course,) = desk.measures.of(unit_id).courses
    assert course.first is not None
    assert course.first.given.on == earlier
    assert course.scored[-1].outcome is OutcomeClass.RECOVERED


@pytest.mark.parametrize(
    ("measure", "values", "more", "code"),
    [
        ("CSI-4", (7, 0, 0, 0), {}, "out_of_range"),
        ("CSI-4", (), {}, "no_answers"),
        ("DAST-10", (0,) * 10, {}, "which_form"),
        ("CSI-4", (3, 2, 2, 2), {"respondent": Respondent.PARTNER}, "client_only"),
        ("ORS", (28.4,), {"instrument": "ORS"}, "licence_needed"),
        ("ECR-S", (), {"total_keyed": 40}, "no_total_here"),
        ("PHQ-9", (), {"total_keyed": 13}, "total_hides"),
    ],
)
def test_what_cannot_be_stored_is_refused(
    desk: Desk, clock: Clock, unit_id: str, measure: str, values: tuple[float, ...], more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        enter(desk, clock, unit_id, measure, *values, **more)
    assert code in {problem.code for problem in refused.value.problems}


def test_a_measure_nobody_has_is_not_found(desk: Desk, clock: Clock, unit_id: str) -> None:
    with pytest.raises(NotFound):
        enter(desk, clock, unit_id, "Nonsense", 1)


def test_attachment_asked_again_too_soon_is_stored_and_said(desk: Desk, clock: Clock, unit_id: str) -> None:
    enter(desk, clock, unit_id, "ECR-S", *[4] * 12)
    clock.pass_days(83)
    assert enter(desk, clock, unit_id, "ECR-S", *[4] * 12).too_soon
    clock.pass_days(84)
    assert not enter(desk, clock, unit_id, "ECR-S", *[4] * 12).too_soon


def test_an_own_form_is_scored_and_a_change_leaves_old_answers_as_they_were(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    own = replace(
        next(m for m in desk.measures.library() if m.key == "sessionfeedback"),
        code="Evenings",
        name="Evenings",
        items=tuple(MeasureItem(n=n, caption=f"Evening {n}", low=0, high=3) for n in (1, 2)),
        subscales=(),
        examples=(),
        aliases=(),
    )
    from irt_desk.domain.measures import Method

    own = replace(own, total=Method.SUM, total_low=0, total_high=6)
    assert desk.measures.save_own(own).value.version == 1
    first = enter(desk, clock, unit_id, "evenings", 3, 2)
    turned = replace(own, items=tuple(replace(item, reverse=True) for item in own.items))
    assert desk.measures.save_own(turned).value.version == 2
    clock.pass_days(7)
    second = enter(desk, clock, unit_id, "evenings", 3, 2)
    (course,) = desk.measures.of(unit_id).courses
    assert [(s.given.id, s.score.total) for s in course.scored] == [(first.id, 5), (second.id, 1)]
    assert course.scored[1].outcome is OutcomeClass.NOT_CLASSIFIABLE
    desk.measures.retire_own("evenings")
    assert "evenings" not in desk.measures.of(unit_id).offered
    assert desk.measures.of(unit_id).courses[0].scored[0].score.total == 5


def test_an_own_form_may_not_take_the_name_of_one_that_ships(desk: Desk) -> None:
    taken = next(m for m in desk.measures.library() if m.key == "csi4")
    with pytest.raises(Invalid, match="ships with the program"):
        desk.measures.save_own(taken)


def test_the_rhythm_of_the_practice_decides_what_is_due(desk: Desk, clock: Clock, unit_id: str) -> None:
    enter(desk, clock, unit_id, "CSI-4", 3, 2, 2, 2)
    assert desk.measures.of(unit_id).due == {}  # nobody asks before the case is in care
    screen(desk, clock, unit_id)
    desk.pathway.move(unit_id, CaseState.SCREENING)
    consent(desk, clock, unit_id)
    desk.pathway.move(unit_id, CaseState.ASSESSMENT)
    assert desk.measures.of(unit_id).due["csi4"] == clock.today + timedelta(days=14)
    desk.measures.set_schedule("csi4", Schedule(on=True, every_days=7))
    assert desk.measures.of(unit_id).due["csi4"] == clock.today + timedelta(days=7)
    desk.measures.set_schedule("csi4", Schedule(on=False))
    assert "csi4" not in desk.measures.of(unit_id).due
    with pytest.raises(UserError, match="safety"):
        desk.measures.set_schedule("hits", Schedule(on=True, every_days=7))


def at_end(desk: Desk, unit_id: str) -> list[str]:
    dues = desk.charts.head(unit_id).dues
    return [due.values["measures"] for due in dues if due.code == "measures_at_end"]


def test_a_discharge_that_is_begun_raises_what_is_asked_for_before_closing(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    make_active(desk, clock, unit_id)
    enter(desk, clock, unit_id, "CSI-16", *[3] * 16)
    clock.pass_days(30)
    assert at_end(desk, unit_id) == []
    begun = desk.pathway.save_discharge(replace(desk.pathway.discharge(unit_id), reason="The work is done.")).value
    assert at_end(desk, unit_id) == ["CSI-16"]
    assert desk.measures.of(unit_id).due["csi16"] == clock.today
    assert any(need.due.code == "measures_at_end" for need in desk.today.page().needs), "Today says so, too"
    enter(desk, clock, unit_id, "CSI-16", *[4] * 16)
    assert at_end(desk, unit_id) == []
    clock.pass_days(2)
    desk.pathway.save_discharge(replace(begun, goals_met="Both."))
    assert at_end(desk, unit_id) == [], "going on with the same summary asks for nothing again"


def test_the_latest_scores_are_told_for_a_discharge_and_no_screen_is_among_them(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    assert desk.measures.final_text(unit_id) == ""
    enter(desk, clock, unit_id, "HITS", 1, 2, 1, 1)
    enter(desk, clock, unit_id, "AUDIT-C", 0, 0, 0, form_version="six_or_more")
    enter(desk, clock, unit_id, "GAD-7", *[1] * 7)
    enter(desk, clock, unit_id, "CSI-16", *[2] * 16)
    clock.pass_days(60)
    enter(desk, clock, unit_id, "CSI-16", *[4] * 16)
    lines = desk.measures.final_text(unit_id).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("GAD-7: 7 (")
    assert lines[1].startswith("CSI-16: ")
    assert "Recovered: +" in lines[1]


def test_another_measure_of_the_relationship_takes_the_place_of_the_usual_one(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    with desk.practice.database.read() as c:
        rhythms = measure_use.scheduled(c)
    assert not rhythms["rdas"].schedule.on
    assert "hits" not in rhythms
    given_rdas = given(clock, unit_id, "rdas", *[3] * 14)
    assert set(due_days(rhythms, [given_rdas], [clock.today])) == {"phq9", "gad7"}


def test_a_reliable_change_of_the_primary_measure_is_movement(desk: Desk, clock: Clock, unit_id: str) -> None:
    start = clock.today
    enter(desk, clock, unit_id, "CSI-4", 3, 2, 2, 2)
    clock.pass_days(20)
    enter(desk, clock, unit_id, "CSI-4", 3, 3, 2, 2)
    with desk.practice.database.read() as c:
        assert not changed_reliably(c, unit_id, start)
    clock.pass_days(20)
    enter(desk, clock, unit_id, "CSI-4", 5, 4, 3, 3)
    with desk.practice.database.read() as c:
        assert changed_reliably(c, unit_id, start)
        assert not changed_reliably(c, unit_id, clock.today)


def test_the_newest_answer_on_self_harm_is_known_to_the_own_part(desk: Desk, clock: Clock, unit_id: str) -> None:
    with desk.practice.database.read() as c:
        assert self_harm_item(c, unit_id) is None
    enter(desk, clock, unit_id, "PHQ-9", *[0] * 8, 1)
    with desk.practice.database.read() as c:
        assert self_harm_item(c, unit_id) == 1


def test_the_overview_has_the_latest_scores_and_no_screen(desk: Desk, clock: Clock, unit_id: str) -> None:
    enter(desk, clock, unit_id, "CSI-4", 3, 2, 2, 2)
    enter(desk, clock, unit_id, "HITS", 1, 1, 1, 1)
    assert [one.key for one in desk.charts.overview(unit_id).scores] == ["csi4"]


def test_scores_are_never_found_by_search(desk: Desk, clock: Clock, unit_id: str) -> None:
    made = enter(desk, clock, unit_id, "PHQ-9", *[0] * 8, 1)
    desk.measures.answer_risk(answer(clock, made))
    assert desk.search.find("passing thought") == ()
