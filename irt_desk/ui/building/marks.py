"""Small painted marks: the program's ring, a round monogram, note icons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from irt_desk.ui import theme


class PlainMark(QWidget):
    """The ring of the program: one part client, one part partner."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(20, 20)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(3, 3, 14, 14)
        for token, start, span in (("client", 45, 250), ("partner", 295, 110)):
            pen = QPen(theme.current().color(token), 3)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(box, start * 16, span * 16)


class Monogram(QWidget):
    """A client's initials in a circle."""

    def __init__(self, initials: str = "", size: int = 44, role: str = "client") -> None:
        super().__init__()
        self._initials, self._size, self._role = initials, size, role
        self.setFixedSize(size, size)

    def show_initials(self, initials: str) -> None:
        """Show other initials."""
        self._initials = initials
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw circle and letters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = theme.current().role(self._role)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(self.rect())
        font = painter.font()
        font.setBold(True)
        font.setPixelSize(max(11, self._size // 3))
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)


class Bar(QWidget):
    """A quiet horizontal bar: a share of a whole."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedHeight(8)
        self.setMinimumWidth(60)

    def sizeHint(self) -> QSize:
        """Return a useful size."""
        return QSize(160, 8)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw ground and share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("rail"))
        painter.drawRoundedRect(QRectF(0, 1, self.width(), 6), 3, 3)
        painter.setBrush(theme.current().color("relationship"))
        painter.drawRoundedRect(QRectF(0, 1, max(6.0, self.width() * self._share), 6), 3, 3)
