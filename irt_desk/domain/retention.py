"""How long a record is kept, and private notes: a time of their own, apart from the record's (domain paper, 7.1, 7.6).

Nothing goes by itself.
"""

from __future__ import annotations

from datetime import date

from irt_desk.domain.notes import PsychotherapyNote

MOST_YEARS = 30
"""The longest time that can be set [D]."""

OFFERED_YEARS = (1, 2, 3, 5, 7, 10)
"""Times that are offered. No law sets one for these notes; professional guidance leaves it to the writer [K]."""


def is_past(note: PsychotherapyNote, years: int | None, today: date) -> bool:
    """Return whether a note was last written so many years ago; a 29 February counts as the 28th in other years."""
    if years is None:
        return False
    return _years_after(note.saved.day, years) <= today


OF_AGE = 18
"""Age at which somebody comes of age where the packs of this release apply [K]."""


def kept_until(last_service: date, years: int, *, born: date | None = None, minor_years: int | None = None) -> date:
    """Return the day until which a record is kept at least (7.6).

    Args:
        last_service: the last session; of a couple the last joint one.
        years: years after it.
        born: the client's date of birth, where a rule for minors may be longer.
        minor_years: years after coming of age, where the place has such a rule.
    """
    until = _years_after(last_service, years)
    if born is None or minor_years is None:
        return until
    return max(until, _years_after(born, OF_AGE + minor_years))


def _years_after(day: date, years: int) -> date:
    """Return the same day of a later year; a 29 February counts as the 28th in other years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
