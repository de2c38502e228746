"""Real encrypted practices for tests, opened without paying for the key derivation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from irt_desk.domain.cases import CaseState
from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.consents import Consent, ConsentType, OrientationPoint, Signer
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.plans import Goal, GoalDomain, Objective, TreatmentPlan
from irt_desk.domain.practitioner import Competence, CompetenceEvidence, Practitioner
from irt_desk.domain.safety import IpvFinding, SafetyInterview
from irt_desk.domain.suitability import (
    Barrier,
    BarrierHolder,
    BarrierType,
    CouplesPreferability,
    EffortBy,
    EngagementEffort,
    MotivationScreen,
    PreferabilityJudgement,
    SupportOnly,
)
from irt_desk.domain.values import Instant
from irt_desk.services.context import Context
from irt_desk.services.desk import Desk
from irt_desk.storage import keys, practice
from irt_desk.storage.keys import KdfParams

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def cheap(passphrase: str, salt: bytes, params: KdfParams) -> bytes:
    """Stand in for Argon2id where a test is about something else."""
    return keys.derived(passphrase.encode() + salt, "test")


@dataclass
class Clock:
    """A clock that a test sets; it never shows the same time twice."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Return the time, a millisecond later each look."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_days(self, days: float) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    @property
    def today(self) -> date:
        """Return the calendar day."""
        return self.now.date()


def new_desk(folder: Path, clock: Clock, *, ipv: bool = True) -> Desk:
    """Return the services of a new, empty practice with a practitioner who can sign."""
    opened, _ = practice.create(folder, "a passphrase for tests", name="Test", now=clock, kdf=cheap)
    desk = Desk(Context(opened, clock))
    stated = [Competence.IRT, Competence.COUPLES] + ([Competence.IPV] if ipv else [])
    evidence = tuple(CompetenceEvidence(competence=c, evidence="training") for c in stated)
    desk.settings.save_practitioner(Practitioner(name="Dr. Test", credential="PhD", competencies=evidence))
    return desk


def new_client(desk: Desk, clock: Clock, name: str = "Noor Adair") -> str:
    """Take in a client who can be reached safely and return the record's id."""
    client = Client(
        id="",
        number=0,
        preferred_name=name,
        created=Instant(clock()),
        safe_contact=SafeContact(confirmed_on=clock.today),
    )
    return desk.clients.take_in(client, words="We only talk about shopping.").value.id


def screen(desk: Desk, clock: Clock, unit_id: str, *findings: IpvFinding, **more: object) -> None:
    """Hold a safety interview alone, today."""
    values: dict[str, object] = {"alone": True, "findings": findings or (IpvFinding.NONE_DISCLOSED,), **more}
    interview = SafetyInterview(id="", unit_id=unit_id, on=clock.today, recorded=Instant(clock()), **values)  # type: ignore[arg-type]  # test values by name
    desk.safety.record_interview(interview)


def consent(desk: Desk, clock: Clock, unit_id: str) -> None:
    """Sign the three consents of T05."""
    for kind in (ConsentType.INFORMED, ConsentType.IRT_MODALITY_ORIENTATION, ConsentType.PRIVACY_NOTICE):
        desk.consents.sign(
            Consent(
                id="",
                unit_id=unit_id,
                type=kind,
                version="1",
                signer=Signer.CLIENT,
                signer_name="Noor Adair",
                signed_on=clock.today,
                points=tuple(OrientationPoint) if kind is ConsentType.IRT_MODALITY_ORIENTATION else (),
            )
        )


def make_active(desk: Desk, clock: Clock, unit_id: str) -> None:
    """Bring a new case to active IRT, through every gate on the way (T01, T05, T06)."""
    desk.pathway.move(unit_id, CaseState.SCREENING)
    screen(desk, clock, unit_id)
    consent(desk, clock, unit_id)
    desk.pathway.move(unit_id, CaseState.ASSESSMENT)
    desk.suitability.add_preferability(
        CouplesPreferability(
            id="",
            unit_id=unit_id,
            considered_on=clock.today,
            judgement=PreferabilityJudgement.PREFERABLE_NOT_FEASIBLE_NOW,
            reasons="The partner said no.",
        )
    )
    desk.suitability.save_barrier(
        Barrier(id="", unit_id=unit_id, type=BarrierType.PARTNER_DECLINED, held_by=BarrierHolder.PARTNER_AS_REPORTED)
    )
    desk.suitability.add_effort(
        EngagementEffort(
            id="",
            unit_id=unit_id,
            on=clock.today,
            by=EffortBy.CLIENT,
            method="asked",
            what_was_offered="one meeting",
            outcome="said no",
        )
    )
    desk.suitability.add_motivation(
        MotivationScreen(
            id="",
            unit_id=unit_id,
            on=clock.today,
            wants_support_only=SupportOnly.NO,
            willing_to_examine_own_part=3,
            willing_to_practise=3,
        )
    )
    desk.engagement.move(unit_id, PartnerEngagement.NOT_YET_ASKED, on=clock.today)
    objective = Objective(
        id="", number="1.1", text="I start softly", baseline="0", target="3 of 4", measure="log", target_on=clock.today
    )
    goal = Goal(id="", text="I want us to talk again", domain=GoalDomain.RELATIONSHIP, objectives=(objective,))
    plan = TreatmentPlan(
        id="",
        unit_id=unit_id,
        version=1,
        problem="distance",
        strengths="humour",
        goals=(goal,),
        interventions="pattern work",
        client_agreement="agreed aloud",
        review_on=clock.today + timedelta(days=90),
    )
    desk.plans.sign(desk.plans.save_draft(plan).value.id)
    desk.pathway.move(unit_id, CaseState.ACTIVE_IRT)
