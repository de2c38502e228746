"""Documents: facts of the record, what its reader may have, the finished PDF, and the trace that it left.

How to add one: a writer in ``documents/<feature>.py`` (facts -> blocks), a maker in ``services/<feature>_document.py`` (a subclass of
:class:`~irt_desk.services.document_makers.Maker`: record -> facts -> writer), one line in ``document_makers.makers``, the words of
its title. Preview, leak check, saving, the kept copy, the window and ``irt-desk pdf`` come with it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.redaction import Reader, mentions
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.notes import NotePart
from irt_desk.domain.values import SAFETY
from irt_desk.errors import AlreadyExists, DiskFull, ReadOnly, UserError
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.disclosing import insist_recipient, log_disclosure
from irt_desk.services.document_makers import Asked, Guarded, Subject, check, maker_of, makers
from irt_desk.services.texts import day_text
from irt_desk.storage import attachments, tables, units
from irt_desk.storage import documents as stored
from irt_desk.storage import psychotherapy_notes as psychotherapy
from irt_desk.storage.documents import IssuedDocument
from irt_desk.storage.rows import Connection
from irt_desk.words import say

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was written to a file; the hash is of that file."""

    path: Path
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A document that can be made of a record now, and what it asks for."""

    kind: DocumentKind
    readers: tuple[Reader, ...]
    subjects: tuple[Subject, ...] = ()
    needs_subject: bool = False
    has_period: bool = False
    can_sign: bool = False
    can_name_partner: bool = True
    always_confirm: bool = False
    views: tuple[Subject, ...] = ()


class Documents(Service):
    """Makes documents and remembers what left."""

    def offers(self, unit_id: str) -> tuple[Offer, ...]:
        """Return every document of this release with what it can be about in this record."""
        with self._reading() as c:
            if self._unit(c, unit_id).kind.is_joint:
                return ()
            return tuple(
                Offer(
                    kind=kind,
                    readers=maker.readers,
                    subjects=maker.subjects(self, c, unit_id) if maker.needs_subject else (),
                    needs_subject=maker.needs_subject,
                    has_period=maker.has_period,
                    can_sign=maker.can_sign,
                    can_name_partner=maker.can_name_partner,
                    always_confirm=maker.always_confirm,
                    views=maker.views(self, c),
                )
                for kind, maker in makers().items()
            )

    def document(self, asked: Asked) -> Document:
        """Return a document as blocks, for its reader.

        Raises:
            UserError: not built, not for this reader, no subject, or no name and credential to sign with.
            Refused: the safety gate does not allow it, or it wants a second confirmation.
        """
        with self._reading() as c:
            return self._document(c, asked)

    def _document(self, c: Connection, asked: Asked) -> Document:
        if self._unit(c, asked.unit_id).kind.is_joint:
            raise UserError("document.not_joint")  # the makers know one client and would print their particulars
        maker = maker_of(asked.kind)
        subjects = maker.subjects(self, c, asked.unit_id) if maker.needs_subject else ()
        if len(subjects) == 1 and not asked.subject:
            asked = replace(asked, subject=subjects[0].id)
        check(maker, asked, subjects)
        return maker.document(self, c, asked)

    def signed_words(self, c: Connection) -> str:
        """Return the words of the therapist's signature of this moment.

        Raises:
            UserError: there is no name and credential to sign with.
        """
        signature = self._signature(c)
        return say(
            "document.signed_by",
            name=signature.by,
            credential=signature.credential,
            day=day_text(signature.at.day),
        )

    def render(
        self, document: Document, *, progress: Progress | None = None, cancelled: IsCancelled | None = None
    ) -> bytes:
        """Return the finished PDF. Long texts take a moment: it reports progress and can be cancelled.

        Raises:
            UserError: a letter cannot be set by any bundled font; it is named. Cancelled.
        """
        from irt_desk.documents.render import render  # ReportLab loads here, never at start-up

        return render(document, progress=progress, cancelled=cancelled)

    def preview(self, asked: Asked, *, progress: Progress | None = None, cancelled: IsCancelled | None = None) -> bytes:
        """Return a document as PDF for the preview, after the leak check."""
        data = self.render(self.document(asked), progress=progress, cancelled=cancelled)
        self.check_leaks(asked, data)
        return data

    def check_leaks(self, asked: Asked, data: bytes) -> None:
        """Raise when a finished PDF holds anything that must not leave: safety text, private notes, identifiers.

        Raises:
            UserError: ``document.leak`` with the number of findings, never with their words.
        """
        from irt_desk.documents.leaks import leaks

        maker = maker_of(asked.kind)
        exempt = set(maker.exempt(asked))
        if asked.name_partner:
            exempt.add(Guarded.PARTNER_NAME)
        with self._reading() as c:
            canaries = [text for kind in Guarded if kind not in exempt for text in self._canaries(c, asked, kind)]
            if Guarded.SAFETY in exempt:  # what the paper is for may stand in it, everything else of that kind not
                plan = set(_safety_texts(tables.SAFETY_PLANS.get(c, asked.unit_id)))
                canaries += [t for t in self._canaries(c, asked, Guarded.SAFETY) if t not in plan]
        if found := leaks(data, canaries):
            raise UserError("document.leak", count=len(found))

    def issue(self, asked: Asked, data: bytes, *, path: Path, password: str = "") -> Saved[IssuedDocument]:
        """Write a finished PDF to a file and keep a copy inside the practice, with its hash and its reader.

        Args:
            asked: what it is.
            data: the finished PDF; the kept copy is this one.
            path: the file to write.
            password: when given, the file is encrypted with it (AES-256); the kept copy is not, it lies inside the practice.

        Raises:
            UserError: the password is too short.
            Refused: the safety gate has closed since the pages were made.
            AlreadyExists, ReadOnly, DiskFull: the file was not written, nothing was recorded.
        """
        sent = _protected(data, password) if password else data
        with self._changing() as c:
            self._document(c, asked)  # a danger told while the preview was open keeps the paper here
            now, client = self._now(c), self._client(c, asked.unit_id)
            maker = maker_of(asked.kind)
            insist_recipient(self, c, asked)
            made = IssuedDocument(
                id=self._id(),
                unit_id=asked.unit_id,
                kind=asked.kind.value,
                reader=asked.reader.value,
                issued=now,
                draft=maker.can_sign and not asked.sign,
                sha256=hashlib.sha256(sent).hexdigest(),
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
                safety=Guarded.SAFETY in maker.exempt(asked),
            )
            stored.add(c, made)
            reason = asked.reader.value
            self._audit(c, "document.issued", "issued_document", made.id, unit_id=asked.unit_id, reason=reason)
            log_disclosure(self, c, asked, made)
            write_private(path, sent)
        self._context.practice.seal_head()  # what left is in the part of the trail that cannot be cut (AU-2)
        return saved(made, Area.DOCUMENTS)

    def write(self, asked: Asked, path: Path, *, password: str = "") -> Written:
        """Make a document, check it, write it, record it; the whole way for the command line.

        Raises:
            UserError: not built document, reader who may not have it, a leak, an unprintable letter, a short password.
        """
        data = self.preview(asked)
        issued = self.issue(asked, data, path=path, password=password).value
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

    def _canaries(self, c: Connection, asked: Asked, kind: Guarded) -> list[str]:
        """Return every text of a kind that must not stand in a document of this record."""
        client = self._client(c, asked.unit_id)
        partners = tables.PARTNERS.of_unit(c, asked.unit_id)
        match kind:
            case Guarded.SAFETY:
                return [t for unit_id in _records_behind(c, asked.unit_id) for t in self._safety_canaries(c, unit_id)]
            case Guarded.PSYCHOTHERAPY_NOTE:
                return [t for unit_id in _records_behind(c, asked.unit_id) for t in self._private_canaries(c, unit_id)]
            case Guarded.PARTNER_CONTACT:
                return [text for p in partners for text in (p.phone, p.email, p.address) if len(text) > 5]
            case Guarded.PARTNER_NAME:
                own = f"{client.preferred_name} {client.legal_name}"
                return [name for partner in partners for name in partner.called if not mentions(own, name)]

    def _safety_canaries(self, c: Connection, unit_id: str) -> list[str]:
        values = (
            tables.SAFETY_PLANS.get(c, unit_id),
            *tables.SAFETY_INTERVIEWS.of_unit(c, unit_id),
            *tables.OVERRIDES.of_unit(c, unit_id),
            self._client(c, unit_id).safe_contact,
            *(note.content.risk for note in tables.NOTES.of_unit(c, unit_id)),
            *(answer.risk for answer in tables.RISK_ANSWERS.of_unit(c, unit_id)),
            *tables.PRIVATE_DISCLOSURES.of_unit(c, unit_id),
            *tables.ASSIGNMENTS.of_unit(c, unit_id),
            *tables.FIT_REVIEWS.of_unit(c, unit_id),
            *(part for one in units.prescreens(c, unit_id) for part in (one, one.interview)),
            *units.screens(c, unit_id),
        )
        found = [text for value in values for text in _safety_texts(value)]
        risk = (one.text for one in tables.ADDENDA.of_unit(c, unit_id) if one.part is NotePart.RISK)
        private = (note.content.private_disclosure for note in tables.NOTES.of_unit(c, unit_id))
        return found + [part for text in (*risk, *private) for part in _sentences(text)]

    def _private_canaries(self, c: Connection, unit_id: str) -> list[str]:
        practice, found = self._context.practice, list[str]()
        for header in psychotherapy.headers(c, unit_id):
            private = psychotherapy.get(c, header.id, practice.keys.psychotherapy, practice.practice_id)
            found += _sentences(private.text) if private else []
        return found


def _records_behind(c: Connection, unit_id: str) -> tuple[str, ...]:
    """Return a record and, of a joint one, the individual records of its members: nothing of theirs is the other's to read."""
    people = {member.client_id for member, _ in units.members_of(c, unit_id)}
    own = tables.UNITS.table.c
    alone = tables.UNITS.all(c, own.client_id.in_(people), own.kind == UnitKind.INDIVIDUAL_IRT.value) if people else ()
    return (unit_id, *(unit.id for unit in alone))


def _safety_texts(value: object) -> list[str]:
    """Return the sentences of every field of a value that is tagged as safety content, nested ones too."""
    found: list[str] = []
    for name, field in getattr(type(value), "__dataclass_fields__", {}).items():
        if SAFETY in field.metadata.get("tags", ()):
            found += [part for text in _texts_in(getattr(value, name)) for part in _sentences(text)]
    return found


def _texts_in(value: object) -> list[str]:
    """Return the typed texts in a value; codes are none."""
    if isinstance(value, str):
        return [] if isinstance(value, Enum) else [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts_in(item)]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts_in(item)]
    names = getattr(type(value), "__dataclass_fields__", {})
    return [text for name in names for text in _texts_in(getattr(value, name))]


def _sentences(text: str) -> list[str]:
    """Return the parts of a text long enough to be unmistakable."""
    parts = text.replace("\n", ". ").split(". ")
    return [part.strip(" .") for part in parts if len(part.strip(" .")) >= 24]


def kind_of(text: str) -> DocumentKind:
    """Return the document of a command-line word.

    Raises:
        UserError: there is no such document; those that are stand in the sentence.
    """
    try:
        return DocumentKind(text.lower())
    except ValueError as error:
        raise UserError("document.unknown", document=text, known=", ".join(makers())) from error


def reader_of(text: str) -> Reader:
    """Return the reader of a command-line word.

    Raises:
        UserError: there is no such reader; those that are stand in the sentence.
    """
    try:
        return Reader(text.lower())
    except ValueError as error:
        raise UserError("document.unknown_reader", reader=text, known=", ".join(Reader)) from error


def _protected(data: bytes, password: str) -> bytes:
    from irt_desk.documents.delivery import FEWEST, encrypted

    if len(password) < FEWEST:
        raise UserError("document.password_short", length=FEWEST)
    return encrypted(data, password)


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


__all__ = ["Asked", "DocumentKind", "Documents", "IssuedDocument", "Offer", "Reader", "Subject", "Written"]
