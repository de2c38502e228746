"""Files kept inside the practice, and the bodies of psychotherapy notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from irt_desk.domain.values import Instant
from irt_desk.errors import Damaged, NotFound, UserError
from irt_desk.storage import attachments, keys, practice, schema
from tests.practices import Clock, cheap


@pytest.fixture
def opened(tmp_path: Path) -> practice.OpenPractice:
    made, _ = practice.create(tmp_path / "P.irtdesk", "nine quiet lamps again", name="P", now=Clock(), kdf=cheap)
    return made


def _put(opened: practice.OpenPractice, data: bytes, *, safety: bool = False) -> attachments.Attachment:
    with opened.database.transaction() as connection:
        return attachments.put(
            connection,
            data,
            id="one",
            client_id="client",
            owner_kind="session",
            owner_id="s1",
            name="scan.txt",
            added=Instant(Clock()(), "UTC"),
            third_party=True,
            safety=safety,
        )


@pytest.mark.parametrize("size", [0, 1, 999_999, 1_000_000, 1_000_001, 2_500_000])
def test_a_file_comes_back_byte_for_byte_in_pieces_of_a_megabyte(opened: practice.OpenPractice, size: int) -> None:
    data = bytes(number % 251 for number in range(4096)) * (size // 4096 + 1)
    made = _put(opened, data[:size], safety=True)
    with opened.database.read() as connection:
        assert attachments.get(connection, "one") == data[:size]
        assert all(len(piece) <= 1_000_000 for piece in attachments.chunks(connection, "one"))
        row = connection.execute(schema.ATTACHMENT.select()).mappings().one()
    assert (row["third_party"], row["safety"], row["size"]) == (1, 1, size)
    assert made.size == size
    opened.close()


def test_too_large_missing_and_changed_are_told(opened: practice.OpenPractice) -> None:
    with pytest.raises(UserError, match="25"):
        _put(opened, bytes(attachments.LIMIT + 1))
    with opened.database.read() as connection, pytest.raises(NotFound):
        attachments.get(connection, "one")
    _put(opened, b"a letter")
    with opened.database.transaction() as connection:
        connection.execute(schema.ATTACHMENT_CHUNK.update(), {"bytes": b"another!"})
    with opened.database.read() as connection, pytest.raises(Damaged):
        attachments.get(connection, "one")
    opened.close()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 x", "application/pdf"),
        (b"\x89PNG\r\n\x1a\nx", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"x" * 4095 + "é".encode(), "text/plain"),
        (b"MZ\x00\x01", "application/octet-stream"),
        (b"\xc3(", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_the_type_is_what_the_content_says(data: bytes, kind: str) -> None:
    assert attachments.type_of(data) == kind


def test_a_psychotherapy_note_opens_only_as_itself() -> None:
    ring = keys.Keyring.fresh()
    body = keys.close_psychotherapy(ring.psychotherapy, "practice", "note", "Größe")
    assert keys.open_psychotherapy(ring.psychotherapy, "practice", "note", body) == "Größe"
    assert keys.open_psychotherapy(ring.psychotherapy, "practice", "other", body) is None
    assert keys.open_psychotherapy(ring.psychotherapy, "elsewhere", "note", body) is None
    assert keys.open_psychotherapy(ring.audit, "practice", "note", body) is None
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 1
        assert keys.open_psychotherapy(ring.psychotherapy, "practice", "note", bytes(changed)) is None
    assert body != keys.close_psychotherapy(ring.psychotherapy, "practice", "note", "Größe")


def test_a_body_too_short_to_be_one_is_not_opened() -> None:
    for size in (0, 5, 12, 27):
        assert keys.open_psychotherapy(bytes(32), "practice", "note", bytes(size)) is None
