"""Documents that left the program."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from irt_desk.domain.values import Instant
from irt_desk.storage.tables import ISSUED_DOCUMENT as TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument:
    """One document that left: what, for whom, when, and the copy kept inside the practice."""

    id: str
    unit_id: str
    kind: str
    reader: str
    issued: Instant
    draft: bool
    sha256: str
    attachment_id: str


def add(connection: Connection, document: IssuedDocument) -> None:
    """Record a document that leaves."""
    row = {name: getattr(document, name) for name in IssuedDocument.__dataclass_fields__}
    connection.execute(TABLE.insert(), row | {"issued": str(document.issued), "draft": int(document.draft)})


def of_unit(connection: Connection, unit_id: str) -> tuple[IssuedDocument, ...]:
    """Return what left of a record, newest first."""
    query = select(TABLE).where(TABLE.c.unit_id == unit_id).order_by(TABLE.c.issued.desc())
    return tuple(
        IssuedDocument(**{**row, "issued": Instant.parse(row["issued"]), "draft": bool(row["draft"])})
        for row in connection.execute(query).mappings()
    )
