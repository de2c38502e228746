"""Formats of notes: GIRP, SOAP, DAP, BIRP and one's own, each as its parts; which one is shown first."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.note_views import Layout, NoteTemplate
from irt_desk.services.changes import Area
from irt_desk.services.desk import Desk
from irt_desk.ui.building import Body, Button, LinkButton, Muted, Pill, Small, Strong
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.library.format_form import FormatForm
from irt_desk.ui.library.section import Entry, ListSection
from irt_desk.ui.room import Room
from irt_desk.words import say


def gather(desk: Desk) -> tuple[tuple[Layout, ...], dict[str, NoteTemplate]]:
    """Read every format, and one's own as they are edited."""
    return desk.note_templates.layouts(), {template.id: template for template in desk.note_templates.own()}


class NoteFormatsSection(ListSection):
    """Every format; an own one is named parts with chosen fields, and texts empty fields may open with."""

    name = "note_formats"
    areas = frozenset({Area.SETTINGS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._own: dict[str, NoteTemplate] = {}
        self._first = ""
        self.new_button = Button(say("formats.new"))
        self.new_button.clicked.connect(self._on_new)
        self.left.insertWidget(0, self.new_button)
        self.form = FormatForm(room)
        self.form.saved.connect(self._on_saved)
        self.put_above(self.form)
        self.keeper = Keeper(room, "library.note_formats", self)
        self.keeper.add("format", self.form)
        self.keeper.show("")

    def flush(self) -> None:
        """Hand over what is half typed."""
        self.keeper.keep()

    def reload(self) -> None:
        """Fetch the formats."""
        self.room.runner.read(self, partial(gather, self.room.desk), self._show)

    def _show(self, facts: tuple[tuple[Layout, ...], dict[str, NoteTemplate]]) -> None:
        layouts, self._own = facts
        self._first = layouts[0].key
        own = [one for one in layouts if one.key in self._own]
        rest = [one for one in layouts if one.key not in self._own]
        self.show_entries(
            [Entry(one.key, one.name, say("formats.own"), one) for one in own]
            + [Entry(one.key, one.name, say("formats.built_in"), one) for one in rest]
        )

    def show_value(self, value: Layout) -> None:
        """Show the parts of one format, and its acts."""
        self.say_title(value.name, "")
        body = self.page.body
        if value.key == self._first:
            body.addWidget(Pill(say("formats.is_first"), "client"))
        for title, names in value.parts:
            body.addWidget(Strong(title))
            body.addWidget(Body(" \N{MIDDLE DOT} ".join(say(f"note_field.{name}") for name in names), wrap=True))
        template = self._own.get(value.key)
        for name, text in (template.starters if template else {}).items():
            body.addWidget(Small(say("formats.opens", field=say(f"note_field.{name}")), wrap=True))
            body.addWidget(Muted(text, wrap=True))
        body.addWidget(Muted(say("formats.rest"), wrap=True))
        acts = QHBoxLayout()
        if value.key != self._first:
            first = LinkButton(say("formats.show_first"))
            first.clicked.connect(partial(self._on_first, value.key))
            acts.addWidget(first)
        if template is not None:
            edit = LinkButton(say("record.edit"))
            edit.clicked.connect(partial(self.form.begin, template))
            acts.addWidget(edit)
            away = LinkButton(say("formats.retire"))
            away.clicked.connect(partial(self._on_retire, template.id))
            acts.addWidget(away)
        acts.addStretch(1)
        body.addLayout(acts)

    def _on_new(self) -> None:
        self.form.begin(NoteTemplate(id="", name=""))

    def _on_saved(self, template: NoteTemplate) -> None:
        self.point_at(key=template.id)

    def _on_first(self, key: str, *_: Any) -> None:
        self.room.runner.change(self, partial(self.room.desk.note_templates.show_first, key), None, self.fail)

    def _on_retire(self, template_id: str, *_: Any) -> None:
        self.room.runner.change(self, partial(self.room.desk.note_templates.retire, template_id), None, self.fail)
