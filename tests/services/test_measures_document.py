"""Which scores a reader may have, and that the picture on paper is the one of the window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from irt_desk.documents import blocks as b
from irt_desk.domain.figures.primitives import Dot
from irt_desk.domain.safety import IpvFinding
from irt_desk.errors import Refused, UserError
from irt_desk.services.desk import Desk
from irt_desk.services.documents import Asked, DocumentKind, Reader
from irt_desk.services.measure_charts import axis, charts_of
from tests.practices import Clock, screen
from tests.services.test_measures import enter


def made(desk: Desk, unit_id: str, reader: Reader, **more: object) -> b.Document:
    return desk.documents.document(Asked(unit_id=unit_id, kind=DocumentKind.MEASURES, reader=reader, **more))  # type: ignore[arg-type]  # fields by name


def measures_in(document: b.Document) -> set[str]:
    return {row[1] for block in document.blocks if isinstance(block, b.Table) for row in block.rows}


@pytest.fixture
def scored(desk: Desk, clock: Clock, unit_id: str) -> str:
    screen(desk, clock, unit_id)
    enter(desk, clock, unit_id, "CSI-4", 3, 2, 2, 2)
    enter(desk, clock, unit_id, "HITS", 1, 1, 1, 1)
    enter(desk, clock, unit_id, "AUDIT-C", 1, 1, 0, form_version="six_or_more")
    clock.pass_days(30)
    enter(desk, clock, unit_id, "CSI-4", 5, 4, 3, 3)
    return unit_id


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (Reader.CLIENT, {"CSI-4"}),
        (Reader.CLINICIAN, {"CSI-4"}),
        (Reader.PAYER, {"CSI-4"}),
        (Reader.SUPERVISOR, {"CSI-4", "AUDIT-C"}),
        (Reader.SELF, {"CSI-4", "AUDIT-C"}),
    ],
)
def test_nobody_gets_a_safety_screen_and_few_a_drinking_screen(
    desk: Desk, scored: str, reader: Reader, expected: set[str]
) -> None:
    assert measures_in(made(desk, scored, reader)) == expected


@pytest.mark.parametrize("reader", [Reader.PARTNER, Reader.COUPLE, Reader.COURT, Reader.COUPLE_THERAPIST])
def test_other_readers_are_refused(desk: Desk, scored: str, reader: Reader) -> None:
    with pytest.raises(UserError):
        made(desk, scored, reader)


def test_a_period_cuts_the_scores_and_the_class_still_refers_to_the_first(
    desk: Desk, clock: Clock, scored: str
) -> None:
    found = made(desk, scored, Reader.CLIENT, since=clock.today - timedelta(days=5))
    (table,) = [block for block in found.blocks if isinstance(block, b.Table)]
    assert [row[2:] for row in table.rows] == [("15", "healthy side", "Recovered: +6")]


def test_nothing_goes_home_while_the_gate_is_a_stop(desk: Desk, clock: Clock, scored: str) -> None:
    screen(desk, clock, scored, IpvFinding.COERCIVE_CONTROL_SUSPECTED)
    with pytest.raises(Refused):
        made(desk, scored, Reader.CLIENT)
    assert measures_in(made(desk, scored, Reader.CLINICIAN)) == {"CSI-4"}


def test_the_chart_on_paper_has_the_geometry_of_the_window(desk: Desk, scored: str) -> None:
    case = desk.measures.of(scored)
    times = axis(case.courses, case.pulse, case.today)
    assert times is not None
    course = next(one for one in case.courses if one.key == "csi4")
    (window,) = charts_of(course, case.events, times, width=560, height=210)
    paper = next(x.figure for x in made(desk, scored, Reader.CLINICIAN).blocks if isinstance(x, b.Figure))
    dots = [[s for s in f.primitives if isinstance(s, Dot)] for f in (window.chart.figure, paper)]
    assert dots[0] == dots[1]
