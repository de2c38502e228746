"""Recording a supervisor's co-signature under a signed note."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.cosigning import CoSignature
from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.cosigning import cosigned_text
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Body, Button, Card, DateField, Field, PrimaryButton, ProblemLine, Small, TextLine
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.notes.reading import damaged_line
from irt_desk.ui.room import Room
from irt_desk.words import say


class CosignForm(Card):
    """Name, credential and day of a supervisor who read and co-signed; the supervisor of last time is offered."""

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(say("cosign.title"))
        self.room, self._note_id = room, ""
        self._waiting: dict[str, dict[str, Any]] = {}
        self.body.addWidget(Small(say("cosign.hint"), wrap=True))
        self.name, self.credential, self.on, self.remark = TextLine(), TextLine(), DateField(), TextLine()
        self.fields = {
            "name": Field(say("cosign.name"), self.name, required=True),
            "credential": Field(say("cosign.credential"), self.credential, required=True),
            "on": Field(say("cosign.on"), self.on, required=True),
            "remark": Field(say("cosign.remark"), self.remark),
        }
        self._controls: dict[str, Any] = {name: field.control for name, field in self.fields.items()}
        across = QHBoxLayout()
        for name in ("name", "credential", "on"):
            across.addWidget(self.fields[name], 3 if name == "name" else 2)
        self.body.addLayout(across)
        self.body.addWidget(self.fields["remark"])
        for control in self._controls.values():
            control.changed.connect(self.changed)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self.hide)
        foot.addWidget(cancel)
        self.record_button = PrimaryButton(say("cosign.record"))
        self.record_button.clicked.connect(self.submit)
        foot.addWidget(self.record_button)
        self.body.addLayout(foot)
        self.hide()

    def begin(self, note_id: str) -> None:
        """Begin to record a co-signature."""
        self._open(note_id)
        self.room.runner.read(self, self.room.desk.cosigning.last, self._offer, self._on_failed)
        self.name.setFocus()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, by note."""
        now = dict(self._waiting)
        if not self.isHidden() and (self.name.value() or self.remark.value()):
            now[self._note_id] = raws(self._controls)
        return now

    def resume(self, data: dict[str, Any]) -> None:
        """Know what was half typed; it opens with its note."""
        self._waiting = dict(data)
        self.show_note(self._note_id)

    def forget(self) -> None:
        """Let everything go: another record is shown."""
        self._waiting, self._note_id = {}, ""
        self.hide()

    def show_note(self, note_id: str) -> None:
        """Open what was half typed for a note; put aside what was typed for another."""
        if note_id == self._note_id and not self.isHidden():
            return
        self._waiting, self._note_id = self.unfinished(), note_id
        self.hide()
        if (data := self._waiting.pop(note_id, None)) is not None:
            self._open(note_id)
            set_raws(self._controls, data)

    def _open(self, note_id: str) -> None:
        self._note_id = note_id
        for control in self._controls.values():
            control.set_value(None)
        self._say(())
        self.problem.say("")
        self.show()

    def _offer(self, last: CoSignature | None) -> None:
        if last is not None and not self.name.value():
            self.name.set_value(last.name)
            self.credential.set_value(last.credential)

    def submit(self) -> None:
        """Record the co-signature."""
        try:
            on = self.on.value()
        except Invalid as error:
            self.fields["on"].set_problem(str(error))
            return
        work = partial(
            self.room.desk.cosigning.record,
            self._note_id,
            name=self.name.value(),
            credential=self.credential.value(),
            on=on,
            remark=self.remark.value(),
        )
        self.record_button.setEnabled(False)
        self.room.runner.change(self, work, self._on_done, self._on_failed)

    def _on_done(self, _: CoSignature) -> None:
        self.record_button.setEnabled(True)
        self.hide()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.record_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._say(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _say(self, problems: Any) -> None:
        for name, field in self.fields.items():
            field.set_problem(" ".join(problem.sentence for problem in problems if problem.field == name))


def show_cosignature(card: Card, cosignature: CoSignature) -> None:
    """Put a co-signature under the signature of a note; of a damaged one what can still be read, and that it is damaged."""
    if is_damaged(cosignature):
        card.body.addWidget(damaged_line("note.cosignature_damaged"))
        left = [part for part in (cosignature.name, cosignature.credential, cosignature.remark) if part]
        card.body.addWidget(Body(", ".join(left), wrap=True))
        return
    card.body.addWidget(Body(cosigned_text(cosignature), wrap=True))
    if cosignature.remark:
        card.body.addWidget(Body(cosignature.remark, wrap=True))
    entered = cosignature.entered
    card.body.addWidget(Small(say("cosign.entered", name=entered.by, day=day_text(entered.at.day)), wrap=True))
