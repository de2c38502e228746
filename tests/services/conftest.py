"""A desk on a real encrypted practice, a clock that can be set, a client taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from irt_desk.services.context import Service
from irt_desk.services.desk import Desk
from tests.practices import Clock, new_client, new_desk
from tests.services import trail


@pytest.fixture(autouse=True)
def every_change_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test of a service in which rows of the record change without a line in the trail (AU-6)."""
    monkeypatch.setattr(Service, "_changing", trail.watched)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = new_desk(tmp_path / "Test.irtdesk", clock)
    yield made
    made.practice.close()


@pytest.fixture
def unit_id(desk: Desk, clock: Clock) -> str:
    return new_client(desk, clock)
