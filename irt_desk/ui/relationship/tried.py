"""Controls of the five questions: a row of numbers, and what was tried, by whom, and in how many of several episodes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.patterns import ExitCode, ExitEffect, StepActor
from irt_desk.domain.quick_episodes import TriedExit, read_numbers
from irt_desk.domain.values import Invalid, Problem
from irt_desk.services.texts import number_text
from irt_desk.ui.building import Choice, LinkButton, NumberField, Small, TextLine
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.words import say

WHO = (StepActor.CLIENT, StepActor.PARTNER)
"""Who may have tried an exit (domain paper, 2.6)."""


class NumbersLine(TextLine):
    """One number for all, or one for each: "6", "6, 8, ?"."""

    def value(self) -> tuple[float | None, ...]:  # type: ignore[override]  # a control's value is what its field holds
        """Return the numbers; a text that is none raises ``Invalid``."""
        try:
            return read_numbers(self.text())
        except ValueError as error:
            raise Invalid([Problem(self.objectName(), "not_numbers")]) from error

    def set_value(self, value: Sequence[float | None] | str | None) -> None:
        """Show numbers."""
        texts = (
            ["?" if one is None else number_text(one) for one in value or ()] if not isinstance(value, str) else [value]
        )
        super().set_value(", ".join(texts))


class _TriedRow(QWidget):
    """One exit that was tried."""

    changed = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.exit, self.by, self.effect = Choice(ExitCode), Choice(StepActor, only=WHO), Choice(ExitEffect)
        self.times = NumberField(optional=False)
        self.times.setFixedWidth(64)
        self.times.setToolTip(say("quick.try_times_hint"))
        self.times.set_value(1)
        self.of = Small("")
        self.gone = LinkButton(say("map.remove"))
        for control, stretch in (
            (self.exit, 4),
            (self.by, 2),
            (self.effect, 3),
            (self.times, 0),
            (self.of, 0),
            (self.gone, 0),
        ):
            control.setMinimumContentsLength(6) if isinstance(control, Choice) else None
            across.addWidget(control, stretch)
        self.controls: dict[str, Any] = {
            "exit": self.exit, "by": self.by, "effect": self.effect, "times": self.times,
        }  # fmt: skip
        for control in self.controls.values():
            control.changed.connect(self.changed)
        self.number(number)

    def number(self, number: int) -> None:
        """Be the exit of another number: a screen reader hears which one it is."""
        for name, control in (*self.controls.items(), ("remove", self.gone)):
            control.setAccessibleName(say(f"quick.try_{name}", number=number))

    def show_count(self, count: int) -> None:
        """Ask for the number of times when there were several episodes."""
        for widget in (self.times, self.of):
            widget.setVisible(count > 1)
        self.of.setText(say("quick.try_of", n=count))

    def value(self) -> TriedExit:
        """Return what was tried; a number that cannot be read raises ``Invalid``."""
        times = self.times.value()
        return TriedExit(exit=self.exit.value(), by=self.by.value(), effect=self.effect.value(), times=int(times or 0))


class TriedExits(QWidget):
    """The exits that were tried; none to begin with."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self._rows: list[_TriedRow] = []
        self._place = QVBoxLayout()
        self._place.setSpacing(6)
        down.addLayout(self._place)
        self.add_button = LinkButton(say("quick.try_add"))
        self.add_button.clicked.connect(self._on_add)
        down.addWidget(self.add_button)
        self._count = 1

    def set_count(self, count: int) -> None:
        """Ask in how many of the episodes an exit was tried, when there are several."""
        self._count = count
        for row in self._rows:
            row.show_count(count)

    def value(self) -> tuple[TriedExit, ...]:
        """Return what was tried, in the order it was told."""
        return tuple(row.value() for row in self._rows)

    def set_value(self, value: tuple[TriedExit, ...]) -> None:
        """Show what was tried."""
        self._clear()
        for tried in value:
            row = self._add()
            for control, part in zip(
                row.controls.values(), (tried.exit, tried.by, tried.effect, tried.times), strict=True
            ):
                control.set_value(part)

    def raw(self) -> list[dict[str, Any]]:
        """Return what stands here as plain data."""
        return [raws(row.controls) for row in self._rows]

    def set_raw(self, data: list[dict[str, Any]]) -> None:
        """Put plain data back."""
        self._clear()
        for one in data:
            set_raws(self._add().controls, one)

    def _add(self) -> _TriedRow:
        row = _TriedRow(len(self._rows) + 1)
        row.show_count(self._count)
        row.changed.connect(self.changed)
        row.gone.clicked.connect(partial(self._on_remove, row))
        self._rows.append(row)
        self._place.addWidget(row)
        return row

    def _clear(self) -> None:
        for row in list(self._rows):
            self._drop(row)

    def _drop(self, row: _TriedRow) -> None:
        self._rows.remove(row)
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_add(self) -> None:
        self._add().exit.setFocus()
        self.changed.emit()

    def _on_remove(self, row: _TriedRow, _: bool = False) -> None:
        self._drop(row)
        for number, left in enumerate(self._rows, 1):
            left.number(number)
        self.add_button.setFocus()
        self.changed.emit()
