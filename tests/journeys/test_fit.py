"""From a first contact to a documented fit decision in the window: what it takes, and what a returning therapist sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.journeys.test_first_day import consents, fit, make_practice, say_who_signs, take_in
from tests.journeys.therapist import Therapist

CLICK, KEY = 2.0, 0.3
"""Seconds of an unhurried person for a click with its look, and for a typed letter."""


def ask_about_safety(person: Therapist) -> None:
    person.press("Safety")
    person.press("Record an interview")
    card = person.card("Safety interviews")
    assert "counts as not done" in person.texts(card)
    person.tick("The client was alone", card)
    person.tick("Privacy confirmed: nobody can overhear", card)
    person.tick("Asked in both directions: feared and frightening", card)
    person.press("HITS (4 items)", card)
    for caption, answer in (
        ("Physically hurt", 1),
        ("Insulted or belittled", 2),
        ("Threatened harm", 1),
        ("Shouted or cursed", 2),
    ):
        person.press(f"{caption}: {answer}", card)
    assert "HITS (4 items): 6, of 4 to 20." in person.texts(card)
    person.press("Plans to separate: Unclear", card)
    person.press("I asked all the others; the answer was no", card)
    person.press("Nothing reported, asked alone", card)
    assert "Unclear is not no" in person.texts(card)
    person.press("Save", card)
    assert "Say in a sentence how that fits" in person.texts(card)
    person.type("How this fits together", "She thinks of a flat of her own and has told nobody.", card)
    person.press("Save", card)
    assert "Unclear is not no" in person.texts(card), "explained is not gone"
    assert not person.sees("Safety: unscreened")


def decide(person: Therapist) -> None:
    person.press("Fit decision")
    person.press("Write the decision")
    card = person.card("Fit decision")
    person.type("Summary", "Couples work is not feasible now; she wants to look at her own part.", card)
    person.press("Save", card)


def test_a_first_contact_is_taken_to_a_documented_fit_decision_in_under_fifteen_minutes(
    therapist: Callable[..., Therapist], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = therapist()
    make_practice(person)
    say_who_signs(person)
    clicks: list[str] = []
    real = Therapist.click

    def counted(self: Therapist, widget: QWidget, at: QPoint | None = None) -> None:
        clicks.append(widget.accessibleName())
        real(self, widget, at)

    monkeypatch.setattr(Therapist, "click", counted)
    person.keys = 0
    take_in(person)
    person.press("Intake & fit")
    ask_about_safety(person)
    consents(person)
    fit(person)
    decide(person)
    fields = 24
    seconds = (len(clicks) + fields) * CLICK + person.keys * KEY
    print(f"{len(clicks)} clicks, {person.keys} keys, about {seconds / 60:.1f} minutes of handling")
    assert len(clicks) <= 75
    assert seconds < 15 * 60

    person.press("What is open")
    assert person.sees("Nothing is missing for: Screening.")
    person.press("Couples first")
    told = person.texts()
    for part in ("Couples question", "Barrier", "Effort", "What the client wants", "Fit decision"):
        assert part in told
    assert told.index("Couples first: the story so far") < told.index("IRT recommended")
