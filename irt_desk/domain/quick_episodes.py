"""The five questions asked once a session, and the episodes that their answers are (domain paper, 2.6).

"How often since last time, how strong, how long to come back together, what did you notice about your side, what did you
try?" One number for "how strong" and "how long" holds for every episode of the answer; as many numbers as episodes are one each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain.patterns import (
    Activation,
    ExitCode,
    ExitEffect,
    ExitTried,
    HowFar,
    PatternEpisode,
    RecallClarity,
    Repair,
    SafetyFlag,
    StepActor,
    WhoStarted,
)
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant, Problem

MOST_AT_ONCE = 40
"""Episodes one answer may stand for; more than that is a word for "all the time", not a count (chosen here)."""

UNKNOWN_MARKS = ("?", "-", "\N{EN DASH}")
"""What stands for "not known" in a row of numbers."""


class Awareness(StrEnum):
    """When the own part was noticed (domain paper, 2.6), as a choice of words; the number is stored."""

    NONE = "0"
    HOURS_OR_DAYS_LATER = "1"
    SOON_AFTER = "2"
    DURING = "3"
    BEFORE_ACTING = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedExit:
    """An exit someone tried, in how many of the episodes, and what it did there."""

    exit: ExitCode
    by: StepActor = StepActor.CLIENT
    effect: ExitEffect = ExitEffect.HELPED
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickAnswer:
    """What the client answered. ``happened`` is asked only of a single episode; None is somewhere since last time."""

    count: int | None = 1
    strengths: tuple[int | None, ...] = ()
    hours: tuple[float | None, ...] = ()
    awareness: Awareness | None = None
    how_far: HowFar | None = None
    tried: tuple[TriedExit, ...] = ()
    repair: Repair | None = None
    safety_flag: SafetyFlag = SafetyFlag.NONE
    happened: date | None = None
    setting: str = ""
    activation_peak: Activation | None = None
    who_started: WhoStarted = WhoStarted.UNCLEAR
    distress_then: int | None = None
    distress_while_telling: int | None = None
    recall_clarity: RecallClarity = RecallClarity.CLEAR
    duration_minutes: int | None = None
    repair_quality: int | None = None
    aftermath_days_distant: int | None = None


def read_numbers(text: str) -> tuple[float | None, ...]:
    """Return the numbers of a typed row such as "6, 8, ?"; a question mark or a dash is one that is not known.

    Raises:
        ValueError: a part is neither.
    """
    parts = [part for part in text.replace(";", " ").replace(", ", " ").split() if part]
    parts = parts if len(parts) > 1 else [piece for part in parts for piece in part.split(",")]
    return tuple(None if part in UNKNOWN_MARKS else _number(part) for part in parts if part)


def _number(text: str) -> float:
    found = float(text.strip(",").replace(",", "."))
    if found != found or found in (float("inf"), float("-inf")):
        raise ValueError(text)
    return found


def answer_problems(answer: QuickAnswer, since: date, today: date) -> list[Problem]:
    """Return what keeps an answer from being stored, each at its field."""
    if answer.count is None or not 0 <= answer.count <= MOST_AT_ONCE:
        return [Problem("count", "out_of_range", {"low": 0, "high": MOST_AT_ONCE})]
    found: list[Problem] = []
    for name, given in (("strengths", answer.strengths), ("hours", answer.hours)):
        if len(given) not in (0, 1, answer.count):
            found.append(Problem(name, "one_or_each", {"n": answer.count}))
    if any(value is not None and not 0 <= value <= 10 for value in answer.strengths):
        found.append(Problem("strengths", "out_of_range", {"low": 0, "high": 10}))
    if any(value is not None and not 0 <= value <= 10_000 for value in answer.hours):
        found.append(Problem("hours", "out_of_range", {"low": 0, "high": 10_000}))
    if answer.happened is not None and answer.happened > today:
        found.append(Problem("happened", "in_future"))
    if not answer.count and _says_more(answer):
        found.append(Problem("count", "none_yet_told"))
    return found + _tried_problems(answer)


def _says_more(answer: QuickAnswer) -> bool:
    return bool(
        answer.strengths
        or answer.hours
        or answer.tried
        or answer.awareness
        or answer.how_far
        or answer.safety_flag is not SafetyFlag.NONE
        or any(
            value is not None
            for value in (answer.duration_minutes, answer.repair_quality, answer.aftermath_days_distant)
        )
    )


def _tried_problems(answer: QuickAnswer) -> list[Problem]:
    """Return a problem where an exit was tried more often than the pattern ran."""
    count = answer.count or 0
    totals: dict[tuple[ExitCode, StepActor], int] = {}
    for tried in answer.tried:
        totals[tried.exit, tried.by] = totals.get((tried.exit, tried.by), 0) + max(0, tried.times)
    too_often = any(total > count for total in totals.values()) or any(tried.times < 1 for tried in answer.tried)
    return [Problem("tried", "tried_too_often", {"n": count})] if count and too_often else []


def episodes_of(
    answer: QuickAnswer,
    *,
    unit_id: str,
    pattern_id: str,
    since: date,
    today: date,
    entered: Instant,
    session_id: str | None = None,
) -> tuple[PatternEpisode, ...]:
    """Return the episodes an answer stands for, oldest first; the answer was checked with :func:`answer_problems`.

    Days that were not told are spread evenly over the time since last asked and say so by their precision. A danger told is
    kept with the newest episode: it was told once.
    """
    count = answer.count or 0
    days = _days(answer, since, today, count)
    strengths, hours = _each(answer.strengths, count), _each(answer.hours, count)
    tried = _spread(answer.tried, count)
    return tuple(
        PatternEpisode(
            id="",
            unit_id=unit_id,
            pattern_id=pattern_id,
            happened=days[place],
            entered=entered,
            told_in_session_id=session_id,
            intensity=int(strength) if (strength := strengths[place]) is not None else None,
            hours_to_reconnect=hours[place],
            own_part_awareness=int(answer.awareness) if answer.awareness is not None else None,
            how_far=answer.how_far,
            exits_tried=tried[place],
            repair=answer.repair,
            safety_flag=answer.safety_flag if place == count - 1 else SafetyFlag.NONE,
            setting=answer.setting,
            activation_peak=answer.activation_peak,
            who_started=answer.who_started,
            distress_then=answer.distress_then,
            distress_while_telling=answer.distress_while_telling,
            recall_clarity=answer.recall_clarity,
            duration_minutes=answer.duration_minutes,
            repair_quality=answer.repair_quality,
            aftermath_days_distant=answer.aftermath_days_distant,
        )
        for place in range(count)
    )


def _days(answer: QuickAnswer, since: date, today: date, count: int) -> list[FuzzyDay]:
    if answer.happened is not None and count == 1:
        return [FuzzyDay(answer.happened)]
    span = max(0, (today - since).days)
    precision = DatePrecision.WEEK if span <= 10 else DatePrecision.MONTH
    if span == 0:
        precision = DatePrecision.DAY
    return [FuzzyDay(since + timedelta(days=int(span * (place + 0.5) / count)), precision) for place in range(count)]


def _each(given: Sequence[float | None], count: int) -> list[float | None]:
    if not given:
        return [None] * count
    return list(given) if len(given) == count else [given[0]] * count


def _spread(tried: Sequence[TriedExit], count: int) -> list[tuple[ExitTried, ...]]:
    """Put every try into an episode of its own: the same exit of the same person is tried once an episode."""
    found: list[list[ExitTried]] = [[] for _ in range(count)]
    used: dict[tuple[ExitCode, StepActor], int] = {}
    for one in tried:
        first = used.get((one.exit, one.by), 0)
        for place in range(first, min(first + one.times, count)):
            found[place].append(ExitTried(exit=one.exit, by=one.by, effect=one.effect))
        used[one.exit, one.by] = first + one.times
    return [tuple(part) for part in found]


def answer_of(episode: PatternEpisode) -> QuickAnswer:
    """Return the answer that a stored episode is, for putting it right."""
    aware = episode.own_part_awareness
    return QuickAnswer(
        count=1,
        strengths=(episode.intensity,) if episode.intensity is not None else (),
        hours=(episode.hours_to_reconnect,) if episode.hours_to_reconnect is not None else (),
        awareness=Awareness(str(aware)) if aware is not None else None,
        how_far=episode.how_far,
        tried=tuple(TriedExit(exit=x.exit, by=x.by, effect=x.effect) for x in episode.exits_tried),
        repair=episode.repair,
        safety_flag=episode.safety_flag,
        happened=episode.happened.day,
        setting=episode.setting,
        activation_peak=episode.activation_peak,
        who_started=episode.who_started,
        distress_then=episode.distress_then,
        distress_while_telling=episode.distress_while_telling,
        recall_clarity=episode.recall_clarity,
        duration_minutes=episode.duration_minutes,
        repair_quality=episode.repair_quality,
        aftermath_days_distant=episode.aftermath_days_distant,
    )


def put_right(before: PatternEpisode, made: PatternEpisode) -> PatternEpisode:
    """Return the stored episode with what was typed anew; what the questions do not ask for stays as it was."""
    return replace(
        made,
        id=before.id,
        happened=before.happened if made.happened.day == before.happened.day else made.happened,
        told_in_session_id=before.told_in_session_id,
        repair_attempted_by=before.repair_attempted_by,
        source=before.source,
    )
