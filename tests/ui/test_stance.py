"""The five private looks in the window of the private notes, the time they are kept, and the quiet figures of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.notes import PsychotherapyNote
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.sessions import Session, Setting
from irt_desk.domain.stance import StanceFigures, StanceQuestion
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.ui.building import Banner, unnamed
from irt_desk.ui.chart.stance import StanceCard
from irt_desk.ui.notes.private import PrivateNotes
from irt_desk.ui.room import Room
from irt_desk.ui.shell import Shell
from tests.ui.conftest import NOW


@pytest.fixture
def session(desk: Desk, take_in: Callable[..., TreatmentUnit]) -> Session:
    unit = take_in("Amara")
    made = Session(
        id="", unit_id=unit.id, episode_id="", starts=Instant(NOW), stops=Instant(NOW + timedelta(minutes=50)),
        setting=Setting.OFFICE,
    )  # fmt: skip
    return desk.sessions.schedule(made).value


@pytest.fixture
def room(shell: Shell) -> Room:
    shell.show()
    shell.go("today")
    return shell.page("today").room  # type: ignore[attr-defined, no-any-return]  # every page has its room


def opened(room: Room, session: Session, shell: Shell) -> PrivateNotes:
    window = PrivateNotes(room, session.unit_id, session.id, shell)
    window.open()
    return window


def test_a_yes_opens_a_reflection_and_is_there_again(room: Room, session: Session, shell: Shell, desk: Desk) -> None:
    window = opened(room, session, shell)
    assert window.stance.standing.text() == "not looked at yet"
    assert not window.stance.inside.isVisible()
    window.stance.open_link.click()
    assert unnamed(window) == []
    window.stance.questions[StanceQuestion.DIAGNOSED].buttons[False].click()
    window.stance.questions[StanceQuestion.PUSHED].buttons[True].click()
    assert window.text.isEnabled()
    assert "What would help the client weigh it" in window.text.placeholderText()
    window.text.setPlainText("My own leaving is in this.")
    window.close()
    again = opened(room, session, shell)
    assert again.stance.standing.text() == "1 to think about"
    assert [desk.psychotherapy_notes.read(n.id).text for n in desk.psychotherapy_notes.of(session.unit_id)] == [
        "My own leaving is in this."
    ]
    again.close()


def test_an_answer_is_taken_back_by_pressing_it_again(room: Room, session: Session, shell: Shell, desk: Desk) -> None:
    window = opened(room, session, shell)
    button = window.stance.questions[StanceQuestion.PUSHED].buttons[False]
    button.click()
    assert desk.stance.check(session.id) is not None
    button.click()
    assert desk.stance.check(session.id) is None
    window.close()


def test_a_yes_while_a_reflection_is_being_written_leaves_it(room: Room, session: Session, shell: Shell) -> None:
    window = opened(room, session, shell)
    window.begin()
    window.text.setPlainText("Half a thought")
    window.stance.questions[StanceQuestion.PUSHED].buttons[True].click()
    assert window.text.value() == "Half a thought"
    window.close()


def test_notes_past_their_time_are_marked_and_stay(room: Room, session: Session, shell: Shell, desk: Desk) -> None:
    early = desk.at(lambda: NOW - timedelta(days=800))
    at = Instant(NOW - timedelta(days=800))
    early.psychotherapy_notes.save(
        PsychotherapyNote(id="", unit_id=session.unit_id, session_id=None, text="x", written=at, saved=at)
    )
    window = opened(room, session, shell)
    assert "past its time" not in window.list.item(0).text()
    window.keeping.years.set_value("2")
    assert desk.psychotherapy_notes.retention() == 2
    assert "past its time" in window.list.item(0).text()
    assert len(desk.psychotherapy_notes.of(session.unit_id)) == 1
    window.close()


def test_the_figures_are_quiet_and_the_question_of_care_leads_to_safety(room: Room, session: Session) -> None:
    gone: list[dict[str, object]] = []
    room.go = lambda page, **where: gone.append(where)
    card = StanceCard(room, session.unit_id)
    assert card.isHidden()
    card.show_figures(StanceFigures(owned=(0, 3, 3, 4), own_part=3.0, notes=4, with_reading=3, over_responsible=True))
    texts = " ".join(label.text() for label in card.findChildren(type(card.title).__mro__[1]))
    assert "named unprompted" in texts
    assert "3 of 4 signed notes" in texts
    banner = card.findChild(Banner)
    assert banner is not None
    banner.findChildren(type(banner.add_action("x")))[0].click()
    assert gone == [{"unit_id": session.unit_id, "tab": "intake", "theme": "safety"}]
    card.deleteLater()


@pytest.mark.parametrize("is_first", [True, False])
def test_a_question_a_prompt_asks_already_is_not_asked_twice(room: Room, session: Session, is_first: bool) -> None:
    card = StanceCard(room, session.unit_id)
    if is_first:
        card.leave_the_question()
    card.show_figures(StanceFigures(owned=(0, 4), own_part=2.0, notes=2, with_reading=2, over_responsible=True))
    card.leave_the_question()
    banner = card.findChild(Banner)
    assert banner is not None
    assert banner.isHidden()
    card.deleteLater()


def test_private_notes_are_called_as_the_jurisdiction_calls_them(
    room: Room, session: Session, shell: Shell, desk: Desk
) -> None:
    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="MBACP", jurisdiction="uk"))
    shell.go("chart", unit_id=session.unit_id, tab="sessions", session_id=session.id)
    editor = shell.page("chart").tabs["sessions"].editor  # type: ignore[attr-defined]  # the Sessions tab
    assert editor.checks.private.title.text() == "Private notes (may be disclosable)"
    window = opened(room, session, shell)
    assert window.windowTitle() == window.title.text() == "Private notes (may be disclosable)"
    assert "subject access request" in window.hint.text()
    window.close()
