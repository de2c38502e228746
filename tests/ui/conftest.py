"""What the window's tests share: a theme, a state folder of their own, an open practice on a real encrypted file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.clients import Client, SafeContact
from irt_desk.domain.values import Instant
from irt_desk.services import practices
from irt_desk.services.context import Context, system_clock
from irt_desk.services.desk import Desk
from irt_desk.storage import practice
from irt_desk.storage.keys import KdfParams
from irt_desk.ui import theme
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell
from tests.ui.doubles import FakeDialogs

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NOW = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)


def quick_kdf(passphrase: str, salt: bytes, params: KdfParams) -> bytes:
    """Stand in for Argon2id, which only the unlock tests pay for."""
    return hashlib.sha256(passphrase.encode() + salt).digest()


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's own settings and log out of the tests."""
    folder = tmp_path / "state"
    monkeypatch.setenv("IRT_DESK_STATE", str(folder))
    return folder


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Show the light theme, and let the windows of the test before go: restyling them costs more than the test."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if theme.current().name != "light" or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dialogs() -> FakeDialogs:
    return FakeDialogs()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return the services of an empty practice on a real encrypted file; it is 24 November 2026, 09:52."""
    made, _ = practice.create(
        tmp_path / "Test.irtdesk", "irrelevant here", name="Test", now=lambda: NOW, kdf=quick_kdf, params=KdfParams()
    )
    yield Desk(Context(made, lambda: NOW))
    made.close()


@pytest.fixture
def take_in(desk: Desk) -> Callable[..., TreatmentUnit]:
    """Return a function that takes in a client by name."""

    def make(name: str, **values: object) -> TreatmentUnit:
        client = Client(
            id="", number=0, preferred_name=name, created=Instant(NOW), safe_contact=SafeContact(), **values
        )  # type: ignore[arg-type]  # fields of a client, named by the test
        return desk.clients.take_in(client).value

    return make


@pytest.fixture
def shell(qapp: QApplication, desk: Desk, dialogs: FakeDialogs) -> Iterator[Shell]:
    """Return the main window on an open practice."""
    made = Shell(desk, InlineRunner(), dialogs=dialogs)
    made.resize(1280, 860)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return the services of a practice with the demonstration caseload; played once for all tests of this file."""
    folder = tmp_path_factory.mktemp("practice") / "Demonstration.irtdesk"
    made, _ = practice.create(folder, "irrelevant here", name="Demonstration", now=system_clock, kdf=quick_kdf)
    desk = Desk(Context(made))
    practices.play_demonstration(desk)
    yield desk
    made.close()
