"""Several ratings of one day on one card: what stands, then "Rate again"; the first day stays as the baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.values import Invalid, Problem
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    DateField,
    Field,
    Muted,
    PrimaryButton,
    ProblemLine,
    Rating,
    Small,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.raw import raw, set_raw
from irt_desk.words import label, say


@dataclass(frozen=True, slots=True)
class Rated:
    """What one line was rated on one day."""

    as_of: date
    values: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed on one line."""

    member: StrEnum
    values: tuple[int, ...]
    note: str
    as_of: date


class RatingsCard(Card):
    """A grid of lines, each with one or two numbers from 0 to 10 and room for a few words.

    Args:
        words: prefix of the catalogue codes: ``<words>.title``, ``.intro``, ``.<column>``.
        kind: the lines.
        columns: names of the numbers.
        save: starts the saving of the entries; it is given two bound methods (done, failed).
        notes: whether a line has room for words.
    """

    changed = Signal()

    def __init__(
        self,
        words: str,
        kind: type[StrEnum],
        columns: tuple[str, ...],
        *,
        save: Callable[[tuple[Entry, ...], Callable[[Any], None], Callable[[Exception], None]], None],
        notes: bool = True,
    ) -> None:
        super().__init__(say(f"{words}.title"))
        self.words, self._columns, self._save = words, columns, save
        self._controls: dict[str, Any] = {}
        self._rows: dict[StrEnum, ProblemLine] = {}
        self.body.addWidget(Muted(say(f"{words}.intro"), wrap=True))
        self._shown = QWidget()
        self._standing = QVBoxLayout(self._shown)
        self._standing.setContentsMargins(0, 4, 0, 0)
        self.body.addWidget(self._shown)
        self.again = Button(say("ratings.again"))
        self.again.clicked.connect(self.open_editor)
        self.add_action(self.again)
        self.editor = QWidget()
        self.body.addWidget(self.editor)
        self._lay_out(kind, notes)
        self._has_ratings = False

    def _lay_out(self, kind: type[StrEnum], notes: bool) -> None:
        down = QVBoxLayout(self.editor)
        down.setContentsMargins(0, 4, 0, 0)
        down.setSpacing(8)
        self._day = DateField(optional=False)
        self._day.setObjectName("as_of")
        self._day_field = Field(say("ratings.as_of"), self._day)
        down.addWidget(self._day_field)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, column in enumerate(self._columns):
            grid.addWidget(Small(say(f"{self.words}.{column}")), 0, 1 + place)
        if notes:
            grid.addWidget(Small(say("ratings.note")), 0, 1 + len(self._columns))
        grid.setColumnStretch(1 + len(self._columns), 1)
        for row, member in enumerate(kind, 1):
            self._line(grid, 2 * row, member, notes)
        down.addLayout(grid)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        self.cancel_button = Button(say("record.cancel"))
        self.cancel_button.clicked.connect(self._on_cancel)
        self.save_button = PrimaryButton(say("ratings.keep"))
        self.save_button.clicked.connect(self._on_save)
        across.addWidget(self.cancel_button)
        across.addWidget(self.save_button)
        down.addLayout(across)
        self._controls["as_of"] = self._day
        self._day.changed.connect(self._on_changed)
        self._start_day()

    def _line(self, grid: QGridLayout, row: int, member: StrEnum, notes: bool) -> None:
        name = label(member)
        grid.addWidget(Body(name), row, 0, Qt.AlignmentFlag.AlignVCenter)
        for place, column in enumerate(self._columns):
            control = Rating()
            control.setObjectName(member.value)
            control.setAccessibleName(f"{name}, {say(f'{self.words}.{column}')}")
            self._take(f"{member.value}.{column}", control)
            grid.addWidget(control, row, 1 + place)
        if notes:
            note = TextLine()
            note.setAccessibleName(f"{name}, {say('ratings.note')}")
            self._take(f"{member.value}.note", note)
            grid.addWidget(note, row, 1 + len(self._columns))
        problem = self._rows[member] = ProblemLine()
        grid.addWidget(problem, row + 1, 0, 1, 2 + len(self._columns))

    def _take(self, name: str, control: Any) -> None:
        self._controls[name] = control
        control.changed.connect(self._on_changed)

    def show_ratings(self, ratings: Mapping[StrEnum, tuple[Rated, ...]], summary: QWidget | None = None) -> None:
        """Show what stands: each line with its baseline and its newest day; ``summary`` draws it instead."""
        clear_layout(self._standing)
        self._has_ratings = any(ratings.values())
        if summary is not None and self._has_ratings:
            self._standing.addWidget(summary)
        elif self._has_ratings:
            self._standing.addLayout(self._table(ratings))
        is_open = not self._has_ratings or bool(self.unfinished())
        self.editor.setVisible(is_open)
        self._shown.setVisible(self._has_ratings)
        self.again.setVisible(self._has_ratings and not is_open)
        self.cancel_button.setVisible(self._has_ratings)

    def _table(self, ratings: Mapping[StrEnum, tuple[Rated, ...]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        today = now_here().day
        rated = [(member, told) for member, told in ratings.items() if told]
        for row, (member, told) in enumerate(rated):
            first, last = told[0], told[-1]
            grid.addWidget(Body(label(member)), row, 0)
            grid.addWidget(Body(say("ratings.of_ten", value=last.values[0]), strong=True), row, 1)
            begun = day_text(first.as_of, today, weekday=False)
            since = say("ratings.first", day=begun)
            if len(told) > 1:
                day = day_text(last.as_of, today, weekday=False)
                since = say("ratings.moved", value=first.values[0], first=begun, day=day)
            grid.addWidget(Muted(since), row, 2)
            grid.addWidget(Muted(last.note, wrap=True), row, 3)
        return grid

    def open_editor(self, *_: Any) -> None:
        """Open the grid for another day."""
        self.editor.show()
        self.again.hide()
        next(iter(self._controls.values())).setFocus()

    def entries(self) -> tuple[Entry, ...]:
        """Return the lines that were rated.

        Raises:
            Invalid: a number is none of the scale, a line has only one of its two numbers, or the day cannot be read.
        """
        problems: list[Problem] = []
        found: list[Entry] = []
        day = self._day.value()
        assert day is not None  # the field is not optional
        for member in self._rows:
            try:
                values = [self._controls[f"{member.value}.{column}"].value() for column in self._columns]
            except Invalid as error:
                problems += error.problems
                continue
            note = self._controls.get(f"{member.value}.note")
            said = note.value() if note is not None else ""
            given = [value for value in values if value is not None]
            if len(given) == len(values):
                found.append(Entry(member, tuple(given), said, day))
            elif given or said:
                problems.append(Problem(member.value, "rating_half"))
        if problems:
            raise Invalid(problems)
        return tuple(found)

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed; the day alone is nothing."""
        typed = {name: value for name, c in self._controls.items() if name != "as_of" and (value := raw(c))}
        return {**typed, "as_of": raw(self._day)} if typed else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        if self.unfinished():
            return
        for name, value in data.items():
            if name in self._controls:
                set_raw(self._controls[name], value)
        self.editor.show()
        self.again.hide()

    def forget(self) -> None:
        """Let go of what is typed: another chart is shown."""
        self._clear()

    def _clear(self) -> None:
        for name, control in self._controls.items():
            control.blockSignals(True)
            if name != "as_of":
                control.set_value(None)
            control.blockSignals(False)
        self._start_day()
        self._show_problems(())

    def _start_day(self) -> None:
        self._day.blockSignals(True)
        self._day.set_value(now_here().day)
        self._day.blockSignals(False)

    def _on_changed(self) -> None:
        self.changed.emit()

    def _on_cancel(self) -> None:
        self._clear()
        self.editor.setVisible(not self._has_ratings)
        self.again.setVisible(self._has_ratings)
        self.changed.emit()

    def _on_save(self) -> None:
        try:
            entries = self.entries()
        except Invalid as error:
            self._show_problems(error.problems)
            return
        self.save_button.setEnabled(False)
        self._save(entries, self._on_saved, self._on_failed)

    def _on_saved(self, _: Any) -> None:
        self.save_button.setEnabled(True)
        self._clear()
        self.editor.setVisible(not self._has_ratings)
        self.again.setVisible(self._has_ratings)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        said: dict[str, list[str]] = {}
        for problem in problems:
            said.setdefault(problem.field, []).append(problem.sentence)
        for member, line in self._rows.items():
            line.say(" ".join(dict.fromkeys(said.pop(member.value, []))))
        named = " ".join(said.pop("as_of", []))
        is_about_day = bool(named) and any(p.field == "as_of" and p.code != "nothing_rated" for p in problems)
        self._day_field.set_problem(named if is_about_day else "")
        rest = [sentence for sentences in said.values() for sentence in sentences]
        self.problem.say(" ".join([*rest, "" if is_about_day else named]).strip())
