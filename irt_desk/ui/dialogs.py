"""The one door through which a person is told or asked something; tests pass a fake."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from irt_desk.words import say

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog

Answered = Callable[[bool], None]
Chosen = Callable[[Path], None]


class Dialogs(Protocol):
    """What pages may ask."""

    def tell(self, text: str) -> None:
        """Say something that needs no answer."""

    def ask(self, question: str, yes: str, answered: Answered) -> None:
        """Ask one question; ``yes`` names the act."""

    def choose_save(self, title: str, name: str, chosen: Chosen) -> None:
        """Ask where to save a file."""

    def choose_folder(self, title: str, chosen: Chosen) -> None:
        """Ask for a folder."""

    def choose_file(self, title: str, pattern: str, chosen: Chosen) -> None:
        """Ask for a file."""

    def print_text(self, title: str, text: str) -> None:
        """Ask for a printer and print plain text."""


class QtDialogs:
    """The real door: windows that open without blocking and are gone, text and all, when closed."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def tell(self, text: str) -> None:
        """Say something that needs no answer."""
        self._box(text, QMessageBox.StandardButton.Ok).open()

    def ask(self, question: str, yes: str, answered: Answered) -> None:
        """Ask one question; Escape and Cancel are no."""
        box = self._box(question, QMessageBox.StandardButton.Cancel)
        act = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)

        def finished(_: int) -> None:
            answered(box.clickedButton() is act)

        box.finished.connect(finished)
        box.open()

    def choose_save(self, title: str, name: str, chosen: Chosen) -> None:
        """Ask where to save a file."""
        from irt_desk import paths

        dialog = self._file_dialog(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(paths.documents_folder()))
        dialog.selectFile(name)
        self._open(dialog, chosen)

    def choose_folder(self, title: str, chosen: Chosen) -> None:
        """Ask for a folder."""
        dialog = self._file_dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog, chosen)

    def choose_file(self, title: str, pattern: str, chosen: Chosen) -> None:
        """Ask for a file."""
        dialog = self._file_dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(pattern)
        self._open(dialog, chosen)

    def print_text(self, title: str, text: str) -> None:
        """Ask for a printer and print plain text; where there is no printer, say so."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo  # seldom needed, so not at start-up

        if not QPrinterInfo.availablePrinterNames():
            self.tell(say("print.no_printer"))
            return
        dialog = QPrintDialog(self._parent)
        dialog.setWindowTitle(title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        document = QTextDocument(dialog)
        document.setPlainText(text)
        dialog.accepted.connect(partial(_print, document, dialog))
        QDialog.open(dialog)  # the print dialog's own open() wants a slot

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._parent, title)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # native ones keep a list of recent files (LH-7)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _open(self, dialog: QFileDialog, chosen: Chosen) -> None:
        def selected(path: str) -> None:
            chosen(Path(path))

        dialog.fileSelected.connect(selected)
        dialog.open()

    def _box(self, text: str, buttons: QMessageBox.StandardButton) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(say("app.name"))
        box.setText(text)
        box.setStandardButtons(buttons)
        return box


def _print(document: QTextDocument, dialog: QPrintDialog) -> None:
    document.print_(dialog.printer())
