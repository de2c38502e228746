"""What every test shares: no screen, no trace in the user's own folders, log warnings fail."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false;qt.text.font.db=false")
os.umask(0o077)
settings.register_profile("irt", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("irt")


class _Alarm(logging.Handler):
    """Collects warnings of our own loggers."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a per-user folder of its own."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("IRT_DESK_STATE", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_log_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which the program logged a warning or worse, unless it is marked ``logs_warnings``."""
    alarm = _Alarm()
    logger = logging.getLogger("irt_desk")
    logger.addHandler(alarm)
    yield
    logger.removeHandler(alarm)
    if request.node.get_closest_marker("logs_warnings") is None:
        assert [record.getMessage() for record in alarm.records] == []
