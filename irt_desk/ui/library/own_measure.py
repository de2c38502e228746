"""Defining an own form that is scored: captions, what is printed, how it adds up. It stays "own, not validated"."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.measures import (
    CutOffComparison,
    CutSide,
    HigherIs,
    Licence,
    MeasureCutOff,
    MeasureDefinition,
    MeasureItem,
    Method,
    MissingPolicy,
    Schedule,
    ShipTier,
    Subscale,
)
from irt_desk.domain.values import Invalid, Problem
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.ui.building import (
    Button,
    Card,
    Choice,
    Field,
    LinesArea,
    Muted,
    NumberField,
    PrimaryButton,
    ProblemLine,
    TextLine,
)
from irt_desk.ui.building.raw import raw, set_raw
from irt_desk.words import say

PROVENANCE = "[D] Own form of this practice, not validated."


class OwnMeasureCard(Card):
    """The form; a change of a form in use makes a new version, and what was answered keeps the old one."""

    changed = Signal()

    def __init__(self, section: Any, value: MeasureDefinition | None) -> None:
        super().__init__(say("own_measure.title"))
        self._section = section
        self.body.addWidget(Muted(say("own_measure.intro"), wrap=True))
        self.code, self.name = TextLine(), TextLine()
        self.captions = LinesArea(least=4)
        self.low, self.high = NumberField(optional=False), NumberField(optional=False)
        self.reversed = TextLine()
        self.total = Choice(Method, only=(Method.SUM, Method.NONE))
        self.higher = Choice(HigherIs)
        self.cutoff = NumberField(decimals=1)
        self.comparison = Choice(CutOffComparison, only=(CutOffComparison.AT_LEAST, CutOffComparison.BELOW))
        self.fields: dict[str, Field] = {}
        self._row("code", "name")
        self._row("captions")
        self._row("low", "high", "reversed")
        self._row("total", "higher")
        self._row("comparison", "cutoff")
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self.submit)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self._on_cancel)
        across.addWidget(self.save_button)
        across.addWidget(cancel)
        across.addStretch(1)
        self.body.addLayout(across)
        self._show(value)
        for control in self._controls().values():
            control.changed.connect(self.changed)

    def _controls(self) -> dict[str, Any]:
        names = ("code", "name", "captions", "low", "high", "reversed", "total", "higher", "cutoff", "comparison")
        return {name: getattr(self, name) for name in names}

    def _row(self, *names: str) -> None:
        across = QHBoxLayout()
        across.setSpacing(16)
        for name in names:
            required = name in ("code", "name", "captions")
            help_text = say(f"own_measure.{name}.help") if name in ("captions", "reversed", "cutoff") else ""
            field = Field(say(f"own_measure.{name}"), getattr(self, name), help=help_text, required=required)
            self.fields[name] = field
            across.addWidget(field, 1)
        self.body.addLayout(across)

    def _show(self, value: MeasureDefinition | None) -> None:
        self.low.set_value(0)
        self.high.set_value(10)
        if value is None:
            self._given = self._typed()
            return
        self.code.set_value(value.code)
        self.code.setReadOnly(True)
        self.name.set_value(value.name)
        self.captions.set_value(tuple(item.caption for item in value.items))
        self.low.set_value(value.items[0].low)
        self.high.set_value(value.items[0].high)
        self.reversed.set_value(", ".join(str(item.n) for item in value.items if item.reverse))
        self.total.set_value(value.total)
        self.higher.set_value(value.higher_is)
        if value.cutoffs:
            self.cutoff.set_value(value.cutoffs[0].value)
            self.comparison.set_value(value.cutoffs[0].comparison)
        self._given = self._typed()

    def _typed(self) -> dict[str, Any]:
        return {name: raw(control) for name, control in self._controls().items()}

    def start(self) -> None:
        """Move the keyboard to the first field that can be typed into."""
        (self.name if self.code.isReadOnly() else self.code).setFocus()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        return {name: value for name, value in self._typed().items() if value != self._given[name]}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        controls = self._controls()
        for name, value in data.items():
            if name in controls:
                set_raw(controls[name], value)

    def value(self) -> MeasureDefinition:
        """Return the definition that is shown.

        Raises:
            Invalid: a number that is none, an item to be reversed that is not there.
        """
        low, high = float(self.low.value() or 0), float(self.high.value() or 0)
        captions = self.captions.value()
        turned = self._turned(len(captions))
        items = tuple(
            MeasureItem(n=n, caption=caption, low=low, high=high, reverse=n in turned)
            for n, caption in enumerate(captions, 1)
        )
        method: Method = self.total.value()
        alone = method is Method.NONE
        return MeasureDefinition(
            code=self.code.value(),
            version=1,
            name=self.name.value(),
            about=say("own_measure.about"),
            tier=ShipTier.OWN,
            higher_is=self.higher.value(),
            items=items,
            total=method,
            total_low=0.0 if alone else low * len(items),
            total_high=0.0 if alone else high * len(items),
            missing_policy=MissingPolicy.REQUIRE_COMPLETE,
            licence=Licence(status="practice", note=say("own_measure.licence"), checked_on=now_here().day),
            schedule=Schedule(),
            provenance=PROVENANCE,
            printed_items=len(items),
            subscales=tuple(Subscale(code=f"item_{i.n}", label=i.caption, items=(i.n,)) for i in items)
            if alone
            else (),
            cutoffs=self._cutoffs() if not alone else (),
        )

    def _turned(self, count: int) -> set[int]:
        text = self.reversed.value().replace(",", " ").split()
        if any(not part.isdigit() or not 1 <= int(part) <= count for part in text):
            raise Invalid([Problem("reversed", "reversed_items", {"count": count})])
        return {int(part) for part in text}

    def _cutoffs(self) -> tuple[MeasureCutOff, ...]:
        value = self.cutoff.value()
        if value is None:
            return ()
        comparison: CutOffComparison = self.comparison.value()
        return (
            MeasureCutOff(
                value=float(value),
                comparison=comparison,
                label=say(f"own_measure.cutoff_{comparison}", value=f"{value:g}"),
                population=say("own_measure.population"),
                provenance=PROVENANCE,
                met=CutSide.DISTRESSED,
                otherwise=CutSide.HEALTHY,
                drives=True,
                provisional=True,
            ),
        )

    def submit(self) -> None:
        """Store the form."""
        try:
            value = self.value()
        except Invalid as error:
            self._place(error)
            return
        room = self._section.room
        room.runner.change(self, partial(room.desk.measures.save_own, value), self._on_saved, self._on_failed)

    def _on_saved(self, value: MeasureDefinition) -> None:
        self._given = self._typed()
        self.changed.emit()
        self._section.close_card(value.key)

    def _on_cancel(self) -> None:
        self._given = self._typed()
        self.changed.emit()
        self._section.close_card("")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self._place(error)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _place(self, error: Invalid) -> None:
        rest = []
        for field in self.fields.values():
            field.set_problem("")
        for problem in error.problems:
            name = "captions" if problem.field == "items" else problem.field
            if name in self.fields:
                self.fields[name].set_problem(problem.sentence)
            else:
                rest.append(problem.sentence)
        self.problem.say(" ".join(rest))
