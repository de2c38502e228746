"""Settings of the practice: the practitioner's profile and a few preferences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from irt_desk.domain import practitioner as rules
from irt_desk.domain.neutrality import NeutralityLimits, limits_problems
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.values import insist
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import settings

DEFAULT_LOCK_MINUTES = 5
"""Idle minutes until the practice locks (security paper, LK-1: 1 to 15, cannot be off)."""


class Settings(Service):
    """What the therapist set once."""

    def practitioner(self) -> Practitioner:
        """Return the profile; empty in a new practice."""
        with self._reading() as c:
            return self._practitioner(c)

    def save_practitioner(self, practitioner: Practitioner) -> Saved[Practitioner]:
        """Store the profile; signatures and letterheads use it from now on."""
        with self._changing() as c:
            practitioner = cleaned(practitioner)
            insist(rules.problems(practitioner))
            settings.put_practitioner(c, practitioner)
            self._context.practice.zone = None
            self._audit(c, "settings.practitioner", "setting", None)
        return saved(practitioner, Area.SETTINGS)

    def today(self) -> date:
        """Return the calendar day where the practice is."""
        with self._reading() as c:
            return self._today(c)

    def set_zone(self, zone: str) -> Saved[Practitioner]:
        """Set the time zone of the practice; used once when it is made, before there is a profile."""
        with self._changing() as c:
            practitioner = replace(self._practitioner(c), zone=zone)
            settings.put_practitioner(c, practitioner)
            self._context.practice.zone = None
            self._audit(c, "settings.practitioner", "setting", None)
        return saved(practitioner, Area.SETTINGS)

    def lock_minutes(self) -> int:
        """Return after how many idle minutes the practice locks."""
        with self._reading() as c:
            return int(settings.get(c, "lock_minutes") or DEFAULT_LOCK_MINUTES)

    def set_lock_minutes(self, minutes: int) -> Saved[int]:
        """Set the idle minutes, kept within 1 to 15."""
        minutes = max(1, min(15, minutes))
        with self._changing() as c:
            settings.put(c, "lock_minutes", minutes)
            self._audit(c, "settings.lock_minutes", "setting", None)
        return saved(minutes, Area.SETTINGS)

    def neutrality_limits(self) -> NeutralityLimits:
        """Return up to how many individual sessions the risk to neutrality counts as low and as moderate (6.5)."""
        with self._reading() as c:
            return settings.neutrality_limits(c)

    def set_neutrality_limits(self, limits: NeutralityLimits) -> Saved[NeutralityLimits]:
        """Set the limits of the neutrality bands; every review computes its band with them from now on.

        Raises:
            Invalid: they are not 0 <= low < moderate <= 200.
        """
        with self._changing() as c:
            insist(limits_problems(limits))
            settings.put_neutrality_limits(c, limits)
            self._audit(c, "settings.neutrality_limits", "setting", None)
        return saved(limits, Area.SETTINGS, Area.PATHWAY)
