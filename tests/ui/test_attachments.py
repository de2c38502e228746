"""Scans and competencies in the window: added, seen from memory, gone when closed; evidence with its date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from irt_desk.domain.attachments import FileOwner
from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.practitioner import Competence, Practitioner
from irt_desk.services.desk import Desk
from irt_desk.ui.attachments import FilesCard
from irt_desk.ui.building import LinkButton, unnamed
from irt_desk.ui.chart.page import ChartPage
from irt_desk.ui.fit.consents import ConsentCard
from irt_desk.ui.shell import Shell
from irt_desk.words import say
from tests.ui.doubles import FakeDialogs


@pytest.fixture
def files(shell: Shell, desk: Desk, take_in: Callable[..., TreatmentUnit]) -> FilesCard:
    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="LMFT"))
    shell.show()
    shell.go("chart", unit_id=take_in("Amara Lindholm").id, tab="intake", theme="consents")
    page = shell.page("chart")
    assert isinstance(page, ChartPage)
    return page.tabs["intake"].themes["consents"].files  # type: ignore[attr-defined, no-any-return]  # the Intake tab


def told(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_scan_is_added_and_seen_without_leaving_a_file(
    files: FilesCard, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    scan = tmp_path / "signed.png"
    assert image.save(str(scan))
    before = set(tmp_path.rglob("*"))
    dialogs.files.append(scan)
    files.add_button.click()
    assert "signed.png" in told(files)
    files.view(files._tab.room.desk.attachments.of(files._tab.unit_id)[0])
    viewer = files.viewer
    assert viewer is not None
    assert viewer.windowTitle() == say("files.viewer"), "a title may stand in a task bar: it names no file"
    assert unnamed(viewer) == []
    assert {path for path in set(tmp_path.rglob("*")) - before if "Test.irtdesk" not in str(path)} == set()
    gone: list[str] = []
    viewer.destroyed.connect(lambda: gone.append("gone"))
    viewer.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == ["gone"]


def test_a_text_is_shown_as_text_and_a_wrong_kind_is_refused_in_words(
    files: FilesCard, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    note, odd = tmp_path / "note.txt", tmp_path / "odd.bin"
    note.write_text("as told <b>by</b> her", encoding="utf-8")
    odd.write_bytes(b"\x00\xff\x00")
    files.add(note)
    files.view(files._tab.room.desk.attachments.of(files._tab.unit_id)[0])
    assert files.viewer is not None
    assert "as told <b>by</b> her" in told(files.viewer), "what a person wrote is never read as markup"
    files.viewer.close()
    files.add(odd)
    assert "neither a PDF" in dialogs.told[-1]
    assert files.add_button.isEnabled()


def links(card: ConsentCard) -> dict[str, LinkButton]:
    QApplication.processEvents()
    return {one.accessibleName(): one for one in card.findChildren(LinkButton) if one.isVisible()}


def a_scan(folder: Path, name: str) -> Path:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(folder / name))
    return folder / name


def test_the_signed_page_is_added_from_the_line_of_its_consent_and_stands_there(
    files: FilesCard, desk: Desk, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    unit = files._tab.unit_id
    day = desk.settings.today()
    for kind in (ConsentType.INFORMED, ConsentType.TELEHEALTH):
        desk.consents.sign(
            Consent(
                id="", unit_id=unit, type=kind, version="1", signer=Signer.CLIENT, signer_name="Amara", signed_on=day
            )
        )
    files._tab.reload()
    card = files._tab.themes["consents"].consents
    add = [name for name in links(card) if name.startswith("Add the signed page")]
    assert len(add) == 2, "each consent has its own"
    telehealth = next(name for name in add if "elehealth" in name)
    dialogs.files.append(a_scan(tmp_path, "page one.png"))
    links(card)[telehealth].click()
    (kept,) = desk.attachments.of(unit)
    assert kept.owner_kind is FileOwner.CONSENT
    assert next(c for c in desk.consents.of(unit) if c.id == kept.owner_id).type is ConsentType.TELEHEALTH
    assert "page one.png" in told(card)
    assert "page one.png" not in told(files), "it stands at its consent, not in the list of other papers"
    links(card)["View page one.png"].click()
    assert files.viewer is not None
    files.viewer.close()
    dialogs.files.append(a_scan(tmp_path, "page two.png"))
    links(card)[telehealth].click()
    assert "page one.png" in told(card)
    assert "page two.png" in told(card)
    assert unnamed(card) == []


def test_a_withdrawn_consent_keeps_its_signed_page_and_can_still_get_one(
    files: FilesCard, desk: Desk, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    unit, day = files._tab.unit_id, desk.settings.today()
    signed = desk.consents.sign(
        Consent(
            id="", unit_id=unit, type=ConsentType.INFORMED, version="1", signer=Signer.CLIENT, signer_name="Amara",
            signed_on=day,
        )
    ).value  # fmt: skip
    desk.consents.withdraw(signed.id, day)
    files._tab.reload()
    card = files._tab.themes["consents"].consents
    dialogs.files.append(a_scan(tmp_path, "late.png"))
    next(one for name, one in links(card).items() if name.startswith("Add the signed page")).click()
    assert "late.png" in told(card)


def test_past_two_gigabytes_the_scans_and_the_settings_say_what_to_do(
    files: FilesCard, shell: Shell, desk: Desk, tmp_path: Path
) -> None:
    files.add(a_scan(tmp_path, "small.png"))
    assert not files.much.isVisible()
    with desk.practice.database.transaction() as c:  # as if two thousand scans had been added: only their sizes matter
        c.exec_driver_sql("UPDATE attachment SET size = 2000000001")
    files._tab.reload()
    assert "2.0 GB together" in told(files)
    shell.go("settings")
    card = shell.page("settings").kept_files  # type: ignore[attr-defined]  # the settings page
    assert card.much.isVisible()
    assert "backup" in told(card)


def test_a_competence_has_its_evidence_and_date_and_can_be_removed(
    shell: Shell, desk: Desk, dialogs: FakeDialogs
) -> None:
    desk.settings.save_practitioner(Practitioner(name="Ines Halloran", credential="LMFT"))
    shell.show()
    shell.go("settings")
    card = shell.page("settings").competencies  # type: ignore[attr-defined]  # the settings page
    card.which.set_value(Competence.IPV)
    card.add_button.click()
    assert "counts as none" in card.problem.text()
    card.evidence.set_value("Shelter work")
    card.since.setText("31 Feb 2020")
    card.add_button.click()
    assert card.problem.text()
    assert desk.settings.practitioner().competencies == ()
    card.since.setText("1 Mar 2019")
    card.add_button.click()
    (stated,) = desk.settings.practitioner().competencies
    assert (stated.competence, stated.since) == (Competence.IPV, date(2019, 3, 1))
    card._on_remove(0)
    assert desk.settings.practitioner().competencies == (stated,), "asked first"
    dialogs.answers.append(True)
    card._on_remove(0)
    assert desk.settings.practitioner().competencies == ()
    assert unnamed(card) == []


def test_the_place_of_practice_shows_its_numbers_limits_and_the_day_to_check_them(shell: Shell) -> None:
    shell.show()
    shell.go("settings")
    place = shell.page("settings").place  # type: ignore[attr-defined]  # the settings page
    said = told(place)
    for part in (
        "1-800-799-7233",
        "Answer a request for access: 30 days, 30 more on notice",
        "To be checked on 15 Jan 2027",
    ):
        assert part in said
