"""The therapist's own profile: it signs notes, heads letters and decides which cautions need a consultation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import available_timezones

from irt_desk.domain.values import Problem, need_text


class Competence(StrEnum):
    """Fields of practice that need evidence (domain paper, row 84)."""

    IRT = "irt"
    COUPLES = "couples"
    DISCERNMENT = "discernment"
    IPV = "ipv"
    ADDICTION = "addiction"
    SEVERE_MENTAL_ILLNESS = "severe_mental_illness"
    SEXUAL_CONCERNS = "sexual_concerns"
    TRAUMA = "trauma"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetenceEvidence:
    """One competence with what it rests on."""

    competence: Competence
    evidence: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """The one therapist of this practice. ``letterhead`` lines stand on top of every document."""

    name: str = ""
    credential: str = ""
    licence_type: str = ""
    licence_number: str = ""
    jurisdiction: str = "us"
    letterhead: tuple[str, ...] = ()
    competencies: tuple[CompetenceEvidence, ...] = ()
    zone: str = "UTC"
    paper: str = "A4"

    def has(self, competence: Competence) -> bool:
        """Return whether a competence is stated with evidence."""
        return any(c.competence is competence and c.evidence.strip() for c in self.competencies)


def problems(practitioner: Practitioner) -> list[Problem]:
    """Return what keeps the profile from being stored: a signature needs a name and a credential, a clock a zone."""
    found = need_text("name", practitioner.name) + need_text("credential", practitioner.credential)
    if practitioner.zone not in available_timezones():
        found.append(Problem("zone", "not_a_zone", {"text": practitioner.zone[:40]}))
    return found
