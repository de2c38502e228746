"""Documents: facts of the record, what its reader may have, the finished PDF, and the trace that it left."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from irt_desk.documents import summary as summaries
from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.redaction import Reader, mentions
from irt_desk.domain.values import SAFETY
from irt_desk.errors import AlreadyExists, DiskFull, ReadOnly, UserError
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.summary_facts import gather
from irt_desk.services.texts import day_text
from irt_desk.storage import attachments, tables
from irt_desk.storage import documents as stored
from irt_desk.storage import psychotherapy_notes as psychotherapy
from irt_desk.storage.documents import IssuedDocument
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]

READERS = (Reader.CLIENT, Reader.CLINICIAN)
"""Readers a treatment summary can be made for now."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was written to a file."""

    path: Path
    sha256: str
    pages: int


class Documents(Service):
    """Makes documents and remembers what left."""

    def summary(self, unit_id: str, reader: Reader, *, name_partner: bool = False, sign: bool = False) -> Document:
        """Return the treatment summary as blocks, for a reader.

        Args:
            unit_id: the record.
            reader: who will read it.
            name_partner: keep the partner's name instead of a role word; contact details never stay.
            sign: with the therapist's signature; otherwise every page says draft.

        Raises:
            UserError: this reader may not have it, or there is no name and credential to sign with.
        """
        with self._reading() as c:
            signed = ""
            if sign:
                signature = self._signature(c)
                signed = say(
                    "document.signed_by",
                    name=signature.by,
                    credential=signature.credential,
                    day=day_text(signature.at.day),
                )
            facts = gather(c, unit_id, self._now(c), signed=signed)
        return summaries.summary(facts, reader, name_partner=name_partner)

    def render(
        self, document: Document, *, progress: Progress | None = None, cancelled: IsCancelled | None = None
    ) -> bytes:
        """Return the finished PDF. Long texts take a moment: it reports progress and can be cancelled.

        Raises:
            UserError: a letter cannot be set by any bundled font; it is named. Cancelled.
        """
        from irt_desk.documents.render import render  # ReportLab loads here, never at start-up

        return render(document, progress=progress, cancelled=cancelled)

    def preview(
        self,
        unit_id: str,
        reader: Reader,
        *,
        name_partner: bool = False,
        sign: bool = False,
        progress: Progress | None = None,
        cancelled: IsCancelled | None = None,
    ) -> bytes:
        """Return the treatment summary as PDF for the preview, after the leak check."""
        document = self.summary(unit_id, reader, name_partner=name_partner, sign=sign)
        data = self.render(document, progress=progress, cancelled=cancelled)
        self.check_leaks(unit_id, data, name_partner=name_partner)
        return data

    def check_leaks(self, unit_id: str, data: bytes, *, name_partner: bool) -> None:
        """Raise when a finished PDF holds anything that must not leave: safety text, private notes, identifiers.

        Raises:
            UserError: ``document.leak`` with the number of findings, never with their words.
        """
        from irt_desk.documents.leaks import leaks

        with self._reading() as c:
            canaries = self._canaries(c, unit_id, name_partner=name_partner)
        if found := leaks(data, canaries):
            raise UserError("document.leak", count=len(found))

    def issue(self, unit_id: str, data: bytes, *, reader: Reader, path: Path, draft: bool) -> Saved[IssuedDocument]:
        """Write a finished PDF to a file and keep a copy inside the practice, with its hash and its reader.

        Raises:
            AlreadyExists, ReadOnly, DiskFull: the file was not written, nothing was recorded.
        """
        with self._changing() as c:
            now, client = self._now(c), self._client(c, unit_id)
            made = IssuedDocument(
                id=self._id(),
                unit_id=unit_id,
                kind=DocumentKind.SUMMARY.value,
                reader=reader.value,
                issued=now,
                draft=draft,
                sha256=hashlib.sha256(data).hexdigest(),
                attachment_id=self._id(),
            )
            attachments.put(
                c,
                data,
                id=made.attachment_id,
                client_id=client.id,
                owner_kind="issued_document",
                owner_id=made.id,
                name=f"{made.kind}.pdf",
                added=now,
                third_party=True,
            )
            stored.add(c, made)
            self._audit(c, "document.issued", "issued_document", made.id, unit_id=unit_id, reason=reader.value)
            write_private(path, data)
        self._context.practice.seal_head()  # what left is in the part of the trail that cannot be cut (AU-2)
        return saved(made, Area.DOCUMENTS)

    def write(
        self, unit_id: str, document: str, reader: str, path: Path, *, name_partner: bool = False, sign: bool = False
    ) -> Written:
        """Make a document, check it, write it, record it; the whole way for the command line.

        Raises:
            UserError: unknown or not built document, reader who may not have it, a leak, an unprintable letter.
        """
        kind, who = _kind(document), _reader(reader)
        if kind is not DocumentKind.SUMMARY:
            raise UserError("document.not_built", document=label(kind))
        data = self.preview(unit_id, who, name_partner=name_partner, sign=sign)
        issued = self.issue(unit_id, data, reader=who, path=path, draft=not sign).value
        return Written(path, issued.sha256, _pages(data))

    def issued(self, unit_id: str) -> tuple[IssuedDocument, ...]:
        """Return what left, newest first."""
        with self._reading() as c:
            return stored.of_unit(c, unit_id)

    def copy_of(self, issued: IssuedDocument) -> bytes:
        """Return the kept copy of a document."""
        with self._changing() as c:
            self._audit(c, "document.viewed", "issued_document", issued.id, unit_id=issued.unit_id)
            return attachments.get(c, issued.attachment_id)

    def _canaries(self, c: Connection, unit_id: str, *, name_partner: bool) -> list[str]:
        """Return every text that must not stand in a document of this record."""
        found: list[str] = []
        for value in (
            tables.SAFETY_PLANS.get(c, unit_id),
            *tables.SAFETY_INTERVIEWS.of_unit(c, unit_id),
            *tables.OVERRIDES.of_unit(c, unit_id),
            self._client(c, unit_id).safe_contact,
            *(note.content.risk for note in tables.NOTES.of_unit(c, unit_id)),
        ):
            found += _safety_texts(value)
        practice = self._context.practice
        for header in psychotherapy.headers(c, unit_id):
            private = psychotherapy.get(c, header.id, practice.keys.psychotherapy, practice.practice_id)
            found += _sentences(private.text) if private else []
        client = self._client(c, unit_id)
        own = f"{client.preferred_name} {client.legal_name}"
        for partner in tables.PARTNERS.of_unit(c, unit_id):
            found += [text for text in (partner.phone, partner.email, partner.address) if len(text) > 5]
            if not name_partner:
                found += [name for name in partner.called if not mentions(own, name)]
        return found


def _safety_texts(value: object) -> list[str]:
    found: list[str] = []
    for name, field in getattr(type(value), "__dataclass_fields__", {}).items():
        text = getattr(value, name)
        if SAFETY in field.metadata.get("tags", ()) and isinstance(text, str):
            found += _sentences(text)
    return found


def _sentences(text: str) -> list[str]:
    """Return the parts of a text long enough to be unmistakable."""
    parts = text.replace("\n", ". ").split(". ")
    return [part.strip(" .") for part in parts if len(part.strip(" .")) >= 24]


def _kind(text: str) -> DocumentKind:
    try:
        return DocumentKind(text.lower())
    except ValueError as error:
        raise UserError("document.unknown", document=text, known=", ".join(DocumentKind)) from error


def _reader(text: str) -> Reader:
    try:
        return Reader(text.lower())
    except ValueError as error:
        raise UserError("document.unknown_reader", reader=text, known=", ".join(Reader)) from error


def _pages(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def write_private(path: Path, data: bytes) -> None:
    """Write a file that holds the old or the new bytes, never a part; mode 0600 (EX-8).

    Raises:
        AlreadyExists: a folder stands there. ReadOnly, DiskFull.
    """
    if path.is_dir():
        raise AlreadyExists(place=str(path))
    try:
        handle, part = tempfile.mkstemp(prefix=".irt-desk-", dir=path.parent)
    except FileNotFoundError as error:
        raise UserError("practice.no_parent", place=str(path.parent)) from error
    except OSError as error:
        raise ReadOnly(place=str(path.parent)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        Path(part).unlink(missing_ok=True)
        raise (
            DiskFull("error.disk_full_document") if error.errno == 28 else ReadOnly(place=str(path.parent))
        ) from error


__all__ = ["READERS", "Documents", "IssuedDocument", "Reader", "Written"]
