"""Five private looks at one's own stance after a session. Any yes leads to a private reflection, never into the record."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from irt_desk.domain.stance import StanceCheck, StanceQuestion
from irt_desk.errors import UserError
from irt_desk.ui.building import Body, LinkButton, Pill, ProblemLine, Small, keyboard_goes_through
from irt_desk.ui.room import Room
from irt_desk.words import label, say


class YesNo(QWidget):
    """Two small buttons; pressing the chosen one again takes the answer back."""

    changed = Signal()

    def __init__(self, question: str) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons: dict[bool, QPushButton] = {}
        for yes, code in ((False, "stance.no"), (True, "stance.yes")):
            button = QPushButton(say(code))
            button.setCheckable(True)
            button.setProperty("chip", True)
            button.setAccessibleName(say("stance.answer", question=question, answer=say(code)))
            button.clicked.connect(partial(self._on_clicked, yes))
            self.buttons[yes] = button
            across.addWidget(button)

    def value(self) -> bool | None:
        """Return the answer, or None."""
        return next((yes for yes, button in self.buttons.items() if button.isChecked()), None)

    def set_value(self, value: bool | None) -> None:
        """Show an answer."""
        for yes, button in self.buttons.items():
            button.setChecked(yes is value)

    def _on_clicked(self, yes: bool, *_: Any) -> None:
        self.buttons[not yes].setChecked(False)
        self.changed.emit()


class StanceStrip(QWidget):
    """One line until it is opened; the answers are stored as they are given. ``reflect`` carries the first question of a yes."""

    reflect = Signal(str)

    def __init__(self, room: Room, session_id: str) -> None:
        super().__init__()
        self._room, self._session_id = room, session_id
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.open_link = LinkButton(say("stance.title"))
        self.open_link.clicked.connect(self._on_open)
        head.addWidget(self.open_link)
        self.standing = Pill(say("stance.not_yet"), "neutral")
        head.addWidget(self.standing)
        head.addStretch(1)
        down.addLayout(head)
        self.inside = QWidget()
        self.inside.hide()
        down.addWidget(self.inside)
        self.questions: dict[StanceQuestion, YesNo] = {}
        self._fill()
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        room.runner.read(self, partial(room.desk.stance.check, session_id), self.show_check, self._fail)

    def _fill(self) -> None:
        down = QVBoxLayout(self.inside)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addWidget(Small(say("stance.hint"), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for row, question in enumerate(StanceQuestion):
            grid.addWidget(Body(label(question), wrap=True), row, 0, Qt.AlignmentFlag.AlignVCenter)
            control = YesNo(label(question))
            control.changed.connect(partial(self._on_answer, question))
            self.questions[question] = control
            grid.addWidget(control, row, 1)
        down.addLayout(grid)
        self.reflect_link = LinkButton(say("stance.reflect"))
        self.reflect_link.clicked.connect(self._on_reflect)
        self.reflect_link.hide()
        down.addWidget(self.reflect_link, 0, Qt.AlignmentFlag.AlignLeft)
        chips = [button for control in self.questions.values() for button in control.buttons.values()]
        keyboard_goes_through(self.open_link, [*chips, self.reflect_link])

    def show_check(self, check: StanceCheck | None) -> None:
        """Show the stored answers."""
        for question, control in self.questions.items():
            control.set_value(check.answers.get(question) if check else None)
        self._show_standing(check)

    def _show_standing(self, check: StanceCheck | None) -> None:
        answered = len(check.answers) if check else 0
        yes = len(check.to_reflect) if check else 0
        if not answered:
            self.standing.show_as(say("stance.not_yet"), "neutral")
        elif yes:
            self.standing.show_as(say("stance.to_reflect", count=yes), "attention")
        else:
            self.standing.show_as(say("stance.looked", count=answered, all=len(StanceQuestion)), "neutral")
        self.reflect_link.setVisible(yes > 0)

    def _on_open(self) -> None:
        self.inside.setVisible(self.inside.isHidden())

    def _on_answer(self, question: StanceQuestion) -> None:
        values = {each: control.value() for each, control in self.questions.items()}
        answers = {each: value for each, value in values.items() if value is not None}
        work = partial(self._room.desk.stance.answer, self._session_id, answers)
        self._room.runner.change(self, work, self._on_saved, self._fail)
        if answers.get(question):
            self.reflect.emit(say(f"stance.prompt.{question}"))

    def _on_reflect(self) -> None:
        question = next(each for each, control in self.questions.items() if control.value())
        self.reflect.emit(say(f"stance.prompt.{question}"))

    def _on_saved(self, check: StanceCheck | None) -> None:
        self.problem.say("")
        self._show_standing(check)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))
