"""Growth lines: what the client came to see, owns, noticed; quick to enter, never added up (rows 22, 39, 41 to 44, 49)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from irt_desk.domain import growth as rules
from irt_desk.domain.growth import (
    GoodMoment,
    GrowthRating,
    Insight,
    OwnPart,
    OwnPartStep,
    Ripple,
    SharedRating,
    steps_of,
)
from irt_desk.domain.notes import PulseItem
from irt_desk.domain.patterns import Source
from irt_desk.domain.plan_progress import SignedNote, signed_notes
from irt_desk.domain.values import Act, Missing, Problem, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection, RecordTable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPartView:
    """One own part with its history, oldest first."""

    part: OwnPart
    steps: tuple[OwnPartStep, ...]

    @property
    def owned(self) -> int | None:
        """How far it is owned now, 0 to 4."""
        return self.steps[-1].owned if self.steps else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthFacts:
    """Everything about growth; lists newest first, lines oldest first.

    ``own_part_line`` and ``agency`` are what signed notes say, by session number. Under a stop nothing is there that asks
    what the client does in it, or what the partner may feel: own part, ripples, guesses (2.4).
    """

    today: date
    is_stopped: bool
    insights: tuple[Insight, ...] = ()
    own_parts: tuple[OwnPartView, ...] = ()
    ripples: tuple[Ripple, ...] = ()
    ratings: tuple[GrowthRating, ...] = ()
    moments: tuple[GoodMoment, ...] = ()
    shared: tuple[SharedRating, ...] = ()
    own_part_line: tuple[tuple[int, int], ...] = ()
    agency: tuple[tuple[int, int], ...] = ()
    enjoyment: tuple[tuple[int, int], ...] = ()


class Growth(Service):
    """The growth of one client."""

    def of(self, unit_id: str) -> GrowthFacts:
        """Return everything about growth."""
        with self._reading() as c:
            today = self._today(c)
            stopped = self._is_stopped(c, unit_id)
            notes = signed_notes(tables.SESSIONS.of_unit(c, unit_id), tables.NOTES.of_unit(c, unit_id))
            steps = tables.OWN_PART_STEPS.of_unit(c, unit_id)
            parts = () if stopped else _newest(tables.OWN_PARTS, c, unit_id)
            return GrowthFacts(
                today=today,
                is_stopped=stopped,
                insights=_newest(tables.INSIGHTS, c, unit_id),
                own_parts=tuple(OwnPartView(part=part, steps=steps_of(part, steps)) for part in parts),
                ripples=() if stopped else _newest(tables.RIPPLES, c, unit_id),
                ratings=tables.GROWTH_RATINGS.of_unit(c, unit_id, (tables.GROWTH_RATINGS.table.c.on,)),
                moments=_newest(tables.GOOD_MOMENTS, c, unit_id),
                shared=()
                if stopped
                else tables.SHARED_RATINGS.of_unit(c, unit_id, (tables.SHARED_RATINGS.table.c.on,)),
                own_part_line=() if stopped else _owned(notes),
                agency=_pulse(notes, PulseItem.AGENCY),
                enjoyment=_pulse(notes, PulseItem.ENJOYMENT),
            )

    def add_insight(self, insight: Insight) -> Saved[Insight]:
        """Keep an insight in the client's words."""
        return self._add(tables.INSIGHTS, replace(insight, held_over_time=None), rules.insight_problems, "insight")

    def look_again(self, insight_id: str, held: bool) -> Saved[Insight]:
        """Say whether an insight held over time; asked at a later review."""
        with self._changing() as c:
            insight = tables.INSIGHTS.get(c, insight_id)
            if insight is None:
                raise NotFound(what="insight")
            insight = replace(insight, held_over_time=held, looked_again_on=self._today(c))
            tables.INSIGHTS.replace(c, insight)
            self._audit(c, "growth.insight_reviewed", "insight", insight.id, unit_id=insight.unit_id)
        return saved(insight, Area.PLANS)

    def add_own_part(self, part: OwnPart, owned: int, self_compassion_note: str = "") -> Saved[OwnPart]:
        """Keep an own part with how far it is owned now.

        Raises:
            Invalid: something is missing. Refused: the safety gate is a stop; nobody is asked for an own part (2.4).
        """
        with self._changing() as c:
            self._refuse_stop(c, part.unit_id)
            part = replace(part, id=self._id(), entered=self._now(c))
            step = self._step(c, part, owned, part.on, self_compassion_note)
            insist(rules.own_part_problems(part, self._today(c)) + rules.step_problems(step, self._today(c)))
            part = tables.OWN_PARTS.add(c, cleaned(part))
            tables.OWN_PART_STEPS.add(c, cleaned(step))
            self._audit(c, "growth.own_part", "own_part", part.id, unit_id=part.unit_id)
        return saved(part, Area.PLANS)

    def own(self, own_part_id: str, owned: int, on: date, self_compassion_note: str = "") -> Saved[OwnPartStep]:
        """Say how far a part is owned now; the history stays.

        Raises:
            Invalid: outside 0 to 4, or a day ahead. Refused: the safety gate is a stop (2.4).
        """
        with self._changing() as c:
            part = tables.OWN_PARTS.get(c, own_part_id)
            if part is None:
                raise NotFound(what="own part")
            self._refuse_stop(c, part.unit_id)
            step = self._step(c, part, owned, on, self_compassion_note)
            insist(rules.step_problems(step, self._today(c)))
            step = tables.OWN_PART_STEPS.add(c, cleaned(step))
            self._audit(c, "growth.own_part_owned", "own_part_step", step.id, unit_id=part.unit_id)
        return saved(step, Area.PLANS)

    def add_ripple(self, ripple: Ripple) -> Saved[Ripple]:
        """Keep what the client changed and what they noticed; the source is always the client.

        Raises:
            Invalid: half of it is missing. Refused: the safety gate is a stop (2.4).
        """
        with self._reading() as c:
            self._refuse_stop(c, ripple.unit_id)
        return self._add(tables.RIPPLES, replace(ripple, source=Source.CLIENT_REPORT), rules.ripple_problems, "ripple")

    def add_moment(self, moment: GoodMoment) -> Saved[GoodMoment]:
        """Keep a good moment."""
        return self._add(tables.GOOD_MOMENTS, moment, rules.moment_problems, "good_moment")

    def rate(self, ratings: tuple[GrowthRating, ...]) -> Saved[tuple[GrowthRating, ...]]:
        """Keep the growth ratings of one day, all or none.

        Raises:
            Invalid: none was given, or one lies outside 0 to 10.
        """
        return self._add_all(tables.GROWTH_RATINGS, ratings, rules.rating_problems, "growth_rating")

    def rate_shared(self, ratings: tuple[SharedRating, ...]) -> Saved[tuple[SharedRating, ...]]:
        """Keep the client's ratings of the relationship with their guesses of the partner's, all or none.

        Raises:
            Invalid: none was given, or one lies outside 0 to 10. Refused: the safety gate is a stop (2.4).
        """
        with self._reading() as c:
            for unit_id in {rating.unit_id for rating in ratings}:
                self._refuse_stop(c, unit_id)
        return self._add_all(tables.SHARED_RATINGS, ratings, rules.shared_problems, "shared_rating")

    def _add(self, table: RecordTable[T], value: T, check: Callable[[T, date], list[Problem]], kind: str) -> Saved[T]:
        added = self._add_all(table, (value,), check, kind)
        return saved(added.value[0], Area.PLANS)

    def _add_all(
        self, table: RecordTable[T], values: tuple[T, ...], check: Callable[[T, date], list[Problem]], kind: str
    ) -> Saved[tuple[T, ...]]:
        if not values:
            insist([Problem("rating", "growth_nothing_rated")])
        with self._changing() as c:
            today, now = self._today(c), self._now(c)
            insist([problem for value in values for problem in check(value, today)])
            made: list[Any] = [
                cleaned(replace(value, id=self._id(), entered=now))  # type: ignore[type-var]  # a record by contract
                for value in values
            ]
            for value in made:
                table.add(c, value)
                self._audit(c, f"growth.{kind}", kind, value.id, unit_id=value.unit_id)
        return saved(tuple(made), Area.PLANS)

    def _step(self, c: Connection, part: OwnPart, owned: int, on: date, note: str) -> OwnPartStep:
        return OwnPartStep(
            id=self._id(),
            unit_id=part.unit_id,
            own_part_id=part.id,
            on=on,
            owned=owned,
            entered=self._now(c),
            self_compassion_note=note,
        )

    def _is_stopped(self, c: Connection, unit_id: str) -> bool:
        return caseload.gate_standing(c, unit_id, self._today(c)).gate.is_stop

    def _refuse_stop(self, c: Connection, unit_id: str) -> None:
        if self._is_stopped(c, unit_id):
            raise Refused([Missing("own_part_safety_stop", Act.SAFETY)])


def _newest(table: RecordTable[T], c: Connection, unit_id: str) -> tuple[T, ...]:
    return table.of_unit(c, unit_id, (table.table.c.on.desc(), table.table.c.id.desc()))


def _owned(notes: tuple[SignedNote, ...]) -> tuple[tuple[int, int], ...]:
    told = ((s.number, note.content.own_part_owned) for s, note in notes)
    return tuple((number, owned) for number, owned in told if number is not None and owned is not None)


def _pulse(notes: tuple[SignedNote, ...], item: PulseItem) -> tuple[tuple[int, int], ...]:
    told = ((s.number, note.content.pulse.get(item)) for s, note in notes)
    return tuple((number, value) for number, value in told if number is not None and value is not None)
