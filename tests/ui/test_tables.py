"""Tables are sound Qt models, sort by value, and stay quick with ten thousand rows."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from irt_desk.ui.building import Column, RowsModel, Table


@dataclass(frozen=True)
class Row:
    name: str
    number: int


COLUMNS = (
    Column("Name", lambda r: r.name, lambda r: r.name.casefold(), stretch=True),
    Column("Number", lambda r: str(r.number), lambda r: r.number, lambda r: "attention" if r.number > 9 else ""),
    Column("Fixed", lambda r: "x"),
)
ROWS = [Row("Zoë", 2), Row("ada", 10), Row("Bo", 9)]


def names(model: RowsModel) -> list[str]:
    return [model.row(n).name for n in range(model.rowCount())]


def test_the_rows_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(RowsModel(COLUMNS, ROWS))


def test_sorting_goes_by_value_and_not_by_text(qtmodeltester: ModelTester) -> None:
    model = RowsModel(COLUMNS, ROWS)
    qtmodeltester.check(model)
    model.sort(1)
    assert names(model) == ["Zoë", "Bo", "ada"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["ada", "Bo", "Zoë"]
    model.sort(2)
    assert names(model) == ["ada", "Bo", "Zoë"]


def test_the_order_stays_when_other_rows_come() -> None:
    model = RowsModel(COLUMNS, ROWS)
    model.sort(0)
    model.set_rows([*ROWS, Row("Al", 1)])
    assert names(model) == ["ada", "Al", "Bo", "Zoë"]


def test_what_is_selected_stays_selected_when_sorted(qtbot: QtBot) -> None:
    table = Table(RowsModel(COLUMNS, ROWS), "People")
    qtbot.addWidget(table)
    table.selectRow(0)
    table.model().sort(1, Qt.SortOrder.DescendingOrder)
    chosen = table.selectionModel().selectedRows()
    assert [table.model().row(index.row()).name for index in chosen] == ["Zoë"]


def test_enter_opens_the_row(qtbot: QtBot) -> None:
    table = Table(RowsModel(COLUMNS, ROWS), "People")
    qtbot.addWidget(table)
    opened: list[Row] = []
    table.opened.connect(opened.append)
    index = table.model().index(1, 0)
    table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.SelectCurrent)
    QApplication.sendEvent(table, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    assert opened == [ROWS[1]]


@pytest.fixture
def crowd() -> list[Row]:
    return [Row(f"{('Maya', 'Agata', 'Jon')[n % 3]} {n:05d}", n % 97) for n in range(10_000)]


def test_ten_thousand_rows_filter_in_time(qtbot: QtBot, crowd: list[Row]) -> None:
    """The goal is 40 ms (qt paper, section 10); a shared machine gets three times that."""
    table = Table(RowsModel(COLUMNS, crowd), "People")
    qtbot.addWidget(table)
    table.resize(900, 700)
    table.show()
    table.model().sort(0)
    took = []
    for wanted in ("m", "ma", "may", "maya", "maya 0", "maya 00"):
        started = time.perf_counter()
        table.model().set_rows([row for row in crowd if wanted in row.name.casefold()])
        table.viewport().repaint()
        took.append(time.perf_counter() - started)
    assert statistics.median(took) < 0.120


def test_ten_thousand_rows_scroll_in_time(qtbot: QtBot, crowd: list[Row]) -> None:
    """The goal is 16 ms (qt paper, section 10); a shared machine gets three times that."""
    table = Table(RowsModel(COLUMNS, crowd), "People")
    qtbot.addWidget(table)
    table.resize(900, 700)
    table.show()
    took = []
    for step in range(30):
        started = time.perf_counter()
        table.verticalScrollBar().setValue(step * 40)
        table.viewport().repaint()
        took.append(time.perf_counter() - started)
    assert statistics.median(took) < 0.048
