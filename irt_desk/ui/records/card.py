"""A card that lists records and edits one in place; cancel, back and a refusal lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.ui.building import Body, Button, Card, LinkButton, Muted, Pill, PrimaryButton, ProblemLine
from irt_desk.ui.records.form import FieldSpec, RecordForm
from irt_desk.words import say


@dataclass(frozen=True, slots=True)
class RowLink:
    """An act under the words of a row; ``key`` says which one it is, ``beside`` is a quiet text after it."""

    key: str
    text: str
    named: str
    """What a screen reader says."""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """How one record looks in the list: a title, a quiet line under it, pills at the end."""

    title: str
    detail: str = ""
    pills: tuple[tuple[str, str], ...] = ()
    editable: bool = True
    act: str = ""
    """Words of the link at the end; "Edit" when left out."""
    links: tuple[RowLink, ...] = ()
    """Further acts, each on a line of its own under the words."""


class RecordRow(QFrame):
    """One line of the list."""

    edit_asked = Signal(int)
    link_followed = Signal(int, str)

    def __init__(self, index: int, view: RowView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self.setProperty("role", "row")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 8, 0, 8)
        across.setSpacing(12)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Body(view.title, wrap=True))
        if view.detail:
            texts.addWidget(Muted(view.detail, wrap=True))
        for one in view.links:
            texts.addLayout(self._link(one))
        across.addLayout(texts, 1)
        for text, role in view.pills:
            across.addWidget(Pill(text, role), 0, Qt.AlignmentFlag.AlignVCenter)
        if view.editable:
            link = LinkButton(view.act or say("record.edit"))
            named = f"{view.act}: {view.title}" if view.act else say("record.edit_named", name=view.title)
            link.setAccessibleName(named)
            link.clicked.connect(self._on_edit)
            across.addWidget(link)

    def _link(self, one: RowLink) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        link = LinkButton(one.text)
        link.setAccessibleName(one.named)
        link.clicked.connect(partial(self._on_link, one.key))
        line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Muted(one.beside, wrap=True), 1)
        return line

    def _on_link(self, key: str, *_: Any) -> None:
        self.link_followed.emit(self._index, key)

    def _on_edit(self) -> None:
        self.edit_asked.emit(self._index)


class RecordCard(Card):
    """A titled list with "Add" and an editor that opens inside the card.

    Args:
        words: prefix of the catalogue codes: ``<words>.title``, ``.add``, ``.empty``, and the labels of the fields.
        cls: the dataclass that is edited.
        specs: the fields of its editor.
        view: how a record looks in the list.
        fresh: makes an empty record for "Add"; None when nothing may be added here.
        save: starts the saving; it is given the record and two bound methods (done, failed).
        editable: whether stored records may be edited; append-only ones may not.
    """

    opened = Signal()
    changed = Signal()
    saved = Signal()
    link_followed = Signal(object, str)
    """A record, and the key of the :class:`RowLink` under it."""

    def __init__(
        self,
        words: str,
        cls: type[Any],
        specs: Sequence[FieldSpec],
        *,
        view: Callable[[Any], RowView],
        fresh: Callable[[], Any] | None,
        save: Callable[[Any, Callable[[Any], None], Callable[[Exception], None]], None],
        editable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say(f"{words}.title"), parent=parent)
        self.words, self._view, self._fresh, self._save, self._editable = words, view, fresh, save, editable
        self._records: tuple[Any, ...] = ()
        self.add_button = Button(say(f"{words}.add")) if fresh else None
        if self.add_button:
            self.add_button.clicked.connect(self.start_new)
            self.add_action(self.add_button)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._empty = Muted(say(f"{words}.empty"), wrap=True)
        self.editor = QFrame()
        self.editor.setProperty("role", "editor")
        self.form: RecordForm[Any] = RecordForm(words, cls, specs)
        self.form.changed.connect(self.changed)
        self._editing = ""
        self._aside: dict[str, dict[str, Any]] = {}
        self.problem = ProblemLine()
        self.save_button = PrimaryButton(say("record.save"))
        self.cancel_button = Button(say("record.cancel"))
        self._lay_out_editor()
        self.body.addWidget(self._list)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.editor)
        self.editor.hide()

    def _lay_out_editor(self) -> None:
        down = QVBoxLayout(self.editor)
        down.setContentsMargins(0, 12, 0, 4)
        down.setSpacing(12)
        down.addWidget(self.form)
        down.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.cancel_button)
        across.addWidget(self.save_button)
        down.addLayout(across)
        self.save_button.clicked.connect(self._on_save)
        self.cancel_button.clicked.connect(self._on_cancel)

    @property
    def is_editing(self) -> bool:
        """Whether the editor is open; a reload then leaves the list behind it for later."""
        return not self.editor.isHidden()

    def show_records(self, records: Sequence[Any]) -> None:
        """Show the records; an open editor stays as it is."""
        self._records = tuple(records)
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for index, record in enumerate(self._records):
            view = self._view(record)
            if not self._editable:
                view = replace(view, editable=False, act="")
            row = RecordRow(index, view)
            row.edit_asked.connect(self._on_edit)
            row.link_followed.connect(self._on_link)
            self._rows.addWidget(row)
        self._empty.setVisible(not self._records and not self.is_editing)

    def start_new(self) -> None:
        """Open the editor on an empty record."""
        if self._fresh is not None:
            self.open_editor(self._fresh())

    def open_editor(self, record: Any) -> None:
        """Open the editor on a record."""
        self._editing = _identity(record)
        self.form.set_value(record)
        self.form.resume(self._aside.pop(self._editing, {}))
        self.problem.say("")
        self.editor.show()
        self._empty.hide()
        if self.add_button:
            self.add_button.hide()
        self.form.focus_first()
        self.opened.emit()

    def close_editor(self) -> None:
        """Close the editor; what is stored stays as it is."""
        self.editor.hide()
        self._empty.setVisible(not self._records)
        if self.add_button:
            self.add_button.show()
            self.add_button.setFocus()
        self.changed.emit()

    def unfinished(self) -> dict[str, Any]:
        """Return what is half typed in the open editor, and over which record."""
        typed = self.form.unfinished() if self.is_editing else {}
        return {"record": self._editing, "fields": typed} if typed else {}

    def resume(self, data: dict[str, Any]) -> None:
        """Open the editor where it was left; a record that is gone meanwhile is a new one.

        One that was opened before it was known what had been left gets it, too; another one waits until it is opened.
        """
        if self.is_editing and self._editing == data.get("record"):
            self.form.resume(data["fields"])
        elif self.is_editing:
            self._aside[str(data.get("record", ""))] = data["fields"]
        else:
            self._open_where_it_was_left(data)

    def _open_where_it_was_left(self, data: dict[str, Any]) -> None:
        record = next((r for r in self._records if _identity(r) == data.get("record")), None)
        if record is not None and self._editable:
            self.open_editor(record)
        elif self._fresh is not None:
            self.open_editor(self._fresh())
        else:
            return
        self.form.resume(data["fields"])

    def forget(self) -> None:
        """Close the editor: another chart is shown."""
        if self.is_editing:
            self.close_editor()
        self._aside.clear()

    def _on_cancel(self) -> None:
        """Close the editor; what was typed is there again when the same record is opened next."""
        self._aside[self._editing] = self.form.unfinished()
        self.close_editor()

    def _on_link(self, index: int, key: str) -> None:
        self.link_followed.emit(self._records[index], key)

    def _on_edit(self, index: int) -> None:
        self.open_editor(self._records[index])

    def _on_save(self) -> None:
        try:
            record = self.form.value()
        except Invalid as error:
            self.form.show_problems(error.problems)
            return
        self.save_button.setEnabled(False)
        self._save(record, self._on_saved, self._on_failed)

    def _on_saved(self, _: object) -> None:
        self.save_button.setEnabled(True)
        self.close_editor()
        self.saved.emit()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self.form.show_problems(error.problems)
            shown = {name for name in (p.field.partition(".")[0] for p in error.problems)}
            rest = [p.sentence for p in error.problems if p.field.partition(".")[0] not in self.form._fields]
            self.problem.say(" ".join(rest) if shown else str(error))
        elif isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error


def _identity(record: Any) -> str:
    return str(getattr(record, "id", ""))


__all__ = ["RecordCard", "RecordRow", "RowLink", "RowView"]
