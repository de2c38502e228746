"""The formulation: written as a draft, signed, then continued in a new version; the partner's side is always a hypothesis."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.formulations import Formulation
from irt_desk.errors import UserError
from irt_desk.services.texts import day_text
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    Small,
    clear_layout,
)
from irt_desk.ui.plan.facts import PlanFacts
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.ui.plan.tab import PlanTab

F = FieldSpec
_FIELDS = (
    F("what_keeps_it_going", "area"),
    F("client_side", "area", tone="client"),
    F("partner_perspective", "area", tone="partner"),
    F("other_readings", "lines", tone="partner"),
    F("strengths", "area"),
)


class FormulationCard(Card):
    """The signed version for reading, or the draft for writing."""

    changed = Signal()

    def __init__(self, tab: PlanTab) -> None:
        super().__init__(say("formulation.title"))
        self._tab = tab
        self._draft: Formulation | None = None
        self._wants_new = False
        self._facts: PlanFacts | None = None
        self.body.addWidget(Muted(say("formulation.intro"), wrap=True))
        self._read = QVBoxLayout()
        self.body.addLayout(self._read)
        self._writing = QWidget()
        down = QVBoxLayout(self._writing)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(12)
        self.form: RecordForm[Formulation] = RecordForm("formulation", Formulation, _FIELDS)
        self.form.changed.connect(self._on_changed)
        down.addWidget(self.form)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        self.state = Muted("")
        across.addWidget(self.state)
        across.addStretch(1)
        self.save_button, self.sign_button = Button(say("record.save")), PrimaryButton(say("formulation.sign"))
        self.save_button.clicked.connect(self._on_save)
        self.sign_button.clicked.connect(self._on_sign)
        across.addWidget(self.save_button)
        across.addWidget(self.sign_button)
        down.addLayout(across)
        self.body.addWidget(self._writing)

    def show_facts(self, facts: PlanFacts) -> None:
        """Show what is signed, or go on with the draft; what is half typed stays."""
        self._facts = facts
        newest = facts.formulations[0] if facts.formulations else None
        is_draft = newest is None or newest.signed is None or self._wants_new
        self.form.field("client_side").setVisible(not facts.is_stopped)
        self._writing.setVisible(is_draft)
        clear_layout(self._read)
        signed = next((f for f in facts.formulations if f.signed), None)
        if not is_draft and signed is not None:
            self._show_signed(signed, facts)
            return
        draft = newest or Formulation(id="", unit_id=facts.unit_id, version=1)
        if self._wants_new and newest is not None and newest.signed is not None:
            draft = replace(newest, id="", version=newest.version + 1, signed=None)
        if self._draft is None or (self._draft.id != draft.id and not self.form.is_written):
            self._draft = draft
            self.form.set_value(draft)

    def _show_signed(self, formulation: Formulation, facts: PlanFacts) -> None:
        head = QHBoxLayout()
        head.addWidget(Pill(say("plan.version", number=formulation.version), "relationship"))
        if formulation.signed:
            head.addWidget(Pill(say("plan.signed_on", day=day_text(formulation.signed.at.day)), "good"))
        head.addStretch(1)
        renew = LinkButton(say("plan.new_version"))
        renew.clicked.connect(self._on_renew)
        head.addWidget(renew)
        self._read.addLayout(head)
        hidden = {"client_side"} if facts.is_stopped else set()
        for spec in _FIELDS:
            value = getattr(formulation, spec.name)
            text = "\n".join(value) if isinstance(value, tuple) else value
            if not text.strip() or spec.name in hidden:
                continue
            across = QHBoxLayout()
            across.addWidget(Small(say(f"formulation.{spec.name}")))
            if spec.tone == "partner":
                across.addWidget(Pill(say("word.hypothesis"), "partner", dashed=True))
            across.addStretch(1)
            self._read.addLayout(across)
            self._read.addWidget(Body(text, wrap=True))

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        return {} if self._writing.isHidden() else self.form.unfinished()

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed; over a signed version it is the beginning of the next."""
        if self._writing.isHidden() and self._facts is not None:
            self._wants_new = True
            self.show_facts(self._facts)
        if self.form.has_value and not self.form.is_written:
            self.form.resume(data)

    def forget(self) -> None:
        """Another record is shown."""
        self._draft, self._wants_new = None, False
        self.form.forget()
        self.state.setText("")
        self.problem.say("")

    def _on_renew(self) -> None:
        self._wants_new, self._draft = True, None
        if self._facts is not None:
            self.show_facts(self._facts)
            self.form.focus_first()

    def _on_changed(self) -> None:
        self.state.setText("")
        self.changed.emit()

    def _on_save(self) -> None:
        self._store(self._on_saved)

    def _on_sign(self) -> None:
        self._store(self._on_saved_to_sign)

    def _store(self, done: Any) -> None:
        self.problem.say("")
        work = partial(self._tab.room.desk.formulations.save_draft, self.form.value())
        self._tab.room.runner.change(self, work, done, self._on_failed)

    def _on_saved(self, formulation: Formulation) -> None:
        self._draft, self._wants_new = formulation, False
        self.form.set_value(formulation)
        self.state.setText(say("record.saved"))
        self.changed.emit()

    def _on_saved_to_sign(self, formulation: Formulation) -> None:
        self._on_saved(formulation)
        work = partial(self._tab.room.desk.formulations.sign, formulation.id)
        self._tab.room.runner.change(self, work, self._on_signed, self._on_failed)

    def _on_signed(self, _: Formulation) -> None:
        self._draft = None
        self._tab.reload()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))
