"""Queries of discernment units: shared parts, each member's own parts, agendas."""

from __future__ import annotations

from sqlalchemy import Connection

from irt_desk.domain.discernment import DirectionReview, DiscernmentSession, MemberAgenda, OneToOne
from irt_desk.domain.units import Place
from irt_desk.storage import tables


def shared(connection: Connection, unit_id: str) -> tuple[DiscernmentSession, ...]:
    """Return the shared parts of a unit, by number."""
    return tables.DISCERNMENT_SESSIONS.of_unit(connection, unit_id, (tables.DISCERNMENT_SESSIONS.table.c.number,))


def shared_of(connection: Connection, session_id: str) -> DiscernmentSession | None:
    """Return the shared part of one session, or None."""
    return tables.DISCERNMENT_SESSIONS.first(connection, tables.DISCERNMENT_SESSIONS.table.c.session_id == session_id)


def parts(connection: Connection, unit_id: str, place: Place | None = None) -> tuple[OneToOne, ...]:
    """Return what was told alone, in order of the sessions; of one member when one is named."""
    found = tables.ONE_TO_ONE.of_unit(connection, unit_id)
    order = {s.id: s.starts.at for s in tables.SESSIONS.of_unit(connection, unit_id)}
    wanted = [part for part in found if place is None or part.place is place]
    return tuple(sorted(wanted, key=lambda part: (order[part.session_id], part.place)))


def agendas(connection: Connection, unit_id: str) -> tuple[MemberAgenda, ...]:
    """Return the agendas of a unit, ``a`` first."""
    return tables.AGENDAS.of_unit(connection, unit_id, (tables.AGENDAS.table.c.place, tables.AGENDAS.table.c.id))


def direction_reviews(connection: Connection, unit_id: str) -> tuple[DirectionReview, ...]:
    """Return every look at the direction, oldest first."""
    c = tables.DIRECTION_REVIEWS.table.c
    return tables.DIRECTION_REVIEWS.of_unit(connection, unit_id, (c.recorded, c.id))
