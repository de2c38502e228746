"""A labelled field with its problem line; controls for days, times and numbers that are typed."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from irt_desk.ui.building.choices import CheckLine, Rating
from irt_desk.ui.building.texts import PlainLabel, ProblemLine, Small
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.domain.values import Invalid


class Field(QWidget):
    """Label above, control, help line, problem line. The label is the control's accessible name."""

    def __init__(
        self,
        label: str,
        control: Any,
        *,
        help: str = "",  # noqa: A002  the word for it; nobody calls the builtin here
        required: bool = False,
        tone: str = "",
    ) -> None:
        super().__init__()
        self.control = control
        self._help = help
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        text = f"{label} *" if required else label
        if isinstance(control, CheckLine):
            control.set_text(label)
            self.label: QLabel = PlainLabel("")
            self.label.hide()
        else:
            self.label = PlainLabel(text, wrap=True)
            self.label.setProperty("text_size", "label")
            if tone:
                self.label.setProperty("tone", tone)
                self.label.setProperty("text_size", "small")
            self.label.setBuddy(control.focusProxy() or control)
        down.addWidget(self.label)
        down.addWidget(control)
        self._name(label, help)
        if help:
            down.addWidget(Small(help, wrap=True))
        self._problem = ProblemLine()
        down.addWidget(self._problem)
        down.addStretch(1)

    def _name(self, label: str, help_text: str) -> None:
        target = self.control.focusProxy() or self.control
        if isinstance(self.control, Rating | QLineEdit) or not isinstance(target, QCheckBox):
            self.control.setAccessibleName(label)
        if isinstance(target, QLineEdit):
            target.setAccessibleName(label)
        self.control.setAccessibleDescription(help_text)

    def set_problem(self, text: str) -> None:
        """Say what is wrong, or nothing; a screen reader hears it with the control."""
        self._problem.say(text, reveal=False)
        if bool(self.control.property("wrong")) != bool(text):
            self.control.setProperty("wrong", bool(text))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)
        self.control.setAccessibleDescription(" ".join(part for part in (text, self._help) if part))

    @property
    def problem(self) -> str:
        """The sentence shown now."""
        return self._problem.text()


_MONTHS = {f"month.{n}": n for n in range(1, 13)}


def _day_here() -> date:
    """Return today where the practice is, whatever the machine's own clock says; loaded late, the unlock page needs no practice."""
    from irt_desk.services.context import now_here

    return now_here().day


def parse_day(text: str, today: date | None = None) -> date:
    """Return the day a person typed: 2026-11-24, 24.11.2026, 24/11/2026, 24 Nov 2026, 24 Nov (this year), today, +7 (days).

    Raises:
        ValueError: it is no day of the calendar.
    """
    text = " ".join(text.split())
    now = today or _day_here()
    for code, back in (("day.today", 0), ("day.yesterday", 1)):
        if text.casefold() == say(code).casefold():
            return now - timedelta(days=back)
    if found := re.fullmatch(r"\+ ?(\d{1,3})", text):
        return now + timedelta(days=int(found.group(1)))
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return date(*(int(part) for part in found.groups()))
    if found := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
        day, month, year = (int(part) for part in found.groups())
        return date(year, month, day)
    if found := re.fullmatch(r"(\d{1,2})\.? ([A-Za-z]{3,9})\.?(?: (\d{4}))?", text):
        name = found.group(2).casefold()
        for code, month in _MONTHS.items():
            whole = say(code.replace("month.", "month_long.")).casefold()
            if say(code).casefold() == name[:3] and whole.startswith(name):
                year = int(found.group(3)) if found.group(3) else now.year
                return date(year, month, int(found.group(1)))
    raise ValueError(text)


class _Typed(QLineEdit):
    """Base of controls whose value is read from typed text."""

    changed = Signal()

    def __init__(self, placeholder: str, *, optional: bool) -> None:
        super().__init__()
        self._optional = optional
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.changed.emit()

    def _wrong(self, code: str) -> Invalid:
        from irt_desk.domain.values import Invalid, Problem  # the unlock page has fields and no values

        name = self.objectName() or "value"
        if not self.text().strip():
            return Invalid([Problem(name, "empty")])
        return Invalid([Problem(name, code, {"text": self.text().strip()[:40]})])


class DateField(_Typed):
    """A day, typed in any usual form."""

    def __init__(self, *, optional: bool = True) -> None:
        super().__init__(say("date.example"), optional=optional)
        self.setMaximumWidth(180)

    def value(self) -> date | None:
        """Return the day, or None when it may be empty and is.

        Raises:
            Invalid: an impossible or unreadable day; the sentence shows how to write one.
        """
        if not self.text().strip() and self._optional:
            return None
        try:
            return parse_day(self.text())
        except ValueError as error:
            raise self._wrong("not_a_date") from error

    def set_value(self, value: date | None) -> None:
        """Show a day as people write it; what is shown can be read back."""
        self.setText(f"{value.day} {say(f'month.{value.month}')} {value.year}" if value else "")


class TimeField(_Typed):
    """A time of day, typed as 10:00, 10.00 or 1000."""

    def __init__(self, *, optional: bool = False) -> None:
        super().__init__("10:00", optional=optional)
        self.setFixedWidth(84)

    def value(self) -> time | None:
        """Return the time, or None when it may be empty and is.

        Raises:
            Invalid: it is no time of the day.
        """
        text = self.text().strip()
        if not text and self._optional:
            return None
        found = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})", text)
        try:
            if found is None:
                raise ValueError(text)
            return time(int(found.group(1)), int(found.group(2)))
        except ValueError as error:
            raise self._wrong("not_a_time") from error

    def set_value(self, value: time | None) -> None:
        """Show a time."""
        self.setText(f"{value:%H:%M}" if value else "")


class NumberField(_Typed):
    """A number, typed."""

    def __init__(self, *, decimals: int = 0, optional: bool = True) -> None:
        super().__init__("", optional=optional)
        self._decimals = decimals
        self.setMaximumWidth(120)

    def value(self) -> int | float | None:
        """Return the number, or None when it may be empty and is.

        Raises:
            Invalid: it is no number.
        """
        text = self.text().strip().replace(",", ".")
        if not text and self._optional:
            return None
        try:
            return float(text) if self._decimals else int(text)
        except ValueError as error:
            raise self._wrong("not_a_number") from error

    def set_value(self, value: float | None) -> None:
        """Show a number."""
        self.setText("" if value is None else f"{value:g}")


__all__ = ["CheckLine", "DateField", "Field", "NumberField", "TimeField", "parse_day"]
