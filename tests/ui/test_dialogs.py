"""The message door: dialogs do not block, answer once, and are gone with their text when closed."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from irt_desk.ui.dialogs import QtDialogs


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def open_dialog(owner: QWidget) -> QDialog:
    shown = [one for one in owner.findChildren(QDialog) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def let_go() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_telling_shows_plain_text_and_lets_it_go(owner: QWidget) -> None:
    QtDialogs(owner).tell("<b>Maya</b> & so")
    box = open_dialog(owner)
    assert isinstance(box, QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    kept = weakref.ref(box)
    box.accept()
    del box
    let_go()
    assert owner.findChildren(QDialog) == []
    assert kept() is None


@pytest.mark.parametrize(("press", "answer"), [("yes", True), ("cancel", False), ("escape", False)])
def test_a_question_is_answered_once(owner: QWidget, press: str, answer: bool) -> None:
    answers: list[bool] = []
    QtDialogs(owner).ask("Close this case?", "Close", answers.append)
    box = open_dialog(owner)
    assert isinstance(box, QMessageBox)
    if press == "escape":
        box.reject()
    else:
        wanted = "Close" if press == "yes" else box.button(QMessageBox.StandardButton.Cancel).text()
        next(button for button in box.buttons() if button.text() == wanted).click()
    del box
    let_go()
    assert answers == [answer]
    assert owner.findChildren(QDialog) == []


def test_asking_for_a_file_keeps_no_history(owner: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []
    (tmp_path / "a.irtbackup").touch()
    QtDialogs(owner).choose_file("Choose", "Backups (*.irtbackup)", chosen.append)
    dialog = open_dialog(owner)
    assert isinstance(dialog, QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.fileSelected.emit(str(tmp_path / "a.irtbackup"))
    dialog.close()
    del dialog
    let_go()
    assert chosen == [tmp_path / "a.irtbackup"]
    assert owner.findChildren(QDialog) == []
