"""The keyed questionnaire: captions with one to five each, and the total beside every published cut-off."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from irt_desk.domain.screening_answers import (
    ITEMS,
    NOT_ANSWERED,
    HitsItem,
    ScreeningInstrument,
    asks_interview,
    sides,
    total,
)
from irt_desk.ui.building import Body, ChoiceChips, Muted
from irt_desk.ui.building.composite import Composite
from irt_desk.words import label, say


class AnswerStep(StrEnum):
    """The five printed answers of an item."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"


class KeyedAnswers(Composite):
    """Answers of one questionnaire; which one is told from outside."""

    def __init__(self) -> None:
        super().__init__()
        self._instrument: ScreeningInstrument | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 340)
        grid.setColumnStretch(2, 1)
        self._rows: dict[HitsItem, tuple[Body, ChoiceChips]] = {}
        for place, item in enumerate(HitsItem):
            text, chips = Body(label(item), wrap=True), ChoiceChips(AnswerStep)
            for step in AnswerStep:
                chips.chip(step).setAccessibleName(f"{label(item)}: {label(step)}")
            chips.setFixedWidth(sum(chip.sizeHint().width() + 6 for chip in chips.chips()))
            chips.changed.connect(self._on_changed)
            grid.addWidget(text, place, 0)
            grid.addWidget(chips, place, 1, Qt.AlignmentFlag.AlignLeft)
            self._rows[item] = (text, chips)
        self.result = Muted("", wrap=True)
        grid.addWidget(self.result, len(HitsItem), 0, 1, 3)
        self.setFocusProxy(self._rows[HitsItem.HURT][1])
        self.use(None)

    def use(self, instrument: ScreeningInstrument | None) -> None:
        """Show the items of a questionnaire."""
        self._instrument = instrument
        wanted = ITEMS[instrument] if instrument else ()
        for item, (text, chips) in self._rows.items():
            text.setHidden(item not in wanted)
            chips.setHidden(item not in wanted)
        self._show_result()

    def value(self) -> tuple[int, ...]:
        """Return the answers in the order of the items; nothing when nothing was answered."""
        wanted = ITEMS[self._instrument] if self._instrument else ()
        chosen = [self._rows[item][1].value() for item in wanted]
        if not any(chosen):
            return ()
        return tuple(int(step.value) if step else NOT_ANSWERED for step in chosen)

    def set_value(self, value: tuple[int, ...]) -> None:
        """Show answers."""
        for place, (_, chips) in enumerate(self._rows.values()):
            known = place < len(value) and value[place] != NOT_ANSWERED
            chips.set_value(AnswerStep(str(value[place])) if known else None)
        self._show_result()

    def raw(self) -> dict[str, list[str]]:
        """Return the codes of the answers by item."""
        return {item.value: chips.codes() for item, (_, chips) in self._rows.items() if chips.codes()}

    def set_raw(self, data: Any) -> None:
        """Put the answers back."""
        codes = data if isinstance(data, dict) else {}
        for item, (_, chips) in self._rows.items():
            chips.set_codes(tuple(str(code) for code in codes.get(item.value, ())))
        self._show_result()

    def in_words(self) -> str:
        """Return the total with its cut-offs."""
        return score_words(self._instrument, self.value())

    def _on_changed(self) -> None:
        self._show_result()
        self.changed.emit()

    def _show_result(self) -> None:
        self.result.setText(score_words(self._instrument, self.value()))
        self.result.setHidden(self._instrument is None)


def score_words(instrument: ScreeningInstrument | None, answers: tuple[int, ...]) -> str:
    """Return the total against every cut-off with its population; a partial one says how many answers it has."""
    if instrument is None or not answers:
        return say("keyed.none") if instrument else ""
    items = ITEMS[instrument]
    found = total(instrument, answers)
    if found is None:
        given = sum(a != NOT_ANSWERED for a in answers)
        parts = [say("keyed.partial", given=given, wanted=len(items))]
    else:
        parts = [say("keyed.total", name=label(instrument), total=found, low=len(items), high=5 * len(items))]
        for side in sides(instrument, answers):
            code = "keyed.reached" if side.reached else "keyed.below"
            parts.append(say(code, cut_off=say(f"screening_cut_off.{side.cut_off.code}")))
    parts.append(say("keyed.asks" if asks_interview(instrument, answers) else "keyed.never_clears"))
    return " ".join(parts)
