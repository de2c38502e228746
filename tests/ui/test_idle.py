"""The practice locks when nobody uses it, when the computer slept, and at no other time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from irt_desk.ui.idle import IdleWatch
from tests.ui.doubles import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def watch_of(clock: FakeClock, minutes: int) -> tuple[IdleWatch, list[str]]:
    watch = IdleWatch(minutes, wall=clock.wall, monotonic=clock.monotonic)
    locked: list[str] = []
    watch.expired.connect(locked.append)
    return watch, locked


@pytest.mark.parametrize("minutes", [1, 3, 5, 10, 15])
def test_locks_within_a_second_of_the_limit(qapp: QObject, clock: FakeClock, minutes: int) -> None:
    watch, locked = watch_of(clock, minutes)
    clock.pass_seconds(minutes * 60 - 1)
    watch.tick()
    assert locked == []
    clock.pass_seconds(1)
    watch.tick()
    assert locked == ["idle"]


def test_a_key_starts_the_count_again(qapp: QObject, clock: FakeClock) -> None:
    watch, locked = watch_of(clock, 5)
    clock.pass_seconds(299)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    assert watch.eventFilter(watch, key) is False
    clock.pass_seconds(299)
    watch.tick()
    assert locked == []


@pytest.mark.parametrize("kind", [QEvent.Type.FocusIn, QEvent.Type.MouseMove, QEvent.Type.Timer, QEvent.Type.Paint])
def test_what_no_person_does_does_not_count(qapp: QObject, clock: FakeClock, kind: QEvent.Type) -> None:
    watch, locked = watch_of(clock, 5)
    clock.pass_seconds(299)
    watch.eventFilter(watch, QEvent(kind))
    clock.pass_seconds(1)
    watch.tick()
    assert locked == ["idle"]


def test_locks_after_the_computer_slept_before_anything_is_shown(qapp: QObject, clock: FakeClock) -> None:
    watch, locked = watch_of(clock, 15)
    clock.sleep(3600)
    watch.eventFilter(watch, QEvent(QEvent.Type.Expose))
    assert locked == ["sleep"]


def test_a_key_after_a_sleep_does_not_open_it(qapp: QObject, clock: FakeClock) -> None:
    watch, locked = watch_of(clock, 5)
    clock.pass_seconds(301)
    watch.eventFilter(watch, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
    assert locked == ["idle"]


def test_small_corrections_of_the_clock_are_no_sleep(qapp: QObject, clock: FakeClock) -> None:
    watch, locked = watch_of(clock, 5)
    clock.set_wall(10)
    watch.tick()
    clock.set_wall(-3600)
    watch.tick()
    assert locked == []


def test_the_limit_cannot_be_switched_off(qapp: QObject, clock: FakeClock) -> None:
    watch, locked = watch_of(clock, 5)
    watch.set_minutes(0)
    clock.pass_seconds(60)
    watch.tick()
    assert locked == ["idle"]


def test_the_minutes_left_are_told(qapp: QObject, clock: FakeClock) -> None:
    watch, _ = watch_of(clock, 5)
    told: list[int] = []
    watch.minutes_changed.connect(told.append)
    watch.tick()
    clock.pass_seconds(61)
    watch.tick()
    clock.pass_seconds(1)
    watch.tick()
    assert told == [5, 4]
