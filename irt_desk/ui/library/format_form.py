"""An own format while it is made: its name, its parts with their fields, and what empty fields may open with."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from irt_desk.domain.note_views import FIELDS, NoteTemplate, TemplatePart
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.ui.building import (
    Button,
    Card,
    Field,
    LinkButton,
    PrimaryButton,
    ProblemLine,
    TextArea,
    TextChoice,
    TextLine,
    clear_layout,
)
from irt_desk.ui.building.choices import FlowLayout
from irt_desk.ui.library.snippets import field_choices
from irt_desk.ui.room import Room
from irt_desk.words import say


class PartRow(QWidget):
    """One part: its heading, its fields as chips that a click takes away, and a box to add one."""

    changed = Signal()

    def __init__(self, part: TemplatePart) -> None:
        super().__init__()
        self._fields = list(part.fields)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 8)
        down.setSpacing(6)
        across = QHBoxLayout()
        self.heading = TextLine(part.title, placeholder=say("formats.heading"))
        self.heading.setAccessibleName(say("formats.heading"))
        self.heading.changed.connect(self.changed)
        across.addWidget(self.heading, 1)
        self.box = TextChoice()
        self.box.setAccessibleName(say("formats.add_field"))
        self.box.setMaximumWidth(240)
        self.box.activated.connect(self._on_add)
        across.addWidget(self.box)
        self.away = LinkButton(say("note.remove"))
        self.away.setAccessibleName(say("formats.remove_part"))
        across.addWidget(self.away)
        down.addLayout(across)
        chips = QWidget()
        self._flow = FlowLayout()
        chips.setLayout(self._flow)
        down.addWidget(chips)
        self._draw()

    def value(self) -> TemplatePart:
        """Return the part."""
        return TemplatePart(title=self.heading.value(), fields=tuple(self._fields))

    def offer(self, taken: set[str]) -> None:
        """Offer the fields that no part has yet."""
        free = [name for name in FIELDS if name not in taken]
        self.box.offer((("", say("formats.add_field")), *((name, say(f"note_field.{name}")) for name in free)))
        self.box.setCurrentIndex(0)

    def _on_add(self, *_: Any) -> None:
        if (name := self.box.value()) in FIELDS:
            self._fields.append(name)
            self._draw()
            self.changed.emit()

    def _on_remove(self, name: str, *_: Any) -> None:
        self._fields.remove(name)
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        clear_layout(self._flow)
        for name in self._fields:
            words = say(f"note_field.{name}")
            chip = QPushButton(f"{words}  \N{MULTIPLICATION SIGN}".replace("&", "&&"))
            chip.setProperty("chip", True)
            chip.setAccessibleName(say("note.remove_named", name=words))
            chip.clicked.connect(partial(self._on_remove, name))
            self._flow.addWidget(chip)


class FormatForm(Card):
    """Name, parts, openings; nothing half made is lost."""

    changed = Signal()
    saved = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__(say("formats.new"))
        self._room = room
        self._base = NoteTemplate(id="", name="")
        self._given = NoteTemplate(id="", name="")
        self._parts: list[PartRow] = []
        self._openings: dict[str, TextArea] = {}
        self.name = TextLine()
        self.name.changed.connect(self._on_changed)
        self.name_field = Field(say("formats.name"), self.name, required=True)
        self.body.addWidget(self.name_field)
        self._part_list = QVBoxLayout()
        self.body.addLayout(self._part_list)
        self.add_part = LinkButton(say("formats.add_part"))
        self.add_part.clicked.connect(self._on_add_part)
        self.body.addWidget(self.add_part)
        self._opening_list = QVBoxLayout()
        self.body.addLayout(self._opening_list)
        self.opening = TextChoice((("", say("formats.add_opening")), *field_choices()))
        self.opening.setAccessibleName(say("formats.add_opening"))
        self.opening.activated.connect(self._on_add_opening)
        self.body.addWidget(self.opening)
        self.problem = ProblemLine()
        self.body.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(say("record.cancel"))
        cancel.clicked.connect(self.close_form)
        foot.addWidget(cancel)
        self.save_button = PrimaryButton(say("record.save"))
        self.save_button.clicked.connect(self.submit)
        foot.addWidget(self.save_button)
        self.body.addLayout(foot)
        self.hide()

    def begin(self, template: NoteTemplate, *_: Any) -> None:
        """Open the form on a format."""
        self._base = template
        self.title.setText(say("formats.edit", name=template.name) if template.id else say("formats.new"))
        self.name.set_value(template.name)
        self._parts.clear()
        clear_layout(self._part_list)
        self._openings.clear()
        clear_layout(self._opening_list)
        for part in template.parts or (TemplatePart(title=""),):
            self._put_part(part)
        for name, text in template.starters.items():
            self._put_opening(name, text)
        self.name_field.set_problem("")
        self.problem.say("")
        self._offer()
        self._given = self.value()
        self.show()
        self.name.setFocus()

    def value(self) -> NoteTemplate:
        """Return the format as made so far."""
        return NoteTemplate(
            id=self._base.id,
            name=self.name.value(),
            parts=tuple(row.value() for row in self._parts),
            starters={name: area.value() for name, area in self._openings.items()},
        )

    def unfinished(self) -> dict[str, Any]:
        """Return what is half made as plain data."""
        now = self.value()
        if self.isHidden() or now == self._given:
            return {}
        parts = [[part.title, list(part.fields)] for part in now.parts]
        return {"id": now.id, "name": now.name, "parts": parts, "starters": dict(now.starters)}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the form where it was left."""
        parts = tuple(TemplatePart(title=title, fields=tuple(names)) for title, names in data["parts"])
        self.begin(NoteTemplate(id=data["id"], name=data["name"], parts=parts, starters=data["starters"]))
        self._given = NoteTemplate(id=data["id"], name="")

    def close_form(self) -> None:
        """Close the form; what is stored stays as it is."""
        self.hide()
        self.changed.emit()

    def submit(self) -> None:
        """Store the format."""
        self.save_button.setEnabled(False)
        work = partial(self._room.desk.note_templates.save, self.value())
        self._room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, template: NoteTemplate) -> None:
        self.save_button.setEnabled(True)
        self.close_form()
        self.saved.emit(template)

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self.name_field.set_problem(" ".join(p.sentence for p in error.problems if p.field == "name"))
            self.problem.say(" ".join(p.sentence for p in error.problems if p.field != "name"))
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _on_add_part(self) -> None:
        self._put_part(TemplatePart(title=""))
        self._parts[-1].heading.setFocus()
        self._on_changed()

    def _put_part(self, part: TemplatePart) -> None:
        row = PartRow(part)
        row.changed.connect(self._on_changed)
        row.away.clicked.connect(partial(self._on_remove_part, row))
        self._parts.append(row)
        self._part_list.addWidget(row)

    def _on_remove_part(self, row: PartRow, *_: Any) -> None:
        self._parts.remove(row)
        row.hide()
        row.deleteLater()
        self._on_changed()

    def _on_add_opening(self, *_: Any) -> None:
        name = self.opening.value()
        self.opening.setCurrentIndex(0)
        if name and name not in self._openings:
            self._put_opening(name, "")
            self._openings[name].setFocus()
            self._on_changed()

    def _put_opening(self, name: str, text: str) -> None:
        area = TextArea(least=2)
        area.set_value(text)
        area.changed.connect(self._on_changed)
        self._openings[name] = area
        self._opening_list.addWidget(Field(say("formats.opens", field=say(f"note_field.{name}")), area))

    def _offer(self) -> None:
        taken = {name for row in self._parts for name in row.value().fields}
        for row in self._parts:
            row.offer(taken)

    def _on_changed(self, *_: Any) -> None:
        self._offer()
        self.changed.emit()
