"""The Documents tab: choose a document, look at every page before saving, see what left."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from irt_desk.domain.safety import Gate
from irt_desk.domain.values import Invalid
from irt_desk.errors import UserError
from irt_desk.services.changes import Area
from irt_desk.services.charts import ChartHead
from irt_desk.services.context import system_clock
from irt_desk.services.documents import Asked, DocumentKind, IssuedDocument, Offer, Reader
from irt_desk.services.texts import day_text
from irt_desk.ui import theme
from irt_desk.ui.building import (
    Banner,
    Body,
    Button,
    Card,
    EmptyState,
    LinkButton,
    Muted,
    Pill,
    PrimaryButton,
    ProblemLine,
    ScrollPage,
    clear_layout,
)
from irt_desk.ui.chart.asking import DocumentChoice
from irt_desk.ui.chart.tab import ChartTab
from irt_desk.ui.chart.transfers import TransferCards, TransferPicture, gather_transfers
from irt_desk.ui.room import Room
from irt_desk.words import label, say

PREVIEW_SCALE = 1.6


def pages_of(data: bytes, scale: float) -> tuple[tuple[int, int, bytes], ...]:
    """Return the pages of a PDF as width, height and RGBA bytes, drawn from memory: no file is ever written."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        found = []
        for page in document:
            picture = page.render(scale=scale).to_pil().convert("RGBA")
            found.append((picture.width, picture.height, picture.tobytes()))
        return tuple(found)
    finally:
        document.close()


Shown = tuple[ChartHead, tuple[Offer, ...], tuple[IssuedDocument, ...], TransferPicture]


def gather(desk: Any, unit_id: str) -> Shown:
    """Read everything the tab shows, on the lane."""
    return (
        desk.charts.head(unit_id),
        desk.documents.offers(unit_id),
        desk.documents.issued(unit_id),
        gather_transfers(desk, unit_id),
    )


class PagePicture(QWidget):
    """One page as a picture, as wide as there is room, never wider than it was made."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Return True: a page keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the page at a width."""
        return round(min(width, self._image.width()) * self._image.height() / self._image.width())

    def sizeHint(self) -> QSize:
        """Return the size it was made in."""
        return self._image.size()

    def minimumSizeHint(self) -> QSize:
        """Return a width at which the page can still be recognised."""
        return QSize(200, self.heightForWidth(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page in the middle, with a hairline around it."""
        width = min(self.width(), self._image.width())
        page = QRect((self.width() - width) // 2, 0, width, self.heightForWidth(width))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(page, self._image)
        painter.setPen(theme.current().color("line"))
        painter.drawRect(page.adjusted(0, 0, -1, -1))


class DocumentsTab(ChartTab):
    """Choose the document and its reader, look, save."""

    place = "documents"
    areas = frozenset(Area)
    progressed = Signal(float)

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._data: bytes | None = None
        self._for: Asked | None = None
        self._choice: Asked | None = None
        self._stop = threading.Event()
        self._wanted = ("", "")
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        left = ScrollPage(margins=(24, 20, 12, 24))
        left.setMinimumWidth(360)
        left.setMaximumWidth(440)
        left.body.addWidget(self._make_card())
        self.left_card = Card(say("documents.left"))
        self.transfers = TransferCards(self)
        left.body.addWidget(self.transfers)
        left.body.addWidget(self.left_card)
        left.body.addStretch(1)
        across.addWidget(left)
        self.preview = ScrollPage(margins=(12, 20, 24, 24))
        self._empty = EmptyState(say("documents.preview"), say("documents.preview_text"))
        self.preview.body.addWidget(self._empty)
        across.addWidget(self.preview, 1)
        self.down.addLayout(across)
        self.progressed.connect(self._on_progress)

    def _make_card(self) -> Card:
        card = Card(say("documents.make"))
        self.home = Banner("", "attention")
        card.body.addWidget(self.home)
        self.choice = DocumentChoice()
        self.choice.changed.connect(self._on_choice)
        self.keeper.add("document", self.choice)
        card.body.addWidget(self.choice)
        self.problem = ProblemLine()
        card.body.addWidget(self.problem)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 100)
        self.progress.hide()
        card.body.addWidget(self.progress)
        row = QHBoxLayout()
        self.preview_button = PrimaryButton(say("documents.make_preview"))
        self.preview_button.clicked.connect(self.make_preview)
        self.cancel_button = Button(say("record.cancel"))
        self.cancel_button.clicked.connect(self._on_cancel)
        self.cancel_button.hide()
        self.save_button = Button(say("documents.save"))
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(self._on_save)
        row.addWidget(self.preview_button)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def forget(self) -> None:
        """Let go of the preview of another record."""
        self._stop.set()
        self._drop_preview()
        self.choice.forget()
        self.transfers.forget()

    def point_at(self, *, document: str = "", subject: str = "", **_: Any) -> None:
        """Choose a document that another page asks for, as soon as it is known what can be made."""
        self._wanted = (document, subject)
        self.reload()

    def reload(self) -> None:
        """Fetch what left."""
        if self.unit_id:
            self.room.runner.read(self, partial(gather, self.room.desk, self.unit_id), self._show, self.fail)

    def _show(self, facts: Shown) -> None:
        head, offers, issued, picture = facts
        if head.unit.id != self.unit_id:
            return
        is_open = head.standing.gate is Gate.OPEN
        self.home.say("" if is_open else say("documents.not_home"))
        self.choice.offer(offers, needs_care=not is_open)
        self.transfers.show_facts(head, picture)
        self._follow_kind()
        self.keeper.show(self.unit_id)
        kind, subject = self._wanted
        if kind:
            self._wanted = ("", "")
            self.choice.choose(DocumentKind(kind), subject=subject)
        clear_layout(self.left_card.body)
        for document in issued:
            row = QHBoxLayout()
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Body(label(DocumentKind(document.kind)), wrap=True))
            words.addWidget(
                Muted(
                    say("documents.issued", day=day_text(document.issued.day), reader=label(Reader(document.reader))),
                    wrap=True,
                )
            )
            row.addLayout(words, 1)
            if document.draft:
                row.addWidget(Pill(say("note_state.draft"), "attention"))
            show = LinkButton(say("documents.show"))
            show.clicked.connect(partial(self._on_copy, document))
            row.addWidget(show)
            self.left_card.body.addLayout(row)
        if not issued:
            self.left_card.body.addWidget(Muted(say("documents.none_left"), wrap=True))

    def _on_choice(self) -> None:
        self._follow_kind()
        self._drop_preview()

    def _follow_kind(self) -> None:
        now = self.choice.now
        self.transfers.show_composer(now is not None and now.kind is DocumentKind.TRANSFER)

    def _drop_preview(self) -> None:
        self._data, self._for = None, None
        self.save_button.setEnabled(False)
        clear_layout(self.preview.body)
        self.preview.body.addWidget(EmptyState(say("documents.preview"), say("documents.preview_text")))

    def make_preview(self) -> None:
        """Make the PDF in memory and show its pages."""
        self._stop = threading.Event()
        self.problem.say("")
        if self.unit_id is None or self.choice.now is None:
            return
        try:
            asked = self.choice.asked(self.unit_id)
        except Invalid:
            return
        self._busy(True)
        work = partial(make, self.room.desk, asked, progress=self.progressed.emit, cancelled=self._stop.is_set)
        self._choice = asked
        self.room.runner.read(self, work, self._on_made, self._on_failed)

    def _on_cancel(self) -> None:
        """Stop the making; nothing was stored, nothing is shown."""
        self._stop.set()
        self._busy(False)

    def _on_made(self, made: tuple[bytes, tuple[tuple[int, int, bytes], ...]]) -> None:
        """Show finished pages; only now may they be saved."""
        self._busy(False)
        self._data, self._for = made[0], self._choice
        self.save_button.setEnabled(True)
        self._show_pages(made[1])

    def _show_pages(self, pages: tuple[tuple[int, int, bytes], ...]) -> None:
        clear_layout(self.preview.body)
        for number, (width, height, raw) in enumerate(pages, 1):
            image = QImage(raw, width, height, QImage.Format.Format_RGBA8888).copy()
            self.preview.body.addWidget(PagePicture(image, say("documents.page", number=number, count=len(pages))))
        self.preview.body.addStretch(1)

    def _busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        self.preview_button.setVisible(not busy)
        self.cancel_button.setVisible(busy)

    def _on_progress(self, part: float) -> None:
        self.progress.setValue(int(part * 100))

    def _on_failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, UserError):
            self.problem.say(str(error))
        else:
            raise error

    def _on_save(self) -> None:
        if self._data is not None and self._for is not None:
            name = f"{label(self._for.kind)} {system_clock():%Y-%m-%d}.pdf"
            self.room.dialogs.choose_save(say("documents.save"), name, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the previewed document to a file and keep a copy inside the practice."""
        if self._data is None or self._for is None:
            return
        path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
        work = partial(self.room.desk.documents.issue, self._for, self._data, path=path)
        self.room.runner.change(self, work, self._on_saved, self._on_failed)

    def _on_saved(self, _: IssuedDocument) -> None:
        self.choice.settle()
        self.keeper.keep()
        self.room.saved(say("documents.saved"))

    def _on_copy(self, document: IssuedDocument, *_: Any) -> None:
        self.room.runner.read(self, partial(copy_of, self.room.desk, document), self._show_pages, self._on_failed)


def make(desk: Any, asked: Asked, *, progress: Any, cancelled: Any) -> tuple[bytes, tuple[tuple[int, int, bytes], ...]]:
    """Make PDF and page pictures, on the lane."""
    data = desk.documents.preview(asked, progress=progress, cancelled=cancelled)
    return data, pages_of(data, PREVIEW_SCALE)


def copy_of(desk: Any, document: IssuedDocument) -> tuple[tuple[int, int, bytes], ...]:
    """Return the pages of the kept copy, on the lane."""
    return pages_of(desk.documents.copy_of(document), PREVIEW_SCALE)
