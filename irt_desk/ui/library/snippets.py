"""Snippets of the library: the built-in ones and one's own, with what their places are filled with."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from irt_desk.domain.note_views import STARTABLE
from irt_desk.domain.snippets import VARIABLES, Snippet
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.changes import Area
from irt_desk.ui.building import (
    Body,
    Button,
    Card,
    Field,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    TextArea,
    TextChoice,
    TextLine,
)
from irt_desk.ui.building.raw import raws, set_raws
from irt_desk.ui.keeping import Keeper
from irt_desk.ui.library.section import Entry, ListSection
from irt_desk.ui.room import Room
from irt_desk.words import say


def field_choices() -> tuple[tuple[str, str], ...]:
    """Return the fields of running text with their names."""
    return tuple((name, say(f"note_field.{name}")) for name in STARTABLE)


class SnippetForm(Card):
    """One snippet while it is written."""

    changed = Signal()
    saved = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__(say("snippets.new"))
        self._room = room
        self._base = Snippet(id="", trigger="", title="", text="")
        self._given: dict[str, Any] = {}
        self.title_line, self.trigger, self.text = TextLine(), TextLine(placeholder="week"), TextArea(least=4)
        self.place = TextChoice((("", say("snippets.anywhere")), *field_choices()))
        places = ", ".join("{" + name + "}" for name in VARIABLES)
        self.fields = {
            "title": Field(say("snippets.title"), self.title_line, required=True),
            "trigger": Field(say("snippets.trigger"), self.trigger, help=say("snippets.trigger_help"), required=True),
            "text": Field(
                say("snippets.text"), self.text, help=say("snippets.text_help", places=places), required=True
            ),
            "fields": Field(say("snippets.place"), self.place),
        }
        for field in self.fields.values():
            self.body.addWidget(field)
        self._controls: dict[str, Any] = {name: field.control for name, field in self.fields.items()}
        for control in self._controls.values():
            control.changed.connect(self.changed)
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

    def begin(self, snippet: Snippet) -> None:
        """Open the form on a snippet; a built-in one becomes one's own when it is saved."""
        self._base = snippet
        self.title.setText(say("snippets.edit", name=snippet.title) if snippet.id else say("snippets.new"))
        self.title_line.set_value(snippet.title)
        self.trigger.set_value(snippet.trigger)
        self.text.set_value(snippet.text)
        self.place.set_value(snippet.fields[0] if snippet.fields else "")
        for field in self.fields.values():
            field.set_problem("")
        self.problem.say("")
        self._given = raws(self._controls)
        self.show()
        self.title_line.setFocus()

    def value(self) -> Snippet:
        """Return the snippet as typed."""
        place = self.place.value()
        return Snippet(
            id=self._base.id,
            title=self.title_line.value(),
            trigger=self.trigger.value(),
            text=self.text.value(),
            fields=(place,) if place else (),
        )

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed, and over which snippet."""
        now = raws(self._controls)
        return {} if self.isHidden() or now == self._given else {"id": self._base.id, "fields": now}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the form where it was left."""
        self.begin(Snippet(id=str(data["id"]), trigger="", title="", text=""))
        set_raws(self._controls, data["fields"])

    def close_form(self) -> None:
        """Close the form; what is stored stays as it is."""
        self.hide()
        self.changed.emit()

    def submit(self) -> None:
        """Store the snippet."""
        work = partial(self._room.desk.snippets.save, self.value())
        self.save_button.setEnabled(False)
        self._room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, snippet: Snippet) -> None:
        self.save_button.setEnabled(True)
        self.close_form()
        self.saved.emit(snippet)

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            for name, field in self.fields.items():
                field.set_problem(" ".join(p.sentence for p in error.problems if p.field == name))
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error


class SnippetsSection(ListSection):
    """Every snippet; one's own can be changed, a built-in one can be made one's own."""

    name = "snippets"
    areas = frozenset({Area.SETTINGS})

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.new_button = Button(say("snippets.new"))
        self.new_button.clicked.connect(self._on_new)
        self.left.insertWidget(0, self.new_button)
        self.form = SnippetForm(room)
        self.form.saved.connect(self._on_saved)
        self.put_above(self.form)
        self.keeper = Keeper(room, "library.snippets", self)
        self.keeper.add("snippet", self.form)
        self.keeper.show("")

    def flush(self) -> None:
        """Hand over what is half typed."""
        self.keeper.keep()

    def reload(self) -> None:
        """Fetch the snippets."""
        self.room.runner.read(self, self.room.desk.snippets.all, self._show)

    def _show(self, snippets: tuple[Snippet, ...]) -> None:
        own = [s for s in snippets if not s.is_built_in]
        rest = [s for s in snippets if s.is_built_in]
        self.show_entries(
            [Entry(s.id, f"{s.title}  ;{s.trigger}", say("snippets.own"), s) for s in own]
            + [Entry(s.id, f"{s.title}  ;{s.trigger}", say("snippets.built_in"), s) for s in rest]
        )

    def show_value(self, value: Snippet) -> None:
        """Show one snippet with its acts."""
        self.say_title(value.title, "")
        row = QHBoxLayout()
        row.addWidget(Pill(f";{value.trigger}", "relationship"))
        for name in value.fields:
            row.addWidget(Pill(say(f"note_field.{name}"), "neutral"))
        row.addStretch(1)
        body = self.page.body
        body.addLayout(row)
        body.addWidget(Body(value.text, wrap=True))
        body.addWidget(Muted(say("snippets.how", trigger=value.trigger), wrap=True))
        acts = QHBoxLayout()
        change = LinkButton(say("snippets.make_own") if value.is_built_in else say("record.edit"))
        change.clicked.connect(partial(self.form.begin, value))
        acts.addWidget(change)
        if not value.is_built_in:
            away = LinkButton(say("snippets.retire"))
            away.clicked.connect(partial(self._on_retire, value.id))
            acts.addWidget(away)
        acts.addStretch(1)
        body.addLayout(acts)

    def _on_new(self) -> None:
        self.form.begin(Snippet(id="", trigger="", title="", text=""))

    def _on_saved(self, snippet: Snippet) -> None:
        self.point_at(key=snippet.id)

    def _on_retire(self, snippet_id: str, *_: Any) -> None:
        self.room.runner.change(self, partial(self.room.desk.snippets.retire, snippet_id), None, self.fail)
