"""Line icons from ``resources/icons``, inked with a token of the theme on screen when they are painted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from irt_desk import paths
from irt_desk.ui import theme
from irt_desk.ui.building.texts import Small


@cache
def _drawing(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _image(name: str, color: str, pixels: int) -> QImage:
    data = QByteArray(_drawing(name).replace("currentColor", color).encode())
    buffer = QBuffer(data)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(pixels, pixels))
    return reader.read()


def paint_icon(painter: QPainter, box: QRectF, name: str, ink: str) -> None:
    """Draw an icon into a square box, sharp at the scale of the screen it is drawn on."""
    ratio = painter.device().devicePixelRatioF()
    color = theme.current().tokens[ink]
    painter.drawImage(box, _image(name, color, round(box.width() * ratio)))


class Icon(QWidget):
    """One icon. It is decoration: the words beside it carry the meaning."""

    def __init__(self, name: str, ink: str = "muted", size: int = 16) -> None:
        super().__init__()
        self._name, self._ink, self._size = name, ink, size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, ink: str) -> None:
        """Show another icon or another tint."""
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        paint_icon(painter, QRectF(0, 0, self._size, self._size), self._name, self._ink)


class IconLabel(QWidget):
    """An icon with a few small words: "Saved", "Backup 2 h ago"."""

    def __init__(self, icon: str, text: str = "", ink: str = "muted") -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(5)
        self.icon = Icon(icon, ink)
        self.label = Small(text, tone="" if ink == "muted" else ink)
        across.addWidget(self.icon)
        across.addWidget(self.label)

    def text(self) -> str:
        """Return the words shown."""
        return self.label.text()

    def say(self, text: str, *, icon: str = "", ink: str = "") -> None:
        """Show other words, and another icon where one is named."""
        if self.label.text() != text:
            self.label.setText(text)
            self.label.setAccessibleName(text)
        if icon:
            self.icon.show_icon(icon, ink or "muted")
