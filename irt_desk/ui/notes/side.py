"""Beside the editor: last note, plan and open loops; the checks before signing; the door to the psychotherapy notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.carrying import carry
from irt_desk.domain.joint_notes import JOINT_CHECKS
from irt_desk.domain.notes import CHECKS, NoteContent
from irt_desk.domain.values import Missing
from irt_desk.services import content
from irt_desk.services.texts import day_text, due_text, session_text
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    LinkButton,
    Muted,
    Pill,
    Small,
    Strong,
    clear_layout,
    line,
)
from irt_desk.ui.notes.facts import SessionFacts
from irt_desk.ui.notes.private import PrivateNotes
from irt_desk.ui.room import Room
from irt_desk.words import say

_FIELD_OF = {
    "note_risk": "risk",
    "note_risk_action": "risk",
    "note_risk_stale": "risk",
    "note_telehealth_consent": "telehealth_consent",
    "note_contact_account": "account",
    "note_missed_plan": "plan",
    "note_account": "account",
    "note_presentation": "presentation",
    "note_interventions": "interventions",
    "note_response": "response",
    "note_own_part": "own_part",
    "note_partner_in_mind": "partner_in_mind",
    "note_another_reading": "another_reading",
    "note_progress": "progress",
    "note_practice": "practice_until_then",
    "note_practice_by": "practice_by",
    "note_plan": "plan",
    "note_account_joint": "account",
    "note_nobody_there": "members",
    "note_how_a": "members",
    "note_how_b": "members",
    "note_between": "between",
    "note_response_joint": "response",
}


class BesidePane(Card):
    """Last session in sight while this one is written."""

    carry_asked = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room

    def show_facts(self, facts: SessionFacts) -> None:
        """Show last note, plan and open loops."""
        clear_layout(self.body)
        self._last(facts)
        self.body.addWidget(line())
        self._plan(facts)
        self.body.addWidget(line())
        self.body.addWidget(Strong(say("note_side.open_loops")))
        for due in facts.dues[:6]:
            self.body.addWidget(Body(due_text(due, facts.today, skill_names=dict(facts.names.skills)), wrap=True))
        if not facts.dues:
            self.body.addWidget(Muted(say("overview.no_loops"), wrap=True))
        self._measures(facts)

    def _measures(self, facts: SessionFacts) -> None:
        """Show the scores of this session; they are entered on the Measures tab and belong to the note."""
        if not facts.measures:
            return
        self.body.addWidget(line())
        self.body.addWidget(Strong(say("note_side.measures")))
        for one in facts.measures:
            self.body.addWidget(Body(f"{one.name}  {one.score}", wrap=True))

    def _last(self, facts: SessionFacts) -> None:
        head = QHBoxLayout()
        head.addWidget(Strong(say("note_side.last_note")))
        head.addStretch(1)
        self.body.addLayout(head)
        if facts.last is None:
            self.body.addWidget(Muted(say("note_side.no_last"), wrap=True))
            return
        note, session = facts.last
        head.addWidget(Pill(say("note_state.signed"), "good"))
        self.body.addWidget(Small(session_text(session, facts.today), wrap=True))
        self.body.addWidget(Body(_shortened(note.content.account), wrap=True))
        for code, text in (("practice_then", note.content.practice_until_then), ("plan_then", note.content.plan)):
            if text:
                self.body.addWidget(Body(say(f"note_side.{code}", plan=_shortened(text)), wrap=True, strong=True))
        link = LinkButton(say("note_side.open_last", number=session.number or ""))
        link.clicked.connect(partial(self._open, facts.unit_id, session.id))
        self.body.addWidget(link)
        is_draft = facts.open_note is not None and not facts.open_note.is_locked
        if is_draft and carry(NoteContent(), note) != NoteContent():
            take = LinkButton(say("note_side.carry"))
            take.setToolTip(say("note_side.carry_hint"))
            take.clicked.connect(self.carry_asked)
            self.body.addWidget(take)

    def _open(self, unit_id: str, session_id: str, *_: Any) -> None:
        self._room.go("chart", unit_id=unit_id, tab="sessions", session_id=session_id)

    def _plan(self, facts: SessionFacts) -> None:
        self.body.addWidget(Strong(say("note_side.plan")))
        if facts.plan is None:
            self.body.addWidget(Muted(say("note_side.no_plan"), wrap=True))
            return
        for goal in facts.plan.goals:
            words = f"\N{LEFT DOUBLE QUOTATION MARK}{goal.text}\N{RIGHT DOUBLE QUOTATION MARK}"
            self.body.addWidget(Body(words, wrap=True, strong=True))
            for objective in goal.objectives:
                self.body.addWidget(Body(f"{objective.number} {objective.text}", wrap=True))
                by = day_text(objective.target_on, facts.today) if objective.target_on else ""
                self.body.addWidget(Small(" · ".join(part for part in (objective.target, by) if part), wrap=True))


def _shortened(text: str, most: int = 360) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


class ChecksPane(QWidget):
    """Before you sign: what is left, each a link to its field; what is done, quietly."""

    def __init__(self, room: Room, focus: Callable[[str], None]) -> None:
        super().__init__()
        self._room, self._focus = room, focus
        self._links: list[LinkButton] = []
        self._facts: SessionFacts | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(16)
        self.card = Card(say("note_side.before"))
        self.left_pill = Pill("", "attention")
        self.card.add_action(self.left_pill)
        down.addWidget(self.card)
        private = self.private = Card(say("private.title"))
        private.setProperty("accent", "relationship")
        private.body.addWidget(Body(say("private.door"), wrap=True))
        door = Button(say("private.open"))
        door.clicked.connect(self._on_private)
        private.body.addWidget(door)
        down.addWidget(private)

    def show_facts(self, facts: SessionFacts) -> None:
        """Know whose notes the door leads to, and call them as the jurisdiction does."""
        self._facts = facts
        self.private.title.setText(content.load_jurisdiction(facts.jurisdiction).psychotherapy_note_label)

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Show what is left and what is done."""
        clear_layout(self.card.body)
        self._links.clear()
        self.left_pill.show_as(say("note_side.left", count=len(missing)), "attention" if missing else "good")
        for number, item in enumerate(missing, 1):
            across = QHBoxLayout()
            across.addWidget(Pill(str(number), "attention"))
            link = LinkButton(say(f"todo.{item.code}", **self._names()))
            link.setToolTip(item.sentence)
            link.setAccessibleName(item.sentence)
            link.clicked.connect(partial(self._on_link, item.code))
            self._links.append(link)
            across.addWidget(link)
            across.addStretch(1)
            self.card.body.addLayout(across)
        open_codes = {item.code for item in missing}
        checks = JOINT_CHECKS if self._facts is not None and self._facts.kind.brings_together else CHECKS
        done = [name for name, codes in checks if not open_codes & set(codes)]
        if missing and done:
            self.card.body.addWidget(line())
        for name in done:
            self.card.body.addWidget(Muted(f"\N{CHECK MARK}  {say(f'note_check.{name}')}"))
        self.card.body.addWidget(line())
        self.card.body.addWidget(Small(say("note_side.locking"), wrap=True))

    def _names(self) -> dict[str, str]:
        """Return what the two of a joint session are called, for the items that are about one of them."""
        members = self._facts.names.members if self._facts is not None else ()
        return dict(zip(("first", "second"), members, strict=False))

    def focus_first(self) -> None:
        """Give the keyboard to the first open item."""
        if self._links:
            self._links[0].setFocus()

    def _on_link(self, code: str, *_: Any) -> None:
        self._focus("attendance" if code == "note_attendance" else _FIELD_OF.get(code, "account"))

    def _on_private(self) -> None:
        if self._facts is not None:
            note = self._facts.open_note
            window = PrivateNotes(self._room, self._facts.unit_id, note.session_id if note else None, self.window())
            window.open()
