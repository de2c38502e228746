"""Turns the data of a measure file into a definition; pure. The shape is that of the domain paper, 4.17.

A file is refused with every problem at once, among them what only shows in the whole: a range that the items do not add up
to, a subscale of items that are not there, two cut-offs that both decide the class, a threshold that its own figures do not
give.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import ceil
from typing import Any, TypeVar

from irt_desk.domain.content import ContentError
from irt_desk.domain.content_fields import Fields
from irt_desk.domain.measure_scores import OutcomeClass, reliable_change
from irt_desk.domain.measures import (
    Band,
    CutOffComparison,
    CutSide,
    FormVersion,
    HigherIs,
    Licence,
    Loinc,
    MeasureCutOff,
    MeasureDefinition,
    MeasureExample,
    MeasureItem,
    Method,
    MissingPolicy,
    Opens,
    PrintedOrder,
    RcKind,
    ReliabilityKind,
    SafetyItem,
    Schedule,
    ShipTier,
    Subscale,
    Threshold,
)

E = TypeVar("E", PrintedOrder, Method, CutSide, ReliabilityKind)


def _real(f: Fields, name: str, *, needed: bool = True) -> float | None:
    value = f.raw(name)
    if value is None and not needed:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        f.wrong(name, "is missing or not a number")
        return None
    return float(value)


def _some(f: Fields, name: str) -> float:
    return _real(f, name) or 0.0


def _on(f: Fields, name: str, *, default: bool = False) -> bool:
    value = f.raw(name)
    if value is not None and not isinstance(value, bool):
        f.wrong(name, "is not true or false")
    return default if value is None else value is True


def _or(f: Fields, name: str, default: E) -> E:
    value = f.raw(name)
    if value is None:
        return default
    return f.member(name, type(default))


def _numbers(f: Fields, name: str, *, needed: bool = False) -> tuple[int, ...]:
    value = f.raw(name)
    if value is None and not needed:
        return ()
    if not isinstance(value, list) or any(type(n) is not int for n in value):
        f.wrong(name, "is missing or not a list of whole numbers")
        return ()
    return tuple(value)


def _item(f: Fields) -> MeasureItem:
    return MeasureItem(
        n=f.number("n") or 0,
        caption=f.text("caption"),
        low=_some(f, "min"),
        high=_some(f, "max"),
        reverse=_on(f, "reverse"),
        printed_order=_or(f, "printed_order", PrintedOrder.LOW_TO_HIGH),
        label=f.text("label", needed=False),
        hint=f.text("hint", needed=False),
        decimals=f.number("decimals", needed=False) or 0,
        scored=_on(f, "scored", default=True),
        yes_no=_on(f, "yes_no"),
    )


def _subscale(f: Fields) -> Subscale:
    return Subscale(
        code=f.text("code"),
        label=f.text("label"),
        items=_numbers(f, "items", needed=True),
        method=_or(f, "method", Method.SUM),
        minus=_numbers(f, "minus"),
    )


def _cutoff(f: Fields) -> MeasureCutOff:
    opens = f.raw("opens")
    return MeasureCutOff(
        value=_some(f, "value"),
        comparison=f.member("comparator", CutOffComparison),
        label=f.text("label"),
        population=f.text("population"),
        provenance=f.provenance(),
        met=_or(f, "met", CutSide.DISTRESSED),
        otherwise=_or(f, "otherwise", CutSide.HEALTHY),
        drives=_on(f, "drives"),
        provisional=_on(f, "provisional"),
        borderline=_numbers(f, "borderline"),
        opens=None if opens is None else f.member("opens", Opens),
    )


def _threshold(f: Fields) -> Threshold:
    return Threshold(
        value=_some(f, "value"),
        kind=f.member("kind", RcKind),
        provenance=f.provenance(),
        enabled=f.flag("enabled"),
        provisional=f.flag("provisional"),
        raw=_real(f, "raw", needed=False),
        sd=_real(f, "sd", needed=False),
        r=_real(f, "r", needed=False),
        reliability_kind=_or(f, "reliability_kind", ReliabilityKind.PUBLISHED),
        subscale=f.text("subscale", needed=False),
    )


def _band(f: Fields) -> Band:
    return Band(low=_some(f, "low"), high=_some(f, "high"), label=f.text("label"), provisional=_on(f, "provisional"))


def _safety_item(f: Fields) -> SafetyItem:
    return SafetyItem(n=f.number("n") or 0, at_least=_some(f, "at_least"), opens=f.member("opens", Opens))


def _form_version(f: Fields) -> FormVersion:
    reverse = _numbers(f, "reverse") if f.raw("reverse") is not None else None
    return FormVersion(code=f.text("code"), label=f.text("label"), reverse=reverse, flip_total=_on(f, "flip_total"))


def _licence(f: Fields) -> Licence:
    return Licence(status=f.text("status"), note=f.text("note"), checked_on=f.day("checked_on"))


def _loinc(f: Fields) -> Loinc:
    return Loinc(
        panel=f.text("panel", needed=False),
        total=f.text("total", needed=False),
        items=f.texts("items", needed=False),
        note=f.text("note", needed=False),
    )


def _schedule(f: Fields) -> Schedule:
    return Schedule(
        on=_on(f, "on"),
        intake=_on(f, "intake"),
        every_days=f.number("every_days", needed=False) or 0,
        every_sessions=f.number("every_sessions", needed=False) or 0,
        sooner_at=_real(f, "sooner_at", needed=False),
        sooner_days=f.number("sooner_days", needed=False) or 0,
        gap_days=f.number("gap_days", needed=False) or 0,
        at_end=_on(f, "at_end"),
        family=f.text("family", needed=False),
        note=f.text("note", needed=False),
    )


def _answers(f: Fields) -> tuple[float | None, ...]:
    """Return the answers of an example, written as the command line takes them: ``"6 5 - 5"``."""
    found: list[float | None] = []
    for part in f.text("answers").split():
        try:
            found.append(None if part == "-" else float(part))
        except ValueError:
            f.wrong("answers", f"hold {part!r}")
    return tuple(found)


def _example(f: Fields) -> MeasureExample:
    outcome = f.text("class", needed=False)
    if outcome and outcome not in list(OutcomeClass):
        f.wrong("class", f"is {outcome!r}, which is no OutcomeClass")
    scales = f.raw("subscales") or {}
    return MeasureExample(
        answers=_answers(f),
        complete=_on(f, "complete", default=True),
        total=_real(f, "total", needed=False),
        subscales={str(code): float(value) for code, value in scales.items()},
        sides=tuple(CutSide(side) for side in f.texts("sides", needed=False)),
        form_version=f.text("form_version", needed=False),
        baseline=_real(f, "baseline", needed=False),
        outcome=outcome,
        opens=tuple(Opens(what) for what in f.texts("opens", needed=False)),
        note=f.text("note", needed=False),
    )


def parse_measure(data: Mapping[str, Any]) -> MeasureDefinition:
    """Return the definition a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    f = Fields(data, problems)
    items = f.tables("items", _item, needed=True)
    definition = MeasureDefinition(
        code=f.text("code"),
        version=f.number("version") or 0,
        name=f.text("name"),
        about=f.text("about"),
        tier=f.member("ship_tier", ShipTier),
        higher_is=f.member("higher_is", HigherIs),
        items=items,
        total=f.member("total", Method),
        total_low=_real(f, "total_min", needed=False) or 0.0,
        total_high=_real(f, "total_max", needed=False) or 0.0,
        missing_policy=f.member("missing_policy", MissingPolicy),
        licence=f.table("licence", _licence),
        schedule=f.table("schedule", _schedule),
        provenance=f.provenance(),
        printed_items=f.number("printed_items", needed=False) or len([item for item in items if item.scored]),
        subscales=f.tables("subscales", _subscale),
        cutoffs=f.tables("cutoffs", _cutoff),
        rc=f.tables("rc", _threshold),
        bands=f.tables("bands", _band),
        safety_items=f.tables("safety_items", _safety_item),
        form_versions=f.tables("form_versions", _form_version),
        loinc=f.table("loinc", _loinc) if f.raw("loinc") is not None else Loinc(),
        examples=f.tables("examples", _example, needed=True),
        aliases=f.texts("aliases", needed=False),
        most_missing=f.number("most_missing", needed=False) or 0,
        never_missing=_numbers(f, "never_missing"),
        safety_screen=f.flag("safety_screen"),
        of_relationship=_on(f, "of_relationship"),
        needs_licence=_on(f, "needs_licence"),
        notes=f.texts("notes", needed=False),
    )
    problems += definition_problems(definition)
    f.left_over()
    if problems:
        raise ContentError(definition.code or "measure", problems)
    return definition


def definition_problems(definition: MeasureDefinition) -> list[str]:
    """Return what does not hold together in a definition, whoever wrote it."""
    return [*_items_hold(definition), *_numbers_hold(definition), *_thresholds_hold(definition)]


def _items_hold(definition: MeasureDefinition) -> list[str]:
    found = []
    numbers = [item.n for item in definition.items]
    if numbers != list(range(1, len(numbers) + 1)):
        found.append("items are not numbered 1, 2, 3 ...")
    found += [f"item {item.n} has no range" for item in definition.items if not item.low < item.high]
    named = {n for s in definition.subscales for n in (*s.items, *s.minus)}
    named |= {s.n for s in definition.safety_items} | set(definition.never_missing)
    named |= {n for form in definition.form_versions for n in form.reverse or ()}
    found += [f"item {n} is named and not there" for n in sorted(named - set(numbers))]
    codes = [s.code for s in definition.subscales]
    if len(set(codes)) != len(codes):
        found.append("subscales have a code twice")
    return found


def _numbers_hold(definition: MeasureDefinition) -> list[str]:
    found = []
    if definition.total is Method.SUM:
        low = sum(item.low for item in definition.scored_items)
        high = sum(item.high for item in definition.scored_items)
        if (low, high) != (definition.total_low, definition.total_high):
            found.append(f"the items add up to {low:g} to {high:g}, not to the range that is given")
    if sum(cutoff.drives for cutoff in definition.cutoffs) > 1:
        found.append("more than one cut-off decides the class")
    ends = [(band.low, band.high) for band in definition.bands]
    if any(low > high for low, high in ends) or any(b[0] <= a[1] for a, b in pairwise(ends)):
        found.append("bands overlap or are not in order")
    if definition.missing_policy is MissingPolicy.PRORATE and not definition.most_missing:
        found.append("prorating needs most_missing")
    return found


def _thresholds_hold(definition: MeasureDefinition) -> list[str]:
    """A threshold follows from its own spread and reliability, and an unsure figure is marked (0.1)."""
    found = []
    codes = {"", *(s.code for s in definition.subscales)}
    for rc in definition.rc:
        if rc.subscale not in codes:
            found.append(f"a threshold is for {rc.subscale!r}, which is no subscale")
        if rc.sd is not None and rc.r is not None and abs(reliable_change(rc.sd, rc.r) - (rc.raw or 0)) > 0.06:
            found.append(f"the {rc.kind} threshold is not what its spread and reliability give")
        if rc.raw is not None and ceil(rc.raw) != rc.value:
            found.append(f"the {rc.kind} threshold is not its figure rounded up")
        if rc.enabled and "[UNSURE]" in rc.provenance and not rc.provisional:
            found.append(f"the {rc.kind} threshold is unsure and not marked provisional")
    found += [
        f"the cut-off {cutoff.value:g} is unsure and not marked provisional"
        for cutoff in definition.cutoffs
        if "[UNSURE]" in cutoff.provenance and not cutoff.provisional
    ]
    return found
