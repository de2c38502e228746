"""A cycle map while it is drawn: steps that are added, moved, changed and removed, with a way back (undo, redo).

Pure values: the window keeps one :class:`Drawing`, replaces it at every act, and shows what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from irt_desk.domain.patterns import CycleStep, Source, StepActor, StepKind

MOST_STEPS = 16
"""Steps a map may have (domain paper, 2.5)."""

MOST_STATES = 200
"""States that can be gone back to; the oldest are let go first."""


@dataclass(frozen=True, slots=True)
class State:
    """The steps at one moment, where the loop goes on, and which step is in hand (from 0)."""

    steps: tuple[CycleStep, ...]
    loops_back_to: int = 1
    selected: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The state now, the ones before and after it; ``tag`` names the stretch of typing the last state belongs to."""

    now: State
    past: tuple[State, ...] = ()
    future: tuple[State, ...] = ()
    tag: str = ""

    @property
    def step(self) -> CycleStep | None:
        """The step in hand, or None on an empty map."""
        return self.now.steps[self.now.selected] if self.now.steps else None

    def select(self, index: int) -> Drawing:
        """Return the drawing with another step in hand; that is no change to go back from."""
        place = max(0, min(index, len(self.now.steps) - 1))
        return replace(self, now=replace(self.now, selected=place), tag="")

    def change(self, step: CycleStep, tag: str = "") -> Drawing:
        """Return the drawing with the step in hand replaced; changes of one stretch of typing are one way back."""
        if not self.now.steps or step == self.step:
            return self
        steps = list(self.now.steps)
        steps[self.now.selected] = step
        state = replace(self.now, steps=tuple(steps))
        if tag and tag == self.tag:
            return replace(self, now=state, future=())
        return replace(self._after(state), tag=tag)

    def add(self, step: CycleStep | None = None) -> Drawing:
        """Return the drawing with a new step after the one in hand; a full map stays as it is."""
        if len(self.now.steps) >= MOST_STEPS:
            return self
        place = self.now.selected + 1 if self.now.steps else 0
        steps = (*self.now.steps[:place], step or new_step(), *self.now.steps[place:])
        back = self.now.loops_back_to + (self.now.loops_back_to > place)
        return self._after(State(steps, back, place))

    def remove(self) -> Drawing:
        """Return the drawing without the step in hand."""
        if not self.now.steps:
            return self
        place = self.now.selected
        steps = self.now.steps[:place] + self.now.steps[place + 1 :]
        back = self.now.loops_back_to - (self.now.loops_back_to > place + 1)
        return self._after(State(steps, max(1, min(back, len(steps))), max(0, min(place, len(steps) - 1))))

    def move(self, by: int) -> Drawing:
        """Return the drawing with the step in hand moved earlier (negative) or later, as far as there is room."""
        return self.move_to(self.now.selected + by)

    def move_to(self, place: int) -> Drawing:
        """Return the drawing with the step in hand at another place; the loop goes on to the same step as before."""
        old = self.now.selected
        if not self.now.steps or place == old or not 0 <= place < len(self.now.steps):
            return self
        order = list(range(len(self.now.steps)))
        order.insert(place, order.pop(old))
        back = order.index(self.now.loops_back_to - 1) + 1 if self.now.loops_back_to != 1 else 1
        return self._after(State(tuple(self.now.steps[i] for i in order), back, place))

    def loop_to(self, order: int) -> Drawing:
        """Return the drawing whose last step leads to another one (from 1)."""
        if order == self.now.loops_back_to or not 1 <= order <= len(self.now.steps):
            return self
        return self._after(replace(self.now, loops_back_to=order))

    def undo(self) -> Drawing:
        """Return the drawing as it was before the last change."""
        if not self.past:
            return self
        return Drawing(self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> Drawing:
        """Return the drawing with the last undone change made again."""
        if not self.future:
            return self
        return Drawing(self.future[0], (*self.past, self.now), self.future[1:])

    def _after(self, state: State) -> Drawing:
        return Drawing(state, (*self.past, self.now)[-MOST_STATES:])


def new_step(actor: StepActor = StepActor.CLIENT, kind: StepKind = StepKind.MOVE) -> CycleStep:
    """Return an empty step; what goes on in the partner starts as a hypothesis of the therapist."""
    guess = actor is StepActor.PARTNER and kind is not StepKind.MOVE
    source = Source.THERAPIST_HYPOTHESIS if guess else Source.CLIENT_REPORT
    return CycleStep(actor=actor, kind=kind, text="", source=source)


def written(steps: Sequence[CycleStep]) -> tuple[CycleStep, ...]:
    """Return the steps that say anything: a step of the template nobody touched is not part of the map."""
    return tuple(step for step in steps if step.text.strip() or step != new_step(step.actor, step.kind))


def kept_place(steps: Sequence[CycleStep], loops_back_to: int) -> int:
    """Return where the loop goes on once the unwritten steps are left out; the first step when its goal was one."""
    whole = list(steps)
    goal = whole[loops_back_to - 1 : loops_back_to]
    if not goal or not written(goal):
        return 1
    return len(written(whole[:loops_back_to]))


def as_data(step: CycleStep) -> dict[str, Any]:
    """Return a step as plain data, for keeping a map that is half drawn."""
    found: dict[str, Any] = {}
    for field in fields(step):
        value = getattr(step, field.name)
        found[field.name] = [str(item) for item in value] if isinstance(value, tuple) else value and str(value)
    return found


def from_data(data: Mapping[str, Any]) -> CycleStep:
    """Return the step that plain data stands for; codes nobody knows any more are left out."""
    base = new_step()
    hints = get_type_hints(CycleStep)
    values = {
        field.name: _read(hints[field.name], data[field.name], getattr(base, field.name))
        for field in fields(CycleStep)
        if field.name in data
    }
    return replace(base, **values)


def _read(kind: Any, data: Any, blank: Any) -> Any:
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        data = data.splitlines() if isinstance(data, str) else data  # as the first release kept it
        return tuple(read for item in data or () if (read := _one(inner, item)) is not None)
    if data is None or data == "":
        return None if type(None) in get_args(kind) else blank
    if type(None) in get_args(kind):
        return _one(next(arg for arg in get_args(kind) if arg is not type(None)), data)
    found = _one(kind, data)
    return blank if found is None else found


def _one(kind: Any, data: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(data) if data in {member.value for member in kind} else None
    return str(data)
