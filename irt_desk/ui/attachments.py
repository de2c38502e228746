"""Scans and files of a case in the window: a list, "Add a file", and a viewer that shows pages from memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from irt_desk.domain.attachments import TOGETHER_GB, CaseFile, FileOwner, is_much
from irt_desk.services.texts import day_text
from irt_desk.ui.building import Banner, Body, Button, Card, LinkButton, Muted, ScrollPage, clear_layout
from irt_desk.ui.chart.documents import PREVIEW_SCALE, PagePicture, pages_of
from irt_desk.words import say

Pages = tuple[tuple[int, int, bytes], ...]


class FilesCard(Card):
    """The files of a case; ``tab`` is the chart tab it stands on."""

    def __init__(self, tab: Any) -> None:
        super().__init__(say("files.title"))
        self._tab = tab
        self.body.addWidget(Muted(say("files.intro"), wrap=True))
        self.add_button = Button(say("files.add"))
        self.add_button.clicked.connect(self._on_add)
        self.add_action(self.add_button)
        self.much = Banner("", "attention")
        self.body.addWidget(self.much)
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self.viewer: FileViewer | None = None

    def show_files(self, files: tuple[CaseFile, ...], together: int) -> None:
        """Show what belongs to the case as a whole; a signed page stands at its consent.

        Args:
            files: the files of the record.
            together: the size in bytes of all files of the practice.
        """
        self.much.say(much_text(together))
        clear_layout(self._rows)
        listed = [one for one in files if one.owner_kind is FileOwner.CASE]
        for one in listed:
            across = QHBoxLayout()
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Body(one.name, wrap=True))
            words.addWidget(Muted(file_text(one), wrap=True))
            across.addLayout(words, 1)
            view = LinkButton(say("files.view"))
            view.setAccessibleName(say("files.view_named", name=one.name))
            view.clicked.connect(partial(self.view, one))
            across.addWidget(view)
            self._rows.addLayout(across)
        if not listed:
            self._rows.addWidget(Muted(say("files.none"), wrap=True))

    def _on_add(self) -> None:
        self._tab.room.dialogs.choose_file(say("files.add"), say("files.pattern"), self.add)

    def add_to(self, consent_id: str) -> None:
        """Ask for the scan of a signed consent and keep it there."""
        chosen = partial(self.add, consent_id=consent_id, unit_id=self._tab.unit_id)
        self._tab.room.dialogs.choose_file(say("files.add_page"), say("files.pattern"), chosen)

    def add(self, path: Path, *, consent_id: str = "", unit_id: str = "") -> None:
        """Take a file in; the lane reads and encrypts it."""
        self.add_button.setEnabled(False)
        work = partial(self._tab.room.desk.attachments.add, unit_id or self._tab.unit_id, path, consent_id=consent_id)
        self._tab.room.runner.change(self, work, self._on_added, self._on_failed)

    def _on_added(self, _: CaseFile) -> None:
        self.add_button.setEnabled(True)
        self._tab.room.saved(say("files.added"))

    def _on_failed(self, error: Exception) -> None:
        self.add_button.setEnabled(True)
        self._tab.fail(error)

    def view(self, one: CaseFile, *_: Any) -> None:
        """Show a file of this record from memory."""
        work = partial(pages, self._tab.room.desk, self._tab.unit_id, one.id)
        self._tab.room.runner.read(self, work, self._show, self._tab.fail)

    def _show(self, shown: tuple[CaseFile, Pages, str]) -> None:
        self.viewer = FileViewer(*shown, parent=self.window())
        self.viewer.open()


class FileViewer(QDialog):
    """One file, page under page; nothing of it touches the disk, and it is gone when it is closed."""

    def __init__(self, one: CaseFile, pages: Pages, text: str, *, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("files.viewer"))  # a file's name may be a person's; titles stand in the task bar (LK-5)
        self.setAccessibleName(say("files.viewer"))
        self.resize(900, 760)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 12)
        page = ScrollPage(margins=(24, 20, 24, 24))
        for number, (width, height, raw) in enumerate(pages, 1):
            image = QImage(raw, width, height, QImage.Format.Format_RGBA8888).copy()
            page.body.addWidget(PagePicture(image, say("documents.page", number=number, count=len(pages))))
        if text:
            page.body.addWidget(Body(text, wrap=True))
        page.body.addStretch(1)
        down.addWidget(page, 1)
        across = QHBoxLayout()
        across.setContentsMargins(24, 0, 24, 0)
        across.addStretch(1)
        close = Button(say("files.close"))
        close.clicked.connect(self.close)
        across.addWidget(close)
        down.addLayout(across)


def pages(desk: Any, unit_id: str, file_id: str) -> tuple[CaseFile, Pages, str]:
    """Return a file as pictures or as text, made from memory on the lane."""
    one, data = desk.attachments.content(unit_id, file_id)
    if one.media_type == "application/pdf":
        return one, pages_of(data, PREVIEW_SCALE), ""
    if one.is_picture:
        image = QImage.fromData(data).convertToFormat(QImage.Format.Format_RGBA8888)
        if image.isNull():
            return one, (), say("files.broken")
        return one, ((image.width(), image.height(), bytes(image.constBits())),), ""
    return one, (), data.decode("utf-8", "replace")


def file_text(one: CaseFile) -> str:
    """Return when a file was added and how large it is."""
    return say("files.row", day=day_text(one.added.day), size=_size(one.size))


def much_text(together: int) -> str:
    """Return what to do about very many scans, or nothing while they are few (IP-7)."""
    return say("files.much", size=size_text(together), limit=TOGETHER_GB) if is_much(together) else ""


def size_text(count: int) -> str:
    """Return a size of many files: gigabytes from one of them on."""
    return f"{count / 1_000_000_000:.1f} GB" if count >= 1_000_000_000 else _size(count)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{max(1, round(count / 1000))} kB"
