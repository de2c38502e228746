"""The safety check-in of each person before a joint session under an override: recorded alone, seen by the practitioner only (6.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from irt_desk.domain import check_ins as rules
from irt_desk.domain.check_ins import CheckInAnswer, SafetyCheckIn
from irt_desk.domain.safety import Gate, TriggerKind
from irt_desk.domain.sessions import Session
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant, Missing, insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.moments import after_all
from irt_desk.services.safety import raise_trigger
from irt_desk.services.text import cleaned
from irt_desk.storage import tables, units
from irt_desk.storage.rows import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInView:
    """What a page may show of the check-ins of one session: when each was asked, never what was answered.

    Attributes:
        needed: whether this session stands on an override, so that both have to be asked.
        asked: when each person was asked last.
        missing: what still keeps the session from being held.
    """

    needed: bool = False
    asked: tuple[tuple[Place, Instant], ...] = ()
    missing: tuple[Missing, ...] = ()


class CheckIns(Service):
    """Answers to the check-in before joint sessions."""

    def of_session(self, session_id: str) -> CheckInView:
        """Return who was asked before a session and what is still missing; nothing of what was said."""
        with self._reading() as c:
            session = tables.SESSIONS.get(c, session_id)
            if session is None:
                raise NotFound(what="session")
            newest = {one.place: one.recorded for one in _answers(c, session_id)}
            return CheckInView(
                needed=stands_on_override(self, c, session.unit_id) or bool(newest),
                asked=tuple((place, newest[place]) for place in Place if place in newest),
                missing=tuple(missing_now(self, c, session)),
            )

    def record(self, check_in: SafetyCheckIn) -> Saved[SafetyCheckIn]:
        """Store what one person answered alone. "Not at ease" stops joint work of this pair at once, until each was screened again.

        Raises:
            Invalid: nothing was answered, or "may go on" was said where the other could hear it.
            NotFound: it is no session of a unit that brings two people together.
        """
        with self._changing() as c:
            session = tables.SESSIONS.get(c, check_in.session_id)
            if session is None or session.unit_id != check_in.unit_id or units.link_of(c, session.unit_id) is None:
                raise NotFound(what="session")
            insist(rules.check_in_problems(check_in))
            check_in = cleaned(replace(check_in, id=self._id(), recorded=after_all(self, c, session.unit_id)))
            tables.CHECK_INS.add(c, check_in)
            self._audit(c, "check_in.recorded", "safety_check_in", check_in.id, unit_id=session.unit_id)
            if check_in.answer is CheckInAnswer.NOT_TODAY:
                raise_trigger(self, c, session.unit_id, TriggerKind.CHECK_IN, self._today(c), check_in.id)
        return saved(check_in, Area.SAFETY, Area.SESSIONS, Area.UNITS, Area.PATHWAY, Area.CLIENTS)


def stands_on_override(service: Service, c: Connection, unit_id: str) -> bool:
    """Return whether what brings these two together today is an override and not two open gates."""
    link = units.link_of(c, unit_id)
    if link is None:
        return False
    pair = units.pair_facts(c, link.from_unit_id, service._today(c), unit_id=unit_id)
    return pair.gate is Gate.CAUTION and pair.override is not None


def missing_now(service: Service, c: Connection, session: Session) -> list[Missing]:
    """Return which answers are still missing for a joint session that stands on an override today; nothing elsewhere."""
    answers = _answers(c, session.id)
    if not (answers or stands_on_override(service, c, session.unit_id)):
        return []
    return rules.check_ins_missing(answers, session.id, session.starts.day)


def _answers(c: Connection, session_id: str) -> tuple[SafetyCheckIn, ...]:
    k = tables.CHECK_INS.table.c
    return tables.CHECK_INS.all(c, k.session_id == session_id, order_by=(k.recorded,))
