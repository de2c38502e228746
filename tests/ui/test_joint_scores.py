"""The Measures tab of a couple unit: one person in front, their name on what takes their answers, nothing under the other's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.measure_answers import Administration
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.safety import IpvFinding
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.ui.building import Pill, unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.joint.scores import JointMeasuresTab
from irt_desk.ui.measures.charts import ChartView
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from irt_desk.ui.today.page import TodayView
from tests.joint import appointment, couple, discernment, prescreen
from tests.practices import Clock, new_client, new_desk
from tests.ui.doubles import FakeDialogs


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("irt_desk.services.context.system_clock", clock)
    made = new_desk(tmp_path / "P.irtdesk", clock)
    yield made
    made.practice.close()


@pytest.fixture
def shell(qapp: QApplication, desk: Desk, dialogs: FakeDialogs) -> Iterator[Shell]:
    made = Shell(desk, InlineRunner(), dialogs=dialogs)
    made.resize(1280, 900)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def units(desk: Desk, clock: Clock) -> tuple[str, str]:
    """Return the individual record and the couple unit of Noor Adair and Calliope Merriwold."""
    return couple(desk, clock)


@pytest.fixture
def joint(units: tuple[str, str]) -> str:
    return units[1]


def stored(desk: Desk, clock: Clock, joint: str, place: Place, *values: float) -> None:
    answers = {str(n): float(value) for n, value in enumerate(values, 1)}
    desk.measures.enter(
        Administration(
            id="", unit_id=joint, measure="csi4", on=clock.today, entered=Instant(clock()), answers=answers, place=place
        )
    )


def opened(shell: Shell, joint: str, **arguments: object) -> JointMeasuresTab:
    shell.go("chart", unit_id=joint, tab="measures", **arguments)
    shell.activateWindow()
    QCoreApplication.processEvents()
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    found = page.tabs["joint_measures"]
    assert isinstance(found, JointMeasuresTab)
    return found


def read(widget: QWidget) -> str:
    QCoreApplication.processEvents()
    return "\n".join(found.text() for found in widget.findChildren(QLabel) if found.isVisible())


def keyed(digits: str) -> None:
    for digit in digits:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, digit)


def tabs(shell: Shell) -> list[str]:
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    return [name for name, tab in page.header.tabs.items() if not tab.isHidden()]


def test_couple_work_has_a_measures_tab_and_discernment_has_none(
    shell: Shell, desk: Desk, clock: Clock, joint: str
) -> None:
    opened(shell, joint)
    assert "measures" in tabs(shell)
    _, other = discernment(desk, clock)
    shell.go("chart", unit_id=other, tab="measures")
    assert "measures" not in tabs(shell)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    assert page.header.tabs["overview"].isChecked()


def test_the_form_says_whose_answers_it_takes_and_stores_them_as_theirs(shell: Shell, desk: Desk, joint: str) -> None:
    tab = opened(shell, joint)
    QTest.mouseClick(tab.chooser.chip(Place.B), Qt.MouseButton.LeftButton)
    assert tab.enter_button.text() == "Enter scores of Calliope"
    tab.entry.open("csi4")
    assert "Answers of Calliope Merriwold" in read(tab)
    assert tab.entry.save_button.text() == "Store for Calliope"
    keyed("3222")
    QTest.keyClick(tab.entry.save_button, Qt.Key.Key_Space)
    (course,) = desk.measures.of(joint).courses
    assert (course.place, course.scored[0].score.total) == (Place.B, 9)
    assert "Scores of Calliope" in read(tab)
    tab.choose(Place.A)
    assert "No scores of Noor yet" in read(tab)
    assert tab.values.model.rowCount() == 0


def test_what_is_half_keyed_stays_with_its_person(shell: Shell, desk: Desk, units: tuple[str, str]) -> None:
    unit, joint = units
    tab = opened(shell, joint)
    tab.choose(Place.B)
    tab.entry.open("csi4")
    keyed("42")
    tab.choose(Place.A)
    assert "A form of Calliope Merriwold is half entered." in read(tab)
    tab.entry.open("csi4")
    keyed("11")
    shell.go("chart", unit_id=unit, tab="measures")
    tab = opened(shell, joint)
    assert [box.text() for box in tab.entries[Place.A].sheet.boxes] == ["1", "1", "", ""]
    assert [box.text() for box in tab.entries[Place.B].sheet.boxes] == ["4", "2", "", ""]
    assert desk.measures.of(joint).courses == ()
    fresh = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    fresh.show()
    again = opened(fresh, joint)
    assert [box.text() for box in again.entries[Place.B].sheet.boxes] == ["4", "2", "", ""]
    again.choose(Place.B)
    assert "Answers of Calliope Merriwold" in read(again)
    fresh.close()
    fresh.deleteLater()


def test_a_refusal_stands_at_the_form_and_loses_nothing(shell: Shell, desk: Desk, clock: Clock, joint: str) -> None:
    tab = opened(shell, joint)
    tab.choose(Place.B)
    tab.entry.open("csi4")
    keyed("3222")
    desk.units.withdraw(joint, Place.B, clock.today)
    tab.entry.submit()
    assert "taken their consent back" in tab.entry.problem.text()
    assert [box.text() for box in tab.entry.sheet.boxes] == ["3", "2", "2", "2"]


def test_only_measures_of_the_relationship_can_be_chosen(shell: Shell, joint: str) -> None:
    tab = opened(shell, joint)
    tab.enter()
    offered = [tab.entry.which.itemText(n).split()[0] for n in range(tab.entry.which.count())]
    assert set(offered) >= {"CSI-4", "CSI-16", "R-DAS"}
    assert set(offered).isdisjoint({"PHQ-9", "GAD-7", "HITS", "E-HITS", "AUDIT-C", "DAST-10"})


def test_both_lines_stand_on_one_chart_and_are_never_a_difference(
    shell: Shell, desk: Desk, clock: Clock, joint: str
) -> None:
    stored(desk, clock, joint, Place.A, 3, 2, 2, 2)
    tab = opened(shell, joint)
    assert "Once both have filled in the same measure" in read(tab)
    stored(desk, clock, joint, Place.B, 6, 5, 4, 4)
    tab.reload()
    (both,) = [view for view in tab.findChildren(ChartView) if "both" in view.accessibleName()]
    assert "Noor Adair: 2 Mar 2026, 9" in both.accessibleName()
    assert "Calliope Merriwold: 2 Mar 2026, 19" in both.accessibleName()
    QTest.keyClick(both, Qt.Key.Key_Right)
    assert both.told in ("Noor Adair: 2 Mar 2026, 9", "Calliope Merriwold: 2 Mar 2026, 19")
    shown = read(tab)
    assert "CSI-4 (Noor)" in shown
    assert not {"10", "+10", "\N{MINUS SIGN}10"} & set(shown.split())


def test_under_a_stop_nothing_is_asked_and_nothing_stands_side_by_side(
    shell: Shell, desk: Desk, clock: Clock, units: tuple[str, str]
) -> None:
    unit, joint = units
    for place in Place:
        stored(desk, clock, joint, place, 3, 2, 2, 2)
    (link,) = desk.units.of(unit)
    clock.now += timedelta(days=20)
    prescreen(desk, clock, unit, link.partner_id, IpvFinding.COERCIVE_CONTROL_SUSPECTED)
    tab = opened(shell, joint)
    assert tab.due.text() == ""
    assert [view for view in tab.findChildren(ChartView) if "both" in view.accessibleName()] == []


def test_today_opens_the_form_of_the_person_who_is_due(shell: Shell, desk: Desk, clock: Clock, joint: str) -> None:
    session = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    desk.sessions.attend(session.id, session.starts, session.stops)
    stored(desk, clock, joint, Place.A, 3, 2, 2, 2)
    shell.go("today")
    page = shell.page("today")
    assert isinstance(page, TodayView)
    assert "CSI-16 (Calliope), CSI-4 (Calliope): due Mon 2 Mar" in read(page)
    (act,) = [b for b in page.findChildren(QPushButton) if b.accessibleName().startswith("Enter: Noor Adair")]
    act.click()
    chart = shell.page("chart")
    assert isinstance(chart, ChartPage)
    tab = chart.tabs["joint_measures"]
    assert isinstance(tab, JointMeasuresTab)
    assert tab.chooser.value() is Place.B
    assert tab.entries[Place.B].is_open
    assert not tab.entries[Place.A].is_open


def test_today_names_cases_joint_units_and_whole_words(shell: Shell, desk: Desk, clock: Clock, joint: str) -> None:
    waits = new_client(desk, clock, "Bartholomew Featherstonehaugh-Cholmondeley")
    desk.pathway.move(waits, CaseState.SCREENING)
    desk.pathway.move(waits, CaseState.NOT_NOW, TransitionRequest(reason="harvest", look_again_on=clock.today))
    shell.go("today")
    page = shell.page("today")
    assert isinstance(page, TodayView)
    shown = read(page).split("\n")
    assert {"2 cases", "Couple", "Look again"} <= set(shown)
    assert "Open" not in shown
    assert page.page is not None
    assert page.page.counts == ((CaseState.NOT_NOW, 1), (UnitKind.COUPLE, 1))
    for pill in page.findChildren(Pill):
        assert pill.width() >= pill.sizeHint().width(), pill.text()


def test_every_control_has_a_name(shell: Shell, joint: str) -> None:
    tab = opened(shell, joint)
    tab.entry.open("csi16")
    assert unnamed(tab) == []
    assert tab.chooser.chip(Place.B).accessibleName() == "Answers of Calliope Merriwold"
