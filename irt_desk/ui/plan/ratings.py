"""Two rows of numbers entered at once: the three growth lines by client and therapist; four sides of the relationship beside
the client's guess of what the partner would say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from irt_desk.domain.figures.pairs import PairPoint, pair_figure
from irt_desk.domain.figures.primitives import Ink
from irt_desk.domain.growth import GrowthDimension, GrowthRating, Rater, SharedDimension, SharedRating
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Button, Card, Muted, ProblemLine, Rating, Small, clear_layout
from irt_desk.ui.building.disclosure import Disclosure
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.figures import FigureView
from irt_desk.ui.plan.facts import PlanFacts
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.ui.plan.tab import PlanTab


Days = Mapping[date, int]
"""The last number of one side on each day it was given."""

WIDTH, HEIGHT = 190.0, 104.0
"""Of one small figure: two stand side by side in the narrow column."""


class PairCard(Card):
    """A row for each dimension, a number for each of two sides; the figures stand above the entry."""

    changed = Signal()

    def __init__(self, tab: PlanTab, words: str, dimensions: type[StrEnum], sides: tuple[str, str]) -> None:
        super().__init__(say(f"{words}.title"))
        self._tab, self._words, self._sides = tab, words, sides
        self.body.addWidget(Muted(say(f"{words}.intro"), wrap=True))
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(16)
        self._figures.setVerticalSpacing(12)
        self.body.addLayout(self._figures)
        self.entry = Disclosure(say(f"{words}.add"))
        self.body.addWidget(self.entry)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for column, side in enumerate(sides, 1):
            grid.addWidget(Small(side), 0, column)
        self.controls: dict[str, Rating] = {}
        for row, dimension in enumerate(dimensions, 1):
            grid.addWidget(Body(label(dimension)), row, 0)
            for column, (key, side) in enumerate(zip(("first", "second"), sides, strict=True), 1):
                control = Rating(high=10)
                control.setAccessibleName(f"{label(dimension)}, {side}")
                control.changed.connect(self.changed)
                self.controls[f"{dimension.value}.{key}"] = control
                grid.addWidget(control, row, column)
        self.entry.body.addLayout(grid)
        self.problem = ProblemLine()
        self.entry.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        self.keep = Button(say("growth.keep"))
        self.keep.clicked.connect(self._on_keep)
        across.addWidget(self.keep)
        self.entry.body.addLayout(across)

    def show_pairs(
        self, told: Mapping[Any, tuple[Days, Days]], today: date, *, second_ink: Ink = Ink.RELATIONSHIP
    ) -> None:
        """Show one small figure for each dimension that was ever rated: the last number of each side on each day."""
        clear_layout(self._figures)
        rated = {dimension: pair for dimension, pair in told.items() if pair[0] or pair[1]}
        for place, (dimension, (first, second)) in enumerate(rated.items()):
            points = [
                PairPoint(label=day_text(on, today, weekday=False), first=first.get(on), second=second.get(on))
                for on in sorted({*first, *second})
            ]
            figure = pair_figure(
                label(dimension), points, self._sides, second_ink=second_ink, width=WIDTH, height=HEIGHT
            )
            self._figures.addWidget(FigureView(figure, most=1.2), place // 2, place % 2)
        legend = Small(say("growth.legend", first=self._sides[0], second=self._sides[1]), wrap=True)
        foot = legend if rated else Muted(say(f"{self._words}.empty"), wrap=True)
        self._figures.addWidget(foot, len(rated), 0, 1, 2)

    def values(self) -> dict[str, int | None]:
        """Return the numbers by control.

        Raises:
            Invalid: one is no number of the scale.
        """
        return {name: control.value() for name, control in self.controls.items()}

    def store(self, values: dict[str, int | None], done: Callable[[Any], None]) -> None:
        """Hand the numbers to the service; subclasses know which."""
        raise NotImplementedError

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        typed = raws(dict(self.controls))
        return typed if any(str(text).strip() for text in typed.values()) else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed."""
        if not self.unfinished():
            set_raws(dict(self.controls), data)
            self.entry.open()

    def forget(self) -> None:
        """Another record is shown."""
        for control in self.controls.values():
            control.clear()
        self.problem.say("")
        self.entry.open(False)

    def _on_keep(self) -> None:
        self.problem.say("")
        try:
            values = self.values()
        except Invalid as error:
            self.problem.say(str(error))
            return
        self.store(values, self._on_kept)

    def _on_kept(self, _: Any) -> None:
        self.forget()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))


class RatingsCard(PairCard):
    """Insight, empathy, courage by client and therapist (row 44)."""

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(tab, "growth_lines", GrowthDimension, (label(Rater.CLIENT), label(Rater.THERAPIST)))

    def show_facts(self, facts: PlanFacts) -> None:
        """Show one figure a dimension that was ever rated."""
        ratings = facts.growth.ratings
        told = {
            dimension: (
                {r.on: r.rating for r in ratings if r.dimension is dimension and r.rater is Rater.CLIENT},
                {r.on: r.rating for r in ratings if r.dimension is dimension and r.rater is Rater.THERAPIST},
            )
            for dimension in GrowthDimension
        }
        self.show_pairs(told, facts.today)

    def store(self, values: dict[str, int | None], done: Callable[[Any], None]) -> None:
        """Keep what was given, each by its rater."""
        now = now_here()
        ratings = tuple(
            GrowthRating(
                id="",
                unit_id=self._tab.unit_id,
                on=self._tab.today,
                dimension=dimension,
                rating=value,
                rater=rater,
                entered=now,
            )
            for dimension in GrowthDimension
            for key, rater in (("first", Rater.CLIENT), ("second", Rater.THERAPIST))
            if (value := values[f"{dimension.value}.{key}"]) is not None
        )
        work = partial(self._tab.room.desk.growth.rate, ratings)
        self._tab.room.runner.change(self, work, done, self._on_failed)


class SharedCard(PairCard):
    """The client's own rating of four sides of the relationship beside their guess of the partner's (row 3)."""

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(tab, "shared", SharedDimension, (say("shared.own"), say("shared.guess")))

    def show_facts(self, facts: PlanFacts) -> None:
        """Show one figure a dimension that was ever rated."""
        shared = facts.growth.shared
        told = {
            dimension: (
                {r.on: r.own for r in shared if r.dimension is dimension and r.own is not None},
                {r.on: r.guess for r in shared if r.dimension is dimension and r.guess is not None},
            )
            for dimension in SharedDimension
        }
        self.show_pairs(told, facts.today, second_ink=Ink.PARTNER)

    def store(self, values: dict[str, int | None], done: Callable[[Any], None]) -> None:
        """Keep what was given."""
        now = now_here()
        pairs = ((d, values[f"{d.value}.first"], values[f"{d.value}.second"]) for d in SharedDimension)
        ratings = tuple(
            SharedRating(
                id="",
                unit_id=self._tab.unit_id,
                on=self._tab.today,
                dimension=dimension,
                own=own,
                guess=guess,
                entered=now,
            )
            for dimension, own, guess in pairs
            if own is not None or guess is not None
        )
        work = partial(self._tab.room.desk.growth.rate_shared, ratings)
        self._tab.room.runner.change(self, work, done, self._on_failed)
