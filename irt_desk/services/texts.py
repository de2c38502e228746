"""How days, times, people and states are put into words: the same in the window, the command line and on paper."""

from __future__ import annotations

from datetime import date

from irt_desk.domain.dues import Due
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.patterns import PatternCode, RelationshipPattern
from irt_desk.domain.sessions import Session
from irt_desk.domain.suitability import CautionFlag
from irt_desk.domain.values import DatePrecision, FuzzyDay, Instant
from irt_desk.words import label, say

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def day_text(day: date, today: date | None = None, *, weekday: bool = True) -> str:
    """Return a day as people say it: "Mon 23 Nov", with the year when it is not this one."""
    name = f"{say('weekday.' + _WEEKDAYS[day.weekday()])} " if weekday else ""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{name}{day.day} {say(f'month.{day.month}')}{year}"


def long_day_text(day: date) -> str:
    """Return a day as a heading: "Monday 23 November"."""
    weekday = say(f"weekday_long.{_WEEKDAYS[day.weekday()]}")
    return f"{weekday} {day.day} {say(f'month_long.{day.month}')}"


def fuzzy_text(day: FuzzyDay | None) -> str:
    """Return an imprecise day in words; empty for None."""
    if day is None:
        return ""
    if day.precision is DatePrecision.YEAR:
        return str(day.day.year)
    if day.precision is DatePrecision.MONTH:
        return f"{say(f'month_long.{day.day.month}')} {day.day.year}"
    if day.precision is DatePrecision.UNKNOWN:
        return say("day.unknown")
    text = day_text(day.day)
    return say("day.week_of", day=text) if day.precision is DatePrecision.WEEK else text


def time_text(moment: Instant) -> str:
    """Return the clock time of a moment in its own zone: "10:00"."""
    return f"{moment.local:%H:%M}"


def session_text(session: Session, today: date | None = None) -> str:
    """Return day, times and length of a session: "Mon 23 Nov, 10:00 to 10:53 · 53 min"."""
    return say(
        "session.when",
        day=day_text(session.starts.day, today),
        start=time_text(session.starts),
        stop=time_text(session.stops),
        minutes=session.minutes,
    )


def engagement_text(partner_name: str, state: PartnerEngagement) -> str:
    """Return where the partner stands: "Daniel: preparing invitation"."""
    return say("engagement.chip", partner=partner_name or say("word.partner"), state=label(state).lower())


def caution_text(flag: CautionFlag, client_name: str) -> str:
    """Return a caution as a chip: "Caution: partner's substance use, as told by Maya"."""
    return say(f"caution_chip.{flag.type}", client=first_name(client_name))


def first_name(name: str) -> str:
    """Return the first word of a name."""
    return name.split()[0] if name.split() else name


def told_apart(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the shortest names that tell people apart: first names where they differ, else the names as they are."""
    short = tuple(first_name(name) for name in names)
    return short if len({name.casefold() for name in short}) == len(short) else names


def due_text(due: Due, today: date, *, skill_names: dict[str, str] | None = None) -> str:
    """Return the sentence of a due item with its day."""
    values: dict[str, object] = dict(due.values)
    if "id" in values and skill_names:
        values["skill"] = skill_names.get(str(values["id"]), str(values["skill"]))
    if "type" in values:
        values["type"] = say(f"consent_type.{values['type']}")
    return say(f"due.{due.code}", day=day_text(due.on, today), **values)


def pattern_name(pattern: RelationshipPattern) -> str:
    """Return what a pattern is called: its own name for a custom one, else the pattern's term."""
    return pattern.custom_name if pattern.code is PatternCode.CUSTOM else label(pattern.code)


def number_text(value: float | None, digits: int = 1) -> str:
    """Return a number without needless zeros; a dash for None."""
    if value is None:
        return "\N{EN DASH}"
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
