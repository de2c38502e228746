"""Backups and restore: when one is due, what a stop leaves behind, what restore must not touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from irt_desk.errors import AlreadyExists, Cancelled, NotFound, OpenElsewhere, WrongPassphrase
from irt_desk.storage import backup, practice, restore
from irt_desk.storage.practice import OpenPractice
from irt_desk.storage.verify import verify
from tests.practices import Clock, cheap, new_client, new_desk

WORDS = "a passphrase for tests"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Harbour.irtdesk"


def _opened(folder: Path, clock: Clock) -> OpenPractice:
    return practice.unlock(folder, passphrase=WORDS, now=clock, kdf=cheap)


def test_looking_makes_no_backup_due_and_a_change_does(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    unit = new_client(desk, clock)
    assert desk.practice.changed_since_backup
    backup.make(desk.practice, now=clock)
    assert not desk.practice.changed_since_backup
    desk.practice.close()
    opened = _opened(folder, clock)
    desk.context.practice.close()
    assert not opened.changed_since_backup
    opened.record("client.viewed")
    assert not opened.changed_since_backup
    opened.record("client.edited")
    assert opened.changed_since_backup
    opened.close()
    assert unit


def test_a_copy_taken_elsewhere_does_not_stand_in_for_the_own_backup(
    folder: Path, clock: Clock, tmp_path: Path
) -> None:
    desk = new_desk(folder, clock)
    (tmp_path / "stick").mkdir()
    backup.make(desk.practice, folder=tmp_path / "stick", now=clock)
    assert desk.practice.changed_since_backup
    desk.practice.close()


def test_a_stopped_backup_leaves_nothing(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    for after in range(3):
        asked = iter(range(100))
        with pytest.raises(Cancelled):
            backup.make(desk.practice, now=clock, cancelled=lambda asked=asked, after=after: next(asked) >= after)
        assert list((folder / "backups").iterdir()) == []
    assert desk.practice.changed_since_backup
    desk.practice.close()


def test_backups_of_one_second_do_not_overwrite_each_other(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    made = {backup.make(desk.practice, now=clock) for _ in range(3)}
    assert set(backup.list_backups(folder)) == made
    assert len(made) == 3
    desk.practice.close()


def test_restore_sets_aside_only_a_practice(folder: Path, clock: Clock, tmp_path: Path) -> None:
    desk = new_desk(folder, clock)
    file = backup.make(desk.practice, now=clock)
    desk.practice.close()
    letters = tmp_path / "Letters"
    letters.mkdir()
    (letters / "letter.txt").write_text("mine")
    with pytest.raises(AlreadyExists):
        restore.restore(file, letters, passphrase=WORDS, now=clock, kdf=cheap)
    assert (letters / "letter.txt").read_text() == "mine"
    with pytest.raises(NotFound):
        restore.restore(file, tmp_path / "no such" / "P.irtdesk", passphrase=WORDS, now=clock, kdf=cheap)


def test_restore_over_an_open_practice_is_refused_before_anything_is_touched(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    file = backup.make(desk.practice, now=clock)
    before = sorted(path.name for path in folder.parent.iterdir())
    with pytest.raises(OpenElsewhere):
        restore.restore(file, folder, passphrase=WORDS, now=clock, kdf=cheap)
    assert sorted(path.name for path in folder.parent.iterdir()) == before
    desk.practice.set_meta("name", "Still open")
    desk.practice.close()


def test_restore_twenty_times_there_and_back_raises_no_alarm_and_loses_nothing(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    new_client(desk, clock)
    file = backup.make(desk.practice, now=clock)
    desk.practice.close()
    for turn in range(1, 6):
        aside = restore.restore(file, folder, passphrase=WORDS, now=clock, kdf=cheap)
        assert aside is not None
        assert aside.name == f"Harbour (set aside {turn}).irtdesk"
        opened = _opened(folder, clock)
        assert opened.alarms == ()
        assert [check for check in verify(opened) if not check.ok and check.name != "client list"] == []
        opened.close()


def test_a_backup_of_another_practice_brings_its_own_passphrase(folder: Path, clock: Clock, tmp_path: Path) -> None:
    desk = new_desk(folder, clock)
    file = backup.make(desk.practice, now=clock)
    desk.practice.close()
    other = tmp_path / "Other.irtdesk"
    practice.create(other, "eleven loud geese away", name="Other", now=clock, kdf=cheap)[0].close()
    with pytest.raises(WrongPassphrase):
        restore.restore(file, other, passphrase="eleven loud geese away", now=clock, kdf=cheap)
    aside = restore.restore(file, other, passphrase=WORDS, now=clock, kdf=cheap)
    back = _opened(other, clock)
    assert back.name == "Test"
    back.close()
    assert aside is not None
    practice.unlock(aside, passphrase="eleven loud geese away", now=clock, kdf=cheap).close()
