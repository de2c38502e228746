"""Edit a pattern and its map: seven steps to start from, each with where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.patterns import (
    CheckedWithPartner,
    ClientPosition,
    Confidence,
    CycleMap,
    CycleStep,
    ExitCode,
    PatternCode,
    RelationshipPattern,
    Source,
    StepActor,
    StepKind,
    motive_hints,
    step_problems,
)
from irt_desk.domain.values import Instant, Invalid, insist
from irt_desk.errors import UserError
from irt_desk.services import content
from irt_desk.services.changes import Saved
from irt_desk.services.context import system_clock
from irt_desk.services.desk import Desk
from irt_desk.services.patterns import PatternView
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Choice,
    Field,
    LinesArea,
    LinkButton,
    Muted,
    PrimaryButton,
    ProblemLine,
    Small,
    TextArea,
    TextLine,
    clear_layout,
    line,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.records import FieldSpec, RecordForm
from irt_desk.ui.room import Room
from irt_desk.words import say

TEMPLATE: tuple[tuple[StepActor, StepKind], ...] = (
    (StepActor.CONTEXT, StepKind.TRIGGER),
    (StepActor.CLIENT, StepKind.MEANING),
    (StepActor.CLIENT, StepKind.FEELING),
    (StepActor.CLIENT, StepKind.MOVE),
    (StepActor.PARTNER, StepKind.MEANING),
    (StepActor.PARTNER, StepKind.MOVE),
)
"""The seven-step template without its seventh, which is the way back to the trigger (domain paper, 2.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternForm:
    """What is said about a pattern besides its map."""

    code: PatternCode
    custom_name: str = ""
    nickname_by_client: str = ""
    client_position: ClientPosition = ClientPosition.NOT_APPLICABLE
    protective_function_client: str = ""
    protective_function_partner_hypothesis: str = ""


class StepRow(QWidget):
    """One step: whose, what kind, what; where it comes from; for the partner another reading."""

    changed = Signal()

    def __init__(
        self, number: int, step: CycleStep, remove: Callable[[int], None], move: Callable[[int, int], None]
    ) -> None:
        super().__init__()
        self._base = step
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(10)
        for column, stretch in enumerate((2, 2, 6)):
            grid.setColumnStretch(column, stretch)
        self.actor, self.kind, self.text = Choice(StepActor), Choice(StepKind), TextLine(step.text)
        self.source = Choice(
            Source,
            only=(Source.CLIENT_REPORT, Source.THERAPIST_HYPOTHESIS, Source.DIRECT_OBSERVATION, Source.PARTNER_REPORT),
        )
        self.actor.setMaximumWidth(150)
        self.kind.setMaximumWidth(150)
        self.confidence, self.checked = Choice(Confidence), Choice(CheckedWithPartner)
        self.alternatives, self.evidence = LinesArea(least=1, most=4), TextLine("; ".join(step.evidence))
        self.exit = Choice(ExitCode, optional=True)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Body(say("map.step", number=number), strong=True))
        for text, by in (("\N{UPWARDS ARROW}", -1), ("\N{DOWNWARDS ARROW}", 1)):
            arrow = LinkButton(text)
            arrow.setAccessibleName(say("map.move_up" if by < 0 else "map.move_down", number=number))
            arrow.clicked.connect(partial(_call, move, number - 1, by))
            head.addWidget(arrow)
        head.addStretch(1)
        self.more = LinkButton(say("map.more"))
        self.more.setAccessibleName(say("map.more_named", number=number))
        self.more.clicked.connect(self._on_more)
        head.addWidget(self.more)
        gone = LinkButton(say("map.remove"))
        gone.setAccessibleName(say("map.remove_named", number=number))
        gone.clicked.connect(partial(_call, remove, number - 1))
        head.addWidget(gone)
        grid.addLayout(head, 0, 0, 1, 3)
        grid.addWidget(Field(say("map.actor"), self.actor), 1, 0)
        grid.addWidget(Field(say("map.kind"), self.kind), 1, 1)
        grid.addWidget(Field(say("map.text"), self.text), 1, 2)
        self.other = Field(say("map.alternatives"), self.alternatives, tone="partner")
        grid.addWidget(self.other, 2, 0, 1, 3)
        self.rest = QWidget()
        self.rest.hide()
        rest = QGridLayout(self.rest)
        rest.setContentsMargins(0, 0, 0, 0)
        for place, (name, control) in enumerate(
            (
                ("source", self.source),
                ("confidence", self.confidence),
                ("checked", self.checked),
                ("exit", self.exit),
                ("evidence", self.evidence),
            )
        ):
            rest.addWidget(Field(say(f"map.{name}"), control), place // 3, place % 3)
        grid.addWidget(self.rest, 3, 0, 1, 3)
        self.hint = Small("", wrap=True, tone="attention")
        grid.addWidget(self.hint, 4, 0, 1, 3)
        filled: tuple[tuple[Any, Any], ...] = (
            (self.actor, step.actor),
            (self.kind, step.kind),
            (self.source, step.source),
            (self.confidence, step.confidence),
            (self.checked, step.checked_with_partner),
            (self.alternatives, step.alternatives),
            (self.exit, step.exits_possible[0] if step.exits_possible else None),
        )
        for control, value in filled:
            control.set_value(value)
        self._controls: dict[str, Any] = {
            "actor": self.actor,
            "kind": self.kind,
            "text": self.text,
            "source": self.source,
            "confidence": self.confidence,
            "checked": self.checked,
            "alternatives": self.alternatives,
            "evidence": self.evidence,
            "exit": self.exit,
        }
        for control in self._controls.values():
            control.changed.connect(self.changed)
        self.text.changed.connect(self._on_text)
        self.actor.changed.connect(self._on_who)
        self.kind.changed.connect(self._on_who)
        self._on_text()
        self._on_who()
        if self.exit.value() or self.evidence.value():
            self._on_more()

    def _on_more(self) -> None:
        """Show where the step comes from, how firmly it is held, and the exit after it."""
        self.rest.show()
        self.more.hide()

    def _on_who(self) -> None:
        """Ask for another reading of what may go on in the partner; the box is there whenever one stands in it."""
        self.other.setVisible(self.value().is_partner_inner or bool(self.alternatives.value()))

    def mark(self) -> None:
        """Mark another reading that is missing."""
        needed = self.value().is_partner_inner and not self.alternatives.value()
        self.other.set_problem(say("map.reading_needed") if needed else "")

    def typed(self) -> dict[str, Any]:
        """Return what stands in the step as plain data."""
        return raws(self._controls)

    def put(self, data: dict[str, Any]) -> None:
        """Put plain data back into the step."""
        set_raws(self._controls, data)

    def value(self) -> CycleStep:
        """Return the step."""
        evidence = tuple(part.strip() for part in self.evidence.value().split(";") if part.strip())
        chosen = self.exit.value()
        return replace(
            self._base,
            actor=self.actor.value(),
            kind=self.kind.value(),
            text=self.text.value(),
            source=self.source.value(),
            confidence=self.confidence.value(),
            checked_with_partner=self.checked.value(),
            evidence=evidence,
            alternatives=self.alternatives.value(),
            exits_possible=(chosen,) if chosen else (),
        )

    def _on_text(self) -> None:
        words = motive_hints(self.value())
        self.hint.setText(say("map.motive_hint", words=", ".join(words)) if words else "")
        self.hint.setVisible(bool(words))


def _call(act: Callable[..., None], *arguments: Any) -> None:
    act(*[argument for argument in arguments if not isinstance(argument, bool)])


class MapEditor(Card):
    """Name, position and steps of one pattern; saving a shared map makes a new version."""

    changed = Signal()

    def __init__(self, room: Room, done: Callable[[], None]) -> None:
        super().__init__(say("map.title"))
        self.room, self._done = room, done
        self._pattern: RelationshipPattern | None = None
        self._views: tuple[PatternView, ...] = ()
        self._rows: list[StepRow] = []
        self._given: dict[str, Any] = {}
        fields = (
            FieldSpec("code", half=True),
            FieldSpec("client_position", half=True),
            FieldSpec("nickname_by_client", half=True),
            FieldSpec("custom_name", half=True),
            FieldSpec("protective_function_client", "area"),
            FieldSpec("protective_function_partner_hypothesis", "area", tone="partner"),
        )
        self.form: RecordForm[PatternForm] = RecordForm("pattern", PatternForm, fields)
        self.body.addWidget(self.form)
        self.about = Muted("", wrap=True)
        self.body.addWidget(self.about)
        self.form.changed.connect(self._show_about)
        self.form.changed.connect(self.changed)
        self.body.addWidget(line())
        self._steps = QVBoxLayout()
        self.body.addLayout(self._steps)
        add = LinkButton(say("map.add"))
        add.clicked.connect(self._on_add)
        self.body.addWidget(add)
        self.summary = TextArea(least=2)
        self.summary.changed.connect(self.changed)
        self.body.addWidget(Field(say("map.summary"), self.summary))
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self._on_cancel)
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self.submit)
        across.addWidget(cancel)
        across.addWidget(self.save_button)
        self.body.addLayout(across)

    def know(self, views: tuple[PatternView, ...]) -> None:
        """Know the patterns of the record, for going on where a map was left half drawn."""
        self._views = views

    def unfinished(self) -> dict[str, Any]:
        """Return the half-drawn map, when anything differs from where it began."""
        now = self._snapshot() if self._pattern is not None and not self.isHidden() else {}
        return now if now != self._given else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the map where it was left."""
        view = next((v for v in self._views if v.pattern.id == data["pattern"]), None)
        pattern = view.pattern if view else RelationshipPattern(id="", unit_id=data["unit"], code=PatternCode.CUSTOM)
        self.begin(pattern, view.newest if view else None)
        self.form.resume(data["fields"])
        steps = [_template_step(StepActor.CLIENT, StepKind.MOVE) for _ in data["steps"]]
        bases = list(view.newest.steps) if view and view.newest else []
        self._show_steps([*bases[: len(steps)], *steps[len(bases) :]])
        for row, typed in zip(self._rows, data["steps"], strict=True):
            row.put(typed)
        self.summary.set_value(data["summary"])

    def _snapshot(self) -> dict[str, Any]:
        assert self._pattern is not None  # a map is being edited
        return {
            "pattern": self._pattern.id,
            "unit": self._pattern.unit_id,
            "fields": self.form.unfinished(),
            "steps": [row.typed() for row in self._rows],
            "summary": self.summary.value(),
        }

    def forget(self) -> None:
        """Close the editor: another record is shown."""
        self._pattern = None
        self.hide()

    def begin(self, pattern: RelationshipPattern, newest: CycleMap | None) -> None:
        """Edit a pattern; without a map the template is offered. A half-drawn map in front is never replaced."""
        if self.unfinished():
            self.form.focus_first()
            return
        self._pattern = pattern
        names = PatternForm.__dataclass_fields__
        self.form.set_value(PatternForm(**{name: getattr(pattern, name) for name in names}))
        steps = newest.steps if newest else tuple(_template_step(actor, kind) for actor, kind in TEMPLATE)
        self.summary.set_value(newest.summary_for_client if newest else "")
        self._show_steps(list(steps))
        self.problem.say("")
        self._show_about()
        self.show()
        self._given = self._snapshot()
        self.form.focus_first()

    def _show_about(self) -> None:
        self.form.field("custom_name").setVisible(self.form.control("code").value() is PatternCode.CUSTOM)
        definition = content.load_patterns().get(str(self.form.control("code").value()))
        self.about.setText(definition.what if definition else "")

    def _show_steps(self, steps: list[CycleStep]) -> None:
        clear_layout(self._steps)
        self._rows = []
        for number, step in enumerate(steps, 1):
            row = StepRow(number, step, self._remove, self._move)
            row.changed.connect(self.changed)
            self._rows.append(row)
            self._steps.addWidget(row)
        self.changed.emit()

    def steps(self) -> list[CycleStep]:
        """Return the steps as they stand."""
        return [row.value() for row in self._rows]

    def _on_add(self) -> None:
        self._show_steps([*self.steps(), _template_step(StepActor.CLIENT, StepKind.MOVE)])
        self._rows[-1].text.setFocus()

    def _remove(self, index: int) -> None:
        steps = self.steps()
        del steps[index]
        self._show_steps(steps)

    def _move(self, index: int, by: int) -> None:
        steps = self.steps()
        if 0 <= index + by < len(steps):
            steps[index], steps[index + by] = steps[index + by], steps[index]
            self._show_steps(steps)

    def submit(self) -> None:
        """Store the pattern and its map."""
        if self._pattern is None:
            return
        form = self.form.value()
        names = PatternForm.__dataclass_fields__
        pattern = replace(self._pattern, **{name: getattr(form, name) for name in names})
        steps = tuple(step for step in self.steps() if step.text.strip())
        self.save_button.setEnabled(False)
        work = partial(store, self.room.desk, pattern, steps, self.summary.value())
        self.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, _: Any) -> None:
        self.save_button.setEnabled(True)
        self._leave()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
        if isinstance(error, UserError):
            self.problem.say(str(error))
            for row in self._rows:
                row.mark()
        else:
            raise error

    def _on_cancel(self) -> None:
        self._leave()

    def _leave(self) -> None:
        self._pattern = None
        self._done()
        self.changed.emit()


def _template_step(actor: StepActor, kind: StepKind) -> CycleStep:
    guess = actor is StepActor.PARTNER and kind is not StepKind.MOVE
    return CycleStep(
        actor=actor, kind=kind, text="", source=Source.THERAPIST_HYPOTHESIS if guess else Source.CLIENT_REPORT
    )


def store(desk: Desk, pattern: RelationshipPattern, steps: tuple[CycleStep, ...], summary: str) -> Saved[Any]:
    """Store pattern and map, one after the other; the rules of the map are checked before anything is stored."""
    insist(step_problems(steps))
    made = desk.patterns.save(pattern).value
    return desk.patterns.save_map(
        CycleMap(
            id="",
            pattern_id=made.id,
            unit_id=made.unit_id,
            version=0,
            created=Instant(system_clock()),
            steps=steps,
            summary_for_client=summary,
        )
    )
