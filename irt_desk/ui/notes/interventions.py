"""What was done in session: typed to be found, or taken from the skills that are being practised; linked, never retyped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from irt_desk.domain.content import Skill
from irt_desk.domain.notes import Intervention, InterventionKind, Understood
from irt_desk.services import content
from irt_desk.services.note_text import intervention_name
from irt_desk.ui.building import ChoiceChips, LinkButton, Pill, TextLine, clear_layout, keyboard_goes_through
from irt_desk.ui.building.choices import FlowLayout
from irt_desk.words import say


@dataclass(slots=True)
class _Row:
    intervention: Intervention
    words: TextLine
    understood: ChoiceChips | None
    holder: QWidget


def offered_by_name(skills: Iterable[Skill]) -> dict[str, Intervention]:
    """Return everything that can be named: each skill as a skill and as something taught, each pattern as taught."""
    names = {skill.id: skill.name for skill in skills}
    found: dict[str, Intervention] = {}
    taught = []
    for skill in skills:
        one = Intervention(kind=InterventionKind.SKILL, ref=skill.id, version=skill.version)
        found[intervention_name(one, names)] = one
        taught.append(replace(one, kind=InterventionKind.PSYCHOEDUCATION))
    taught += [
        Intervention(kind=InterventionKind.PSYCHOEDUCATION, ref=pattern.code, version=pattern.version)
        for pattern in content.load_patterns().values()
    ]
    return found | {intervention_name(one, names): one for one in taught}


class InterventionsControl(QWidget):
    """A line to type into; what is chosen stands above it as a row with a few words of its own."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._names: Mapping[str, str] = {}
        self._known = offered_by_name(tuple(content.load_skills().values()))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        down.addLayout(self._list)
        self.finder = TextLine(placeholder=say("note.intervention_find"))
        self.finder.setAccessibleName(say("note.add_intervention"))
        # Not setCompleter: the line would take the chosen text itself, after it was emptied here.
        self._finds = QStringListModel(list(self._known), self)
        self._completer = QCompleter(self._finds, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setWidget(self.finder)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._on_chosen)
        self.finder.textEdited.connect(self._on_edited)
        self.finder.changed.connect(self._emit)
        self.finder.returnPressed.connect(self._on_return)
        down.addWidget(self.finder)
        self._offers = QWidget()
        self._flow = FlowLayout()
        self._offers.setLayout(self._flow)
        down.addWidget(self._offers)
        self.setFocusProxy(self.finder)

    def know(self, skills: Mapping[str, Skill], names: Mapping[str, str]) -> None:
        """Take the skills that can be named now, own ones included, and what every skill is or was called."""
        self._names = names
        self._known = offered_by_name(tuple(skills.values()))
        self._finds.setStringList(list(self._known))

    def offer(self, offered: tuple[Intervention, ...]) -> None:
        """Offer the skills that are being practised as chips."""
        clear_layout(self._flow)
        for one in offered:
            name = intervention_name(one, self._names)
            chip = QPushButton(f"+ {name}".replace("&", "&&"))
            chip.setProperty("chip", True)
            chip.setFocusPolicy(
                Qt.FocusPolicy.ClickFocus
            )  # by keyboard a few letters are quicker than many stops of Tab
            chip.setAccessibleName(say("note.add_named", name=name))
            chip.clicked.connect(partial(self.add, one))
            self._flow.addWidget(chip)
        self._offers.setVisible(bool(offered))

    def value(self) -> tuple[Intervention, ...]:
        """Return what is named; text that was typed and not chosen counts as a technique."""
        found = [self._of(row) for row in self._rows]
        if typed := self.finder.value():
            found.append(Intervention(kind=InterventionKind.TECHNIQUE, text=typed))
        return tuple(found)

    def _of(self, row: _Row) -> Intervention:
        one = row.intervention
        understood = row.understood.value() if row.understood is not None else one.understood
        return Intervention(
            kind=one.kind, ref=one.ref, text=row.words.value(), version=one.version, understood=understood
        )

    def set_value(self, value: tuple[Intervention, ...]) -> None:
        """Show interventions; the same ones again keep cursor and focus."""
        if value == self.value() and value:
            return
        self._rows.clear()
        clear_layout(self._list)
        self.finder.set_value("")
        for intervention in value:
            self._add_row(intervention)

    def add(self, intervention: Intervention, *_: Any) -> None:
        """Name one more and let its words be typed."""
        self._add_row(intervention)
        self.finder.blockSignals(True)
        self.finder.setText("")
        self.finder.blockSignals(False)
        self._rows[-1].words.setFocus()
        self.changed.emit()

    def _on_chosen(self, text: str) -> None:
        if text in self._known:
            self.add(self._known[text])

    def _on_edited(self, text: str) -> None:
        if len(text.strip()) < 2:
            self._popup.hide()
            return
        self._completer.setCompletionPrefix(text.strip())
        self._completer.complete()

    def _on_return(self) -> None:
        """Take the first match with Enter; what matches nothing is a technique in its own words."""
        if self._popup.isVisible() and self._popup.currentIndex().isValid():
            return  # a line of the list is chosen; the completer says so itself
        self._popup.hide()
        if typed := self.finder.value():
            self.add(self._match(typed))

    def _match(self, typed: str) -> Intervention:
        wanted = typed.casefold()
        near = [name for name in self._known if wanted in name.casefold()]
        near.sort(key=lambda name: not name.casefold().startswith(wanted))
        return self._known[near[0]] if near else Intervention(kind=InterventionKind.TECHNIQUE, text=typed)

    def _add_row(self, intervention: Intervention) -> None:
        name = intervention_name(intervention, self._names)
        holder = QWidget()
        down = QVBoxLayout(holder)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(Pill(name, "relationship"))
        words = TextLine(intervention.text, placeholder=say("note.intervention_words"))
        words.setAccessibleName(say("note.intervention_words_of", name=name))
        words.changed.connect(self._emit)
        across.addWidget(words, 1)
        away = LinkButton(say("note.remove"))
        away.setAccessibleName(say("note.remove_named", name=name))
        away.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        across.addWidget(away)
        down.addLayout(across)
        understood = self._understood(intervention, name)
        if understood is not None:
            down.addWidget(understood)
        row = _Row(intervention, words, understood, holder)
        away.clicked.connect(partial(self._on_remove, row))
        self._list.addWidget(holder)
        keyboard_goes_through(self._rows[-1].words if self._rows else self, [words])
        self._rows.append(row)
        QWidget.setTabOrder(words, self.finder)

    def _understood(self, intervention: Intervention, name: str) -> ChoiceChips | None:
        if intervention.kind is not InterventionKind.PSYCHOEDUCATION:
            return None
        chips = ChoiceChips(Understood)
        chips.setAccessibleName(say("note.understood_of", name=name))
        chips.set_value(intervention.understood)
        chips.changed.connect(self._emit)
        return chips

    def _on_remove(self, row: _Row, *_: Any) -> None:
        self._rows.remove(row)
        row.holder.hide()
        row.holder.deleteLater()
        self.finder.setFocus()
        self.changed.emit()

    def _emit(self, *_: Any) -> None:
        self.changed.emit()
