"""The editor of a pattern and its map: drawing, list and form of the step in hand over one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from irt_desk.domain.figures.cycle_map import cycle_map_plan
from irt_desk.domain.figures.step_views import StepView, spoken_step, views_of, with_prompt
from irt_desk.domain.map_drafts import (
    Drawing,
    State,
    as_data,
    from_data,
    kept_place,
    new_step,
    written,
)
from irt_desk.domain.patterns import CycleMap, CycleStep, PatternCode, PatternEpisode, RelationshipPattern
from irt_desk.domain.values import Invalid, Problem
from irt_desk.errors import UserError
from irt_desk.services.context import now_here
from irt_desk.services.pattern_content import exits_for, prompts_for, template_for
from irt_desk.services.patterns import PatternView
from irt_desk.ui.building import (
    Button,
    Card,
    Columns,
    DateField,
    Field,
    LinkButton,
    PrimaryButton,
    ProblemLine,
    Small,
    TextArea,
)
from irt_desk.ui.relationship.act_bar import ActBar
from irt_desk.ui.relationship.basis import BasisFold
from irt_desk.ui.relationship.diagram import DiagramView
from irt_desk.ui.relationship.map_acts import MapAct, after
from irt_desk.ui.relationship.pattern_form import PatternFields
from irt_desk.ui.relationship.step_form import StepForm
from irt_desk.ui.relationship.step_list import StepList
from irt_desk.ui.room import Room
from irt_desk.words import say


class MapEditor(Card):
    """Name, position and steps of one pattern; saving a shared map makes a new version."""

    changed = Signal()
    opened = Signal()

    def __init__(self, room: Room, done: Callable[[], None]) -> None:
        super().__init__(say("map.title"))
        self.room, self._done = room, done
        self._pattern: RelationshipPattern | None = None
        self._map: CycleMap | None = None
        self._views: tuple[PatternView, ...] = ()
        self._episodes: tuple[PatternEpisode, ...] = ()
        self._names = (say("step_actor.client"), say("step_actor.partner"))
        self._problems: dict[int, list[Problem]] = {}
        self._given: dict[str, Any] = {}
        self.drawing = Drawing(State(()))
        self.fields = PatternFields()
        self.fields.changed.connect(self._on_fields)
        self.body.addWidget(self.fields)
        self.columns = columns = Columns((12, 7), stack_below=880, spacing=24)
        for column in columns.columns:
            column.setSpacing(8)
        self._fill_left(columns.columns[0])
        self._fill_right(columns.columns[1])
        self.body.addWidget(columns)
        self.basis = BasisFold()
        self.basis.changed.connect(self.changed)
        self.body.addWidget(self.basis)
        self.body.addWidget(self.fields.folds())
        self.summary = TextArea(least=2, tone="client")
        self.summary.changed.connect(self.changed)
        self.body.addWidget(Field(say("map.summary"), self.summary, tone="client"))
        self._foot()

    def _fill_left(self, left: QVBoxLayout) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(12)
        self.undo_button, self.redo_button = LinkButton(say("map.undo")), LinkButton(say("map.redo"))
        self.undo_button.clicked.connect(partial(self.act, MapAct.UNDO))
        self.redo_button.clicked.connect(partial(self.act, MapAct.REDO))
        bar.addWidget(self.undo_button)
        bar.addWidget(self.redo_button)
        bar.addStretch(1)
        self.view = DiagramView(editable=True)
        bar.addWidget(self.view.bar)
        left.addLayout(bar)
        diagram = self.view.diagram
        diagram.chosen.connect(self._on_chosen)
        diagram.acted.connect(self.act)
        diagram.moved.connect(self._on_moved)
        left.addWidget(self.view)
        self.acts = ActBar()
        self.acts.acted.connect(self.act)
        self.acts.looped.connect(self._on_loops_back)
        left.addWidget(self.acts)
        left.addStretch(1)

    def _fill_right(self, right: QVBoxLayout) -> None:
        self.list = StepList()
        self.list.chosen.connect(self._on_chosen)
        self.list.acted.connect(self.act)
        self.list.moved.connect(self._on_moved)
        right.addWidget(self.list)
        self.step = StepForm()
        self.step.changed.connect(self._on_step)
        right.addWidget(self.step)
        right.addStretch(1)

    def _foot(self) -> None:
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        across = QHBoxLayout()
        self.review = DateField()
        self.review.setMaximumWidth(160)
        self.review.changed.connect(self.changed)
        across.addWidget(Field(say("map.next_review"), self.review))
        self.note = Small("", wrap=True)
        across.addWidget(self.note, 1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self._on_cancel)
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self._on_save)
        across.addWidget(cancel)
        across.addWidget(self.save_button)
        self.body.addLayout(across)

    def know(
        self,
        views: tuple[PatternView, ...],
        client: str = "",
        partner: str = "",
        episodes: tuple[PatternEpisode, ...] = (),
    ) -> None:
        """Know the patterns and episodes of the record, for going on with a half-drawn map, and who the two are."""
        self._views, self._episodes = views, episodes
        self._names = (client or self._names[0], partner or self._names[1])

    def unfinished(self) -> dict[str, Any]:
        """Return the half-drawn map, when anything differs from where it began."""
        now = self._snapshot() if self._pattern is not None and not self.isHidden() else {}
        return now if now != self._given else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the map where it was left."""
        view = next((v for v in self._views if v.pattern.id == data["pattern"]), None)
        pattern = view.pattern if view else RelationshipPattern(id="", unit_id=data["unit"], code=PatternCode.CUSTOM)
        self.begin(pattern, view.newest if view else None)
        self.fields.resume(data["fields"])
        steps = tuple(from_data(one) for one in data["steps"])
        back = max(1, min(int(data.get("loops_back", 1)), len(steps)))
        self.drawing = Drawing(State(steps, back))
        self.summary.set_value(data["summary"])
        self.review.setText(data.get("review", ""))
        self.basis.set_value(data.get("basis", self.basis.value()))
        self._show()

    def _snapshot(self) -> dict[str, Any]:
        assert self._pattern is not None  # a map is being edited
        now = self.drawing.now
        return {
            "pattern": self._pattern.id,
            "unit": self._pattern.unit_id,
            "fields": self.fields.unfinished(),
            "steps": [as_data(step) for step in now.steps],
            "loops_back": now.loops_back_to,
            "summary": self.summary.value(),
            "review": self.review.text(),
            "basis": list(self.basis.value()),
        }

    def forget(self) -> None:
        """Close the editor: another record is shown."""
        self._pattern = self._map = None
        self.hide()

    def begin(self, pattern: RelationshipPattern, newest: CycleMap | None, step: int = 0) -> None:
        """Edit a pattern; without a map the template is offered. A half-drawn map in front is never replaced."""
        if self.unfinished():
            self.view.diagram.setFocus()
            return
        self._pattern, self._map = pattern, newest
        self.fields.show_pattern(pattern)
        steps = newest.steps if newest else self._template()
        back = newest.loops_back_to_step if newest else 1
        self.drawing = Drawing(State(steps, back)).select(step)
        self.summary.set_value(newest.summary_for_client if newest else "")
        self.review.set_value(newest.next_review_on if newest else None)
        told = [one for one in self._episodes if one.pattern_id == pattern.id]
        self.basis.show_episodes(told, newest.based_on_incident_ids if newest else ())
        self._problems = {}
        self.problem.say("")
        self.note.setText(say("map.new_version") if newest and pattern.status.value != "suspected" else "")
        self.show()
        self._show()
        self._given = self._snapshot()
        self.opened.emit()
        if newest is None:
            self.fields.focus_first()
        else:
            self.view.diagram.setFocus()

    def _template(self) -> tuple[CycleStep, ...]:
        return tuple(new_step(actor, kind) for actor, kind in template_for(self.fields.code()))

    def steps(self) -> tuple[CycleStep, ...]:
        """Return the steps as they stand, with those of the template nobody touched."""
        return self.drawing.now.steps

    def act(self, act: MapAct, _: bool = False) -> None:
        """Do what a key or a button asked for."""
        if act is MapAct.EDIT:
            self.step.focus_text()
        elif act is MapAct.EXITS:
            self.step.focus_exits()
        else:
            before = self.drawing.now.steps
            self.drawing = after(self.drawing, act)
            if self.drawing.now.steps != before:
                self._problems = {}
            self._changed()
            if act is MapAct.ADD:
                self.step.focus_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on to the next step while one writes; Escape goes back to the drawing."""
        is_writing = self.step.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_writing and is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            last = self.drawing.now.selected == len(self.drawing.now.steps) - 1
            if last:
                self.summary.setFocus()
            else:
                self._on_chosen(self.drawing.now.selected + 1)
                self.step.focus_text()
        elif is_writing and event.key() == Qt.Key.Key_Escape:
            self.view.diagram.setFocus()
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, index: int) -> None:
        self.drawing = self.drawing.select(index)
        self._show()

    def _on_moved(self, place: int) -> None:
        self.drawing = self.drawing.move_to(place)
        self._problems = {}
        self._changed()

    def _on_step(self, name: str) -> None:
        now = self.drawing.now
        self.drawing = self.drawing.change(self.step.value(), tag=f"{now.selected}.{name}")
        self._problems.pop(now.selected, None)
        self._changed()

    def _on_loops_back(self, order: int) -> None:
        self.drawing = self.drawing.loop_to(order)
        self._changed()

    def _on_fields(self) -> None:
        untouched = not written(self.steps()) and self._map is None
        if untouched and self.steps() != self._template():
            self.drawing = Drawing(State(self._template()))
        self._show()
        self.changed.emit()

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        now = self.drawing.now
        prompts = prompts_for(self.fields.code())
        asked = [prompts.get((step.actor, step.kind), "") for step in now.steps]
        drawn = CycleMap(id="", pattern_id="", unit_id="", version=0, created=now_here(), steps=now.steps)
        views = views_of(drawn, client=self._names[0], partner=self._names[1])
        shown = tuple(with_prompt(view, step, text) for view, step, text in zip(views, now.steps, asked, strict=True))
        spoken = [spoken_step(view) for view in shown]
        plan = None
        if len(shown) > 1:
            nickname = self.fields.name.control("nickname_by_client").value()
            plan = cycle_map_plan(
                shown,
                client=self._names[0],
                partner=self._names[1],
                nickname=nickname,
                loops_back_to=now.loops_back_to,
            )
        self.view.show_plan(plan, spoken, now.selected)
        lines = [self._line(place, view, step) for place, (view, step) in enumerate(zip(shown, now.steps, strict=True))]
        self.list.show_steps(lines, spoken, now.selected)
        self._show_step(asked)
        self._show_acts()

    def _line(self, place: int, view: StepView, step: CycleStep) -> str:
        text = step.text.strip() or say("map_steps.empty")
        maybe = f" ({say('figure.maybe')})" if view.hypothesis else ""
        mark = say("map_steps.look") if place in self._problems else ""
        return " ".join(part for part in (mark, f"{view.title}{maybe}:", text) if part)

    def _show_step(self, asked: list[str]) -> None:
        step, now = self.drawing.step, self.drawing.now
        self.step.setVisible(step is not None)
        if step is None:
            return
        suggested = exits_for(self.fields.code(), self.fields.position())
        self.step.show_step(step, now.selected + 1, len(now.steps), prompt=asked[now.selected], suggested=suggested)
        self.step.show_problems(self._problems.get(now.selected, ()))

    def _show_acts(self) -> None:
        self.undo_button.setEnabled(bool(self.drawing.past))
        self.redo_button.setEnabled(bool(self.drawing.future))
        self.acts.show_state(self.drawing.now)

    def _on_save(self) -> None:
        self.submit()

    def submit(self) -> None:
        """Store the pattern and its map."""
        if self._pattern is None:
            return
        try:
            pattern, review = self.fields.value(), self.review.value()
        except Invalid as error:
            self._on_failed(error)
            return
        base = self._map or CycleMap(
            id="", pattern_id=pattern.id, unit_id=pattern.unit_id, version=0, created=now_here()
        )
        now = self.drawing.now
        cycle_map = replace(
            base,
            steps=written(now.steps),
            loops_back_to_step=kept_place(now.steps, now.loops_back_to),
            summary_for_client=self.summary.value(),
            next_review_on=review,
            based_on_incident_ids=self.basis.value(),
        )
        self.save_button.setEnabled(False)
        work = partial(self.room.desk.patterns.save_with_map, pattern, cycle_map)
        self.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, _: Any) -> None:
        self.save_button.setEnabled(True)
        self._leave()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self.problem.say(str(error))
        if isinstance(error, Invalid):
            self.fields.show_problems(error)
            self._place_problems(error)

    def _place_problems(self, error: Invalid) -> None:
        """Mark the steps that something is wrong with, and take the first of them in hand."""
        kept = [place for place, step in enumerate(self.steps()) if written([step])]
        self._problems = {}
        for problem in error.problems:
            number = problem.values.get("step")
            if isinstance(number, int) and number <= len(kept):
                self._problems.setdefault(kept[number - 1], []).append(problem)
        if self._problems:
            self._on_chosen(min(self._problems))
        else:
            self._show()

    def _on_cancel(self) -> None:
        self._leave()

    def _leave(self) -> None:
        self._pattern = self._map = None
        self._done()
        self.changed.emit()
