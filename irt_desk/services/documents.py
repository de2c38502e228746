"""Documents: facts of the record, what its reader may have, the finished PDF, and the trace that it left.

How to add one: a writer in ``documents/<feature>.py`` (facts -> blocks), a maker in ``services/<feature>_document.py`` (a subclass of
:class:`~irt_desk.services.document_makers.Maker`: record -> facts -> writer), one line in ``document_makers.makers``, the words of
its title. Preview, leak check, saving, the kept copy, the window and ``irt-desk pdf`` come with it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.plain_words import without_codes
from irt_desk.documents.redaction import Reader
from irt_desk.domain.attachments import FileOwner
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import ConsentType
from irt_desk.domain.units import PAPERS_OF
from irt_desk.errors import AlreadyExists, DiskFull, ReadOnly, UserError
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.disclosing import insist_recipient, log_disclosure
from irt_desk.services.document_makers import HOME, Asked, Guarded, Subject, check, maker_of, makers
from irt_desk.services.joint_papers import insist_may_reach, insist_released
from irt_desk.services.leak_canaries import canaries, safety_texts
from irt_desk.services.skill_library import skill_names
from irt_desk.services.texts import day_text
from irt_desk.storage import attachments, tables
from irt_desk.storage import documents as stored
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
        """Return every document that is made of a record of this kind, with what it can be about."""
        with self._reading() as c:
            unit = self._unit(c, unit_id).kind
            return tuple(
                Offer(
                    kind=kind,
                    readers=maker.readers_in(unit),
                    subjects=maker.subjects(self, c, unit_id) if maker.needs_subject else (),
                    needs_subject=maker.needs_subject,
                    has_period=maker.has_period,
                    can_sign=maker.can_sign,
                    can_name_partner=maker.can_name_partner and unit is UnitKind.INDIVIDUAL_IRT,
                    always_confirm=maker.always_confirm,
                    views=maker.views(self, c),
                )
                for kind, maker in makers().items()
                if unit in maker.units
            )

    def consent_papers(self, unit_id: str) -> tuple[ConsentType, ...]:
        """Return the consents that are printed from this record."""
        with self._reading() as c:
            return PAPERS_OF[self._unit(c, unit_id).kind]

    def document(self, asked: Asked) -> Document:
        """Return a document as blocks, for its reader.

        Raises:
            UserError: not built, not of this kind of record, not for this reader, no subject, or no name and credential to sign with.
            Refused: the safety gate does not allow it, it wants a second confirmation, or both have not released it.
        """
        with self._reading() as c:
            return self._document(c, asked)

    def _document(self, c: Connection, asked: Asked) -> Document:
        kind, maker, asked = self._unit(c, asked.unit_id).kind, maker_of(asked.kind), self._whole(c, asked)
        check(maker, asked, self._subjects(c, asked), kind)
        insist_may_reach(self, c, asked)
        if asked.recipient:
            insist_recipient(self, c, asked)
        insist_released(self, c, asked)
        made = maker.document(self, c, asked)
        return without_codes(made, skill_names(c)) if asked.reader in HOME else made

    def _subjects(self, c: Connection, asked: Asked) -> tuple[Subject, ...]:
        maker, kind = maker_of(asked.kind), self._unit(c, asked.unit_id).kind
        return maker.subjects(self, c, asked.unit_id) if maker.needs_subject and kind in maker.units else ()

    def _whole(self, c: Connection, asked: Asked) -> Asked:
        """Return what was asked for with what goes without saying: the only subject, or the one meant when none is named."""
        maker, known = maker_of(asked.kind), [one.id for one in self._subjects(c, asked)]
        if not asked.subject and len(known) == 1:
            asked = replace(asked, subject=known[0])
        elif not asked.subject and maker.default_subject in known:
            asked = replace(asked, subject=maker.default_subject)
        return asked if maker.can_sign else replace(asked, sign=False)

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
        with self._reading() as c:
            asked = self._whole(c, asked)
            exempt = set(maker.exempt(asked))
            if asked.name_partner:
                exempt.add(Guarded.PARTNER_NAME)
            found = [text for kind in Guarded if kind not in exempt for text in canaries(self, c, asked, kind)]
            if Guarded.SAFETY in exempt:  # what the paper is for may stand in it, everything else of that kind not
                plan = set(safety_texts(tables.SAFETY_PLANS.get(c, asked.unit_id)))
                found += [t for t in canaries(self, c, asked, Guarded.SAFETY) if t not in plan]
            allowed = maker.allowed(self, c, asked)
        if leaking := leaks(data, [text for text in found if text not in allowed]):
            raise UserError("document.leak", count=len(leaking))

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
            asked = self._whole(c, asked)
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
                owner_kind=FileOwner.ISSUED_DOCUMENT.value,
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
