"""A control made of several: rows of prompts with their replies, for questions that belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from irt_desk.ui.building.buttons import LinkButton
from irt_desk.ui.building.choices import ChoiceChips
from irt_desk.ui.building.texts import Body
from irt_desk.words import label


class Composite(QWidget):
    """Base: a value like every control's, and plain data for keeping what is half typed."""

    changed = Signal()

    def value(self) -> Any:
        """Return the value."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def raw(self) -> Any:
        """Return what stands in the controls, as plain data."""
        raise NotImplementedError

    def set_raw(self, data: Any) -> None:
        """Put plain data back; what does not fit any more is left out."""
        raise NotImplementedError

    def in_words(self) -> str:
        """Return what stands here as a person reads it."""
        return ""


class Replies(Composite):
    """Prompts in rows, each with one reply or none; what was not asked stays without an answer.

    Args:
        prompts: the enumeration of the prompts, in the order they are asked.
        reply: the enumeration of the replies.
        answer: makes the stored value of one row from its prompt and its reply.
        rest: a reply and the words of the quiet link that gives it to every shown row still open.
    """

    def __init__(
        self,
        prompts: Sequence[StrEnum],
        reply: type[StrEnum],
        answer: Callable[[Any, Any], Any],
        rest: tuple[StrEnum, str] | None = None,
    ) -> None:
        super().__init__()
        self._answer = answer
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 340)
        grid.setColumnStretch(2, 1)
        self._rows: dict[StrEnum, tuple[Body, ChoiceChips]] = {}
        for place, prompt in enumerate(prompts):
            text, chips = Body(label(prompt), wrap=True), ChoiceChips(reply)
            for member in reply:
                chips.chip(member).setAccessibleName(f"{label(prompt)}: {label(member)}")
            chips.setFixedWidth(sum(chip.sizeHint().width() + 6 for chip in chips.chips()))
            chips.changed.connect(self.changed)
            grid.addWidget(text, place, 0)
            grid.addWidget(chips, place, 1, Qt.AlignmentFlag.AlignLeft)
            self._rows[prompt] = (text, chips)
        self.setFocusProxy(next(iter(self._rows.values()))[1])
        self._rest = rest[0] if rest else None
        if rest:
            link = LinkButton(rest[1])
            link.clicked.connect(self._on_rest)
            grid.addWidget(link, len(self._rows), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def _on_rest(self) -> None:
        """Give the reply to every shown row that has none; what was answered stays."""
        for _, chips in self._rows.values():
            if chips.value() is None and not chips.isHidden():
                chips.set_value(self._rest)
        self.changed.emit()

    def show_only(self, prompts: Sequence[StrEnum]) -> None:
        """Show the rows of these prompts; the others stand for nothing while they are hidden."""
        for prompt, (text, chips) in self._rows.items():
            text.setHidden(prompt not in prompts)
            chips.setHidden(prompt not in prompts)

    def value(self) -> tuple[Any, ...]:
        """Return one answer for every shown row with a reply."""
        return tuple(
            self._answer(prompt, chips.value())
            for prompt, (_, chips) in self._rows.items()
            if chips.value() is not None and not chips.isHidden()
        )

    def set_value(self, value: Sequence[Any]) -> None:
        """Show the answers."""
        given = {answer.prompt: answer.reply for answer in value}
        for prompt, (_, chips) in self._rows.items():
            chips.set_value(given.get(prompt))

    def raw(self) -> dict[str, list[str]]:
        """Return the codes of the replies by prompt."""
        return {prompt.value: chips.codes() for prompt, (_, chips) in self._rows.items() if chips.codes()}

    def set_raw(self, data: Any) -> None:
        """Put the replies back."""
        codes = data if isinstance(data, dict) else {}
        for prompt, (_, chips) in self._rows.items():
            chips.set_codes(tuple(str(code) for code in codes.get(prompt.value, ())))

    def in_words(self) -> str:
        """Return the prompts with their replies."""
        rows = ((text.text(), chips.value()) for text, chips in self._rows.values())
        return "; ".join(f"{text}: {label(reply)}" for text, reply in rows if reply is not None)
