"""What a note of a joint session has of its own: how each of the two was, and the check-in of each before it (domain paper, 6.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.check_ins import SafetyCheckIn
from irt_desk.domain.joint_notes import MemberPart, members_of
from irt_desk.domain.units import Place
from irt_desk.services.check_ins import CheckInView
from irt_desk.services.context import now_here
from irt_desk.services.texts import time_text
from irt_desk.ui.building import (
    Banner,
    Body,
    Button,
    Card,
    CheckLine,
    Field,
    Muted,
    Strong,
    TextArea,
    TextLine,
    clear_layout,
)
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.room import Room
from irt_desk.words import say

_QUESTION = (FieldSpec("asked_alone"), FieldSpec("answer", "chips"), FieldSpec("note", "area"))


@dataclass(slots=True)
class _Row:
    name: Strong
    was_there: CheckLine
    how: TextArea
    takes: TextLine
    taking: Field | None = None


class MembersControl(QWidget):
    """Both people of a joint session: there or not, how they were, what each takes on."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        self._filling = False
        self.rows: dict[Place, _Row] = {}
        for place in Place:
            row = _Row(Strong(""), CheckLine(say("joint_note.was_there")), TextArea(least=2), TextLine())
            self.rows[place] = row
            head = QHBoxLayout()
            head.setSpacing(16)
            head.addWidget(row.name)
            head.addWidget(row.was_there)
            head.addStretch(1)
            down.addLayout(head)
            down.addWidget(Field(say("joint_note.how"), row.how))
            row.taking = Field(say("joint_note.takes"), row.takes)
            down.addWidget(row.taking)
            for control in (row.was_there, row.how, row.takes):
                control.changed.connect(self._on_changed)
        self.setFocusProxy(self.rows[Place.A].how)
        self.set_value(())

    def know(self, names: tuple[str, ...], *, with_practice: bool = True) -> None:
        """Know what the two are called, and whether this kind of work gives anybody something to do until the next time."""
        for row in self.rows.values():
            if row.taking is not None:
                row.taking.setVisible(with_practice or bool(row.takes.text()))
        for (place, row), name in zip(self.rows.items(), names, strict=False):
            row.name.setText(name)
            row.was_there.box.setAccessibleName(say("joint_note.was_there_named", name=name))
            row.how.setAccessibleName(say("joint_note.how_named", name=name))
            row.takes.setAccessibleName(say("joint_note.takes_named", name=name))
            row.how.setObjectName(f"how_{place}")

    def value(self) -> tuple[MemberPart, ...]:
        """Return the part of each; nothing while nothing was written."""
        parts = tuple(
            MemberPart(
                place=place, was_there=row.was_there.value(), how_they_were=row.how.value(), takes_on=row.takes.value()
            )
            for place, row in self.rows.items()
        )
        return () if parts == members_of(()) else parts

    def set_value(self, value: tuple[MemberPart, ...]) -> None:
        """Show what was written."""
        self._filling = True
        for part in members_of(value):
            row = self.rows[part.place]
            row.was_there.set_value(part.was_there)
            row.how.set_value(part.how_they_were)
            row.takes.set_value(part.takes_on)
        self._filling = False

    def _on_changed(self, *_: Any) -> None:
        if not self._filling:
            self.changed.emit()


class QuestionCard(SingleCard):
    """The question to one person; ``kept`` tells that the answer is stored."""

    kept = Signal()

    def _on_saved(self, answer: Any) -> None:
        super()._on_saved(answer)
        self.kept.emit()


class CheckInCard(Card):
    """Before a joint session under an override each is asked alone. One at a time is on screen, and nothing of it once it is kept."""

    changed = Signal()

    def __init__(self, room: Room, done: Callable[[], None]) -> None:
        super().__init__(say("check_in.title"))
        self.room, self._done = room, done
        self._place: Place | None = None
        self._aside: dict[Place, dict[str, Any]] = {}
        self._unit_id, self._session_id = "", ""
        self._names: tuple[str, ...] = ()
        self.body.addWidget(Muted(say("check_in.why"), wrap=True))
        self.stop = Banner("", "danger")
        self.body.addWidget(self.stop)
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self.form = QuestionCard("check_in", SafetyCheckIn, _QUESTION, save=self._keep)
        self.form.kept.connect(self._on_kept)
        self.form.hide()
        self.form.changed.connect(self.changed)
        self.body.addWidget(self.form)
        self.hide()

    def show_check_in(self, unit_id: str, session_id: str, names: tuple[str, ...], view: CheckInView) -> None:
        """Show who was asked; hidden where no override stands behind the session."""
        if session_id != self._session_id:
            self.forget()
        self._unit_id, self._session_id, self._names = unit_id, session_id, names
        self.setVisible(view.needed)
        clear_layout(self._rows)
        asked = dict(view.asked)
        for place, name in zip(Place, names, strict=False):
            across = QHBoxLayout()
            across.addWidget(Strong(name))
            when = say("check_in.asked", time=time_text(asked[place])) if place in asked else say("check_in.not_asked")
            across.addWidget(Body(when), 1)
            ask = Button(say("check_in.again" if place in asked else "check_in.ask"))
            ask.setAccessibleName(say("check_in.ask_named", name=name))
            ask.clicked.connect(partial(self.ask, place))
            across.addWidget(ask)
            self._rows.addLayout(across)
        told = [item.sentence for item in view.missing if item.code == "check_in_stop"]
        self.stop.say(told[0] if told else "")

    def ask(self, place: Place, *_: Any) -> None:
        """Open the question for one of the two; what is half typed for the other goes aside and is not on screen."""
        if self._place not in (None, place):
            self._set_aside()
        self._place = place
        name = dict(zip(Place, self._names, strict=False)).get(place, "")
        self.form.title.setText(say("check_in.of", name=name))
        self.form.show_value(self._fresh(place))
        if typed := self._aside.pop(place, None):
            self.form.resume(typed)
        self.form.show()
        self.form.form.focus_first()

    def forget(self) -> None:
        """Let every word go: another session or nobody is shown."""
        self._aside.clear()
        self._empty()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed for each, with the session it is about; the one on screen last."""
        found = {place.value: fields for place, fields in self._aside.items()}
        if self._place is not None and not self.form.isHidden() and (typed := self.form.unfinished()):
            found[self._place.value] = typed
        return {"session": self._session_id, "typed": found} if found else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the question where it was left; nothing when another session is open."""
        if data.get("session") == self._session_id and not self.isHidden():
            for place, fields in data.get("typed", {}).items():
                self.ask(Place(place))
                self.form.resume(fields)

    def _set_aside(self) -> None:
        """Let what is half typed for one of the two go from the screen, kept under their name."""
        if self._place is not None and (typed := self.form.unfinished()):
            self._aside[self._place] = typed
        self._empty()

    def _empty(self) -> None:
        self._place = None
        self.form.form.set_value(self._fresh(Place.A))
        self.form.forget()
        self.form.hide()

    def _fresh(self, place: Place) -> SafetyCheckIn:
        return SafetyCheckIn(
            id="", unit_id=self._unit_id, session_id=self._session_id, place=place, recorded=now_here()
        )

    def _keep(self, check_in: SafetyCheckIn, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        work = partial(self.room.desk.check_ins.record, check_in)
        self.room.runner.change(self, work, done, failed)

    def _on_kept(self) -> None:
        """Let what was answered go from the screen as soon as it is kept."""
        self._empty()
        self._done()
