"""Scans and files of a case: read once from the disk, kept encrypted, shown from memory; no file is ever written (IP-7)."""

from __future__ import annotations

from pathlib import Path

from irt_desk.domain.attachments import LIMIT_MB, CaseFile, FileOwner
from irt_desk.errors import NotFound, UserError
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import clean
from irt_desk.storage import attachments as stored
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection

SHOWN = ("application/pdf", "image/png", "image/jpeg", "text/plain")
"""Kinds that can be shown inside the program; others are not taken in, since opening them elsewhere would leave a file."""


class Attachments(Service):
    """The files of a case."""

    def together(self) -> int:
        """Return the size in bytes of everything kept as a file in this practice, copies of papers that left included."""
        with self._reading() as c:
            return stored.together(c)

    def of(self, unit_id: str) -> tuple[CaseFile, ...]:
        """Return the files of a case, newest first; documents that left are listed apart."""
        with self._reading() as c:
            return self._files(c, unit_id)

    def add(self, unit_id: str, path: Path, *, consent_id: str = "", safety: bool = False) -> Saved[CaseFile]:
        """Take a file in; the one on the disk stays where it is.

        Args:
            unit_id: the record it belongs to.
            path: the file on the disk.
            consent_id: the consent whose signed page it is; of the case as a whole when left out.
            safety: whether it stays out of every export.

        Raises:
            UserError: larger than 25 MB, empty, not readable, or of a kind that cannot be shown here.
            NotFound: this record has no such consent.
        """
        data = _read(path)
        kind = stored.type_of(data)
        if kind not in SHOWN:
            raise UserError("attachment.kind", name=path.name)
        owner = FileOwner.CONSENT if consent_id else FileOwner.CASE
        with self._changing() as c:
            if consent_id and consent_id not in _consents(c, unit_id):
                raise NotFound(what="consent")
            made = stored.put(
                c,
                data,
                id=self._id(),
                client_id=self._client(c, unit_id).id,
                owner_kind=owner.value,
                owner_id=consent_id or unit_id,
                name=clean(path.name)[:120],
                added=self._now(c),
                third_party=True,
                safety=safety,
            )
            self._audit(c, "attachment.added", "attachment", made.id, unit_id=unit_id, reason=owner.value)
        return saved(_file(made), Area.DOCUMENTS, Area.CONSENTS)

    def content(self, unit_id: str, file_id: str) -> tuple[CaseFile, bytes]:
        """Return a file with its bytes, for showing from memory; looking at it is traced.

        Raises:
            NotFound: this case has no such file. Damaged: its content is not what was stored.
        """
        with self._changing() as c:
            found = self._file(c, unit_id, file_id)
            self._audit(c, "attachment.viewed", "attachment", file_id, unit_id=unit_id)
            return found, stored.get(c, file_id)

    def _file(self, c: Connection, unit_id: str, file_id: str) -> CaseFile:
        found = next((one for one in self._files(c, unit_id) if one.id == file_id), None)
        if found is None:
            raise NotFound(what="file")
        return found

    def _files(self, c: Connection, unit_id: str) -> tuple[CaseFile, ...]:
        """Return the files of this record alone: a person may be in a joint one too, and its chart is shared (6.1)."""
        papers = _consents(c, unit_id)
        return tuple(
            _file(one)
            for one in stored.of_client(c, self._client(c, unit_id).id)
            if (one.owner_kind == FileOwner.CASE and one.owner_id == unit_id)
            or (one.owner_kind == FileOwner.CONSENT and one.owner_id in papers)
        )


def _consents(c: Connection, unit_id: str) -> frozenset[str]:
    return frozenset(consent.id for consent in tables.CONSENTS.of_unit(c, unit_id))


def _read(path: Path) -> bytes:
    """Return the bytes of a file that is small enough; its size is looked at before it is read."""
    try:
        if path.stat().st_size > LIMIT_MB * 1_000_000:
            raise UserError("attachment.too_large", limit=LIMIT_MB)
        data = path.read_bytes()
    except OSError as error:
        raise UserError("attachment.unreadable", name=path.name) from error
    if not data:
        raise UserError("attachment.empty", name=path.name)
    return data


def _file(one: stored.Attachment) -> CaseFile:
    return CaseFile(
        id=one.id,
        owner_kind=FileOwner(one.owner_kind),
        owner_id=one.owner_id,
        name=one.name,
        media_type=one.media_type,
        size=one.size,
        safety=one.safety,
        added=one.added,
    )
