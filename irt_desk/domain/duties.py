"""Legal duties and time limits of a place of practice, as its pack states them (domain paper, 6.6 and 7.6).

A duty is a prompt: what to ask oneself, whom to call, by when. The program never reports anything to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from irt_desk.domain.content_fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty to think of. ``when`` are the codes of what was told that bring it up; ``number`` may be empty."""

    code: str
    title: str
    when: tuple[str, ...]
    ask: tuple[str, ...]
    contact: str
    number: str
    by_when: str
    review_on: date
    provenance: str

    def due(self, today: date) -> bool:
        """Return whether the entry should be checked again before anybody relies on it."""
        return today >= self.review_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A time limit in days, with what it may be extended by."""

    code: str
    title: str
    days: int
    extension_days: int
    provenance: str


def parse_duty(f: Fields) -> Duty:
    """Return the duty one table of a pack stands for."""
    return Duty(
        code=f.text("code"),
        title=f.text("title"),
        when=f.texts("when"),
        ask=f.texts("ask"),
        contact=f.text("contact"),
        number=f.text("number", needed=False),
        by_when=f.text("by_when"),
        review_on=f.day("review_on"),
        provenance=f.provenance(),
    )


def parse_timer(f: Fields) -> Timer:
    """Return the time limit one table of a pack stands for."""
    return Timer(
        code=f.text("code"),
        title=f.text("title"),
        days=f.number("days") or 0,
        extension_days=f.number("extension_days") or 0,
        provenance=f.provenance(),
    )
