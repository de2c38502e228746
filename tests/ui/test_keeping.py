"""What is half typed stays with its own record, and is gone once it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.errors import DiskFull
from irt_desk.services.desk import Desk
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.keeping import KEEP_MS, SaveClock
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from irt_desk.words import say
from tests.ui.doubles import FakeDialogs

TakeIn = Callable[..., TreatmentUnit]


def tab(shell: Shell, unit: TreatmentUnit, name: str, **arguments: Any) -> Any:
    shell.go("chart", unit_id=unit.id, tab=name, **arguments)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    found = page.tabs[name]
    assert isinstance(found, ChartTab)
    return found


def another_window(desk: Desk) -> Shell:
    shell = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    shell.show()
    return shell


def test_it_is_kept_within_two_seconds_of_the_first_key(shell: Shell, desk: Desk, take_in: TakeIn, qtbot: Any) -> None:
    unit = take_in("Amara")
    shell.show()
    card = tab(shell, unit, "intake").themes["presenting"].card
    card.form.control("client_words").set_value("We talk about the bins.")
    assert KEEP_MS <= 1500
    qtbot.waitUntil(lambda: bool(desk.unfinished.of(unit.id, "intake")), timeout=2000)


def test_one_record_never_shows_what_was_typed_in_another(shell: Shell, take_in: TakeIn) -> None:
    first, second = take_in("Amara"), take_in("Bela")
    shell.show()
    intake = tab(shell, first, "intake")
    intake.themes["presenting"].card.form.control("client_words").set_value("Only Amara's.")
    intake.themes["barriers"].barriers.start_new()
    intake.themes["barriers"].barriers.form.control("plan").set_value("Only Amara's plan.")
    skills = tab(shell, first, "skills")
    skills.assign_card.form.control("context").set_value("Only Amara's place.")
    other = tab(shell, second, "intake")
    assert other.themes["presenting"].card.form.control("client_words").value() == ""
    assert not other.themes["barriers"].barriers.is_editing
    assert tab(shell, second, "skills").assign_card.form.control("context").value() == ""
    back = tab(shell, first, "intake")
    assert back.themes["presenting"].card.form.control("client_words").value() == "Only Amara's."
    assert back.themes["barriers"].barriers.form.control("plan").value() == "Only Amara's plan."
    assert tab(shell, first, "skills").assign_card.form.control("context").value() == "Only Amara's place."


def test_a_saved_form_is_not_half_typed_any_more(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit = take_in("Amara")
    shell.show()
    intake = tab(shell, unit, "intake")
    card = intake.themes["person"].person
    card.form.control("referral_source").set_value("a neighbour")
    intake.flush()
    assert desk.unfinished.of(unit.id, "intake")
    card.submit()
    intake.flush()
    assert desk.unfinished.of(unit.id, "intake") == {}
    assert desk.clients.get(unit.id).referral_source == "a neighbour"


def test_a_date_that_cannot_be_read_is_kept_as_it_was_typed(shell: Shell, desk: Desk, take_in: TakeIn) -> None:
    unit = take_in("Amara")
    shell.show()
    intake = tab(shell, unit, "intake")
    intake.themes["person"].person.form.control("date_of_birth").setText("4 Mar")
    intake.themes["person"].person.form.control("date_of_birth").setText("4 Marc 19")
    shell.flush()
    again = another_window(desk)
    person = tab(again, unit, "intake").themes["person"].person
    assert person.form.control("date_of_birth").text() == "4 Marc 19"
    assert person.save_button.isEnabled()
    again.close()
    again.deleteLater()


def test_cancel_loses_nothing(shell: Shell, take_in: TakeIn) -> None:
    unit = take_in("Amara")
    shell.show()
    barriers = tab(shell, unit, "intake").themes["barriers"].barriers
    barriers.start_new()
    barriers.form.control("plan").set_value("Ask her sister.")
    barriers.cancel_button.click()
    assert not barriers.is_editing
    barriers.start_new()
    assert barriers.form.control("plan").value() == "Ask her sister."


def test_a_client_half_taken_in_is_there_again(shell: Shell, desk: Desk) -> None:
    shell.show()
    shell.go("clients", new=True)
    form = shell.page("clients").intake  # type: ignore[attr-defined]  # the page of the client list
    form.person.control("preferred_name").set_value("Amara")
    form.words.set_value("The bins.")
    shell.flush()
    again = another_window(desk)
    again.go("clients", new=True)
    other = again.page("clients").intake  # type: ignore[attr-defined]  # as above
    assert other.person.control("preferred_name").value() == "Amara"
    assert other.words.value() == "The bins."
    other.submit()
    again.flush()
    assert desk.unfinished.of("", "take_in") == {}
    again.close()
    again.deleteLater()


def test_what_a_full_disk_did_not_take_is_tried_again(
    shell: Shell, desk: Desk, take_in: TakeIn, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = take_in("Amara")
    shell.show()
    intake = tab(shell, unit, "intake")
    keep, space = desk.unfinished.keep, []

    def full(*arguments: Any) -> Any:
        if not space:
            raise DiskFull
        return keep(*arguments)

    monkeypatch.setattr(desk.unfinished, "keep", full)
    intake.themes["person"].person.form.control("referral_source").set_value("a neighbour")
    shell.flush()
    assert isinstance(shell.runner.unsaved, DiskFull)
    assert shell.saved_label.text() == say("bar.not_saved")
    space.append(True)
    shell.flush()
    assert shell.runner.unsaved is None
    assert desk.unfinished.of(unit.id, "intake")


def test_after_a_failed_save_the_next_key_is_stored_soon_again(qtbot: Any) -> None:
    saved: list[bool] = []
    clock = SaveClock(QApplication.instance(), lambda: saved.append(True))
    clock.again()
    assert clock.remainingTime() > 2000
    clock.soon()
    assert clock.remainingTime() <= KEEP_MS
    clock.stop()
    clock.soon()
    assert clock.remainingTime() <= KEEP_MS
    clock.stop()
