"""One lane: answers come home in order, on the GUI thread, and only to those who are still there."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from irt_desk.errors import Cancelled, DiskFull, UserError
from irt_desk.services.changes import Area, Saved
from irt_desk.ui.runner import InlineRunner, LaneRunner


class Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.failed: list[Exception] = []
        self.parts: list[float] = []
        self.thread_ids: set[int] = set()

    def show(self, value: object) -> None:
        self.got.append(value)
        self.thread_ids.add(threading.get_ident())

    def fail(self, error: Exception) -> None:
        self.failed.append(error)

    def progress(self, part: float) -> None:
        self.parts.append(part)


@pytest.fixture
def lane(qapp: object) -> Iterator[LaneRunner]:
    runner = LaneRunner()
    yield runner
    runner.finish()


def give(value: object) -> object:
    return value


def refuse(error: Exception) -> object:
    raise error


def test_answers_come_in_order_and_on_the_gui_thread(qtbot: QtBot, lane: LaneRunner) -> None:
    page = Page()
    for number in range(20):
        lane.read(page, partial(give, number), page.show)
    qtbot.waitUntil(lambda: len(page.got) == 20, timeout=5000)
    assert page.got == list(range(20))
    assert page.thread_ids == {threading.get_ident()}


def test_work_runs_on_another_thread_than_the_window(qtbot: QtBot, lane: LaneRunner) -> None:
    page = Page()
    lane.read(page, threading.get_ident, page.show)
    qtbot.waitUntil(lambda: bool(page.got), timeout=5000)
    assert page.got != [threading.get_ident()]


def test_a_change_says_which_areas_it_touched(qtbot: QtBot, lane: LaneRunner) -> None:
    page = Page()
    heard: list[frozenset[Area]] = []
    lane.changed.connect(heard.append)
    lane.change(page, partial(give, Saved("note", frozenset({Area.NOTES}))), page.show)
    qtbot.waitUntil(lambda: bool(page.got), timeout=5000)
    assert page.got == ["note"]
    assert heard == [frozenset({Area.NOTES})]


def test_a_failure_goes_to_the_page(qtbot: QtBot, lane: LaneRunner) -> None:
    page = Page()
    error = UserError("error.refused")
    lane.change(page, partial(refuse, error), page.show, page.fail)
    qtbot.waitUntil(lambda: bool(page.failed), timeout=5000)
    assert page.failed == [error]
    assert page.got == []


def test_a_failure_nobody_waits_for_is_a_crash(qtbot: QtBot, lane: LaneRunner) -> None:
    page, crashed = Page(), []
    lane.crashed.connect(crashed.append)
    error = ValueError("bug")
    lane.read(page, partial(refuse, error), page.show)
    qtbot.waitUntil(lambda: bool(crashed), timeout=5000)
    assert crashed == [error]


def test_stopping_is_silent(qtbot: QtBot, lane: LaneRunner) -> None:
    page, crashed = Page(), []
    lane.crashed.connect(crashed.append)
    lane.read(page, partial(refuse, Cancelled()), page.show, page.fail)
    lane.read(page, partial(give, "after"), page.show)
    qtbot.waitUntil(lambda: page.got == ["after"], timeout=5000)
    assert page.failed == []
    assert crashed == []


def test_an_answer_for_a_page_that_has_gone_is_dropped(qtbot: QtBot, lane: LaneRunner) -> None:
    gone, stays = Page(), Page()
    held = threading.Event()
    got = gone.got
    lane.read(gone, held.wait, gone.show)
    lane.read(stays, partial(give, "here"), stays.show)
    shiboken6.delete(gone)
    held.set()
    qtbot.waitUntil(lambda: stays.got == ["here"], timeout=5000)
    assert got == []


def counted(steps: int, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> str:
    for step in range(steps):
        if cancelled():
            raise Cancelled
        progress((step + 1) / steps)
    return "done"


def test_long_work_reports_how_far_it_is(qtbot: QtBot, lane: LaneRunner) -> None:
    page = Page()
    lane.long(page, partial(counted, 4), page.show, page.fail, page.progress)
    qtbot.waitUntil(lambda: page.got == ["done"] and len(page.parts) == 4, timeout=5000)
    assert page.parts == [0.25, 0.5, 0.75, 1.0]


def waits(started: threading.Event, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> str:
    started.set()
    while not cancelled():
        threading.Event().wait(0.002)
    raise Cancelled


def test_long_work_can_be_stopped(qtbot: QtBot, lane: LaneRunner) -> None:
    page, started = Page(), threading.Event()
    stop = lane.long(page, partial(waits, started), page.show, page.fail)
    assert started.wait(5)
    stop.set()
    qtbot.waitUntil(lambda: not lane.is_busy, timeout=5000)
    assert page.got == []
    assert page.failed == []


def test_a_save_that_did_not_reach_the_disk_is_remembered_until_one_did(qtbot: QtBot, lane: LaneRunner) -> None:
    page = Page()
    lane.change(page, partial(refuse, DiskFull()), page.show, page.fail)
    qtbot.waitUntil(lambda: not lane.is_busy, timeout=5000)
    assert isinstance(lane.unsaved, DiskFull)
    lane.change(page, partial(refuse, UserError("error.refused")), page.show, page.fail)
    qtbot.waitUntil(lambda: not lane.is_busy, timeout=5000)
    assert isinstance(lane.unsaved, DiskFull)
    lane.change(page, partial(give, Saved(1, frozenset())), page.show, page.fail)
    qtbot.waitUntil(lambda: not lane.is_busy, timeout=5000)
    assert lane.unsaved is None


def test_finishing_waits_for_everything_given(qtbot: QtBot) -> None:
    runner, page, done = LaneRunner(), Page(), []
    for number in range(50):
        runner.read(page, partial(done.append, number), page.show)
    runner.finish()
    assert done == list(range(50))


def test_the_inline_lane_does_the_same_at_once(qapp: object) -> None:
    runner, page, heard = InlineRunner(), Page(), []
    runner.changed.connect(heard.append)
    runner.change(page, partial(give, Saved(3, frozenset({Area.PLANS}))), page.show)
    runner.long(page, partial(counted, 2), page.show, page.fail, page.progress)
    assert page.got == [3, "done"]
    assert page.parts == [0.5, 1.0]
    assert heard == [frozenset({Area.PLANS})]
    assert not runner.is_busy


def test_a_failure_nobody_waits_for_fails_the_test(qapp: object) -> None:
    runner, page = InlineRunner(), Page()
    with pytest.raises(ValueError, match="bug"):
        runner.read(page, partial(refuse, ValueError("bug")), page.show)


def test_a_page_is_not_kept_alive_by_its_work(qapp: object) -> None:
    runner = InlineRunner()
    page: Any = Page()
    runner.read(page, partial(give, 1), page.show)
    held = [one for one in gc.get_referrers(page) if one is not locals()]
    assert not any(isinstance(one, partial) for one in held)
