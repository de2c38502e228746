"""Files kept inside the practice, in pieces of at most 1 MB, 25 MB each (security paper, IP-7)."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from irt_desk.domain.values import Instant
from irt_desk.errors import Damaged, NotFound, UserError
from irt_desk.storage.schema import ATTACHMENT, ATTACHMENT_CHUNK

CHUNK, LIMIT = 1_000_000, 25_000_000
_KINDS = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What is known of a stored file; ``third_party`` and ``safety`` are the tags of DL-3 and DL-4."""

    id: str
    client_id: str | None
    owner_kind: str
    owner_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    third_party: bool
    safety: bool
    added: Instant


def type_of(data: bytes) -> str:
    """Return the media type by content, never by name; anything unknown is plain text or bytes."""
    for start, kind in _KINDS:
        if data.startswith(start):
            return kind
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[:4096])  # incremental: 4096 may cut a letter in two
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "application/octet-stream" if b"\0" in data[:4096] else "text/plain"


def put(
    connection: Connection,
    data: bytes,
    *,
    id: str,  # noqa: A002  the word every record uses
    client_id: str | None,
    owner_kind: str,
    owner_id: str,
    name: str,
    added: Instant,
    third_party: bool = False,
    safety: bool = False,
) -> Attachment:
    """Store a file and return what is known of it.

    Raises:
        UserError: it is larger than 25 MB.
    """
    if len(data) > LIMIT:
        raise UserError("attachment.too_large", limit=LIMIT // 1_000_000)
    made = Attachment(
        id=id,
        client_id=client_id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        name=name,
        media_type=type_of(data),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        third_party=third_party,
        safety=safety,
        added=added,
    )
    row = {field: getattr(made, field) for field in Attachment.__dataclass_fields__}
    row |= {"added": str(added), "third_party": int(third_party), "safety": int(safety)}
    connection.execute(ATTACHMENT.insert(), row)
    for number, start in enumerate(range(0, len(data), CHUNK)):
        connection.execute(
            ATTACHMENT_CHUNK.insert(),
            {"attachment_id": id, "number": number, "bytes": data[start : start + CHUNK]},
        )
    return made


def of_client(connection: Connection, client_id: str) -> tuple[Attachment, ...]:
    """Return what is known of every file of a client, newest first; no content is read."""
    c = ATTACHMENT.c
    rows = connection.execute(select(ATTACHMENT).where(c.client_id == client_id).order_by(c.added.desc(), c.id.desc()))
    return tuple(
        Attachment(
            **{
                **row,
                "third_party": bool(row["third_party"]),
                "safety": bool(row["safety"]),
                "added": Instant.parse(row["added"]),
            }
        )
        for row in rows.mappings()
    )


def together(connection: Connection) -> int:
    """Return the size in bytes of all files of the practice; their content is not read."""
    return int(connection.execute(select(func.coalesce(func.sum(ATTACHMENT.c.size), 0))).scalar_one())


def chunks(connection: Connection, attachment_id: str) -> Iterator[bytes]:
    """Yield the pieces of a file in order."""
    c = ATTACHMENT_CHUNK.c
    query = select(c.bytes).where(c.attachment_id == attachment_id).order_by(c.number)
    for row in connection.execute(query):
        yield bytes(row[0])


def get(connection: Connection, attachment_id: str) -> bytes:
    """Return a whole file.

    Raises:
        NotFound: there is none. Damaged: its content is not what was stored.
    """
    row = connection.execute(select(ATTACHMENT.c.sha256).where(ATTACHMENT.c.id == attachment_id)).first()
    if row is None:
        raise NotFound(what="file")
    data = b"".join(chunks(connection, attachment_id))
    if hashlib.sha256(data).hexdigest() != row[0]:
        raise Damaged(detail="attachment")
    return data
