"""Moves a note that was filed in the wrong chart: text over, trace in both charts and in the audit trail, in one transaction."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import note_moves as rules
from irt_desk.domain import notes as note_rules
from irt_desk.domain.note_moves import MovedAs, MoveWay, NoteMove
from irt_desk.domain.notes import NoteStatus, ProgressNote
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.errors import NotFound, Refused
from irt_desk.services import search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import clean
from irt_desk.services.together import together_missing
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say

_TOUCHED = (Area.NOTES, Area.SESSIONS, Area.CLIENTS)


class NoteMoves(Service):
    """Notes that changed charts."""

    def move(self, note_id: str, to_unit_id: str, *, reason: str) -> Saved[ProgressNote]:
        """Move a note to the chart it belongs to and return it there, as a draft.

        A draft goes over with its session. A signed note stays where it was signed, entered in error with the reason, and a
        new draft with its text begins in the other chart. What pointed into the wrong chart is left out and named.

        Raises:
            Refused: no reason, the same chart, or a note that was voided already; every reason at once.
        """
        reason = clean(reason).strip()
        with self._changing() as c:
            note, session = self._found(c, note_id)
            here, there_id = note.unit_id, to_unit_id
            kinds = (self._unit(c, here).kind, self._unit(c, there_id).kind)
            if missing := rules.missing_for_move(note, from_unit=here, to_unit=there_id, reason=reason, kinds=kinds):
                raise Refused(missing)
            if missing := together_missing(self, c, replace(session, unit_id=there_id, entered_in_error=False), None):
                raise Refused(missing)
            there = self._session_there(c, session, to_unit_id)
            content, left_out = rules.detached(note.content)
            if note.status is NoteStatus.DRAFT:
                moved_as, made = MovedAs.DRAFT, replace(note, session_id=there.id, unit_id=to_unit_id, content=content)
                made = replace(made, revision=note.revision + 1, saved=self._now(c))
                tables.NOTES.replace(c, made)
            else:
                moved_as, made = MovedAs.COPY, self._draft(there, replace(note, content=content), c)
                void = say("note_move.void_reason", reason=reason)
                tables.NOTES.replace(c, note_rules.void(note, reason=void, signature=self._signature(c)))
            self._close_here(c, session, note.status)
            self._trace(c, note, session, made, reason, moved_as, left_out)
            self._index(c, note, made, session)
            for unit_id in (note.unit_id, to_unit_id):
                self._refresh(c, unit_id)
        return saved(made, *_TOUCHED)

    def of_unit(self, unit_id: str) -> tuple[NoteMove, ...]:
        """Return the traces of moves in a chart, oldest first."""
        with self._reading() as c:
            return tables.NOTE_MOVES.of_unit(c, unit_id)

    def _found(self, c: Connection, note_id: str) -> tuple[ProgressNote, Session]:
        note = tables.NOTES.get(c, note_id)
        session = tables.SESSIONS.get(c, note.session_id) if note else None
        if note is None or session is None:
            raise NotFound(what="note")
        return note, session

    def _session_there(self, c: Connection, session: Session, unit_id: str) -> Session:
        """Make the session in the other chart, with a number of its own when it was held."""
        number = None
        if session.attendance is Attendance.ATTENDED:
            numbers = [s.number for s in tables.SESSIONS.of_unit(c, unit_id) if s.number is not None]
            number = max(numbers, default=0) + 1
        there = replace(session, id=self._id(), unit_id=unit_id, episode_id=self._episode(c, unit_id).id, number=number)
        return tables.SESSIONS.add(c, replace(there, entered_in_error=False))

    def _draft(self, there: Session, note: ProgressNote, c: Connection) -> ProgressNote:
        now = self._now(c)
        made = ProgressNote(
            id=self._id(), session_id=there.id, unit_id=there.unit_id, content=note.content, written=now, saved=now
        )
        return tables.NOTES.add(c, made)

    def _close_here(self, c: Connection, session: Session, status: NoteStatus) -> None:
        """Let the session of the wrong chart count for nothing; one that was sealed keeps its particulars."""
        closed = replace(session, entered_in_error=True)
        if status is NoteStatus.DRAFT:
            closed = replace(closed, number=None)
        tables.SESSIONS.replace(c, closed)

    def _trace(
        self,
        c: Connection,
        note: ProgressNote,
        session: Session,
        made: ProgressNote,
        reason: str,
        moved_as: MovedAs,
        left_out: tuple[str, ...],
    ) -> None:
        for way, here, session_id in (
            (MoveWay.OUT, note, session.id),
            (MoveWay.IN, made, made.session_id),
        ):
            trace = NoteMove(
                id=self._id(),
                unit_id=note.unit_id if way is MoveWay.OUT else made.unit_id,
                session_id=session_id,
                note_id=here.id,
                way=way,
                moved_as=moved_as,
                reason=reason,
                moved=self._now(c),
                left_out=left_out if way is MoveWay.IN else (),
            )
            tables.NOTE_MOVES.add(c, trace)
            self._audit(c, f"note.moved_{way}", "progress_note", here.id, unit_id=trace.unit_id, reason=moved_as.value)

    def _index(self, c: Connection, note: ProgressNote, made: ProgressNote, session: Session) -> None:
        search_text.index_note(c, made, self._client(c, made.unit_id).id, session.starts.day, ())
        if note.id != made.id:
            addenda = tables.ADDENDA.all(c, tables.ADDENDA.table.c.note_id == note.id)
            search_text.index_note(c, note, self._client(c, note.unit_id).id, session.starts.day, addenda)
