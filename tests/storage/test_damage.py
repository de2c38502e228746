"""What disks, other programs and other people do to a practice."""

from __future__ import annotations

import os
import resource
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from irt_desk.errors import Damaged, DiskFull, OpenElsewhere, ReadOnly, SaveFailed, TooNew, UserError, WrongPassphrase
from irt_desk.storage import header, keys, practice, recovery_key, schema, state_file
from irt_desk.storage.practice import OpenPractice
from irt_desk.storage.verify import verify
from tests.practices import Clock, cheap

WORDS = "nine quiet lamps again"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Harbour.irtdesk"


def _made(folder: Path, clock: Clock) -> str:
    made, key = practice.create(folder, WORDS, name="Harbour", now=clock, kdf=cheap)
    made.close()
    return key


def _opened(folder: Path, clock: Clock, text: str = WORDS) -> OpenPractice:
    return practice.unlock(folder, passphrase=text, now=clock, kdf=cheap)


def _let_go(opened: OpenPractice) -> None:
    """End without sealing, as a killed process does."""
    opened.database.engine.dispose()
    opened._lock.release()


@pytest.mark.parametrize("name", header.NAMES)
def test_one_changed_bit_in_either_header_opens_from_the_twin_and_heals(folder: Path, clock: Clock, name: str) -> None:
    secret = header.Secret(recovery=recovery_key.parse(_made(folder, clock)))
    raw = (folder / name).read_bytes()
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1 << place % 8
        (folder / name).write_bytes(changed)
        header.unlock(folder, secret, cheap)
        assert (folder / name).read_bytes() == raw, place


def test_both_headers_damaged_is_damage_and_not_a_wrong_passphrase(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    for name in header.NAMES:
        (folder / name).write_bytes((folder / name).read_bytes()[:-40])
    with pytest.raises(Damaged):
        _opened(folder, clock)


def test_a_newer_programs_header_is_not_healed_away(folder: Path, clock: Clock) -> None:
    secret = header.Secret(recovery=recovery_key.parse(_made(folder, clock)))
    found, mk = header.unlock(folder, secret, cheap)
    newer = header.canonical(header.with_mac({**found, "ver": 2}, mk))
    (folder / "practice.hdr").write_bytes(newer)
    with pytest.raises(TooNew):
        _opened(folder, clock)
    assert (folder / "practice.hdr").read_bytes() == newer


def test_a_database_cut_at_any_page_is_damage(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    whole = (folder / "practice.db").read_bytes()
    assert len(whole) > 20 * 4096
    for size in (0, 4095, 4096, *range(8192, len(whole), 5 * 4096), len(whole) - 4096, len(whole) - 1):
        (folder / "practice.db").write_bytes(whole[:size])
        with pytest.raises(Damaged):
            _opened(folder, clock)
        assert (folder / "practice.db").read_bytes() == whole[:size]
    (folder / "practice.db").write_bytes(whole)
    _opened(folder, clock).close()


def test_a_lost_salt_in_the_database_is_made_good_from_the_header(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    path = folder / "practice.db"
    path.write_bytes(bytes(16) + path.read_bytes()[16:])
    opened = _opened(folder, clock)
    assert opened.name == "Harbour"
    opened.close()


def test_a_changed_bit_in_the_database_is_never_read_as_something_else(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    path = folder / "practice.db"
    whole = path.read_bytes()
    for number in range(40):
        place = 16 + (number * 7919 * 31) % (len(whole) - 16)
        changed = bytearray(whole)
        changed[place] ^= 1 << number % 8
        path.write_bytes(changed)
        try:
            opened = _opened(folder, clock)
        except Damaged:
            continue
        assert any(check.name == "pages" and not check.ok for check in verify(opened)), place
        _let_go(opened)
        for log in folder.glob("*-wal"):
            log.unlink()


def _entries(opened: OpenPractice, action: str) -> list[str]:
    with opened.database.read() as connection:
        query = schema.AUDIT.select().where(schema.AUDIT.c.action == action)
        return [row["reason"] for row in connection.execute(query).mappings()]


def test_an_older_database_put_back_is_told_traced_and_reported(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    old = (folder / "practice.db").read_bytes()
    for _ in range(3):
        _opened(folder, clock).close()
    (folder / "practice.db").write_bytes(old)
    opened = _opened(folder, clock)
    assert opened.alarms == ("practice.alarm_older",)
    assert _entries(opened, "practice.alarm") == ["alarm_older"]
    assert [check.name for check in verify(opened) if not check.ok] == ["audit chain"]
    opened.close()
    again = _opened(folder, clock)
    assert again.alarms == ()
    assert _entries(again, "practice.alarm") == ["alarm_older"]
    again.close()


def test_a_whole_older_folder_put_back_is_noticed_on_this_computer_only(
    folder: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _made(folder, clock)
    shutil.copytree(folder, tmp_path / "last week")
    opened = _opened(folder, clock)
    opened.change_passphrase(WORDS, "eleven loud geese away", kdf=cheap, params=keys.FLOOR)
    opened.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "last week", folder)
    opened = _opened(folder, clock)
    assert opened.alarms == ("practice.alarm_older",)
    _let_go(opened)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "last week", folder)
    monkeypatch.setenv("IRT_DESK_STATE", str(tmp_path / "another computer"))
    opened = _opened(folder, clock)
    assert opened.alarms == ()
    opened.close()


def test_two_copies_in_two_places_are_not_taken_for_each_other(folder: Path, clock: Clock, tmp_path: Path) -> None:
    _made(folder, clock)
    shutil.copytree(folder, tmp_path / "Copy.irtdesk")
    for _ in range(2):
        for place in (folder, tmp_path / "Copy.irtdesk"):
            opened = _opened(place, clock)
            assert opened.alarms == ()
            opened.close()


def test_a_changed_trail_is_told_when_it_opens(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    opened = _opened(folder, clock)
    with opened.database.transaction() as connection:
        schema.drop_triggers(connection)
        connection.exec_driver_sql("UPDATE audit SET action = 'client.viewed' WHERE seq = 1")
        schema.create_triggers(connection)
    opened.close()
    again = _opened(folder, clock)
    assert again.alarms == ("practice.alarm_trail",)
    again.close()


def test_a_kill_before_sealing_is_no_alarm(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    opened = _opened(folder, clock)
    opened.set_meta("name", "Kept")
    opened.record("practice.alarm", reason="test")
    _let_go(opened)
    again = _opened(folder, clock)
    assert again.alarms == ()
    assert again.name == "Kept"
    again.close()


def test_a_full_database_says_so_keeps_reading_and_recovers(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    opened = _opened(folder, clock)
    with opened.database.raw() as con:
        con.set_authorizer(None)
        pages = con.execute("PRAGMA page_count").fetchone()[0]
        con.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        opened.set_meta("name", "x" * 400_000)
    assert opened.name == "Harbour"
    opened.set_meta("name", "y" * 400_000)  # on a new connection, without the limit
    assert len(opened.name) == 400_000
    opened.close()


@contextmanager
def _no_file_beyond(size: int) -> Iterator[None]:
    """Let every write beyond a size fail, as a broken disk or a quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_failed_write_is_reported_and_the_next_save_has_a_new_connection(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    opened = _opened(folder, clock)
    with opened.database.raw() as before:
        pass
    with _no_file_beyond(4096), pytest.raises((SaveFailed, DiskFull)):
        opened.set_meta("name", "lost " * 40_000)
    with opened.database.raw() as after:
        assert after is not before
    assert opened.name == "Harbour"
    opened.set_meta("name", "Kept")
    opened.close()
    again = _opened(folder, clock)
    assert again.name == "Kept"
    assert again.alarms == ()
    again.close()


def test_a_header_that_cannot_be_written_leaves_the_old_one_and_nothing_else(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    opened = _opened(folder, clock)
    before = (folder / "practice.hdr").read_bytes()
    with _no_file_beyond(100), pytest.raises((OSError, UserError)):
        opened.change_passphrase(WORDS, "eleven loud geese away", kdf=cheap, params=keys.FLOOR)
    assert (folder / "practice.hdr").read_bytes() == before
    assert not list(folder.glob("*.new"))
    opened.close()
    _opened(folder, clock).close()


def test_a_changed_passphrase_and_a_new_recovery_key_are_traced(folder: Path, clock: Clock) -> None:
    old_key = _made(folder, clock)
    opened = _opened(folder, clock)
    opened.change_passphrase(WORDS, "eleven loud geese away", kdf=cheap, params=keys.FLOOR)
    key = opened.new_recovery_key()
    assert not opened.recovery_confirmed
    opened.close()
    with pytest.raises(WrongPassphrase):
        practice.unlock(folder, recovery=old_key, now=clock, kdf=cheap)
    again = practice.unlock(folder, recovery=key, now=clock, kdf=cheap)
    again.reset_passphrase(WORDS, kdf=cheap, params=keys.FLOOR)
    for action in ("passphrase_changed", "recovery_key_changed", "passphrase_reset"):
        assert len(_entries(again, f"practice.{action}")) == 1
    again.close()
    _opened(folder, clock).close()


def test_failed_unlocks_are_traced_at_the_time_they_happened(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    with pytest.raises(WrongPassphrase):
        _opened(folder, clock, "wrong but long enough")
    clock.pass_days(3)
    opened = _opened(folder, clock)
    with opened.database.read() as connection:
        query = schema.AUDIT.select().where(schema.AUDIT.c.action == "practice.unlock_failed")
        (row,) = connection.execute(query).mappings().all()
    assert row["at"].startswith("2026-03-02")
    opened.close()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"misses": 7}', '{"misses": ["x", 4, "2026-01-01"], "heads": []}', '{"heads": {"a": 1}}']
)
def test_a_spoiled_state_file_stands_in_nobodys_way(folder: Path, clock: Clock, text: str) -> None:
    _made(folder, clock)
    opened = _opened(folder, clock)
    opened.close()
    state_file._file(opened.practice_id).write_text(text)
    _opened(folder, clock).close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_of_many_starts_at_once_exactly_one_opens(folder: Path, clock: Clock) -> None:
    _made(folder, clock)
    read, write = os.pipe()
    hold, let_go = os.pipe()
    children = []
    for _ in range(8):
        child = os.fork()
        if child == 0:
            answer = b"x"
            os.close(let_go)
            try:
                _opened(folder, clock)
                answer = b"1"
            except OpenElsewhere:
                answer = b"0"
            finally:
                os.write(write, answer)
                os.read(hold, 1)
                os._exit(0)
        children.append(child)
    os.close(write)
    answers = b"".join(os.read(read, 1) for _ in children)
    os.close(let_go)
    for child in children:
        os.waitpid(child, 0)
    os.close(read)
    os.close(hold)
    assert sorted(answers) == sorted(b"1" + b"0" * 7)
    _opened(folder, clock).close()


def test_a_passphrase_typed_on_another_computer_is_the_same(folder: Path, clock: Clock) -> None:
    text = "Größe und Wärme übers Jahr"
    params = keys.FLOOR
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")}
    assert len(forms) == 2
    assert len({keys.argon2id(form, b"s" * 16, params) for form in forms}) == 1


@pytest.mark.parametrize(
    ("floor_seconds", "wanted"), [(0.35, (256, 3)), (0.9, (128, 3)), (0.05, (256, 15)), (0.0, (256, 3))]
)
def test_the_key_derivation_fits_the_computer_and_never_goes_below_the_floor(
    floor_seconds: float, wanted: tuple[int, int]
) -> None:
    params = keys.fitting(floor_seconds)
    assert (params.m // 1024, params.t) == wanted
    assert params.is_allowed


def test_the_keys_are_the_children_the_paper_names() -> None:
    import hashlib
    import hmac

    mk = bytes(range(32))
    found = {}
    for label in ("db", "backup", "header-mac", "keyring", "kek-password", "kek-recovery"):
        pseudo = hmac.new(bytes(32), mk, hashlib.sha256).digest()
        known = hmac.new(
            pseudo, f"irtdesk/v1/{label}".encode() + b"\x01", hashlib.sha256
        ).digest()  # RFC 5869, one block
        assert keys.derived(mk, label) == known
        found[label] = known
    assert len(set(found.values())) == len(found)


def test_a_place_on_a_locked_medium_is_named(tmp_path: Path) -> None:
    import errno

    assert isinstance(header.place_failure(OSError(errno.EROFS, "read-only"), tmp_path), ReadOnly)
    assert isinstance(header.place_failure(OSError(errno.ENOSPC, "full"), tmp_path), DiskFull)
    other = OSError(errno.EIO, "broken")
    assert header.place_failure(other, tmp_path) is other
