"""A line of steps: where someone has been, where they are, painted; readable without colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from irt_desk.ui import theme


class StepLine(QWidget):
    """Name at the left, then one dot a step, the last one ringed."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self._name, self._about = "", ""
        self._steps: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(78)

    def show_steps(self, name: str, about: str, steps: list[tuple[str, str]]) -> None:
        """Show steps as (words, day)."""
        self._name, self._about, self._steps = name, about, steps
        self.setAccessibleName(f"{name}: " + ", ".join(f"{words} {day}".strip() for words, day in steps))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a useful size."""
        return QSize(600, 78)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw name, dots, lines and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.current().color(self._role)
        self._text(painter, 0, 4, 150, self._name, bold=True, token=self._role)
        self._text(painter, 0, 24, 150, self._about, small=True, token="muted")
        left = 160.0
        room = max(90.0, (self.width() - left) / max(1, len(self._steps)))
        y = 14.0
        for number, (words, day) in enumerate(self._steps):
            x = left + number * room
            last = number == len(self._steps) - 1
            if not last:
                painter.setPen(QPen(ink, 2))
                painter.drawLine(QPointF(x + 16, y), QPointF(x + room - 4, y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(x + 8, y), 10 if last else 6, 10 if last else 6)
            if last:
                painter.setBrush(theme.current().color("surface"))
                painter.drawEllipse(QPointF(x + 8, y), 4.5, 4.5)
            self._text(painter, x, 30, room - 8, words, bold=last, token="ink")
            self._text(painter, x, 50, room - 8, day, small=True, token="muted")

    def _text(
        self,
        painter: QPainter,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        bold: bool = False,
        small: bool = False,
        token: str,
    ) -> None:
        font = QFont(self.font())
        font.setPixelSize(12 if small else 13)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(theme.current().color(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(x, y, width, 20), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
