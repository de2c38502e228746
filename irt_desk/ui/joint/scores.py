"""Measures in couple work: each of the two has their own answers, their own course and their own form to key (domain paper, 6.1).

One person is in front at a time, under their name; the only thing that shows both is a chart with a line for each.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from irt_desk.domain.figures.scores import TimeAxis
from irt_desk.domain.units import Place, short_names
from irt_desk.services.measure_charts import axis, both_charts
from irt_desk.services.measure_words import dated
from irt_desk.services.measures import CaseMeasures
from irt_desk.ui.building import Card, ChoiceChips, Muted, Small, Strong
from irt_desk.ui.measures.charts import both_card
from irt_desk.ui.measures.entry import EntryCard
from irt_desk.ui.measures.tab import PULSE_WIDTH, MeasuresTab
from irt_desk.ui.room import Room
from irt_desk.words import say

CHIP_EDGE = 13
"""Pixels between the words of a chip and its edge."""


class JointMeasuresTab(MeasuresTab):
    """Scores of a couple unit, one person at a time."""

    place = "joint_measures"

    def __init__(self, room: Room) -> None:
        self.entries: dict[Place, EntryCard] = {}
        self._pages: dict[Place, QWidget] = {}
        self._person = Place.A
        self._all: CaseMeasures | None = None
        super().__init__(room)

    def _head(self) -> QLayout:
        """Whose answers these are stands above everything that shows or takes them."""
        down = QVBoxLayout()
        down.setSpacing(12)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(Strong(say("scores.of")))
        self.chooser = ChoiceChips(Place, optional=False, texts=dict.fromkeys(Place, ""))
        self.chooser.setAccessibleName(say("scores.of"))
        self.chooser.changed.connect(self._on_chosen)
        across.addWidget(self.chooser, 1)
        down.addLayout(across)
        down.addLayout(super()._head())
        self.half = Muted("", wrap=True)
        self.half.hide()
        self.without_name = Small("", wrap=True)
        self.without_name.hide()
        for note in (self.half, self.without_name):
            down.addWidget(note)
        return down

    def _add_entry(self, body: QVBoxLayout) -> EntryCard:
        """Add a form for each of the two; each is kept under its own person."""
        for place in Place:
            page = QWidget()
            inside = QVBoxLayout(page)
            inside.setContentsMargins(0, 0, 0, 0)
            card = self._watched(inside, EntryCard(self, place), f"entry.{place}")
            card.changed.connect(self._say_half)
            self.entries[place], self._pages[place] = card, page
            body.addWidget(page)
        return self.entries[self._person]

    def forget(self) -> None:
        """Show another record, the first of its two in front."""
        super().forget()
        self._all = None
        for card in self.entries.values():
            card.forget()
        self._bring(Place.A)

    def point_at(self, *, enter: str | bool = "", member: str = "", **_: Any) -> None:
        """Bring one of the two to the front, and open the form that is due for them."""
        if member:
            self.choose(Place(member))
        super().point_at(enter=enter)

    def choose(self, place: Place) -> None:
        """Show one person's answers and the form they are keyed in; what is half keyed of the other waits there."""
        self._bring(place)
        if self._all is not None:
            self._facts = self._all.of_one(place)
            self._show_scores(self._facts)
        self._say_half()

    def _on_chosen(self) -> None:
        self.choose(self.chooser.value())

    def _bring(self, place: Place) -> None:
        self._person, self.entry = place, self.entries[place]
        self.chooser.set_value(place)
        for one, page in self._pages.items():
            page.setVisible(one is place)

    def _show(self, facts: CaseMeasures) -> None:
        if facts.unit_id != self.unit_id:
            return
        self._all = facts
        for one in facts.each:
            self._name_chip(one.place, one.name)
            self.entries[one.place].show_name(one.name, self._short(one.place))
            self.entries[one.place].show_facts(facts.of_one(one.place))
        self._bring(self._person)
        super()._show(facts.of_one(self._person))
        stray = [f"{course.definition.code} {dated(one)}" for course in facts.without_name for one in course.scored]
        self.without_name.setText(say("scores.without_name", scores=", ".join(stray)) if stray else "")
        self.without_name.setVisible(bool(stray))
        self._say_half()

    def _name_chip(self, place: Place, name: str) -> None:
        """Name a chip, with the room its words need when it is chosen and bolder."""
        chip = self.chooser.chip(place)
        chip.setText(name.replace("&", "&&"))
        chip.setAccessibleName(say("scores.person", name=name))
        chip.ensurePolished()
        font = chip.font()
        font.setWeight(QFont.Weight.DemiBold)
        chip.setMinimumWidth(QFontMetrics(font).horizontalAdvance(name) + 2 * CHIP_EDGE)

    @property
    def _names(self) -> dict[Place, str]:
        """The two by the names the record uses."""
        return {one.place: one.name for one in self._all.each} if self._all is not None else {}

    def _short(self, place: Place) -> str:
        names = self._names
        return dict(zip(names, short_names(tuple(names.values())), strict=True)).get(place, "")

    def _show_scores(self, facts: CaseMeasures) -> None:
        enter = say("scores.enter_of", name=self._short(self._person))
        self.enter_button.setText(enter.replace("&", "&&"))
        self.enter_button.setAccessibleName(enter)
        self.values.show_name(self._short(self._person))
        super()._show_scores(facts)

    def _due_text(self, facts: CaseMeasures) -> str:
        """Return what is due for each of the two, whoever is in front."""
        if self._all is None:
            return ""
        told = {one.place: super(JointMeasuresTab, self)._due_text(self._all.of_one(one.place)) for one in facts.each}
        return "   ".join(say("scores.due_of", name=self._short(place), due=due) for place, due in told.items())

    def _times(self, facts: CaseMeasures) -> TimeAxis | None:
        """Return one axis for the charts of both, so that a day stands at the same place under either name."""
        return axis(self._all.courses if self._all is not None else facts.courses, (), facts.today)

    def _none_title(self) -> str:
        return say("scores.none_of", name=self._short(self._person))

    def _show_beside(self, facts: CaseMeasures, times: TimeAxis) -> None:
        """Show the lines of both on one scale; while the gate is a stop nothing sets the two side by side (6.6)."""
        if self._all is None or facts.is_stopped:
            return
        found = both_charts(self._all.courses, self._names, times, width=PULSE_WIDTH)
        for one in found:
            self._right.addWidget(both_card(one))
        if not found:
            card = Card(say("scores.both"))
            card.body.addWidget(Muted(say("scores.both_later"), wrap=True))
            self._right.addWidget(card)

    def _say_half(self) -> None:
        """Say that a form of the person who is not in front is half keyed."""
        other = next(place for place in Place if place is not self._person)
        waits = bool(self.entries[other].unfinished()) if other in self.entries else False
        self.half.setText(say("scores.half_entered", name=self._names.get(other, "")) if waits else "")
        self.half.setVisible(waits)
