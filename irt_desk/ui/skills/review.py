"""The practice review of a session: every open assignment on one small page, by keyboard.

Y, P or N says whether it was practised; a digit says how useful; Enter goes on. Three skills take eleven keys.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.patterns import Activation
from irt_desk.domain.skills import AssignmentStatus, GotInWay, PracticeAssignment, PracticeDone, PracticeLog
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.skills import SkillView
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Choice,
    ChoiceChips,
    Columns,
    PrimaryButton,
    ProblemLine,
    Rating,
    Small,
    clear_layout,
    line,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.room import Room
from irt_desk.words import say

WIDE = 900
"""Width in pixels from which a line of the review has name and answers side by side."""

_DONE = {
    Qt.Key.Key_Y: PracticeDone.YES,
    Qt.Key.Key_P: PracticeDone.PARTLY,
    Qt.Key.Key_N: PracticeDone.NO,
}


class ReviewRow(QWidget):
    """One assignment: practised, how useful, how heated; what got in the way when it was not, or only partly."""

    changed = Signal()
    finished = Signal(object)

    def __init__(self, view: SkillView, assignment: PracticeAssignment) -> None:
        super().__init__()
        self.assignment = assignment
        name = view.skill.name
        self.done = ChoiceChips(PracticeDone)
        self.useful = Rating()
        self.heat = Choice(Activation, optional=True, none=say("practice_review.heat"))
        self.way = Choice(GotInWay, optional=True, none=say("practice_review.got_in_way"))
        self._controls: dict[str, Any] = {
            "done": self.done,
            "useful": self.useful,
            "heat": self.heat,
            "way": self.way,
        }
        for part, control in self._controls.items():
            control.setAccessibleName(say(f"practice_review.{part}_of", skill=name))
            control.changed.connect(self._on_changed)
        self.useful.setToolTip(say("practice_review.useful_of", skill=name))
        self._lay_out(name, assignment.context or view.skill.home_practice)
        for watched in (*self.done.chips(), self.useful, self.heat, self.way):
            watched.installEventFilter(self)
        self._show_way()

    def _lay_out(self, name: str, context: str) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 8, 0, 8)
        columns = Columns((2, 5), stack_below=WIDE, spacing=8)
        words, controls = columns.columns
        words.setSpacing(2)
        words.addWidget(Body(name, wrap=True, strong=True))
        words.addWidget(Small(context, wrap=True))
        words.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.done.setMinimumWidth(230)
        self.heat.setMinimumContentsLength(8)
        across.addWidget(self.done, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(self.useful)
        across.addWidget(self.heat)
        across.addWidget(self.way)
        controls.addLayout(across)
        for control in (self.useful, self.heat, self.way):
            keeps = control.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)  # the columns stay under each other whatever a line asks
            control.setSizePolicy(keeps)
        down.addWidget(columns)

    def begin(self) -> None:
        """Move the keyboard here."""
        self.done.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Y, P and N answer, Enter goes on; everything else is the control's own."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(self)
            return True
        if key in _DONE and watched not in (self.heat, self.way):
            self.answer(_DONE[key])
            return True
        return super().eventFilter(watched, event)

    def answer(self, done: PracticeDone) -> None:
        """Say whether it was practised, and go to what is asked next."""
        self.done.set_value(done)
        self._on_changed()
        (self.way if done is PracticeDone.NO else self.useful).setFocus()

    def _on_changed(self, *_: object) -> None:
        self._show_way()
        self.changed.emit()

    def _show_way(self) -> None:
        done = self.done.value()
        self.way.setVisible(done in (PracticeDone.NO, PracticeDone.PARTLY))
        self.heat.setVisible(done is not PracticeDone.NO)
        self.useful.setVisible(done is not PracticeDone.NO)

    def log(self) -> PracticeLog | None:
        """Return the practice as answered; None while nothing is.

        Raises:
            Invalid: the usefulness is no number of the scale.
        """
        done = self.done.value()
        if done is None:
            return None
        now = now_here()
        is_no = done is PracticeDone.NO
        return PracticeLog(
            id="",
            unit_id=self.assignment.unit_id,
            assignment_id=self.assignment.id,
            skill_id=self.assignment.skill_id,
            on=now.day,
            entered=now,
            done=done,
            heat=None if is_no else self.heat.value(),
            usefulness=None if is_no else self.useful.value(),
            got_in_way=None if done is PracticeDone.YES else self.way.value(),
        )

    def raws(self) -> dict[str, Any]:
        """Return what is answered as plain data; empty while nothing is."""
        found = raws(self._controls)
        return found if any(found.values()) else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was answered."""
        set_raws(self._controls, data)
        self._show_way()


class PracticeReview(Card):
    """Every open assignment with its answers; stored together or not at all."""

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(say("practice_review.title"))
        self._room = room
        self.rows: list[ReviewRow] = []
        self._stored = 0
        self.open_button = PrimaryButton(say("practice_review.open"))
        self.open_button.clicked.connect(self.begin)
        self.add_action(self.open_button)
        self.said = self.subtitle
        self.said.show()
        self.inside = QWidget()
        down = QVBoxLayout(self.inside)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(Small(say("practice_review.keys"), wrap=True))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        down.addLayout(self._list)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        self.cancel_button = Button(say("record.cancel"))
        self.cancel_button.clicked.connect(self.close_review)
        across.addWidget(self.cancel_button)
        self.save_button = PrimaryButton(say("practice_review.save"))
        self.save_button.clicked.connect(self.save)
        across.addWidget(self.save_button)
        down.addLayout(across)
        self.body.addWidget(self.inside)
        self.inside.hide()
        QShortcut(QKeySequence("Ctrl+R"), self).activated.connect(self.begin)
        save = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save)

    @property
    def is_open(self) -> bool:
        """Whether practice is being reviewed."""
        return not self.inside.isHidden()

    def show_views(self, views: tuple[SkillView, ...], *, is_closed: bool = False) -> None:
        """Show the open assignments; what is answered stays with its assignment.

        A closed case has none, and a skill that waits for the safety gate is not asked about.
        """
        running = [(v, v.active) for v in views if v.active and not v.waits]
        open_now = [(v, a) for v, a in running if a.status is AssignmentStatus.ACTIVE]
        answered = {row.assignment.id: row.raws() for row in self.rows}
        if [row.assignment.id for row in self.rows] != [a.id for _, a in open_now]:
            clear_layout(self._list)
            self.rows = []
            for number, (view, assignment) in enumerate(open_now):
                if number:
                    self._list.addWidget(line())
                row = ReviewRow(view, assignment)
                row.resume(answered.get(assignment.id, {}))
                row.changed.connect(self.changed)
                row.finished.connect(self._on_finished)
                self.rows.append(row)
                self._list.addWidget(row)
        self.setVisible(bool(self.rows) and not is_closed)
        if not self.is_open:
            self._say_where()

    def _say_where(self) -> None:
        """Say what was stored just now, or how many assignments wait."""
        if self._stored:
            self.said.setText(say("practice_review.saved", count=self._stored))
        else:
            self.said.setText(say("practice_review.waiting", count=len(self.rows)) if self.rows else "")

    def begin(self) -> None:
        """Open the review at its first line."""
        if not self.rows:
            return
        self._stored = 0
        self.inside.show()
        self.said.setText("")
        self.said.hide()
        self.open_button.hide()
        self.rows[0].begin()

    def close_review(self) -> None:
        """Close it; what was answered is there again when it is opened next."""
        self.inside.hide()
        self.said.show()
        self.open_button.show()
        self.open_button.setFocus()
        self._say_where()
        self.changed.emit()

    def save(self) -> None:
        """Store what is answered; assignments without an answer are left for another time."""
        try:
            logs = tuple(log for row in self.rows if (log := row.log()) is not None)
        except Invalid as error:
            self.problem.say(str(error))
            return
        if not logs:
            self.problem.say(say("practice_review.nothing"))
            return
        self.save_button.setEnabled(False)
        work = partial(self._room.desk.skills.log_all, logs)
        self._room.runner.change(self, work, self._on_saved, self._on_failed)

    def unfinished(self) -> dict[str, Any]:
        """Return what is answered and not stored, by assignment."""
        return {row.assignment.id: data for row in self.rows if (data := row.raws())}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the review where it was left."""
        for row in self.rows:
            row.resume(data.get(row.assignment.id, {}))
        if any(row.raws() for row in self.rows):
            self.begin()

    def forget(self) -> None:
        """Let go of everything: another chart is shown."""
        clear_layout(self._list)
        self.rows, self._stored = [], 0
        self.problem.say("")
        self.inside.hide()
        self.said.show()
        self.open_button.show()
        self.hide()

    def _on_finished(self, row: ReviewRow) -> None:
        place = self.rows.index(row) + 1
        if place < len(self.rows):
            self.rows[place].begin()
        else:
            self.save_button.setFocus()

    def _on_saved(self, saved: Any) -> None:
        self.save_button.setEnabled(True)
        self.problem.say("")
        for row in self.rows:
            row.resume({"done": [], "useful": "", "heat": "", "way": ""})
        self._stored = len(saved)
        self.close_review()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))
