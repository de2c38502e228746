"""The scores on paper: what each reader gets, and that it conforms."""

from __future__ import annotations

from datetime import date

import pytest

from irt_desk.documents import blocks as b
from irt_desk.documents.measures import ChartFacts, MeasuresFacts, measures
from irt_desk.documents.redaction import Reader
from irt_desk.documents.render import render
from irt_desk.domain.figures.scores import Marker, ScorePoint, axis_of, score_chart

DAYS = (date(2026, 5, 1), date(2026, 11, 6))
AXIS = axis_of(DAYS, ["1 May", "6 Nov"])
assert AXIS is not None
POINTS = tuple(ScorePoint(on=day, value=v, words=f"{v}") for day, v in zip(DAYS, (38, 58), strict=True))
CHART = score_chart("CSI-16", POINTS, AXIS, low=0, high=81, markers=[Marker(DAYS[0], "time-out taught")])
FACTS = MeasuresFacts(
    made_on=date(2026, 11, 24),
    letterhead=b.Letterhead(lines=("Hawthorn Practice",)),
    identity=b.PageIdentity(client_name="Maya Okafor", client_id="C-7", date_of_birth_text="1 January 1988"),
    period="1 May to 6 November",
    charts=(ChartFacts(title="CSI-16", about="0 to 81", outcome="Recovered: +20", drawing=CHART.figure),),
    pulse=CHART.figure,
    values=(("1 May", "CSI-16", "38", "distressed side", "First score"),),
    provisional=("Provisional: CSI-16.",),
    has_events=True,
)


@pytest.mark.parametrize("reader", [Reader.CLIENT, Reader.CLINICIAN, Reader.SUPERVISOR, Reader.SELF])
def test_the_charts_of_the_window_are_on_paper_with_their_exact_values(reader):
    found = measures(FACTS, reader)
    assert [block.figure for block in found.blocks if isinstance(block, b.Figure)] == [CHART.figure, CHART.figure]
    assert [block.rows for block in found.blocks if isinstance(block, b.Table)] == [FACTS.values]


def test_a_payer_gets_numbers_and_no_picture_of_the_conversation():
    found = measures(FACTS, Reader.PAYER)
    assert not [block for block in found.blocks if isinstance(block, b.Figure)]
    assert [block.rows for block in found.blocks if isinstance(block, b.Table)] == [FACTS.values]


def test_a_chart_is_never_parted_from_its_heading():
    kinds = [type(block).__name__ for block in measures(FACTS, Reader.CLIENT).blocks]
    assert all(kinds[place - 1] == "Heading" for place, kind in enumerate(kinds) if kind == "Figure")


def test_scores_on_paper_conform(failed_rules):
    assert failed_rules(render(measures(FACTS, Reader.CLIENT))) == []


def test_a_record_without_scores_says_so():
    bare = MeasuresFacts(
        made_on=FACTS.made_on, letterhead=FACTS.letterhead, identity=FACTS.identity, period="November 2026"
    )
    texts = [block.text for block in measures(bare, Reader.SELF).blocks if isinstance(block, b.Paragraph)]
    assert "No scores in this period." in texts
