"""The Today page: the next session and what it needs, the others, what needs the therapist, pathways in motion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from irt_desk.domain.caseload import CaseloadRow
from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.dues import Due
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.notes import NoteStatus, ProgressNote
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.skills import AssignmentStatus, PracticeAssignment
from irt_desk.domain.values import Instant
from irt_desk.services.context import Service
from irt_desk.services.skill_library import skill_names
from irt_desk.storage import caseload, tables
from irt_desk.storage import sessions as stored
from irt_desk.storage.rows import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaySession:
    """One session of the day with the state of its note; None when there is none yet."""

    session: Session
    row: CaseloadRow
    note: NoteStatus | None
    number: int
    """The session's number, or the one it will get."""

    @property
    def is_over(self) -> bool:
        """Whether something was recorded about it already."""
        return self.session.attendance is not Attendance.SCHEDULED


@dataclass(frozen=True, slots=True, kw_only=True)
class NextUp:
    """The next session with what the last one left: its plan, the practice given, what is due."""

    item: TodaySession
    last_number: int | None
    last_plan: str
    assignment: PracticeAssignment | None
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One line of the "needs you" queue."""

    due: Due
    row: CaseloadRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """Everything the Today page shows."""

    now: Instant
    next: NextUp | None
    others: tuple[TodaySession, ...]
    needs: tuple[Need, ...]
    pathways: tuple[CaseloadRow, ...]
    counts: tuple[tuple[CaseState | UnitKind, int], ...]
    """Live cases by state; a unit that brings two together by its kind, because "open" alone says nothing."""
    cases: int
    is_empty: bool = False
    """Whether nobody was ever taken in."""
    has_profile: bool = True
    """Whether the therapist's name and credential are there to sign with."""
    skill_names: Mapping[str, str] = field(default_factory=dict)
    """The name of every skill by id, own ones included."""


_MOVING = frozenset({CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP})
_MOVING_PARTNER = frozenset(
    {
        PartnerEngagement.PREPARING_INVITATION,
        PartnerEngagement.INVITED,
        PartnerEngagement.CONSIDERING,
        PartnerEngagement.AGREED_TO_MEET,
        PartnerEngagement.MET_INDIVIDUALLY,
    }
)
_LIVE = frozenset(set(CaseState) - {CaseState.CLOSED, CaseState.REFERRED_OUT})


class TodayService(Service):
    """Reads the day."""

    def page(self) -> TodayPage:
        """Return what the Today page shows now."""
        with self._reading() as c:
            now = self._now(c)
            rows = {row.unit_id: row for row in caseload.rows(c)}
            items = tuple(self._item(c, session, rows) for session in stored.on_day(c, now))
            waiting = [i for i in items if not i.is_over and i.session.stops.at >= now.at]
            first = waiting[0] if waiting else None
            live = [row for row in rows.values() if row.state in _LIVE]
            counted = Counter(row.kind if row.kind.brings_together else row.state for row in live)
            return TodayPage(
                now=now,
                next=self._next(c, first, now.day) if first else None,
                others=tuple(i for i in items if i is not first),
                needs=_needs(tuple(rows.values()), now.day),
                pathways=tuple(row for row in live if _in_motion(row)),
                counts=tuple((one, counted[one]) for one in (*CaseState, *UnitKind) if counted[one]),
                cases=len(live),
                is_empty=not rows,
                has_profile=bool(self._practitioner(c).name.strip()),
                skill_names=skill_names(c),
            )

    def _item(self, c: Connection, session: Session, rows: dict[str, CaseloadRow]) -> TodaySession:
        note = tables.NOTES.first(c, tables.NOTES.table.c.session_id == session.id)
        row = rows[session.unit_id]
        number = session.number or row.sessions + 1
        return TodaySession(session=session, row=row, note=note.status if note else None, number=number)

    def _next(self, c: Connection, item: TodaySession, today: date) -> NextUp:
        unit_id = item.session.unit_id
        found = last_signed(c, unit_id)
        a = tables.ASSIGNMENTS.table.c
        assignment = tables.ASSIGNMENTS.first(
            c, a.unit_id == unit_id, a.status == AssignmentStatus.ACTIVE.value, order_by=(a.assigned_on.desc(),)
        )
        note, session = found if found else (None, None)
        return NextUp(
            item=item,
            last_number=session.number if session else None,
            last_plan=(note.content.practice_until_then or note.content.plan) if note else "",
            assignment=assignment,
            dues=item.row.due_now(today),
        )


def last_signed(c: Connection, unit_id: str) -> tuple[ProgressNote, Session] | None:
    """Return the newest signed note of a record with its session, or None."""
    sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts.desc(),))
    notes = {n.session_id: n for n in tables.NOTES.of_unit(c, unit_id) if n.status is NoteStatus.SIGNED}
    return next(((notes[s.id], s) for s in sessions if s.id in notes), None)


def _needs(rows: tuple[CaseloadRow, ...], today: date) -> tuple[Need, ...]:
    found = [Need(due=due, row=row) for row in rows for due in row.due_now(today)]

    return tuple(sorted(found, key=lambda n: (n.due.kind.rank, n.due.on, n.row.name)))


def _in_motion(row: CaseloadRow) -> bool:
    moving = row.state is CaseState.ACTIVE_IRT and row.engagement in _MOVING_PARTNER
    return row.state in _MOVING or moving
