"""Real encrypted practices for tests, opened without paying for the key derivation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.consents import Consent, ConsentType, OrientationPoint, Signer
from irt_desk.domain.practitioner import Competence, CompetenceEvidence, Practitioner
from irt_desk.domain.safety import IpvFinding, SafetyInterview
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
