"""The panes seen first: a practice asking for its passphrase, and the welcome where there is none yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.ui.building.buttons import LinkButton, PrimaryButton
from irt_desk.ui.building.fields import Field
from irt_desk.ui.building.texts import Muted, Small, Title
from irt_desk.ui.unlock.parts import Pane, PassphraseLine
from irt_desk.words import say


class WelcomePane(Pane):
    """What a practice is, and the way to the first one."""

    create_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.down.addWidget(Title(say("unlock.welcome"), wrap=True))
        self.down.addWidget(Muted(say("unlock.welcome_text"), wrap=True))
        self.down.addSpacing(10)
        button = PrimaryButton(say("unlock.create"))
        button.setMinimumHeight(40)
        button.clicked.connect(self.create_chosen)
        self.first_control = button
        self.down.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.down.addWidget(self.problem)
        self.down.addStretch(1)
        self.down.addWidget(Small(say("unlock.promise"), wrap=True))


class OpenPane(Pane):
    """Name, place, passphrase, Open."""

    opened = Signal(object, str)
    recover_chosen = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.down.addWidget(Title(folder.stem, wrap=True))
        self.down.addWidget(Muted(f"{folder.parent.name} / {folder.name}", wrap=True))
        self.down.addSpacing(16)
        self.passphrase = PassphraseLine(say("unlock.passphrase"), labelled=True)
        self.passphrase.returnPressed.connect(self._on_open)
        self.first_control = self.passphrase
        self.down.addWidget(Field(say("unlock.passphrase"), self.passphrase))
        self.down.addWidget(self.problem)
        across = QHBoxLayout()
        self.open_button = PrimaryButton(say("unlock.open"))
        self.open_button.setMinimumSize(160, 40)
        self.open_button.clicked.connect(self._on_open)
        across.addWidget(self.open_button)
        across.addStretch(1)
        recover = LinkButton(say("unlock.recover"))
        recover.clicked.connect(self._on_recover)
        across.addWidget(recover)
        self.down.addSpacing(4)
        self.down.addLayout(across)
        self.down.addStretch(1)
        self.down.addWidget(Small(say("unlock.promise"), wrap=True))

    def _on_open(self) -> None:
        if not self.passphrase.text():
            self.problem.say(say("unlock.type_passphrase"))
            return
        self.problem.say("")
        self.opened.emit(self._folder, self.passphrase.text())

    def _on_recover(self) -> None:
        self.recover_chosen.emit(self._folder)
