"""A first contact is taken through the guided intake in the window, left half-way, and found again as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from irt_desk.domain.cases import PrimaryReason
from irt_desk.domain.intake import IntakeTheme, ThemeState
from irt_desk.services.desk import Desk
from tests.journeys.test_first_day import make_practice, open_practice, say_who_signs, take_in
from tests.journeys.therapist import Therapist


def desk_of(person: Therapist) -> Desk:
    assert person.program.shell is not None
    return person.program.shell.desk


def record_of(person: Therapist) -> str:
    return desk_of(person).clients.find("Amara Lindholm").unit_id


def why_now(person: Therapist) -> None:
    person.press("Where it stands")
    assert person.sees("Where the intake stands")
    assert person.sees("1 of 7 themes begun")
    person.press("Open: Presenting picture")
    card = person.card("Presenting picture")
    person.type("In the therapist's words", "Distance around chores; both tired.", card)
    person.choose("Main reason", "Relationship distress", card)
    person.press("Gradual drift", card)
    person.type("Arguments a week", "often", card)
    person.press("Next: Life and roles")


def life(person: Therapist) -> None:
    card = person.card("How the client does elsewhere")
    for name, value in (("Work, 0 to 10", "8"), ("Friendship, 0 to 10", "7")):
        control = next(w for w in card.findChildren(type(card._controls["work.rating"])) if w.accessibleName() == name)  # type: ignore[attr-defined]  # the card of ratings
        person.click(control)
        control.setText(value)
    person.press("Keep these ratings", card)
    assert person.sees("8 of 10")
    person.press("Next: Now and wished")


def wishes(person: Therapist) -> None:
    wants = person.card("What the client wants now")
    person.press("Write a version", wants)
    person.type("In the client's words", "That he looks up when I come in.", wants)
    person.type("How clear it is to the client", "6", wants)
    person.press("Save", wants)
    assert person.sees("“That he looks up when I come in.”")
    person.press("Next: The two of them")


def the_two(person: Therapist) -> None:
    person.press("Name the partner")
    person.type("Name", "Theo Lindholm", person.card("Who is the partner?"))
    person.press("Save", person.card("Who is the partner?"))
    card = person.card("The relationship with Theo")
    person.type("Together since", "Mar 2015", card)
    person.type("What is strong between them", "They still cook on Sundays.", card)
    events = person.card("Major events")
    person.press("Add an event", events)
    person.type("What happened, as told", "Their son is born.", events)
    person.type("When", "2019", events)
    person.press("Save", events)
    person.press("Next: Hurts")


def test_a_first_contact_is_taken_through_the_intake_and_found_again(
    therapist: Callable[..., Therapist], tmp_path: Path, one_lane: list[str]
) -> None:
    person = therapist()
    make_practice(person)
    say_who_signs(person)
    take_in(person)
    why_now(person)
    life(person)
    wishes(person)
    the_two(person)
    person.press("Leave out for now")
    person.press("Closeness and stress")
    person.look("intake-left")
    assert one_lane == []
    assert person.program.shell is not None
    person.program.shell.close()
    person.program.quit()

    again = therapist(tmp_path / "Lantern Row.irtdesk")
    open_practice(again)
    again.press("Clients")
    again.open_row("Amara Lindholm")
    again.press("Intake & fit")
    again.press("Where it stands")
    assert again.sees("5 of 7 themes begun")
    assert again.sees("Left out for now")
    assert again.sees("By the end of the third session there is one place to begin.")
    again.press("Open: Presenting picture")
    card = again.card("Presenting picture")
    assert again.field("Arguments a week", card).control.text() == "often", "what cannot be stored is not lost either"
    again.type("Arguments a week", "3", card)
    again.press("Where it stands")
    again.look("intake-found")
    unit_id = record_of(again)
    with_all = desk_of(again).intake.picture(unit_id)
    assert with_all.presenting.primary_reason is PrimaryReason.RELATIONSHIP_DISTRESS
    assert with_all.presenting.arguments_per_week == 3
    assert with_all.relationship is not None
    assert with_all.relationship.strengths == "They still cook on Sundays."
    states = {item.theme: item.state for item in desk_of(again).intake.progress(unit_id)}
    assert states[IntakeTheme.PRESENTING] is ThemeState.FILLED
    assert states[IntakeTheme.HURTS] is ThemeState.SKIPPED
