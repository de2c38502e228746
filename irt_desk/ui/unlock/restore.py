"""Getting back in: a new passphrase with the recovery key, or a practice back from a backup."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.ui.building.buttons import Button, LinkButton, PrimaryButton
from irt_desk.ui.building.choices import ChoiceChips
from irt_desk.ui.building.fields import Field
from irt_desk.ui.building.texts import Muted, Title
from irt_desk.ui.building.writing import TextLine
from irt_desk.ui.dialogs import Dialogs
from irt_desk.ui.unlock.parts import Pane, PassphraseLine
from irt_desk.words import say


class RecoverPane(Pane):
    """The recovery key and a new passphrase."""

    recovered = Signal(object, str, str)
    left = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.down.addWidget(Title(say("unlock.recover"), wrap=True))
        self.down.addWidget(Muted(say("recover.text", name=folder.stem), wrap=True))
        self.key = TextLine()
        self.first_control = self.key
        self.first = PassphraseLine(say("recover.new"), labelled=True)
        self.again = PassphraseLine(say("create.again"), labelled=True)
        self.down.addWidget(Field(say("recover.key"), self.key))
        self.down.addWidget(Field(say("recover.new"), self.first, help=say("create.passphrase_hint")))
        self.down.addWidget(Field(say("create.again"), self.again))
        self.down.addWidget(self.problem)
        across = QHBoxLayout()
        self.act_button = PrimaryButton(say("recover.act"))
        self.act_button.setMinimumHeight(40)
        self.act_button.clicked.connect(self._on_act)
        self.again.returnPressed.connect(self._on_act)
        back = Button(say("record.cancel"))
        back.setMinimumHeight(40)
        back.clicked.connect(self._on_back)
        across.addWidget(self.act_button)
        across.addWidget(back)
        across.addStretch(1)
        self.down.addLayout(across)
        self.down.addStretch(1)

    def _on_act(self) -> None:
        if self.first.text() != self.again.text():
            self.problem.say(say("create.differ"))
            return
        self.problem.say("")
        self.recovered.emit(self._folder, self.key.value(), self.first.text())

    def _on_back(self) -> None:
        self.left.emit(self._folder)


class RestoreWith(StrEnum):
    """What opens a backup."""

    PASSPHRASE = "passphrase"
    KEY = "key"


class RestorePane(Pane):
    """A backup, the secret of its day, and where it goes. What stands there is set aside."""

    restored = Signal(object, object, str, bool)

    def __init__(self, dialogs: Dialogs) -> None:
        super().__init__()
        self._dialogs = dialogs
        self._file: Path | None = None
        self._target: Path | None = None
        self.down.addWidget(Title(say("unlock.restore"), wrap=True))
        self.down.addWidget(Muted(say("restore.text"), wrap=True))
        self.choose_button = Button(say("restore.choose"))
        self.choose_button.clicked.connect(self._on_choose)
        self.first_control = self.choose_button
        self.down.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeft)
        across = QHBoxLayout()
        self.chosen = Muted("", wrap=True)
        across.addWidget(self.chosen, 1)
        self.other_button = LinkButton(say("restore.other_place"))
        self.other_button.clicked.connect(self._on_other)
        self.other_button.hide()
        across.addWidget(self.other_button)
        self.down.addLayout(across)
        self.secret_kind = ChoiceChips(RestoreWith, optional=False)
        self.secret_kind.set_value(RestoreWith.PASSPHRASE)
        self.secret_kind.changed.connect(self._on_kind)
        self.down.addWidget(self.secret_kind)
        self.secret = PassphraseLine(say("restore.passphrase"), labelled=True)
        self.secret.returnPressed.connect(self._on_act)
        self.secret_field = Field(say("restore.passphrase"), self.secret)
        self.down.addWidget(self.secret_field)
        self.down.addWidget(self.problem)
        self.act_button = PrimaryButton(say("restore.act"))
        self.act_button.setMinimumHeight(40)
        self.act_button.clicked.connect(self._on_act)
        self.down.addWidget(self.act_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.down.addStretch(1)

    def _on_kind(self) -> None:
        name = say(f"restore.{self.secret_kind.value()}")
        self.secret_field.label.setText(name)
        self.secret.setAccessibleName(name)

    def _on_choose(self) -> None:
        self._dialogs.choose_file(say("restore.choose"), say("restore.pattern"), self.set_file)

    def set_file(self, file: Path) -> None:
        """Take a backup; it goes back to the practice it lies in, or beside itself."""
        self._file = file
        practice = file.parent.parent
        self._show_target(practice if practice.suffix == ".irtdesk" else file.with_suffix(".irtdesk"))

    def _show_target(self, target: Path) -> None:
        self._target = target
        assert self._file is not None  # a place is shown only for a chosen file
        self.chosen.setText(say("restore.goes_to", file=self._file.name, place=target))
        self.other_button.show()

    def _on_other(self) -> None:
        self._dialogs.choose_folder(say("restore.other_place"), self.set_place)

    def set_place(self, folder: Path) -> None:
        """Put the practice into another folder."""
        if self._target is not None:
            self._show_target(folder / self._target.name)

    def _on_act(self) -> None:
        if self._file is None or self._target is None:
            self.problem.say(say("restore.choose_first"))
            return
        self.problem.say("")
        with_key = self.secret_kind.value() is RestoreWith.KEY
        self.restored.emit(self._file, self._target, self.secret.text(), with_key)
