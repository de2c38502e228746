"""The recovery key of an open practice: typing two groups back later, and making a new key (VK-7)."""

from __future__ import annotations

import secrets
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.errors import UserError
from irt_desk.services import practices
from irt_desk.ui.building import Body, Button, Field, PrimaryButton, ProblemLine, TextLine, Title
from irt_desk.ui.room import Room
from irt_desk.ui.unlock.create import RecoveryKeyPane
from irt_desk.words import say


class RecoveryDialog(QDialog):
    """Asks two groups back; without the key a new one is made here, shown once, and asked back in turn."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("recovery.title"))
        self.setMinimumWidth(560)
        self._room = room
        self._pane: RecoveryKeyPane | None = None
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(24, 20, 24, 20)
        self.down.setSpacing(12)
        self.ask = QWidget()
        self.down.addWidget(self.ask)
        self._lay_out_question()

    def _lay_out_question(self) -> None:
        down = QVBoxLayout(self.ask)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(Title(say("recovery.confirm_title"), wrap=True))
        down.addWidget(Body(say("recovery.confirm_text"), wrap=True))
        self.fields: dict[int, TextLine] = {}
        across = QHBoxLayout()
        for number in sorted(secrets.SystemRandom().sample(range(1, 9), 2)):
            self.fields[number] = TextLine()
            across.addWidget(Field(say("recovery.group", number=number), self.fields[number]))
        down.addLayout(across)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        foot = QHBoxLayout()
        self.new_button = Button(say("recovery.new"))
        self.new_button.clicked.connect(self.renew)
        foot.addWidget(self.new_button)
        foot.addStretch(1)
        later = Button(say("recovery.later"))
        later.clicked.connect(self.close)
        self.done_button = PrimaryButton(say("recovery.confirm"))
        self.done_button.clicked.connect(self._on_done)
        foot.addWidget(later)
        foot.addWidget(self.done_button)
        down.addLayout(foot)

    def _on_done(self) -> None:
        self._confirm({number: field.value() for number, field in self.fields.items()})

    def _confirm(self, typed: dict[int, str]) -> None:
        work = partial(practices.confirm_recovery, self._room.desk, typed)
        self._room.runner.read(self, work, self._on_confirmed, self._fail)

    def _on_confirmed(self, is_right: bool) -> None:
        if is_right:
            self._room.saved(say("recovery.confirmed"))
            self.close()
        elif self._pane is not None:
            self._pane.say_wrong()
        else:
            self.problem.say(say("recovery.wrong"))

    def renew(self) -> None:
        """Make a new key; the one before stops working at once, so it is asked first."""
        self._room.dialogs.ask(say("recovery.new_question"), say("recovery.new"), self._on_sure)

    def _on_sure(self, yes: bool) -> None:
        if yes:
            work = partial(practices.new_recovery_key, self._room.desk)
            self._room.runner.read(self, work, self._show_key, self._fail)

    def _show_key(self, made: tuple[str, str]) -> None:
        key, name = made
        self.ask.hide()
        self._pane = RecoveryKeyPane(key, name, self._room.dialogs)
        self._pane.typed.connect(self._confirm)
        self._pane.down.setContentsMargins(0, 0, 0, 0)
        self.down.addWidget(self._pane)
        self._pane.begin()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))


def ask_back(room: Room, parent: QWidget) -> RecoveryDialog:
    """Open the dialog and return it."""
    dialog = RecoveryDialog(room, parent)
    dialog.open()
    return dialog
