"""A card with one record that stores itself as it is typed: no button to forget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer

from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.ui.keeping import RETRY_MS
from irt_desk.ui.records import FieldSpec
from irt_desk.ui.records.single import SingleCard
from irt_desk.words import say

QUIET_MS = 1800
"""How long nothing is typed before the record is stored; the half-typed text itself is kept by the keeper long before."""


class TypedCard(SingleCard):
    """The form of the one record, stored in a quiet moment and when the page is left.

    A value that cannot be stored stays as it was typed, with its sentence under the field; the keyboard stays where it is.
    """

    def __init__(self, words: str, cls: type[Any], specs: Sequence[FieldSpec], *, save: Any) -> None:
        super().__init__(words, cls, specs, save=save)
        self.save_button.hide()
        self._sent: tuple[Any, dict[str, Any]] | None = None
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self.store)

    def store(self) -> None:
        """Store what is typed now, when it can be."""
        self._quiet.stop()
        if self._sent is not None or not self.form.has_value or not self.form.is_written:
            return
        try:
            self._sent = self.form.snapshot()
        except Invalid as error:
            self.form.show_problems(error.problems, focus=False)
            self.state.setText(say("typed.not_saved"))
            return
        self._save(self._sent[0], self._on_stored, self._on_refused)

    def forget(self) -> None:
        """Let go of what is typed: another chart is shown. What could be stored was, when the page was left."""
        self._quiet.stop()
        self._sent = None
        super().forget()

    def _on_changed(self) -> None:
        self.state.setText("")
        if self.form.is_written:
            self._quiet.start(QUIET_MS)
        self.changed.emit()

    def _on_stored(self, _: Any) -> None:
        if self._sent is None or not self.form.has_value:
            return
        self.form.accept(*self._sent)
        self._sent = None
        self.form.show_problems((), focus=False)
        self.problem.say("")
        if self.form.is_written:
            self._quiet.start(QUIET_MS)
        else:
            self.state.setText(say("record.saved"))
        self.changed.emit()

    def _on_refused(self, error: Exception) -> None:
        self._sent = None
        self.state.setText(say("typed.not_saved"))
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems, focus=False)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
            self._quiet.start(RETRY_MS)
        else:
            raise error
