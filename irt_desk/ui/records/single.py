"""A card with one record of which there is exactly one: shown as a form, saved with a button that lights up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.ui.building import Body, Card, Muted, PrimaryButton, ProblemLine, Small, clear_layout
from irt_desk.ui.records.form import FieldSpec, RecordForm
from irt_desk.words import known, say


class SingleCard(Card):
    """The form of the one record. What is half typed stays when the record is read again."""

    changed = Signal()
    saved = Signal()

    def __init__(
        self,
        words: str,
        cls: type[Any],
        specs: Sequence[FieldSpec],
        *,
        save: Callable[[Any, Callable[[Any], None], Callable[[Exception], None]], None],
    ) -> None:
        super().__init__(say(f"{words}.title"))
        self.words, self._save = words, save
        self._then: Callable[[], None] | None = None
        if known(f"{words}.intro"):
            self.body.addWidget(Muted(say(f"{words}.intro"), wrap=True))
        self.form: RecordForm[Any] = RecordForm(words, cls, specs)
        self.form.changed.connect(self._on_changed)
        self.body.addWidget(self.form)
        self._read = QVBoxLayout()
        self.body.addLayout(self._read)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        self.state = Muted("")
        across.addWidget(self.state)
        across.addStretch(1)
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(self._on_save)
        across.addWidget(self.save_button)
        self.body.addLayout(across)

    def show_value(self, value: Any) -> None:
        """Show the stored record; what is half typed here stays over it."""
        if self.form.is_written:
            self.form.rebase(value)
            return
        self.form.set_value(value)
        self.save_button.setEnabled(False)

    def lock(self, locked: bool) -> None:
        """Show the record as text without anything to type into: it was signed."""
        clear_layout(self._read)
        for label, text in self.form.readable() if locked else ():
            self._read.addWidget(Small(label))
            self._read.addWidget(Body(text, wrap=True))
        self.form.setVisible(not locked)
        self.save_button.setVisible(not locked)

    def forget(self) -> None:
        """Let go of what is typed: another chart is shown."""
        self.form.forget()
        self.state.setText("")
        self.problem.say("")

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        return self.form.unfinished()

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed; nothing is stored before "Save"."""
        self.form.resume(data)

    def submit(self, then: Callable[[], None] | None = None) -> None:
        """Store what is typed, then do something with what is stored; nothing when it could not be."""
        try:
            value = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        self._then = then
        self.save_button.setEnabled(False)
        self._save(value, self._on_saved, self._on_failed)

    def _on_save(self) -> None:
        """Store what is typed; Qt's "checked" of the button is not handed on as what comes next."""
        self.submit()

    def _on_changed(self) -> None:
        self.save_button.setEnabled(self.form.is_written)
        self.state.setText("")
        self.changed.emit()

    def _on_saved(self, _: Any) -> None:
        self.form.settle()
        self.problem.say("")
        self.state.setText(say("record.saved"))
        self.changed.emit()
        self.saved.emit()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _on_failed(self, error: Exception) -> None:
        self._then = None
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
