"""Marks slips of spelling while one writes; asking the checker is quick and never waits for the disk."""

from __future__ import annotations

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit

from irt_desk.services.spelling import WORD, Checker
from irt_desk.ui import theme

LONG = 20_000
"""Letters from which a text is no longer marked: a pasted book is not a note, and typing must stay quick."""


class SpellMarks(QSyntaxHighlighter):
    """A dotted line under words that are not known. Nothing is marked before the checker has loaded."""

    def __init__(self, area: QPlainTextEdit) -> None:
        super().__init__(area)
        self.setDocument(area.document())
        self._checker: Checker | None = None
        self._current = ""

    def use(self, checker: Checker | None) -> None:
        """Mark by a checker, or nothing."""
        self._checker = checker
        area = self.parent()
        was = area.blockSignals(True) if area is not None else False
        self.rehighlight()  # Qt tells of changed marks as it tells of changed text; nobody typed anything
        if area is not None:
            area.blockSignals(was)

    def highlightBlock(self, text: str) -> None:
        """Mark the slips of one paragraph."""
        document = self.document()
        if self._checker is None or document is None or document.characterCount() > LONG:
            return
        for start, length in self._checker.slips(text):
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(theme.current().color("attention"))
            self.setFormat(start, length, look)


def slip_at(checker: Checker, text: str, place: int) -> tuple[int, int] | None:
    """Return start and length of the slip at or next to a place in a text, or None."""
    for found in WORD.finditer(text):
        if found.start() <= place <= found.end() and not checker.is_known(found.group()):
            return found.start(), found.end() - found.start()
    return None


def next_slip(checker: Checker, text: str, place: int) -> tuple[int, int] | None:
    """Return the first slip that ends after a place, or None."""
    return next(((start, length) for start, length in checker.slips(text) if start + length > place), None)
