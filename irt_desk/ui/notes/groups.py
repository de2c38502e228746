"""The fields of a note in three groups: what happened, what it may mean, what next. Rare ones wait behind a link."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.notes import NoteContent
from irt_desk.domain.sessions import Session
from irt_desk.services.note_text import field_label
from irt_desk.ui.building import (
    Card,
    DateField,
    Field,
    LinesArea,
    LinkButton,
    NumberField,
    Small,
    TextArea,
    TextChoice,
    TextLine,
    focus_into,
)
from irt_desk.ui.building.choices import FlowLayout
from irt_desk.ui.notes.diagnosis import DiagnosisControl
from irt_desk.ui.notes.facts import SessionFacts
from irt_desk.ui.notes.interventions import InterventionsControl
from irt_desk.ui.notes.joint import MembersControl
from irt_desk.ui.notes.objectives import ObjectivesControl
from irt_desk.ui.notes.pattern_week import PatternWeek
from irt_desk.ui.notes.pulse import PulseControl, QuickRating
from irt_desk.ui.notes.risk import RiskControl
from irt_desk.ui.room import Room
from irt_desk.words import say

RARE = {
    "agenda": "happened",
    "symptoms_and_function": "happened",
    "arguments_per_week": "happened",
    "referrals": "next",
    "consents_discussed": "next",
    "diagnosis_codes": "next",
}
"""Fields that are asked seldom, and the group whose link shows them; one that says something is always shown."""

ONLY_SESSIONS = (
    "presentation", "pulse", "pattern_words", "practice_reviewed", "interventions", "response", "own_part",
    "own_part_owned", "partner_in_mind", "another_reading", "progress", "practice_until_then", "practice_by",
    "no_practice_because",
)  # fmt: skip
"""What a call, a letter or a missed session does not ask for."""


NOT_JOINT = (
    "pulse", "presentation", "symptoms_and_function", "arguments_per_week", "pattern_words", "practice_reviewed", "own_part",
    "own_part_owned", "partner_in_mind", "another_reading", "practice_until_then", "practice_by", "no_practice_because",
)  # fmt: skip
"""What a joint session does not ask for: both may read its note, and neither is guessed about (domain paper, 5.5, 6.1)."""

NOT_DISCERNMENT = ("between", "interventions", "response", "progress")
"""What discernment does not ask for either: nobody is treated, most is told alone (domain paper, 5.6)."""


class NoteGroups(QWidget):
    """Every control of a note by the name of its field, in the order of the keyboard."""

    changed = Signal()

    def __init__(self, room: Room, summary: QWidget, attendance: QWidget) -> None:
        super().__init__()
        self.week = PatternWeek(room)
        self.controls: dict[str, Any] = {}
        self.fields: dict[str, Field] = {}
        self._asked: set[str] = set()
        self._is_session, self._is_stopped = True, False
        self._kind, self._said = UnitKind.INDIVIDUAL_IRT, NoteContent()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        self.strip = self._strip(summary, attendance)
        self.happened, self.mean, self.next = self._happened(), self._mean(), self._next()
        for card in (self.strip, self.happened, self.mean, self.next):
            down.addWidget(card)
        down.addStretch(1)
        self.controls["pulse"].finished.connect(partial(self.focus, "risk"))
        self.controls["risk"].settled.connect(partial(self.focus, "account"))
        self.controls["progress"].finished.connect(partial(self.focus, "practice_until_then"))
        self.controls["own_part_owned"].done.connect(partial(self.focus, "partner_in_mind"))

    def _add(self, to: QLayout, name: str, control: Any, *, tone: str = "", share: int = 1) -> Field:
        field = Field(say(f"note_field.{name}"), control, tone=tone)
        control.setObjectName(name)
        control.changed.connect(self._on_changed)
        self.controls[name], self.fields[name] = control, field
        to.addWidget(field)
        if isinstance(to, QHBoxLayout):
            to.setStretchFactor(field, share)
        return field

    def _strip(self, summary: QWidget, attendance: QWidget) -> Card:
        card = Card()
        card.body.addWidget(attendance)
        parts = QWidget()
        row = FlowLayout(20, least=12, top=True)  # in a small window the risk check goes below; nothing is squeezed
        parts.setLayout(row)
        row.addWidget(summary)
        self._add(row, "pulse", PulseControl())
        self._add(row, "risk", RiskControl())
        card.body.addWidget(parts)
        self.asked_together = Small(say("joint_note.asked_together"), wrap=True)
        card.body.addWidget(self.asked_together)
        return card

    def _happened(self) -> Card:
        card = Card(say("note_group.what_happened"))
        agenda = LinesArea(least=2)
        agenda.setPlaceholderText(say("note.agenda_lines"))
        self._add(card.body, "agenda", agenda)
        self._add(card.body, "account", TextArea(least=3, tone="client"), tone="client")
        self._add(card.body, "members", MembersControl())
        self._add(card.body, "between", TextArea(least=3, tone="relationship"), tone="relationship")
        self._add(card.body, "presentation", TextArea(least=2))
        self._add(card.body, "symptoms_and_function", TextArea(least=2))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.pattern = TextChoice()
        self.pattern.setMaximumWidth(220)
        self.pattern.changed.connect(self._on_changed)
        self.pattern_field = Field(say("note_field.pattern_id"), self.pattern)
        row.addWidget(self.pattern_field)
        self._add(row, "pattern_words", TextLine(placeholder=say("note.pattern_hint")))
        self._add(row, "arguments_per_week", NumberField(decimals=1), share=0)
        card.body.addLayout(row)
        card.body.addWidget(self.week)
        self._add(card.body, "practice_reviewed", TextArea(least=2))
        self._add(card.body, "interventions", InterventionsControl())
        self._add(card.body, "response", TextArea(least=2))
        card.body.addWidget(self._more("happened"))
        return card

    def _mean(self) -> Card:
        card = Card(say("note_group.what_it_may_mean"))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._add(row, "own_part", TextArea(least=3, tone="client"), tone="client")
        owned = self._add(row, "own_part_owned", QuickRating(high=4), share=0)
        owned.setMinimumWidth(92)
        card.body.addLayout(row)
        self._add(card.body, "partner_in_mind", TextArea(least=3, tone="partner"), tone="partner")
        self._add(card.body, "another_reading", TextArea(least=2, tone="partner"), tone="partner")
        return card

    def _next(self) -> Card:
        card = Card(say("note_group.what_next"))
        self._add(card.body, "progress", ObjectivesControl())
        row = QHBoxLayout()
        row.setSpacing(12)
        self._add(row, "practice_until_then", TextArea(least=2))
        self._add(row, "practice_by", DateField(), share=0)
        card.body.addLayout(row)
        self._add(card.body, "no_practice_because", TextLine())
        self._add(card.body, "plan", TextArea(least=2))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._add(row, "next_session", TextLine())
        self._add(row, "next_session_on", DateField(), share=0)
        card.body.addLayout(row)
        self._add(card.body, "referrals", TextLine())
        self._add(card.body, "consents_discussed", TextArea(least=2))
        self._add(card.body, "diagnosis_codes", DiagnosisControl())
        card.body.addWidget(self._more("next"))
        return card

    def _more(self, group: str) -> LinkButton:
        link = LinkButton(say(f"note.more_{group}"))
        link.clicked.connect(partial(self._on_more, group))
        setattr(self, f"more_{group}", link)
        return link

    def know(self, facts: SessionFacts, session: Session) -> None:
        """Know whose note it is: names on the labels, objectives, patterns, skills; and what this kind of entry asks for."""
        names = facts.names
        self.fields["own_part"].label.setText(say("note_field.own_part_of", name=names.client))
        self.fields["partner_in_mind"].label.setText(say("note_field.partner_in_mind_of", name=names.partner))
        known = tuple(names.patterns.items())
        self.pattern.offer((("", say("choice.none")), *known))
        self.controls["progress"].show_objectives(facts.plan.objectives if facts.plan else ())
        self.controls["interventions"].know(facts.library, facts.names.skills)
        self.controls["interventions"].offer(facts.offered)
        self.controls["diagnosis_codes"].know(names.jurisdiction)
        kind = session.attendance
        self._is_session = not (kind.is_contact or kind.is_missed)
        self._is_stopped, self._kind = facts.is_stopped, facts.kind
        together = facts.kind.brings_together
        for name in ("account", "response"):
            self.fields[name].label.setText(field_label(name, names))
        self.controls["members"].know(names.members, with_practice=facts.kind is UnitKind.COUPLE)
        if not self._is_session:
            self.fields["account"].label.setText(say("note_field.account_contact"))
        self.mean.setVisible(self._is_session and not together)
        self.asked_together.setVisible(self._is_session and together)

    def show_content(self, content: NoteContent) -> None:
        """Show what is written; rare fields that say something come into sight."""
        known = [self.pattern._codes[n] for n in range(self.pattern.count())]
        self.pattern.set_value(content.pattern_id if content.pattern_id in known else "")
        for name, control in self.controls.items():
            control.set_value(getattr(content, name))
        blank = NoteContent()
        self._asked = {name for name in RARE if getattr(content, name) != getattr(blank, name)}
        self._said = content
        self._show_fields()

    def _show_fields(self) -> None:
        own_part = ("own_part", "own_part_owned")
        for name, field in self.fields.items():
            rare = name in RARE and name not in self._asked
            foreign = not self._is_session and name in ONLY_SESSIONS
            stopped = self._is_stopped and name in own_part
            field.setHidden(rare or foreign or stopped or self._is_needless(name))
        alone = self._is_session and not self._kind.brings_together
        self.pattern_field.setVisible(alone)
        self.week.setVisible(alone)
        for group in ("happened", "next"):
            getattr(self, f"more_{group}").setVisible(bool(self._left(group)) and self._is_session)

    def _is_needless(self, name: str) -> bool:
        """Whether this kind of record has no use for a field; one that says something is shown whatever the kind."""
        if not self._kind.brings_together:
            unasked = name in ("members", "between")
        else:
            unasked = name in NOT_JOINT or (self._kind is UnitKind.DISCERNMENT and name in NOT_DISCERNMENT)
            unasked = unasked or (name == "members" and not self._kind.is_joint)
        return unasked and getattr(self._said, name) == getattr(NoteContent(), name)

    def _left(self, group: str) -> list[str]:
        """Return the rare fields of a group that can still be asked for."""
        waiting = (name for name, where in RARE.items() if where == group and name not in self._asked)
        return [name for name in waiting if not self._is_needless(name)]

    def _on_more(self, group: str, *_: Any) -> None:
        new = self._left(group)
        self.ask(new)
        self.focus(new[0])

    def ask(self, names: Sequence[str]) -> None:
        """Bring rare fields into sight."""
        self._asked |= set(names)
        self._show_fields()

    def mark_carried(self, names: Sequence[str], source: str) -> None:
        """Mark the fields that still are a copy; ``source`` says of which note."""
        for name in ("practice_until_then", "plan", "agenda"):
            words = say(f"note_field.{name}")
            label = self.fields[name].label
            carried = name in names
            label.setText(say("note.carried", field=words, source=source) if carried else words)
            if (label.property("tone") or "") != ("attention" if carried else ""):
                label.setProperty("tone", "attention" if carried else "")
                label.style().unpolish(label)
                label.style().polish(label)

    def focus(self, name: str) -> None:
        """Give the keyboard to a field."""
        if name in RARE and name not in self._asked:
            self.ask([name])
        focus_into(self.controls[name])

    def texts(self) -> list[tuple[str, TextArea]]:
        """Return the fields of running text with their names, in the order of the page."""
        return [(name, control) for name, control in self.controls.items() if isinstance(control, TextArea)]

    def _on_changed(self, *_: Any) -> None:
        self.changed.emit()
