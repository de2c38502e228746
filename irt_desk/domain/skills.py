"""Assigned skills, practice logs and mastery (domain paper, 3.1). The content of a skill is in ``content.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from irt_desk.domain.patterns import Activation
from irt_desk.domain.values import SAFETY, THIRD_PARTY, Instant, Problem, need_range, not_future, tagged


class MasteryStage(StrEnum):
    """Mastery stages 0 to 6 (domain paper, 3.1); they may go down."""

    NOT_INTRODUCED = "not_introduced"
    UNDERSTANDS = "understands"
    REHEARSED = "rehearsed"
    TRIED_AT_HOME = "tried_at_home"
    RELIABLE_WHEN_CALM = "reliable_when_calm"
    USED_UNDER_HEAT = "used_under_heat"
    MAINTAINED = "maintained"

    @property
    def number(self) -> int:
        """The stage as 0 to 6."""
        return list(MasteryStage).index(self)


class PracticeDone(StrEnum):
    """Whether the practice was done; "no" is neutral."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class GotInWay(StrEnum):
    """What got in the way."""

    FORGOT = "forgot"
    NO_CHANCE = "no_chance"
    TOO_UPSET = "too_upset"
    PARTNER_REACTION = "partner_reaction"
    FELT_FAKE = "felt_fake"
    UNSAFE = "unsafe"
    NO_TIME = "no_time"
    OTHER = "other"


class WithWhom(StrEnum):
    """With whom it was practised; others count too (row 51)."""

    PARTNER = "partner"
    CHILD = "child"
    FRIEND = "friend"
    FAMILY = "family"
    COLLEAGUE = "colleague"
    ALONE = "alone"
    OTHER = "other"


class SafeToTakeHome(StrEnum):
    """Whether a handout may go home; unsure by default whenever a safety flag exists."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class AssignmentStatus(StrEnum):
    """Where an assignment stands; ``unsafe`` in a log pauses it."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeAssignment:
    """A skill given to practise: so many times a week, or whenever its ``event`` comes.

    ``gate_reason`` is the confirmation an ``SG`` skill needs at some gates, ``stop_reasons`` are those of the other stop
    codes, by code. ``handout_version`` is the version of the page the client took along; None when none was given.
    """

    id: str
    unit_id: str
    skill_id: str
    skill_version: int
    assigned_on: date
    session_id: str | None = None
    due_on: date | None = None
    times_per_week: float | None = None
    event_driven: bool = False
    context: str = ""
    with_whom: tuple[WithWhom, ...] = ()
    safe_to_take_home: SafeToTakeHome = SafeToTakeHome.UNSURE
    status: AssignmentStatus = AssignmentStatus.ACTIVE
    gate_reason: str = tagged(SAFETY)
    event: str = ""
    handout_version: int | None = None
    stop_reasons: Mapping[str, str] = field(default_factory=dict, metadata={"tags": frozenset({SAFETY})})


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeLog:
    """One time it was, or was not, practised."""

    id: str
    unit_id: str
    assignment_id: str
    skill_id: str
    on: date
    entered: Instant
    done: PracticeDone
    heat: Activation | None = None
    difficulty: int | None = None
    usefulness: int | None = None
    with_whom: WithWhom | None = None
    what_happened: str = tagged(THIRD_PARTY)
    got_in_way: GotInWay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteryChange:
    """A stage the therapist set; history is append-only and may go down. ``lapsed`` is a flag, not a stage.

    ``client_stage`` is where the client sees themselves, kept beside and never averaged.
    """

    id: str
    unit_id: str
    skill_id: str
    stage: MasteryStage
    on: date
    entered: Instant
    lapsed: bool = False
    note: str = ""
    client_stage: MasteryStage | None = None


@dataclass(frozen=True, slots=True)
class PracticeFigures:
    """What practice shows: done logs a week against the dose, median usefulness, share under heat; each with n."""

    n: int
    done: int
    per_week: float | None
    assigned_per_week: float | None
    usefulness: float | None
    usefulness_n: int
    heat_share: float | None


def figures(assignment: PracticeAssignment, logs: Sequence[PracticeLog], today: date) -> PracticeFigures:
    """Return the figures every skill has (domain paper, 3.1). A week counts from the day of assignment."""
    done = [log for log in logs if log.done is not PracticeDone.NO]
    useful = [log.usefulness for log in done if log.usefulness is not None]
    heated = [log for log in done if log.heat is not None and log.heat.is_heat]
    days = (today - assignment.assigned_on).days
    return PracticeFigures(
        n=len(logs),
        done=len(done),
        per_week=7 * len(done) / days if days >= 3 else None,
        assigned_per_week=assignment.times_per_week,
        usefulness=median(useful) if useful else None,
        usefulness_n=len(useful),
        heat_share=len(heated) / len(done) if done else None,
    )


def suggested_stage(
    current: MasteryStage, logs: Sequence[PracticeLog], history: Sequence[MasteryChange], today: date
) -> MasteryStage:
    """Return the stage the logs speak for; only the therapist sets it (domain paper, 3.1).

    Stage 3 with one real try, 4 with three or more done of which most were rated useful 6+, 5 with two or more
    under heat, 6 when stage 5 was set four weeks ago or more and a later log supports it. Never below ``current``.
    """
    done = [log for log in logs if log.done is not PracticeDone.NO]
    useful = [log for log in done if (log.usefulness or 0) >= 6]
    heated = [log for log in done if log.heat is not None and log.heat.is_heat]
    stage = current
    if done and stage.number < 3:
        stage = MasteryStage.TRIED_AT_HOME
    if len(done) >= 3 and len(useful) * 2 > len(done) and stage.number < 4:
        stage = MasteryStage.RELIABLE_WHEN_CALM
    if len(heated) >= 2 and 4 <= stage.number < 5:
        stage = MasteryStage.USED_UNDER_HEAT
    reached = [c.on for c in history if c.stage is MasteryStage.USED_UNDER_HEAT]
    if current is MasteryStage.USED_UNDER_HEAT and reached:
        kept_since = max(reached)
        if today - kept_since >= timedelta(weeks=4) and any(log.on > kept_since for log in done):
            stage = MasteryStage.MAINTAINED
    return stage


def current_stage(history: Sequence[MasteryChange], skill_id: str) -> MasteryStage:
    """Return the stage set last for a skill; not introduced when none was."""
    own = sorted((c for c in history if c.skill_id == skill_id), key=lambda c: (c.entered.at, c.id))
    return own[-1].stage if own else MasteryStage.NOT_INTRODUCED


def is_lapsed(history: Sequence[MasteryChange], skill_id: str) -> bool:
    """Return whether the last entry flags a lapse: dropped after having been at stage 4 or above."""
    own = sorted((c for c in history if c.skill_id == skill_id), key=lambda c: (c.entered.at, c.id))
    return bool(own) and own[-1].lapsed


def assignment_problems(assignment: PracticeAssignment) -> list[Problem]:
    """Return what keeps an assignment from being stored."""
    found = need_range("times_per_week", assignment.times_per_week, 0.25, 50)
    if assignment.event_driven and not assignment.event.strip():
        found.append(Problem("event", "event_needed"))
    if assignment.due_on is not None and assignment.due_on < assignment.assigned_on:
        found.append(Problem("due_on", "before_start"))
    return found


def log_problems(log: PracticeLog, assignment: PracticeAssignment, today: date) -> list[Problem]:
    """Return what keeps a practice log from being stored."""
    found = need_range("difficulty", log.difficulty, 0, 10) + need_range("usefulness", log.usefulness, 0, 10)
    found += not_future("on", log.on, today)
    if log.on < assignment.assigned_on:
        found.append(Problem("on", "before_assignment"))
    return found


def mastery_problems(change: MasteryChange, history: Sequence[MasteryChange], today: date) -> list[Problem]:
    """Return what keeps a stage from being set: a lapse needs an earlier stage 4 or above."""
    found = not_future("on", change.on, today)
    earlier = [c for c in history if c.skill_id == change.skill_id]
    if change.lapsed and not any(c.stage.number >= 4 for c in earlier):
        found.append(Problem("lapsed", "never_reliable"))
    return found
