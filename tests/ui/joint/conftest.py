"""A window over a real practice at a clock of its own: what two people sign and are screened for has its days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from irt_desk.services.desk import Desk
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.practices import Clock, new_desk
from tests.ui.doubles import FakeDialogs


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("irt_desk.services.context.system_clock", clock)
    return new_desk(tmp_path / "P.irtdesk", clock)


@pytest.fixture
def shell(qapp: QApplication, desk: Desk, dialogs: FakeDialogs) -> Iterator[Shell]:
    made = Shell(desk, InlineRunner(), dialogs=dialogs)
    made.resize(1280, 860)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
