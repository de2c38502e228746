"""A form made from the fields that a skill's content file names: for its records and for the plan made for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from irt_desk.domain.counts import YES_NO, FieldKind, SkillField
from irt_desk.domain.values import Invalid, Problem
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import ChoiceChips, Field, LinesArea, NumberField, Rating, TextLine
from irt_desk.ui.building.fields import parse_day
from irt_desk.ui.building.raw import raw, set_raw
from irt_desk.words import say

_WIDE = (FieldKind.WORDS, FieldKind.LINES, FieldKind.CHOICE)
_TIME = re.compile(r"(?:(.*?)[\s,]+)?(\d{1,2})[:.](\d{2})")


class MomentField(TextLine):
    """A day and a time, typed: "20:15" is today, "yesterday 20:15", "24 Nov 20:15"."""

    def __init__(self) -> None:
        super().__init__(placeholder=say("moment.example"))
        self.setMaximumWidth(220)

    def value(self) -> str:
        """Return the moment as ISO text without a zone; empty when nothing is typed.

        Raises:
            Invalid: it is no moment of the calendar.
        """
        text = " ".join(self.text().split())
        if not text:
            return ""
        try:
            found = _TIME.fullmatch(text)
            if found is None:
                raise ValueError(text)
            day = parse_day(found.group(1)) if found.group(1) else now_here().day
            return datetime.combine(day, time(int(found.group(2)), int(found.group(3)))).isoformat(timespec="minutes")
        except ValueError as error:
            raise Invalid([Problem(self.objectName(), "not_a_moment", {"text": text[:40]})]) from error

    def set_value(self, value: str | None) -> None:
        """Show a moment as people write it; what is shown can be read back."""
        moment = datetime.fromisoformat(value) if value else None
        self.setText(f"{day_text(moment.date(), weekday=False)} {moment:%H:%M}" if moment else "")


def option_chips(field: SkillField) -> ChoiceChips:
    """Return chips for the answers of a choice, in the words of its content file; yes and no in ours."""
    if field.kind is FieldKind.YES_NO:
        texts = {option.code: say(f"word.{option.code}").capitalize() for option in YES_NO}
    else:
        texts = {option.code: option.label for option in field.options}
    kind = StrEnum("Answer", [(code.upper(), code) for code in texts])  # type: ignore[misc]  # made from content
    return ChoiceChips(kind, texts=texts)


def _control(field: SkillField) -> Any:
    kind = field.kind
    if kind in (FieldKind.YES_NO, FieldKind.CHOICE):
        return option_chips(field)
    if kind.top is not None:
        return Rating(high=kind.top)
    if kind is FieldKind.MOMENT:
        return MomentField()
    if kind is FieldKind.LINES:
        return LinesArea()
    if kind.is_number:
        return NumberField(decimals=1 if kind is FieldKind.HOURS else 0)
    return TextLine()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, StrEnum):
        return value.value
    return f"{value:g}" if isinstance(value, int | float) else str(value)


class AnswersForm(QWidget):
    """The controls; ``answers()`` gives texts by field code, as they are stored."""

    changed = Signal()

    def __init__(self, fields: Sequence[SkillField]) -> None:
        super().__init__()
        self._fields: dict[str, Field] = {}
        self._controls: dict[str, Any] = {}
        self._kinds = {field.code: field.kind for field in fields}
        self._given: dict[str, Any] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row, column = 0, 0
        for about in fields:
            control = _control(about)
            control.setObjectName(about.code)
            control.changed.connect(self.changed)
            tone = "partner" if about.about_partner else ""
            field = Field(about.label, control, required=about.needed, tone=tone)
            self._fields[about.code], self._controls[about.code] = field, control
            if about.kind in _WIDE:
                row, column = (row + 1, 0) if column else (row, 0)
                grid.addWidget(field, row, 0, 1, 2)
                row += 1
            else:
                grid.addWidget(field, row, column)
                row, column = (row + 1, 0) if column else (row, 1)
        self.set_answers({field.code: field.default for field in fields})

    def set_answers(self, answers: Mapping[str, str]) -> None:
        """Show answers; nothing is said to have changed."""
        self.blockSignals(True)
        for code, control in self._controls.items():
            text = answers.get(code, "")
            if isinstance(control, ChoiceChips):
                control.set_codes((text,) if text else ())
            elif isinstance(control, Rating | NumberField):
                control.setText(text)
            else:
                control.set_value(text)
        self._given = {code: raw(control) for code, control in self._controls.items()}
        self.blockSignals(False)
        self.show_problems(())

    def answers(self) -> dict[str, str]:
        """Return what is answered, by field code.

        Raises:
            Invalid: with every control that holds a text that is no value.
        """
        found: dict[str, str] = {}
        problems: list[Problem] = []
        for code, control in self._controls.items():
            try:
                text = _as_text(control.value())
            except Invalid as error:
                problems += error.problems
                continue
            if text:
                found[code] = text
        if problems:
            raise Invalid(problems)
        return found

    @property
    def is_written(self) -> bool:
        """Whether anything differs from what was given."""
        return bool(self.unfinished())

    def unfinished(self) -> dict[str, Any]:
        """Return what is typed and differs from what was given, as plain data."""
        return {code: now for code, c in self._controls.items() if (now := raw(c)) != self._given[code]}

    def resume(self, data: Mapping[str, Any]) -> None:
        """Put half-typed data back."""
        for code, value in data.items():
            if code in self._controls:
                set_raw(self._controls[code], value)

    def control(self, code: str) -> Any:
        """Return the control of a field."""
        return self._controls[code]

    def show_problems(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Place each problem under its field, move to the first; return those that belong to no field here."""
        by_code: dict[str, list[str]] = {}
        for problem in problems:
            by_code.setdefault(problem.field, []).append(problem.sentence)
        for code, field in self._fields.items():
            field.set_problem(" ".join(dict.fromkeys(by_code.get(code, []))))
        first = next((code for code in self._fields if code in by_code), None)
        if first is not None:
            self._controls[first].setFocus()
        return tuple(problem for problem in problems if problem.field not in self._fields)

    def focus_first(self) -> None:
        """Move the keyboard to the first control."""
        next(iter(self._controls.values())).setFocus()
