"""Scores a measure: totals, subscales, sides of the cut-offs, and the class of a change (domain paper, 4.2).

Everything here is arithmetic on printed values. Nothing is rounded before the last step, nothing is imputed except where a
definition says so, and a safety item never is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from irt_desk.domain.measure_answers import Administration, live
from irt_desk.domain.measures import (
    CutSide,
    FormVersion,
    HigherIs,
    MeasureCutOff,
    MeasureDefinition,
    Method,
    MissingPolicy,
    Opens,
    RcKind,
    Subscale,
    Threshold,
)

Z_95 = 1.96
"""Two-sided 95% point of the normal distribution, as 4.2 uses it."""

BASELINE_DAYS_BEFORE = 30
"""A baseline may lie up to this many days before the case opened (4.2)."""


class OutcomeClass(StrEnum):
    """Classes of change against the baseline (4.2)."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    POSSIBLE_IMPROVEMENT = "possible_improvement"
    UNCHANGED = "unchanged"
    POSSIBLE_DETERIORATION = "possible_deterioration"
    DETERIORATED = "deteriorated"
    NOT_CLASSIFIABLE = "not_classifiable"


@dataclass(frozen=True, slots=True)
class CutOffFound:
    """A cut-off and the side the total lies on."""

    cutoff: MeasureCutOff
    side: CutSide


@dataclass(frozen=True, slots=True)
class SafetyFound:
    """Something an answer opened; ``n`` is the item, 0 for the total."""

    n: int
    value: float
    opens: Opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a set of answers comes to. ``missing`` are the unanswered items that count."""

    total: float | None
    complete: bool
    prorated: bool = False
    missing: tuple[int, ...] = ()
    subscales: Mapping[str, float | None] = field(default_factory=dict)
    cutoffs: tuple[CutOffFound, ...] = ()
    band: str = ""
    safety: tuple[SafetyFound, ...] = ()

    def opens(self, what: Opens) -> bool:
        """Return whether an answer opened this."""
        return any(found.opens is what for found in self.safety)


def reliable_change(sd: float, r: float) -> float:
    """Return the change that is reliable at 95%, in points: 1.96 * sqrt(2) * sd * sqrt(1 - r) (Jacobson & Truax 1991).

    Raises:
        ValueError: the spread is negative or the reliability lies outside 0 to 1.
    """
    if sd < 0 or not 0 <= r <= 1:
        raise ValueError("a spread is not negative, a reliability lies between 0 and 1")
    return Z_95 * sqrt(2) * sd * sqrt(1 - r)


def cut_off_c(clinical_mean: float, clinical_sd: float, norm_mean: float, norm_sd: float) -> float:
    """Return the cut-off between two groups that weighs each mean by the other's spread (4.2, formula c)."""
    return (clinical_sd * norm_mean + norm_sd * clinical_mean) / (clinical_sd + norm_sd)


def score(definition: MeasureDefinition, answers: Mapping[str, float], form_version: str = "") -> Score:
    """Return the score of printed values by item number; a missing number is a missing answer."""
    form = definition.form_version(form_version)
    keyed = {item.n: _keyed(definition, item.n, answers, form) for item in definition.items if str(item.n) in answers}
    missing = tuple(item.n for item in definition.scored_items if item.n not in keyed)
    total, prorated = _total(definition, keyed, missing)
    if total is not None and form is not None and form.flip_total:
        total = definition.total_low + definition.total_high - total
    subscales = {scale.code: _subscale(scale, keyed) for scale in definition.subscales}
    opened = [
        SafetyFound(item.n, answers[str(item.n)], item.opens)
        for item in definition.safety_items
        if item.n in keyed and keyed[item.n] >= item.at_least
    ]
    return _seen(definition, total, missing, prorated=prorated, subscales=subscales, opened=opened)


def score_total(definition: MeasureDefinition, total: float, form_version: str = "") -> Score:
    """Return the score of a total that was keyed without its items."""
    form = definition.form_version(form_version)
    if form is not None and form.flip_total:
        total = definition.total_low + definition.total_high - total
    subscales: dict[str, float | None] = {scale.code: None for scale in definition.subscales}
    return _seen(definition, total, (), subscales=subscales)


def score_of(definition: MeasureDefinition, given: Administration) -> Score:
    """Return the score of an administration."""
    if given.total_keyed is not None:
        return score_total(definition, given.total_keyed, given.form_version)
    return score(definition, given.answers, given.form_version)


def _keyed(definition: MeasureDefinition, n: int, answers: Mapping[str, float], form: FormVersion | None) -> float:
    item = next(item for item in definition.items if item.n == n)
    turned = n in form.reverse if form is not None and form.reverse is not None else item.reverse
    return item.keyed(answers[str(n)], reverse=turned)


def _total(
    definition: MeasureDefinition, keyed: Mapping[int, float], missing: tuple[int, ...]
) -> tuple[float | None, bool]:
    """Return the total and whether it was prorated; None where answers are missing that may not be."""
    scored = [item.n for item in definition.scored_items]
    values = [keyed[n] for n in scored if n in keyed]
    if not definition.has_total or not values:
        return None, False
    if not missing:
        return (sum(values) if definition.total is Method.SUM else sum(values) / len(values)), False
    allowed = definition.missing_policy is MissingPolicy.PRORATE and len(missing) <= definition.most_missing
    if not allowed or set(missing) & set(definition.never_missing):
        return None, False
    # Printed values are whole numbers here, so rounding half up is exact in whole arithmetic.
    return float((2 * len(scored) * int(sum(values)) + len(values)) // (2 * len(values))), True


def _subscale(scale: Subscale, keyed: Mapping[int, float]) -> float | None:
    if any(n not in keyed for n in (*scale.items, *scale.minus)):
        return None
    value = sum(keyed[n] for n in scale.items) - sum(keyed[n] for n in scale.minus)
    return value / len(scale.items) if scale.method is Method.MEAN else value


def _seen(
    definition: MeasureDefinition,
    total: float | None,
    missing: tuple[int, ...],
    *,
    subscales: Mapping[str, float | None],
    prorated: bool = False,
    opened: Sequence[SafetyFound] = (),
) -> Score:
    sides: tuple[CutOffFound, ...] = ()
    band = ""
    safety = list(opened)
    if total is not None:
        sides = tuple(CutOffFound(cutoff, cutoff.side(total)) for cutoff in definition.cutoffs)
        band = next((b.label for b in definition.bands if b.low <= total <= b.high), "")
        safety += [
            SafetyFound(0, total, found.cutoff.opens)
            for found in sides
            if found.cutoff.opens is not None and found.side is found.cutoff.met
        ]
    return Score(
        total=total,
        complete=not missing,
        prorated=prorated,
        missing=missing,
        subscales=subscales,
        cutoffs=sides,
        band=band,
        safety=tuple(safety),
    )


def classify(definition: MeasureDefinition, baseline: float | None, now: float | None) -> OutcomeClass:
    """Return the class of a change between two complete totals of one form and one respondent (4.2).

    A reliable change needs a strict or published threshold. A lenient threshold alone yields at most a
    ``possible_*`` class. Crossing the cut-off without a reliable change is no recovery.
    """
    rcs = definition.thresholds()
    barred = definition.safety_screen or definition.higher_is is HigherIs.MORE_OF_CONSTRUCT
    if baseline is None or now is None or barred or not rcs:
        return OutcomeClass.NOT_CLASSIFIABLE
    better = now - baseline if definition.higher_is is HigherIs.BETTER else baseline - now
    if any(rc.kind is not RcKind.LENIENT and abs(better) >= rc.value for rc in rcs):
        if better < 0:
            return OutcomeClass.DETERIORATED
        cutoff = definition.driving
        crossed = cutoff is not None and (cutoff.side(baseline), cutoff.side(now)) == (cutoff.met, cutoff.otherwise)
        return OutcomeClass.RECOVERED if crossed else OutcomeClass.IMPROVED
    if any(rc.kind is RcKind.LENIENT and abs(better) >= rc.value for rc in rcs):
        return OutcomeClass.POSSIBLE_IMPROVEMENT if better > 0 else OutcomeClass.POSSIBLE_DETERIORATION
    return OutcomeClass.UNCHANGED


def exceeds(definition: MeasureDefinition, subscale: str, baseline: float, now: float) -> Threshold | None:
    """Return the largest threshold a change of a subscale reaches, or None; no class comes of it (ECR-S)."""
    reached = [rc for rc in definition.thresholds(subscale) if abs(now - baseline) >= rc.value]
    return max(reached, key=lambda rc: rc.value, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An administration with its score, and its class against the baseline: None for the baseline itself."""

    given: Administration
    definition: MeasureDefinition
    score: Score
    baseline: float | None = None
    baseline_on: date | None = None
    outcome: OutcomeClass | None = None
    is_baseline: bool = False

    @property
    def change(self) -> float | None:
        """Points since the baseline."""
        if self.baseline is None or self.score.total is None or self.is_baseline:
            return None
        return self.score.total - self.baseline


def baseline_of(scored: Sequence[Scored], opened_on: date) -> Scored | None:
    """Return the first complete administration within the case, or up to 30 days before it (4.2)."""
    earliest = opened_on - timedelta(days=BASELINE_DAYS_BEFORE)
    fits = (s for s in scored if s.given.on >= earliest and s.score.complete and s.score.total is not None)
    return next(fits, None)


def course(
    given: Sequence[Administration], definitions: Mapping[int, MeasureDefinition], opened_on: date
) -> tuple[Scored, ...]:
    """Return one measure's administrations, oldest first, each scored with its own version and classed.

    What lies before the baseline, is incomplete, or comes from another form or respondent is not classifiable; with one
    administration there is no class at all.
    """
    scored = [
        Scored(
            given=a, definition=definitions[a.definition_version], score=score_of(definitions[a.definition_version], a)
        )
        for a in live(given)
    ]
    base = baseline_of(scored, opened_on)
    if base is None or base.score.total is None:
        return tuple(scored)
    return tuple(_classed(s, base) for s in scored)


def _classed(one: Scored, base: Scored) -> Scored:
    if one is base:
        return _with(one, base, None, is_baseline=True)
    if (one.given.on, one.given.entered.at) < (base.given.on, base.given.entered.at):
        return one
    same = (
        one.given.form_version == base.given.form_version
        and one.given.respondent is base.given.respondent
        and _shape(one.definition) == _shape(base.definition)
    )
    usable = same and one.score.complete
    return _with(
        one,
        base,
        classify(one.definition, base.score.total, one.score.total) if usable else OutcomeClass.NOT_CLASSIFIABLE,
    )


def _shape(definition: MeasureDefinition) -> tuple[object, ...]:
    """Return what makes two versions of a definition count alike; captions and thresholds may differ."""
    return definition.total, tuple((item.n, item.low, item.high, item.reverse) for item in definition.scored_items)


def _with(one: Scored, base: Scored, outcome: OutcomeClass | None, *, is_baseline: bool = False) -> Scored:
    return Scored(
        given=one.given,
        definition=one.definition,
        score=one.score,
        baseline=base.score.total,
        baseline_on=base.given.on,
        outcome=outcome,
        is_baseline=is_baseline,
    )
