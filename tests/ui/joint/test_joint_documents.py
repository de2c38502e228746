"""Documents of two people in the window: chosen, looked at, saved; one click from the form where they are signed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.services.desk import Desk
from irt_desk.services.documents import DocumentKind, Reader
from irt_desk.ui.building import LinkButton, unnamed
from irt_desk.ui.chart.documents import DocumentsTab
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.fit.consents import ConsentCard
from irt_desk.ui.joint.tabs import JointOverviewTab
from irt_desk.ui.shell import Shell
from irt_desk.words import say
from tests.joint import couple
from tests.practices import Clock, new_client
from tests.ui.doubles import FakeDialogs


def documents(shell: Shell, unit_id: str, **more: str) -> DocumentsTab:
    shell.go("chart", unit_id=unit_id, tab="documents", **more)
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["documents"]
    assert isinstance(tab, DocumentsTab)
    return tab


def read(tab: DocumentsTab) -> str:
    QCoreApplication.processEvents()  # what was just laid out shows itself
    return " ".join(label.text() for label in tab.findChildren(QLabel) if label.isVisible())


def kinds(tab: DocumentsTab) -> list[str]:
    return [tab.choice.kind.itemText(place) for place in range(tab.choice.kind.count())]


def test_a_joint_unit_offers_its_own_documents_and_nothing_of_one_person(
    shell: Shell, desk: Desk, clock: Clock
) -> None:
    unit, joint = couple(desk, clock)
    tab = documents(shell, unit, document="transfer")
    assert tab.transfers.composer.isVisible()
    assert "Treatment summary" in kinds(tab)
    tab = documents(shell, joint)
    assert kinds(tab) == ["Progress note", "Progress notes", "Consent form", "Discharge summary", "Letter"]
    shown = read(tab)
    assert "both have signed a joint release" in shown
    assert not tab.transfers.composer.isVisible()
    assert not tab.transfers.releases.isVisible()
    assert "Name the partner" not in shown
    assert unnamed(tab) == []
    assert documents(shell, unit).transfers.releases.isVisible()


def test_a_paper_of_both_is_looked_at_and_saved(
    shell: Shell, desk: Desk, clock: Clock, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    _, joint = couple(desk, clock)
    tab = documents(shell, joint, document="consent", subject="secrets_policy")
    assert tab.choice.subject.currentText() == "Secrets policy"
    assert tab.choice.reader.value() is Reader.COUPLE
    tab.make_preview()
    assert tab.save_button.isEnabled(), tab.problem.text()
    dialogs.files.append(tmp_path / "policy.pdf")
    tab.save_button.click()
    assert (tmp_path / "policy.pdf").read_bytes().startswith(b"%PDF")
    assert [one.kind for one in desk.documents.issued(joint)] == ["consent"]


def test_a_release_asks_for_its_recipient_under_the_field(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    tab = documents(shell, joint, document="consent", subject="joint_release")
    assert tab.choice.recipient.isVisible()
    tab.make_preview()
    shown = read(tab)
    assert say("documents.recipient_needed") in shown
    assert say("missing.letter_purpose") in shown
    assert not tab.save_button.isEnabled()
    tab.choice.recipient.set_value("Maren Oldacre")
    tab.choice.purpose.set_value("A second opinion")
    tab.make_preview()
    assert tab.save_button.isEnabled(), tab.problem.text()
    tab.choice.subject.set_value("couple_agreement")
    assert not tab.choice.recipient.isVisible()
    assert not tab.save_button.isEnabled(), "what is saved is what was seen"


def test_a_statement_asks_who_of_the_two_wants_it(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    tab = documents(shell, joint, document="letter", subject="attendance")
    names = read_chips(tab)
    assert "Noor Adair" in names
    assert "the partner" not in names, "in their own unit both are called by name"
    tab.choice.reader.set_value(Reader.COURT)
    tab.choice._on_changed()
    tab.choice.recipient.set_value("County Court")
    tab.make_preview()
    assert "say who asked" in tab.problem.text()
    assert tab.choice.asked_by is not None
    tab.choice.asked_by.set_codes(("b",))
    tab.make_preview()
    assert tab.save_button.isEnabled(), tab.problem.text()


def read_chips(tab: DocumentsTab) -> list[str]:
    return [chip.accessibleName() for chip in tab.choice.reader._chips.values()]


def test_a_refusal_stands_in_the_window_as_a_sentence(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    tab = documents(shell, joint, document="discharge")
    tab.choice.reader.set_value(Reader.CLINICIAN)
    tab.choice._on_changed()
    tab.choice.recipient.set_value("Maren Oldacre")
    tab.make_preview()
    assert "One signature releases nothing" in tab.problem.text()
    assert not tab.save_button.isEnabled()


def test_what_was_typed_about_a_recipient_is_there_again(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit = new_client(desk, clock)
    other = new_client(desk, clock, "Amara Lindholm")
    tab = documents(shell, unit, document="letter", subject="referral")
    tab.choice.recipient.set_value("Maren Oldacre")
    tab.choice.purpose.set_value("Couples therapy, evenings only")
    shell.go("today")
    tab = documents(shell, other)
    assert tab.choice.recipient.value() == ""
    tab = documents(shell, unit)
    assert tab.choice.kind.value() == DocumentKind.LETTER.value
    assert tab.choice.purpose.value() == "Couples therapy, evenings only"
    assert tab.choice.recipient.value() == "Maren Oldacre"


def test_a_saved_paper_leaves_nothing_half_typed(
    shell: Shell, desk: Desk, clock: Clock, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    unit = new_client(desk, clock)
    tab = documents(shell, unit, document="letter", subject="referral")
    tab.choice.recipient.set_value("Maren Oldacre")
    tab.choice.purpose.set_value("Couples therapy")
    shell.go("today")
    assert desk.unfinished.of(unit, "documents")
    tab = documents(shell, unit)
    tab.make_preview()
    dialogs.files.append(tmp_path / "r.pdf")
    tab.save_button.click()
    assert desk.unfinished.of(unit, "documents") == {}


def card_of(shell: Shell, joint: str) -> ConsentCard:
    shell.go("chart", unit_id=joint, tab="overview")
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["joint_overview"]
    assert isinstance(tab, JointOverviewTab)
    card = tab.agreements.consents
    assert isinstance(card, ConsentCard)
    return card


def test_a_consent_has_its_paper_and_its_version_beside_it(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    card = card_of(shell, joint)
    card.start_new()
    kind, version = card.form.control("type"), card.form.control("version")
    kind.set_value(ConsentType.TELEHEALTH)
    assert not card.print_link.isVisible()
    assert version.text() == "1"
    kind.set_value(ConsentType.JOINT_RELEASE)
    assert card.print_link.isVisible()
    assert version.text() == "2026-1"
    assert card.form.field("recipient").isVisible()
    assert card.print_link.accessibleName() == "Print this paper: Joint release"
    card.form.control("note").set_value("asked by both")
    card.print_link.click()
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    tab = page.tabs["documents"]
    assert isinstance(tab, DocumentsTab)
    assert tab.isVisible()
    assert tab.choice.subject.currentText() == "Joint release"
    assert card_of(shell, joint).form.control("note").value() == "asked by both", "what was typed waits"


def test_a_version_that_was_typed_stays(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    card = card_of(shell, joint)
    card.start_new()
    card.form.control("version").set_value("our own, 2025")
    card.form.control("type").set_value(ConsentType.COUPLE_AGREEMENT)
    assert card.form.control("version").text() == "our own, 2025"


def test_a_release_by_both_is_signed_in_the_window(shell: Shell, desk: Desk, clock: Clock) -> None:
    _, joint = couple(desk, clock)
    card = card_of(shell, joint)
    card.start_new()
    card.form.control("type").set_value(ConsentType.JOINT_RELEASE)
    card.save_button.click()
    assert card.is_editing, "no recipient, no end: it says so and loses nothing"
    card.form.control("recipient").set_value("Maren Oldacre")
    card.form.control("expires_on").set_value(clock.today.replace(month=6))
    card.save_button.click()
    assert not card.is_editing
    signed: list[Consent] = [one for one in desk.consents.of(joint) if one.type is ConsentType.JOINT_RELEASE]
    assert [(one.recipient, one.signer) for one in signed] == [("Maren Oldacre", Signer.CLIENT)]


def test_switching_between_two_records_shows_no_code_in_a_list(shell: Shell, desk: Desk, clock: Clock) -> None:
    unit, joint = couple(desk, clock)
    documents(shell, unit, document="plan")
    tab = documents(shell, joint)
    assert kinds(tab) == ["Progress note", "Progress notes", "Consent form", "Discharge summary", "Letter"]
    tab.choice.kind.set_value("letter")
    subjects = [tab.choice.subject.itemText(place) for place in range(tab.choice.subject.count())]
    assert subjects == ["Closing letter", "Statement of attendance"]


def test_a_signed_page_of_a_joint_unit_stands_at_its_paper_and_in_no_other_record(
    shell: Shell, desk: Desk, clock: Clock, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    unit, joint = couple(desk, clock)
    card = card_of(shell, joint)
    scan = tmp_path / "agreement.txt"
    scan.write_text("signed by both", encoding="utf-8")
    dialogs.files.append(scan)
    QCoreApplication.processEvents()
    add = [one for one in card.findChildren(LinkButton) if one.accessibleName().startswith("Add the signed page")]
    assert len(add) == len(desk.consents.of(joint)) > 0
    add[0].click()
    QCoreApplication.processEvents()
    assert any("agreement.txt" in label.text() for label in card.findChildren(QLabel) if label.isVisible())
    assert len(desk.attachments.of(joint)) == 1
    assert desk.attachments.of(unit) == ()
