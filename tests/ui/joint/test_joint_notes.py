"""The note of a joint session in the window: both people, no own part, and a check-in that is gone once it is kept."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from irt_desk.domain.check_ins import CheckInAnswer
from irt_desk.domain.notes import Intervention, InterventionKind, NoteStatus
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.units import Place
from irt_desk.services.desk import Desk
from irt_desk.ui.building import focus_into, unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.notes.tab import SessionsTab
from irt_desk.ui.shell import Shell
from tests.joint import appointment, couple, couple_under_override, discernment
from tests.practices import Clock


def session_of(desk: Desk, clock: Clock, joint: str) -> str:
    made = desk.sessions.schedule(appointment(clock, joint)).value
    clock.now += timedelta(hours=2)
    return made.id


def note_of(shell: Shell, joint: str, session_id: str) -> SessionsTab:
    shell.go("chart", unit_id=joint, tab="sessions", session_id=session_id)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["sessions"]
    assert isinstance(tab, SessionsTab)
    QCoreApplication.processEvents()
    return tab


def asked(tab: SessionsTab) -> set[str]:
    return {name for name, field in tab.editor.fields.items() if field.isVisible()}


def test_couple_work_is_noted_with_both_of_them_and_signed(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    tab = note_of(shell, joint, session_of(desk, clock, joint))
    editor = tab.editor
    assert {"account", "members", "between", "interventions", "response", "plan"} <= asked(tab)
    assert not {"own_part", "partner_in_mind", "another_reading", "pulse", "practice_until_then"} & asked(tab)
    assert editor.check_in.isHidden()
    assert [row.name.text() for row in editor._controls["members"].rows.values()] == ["Noor", "Calliope"]
    assert unnamed(editor) == []
    editor.attendance.submit()
    assert editor.attendance.who.text() == "Noor & Calliope"
    editor._controls["risk"].ask_all()
    editor._controls["account"].setPlainText("The move, and who asked first.")
    for row, how in zip(editor._controls["members"].rows.values(), ("Tense.", "Said a limit."), strict=True):
        row.how.setPlainText(how)
    editor._controls["between"].setPlainText("A question twice, then a pause.")
    editor._controls["response"].setPlainText("Both nodded.")
    editor._controls["plan"].setPlainText("Again in a week.")
    editor.save()
    assert [one.code for one in editor.missing()] == ["note_interventions"]
    editor._controls["interventions"].add(Intervention(kind=InterventionKind.TECHNIQUE, text="slowed it down"))
    session_id = tab._session_id
    editor.sign()
    note = desk.notes.of_session(session_id)
    assert note is not None
    assert note.status is NoteStatus.SIGNED
    assert [part.how_they_were for part in note.content.members] == ["Tense.", "Said a limit."]
    assert note.content.between == "A question twice, then a pause."


def test_discernment_asks_for_how_each_was_and_gives_nobody_practice(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = discernment(desk, clock)
    tab = note_of(shell, joint, session_of(desk, clock, joint))
    assert {"account", "members", "plan"} <= asked(tab)
    assert not {"between", "interventions", "response", "own_part"} & asked(tab)
    rows = tab.editor._controls["members"].rows.values()
    assert not any(row.taking is not None and row.taking.isVisible() for row in rows)


def test_one_persons_note_never_asks_for_two(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    note_of(shell, joint, session_of(desk, clock, joint))
    session = next(iter(desk.sessions.of(unit)), None)
    session_id = session.id if session else desk.sessions.schedule(appointment(clock, unit)).value.id
    tab = note_of(shell, unit, session_id)
    assert not {"members", "between"} & asked(tab)
    assert "own_part" in asked(tab)


def test_each_is_asked_alone_and_the_answer_leaves_the_screen(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint, _ = couple_under_override(desk, clock)
    session_id = session_of(desk, clock, joint)
    tab = note_of(shell, joint, session_id)
    card = tab.editor.check_in
    assert card.isVisible()
    tab.editor.attendance.submit()
    assert "asked alone" in tab.editor.attendance.problem.text()
    for place in Place:
        card.ask(place)
        form = card.form.form
        form.control("asked_alone").set_value(True)
        form.control("answer").set_value(CheckInAnswer.AT_EASE)
        form.control("note").setPlainText(f"told by {place} alone")
        card.form.submit()
        assert card.form.isHidden()
        assert form.control("note").value() == ""
    QCoreApplication.processEvents()
    shown = " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())
    assert shown.count("asked at") == 2
    assert "told by" not in shown
    tab.editor.attendance.submit()
    assert desk.sessions.get(session_id).attendance is Attendance.ATTENDED


def test_not_today_says_the_stop_rule_and_names_nobody(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint, _ = couple_under_override(desk, clock)
    tab = note_of(shell, joint, session_of(desk, clock, joint))
    card = tab.editor.check_in
    card.ask(Place.B)
    card.form.form.control("answer").set_value(CheckInAnswer.NOT_TODAY)
    card.form.submit()
    assert "stop rule" in card.stop.accessibleName()
    assert "Calliope" not in card.stop.accessibleName()


def test_a_half_written_answer_survives_leaving_the_chart(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit, joint, _ = couple_under_override(desk, clock)
    session_id = session_of(desk, clock, joint)
    card = note_of(shell, joint, session_id).editor.check_in
    card.ask(Place.A)
    card.form.form.control("note").setPlainText("she said it in the corridor")
    card.form.form.control("note").changed.emit()
    shell.go("chart", unit_id=unit, tab="sessions")
    QCoreApplication.processEvents()
    assert card.form.form.control("note").value() == ""
    again = note_of(shell, joint, session_id).editor.check_in
    assert again.form.form.control("note").value() == "she said it in the corridor"
    assert again._place is Place.A


def test_what_is_half_typed_for_one_is_never_under_the_name_of_the_other(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    unit, joint, _ = couple_under_override(desk, clock)
    session_id = session_of(desk, clock, joint)
    card = note_of(shell, joint, session_id).editor.check_in
    note = card.form.form.control("note")
    card.ask(Place.B)
    card.form.form.control("answer").set_value(CheckInAnswer.NOT_TODAY)
    note.setPlainText("he waits in the corridor")
    note.changed.emit()
    card.ask(Place.A)
    assert note.value() == ""
    assert card.form.form.control("answer").value() is None
    card.ask(Place.B)
    assert note.value() == "he waits in the corridor"
    card.ask(Place.A)
    note.setPlainText("all well")
    note.changed.emit()
    shell.go("chart", unit_id=unit, tab="sessions")
    QCoreApplication.processEvents()
    again = note_of(shell, joint, session_id).editor.check_in
    kept = {}
    for place in Place:
        again.ask(place)
        kept[place] = again.form.form.control("note").value()
    assert kept == {Place.A: "all well", Place.B: "he waits in the corridor"}
    card.ask(Place.A)
    card.form.form.control("asked_alone").set_value(True)
    card.form.form.control("answer").set_value(CheckInAnswer.AT_EASE)
    card.form.submit()
    card.ask(Place.B)
    assert note.value() == "he waits in the corridor", "keeping the answer of one loses nothing of the other"


def test_every_field_of_a_joint_note_is_reached_with_tab_alone(
    shell: Shell, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    _, joint = couple(desk, clock)
    editor = note_of(shell, joint, session_of(desk, clock, joint)).editor
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    members = editor._controls["members"]
    focus_into(editor._controls["account"])
    reached: list[str] = []
    for _ in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        name = next(
            (n for n, control in editor._controls.items() if control is focus or control.isAncestorOf(focus)), ""
        )
        if name and name not in reached:
            reached.append(name)
        if members.isAncestorOf(focus):
            assert focus.accessibleName(), "whose field it is can be heard"
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert reached[:4] == ["account", "members", "between", "interventions"]
    assert "plan" in reached
