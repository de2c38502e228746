"""From "he said yes" to a lawful first joint session, in the window, by following what the page says is next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from irt_desk.domain.practitioner import Competence, CompetenceEvidence, Practitioner
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.services import practices
from irt_desk.services.context import now_here, system_clock
from irt_desk.ui.building import TextArea
from irt_desk.ui.chart.readiness import Step
from tests.journeys.therapist import Therapist
from tests.practices import make_active, new_client
from tests.ui.doubles import type_text

PASSPHRASE = "seven quiet lanterns over the harbour"


class Now:
    """The machine's own clock, as the helpers that prepare a case ask for it."""

    def __call__(self) -> datetime:
        return system_clock()

    @property
    def today(self) -> date:
        return now_here().day


def prepared(folder: Path) -> None:
    """Leave a practice with one active case whose partner was named and has not answered yet."""
    desk, recovery_key = practices.create(folder, "Lantern Row", PASSPHRASE)
    groups = recovery_key.split("-")
    asked = practices.recovery_groups_to_ask(desk)
    assert practices.confirm_recovery(desk, {number: groups[number - 1] for number in asked})
    stated = (Competence.IRT, Competence.COUPLES)
    evidence = tuple(CompetenceEvidence(competence=one, evidence="training") for one in stated)
    desk.settings.save_practitioner(Practitioner(name="Dr. Mara Lind", credential="PhD", competencies=evidence))
    clock = Now()
    unit = new_client(desk, clock, "Noor Adair")  # type: ignore[arg-type]  # a clock of the same shape
    partner = Partner(id="", unit_id=unit, name="Theo Lark")
    desk.relationships.save(partner, Relationship(id="", unit_id=unit, partner_id=""))
    make_active(desk, clock, unit)  # type: ignore[arg-type]  # as above
    practices.close(desk, backup=False)


def test_he_said_yes(therapist: Callable[..., Therapist], tmp_path: Path) -> None:
    folder = tmp_path / "Lantern Row.irtdesk"
    prepared(folder)
    person = therapist(folder)
    person.type_secret(PASSPHRASE)
    person.press("Open")
    person.wait_for(lambda: person.program.shell is not None and person.program.shell.isVisible())
    person.press("Clients")
    person.open_row("Noor Adair")
    person.press("Pathway")
    he_said_yes(person)
    weigh(person)
    prepare(person)
    meet(person)


def he_said_yes(person: Therapist) -> None:
    """The client tells that the partner agreed."""
    card = person.card("Where the partner stands")
    person.press("Record a change", card)
    person.press("Agreed to meet", card)
    person.press("Save", card)
    assert "Agreed to meet" in person.texts(person.card("Where the partner stands"))


def weigh(person: Therapist) -> None:
    """T10: the page says that weighing it is next."""
    person.press("Begin the review")
    person.press("The client")
    person.press("Move the case")
    person.press("Record that it was offered today")
    for title, texts in WRITTEN.items():
        step = step_of(person, title)
        for label, words in texts.items():
            person.type(label, words, step)
    person.press("Low", step_of(person, "Competence and neutrality"))
    person.choose("Who would see the couple", "This therapist, in a new unit", step_of(person, "Who would see them"))
    person.press("Save", person.card("Transition review"))
    person.look("weighed")
    person.press("Sign review", person.card("Transition review"))
    person.look("signed")


def prepare(person: Therapist) -> None:
    """T12: everything both sign, by following the list."""
    person.press("Prepare it")
    person.look("before-both")
    person.press("Record the screening")
    screening = person.card("The partner's own screening")
    for sentence in (
        "The partner was alone", "Privacy confirmed: nobody can overhear", "Asked in both directions: feared and frightening",
    ):  # fmt: skip
        person.tick(sentence, screening)
    person.press("Nothing reported, asked alone", screening)
    person.type("Signed by the partner", "Theo Lark", screening)
    person.press("Save", screening)
    choose_policy(person)
    for _ in range(6):
        sign_next(person)
    assert "Everything is there." in person.texts(person.card("Before Theo comes along"))
    person.look("ready")
    person.press("Open couple work")


def meet(person: Therapist) -> None:
    """The chart of both says what is next; the session is held, noted and signed."""
    assert person.sees("Noor Adair & Theo Lark")
    person.look("couple")
    person.press("Plan the first session")
    person.type("Day", "today")
    person.type("Starts", "00:00")  # it has begun, whatever the hour the test runs at
    person.type("Stops", "00:50")
    person.tick("It was held")
    person.press("Save", person.card("New session"))
    person.look("note")
    assert person.sees("Use 90847 (50 min)"), "a session of both, by its minutes"
    person.press("All four asked, no concern")
    for label, words in NOTED.items():
        person.type(label, words)
    for place, words in (("Noor", "Tense at first, softer at the end."), ("Theo", "Said a limit aloud.")):
        line = next(one for one in person.shown(TextArea) if one.accessibleName().startswith(f"How {place} was"))
        person.click(line.viewport())
        type_text(line, words)
    technique(person)
    person.settle()
    assert person.sees("Sign"), person.texts()
    person.look("written")
    person.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.look("signed-note")
    assert person.sees("Signed")
    person.press("Overview")
    assert person.sees("Both may meet today.")


def technique(person: Therapist) -> None:
    """Name what was done: typed, then Enter."""
    line = next(one for one in person.shown(QLineEdit) if "done" in one.accessibleName().casefold())
    person.click(line)
    type_text(line, "slowed the exchange down")
    person.key(Qt.Key.Key_Return)


NOTED = {
    "What was talked about": "What each hopes for; the move came up twice.",
    "What happened between them": "A question asked twice, then a pause, then a softer one.",
    "How they took it": "Both nodded and asked for the next date.",
    "Plan": "Again in a week; first what each wants to change themselves.",
}


def sign_next(person: Therapist) -> None:
    """The list leads to the form with paper and signer filled in; saving leads back."""
    person.press("Record the signature")
    person.look("signature")
    person.press("Save", person.card("Consents"))


def choose_policy(person: Therapist) -> None:
    person.press("Choose the policy")
    policy = person.card("What both agree on")
    person.press("Limited: kept private unless the work or safety needs it", policy)
    person.press("Sealed", policy)
    person.press("Save", policy)


WRITTEN: dict[str, dict[str, str]] = {
    "Own part named, and regulated enough": {
        "How the client names their own part": "I go quiet and let him guess.",
        "Regulated enough: why, if no skill is reliable yet": "Stops by herself and comes back.",
    },
    "Both want it freely": {
        "The client wants this freely": "Asked alone: yes, and she may stop any time.",
        "The partner wants this freely, asked separately": "Asked alone on the telephone: yes, to try.",
    },
    "Best interest of each, and of the relationship": {
        "Best interest of the client": "She wants to be heard by him, not about him.",
        "Best interest of the partner": "He wants to say his side himself.",
        "Best interest of the relationship": "Both want to mend it.",
    },
    "What both want": {"What both want": "Both want it to be better between them."},
    "No acute crisis, no secret that would mislead": {
        "No acute crisis, no secret that would mislead": "None in either.",
        "Private knowledge gone through on": "today",
    },
    "Competence and neutrality": {
        "Competence and neutrality": "Couples training; one person has not been taken sides for."
    },
}


def step_of(person: Therapist, title: str) -> Step:
    """Open a step of the review and return it."""
    for step in person.shown(Step):
        if step.fold.button.accessibleName().endswith(title):
            if not step.fold.is_open:
                person.click(step.fold.button)
            return step
    raise AssertionError(f"no step {title!r}")
