"""A line of steps: where someone has been, where they are, what may come; painted, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from irt_desk.ui import theme

LEFT = 160
"""Pixels kept for the name at the left."""
NARROW = 620
"""Width below which the name has less."""
_TALL = 78
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap

Step = tuple[str, str]


class StepLine(QWidget):
    """Name at the left, then one dot a step, the present one ringed; what may come is hollow on a dotted line."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self._name, self._about = "", ""
        self._steps: list[Step] = []
        self._ahead: list[Step] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_TALL)

    def show_steps(self, name: str, about: str, steps: Sequence[Step], ahead: Sequence[Step] = ()) -> None:
        """Show steps as (words, day), and what may come after them as (words, what it means)."""
        self._name, self._about, self._steps, self._ahead = name, about, list(steps), list(ahead)
        self.setAccessibleName(f"{name}: " + ", ".join(f"{words} {day}".strip() for words, day in steps))
        self.setAccessibleDescription(", ".join(f"{words} {means}".strip() for words, means in ahead))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a useful size."""
        return QSize(600, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give long words a second line where the steps stand close."""
        super().resizeEvent(event)
        self._fit()

    @property
    def _shown(self) -> list[Step]:
        """The steps that have room for their longest word; the earliest ones give way, the list keeps them all."""
        bold = QFontMetrics(self._font(bold=True))
        words = [word for text, _ in (*self._steps, *self._ahead) for word in text.split()]
        least = max((bold.horizontalAdvance(word) for word in words), default=40) + 14
        fit = int((self.width() - self._left) / least) - len(self._ahead)
        return self._steps[-max(1, fit) :]

    @property
    def _left(self) -> int:
        return LEFT if self.width() > NARROW else LEFT - 40

    @property
    def _room(self) -> float:
        return (self.width() - self._left) / max(1, len(self._shown) + len(self._ahead))

    def _font(self, *, bold: bool = False, small: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(12 if small else 13)
        font.setBold(bold)
        return font

    def _lines(self, text: str, *, bold: bool = False, small: bool = False) -> int:
        """Return how many lines a text takes below its dot, three at most."""
        box = QFontMetrics(self._font(bold=bold, small=small)).boundingRect(
            0, 0, int(self._room) - 8, 999, _FLAGS, text
        )
        return max(1, min(3, round(box.height() / 16)))

    def _word_lines(self) -> int:
        shown = self._shown
        lines = [self._lines(words, bold=number == len(shown) - 1) for number, (words, _) in enumerate(shown)]
        return max([1, *lines, *(self._lines(words) for words, _ in self._ahead)])

    def _fit(self) -> None:
        below = max([1, *(self._lines(means, small=True) for _, means in self._ahead)])
        wanted = _TALL + 16 * (self._word_lines() - 1) + 15 * (below - 1)
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw name, dots, lines and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._text(painter, QRectF(0, 4, self._left - 10, 40), self._name, bold=True, token=self._role)
        self._text(painter, QRectF(0, 24, self._left - 10, 40), self._about, small=True, token="muted")
        shown, left, apart = self._shown, self._left, self._room
        now = len(shown) - 1
        for number, (words, about) in enumerate([*shown, *self._ahead]):
            x = left + number * apart
            self._dot(painter, x, is_now=number == now, ahead=number > now)
            if number < len(shown) + len(self._ahead) - 1:
                self._join(painter, x, ahead=number >= now)
            room = QRectF(x, 31, apart - 8, 999)
            self._text(painter, room, words, bold=number == now, token="muted" if number > now else "ink")
            room.moveTop(35 + 16 * self._lines(words, bold=number == now))
            self._text(painter, room, about, small=True, token="muted")

    def _dot(self, painter: QPainter, x: float, *, is_now: bool, ahead: bool) -> None:
        ink, surface = theme.current().color(self._role), theme.current().color("surface")
        middle = QPointF(x + 8, 14.0)
        painter.setPen(QPen(theme.current().color("muted"), 1.2) if ahead else Qt.PenStyle.NoPen)
        painter.setBrush(surface if ahead else ink)
        radius = 10 if is_now else 6
        painter.drawEllipse(middle, radius, radius)
        if is_now:
            painter.setBrush(surface)
            painter.drawEllipse(middle, 4.5, 4.5)

    def _join(self, painter: QPainter, x: float, *, ahead: bool) -> None:
        pen = QPen(theme.current().color("muted" if ahead else self._role), 1.6 if ahead else 2)
        if ahead:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(x + (20 if ahead else 16), 14.0), QPointF(x + self._room - 4, 14.0))

    def _text(
        self, painter: QPainter, box: QRectF, text: str, *, bold: bool = False, small: bool = False, token: str
    ) -> None:
        painter.setFont(self._font(bold=bold, small=small))
        painter.setPen(theme.current().color(token))
        painter.drawText(box, int(_FLAGS), text)
