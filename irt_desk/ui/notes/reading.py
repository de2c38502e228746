"""A note to read, in one of its formats: a card a part, guesses about the partner dashed, copies named as such."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.note_views import Layout, arranged, part_of
from irt_desk.domain.notes import Addendum, NotePart, NoteStatus, ProgressNote
from irt_desk.domain.values import Signature
from irt_desk.services.note_text import NoteNames, field_label, field_text
from irt_desk.services.texts import day_text, time_text
from irt_desk.ui.building import Banner, Body, Card, Pill, Small, clear_layout
from irt_desk.words import say


class NoteReading(QWidget):
    """The fields that say something, by the parts of a format."""

    def __init__(self) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(16)

    def show_note(
        self, note: ProgressNote, layout: Layout, names: NoteNames, addenda: Sequence[Addendum] = ()
    ) -> set[str]:
        """Show a note and return the ids of the addenda that stand under the part they correct."""
        clear_layout(self._down)
        shown: set[str] = set()
        parts = arranged(note.content, layout)
        last_of = _last_fields(parts)
        for title, fields in parts:
            card = Card(title)
            for name in fields:
                self._field(card, note, names, name)
                here = part_of(name)
                if last_of[here] == name:
                    shown |= self._addenda(card, [a for a in addenda if a.part is here and not is_damaged(a)])
            self._down.addWidget(card)
        return shown

    def _field(self, card: Card, note: ProgressNote, names: NoteNames, name: str) -> None:
        text = field_text(note.content, name, names).strip()
        if not text:
            return
        is_guess = name == "partner_in_mind"
        head = QHBoxLayout()
        head.addWidget(Small(field_label(name, names), tone="partner" if is_guess else ""))
        if name in note.content.carried:
            head.addWidget(Pill(say("note.carried_short"), "neutral"))
        head.addStretch(1)
        card.body.addLayout(head)
        words = Body(text, wrap=True)
        if is_guess:
            words.setProperty("dashed", True)
            words.setContentsMargins(10, 8, 10, 8)
        if note.status is NoteStatus.ENTERED_IN_ERROR:
            font = words.font()
            font.setStrikeOut(True)
            words.setFont(font)
        card.body.addWidget(words)

    def _addenda(self, card: Card, addenda: Sequence[Addendum]) -> set[str]:
        for addendum in addenda:
            show_addendum(card, addendum)
        return {addendum.id for addendum in addenda}


def _last_fields(parts: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[NotePart, str]:
    return {part_of(name): name for _, fields in parts for name in fields}


def show_addendum(card: Card, addendum: Addendum) -> None:
    """Put an addendum on a card: number, reason, text, who and when; a damaged one says so and shows what is left."""
    if is_damaged(addendum):
        card.body.addWidget(damaged_line("note.addendum_damaged", number=addendum.sequence))
        for text in filter(None, (addendum.reason, addendum.text)):
            card.body.addWidget(Body(text, wrap=True))
        return
    head = say("note.addendum_head", number=addendum.sequence, reason=addendum.reason)
    card.body.addWidget(Small(head, wrap=True, tone="attention"))
    card.body.addWidget(Body(addendum.text, wrap=True))
    card.body.addWidget(Small(signed_text(addendum.signature), wrap=True))


def damaged_line(code: str, **values: object) -> Banner:
    """Return the notice over something that was added to a note and is not what was signed any more."""
    return Banner(say(code, **values), "danger")


def signed_text(signature: Signature) -> str:
    """Return who signed, with which credential, when."""
    day, time = day_text(signature.at.day), time_text(signature.at)
    return say("note.signed_by", name=signature.by, credential=signature.credential, day=day, time=time)
