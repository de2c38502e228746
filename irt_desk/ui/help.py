"""In-app help: short Markdown pages, shown from memory; nothing in them is fetched."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QImage, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QVBoxLayout

from irt_desk.services import content
from irt_desk.ui import theme
from irt_desk.ui.building import Title
from irt_desk.ui.room import Page, Room
from irt_desk.words import say


class _Page(QTextDocument):
    """A document that never loads anything from outside."""

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Return an empty picture for everything (security paper, IP-2)."""
        empty = QImage(1, 1, QImage.Format.Format_ARGB32)
        empty.fill(0)
        return empty


class HelpPage(Page):
    """Topics at the left, the page at the right."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 20, 24, 24)
        across.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(Title(say("rail.help")))
        self.topics = content.help_topics()
        self.list = QListWidget()
        self.list.setFixedWidth(260)
        self.list.setAccessibleName(say("rail.help"))
        self.list.addItems([content.help_title(topic) for topic in self.topics])
        left.addWidget(self.list)
        across.addLayout(left)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(say("rail.help"))
        self.document = _Page(self)
        self.document.setDocumentMargin(20)
        self.text.setDocument(self.document)
        across.addWidget(self.text, 1)
        self.list.currentRowChanged.connect(self._on_chosen)
        self.list.setCurrentRow(0)

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < len(self.topics):
            self.document.setMarkdown(content.help_text(self.topics[row]))
            _set(self.document)
            self.text.moveCursor(QTextCursor.MoveOperation.Start)


def _set(document: QTextDocument) -> None:
    """Give headings the sizes of the program and every paragraph room to be read."""
    block = document.begin()
    cursor = QTextCursor(document)
    while block.isValid():
        cursor.setPosition(block.position())
        level = block.blockFormat().headingLevel()
        form = block.blockFormat()
        form.setTopMargin(14 if level > 1 else 4)
        form.setBottomMargin(6)
        form.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(form)
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = QTextCharFormat()
            font = QFont(document.defaultFont())
            font.setPixelSize(theme.TITLE if level == 1 else theme.STRONG)
            font.setWeight(QFont.Weight.Bold)
            letters.setFont(font)
            cursor.setCharFormat(letters)
        block = block.next()
