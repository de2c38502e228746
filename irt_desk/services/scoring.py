"""Scores printed values without a practice: what ``irt-desk score`` prints, with the keys of design paper section 4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from irt_desk.domain.content import Jurisdiction
from irt_desk.domain.measure_answers import answer_problems
from irt_desk.domain.measure_scores import OutcomeClass, Score, classify, score
from irt_desk.domain.measures import MeasureDefinition
from irt_desk.domain.values import Problem, insist
from irt_desk.errors import UserError
from irt_desk.services import content


def placed(definition: MeasureDefinition, place: Jurisdiction) -> MeasureDefinition:
    """Return a definition with the cut-off that decides classes as the place of practice sets it (GAD-7, 4.3)."""
    own = place.cut_off(definition.key)
    if own is None:
        return definition
    return replace(
        definition,
        cutoffs=tuple(
            replace(
                cutoff,
                value=float(own.value),
                label=own.text,
                population=place.name,
                provenance=own.provenance,
                provisional=own.provisional,
            )
            if cutoff.drives
            else cutoff
            for cutoff in definition.cutoffs
        ),
    )


def score_answers(
    measure: str, answers: Sequence[str], *, version: str = "", baseline: float | None = None, place: str = ""
) -> dict[str, Any]:
    """Return a score as data. ``-`` among the answers is a missing one.

    ``version`` is a printing of the form, where there are several, or the number of the definition.

    Raises:
        UserError: no such measure or version, the wrong number of answers.
        Invalid: a value that the form does not print, with every one of them.
    """
    definition = content.find_measure(measure)
    if definition is None:
        raise UserError("score.no_measure", measure=measure, measures=", ".join(sorted(known_codes())))
    if place:
        definition = placed(definition, content.load_jurisdiction(place))
    form_version = _form(definition, version)
    found = _scored(definition, answers, form_version)
    return as_data(definition, found, form_version=form_version, baseline=baseline)


def known_codes() -> tuple[str, ...]:
    """Return the codes of the measures that ship."""
    return tuple(measure.code for measure in content.load_measures().values())


def _form(definition: MeasureDefinition, version: str) -> str:
    forms = [form.code for form in definition.form_versions]
    if version in ("", str(definition.version)):
        return forms[0] if forms else ""
    if version not in forms:
        allowed = ", ".join([str(definition.version), *forms])
        raise UserError("score.no_version", measure=definition.code, version=version, versions=allowed)
    return version


def _scored(definition: MeasureDefinition, answers: Sequence[str], form_version: str) -> Score:
    needed = len(definition.scored_items)
    if not needed <= len(answers) <= len(definition.items):
        raise UserError("score.wrong_number", measure=definition.code, needed=needed, given=len(answers))
    values: dict[str, float] = {}
    wrong: list[Problem] = []
    for item, typed in zip(definition.items, answers, strict=False):
        if typed == "-":
            continue
        try:
            values[str(item.n)] = float(typed)
        except ValueError:
            wrong.append(Problem(f"item.{item.n}", "answer_no_number", {"n": item.name, "given": typed}))
    for problem in answer_problems(definition, values):
        item = definition.items[int(problem.field.removeprefix("item.")) - 1]
        bounds = {"low": f"{item.low:g}", "high": f"{item.high:g}"}
        given = f"{values[str(item.n)]:g}"
        wrong.append(Problem(problem.field, "answer_not_printed", {"n": item.name, "given": given, **bounds}))
    insist(wrong)
    return score(definition, values, form_version)


def as_data(
    definition: MeasureDefinition, found: Score, *, form_version: str = "", baseline: float | None = None
) -> dict[str, Any]:
    """Return a score with the keys that stay; whole numbers are printed as such."""
    outcome = None
    if baseline is not None:
        usable = found.complete and definition.total_low <= baseline <= definition.total_high
        outcome = classify(definition, baseline, found.total) if usable else OutcomeClass.NOT_CLASSIFIABLE
    return {
        "measure": definition.code,
        "version": form_version or str(definition.version),
        "total": number(found.total),
        "subscales": {code: number(value) for code, value in found.subscales.items()},
        "complete": found.complete,
        "cutoffs": [
            {
                "label": f.cutoff.label,
                "value": number(f.cutoff.value),
                "side": f.side.value,
                "population": f.cutoff.population,
            }
            for f in found.cutoffs
        ],
        "class": outcome.value if outcome else None,
        "provisional": definition.provisional,
        "safety": [{"item": s.n or None, "value": number(s.value), "opens": s.opens.value} for s in found.safety],
        "prorated": found.prorated,
        "higher_is": definition.higher_is.value,
        "safety_screen": definition.safety_screen,
    }


def number(value: float | None) -> float | int | None:
    """Return a number as it is written: whole where it is whole, at most three decimals."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 3)
