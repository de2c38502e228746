"""One skill of a case: its stage, how practice goes, what is counted; what is rarer opens below."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.counts import RecordSource
from irt_desk.domain.skills import AssignmentStatus, PracticeAssignment, PracticeDone, PracticeLog
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.skills import SkillView
from irt_desk.ui.building import (
    Banner,
    Body,
    Button,
    Card,
    LinkButton,
    Muted,
    Pill,
    ProblemLine,
    Small,
    clear_layout,
)
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Room
from irt_desk.ui.skills.more import MorePanel
from irt_desk.ui.skills.record import RecordPanel
from irt_desk.ui.skills.wording import assignment_line, figure_lines, joined, log_line, practice_line
from irt_desk.words import label, say

F = FieldSpec
_RARER = ("difficulty", "heat", "with_whom", "what_happened")


class LogForm(RecordForm[PracticeLog]):
    """A practice: done and how useful; what got in the way when it was not; the rest on request."""

    def __init__(self) -> None:
        super().__init__(
            "log",
            PracticeLog,
            (
                F("done", "chips"),
                F("usefulness", "rating", half=True),
                F("on", half=True),
                F("got_in_way", "chips"),
                F("difficulty", "rating", half=True),
                F("with_whom", half=True),
                F("heat", "chips"),
                F("what_happened"),
            ),
        )
        self._whole = False
        self.changed.connect(self._settle)

    def set_value(self, value: PracticeLog) -> None:
        """Show a practice."""
        super().set_value(value)
        self._settle()

    def show_whole(self, whole: bool) -> None:
        """Show the rarer fields too."""
        self._whole = whole
        self._settle()

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed, with every field that holds some of it."""
        super().resume(data)
        self.show_whole(self._whole or any(name in data for name in _RARER))

    def _settle(self) -> None:
        done = self.control("done").value()
        self.field("got_in_way").setVisible(done in (PracticeDone.NO, PracticeDone.PARTLY))
        for name in _RARER:
            self.field(name).setVisible(self._whole)


class SkillCard(Card):
    """One skill: stage, figures, the last practices; a practice takes two clicks."""

    changed = Signal()

    def __init__(self, room: Room, view: SkillView) -> None:
        super().__init__(f"{view.skill.name} ({view.skill.id})")
        self._room = room
        self._view = view
        self.stage, self.lapsed = Pill("", "client"), Pill(say("skills.lapsed"), "attention")
        self.add_beside_title(self.stage)
        self.add_action(self.lapsed)
        self.info = QVBoxLayout()
        self.info.setSpacing(4)
        self.body.addLayout(self.info)
        self.form = LogForm()
        self.form.hide()
        self.form.changed.connect(self.changed)
        self.body.addWidget(self.form)
        self.more_fields = LinkButton(say("skills.more_fields"))
        self.more_fields.clicked.connect(self._on_more_fields)
        self.more_fields.hide()
        self.body.addWidget(self.more_fields)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        self.record = RecordPanel(room, view.skill)
        self.record.changed.connect(self.changed)
        self.record.hide()
        self.more = MorePanel(room, view)
        self.more.changed.connect(self.changed)
        self.more.hide()
        self.body.addLayout(self._buttons())
        self.body.addWidget(self.record)
        self.body.addWidget(self.more)
        self.show_view(view)

    def _buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        self.log_button = Button(say("skills.log"))
        self.log_button.clicked.connect(self._on_log)
        self.cancel_button = Button(say("record.cancel"))
        self.cancel_button.clicked.connect(self._on_cancel)
        self.cancel_button.hide()
        self.record_button = Button(say("skills.record", what=self._view.skill.record))
        self.record_button.clicked.connect(self._on_record)
        self.record_button.setVisible(self._view.skill.source is RecordSource.OWN)
        self.more_button = LinkButton(say("skills.more"))
        self.more_button.setAccessibleName(say("skills.more_of", skill=self._view.skill.name))
        self.more_button.clicked.connect(self._on_more)
        for button in (self.log_button, self.cancel_button, self.record_button):
            across.addWidget(button)
        across.addStretch(1)
        across.addWidget(self.more_button)
        return across

    @property
    def is_writing(self) -> bool:
        """Whether something is being written here."""
        return not self.form.isHidden() or not self.record.isHidden() or self.more.is_written

    def unfinished(self) -> dict[str, Any]:
        """Return what is half written: the practice, the record, the plan and the stage."""
        found: dict[str, Any] = {
            "log": self.form.unfinished() if not self.form.isHidden() else {},
            "record": self.record.unfinished() if not self.record.isHidden() else {},
            "more": self.more.unfinished(),
        }
        return {name: data for name, data in found.items() if data}

    def resume(self, data: dict[str, Any]) -> None:
        """Open what was left half written; a practice only where the skill is still practised."""
        if "log" in data and self.form.isHidden() and self._view.active is not None:
            self._begin(self._view.active)
            self.form.resume(data["log"])
        if "record" in data:
            self.record.show()
            self.record.resume(data["record"])
        if "more" in data:
            self.more.show()
            self.more.resume(data["more"])

    def show_view(self, view: SkillView) -> None:
        """Show a skill as it stands."""
        self._view = view
        self.stage.show_as(f"{view.stage.number} \N{MIDDLE DOT} {label(view.stage)}", "client")
        self.lapsed.setVisible(view.lapsed)
        clear_layout(self.info)
        active = view.active
        self.log_button.setVisible(active is not None and active.status is AssignmentStatus.ACTIVE)
        if active is not None:
            self.info.addWidget(Muted(assignment_line(active), wrap=True))
            if view.waits:
                self.info.addWidget(Banner(say("skills.waits"), "attention"))
            if active.status is AssignmentStatus.PAUSED:
                self.info.addWidget(Banner(say("skills.paused"), "attention"))
        elif view.assignments:
            self.info.addWidget(Muted(say("skills.not_practised_now"), wrap=True))
        if text := practice_line(view):
            self.info.addWidget(Body(text, wrap=True))
        if text := joined(*(t for f in view.counts.figures for t in figure_lines(view.skill, f))):
            self.info.addWidget(Body(text, wrap=True))
        for rule in view.counts.reviews:
            self.info.addWidget(Banner(rule.text, "attention"))
        if view.suggested is not view.stage:
            self.info.addWidget(Small(say("skills.suggested", stage=label(view.suggested)), wrap=True))
        for log in view.logs[::-1][:2]:
            self.info.addWidget(Muted(log_line(log), wrap=True))
        self.record.show_view(view)
        self.more.show_view(view)

    def _on_log(self) -> None:
        active = self._view.active
        if active is None:
            return
        if self.form.isHidden():
            self._begin(active)
            return
        try:
            log = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        self._room.runner.change(self, partial(self._room.desk.skills.log, log), self._on_saved, self._on_failed)

    def _begin(self, active: PracticeAssignment) -> None:
        now = now_here()
        blank = PracticeLog(
            id="",
            unit_id=active.unit_id,
            assignment_id=active.id,
            skill_id=active.skill_id,
            on=now.day,
            entered=now,
            done=PracticeDone.YES,
        )
        self.form.set_value(blank)
        self.form.show_whole(False)
        self.form.show()
        self.more_fields.show()
        self.cancel_button.show()
        self.record_button.hide()
        self.log_button.setText(say("record.save"))
        self.form.focus_first()

    def _on_more_fields(self) -> None:
        self.more_fields.hide()
        self.form.show_whole(True)

    def _on_saved(self, _: Any) -> None:
        self._on_cancel()

    def _on_cancel(self) -> None:
        self.form.hide()
        self.more_fields.hide()
        self.changed.emit()
        self.cancel_button.hide()
        self.record_button.setVisible(self._view.skill.source is RecordSource.OWN)
        self.problem.say("")
        self.log_button.setText(say("skills.log"))

    def _on_record(self) -> None:
        self.record.setVisible(self.record.isHidden())
        if not self.record.isHidden():
            self.record.focus_first()

    def _on_more(self) -> None:
        self.more.setVisible(self.more.isHidden())
        self.more_button.setText(say("skills.more" if self.more.isHidden() else "skills.less"))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
