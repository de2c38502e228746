"""The client list: search, filters, taking in a client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from irt_desk.domain.caseload import CaseloadRow, fold
from irt_desk.domain.cases import CaseState, TreatmentUnit
from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.safety import Gate
from irt_desk.domain.values import Invalid
from irt_desk.services.changes import Area
from irt_desk.services.context import now_here
from irt_desk.services.texts import day_text, engagement_text, first_name
from irt_desk.ui.building import (
    Button,
    Card,
    Choice,
    Column,
    EmptyState,
    Field,
    Muted,
    PrimaryButton,
    ProblemLine,
    RowsModel,
    ScrollPage,
    Table,
    TextArea,
    Title,
)
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Page, Room
from irt_desk.words import label, say

GATE_ROLE = {
    Gate.OPEN: "good",
    Gate.CAUTION: "attention",
    Gate.UNSCREENED: "neutral",
    Gate.BLOCKED: "danger",
    Gate.HARD_BLOCK: "danger",
}


def columns(today: date) -> tuple[Column, ...]:
    """Return the columns of the client list."""
    return (
        Column(say("clients.name"), lambda r: r.name, lambda r: r.name.casefold(), stretch=True, width=210),
        Column(say("clients.state"), lambda r: label(r.state), lambda r: list(CaseState).index(r.state), width=180),
        Column(
            say("clients.partner"),
            lambda r: engagement_text(first_name(r.partner_name), r.engagement) if r.partner_name else "",
            lambda r: r.engagement.value,
            width=240,
            leaves=1,
        ),
        Column(
            say("clients.gate"),
            lambda r: label(r.gate_on(today)),
            lambda r: -r.gate_on(today).rank,
            lambda r: GATE_ROLE[r.gate_on(today)],
            width=120,
        ),
        Column(
            say("clients.next"),
            lambda r: day_text(r.next_session.day, today) if r.next_session else "",
            lambda r: r.next_session.at.timestamp() if r.next_session else 9e12,
            width=120,
            leaves=2,
        ),
        Column(
            say("clients.due"),
            lambda r: day_text(r.next_due, today) if r.next_due else "",
            lambda r: r.next_due or date.max,
            lambda r: "attention" if r.due_now(today) else "",
            width=120,
        ),
    )


class ClientsPage(Page):
    """The caseload as a table that filters as one types."""

    areas = frozenset({Area.CLIENTS, Area.CASES})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._rows: tuple[CaseloadRow, ...] = ()
        self._today = now_here().day
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack)
        self.stack.addWidget(self._list())
        self.intake = TakeInForm(room, self._on_taken_in, self._on_cancel)
        self.stack.addWidget(self.intake)
        self.keeper = Keeper(room, "take_in", self)
        self.keeper.add("client", self.intake)
        self.keeper.show("")

    def _list(self) -> QWidget:
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(24, 20, 24, 24)
        down.setSpacing(14)
        head = QHBoxLayout()
        self.title, self.count = Title(say("rail.clients")), Muted()
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        new = PrimaryButton(say("clients.new"))
        new.clicked.connect(self.begin_intake)
        head.addWidget(new)
        down.addLayout(head)
        tools = QHBoxLayout()
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("clients.search"))
        self.search.setAccessibleName(say("clients.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        tools.addWidget(self.search, 2)
        self.state = Choice(CaseState, optional=True, none=say("clients.any_state"))
        self.state.setAccessibleName(say("clients.state"))
        self.state.changed.connect(self._filter)
        tools.addWidget(self.state, 1)
        down.addLayout(tools)
        self.model = RowsModel(columns(self._today))
        self.table = Table(self.model, say("rail.clients"))
        self.table.opened.connect(self._open)
        down.addWidget(self.table, 1)
        self.empty = EmptyState(say("clients.none"), say("clients.none_text"))
        down.addWidget(self.empty)
        QShortcut(
            QKeySequence("Ctrl+F"), whole, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self.search.setFocus)
        return whole

    def open(self, *, new: bool = False) -> None:
        """Open the list, or with ``new`` the intake of a client."""
        if new:
            self.begin_intake()

    def begin_intake(self) -> None:
        """Show the form for a new client."""
        self.intake.begin()
        self.stack.setCurrentWidget(self.intake)

    def flush(self) -> None:
        """Hand over what is half typed."""
        self.keeper.keep()

    def reload(self) -> None:
        """Fetch the caseload."""
        self.room.runner.read(self, self.room.desk.clients.rows, self._show)

    def _show(self, rows: tuple[CaseloadRow, ...]) -> None:
        self._rows = rows
        self._filter()

    def _filter(self) -> None:
        wanted = fold(self.search.text())
        state = self.state.value()
        shown = [r for r in self._rows if wanted in r.search and (state is None or r.state is state)]
        self.model.set_rows(shown)
        self.count.setText(say("clients.count", shown=len(shown), whole=len(self._rows)))
        self.table.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)

    def _open(self, row: CaseloadRow) -> None:
        self.room.go("chart", unit_id=row.unit_id)

    def _on_taken_in(self, unit: TreatmentUnit) -> None:
        self.stack.setCurrentIndex(0)
        self.room.go("chart", unit_id=unit.id, tab="intake")

    def _on_cancel(self) -> None:
        self.stack.setCurrentIndex(0)


_CLIENT_FIELDS = (
    FieldSpec("preferred_name", required=True, half=True),
    FieldSpec("legal_name", half=True),
    FieldSpec("pronouns", half=True),
    FieldSpec("date_of_birth", half=True),
    FieldSpec("phone", half=True),
    FieldSpec("email", half=True),
    FieldSpec("language", half=True),
    FieldSpec("referral_source", half=True),
)
_CONTACT_FIELDS = (
    FieldSpec("method", half=True),
    FieldSpec("detail", half=True),
    FieldSpec("times", half=True),
    FieldSpec("confirmed_on", half=True),
    FieldSpec("voicemail_ok"),
)


class TakeInForm(ScrollPage):
    """First contact: who, how to reach them safely, why they come. Two minutes on the phone."""

    changed = Signal()

    def __init__(self, room: Room, done: Any, cancelled: Any) -> None:
        super().__init__()
        self._room, self._done, self._cancelled = room, done, cancelled
        self.body.addWidget(Title(say("clients.new")))
        who = Card(say("intake.who"))
        self.person: RecordForm[Client] = RecordForm("client", Client, _CLIENT_FIELDS)
        who.body.addWidget(self.person)
        self.body.addWidget(who)
        reach = Card(say("intake.reach"), say("intake.reach_hint"))
        self.contact: RecordForm[SafeContact] = RecordForm("safe_contact", SafeContact, _CONTACT_FIELDS)
        reach.body.addWidget(self.contact)
        self.body.addWidget(reach)
        why = Card(say("intake.why"))
        self.words = TextArea(least=3, tone="client")
        why.body.addWidget(Field(say("presenting.client_words"), self.words))
        self.body.addWidget(why)
        for part in (self.person, self.contact, self.words):
            part.changed.connect(self.changed)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self._on_cancel)
        self.save_button = PrimaryButton(say("intake.take_in"))
        self.save_button.clicked.connect(self.submit)
        across.addWidget(cancel)
        across.addWidget(self.save_button)
        self.body.addLayout(across)
        self.body.addStretch(1)

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed."""
        typed = {"person": self.person.unfinished(), "contact": self.contact.unfinished(), "words": self.words.value()}
        return typed if any(typed.values()) else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed; it is there when the form is opened next."""
        if not self.unfinished():
            self._empty()
            self.person.resume(data["person"])
            self.contact.resume(data["contact"])
            self.words.set_value(data["words"])

    def _empty(self) -> None:
        self.person.set_value(Client(id="", number=0, preferred_name="", created=now_here()))
        self.contact.set_value(SafeContact())
        self.words.set_value("")

    def begin(self) -> None:
        """Start with an empty form, unless one is half written: then it is still there."""
        if not self.unfinished():
            self._empty()
        self.problem.say("")
        self.person.focus_first()

    def submit(self) -> None:
        """Take the client in."""
        try:
            client = replace(self.person.value(), safe_contact=self.contact.value())
        except Invalid as error:
            self.person.show_problems(error.problems)
            self.contact.show_problems(error.problems)
            return
        work = partial(self._room.desk.clients.take_in, client, words=self.words.value())
        self.save_button.setEnabled(False)
        self._room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, unit: TreatmentUnit) -> None:
        self.save_button.setEnabled(True)
        self._empty()
        self.changed.emit()
        self._done(unit)

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self.person.show_problems(error.problems)
        else:
            self.problem.say(str(error))

    def _on_cancel(self) -> None:
        self._cancelled()
