"""The figures of a pattern before each session that took place: for the window and for documents (domain paper, 2.6)."""

from __future__ import annotations

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.patterns import rollup
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.trends import SessionRollup
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection


def by_session(c: Connection, unit: TreatmentUnit, pattern_id: str) -> tuple[SessionRollup, ...]:
    """Return one set of figures for the time before each attended session, oldest first.

    A period nobody asked about, and without an episode, has no frequency: that is not the same as none.
    """
    e = tables.EPISODES.table.c
    episodes = tables.EPISODES.all(c, e.pattern_id == pattern_id)
    counts = [one for one in tables.EPISODE_COUNTS.of_unit(c, unit.id) if one.pattern_id == pattern_id]
    found: list[SessionRollup] = []
    since = unit.opened_on
    for session in attended(c, unit.id):
        until = session.starts.day
        inside = [one for one in episodes if since <= one.happened.day < until]
        asked = any(since < one.until and one.since < until for one in counts)
        if inside or found or asked:
            found.append(
                SessionRollup(
                    number=session.number or 0,
                    on=until,
                    rollup=rollup(inside, (until - since).days, asked=asked),
                    told_late=sum(one.is_retrospective for one in inside),
                )
            )
        since = until
    return tuple(found)


def attended(c: Connection, unit_id: str) -> list[Session]:
    """Return the sessions that took place, oldest first."""
    return [
        session
        for session in tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
        if session.attendance is Attendance.ATTENDED and not session.entered_in_error and session.number is not None
    ]
