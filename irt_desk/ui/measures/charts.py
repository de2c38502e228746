"""Charts in the window: the same figure that the PDF prints, with the record behind each point told on hover or by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from irt_desk.domain.figures.scores import Chart, Spot
from irt_desk.services.measure_charts import BothChart, CourseChart
from irt_desk.services.measure_words import change_text, direction_text, outcome_role, outcome_text, range_text
from irt_desk.ui import theme
from irt_desk.ui.building import Card, Muted, Pill, Small
from irt_desk.ui.figures import FigureView
from irt_desk.words import say

NEAR = 16.0
"""How near to a spot the mouse must be, in units of the figure."""


class ChartView(FigureView):
    """A chart that tells the record behind a spot: under the mouse, or stepped through with the arrow keys."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart.figure)
        self._spots = chart.spots
        self._current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleDescription(say("measures.chart_keys"))

    @property
    def told(self) -> str:
        """The words of the spot stepped to; empty before the first step."""
        return self._spots[self._current].words if 0 <= self._current < len(self._spots) else ""

    def words_at(self, x: float, y: float) -> str:
        """Return the words of the nearest spot to a point of the widget, or nothing."""
        scale = self._scale(self.width())
        found = [(abs(s.x - x / scale) + abs(s.y - y / scale), s) for s in self._spots]
        distance, spot = min(found, key=lambda pair: pair[0], default=(NEAR + 1, Spot(0, 0, "")))
        return spot.words if distance <= NEAR else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the record under the mouse."""
        words = self.words_at(event.position().x(), event.position().y())
        if words:
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
        else:
            QToolTip.hideText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step from record to record."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not self._spots:
            super().keyPressEvent(event)
            return
        self._current = min(max(self._current + step, 0), len(self._spots) - 1)
        spot, scale = self._spots[self._current], self._scale(self.width())
        place = self.mapToGlobal(QPointF(spot.x * scale, spot.y * scale).toPoint())
        QToolTip.showText(place, spot.words, self)
        self.setAccessibleDescription(spot.words)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the mark go with the keyboard."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart, and a ring around the record stepped to."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().color("client"), 2))
        if 0 <= self._current < len(self._spots):
            spot, scale = self._spots[self._current], self._scale(self.width())
            painter.drawEllipse(QPointF(spot.x * scale, spot.y * scale), 9, 9)
        else:
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)


def chart_card(found: CourseChart, *, large: bool) -> Card:
    """Return the card of one chart: measure, class, whether a threshold is provisional, range and direction."""
    course, definition = found.course, found.course.definition
    card = Card(f"{course.title}: {found.line}" if found.line else course.title)
    last = course.last
    if definition.provisional:
        card.add_beside_title(Pill(say("measures.provisional"), "neutral"))
    if last is not None and not found.line and (text := outcome_text(last)):
        card.add_beside_title(Pill(text, outcome_role(last.outcome) if last.outcome else "neutral"))
    about = [range_text(definition), direction_text(definition), say("measures.n", count=len(course.scored))]
    if large:
        about.insert(0, definition.name)
    if last is not None and found.line:
        about.append(change_text(course, last))
    card.body.addWidget(Muted(" · ".join(part for part in about if part), wrap=True))
    card.body.addWidget(ChartView(found.chart))
    card.body.addWidget(_legend(found, large=large))
    return card


def both_card(found: BothChart) -> Card:
    """Return the card of a chart of two people's courses: range and direction, and no class, which is one person's."""
    definition = found.definition
    card = Card(say("scores.both_title", measure=definition.code))
    about = " · ".join((range_text(definition), direction_text(definition)))
    card.body.addWidget(Muted(about, wrap=True))
    card.body.addWidget(ChartView(found.chart))
    cutoffs = [say("measures.legend_cutoff", value=f"{c.value:g}") for c in definition.cutoffs if c.drives]
    card.body.addWidget(Small("   ".join((*cutoffs, say("scores.both_about"))), wrap=True))
    return card


def _legend(found: CourseChart, *, large: bool) -> Small:
    texts = [say("measures.legend_dot"), say("measures.legend_late"), say("measures.legend_event")] if large else []
    definition = found.course.definition
    if not large and not found.line:
        texts += [say("measures.legend_cutoff", value=f"{c.value:g}") for c in definition.cutoffs if c.drives]
        texts += [say("measures.legend_band", value=f"{rc.value:g}") for rc in definition.thresholds()[:1]]
    return Small("   ".join(texts), wrap=True)
