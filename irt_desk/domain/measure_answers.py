"""What is stored of a measure that was filled in: printed values, how they came about, and what an answer asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.measures import MeasureDefinition, Opens
from irt_desk.domain.notes import RiskCheck, RiskItem, RiskLevel
from irt_desk.domain.units import Place
from irt_desk.domain.values import Instant, Problem, not_future


class AdministrationMode(StrEnum):
    """How the answers came about (4.1, point 2)."""

    OFFICIAL_FORM_SELF = "official_form_self"
    OFFICIAL_FORM_READ_ALOUD = "official_form_read_aloud"
    TOTAL_ONLY_KEYED = "total_only_keyed"
    EXTERNAL_SYSTEM = "external_system"


class Respondent(StrEnum):
    """Who answered. In an individual case all scores are the client's (4.1, point 5)."""

    CLIENT = "client"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """One time a measure was filled in: printed values by item number, as they stand on the form.

    ``definition_version`` is kept, so that an old answer is always scored as it was. A mistake is marked
    ``entered_in_error`` with a reason and never deleted. ``instrument`` and ``licence_confirmed`` belong to tier D.
    ``total_keyed`` holds a total typed without its items; ``total`` is what it came to when it was entered, for
    schedules and lists: scores that are shown are always computed anew. ``place`` says whose answers these are in a couple
    unit, where each of the two fills in their own (6.1); an individual record has one person and leaves it out.
    """

    id: str
    unit_id: str
    measure: str
    on: date
    entered: Instant
    definition_version: int = 0
    answers: Mapping[str, float] = field(default_factory=dict)
    total_keyed: float | None = None
    mode: AdministrationMode = AdministrationMode.OFFICIAL_FORM_SELF
    form_version: str = ""
    respondent: Respondent = Respondent.CLIENT
    session_id: str | None = None
    instrument: str = ""
    licence_confirmed: bool = False
    entered_in_error: bool = False
    error_reason: str = ""
    total: float | None = None
    opens: tuple[Opens, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAnswer:
    """What was asked and done after an answer on self-harm; it closes the risk prompt of that administration."""

    id: str
    unit_id: str
    administration_id: str
    on: date
    entered: Instant
    risk: RiskCheck = field(default_factory=RiskCheck)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeasure:
    """A scored form the therapist defined; each change is a new version, the old ones stay for the answers given with them.

    ``retired`` ends its use without touching what was answered.
    """

    id: str
    key: str
    version: int
    created: Instant
    definition: MeasureDefinition
    retired: bool = False


def answer_problems(definition: MeasureDefinition, answers: Mapping[str, float]) -> list[Problem]:
    """Return what is wrong with printed values: outside their range, half points, items the form does not have."""
    items = {str(item.n): item for item in definition.items}
    found = []
    for n, value in answers.items():
        item = items.get(n)
        if item is None:
            found.append(Problem(f"item.{n}", "no_such_item"))
        elif not item.low <= value <= item.high:
            found.append(Problem(f"item.{n}", "out_of_range", {"low": f"{item.low:g}", "high": f"{item.high:g}"}))
        elif round(value, item.decimals) != value:
            found.append(Problem(f"item.{n}", "whole_number" if not item.decimals else "too_many_decimals"))
    return found


def administration_problems(given: Administration, definition: MeasureDefinition, today: date) -> list[Problem]:
    """Return what keeps an administration from being stored."""
    found = answer_problems(definition, given.answers) + not_future("on", given.on, today)
    if not given.answers and given.total_keyed is None:
        found.append(Problem("answers", "no_answers"))
    if given.total_keyed is not None:
        found += _total_problems(given, definition)
    if given.form_version and definition.form_version(given.form_version) is None:
        found.append(Problem("form_version", "no_such_form"))
    if definition.form_versions and not given.form_version:
        found.append(Problem("form_version", "which_form"))
    if definition.needs_licence and not given.licence_confirmed:
        found.append(Problem("licence_confirmed", "licence_needed"))
    if definition.needs_licence and not given.instrument.strip():
        found.append(Problem("instrument", "empty"))
    return found


def place_problems(given: Administration, definition: MeasureDefinition, kind: UnitKind) -> list[Problem]:
    """Return what keeps answers out of a record of this kind, and whether it is said whose they are.

    In couple work each of the two fills in measures of the relationship; what a person is asked alone stays in a record of
    their own (4.1, 6.1). Discernment goes by clarity, confidence and leaning (5.6); a guest is no client (6.1).
    """
    if kind is UnitKind.INDIVIDUAL_IRT:
        return [] if given.place is None else [Problem("place", "one_person_here")]
    if kind is UnitKind.DISCERNMENT:
        return [Problem("measure", "no_scores_discernment")]
    if kind is UnitKind.COLLATERAL_CONTACT:
        return [Problem("measure", "no_scores_guest")]
    found = [] if given.place is not None else [Problem("place", "whose_answers")]
    return found if definition.of_relationship else [*found, Problem("measure", "asked_alone")]


def _total_problems(given: Administration, definition: MeasureDefinition) -> list[Problem]:
    total = given.total_keyed or 0.0
    if not definition.has_total or given.answers:
        return [Problem("total_keyed", "no_total_here")]
    if definition.safety_items:
        # A bare total would hide an answer on self-harm or danger, which has to be seen by itself (4.11, 4.13).
        return [Problem("total_keyed", "total_hides")]
    if not definition.total_low <= total <= definition.total_high:
        ends = {"low": f"{definition.total_low:g}", "high": f"{definition.total_high:g}"}
        return [Problem("total_keyed", "out_of_range", ends)]
    return []


def live(given: Sequence[Administration]) -> tuple[Administration, ...]:
    """Return what was not entered in error, oldest first."""
    return tuple(sorted((a for a in given if not a.entered_in_error), key=lambda a: (a.on, a.entered.at, a.id)))


def open_risk(given: Sequence[Administration], answers: Sequence[RiskAnswer]) -> tuple[Administration, ...]:
    """Return the administrations whose risk prompt nobody has answered yet, oldest first.

    It stays open whatever the total, and whatever came later, until what was assessed is written down (4.11).
    """
    answered = {answer.administration_id for answer in answers}
    return tuple(a for a in live(given) if Opens.RISK_PROMPT in a.opens and a.id not in answered)


def risk_answer_problems(answer: RiskAnswer, today: date) -> list[Problem]:
    """Return what keeps a risk prompt from being closed: everything asked, a level, and with concern what was done."""
    found = not_future("on", answer.on, today)
    if set(answer.risk.asked) != set(RiskItem) or answer.risk.level is None:
        found.append(Problem("risk", "risk_not_asked"))
    if not (answer.risk.detail.strip() and answer.risk.action.strip()):
        concern = answer.risk.level is RiskLevel.CONCERN
        found.append(Problem("risk", "risk_concern_words" if concern else "risk_words"))
    return found
