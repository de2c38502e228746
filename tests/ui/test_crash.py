"""A bug is told once and logged without a word of what it met."""

from __future__ import annotations

import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from irt_desk.ui import crash

pytestmark = pytest.mark.logs_warnings

CANARY = "Maya Okafor was afraid on Friday"


def fail_with(text: str) -> None:
    secret = text
    raise ValueError(f"{secret} in an argument")


@pytest.fixture
def log(own_state: Path) -> Iterator[Path]:
    crash.start_log()
    yield own_state / "irt-desk.log"
    logger = logging.getLogger("irt_desk")
    for handler in logger.handlers[:]:
        handler.close()
        logger.removeHandler(handler)
    logger.propagate = True
    crash.faulthandler.disable()
    for file in crash._open_files:
        file.close()
    crash._open_files.clear()


def caught() -> ValueError:
    try:
        fail_with(CANARY)
    except ValueError as error:
        return error
    raise AssertionError


def test_neither_log_nor_standard_error_nor_dialog_repeat_what_was_met(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []
    error = caught()
    crash.CrashRoute(shown.append).on_failure(type(error), error, error.__traceback__)
    everything = log.read_text() + capsys.readouterr().err + "".join(shown)
    assert "Maya" not in everything
    assert "ValueError at " in everything
    assert len(shown) == 1


def test_an_exception_given_to_the_log_is_only_its_type_and_place(log: Path) -> None:
    try:
        fail_with(CANARY)
    except ValueError:
        logging.getLogger("irt_desk.notes").exception("note.save_failed")
    text = log.read_text()
    assert "note.save_failed" in text
    assert "ValueError at" in text
    assert "Maya" not in text


def test_the_log_is_private(log: Path) -> None:
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_failing_dialog_does_not_open_another(capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[str] = []
    error = caught()
    route = crash.CrashRoute(shown.append)

    def show(text: str) -> None:
        shown.append(text)
        route.on_failure(type(error), error, error.__traceback__)

    route._show = show
    route.on_failure(type(error), error, error.__traceback__)
    assert len(shown) == 1


def test_other_threads_go_the_same_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    shown: list[str] = []
    crash.install(shown.append)
    thread = threading.Thread(target=fail_with, args=(CANARY,))
    thread.start()
    thread.join()
    assert len(shown) == 1
    assert "Maya" not in shown[0]


def test_a_log_that_cannot_be_written_stops_nothing(own_state: Path) -> None:
    own_state.write_text("a file stands where the folder should be")
    crash.start_log()
    assert own_state.is_file()
