"""Sessions: appointments, attendance, numbering."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from irt_desk.domain import sessions as rules
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.values import Instant, Invalid, Problem, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.services.together import together_missing
from irt_desk.storage import sessions as stored
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.SESSIONS, Area.CLIENTS, Area.NOTES)


class Sessions(Service):
    """The appointments of a record and what became of them."""

    def of(self, unit_id: str) -> tuple[Session, ...]:
        """Return every session of a record, newest first."""
        with self._reading() as c:
            return tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts.desc(),))

    def get(self, session_id: str) -> Session:
        """Return one session."""
        with self._reading() as c:
            return self._session(c, session_id)

    def on_day(self, moment: datetime) -> tuple[Session, ...]:
        """Return the sessions of the calendar day of a moment, in the practice's zone."""
        with self._reading() as c:
            return stored.on_day(c, Instant(moment.astimezone(UTC), self._practitioner(c).zone))

    def next_for(self, unit_id: str) -> Session | None:
        """Return the next appointment of a record, or None."""
        with self._reading() as c:
            now = self._now(c)
            found = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
        return next((s for s in found if s.attendance is Attendance.SCHEDULED and s.stops.at >= now.at), None)

    def schedule(self, session: Session) -> Saved[Session]:
        """Make an appointment in the present episode of care."""
        with self._changing() as c:
            session = replace(
                session,
                id=self._id(),
                episode_id=self._episode(c, session.unit_id).id,
                attendance=Attendance.SCHEDULED,
                number=None,
            )
            made = self._store(c, session, "session.scheduled", is_new=True)
        return saved(made, *_TOUCHED)

    def save(self, session: Session) -> Saved[Session]:
        """Store changed particulars of a session; the number stays what it is, or is given once attended."""
        with self._changing() as c:
            known = self._session(c, session.id)
            session = replace(session, unit_id=known.unit_id, episode_id=known.episode_id, number=known.number)
            session = replace(session, number=self._number(c, session))
            made = self._store(c, session, "session.edited", is_new=False)
        return saved(made, *_TOUCHED)

    def attend(self, session_id: str, starts: Instant, stops: Instant) -> Saved[Session]:
        """Record that a session was held, with its start and stop time, and give it its number."""
        with self._changing() as c:
            session = replace(self._session(c, session_id), starts=starts, stops=stops, attendance=Attendance.ATTENDED)
            session = replace(session, number=self._number(c, session))
            made = self._store(c, session, "session.attended", is_new=False)
        return saved(made, *_TOUCHED)

    def add_contact(self, session: Session) -> Saved[Session]:
        """Record a call, a letter or a message outside the sessions; it gets a note and no number.

        Raises:
            Invalid: it lies in the future, or is no contact.
        """
        with self._changing() as c:
            if not session.attendance.is_contact:
                raise Invalid([Problem("attendance", "no_contact")])
            session = replace(
                session,
                id=self._id(),
                episode_id=self._episode(c, session.unit_id).id,
                number=None,
                planned=False,
                service_code="",
            )
            made = self._store(c, session, "session.contact", is_new=True, reason=session.attendance.value)
        return saved(made, *_TOUCHED)

    def mark(self, session_id: str, attendance: Attendance) -> Saved[Session]:
        """Record what became of an appointment: no-show, late cancel, cancelled."""
        with self._changing() as c:
            session = replace(self._session(c, session_id), attendance=attendance)
            session = replace(session, number=self._number(c, session))
            made = self._store(c, session, "session.marked", is_new=False, reason=attendance.value)
        return saved(made, *_TOUCHED)

    def _number(self, c: Connection, session: Session) -> int | None:
        if session.number is not None or session.attendance is not Attendance.ATTENDED:
            return session.number
        numbers = [s.number for s in tables.SESSIONS.of_unit(c, session.unit_id) if s.number is not None]
        return max(numbers, default=0) + 1

    def _session(self, c: Connection, session_id: str) -> Session:
        found = tables.SESSIONS.get(c, session_id)
        if found is None:
            raise NotFound(what="session")
        return found

    def _may_meet(self, c: Connection, session: Session, *, is_new: bool) -> None:
        """Refuse to plan or to hold what brings two together while that is not allowed (6.6, 6.7); missed ones are recorded."""
        known = None if is_new else self._session(c, session.id)
        if missing := together_missing(self, c, session, known):
            raise Refused(missing)

    def _store(
        self, c: Connection, session: Session, action: str, *, is_new: bool, reason: str | None = None
    ) -> Session:
        note = None if is_new else tables.NOTES.first(c, tables.NOTES.table.c.session_id == session.id)
        found = rules.problems(session, self._now(c))
        if note is not None and note.is_locked and self._session(c, session.id) != session:
            found.append(Problem("starts", "session_signed"))
        insist(found)
        self._may_meet(c, session, is_new=is_new)
        session = cleaned(session)
        if is_new:
            tables.SESSIONS.add(c, session)
        else:
            tables.SESSIONS.replace(c, session)
        self._audit(c, action, "session", session.id, unit_id=session.unit_id, reason=reason)
        self._refresh(c, session.unit_id)
        return session
