"""Controls of the note editor: interventions, objectives, pulse, risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.notes import (
    Intervention,
    InterventionKind,
    ObjectiveProgress,
    Progress,
    PulseItem,
    RiskCheck,
    RiskItem,
    RiskLevel,
)
from irt_desk.domain.plans import Objective
from irt_desk.services import content
from irt_desk.ui.building import (
    Body,
    Box,
    ChoiceChips,
    Field,
    LinkButton,
    Muted,
    Rating,
    Small,
    TextArea,
    TextLine,
    clear_layout,
    keyboard_goes_through,
)
from irt_desk.words import label, say


class InterventionsControl(QWidget):
    """What was done in session: a skill, a technique or teaching, each with a few words."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[Box, TextLine]] = []
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        down.addLayout(self._grid)
        self.add_button = LinkButton(say("note.add_intervention"))
        self.add_button.clicked.connect(self._on_add)
        down.addWidget(self.add_button)
        self._choices: list[tuple[InterventionKind | None, str, str]] = [(None, "", say("choice.none"))]
        self._choices += [
            (InterventionKind.SKILL, skill.id, f"{skill.name} ({skill.id})") for skill in content.load_skills().values()
        ]
        others = (InterventionKind.TECHNIQUE, InterventionKind.PSYCHOEDUCATION)
        self._choices += [(kind, "", label(kind)) for kind in others]

    def value(self) -> tuple[Intervention, ...]:
        """Return what is named."""
        found = []
        for combo, words in self._rows:
            kind, ref, _ = self._choices[combo.currentIndex()]
            if kind is InterventionKind.SKILL or words.value():
                found.append(Intervention(kind=kind or InterventionKind.TECHNIQUE, ref=ref, text=words.value()))
        return tuple(found)

    def set_value(self, value: tuple[Intervention, ...]) -> None:
        """Show interventions."""
        if value == self.value() and value:
            return
        self._rows.clear()
        clear_layout(self._grid)
        for intervention in value:
            self._add(intervention)

    def _on_add(self) -> None:
        self._add(None)
        self._rows[-1][0].setFocus()

    def _add(self, intervention: Intervention | None) -> None:
        text = intervention.text if intervention else ""
        combo, words = Box(), TextLine(text, placeholder=say("note.intervention_words"))
        combo.addItems([text for _, _, text in self._choices])
        combo.setAccessibleName(say("note.intervention"))
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words.setAccessibleName(say("note.intervention_words"))
        wanted = [(kind, ref) for kind, ref, _ in self._choices]
        if intervention is not None:
            key = (intervention.kind, intervention.ref if intervention.kind is InterventionKind.SKILL else "")
            combo.setCurrentIndex(wanted.index(key) if key in wanted else 0)
        row = len(self._rows)
        combo.setMaximumWidth(260)
        self._grid.addWidget(combo, row, 0)
        self._grid.addWidget(words, row, 1)
        keyboard_goes_through(self._rows[-1][1] if self._rows else self, [combo, words])
        self._rows.append((combo, words))
        combo.currentIndexChanged.connect(self._emit)
        words.changed.connect(self._emit)

    def _emit(self, *_: Any) -> None:
        self.changed.emit()


class ObjectivesControl(QWidget):
    """Each objective of the signed plan, rated with one click."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips: dict[str, ChoiceChips] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(6)

    def show_objectives(self, objectives: tuple[Objective, ...]) -> None:
        """Offer these objectives."""
        clear_layout(self._down)
        self._chips.clear()
        for objective in objectives:
            self._down.addWidget(Body(f"{objective.number} {objective.text}", wrap=True))
            chips = ChoiceChips(Progress)
            chips.setAccessibleName(objective.text)
            chips.changed.connect(self._emit)
            self._chips[objective.id] = chips
            self._down.addWidget(chips)
        if not objectives:
            self._down.addWidget(Muted(say("note.no_plan"), wrap=True))
        keyboard_goes_through(self, [chip for chips in self._chips.values() for chip in chips.chips()])

    def value(self) -> tuple[ObjectiveProgress, ...]:
        """Return the rated objectives."""
        rated = ((objective_id, chips.value()) for objective_id, chips in self._chips.items())
        return tuple(ObjectiveProgress(objective_id=i, rating=rating) for i, rating in rated if rating is not None)

    def set_value(self, value: tuple[ObjectiveProgress, ...]) -> None:
        """Show ratings."""
        ratings = {progress.objective_id: progress.rating for progress in value}
        for objective_id, chips in self._chips.items():
            chips.set_value(ratings.get(objective_id))

    def _emit(self) -> None:
        self.changed.emit()


class PulseControl(QWidget):
    """Check-in numbers, 0 to 10, each on its own; never summed."""

    changed = Signal()
    FIRST = (PulseItem.MOOD, PulseItem.ENERGY, PulseItem.HOPE, PulseItem.FELT_HEARD, PulseItem.CONFLICT_INTENSITY)

    def __init__(self) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self._ratings: dict[PulseItem, Rating] = {}
        down.addLayout(self._line(self.FIRST))
        self._more = QWidget()
        self._more.setLayout(self._line(tuple(item for item in PulseItem if item not in self.FIRST)))
        self._more.hide()
        down.addWidget(self._more)
        self._link = LinkButton(say("note.pulse_more"))
        self._link.clicked.connect(self._on_more)
        down.addWidget(self._link)

    def _line(self, items: tuple[PulseItem, ...]) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(10)
        for item in items:
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(Small(label(item)))
            rating = Rating()
            rating.setObjectName("pulse")
            rating.setAccessibleName(f"{label(item)}, 0-10")
            rating.changed.connect(self._emit)
            self._ratings[item] = rating
            column.addWidget(rating)
            across.addLayout(column)
        across.addStretch(1)
        return across

    def value(self) -> Mapping[PulseItem, int]:
        """Return the numbers that were asked."""
        found = {item: rating.value() for item, rating in self._ratings.items()}
        return {item: number for item, number in found.items() if number is not None}

    def set_value(self, value: Mapping[PulseItem, int]) -> None:
        """Show numbers."""
        for item, rating in self._ratings.items():
            rating.set_value(value.get(item))
        if any(item in value for item in PulseItem if item not in self.FIRST):
            self._on_more()

    def _on_more(self) -> None:
        self._more.show()
        self._link.hide()

    def _emit(self) -> None:
        self.changed.emit()


class RiskControl(QWidget):
    """The risk check: four questions, a result, and what was done when there is concern."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self.asked = ChoiceChips(RiskItem, several=True)
        self.level = ChoiceChips(RiskLevel)
        self.all_button = LinkButton(say("note.all_asked"))
        self.all_button.clicked.connect(self._on_all)
        self.detail, self.action = TextArea(least=2), TextArea(least=2)
        self.detail_field = Field(say("note_field.risk_detail"), self.detail)
        self.action_field = Field(say("note_field.risk_action"), self.action)
        self.asked.setAccessibleName(say("note.risk_asked"))
        self.level.setAccessibleName(say("note.risk_level"))
        for widget in (self.asked, self.level, self.all_button, self.detail_field, self.action_field):
            down.addWidget(widget)
        for control in (self.asked, self.level, self.detail, self.action):
            control.changed.connect(self._on_changed)
        self._show_rest()

    def value(self) -> RiskCheck:
        """Return what was asked and found."""
        return RiskCheck(
            asked=self.asked.value(), level=self.level.value(), detail=self.detail.value(), action=self.action.value()
        )

    def set_value(self, value: RiskCheck) -> None:
        """Show a risk check."""
        self.asked.set_value(value.asked)
        self.level.set_value(value.level)
        self.detail.set_value(value.detail)
        self.action.set_value(value.action)
        self._show_rest()

    def _on_all(self) -> None:
        self.asked.set_value(tuple(RiskItem))
        self.level.set_value(RiskLevel.NO_CONCERN)
        self._on_changed()

    def _show_rest(self) -> None:
        concern = self.level.value() is RiskLevel.CONCERN
        self.detail_field.setVisible(concern)
        self.action_field.setVisible(concern)
        self.all_button.setVisible(not self.asked.value())

    def _on_changed(self) -> None:
        self._show_rest()
        self.changed.emit()
