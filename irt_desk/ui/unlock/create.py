"""The panes that are needed seldom: create, recovery key, recover, restore."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from irt_desk import paths
from irt_desk.errors import UserError
from irt_desk.ui.building.buttons import Button, LinkButton, PrimaryButton
from irt_desk.ui.building.texts import Body, Muted, ProblemLine, Small, Title
from irt_desk.ui.unlock.page import PassphraseLine, UnlockPage
from irt_desk.words import say


def _pane(widget: QWidget) -> QVBoxLayout:
    down = QVBoxLayout(widget)
    down.setContentsMargins(40, 28, 40, 24)
    down.setSpacing(7)
    return down


class CreatePane(QWidget):
    """A new practice: name, place, passphrase twice, and the plain truth about losing it."""

    def __init__(self, page: UnlockPage, dialogs: Any) -> None:
        super().__init__()
        self._page, self._dialogs = page, dialogs
        self._place = paths.documents_folder()
        down = _pane(self)
        down.addWidget(Title(say("unlock.create")))
        self.name = QLineEdit()
        self.name.setAccessibleName(say("create.name"))
        self.name.setPlaceholderText(say("create.name"))
        down.addWidget(self.name)
        across = QHBoxLayout()
        self.place = Muted("", wrap=True)
        across.addWidget(self.place, 1)
        other = LinkButton(say("create.other_place"))
        other.clicked.connect(self._on_place)
        across.addWidget(other)
        down.addLayout(across)
        self.first = PassphraseLine(say("create.passphrase"))
        self.again = PassphraseLine(say("create.again"))
        down.addWidget(self.first)
        down.addWidget(self.again)
        suggest = LinkButton(say("create.suggest"))
        suggest.clicked.connect(self._on_suggest)
        down.addWidget(suggest)
        down.addWidget(Small(say("create.warning"), wrap=True))
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        self.create_button = PrimaryButton(say("create.create"))
        self.create_button.clicked.connect(self._on_create)
        down.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)
        self.again.returnPressed.connect(self._on_create)
        self._show_place()
        self.name.setFocus()

    def _show_place(self) -> None:
        self.place.setText(say("create.place", place=self._place))

    def _on_place(self) -> None:
        if self._dialogs is not None:
            self._dialogs.choose_folder(say("create.other_place"), self.set_place)

    def set_place(self, folder: Path) -> None:
        """Put the practice elsewhere."""
        self._place = folder
        self._show_place()

    def _on_suggest(self) -> None:
        from irt_desk.services import practices

        text = practices.suggest_passphrase()
        for field in (self.first, self.again):
            field.setText(text)
            field.setEchoMode(QLineEdit.EchoMode.Normal)

    def _on_create(self) -> None:
        from irt_desk.services import practices

        name = " ".join(self.name.text().replace("/", " ").replace("\\", " ").split())
        try:
            if not name:
                raise UserError("create.name_needed")
            if self.first.text() != self.again.text():
                raise UserError("create.differ")
            practices.check_passphrase(self.first.text())
            folder = self._place / f"{name}.irtdesk"
            practices.check_new_place(folder)
        except UserError as error:
            self.problem.say(str(error))
            return
        self.problem.say("")
        self._page.create_asked.emit(folder, self.first.text())


class RecoveryKeyPane(QWidget):
    """The recovery key, shown once; two groups are typed back before the practice opens."""

    def __init__(self, text: str, confirm: Callable[[dict[int, str]], bool], done: Callable[[], None]) -> None:
        super().__init__()
        self._confirm, self._done = confirm, done
        self._wanted = sorted(secrets.SystemRandom().sample(range(1, 9), 2))
        down = _pane(self)
        down.addWidget(Title(say("recovery.title")))
        down.addWidget(Muted(say("recovery.text"), wrap=True))
        groups = text.split("-")
        self.key = Body("\n".join("   ".join(f"{n}  {g}" for n, g in enumerate(groups[r : r + 2], r + 1)) for r in (0, 2, 4, 6)))
        self.key.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.key.setAccessibleName(text)
        down.addWidget(self.key)
        self.fields: dict[int, QLineEdit] = {}
        across = QHBoxLayout()
        for number in self._wanted:
            field = QLineEdit()
            field.setAccessibleName(say("recovery.group", number=number))
            field.setPlaceholderText(say("recovery.group", number=number))
            field.returnPressed.connect(self._on_done)
            self.fields[number] = field
            across.addWidget(field)
        down.addLayout(across)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        self.done_button = PrimaryButton(say("recovery.done"))
        self.done_button.clicked.connect(self._on_done)
        down.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)

    def _on_done(self) -> None:
        if self._confirm({number: field.text() for number, field in self.fields.items()}):
            self._done()
        else:
            self.problem.say(say("recovery.wrong"))


class RecoverPane(QWidget):
    """The recovery key and a new passphrase."""

    def __init__(self, page: UnlockPage, folder: Path) -> None:
        super().__init__()
        self._page, self._folder = page, folder
        down = _pane(self)
        down.addWidget(Title(say("unlock.recover")))
        down.addWidget(Muted(say("recover.text", name=folder.stem), wrap=True))
        self.key = QLineEdit()
        self.key.setAccessibleName(say("recover.key"))
        self.key.setPlaceholderText(say("recover.key"))
        self.first = PassphraseLine(say("create.passphrase"))
        self.again = PassphraseLine(say("create.again"))
        for field in (self.key, self.first, self.again):
            down.addWidget(field)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        act = PrimaryButton(say("recover.act"))
        act.clicked.connect(self._on_act)
        back = Button(say("record.cancel"))
        back.clicked.connect(self._on_back)
        across.addWidget(act)
        across.addWidget(back)
        across.addStretch(1)
        down.addLayout(across)
        down.addStretch(1)

    def _on_act(self) -> None:
        if self.first.text() != self.again.text():
            self.problem.say(say("create.differ"))
            return
        self.problem.say("")
        self._page.recover_asked.emit(self._folder, self.key.text(), self.first.text())

    def _on_back(self) -> None:
        self._page.begin_open(self._folder)


class RestorePane(QWidget):
    """A backup, the passphrase of its day, and where it goes. What stands there is set aside."""

    def __init__(self, page: UnlockPage, dialogs: Any) -> None:
        super().__init__()
        self._page, self._dialogs = page, dialogs
        self._file: Path | None = None
        self._target: Path | None = None
        down = _pane(self)
        down.addWidget(Title(say("unlock.restore")))
        down.addWidget(Muted(say("restore.text"), wrap=True))
        choose = Button(say("restore.choose"))
        choose.clicked.connect(self._on_choose)
        down.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.chosen = Muted("", wrap=True)
        down.addWidget(self.chosen)
        self.passphrase = PassphraseLine(say("restore.passphrase"))
        down.addWidget(self.passphrase)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        act = PrimaryButton(say("restore.act"))
        act.clicked.connect(self._on_act)
        down.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)

    def _on_choose(self) -> None:
        if self._dialogs is not None:
            self._dialogs.choose_file(say("restore.choose"), say("restore.pattern"), self.set_file)

    def set_file(self, file: Path) -> None:
        """Take a backup; it goes back to the practice it lies in, or beside itself."""
        self._file = file
        practice = file.parent.parent
        self._target = practice if practice.suffix == ".irtdesk" else file.with_suffix(".irtdesk")
        self.chosen.setText(say("restore.goes_to", file=file.name, place=self._target))

    def _on_act(self) -> None:
        if self._file is None or self._target is None:
            self.problem.say(say("restore.choose_first"))
            return
        self.problem.say("")
        self._page.restore_asked.emit(self._file, self.passphrase.text(), self._target)
