"""A control for a day that is not known exactly: a year, a month and a year, or a day."""

from __future__ import annotations

import re
from datetime import date

from irt_desk.domain.values import DatePrecision, FuzzyDay
from irt_desk.ui.building.fields import _Typed, parse_day
from irt_desk.words import say

_MONTHS = {n: (f"month.{n}", f"month_long.{n}") for n in range(1, 13)}


def parse_fuzzy(text: str) -> FuzzyDay:
    """Return the day a person typed as exactly as they know it: 2019, Mar 2019, 2019-03, or any day.

    Raises:
        ValueError: it is no year, month or day of the calendar.
    """
    text = " ".join(text.split())
    if re.fullmatch(r"(19|20)\d{2}", text):
        return FuzzyDay(date(int(text), 1, 1), DatePrecision.YEAR)
    if found := re.fullmatch(r"((?:19|20)\d{2})-(\d{1,2})", text):
        return FuzzyDay(date(int(found.group(1)), int(found.group(2)), 1), DatePrecision.MONTH)
    if found := re.fullmatch(r"([A-Za-z]{3,9})\.? ((?:19|20)\d{2})", text):
        name = found.group(1).casefold()
        for month, (short, whole) in _MONTHS.items():
            if say(whole).casefold().startswith(name) and name.startswith(say(short).casefold()):
                return FuzzyDay(date(int(found.group(2)), month, 1), DatePrecision.MONTH)
        raise ValueError(text)
    return FuzzyDay(parse_day(text), DatePrecision.EXACT)


class FuzzyDayField(_Typed):
    """A day as exactly as it is known, typed."""

    def __init__(self, *, optional: bool = True) -> None:
        super().__init__(say("fuzzy.example"), optional=optional)
        self.setMaximumWidth(220)

    def value(self) -> FuzzyDay | None:
        """Return the day, or None when it may be empty and is.

        Raises:
            Invalid: it is no year, month or day; the sentence shows how to write one.
        """
        if not self.text().strip() and self._optional:
            return None
        try:
            return parse_fuzzy(self.text())
        except ValueError as error:
            raise self._wrong("not_a_fuzzy_day") from error

    def set_value(self, value: FuzzyDay | None) -> None:
        """Show a day so that it can be read back with the same precision."""
        if value is None:
            self.setText("")
        elif value.precision is DatePrecision.YEAR:
            self.setText(str(value.day.year))
        elif value.precision is DatePrecision.MONTH:
            self.setText(f"{say(f'month_long.{value.day.month}')} {value.day.year}")
        else:
            self.setText(f"{value.day.day} {say(f'month.{value.day.month}')} {value.day.year}")
