"""The client's own papers and the scans: a consent filled from the record, a personal plan behind a second word, files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from irt_desk.documents.leaks import words_of
from irt_desk.documents.redaction import Reader
from irt_desk.domain.attachments import LIMIT_MB, is_much, pages_of
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.dues import DueKind
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import IpvFinding, LethalityMarker, SafetyPlan
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind
from irt_desk.words import label, say
from tests.practices import Clock, new_client, screen

PLAN, CONSENT = DocumentKind.SAFETY_PLAN, DocumentKind.CONSENT
SECRET = "He reads her telephone every evening in the hallway"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff03000006000557bfabd4"
    "0000000049454e44ae426082"
)


def asked(unit_id: str, kind: DocumentKind, reader: Reader = Reader.CLIENT, *, confirmed: bool = False) -> Asked:
    return Asked(unit_id=unit_id, kind=kind, reader=reader, confirmed=confirmed)


@pytest.fixture
def planned(desk: Desk, clock: Clock, unit_id: str) -> str:
    """Return a case at hard block with a plan that names the partner."""
    about = Relationship(id="", unit_id=unit_id, partner_id="")
    desk.relationships.save(Partner(id="", unit_id=unit_id, name="Corwin Halloway", phone="555 0488"), about)
    screen(desk, clock, unit_id, IpvFinding.CURRENT_CONCERN, markers=(LethalityMarker.CHOKING,), account=SECRET)
    desk.safety.save_plan(
        SafetyPlan(unit_id=unit_id, steps="Leave by the back gate before Corwin is home.", places="The library.")
    )
    return unit_id


def test_the_personal_plan_is_for_the_client_only_and_never_without_a_second_word(desk: Desk, planned: str) -> None:
    for reader in Reader:
        if reader is not Reader.CLIENT:
            with pytest.raises(UserError):
                desk.documents.preview(asked(planned, PLAN, reader, confirmed=True))
    with pytest.raises(Refused):
        desk.documents.preview(asked(planned, PLAN))
    said = words_of(desk.documents.preview(asked(planned, PLAN, confirmed=True)))
    assert "back gate" in said
    assert "Corwin" not in said, "on this page the partner is a role word"
    assert "telephone" not in said, "nothing of the interview is on it"
    for word in ("violence plan", "Safety plan", "IRT Desk", "psycholog"):
        assert word.casefold() not in said.casefold().replace("national domestic violence hotline", "")


def test_a_plan_that_was_not_written_is_refused_with_what_to_do(desk: Desk, unit_id: str) -> None:
    with pytest.raises(Refused, match="Write the plan first"):
        desk.documents.preview(asked(unit_id, PLAN, confirmed=True))


def test_nothing_of_the_plan_stands_in_any_other_paper(desk: Desk, planned: str) -> None:
    for kind in (DocumentKind.SUMMARY, CONSENT):
        said = words_of(desk.documents.preview(asked(planned, kind)))
        assert "back gate" not in said
        assert "hotline" not in said.casefold()


def test_the_consent_names_the_risks_and_is_filled_from_record_and_place(
    desk: Desk, clock: Clock, unit_id: str
) -> None:
    said = " ".join(words_of(desk.documents.preview(asked(unit_id, CONSENT))).split())
    for risk in ("taking your side", "your partner may not", "may not continue", "strain at home", "one account only"):
        assert risk in said
    assert "Dr. Test" in said
    assert "Call 911" in said
    assert "Psychotherapy notes are kept apart" in said
    assert "when a child may be harmed or at risk" in said
    desk.consents.sign(
        Consent(
            id="", unit_id=unit_id, type=ConsentType.INFORMED, version="2026-1", signer=Signer.CLIENT,
            signer_name="Noor Adair", signed_on=clock.today,
        )
    )  # fmt: skip
    said = " ".join(words_of(desk.documents.preview(asked(unit_id, CONSENT))).split())
    assert "Signed by Noor Adair" in said
    desk.settings.save_practitioner(replace(desk.settings.practitioner(), jurisdiction="uk"))
    said = " ".join(words_of(desk.documents.preview(asked(unit_id, CONSENT))).split())
    assert "may have to be disclosed to you" in said
    assert "Call 999" in said


def test_a_consent_is_for_the_client(desk: Desk, unit_id: str) -> None:
    with pytest.raises(UserError):
        desk.documents.preview(asked(unit_id, CONSENT, Reader.PARTNER))


def test_a_scan_is_kept_inside_and_shown_from_memory(desk: Desk, unit_id: str, tmp_path: Path) -> None:
    scan = tmp_path / "signed consent.png"
    scan.write_bytes(PNG)
    made = desk.attachments.add(unit_id, scan).value
    assert (made.media_type, made.size, made.name) == ("image/png", len(PNG), "signed consent.png")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    found, data = desk.attachments.content(unit_id, made.id)
    assert (found.id, data) == (made.id, PNG)
    after = {path for path in tmp_path.rglob("*") if path not in before}
    assert after == set(), "looking leaves no file behind"
    assert PNG not in b"".join(path.read_bytes() for path in (tmp_path / "Test.irtdesk").rglob("*") if path.is_file())


def test_a_scan_belongs_to_a_consent_of_the_same_record_only(
    desk: Desk, clock: Clock, unit_id: str, tmp_path: Path
) -> None:
    signed = desk.consents.sign(
        Consent(
            id="", unit_id=unit_id, type=ConsentType.TELEHEALTH, version="1", signer=Signer.CLIENT,
            signer_name="Noor Adair", signed_on=clock.today,
        )
    ).value  # fmt: skip
    scan = tmp_path / "page.png"
    scan.write_bytes(PNG)
    kept = desk.attachments.add(unit_id, scan, consent_id=signed.id).value
    second = desk.attachments.add(unit_id, scan, consent_id=signed.id).value
    assert pages_of(desk.attachments.of(unit_id), signed.id) == (kept, second), "the first page first"
    other = new_client(desk, clock, "Ilse Brandvold")
    with pytest.raises(NotFound):
        desk.attachments.add(other, scan, consent_id=signed.id)
    assert desk.attachments.of(other) == ()
    assert desk.attachments.together() == 2 * len(PNG)


def test_two_gigabytes_of_files_are_not_yet_too_many() -> None:
    assert not is_much(2_000_000_000)
    assert is_much(2_000_000_001)


def test_what_cannot_be_kept_or_shown_is_said_in_a_sentence(desk: Desk, unit_id: str, tmp_path: Path) -> None:
    large, odd, empty = tmp_path / "large.pdf", tmp_path / "odd.bin", tmp_path / "empty.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-")
        file.truncate(LIMIT_MB * 1_000_000 + 1)
    odd.write_bytes(b"\x00\x01\x02\xff")
    empty.write_bytes(b"")
    for path, words in (
        (large, "25 MB"),
        (odd, "neither a PDF"),
        (empty, "is empty"),
        (tmp_path / "gone.pdf", "cannot be read"),
    ):
        with pytest.raises(UserError, match=words):
            desk.attachments.add(unit_id, path)
    assert desk.attachments.of(unit_id) == ()


def test_a_file_is_seen_from_its_own_case_only(desk: Desk, clock: Clock, unit_id: str, tmp_path: Path) -> None:
    scan = tmp_path / "letter.txt"
    scan.write_text("as told", encoding="utf-8")
    made = desk.attachments.add(unit_id, scan).value
    other = new_client(desk, clock, "Amara Lindholm")
    assert desk.attachments.of(other) == ()
    with pytest.raises(NotFound):
        desk.attachments.content(other, made.id)


def test_no_reminder_and_no_file_name_speaks_of_safety() -> None:
    told = [say(f"due.{code}", day="1 May") for code in ("safety_now", "safety_first", "safety_again", "override_ends")]
    told += [label(kind) for kind in DueKind] + [label(PLAN), label(CONSENT)]
    words = ("safety", "violence", "abuse", "danger", "hotline", "screen")
    assert not [text for text in told if any(word in text.casefold() for word in words)]
