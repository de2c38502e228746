"""What a plan may name without typing it: skills as means and measures as yardsticks, the practice's own included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter

from irt_desk.ui.building import TextLine


@dataclass(frozen=True, slots=True)
class Offered:
    """Names of skills by id, and the codes of measures in the order they are offered."""

    skills: Mapping[str, str] = field(default_factory=dict)
    measures: tuple[str, ...] = ()


NOTHING = Offered()


def offer_measures(box: TextLine, measures: tuple[str, ...]) -> None:
    """Let a line find a measure by a part of its code or name; any other text stays possible."""
    finder = QCompleter(list(measures), box)
    finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    finder.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setCompleter(finder)
