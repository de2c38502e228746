"""What is half typed stays with its own record, and is gone once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


class BusyLane(InlineRunner):
    """A lane in which something long runs: what is given to it waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[Any] | None = None

    def _put(self, call: Any) -> None:
        if self.waits is None:
            super()._put(call)
        else:
            self.waits.append(call)

    def hold(self) -> None:
        """Begin to wait."""
        self.waits = []

    def let_go(self) -> None:
        """Do everything that waits, in its order, and what comes of it."""
        while self.waits:
            waiting, self.waits = self.waits, []
            for call in waiting:
                super()._put(call)
        self.waits = None


@pytest.fixture
def lane() -> BusyLane:
    return BusyLane()


@pytest.fixture
def busy(desk: Desk, lane: BusyLane, qapp: QApplication) -> Iterator[Shell]:
    made = Shell(desk, lane, dialogs=FakeDialogs())
    made.show()
    yield made
    made.close()
    made.deleteLater()


def kept_note(desk: Desk, unit: TreatmentUnit) -> str:
    found: str = desk.unfinished.of(unit.id, "intake")["consent"]["fields"]["note"]
    return found


def consent_left(desk: Desk, unit: TreatmentUnit) -> None:
    desk.unfinished.keep(unit.id, "intake", {"consent": {"record": "", "fields": {"note": "Signed in the hall"}}})


def consents_of(shell: Shell, unit: TreatmentUnit) -> Any:
    return tab(shell, unit, "intake", theme="consents").themes["consents"].consents


def facts_before_kept(shell: Shell, lane: BusyLane, unit: TreatmentUnit) -> Any:
    """Show the consents while the lane still reads what was left half typed."""
    card = consents_of(shell, unit)
    keeper = tab(shell, unit, "intake").keeper
    keeper.leave()
    lane.hold()
    keeper.show(unit.id)
    return card


def test_a_form_opened_before_it_is_known_what_was_left_in_it_gets_it_all_the_same(
    busy: Shell, lane: BusyLane, desk: Desk, take_in: TakeIn
) -> None:
    unit = take_in("Amara")
    consent_left(desk, unit)
    card = facts_before_kept(busy, lane, unit)
    card.forget()
    card.start_new()
    assert card.form.control("note").value() == ""
    lane.let_go()
    assert card.form.control("note").value() == "Signed in the hall"


def test_what_is_typed_before_it_is_known_what_was_left_stands_behind_it(
    busy: Shell, lane: BusyLane, desk: Desk, take_in: TakeIn
) -> None:
    unit = take_in("Amara")
    consent_left(desk, unit)
    card = facts_before_kept(busy, lane, unit)
    card.forget()
    card.start_new()
    card.form.control("note").set_value("on Monday")
    card.form.control("recipient").set_value("The clinic")
    lane.let_go()
    assert card.form.control("note").value() == "Signed in the hall on Monday"
    assert kept_note(desk, unit) == "Signed in the hall on Monday"


def test_a_lock_before_it_is_known_what_was_left_loses_neither(
    busy: Shell, lane: BusyLane, desk: Desk, take_in: TakeIn
) -> None:
    unit = take_in("Amara")
    desk.unfinished.keep(unit.id, "intake", {"barrier": {"record": "", "fields": {"plan": "Ask again in May"}}})
    card = facts_before_kept(busy, lane, unit)
    card.start_new()
    card.form.control("note").set_value("on Monday")
    busy.flush()
    lane.let_go()
    assert kept_note(desk, unit) == "on Monday"
    assert desk.unfinished.of(unit.id, "intake")["barrier"]["fields"]["plan"] == "Ask again in May"


def test_nobody_can_type_into_a_form_that_shows_nothing_yet(busy: Shell, lane: BusyLane, take_in: TakeIn) -> None:
    unit = take_in("Amara")
    lane.hold()
    busy.go("settings")
    page: Any = busy.page("settings")
    assert not page.profile.form.isEnabled()
    lane.let_go()
    assert page.profile.form.isEnabled()
    assert not page.profile.form.is_written
    assert unit.id
