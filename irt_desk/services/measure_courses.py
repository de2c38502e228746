"""Reads the measures of one record: every administration scored and classed, the pulse, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from irt_desk.domain import measure_scores as rules
from irt_desk.domain.cases import CaseState
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.measure_answers import Administration, live
from irt_desk.domain.measure_scores import Scored
from irt_desk.domain.measures import MeasureDefinition
from irt_desk.domain.notes import NoteStatus, PulseItem
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.units import Place, short_names
from irt_desk.services import measure_use
from irt_desk.services.scoring import number
from irt_desk.services.skill_library import skill_names
from irt_desk.storage import caseload, tables, units
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

OWNED_WHEN_NAMED = 2
"""Own part counts as named from "named when asked" on (domain paper, row 39)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureCourse:
    """One measure of one person: its newest definition, what was given, oldest first, and what was entered in error.

    ``place`` and ``whose``, a short name, say which of the two it is in a couple unit; in an individual record there is one.
    """

    key: str
    definition: MeasureDefinition
    scored: tuple[Scored, ...]
    in_error: tuple[Administration, ...] = ()
    place: Place | None = None
    whose: str = ""

    @property
    def title(self) -> str:
        """What the course is called: the code, in a couple unit with the name of the person."""
        return f"{self.definition.code} ({self.whose})" if self.whose else self.definition.code

    @property
    def first(self) -> Scored | None:
        """The baseline, or the first one where there is none."""
        return next((s for s in self.scored if s.is_baseline), self.scored[0] if self.scored else None)

    @property
    def last(self) -> Scored | None:
        """The latest one."""
        return self.scored[-1] if self.scored else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while scores were taken: a marker on the time axis, never a cause.

    ``kind`` is ``skill``, ``own_part``, ``invitation``, ``move`` or ``break``.
    """

    on: date
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PulsePoint:
    """The session check-in of one signed or drafted note."""

    on: date
    values: Mapping[PulseItem, int]
    arguments_per_week: float | None = None


def courses(c: Connection, unit_id: str) -> tuple[MeasureCourse, ...]:
    """Return every measure of a record, in the order of their first administration.

    In a couple unit the two have a course each of the same measure: no answer of one is the baseline or a change of the
    other's (4.2).
    """
    opened = caseload.newest_episode(c, unit_id).opened_on
    newest = measure_use.definitions(c)
    given: dict[tuple[str, Place | None], list[Administration]] = {}
    for one in tables.ADMINISTRATIONS.of_unit(c, unit_id, (tables.ADMINISTRATIONS.table.c.on,)):
        given.setdefault((one.measure, one.place), []).append(one)
    names = units.names_of(c, unit_id) if any(place for _, place in given) else {}
    short = dict(zip(names, short_names(tuple(names.values())), strict=True))
    return tuple(
        replace(_course(c, newest[key], own, opened), place=place, whose=short.get(place, "") if place else "")
        for (key, place), own in given.items()
    )


def _course(c: Connection, newest: MeasureDefinition, own: list[Administration], opened: date) -> MeasureCourse:
    versions = measure_use.versions(c, newest.key, {a.definition_version for a in own})
    return MeasureCourse(
        key=newest.key,
        definition=newest,
        scored=rules.course(own, versions, opened),
        in_error=tuple(a for a in own if a.entered_in_error),
    )


def pulse(c: Connection, unit_id: str) -> tuple[PulsePoint, ...]:
    """Return the check-ins of the attended sessions, oldest first; a line that was not asked is missing, never 0."""
    notes = {n.session_id: n for n in tables.NOTES.of_unit(c, unit_id) if n.status is not NoteStatus.ENTERED_IN_ERROR}
    found = []
    for session in tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,)):
        note = notes.get(session.id)
        if note is None or session.attendance is not Attendance.ATTENDED or session.entered_in_error:
            continue
        if note.content.pulse or note.content.arguments_per_week is not None:
            found.append(PulsePoint(session.starts.day, note.content.pulse, note.content.arguments_per_week))
    return tuple(found)


def events(c: Connection, unit_id: str, *, is_stopped: bool) -> tuple[Event, ...]:
    """Return the markers of the time axis, oldest first.

    While the safety gate is a stop nothing about an own part or the partner is shown beside scores (6.6).
    """
    found = [*_skills(c, unit_id), *_breaks(c, unit_id)]
    if not is_stopped:
        found += [*_own_part(c, unit_id), *_invitations(c, unit_id), *_moves(c, unit_id)]
    return tuple(sorted(found, key=lambda event: (event.on, event.kind)))


def _skills(c: Connection, unit_id: str) -> list[Event]:
    names = skill_names(c)
    first: dict[str, date] = {}
    for one in tables.ASSIGNMENTS.of_unit(c, unit_id, (tables.ASSIGNMENTS.table.c.assigned_on,)):
        first.setdefault(one.skill_id, one.assigned_on)
    return [Event(on, "skill", say("event.skill", skill=names.get(key, key))) for key, on in first.items()]


def _own_part(c: Connection, unit_id: str) -> list[Event]:
    days = {s.id: s.starts.day for s in tables.SESSIONS.of_unit(c, unit_id)}
    named = [
        days[n.session_id]
        for n in tables.NOTES.of_unit(c, unit_id)
        if n.status is NoteStatus.SIGNED and (n.content.own_part_owned or 0) >= OWNED_WHEN_NAMED
    ]
    return [Event(min(named), "own_part", say("event.own_part"))] if named else []


def _invitations(c: Connection, unit_id: str) -> list[Event]:
    return [
        Event(one.on, "invitation", say("event.invitation"))
        for one in tables.ENGAGEMENT.of_unit(c, unit_id)
        if one.to_state is PartnerEngagement.INVITED
    ]


def _moves(c: Connection, unit_id: str) -> list[Event]:
    moved = (CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP)
    return [
        Event(one.on, "move", say("event.move", state=label(one.to_state)))
        for one in tables.STATE_CHANGES.of_unit(c, unit_id)
        if one.to_state in moved
    ]


def _breaks(c: Connection, unit_id: str) -> list[Event]:
    stops = {CaseState.PAUSED: "event.break", CaseState.CLOSED: "event.closed"}
    return [
        Event(one.on, "break", say(stops[one.to_state]))
        for one in tables.STATE_CHANGES.of_unit(c, unit_id)
        if one.to_state in stops
    ]


def as_rows(c: Connection, unit_id: str) -> list[dict[str, Any]]:
    """Return the scores of a record as data, oldest first, with the keys of design paper section 4.

    A joint unit says whose each is (``member``) and leaves safety screens out: both may read it (4.1, point 4).
    """
    unit = tables.UNITS.get(c, unit_id)
    joint = unit is not None and unit.kind.brings_together
    scored = [
        one for course in courses(c, unit_id) for one in course.scored if not (joint and one.definition.safety_screen)
    ]
    return [
        {
            **({"member": one.given.place.value if one.given.place else None} if joint else {}),
            "measure": one.definition.code,
            "version": one.given.form_version or str(one.given.definition_version),
            "date": one.given.on.isoformat(),
            "total": number(one.score.total),
            "subscales": {code: number(value) for code, value in one.score.subscales.items()},
            "class": one.outcome.value if one.outcome else None,
            "baseline": number(one.baseline),
        }
        for one in sorted(scored, key=lambda s: (s.given.on, s.given.entered.at))
    ]


PRIMARY = ("csi4", "csi16", "rdas", "ras", "das", "csi32")
"""The measure of the relationship that tells whether anything moved: CSI-4 unless the case uses another (row 28)."""


def changed_reliably(c: Connection, unit_id: str, since: date) -> bool:
    """Return whether the primary measure of a case changed reliably, either way, from a day to its latest score.

    In couple work that of either person, each against their own earlier score.
    """
    found = courses(c, unit_id)
    places = dict.fromkeys(course.place for course in found)
    return any(_changed([one for one in found if one.place is place], since) for place in places)


def _changed(own: list[MeasureCourse], since: date) -> bool:
    found = {course.key: course for course in own}
    course = next((found[key] for key in PRIMARY if key in found and len(found[key].scored) > 1), None)
    if course is None:
        return False
    totals = [(s.given.on, s.score.total) for s in course.scored if s.score.complete and s.score.total is not None]
    if len(totals) < 2:
        return False
    before = [total for on, total in totals if on <= since] or [totals[0][1]]
    return rules.classify(course.definition, before[-1], totals[-1][1]) in _RELIABLE


_RELIABLE = frozenset({rules.OutcomeClass.RECOVERED, rules.OutcomeClass.IMPROVED, rules.OutcomeClass.DETERIORATED})


def self_harm_item(c: Connection, unit_id: str) -> int | None:
    """Return item 9 of the newest PHQ-9, 0 to 3, or None without one (row 41: an own part that rises then is looked at)."""
    given = [a for a in live(tables.ADMINISTRATIONS.of_unit(c, unit_id)) if a.measure == "phq9" and "9" in a.answers]
    return int(given[-1].answers["9"]) if given else None
