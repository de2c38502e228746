"""The guided intake on paper: nothing of the record, no word of danger, and only where a handout may go (6.6)."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.intake import Dimension, LifeArea, Role
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import IpvFinding
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.document_makers import Asked
from irt_desk.words import label
from tests.practices import Clock, screen

SAFETY_WORDS = (
    "safe", "violen", "abus", "afraid", "fear", "danger", "threat", "hit ", "control", "police", "hotline", "risk",
)  # fmt: skip


def asked(unit_id: str, reader: Reader = Reader.SELF) -> Asked:
    return Asked(unit_id=unit_id, kind=DocumentKind.BLANK, reader=reader)


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(document[n].get_textpage().get_text_bounded().split()) for n in range(len(document)))
    finally:
        document.close()


def test_the_form_asks_everything_and_tells_nothing(desk: Desk, clock: Clock, unit_id: str) -> None:
    link = Relationship(id="", unit_id=unit_id, partner_id="", strengths="A garden.")
    desk.relationships.save(Partner(id="", unit_id=unit_id, name="Theo Lindholm"), link)
    text = words(desk.documents.preview(asked(unit_id)))
    for member in (*Role, *LifeArea, *Dimension):
        assert label(member) in text
    assert text.count("0 1 2 3 4 5 6 7 8 9 10") == len(Role) + len(LifeArea) + 2 * len(Dimension) + 3
    assert "Before we begin" in text
    for of_the_record in ("Noor", "Theo", "garden", "shopping"):
        assert of_the_record not in text
    assert [word for word in SAFETY_WORDS if word in text.lower()] == []


@pytest.mark.parametrize("finding", [IpvFinding.CURRENT_CONCERN, IpvFinding.SEVERE_OR_LETHALITY_MARKERS])
@pytest.mark.parametrize("reader", [Reader.SELF, Reader.CLIENT])
def test_at_a_stop_there_is_no_form(
    desk: Desk, clock: Clock, unit_id: str, finding: IpvFinding, reader: Reader
) -> None:
    screen(desk, clock, unit_id, finding)
    with pytest.raises(Refused):
        desk.documents.preview(asked(unit_id, reader))


def test_before_a_screening_it_stays_in_the_room(desk: Desk, clock: Clock, unit_id: str) -> None:
    assert desk.documents.preview(asked(unit_id))
    with pytest.raises(Refused):
        desk.documents.preview(asked(unit_id, Reader.CLIENT))
    screen(desk, clock, unit_id)
    assert desk.documents.preview(asked(unit_id, Reader.CLIENT))


def test_nobody_else_is_given_one(desk: Desk, unit_id: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        desk.documents.preview(asked(unit_id, Reader.PARTNER))
