"""The Skills tab: giving, logging, reviewing by keyboard, records and plans, keeping it up; nothing half typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.skills import (
    GotInWay,
    MasteryStage,
    PracticeAssignment,
    PracticeDone,
    SafeToTakeHome,
)
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from irt_desk.ui.skills.answers import MomentField
from irt_desk.ui.skills.card import SkillCard
from irt_desk.ui.skills.tab import SkillsTab
from tests.practices import Clock, new_client, new_desk, screen
from tests.ui.doubles import FakeDialogs


@pytest.fixture
def clock() -> Clock:
    """Return a clock that shows now: the window dates what is written today."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = new_desk(tmp_path / "Test.irtdesk", clock)
    yield made
    made.practice.close()


@pytest.fixture
def unit_id(desk: Desk, clock: Clock) -> str:
    unit_id = new_client(desk, clock)
    screen(desk, clock, unit_id)
    return unit_id


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[Shell]:
    shell = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    shell.resize(1360, 900)
    shell.show()
    yield shell
    shell.close()
    shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def give(desk: Desk, clock: Clock, unit_id: str, *skill_ids: str) -> None:
    for skill_id in skill_ids:
        desk.skills.assign(
            PracticeAssignment(
                id="", unit_id=unit_id, skill_id=skill_id, skill_version=1, assigned_on=clock.today, times_per_week=3
            )
        )


def open_tab(window: Shell, unit_id: str, **arguments: object) -> SkillsTab:
    window.go("chart", unit_id=unit_id, tab="skills", **arguments)
    page = window.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["skills"]
    assert isinstance(tab, SkillsTab)
    return tab


def card(tab: SkillsTab, skill_id: str) -> SkillCard:
    QApplication.processEvents()  # a widget added to a layout is shown with the next turn of the event loop
    return tab._cards[skill_id]


def texts(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_three_skills_are_reviewed_by_keyboard_in_at_most_fifteen_keys(
    window: Shell, desk: Desk, clock: Clock, unit_id: str, qtbot: QtBot
) -> None:
    give(desk, clock, unit_id, "R1", "R2", "L2")
    tab = open_tab(window, unit_id)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    pressed = 0

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal pressed
        pressed += 1
        QTest.keyClick(QApplication.focusWidget() or window, key, modifier)

    press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    for keys in (
        (Qt.Key.Key_Y, Qt.Key.Key_8),
        (Qt.Key.Key_P, Qt.Key.Key_1, Qt.Key.Key_0),
        (Qt.Key.Key_N, Qt.Key.Key_Down),
    ):
        for key in keys:
            press(key)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert pressed <= 15
    logs = {v.skill.id: v.logs[0] for v in desk.skills.of(unit_id)}
    by_row = [logs[row.assignment.skill_id] for row in tab.review.rows]
    assert [(entry.done, entry.usefulness, entry.got_in_way) for entry in by_row] == [
        (PracticeDone.YES, 8, None),
        (PracticeDone.PARTLY, 10, None),
        (PracticeDone.NO, None, GotInWay.FORGOT),
    ]
    assert "3 practices stored." in texts(tab.review)


def test_a_bad_number_in_the_review_is_said_and_nothing_is_lost(
    window: Shell, desk: Desk, clock: Clock, unit_id: str
) -> None:
    give(desk, clock, unit_id, "R1", "R2")
    review = open_tab(window, unit_id, review=True).review
    review.save()
    assert review.problem.isVisible()
    review.rows[0].answer(PracticeDone.YES)
    review.rows[0].useful.setText("99")
    review.save()
    assert review.problem.isVisible()
    assert review.rows[0].useful.text() == "99"
    assert all(v.logs == () for v in desk.skills.of(unit_id))
    review.rows[0].useful.setText("9")
    review.save()
    assert sum(len(v.logs) for v in desk.skills.of(unit_id)) == 1, "what is skipped stays open"


def test_a_half_done_review_is_there_again(window: Shell, desk: Desk, clock: Clock, unit_id: str) -> None:
    give(desk, clock, unit_id, "R1")
    review = open_tab(window, unit_id, review=True).review
    review.rows[0].answer(PracticeDone.NO)
    other = new_client(desk, clock, "Somebody Else")
    tab = open_tab(window, other)
    assert not tab.review.isVisible()
    assert open_tab(window, unit_id).review.rows[0].done.value() is PracticeDone.NO


def test_a_practice_is_logged_with_two_clicks(window: Shell, desk: Desk, clock: Clock, unit_id: str) -> None:
    give(desk, clock, unit_id, "R1")
    found = card(open_tab(window, unit_id), "R1")
    found.log_button.click()
    assert not found.form.field("got_in_way").isVisible()
    assert not found.form.field("heat").isVisible()
    found.log_button.click()
    assert desk.skills.of(unit_id)[0].logs[0].done is PracticeDone.YES
    assert found.form.isHidden()


def test_what_got_in_the_way_is_asked_only_when_it_did_not_happen(
    window: Shell, desk: Desk, clock: Clock, unit_id: str
) -> None:
    give(desk, clock, unit_id, "R1")
    found = card(open_tab(window, unit_id), "R1")
    found.log_button.click()
    found.form.control("done").chip(PracticeDone.NO).click()
    assert found.form.field("got_in_way").isVisible()
    found.form.control("got_in_way").chip(GotInWay.UNSAFE).click()
    found.log_button.click()
    assert "Paused: a practice did not feel safe." in texts(card(open_tab(window, unit_id), "R1"))


def test_a_record_is_written_down_from_the_fields_of_the_content_file(
    window: Shell, desk: Desk, clock: Clock, unit_id: str
) -> None:
    give(desk, clock, unit_id, "R4")
    found = card(open_tab(window, unit_id), "R4")
    found.record_button.click()
    record = found.record
    record.save()
    assert record.form._fields["called_at"].problem
    record.form.control("called_at").setText("25:99")
    record.save()
    assert "20:15" in record.form._fields["called_at"].problem
    record.form.control("called_at").setText("yesterday 20:15")
    record.form.control("returned_at").setText("yesterday 20:45")
    record.form.control("on_time").chips()[0].click()
    record.on.setText("yesterday")
    record.save()
    (use,) = desk.skills.of(unit_id)[0].counts.uses
    assert (use.answers["on_time"], use.on) == ("yes", clock.today - timedelta(days=1))
    assert "Return rate: 1 (n 1)" in texts(found)
    assert record.isHidden()


def test_a_half_written_record_is_there_again(window: Shell, desk: Desk, clock: Clock, unit_id: str) -> None:
    give(desk, clock, unit_id, "U5")
    found = card(open_tab(window, unit_id), "U5")
    found.record_button.click()
    found.record.form.control("situation").setText("He came in and went past me")
    found.record.form.control("feeling_before").setText("8x")
    open_tab(window, new_client(desk, clock, "Somebody Else"))
    again = card(open_tab(window, unit_id), "U5").record
    assert again.isVisible()
    assert again.form.control("situation").text() == "He came in and went past me"
    assert again.form.control("feeling_before").text() == "8x"


def test_the_plan_is_kept_in_versions(window: Shell, desk: Desk, clock: Clock, unit_id: str) -> None:
    give(desk, clock, unit_id, "R4")
    found = card(open_tab(window, unit_id), "R4")
    found.more_button.click()
    more = found.more
    assert more.plan is not None
    more.plan.control("minutes").setText("5")
    more._on_plan()
    assert more.plan._fields["minutes"].problem
    more.plan.control("signal").setText("hand on the table")
    more.plan.control("minutes").setText("45")
    more._on_plan()
    kept = desk.skills.of(unit_id)[0].counts.plan
    assert kept is not None
    assert kept.answers["minutes"] == "45"
    assert "version 1" in more.plan_state.text()


def test_the_stage_is_set_by_the_therapist_and_its_history_stays(
    window: Shell, desk: Desk, clock: Clock, unit_id: str
) -> None:
    give(desk, clock, unit_id, "R1")
    more = card(open_tab(window, unit_id), "R1").more
    for stage in (MasteryStage.RELIABLE_WHEN_CALM, MasteryStage.REHEARSED):
        more.form.control("stage").set_value(stage)
        more.form.control("note").setText(f"seen: {stage}")
        more._on_stage()
    found = desk.skills.of(unit_id)[0]
    assert found.stage is MasteryStage.REHEARSED
    card(open_tab(window, unit_id), "R1").more_button.click()
    said = texts(more)
    assert "seen: reliable_when_calm" in said
    assert "seen: rehearsed" in said


def test_the_gate_has_the_last_word_when_a_skill_is_given(
    window: Shell, desk: Desk, clock: Clock, unit_id: str
) -> None:
    tab = open_tab(window, unit_id)
    tab.assign_card.choose("S2")
    assert tab.assign_card.give_button.isEnabled()
    assert tab.assign_card.form.control("safe_to_take_home").value() is SafeToTakeHome.YES
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    tab.reload()
    tab.assign_card.choose("S2")
    assert not tab.assign_card.give_button.isEnabled()
    assert "The safety gate does not allow" in texts(tab.assign_card)


def test_at_a_stop_nobody_is_asked_about_a_gated_skill(window: Shell, desk: Desk, clock: Clock, unit_id: str) -> None:
    give(desk, clock, unit_id, "S2", "R1")
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN)
    tab = open_tab(window, unit_id)
    assert [row.assignment.skill_id for row in tab.review.rows] == ["R1"]
    assert "The safety gate does not allow this skill now: it waits." in texts(card(tab, "S2"))
    assert tab.assign_card.form.control("with_whom").value() == ()


def test_a_stop_code_that_applies_asks_for_its_reason(window: Shell, desk: Desk, clock: Clock, unit_id: str) -> None:
    assign = open_tab(window, unit_id).assign_card
    assign.choose("L2")
    from irt_desk.domain.content import StopCode

    question = assign.stops[StopCode.FL]
    assert question.isVisible()
    assert not assign.stops[StopCode.SU].isVisible()
    question.tick.box.click()
    assign.submit()
    assert "usually regulate first" in texts(assign)
    assert desk.skills.of(unit_id) == ()
    question.reason.setText("only in the calm talks of the weekend")
    assign.submit()
    assert desk.skills.of(unit_id)[0].assignments[0].stop_reasons == {"FL": "only in the calm talks of the weekend"}


def test_a_case_without_skills_says_where_to_begin(window: Shell, unit_id: str) -> None:
    assert "No skill assigned yet" in texts(open_tab(window, unit_id))


def test_the_plan_to_keep_and_its_booster(window: Shell, desk: Desk, clock: Clock, unit_id: str) -> None:
    tab = open_tab(window, unit_id, part="maintenance")
    panel = tab.maintenance
    panel.plan.form.control("early_signs").setPlainText("Two late nights\nThe third question")
    panel.plan.form.control("booster_on").set_value(clock.today + timedelta(days=30))
    panel.plan.submit()
    kept = desk.maintenance.of(unit_id)
    assert kept.plan is not None
    assert kept.plan.early_signs == ("Two late nights", "The third question")
    assert "Booster" in texts(panel.contacts)
    assert not panel.plan_button.isVisible(), "follow-ups come after closing"


@pytest.mark.parametrize("part", ["practice", "maintenance"])
def test_every_control_of_the_tab_has_a_name(window: Shell, desk: Desk, clock: Clock, unit_id: str, part: str) -> None:
    give(desk, clock, unit_id, "R4", "S1", "U5")
    tab = open_tab(window, unit_id, part=part)
    tab.review.begin()
    for found in tab._cards.values():
        found.record_button.click()
        found.more_button.click()
    assert unnamed(tab) == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("24 Nov 2025 20:15", "2025-11-24T20:15"), ("2025-11-24 8.05", "2025-11-24T08:05"), ("", "")],
)
def test_a_moment_is_typed_as_people_write_it(qapp: QApplication, typed: str, wanted: str) -> None:
    field = MomentField()
    field.setText(typed)
    assert field.value() == wanted
    field.set_value(wanted)
    assert field.value() == wanted
