"""Making a practice: name, place, passphrase; then the recovery key, shown once."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout

from irt_desk import paths
from irt_desk.errors import UserError
from irt_desk.ui.building.buttons import Button, LinkButton, PrimaryButton
from irt_desk.ui.building.choices import CheckLine
from irt_desk.ui.building.fields import Field
from irt_desk.ui.building.texts import Body, Muted, Small, Title
from irt_desk.ui.building.writing import TextLine
from irt_desk.ui.dialogs import Dialogs
from irt_desk.ui.unlock.parts import Pane, PassphraseLine
from irt_desk.words import say

_FORBIDDEN = '\\/:*?"<>|'
"""Letters that a file name may not have on one of the systems a practice may travel to."""


class CreatePane(Pane):
    """A new practice: name, place, passphrase twice, and the plain truth about losing it."""

    created = Signal(object, str)

    def __init__(self, dialogs: Dialogs) -> None:
        super().__init__()
        self._dialogs = dialogs
        self._place = paths.documents_folder()
        self.down.addWidget(Title(say("unlock.create"), wrap=True))
        self.name = TextLine(placeholder=say("create.name_example"))
        self.name_field = Field(say("create.name"), self.name)
        self.first_control = self.name
        self.down.addWidget(self.name_field)
        across = QHBoxLayout()
        self.place = Small("", wrap=True)
        across.addWidget(self.place, 1)
        other = LinkButton(say("create.other_place"))
        other.clicked.connect(self._on_place)
        across.addWidget(other)
        self.down.addLayout(across)
        self.first = PassphraseLine(say("create.passphrase"), labelled=True)
        self.again = PassphraseLine(say("create.again"), labelled=True)
        self.first_field = Field(say("create.passphrase"), self.first, help=say("create.passphrase_hint"))
        self.again_field = Field(say("create.again"), self.again)
        self.down.addWidget(self.first_field)
        self.down.addWidget(self.again_field)
        self._lay_out_suggestion()
        self.down.addWidget(Small(say("create.warning"), wrap=True, tone="danger"))
        self.understood = CheckLine(say("create.understood"))
        self.down.addWidget(self.understood)
        self.down.addWidget(self.problem)
        self.create_button = PrimaryButton(say("create.create"))
        self.create_button.setMinimumHeight(40)
        self.create_button.clicked.connect(self._on_create)
        self.down.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.down.addStretch(1)
        self.again.returnPressed.connect(self._on_create)
        self._show_place()

    def _lay_out_suggestion(self) -> None:
        across = QHBoxLayout()
        suggest = LinkButton(say("create.suggest"))
        suggest.clicked.connect(self._on_suggest)
        across.addWidget(suggest)
        self.suggested = Small("", wrap=True)
        across.addSpacing(12)
        across.addWidget(self.suggested, 1)
        self.down.addLayout(across)

    def _show_place(self) -> None:
        self.place.setText(say("create.place", place=self._place))

    def _on_place(self) -> None:
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
            field.show_text(True)
        self.suggested.setText(say("create.suggested"))

    def _on_create(self) -> None:
        """Check one thing after the other; each sentence stands at its own field."""
        from irt_desk.services import practices

        for field in (self.name_field, self.first_field, self.again_field):
            field.set_problem("")
        self.problem.say("")
        name = self.name.value()
        folder = self._place / f"{name}.irtdesk"
        if not name:
            self.name_field.set_problem(say("create.name_needed"))
        elif any(letter in _FORBIDDEN for letter in name) or name.startswith("."):
            self.name_field.set_problem(say("create.name_wrong", letters=" ".join(_FORBIDDEN)))
        elif sentence := _refusal(practices.check_new_place, folder):
            self.name_field.set_problem(sentence)
        elif sentence := _refusal(practices.check_passphrase, self.first.text()):
            self.first_field.set_problem(sentence)
        elif self.first.text() != self.again.text():
            self.again_field.set_problem(say("create.differ"))
        elif not self.understood.value():
            self.problem.say(say("create.understood_needed"))
        else:
            self.created.emit(folder, self.first.text())


def _refusal(check: object, value: object) -> str:
    """Return the sentence a check refuses a value with, or nothing."""
    try:
        check(value)  # type: ignore[operator]  # one of the two checks above
    except UserError as error:
        return str(error)
    return ""


class RecoveryKeyPane(Pane):
    """The recovery key, shown once; two groups are typed back before the practice opens."""

    typed = Signal(object)

    def __init__(self, text: str, name: str, dialogs: Dialogs, *, ask: tuple[int, int] | None = None) -> None:
        super().__init__()
        self._text, self._name, self._dialogs = text, name, dialogs
        first, second = ask or sorted(secrets.SystemRandom().sample(range(1, 9), 2))
        self.down.addWidget(Title(say("recovery.title"), wrap=True))
        self.down.addWidget(Muted(say("recovery.text"), wrap=True))
        self.down.addWidget(_key_box(text))
        self.down.addLayout(self._ways_to_keep())
        self.kept = Small("", wrap=True)
        self.kept.hide()
        self.down.addWidget(self.kept)
        self.down.addWidget(Body(say("recovery.type_back"), wrap=True))
        self.fields: dict[int, TextLine] = {}
        across = QHBoxLayout()
        across.setSpacing(16)
        for number in (first, second):
            control = TextLine()
            control.returnPressed.connect(self._on_done)
            self.fields[number] = control
            across.addWidget(Field(say("recovery.group", number=number), control))
        self.first_control = self.fields[first]
        self.down.addLayout(across)
        self.down.addWidget(self.problem)
        self.done_button = PrimaryButton(say("recovery.done"))
        self.done_button.setMinimumHeight(40)
        self.done_button.clicked.connect(self._on_done)
        self.down.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.down.addStretch(1)

    def _ways_to_keep(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(10)
        self.print_button = Button(say("recovery.print"))
        self.print_button.clicked.connect(self._on_print)
        self.save_button = Button(say("recovery.save"))
        self.save_button.clicked.connect(self._on_save)
        across.addWidget(self.print_button)
        across.addWidget(self.save_button)
        across.addStretch(1)
        return across

    def kit(self) -> str:
        """Return the text of the recovery kit: the key, what it can do, and that there is no back door (VK-8)."""
        groups = self._text.split("-")
        lines = [f"{n}   {group}" for n, group in enumerate(groups, 1)]
        today = date.today()
        day = f"{today.day} {say(f'month_long.{today.month}')} {today.year}"
        return say("recovery.kit", name=self._name, day=day, groups="\n".join(lines))

    def say_wrong(self) -> None:
        """Say that the groups typed back are not those of the key."""
        self.problem.say(say("recovery.wrong"))

    def _on_print(self) -> None:
        self._dialogs.print_text(say("recovery.title"), self.kit())

    def _on_save(self) -> None:
        self._dialogs.choose_save(say("recovery.save"), say("recovery.file_name", name=self._name), self.save_to)

    def save_to(self, file: Path) -> None:
        """Write the recovery kit to a file that only this user can read."""
        try:
            file.touch(mode=0o600)
            file.write_text(self.kit(), encoding="utf-8")
        except OSError:
            self.problem.say(say("error.read_only", place=file.parent))
            return
        self.kept.setText(say("recovery.saved"))
        self.kept.show()

    def _on_done(self) -> None:
        self.problem.say("")
        self.typed.emit({number: field.value() for number, field in self.fields.items()})


def _key_box(text: str) -> QFrame:
    box = QFrame()
    box.setProperty("role", "key-box")
    box.setAccessibleName(text)
    grid = QGridLayout(box)
    grid.setContentsMargins(16, 12, 16, 12)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family())
    font.setPixelSize(15)
    for place, group in enumerate(text.split("-")):
        row, column = divmod(place, 2)
        grid.addWidget(Small(str(place + 1)), row, column * 3)
        shown = Body(group)
        shown.setFont(font)
        shown.setProperty("fixed", True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(shown, row, column * 3 + 1)
    grid.setColumnStretch(2, 1)
    grid.setColumnStretch(5, 2)
    return box
