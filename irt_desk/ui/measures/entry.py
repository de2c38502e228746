"""Entering scores: which measure, which day, how it was filled in; then the form, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from irt_desk.domain.measure_answers import Administration, AdministrationMode
from irt_desk.domain.measure_scores import Score, score, score_total
from irt_desk.domain.measures import MeasureDefinition, MeasureItem
from irt_desk.domain.units import Place
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.measures import CaseMeasures, Entered
from irt_desk.services.texts import number_text
from irt_desk.ui.building import (
    Banner,
    Body,
    Button,
    Card,
    CheckLine,
    Choice,
    DateField,
    Field,
    Muted,
    PrimaryButton,
    ProblemLine,
    Small,
    TextChoice,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.choices import FlowLayout
from irt_desk.ui.measures.sheet import AnswerSheet
from irt_desk.words import say


class EntryCard(Card):
    """One administration being keyed; ``entered`` hands on what was stored.

    In a couple unit each of the two has a card of their own, which says their name in its heading and on its button: what is
    keyed for one can neither be stored nor come back under the other.
    """

    changed = Signal()
    entered = Signal(object)
    closed = Signal()

    def __init__(self, tab: Any, person: Place | None = None) -> None:
        super().__init__(say("measures.enter"))
        self._tab, self._person = tab, person
        self._offered: Mapping[str, MeasureDefinition] = {}
        self._key = ""
        self._today = date.min
        self.due = QWidget()
        self._due_row = FlowLayout(8)
        self.due.setLayout(self._due_row)
        self.body.addWidget(self.due)
        self._choose()
        self.about = Muted("", wrap=True)
        self.body.addWidget(self.about)
        self.sheet = AnswerSheet()
        self.sheet.changed.connect(self._on_answers)
        self.sheet.done.connect(self._on_done)
        self.body.addWidget(self.sheet)
        self.instrument = TextLine()
        self.instrument_field = Field(say("measures.instrument"), self.instrument)
        self.body.addWidget(self.instrument_field)
        self.licence = CheckLine("")
        self.licence_field = Field(say("measures.licence"), self.licence)
        self.body.addWidget(self.licence_field)
        self.alarm = Banner("", "danger")
        self.body.addWidget(self.alarm)
        self._close()
        for control in (self.on, self.mode, self.form, self.total_only, self.instrument, self.licence):
            control.changed.connect(self.changed)
        self.hide()

    def _choose(self) -> None:
        """Which measure, and the facts about it; the day is today and the mode the usual one unless told."""
        across = QHBoxLayout()
        across.setSpacing(16)
        self.which = TextChoice(typed=True)
        self.which.changed.connect(self._on_which)
        across.addWidget(Field(say("measures.which"), self.which), 3)
        self.on = DateField(optional=False)
        self.on_field = Field(say("measures.on"), self.on)
        across.addWidget(self.on_field, 2)
        self.mode = Choice(AdministrationMode)
        across.addWidget(Field(say("measures.mode"), self.mode), 3)
        self.body.addLayout(across)
        self.form = TextChoice()
        self.form_field = Field(say("measures.form_version"), self.form, help=say("measures.form_version_help"))
        self.form.changed.connect(self._on_answers)
        self.body.addWidget(self.form_field)
        self.total_only = CheckLine("")
        self.total_field = Field(say("measures.total_only"), self.total_only)
        self.total_only.changed.connect(self._on_total_only)
        self.body.addWidget(self.total_field)

    def _close(self) -> None:
        """What it comes to, and the one act."""
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        self.body.addWidget(Small(say("measures.keys"), wrap=True))
        across = QHBoxLayout()
        self.sum = Body("", strong=True)
        across.addWidget(self.sum, 1)
        self.save_button = PrimaryButton(say("measures.save"))
        self.save_button.clicked.connect(self.submit)
        across.addWidget(self.save_button)
        self.cancel_button = Button(say("record.cancel"))
        self.cancel_button.clicked.connect(self._on_cancel)
        across.addWidget(self.cancel_button)
        self.body.addLayout(across)

    @property
    def definition(self) -> MeasureDefinition | None:
        """The measure being keyed."""
        return self._offered.get(self._key)

    def show_name(self, name: str, short: str) -> None:
        """Say whose answers are keyed here: the whole name in the heading, the short one on the button that stores them."""
        self.title.setText(say("scores.entry_of", name=name))
        self.title.setWordWrap(True)  # it says whose answers they are: a long name breaks and is never cut off
        self._head.setStretchFactor(self.title, 1)
        self._head.setStretch(self._head.count() - 1, 0)
        self.save_button.setText(say("scores.save_of", name=short).replace("&", "&&"))
        self.save_button.setAccessibleName(say("scores.save_of", name=name))

    @property
    def is_open(self) -> bool:
        """Whether something is being keyed."""
        return not self.isHidden()

    def show_facts(self, facts: CaseMeasures) -> None:
        """Know what is offered and what is due; what is being keyed stays."""
        self._offered, self._today = facts.offered, facts.today
        options = tuple((key, f"{one.code}  {one.name}") for key, one in facts.offered.items())
        self.which.offer(options)
        clear_layout(self._due_row)
        for key, day in sorted(facts.due.items(), key=lambda pair: pair[1]):
            if day <= facts.today and key in facts.offered:
                button = Button(facts.offered[key].code)
                button.setAccessibleName(say("measures.due_one", measure=facts.offered[key].code))
                button.clicked.connect(partial(self.open, key))
                self._due_row.addWidget(button)
        self.due.setVisible(self._due_row.count() > 1)

    def open(self, key: str, *_: Any) -> None:
        """Start on an empty form of a measure, today."""
        if key not in self._offered:
            return
        self.on.set_value(self._today)
        self.mode.set_value(AdministrationMode.OFFICIAL_FORM_SELF)
        self._show(key)
        self.show()
        self.sheet.start()
        self.changed.emit()

    def unfinished(self) -> dict[str, Any]:
        """Return what is keyed so far; nothing while no answer stands."""
        if not self.is_open or not self.sheet.texts():
            return {}
        return {
            "measure": self._key,
            "on": self.on.text(),
            "mode": self.mode.value().value,
            "form": self.form.value(),
            "total_only": self.total_only.value(),
            "instrument": self.instrument.text(),
            "answers": self.sheet.texts(),
        }

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left."""
        if self.is_open or data["measure"] not in self._offered:
            return
        self._show(str(data["measure"]))
        self.total_only.set_value(bool(data["total_only"]))
        self.on.setText(str(data["on"]))
        self.mode.set_code(str(data["mode"]))
        if data["form"]:
            self.form.set_value(str(data["form"]))
        self.instrument.set_value(str(data["instrument"]))
        self.sheet.put(data["answers"])
        self.show()
        self._on_answers()

    def forget(self) -> None:
        """Let go of what is keyed: another record is shown."""
        self.hide()
        self._key = ""

    def _show(self, key: str) -> None:
        definition = self._offered[key]
        self._key = key
        self.which.blockSignals(True)
        self.which.set_value(key)
        if (line := self.which.lineEdit()) is not None:
            line.setCursorPosition(0)  # the code is what tells the forms apart; it is never scrolled out of sight
        self.which.blockSignals(False)
        self.about.setText(" ".join((definition.about, *definition.notes)))
        forms = tuple((form.code, form.label) for form in definition.form_versions)
        self.form.offer((("", say("choice.none")), *forms))
        self.form.set_value("")
        self.form_field.setVisible(bool(forms))
        self.total_only.blockSignals(True)
        self.total_only.set_value(False)
        self.total_only.blockSignals(False)
        self.total_field.setVisible(definition.has_total and len(definition.items) > 1 and not definition.safety_items)
        for field in (self.instrument_field, self.licence_field):
            field.setVisible(definition.needs_licence)
        self.instrument.set_value(definition.code if definition.needs_licence else "")
        self.licence.set_value(False)
        self.sheet.show_measure(definition)
        self._on_answers()

    def _on_which(self) -> None:
        key = self.which.value()
        if self.is_open and key in self._offered and key != self._key:
            self._show(key)
            self.changed.emit()

    def _on_total_only(self) -> None:
        """Change between the items and one box for the total."""
        definition = self.definition
        if definition is None:
            return
        if self.total_only.value():
            whole = MeasureItem(
                n=0, caption=say("measures.total"), low=definition.total_low, high=definition.total_high
            )
            self.sheet.show_items((whole,))
            self.mode.set_value(AdministrationMode.TOTAL_ONLY_KEYED)
        else:
            self.sheet.show_measure(definition)
            self.mode.set_value(AdministrationMode.OFFICIAL_FORM_SELF)
        self._on_answers()
        self.sheet.start()

    def _score(self) -> Score | None:
        definition = self.definition
        if definition is None:
            return None
        answers, form = self.sheet.answers(), self.form.value()
        if self.total_only.value():
            return score_total(definition, answers["0"], form) if "0" in answers else None
        return score(definition, answers, form)

    def _on_answers(self) -> None:
        """Say what it comes to so far; an answer that asks for something says so at once."""
        found = self._score()
        self.sum.setText("" if found is None else self._sum_text(found))
        alarms = () if found is None else tuple(dict.fromkeys(one.opens for one in found.safety))
        told = [say(f"score.opens_{what}") for what in alarms]
        told += [say("measures.left_out", n=n) for n in self._left_out()]
        self.alarm.say(" ".join(told))
        self.changed.emit()

    def _left_out(self) -> list[int]:
        """Return the safety items that were passed over: a later answer stands, theirs does not."""
        definition, given = self.definition, self.sheet.answers()
        if definition is None or not given:
            return []
        furthest = max(int(n) for n in given)
        end = self.sheet.is_past_end
        return [s.n for s in definition.safety_items if str(s.n) not in given and (s.n < furthest or end)]

    def _sum_text(self, found: Score) -> str:
        definition = self.definition
        if definition is None:
            return ""
        if found.missing and not self.total_only.value():
            return say("measures.still", count=len(found.missing))
        if definition.has_total:
            return say("measures.total_of", total=number_text(found.total), high=f"{definition.total_high:g}")
        return say("measures.complete")

    def _on_done(self) -> None:
        self._on_answers()
        self.save_button.setFocus()

    def submit(self) -> None:
        """Store what is keyed."""
        if self.definition is None:
            return
        try:
            on = self.on.value()
        except Invalid as error:
            self.on_field.set_problem(str(error))
            self.on.setFocus()
            return
        self.on_field.set_problem("")
        answers = self.sheet.answers()
        total = answers.get("0") if self.total_only.value() else None
        given = Administration(
            id="",
            unit_id=self._tab.unit_id,
            measure=self._key,
            on=on or self._today,
            entered=now_here(),
            answers={} if self.total_only.value() else answers,
            total_keyed=total,
            mode=self.mode.value(),
            form_version=self.form.value(),
            instrument=self.instrument.value(),
            licence_confirmed=self.licence.value(),
            place=self._person,
        )
        work = partial(self._tab.room.desk.measures.enter, given)
        self._tab.room.runner.change(self, work, self._on_entered, self._on_failed)

    def _on_entered(self, entered: Entered) -> None:
        self.hide()
        self.problem.say("")
        self.sheet.put({})
        self.changed.emit()
        self.entered.emit(entered)

    def _on_cancel(self) -> None:
        self.hide()
        self.problem.say("")
        self.sheet.put({})
        self.changed.emit()
        self.closed.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self._place(error)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _place(self, error: Invalid) -> None:
        """Put each sentence where it belongs; nothing that was keyed is lost."""
        rest = []
        self.form_field.set_problem("")
        for problem in error.problems:
            if problem.field.startswith("item."):
                self.sheet.show_problem(problem.field, problem.sentence)
            elif problem.field == "on":
                self.on_field.set_problem(problem.sentence)
            elif problem.field == "form_version":
                self.form_field.set_problem(problem.sentence)
                self.form.setFocus()
            elif problem.field == "licence_confirmed":
                self.licence_field.set_problem(problem.sentence)
            else:
                rest.append(problem.sentence)
        self.problem.say(" ".join(rest))
