"""Measures: what a definition is (domain paper, 4.3 and 4.17).

A definition holds our own captions, never the wording of a questionnaire: the official form is filled in on paper, and its
printed values are keyed (4.1). Answers are in ``measure_answers.py``, scoring in ``measure_scores.py``, the reading of files
in ``measure_files.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ShipTier(StrEnum):
    """What may ship of a measure (4.3): text, captions with scoring, a total only, or a typed number only."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    OWN = "own"


class HigherIs(StrEnum):
    """Which way a measure points (4.1, point 3); charts and classes use it."""

    BETTER = "better"
    WORSE = "worse"
    MORE_OF_CONSTRUCT = "more_of_construct"


class PrintedOrder(StrEnum):
    """The order in which the form prints the values of an item; the printed value is stored, never the position."""

    LOW_TO_HIGH = "low_to_high"
    HIGH_TO_LOW = "high_to_low"


class Method(StrEnum):
    """How items become one number; ``none`` where items stand on their own."""

    SUM = "sum"
    MEAN = "mean"
    NONE = "none"


class CutOffComparison(StrEnum):
    """When a total lies on the named side of a cut-off."""

    BELOW = "below"
    AT_LEAST = "at_least"
    ABOVE = "above"

    def holds(self, total: float, value: float) -> bool:
        """Return whether a total lies on the named side of a value."""
        if self is CutOffComparison.BELOW:
            return total < value
        return total >= value if self is CutOffComparison.AT_LEAST else total > value


class CutSide(StrEnum):
    """Sides of a cut-off. ``below_cutoff`` of a screen clears nobody (4.1, point 4), so it is not called negative."""

    DISTRESSED = "distressed"
    HEALTHY = "healthy"
    BORDERLINE = "borderline"
    POSITIVE = "positive"
    BELOW_CUTOFF = "below_cutoff"


class RcKind(StrEnum):
    """What a threshold for change rests on: alpha, retest or an assumed retest, or a published figure (4.2)."""

    LENIENT = "lenient"
    STRICT = "strict"
    PUBLISHED = "published"


class ReliabilityKind(StrEnum):
    """Which reliability a threshold was computed from."""

    ALPHA = "alpha"
    RETEST = "retest"
    ASSUMED = "assumed"
    PUBLISHED = "published"


class MissingPolicy(StrEnum):
    """What happens to unanswered items; prorating only where the paper says so."""

    REQUIRE_COMPLETE = "require_complete"
    PRORATE = "prorate"


class Opens(StrEnum):
    """What an answer opens at once, whatever the total."""

    RISK_PROMPT = "risk_prompt"
    SAFETY_INTERVIEW = "safety_interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureItem:
    """One item: our caption and the printed values. ``label`` is what the form calls it, its number when left out."""

    n: int
    caption: str
    low: float
    high: float
    reverse: bool = False
    printed_order: PrintedOrder = PrintedOrder.LOW_TO_HIGH
    label: str = ""
    hint: str = ""
    decimals: int = 0
    scored: bool = True
    yes_no: bool = False

    @property
    def name(self) -> str:
        """What the form calls the item."""
        return self.label or str(self.n)

    def keyed(self, value: float, *, reverse: bool | None = None) -> float:
        """Return what a printed value counts: itself, or mirrored where the item is reversed."""
        turned = self.reverse if reverse is None else reverse
        return self.low + self.high - value if turned else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscale:
    """Several items as one number; ``minus`` are items taken away (a position: self minus partner)."""

    code: str
    label: str
    items: tuple[int, ...]
    method: Method = Method.SUM
    minus: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureCutOff:
    """One published cut-off: ``comparison`` and ``value`` name the side ``met``; every other total is ``otherwise``.

    ``drives`` marks the one cut-off that decides classes; ``borderline`` are totals the sources disagree about.
    """

    value: float
    comparison: CutOffComparison
    label: str
    population: str
    provenance: str
    met: CutSide = CutSide.DISTRESSED
    otherwise: CutSide = CutSide.HEALTHY
    drives: bool = False
    provisional: bool = False
    borderline: tuple[int, ...] = ()
    opens: Opens | None = None

    def side(self, total: float) -> CutSide:
        """Return the side a total lies on."""
        if total in self.borderline:
            return CutSide.BORDERLINE
        return self.met if self.comparison.holds(total, self.value) else self.otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A change that is more than measurement error, in points of the total or of one subscale (4.2, 4.4).

    ``raw`` is the figure before it is rounded up to whole points. A disabled threshold is shown and never used.
    """

    value: float
    kind: RcKind
    provenance: str
    enabled: bool
    provisional: bool
    raw: float | None = None
    sd: float | None = None
    r: float | None = None
    reliability_kind: ReliabilityKind = ReliabilityKind.PUBLISHED
    subscale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A named stretch of totals, both ends included."""

    low: float
    high: float
    label: str
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyItem:
    """An item whose answer opens something at once: keyed value ``at_least`` and above."""

    n: int
    at_least: float
    opens: Opens


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """A printing of the form that is scored differently. ``reverse`` replaces the reversed items of the definition;
    ``flip_total`` mirrors a keyed total of a copy that counts the other way."""

    code: str
    label: str
    reverse: tuple[int, ...] | None = None
    flip_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A reading of public statements, not legal advice (4.1, point 6)."""

    status: str
    note: str
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Loinc:
    """Codes for export; empty where none was found."""

    panel: str = ""
    total: str = ""
    items: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a measure is asked for; 0 switches a rhythm off.

    ``sooner_at`` and ``sooner_days``: from that total on the shorter rhythm holds (PHQ-9: two weeks from 10).
    ``gap_days`` is the least time between two administrations. ``family`` names what several measures can stand for
    each other in: at intake one of them is enough.
    """

    on: bool = False
    intake: bool = False
    every_days: int = 0
    every_sessions: int = 0
    sooner_at: float | None = None
    sooner_days: int = 0
    gap_days: int = 0
    at_end: bool = False
    family: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureExample:
    """A worked example that ships with a definition. None among the answers stands for a missing one."""

    answers: tuple[float | None, ...]
    complete: bool
    total: float | None = None
    subscales: Mapping[str, float] = field(default_factory=dict)
    sides: tuple[CutSide, ...] = ()
    form_version: str = ""
    baseline: float | None = None
    outcome: str = ""
    opens: tuple[Opens, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDefinition:
    """One measure of one version (4.17). ``safety_screen`` keeps it off dashboards, trends and take-home paper.

    ``of_relationship`` says that it asks about the relationship and nothing a person tells alone, so that in couple work each
    of the two may fill it in (6.1); every other measure belongs to one person's own record.
    """

    code: str
    version: int
    name: str
    about: str
    tier: ShipTier
    higher_is: HigherIs
    items: tuple[MeasureItem, ...]
    total: Method
    total_low: float
    total_high: float
    missing_policy: MissingPolicy
    licence: Licence
    schedule: Schedule
    provenance: str
    printed_items: int = 0
    subscales: tuple[Subscale, ...] = ()
    cutoffs: tuple[MeasureCutOff, ...] = ()
    rc: tuple[Threshold, ...] = ()
    bands: tuple[Band, ...] = ()
    safety_items: tuple[SafetyItem, ...] = ()
    form_versions: tuple[FormVersion, ...] = ()
    loinc: Loinc = field(default_factory=Loinc)
    examples: tuple[MeasureExample, ...] = ()
    aliases: tuple[str, ...] = ()
    most_missing: int = 0
    never_missing: tuple[int, ...] = ()
    safety_screen: bool = False
    of_relationship: bool = False
    needs_licence: bool = False
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The code as it names files and records: small letters and digits only."""
        return measure_key(self.code)

    @property
    def has_total(self) -> bool:
        """Whether the items become one number."""
        return self.total is not Method.NONE

    @property
    def is_keyed_total(self) -> bool:
        """Whether only a total, or another finished number, is keyed."""
        return self.tier in (ShipTier.C, ShipTier.D)

    @property
    def scored_items(self) -> tuple[MeasureItem, ...]:
        """The items that count."""
        return tuple(item for item in self.items if item.scored)

    @property
    def driving(self) -> MeasureCutOff | None:
        """The cut-off that decides classes, or None."""
        return next((cutoff for cutoff in self.cutoffs if cutoff.drives), None)

    def thresholds(self, subscale: str = "") -> tuple[Threshold, ...]:
        """Return the thresholds in use for the total or a subscale."""
        return tuple(rc for rc in self.rc if rc.enabled and rc.subscale == subscale)

    @property
    def provisional(self) -> bool:
        """Whether a number in use still has to be checked against its source (0.1)."""
        used = [rc.provisional for rc in self.rc if rc.enabled] + [cutoff.provisional for cutoff in self.cutoffs]
        return any(used) or any(band.provisional for band in self.bands)

    def form_version(self, code: str) -> FormVersion | None:
        """Return the printing of that code; the first one for "", None where the form has only one."""
        if not code:
            return self.form_versions[0] if self.form_versions else None
        return next((form for form in self.form_versions if form.code == code), None)


def measure_key(code: str) -> str:
    """Return a code as it names files and records: "CSI-16" and "csi 16" are both ``csi16``."""
    return "".join(char for char in code.lower() if char.isalnum())
