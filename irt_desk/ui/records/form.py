"""A form made from a frozen dataclass: the type of each field chooses its control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from irt_desk.domain.values import FuzzyDay, Invalid, Problem
from irt_desk.ui.building import (
    CheckLine,
    Choice,
    ChoiceChips,
    DateField,
    Field,
    LinesArea,
    NumberField,
    Rating,
    Strong,
    TextArea,
    TextChoice,
    TextLine,
)
from irt_desk.ui.building.fuzzy import FuzzyDayField
from irt_desk.ui.building.raw import add_raw, in_words, raw, set_raw
from irt_desk.ui.building.texts import bring_into_sight
from irt_desk.words import known, say

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field on the form.

    Attributes:
        name: the dataclass field.
        kind: ``auto`` by type, or ``area`` (several lines), ``rating`` (0 to ``high``), ``chips``, ``lines``.
        half: whether it shares its row with the next half field.
        high: highest value of a rating.
        tone: ``client`` or ``partner`` colours the label; partner means hypothesis or as told.
        only: the members a choice of an enumeration offers, where not all.
        options: codes and texts of a ``choice`` of texts or of a ``typed`` one, where typing finds a line.
        make: makes a control of the feature's own, a :class:`~irt_desk.ui.building.composite.Composite`.
        group: catalogue code of a heading above this field, where a longer form has parts.
    """

    name: str
    kind: str = "auto"
    half: bool = False
    high: int = 10
    tone: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    only: tuple[StrEnum, ...] = ()
    make: Callable[[], Any] | None = None
    group: str = ""


class RecordForm(QWidget, Generic[T]):
    """The form. ``value()`` gives a new dataclass; ``show_problems`` places what the domain said."""

    changed = Signal()

    def __init__(self, words: str, cls: type[T], specs: Sequence[FieldSpec], parent: QWidget | None = None) -> None:
        """Make the controls.

        Args:
            words: prefix of the catalogue codes; the label of a field is ``<words>.<field>``, its help line
                ``<words>.<field>.help`` where the catalogue has one.
            cls: the dataclass.
            specs: the fields to show, in order.
            parent: the Qt parent.
        """
        super().__init__(parent)
        hints = get_type_hints(cls)
        self._fields: dict[str, Field] = {}
        self._controls: dict[str, Any] = {}
        self._base: T | None = None
        self._given: dict[str, Any] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row, column = 0, 0
        for spec in specs:
            code = f"{words}.{spec.name}"
            if spec.group:
                row, column = (row + 1, 0) if column else (row, 0)
                grid.addWidget(Strong(say(spec.group), wrap=True), row, 0, 1, 2)
                row += 1
            control = _control(hints[spec.name], spec)
            control.setObjectName(spec.name)
            control.changed.connect(self._on_changed)
            help_text = say(f"{code}.help") if known(f"{code}.help") else ""
            field = Field(say(code), control, help=help_text, required=spec.required, tone=spec.tone)
            self._fields[spec.name], self._controls[spec.name] = field, control
            if spec.half:
                grid.addWidget(field, row, column)
                row, column = (row + 1, 0) if column else (row, 1)
            else:
                row, column = (row + 1, 0) if column else (row, 0)
                grid.addWidget(field, row, 0, 1, 2)
                row += 1
        self.setEnabled(False)

    def set_value(self, value: T) -> None:
        """Show a value; nothing is said to have changed. Only now can anybody type: there is something to keep it over."""
        self._base = value
        self.setEnabled(True)
        self.blockSignals(True)
        for name, control in self._controls.items():
            control.set_value(getattr(value, name))
        self._given = {name: raw(control) for name, control in self._controls.items()}
        self.blockSignals(False)
        self.show_problems(())

    def value(self) -> T:
        """Return the shown value as a new dataclass.

        Raises:
            Invalid: a control holds a text that is no value (for example an impossible date).
        """
        assert self._base is not None  # a form is always given a value before it is asked for one
        return replace(self._base, **{n: c.value() for n, c in self._controls.items()})  # type: ignore[type-var]  # T is a dataclass by contract

    @property
    def has_value(self) -> bool:
        """Whether a value was ever given."""
        return self._base is not None

    @property
    def is_written(self) -> bool:
        """Whether anything differs from the value that was given; an unreadable control counts as written."""
        try:
            return self._base is not None and self.value() != self._base
        except Invalid:
            return True

    def unfinished(self) -> dict[str, Any]:
        """Return what is typed and differs from the value that was given, as plain data; readable or not."""
        if self._base is None:
            return {}
        return {n: now for n, c in self._controls.items() if (now := raw(c)) != self._given[n]}

    def resume(self, data: dict[str, Any]) -> None:
        """Put half-typed data back over the value that was given; what was typed meanwhile stays, a text behind the text."""
        meanwhile = self.unfinished()
        for name, value in data.items():
            if name in meanwhile:
                add_raw(self._controls[name], value)
            elif name in self._controls:
                set_raw(self._controls[name], value)

    def rebase(self, value: T) -> None:
        """Take a newer stored value below what is typed: untouched controls show it, touched ones keep their text."""
        touched = set(self.unfinished())
        self._base = value
        self.blockSignals(True)
        for name, control in self._controls.items():
            if name not in touched:
                control.set_value(getattr(value, name))
                self._given[name] = raw(control)
        self.blockSignals(False)

    def snapshot(self) -> tuple[T, dict[str, Any]]:
        """Return the shown value and what stands in the controls, for :meth:`accept` once it is stored.

        Raises:
            Invalid: a control holds a text that is no value.
        """
        return self.value(), {name: raw(control) for name, control in self._controls.items()}

    def accept(self, value: T, given: dict[str, Any]) -> None:
        """Take a snapshot as the stored value; what was typed since stays typed."""
        self._base, self._given = value, given

    def settle(self) -> None:
        """Take what is shown as the stored value."""
        self.set_value(self.value())

    def forget(self) -> None:
        """Let the value go; the next ``set_value`` starts anew."""
        self._base = None
        self.setEnabled(False)

    def readable(self) -> list[tuple[str, str]]:
        """Return label and text of every field that says something, for reading."""
        found = [
            (field.label.text() or field.control.text(), in_words(self._controls[n]))
            for n, field in self._fields.items()
        ]
        return [(label.removesuffix(" *"), text) for label, text in found if text]

    def control(self, name: str) -> Any:
        """Return the control of a field."""
        return self._controls[name]

    def field(self, name: str) -> Field:
        """Return the labelled field around a control."""
        return self._fields[name]

    def show_problems(self, problems: Sequence[Problem], *, focus: bool = True) -> None:
        """Place each problem under its field and move the focus to the first one, unless someone is typing."""
        by_field: dict[str, list[str]] = {}
        for problem in problems:
            by_field.setdefault(problem.field.partition(".")[0], []).append(problem.sentence)
        for name, field in self._fields.items():
            field.set_problem(" ".join(by_field.get(name, [])))
        first = next((name for name in self._fields if name in by_field), None)
        if first is not None and focus:
            self._controls[first].setFocus()
            bring_into_sight(self._fields[first])

    def focus_first(self) -> None:
        """Move the keyboard to the first control."""
        next(iter(self._controls.values())).setFocus()

    def _on_changed(self, *_: object) -> None:
        self.changed.emit()


def _control(kind: Any, spec: FieldSpec) -> Any:
    if spec.make is not None:
        return spec.make()
    optional = False
    if get_origin(kind) in (Union, UnionType):
        rest = [arg for arg in get_args(kind) if arg is not type(None)]
        optional, kind = len(rest) < len(get_args(kind)), rest[0]
    if spec.kind == "area":
        return TextArea()
    if spec.kind in ("choice", "typed"):
        return TextChoice(spec.options, typed=spec.kind == "typed")
    if spec.kind == "lines":
        return LinesArea()
    if spec.kind == "rating":
        return Rating(high=spec.high, optional=optional)
    if get_origin(kind) is tuple and issubclass(get_args(kind)[0], StrEnum):
        return ChoiceChips(get_args(kind)[0], several=True)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        made = ChoiceChips if spec.kind == "chips" else Choice
        return made(kind, optional=optional, only=spec.only)
    if kind is bool:
        return CheckLine("")
    if kind is date:
        return DateField(optional=optional)
    if kind is FuzzyDay:
        return FuzzyDayField(optional=optional)
    if kind in (int, float):
        return NumberField(decimals=1 if kind is float else 0, optional=optional)
    return TextLine()
