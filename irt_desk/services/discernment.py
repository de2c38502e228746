"""Discernment sessions: the shared part, each person's own part, the decision (domain paper, section 5).

One-to-one parts are read one member at a time and traced; nothing of them is in search, in the unit's data for other programs, or in a
document for both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import discernment as rules
from irt_desk.domain.cases import Outcome, UnitKind
from irt_desk.domain.discernment import DirectionReview, DiscernmentSession, MemberAgenda, OneToOne
from irt_desk.domain.figures.clarity import ClarityPoint
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.units import Leaning, Place, UnitMember
from irt_desk.domain.values import Act, Missing, Problem, insist, need_text
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import discernment as stored
from irt_desk.storage import tables
from irt_desk.storage import units as stored_units
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.UNITS, Area.PATHWAY, Area.SESSIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One session as both may see it: the shared part and what each agreed to share."""

    session: Session
    part: DiscernmentSession | None
    summaries: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCourse:
    """One member's course of clarity, confidence and leaning; never both members' on one page."""

    place: Place
    points: tuple[ClarityPoint, ...]
    first_leaning: Leaning | None
    current_leaning: Leaning | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """When the direction is to be looked at again (code of the sentence and day), and every look so far, newest first."""

    due: tuple[str, date] | None
    reviews: tuple[DirectionReview, ...]


class Discernment(Service):
    """The record of a discernment unit."""

    def sessions(self, unit_id: str) -> tuple[Shared, ...]:
        """Return the sessions as both may see them, oldest first; nothing told alone is in them."""
        with self._reading() as c:
            held = [
                s
                for s in tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
                if s.attendance is Attendance.ATTENDED and not s.entered_in_error
            ]
            shared = {part.session_id: part for part in stored.shared(c, unit_id)}
            alone = stored.parts(c, unit_id)
            return tuple(
                Shared(
                    session=session,
                    part=shared.get(session.id),
                    summaries=tuple((p.place, p.shared) for p in alone if p.session_id == session.id and p.shared),
                )
                for session in held
            )

    def save_session(self, session: DiscernmentSession) -> Saved[DiscernmentSession]:
        """Store the shared part of a session that was held; its number is given once.

        Raises:
            Invalid: minutes beyond the session, a sixth session wanted, only one of the two choices.
            Refused: it is no session of a discernment unit, or a sixth one.
        """
        with self._changing() as c:
            held = self._held(c, session.unit_id, session.session_id)
            known = stored.shared_of(c, session.session_id)
            numbers = [one.number for one in stored.shared(c, session.unit_id)]
            number = known.number if known else max(numbers, default=0) + 1
            if number > rules.MOST_SESSIONS:
                raise Refused([Missing("dc_five_sessions", Act.UNIT)])
            own = known.id if known else self._id()
            void = rules.still_void(session, known)
            session = replace(session, id=own, number=number, recorded=self._now(c), voided_reason=void)
            if session.outcome is Outcome.PATH_3 and session.path_3_start and session.path_3_review_on is None:
                session = replace(session, path_3_review_on=rules.six_months_after(session.path_3_start))
            session = cleaned(session)
            insist(rules.session_problems(session, held.minutes))
            tables.DISCERNMENT_SESSIONS.put(c, session)
            reason = session.happens.value if session.happens else None
            self._audit(
                c, "discernment.recorded", "discernment_session", session.id, unit_id=session.unit_id, reason=reason
            )
            self._refresh(c, session.unit_id)
        return saved(session, *_TOUCHED)

    def void(self, session_id: str, reason: str) -> Saved[DiscernmentSession]:
        """Take a decision made under duress out of force, with the reason (5.5); the choices stay readable.

        Raises:
            Invalid: there is no reason.
        """
        with self._changing() as c:
            session = stored.shared_of(c, session_id)
            if session is None:
                raise NotFound(what="session")
            insist(need_text("voided_reason", reason))
            session = cleaned(replace(session, voided_reason=reason))
            tables.DISCERNMENT_SESSIONS.put(c, session)
            self._audit(c, "discernment.voided", "discernment_session", session.id, unit_id=session.unit_id)
            self._refresh(c, session.unit_id)
        return saved(session, *_TOUCHED)

    def part(self, unit_id: str, session_id: str, place: Place) -> OneToOne:
        """Return what one member told alone in a session; reading it is traced. An empty one when nothing was written."""
        with self._changing() as c:
            member = self._member(c, unit_id, place)
            found = next((p for p in stored.parts(c, unit_id, place) if p.session_id == session_id), None)
            if found is not None:
                self._audit(c, "one_to_one.viewed", "one_to_one", found.id, client_id=member.client_id)
            return found or OneToOne(
                id="",
                unit_id=unit_id,
                session_id=session_id,
                client_id=member.client_id,
                place=place,
                recorded=self._now(c),
            )

    def course(self, unit_id: str, place: Place) -> tuple[OneToOne, ...]:
        """Return one member's own parts in order: clarity, confidence and leaning over the sessions. Traced."""
        with self._changing() as c:
            member = self._member(c, unit_id, place)
            found = stored.parts(c, unit_id, place)
            if found:
                self._audit(c, "one_to_one.viewed", "one_to_one", found[-1].id, client_id=member.client_id)
        return found

    def member_course(self, unit_id: str, place: Place) -> MemberCourse:
        """Return one member's course as it is drawn: clarity, confidence, first and current leaning. Traced like :meth:`course`."""
        parts = self.course(unit_id, place)
        with self._reading() as c:
            link = stored_units.link_of(c, unit_id)
            screens = stored_units.screens(c, link.from_unit_id) if link else ()
            numbers = {one.session_id: one.number for one in stored.shared(c, unit_id)}
            held = {s.id: s.number or 0 for s in tables.SESSIONS.of_unit(c, unit_id)}
        own = [screen for screen in screens if screen.place is place]
        return MemberCourse(
            place=place,
            points=tuple(
                ClarityPoint(
                    number=numbers.get(part.session_id) or held.get(part.session_id) or rank,
                    clarity=part.clarity,
                    confidence=part.confidence,
                )
                for rank, part in enumerate(parts, 1)
            ),
            first_leaning=rules.first_leaning(own, parts),
            current_leaning=rules.current_leaning(own, parts),
        )

    def direction(self, unit_id: str) -> Direction:
        """Return the day agreed on for looking at the direction again, and every look so far, newest first (5.4)."""
        with self._reading() as c:
            reviews = stored.direction_reviews(c, unit_id)
            ending = rules.decided(stored.shared(c, unit_id))
            due = rules.direction_due(self._unit(c, unit_id).kind, self._episode(c, unit_id), ending, reviews)
        return Direction(due=due, reviews=tuple(reversed(reviews)))

    def review_direction(self, review: DirectionReview) -> Saved[DirectionReview]:
        """Record that both looked at their direction again, and the next day they agreed on.

        Raises:
            Invalid: no words, a day ahead, a next day that is not later.
            NotFound: it is no couple or discernment unit.
        """
        with self._changing() as c:
            if not self._unit(c, review.unit_id).kind.is_joint:
                raise NotFound(what="unit")
            insist(rules.direction_problems(review, self._today(c)))
            review = cleaned(replace(review, id=self._id(), recorded=self._now(c)))
            tables.DIRECTION_REVIEWS.add(c, review)
            episode = self._episode(c, review.unit_id)
            tables.EPISODES_OF_CARE.replace(c, replace(episode, look_again_on=review.next_on))
            self._audit(c, "direction.reviewed", "direction_review", review.id, unit_id=review.unit_id)
            self._refresh(c, review.unit_id)
        return saved(review, *_TOUCHED, Area.CLIENTS, Area.CASES)

    def save_part(self, part: OneToOne) -> Saved[OneToOne]:
        """Store what one member told alone; it stays with that member.

        Raises:
            Invalid: a rating outside 0 to 10, or a summary agreed to and not written.
            Refused: the session was not held with this unit.
        """
        with self._changing() as c:
            self._held(c, part.unit_id, part.session_id)
            member = self._member(c, part.unit_id, part.place)
            known = next(
                (p for p in stored.parts(c, part.unit_id, part.place) if p.session_id == part.session_id), None
            )
            own = known.id if known else self._id()
            part = cleaned(replace(part, id=own, client_id=member.client_id, recorded=self._now(c)))
            insist(rules.part_problems(part))
            tables.ONE_TO_ONE.put(c, part)
            self._audit(c, "one_to_one.written", "one_to_one", part.id, client_id=member.client_id)
        return saved(part, *_TOUCHED)

    def outcome(self, unit_id: str) -> DiscernmentSession | None:
        """Return the session whose decision stands and ends discernment, or None."""
        with self._reading() as c:
            return rules.decided(stored.shared(c, unit_id))

    def agendas(self, unit_id: str) -> tuple[MemberAgenda, ...]:
        """Return what each wants to change about themselves, ``a`` first."""
        with self._reading() as c:
            return stored.agendas(c, unit_id)

    def save_agenda(self, agenda: MemberAgenda) -> Saved[MemberAgenda]:
        """Store one person's own agenda; releasing it is their signature, given by :meth:`release_agenda`.

        Raises:
            Invalid: it is empty.
        """
        with self._changing() as c:
            insist(need_text("text", agenda.text))
            member = self._member(c, agenda.unit_id, agenda.place)
            own = agenda.id or self._id()
            agenda = cleaned(replace(agenda, id=own, client_id=member.client_id, released_on=None))
            tables.AGENDAS.put(c, agenda)
            self._audit(c, "agenda.written", "member_agenda", agenda.id, client_id=member.client_id)
        return saved(agenda, *_TOUCHED)

    def release_agenda(self, agenda_id: str, on: date) -> Saved[MemberAgenda]:
        """Record that its owner releases an agenda into the couple unit (T21)."""
        with self._changing() as c:
            agenda = tables.AGENDAS.get(c, agenda_id)
            if agenda is None:
                raise NotFound(what="agenda")
            insist([Problem("released_on", "in_future")] if on > self._today(c) else [])
            agenda = replace(agenda, released_on=on)
            tables.AGENDAS.replace(c, agenda)
            self._audit(c, "agenda.released", "member_agenda", agenda.id, client_id=agenda.client_id)
        return saved(agenda, *_TOUCHED)

    def _held(self, c: Connection, unit_id: str, session_id: str) -> Session:
        session = tables.SESSIONS.get(c, session_id)
        if session is None or session.unit_id != unit_id or self._unit(c, unit_id).kind is not UnitKind.DISCERNMENT:
            raise NotFound(what="session")
        if session.attendance is not Attendance.ATTENDED:
            raise Refused([Missing("note_attendance", Act.NOTE)])
        return session

    def _member(self, c: Connection, unit_id: str, place: Place) -> UnitMember:
        found = next((m for m, _ in stored_units.members_of(c, unit_id) if m.place is place), None)
        if found is None:
            raise NotFound(what="member")
        return found
