"""The Pathways page: every case stands under its stage, with what keeps it; under a stop nobody is invited."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from irt_desk.domain.board import STAGE_OF, Stage
from irt_desk.domain.cases import CaseState
from irt_desk.services.desk import Desk
from irt_desk.ui.building import LinkButton
from irt_desk.ui.pathways.page import PathwaysPage, View
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.ui.doubles import FakeDialogs, texts


def opened(qtbot: QtBot, desk: Desk) -> tuple[Shell, PathwaysPage]:
    shell = Shell(desk, InlineRunner(), dialogs=FakeDialogs())
    qtbot.addWidget(shell)
    shell.show()
    shell.go("pathways")
    page = shell.page("pathways")
    assert isinstance(page, PathwaysPage)
    return shell, page


def test_every_state_has_its_stage() -> None:
    assert set(STAGE_OF) == set(CaseState)
    assert set(STAGE_OF.values()) == set(Stage)


def test_every_case_stands_under_its_stage_with_what_keeps_it(qtbot: QtBot, caseload: Desk) -> None:
    _, page = opened(qtbot, caseload)
    said = texts(page)
    assert "Hard block" in said
    assert "Corwin" not in said, "under a stop nobody is invited, so where the partner stands is not asked"
    assert "Sign a treatment plan with at least one goal about the relationship." in said


def test_a_name_on_the_board_opens_the_pathway_of_that_case(qtbot: QtBot, caseload: Desk) -> None:
    shell, page = opened(qtbot, caseload)
    (name,) = [b for b in page.findChildren(LinkButton) if b.accessibleName().startswith("Saoirse")]
    name.click()
    chart = shell.page("chart")
    assert chart.unit_id == caseload.clients.find("Saoirse Blackthistle").unit_id  # type: ignore[attr-defined]  # the chart page


def test_the_table_says_the_same(qtbot: QtBot, caseload: Desk) -> None:
    _, page = opened(qtbot, caseload)
    page.view.set_value(View.TABLE)
    page.view.changed.emit()
    assert page.stack.currentWidget() is page.table
    cells = [str(page.model.index(row, 4).data()) for row in range(page.model.rowCount())]
    assert page.model.rowCount() == len(caseload.board.cases())
    assert any("Sign a treatment plan" in cell for cell in cells)
    assert not any("own part" in cell for cell in cells), "she is stopped, and nobody is pointed at an own part"
