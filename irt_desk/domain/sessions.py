"""Sessions: appointments and what became of them, with start and stop time (domain paper, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from irt_desk.domain.values import THIRD_PARTY, Instant, Problem, need_text, tagged


class Attendance(StrEnum):
    """What became of an appointment, or what kind of contact beside the sessions an entry is."""

    SCHEDULED = "scheduled"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    LATE_CANCEL = "late_cancel"
    CANCELLED = "cancelled"
    CALL = "call"
    LETTER = "letter"
    MESSAGE = "message"

    @property
    def is_contact(self) -> bool:
        """Whether it was a contact outside the sessions: it has a note and no number, and counts as no session."""
        return self in (Attendance.CALL, Attendance.LETTER, Attendance.MESSAGE)

    @property
    def is_missed(self) -> bool:
        """Whether the client did not come, or called off too late."""
        return self in (Attendance.NO_SHOW, Attendance.LATE_CANCEL)


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
    """One appointment, or one contact outside the sessions.

    ``stops`` is the planned end while scheduled and the stop time once attended. ``conjoint`` says that the partner guest
    was there for the whole of it; ``service_code`` is what the therapist confirmed for billing, empty when nothing is billed.
    """

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
    telehealth_consent: bool = False
    service_code: str = ""
    conjoint: bool = False

    @property
    def has_guest(self) -> bool:
        """Whether the partner was there as a guest."""
        return any(person.role is PresentRole.PARTNER_GUEST for person in self.present)

    @property
    def minutes(self) -> int:
        """Length in whole minutes, rounded down."""
        return int((self.stops.at - self.starts.at).total_seconds() // 60)


def problems(session: Session, now: Instant) -> list[Problem]:
    """Return what keeps a session from being stored: stop before start, an attended session in the future, a lost place."""
    found: list[Problem] = []
    if session.stops.at < session.starts.at or (
        session.stops.at == session.starts.at and not session.attendance.is_contact
    ):
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
    if not (session.attendance.is_contact or any(p.role is PresentRole.CLIENT for p in session.present)):
        found.append(Problem("present", "client_not_present"))
    if session.conjoint and not session.has_guest:
        found.append(Problem("conjoint", "conjoint_without_guest"))
    return found
