"""A supervisor's co-signature in the window, and every check before signing leading to its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.notes import Intervention, InterventionKind, NoteContent, NotePart, RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.sessions import Session, Setting
from irt_desk.domain.values import Instant
from irt_desk.services.desk import Desk
from irt_desk.ui.building import Banner, Body, LinkButton, unnamed
from irt_desk.ui.notes.signed import SignedNote
from irt_desk.ui.shell import Shell
from tests.storage.test_seals import without_triggers
from tests.ui.conftest import NOW

WHOLE = NoteContent(
    account="They ate late.",
    presentation="Awake, oriented.",
    risk=RiskCheck(asked=tuple(RiskItem), level=RiskLevel.NO_CONCERN),
    interventions=(Intervention(kind=InterventionKind.TECHNIQUE, text="Slowed it down"),),
    response="Breathed out.",
    own_part="I spoke first.",
    partner_in_mind="Maybe he was tired.",
    another_reading="Maybe he had not heard.",
    no_practice_because="A full week.",
    plan="Look at the pause.",
)


@pytest.fixture
def session(desk: Desk, take_in: Callable[..., TreatmentUnit]) -> Session:
    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="LMFT"))
    unit = take_in("Amara")
    starts = NOW - timedelta(hours=2)
    made = Session(
        id="", unit_id=unit.id, episode_id="", starts=Instant(starts), stops=Instant(starts + timedelta(minutes=50)),
        setting=Setting.OFFICE,
    )  # fmt: skip
    session = desk.sessions.schedule(made).value
    return desk.sessions.attend(session.id, session.starts, session.stops).value


@pytest.fixture
def signed(shell: Shell, desk: Desk, session: Session) -> SignedNote:
    note = desk.notes.start(session.id).value
    desk.notes.save_draft(note.id, WHOLE, revision=0)
    desk.notes.sign(note.id)
    shell.show()
    shell.go("chart", unit_id=session.unit_id, tab="sessions", session_id=session.id)
    return shell.page("chart").tabs["sessions"].signed  # type: ignore[attr-defined, no-any-return]  # the Sessions tab


def texts(page: SignedNote) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in page.findChildren(Body) if label.isVisible())


def link(page: SignedNote, name: str) -> LinkButton:
    QApplication.processEvents()
    return next(found for found in page.findChildren(LinkButton) if found.isVisible() and found.text() == name)


def test_a_co_signature_is_recorded_and_shown_under_the_signature(signed: SignedNote, desk: Desk) -> None:
    link(signed, "Record a co-signature").click()
    form = signed.cosign
    assert form.isVisible()
    assert unnamed(form) == []
    form.record_button.click()
    assert form.fields["name"].problem
    form.name.set_value("Mira Holt")
    form.credential.set_value("PhD")
    form.on.setText("tomorrow")
    form.record_button.click()
    assert "tomorrow" in form.fields["on"].problem
    form.on.setText("today")
    form.on.set_value(NOW.date())
    form.record_button.click()
    assert not form.isVisible()
    assert "Co-signed by Mira Holt, PhD, Tue 24 Nov 2026." in texts(signed)
    link(signed, "Record a co-signature").click()
    assert form.name.value() == "Mira Holt"


def test_a_half_typed_co_signature_is_kept_for_its_note(signed: SignedNote) -> None:
    link(signed, "Record a co-signature").click()
    signed.cosign.name.set_value("Mira")
    kept = signed.cosign.unfinished()
    signed.cosign.forget()
    assert not signed.cosign.isVisible()
    assert signed._facts is not None
    signed.cosign.resume(kept)
    signed.cosign.show_note(next(iter(kept)))
    assert signed.cosign.name.value() == "Mira"


def test_a_note_that_is_not_what_was_signed_says_so(signed: SignedNote, desk: Desk, shell: Shell) -> None:
    assert not signed.broken.isVisible()
    with desk.practice.database.raw() as con:
        con.execute("DROP TRIGGER progress_note_signed")
        con.execute("UPDATE progress_note SET content = replace(content, 'They ate late', 'They ate lato')")
    shell.page("chart").tabs["sessions"].open_session(signed._facts.open_note.session_id)  # type: ignore[attr-defined, union-attr]  # it is open
    assert signed.broken.isVisible()
    assert "They ate lato." in texts(signed)


def test_every_check_before_signing_leads_into_its_field(shell: Shell, session: Session) -> None:
    shell.show()
    shell.activateWindow()
    shell.go("chart", unit_id=session.unit_id, tab="sessions", session_id=session.id)
    editor = shell.page("chart").tabs["sessions"].editor  # type: ignore[attr-defined]  # the Sessions tab
    links = editor.checks._links
    assert len(links) >= 7
    QApplication.processEvents()
    for number in range(len(links)):
        found = editor.checks._links[number]
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        focus = shell.focusWidget()
        assert focus is not None, found.text()
        assert editor.isAncestorOf(focus), found.text()
        assert not editor.checks.isAncestorOf(focus), found.text()
        place = focus.mapTo(editor.page.viewport(), focus.rect().center())
        assert editor.page.viewport().rect().contains(place), f"{found.text()} is out of sight"


def test_a_damaged_addendum_and_co_signature_say_so_beside_the_whole_note(
    signed: SignedNote, shell: Shell, desk: Desk, session: Session
) -> None:
    note = desk.notes.of_session(session.id)
    assert note is not None
    day = desk.settings.today()
    addendum = desk.notes.add_addendum(note.id, part=NotePart.WHOLE, reason="a wrong day", text="It was Tuesday.").value
    second = desk.notes.add_addendum(note.id, part=NotePart.WHOLE, reason="the hour", text="It was at seven.").value
    given = desk.cosigning.record(note.id, name="Maeve Corrigan", credential="PhD", on=day, remark="Read it.").value
    without_triggers(
        desk,
        ("UPDATE addendum SET signature = '{' WHERE id = ?", (addendum.id,)),
        ("UPDATE cosignature SET entered = '{' WHERE id = ?", (given.id,)),
    )
    shell.go("chart", unit_id=session.unit_id, tab="overview")
    shell.go("chart", unit_id=session.unit_id, tab="sessions", session_id=session.id)
    page = shell.page("chart").tabs["sessions"].signed  # type: ignore[attr-defined]  # the Sessions tab
    QApplication.processEvents()
    notices = [banner for banner in page.findChildren(Banner) if banner.isVisible()]
    said = texts(page)
    assert len(notices) == 2, "the two that are damaged, and not the note"
    assert "Addendum 1 is damaged" in said
    assert "A co-signature here is damaged" in said
    for whole in ("They ate late.", "It was Tuesday.", second.text, "Maeve Corrigan"):
        assert whole in said
