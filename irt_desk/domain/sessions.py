"""Sessions: appointments and what became of them, with start and stop time (domain paper, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, need_text, tagged


class Attendance(StrEnum):
    """What became of an appointment."""

    SCHEDULED = "scheduled"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    LATE_CANCEL = "late_cancel"
    CANCELLED = "cancelled"


class Setting(StrEnum):
    """Where the session was held."""

    OFFICE = "office"
    TELEHEALTH_VIDEO = "telehealth_video"
    TELEHEALTH_PHONE = "telehealth_phone"

    @property
    def is_telehealth(self) -> bool:
        """Whether the places of both have to be recorded."""
        return self is not Setting.OFFICE


class PresentRole(StrEnum):
    """Who was there."""

    CLIENT = "client"
    PARTNER_GUEST = "partner_guest"
    INTERPRETER = "interpreter"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """One person in the room and their role."""

    role: PresentRole
    name: str = tagged(THIRD_PARTY)


MAX_HOURS = 8
"""Longer is taken for a slip of the keyboard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One appointment. ``stops`` is the planned end while scheduled and the stop time once attended."""

    id: str
    unit_id: str
    episode_id: str
    starts: Instant
    stops: Instant
    number: int | None = None
    attendance: Attendance = Attendance.SCHEDULED
    planned: bool = True
    setting: Setting = Setting.OFFICE
    place: str = ""
    platform: str = ""
    client_location: str = ""
    provider_location: str = ""
    present: tuple[Present, ...] = (Present(role=PresentRole.CLIENT),)
    focus: str = ""
    entered_in_error: bool = False

    @property
    def minutes(self) -> int:
        """Length in whole minutes, rounded down."""
        return int((self.stops.at - self.starts.at).total_seconds() // 60)


def problems(session: Session, now: Instant) -> list[Problem]:
    """Return what keeps a session from being stored: stop before start, an attended session in the future, a lost place."""
    found: list[Problem] = []
    if session.stops.at <= session.starts.at:
        found.append(Problem("stops", "stop_before_start"))
    elif session.stops.at - session.starts.at > timedelta(hours=MAX_HOURS):
        found.append(Problem("stops", "too_long_session", {"hours": MAX_HOURS}))
    if (
        session.attendance is not Attendance.SCHEDULED
        and session.starts.at > now.at
        and session.attendance is not Attendance.CANCELLED
    ):
        found.append(Problem("starts", "in_future"))
    if session.attendance is Attendance.ATTENDED and session.setting.is_telehealth:
        found += need_text("client_location", session.client_location)
        found += need_text("provider_location", session.provider_location)
    if not any(person.role is PresentRole.CLIENT for person in session.present):
        found.append(Problem("present", "client_not_present"))
    return found
