"""Controls for text. Pasting gives clean plain text: nothing is fetched, nothing executed (security, IP-1, IP-2)."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

CLIPBOARD_SECONDS = 30
"""How long copied note text stays on the clipboard (security paper, LH-6)."""

_SECRET_MARKS = (
    ("x-kde-passwordManagerHint", b"secret"),  # KDE and most Linux clipboard managers
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"),
    ('application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"', b"\0\0\0\0"),
    ('application/x-qt-windows-mime;value="CanUploadToCloudClipboard"', b"\0\0\0\0"),
    ("application/x-nspasteboard-concealed-type", b"1"),  # macOS clipboard managers
)


def cleaned(text: str) -> str:
    """Return a text with plain line ends and without control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def pasted(mime: QMimeData) -> str:
    """Return the plain text of a clipboard: no formatting, no control characters."""
    return cleaned(mime.text())


def secret(text: str) -> QMimeData:
    """Return text for the clipboard that clipboard managers and cloud clipboards are asked to skip (LH-6)."""
    mime = QMimeData()
    mime.setText(text)
    for kind, mark in _SECRET_MARKS:
        mime.setData(kind, mark)
    return mime


class ClipboardGuard(QObject):
    """Clears what this program copied after a while, unless something else was copied since."""

    def __init__(self, parent: QObject | None = None, *, seconds: float = CLIPBOARD_SECONDS) -> None:
        super().__init__(parent)
        self._text = ""
        self._wait = QTimer(self, interval=int(seconds * 1000), singleShot=True)
        self._wait.timeout.connect(self.clear)

    def watch(self, text: str) -> None:
        """Remember what goes onto the clipboard now."""
        self._text = text
        self._wait.start()

    def clear(self) -> None:
        """Clear the clipboard when it still holds what this program put there; called on locking too."""
        self._wait.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""


_guards: list[ClipboardGuard] = []


def clipboard_guard() -> ClipboardGuard:
    """Return the one guard of this program."""
    if not _guards:
        _guards.append(ClipboardGuard())
    return _guards[0]


class TextLine(QLineEdit):
    """One line of text."""

    changed = Signal()

    def __init__(self, text: str = "", *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(self._on_changed)

    def value(self) -> str:
        """Return the text without white space around it; a pasted line break is a space."""
        return " ".join(cleaned(self.text()).replace("\t", " ").split("\n")).strip()

    def set_value(self, value: str | None) -> None:
        """Show a text."""
        if self.value() != (value or ""):
            self.setText(value or "")
            self.setCursorPosition(0)

    def _on_changed(self) -> None:
        self.changed.emit()


class TextArea(QPlainTextEdit):
    """Several lines of plain text that grow with what is written; Tab moves on."""

    changed = Signal()

    def __init__(self, *, least: int = 2, most: int = 14, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if tone:
            self.setProperty("tone", tone)
        self.textChanged.connect(self._on_changed)
        self._fit()

    def value(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def set_value(self, value: str | None) -> None:
        """Show a text; nothing happens when it is shown already, so that the cursor stays."""
        text = cleaned(value or "")
        if self.toPlainText() != text:
            self.setPlainText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Accept anything that has text."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert the plain text of what is pasted or dropped, and nothing else."""
        if source.hasText():
            self.textCursor().insertText(pasted(source))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Mark what is copied as secret, so that clipboard managers leave it alone, and let it go after a while."""
        text = cleaned(self.textCursor().selectedText())
        clipboard_guard().watch(text)
        return secret(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height right when the width changes."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the height for the least number of lines."""
        return QSize(240, self._height(self._least))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the page."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _height(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + 22

    def _fit(self) -> None:
        if self.document().characterCount() > 20_000:
            wanted = self._most
        else:
            wanted = max(self._least, min(self._most, int(self.document().size().height())))
        if self.height() != self._height(wanted):
            self.setFixedHeight(self._height(wanted))

    def _on_changed(self) -> None:
        self._fit()
        self.changed.emit()


class LinesArea(TextArea):
    """A list of short texts, one a line."""

    def value(self) -> tuple[str, ...]:  # type: ignore[override]  # a control's value is what its field holds
        """Return the lines that say something."""
        return tuple(part.strip() for part in self.toPlainText().splitlines() if part.strip())

    def set_value(self, value: tuple[str, ...] | str | None) -> None:
        """Show a list, one item a line."""
        super().set_value("\n".join(value) if isinstance(value, tuple) else value)
