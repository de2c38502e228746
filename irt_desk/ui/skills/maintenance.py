"""Keeping it up: the plan the client keeps, boosters, and the contacts after closing."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.maintenance import FollowUp, FollowUpStatus, MaintenancePlan
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.maintenance import Maintenance
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Button, Columns, Muted, ProblemLine
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.ui.records.single import SingleCard
from irt_desk.ui.room import Room
from irt_desk.ui.skills.wording import joined
from irt_desk.words import label, say

F = FieldSpec
_ROLES = {
    FollowUpStatus.PLANNED: "client",
    FollowUpStatus.DONE: "good",
    FollowUpStatus.NOT_REACHED: "neutral",
    FollowUpStatus.CANCELLED: "neutral",
}


def follow_up_row(follow_up: FollowUp) -> RowView:
    """Return how a contact looks in the list."""
    months = say("follow_up.after", count=follow_up.months) if follow_up.months else ""
    title = joined(label(follow_up.kind), months)
    done = say("follow_up.done_line", day=day_text(follow_up.done_on)) if follow_up.done_on else ""
    due = "" if follow_up.done_on else say("follow_up.due_line", day=day_text(follow_up.due_on))
    detail = joined(due, done, follow_up.how_it_goes)
    return RowView(title, detail, ((label(follow_up.status), _ROLES[follow_up.status]),))


class MaintenancePanel(QWidget):
    """The plan at the left, what is planned after closing at the right."""

    def __init__(self, room: Room, keeper: Keeper) -> None:
        super().__init__()
        self._room, self._unit_id = room, ""
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        columns = Columns((3, 2))
        left, right = columns.columns
        down.addWidget(columns)
        self.plan = SingleCard(
            "maintenance",
            MaintenancePlan,
            (
                F("early_signs", "lines"),
                F("exits", "chips"),
                F("first_step"),
                F("keep_doing", "lines"),
                F("people"),
                F("booster_on", half=True),
            ),
            save=self._save_plan,
        )
        left.addWidget(self.plan)
        left.addStretch(1)
        self.contacts = RecordCard(
            "follow_up",
            FollowUp,
            (
                F("status", "chips"),
                F("done_on", half=True),
                F("due_on", half=True),
                F("how_it_goes", "area"),
                F("signs_seen", "area"),
                F("exits_used", "chips"),
                F("next_step"),
            ),
            view=follow_up_row,
            fresh=None,
            save=self._save_contact,
        )
        self.plan_button = Button(say("follow_up.plan"))
        self.plan_button.clicked.connect(self._on_plan)
        self.contacts.add_action(self.plan_button)
        self.said = Muted("", wrap=True)
        self.problem = ProblemLine()
        self.contacts.body.addWidget(self.said)
        self.contacts.body.addWidget(self.problem)
        right.addWidget(self.contacts)
        right.addStretch(1)
        keeper.add("maintenance", self.plan)
        keeper.add("follow_up", self.contacts)

    def show_maintenance(self, unit_id: str, found: Maintenance) -> None:
        """Show what there is; what is half typed stays over it."""
        self._unit_id = unit_id
        self.plan.show_value(found.plan or self._blank())
        if found.plan is not None and not self.plan.form.is_written:
            self.plan.state.setText(say("maintenance.version", day=day_text(found.plan.on), version=found.plan.version))
        if not self.contacts.is_editing:
            self.contacts.show_records(found.follow_ups)
        self.plan_button.setVisible(found.is_closed)
        self.said.setText(_said(found))
        self.said.setVisible(bool(self.said.text()))

    def forget(self) -> None:
        """Let go of what is typed: another chart is shown."""
        self.plan.forget()
        self.contacts.forget()
        self.problem.say("")

    def _blank(self) -> MaintenancePlan:
        now = now_here()
        return MaintenancePlan(id="", unit_id=self._unit_id, version=0, on=now.day, entered=now)

    def _save_plan(self, value: Any, done: Any, failed: Any) -> None:
        self._room.runner.change(self, partial(self._room.desk.maintenance.save, value), done, failed)

    def _save_contact(self, value: Any, done: Any, failed: Any) -> None:
        self._room.runner.change(self, partial(self._room.desk.maintenance.record, value), done, failed)

    def _on_plan(self) -> None:
        self.problem.say("")
        work = partial(self._room.desk.maintenance.plan_follow_ups, self._unit_id)
        self._room.runner.change(self, work, None, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))


def _said(found: Maintenance) -> str:
    if not found.is_closed:
        return say("follow_up.after_closing")
    return "" if found.is_agreed else say("follow_up.not_agreed")
