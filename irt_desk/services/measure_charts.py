"""The charts of a record's measures as figures: made once, drawn by the window and by the PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from irt_desk.domain.figures.pulse import PulseAnswer, PulseLine, pulse_chart
from irt_desk.domain.figures.scores import (
    LATE_DAYS,
    Chart,
    Level,
    Marker,
    PersonLine,
    ScorePoint,
    TimeAxis,
    Zone,
    axis_of,
    both_chart,
    score_chart,
)
from irt_desk.domain.measure_scores import Scored
from irt_desk.domain.measures import CutOffComparison, HigherIs, MeasureDefinition, RcKind
from irt_desk.domain.notes import PulseItem
from irt_desk.domain.units import Place
from irt_desk.services.measure_courses import Event, MeasureCourse, PulsePoint
from irt_desk.services.measure_words import (
    direction_text,
    line_range,
    outcome_text,
    range_text,
    score_text,
)
from irt_desk.services.texts import day_text, number_text
from irt_desk.words import label, say

MOST_LINES = 2
"""Lines of a measure without a total that get a chart each; more are drawn as small multiples."""

FOUR_WEEKS = 28
"""Arguments a week are shown as the median of this many days (domain paper, row 20)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChart:
    """One chart of a course: its total, or one of its lines (``line`` is the subscale's words)."""

    course: MeasureCourse
    chart: Chart
    line: str = ""


def axis(courses: Sequence[MeasureCourse], pulse: Sequence[PulsePoint], today: date | None = None) -> TimeAxis | None:
    """Return the one time axis of a record's charts."""
    days = [s.given.on for course in courses for s in course.scored] + [point.on for point in pulse]
    return axis_of(days, [day_text(day, today, weekday=False) for day in days])


def charts_of(
    course: MeasureCourse, events: Sequence[Event], times: TimeAxis, *, width: float, height: float
) -> tuple[CourseChart, ...]:
    """Return the charts of a course: one of the total, or one a line where there is no total."""
    markers = tuple(map(_marker, events))
    if course.definition.has_total:
        chart = _total_chart(course, markers, times, width, height)
        return (CourseChart(course=course, chart=chart),) if chart else ()
    if len(course.definition.subscales) > MOST_LINES:
        return (CourseChart(course=course, chart=_small_lines(course, times, width)),)
    low, high = line_range(course.definition)
    found = []
    for scale in course.definition.subscales:
        points = [
            _point(one, value) for one in course.scored if (value := one.score.subscales.get(scale.code)) is not None
        ]
        if not points:
            continue
        title = f"{course.title}: {scale.label}"
        about = f"{direction_text(course.definition)}, n {len(points)}"
        zones = _line_zones(course, scale.code)
        drawn = score_chart(
            title, points, times, low=low, high=high, about=about, zones=zones, width=width, height=height
        )
        found.append(CourseChart(course=course, chart=drawn, line=scale.label))
    return tuple(found)


def _marker(event: Event) -> Marker:
    return Marker(event.on, event.text, say("event.on", text=event.text, day=day_text(event.on, weekday=False)))


def _small_lines(course: MeasureCourse, times: TimeAxis, width: float) -> Chart:
    """Return the lines of a measure that has many of them as small multiples, as the check-in is drawn."""
    lines = []
    for scale in course.definition.subscales:
        low, high = line_range(replace(course.definition, subscales=(scale,)))
        answers = tuple(_answer(one.given.on, one.score.subscales.get(scale.code)) for one in course.scored)
        direction = direction_text(course.definition)
        lines.append(PulseLine(name=scale.label, direction=direction, answers=answers, low=low, high=high))
    return pulse_chart(course.title, lines, times, width=width)


def _total_chart(
    course: MeasureCourse, markers: tuple[Marker, ...], times: TimeAxis, width: float, height: float
) -> Chart | None:
    definition = course.definition
    points = [_point(one, one.score.total) for one in course.scored if one.score.total is not None]
    if not points:
        return None
    return score_chart(
        course.title,
        points,
        times,
        low=definition.total_low,
        high=definition.total_high,
        about=f"{range_text(definition)}, {direction_text(definition)}, n {len(points)}",
        levels=[Level(value=c.value, text=c.label) for c in definition.cutoffs if c.drives],
        zones=_zones(definition, course.first) if _classed(definition) else (),
        markers=markers,
        notes=key_lines(course),
        width=width,
        height=height,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BothChart:
    """Two people's courses of one measure on one scale."""

    definition: MeasureDefinition
    chart: Chart


def both_charts(
    found: Sequence[MeasureCourse], names: Mapping[Place, str], times: TimeAxis, *, width: float
) -> tuple[BothChart, ...]:
    """Return a chart of both for every measure with a total that each of the two has filled in."""
    made = []
    for key in dict.fromkeys(course.key for course in found if course.definition.has_total):
        own = {course.place: course for course in found if course.key == key and _totals(course)}
        if not all(place in own for place in names):
            continue
        definition = own[Place.A].definition
        about = f"{range_text(definition)}, {direction_text(definition)}"
        chart = both_chart(
            say("scores.both_title", measure=definition.code),
            [PersonLine(name, _told_of(name, own[place])) for place, name in names.items()],
            times,
            low=definition.total_low,
            high=definition.total_high,
            about=about,
            levels=[Level(value=c.value, text=c.label) for c in definition.cutoffs if c.drives],
            width=width,
        )
        made.append(BothChart(definition=definition, chart=chart))
    return tuple(made)


def _totals(course: MeasureCourse) -> tuple[Scored, ...]:
    return tuple(one for one in course.scored if one.score.total is not None)


def _told_of(name: str, course: MeasureCourse) -> tuple[ScorePoint, ...]:
    """Return a person's scores, each telling whose it is, its day and its value; no class, which is not for comparing."""
    points = (_point(one, one.score.total or 0.0) for one in _totals(course))
    told = {one.given.id: f"{day_text(one.given.on, weekday=False)}, {score_text(one)}" for one in _totals(course)}
    words = (say("scores.point_of", name=name, told=text) for text in told.values())
    return tuple(replace(point, words=text) for point, text in zip(points, words, strict=True))


def _classed(definition: MeasureDefinition) -> bool:
    return bool(definition.thresholds()) and definition.higher_is is not HigherIs.MORE_OF_CONSTRUCT


def _point(one: Scored, value: float) -> ScorePoint:
    late = (one.given.entered.day - one.given.on).days > LATE_DAYS
    parts = [day_text(one.given.on, weekday=False), score_text(one), outcome_text(one), label(one.given.mode).lower()]
    parts += [say("measures.late", day=day_text(one.given.entered.day, weekday=False))] if late else []
    return ScorePoint(
        on=one.given.on,
        value=value,
        words=", ".join(part for part in parts if part),
        label=number_text(value),
        late=late,
    )


def _ends(definition: MeasureDefinition, subscale: str = "") -> tuple[float | None, float | None]:
    """Return the change under which nothing is reliable, and the one from which it is; None where there is none."""
    rcs = definition.thresholds(subscale)
    sure = [rc.value for rc in rcs if rc.kind is not RcKind.LENIENT]
    loose = [rc.value for rc in rcs if rc.kind is RcKind.LENIENT]
    inner = min([*loose, *sure], default=None)
    return inner, min(sure, default=None)


def _zones(definition: MeasureDefinition, first: Scored | None) -> tuple[Zone, ...]:
    base = first.score.total if first is not None else None
    return () if base is None else _around(base, *_ends(definition))


def _line_zones(course: MeasureCourse, code: str) -> tuple[Zone, ...]:
    base = course.first.score.subscales.get(code) if course.first is not None else None
    return () if base is None else _around(base, *_ends(course.definition, code))


def _around(base: float, inner: float | None, outer: float | None) -> tuple[Zone, ...]:
    found = []
    if outer is not None and inner is not None and outer > inner:
        found.append(Zone(base - outer, base + outer, inner=False))
    if inner is not None:
        found.append(Zone(base - inner, base + inner, inner=True))
    return tuple(found)


def key_lines(course: MeasureCourse) -> tuple[str, ...]:
    """Return the key of a chart in words: the cut-off with its side, and what counts as change against the first score."""
    definition = course.definition
    found = []
    for cutoff in definition.cutoffs:
        if cutoff.drives:
            below = cutoff.comparison is CutOffComparison.BELOW
            side = label(cutoff.met if below else cutoff.otherwise)
            found += [say("measures.cutoff", value=f"{cutoff.value:g}"), say("measures.below", side=side)]
    base = course.first.score.total if course.first is not None else None
    if base is None or not _classed(definition):
        return tuple(found)
    inner, outer = _ends(definition)
    sign = 1 if definition.higher_is is HigherIs.BETTER else -1
    if outer is not None:
        code = "measures.key_up" if sign > 0 else "measures.key_down"
        edge = base + sign * outer
        if definition.total_low <= edge <= definition.total_high:
            found.append(say(code, value=f"{edge:g}"))
    if inner is not None and outer is not None and outer > inner:
        near, far = sorted((base + sign * inner, base + sign * (outer - 1)))
        found.append(say("measures.key_possible", low=f"{near:g}", high=f"{min(far, definition.total_high):g}"))
    if inner is not None:
        low, high = max(definition.total_low, base - inner + 1), min(definition.total_high, base + inner - 1)
        found.append(say("measures.key_none", low=f"{low:g}", high=f"{high:g}"))
    return (*found, say("measures.key_first", value=f"{base:g}"))


def pulse_lines(pulse: Sequence[PulsePoint]) -> tuple[PulseLine, ...]:
    """Return each check-in question that was ever asked as a line of its own, and the arguments a week as a median."""
    found = []
    for item in PulseItem:
        answers = [_answer(point.on, point.values.get(item)) for point in pulse]
        if any(answer.value is not None for answer in answers):
            harder = item is PulseItem.CONFLICT_INTENSITY
            direction = say("measures.higher_harder" if harder else "measures.higher_better")
            found.append(PulseLine(name=label(item), direction=direction, answers=tuple(answers)))
    counted = [(p.on, p.arguments_per_week) for p in pulse if p.arguments_per_week is not None]
    if counted:
        found.append(_arguments(counted))
    return tuple(found)


def _answer(on: date, value: float | None) -> PulseAnswer:
    return PulseAnswer(on, value, f"{day_text(on, weekday=False)} {number_text(value)}")


def _arguments(counted: Sequence[tuple[date, float]]) -> PulseLine:
    answers = []
    for on, _ in counted:
        near = [value for day, value in counted if 0 <= (on - day).days < FOUR_WEEKS]
        answers.append(_answer(on, median(near)))
    high = max(value for _, value in counted)
    return PulseLine(
        name=say("measures.arguments"),
        direction=say("measures.arguments_how"),
        answers=tuple(answers),
        high=max(5.0, float(round(high + 0.5))),
    )


def pulse_chart_of(
    pulse: Sequence[PulsePoint], events: Sequence[Event], times: TimeAxis, *, width: float
) -> Chart | None:
    """Return the check-in as small lines on the axis of the scores; None when nothing was asked yet."""
    lines = pulse_lines(pulse)
    if not lines:
        return None
    markers = [Marker(event.on, event.text) for event in events]
    return pulse_chart(say("measures.pulse"), lines, times, markers=markers, width=width)
