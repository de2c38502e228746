"""The drawing of a cycle map: the arrows walk its steps, keys and the mouse take hold of them, it can be made larger.

Everything is drawn from the figure that the PDF is drawn from; only the ring around the step in hand is added here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from irt_desk.ui import theme
from irt_desk.ui.building import LinkButton, Small
from irt_desk.ui.figures import paint
from irt_desk.ui.relationship.map_acts import MapAct, act_of
from irt_desk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irt_desk.domain.figures.cycle_map import MapPlan, Spot

LARGEST_FIT = 1.35
"""How far a drawing is enlarged to fill its room before anybody asks for more."""

MARGIN = 6
"""Room around the drawing, in pixels, for the ring around the step in hand."""

ZOOMS = (0.6, 0.75, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5)
"""Steps of enlargement, on top of what fits the room."""


_C = Qt.KeyboardModifier.ControlModifier
_WALK = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class MapDiagram(QWidget):
    """The drawing itself. Its name is the step in hand, its description the whole map and the keys."""

    chosen = Signal(int)
    acted = Signal(object)
    moved = Signal(int)
    zoomed = Signal(int)

    def __init__(self, *, editable: bool) -> None:
        super().__init__()
        self._plan: MapPlan | None = None
        self._spoken: Sequence[str] = ()
        self._selected = 0
        self._editable = editable
        self._scale = 1.0
        self._pressed: QPoint | None = None
        self._over: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def selected(self) -> int:
        """The step in hand, from 0."""
        return self._selected

    def show_plan(self, plan: MapPlan | None, spoken: Sequence[str], selected: int) -> None:
        """Show a drawing, the words of its steps, and which of them is in hand."""
        self._plan, self._spoken = plan, spoken
        self.setVisible(plan is not None)
        self._take(min(selected, max(0, len(spoken) - 1)))
        self.set_scale(self._scale)

    def set_scale(self, scale: float) -> None:
        """Draw at another size."""
        self._scale = scale
        if self._plan is not None:
            figure = self._plan.figure
            self.setFixedSize(round(figure.width * scale) + 2 * MARGIN, round(figure.height * scale) + 2 * MARGIN)
        self.update()

    def select(self, index: int) -> None:
        """Take another step in hand and tell it."""
        if not 0 <= index < len(self._spoken) or index == self._selected:
            return
        self._take(index)
        self.chosen.emit(index)

    def place_of(self, index: int) -> QRectF:
        """Return where the box of a step lies on this widget."""
        spot = self._spots()[index]
        s = self._scale
        return QRectF(MARGIN + spot.x * s, MARGIN + spot.y * s, spot.width * s, spot.height * s)

    def _spots(self) -> Sequence[Spot]:
        return self._plan.spots if self._plan is not None else ()

    def _take(self, index: int) -> None:
        self._selected = index
        if self._plan is not None and self._spoken:
            keys = say("diagram.keys" if self._editable else "diagram.keys_reading")
            self.setAccessibleName(
                say("diagram.step_of", number=index + 1, count=len(self._spoken), text=self._spoken[index])
            )
            self.setAccessibleDescription(f"{keys} {self._plan.figure.alternative_text}")
            self.setToolTip(keys)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the drawing from being shortcuts of the window while it has the keyboard."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the steps, and pass on what else a key asks for."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in _WALK and self._spoken:
            self.select((self._selected + _WALK[key]) % len(self._spoken))
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.select(0 if key is Qt.Key.Key_Home else len(self._spoken) - 1)
        elif event.modifiers() & _C and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0):
            self.zoomed.emit(0 if key is Qt.Key.Key_0 else -1 if key is Qt.Key.Key_Minus else 1)
        elif (act := act_of(event)) is not None and (self._editable or act is MapAct.EDIT):
            self.acted.emit(act)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring stronger."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the ring quieter."""
        super().focusOutEvent(event)
        self.update()

    def step_at(self, point: QPointF) -> int | None:
        """Return the step under a point, or None."""
        return next((i for i in range(len(self._spots())) if self.place_of(i).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the step under the pointer in hand."""
        found = self.step_at(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.select(found)
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the step would go while it is dragged."""
        if self._pressed is None or not self._editable:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far >= QGuiApplication.styleHints().startDragDistance():
            self._over = self.step_at(event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put a dragged step down where it was let go."""
        over, self._over, self._pressed = self._over, None, None
        self.unsetCursor()
        self.update()
        if over is not None and over != self._selected:
            self.moved.emit(over)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the step under the pointer."""
        self._pressed = None
        if self.step_at(event.position()) is not None:
            self.acted.emit(MapAct.EDIT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; otherwise leave the wheel to the page."""
        if event.modifiers() & _C and event.angleDelta().y():
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the figure and the ring around the step in hand."""
        if self._plan is None:
            return
        painter = QPainter(self)
        painter.save()
        painter.translate(MARGIN, MARGIN)
        painter.scale(self._scale, self._scale)
        paint(painter, self._plan.figure)
        painter.restore()
        if self._spots():
            ink = theme.current().color("ink")
            if self.hasFocus():
                self._ring(painter, self._selected, ink, 3.0)
            elif self._editable:
                self._ring(painter, self._selected, ink, 1.6)
            if self._over is not None and self._over != self._selected:
                self._ring(painter, self._over, theme.current().color("attention"), 3.0, dashed=True)

    def _ring(self, painter: QPainter, index: int, ink: QColor, width: float, *, dashed: bool = False) -> None:
        pen = QPen(ink, width)
        pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        out = 3.0  # outside the box: a dashed edge stays seen
        painter.drawRoundedRect(self.place_of(index).adjusted(-out, -out, out, out), 12, 12)


class DiagramView(QWidget):
    """The drawing as large as its room is wide, or larger and scrolled sideways; the page scrolls it down."""

    def __init__(self, *, editable: bool) -> None:
        super().__init__()
        self._zoom = ZOOMS.index(1.0)
        self.diagram = MapDiagram(editable=editable)
        self.diagram.zoomed.connect(self.zoom)
        self.diagram.chosen.connect(self._reveal)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setProperty("role", "drawing")
        self.area.viewport().setAutoFillBackground(False)
        self.area.setWidget(self.diagram)
        down.addWidget(self.area)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bar = QWidget()
        across = QHBoxLayout(self.bar)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.smaller, self.larger, self.fit = (
            LinkButton("\N{MINUS SIGN}"),
            LinkButton("+"),
            LinkButton(say("diagram.fit")),
        )
        self.percent = Small("")
        self.smaller.setAccessibleName(say("diagram.smaller"))
        self.larger.setAccessibleName(say("diagram.larger"))
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        self.fit.clicked.connect(self._on_fit)
        for widget in (self.smaller, self.percent, self.larger, self.fit):
            across.addWidget(widget)

    def show_plan(self, plan: MapPlan | None, spoken: Sequence[str], selected: int = 0) -> None:
        """Show a drawing, the words of its steps, and which of them is in hand."""
        self.diagram.show_plan(plan, spoken, selected)
        self._lay_out()

    def zoom(self, by: int) -> None:
        """Make the drawing larger (1) or smaller (-1), or fit it to its room (0)."""
        self._zoom = ZOOMS.index(1.0) if by == 0 else max(0, min(len(ZOOMS) - 1, self._zoom + by))
        self._lay_out()
        self._reveal(self.diagram.selected)

    @property
    def factor(self) -> float:
        """The enlargement on top of what fits."""
        return ZOOMS[self._zoom]

    def sizeHint(self) -> QSize:
        """Return the height of the drawing at the width it has."""
        return QSize(480, self.area.height() + self.bar.height() if self.bar.parent() is self else self.area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the drawing to its new room."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        plan = self.diagram._plan
        if plan is None:
            return
        fit = min(LARGEST_FIT, max(0.3, (self.width() - 2 * MARGIN - 2) / plan.figure.width))
        scale = fit * self.factor
        self.diagram.set_scale(scale)
        self.percent.setText(say("diagram.percent", value=round(100 * self.factor)))
        self.smaller.setEnabled(self._zoom > 0)
        self.larger.setEnabled(self._zoom < len(ZOOMS) - 1)
        sideways = self.diagram.width() > self.width()
        height = self.diagram.height() + 2 + (self.area.horizontalScrollBar().sizeHint().height() if sideways else 0)
        if self.area.height() != height or self.height() != height:
            self.area.setFixedHeight(height)
            self.setFixedHeight(height)

    def _reveal(self, index: int) -> None:
        """Bring the step in hand into sight, sideways here and down on the page."""
        if self.diagram._plan is None or not self.diagram._plan.spots:
            return
        place = self.diagram.place_of(index)
        self.area.ensureVisible(round(place.center().x()), round(place.center().y()), round(place.width() / 2) + 8, 0)
        parent = self.parentWidget()
        while parent is not None:
            page = parent.widget() if isinstance(parent, QScrollArea) else None
            if isinstance(parent, QScrollArea) and page is not None:
                inside = self.diagram.mapTo(page, place.toRect().topLeft())
                box = place.toRect().translated(inside - place.toRect().topLeft())
                parent.ensureVisible(box.center().x(), box.top(), 0, 24)
                parent.ensureVisible(box.center().x(), box.bottom(), 0, 24)
            parent = parent.parentWidget()

    def _on_smaller(self) -> None:
        self.zoom(-1)

    def _on_larger(self) -> None:
        self.zoom(1)

    def _on_fit(self) -> None:
        self.zoom(0)
