"""Diagnosis addressed: optional, from a list; a code that can endanger the client says so before it is billed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.services import note_content
from irt_desk.services.note_text import diagnosis_text
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, LinkButton, Small, TextChoice, clear_layout
from irt_desk.words import say


class DiagnosisControl(QWidget):
    """Chosen codes, one a line, and a box that can be typed into to find one more."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._codes: tuple[str, ...] = ()
        self._jurisdiction = "us"
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self._list = QVBoxLayout()
        down.addLayout(self._list)
        self.box = TextChoice(typed=True)
        self.box.setAccessibleName(say("note_field.diagnosis_codes"))
        self.box.activated.connect(self._on_chosen)
        down.addWidget(self.box)
        self.warning = Small(say("note.diagnosis_abuse"), wrap=True, tone="danger")
        down.addWidget(self.warning)
        self._about = Small("", wrap=True)
        down.addWidget(self._about)
        self.setFocusProxy(self.box)
        self.know("us")

    def know(self, jurisdiction: str) -> None:
        """Offer the codes of a country; without a list a code can still be typed."""
        self._jurisdiction = jurisdiction
        found = note_content.diagnosis_codes(jurisdiction)
        options = tuple((c.code, f"{c.code} {c.what}") for c in found.codes) if found else ()
        self.box.offer((("", say("note.diagnosis_find")), *options))
        self._about.setText(
            say("note.diagnosis_about", release=found.release, day=day_text(found.review_on)) if found else ""
        )
        self._draw()

    def value(self) -> tuple[str, ...]:
        """Return the chosen codes."""
        return self._codes

    def set_value(self, value: tuple[str, ...]) -> None:
        """Show codes."""
        self._codes = value
        self._draw()

    def _on_chosen(self, *_: Any) -> None:
        code = self.box.value()
        self.box.setCurrentIndex(0)
        if code and code not in self._codes and code != say("note.diagnosis_find"):
            self._codes = (*self._codes, code[:40])
            self._draw()
            self.changed.emit()

    def _on_remove(self, code: str, *_: Any) -> None:
        self._codes = tuple(one for one in self._codes if one != code)
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        clear_layout(self._list)
        for code in self._codes:
            across = QHBoxLayout()
            across.addWidget(Body(diagnosis_text(code, self._jurisdiction), wrap=True), 1)
            away = LinkButton(say("note.remove"))
            away.setAccessibleName(say("note.remove_named", name=code))
            away.clicked.connect(partial(self._on_remove, code))
            across.addWidget(away)
            self._list.addLayout(across)
        found = note_content.diagnosis_codes(self._jurisdiction)
        self.warning.setVisible(bool(found and found.sensitive(self._codes)))
        self._about.setVisible(bool(self._codes) and bool(self._about.text()))
