"""Draws figures in the window: the same primitives that the PDF is drawn from."""

from __future__ import annotations

from math import atan2, cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from irt_desk.domain.figures.primitives import (
    Anchor,
    Arrow,
    Dot,
    Figure,
    Ink,
    Line,
    Polyline,
    Primitive,
    Rect,
    Text,
)
from irt_desk.ui import theme


def _color(ink: Ink) -> QColor:
    return theme.current().color(ink.value)


def _pen(ink: Ink, width: float, dash: tuple[float, ...] = ()) -> QPen:
    pen = QPen(_color(ink), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern([part / width for part in dash])
    return pen


def paint(painter: QPainter, figure: Figure) -> None:
    """Draw a figure at the painter's origin, one unit to one device-independent pixel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in figure.primitives:
        _draw(painter, shape)


def _draw(painter: QPainter, shape: Primitive) -> None:
    if isinstance(shape, Line):
        painter.setPen(_pen(shape.ink, shape.width, shape.dash))
        painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
    elif isinstance(shape, Polyline):
        painter.setPen(_pen(shape.ink, shape.width, shape.dash))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
    elif isinstance(shape, Rect):
        painter.setBrush(_color(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(shape.stroke, shape.stroke_width, shape.dash) if shape.stroke else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(shape.x, shape.y, shape.width, shape.height), shape.radius, shape.radius)
    elif isinstance(shape, Dot):
        painter.setBrush(_color(Ink.SURFACE if shape.hollow else shape.ink))
        painter.setPen(_pen(shape.ink, 1.4) if shape.hollow else Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
    elif isinstance(shape, Arrow):
        _arrow(painter, shape)
    else:
        _text(painter, shape)


def _arrow(painter: QPainter, shape: Arrow) -> None:
    angle = atan2(shape.y2 - shape.y1, shape.x2 - shape.x1)
    neck = QPointF(shape.x2 - shape.head * cos(angle), shape.y2 - shape.head * sin(angle))
    painter.setPen(_pen(shape.ink, shape.width))
    painter.drawLine(QPointF(shape.x1, shape.y1), neck)
    side = shape.head / 2
    wing = QPointF(side * cos(angle + pi / 2), side * sin(angle + pi / 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_color(shape.ink))
    painter.drawPolygon(QPolygonF([QPointF(shape.x2, shape.y2), neck + wing, neck - wing]))


def _text(painter: QPainter, shape: Text) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(shape.size)))
    font.setBold(shape.bold)
    font.setItalic(shape.italic)
    painter.setFont(font)
    painter.setPen(_color(shape.ink))
    width = QFontMetricsF(font).horizontalAdvance(shape.text)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[shape.anchor]
    painter.drawText(QPointF(shape.x - shift, shape.y), shape.text)


class FigureView(QWidget):
    """A figure in the window, scaled to the room it has; its words are its accessible name."""

    def __init__(self, figure: Figure | None = None, *, most: float = 1.35) -> None:
        super().__init__()
        self._figure: Figure | None = None
        self._most = most
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if figure is not None:
            self.show_figure(figure)

    def show_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self._figure = figure
        self.setAccessibleName(figure.alternative_text)
        self.setMinimumWidth(int(figure.width * 0.5))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return True: it keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return int(self._figure.height * self._scale(width)) + 2 if self._figure else 0

    def sizeHint(self) -> QSize:
        """Return the natural size."""
        if self._figure is None:
            return QSize(0, 0)
        return QSize(int(self._figure.width), int(self._figure.height))

    def _scale(self, width: int) -> float:
        return min(self._most, width / self._figure.width) if self._figure else 1.0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take exactly the height the width asks for; layouts of cards do not pass height-for-width on."""
        super().resizeEvent(event)
        wanted = self.heightForWidth(self.width())
        if wanted and self.height() != wanted:
            self.setFixedHeight(wanted)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw."""
        if self._figure is None:
            return
        painter = QPainter(self)
        scale = self._scale(self.width())
        painter.scale(scale, scale)
        paint(painter, self._figure)
