"""Who was there beside the client, and in which role (domain paper, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.sessions import Present, PresentRole
from irt_desk.ui.building import CheckLine, Choice, LinkButton, Muted, TextLine, clear_layout
from irt_desk.words import say

_OTHERS = tuple(role for role in PresentRole if role is not PresentRole.CLIENT)


@dataclass(slots=True)
class _Guest:
    role: Choice
    name: TextLine
    holder: QWidget


class PresentControl(QWidget):
    """The client is there; others are added one by one. A partner guest may have been there for the whole session."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._guests: list[_Guest] = []
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self._alone = Muted(say("sessions.present_alone"), wrap=True)
        down.addWidget(self._alone)
        self._list = QVBoxLayout()
        down.addLayout(self._list)
        self._whole = CheckLine(say("sessions.conjoint"))
        self._whole.changed.connect(self._emit)
        down.addWidget(self._whole)
        self.add_button = LinkButton(say("sessions.present_add"))
        self.add_button.clicked.connect(self._on_add)
        down.addWidget(self.add_button)
        self.setFocusProxy(self.add_button)
        self._settle()

    def value(self) -> tuple[Present, ...]:
        """Return everybody, the client first."""
        others = [Present(role=guest.role.value(), name=guest.name.value()) for guest in self._guests]
        return (Present(role=PresentRole.CLIENT), *others)

    def say_who(self, words: str) -> None:
        """Say who is there when nobody was added."""
        self._alone.setText(words)

    def conjoint(self) -> bool:
        """Return whether the partner was there for the whole session."""
        return self._whole.value() and self._has_partner()

    def set_value(self, value: tuple[Present, ...], *, conjoint: bool = False) -> None:
        """Show who was there."""
        self._guests.clear()
        clear_layout(self._list)
        for person in value:
            if person.role is not PresentRole.CLIENT:
                self._add(person)
        self._whole.set_value(conjoint)
        self._settle()

    def _on_add(self) -> None:
        self._add(Present(role=PresentRole.PARTNER_GUEST))
        self._guests[-1].role.setFocus()
        self._emit()

    def _add(self, person: Present) -> None:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        role = Choice(PresentRole, only=_OTHERS)
        role.set_value(person.role)
        role.setAccessibleName(say("sessions.present_role"))
        role.setMaximumWidth(200)
        name = TextLine(person.name, placeholder=say("sessions.present_name"))
        name.setAccessibleName(say("sessions.present_name"))
        away = LinkButton(say("note.remove"))
        away.setAccessibleName(say("sessions.present_remove"))
        guest = _Guest(role, name, holder)
        away.clicked.connect(partial(self._on_remove, guest))
        for control in (role, name):
            control.changed.connect(self._emit)
        across.addWidget(role)
        across.addWidget(name, 1)
        across.addWidget(away)
        self._list.addWidget(holder)
        self._guests.append(guest)
        self._settle()

    def _on_remove(self, guest: _Guest, *_: Any) -> None:
        self._guests.remove(guest)
        guest.holder.hide()
        guest.holder.deleteLater()
        self._emit()

    def _has_partner(self) -> bool:
        return any(guest.role.value() is PresentRole.PARTNER_GUEST for guest in self._guests)

    def _settle(self) -> None:
        self._alone.setVisible(not self._guests)
        self._whole.setVisible(self._has_partner())

    def _emit(self, *_: Any) -> None:
        self._settle()
        self.changed.emit()
