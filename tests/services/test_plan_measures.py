"""A review of the plan cites scores with their class, and never a safety screen."""

from __future__ import annotations

from datetime import timedelta

from irt_desk.services.desk import Desk
from tests.practices import Clock
from tests.services.test_measures import enter
from tests.services.test_plans import signed


def test_a_review_may_cite_first_and_latest_score_and_no_screen(desk: Desk, clock: Clock, unit_id: str) -> None:
    signed(desk, clock, unit_id)
    enter(desk, clock, unit_id, "PHQ-9", *[1] * 8, 0)
    enter(desk, clock, unit_id, "HITS", 1, 1, 2, 1)
    (one,) = desk.plan_reviews.facts(unit_id).citable
    assert one.startswith("PHQ-9: 8 on ")
    assert "n 1" in one
    clock.now += timedelta(days=30)
    enter(desk, clock, unit_id, "PHQ-9", *[0] * 8, 0)
    (both,) = desk.plan_reviews.facts(unit_id).citable
    assert "PHQ-9: 8 on 2 Mar 2026, 0 on 1 Apr 2026, " in both
    assert "n 2" in both
    assert "HITS" not in both
