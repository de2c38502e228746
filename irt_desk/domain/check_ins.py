"""The safety check-in of each person before a joint session that stands on an override (domain paper, 6.6).

A ``conjoint_override`` asks for a separate check-in question at every joint session and for a stop rule. Each person is asked
alone; what they say is seen by the practitioner only, never in the shared note, a document or a refusal that could tell one
about the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.units import Place
from irt_desk.domain.values import SAFETY, Act, Instant, Missing, Problem, tagged


class CheckInAnswer(StrEnum):
    """What a person says to meeting together today."""

    AT_EASE = "at_ease"
    NOT_TODAY = "not_today"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyCheckIn:
    """What one person answered, alone, before one joint session. Never changed; a further answer is a further record.

    Attributes:
        asked_alone: whether the other could not hear it; otherwise it counts for nothing.
        answer: whether this person is at ease with meeting today: nothing happened since, nothing is feared, they come freely.
    """

    id: str
    unit_id: str
    session_id: str
    place: Place
    recorded: Instant
    asked_alone: bool = False
    answer: CheckInAnswer | None = None
    note: str = tagged(SAFETY)


def check_in_problems(check_in: SafetyCheckIn) -> list[Problem]:
    """Return what keeps a check-in from being stored: nothing was answered. A danger told in company is stored all the same."""
    if check_in.answer is None:
        return [Problem("answer", "check_in_answer")]
    at_ease = check_in.answer is CheckInAnswer.AT_EASE
    return [Problem("asked_alone", "screened_alone")] if at_ease and not check_in.asked_alone else []


def check_ins_missing(check_ins: Iterable[SafetyCheckIn], session_id: str, day: date) -> list[Missing]:
    """Return which answers are still missing for a session under an override, without saying whose.

    The newest answer of each person counts; "at ease" only when it was asked on the day of the session, ``day``: an appointment
    that moves asks anew. Two missing and one missing read the same, so that the list tells neither about the other.
    """
    newest: dict[Place, SafetyCheckIn] = {}
    for one in sorted(check_ins, key=lambda one: one.recorded.at):
        if one.session_id == session_id:
            newest[one.place] = one
    if any(one.answer is CheckInAnswer.NOT_TODAY for one in newest.values()):
        return [Missing("check_in_stop", Act.CHECK_IN)]
    held = [
        place
        for place, one in newest.items()
        if one.asked_alone and one.answer is CheckInAnswer.AT_EASE and one.recorded.day >= day
    ]
    return [] if len(held) == len(Place) else [Missing("check_in_each", Act.CHECK_IN)]
