"""Progress notes: draft with autosave, sign, lock, addenda, entered in error (domain paper, 7.2 to 7.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from irt_desk.domain import notes as rules
from irt_desk.domain.carrying import risk_unchanged, still_carried
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.fit_review import DriftOrigin
from irt_desk.domain.notes import Addendum, NoteContent, NoteLocked, NotePart, NoteStatus, ProgressNote
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services import fit_reviews, search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.drafts import Drafts, NewerElsewhere
from irt_desk.services.text import clean, cleaned
from irt_desk.services.today import last_signed
from irt_desk.storage import caseload, drafts, keys, seals, tables
from irt_desk.storage import notes as stored
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.NOTES, Area.SESSIONS, Area.CLIENTS)


class _Asked(TypedDict):
    """What decides which fields a note asks for."""

    has_signed_plan: bool
    is_stopped: bool
    kind: UnitKind


class _NotStored(Exception):
    """The draft was not what the writer started from; the transaction is rolled back."""


class Notes(Service):
    """The progress notes of a record."""

    def start(self, session_id: str) -> Saved[ProgressNote]:
        """Return the note of a session, making its empty draft when there is none yet."""
        with self._changing() as c:
            note = tables.NOTES.first(c, tables.NOTES.table.c.session_id == session_id)
            if note is not None:
                return saved(note)
            session = self._session(c, session_id)
            now = self._now(c)
            note = ProgressNote(id=self._id(), session_id=session_id, unit_id=session.unit_id, written=now, saved=now)
            tables.NOTES.add(c, note)
            self._audit(c, "note.started", "progress_note", note.id, unit_id=note.unit_id)
            self._refresh(c, note.unit_id)
        return saved(note, *_TOUCHED)

    def get(self, note_id: str) -> ProgressNote:
        """Return one note."""
        with self._reading() as c:
            return self._note(c, note_id)

    def of_session(self, session_id: str) -> ProgressNote | None:
        """Return the note of a session, or None."""
        with self._reading() as c:
            return tables.NOTES.first(c, tables.NOTES.table.c.session_id == session_id)

    def of_unit(self, unit_id: str) -> dict[str, ProgressNote]:
        """Return the notes of a record by session id."""
        with self._reading() as c:
            return {note.session_id: note for note in tables.NOTES.of_unit(c, unit_id)}

    def save_draft(
        self, note_id: str, content: NoteContent, *, revision: int, client_id: str | None = None, index: bool = False
    ) -> Saved[ProgressNote]:
        """Store the text of a draft: one row and its audit line, nothing else, because it happens while typing.

        Args:
            note_id: the note.
            content: everything in it.
            revision: the revision the editor started from; a newer one elsewhere is never overwritten.
            client_id: whose record; looked up when left out.
            index: also make it findable, done when the page is left.

        Raises:
            NoteLocked: it was signed meanwhile; the text is kept as a version.
            NewerElsewhere: it was changed meanwhile; the text is kept as a version.
            Invalid: a number outside its scale, or a text beyond the limit.
        """
        content = cleaned(content)
        insist(rules.content_problems(content))
        try:
            return self._store(note_id, content, revision, client_id, index)
        except _NotStored:
            return self._refuse(note_id, content)

    def _store(
        self, note_id: str, content: NoteContent, revision: int, client_id: str | None, index: bool
    ) -> Saved[ProgressNote]:
        with self._changing() as c:
            now = self._now(c)
            if not stored.save_draft(c, note_id, content, revision, now, self._id()):
                raise _NotStored
            note = self._note(c, note_id) if index or client_id is None else None
            unit_id = note.unit_id if note else None
            self._audit(c, "note.draft_saved", "progress_note", note_id, unit_id=unit_id, client_id=client_id)
            if note is not None and index:
                self._index(c, note)
        empty = ProgressNote(id=note_id, session_id="", unit_id="", written=now, saved=now)
        return saved(replace(note or empty, content=content, revision=revision + 1, saved=now), Area.NOTES)

    def _refuse(self, note_id: str, content: NoteContent) -> Saved[ProgressNote]:
        """Keep the text that came second and say so: two writers on one note lose nothing."""
        version_id = Drafts(self._context).keep_refused(note_id, content)
        if self.get(note_id).is_locked:
            raise NoteLocked
        raise NewerElsewhere(version_id)

    def missing(self, note_id: str) -> tuple[Missing, ...]:
        """Return what still keeps the note from being signed, in the order of the editor."""
        with self._reading() as c:
            note = self._note(c, note_id)
            session = self._session(c, note.session_id)
            found = rules.missing_for_signing(note.content, session, **self._asked(c, note.unit_id))
            return (*found, *self._stale_risk(c, note, session))

    def sign(self, note_id: str, *, revision: int | None = None) -> Saved[ProgressNote]:
        """Sign and lock the note, sealed and chained, in one transaction.

        Args:
            note_id: the note.
            revision: the revision on screen; another one, or a save that failed, is not signed unseen.

        Raises:
            NoteLocked, Refused (with every reason), UserError: no name and credential to sign with, or the stored text is
                not the one on screen (``note.not_on_screen``).
        """
        with self._changing() as c:
            note = self._note(c, note_id)
            if revision is not None and note.revision != revision and not note.is_locked:
                raise UserError("note.not_on_screen")
            session = self._session(c, note.session_id)
            asked = self._asked(c, note.unit_id)
            signature = self._signature(c)
            if stale := self._stale_risk(c, note, session):
                raise Refused([*rules.missing_for_signing(note.content, session, **asked), *stale])
            note = replace(note, content=self._with_true_copies(c, note.content))
            note = rules.sign(note, session, signature=signature, **asked)
            place, previous = seals.last_of_chain(c, note.unit_id)
            note = replace(note, chain=place + 1, previous_digest=previous)
            digest = seals.note_digest(note, session)
            note = replace(note, digest=digest, seal=keys.sign_digest(self._context.practice.keys.sign, digest))
            tables.NOTES.replace(c, note)
            drafts.mark_closed(c, note.id)
            self._audit(c, "note.signed", "progress_note", note.id, unit_id=note.unit_id)
            fit_reviews.notice_text(
                self, c, note.unit_id, fit_reviews.texts_of(note.content), DriftOrigin.NOTE, note.id
            )
            self._index(c, note)
            self._refresh(c, note.unit_id)
        return saved(note, *_TOUCHED)

    def add_addendum(self, note_id: str, *, part: NotePart, reason: str, text: str) -> Saved[Addendum]:
        """Add a signed addendum under the part it corrects; the note's own text stays as it is.

        Raises:
            Invalid: no reason or no text. UserError: the note is still a draft; edit it instead.
        """
        reason, text = clean(reason).strip(), clean(text).strip()
        insist(rules.addendum_problems(reason, text))
        with self._changing() as c:
            note = self._note(c, note_id)
            if note.status is NoteStatus.DRAFT:
                raise UserError("note.addendum_to_draft")
            before = self._addenda(c, note_id)
            addendum = Addendum(
                id=self._id(),
                note_id=note_id,
                unit_id=note.unit_id,
                sequence=len(before) + 1,
                part=part,
                reason=reason,
                text=text,
                signature=self._signature(c),
                previous_digest=before[-1].digest if before else note.digest,
            )
            digest = seals.addendum_digest(addendum)
            seal = keys.sign_digest(self._context.practice.keys.sign, digest)
            addendum = tables.ADDENDA.add(c, replace(addendum, digest=digest, seal=seal))
            self._audit(c, "note.addendum", "addendum", addendum.id, unit_id=note.unit_id)
            fit_reviews.notice_text(self, c, note.unit_id, (text,), DriftOrigin.NOTE, note.id)
            self._index(c, note)
            self._refresh(c, note.unit_id)
        return saved(addendum, *_TOUCHED)

    def addenda(self, note_id: str) -> tuple[Addendum, ...]:
        """Return the addenda of a note in sequence."""
        with self._reading() as c:
            return self._addenda(c, note_id)

    def void(self, note_id: str, *, reason: str) -> Saved[ProgressNote]:
        """Mark a note as entered in error, with the reason; its text stays visible, struck through."""
        with self._changing() as c:
            note = rules.void(self._note(c, note_id), reason=clean(reason), signature=self._signature(c))
            tables.NOTES.replace(c, note)
            self._audit(c, "note.entered_in_error", "progress_note", note.id, unit_id=note.unit_id)
            self._refresh(c, note.unit_id)
        return saved(note, *_TOUCHED)

    def verify(self, unit_id: str) -> tuple[str, ...]:
        """Return the ids of signed notes and addenda of a record that are not what was signed."""
        with self._reading() as c:
            return seals.broken(c, self._context.practice, unit_id)

    def last_signed(self, unit_id: str) -> tuple[ProgressNote, Session] | None:
        """Return the newest signed note of a record with its session, or None."""
        with self._reading() as c:
            return last_signed(c, unit_id)

    def last_before(self, session_id: str) -> tuple[ProgressNote, Session] | None:
        """Return the newest signed note of a session held before this one, with its session, or None."""
        with self._reading() as c:
            return self._last_before(c, self._session(c, session_id))

    def _last_before(self, c: Connection, session: Session) -> tuple[ProgressNote, Session] | None:
        s = tables.SESSIONS.table.c
        held = tables.SESSIONS.all(
            c,
            s.unit_id == session.unit_id,
            s.attendance == Attendance.ATTENDED.value,
            s.starts < str(session.starts),
            order_by=(s.starts.desc(),),
        )
        signed = {n.session_id: n for n in tables.NOTES.of_unit(c, session.unit_id) if n.status is NoteStatus.SIGNED}
        return next(((signed[one.id], one) for one in held if one.id in signed), None)

    def _stale_risk(self, c: Connection, note: ProgressNote, session: Session) -> list[Missing]:
        """Return a reason when "no change" says something else than the signed check it rests on."""
        risk = note.content.risk
        if not risk.no_change:
            return []
        last = self._last_before(c, session)
        base = risk_unchanged(last[0].content.risk, last[1].starts.day) if last else None
        holds = base is not None and replace(risk, detail=base.detail, action="") == base
        return [] if holds else [Missing("note_risk_stale", Act.NOTE)]

    def _with_true_copies(self, c: Connection, content: NoteContent) -> NoteContent:
        """Return the content with only those marks of copying that still are true."""
        source = tables.NOTES.get(c, content.carried_from) if content.carried_from else None
        kept = still_carried(content, source)
        return replace(content, carried=kept, carried_from=content.carried_from if kept else "")

    def _note(self, c: Connection, note_id: str) -> ProgressNote:
        found = tables.NOTES.get(c, note_id)
        if found is None:
            raise NotFound(what="note")
        return found

    def _session(self, c: Connection, session_id: str) -> Session:
        found = tables.SESSIONS.get(c, session_id)
        if found is None:
            raise NotFound(what="session")
        return found

    def _addenda(self, c: Connection, note_id: str) -> tuple[Addendum, ...]:
        a = tables.ADDENDA.table.c
        return tables.ADDENDA.all(c, a.note_id == note_id, order_by=(a.sequence,))

    def _asked(self, c: Connection, unit_id: str) -> _Asked:
        """Return what decides which fields a note of this record asks for."""
        return {
            "has_signed_plan": self._has_signed_plan(c, unit_id),
            "is_stopped": self._is_stopped(c, unit_id),
            "kind": self._unit(c, unit_id).kind,
        }

    def _has_signed_plan(self, c: Connection, unit_id: str) -> bool:
        p = tables.PLANS.table.c
        return tables.PLANS.first(c, p.unit_id == unit_id, p.signed.is_not(None)) is not None

    def _is_stopped(self, c: Connection, unit_id: str) -> bool:
        return caseload.gate_standing(c, unit_id, self._today(c)).gate.is_stop

    def _index(self, c: Connection, note: ProgressNote) -> None:
        session = self._session(c, note.session_id)
        search_text.index_note(c, note, self._client(c, note.unit_id).id, session.starts.day, self._addenda(c, note.id))
