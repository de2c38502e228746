"""Progress toward each objective, read from signed notes, and the difference between two versions of a plan (7.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum

from irt_desk.domain.notes import NoteStatus, Progress, ProgressNote
from irt_desk.domain.plans import Goal, GoalStatus, Objective, TreatmentPlan
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.words import label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What one signed note says about one objective."""

    session_id: str
    number: int
    on: date
    rating: Progress
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveLine:
    """One objective with every rating, oldest first. ``sessions`` is in how many signed notes it could have been rated."""

    objective: Objective
    rated: tuple[Rated, ...] = ()
    sessions: int = 0

    @property
    def counts(self) -> Mapping[Progress, int]:
        """How often each rating was given."""
        return Counter(entry.rating for entry in self.rated)

    @property
    def worked_on(self) -> tuple[Rated, ...]:
        """The ratings of sessions in which it was worked on."""
        return tuple(entry for entry in self.rated if entry.rating is not Progress.NOT_ADDRESSED)

    @property
    def last(self) -> Rated | None:
        """The newest rating of a session in which it was worked on."""
        return self.worked_on[-1] if self.worked_on else None


SignedNote = tuple[Session, ProgressNote]
"""An attended session with its signed note."""


def signed_notes(sessions: Iterable[Session], notes: Iterable[ProgressNote]) -> tuple[SignedNote, ...]:
    """Return the attended sessions that have a signed note, oldest first; notes entered in error do not count."""
    by_session = {note.session_id: note for note in notes if note.status is NoteStatus.SIGNED}
    held = (s for s in sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error)
    return tuple((s, by_session[s.id]) for s in sorted(held, key=lambda s: s.starts.at) if s.id in by_session)


def progress_of(
    plan: TreatmentPlan, signed: Sequence[SignedNote], since: date | None = None
) -> tuple[ObjectiveLine, ...]:
    """Return the ratings of every objective of a plan, in its order.

    Args:
        plan: the plan; an objective keeps its id through the versions, so earlier ratings count.
        signed: attended sessions with their signed notes, oldest first.
        since: leave out what lies before this day.
    """
    within = [(s, n) for s, n in signed if since is None or s.starts.day >= since]
    found = []
    for objective in plan.objectives:
        rated = [
            Rated(session_id=s.id, number=s.number or 0, on=s.starts.day, rating=p.rating, note=p.note)
            for s, note in within
            for p in note.content.progress
            if p.objective_id == objective.id
        ]
        found.append(ObjectiveLine(objective=objective, rated=tuple(rated), sessions=len(within)))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """One difference between two versions: ``field`` names what (a field of the plan, ``goal`` or ``objective``).

    ``before`` is empty for what was added, ``after`` for what was left out.
    """

    field: str
    before: str
    after: str


_APART = frozenset({"id", "unit_id", "version", "signed", "goals", "problem", "problems", "has_safety_plan"})


def plan_changes(old: TreatmentPlan, new: TreatmentPlan) -> tuple[PlanChange, ...]:
    """Return what differs between two versions, in the order of the plan; nothing for equal ones."""
    found = _paired("problem", _problems(old), _problems(new))
    found += _paired("goal", {g.id: _goal(g) for g in old.goals}, {g.id: _goal(g) for g in new.goals})
    found += _paired(
        "objective", {o.id: _objective(o) for o in old.objectives}, {o.id: _objective(o) for o in new.objectives}
    )
    for field in fields(TreatmentPlan):
        if field.name in _APART:
            continue
        before, after = _words(getattr(old, field.name)), _words(getattr(new, field.name))
        if before != after:
            found.append(PlanChange(field=field.name, before=before, after=after))
    return tuple(found)


def _problems(plan: TreatmentPlan) -> dict[str, str]:
    return {p.id: f"{p.text} ({p.rests_on})" if p.rests_on else p.text for p in plan.stated_problems}


def _goal(goal: Goal) -> str:
    about = [label(goal.whose)] if goal.whose else []
    about += [] if goal.status is GoalStatus.OPEN else [label(goal.status).lower()]
    return f"{goal.text} ({', '.join(about)})" if about else goal.text


def _objective(objective: Objective) -> str:
    parts = [objective.baseline, objective.target, objective.measure]
    parts += [objective.target_on.isoformat()] if objective.target_on else []
    parts += list(objective.interventions)
    return " · ".join([objective.text, *(part for part in parts if part)])


def _paired(field: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[PlanChange]:
    """Return what was changed, left out and added, by id; renumbering alone is no change."""
    ids = dict.fromkeys([*before, *after])
    pairs = ((before.get(i, ""), after.get(i, "")) for i in ids)
    return [PlanChange(field=field, before=b, after=a) for b, a in pairs if b != a]


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return label(value)
    if isinstance(value, tuple):
        return "\n".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)
