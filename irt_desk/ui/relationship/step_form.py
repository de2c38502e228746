"""One step of a cycle map as a form: whose, what kind, what; then, when asked for, feelings, sources, exits and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.patterns import (
    STEP_LIMIT,
    Activation,
    CheckedWithPartner,
    Confidence,
    CycleStep,
    ExitCode,
    HorsemanTag,
    Need,
    SofterFeeling,
    Source,
    StepActor,
    StepKind,
    SurfaceFeeling,
    motive_hints,
)
from irt_desk.domain.values import Problem
from irt_desk.services import content
from irt_desk.ui.building import (
    Choice,
    ChoiceChips,
    Field,
    LinesArea,
    Pill,
    ProblemLine,
    Small,
    Strong,
    TextArea,
    TextChoice,
    clear_layout,
)
from irt_desk.ui.building.raw import in_words
from irt_desk.ui.relationship.fold import Fold
from irt_desk.words import label, say

SOURCES = (
    Source.CLIENT_REPORT,
    Source.PARTNER_REPORT,
    Source.DIRECT_OBSERVATION,
    Source.THIRD_PARTY,
    Source.THERAPIST_HYPOTHESIS,
)
"""Where a step may come from (domain paper, 2.5)."""

NEAR_LIMIT = 40
"""Letters left at which the count is shown."""


class ExitPicker(QWidget):
    """Exits as chips: those the pattern suggests, and any other from a list; the order of choosing is kept."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self._place = QVBoxLayout()
        down.addLayout(self._place)
        self.other = Choice(ExitCode, optional=True, none=say("map_step.another_exit"))
        self.other.setAccessibleName(say("map_step.another_exit"))
        self.other.changed.connect(self._on_other)
        down.addWidget(self.other)
        self._value: tuple[ExitCode, ...] = ()
        self._offered: tuple[ExitCode, ...] = ()
        self.chips: ChoiceChips | None = None

    def value(self) -> tuple[ExitCode, ...]:
        """Return the chosen exits in the order they were chosen."""
        return self._value

    def offer(self, suggested: Sequence[ExitCode], value: tuple[ExitCode, ...]) -> None:
        """Show the chosen exits among the suggested ones."""
        self._value = value
        wanted = tuple(dict.fromkeys((*suggested, *value)))
        if wanted != self._offered or self.chips is None:
            self._offered = wanted
            clear_layout(self._place)
            self.chips = ChoiceChips(ExitCode, several=True, only=wanted) if wanted else None
            if self.chips is not None:
                self.chips.changed.connect(self._on_chips)
                self._place.addWidget(self.chips)
        if self.chips is not None:
            self.chips.set_value(value)

    def _on_chips(self) -> None:
        now = self.chips.value() if self.chips is not None else ()
        self._value = (*(one for one in self._value if one in now), *(one for one in now if one not in self._value))
        self.changed.emit()

    def _on_other(self) -> None:
        added = self.other.value()
        if added is None:
            return
        self.other.blockSignals(True)
        self.other.set_value(None)
        self.other.blockSignals(False)
        if added not in self._value:
            self.offer(self._offered, (*self._value, added))
            self.changed.emit()


class StepForm(QWidget):
    """The form of the step in hand; ``changed`` names what was typed into, for going back in sensible stretches."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._step: CycleStep | None = None
        self._suggested: tuple[ExitCode, ...] = ()
        self.controls: dict[str, Any] = {}
        self.fields: dict[str, Field] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        head = QHBoxLayout()
        self.title = Strong("")
        head.addWidget(self.title)
        self.maybe = Pill(say("figure.maybe"), "partner", dashed=True)
        head.addWidget(self.maybe)
        head.addStretch(1)
        down.addLayout(head)
        who = QHBoxLayout()
        who.setSpacing(12)
        who.addWidget(self._add("actor", Choice(StepActor)), 1)
        who.addWidget(self._add("kind", Choice(StepKind)), 1)
        down.addLayout(who)
        down.addWidget(self._add("text", TextArea(least=2, most=7)))
        self.left = Small("")
        self.hint = Small("", wrap=True, tone="attention")
        down.addWidget(self.left)
        down.addWidget(self.hint)
        down.addWidget(self._add("alternatives", LinesArea(least=1, most=4, tone="partner"), tone="partner"))
        self.folds: dict[str, Fold] = {}
        self._fold(
            down,
            "inside",
            ("softer_feelings", ChoiceChips(SofterFeeling, several=True)),
            ("surface_feelings", ChoiceChips(SurfaceFeeling, several=True)),
            ("needs", ChoiceChips(Need, several=True)),
            ("activation", ChoiceChips(Activation, optional=True)),
        )
        self._fold(
            down,
            "source",
            ("source", Choice(Source, only=SOURCES)),
            ("confidence", ChoiceChips(Confidence, optional=False)),
            ("evidence", LinesArea(least=1, most=4)),
            ("checked_with_partner", Choice(CheckedWithPartner)),
        )
        self._fold(down, "exits", ("exits_possible", ExitPicker()), ("exit_used_most", TextChoice()))
        self._fold(down, "marks", ("horsemen", ChoiceChips(HorsemanTag, several=True)))
        self.antidote = Small("", wrap=True)
        self.folds["marks"].body.addWidget(self.antidote)
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        for name, control in self.controls.items():
            control.changed.connect(partial(self._on_changed, name))

    def _add(self, name: str, control: Any, *, tone: str = "") -> Field:
        control.setObjectName(name)
        field = Field(say(f"map_step.{name}"), control, tone=tone)
        self.controls[name], self.fields[name] = control, field
        return field

    def _fold(self, down: QVBoxLayout, name: str, *controls: tuple[str, Any]) -> None:
        fold = Fold(say(f"map_step.fold_{name}"))
        for code, control in controls:
            fold.body.addWidget(self._add(code, control))
        self.folds[name] = fold
        down.addWidget(fold)

    def show_step(
        self, step: CycleStep, number: int, count: int, *, prompt: str, suggested: Sequence[ExitCode]
    ) -> None:
        """Show a step. The same one shown again, after a way back, keeps the cursor where it is."""
        self._step, self._suggested = step, tuple(suggested)
        self.title.setText(say("map_step.title", number=number, count=count))
        self.blockSignals(True)
        for name, control in self.controls.items():
            if name == "exits_possible":
                control.offer(self._suggested, step.exits_possible)
            elif name == "exit_used_most":
                self._offer_used(step)
            elif control.value() != getattr(step, name):
                control.blockSignals(True)
                control.set_value(getattr(step, name))
                control.blockSignals(False)
        self.controls["text"].setPlaceholderText(prompt)
        self.blockSignals(False)
        self._describe()

    def value(self) -> CycleStep:
        """Return the step as it stands; what was chosen in a part that no longer fits it is left out."""
        assert self._step is not None  # the form is shown with a step
        values = {name: control.value() for name, control in self.controls.items()}
        used = values.pop("exit_used_most")
        step = replace(self._step, **values, exit_used_most=ExitCode(used) if used else None)
        if step.kind is not StepKind.MOVE:
            step = replace(step, horsemen=())
        if step.exit_used_most not in step.exits_possible:
            step = replace(step, exit_used_most=None)
        return step

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong with this step, and open the parts in which it is put right."""
        self.problem.say(" ".join(problem.sentence for problem in problems))
        places = {"step_evidence": "source", "partner_source": "source", "partner_confidence": "source"}
        places |= {"horseman_from_inference": "source", "exit_used_not_possible": "exits"}
        codes = {problem.code for problem in problems}
        for code in codes & set(places):
            self.folds[places[code]].open()
        self.fields["alternatives"].set_problem(say("map.reading_needed") if "partner_alternative" in codes else "")

    def focus_text(self) -> None:
        """Put the keyboard where one writes."""
        self.controls["text"].setFocus()

    def focus_exits(self) -> None:
        """Put the keyboard on the exits."""
        self.folds["exits"].open()
        picker = self.controls["exits_possible"]
        (picker.chips if picker.chips is not None else picker.other).setFocus()

    def _offer_used(self, step: CycleStep) -> None:
        """Offer the possible exits, and none, as the one used most."""
        control = self.controls["exit_used_most"]
        control.blockSignals(True)
        control.set_value("")
        control.offer((("", say("choice.none")), *((one.value, label(one)) for one in step.exits_possible)))
        control.set_value(step.exit_used_most.value if step.exit_used_most else "")
        control.blockSignals(False)

    def _on_changed(self, name: str) -> None:
        self._step = self.value()
        if name == "exits_possible":
            self._offer_used(self._step)
        self._describe()
        self.changed.emit(name)

    def _describe(self) -> None:
        step = self._step
        assert step is not None  # called once a step is shown
        self.maybe.setVisible(step.is_hypothesis)
        room = STEP_LIMIT - len(step.text)
        self.left.setText(say("map_step.left", n=room) if room >= 0 else say("map_step.too_long", n=-room))
        self.left.setVisible(room <= NEAR_LIMIT)
        words = motive_hints(step)
        self.hint.setText(say("map.motive_hint", words=", ".join(words)) if words else "")
        self.hint.setVisible(bool(words))
        self.fields["alternatives"].setVisible(step.is_partner_inner or bool(step.alternatives))
        self.fields["checked_with_partner"].setVisible(step.actor is not StepActor.CLIENT)
        self.fields["exit_used_most"].setVisible(len(step.exits_possible) > 1)
        self._tags(step)
        self._sum_up(step)

    def _tags(self, step: CycleStep) -> None:
        """Offer marks for moves only, and for the partner's only where it was seen or quoted (RP6)."""
        self.folds["marks"].setVisible(step.kind is StepKind.MOVE)
        inferred = step.actor is StepActor.PARTNER and step.source is Source.THERAPIST_HYPOTHESIS
        self.controls["horsemen"].setEnabled(not inferred or bool(step.horsemen))
        known = {one.tag: one for one in content.load_patterns()["four_horsemen_marker"].horsemen}
        texts = [
            say("map_step.antidote", tag=label(tag), text=known[tag].antidote, skills=", ".join(known[tag].skills))
            for tag in step.horsemen
            if tag in known
        ]
        self.antidote.setText(say("map_step.tags_only_seen") if inferred else "\n".join(texts))
        self.antidote.setVisible(inferred or bool(texts))

    def _sum_up(self, step: CycleStep) -> None:
        inside = [in_words(self.controls[n]) for n in ("softer_feelings", "surface_feelings", "needs", "activation")]
        self.folds["inside"].say(", ".join(part for part in inside if part))
        held = [label(step.source), label(step.confidence).lower()]
        if step.checked_with_partner is not CheckedWithPartner.NO:
            held.append(label(step.checked_with_partner).lower())
        self.folds["source"].say(", ".join(held))
        self.folds["exits"].say(", ".join(label(one) for one in step.exits_possible))
        self.folds["marks"].say(in_words(self.controls["horsemen"]))
