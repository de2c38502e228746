"""Help while writing: snippets by ``;name`` or from a menu, openings of sentences, spelling. None of it stands in the way.

Ctrl+Space opens the menu of the field one writes in, F7 goes to the next slip, Ctrl+G to the next gap of a snippet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from irt_desk.domain.snippets import GAP, Snippet, filled, fitting, typed_trigger
from irt_desk.errors import UserError
from irt_desk.services import note_content
from irt_desk.services.desk import Desk
from irt_desk.services.spelling import Checker
from irt_desk.ui.building import TextArea
from irt_desk.ui.notes.spelling import SpellMarks, next_slip, slip_at
from irt_desk.ui.room import Room
from irt_desk.words import say

_EXPAND = (Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PART_WORD = QTextCursor.MoveMode.KeepAnchor


@dataclass(frozen=True, slots=True)
class WritingAids:
    """What helps in one record, read in one go on the lane."""

    checker: Checker
    snippets: tuple[Snippet, ...]
    values: Mapping[str, str]


def gather_aids(desk: Desk, unit_id: str, session_id: str) -> WritingAids:
    """Read the words, snippets and names of a record; the spelling library loads with the first."""
    return WritingAids(desk.spelling.checker(unit_id), desk.snippets.all(), desk.snippets.values(unit_id, session_id))


class WritingTools(QObject):
    """Looks after the fields of running text of one editor."""

    def __init__(self, room: Room, page: QWidget, areas: Sequence[tuple[str, TextArea]]) -> None:
        super().__init__(page)
        self._room, self._page = room, page
        self._aids: WritingAids | None = None
        self._unit_id = self._session_id = ""
        self._names = {area: name for name, area in areas}
        self._marks = {area: SpellMarks(area) for _, area in areas}
        for area in self._names:
            area.installEventFilter(self)
            area.setToolTip(say("writing.hint"))
        for keys, act in (("Ctrl+Space", self.open_menu), ("F7", self.to_next_slip), ("Ctrl+G", self.to_next_gap)):
            shortcut = QShortcut(QKeySequence(keys), page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def begin(self, unit_id: str, session_id: str) -> None:
        """Fetch what helps in another note; until it is there, nothing is marked and nothing expands."""
        if (unit_id, session_id) != (self._unit_id, self._session_id):
            self._unit_id, self._session_id = unit_id, session_id
            self._aids = None
            self.refresh()

    def refresh(self) -> None:
        """Fetch it anew: a snippet or a word was added."""
        work = partial(gather_aids, self._room.desk, self._unit_id, self._session_id)
        self._room.runner.read(self, work, self._on_aids)

    def _on_aids(self, aids: WritingAids) -> None:
        self._aids = aids
        for marks in self._marks.values():
            marks.use(aids.checker)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Expand a typed trigger; open the menu with suggestions where the mouse asks for it."""
        if isinstance(watched, TextArea) and watched in self._names:
            if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._expands(watched, event)
            if event.type() is QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
                place = watched.cursorForPosition(watched.viewport().mapFromGlobal(event.globalPos()))
                self._menu_at(watched, place, event.globalPos(), is_mouse=True)
                return True
        return super().eventFilter(watched, event)

    def _expands(self, area: TextArea, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._aids is None or event.key() not in _EXPAND or not plain:
            return False
        cursor = area.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        trigger = typed_trigger(before)
        found = next((s for s in self._aids.snippets if s.trigger == trigger), None) if trigger else None
        if found is None:
            return False
        cursor.movePosition(QTextCursor.MoveOperation.Left, _PART_WORD, len(trigger) + 1)
        self._insert(area, cursor, filled(found.text, self._aids.values))
        return True

    def _insert(self, area: TextArea, cursor: QTextCursor, text: str) -> None:
        """Put a text in place of what is selected, as one step of undo; the first gap is selected to be typed over."""
        start = cursor.selectionStart()
        cursor.insertText(text)
        gap = text.find(GAP)
        if gap >= 0:
            cursor.setPosition(start + gap)
            cursor.setPosition(start + gap + len(GAP), _PART_WORD)
        area.setTextCursor(cursor)
        area.setFocus()

    def open_menu(self) -> None:
        """Open the menu of the field one writes in, at the cursor."""
        area = QApplication.focusWidget()
        if isinstance(area, TextArea) and area in self._names:
            place = area.viewport().mapToGlobal(area.cursorRect().bottomLeft())
            self._menu_at(area, area.textCursor(), place, is_mouse=False)

    def to_next_gap(self) -> None:
        """Select the next gap of a snippet after the cursor."""
        area = QApplication.focusWidget()
        if not isinstance(area, TextArea):
            return
        cursor = area.textCursor()
        found = area.toPlainText().find(GAP, cursor.selectionEnd())
        found = found if found >= 0 else area.toPlainText().find(GAP)
        if found >= 0:
            cursor.setPosition(found)
            cursor.setPosition(found + len(GAP), _PART_WORD)
            area.setTextCursor(cursor)

    def to_next_slip(self) -> None:
        """Go to the next slip of spelling, in this field or a later one, and open its suggestions."""
        if self._aids is None:
            return
        areas = [area for area in self._names if area.isVisible()]
        now = QApplication.focusWidget()
        first = areas.index(now) if isinstance(now, TextArea) and now in areas else 0
        for step in range(len(areas) + 1):
            area = areas[(first + step) % len(areas)]
            after = area.textCursor().selectionEnd() if step == 0 else 0
            found = next_slip(self._aids.checker, area.toPlainText(), after)
            if found is not None:
                cursor = area.textCursor()
                cursor.setPosition(found[0])
                cursor.setPosition(found[0] + found[1], _PART_WORD)
                area.setTextCursor(cursor)
                area.setFocus()
                self.open_menu()
                return

    def _menu_at(self, area: TextArea, place: QTextCursor, at: QPoint, *, is_mouse: bool) -> None:
        menu = area.createStandardContextMenu() if is_mouse else QMenu(area)
        menu.setParent(self._page, menu.windowFlags())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0] if menu.actions() else None
        added = QMenu(menu)
        self._add_spelling(added, area, place)
        self._add_openings(added, area)
        self._add_snippets(added, area)
        for action in added.actions():
            menu.insertAction(first, action) if first else menu.addAction(action)
        if not menu.actions():
            menu.addAction(say("writing.nothing")).setEnabled(False)
        menu.popup(at)
        if not is_mouse:
            menu.setActiveAction(next((a for a in menu.actions() if a.isEnabled() and a.text()), menu.actions()[0]))

    def _add_spelling(self, menu: QMenu, area: TextArea, place: QTextCursor) -> None:
        if self._aids is None:
            return
        found = slip_at(self._aids.checker, area.toPlainText(), place.position())
        if found is None:
            return
        word = area.toPlainText()[found[0] : found[0] + found[1]]
        for text in self._aids.checker.suggestions(word):
            menu.addAction(text.replace("&", "&&")).triggered.connect(partial(self._replace, area, found, text))
        menu.addAction(say("writing.add_word", word=word)).triggered.connect(partial(self._on_add_word, word))
        menu.addSeparator()

    def _add_openings(self, menu: QMenu, area: TextArea) -> None:
        name = self._names[area]
        values = self._aids.values if self._aids else {}
        for starters in note_content.snippet_file().starters:
            if starters.field == name:
                for text in starters.texts:
                    words = filled(text, values) + " "
                    menu.addAction(f"{words.strip()} \N{HORIZONTAL ELLIPSIS}".replace("&", "&&")).triggered.connect(
                        partial(self._at_cursor, area, words)
                    )
                menu.addSeparator()

    def _add_snippets(self, menu: QMenu, area: TextArea) -> None:
        if self._aids is None:
            return
        for snippet in fitting(self._aids.snippets, self._names[area]):
            action = menu.addAction(f"{snippet.title}\t;{snippet.trigger}".replace("&", "&&"))
            action.triggered.connect(partial(self._at_cursor, area, filled(snippet.text, self._aids.values)))
        menu.addSeparator()

    def _at_cursor(self, area: TextArea, text: str, *_: Any) -> None:
        self._insert(area, area.textCursor(), text)

    def _replace(self, area: TextArea, found: tuple[int, int], text: str, *_: Any) -> None:
        cursor = area.textCursor()
        cursor.setPosition(found[0])
        cursor.setPosition(found[0] + found[1], _PART_WORD)
        cursor.insertText(text)
        area.setTextCursor(cursor)

    def _on_add_word(self, word: str, *_: Any) -> None:
        self._room.runner.change(self, partial(self._room.desk.spelling.add, word), self._on_word, self._on_no_word)

    def _on_word(self, _: str) -> None:
        self.refresh()

    def _on_no_word(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._room.dialogs.tell(str(error))
