"""How scores are put into words: the same in the window, on paper and on the command line."""

from __future__ import annotations

from irt_desk.domain.measure_scores import OutcomeClass, Scored, exceeds
from irt_desk.domain.measures import CutSide, MeasureDefinition, Method
from irt_desk.services.measure_courses import MeasureCourse
from irt_desk.services.texts import day_text, number_text
from irt_desk.words import label, say

_ROLES = {
    OutcomeClass.RECOVERED: "good",
    OutcomeClass.IMPROVED: "good",
    OutcomeClass.POSSIBLE_IMPROVEMENT: "relationship",
    OutcomeClass.UNCHANGED: "relationship",
    OutcomeClass.POSSIBLE_DETERIORATION: "attention",
    OutcomeClass.DETERIORATED: "attention",
    OutcomeClass.NOT_CLASSIFIABLE: "neutral",
}
"""Tint of a class. A worse score asks for attention; it is no fault of anybody, so it is never shown as danger."""


def outcome_role(outcome: OutcomeClass) -> str:
    """Return the tint of a class."""
    return _ROLES[outcome]


def signed(points: float) -> str:
    """Return a change with its sign: "+25", a true minus, "0"."""
    if points == 0:
        return "0"
    sign = "+" if points > 0 else "\N{MINUS SIGN}"
    return f"{sign}{number_text(abs(points))}"


def outcome_text(one: Scored) -> str:
    """Return a class with the change behind it: "Recovered: +25"; empty where there is none."""
    if one.outcome is None:
        return ""
    if one.outcome is OutcomeClass.NOT_CLASSIFIABLE or one.change is None:
        return label(one.outcome)
    return say("measures.outcome", name=label(one.outcome), change=signed(one.change))


def score_text(one: Scored) -> str:
    """Return a score: its total, or its lines where it has no total; a missing one as a dash, prorated said."""
    if one.definition.has_total:
        text = number_text(one.score.total)
        return say("measures.prorated", total=text) if one.score.prorated else text
    return ", ".join(
        f"{scale.label} {number_text(one.score.subscales.get(scale.code))}" for scale in one.definition.subscales
    )


def change_text(course: MeasureCourse, one: Scored) -> str:
    """Return whether the lines of a measure without classes changed by more than its thresholds, against the first."""
    first = course.first
    if first is None or one is first or one.definition.has_total:
        return ""
    found = []
    for scale in one.definition.subscales:
        before, now = first.score.subscales.get(scale.code), one.score.subscales.get(scale.code)
        if before is None or now is None or not one.definition.thresholds(scale.code):
            continue
        beyond = exceeds(one.definition, scale.code, before, now) is not None
        code = "measures.beyond" if beyond else "measures.within"
        found.append(say(code, line=scale.label, change=signed(now - before)))
    return "; ".join(found)


def direction_text(definition: MeasureDefinition) -> str:
    """Return which way a measure points: "higher = more symptoms" is never left to guess."""
    return say(f"measures.higher_{definition.higher_is}")


def range_text(definition: MeasureDefinition) -> str:
    """Return the range of the total: "0 to 81"; of one line where there is no total."""
    if definition.has_total:
        return say("measures.range", low=f"{definition.total_low:g}", high=f"{definition.total_high:g}")
    low, high = line_range(definition)
    return say("measures.range", low=f"{low:g}", high=f"{high:g}")


def line_range(definition: MeasureDefinition) -> tuple[float, float]:
    """Return the ends all lines of a measure without a total share: the widest of its subscales."""
    items = {item.n: item for item in definition.items}
    ends: list[tuple[float, float]] = []
    for scale in definition.subscales:
        plus, minus = [items[n] for n in scale.items], [items[n] for n in scale.minus]
        low = sum(i.low for i in plus) - sum(i.high for i in minus)
        high = sum(i.high for i in plus) - sum(i.low for i in minus)
        share = len(plus) if scale.method is Method.MEAN else 1
        ends.append((low / share, high / share))
    return min((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=1.0)


def dated(one: Scored) -> str:
    """Return a score with its day: "38 (7 May 2026)"."""
    return say("measures.dated", score=score_text(one), day=day_text(one.given.on, weekday=False))


def final_line(course: MeasureCourse) -> str:
    """Return the first and the latest score of a measure as a line of a discharge summary."""
    first, last = course.first, course.last
    if first is None or last is None:
        return ""
    if first is last:
        return say("measures.final_one", measure=course.title, score=dated(last))
    came_of_it = outcome_text(last) or change_text(course, last)
    values = {"measure": course.title, "first": dated(first), "last": dated(last)}
    return say("measures.final_with" if came_of_it else "measures.final", **values, outcome=came_of_it)


def is_outcome(definition: MeasureDefinition) -> bool:
    """Return whether a measure belongs in summaries: no safety screen, no screen for alcohol or drugs, which leave by an
    explicit release only (domain paper, 6.5), no single ratings of our own."""
    graded = definition.has_total or any(rc.enabled for rc in definition.rc)
    released = any(cutoff.met is CutSide.POSITIVE for cutoff in definition.cutoffs)
    return graded and not definition.safety_screen and not released
