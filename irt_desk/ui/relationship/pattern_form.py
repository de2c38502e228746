"""What is said about a pattern besides its map: name and position; what it protects; the models to read it by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from irt_desk.domain.patterns import (
    ClientPosition,
    ContextFactor,
    PatternCode,
    ReadingModel,
    RelationshipPattern,
    positions_for,
)
from irt_desk.domain.values import Invalid, Problem
from irt_desk.domain.vulnerability import PERSON_FIELDS, VulnerabilityCycle, needs_partner
from irt_desk.services import content
from irt_desk.ui.building import Columns, Muted, Small, Strong
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.relationship.fold import Fold
from irt_desk.words import say

F = FieldSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """What the pattern is and what the client calls it."""

    code: PatternCode
    client_position: ClientPosition = ClientPosition.NOT_APPLICABLE
    nickname_by_client: str = ""
    custom_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreForm:
    """What the pattern protects, what surrounds it, and how it is read."""

    protective_function_client: str = ""
    protective_function_partner_hypothesis: str = ""
    context_factors: tuple[ContextFactor, ...] = ()
    model: ReadingModel = ReadingModel.PLAIN
    eft_step_focus: int | None = None


_PERSON = tuple(F(name, "area") for name in PERSON_FIELDS)
_GUESSED = (*(F(name, "area", tone="partner") for name in PERSON_FIELDS), F("alternatives", "lines", tone="partner"))


class PatternFields(QWidget):
    """The fields of a pattern: two rows that are always there, and two parts that open when they are wanted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pattern: RelationshipPattern | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        self.name: RecordForm[NameForm] = RecordForm(
            "pattern",
            NameForm,
            (
                F("code", half=True),
                F("client_position", half=True),
                F("nickname_by_client", half=True),
                F("custom_name", half=True),
            ),
        )
        down.addWidget(self.name)
        self.about = Muted("", wrap=True)
        down.addWidget(self.about)
        self.more_fold, self.people_fold = Fold(say("pattern.fold_more")), Fold(say("pattern.fold_people"))
        self.more: RecordForm[MoreForm] = RecordForm(
            "pattern",
            MoreForm,
            (
                F("protective_function_client", "area"),
                F("protective_function_partner_hypothesis", "area", tone="partner"),
                F("context_factors"),
                F("model", "chips"),
                F("eft_step_focus", half=True),
            ),
        )
        self.more_fold.body.addWidget(self.more)
        self.eft_note = Small("", wrap=True, tone="attention")
        self.more_fold.body.addWidget(self.eft_note)
        self.client: RecordForm[VulnerabilityCycle] = RecordForm("vulnerability", VulnerabilityCycle, _PERSON)
        self.partner: RecordForm[VulnerabilityCycle] = RecordForm("vulnerability", VulnerabilityCycle, _GUESSED)
        columns = Columns((1, 1), stack_below=620, spacing=24)
        for column, form, title in zip(
            columns.columns,
            (self.client, self.partner),
            ("vulnerability.of_client", "vulnerability.of_partner"),
            strict=True,
        ):
            column.addWidget(Strong(say(title), tone="partner" if form is self.partner else "client"))
            column.addWidget(form)
            column.addStretch(1)
        self.people_fold.body.addWidget(columns)
        for form in self._forms().values():
            form.changed.connect(self._on_changed)

    def folds(self) -> QWidget:
        """Return the two parts in one widget, to be placed below the map."""
        holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addWidget(self.more_fold)
        down.addWidget(self.people_fold)
        return holder

    def _forms(self) -> dict[str, RecordForm[Any]]:
        return {"name": self.name, "more": self.more, "client": self.client, "partner": self.partner}

    def show_pattern(self, pattern: RelationshipPattern) -> None:
        """Show a pattern."""
        self._pattern = pattern
        self.name.control("client_position").offer(tuple(ClientPosition))
        self.name.set_value(NameForm(**_fields_of(pattern, NameForm)))
        self.more.set_value(MoreForm(**_fields_of(pattern, MoreForm)))
        self.client.set_value(pattern.vulnerability_client)
        self.partner.set_value(pattern.vulnerability_partner)
        self.more_fold.open(is_open=False)
        self.people_fold.open(is_open=False)
        self._describe()

    def value(self) -> RelationshipPattern:
        """Return the pattern as typed; a text that cannot be read raises ``Invalid``."""
        assert self._pattern is not None  # a pattern is being edited
        name, more = self.name.value(), self.more.value()
        return replace(
            self._pattern,
            **_fields_of(name, NameForm),
            **_fields_of(more, MoreForm),
            vulnerability_client=self.client.value(),
            vulnerability_partner=self.partner.value(),
        )

    def code(self) -> PatternCode:
        """Return the chosen pattern code."""
        found: PatternCode = self.name.control("code").value()
        return found

    def position(self) -> ClientPosition:
        """Return the chosen position."""
        found: ClientPosition = self.name.control("client_position").value()
        return found

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, by part."""
        return {name: typed for name, form in self._forms().items() if (typed := form.unfinished())}

    def resume(self, data: dict[str, Any]) -> None:
        """Put back what was half typed, and open the parts it stands in."""
        self.name.control("client_position").offer(tuple(ClientPosition))
        for name, typed in data.items():
            if name in self._forms():
                self._forms()[name].resume(typed)
            else:  # as the first release kept it: fields without parts
                self.name.resume({name: typed})
                self.more.resume({name: typed})
        if "more" in data:
            self.more_fold.open()
        if data.keys() & {"client", "partner"}:
            self.people_fold.open()
        self._describe()

    def show_problems(self, error: Invalid | None) -> None:
        """Place what is wrong at its field, and open the part it stands in."""
        problems = error.problems if error is not None else ()
        self.name.show_problems(problems)
        if any(problem.field in MoreForm.__dataclass_fields__ for problem in problems):
            self.more_fold.open()
            self.more.show_problems(problems)
        guessed = [problem for problem in problems if problem.field == "vulnerability_partner"]
        if guessed:
            self.people_fold.open()
        self.partner.show_problems([Problem("alternatives", problem.code) for problem in guessed])

    def focus_first(self) -> None:
        """Move the keyboard to the first field."""
        self.name.focus_first()

    def _on_changed(self) -> None:
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        self.name.field("custom_name").setVisible(self.code() is PatternCode.CUSTOM)
        definition = content.load_patterns().get(self.code().value)
        self.about.setText(definition.what if definition else "")
        self.about.setVisible(definition is not None)
        named = definition.positions if definition else ()
        self.name.control("client_position").offer(positions_for(named, self.position()))
        model = self.more.control("model").value()
        self.more.field("eft_step_focus").setVisible(model is ReadingModel.EFT_CYCLE)
        self.people_fold.setVisible(model is ReadingModel.VULNERABILITY_CYCLE or not self.client.value().is_empty)
        try:
            focus = self.more.control("eft_step_focus").value()
        except Invalid:
            focus = None
        needed = model is ReadingModel.EFT_CYCLE and needs_partner(focus)
        self.eft_note.setText(say("pattern.needs_partner") if needed else "")
        self.eft_note.setVisible(needed)


def _fields_of(value: object, cls: type[NameForm] | type[MoreForm]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in cls.__dataclass_fields__}
