"""Writing hints beside the editor: there when typing rests, never in the way, off when switched off or in a stopped case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.sessions import Session, Setting
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.services.hints import HintsHere
from irt_desk.ui.building import LinkButton, unnamed
from irt_desk.ui.notes.editor import NoteEditor
from irt_desk.ui.shell import Shell
from irt_desk.words import say
from tests.ui.conftest import NOW

TEXT = "They ate late. He is selfish about the evenings. Daniel will never change."


@pytest.fixture
def editor(shell: Shell, desk: Desk, take_in: Callable[..., TreatmentUnit]) -> NoteEditor:
    unit = take_in("Amara")
    partner = Partner(id="", unit_id=unit.id, name="Daniel Ashgrove", pronouns="he/him")
    desk.relationships.save(partner, Relationship(id="", unit_id=unit.id, partner_id=""))
    made = Session(
        id="", unit_id=unit.id, episode_id="", starts=Instant(NOW), stops=Instant(NOW + timedelta(minutes=50)),
        setting=Setting.OFFICE,
    )  # fmt: skip
    session = desk.sessions.schedule(made).value
    shell.show()
    shell.go("chart", unit_id=unit.id, tab="sessions", session_id=session.id)
    return shell.page("chart").tabs["sessions"].editor  # type: ignore[attr-defined, no-any-return]  # the Sessions tab


def write(editor: NoteEditor, text: str, field: str = "account") -> None:
    editor._controls[field].set_value(text)
    editor.hints.look()


def links(editor: NoteEditor, name: str) -> list[LinkButton]:
    return [link for link in editor.hints.findChildren(LinkButton) if link.isVisible() and link.text() == name]


def test_a_gentler_wording_is_offered_beside_the_text_and_the_text_stays(editor: NoteEditor) -> None:
    assert not editor.hints.isVisible()
    write(editor, TEXT)
    assert [advice.words for _, advice in editor.hints.shown()] == ["selfish", "Daniel will never change"]
    assert unnamed(editor.hints) == []
    links(editor, "Show in the text")[1].click()
    assert editor._controls["account"].textCursor().selectedText() == "Daniel will never change"
    assert editor._controls["account"].value() == TEXT


def use(editor: NoteEditor, offer: str) -> LinkButton:
    name = say("hints.act", act=say("hints.use"), words=offer)
    return next(
        one for one in editor.hints.findChildren(LinkButton) if one.isVisible() and one.accessibleName() == name
    )


def test_a_wording_takes_the_place_of_the_words_by_one_click_and_ctrl_z_takes_it_back(
    editor: NoteEditor, qtbot: QtBot
) -> None:
    before = "\N{SLIGHTLY SMILING FACE} " + TEXT  # a sign that takes two places in Qt
    write(editor, before)
    area = editor._controls["account"]
    use(editor, "“selfish” (Amara’s word)").click()
    after = before.replace("selfish", "“selfish” (Amara’s word)")
    assert area.value() == after
    assert [advice.words for _, advice in editor.hints.shown()] == ["Daniel will never change"], "it needs no hint now"
    qtbot.keyClick(area, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert area.value() == before, "one step back"
    qtbot.keyClick(area, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert area.value() == after


def test_a_gap_in_a_wording_is_selected_to_be_typed_over(editor: NoteEditor) -> None:
    write(editor, "\N{SLIGHTLY SMILING FACE} He never listens.")
    links(editor, "Use this")[0].click()
    area = editor._controls["account"]
    assert area.textCursor().selectedText() == "___"
    area.textCursor().insertText("2")
    assert area.value().endswith("(as told; this week 2 of ___ times).")


def test_a_wording_in_a_field_of_one_line_can_be_taken_back_too(editor: NoteEditor, qtbot: QtBot) -> None:
    line = editor._controls["pattern_words"]
    line.setText("  He wants to win.")
    editor.hints.look()
    links(editor, "Use this")[0].click()
    assert line.text() == "  Maybe he wants to win."
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "  He wants to win."


def test_a_wording_is_not_put_into_a_text_that_changed_meanwhile(editor: NoteEditor) -> None:
    write(editor, TEXT)
    link = links(editor, "Use this")[0]
    editor._controls["account"].set_value("They walked home.")
    link.click()
    assert editor._controls["account"].value() == "They walked home."
    assert not editor.hints.isVisible()


def test_what_is_left_as_it_is_is_not_said_again(editor: NoteEditor) -> None:
    write(editor, TEXT)
    links(editor, "Leave it")[0].click()
    assert [advice.words for _, advice in editor.hints.shown()] == ["Daniel will never change"]
    write(editor, TEXT + " Still selfish, he is.")
    assert "selfish" not in [advice.words for _, advice in editor.hints.shown()]


def test_hints_never_stand_in_the_way_of_signing(editor: NoteEditor) -> None:
    before = [item.code for item in editor.missing()]
    write(editor, TEXT, "partner_in_mind")
    assert [item.code for item in editor.missing()] == before


def test_hints_are_switched_off_everywhere_and_on_again(editor: NoteEditor, desk: Desk) -> None:
    write(editor, TEXT)
    editor.hints.switch.click()
    assert editor.hints.shown() == []
    assert editor.hints.title.text() == "Writing hints are off"
    assert editor._facts is not None
    assert not desk.hints.here(editor._facts.unit_id).is_on
    editor.hints.switch.click()
    assert len(editor.hints.shown()) == 2


def test_in_a_stopped_case_nothing_told_is_put_more_gently(editor: NoteEditor) -> None:
    write(editor, TEXT)
    here = editor.hints._here
    assert here is not None
    editor.hints._on_here(HintsHere(here.unit_id, True, None))
    assert not editor.hints.isVisible()


def test_the_clients_own_part_is_the_clients(editor: NoteEditor) -> None:
    write(editor, "I was selfish, he says. He is selfish too.", "own_part")
    assert editor.hints.shown() == []
    assert editor.note is not None
    assert replace(editor.note).id
