"""The window proposes the day of the practice, not the day of UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from irt_desk.services.context import now_here
from irt_desk.services.desk import Desk


def test_in_an_american_evening_today_is_still_today(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("irt_desk.services.context.system_clock", lambda: datetime(2026, 11, 26, 0, 5, tzinfo=UTC))
    desk.settings.save_practitioner(replace(desk.settings.practitioner(), zone="America/New_York"))
    desk.settings.today()
    assert now_here().day == date(2026, 11, 25)
