"""The Measures tab: a form keyed digit by digit, what an answer asks for, charts that can be read without seeing them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.ui.building import unnamed
from irt_desk.ui.measures.charts import ChartView
from irt_desk.ui.measures.tab import MeasuresTab
from irt_desk.ui.shell import Shell
from tests.ui.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def unit(take_in: Callable[..., TreatmentUnit]) -> str:
    return take_in("Noor Adair").id


@pytest.fixture
def tab(shell: Shell, unit: str, qtbot: QtBot) -> MeasuresTab:
    shell.show()
    shell.go("chart", unit_id=unit, tab="measures")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    found = shell.page("chart").tabs["measures"]  # type: ignore[attr-defined]  # the chart page
    assert isinstance(found, MeasuresTab)
    return found


def keyed(tab: MeasuresTab, text: str) -> None:
    """Type into whatever has the keyboard."""
    for char in text:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, char) if char.isprintable() else QTest.keyClick(target, Qt.Key(ord(char)))


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def stored(desk: Desk, unit: str, measure: str, *values: float, on: date = TODAY) -> None:
    answers = {str(n): float(v) for n, v in enumerate(values, 1)}
    given = Administration(id="", unit_id=unit, measure=measure, on=on, entered=Instant(NOW), answers=answers)
    desk.measures.enter(given)


def texts(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def boxes(tab: MeasuresTab) -> list[str]:
    return [box.text() for box in tab.entry.sheet.boxes]


def test_sixteen_digits_fill_the_form_and_one_key_stores_it(tab: MeasuresTab, desk: Desk, unit: str) -> None:
    tab.entry.open("csi16")
    keyed(tab, "6555555555555555")
    assert tab.entry.sum.text() == "Total 81 of 81"
    press(Qt.Key.Key_Return)
    (course,) = desk.measures.of(unit).courses
    assert course.scored[0].score.total == 81
    assert not tab.entry.is_open


def test_a_digit_the_form_does_not_print_is_refused_in_words_and_loses_nothing(tab: MeasuresTab) -> None:
    tab.entry.open("csi4")
    keyed(tab, "57")
    assert boxes(tab) == ["5", "", "", ""]
    assert tab.entry.sheet.problem.text() == "Item 2: the form prints 0 to 5 here."
    keyed(tab, "4")
    assert boxes(tab) == ["5", "4", "", ""]
    assert tab.entry.sheet.problem.text() == ""


def test_backspace_goes_back_and_the_next_digit_replaces(tab: MeasuresTab) -> None:
    tab.entry.open("csi4")
    keyed(tab, "53")
    press(Qt.Key.Key_Backspace)
    keyed(tab, "42")
    assert boxes(tab) == ["5", "4", "2", ""]


def test_a_dash_leaves_an_answer_out(tab: MeasuresTab) -> None:
    tab.entry.open("csi4")
    keyed(tab, "5-33")
    assert boxes(tab) == ["5", "", "3", "3"]
    assert tab.entry.sum.text() == "1 answer still to come"


def test_yes_and_no_are_keys_of_their_own(tab: MeasuresTab) -> None:
    tab.entry.open("pvs")
    keyed(tab, "nny")
    assert boxes(tab) == ["0", "0", "1"]
    assert "safety interview" in tab.entry.alarm.accessibleName()


def test_a_ten_is_two_digits_and_moves_on_by_itself(tab: MeasuresTab) -> None:
    tab.entry.open("sessionfeedback")
    keyed(tab, "107")
    assert boxes(tab)[:2] == ["10", "7"]
    keyed(tab, "1")
    press(Qt.Key.Key_Return)
    assert boxes(tab) == ["10", "7", "1"]
    assert tab.entry.save_button.hasFocus()


def test_an_answer_on_self_harm_warns_while_it_is_keyed_and_opens_the_assessment(
    tab: MeasuresTab, desk: Desk, unit: str
) -> None:
    tab.entry.open("phq9")
    keyed(tab, "000000001")
    assert "Ask about risk now" in tab.entry.alarm.accessibleName()
    keyed(tab, "0")
    press(Qt.Key.Key_Return)
    (card,) = tab.risk_cards.values()
    assert card.isVisible()
    card._on_all()
    card.level.set_value("no_concern")
    card.submit()
    assert "Write down what was said" in card.problem.text()
    card.detail.set_value("A passing thought in March, none since.")
    card.action.set_value("Asked again next time.")
    card.submit()
    assert tab.risk_cards == {}
    assert desk.measures.of(unit).risk == ()


def test_a_question_on_self_harm_that_was_passed_over_is_pointed_out(tab: MeasuresTab) -> None:
    tab.entry.open("phq9")
    keyed(tab, "00000000")
    assert tab.entry.alarm.accessibleName() == ""
    keyed(tab, "-0")
    assert "Item 9 was left out" in tab.entry.alarm.accessibleName()
    assert not tab.entry.total_field.isVisible()


def test_only_the_total_can_be_keyed(tab: MeasuresTab, desk: Desk, unit: str) -> None:
    tab.entry.open("csi16")
    tab.entry.total_only.set_value(True)
    keyed(tab, "38")
    press(Qt.Key.Key_Return)
    tab.entry.submit()
    one = desk.measures.of(unit).courses[0].scored[0]
    assert (one.given.total_keyed, one.given.mode, dict(one.given.answers)) == (38, "total_only_keyed", {})


def test_the_printing_of_a_form_has_to_be_chosen(tab: MeasuresTab, desk: Desk, unit: str) -> None:
    tab.entry.open("dast10")
    keyed(tab, "0010000000")
    tab.entry.submit()
    assert "Choose which printing" in tab.entry.form_field.problem
    assert boxes(tab) == list("0010000000")
    tab.entry.form.set_value("newer")
    assert tab.entry.sum.text() == "Total 1 of 10"
    tab.entry.submit()
    assert desk.measures.of(unit).courses[0].scored[0].score.total == 1


def test_what_is_half_keyed_is_kept(tab: MeasuresTab, shell: Shell, unit: str, take_in: Callable[..., Any]) -> None:
    tab.entry.open("csi16")
    keyed(tab, "65")
    other = take_in("Somebody Else").id
    shell.go("chart", unit_id=other, tab="measures")
    assert not tab.entry.is_open
    shell.go("chart", unit_id=unit, tab="measures")
    assert tab.entry.is_open
    assert boxes(tab)[:3] == ["6", "5", ""]


def test_a_threat_on_a_safety_screen_sends_to_the_interview_and_stays_off_the_charts(
    tab: MeasuresTab, desk: Desk, unit: str
) -> None:
    tab.entry.open("hits")
    keyed(tab, "1121")
    press(Qt.Key.Key_Return)
    assert "safety interview" in tab.notice.accessibleName()
    said = texts(tab.screens)
    assert "HITS" in said
    assert "Women veterans" in said
    assert "Clinic patients" in said
    assert [view for view in tab.findChildren(ChartView) if "HITS" in view.accessibleName()] == []
    assert tab.values.model.rowCount() == 0


def test_a_chart_is_read_without_seeing_it(tab: MeasuresTab, desk: Desk, unit: str) -> None:
    stored(desk, unit, "csi4", 3, 2, 2, 2, on=date(2026, 10, 28))
    stored(desk, unit, "csi4", 5, 4, 3, 3)
    tab.reload()
    (view,) = tab.findChildren(ChartView)
    said = view.accessibleName()
    for part in (
        "higher = better",
        "28 Oct 2026, 9",
        "15, Recovered: +6",
        "cut-off 13.5",
        "7 to 11: no reliable change",
    ):
        assert part in said
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.told.startswith("24 Nov 2026, 15, Recovered: +6")
    assert view.accessibleDescription() == view.told
    assert view.words_at(0, 0) == ""


def test_a_score_entered_long_after_is_said_to_be(tab: MeasuresTab, desk: Desk, unit: str) -> None:
    stored(desk, unit, "csi4", 3, 2, 2, 2, on=date(2026, 11, 1))
    tab.reload()
    (view,) = tab.findChildren(ChartView)
    assert "entered 24 Nov 2026" in view.accessibleName()


def test_exact_values_stand_in_a_table_and_a_mistake_is_marked_there(tab: MeasuresTab, desk: Desk, unit: str) -> None:
    stored(desk, unit, "csi4", 0, 0, 0, 0)
    tab.reload()
    model = tab.values.model
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row[:3] == ["24 Nov 2026", "CSI-4", "0"]
    tab.values.table.opened.emit(model.row(0))
    tab.values.mark()
    assert "Write something here" in tab.values.problem.text()
    tab.values.reason.set_value("Another client's sheet.")
    tab.values.mark()
    assert model.rowCount() == 0
    assert "Another client's sheet." in tab.values.errors.text()


def test_every_control_can_be_heard(tab: MeasuresTab, desk: Desk, unit: str) -> None:
    stored(desk, unit, "phq9", *[0] * 8, 1)
    stored(desk, unit, "hits", 1, 1, 1, 1)
    tab.reload()
    tab.entry.open("csi16")
    assert unnamed(tab) == []
    assert tab.entry.sheet.boxes[1].accessibleName() == "Item 2: How often well, printed 5 down to 0"


def test_today_leads_to_the_form_that_is_due(shell: Shell, tab: MeasuresTab, desk: Desk, unit: str) -> None:
    tab.point_at(enter=True)
    assert tab.entry.is_open
