"""A skill of one's own, written in the library: kept half typed, refused with its field, changed, taken off the list."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from irt_desk.domain.content import StopCode
from irt_desk.ui.building import unnamed
from irt_desk.ui.library.page import LibraryPage
from irt_desk.ui.library.skills import SkillsSection
from irt_desk.ui.shell import Shell


def section(shell: Shell) -> SkillsSection:
    shell.show()
    shell.go("library", section="skills")
    page = shell.page("library")
    assert isinstance(page, LibraryPage)
    found = page.sections["skills"]
    assert isinstance(found, SkillsSection)
    return found


def texts(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(within: QWidget, words: str) -> None:
    QApplication.processEvents()
    next(b for b in within.findChildren(QPushButton) if b.isVisible() and b.text() == words).click()


def write(found: SkillsSection) -> None:
    form = found.editor.form
    for name, text in {
        "name": "Sit still", "what": "Stay for a minute.", "home_practice": "Once a day.", "stage_5": "In a quarrel.",
        "source": "Own practice.",
    }.items():  # fmt: skip
        control = form.control(name)
        control.set_value(text)
    form.control("steps").setPlainText("Sit.\nStay.")
    form.control("counts").setPlainText("Minutes sat (minutes)")
    form.control("stop_when").chip(StopCode.SG).click()


def test_an_own_skill_is_written_changed_and_taken_off_the_list(shell: Shell) -> None:
    found = section(shell)
    found.add_button.click()
    found.editor.save()
    assert found.editor.form.field("name").problem
    write(found)
    found.editor.form.control("counts").setPlainText("Minutes sat (furlongs)")
    found.editor.save()
    assert "furlongs" in found.editor.form.field("counts").problem
    found.editor.form.control("counts").setPlainText("Minutes sat (minutes)")
    found.editor.save()
    assert found.editor.isHidden()
    assert "Sit still" in texts(found.page)
    assert "Your own, version 1" in texts(found.page)
    press(found.page, "Change it")
    found.editor.form.control("name").set_value("Sit very still")
    found.editor.save()
    assert "Your own, version 2" in texts(found.page)
    press(found.page, "Take it off the list")
    assert "X1" not in shell.desk.skill_library.skills()
    press(found.page, "Put it back on the list")
    assert shell.desk.skill_library.skills()["X1"].name == "Sit very still"


def test_a_half_written_skill_waits(shell: Shell) -> None:
    found = section(shell)
    found.add_button.click()
    found.editor.form.control("name").set_value("Sit st")
    shell.go("today")
    assert shell.desk.unfinished.of("", "own_skill")["own_skill"]["fields"] == {"name": "Sit st"}
    again = Shell(shell.desk, shell.runner, dialogs=shell.room.dialogs)
    try:
        reopened = section(again)
        assert not reopened.editor.isHidden()
        assert reopened.editor.form.control("name").text() == "Sit st"
    finally:
        again.close()
        again.deleteLater()


def test_closing_the_form_keeps_what_is_in_it(shell: Shell) -> None:
    found = section(shell)
    found.add_button.click()
    found.editor.form.control("name").set_value("Sit st")
    press(found.editor, "Cancel")
    assert not found.page.isHidden()
    found.add_button.click()
    assert found.editor.form.control("name").text() == "Sit st"


def test_every_control_of_the_form_has_a_name(shell: Shell) -> None:
    found = section(shell)
    found.add_button.click()
    QApplication.processEvents()
    assert unnamed(found) == []
