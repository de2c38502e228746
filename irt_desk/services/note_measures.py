"""The scores that belong to a session's note: linked from the Measures tab, never typed again (domain paper, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass

from irt_desk.domain.sessions import Session
from irt_desk.services.context import Service
from irt_desk.services.measure_courses import courses
from irt_desk.services.measure_words import score_text
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection


@dataclass(frozen=True, slots=True)
class GivenScore:
    """A measure that was given in a session, in words."""

    name: str
    score: str


class NoteMeasures(Service):
    """Reads what was measured in a session."""

    def of_session(self, session_id: str) -> tuple[GivenScore, ...]:
        """Return the scores given in a session; nothing for one that is not there."""
        with self._reading() as c:
            session = tables.SESSIONS.get(c, session_id)
            return given_in(c, session) if session is not None else ()


def given_in(c: Connection, session: Session) -> tuple[GivenScore, ...]:
    """Return the scores linked to a session or entered on its day. Safety screens never: they stay off notes and paper."""
    found = []
    for course in courses(c, session.unit_id):
        if course.definition.safety_screen:
            continue
        for one in course.scored:
            linked = one.given.session_id == session.id
            same_day = one.given.session_id is None and one.given.on == session.starts.day
            if (linked or same_day) and not one.given.entered_in_error:
                found.append(GivenScore(course.title, score_text(one)))
    return tuple(found)
