"""Safety: interviews, triggers, overrides, the private safety plan (domain paper, 6.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import safety as rules
from irt_desk.domain.cautions import CautionReply
from irt_desk.domain.content import Hotline
from irt_desk.domain.duties import Duty
from irt_desk.domain.practitioner import Competence
from irt_desk.domain.safety import (
    GatedAct,
    GateOverride,
    GateStanding,
    OverrideKind,
    Permission,
    SafetyHistory,
    SafetyInterview,
    SafetyPlan,
    SafetyTrigger,
    TriggerKind,
)
from irt_desk.domain.screening_answers import PromptReply
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services import content
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.engagement import follow_gate
from irt_desk.services.fit_reviews import notice_trigger
from irt_desk.services.moments import after_all
from irt_desk.services.safety_stops import follow_stop
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage import units as stored_units
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.SAFETY, Area.CLIENTS, Area.PATHWAY, Area.CASES, Area.UNITS)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One cell of the table of 6.6 for the gate of today."""

    act: GatedAct
    permission: Permission


class Safety(Service):
    """The gate and what it is computed from."""

    def standing(self, unit_id: str) -> GateStanding:
        """Return the gate of today with its reasons; of a joint unit the more restrictive of the two and no reason."""
        with self._reading() as c:
            return caseload.gate_standing(c, unit_id, self._today(c))

    def history(self, unit_id: str) -> SafetyHistory:
        """Return everything the gate is computed from."""
        with self._reading() as c:
            return caseload.safety_history(c, unit_id)

    def record_interview(self, interview: SafetyInterview) -> Saved[GateStanding]:
        """Store a screening, signed now; it is never edited afterwards.

        Raises:
            Invalid: no finding, a day in the future, or a stop lifted without its reason and evidence.
        """
        with self._changing() as c:
            self._insist_alone(c, interview.unit_id)
            recorded = after_all(self, c, interview.unit_id)
            interview = cleaned(replace(interview, id=self._id(), recorded=recorded, signed=self._signature(c)))
            history = caseload.safety_history(c, interview.unit_id)
            insist(rules.interview_problems(interview, history, self._today(c)))
            tables.SAFETY_INTERVIEWS.add(c, interview)
            self._audit(c, "safety.interview", "safety_interview", interview.id, unit_id=interview.unit_id)
            follow_gate(self, c, interview.unit_id)
            follow_stop(self, c, interview.unit_id)
            self._refresh(c, interview.unit_id)
            now = rules.standing(caseload.safety_history(c, interview.unit_id), self._today(c))
        return saved(now, *_TOUCHED)

    def remove_interview(self, interview_id: str) -> None:
        """Refuse to delete a screening: it stands behind the gate; a wrong one is answered by a new one.

        Raises:
            Refused: always, with the reason. NotFound: there is no such screening.
        """
        with self._reading() as c:
            if tables.SAFETY_INTERVIEWS.get(c, interview_id) is None:
                raise NotFound(what="record")
        raise Refused([Missing("evidence_interview", Act.SAFETY)])

    def allowances(self, unit_id: str) -> tuple[Allowance, ...]:
        """Return what the gate of today allows and refuses, every act of the table of 6.6.

        For both in one room the stricter of the two gates counts; the cell never says whose it is.
        """
        with self._reading() as c:
            today, link = self._today(c), stored_units.link_of(c, unit_id)
            now = replace(caseload.gate_standing(c, unit_id, today), override=None) if link else None
            now = now or rules.standing(caseload.safety_history(c, unit_id), today)
            own = link.from_unit_id if link else unit_id
            pair = stored_units.pair_facts(c, own, today, unit_id=unit_id if link else "")
        together = rules.PERMISSIONS[pair.gate][GatedAct.CONJOINT]
        if together is Permission.NEEDS_CONJOINT_OVERRIDE and pair.override is not None:
            together = Permission.ALLOWED
        return tuple(Allowance(act, together if act is GatedAct.CONJOINT else now.permission(act)) for act in GatedAct)

    def duties(self, unit_id: str) -> tuple[Duty, ...]:
        """Return the legal duties to think of now, from the pack of the place of practice; a prompt, never a report."""
        with self._reading() as c:
            told = self._told(c, unit_id)
            pack = content.load_jurisdiction(self._practitioner(c).jurisdiction)
        return tuple(duty for duty in pack.duties if told & set(duty.when))

    def is_partner_screened(self, unit_id: str) -> bool:
        """Return whether the partner was ever screened apart; what was found there stays there."""
        with self._reading() as c:
            return bool(stored_units.prescreens(c, unit_id, stored_units.partner_of(c, unit_id)))

    def numbers(self) -> tuple[Hotline, ...]:
        """Return the numbers to call where the therapist practises, as the pack states them."""
        with self._reading() as c:
            return content.load_jurisdiction(self._practitioner(c).jurisdiction).hotlines

    def _told(self, c: Connection, unit_id: str) -> set[str]:
        """Return the codes of what was told in this record: replies of yes, findings, markers."""
        found: set[str] = set()
        for interview in tables.SAFETY_INTERVIEWS.of_unit(c, unit_id):
            found |= {f"prompt_{p}" for p in interview.replied(PromptReply.YES)}
            found |= {f"finding_{f}" for f in interview.findings} | {f"marker_{m}" for m in interview.markers}
        for flag in tables.CAUTIONS.of_unit(c, unit_id):
            if flag.stands:
                found |= {f"caution_{a.prompt}" for a in flag.answers if a.reply is CautionReply.YES}
        return found

    def record_separation(self, unit_id: str, on: date) -> Saved[GateStanding]:
        """Record a new separation: the gate is unscreened until a new screening (6.6)."""
        with self._changing() as c:
            raise_trigger(self, c, unit_id, TriggerKind.SEPARATION, on, unit_id)
            now = rules.standing(caseload.safety_history(c, unit_id), self._today(c))
        return saved(now, *_TOUCHED)

    def sign_override(self, override: GateOverride) -> Saved[GateStanding]:
        """Sign a clinical override; it exists only at ``caution`` and ends by itself.

        Raises:
            Invalid: a required field is empty, the gate is not caution, or the competence is missing.
        """
        with self._changing() as c:
            today = self._today(c)
            override = cleaned(replace(override, id=self._id(), signed_on=today, signed=self._signature(c)))
            now, partner = rules.standing(caseload.safety_history(c, override.unit_id), today), None
            if override.kind is OverrideKind.CONJOINT:  # what was told in a joint unit counts for both
                pair = stored_units.pair_facts(c, override.unit_id, today, partner_id=override.partner_id or "")
                now, partner = pair.client, pair.partner
            able = self._practitioner(c).has(Competence.IPV)
            insist(rules.override_problems(override, now, has_ipv_competence=able, partner=partner))
            tables.OVERRIDES.add(c, override)
            self._audit(c, "safety.override", "gate_override", override.id, unit_id=override.unit_id)
            follow_gate(self, c, override.unit_id)
            self._refresh(c, override.unit_id)
            now = rules.standing(caseload.safety_history(c, override.unit_id), today)
        return saved(now, *_TOUCHED)

    def plan(self, unit_id: str) -> SafetyPlan:
        """Return the client's private safety plan; empty when none was made."""
        with self._reading() as c:
            return tables.SAFETY_PLANS.get(c, unit_id) or SafetyPlan(unit_id=unit_id)

    def save_plan(self, plan: SafetyPlan) -> Saved[SafetyPlan]:
        """Store the private safety plan. It stays in the individual record."""
        with self._changing() as c:
            self._insist_alone(c, plan.unit_id)
            plan = cleaned(replace(plan, updated=self._now(c)))
            tables.SAFETY_PLANS.put(c, plan)
            self._audit(c, "safety.plan", "safety_plan", plan.unit_id, unit_id=plan.unit_id)
        return saved(plan, Area.SAFETY)


def raise_trigger(
    service: Service, connection: Connection, unit_id: str, kind: TriggerKind, on: date, source_id: str
) -> SafetyTrigger:
    """Record what asks for a new screening, inside the transaction of the act it came from."""
    trigger = SafetyTrigger(
        id=service._id(),
        unit_id=unit_id,
        kind=kind,
        on=on,
        recorded=after_all(service, connection, unit_id),
        source_id=source_id,
    )
    tables.SAFETY_TRIGGERS.add(connection, trigger)
    service._audit(connection, "safety.trigger", "safety_trigger", trigger.id, unit_id=unit_id, reason=kind.value)
    notice_trigger(service, connection, unit_id, kind, source_id)
    follow_gate(service, connection, unit_id)
    follow_stop(service, connection, unit_id)
    service._refresh(connection, unit_id)
    return trigger
