"""What may go to another therapist: nothing without a release and the client's own reading, and every paper is logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from irt_desk.documents.leaks import words_of
from irt_desk.documents.redaction import Reader
from irt_desk.domain.inventory import ClientChoice, Material, PrivateKnowledge
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.transfers import LegalBasis, Release, TransferPart, TransferSummary, means_partner
from irt_desk.domain.values import Invalid
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind
from tests.practices import Clock

TO = "Maren Oldacre"
PARTS = (TransferPart.REASON, TransferPart.WISHES)


def release(unit_id: str, clock: Clock, **values: object) -> Release:
    base = Release(
        id="",
        unit_id=unit_id,
        recipient=TO,
        purpose="Couples therapy",
        parts=PARTS,
        signer_name="Noor Adair",
        signed_on=clock.today,
        expires_on=clock.today + timedelta(days=90),
    )
    return replace(base, **values)  # type: ignore[arg-type]  # test values by name


def compose(desk: Desk, unit_id: str, **values: object) -> TransferSummary:
    text = {"reason": "Emeka Lanternby will come along.", "wishes": "To be met."}
    draft = replace(desk.transfers.summary(unit_id), recipient=TO, purpose="Couples therapy", parts=PARTS, **text)
    return desk.transfers.save(replace(draft, **values)).value  # type: ignore[arg-type]  # as above


def asked(unit_id: str, reader: Reader = Reader.COUPLE_THERAPIST) -> Asked:
    return Asked(unit_id=unit_id, kind=DocumentKind.TRANSFER, reader=reader)


def codes(error: Refused) -> list[str]:
    return [item.code for item in error.missing]


def test_it_goes_only_released_and_read_and_the_log_says_so(
    desk: Desk, unit_id: str, clock: Clock, tmp_path: Path
) -> None:
    partner = Partner(id="", unit_id=unit_id, name="Emeka Lanternby")
    desk.relationships.save(partner, Relationship(id="", unit_id=unit_id, partner_id=""))
    compose(desk, unit_id)
    with pytest.raises(Refused) as refused:
        desk.documents.document(asked(unit_id))
    assert codes(refused.value) == ["transfer_release", "transfer_release", "transfer_reviewed"]
    with pytest.raises(Refused):
        desk.transfers.review(unit_id, by="Noor Adair", on=clock.today)
    signed = desk.transfers.sign_release(release(unit_id, clock)).value
    for_client = words_of(desk.documents.preview(asked(unit_id, Reader.CLIENT)))
    assert "Reason for referral (1)" in " ".join(for_client.split())
    desk.transfers.review(unit_id, by="Noor Adair", on=clock.today)
    written = desk.documents.write(asked(unit_id), tmp_path / "t.pdf")
    assert "Emeka" not in words_of((tmp_path / "t.pdf").read_bytes())
    (line,) = desk.transfers.disclosures(unit_id)
    assert (line.recipient, line.basis, line.reference) == (TO, LegalBasis.AUTHORISATION, signed.id)
    assert line.sha256 == written.sha256
    assert desk.pathway.facts(unit_id).transfer_reviewed_on == clock.today


def test_a_revoked_release_closes_the_way_again(desk: Desk, unit_id: str, clock: Clock) -> None:
    compose(desk, unit_id)
    signed = desk.transfers.sign_release(release(unit_id, clock)).value
    desk.transfers.review(unit_id, by="Noor Adair", on=clock.today)
    desk.consents.withdraw(signed.id, clock.today)
    assert desk.pathway.facts(unit_id).transfer_reviewed_on is None
    with pytest.raises(Refused):
        desk.documents.document(asked(unit_id))


def test_a_change_after_the_reading_asks_for_a_new_reading(desk: Desk, unit_id: str, clock: Clock) -> None:
    read = compose(desk, unit_id)
    desk.transfers.sign_release(release(unit_id, clock))
    desk.transfers.review(unit_id, by="Noor Adair", on=clock.today)
    changed = compose(desk, unit_id, wishes="Something else.")
    assert (changed.id != read.id, changed.reviewed_on) == (True, None)


def test_a_release_needs_its_core_items(desk: Desk, unit_id: str, clock: Clock) -> None:
    with pytest.raises(Invalid) as invalid:
        desk.transfers.sign_release(release(unit_id, clock, recipient="", purpose=" ", parts=(), expires_on=None))
    assert {problem.field for problem in invalid.value.problems} == {"recipient", "purpose", "parts", "expires_on"}


@pytest.mark.parametrize(
    "typed",
    [
        "emeka lanternby",
        "LANTERNBY, Emeka",
        "E.L.",
        "Chef",
        "to: emeka@home.test",
        "+44 (0)20 7946 0018",
        "Emeka  Lanternby",
    ],
)
def test_a_recipient_that_is_the_partner_is_noticed(typed: str) -> None:
    assert means_partner(typed, ("Emeka Lanternby", "Chef"), ("emeka@home.test", "020 7946 0018"))


@pytest.mark.parametrize("typed", [TO, "Dr. Emery Lantern", "Ela", "12 Quay Street", ""])
def test_another_recipient_raises_no_alarm(typed: str) -> None:
    assert not means_partner(typed, ("Emeka Lanternby", "Chef"), ("emeka@home.test", "020 7946 0018", ""))


def test_a_summary_addressed_to_the_partner_by_name_is_not_written(desk: Desk, unit_id: str, tmp_path: Path) -> None:
    partner = Partner(id="", unit_id=unit_id, name="Emeka Lanternby")
    desk.relationships.save(partner, Relationship(id="", unit_id=unit_id, partner_id=""))
    wanted = Asked(unit_id=unit_id, kind=DocumentKind.SUMMARY, reader=Reader.CLINICIAN, recipient="emeka LANTERNBY")
    with pytest.raises(Refused):
        desk.documents.write(wanted, tmp_path / "s.pdf")
    assert desk.transfers.disclosures(unit_id) == ()
    assert not (tmp_path / "s.pdf").exists()
    desk.documents.write(replace(wanted, recipient="Dr. Hale"), tmp_path / "s.pdf")
    assert [line.recipient for line in desk.transfers.disclosures(unit_id)] == ["Dr. Hale"]


@pytest.mark.parametrize(
    ("choice", "leaves"), [(ClientChoice.SEAL, False), (ClientChoice.UNDECIDED, False), (ClientChoice.RELEASE, True)]
)
def test_what_the_partner_may_not_know_leaves_in_no_summary_until_it_is_released(
    desk: Desk, unit_id: str, choice: ClientChoice, leaves: bool
) -> None:
    known = "There is a second mortgage on the orchard"
    desk.readiness.save_known(unit_id, PrivateKnowledge(text=known, material=Material.YES, choice=choice))
    compose(desk, unit_id, reason=f"{known}. Both want to begin again.")
    if leaves:
        assert "second mortgage" in words_of(desk.documents.preview(asked(unit_id, Reader.CLIENT)))
    else:
        with pytest.raises(UserError) as leak:
            desk.documents.preview(asked(unit_id, Reader.CLIENT))
        assert leak.value.code == "document.leak"
