"""The scores of a record among the documents: which of them a reader may have, and the same charts as in the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from irt_desk.documents import measures as writer
from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.measures import ChartFacts, MeasuresFacts
from irt_desk.documents.redaction import Reader
from irt_desk.domain.figures.scores import TimeAxis
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services.document_makers import HOME, Asked, Maker, standing_of
from irt_desk.services.measure_charts import axis, charts_of, pulse_chart_of
from irt_desk.services.measure_courses import Event, MeasureCourse, PulsePoint, courses, events, pulse
from irt_desk.services.measure_words import (
    change_text,
    direction_text,
    is_outcome,
    outcome_text,
    range_text,
    score_text,
)
from irt_desk.services.summary_facts import gather
from irt_desk.services.texts import day_text
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

WIDE = (560.0, 210.0)
NARROW = (560.0, 150.0)
PULSE = 560.0

_WHOLE = frozenset({Reader.SUPERVISOR, Reader.SELF})
"""Readers who get every score that is no safety screen; the others only what belongs in a summary (6.5)."""


class MeasuresMaker(Maker):
    """Makes the scores with their charts."""

    kind = DocumentKind.MEASURES
    readers = writer.READERS
    has_period = True
    can_name_partner = False

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the scores for their reader.

        Raises:
            Refused: the gate is a stop and the paper would go home.
        """
        standing = standing_of(service, c, asked.unit_id)
        if standing.gate.is_stop and asked.reader in HOME:
            raise Refused([Missing("document_stopped", Act.SAFETY)])
        found = _within(courses(c, asked.unit_id), asked)
        told = () if asked.reader is Reader.PAYER else _between(pulse(c, asked.unit_id), asked)
        happened = events(c, asked.unit_id, is_stopped=standing.gate.is_stop)
        facts = _facts(service, c, asked, found, told, happened)
        return writer.measures(facts, asked.reader)


def _within(found: tuple[MeasureCourse, ...], asked: Asked) -> tuple[MeasureCourse, ...]:
    """Return the courses a reader may have, cut to the period; the first score of the case stays what changes refer to."""
    whole = asked.reader in _WHOLE
    kept = [one for one in found if not one.definition.safety_screen and (whole or is_outcome(one.definition))]
    cut = [replace(one, scored=tuple(s for s in one.scored if _in(s.given.on, asked))) for one in kept]
    return tuple(one for one in cut if one.scored)


def _between(points: tuple[PulsePoint, ...], asked: Asked) -> tuple[PulsePoint, ...]:
    return tuple(point for point in points if _in(point.on, asked))


def _in(on: date, asked: Asked) -> bool:
    return (asked.since is None or on >= asked.since) and (asked.until is None or on <= asked.until)


def _facts(
    service: Documents,
    c: Connection,
    asked: Asked,
    found: tuple[MeasureCourse, ...],
    told: tuple[PulsePoint, ...],
    happened: tuple[Event, ...],
) -> MeasuresFacts:
    about = gather(c, asked.unit_id, service._now(c), signed="")
    times = axis(found, told)
    drawn = pulse_chart_of(told, happened, times, width=PULSE) if times is not None else None
    unsure = [one.definition.code for one in found if one.definition.provisional]
    return MeasuresFacts(
        made_on=about.made_on,
        letterhead=about.letterhead,
        identity=about.identity,
        period=_period(found, told),
        page_size=about.page_size,
        client_names=(*about.client_names, about.client_called),
        third_parties=about.third_parties,
        charts=_charts(found, happened, times) if times is not None else (),
        pulse=drawn.figure if drawn is not None else None,
        values=_values(found),
        provisional=(say("measures_document.provisional", measures=", ".join(unsure)),) if unsure else (),
        has_events=bool(happened),
    )


def _period(found: tuple[MeasureCourse, ...], told: tuple[PulsePoint, ...]) -> str:
    days = [one.given.on for course in found for one in course.scored] + [point.on for point in told]
    if not days:
        return ""
    first, last = day_text(min(days), weekday=False), day_text(max(days), weekday=False)
    return say("summary.from_to", first=first, last=last) if first != last else first


def _charts(found: tuple[MeasureCourse, ...], happened: tuple[Event, ...], times: TimeAxis) -> tuple[ChartFacts, ...]:
    made = []
    for course in found:
        width, height = WIDE if course.definition.has_total else NARROW
        for one in charts_of(course, happened, times, width=width, height=height):
            last = course.scored[-1]
            about = (
                range_text(course.definition),
                direction_text(course.definition),
                say("measures.n", count=len(course.scored)),
            )
            made.append(
                ChartFacts(
                    title=f"{course.definition.code}, {one.line}" if one.line else course.definition.code,
                    about=" · ".join((course.definition.name, *about)),
                    outcome="" if one.line else outcome_text(last),
                    drawing=one.chart.figure,
                )
            )
    return tuple(made)


def _values(found: tuple[MeasureCourse, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the exact values, oldest first: day, measure, score, side of the cut-off that decides, class."""
    rows = []
    for course in found:
        for one in course.scored:
            side = next((label(f.side) for f in one.score.cutoffs if f.cutoff.drives), one.score.band)
            told = say("measures.baseline") if one.is_baseline else outcome_text(one) or change_text(course, one)
            rows.append((one.given.on, (course.definition.code, score_text(one), side, told)))
    rows.sort(key=lambda row: (row[0], row[1][0]))
    return tuple((day_text(on, weekday=False), *rest) for on, rest in rows)
