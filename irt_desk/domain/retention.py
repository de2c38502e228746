"""How long private notes are kept: a time of their own, apart from the record's (domain paper, 7.1). Nothing goes by itself."""

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
    day = note.saved.day
    try:
        until = day.replace(year=day.year + years)
    except ValueError:
        until = date(day.year + years, 2, 28)
    return until <= today
