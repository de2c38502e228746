"""The client: who the person is and how they can be reached safely."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import PresentingPicture
from irt_desk.domain.values import SAFETY, Instant, Problem, need_range, need_text, not_future, tagged


class ContactMethod(StrEnum):
    """Ways to reach a client."""

    MOBILE = "mobile"
    HOME_PHONE = "home_phone"
    EMAIL = "email"
    SECURE_PORTAL = "secure_portal"
    LETTER = "letter"
    IN_SESSION_ONLY = "in_session_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeContact:
    """How this client may be reached without anyone else learning of it (domain paper, 6.6 discretion rules).

    ``confirmed_on`` is the day the client said it is safe; T01 needs it.
    """

    method: ContactMethod = tagged(SAFETY, default=ContactMethod.MOBILE)
    detail: str = tagged(SAFETY)
    times: str = tagged(SAFETY)
    voicemail_ok: bool = tagged(SAFETY, default=False)
    note: str = tagged(SAFETY)
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A person in care, or asking for it. ``number`` is the short chart number people say aloud."""

    id: str
    number: int
    preferred_name: str
    legal_name: str = ""
    pronouns: str = ""
    date_of_birth: date | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    language: str = ""
    interpreter: bool = False
    referral_source: str = ""
    safe_contact: SafeContact = field(default_factory=SafeContact)
    is_demo: bool = False
    created: Instant

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside the name."""
        parts = self.preferred_name.split()
        letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else [part[0] for part in parts]
        return "".join(letters).upper()

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years on a day, or None when the date of birth is not known."""
        born = self.date_of_birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def problems(client: Client, today: date) -> list[Problem]:
    """Return what keeps this client from being stored: no name, or a date of birth that cannot be."""
    found = need_text("preferred_name", client.preferred_name)
    if len(client.preferred_name) > 200:
        found.append(Problem("preferred_name", "too_long", {"limit": 200}))
    found += not_future("date_of_birth", client.date_of_birth, today)
    if client.date_of_birth is not None and client.date_of_birth.year < today.year - 120:
        found.append(Problem("date_of_birth", "too_long_ago"))
    return found


def presenting_problems(picture: PresentingPicture) -> list[Problem]:
    """Return what keeps the presenting picture from being stored: arguments a week outside 0 to 50 (row 6)."""
    return need_range("arguments_per_week", picture.arguments_per_week, 0, 50)
