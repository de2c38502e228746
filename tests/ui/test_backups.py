"""A backup after half an hour of change, in a quiet moment, and a plain word when there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.errors import DiskFull
from irt_desk.services import practices
from irt_desk.services.desk import Desk
from irt_desk.ui.backups import EVERY_SECONDS, PATIENCE_SECONDS, QUIET_SECONDS, SEAL_SECONDS, BackupWatch
from irt_desk.ui.runner import InlineRunner
from irt_desk.ui.shell import Shell


class Clock:
    def __init__(self) -> None:
        self.now, self.quiet = 0.0, 1000.0

    def monotonic(self) -> float:
        return self.now

    def quiet_seconds(self) -> float:
        return self.quiet


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(desk: Desk, clock: Clock, qapp: object) -> BackupWatch:
    return BackupWatch(desk, InlineRunner(), clock.quiet_seconds, monotonic=clock.monotonic)


def made(desk: Desk) -> tuple[Path, ...]:
    return practices.list_backups(desk.practice.folder)


def test_a_change_is_backed_up_after_half_an_hour(
    watch: BackupWatch, clock: Clock, desk: Desk, take_in: Callable[..., TreatmentUnit]
) -> None:
    take_in("Amara")
    clock.now = EVERY_SECONDS - 1
    watch.tick()
    assert made(desk) == ()
    clock.now = EVERY_SECONDS
    watch.tick()
    assert len(made(desk)) == 1
    watch.tick()
    assert len(made(desk)) == 1


def test_without_a_change_nothing_is_made(
    watch: BackupWatch, clock: Clock, desk: Desk, take_in: Callable[..., TreatmentUnit]
) -> None:
    unit = take_in("Amara")
    clock.now = EVERY_SECONDS
    watch.tick()
    desk.charts.open_chart(unit.id)
    clock.now = 2 * EVERY_SECONDS
    watch.tick()
    assert len(made(desk)) == 1


def test_it_waits_for_a_quiet_moment_but_not_for_ever(
    watch: BackupWatch, clock: Clock, desk: Desk, take_in: Callable[..., TreatmentUnit]
) -> None:
    take_in("Amara")
    clock.now, clock.quiet = EVERY_SECONDS, QUIET_SECONDS - 1
    watch.tick()
    assert made(desk) == ()
    clock.now = EVERY_SECONDS + PATIENCE_SECONDS
    watch.tick()
    assert len(made(desk)) == 1


def test_a_failed_backup_is_said_in_the_bar_and_work_goes_on(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(_: Desk) -> None:
        raise DiskFull("error.disk_full_backup")

    monkeypatch.setattr(practices, "backup_when_changed", full)
    shell.show()
    shell.backups._last = -EVERY_SECONDS - PATIENCE_SECONDS
    shell.backups.tick()
    assert (
        "No backup could be made" in shell.backup_label.findChildren(type(shell.backup_label.children()[-1]))[0].text()
    )


def test_the_audit_head_is_sealed_every_ten_minutes(
    watch: BackupWatch, clock: Clock, desk: Desk, take_in: Callable[..., TreatmentUnit]
) -> None:
    before = desk.practice.sealed_head
    take_in("Amara")
    clock.now = SEAL_SECONDS - 1
    watch.tick()
    assert desk.practice.sealed_head == before
    clock.now = SEAL_SECONDS
    watch.tick()
    assert desk.practice.sealed_head.count > before.count
