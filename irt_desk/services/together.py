"""Whether a session may bring two people together: planned, held, put back, corrected or moved to another chart (6.6, 6.7)."""

from __future__ import annotations

from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.units import TOO_OLD, pair_missing
from irt_desk.domain.values import Missing
from irt_desk.services import check_ins
from irt_desk.services.context import Service
from irt_desk.services.units import further_missing, meeting_missing
from irt_desk.storage import units as stored
from irt_desk.storage.rows import Connection

_MEETS = (Attendance.SCHEDULED, Attendance.ATTENDED)


def together_missing(service: Service, c: Connection, session: Session, known: Session | None) -> list[Missing]:
    """Return what keeps a session from being planned or held as it is about to be stored; empty when nothing new is asked for.

    In a unit of two its consents and both gates; there a planned session asks again when it is held, and one that was called off or
    marked as an error asks as a new one when it is put back. In one person's record the partner as a planned guest, or as a guest
    for the whole of a held session, is work with both and asks for both gates; that they were there for a moment stays a fact that
    can be written down.

    Args:
        service: reads the record.
        c: the transaction.
        session: as it is about to be stored.
        known: as it is stored; None for a new one.
    """
    if not _counts(session):
        return []
    if not service._unit(c, session.unit_id).kind.brings_together:
        return (
            _guest_missing(service, c, session) if _is_with_both(session) and not _was_with_both(known, session) else []
        )
    if known is not None and _counts(known) and known.attendance is session.attendance:
        return []
    missing = meeting_missing(service, c, session.unit_id)
    if known is None or not _counts(known):
        missing += further_missing(service, c, session.unit_id)
    if session.attendance is Attendance.ATTENDED:
        missing += check_ins.missing_now(service, c, session)
    return missing


def _counts(session: Session) -> bool:
    return session.attendance in _MEETS and not session.entered_in_error


def _is_with_both(session: Session) -> bool:
    return session.has_guest and (session.conjoint or session.attendance is Attendance.SCHEDULED)


def _was_with_both(known: Session | None, session: Session) -> bool:
    return known is not None and _counts(known) and known.attendance is session.attendance and _is_with_both(known)


def _guest_missing(service: Service, c: Connection, session: Session) -> list[Missing]:
    found = pair_missing(stored.pair_facts(c, session.unit_id, service._today(c)))
    return [one for one in found if one.code not in TOO_OLD]
