"""The time zone of the practice is that of the stored profile, also after a change that failed."""

from __future__ import annotations

from typing import Any

import pytest

from irt_desk.errors import DiskFull
from irt_desk.services.desk import Desk


def test_a_time_zone_that_was_not_stored_is_not_used(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settings.set_zone("Europe/Berlin")
    record = desk.practice.audit.record

    def fails(*arguments: Any, **values: Any) -> int:
        record(*arguments, **values)
        raise DiskFull

    monkeypatch.setattr(desk.practice.audit, "record", fails)
    with pytest.raises(DiskFull):
        desk.settings.set_zone("Pacific/Auckland")
    monkeypatch.undo()
    assert desk.today.page().now.zone == "Europe/Berlin"
