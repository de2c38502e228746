"""The partner engagement log: moves of 6.3, and the one the safety gate makes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from irt_desk.domain import engagement as rules
from irt_desk.domain import safety as safety_rules
from irt_desk.domain.engagement import EngagementEntry, PartnerEngagement
from irt_desk.domain.safety import Gate, GatedAct, GateStanding, Permission
from irt_desk.domain.values import Act, Missing, Problem, insist, not_future
from irt_desk.errors import Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import clean
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection


def invitation_missing(standing: GateStanding, today: date) -> list[Missing]:
    """Return what keeps the partner from being invited now: the invitation column of 6.6 and a fresh screening."""
    cell = standing.permission(GatedAct.INVITATION)
    found: list[Missing] = []
    if cell is Permission.NEEDS_INVITATION_OVERRIDE:
        found.append(Missing("invitation_override", Act.OVERRIDE))
    elif cell is not Permission.ALLOWED:
        found.append(Missing(f"gate_{standing.gate}", Act.SAFETY))
    if standing.screened_on is not None and not standing.is_fresh(today) and not standing.gate.is_stop:
        found.append(Missing("screening_30_days", Act.SAFETY))
    return found


class Engagement(Service):
    """Where the partner stands."""

    def log(self, unit_id: str) -> tuple[EngagementEntry, ...]:
        """Return the log, oldest first."""
        with self._reading() as c:
            return tables.ENGAGEMENT.of_unit(c, unit_id, (tables.ENGAGEMENT.table.c.recorded,))

    def current(self, unit_id: str) -> PartnerEngagement:
        """Return where the partner stands now."""
        with self._reading() as c:
            return caseload.current_engagement(c, unit_id)

    def move(self, unit_id: str, to: PartnerEngagement, *, on: date, note: str = "") -> Saved[EngagementEntry]:
        """Record a move of the partner.

        Raises:
            Refused: 6.3 does not know the move, or the safety gate refuses an invitation.
        """
        with self._changing() as c:
            today = self._today(c)
            here = caseload.current_engagement(c, unit_id)
            insist(not_future("on", on, today) + before_last(c, unit_id, on))
            if here is PartnerEngagement.INVITATION_CONTRAINDICATED:
                raise Refused([Missing("engagement_contraindicated", Act.SAFETY)])
            if not rules.may_move(here, to):
                raise Refused([Missing("engagement_move", Act.ENGAGEMENT, {"from": here, "to": to})])
            if to in rules.INVITING:
                standing = safety_rules.standing(caseload.safety_history(c, unit_id), today)
                if missing := invitation_missing(standing, today):
                    raise Refused(missing)
            entry = add_move(self, c, unit_id, here, to, on=on, note=note)
            self._refresh(c, unit_id)
        return saved(entry, Area.PATHWAY, Area.CLIENTS, Area.CASES)


def before_last(c: Connection, unit_id: str, on: date) -> list[Problem]:
    """Return the problem of a day before the last entry of the log."""
    e = tables.ENGAGEMENT.table.c
    last = tables.ENGAGEMENT.first(c, e.unit_id == unit_id, order_by=(e.recorded.desc(),))
    return [Problem("on", "before_last_entry")] if last is not None and on < last.on else []


def add_move(
    service: Service,
    c: Connection,
    unit_id: str,
    here: PartnerEngagement,
    to: PartnerEngagement,
    *,
    on: date,
    note: str = "",
) -> EngagementEntry:
    """Store a move that 6.3 knows and trace it; a later yes is traced as T23 too."""
    insist(before_last(c, unit_id, on))
    entry = EngagementEntry(
        id=service._id(),
        unit_id=unit_id,
        from_state=here,
        to_state=to,
        on=on,
        recorded=service._now(c),
        note=clean(note),
    )
    tables.ENGAGEMENT.add(c, entry)
    service._audit(c, "engagement.moved", "engagement_entry", entry.id, unit_id=unit_id, reason=to.value)
    if rules.is_later_yes(here, to):
        service._audit(c, "case.t23", "engagement_entry", entry.id, unit_id=unit_id, reason=to.value)
    return entry


def follow_gate(service: Service, connection: Connection, unit_id: str) -> EngagementEntry | None:
    """Bring the engagement state in line with the gate, inside the transaction that changed the gate (6.3).

    A stop turns every state before ``joined`` into ``invitation_contraindicated`` and keeps the earlier one; it returns
    only when the gate is ``open``, or ``caution`` with a live invitation override.
    """
    today, now = service._today(connection), service._now(connection)
    standing = safety_rules.standing(caseload.safety_history(connection, unit_id), today)
    e = tables.ENGAGEMENT.table.c
    last = tables.ENGAGEMENT.first(connection, e.unit_id == unit_id, order_by=(e.recorded.desc(), e.id.desc()))
    here = last.to_state if last else PartnerEngagement.NOT_EXPLORED
    contra = PartnerEngagement.INVITATION_CONTRAINDICATED
    entry = EngagementEntry(
        id=service._id(), unit_id=unit_id, from_state=here, to_state=contra, on=today, recorded=now, kept=here
    )
    if standing.gate.is_stop and here in rules.BEFORE_JOINED:
        made = entry
    elif here is contra and last is not None and last.kept is not None and _may_return(standing):
        made = replace(entry, to_state=last.kept, kept=None)
    else:
        return None
    tables.ENGAGEMENT.add(connection, made)
    service._audit(
        connection, "engagement.followed_gate", "engagement_entry", made.id, unit_id=unit_id, reason=made.to_state.value
    )
    return made


def _may_return(standing: GateStanding) -> bool:
    return standing.gate is Gate.OPEN or (standing.gate is Gate.CAUTION and standing.override is not None)
