"""Two texts of a note laid over each other: what went is struck through, what came is underlined, colour only helps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from irt_desk.domain.comparing import FieldChange, Part
from irt_desk.services.note_words import field_label
from irt_desk.ui import theme
from irt_desk.words import say


class ChangesView(QTextEdit):
    """A read-only page of changes. Text goes in with a format, never as markup."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setProperty("role", "changes")
        self.document().setDocumentMargin(12)
        self.setAccessibleName(say("versions.changes"))

    def show_changes(self, changes: Sequence[FieldChange]) -> None:
        """Show the fields that differ; a sentence when none does."""
        self.clear()
        cursor = self.textCursor()
        plain, bold = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        if not changes:
            cursor.insertText(say("versions.same"), plain)
        for number, change in enumerate(changes):
            if number:
                cursor.insertBlock(QTextBlockFormat(), plain)
            cursor.insertText(field_label(change.name), bold)
            cursor.insertBlock(_paragraph(), plain)
            for stretch in change.stretches:
                cursor.insertText(stretch.text, _format_of(stretch.part))
            cursor.insertBlock(QTextBlockFormat(), plain)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def wipe(self) -> None:
        """Let the text go."""
        self.clear()


def _paragraph() -> QTextBlockFormat:
    found = QTextBlockFormat()
    found.setTopMargin(4)
    found.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return found


def _format_of(part: Part) -> QTextCharFormat:
    found = QTextCharFormat()
    if part is Part.SAME:
        return found
    ink, ground = theme.current().role("good" if part is Part.NEW else "attention")
    found.setForeground(ink)
    found.setBackground(ground)
    found.setFontUnderline(part is Part.NEW)
    found.setFontStrikeOut(part is Part.GONE)
    return found
