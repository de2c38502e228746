"""A therapist's first day: from nothing to a signed note and a printed summary, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt

from irt_desk.services import practices
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.notes.editor import NoteEditor
from irt_desk.ui.unlock.create import RecoveryKeyPane
from tests.journeys.therapist import Therapist
from tests.ui.doubles import FakeDialogs

PASSPHRASE = "slow heron paints the quay"
CONTROL = Qt.KeyboardModifier.ControlModifier


def make_practice(person: Therapist) -> None:
    person.press("Create a practice")
    person.type("Name of the practice", "Lantern Row")
    person.type("Passphrase", PASSPHRASE)
    person.type("The same passphrase again", PASSPHRASE)
    person.tick("I understand: without passphrase and recovery key everything is gone")
    person.press("Create practice")
    panes = person.program.unlock.panes
    person.wait_for(lambda: isinstance(panes.currentWidget(), RecoveryKeyPane))
    pane = panes.currentWidget()
    assert isinstance(pane, RecoveryKeyPane)
    groups = pane._text.split("-")
    for number in pane.fields:
        person.type(f"Group {number}", groups[number - 1])
    person.press("I have kept it; open the practice")
    person.wait_for(lambda: person.program.shell is not None and person.program.shell.isVisible())


def open_practice(person: Therapist) -> None:
    person.type_secret(PASSPHRASE)
    person.press("Open")
    person.wait_for(lambda: person.program.shell is not None and person.program.shell.isVisible())


def say_who_signs(person: Therapist) -> None:
    person.press("Open settings")
    person.type("Name", "Ines Halloran")
    person.type("Credential", "LMFT")
    person.press("Save", person.card("Practitioner"))
    person.press("Today")
    assert person.sees("\N{CHECK MARK}  Say who signs")


def take_in(person: Therapist) -> None:
    person.key(Qt.Key.Key_N, CONTROL)
    person.type("Preferred name", "Amara Lindholm")
    person.type("Pronouns", "she/her")
    person.type("Date of birth", "4 Mar 1988")
    person.type("Number or address", "555 0188")
    person.type("Times that are safe", "weekdays after 17:00")
    person.type("Client said it is safe on", "today")
    person.type("What brings you, in the client’s own words", "We talk about the bins and never about us.")
    person.press("Take in")
    assert person.sees("Amara Lindholm")
    assert person.sees("Safety: unscreened")


def fit(person: Therapist) -> None:
    person.press("Couples first")
    person.press("Answer, or review")
    person.type("Why", "Both would have to come; Theo does not want to now.")
    person.press("Save", person.card("Couples first"))
    person.press("Barriers and efforts")
    person.press("Add barrier")
    barriers = person.card("Barriers to couples work")
    person.type("In their words, as told", "“I am not the one with the problem.”", barriers)
    person.type("Explored on", "today", barriers)
    person.choose("Where it stands", "Explored", barriers)
    person.press("Save", barriers)
    person.press("Add effort")
    efforts = person.card("Efforts to involve the partner")
    person.type("How", "asked at home", efforts)
    person.type("What was offered", "to come along once", efforts)
    person.type("What came of it, as told", "He laughed and left the room.", efforts)
    person.press("Save", efforts)
    person.press("What the client wants")
    person.press("Ask again")
    wants = person.card("What the client wants")
    person.type("Willing to look at own part, 0 to 4", "3", wants)
    person.type("Willing to practise, 0 to 4", "3", wants)
    person.press("Save", wants)


def screen(person: Therapist) -> None:
    person.press("Safety")
    person.press("Record an interview")
    interviews = person.card("Safety interviews")
    person.tick("The client was alone", interviews)
    person.tick("Privacy confirmed: nobody can overhear", interviews)
    person.tick("Asked in both directions: feared and frightening", interviews)
    person.press("Nothing reported, asked alone", interviews)
    person.press("Save", interviews)
    assert not person.sees("Safety: unscreened")


def consents(person: Therapist) -> None:
    person.press("Consents")
    card = person.card("Consents")
    for kind in ("Informed consent", "Privacy notice", "Orientation to IRT"):
        person.press("Record a consent")
        person.choose("Consent", kind, card)
        if kind == "Orientation to IRT":
            for point in (
                "The focus is the relationship",
                "The partner is kept in mind",
                "Own part will be asked about",
            ):
                person.press(point, card)
            person.press("Save", card)
            assert person.sees("Tick all five points; the orientation covers every one.")
            person.press("It is active, with practice", card)
            person.press("Couple work may be better", card)
        person.press("Save", card)


def move(person: Therapist, way: str) -> None:
    person.press("Pathway")
    person.press(f"{way}: Go this way")
    person.press("Move the case")


def draw_the_pattern(person: Therapist) -> None:
    person.press("Relationship")
    people = person.card("Partner and relationship, as told")
    person.press("Add", people)
    person.type("Name", "Theo Lindholm", people)
    person.press("Save", people)
    person.press("New pattern")
    editor = person.card("Pattern and map")
    person.type("The client's name for it", "the bin fight", editor)
    texts = (
        "Bins not out",
        "He does not care",
        "Alone",
        "I raise my voice",
        "She is angry again",
        "Goes to the garage",
    )
    for number, text in enumerate(texts):
        if number:
            person.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        person.type("What", text, editor)
    person.press("Save", editor)
    assert person.sees("Write at least one other reading: nobody has asked the partner.")
    person.type("Another reading, one a line", "He may be tired", editor)
    person.press("Save", editor)
    assert person.sees("Working draft")
    person.press("Shared with the client")
    person.press("Add episode")
    episodes = person.card("Episodes, as told")
    person.type("How strong, 0 to 10", "6", episodes)
    person.type("Hours until back together", "12", episodes)
    person.press("Save", episodes)
    assert person.sees("strength 6 of 10 · back together after 12 h")


def plan(person: Therapist) -> None:
    person.press("Plan")
    editor = person.card("Treatment plan, draft")
    person.type("Problem", "Pursue and withdraw about chores.", editor)
    person.type("How the client agreed", "aloud, in session", editor)
    person.type("Review on", "22 Feb 2027", editor)
    person.type("Goal", "I want us to talk before the bins do.", editor)
    assert person.sees("Add an objective: what the client will do.")
    person.press("Add objective", editor)
    for label, text in (
        ("Objective", "I say one feeling before I ask"),
        ("Baseline", "0"),
        ("Measured by", "evenings a week"),
        ("Target", "4"),
        ("By", "24 Jan 2027"),
    ):
        person.type(label, text, editor)
    person.press("Sign plan", editor)
    assert person.sees("“I want us to talk before the bins do.”")


def begin_irt(person: Therapist) -> None:
    person.press("Pathway")
    person.press("Record a change")
    stands = person.card("Where the partner stands")
    person.press("Declined", stands)
    person.press("Save", stands)
    move(person, "Begin IRT")
    assert person.sees("Active IRT")


def editor_of(person: Therapist) -> NoteEditor:
    assert person.program.shell is not None
    page = person.program.shell.page("chart")
    assert isinstance(page, ChartPage)
    return page.tabs["sessions"].editor  # type: ignore[attr-defined]  # the Sessions tab


def write_and_sign(person: Therapist) -> None:
    person.press("Sessions")
    person.press("New session")
    person.press("Save", person.card("New session"))
    note = editor_of(person)
    person.press("All four asked, no concern", note)
    person.type("Account, as told by Amara", "Three bin fights; on Sunday one feeling first, and he stayed.", note)
    person.type("Presentation and mental status, brief", "Oriented, tired, engaged.", note)
    person.type("Done in session", "know my act", note)
    person.key(Qt.Key.Key_Return)
    person.type("Response", "Relieved; said it aloud once more.", note)
    person.type("Own part, in Amara's words", "I start with the bins.", note)
    person.type("Theo in mind: maybe · hypothesis", "maybe he waits for the storm to pass", note)
    person.key(Qt.Key.Key_Return, CONTROL)
    person.wait_for(lambda: person.sees("4 left"))
    person.type("Another reading", "he may just be tired", note)
    person.press("Better", note)
    person.type("Practice until then", "One feeling before each request.", note)
    person.type("By when", "1 Dec 2026", note)
    person.type("Plan", "Look at the pause before asking.", note)
    person.key(Qt.Key.Key_Return, CONTROL)
    person.wait_for(lambda: person.sees("Signed"))


def practise(person: Therapist) -> None:
    person.press("Skills")
    person.press("Assign this skill")
    person.press("Log practice")
    person.press("Save", person.card("Know my activation (R1)"))
    assert person.sees("1 of 1 practised")


def print_the_summary(person: Therapist, dialogs: FakeDialogs, file: Path) -> str:
    person.press("Documents")
    assert not person.button("Save as PDF").isEnabled()
    person.press("Preview")
    dialogs.files.append(file)
    person.press("Save as PDF")
    person.wait_for(file.is_file)
    document = pypdfium2.PdfDocument(file)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_from_an_empty_practice_to_a_printed_summary(
    therapist: Callable[..., Therapist],
    dialogs: FakeDialogs,
    tmp_path: Path,
    locks: list[tuple[Path | None, str]],
    one_lane: list[str],
) -> None:
    person = therapist()
    make_practice(person)
    say_who_signs(person)
    take_in(person)
    fit(person)
    screen(person)
    consents(person)
    move(person, "Begin screening")
    move(person, "Begin assessment")
    draw_the_pattern(person)
    plan(person)
    begin_irt(person)
    write_and_sign(person)
    practise(person)
    text = print_the_summary(person, dialogs, tmp_path / "summary.pdf")
    assert "We talk about the bins and never about us." in text
    assert "Amara Lindholm" in text
    assert "Theo" not in text
    assert "Nothing reported, asked alone" not in text
    assert dialogs.told == []
    assert one_lane == []

    person.press("Lock now")
    folder = tmp_path / "Lantern Row.irtdesk"
    assert locks == [(folder, "asked")]
    again = therapist(folder)
    open_practice(again)
    again.press("Amara Lindholm")
    again.wait_for(lambda: again.sees("Three bin fights; on Sunday one feeling first, and he stayed."))


def test_what_is_half_typed_is_there_after_locking(
    therapist: Callable[..., Therapist], tmp_path: Path, locks: list[tuple[Path | None, str]]
) -> None:
    person = therapist()
    make_practice(person)
    take_in(person)
    person.press("Barriers and efforts")
    person.press("Add barrier")
    person.type("Plan", "Ask her sister to sit with the children.", person.card("Barriers to couples work"))
    person.press("Relationship")
    person.press("New pattern")
    person.type("The client's name for it", "the bin fi", person.card("Pattern and map"))
    person.press("Plan")
    person.type("Goal", "I want us to", person.card("Treatment plan, draft"))
    person.type("Review on", "22 Fe", person.card("Treatment plan, draft"))
    person.key(Qt.Key.Key_L, CONTROL)
    assert locks

    again = therapist(tmp_path / "Lantern Row.irtdesk")
    open_practice(again)
    again.key(Qt.Key.Key_2, CONTROL)
    again.open_row("Amara Lindholm")
    again.press("Plan")
    draft = again.card("Treatment plan, draft")
    assert again.field("Goal", draft).control.text() == "I want us to"
    assert again.field("Review on", draft).control.text() == "22 Fe"
    again.press("Relationship")
    assert again.field("The client's name for it").control.text() == "the bin fi"
    again.press("Intake & fit")
    again.press("Barriers and efforts")
    kept = again.field("Plan", again.card("Barriers to couples work")).control
    assert kept.toPlainText() == "Ask her sister to sit with the children."
    again.press("Save", again.card("Barriers to couples work"))
    again.press("Pathway")
    again.press("Intake & fit")
    assert again.sees("Partner declined")
    assert again.sees("Add barrier")


def test_the_passphrase_of_the_journey_is_one_the_program_accepts() -> None:
    practices.check_passphrase(PASSPHRASE)


def test_a_second_start_on_an_open_practice_brings_its_window_forward(
    therapist: Callable[..., Therapist], tmp_path: Path
) -> None:
    person = therapist()
    make_practice(person)
    folder = tmp_path / "Lantern Row.irtdesk"
    second = therapist(folder)
    second.type_secret(PASSPHRASE)
    second.press("Open")
    assert second.sees("This practice is already open in another window. Use that window, or close it first.")
    person.wait_for(lambda: not (folder / "practice.raise").exists())
    assert person.window.isVisible()
