"""Writing a note with few keys: numbers, skills, objectives, risk, snippets, spelling, copies; nothing stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    NoteContent,
    RiskCheck,
    RiskItem,
    RiskLevel,
    Understood,
)
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.sessions import Attendance, PresentRole, Session
from irt_desk.domain.values import Instant
from irt_desk.services import content as content_files
from irt_desk.services.desk import Desk
from irt_desk.services.note_text import intervention_text
from irt_desk.ui.building import focus_into
from irt_desk.ui.notes.editor import NoteEditor
from irt_desk.ui.notes.interventions import InterventionsControl
from irt_desk.ui.notes.pulse import PulseControl
from irt_desk.ui.notes.tab import SessionsTab
from irt_desk.ui.shell import Shell
from tests.joint import partner_of, prescreen
from tests.practices import Clock, screen
from tests.ui.conftest import NOW
from tests.ui.doubles import type_text

DONE = RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN)


def planned(desk: Desk, unit_id: str, days: int = 0, **values: object) -> Session:
    starts = Instant(NOW - timedelta(minutes=53) + timedelta(days=days))
    stops = Instant(starts.at + timedelta(minutes=50))
    made = Session(id="", unit_id=unit_id, episode_id="", starts=starts, stops=stops, **values)  # type: ignore[arg-type]  # by name
    return desk.sessions.schedule(made).value


@pytest.fixture
def unit(desk: Desk, take_in: Callable[..., TreatmentUnit]) -> TreatmentUnit:
    """Return a client with one signed note of last week."""
    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="LMFT"))
    unit = take_in("Amara Lindholm", pronouns="she/her")
    last = planned(desk, unit.id, -7)
    last = desk.sessions.attend(last.id, last.starts, last.stops).value
    note = desk.notes.start(last.id).value
    content = NoteContent(
        account="Bins.", presentation="Oriented.", risk=DONE, response="Relieved.", own_part="I start.",
        interventions=(Intervention(kind=InterventionKind.SKILL, ref="R4"),), partner_in_mind="maybe waiting",
        another_reading="tired", practice_until_then="One feeling first.", practice_by=NOW.date(), plan="Look at the pause.",
    )  # fmt: skip
    desk.notes.save_draft(note.id, content, revision=0)
    desk.notes.sign(note.id)
    return unit


@pytest.fixture
def tab(shell: Shell, unit: TreatmentUnit, qtbot: QtBot) -> SessionsTab:
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.go("chart", unit_id=unit.id, tab="sessions")
    return shell.page("chart").tabs["sessions"]  # type: ignore[attr-defined, no-any-return]  # the Sessions tab


@pytest.fixture
def editor(tab: SessionsTab, desk: Desk, unit: TreatmentUnit) -> NoteEditor:
    session = planned(desk, unit.id)
    tab.open_session(session.id)
    return tab.editor


def content(editor: NoteEditor, desk: Desk) -> NoteContent:
    editor.save()
    assert editor.note is not None
    return desk.notes.get(editor.note.id).content


def front() -> QTextCursor:
    return QApplication.focusWidget().textCursor()  # type: ignore[union-attr, no-any-return]  # a text field has the keyboard


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("65755", [6, 5, 7, 5, 5]), ("1001010", [10, 0, 10, 10]), ("15", [1, 5]), ("11110", [1, 1, 1, 10])],
)
def test_check_in_numbers_need_one_key_each(qtbot: QtBot, typed: str, numbers: list[int]) -> None:
    control = PulseControl()
    qtbot.addWidget(control)
    control.show()
    control.activateWindow()
    qtbot.waitUntil(control.isActiveWindow)
    focus_into(control)
    for digit in typed:
        type_text(QApplication.focusWidget(), digit)
    assert list(control.value().values()) == numbers


def test_a_recorded_session_is_one_line_and_the_code_is_confirmed_with_one_click(
    editor: NoteEditor, desk: Desk
) -> None:
    strip = editor.attendance
    assert QApplication.focusWidget() is strip.stops
    strip.stops.setText("0952")
    press(Qt.Key.Key_Return)
    assert strip.who.text() == "Amara, alone"
    assert strip.form.isHidden()
    assert strip.take_code.text() == "Use 90837 (53 min)"
    strip.take_code.click()
    assert desk.sessions.get(editor.note.session_id).service_code == "90837"  # type: ignore[union-attr]  # it is open
    assert strip.take_code.isHidden()


def test_the_partner_as_guest_for_the_whole_session_asks_for_both_gates_and_changes_the_code(
    editor: NoteEditor, desk: Desk, unit: TreatmentUnit
) -> None:
    strip, clock = editor.attendance, Clock(NOW)
    strip.submit()
    strip.open_form()
    strip.present.add_button.click()
    strip.present._whole.set_value(True)
    strip.submit()
    assert "partner" in strip.problem.text()
    partner = partner_of(desk, unit.id)
    screen(desk, clock, unit.id)
    prescreen(desk, clock, unit.id, partner)
    strip.submit()
    session = desk.sessions.get(editor.note.session_id)  # type: ignore[union-attr]  # it is open
    assert [person.role for person in session.present] == [PresentRole.CLIENT, PresentRole.PARTNER_GUEST]
    assert strip.take_code.text() == "Use 90847 (50 min)"


def test_one_key_says_no_change_and_since_when(editor: NoteEditor, desk: Desk) -> None:
    editor.attendance.submit()
    press(Qt.Key.Key_R, modifiers=Qt.KeyboardModifier.ControlModifier)
    risk = content(editor, desk).risk
    assert risk.no_change
    assert risk.last_full_on == (NOW - timedelta(days=7)).date()
    assert risk.asked == tuple(RiskItem)
    editor._controls["risk"].single_button.click()
    editor._controls["risk"].level.chip(RiskLevel.CONCERN).click()
    assert not content(editor, desk).risk.no_change
    assert editor._controls["risk"].action_field.isVisible()


def test_a_skill_is_named_with_a_few_letters(editor: NoteEditor, desk: Desk) -> None:
    finder = editor._controls["interventions"].finder
    finder.setFocus()
    type_text(finder, "soft st")
    press(Qt.Key.Key_Return)
    type_text(QApplication.focusWidget(), "rehearsed twice")
    found = content(editor, desk).interventions
    assert [(one.kind, one.ref, one.text, one.version > 0) for one in found] == [
        (InterventionKind.SKILL, "S1", "rehearsed twice", True)
    ]


def test_an_own_skill_is_found_and_named_like_a_built_in_one(qtbot: QtBot) -> None:
    own = replace(content_files.load_skills()["S1"], id="O1", name="Sit still together")
    control = InterventionsControl()
    qtbot.addWidget(control)
    control.know({"O1": own}, {"O1": own.name})
    control.finder.setText("sit sti")
    control._on_return()
    (found,) = control.value()
    assert (found.kind, found.ref) == (InterventionKind.SKILL, "O1")
    assert intervention_text(found, {"O1": own.name}) == "Sit still together (O1)"


def test_own_words_are_a_technique_and_teaching_asks_how_it_was_understood(qtbot: QtBot) -> None:
    control = InterventionsControl()
    qtbot.addWidget(control)
    control.finder.setText("two chairs")
    control._on_return()
    teaching = next(one for one in control._known.values() if one.kind is InterventionKind.PSYCHOEDUCATION)
    control.add(teaching)
    control._rows[1].understood.chip(Understood.WELL).click()  # type: ignore[union-attr]  # teaching has chips
    first, second = control.value()
    assert (first.kind, first.text) == (InterventionKind.TECHNIQUE, "two chairs")
    assert (second.kind, second.understood) == (InterventionKind.PSYCHOEDUCATION, Understood.WELL)


def test_a_snippet_unfolds_and_its_first_gap_is_selected(editor: NoteEditor, desk: Desk) -> None:
    area = editor._controls["account"]
    area.setFocus()
    type_text(area, "First ;week")
    press(Qt.Key.Key_Space)
    text = area.toPlainText()
    assert text.startswith("First As told by Amara: since the last session ___ hard moments.")
    assert "What she did" in text
    assert front().selectedText() == "___"
    type_text(area, "two")
    press(Qt.Key.Key_G, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert front().selectedText() == "___"
    assert "since the last session two hard moments" in area.toPlainText()
    area.undo()


def test_a_semicolon_in_a_sentence_is_only_a_semicolon(editor: NoteEditor) -> None:
    area = editor._controls["account"]
    area.setFocus()
    type_text(area, "He left; week after week ;nobody")
    press(Qt.Key.Key_Space)
    assert area.toPlainText() == "He left; week after week ;nobody "


def open_menu(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def test_slips_are_marked_and_put_right_by_keyboard(editor: NoteEditor, desk: Desk, qtbot: QtBot) -> None:
    area = editor._controls["account"]
    area.setPlainText("Amara recieved a lettre from Lindholm.")
    area.setFocus()
    area.moveCursor(QTextCursor.MoveOperation.Start)
    press(Qt.Key.Key_F7)
    menu = open_menu(qtbot)
    assert menu.actions()[0].text() == "received"
    menu.actions()[0].trigger()
    menu.close()
    assert area.toPlainText() == "Amara received a lettre from Lindholm."
    press(Qt.Key.Key_F7)
    menu = open_menu(qtbot)
    next(action for action in menu.actions() if "dictionary" in action.text()).trigger()
    menu.close()
    assert desk.spelling.words() == ("lettre",)
    assert editor.tools._aids is not None
    assert editor.tools._aids.checker.slips(area.toPlainText()) == ()


def test_marking_a_word_is_not_typing(editor: NoteEditor) -> None:
    editor._controls["account"].setPlainText("recieved")
    editor.save()
    editor.tools.refresh()
    assert editor.state.text() == "Draft, saved"


def test_what_is_carried_over_is_marked_until_it_is_edited(editor: NoteEditor, desk: Desk) -> None:
    editor._controls["plan"].setPlainText("My own.")
    press(Qt.Key.Key_T, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert editor._controls["practice_until_then"].value() == "One feeling first."
    assert editor._controls["plan"].value() == "My own."
    label = editor.fields["practice_until_then"].label
    assert label.text() == "Practice until then · carried over from session 1, not edited"
    assert content(editor, desk).carried == ("practice_until_then",)
    editor._controls["practice_until_then"].setPlainText("One feeling first, twice.")
    assert label.text() == "Practice until then"
    assert content(editor, desk).carried == ()


def test_a_format_is_read_and_the_fields_stay_as_typed(editor: NoteEditor, desk: Desk) -> None:
    editor._controls["account"].setPlainText("Three bin fights.")
    editor.view.set_value("soap")
    assert editor.groups.isHidden()
    editor.view.set_value("")
    assert editor._controls["account"].value() == "Three bin fights."
    assert content(editor, desk).account == "Three bin fights."


def test_a_call_asks_for_two_fields_and_shows_no_others(tab: SessionsTab, desk: Desk) -> None:
    tab.contact_button.click()
    tab.contact.kind.chip(Attendance.CALL).click()
    tab.contact.day.set_value(NOW.date())
    tab.contact.starts.setText("08:00")
    tab.contact.stops.setText("08:10")
    tab.contact.submit()
    editor = tab.editor
    assert [item.code for item in editor.missing()] == ["note_contact_account", "note_plan"]
    assert editor.groups.mean.isHidden()
    assert editor.fields["account"].label.text() == "What was said or written"
    editor._controls["account"].setPlainText("She asked to move the hour.")
    editor._controls["plan"].setPlainText("Moved to Friday.")
    editor.sign()
    assert tab.stack.currentWidget() is tab.list_page


def test_a_half_typed_contact_is_there_again(tab: SessionsTab, shell: Shell, unit: TreatmentUnit) -> None:
    tab.contact_button.click()
    tab.contact.starts.setText("08:0")
    typed = tab.contact.unfinished()
    tab.contact.hide()
    tab.contact.resume(typed)
    assert tab.contact.starts.text() == "08:0"


def test_a_note_moves_to_the_chart_it_belongs_to(
    editor: NoteEditor, tab: SessionsTab, desk: Desk, take_in: Callable[..., TreatmentUnit]
) -> None:
    from irt_desk.ui.notes.acts import MoveDialog

    other = take_in("Ilse Brandt")
    editor._controls["account"].setPlainText("Not hers.")
    editor.save()
    assert editor.note is not None
    dialog = MoveDialog(editor.room, editor.note, editor)
    dialog.moved.connect(editor._on_moved)
    dialog.open()
    dialog.submit()
    assert dialog.chart_field.problem
    dialog.chart.set_value(other.id)
    dialog.submit()
    assert "reason" in dialog.problem.text().lower()
    dialog.reason.setPlainText("Opened the wrong chart")
    dialog.submit()
    assert [note.content.account for note in desk.notes.of_unit(other.id).values()] == ["Not hers."]
    assert tab.stack.currentWidget() is tab.list_page


def test_the_questions_about_the_pattern_open_in_the_note_and_wait_for_their_session(
    tab: SessionsTab, desk: Desk, unit: TreatmentUnit
) -> None:
    week = tab.editor.groups.week
    first, second = planned(desk, unit.id), planned(desk, unit.id, 1)
    tab.open_session(first.id)
    assert week.quick.isHidden()
    week.link.click()
    assert week.quick.isVisible()
    week.quick.controls["count"].setText("2")
    tab.open_session(second.id)
    assert week.quick.isHidden()
    assert list(week.unfinished()) == [first.id]
    tab.open_session(first.id)
    assert week.quick.controls["count"].text() == "2"
