"""Keeping what was gained: the maintenance plan, boosters, and follow-ups after closing (row 32)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import maintenance as rules
from irt_desk.domain.cases import CaseState
from irt_desk.domain.maintenance import (
    FOLLOW_UP_MONTHS,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    MaintenancePlan,
    contact_agreed,
    months_after,
)
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection

_AREAS = (Area.SKILLS, Area.CLIENTS)
_AFTER = frozenset({CaseState.CLOSED, CaseState.FOLLOW_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """What is kept up after the work: the newest plan, how many versions there are, the contacts, and whether they may be."""

    plan: MaintenancePlan | None
    versions: int
    follow_ups: tuple[FollowUp, ...]
    is_agreed: bool
    is_closed: bool


class MaintenanceService(Service):
    """Plans and records what comes after."""

    def of(self, unit_id: str) -> Maintenance:
        """Return the maintenance of a case; contacts in the order of their days."""
        with self._reading() as c:
            plans = tables.MAINTENANCE_PLANS.of_unit(c, unit_id)
            due = tables.FOLLOW_UPS.table.c.due_on
            return Maintenance(
                plan=max(plans, key=lambda plan: plan.version, default=None),
                versions=len(plans),
                follow_ups=tables.FOLLOW_UPS.of_unit(c, unit_id, (due,)),
                is_agreed=contact_agreed(tables.CONSENTS.of_unit(c, unit_id), self._today(c)),
                is_closed=self._episode(c, unit_id).state in _AFTER,
            )

    def save(self, plan: MaintenancePlan) -> Saved[MaintenancePlan]:
        """Store the plan as a new version; its booster date becomes a planned booster, once."""
        with self._changing() as c:
            now = self._now(c)
            plan = cleaned(replace(plan, on=now.day, entered=now))
            insist(rules.plan_problems(plan, now.day))
            before = tables.MAINTENANCE_PLANS.of_unit(c, plan.unit_id)
            plan = replace(plan, id=self._id(), version=len(before) + 1)
            tables.MAINTENANCE_PLANS.add(c, plan)
            self._audit(c, "maintenance.saved", "maintenance_plan", plan.id, unit_id=plan.unit_id)
            self._plan_booster(c, plan)
            self._refresh(c, plan.unit_id)
        return saved(plan, *_AREAS)

    def _plan_booster(self, c: Connection, plan: MaintenancePlan) -> None:
        """Keep one planned booster in step with the date of the plan; one that took place stays as it is."""
        planned = [
            f
            for f in tables.FOLLOW_UPS.of_unit(c, plan.unit_id)
            if f.kind is FollowUpKind.BOOSTER and f.status is FollowUpStatus.PLANNED
        ]
        if planned and plan.booster_on is None:
            tables.FOLLOW_UPS.replace(c, replace(planned[0], status=FollowUpStatus.CANCELLED))
        elif planned and plan.booster_on is not None:
            tables.FOLLOW_UPS.replace(c, replace(planned[0], due_on=plan.booster_on))
        elif plan.booster_on is not None:
            self._add(c, plan.unit_id, FollowUpKind.BOOSTER, plan.booster_on, None)

    def _add(self, c: Connection, unit_id: str, kind: FollowUpKind, due: date, months: int | None) -> FollowUp:
        made = FollowUp(id=self._id(), unit_id=unit_id, kind=kind, due_on=due, months=months)
        tables.FOLLOW_UPS.add(c, made)
        self._audit(c, "follow_up.planned", "follow_up", made.id, unit_id=unit_id, reason=kind.value)
        return made

    def plan_follow_ups(self, unit_id: str, months: tuple[int, ...] = FOLLOW_UP_MONTHS) -> Saved[tuple[FollowUp, ...]]:
        """Plan the follow-ups of a closed case, counted from its closing; those planned already stay.

        Raises:
            Refused: the case is not closed, or the client has not agreed to be contacted, or took it back.
        """
        with self._changing() as c:
            self._insist_after(c, unit_id)
            closed_on = self._closed_on(c, unit_id)
            there = {f.months for f in tables.FOLLOW_UPS.of_unit(c, unit_id) if f.kind is FollowUpKind.FOLLOW_UP}
            made = tuple(
                self._add(c, unit_id, FollowUpKind.FOLLOW_UP, months_after(closed_on, month), month)
                for month in months
                if month not in there
            )
            self._refresh(c, unit_id)
        return saved(made, *_AREAS)

    def record(self, follow_up: FollowUp) -> Saved[FollowUp]:
        """Store what came of a contact.

        Raises:
            Refused: it took place though the client has not agreed to be contacted after closing.
        """
        with self._changing() as c:
            stored = tables.FOLLOW_UPS.get(c, follow_up.id)
            if stored is None:
                raise NotFound(what="record")
            insist(rules.follow_up_problems(follow_up, self._today(c)))
            if follow_up.status is FollowUpStatus.DONE and stored.kind is FollowUpKind.FOLLOW_UP:
                self._insist_after(c, stored.unit_id)
            follow_up = cleaned(replace(follow_up, unit_id=stored.unit_id, kind=stored.kind, months=stored.months))
            tables.FOLLOW_UPS.replace(c, follow_up)
            self._audit(
                c, "follow_up.recorded", "follow_up", stored.id, unit_id=stored.unit_id, reason=follow_up.status.value
            )
            self._refresh(c, stored.unit_id)
        return saved(follow_up, *_AREAS)

    def _insist_after(self, c: Connection, unit_id: str) -> None:
        missing = []
        if self._episode(c, unit_id).state not in _AFTER:
            missing.append(Missing("follow_up_open_case", Act.DISCHARGE))
        if not contact_agreed(tables.CONSENTS.of_unit(c, unit_id), self._today(c)):
            missing.append(Missing("follow_up_consent", Act.CONSENTS))
        if missing:
            raise Refused(missing)

    def _closed_on(self, c: Connection, unit_id: str) -> date:
        changes = [s for s in tables.STATE_CHANGES.of_unit(c, unit_id) if s.to_state is CaseState.CLOSED]
        return changes[-1].on if changes else self._today(c)
