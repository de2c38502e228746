"""Tables over a plain list of rows: fixed row height, no proxy, sorting by value (qt paper, section 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from irt_desk.ui import theme

_Index = QModelIndex | QPersistentModelIndex
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ELLIPSIS = Qt.TextElideMode.ElideRight

ROLE = int(Qt.ItemDataRole.UserRole)
"""Model role that answers with the tint of a cell: ``attention``, ``danger``, ... or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, text of a row, what it sorts by, the role that tints it.

    ``width`` is the least a stretching column keeps; where it cannot, columns with the highest ``leaves`` go first.
    """

    title: str
    text: Callable[[Any], str]
    sort: Callable[[Any], Any] | None = None
    role: Callable[[Any], str] | None = None
    stretch: bool = False
    width: int = 140
    leaves: int = 0


class RowsModel(QAbstractTableModel):
    """A list of values as a table model."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Any] = ()) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[Any] = list(rows)
        self._sorted: tuple[Callable[[Any], Any], bool] | None = None

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, in the order chosen last."""
        self.beginResetModel()
        self._rows = list(rows)
        if self._sorted is not None:
            key, backwards = self._sorted
            self._rows.sort(key=key, reverse=backwards)
        self.endResetModel()

    def row(self, index: int) -> Any:
        """Return the value of a row."""
        return self._rows[index]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  as above
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, tint or accessible text of a cell; the text first, it is asked for most."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[index.column()].text(self._rows[index.row()])
        if role == ROLE:
            paint = self.columns[index.column()].role
            return paint(self._rows[index.row()]) if paint else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.columns[section].title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column's value; nothing where it has none. What is selected stays selected."""
        key = self.columns[column].sort if 0 <= column < len(self.columns) else None
        if key is None:
            return
        backwards = order == Qt.SortOrder.DescendingOrder
        self._sorted = key, backwards
        self.layoutAboutToBeChanged.emit()
        rows = self._rows
        places = sorted(range(len(rows)), key=lambda place: key(rows[place]), reverse=backwards)
        self._rows = [rows[place] for place in places]
        if kept := self.persistentIndexList():
            now_at = {was: now for now, was in enumerate(places)}
            self.changePersistentIndexList(kept, [self.index(now_at[one.row()], one.column()) for one in kept])
        self.layoutChanged.emit()


ROW_HEIGHT = 44
_INSET = 12


class RowPainter(QStyledItemDelegate):
    """Draws a cell: its text, cut off with an ellipsis, or a pill where the column has a role; a hairline below.

    By hand, since cells drawn through the stylesheet cost three times as much while scrolling.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        look = theme.current()
        box = QRect(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.color("client_soft"))
        painter.setPen(look.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        inner = box.adjusted(_INSET, 0, -_INSET, 0)
        if role := index.data(ROLE):
            self._pill(painter, inner, text, role)
            return
        painter.setPen(look.color("ink"))
        painter.drawText(inner, _MIDDLE_LEFT, painter.fontMetrics().elidedText(text, _ELLIPSIS, inner.width()))

    def _pill(self, painter: QPainter, inner: QRect, text: str, role: str) -> None:
        ink, ground = theme.current().role(role)
        font = QFont(painter.font())
        font.setPixelSize(theme.SMALL)
        font.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(text, _ELLIPSIS, inner.width() - 18)
        pill = QRect(inner.left(), inner.center().y() - 10, metrics.horizontalAdvance(text) + 18, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, 11, 11)
        painter.setPen(ink)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class Table(QTableView):
    """The table; Enter or a double click opens a row."""

    opened = Signal(object)

    def __init__(self, model: RowsModel, name: str) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(RowPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        # No column yet, and before sorting is switched on, which sorts at once by the column marked then.
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for number, column in enumerate(model.columns):
            header.setSectionResizeMode(
                number, QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            )
            if not column.stretch:
                self.setColumnWidth(number, column.width)
        self.doubleClicked.connect(self._on_opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let columns go that have no room; a name cut to three letters is worse than a date one click away."""
        super().resizeEvent(event)
        room, columns = self.viewport().width(), self._model.columns
        hidden: set[int] = set()
        leaving = sorted((n for n, c in enumerate(columns) if c.leaves), key=lambda n: -columns[n].leaves)
        while leaving and sum(c.width for n, c in enumerate(columns) if n not in hidden) > room:
            hidden.add(leaving.pop(0))
        for number in range(len(columns)):
            if self.isColumnHidden(number) != (number in hidden):
                self.setColumnHidden(number, number in hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _on_opened(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.row(index.row()))
