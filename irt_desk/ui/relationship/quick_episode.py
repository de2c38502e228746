"""The five questions asked once a session, as one compact block: on the Relationship tab and inside the note editor.

Elsewhere: ``ask(unit_id, session_id)`` whenever another record or session is shown; the signals ``changed`` and ``saved``;
``unfinished()`` and ``resume(data)`` for the keeper; ``submit()`` is the button "Save".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.patterns import (
    Activation,
    HowFar,
    PatternEpisode,
    RecallClarity,
    RelationshipPattern,
    Repair,
    SafetyFlag,
    WhoStarted,
)
from irt_desk.domain.quick_episodes import Awareness, QuickAnswer, answer_of, episodes_of, put_right
from irt_desk.domain.values import Invalid, Problem
from irt_desk.errors import UserError
from irt_desk.services.patterns import QuickFacts, QuickTold
from irt_desk.services.texts import day_text, fuzzy_text, pattern_name
from irt_desk.ui.building import (
    Banner,
    Choice,
    ChoiceChips,
    DateField,
    Field,
    LinkButton,
    Muted,
    NumberField,
    PrimaryButton,
    ProblemLine,
    Rating,
    Small,
    TextChoice,
    TextLine,
)
from irt_desk.ui.building.raw import raw, set_raw
from irt_desk.ui.relationship.tried import NumbersLine, TriedExits
from irt_desk.ui.room import Room
from irt_desk.words import say

_BEFORE = {"intensity": "strengths", "hours_to_reconnect": "hours"}
"""What the first release called what is kept half typed."""

_WHOLE = ("duration_minutes", "aftermath_days_distant")
"""Typed numbers that are stored whole."""

_REST = frozenset(("happened", "setting", "activation_peak", "distress_then", "repair_quality", *_WHOLE))
"""What stands behind "more": the part opens where one of them is half typed."""


class QuickEpisode(QWidget):
    """The block. While the safety gate is a stop it asks nobody for an own part (domain paper, 2.4)."""

    changed = Signal()
    saved = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self._facts: QuickFacts | None = None
        self._correcting: PatternEpisode | None = None
        self._known: tuple[PatternEpisode, ...] = ()
        self._pattern_id = ""
        self.fields: dict[str, Field] = {}
        self.controls: dict[str, Any] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        self.empty = Muted(say("quick.no_pattern"), wrap=True)
        down.addWidget(self.empty)
        self.body = QWidget()
        down.addWidget(self.body)
        self._fill(QVBoxLayout(self.body))
        self._given = self._typed()
        for control in self.controls.values():
            control.changed.connect(self._on_changed)

    def _fill(self, down: QVBoxLayout) -> None:
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        self.title = Small("", wrap=True)
        down.addWidget(self.title)
        down.addWidget(self._add("pattern", TextChoice()))
        first = QGridLayout()
        first.setHorizontalSpacing(16)
        numbers: tuple[tuple[str, Any, int], ...] = (
            ("count", NumberField(optional=False), 2),
            ("strengths", NumbersLine(placeholder=say("quick.strengths.hint")), 3),
            ("hours", NumbersLine(placeholder=say("quick.hours.hint")), 3),
        )
        for column, (name, line, stretch) in enumerate(numbers):
            first.addWidget(self._add(name, line), 0, column)
            first.setColumnStretch(column, stretch)
        down.addLayout(first)
        choices: tuple[tuple[str, Any], ...] = (
            ("awareness", ChoiceChips(Awareness, optional=True)),
            ("how_far", ChoiceChips(HowFar, optional=True)),
            ("tried", TriedExits()),
            ("repair", ChoiceChips(Repair, optional=True)),
            ("safety_flag", ChoiceChips(SafetyFlag)),
        )
        for name, control in choices:
            down.addWidget(self._add(name, control))
        self.flag_banner = Banner(say("quick.flag_stops"), "danger")
        self.flag_banner.hide()
        down.addWidget(self.flag_banner)
        self.more = LinkButton(say("quick.more"))
        self.more.clicked.connect(self._on_more)
        down.addWidget(self.more)
        down.addWidget(self._rest())
        self.problem = ProblemLine()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        self.state = Muted("")
        across.addWidget(self.state)
        across.addStretch(1)
        self.cancel_button = LinkButton(say("record.cancel"))
        self.cancel_button.clicked.connect(self._on_cancel)
        self.save_button = PrimaryButton(say("quick.save"))
        self.save_button.clicked.connect(self._on_save)
        across.addWidget(self.cancel_button)
        across.addWidget(self.save_button)
        down.addLayout(across)

    def _rest(self) -> QWidget:
        self.rest = QWidget()
        grid = QGridLayout(self.rest)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for place, (name, control) in enumerate(
            (
                ("setting", TextLine()),
                ("happened", DateField()),
                ("activation_peak", ChoiceChips(Activation, optional=True)),
                ("who_started", Choice(WhoStarted)),
                ("distress_then", Rating()),
                ("distress_while_telling", Rating()),
                ("recall_clarity", Choice(RecallClarity)),
                ("duration_minutes", NumberField()),
                ("repair_quality", Rating()),
                ("aftermath_days_distant", NumberField()),
            )
        ):
            row, column = divmod(place - (place > 2), 2)
            if name == "activation_peak":
                grid.addWidget(self._add(name, control), 6, 0, 1, 2)
            else:
                grid.addWidget(self._add(name, control), row, column)
        self.rest.hide()
        return self.rest

    def _add(self, name: str, control: Any) -> Field:
        control.setObjectName(name)
        tone = "client" if name == "awareness" else ""
        field = Field(say(f"quick.{name}"), control, tone=tone)
        self.fields[name], self.controls[name] = field, control
        return field

    def ask(self, unit_id: str, session_id: str | None = None) -> None:
        """Ask about a record, in a session or outside one; what is half typed about the same one stays."""
        work = partial(self.room.desk.patterns.quick_facts, unit_id, session_id)
        self.room.runner.read(self, work, self.show_facts)

    def know(self, episodes: Sequence[PatternEpisode]) -> None:
        """Know what was told before, for going on where one was being put right."""
        self._known = tuple(episodes)

    def show_facts(self, facts: QuickFacts) -> None:
        """Show whose episodes are told, and since when."""
        if self._facts is None or (facts.unit_id, facts.session_id) != (self._facts.unit_id, self._facts.session_id):
            self._clear()
        is_typed = bool(self.unfinished())
        self._facts = facts
        self.body.setVisible(bool(facts.patterns))
        self.empty.setVisible(not facts.patterns)
        chosen = self._pattern_id
        self._quietly(self.controls["pattern"].offer, tuple((p.id, pattern_name(p)) for p in facts.patterns))
        if chosen in facts.since:
            self._quietly(self.controls["pattern"].set_value, chosen)
        self.fields["pattern"].setVisible(len(facts.patterns) > 1)
        for name in ("awareness", "tried"):
            self.fields[name].setVisible(not facts.is_stopped)
        if not is_typed:
            self._given = self._typed()
        self._describe()

    def choose(self, pattern_id: str) -> None:
        """Ask about one pattern; nothing is changed while an answer about another is half typed."""
        if not self.unfinished() and self._facts is not None and pattern_id in self._facts.since:
            self._pattern_id = pattern_id
            self._quietly(self.controls["pattern"].set_value, pattern_id)
            self._given = self._typed()
            self._describe()

    def pattern(self) -> RelationshipPattern | None:
        """Return the pattern that is asked about."""
        if self._facts is None:
            return None
        return next((p for p in self._facts.patterns if p.id == self.controls["pattern"].value()), None)

    def correct(self, episode: PatternEpisode) -> None:
        """Put a stored episode right in the same block; nothing half typed is replaced."""
        if self.unfinished() or self._facts is None:
            return
        self._correcting = episode
        self._quietly(self._fill_in, answer_of(episode), episode.pattern_id)
        self.rest.show()
        self._given = self._typed()
        self._describe()
        self.controls["strengths"].setFocus()

    def _fill_in(self, answer: QuickAnswer, pattern_id: str = "") -> None:
        if pattern_id:
            self._pattern_id = pattern_id
            self.controls["pattern"].set_value(pattern_id)
        for name, control in self.controls.items():
            if name != "pattern":
                control.set_value(getattr(answer, name))

    def forget(self) -> None:
        """Let go of the record and of what was typed: another one is shown."""
        self._clear()
        self._facts, self._known, self._pattern_id = None, (), ""

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed and differs from where it began, as plain data."""
        now = {name: value for name, value in self._typed().items() if value != self._given[name]}
        if now and self._correcting is not None:
            now["episode"] = self._correcting.id
        return now

    def resume(self, data: dict[str, Any]) -> None:
        """Go on where it was left."""
        data = {_BEFORE.get(name, name): value for name, value in {**data, **data.get("fields", {})}.items()}
        episode = next((one for one in self._known if one.id == data.get("episode")), None)
        if episode is not None:
            self.correct(episode)
        for name, value in data.items():
            if name == "tried":
                self.controls[name].set_raw(value)
            elif name in self.controls:
                set_raw(self.controls[name], value)
        if self.unfinished().keys() & _REST:
            self.rest.show()
        self._describe()

    def submit(self) -> None:
        """Store the answer: as many episodes as were told, or the count of none."""
        self._on_save()

    def answer(self) -> QuickAnswer:
        """Return the answer as typed; a text that cannot be read raises ``Invalid`` with every field at once."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, control in self.controls.items():
            if name == "pattern" or self.fields[name].isHidden():
                continue
            try:
                values[name] = control.value()
            except Invalid as error:
                problems += [replace(one, field=name) for one in error.problems]
        if problems:
            raise Invalid(problems)
        values["count"] = int(values.get("count", 1))
        values |= {name: int(values[name]) for name in _WHOLE if values.get(name) is not None}
        values["strengths"] = tuple(int(v) if v is not None and v == int(v) else v for v in values["strengths"])
        base = answer_of(self._correcting) if self._correcting is not None else QuickAnswer()
        return replace(base, **values)

    def _on_save(self) -> None:
        facts, pattern = self._facts, self.pattern()
        if facts is None or pattern is None:
            return
        try:
            answer = self.answer()
        except Invalid as error:
            self._show_problems(error)
            return
        self.save_button.setEnabled(False)
        desk, since = self.room.desk.patterns, facts.since[pattern.id]
        if (before := self._correcting) is not None:
            (made,) = episodes_of(
                replace(answer, count=1), unit_id=before.unit_id, pattern_id=pattern.id,
                since=before.happened.day, today=before.happened.day, entered=before.entered,
            )  # fmt: skip
            work: Any = partial(desk.log_episode, put_right(before, made))
        else:
            work = partial(desk.tell, facts.unit_id, pattern.id, answer, since=since, session_id=facts.session_id)
        self.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, done: QuickTold | PatternEpisode) -> None:
        count = len(done.episodes) if isinstance(done, QuickTold) else 1
        self._clear()
        self.state.setText(say("quick.saved", count=count))
        self.changed.emit()
        self.saved.emit()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._show_problems(error)
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _show_problems(self, error: Invalid) -> None:
        named = {"intensity": "strengths", "hours_to_reconnect": "hours", "own_part_awareness": "awareness"}
        by_field: dict[str, list[str]] = {}
        for problem in error.problems:
            by_field.setdefault(named.get(problem.field, problem.field), []).append(problem.sentence)
        for name, field in self.fields.items():
            field.set_problem(" ".join(dict.fromkeys(by_field.get(name, []))))
        rest = [text for name, texts in by_field.items() if name not in self.fields for text in texts]
        self.problem.say(" ".join(rest))
        first = next((name for name in self.fields if name in by_field), None)
        if first is not None:
            if self.rest.isAncestorOf(self.fields[first]):
                self.rest.show()
            self.controls[first].setFocus()

    def _on_changed(self) -> None:
        self.state.setText("")
        self._pattern_id = self.controls["pattern"].value()
        self._describe()
        self.changed.emit()

    def _on_more(self) -> None:
        self.rest.setVisible(self.rest.isHidden())
        self.more.setText(say("quick.more" if self.rest.isHidden() else "quick.less"))

    def _on_cancel(self) -> None:
        self._clear()
        self.changed.emit()

    def _clear(self) -> None:
        self._correcting = None
        self._quietly(self._fill_in, QuickAnswer())
        for field in self.fields.values():
            field.set_problem("")
        self.problem.say("")
        self.state.setText("")
        self.rest.hide()
        self.save_button.setEnabled(True)
        self._given = self._typed()
        self._describe()

    def _typed(self) -> dict[str, Any]:
        return {n: c.raw() if isinstance(c, TriedExits) else raw(c) for n, c in self.controls.items()}

    def _quietly(self, act: Any, *values: Any) -> None:
        """Fill controls in without telling anybody that something was typed."""
        self.blockSignals(True)
        act(*values)
        self.blockSignals(False)

    def _describe(self) -> None:
        """Say since when is asked, what saving does, and what a danger told means."""
        facts, pattern = self._facts, self.pattern()
        count = self._count()
        self.controls["tried"].set_count(count or 1)
        self.fields["count"].setVisible(self._correcting is None)
        self.fields["happened"].setVisible(count == 1)
        self.cancel_button.setVisible(self._correcting is not None or bool(self.unfinished()))
        self.flag_banner.setVisible(self.controls["safety_flag"].value() is not SafetyFlag.NONE)
        code = "quick.save_none" if count == 0 else "quick.save_many" if (count or 0) > 1 else "quick.save"
        self.save_button.setText(say(code, n=count))
        self.save_button.setAccessibleName(self.save_button.text())
        if facts is None or pattern is None:
            return
        if self._correcting is not None:
            self.title.setText(say("quick.correct", day=fuzzy_text(self._correcting.happened)))
            return
        parts = [say("quick.title", day=day_text(facts.since[pattern.id], facts.today))]
        if told := facts.told_here.get(pattern.id, 0):
            parts.append(say("quick.told_here", count=told))
        self.title.setText(" · ".join(parts))

    def _count(self) -> int | None:
        try:
            return int(self.controls["count"].value() or 0)
        except Invalid:
            return None
