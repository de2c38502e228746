"""Service codes by minutes and diagnosis codes, as content with a validity (domain paper, 7.8). Advice: the therapist confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.content import ContentError
from irt_desk.domain.content_fields import Fields
from irt_desk.domain.sessions import Attendance, PresentRole, Session


class ServiceUnit(StrEnum):
    """Who a service code is for."""

    INDIVIDUAL = "individual"
    WITH_PARTNER = "with_partner"
    WITHOUT_PATIENT = "without_patient"
    EVALUATION = "evaluation"
    CRISIS = "crisis"
    ADD_ON = "add_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCode:
    """One service code in our own words. ``low`` and ``high`` are whole minutes, ``high`` None for no upper end.

    ``suggested`` says that minutes alone may suggest it; the others are only offered.
    """

    code: str
    unit: ServiceUnit
    what: str
    low: int | None
    high: int | None
    suggested: bool
    note: str
    valid_from: date
    valid_to: date | None
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeExample:
    """A worked example: so many minutes suggest this code, or none."""

    minutes: int
    conjoint: bool
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCodes:
    """The service codes of one country."""

    jurisdiction: str
    version: int
    codes: tuple[ServiceCode, ...]
    examples: tuple[CodeExample, ...]
    provenance: str


class Sensitive(StrEnum):
    """Why a diagnosis code needs a second look before it goes to a payer."""

    NONE = "none"
    ABUSE = "abuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisCode:
    """One diagnosis code in our own words."""

    code: str
    what: str
    sensitive: Sensitive
    valid_from: date
    valid_to: date | None
    provenance: str

    def is_valid_on(self, day: date) -> bool:
        """Whether the code may be used for a service of that day, as far as the list knows."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisCodes:
    """The list of diagnosis codes this program offers, and when it has to be looked at again."""

    jurisdiction: str
    version: int
    release: str
    review_on: date
    codes: tuple[DiagnosisCode, ...]
    provenance: str

    def sensitive(self, chosen: Sequence[str]) -> tuple[DiagnosisCode, ...]:
        """Return the chosen codes that can endanger someone when they reach an insurance the partner reads."""
        return tuple(code for code in self.codes if code.code in chosen and code.sensitive is not Sensitive.NONE)


def unit_of(session: Session) -> ServiceUnit:
    """Return whom a session was for: a guest for a while leaves it individual, one for the whole makes it conjoint (7.8)."""
    if not any(person.role is PresentRole.CLIENT for person in session.present):
        return ServiceUnit.WITHOUT_PATIENT
    return ServiceUnit.WITH_PARTNER if session.conjoint else ServiceUnit.INDIVIDUAL


def suggested(codes: ServiceCodes, session: Session, kind: UnitKind = UnitKind.INDIVIDUAL_IRT) -> ServiceCode | None:
    """Return the code the minutes of a held session speak for, or None: below the least minutes nothing is suggested.

    Minutes are those face to face, from start to stop. A contact outside the sessions and a missed one suggest none; nor does
    discernment, which is usually paid by the two themselves. A session of couple work is conjoint from start to stop (7.8).
    """
    if session.attendance is not Attendance.ATTENDED or kind is UnitKind.DISCERNMENT:
        return None
    unit = ServiceUnit.WITH_PARTNER if kind is UnitKind.COUPLE else unit_of(session)
    return for_minutes(codes, session.minutes, unit, session.starts.day)


def for_minutes(codes: ServiceCodes, minutes: int, unit: ServiceUnit, on: date) -> ServiceCode | None:
    """Return the code of a unit whose minutes fit, valid on the day; None when none does."""
    for code in codes.codes:
        fits = code.low is not None and code.low <= minutes and (code.high is None or minutes <= code.high)
        valid = code.valid_from <= on and (code.valid_to is None or on <= code.valid_to)
        if code.suggested and code.unit is unit and fits and valid:
            return code
    return None


def _until(f: Fields, name: str) -> date | None:
    value = f.raw(name)
    if value is not None and type(value) is not date:
        f.wrong(name, "is not a day")
    return value if type(value) is date else None


def _service(f: Fields) -> ServiceCode:
    return ServiceCode(
        code=f.text("code"),
        unit=f.member("unit", ServiceUnit),
        what=f.text("what"),
        low=f.number("low", needed=False),
        high=f.number("high", needed=False),
        suggested=f.flag("suggested"),
        note=f.text("note", needed=False),
        valid_from=f.day("valid_from"),
        valid_to=_until(f, "valid_to"),
        provenance=f.provenance(),
    )


def _example(f: Fields) -> CodeExample:
    return CodeExample(minutes=f.number("minutes") or 0, conjoint=f.flag("conjoint"), code=f.text("code", needed=False))


def parse_service_codes(data: Mapping[str, Any]) -> ServiceCodes:
    """Return the service codes a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    f = Fields(data, problems)
    found = ServiceCodes(
        jurisdiction=f.text("jurisdiction"),
        version=f.number("version") or 0,
        codes=f.tables("codes", _service, needed=True),
        examples=f.tables("examples", _example, needed=True),
        provenance=f.provenance(),
    )
    f.left_over()
    if problems:
        raise ContentError("service codes", problems)
    return found


def _diagnosis(f: Fields) -> DiagnosisCode:
    return DiagnosisCode(
        code=f.text("code"),
        what=f.text("what"),
        sensitive=f.member("sensitive", Sensitive),
        valid_from=f.day("valid_from"),
        valid_to=_until(f, "valid_to"),
        provenance=f.provenance(),
    )


def parse_diagnosis_codes(data: Mapping[str, Any]) -> DiagnosisCodes:
    """Return the diagnosis codes a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    f = Fields(data, problems)
    found = DiagnosisCodes(
        jurisdiction=f.text("jurisdiction"),
        version=f.number("version") or 0,
        release=f.text("release"),
        review_on=f.day("review_on"),
        codes=f.tables("codes", _diagnosis, needed=True),
        provenance=f.provenance(),
    )
    f.left_over()
    if problems:
        raise ContentError("diagnosis codes", problems)
    return found
