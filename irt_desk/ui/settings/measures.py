"""When measures are asked for: the rhythms of the practice, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.measures import MeasureDefinition, Schedule
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.ui.building import (
    Body,
    Card,
    Field,
    LinkButton,
    Muted,
    PrimaryButton,
    ProblemLine,
    Small,
    TextChoice,
    clear_layout,
)
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Page
from irt_desk.words import say

F = FieldSpec


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """The measures that can have a rhythm, by key, and their rhythms."""

    measures: Mapping[str, MeasureDefinition]
    schedules: Mapping[str, Schedule]


def gather(desk: Any) -> ScheduleFacts:
    """Read what the card shows, on the lane."""
    found = {one.key: one for one in desk.measures.library() if not one.safety_screen}
    return ScheduleFacts(found, desk.measures.schedules())


def rhythm_text(schedule: Schedule) -> str:
    """Return a rhythm in words: "at intake, every 14 days"."""
    parts = [say("schedule.at_intake")] if schedule.intake else []
    if schedule.every_days:
        parts.append(say("schedule.days", count=schedule.every_days))
    if schedule.every_sessions:
        parts.append(say("schedule.sessions", count=schedule.every_sessions))
    if schedule.at_end:
        parts.append(say("schedule.before_closing"))
    if schedule.sooner_at is not None and schedule.sooner_days:
        parts.append(say("schedule.sooner", total=f"{schedule.sooner_at:g}", days=schedule.sooner_days))
    return ", ".join(parts)


class ScheduleCard(Card):
    """What is asked for now as sentences; one measure at a time opens to be changed."""

    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(say("schedule.title"))
        self._page = page
        self._facts: ScheduleFacts | None = None
        self.body.addWidget(Muted(say("schedule.intro"), wrap=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)
        self.which = TextChoice(typed=True)
        self.which.changed.connect(self._on_which)
        self.body.addWidget(Field(say("schedule.which"), self.which))
        specs = (F("on"), F("intake"), F("every_days", half=True), F("every_sessions", half=True), F("at_end"))
        self.form: RecordForm[Schedule] = RecordForm("schedule", Schedule, specs)
        self.form.changed.connect(self.changed)
        self.body.addWidget(self.form)
        self.note = Small("", wrap=True)
        self.body.addWidget(self.note)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self.submit)
        across.addWidget(self.save_button)
        across.addStretch(1)
        self.body.addLayout(across)

    def reload(self) -> None:
        """Fetch measures and rhythms."""
        self._page.room.runner.read(self, partial(gather, self._page.room.desk), self._show, self._page.fail)

    def unfinished(self) -> dict[str, Any]:
        """Return the half-changed rhythm and whose it is."""
        fields = self.form.unfinished()
        return {"measure": self.which.value(), "fields": fields} if fields else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left."""
        self.which.set_value(data["measure"])
        self.form.resume(data["fields"])

    def _show(self, facts: ScheduleFacts) -> None:
        first = self._facts is None
        self._facts = facts
        clear_layout(self._lines)
        for key, schedule in facts.schedules.items():
            if schedule.on and key in facts.measures:
                self._line(key, facts.measures[key], schedule)
        options = tuple((key, f"{one.code}  {one.name}") for key, one in facts.measures.items())
        self.which.offer(options)
        if first and options:
            self.which.set_value("csi4" if "csi4" in facts.measures else options[0][0])
        if not self.form.has_value or not self.form.is_written:
            self._on_which()

    def _line(self, key: str, one: MeasureDefinition, schedule: Schedule) -> None:
        across = QHBoxLayout()
        across.addWidget(Body(say("schedule.line", measure=one.code, rhythm=rhythm_text(schedule)), wrap=True), 1)
        change = LinkButton(say("schedule.change"))
        change.setAccessibleName(f"{say('schedule.change')}: {one.code}")
        change.clicked.connect(partial(self._on_change, key))
        across.addWidget(change)
        self._lines.addLayout(across)

    def _on_change(self, key: str, *_: Any) -> None:
        self.which.set_value(key)
        self._on_which()
        self.form.focus_first()

    def _on_which(self) -> None:
        key = self.which.value()
        if self._facts is None or key not in self._facts.schedules:
            return
        self.form.set_value(self._facts.schedules[key])
        self.note.setText(self._facts.measures[key].schedule.note)
        self.problem.say("")

    def submit(self) -> None:
        """Store the rhythm."""
        key = self.which.value()
        try:
            value = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        work = partial(self._page.room.desk.measures.set_schedule, key, value)
        self._page.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, _: Any) -> None:
        self.form.settle()
        self.changed.emit()
        self._page.room.saved(say("record.saved"))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error
