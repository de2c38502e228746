"""The treatment plan: a draft, signed, then a new version (domain paper, 7.4)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

from irt_desk.domain import plans as rules
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.joint_plans import PlanPair, joint_missing, joint_problems
from irt_desk.domain.plan_progress import PlanChange, plan_changes
from irt_desk.domain.plan_reviews import reviewed
from irt_desk.domain.plans import REVIEW_DAYS, Goal, Objective, TreatmentPlan
from irt_desk.domain.safety import SafetyPlan
from irt_desk.domain.units import Place
from irt_desk.domain.values import Missing, Problem, insist
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services import search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.services.texts import first_name
from irt_desk.storage import caseload, tables
from irt_desk.storage import units as stored_units
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.PLANS, Area.PATHWAY, Area.CLIENTS, Area.NOTES)


class Plans(Service):
    """The versions of a treatment plan."""

    def versions(self, unit_id: str) -> tuple[TreatmentPlan, ...]:
        """Return every version, newest first."""
        with self._reading() as c:
            return self._versions(c, unit_id)

    def current(self, unit_id: str) -> TreatmentPlan | None:
        """Return the newest version, draft or signed, or None."""
        found = self.versions(unit_id)
        return found[0] if found else None

    def signed(self, unit_id: str) -> TreatmentPlan | None:
        """Return the newest signed version, or None."""
        return next((plan for plan in self.versions(unit_id) if plan.signed), None)

    def save_draft(self, plan: TreatmentPlan) -> Saved[TreatmentPlan]:
        """Store a draft; ids and numbers of new goals and objectives are given here.

        Raises:
            Invalid: an objective whose actor is the partner; it can be kept as a hope in the client's words.
            UserError: the version is signed already, or the unit has no plan (discernment: none to improve the partner, 5.6).
        """
        with self._changing() as c:
            insist(self._problems(c, plan))
            known = tables.PLANS.get(c, plan.id) if plan.id else None
            if known is not None and known.signed:
                raise UserError("plan.signed")
            if known is None:
                versions = self._versions(c, plan.unit_id)
                if versions and versions[0].signed is None:
                    plan = replace(plan, id=versions[0].id, version=versions[0].version)
                else:
                    plan = replace(plan, id=self._id(), version=(versions[0].version + 1) if versions else 1)
            plan = cleaned(self._numbered(replace(plan, signed=None)))
            tables.PLANS.put(c, plan)
            self._audit(c, "plan.edited", "treatment_plan", plan.id, unit_id=plan.unit_id)
        return saved(plan, *_TOUCHED)

    def new_version(self, unit_id: str) -> Saved[TreatmentPlan]:
        """Return a draft that continues the signed plan, making it when there is none."""
        with self._changing() as c:
            self._pair(c, unit_id)
            versions = self._versions(c, unit_id)
            if versions and versions[0].signed is None:
                return saved(versions[0])
            base = versions[0] if versions else TreatmentPlan(id="", unit_id=unit_id, version=0)
            plan = replace(
                reviewed(base, tables.PLAN_REVIEWS.of_unit(c, unit_id)),
                id=self._id(),
                version=base.version + 1,
                signed=None,
                client_agreement="",
                agreement=None,
                agreed_on=None,
                agreement_b=None,
                agreed_on_b=None,
                partner_state=None,
                review_on=self._today(c) + timedelta(days=REVIEW_DAYS),
            )
            tables.PLANS.add(c, plan)
            self._audit(c, "plan.new_version", "treatment_plan", plan.id, unit_id=unit_id)
        return saved(plan, *_TOUCHED)

    def compared(self, unit_id: str, older: int, newer: int) -> tuple[PlanChange, ...]:
        """Return what differs between two versions, by their numbers.

        Raises:
            NotFound: there is no such version.
        """
        with self._reading() as c:
            by_number = {plan.version: plan for plan in self._versions(c, unit_id)}
        if older not in by_number or newer not in by_number:
            raise NotFound(what="treatment plan")
        return plan_changes(by_number[older], by_number[newer])

    def missing(self, plan_id: str) -> tuple[Missing, ...]:
        """Return what still keeps a version from being signed."""
        with self._reading() as c:
            plan = self._plan(c, plan_id)
            return tuple(self._missing(c, plan))

    def sign(self, plan_id: str) -> Saved[TreatmentPlan]:
        """Sign a version; it is never edited afterwards.

        Raises:
            Refused: something is missing, a relationship goal above all (row 30).
        """
        with self._changing() as c:
            plan = self._plan(c, plan_id)
            if plan.signed:
                raise UserError("plan.signed")
            if missing := self._missing(c, plan):
                raise Refused(missing)
            is_joint = self._unit(c, plan.unit_id).kind.is_joint
            plan = replace(
                plan,
                signed=self._signature(c),
                partner_state=None if is_joint else caseload.current_engagement(c, plan.unit_id),
                has_safety_plan=self._has_safety_plan(c, plan.unit_id),
            )
            tables.PLANS.replace(c, plan)
            self._audit(c, "plan.signed", "treatment_plan", plan.id, unit_id=plan.unit_id)
            search_text.index_plan(c, plan, self._client(c, plan.unit_id).id, self._today(c))
            self._refresh(c, plan.unit_id)
        return saved(plan, *_TOUCHED)

    def pair(self, unit_id: str) -> PlanPair | None:
        """Return the two people of a couple's plan; None for an individual one."""
        with self._reading() as c:
            return self._pair(c, unit_id)

    def _pair(self, c: Connection, unit_id: str) -> PlanPair | None:
        kind = self._unit(c, unit_id).kind
        if kind is UnitKind.INDIVIDUAL_IRT:
            return None
        if kind is not UnitKind.COUPLE:
            raise UserError("plan.not_here")
        people = {member.place: person for member, person in stored_units.members_of(c, unit_id)}
        called = {
            place: tuple(
                dict.fromkeys(filter(None, (one.preferred_name, first_name(one.preferred_name), one.legal_name)))
            )
            for place, one in people.items()
        }
        return PlanPair(called.get(Place.A, ()), called.get(Place.B, ()))

    def _problems(self, c: Connection, plan: TreatmentPlan) -> list[Problem]:
        pair = self._pair(c, plan.unit_id)
        return joint_problems(plan, pair) if pair else rules.problems(plan, self._partner_names(c, plan.unit_id))

    def _missing(self, c: Connection, plan: TreatmentPlan) -> list[Missing]:
        pair = self._pair(c, plan.unit_id)
        names = self._partner_names(c, plan.unit_id)
        return joint_missing(plan, pair) if pair else rules.missing_for_signing(plan, names)

    def _partner_names(self, c: Connection, unit_id: str) -> list[str]:
        return [name for partner in tables.PARTNERS.of_unit(c, unit_id) for name in partner.called]

    def _has_safety_plan(self, c: Connection, unit_id: str) -> bool:
        """Return whether the client has a safety plan with anything in it; a plan says no more than that."""
        found = tables.SAFETY_PLANS.get(c, unit_id)
        return found is not None and any(
            getattr(found, f.name).strip() for f in fields(SafetyPlan) if f.name not in ("unit_id", "updated")
        )

    def _numbered(self, plan: TreatmentPlan) -> TreatmentPlan:
        stated = tuple(replace(p, id=p.id or self._id()) for p in plan.stated_problems)
        plan = replace(plan, problems=stated, problem=stated[0].text if stated else "")
        goals: list[Goal] = []
        for place, goal in enumerate(plan.goals, 1):
            objectives: list[Objective] = [
                replace(o, id=o.id or self._id(), number=f"{place}.{number}")
                for number, o in enumerate(goal.objectives, 1)
            ]
            answered = goal.problem_id if any(p.id == goal.problem_id for p in stated) else ""
            goals.append(replace(goal, id=goal.id or self._id(), objectives=tuple(objectives), problem_id=answered))
        return replace(plan, goals=tuple(goals))

    def _versions(self, c: Connection, unit_id: str) -> tuple[TreatmentPlan, ...]:
        return tables.PLANS.of_unit(c, unit_id, (tables.PLANS.table.c.version.desc(),))

    def _plan(self, c: Connection, plan_id: str) -> TreatmentPlan:
        plan = tables.PLANS.get(c, plan_id)
        if plan is None:
            raise NotFound(what="treatment plan")
        return plan
