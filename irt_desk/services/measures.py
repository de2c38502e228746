"""Measures: entering printed values, marking a mistake, the risk prompt, own forms, rhythms (domain paper, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import measure_answers as rules
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import ConsentType, Signer, in_force
from irt_desk.domain.dues import asks_for_measures
from irt_desk.domain.measure_answers import Administration, OwnMeasure, Respondent, RiskAnswer
from irt_desk.domain.measure_files import definition_problems
from irt_desk.domain.measure_schedule import Scheduled, asked_of_each, due_days, schedule_problems
from irt_desk.domain.measure_scores import Score, Scored, score_of
from irt_desk.domain.measures import MeasureDefinition, Opens, Schedule, ShipTier, measure_key
from irt_desk.domain.safety import Gate, TriggerKind
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.units import Place
from irt_desk.domain.values import Problem, insist
from irt_desk.errors import NotFound, UserError
from irt_desk.services import content, measure_use
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.measure_courses import Event, MeasureCourse, PulsePoint, courses, events, pulse
from irt_desk.services.measure_words import final_line, is_outcome
from irt_desk.services.safety import raise_trigger
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables, units
from irt_desk.storage.rows import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What was entered with its score; ``too_soon`` when it came earlier than the definition advises."""

    given: Administration
    score: Score
    too_soon: bool = False

    @property
    def id(self) -> str:
        """The id of what was entered."""
        return self.given.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMeasures:
    """One of the two of a couple unit: the place, the whole name, and what is due for them by measure key."""

    place: Place
    name: str
    due: Mapping[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMeasures:
    """Everything the Measures tab shows. ``courses`` never hold a safety screen; those are in ``screens``.

    ``each`` names the two of a couple unit with what is due for each of them; :meth:`of_one` is what the tab shows of one.
    """

    unit_id: str
    today: date
    is_stopped: bool
    courses: tuple[MeasureCourse, ...]
    screens: tuple[MeasureCourse, ...]
    risk: tuple[Scored, ...]
    risk_answers: tuple[RiskAnswer, ...]
    due: Mapping[str, date]
    offered: Mapping[str, MeasureDefinition]
    pulse: tuple[PulsePoint, ...]
    events: tuple[Event, ...]
    client_name: str
    each: tuple[PersonMeasures, ...] = ()

    def of_one(self, place: Place) -> CaseMeasures:
        """Return the same facts with the courses and the rhythm of one of the two alone."""
        due = next((one.due for one in self.each if one.place is place), {})
        return replace(self, courses=tuple(one for one in self.courses if one.place is place), due=due)

    @property
    def without_name(self) -> tuple[MeasureCourse, ...]:
        """What stands in a couple unit from before it was asked whose answers they are; nobody's course."""
        return tuple(one for one in self.courses if one.place is None) if self.each else ()


class Measures(Service):
    """The measures of a case, and the forms and rhythms of the practice."""

    def of(self, unit_id: str) -> CaseMeasures:
        """Return everything the Measures tab shows.

        A unit of two holds no safety screen and no check-in: both may read it, and those are asked of a person alone (4.1).
        """
        with self._reading() as c:
            today = self._today(c)
            kind, found = self._unit(c, unit_id).kind, courses(c, unit_id)
            answers = tables.RISK_ANSWERS.of_unit(c, unit_id)
            given = tables.ADMINISTRATIONS.of_unit(c, unit_id)
            open_ids = {a.id for a in rules.open_risk(given, answers)}
            standing = caseload.gate_standing(c, unit_id, today)
            is_own = kind is UnitKind.INDIVIDUAL_IRT
            return CaseMeasures(
                unit_id=unit_id,
                today=today,
                is_stopped=standing.gate.is_stop,
                courses=tuple(one for one in found if not one.definition.safety_screen),
                screens=tuple(one for one in found if one.definition.safety_screen) if is_own else (),
                risk=tuple(s for one in found for s in one.scored if s.given.id in open_ids),
                risk_answers=answers,
                due=self._due(c, unit_id, measure_use.scheduled(c), given) if is_own else {},
                offered=_offered(measure_use.definitions(c, retired=False), kind),
                pulse=pulse(c, unit_id) if is_own else (),
                events=events(c, unit_id, is_stopped=standing.gate.is_stop),
                client_name=self._client(c, unit_id).preferred_name,
                each=self._each(c, unit_id, given) if kind is UnitKind.COUPLE else (),
            )

    def _due(
        self, c: Connection, unit_id: str, asked: Mapping[str, Scheduled], given: Sequence[Administration]
    ) -> dict[str, date]:
        """Return what is due by the rhythm and before closing; nothing while nobody is asked (6.6)."""
        now = self._now(c)
        gate, ending = caseload.gate_standing(c, unit_id, now.day).gate, caseload.ending_since(c, unit_id, now.zone)
        if not asks_for_measures(self._episode(c, unit_id).state, gate, is_ending=ending is not None):
            return {}
        return due_days(asked, given, [s.starts.day for s in _attended(c, unit_id)], ending)

    def _each(self, c: Connection, unit_id: str, given: Sequence[Administration]) -> tuple[PersonMeasures, ...]:
        asked = asked_of_each(measure_use.scheduled(c))
        return tuple(
            PersonMeasures(
                place=place, name=name, due=self._due(c, unit_id, asked, [a for a in given if a.place is place])
            )
            for place, name in units.names_of(c, unit_id).items()
        )

    def final_text(self, unit_id: str) -> str:
        """Return the latest scores for a discharge summary, one line a measure; empty where none was given.

        As on paper: no safety screen, no screen for alcohol or drugs (6.5); in a couple unit with the name of the person.
        """
        with self._reading() as c:
            found = [one for one in courses(c, unit_id) if one.scored and is_outcome(one.definition)]
        return "\n".join(final_line(one) for one in found)

    def enter(self, administration: Administration) -> Saved[Entered]:
        """Store what was keyed. An answer on self-harm opens the risk prompt, one on violence the safety question.

        Raises:
            Invalid: a value the form does not print, no answer at all, a missing licence, the partner's answers; in a unit of
                two a measure that is asked of a person alone, or nobody named whose answers they are.
            NotFound: there is no such measure.
        """
        with self._changing() as c:
            key = measure_key(administration.measure)
            definition = measure_use.definitions(c, retired=False).get(key)
            if definition is None:
                raise NotFound(what="measure")
            given = cleaned(
                replace(
                    administration,
                    id=self._id(),
                    measure=key,
                    definition_version=definition.version,
                    entered=self._now(c),
                    session_id=administration.session_id or self._session_of(c, administration),
                    entered_in_error=False,
                )
            )
            whose = self._whose(c, given, definition)
            insist(rules.administration_problems(given, definition, self._today(c)) + whose)
            score = score_of(definition, given)
            given = replace(given, total=score.total, opens=tuple(dict.fromkeys(s.opens for s in score.safety)))
            earlier = rules.live(tables.ADMINISTRATIONS.of_unit(c, given.unit_id))
            before = [a for a in earlier if a.measure == key and a.place is given.place]
            tables.ADMINISTRATIONS.add(c, given)
            self._audit(c, "measure.entered", "measure_administration", given.id, unit_id=given.unit_id, reason=key)
            if Opens.SAFETY_INTERVIEW in given.opens:
                self._ask_for_interview(c, given)
            self._refresh(c, given.unit_id)
        gap = definition.schedule.gap_days
        too_soon = bool(gap and before and abs((given.on - before[-1].on).days) < gap)
        return saved(Entered(given=given, score=score, too_soon=too_soon), *_TOUCHED)

    def mark_error(self, administration_id: str, reason: str) -> Saved[Administration]:
        """Mark an administration as entered in error; it stays, counts for nothing, and says why.

        Raises:
            Invalid: without a reason, or when it is marked already.
        """
        with self._changing() as c:
            given = tables.ADMINISTRATIONS.get(c, administration_id)
            if given is None:
                raise NotFound(what="measure")
            problems = [] if reason.strip() else [Problem("error_reason", "empty")]
            insist(problems + ([Problem("error_reason", "already_marked")] if given.entered_in_error else []))
            given = cleaned(replace(given, entered_in_error=True, error_reason=reason))
            tables.ADMINISTRATIONS.replace(c, given)
            self._audit(c, "measure.in_error", "measure_administration", given.id, unit_id=given.unit_id)
            self._refresh(c, given.unit_id)
        return saved(given, *_TOUCHED)

    def answer_risk(self, answer: RiskAnswer) -> Saved[RiskAnswer]:
        """Close a risk prompt with what was asked, found and done; it is never changed afterwards.

        Raises:
            Invalid: not everything was asked, or it is not written down what was found and done.
        """
        with self._changing() as c:
            given = tables.ADMINISTRATIONS.get(c, answer.administration_id)
            if given is None:
                raise NotFound(what="measure")
            answer = cleaned(replace(answer, id=self._id(), unit_id=given.unit_id, entered=self._now(c)))
            insist(rules.risk_answer_problems(answer, self._today(c)))
            tables.RISK_ANSWERS.add(c, answer)
            self._audit(c, "measure.risk_answered", "risk_answer", answer.id, unit_id=answer.unit_id)
            self._refresh(c, answer.unit_id)
        return saved(answer, *_TOUCHED)

    def library(self) -> tuple[MeasureDefinition, ...]:
        """Return every measure: what ships, then the practice's own, retired ones left out."""
        with self._reading() as c:
            return tuple(measure_use.definitions(c, retired=False).values())

    def save_own(self, definition: MeasureDefinition) -> Saved[MeasureDefinition]:
        """Store a form the therapist defined; a change is a new version, and what was answered keeps its own.

        Raises:
            Invalid: it has no name, no items, or does not hold together.
        """
        with self._changing() as c:
            definition = cleaned(replace(definition, tier=ShipTier.OWN))
            insist(own_problems(definition))
            last = measure_use.own(c).get(definition.key)
            definition = replace(definition, version=last.version + 1 if last else 1)
            self._add_own(c, definition, retired=False)
        return saved(definition, Area.MEASURES, Area.SETTINGS)

    def retire_own(self, key: str) -> Saved[MeasureDefinition]:
        """End the use of an own form; its answers stay."""
        with self._changing() as c:
            last = measure_use.own(c, retired=False).get(key)
            if last is None:
                raise NotFound(what="measure")
            self._add_own(c, replace(last, version=last.version + 1), retired=True)
        return saved(last, Area.MEASURES, Area.SETTINGS)

    def schedules(self) -> dict[str, Schedule]:
        """Return the rhythm of every measure in use, by key."""
        with self._reading() as c:
            return measure_use.schedules(c)

    def set_schedule(self, key: str, schedule: Schedule) -> Saved[Schedule]:
        """Change when a measure is asked for in this practice; every open case follows.

        Raises:
            Invalid: a rhythm out of range, or none.
            UserError: a safety screen goes with the interview and has no rhythm of its own.
        """
        with self._changing() as c:
            definition = measure_use.definitions(c, retired=False).get(key)
            if definition is None:
                raise NotFound(what="measure")
            if definition.safety_screen:
                raise UserError("measures.screen_has_no_rhythm")
            insist(schedule_problems(schedule))
            measure_use.put_schedule(c, key, schedule)
            self._audit(c, "settings.measure_schedule", "setting", None, reason=key)
            for row in caseload.rows(c):
                self._refresh(c, row.unit_id)
        return saved(schedule, Area.SETTINGS, Area.MEASURES, Area.CLIENTS)

    def _add_own(self, c: Connection, definition: MeasureDefinition, *, retired: bool) -> None:
        row = OwnMeasure(
            id=self._id(),
            key=definition.key,
            version=definition.version,
            created=self._now(c),
            definition=definition,
            retired=retired,
        )
        tables.OWN_MEASURES.add(c, row)
        self._audit(c, "measure.retired" if retired else "measure.defined", "own_measure", row.id)

    def _session_of(self, c: Connection, given: Administration) -> str | None:
        """Return the attended session of that day, where there is exactly one."""
        same = [s.id for s in _attended(c, given.unit_id) if s.starts.day == given.on]
        return same[0] if len(same) == 1 else None

    def _whose(self, c: Connection, given: Administration, definition: MeasureDefinition) -> list[Problem]:
        unit = self._unit(c, given.unit_id)
        found = rules.place_problems(given, definition, unit.kind)
        if given.place is not None and self._took_back(c, given.unit_id, given.place, given.on):
            found.append(Problem("place", "took_consent_back"))
        if unit.kind is UnitKind.INDIVIDUAL_IRT and given.respondent is not Respondent.CLIENT:
            found.append(Problem("respondent", "client_only"))
        if given.session_id is not None:
            session = tables.SESSIONS.get(c, given.session_id)
            if session is None or session.unit_id != given.unit_id:
                found.append(Problem("session_id", "not_this_record"))
        return found

    def _took_back(self, c: Connection, unit_id: str, place: Place, day: date) -> bool:
        """Return whether this person was no client of the unit any more on a day: only a client's scores are kept (4.1)."""
        kind, who = ConsentType.COUPLE_AGREEMENT, Signer.CLIENT if place is Place.A else Signer.PARTNER
        own = [one for one in tables.CONSENTS.of_unit(c, unit_id) if one.type is kind and one.signer is who]
        ended = any(one.withdrawn_on is not None and one.withdrawn_on <= day for one in own)
        return ended and in_force(own, kind, day, who) is None

    def _ask_for_interview(self, c: Connection, given: Administration) -> None:
        """Ask for a new safety interview, unless one of that day or later already found what restricts (4.13)."""
        last = caseload.safety_history(c, given.unit_id).last_screening
        if last is not None and last.on >= given.on and last.gate is not Gate.OPEN:
            return
        raise_trigger(self, c, given.unit_id, TriggerKind.SCREEN_ANSWER, given.on, given.id)


_TOUCHED = (Area.MEASURES, Area.SAFETY, Area.CLIENTS)


def _offered(known: Mapping[str, MeasureDefinition], kind: UnitKind) -> dict[str, MeasureDefinition]:
    """Return the measures that may be entered in a record of a kind (4.1, 5.6, 6.1)."""
    if kind is UnitKind.INDIVIDUAL_IRT:
        return dict(known)
    return {key: one for key, one in known.items() if kind is UnitKind.COUPLE and one.of_relationship}


def _attended(c: Connection, unit_id: str) -> list[Session]:
    sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
    return [s for s in sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error]


def own_problems(definition: MeasureDefinition) -> list[Problem]:
    """Return what keeps an own form from being stored."""
    found = [] if definition.name.strip() else [Problem("name", "empty")]
    if not definition.key:
        found.append(Problem("code", "empty"))
    elif content.find_measure(definition.code) is not None:
        found.append(Problem("code", "measure_ships", {"code": definition.code}))
    if not definition.items:
        found.append(Problem("items", "no_items"))
    told = [] if not definition.items else definition_problems(definition)
    return found + [Problem("items", "does_not_hold", {"what": what}) for what in told]
