"""Every tab of a chart, on the demonstration caseload: it opens, can be heard, and shows what the record says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from irt_desk.domain.notes import NoteStatus
from irt_desk.services import practices
from irt_desk.services.desk import Desk
from irt_desk.ui.building import focus_into, unnamed
from irt_desk.ui.chart.page import TABS, ChartPage
from irt_desk.ui.library.page import LibraryPage
from irt_desk.ui.library.section import ListSection
from irt_desk.ui.notes.groups import RARE
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.ui.doubles import FakeDialogs, texts


@pytest.fixture
def window(qapp: QApplication, caseload: Desk) -> Iterator[Shell]:
    shell = Shell(caseload, InlineRunner(), dialogs=FakeDialogs())
    shell.resize(1360, 860)
    shell.show()
    yield shell
    shell.close()
    shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_tab(window: Shell, name: str, tab: str) -> QWidget:
    unit_id = window.desk.clients.find(name).unit_id
    window.go("chart", unit_id=unit_id, tab=tab)
    page = window.page("chart")
    assert isinstance(page, ChartPage)
    return page.tabs[tab]


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_can_be_heard(window: Shell, tab: str) -> None:
    assert unnamed(open_tab(window, "Indigo Wrenfield", tab)) == []


def test_the_header_is_loud_about_whose_chart_it_is(window: Shell) -> None:
    open_tab(window, "Saoirse Blackthistle", "overview")
    page = window.page("chart")
    assert isinstance(page, ChartPage)
    said = texts(page.header)
    assert "Saoirse Blackthistle" in said
    assert "Safety: hard block" in said
    assert page.stop.isVisible()


@pytest.mark.parametrize("tab", ["overview", "relationship", "sessions", "plan", "pathway"])
def test_what_stands_about_the_partner_is_never_stated_as_a_fact(window: Shell, tab: str) -> None:
    said = texts(open_tab(window, "Indigo Wrenfield", tab))
    for line in said.splitlines():
        assert "alleged" not in line.lower()
        assert "claims" not in line.lower()


def test_a_signed_review_can_be_read_and_not_typed_into(window: Shell) -> None:
    tab = open_tab(window, "Ravindra Quillstone", "pathway")
    card = tab.review.form_card  # type: ignore[attr-defined]  # the Pathway tab
    assert card.isVisible()
    assert not card.form.isVisible()
    assert not card.save_button.isVisible()
    assert "Interviewing instead of asking; he says it himself." not in texts(card), "folded: it was signed long ago"
    card.weighed.button.click()
    assert "Interviewing instead of asking; he says it himself." in texts(card)


def test_a_map_is_never_edited_where_the_gate_is_a_stop(window: Shell) -> None:
    tab = open_tab(window, "Saoirse Blackthistle", "relationship")
    assert not tab.new_button.isVisible()  # type: ignore[attr-defined]  # the Relationship tab
    assert not tab.edit_button.isVisible()  # type: ignore[attr-defined]  # as above


def test_a_library_entry_is_one_key_away(window: Shell) -> None:
    window.go("library")
    page = window.page("library")
    assert isinstance(page, LibraryPage)
    section = page.sections["skills"]
    assert isinstance(section, ListSection)
    names = [section.list.item(n).text() for n in range(section.list.count())]
    assert "Regulation" in names
    assert "Know my activation" in texts(section.page), "the first skill is open"
    section.list.setCurrentRow(names.index("R4  Time-out with return"))
    assert "Time-out with return" in texts(page)
    section.finder.setText("apology")
    assert "Full apology" in texts(page)
    section.finder.setText("no skill has these words")
    assert "Nothing here has these words." in texts(page)
    section.point_at(key="R4")
    assert "Time-out with return" in texts(page)


def test_each_section_of_the_library_opens_by_its_name(window: Shell) -> None:
    window.go("library", section="patterns", key="withdraw_withdraw")
    page = window.page("library")
    assert isinstance(page, LibraryPage)
    assert page.buttons["patterns"].isChecked()
    assert "Underneath" in texts(page)
    assert unnamed(page) == []


def test_the_demonstration_says_what_it_is_on_every_page(qapp: QApplication, caseload: Desk) -> None:
    shell = Shell(caseload, InlineRunner(), dialogs=FakeDialogs(), demo_passphrase=practices.DEMO_PASSPHRASE)
    shell.show()
    for page in ("today", "clients", "library", "settings", "help"):
        shell.go(page)
        assert "Demonstration data: invented people." in texts(shell)
    shell.close()
    shell.deleteLater()


def test_a_preview_is_needed_before_a_document_is_saved(window: Shell, tmp_path: Path) -> None:
    tab = open_tab(window, "Indigo Wrenfield", "documents")
    assert not tab.save_button.isEnabled()  # type: ignore[attr-defined]  # the Documents tab
    tab.make_preview()  # type: ignore[attr-defined]  # as above
    assert tab.save_button.isEnabled()  # type: ignore[attr-defined]  # as above
    tab.choice.sign.box.click()  # type: ignore[attr-defined]  # as above
    assert not tab.save_button.isEnabled(), "what is saved is what was seen"  # type: ignore[attr-defined]  # as above


def test_every_field_of_a_note_is_reached_with_tab_alone(window: Shell, qtbot: QtBot) -> None:
    tab = open_tab(window, "Indigo Wrenfield", "sessions")
    draft = next(n for n in window.desk.notes.of_unit(window.desk.clients.find("Indigo Wrenfield").unit_id).values()
                 if n.status is NoteStatus.DRAFT)  # fmt: skip
    tab.open_session(draft.session_id)  # type: ignore[attr-defined]  # the Sessions tab
    editor = tab.editor  # type: ignore[attr-defined]  # as above
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    editor.groups.ask(list(RARE))
    chips = next(iter(editor._controls["progress"]._chips.values()))
    qtbot.waitUntil(chips.isVisible)
    focus_into(editor._controls["pulse"])
    reached: set[str] = set()
    presses = 0
    while "diagnosis_codes" not in reached and presses < 60:
        focus = QApplication.focusWidget()
        assert focus is not None
        reached |= {
            name for name, control in editor._controls.items() if control is focus or control.isAncestorOf(focus)
        }
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        presses += 1
    assert reached == set(editor._controls) - {"members", "between"}, "those two are asked in joint sessions only"
    assert presses <= 40
