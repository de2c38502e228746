"""The practice file: what opens it, what must not, what survives."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from irt_desk.errors import (
    AlreadyExists,
    Damaged,
    NotFound,
    OpenElsewhere,
    ReadOnly,
    SaveFailed,
    TooNew,
    UserError,
    WrongPassphrase,
)
from irt_desk.storage import (
    backup,
    header,
    keys,
    lockfile,
    migrations,
    practice,
    recovery_key,
    restore,
    schema,
    state_file,
)
from irt_desk.storage.audit import Head
from irt_desk.storage.database import PRAGMAS
from irt_desk.storage.practice import OpenPractice
from irt_desk.storage.verify import expected_schema, verify
from tests.practices import Clock, cheap, new_client, new_desk

WORDS = "nine quiet lamps again"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Harbour.irtdesk"


def made(folder: Path, clock: Clock) -> tuple[OpenPractice, str]:
    return practice.create(folder, WORDS, name="Harbour", now=clock, kdf=cheap)


def opened(folder: Path, clock: Clock, text: str = WORDS) -> OpenPractice:
    return practice.unlock(folder, passphrase=text, now=clock, kdf=cheap)


def test_it_opens_with_its_passphrase_and_with_its_recovery_key_and_with_nothing_else(
    folder: Path, clock: Clock
) -> None:
    first, key = made(folder, clock)
    first.close()
    opened(folder, clock).close()
    practice.unlock(folder, recovery=key.lower().replace("-", " "), now=clock, kdf=cheap).close()
    with pytest.raises(WrongPassphrase):
        opened(folder, clock, "something else entirely")
    other = recovery_key.fresh()[1]
    with pytest.raises(WrongPassphrase):
        practice.unlock(folder, recovery=other, now=clock, kdf=cheap)


def test_the_real_key_derivation_opens_too(folder: Path, clock: Clock) -> None:
    first, _ = practice.create(folder, WORDS, name="H", now=clock, params=keys.FLOOR)
    first.close()
    practice.unlock(folder, passphrase=WORDS, now=clock).close()
    with pytest.raises(WrongPassphrase):
        practice.unlock(folder, passphrase=WORDS + "!", now=clock)


def test_nothing_readable_is_on_disk_and_every_file_is_private(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    new_client(desk, clock, "Canarybird Featherstone")
    desk.practice.close()
    for path in folder.rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path.name
        if path.is_file():
            data = path.read_bytes()
            assert b"Canarybird" not in data
            assert not data.startswith(b"SQLite format 3")


def test_every_pragma_reads_back_as_it_must(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    with first.database.raw() as con:
        con.set_authorizer(None)
        assert {name: con.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS} == PRAGMAS
    assert not list(folder.glob("*-shm"))
    first.close()


@pytest.mark.parametrize(
    "sql", ["PRAGMA key = 'x'", "PRAGMA synchronous = 0", "ATTACH ':memory:' AS a", "PRAGMA rekey = 'x'"]
)
def test_a_connection_cannot_be_talked_into_less(folder: Path, clock: Clock, sql: str) -> None:
    first, _ = made(folder, clock)
    with pytest.raises(DatabaseError), first.database.transaction() as connection:
        connection.exec_driver_sql(sql)
    first.close()


def test_a_second_process_is_refused_at_once(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    with pytest.raises(OpenElsewhere):
        opened(folder, clock)
    with pytest.raises(OpenElsewhere):
        lockfile.check_free(folder)
    first.close()
    lockfile.check_free(folder)


def test_changing_the_passphrase_touches_only_the_header_and_the_old_one_is_dead(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    first.close()
    again = opened(folder, clock)
    before = (folder / "practice.db").read_bytes()
    again.change_passphrase(WORDS, "eleven loud geese away", kdf=cheap, params=keys.FLOOR)
    assert (folder / "practice.db").read_bytes() == before
    again.close()
    with pytest.raises(WrongPassphrase):
        opened(folder, clock)
    opened(folder, clock, "eleven loud geese away").close()


def test_an_old_passphrase_does_not_come_back_when_only_one_header_was_written(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    first.close()
    old = (folder / "practice.hdr2").read_bytes()
    again = opened(folder, clock)
    again.change_passphrase(WORDS, "eleven loud geese away", kdf=cheap, params=keys.FLOOR)
    again.close()
    (folder / "practice.hdr2").write_bytes(old)
    with pytest.raises(WrongPassphrase):
        opened(folder, clock)
    opened(folder, clock, "eleven loud geese away").close()
    assert (folder / "practice.hdr").read_bytes() == (folder / "practice.hdr2").read_bytes()


@pytest.mark.parametrize("name", header.NAMES)
def test_a_lost_header_heals_from_its_twin(folder: Path, clock: Clock, name: str) -> None:
    first, _ = made(folder, clock)
    first.close()
    (folder / name).unlink()
    opened(folder, clock).close()
    assert (folder / name).exists()


def test_no_single_changed_bit_of_the_header_is_accepted(folder: Path, clock: Clock) -> None:
    first, key = made(folder, clock)
    first.close()
    raw = (folder / "practice.hdr").read_bytes()
    secret = header.Secret(recovery=recovery_key.parse(key))
    accepted = 0
    for place in range(len(raw)):
        for bit in range(8):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            try:
                found = header.parse(bytes(changed))
                mk = header.master_key(found, secret, cheap)
                accepted += mk is not None and header.mac_holds(found, mk)
            except (UserError, KeyError, ValueError, TypeError, AttributeError):
                continue
    assert accepted == 0


def test_weak_key_parameters_in_a_header_are_refused() -> None:
    base = header.fresh("a" * 32, "2026-01-01T00:00:00+00:00", b"m" * 32, keys.Keyring.fresh())
    for memory in (8, 1 << 40):
        slot = header.passphrase_slot(base, WORDS, b"m" * 32, keys.KdfParams(memory, 3, 4), cheap)
        with pytest.raises(Damaged):
            header.parse(header.canonical({**base, "slots": [slot], "mac": ""}))


def test_a_header_of_a_newer_version_is_refused(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    first.close()
    newer = header.canonical({**header.parse((folder / "practice.hdr").read_bytes()), "ver": 2})
    for name in header.NAMES:
        (folder / name).write_bytes(newer)
    with pytest.raises(TooNew):
        opened(folder, clock)


def test_a_database_of_a_newer_schema_is_refused_and_not_touched(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    with first.database.transaction() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    first.close()
    before = (folder / "practice.db").read_bytes()
    with pytest.raises(TooNew):
        opened(folder, clock)
    assert (folder / "practice.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"x" * 100, None])
def test_a_missing_or_cut_database_is_never_made_anew(folder: Path, clock: Clock, content: bytes | None) -> None:
    first, _ = made(folder, clock)
    first.close()
    path = folder / "practice.db"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Damaged):
        opened(folder, clock)
    assert path.exists() is (content is not None)
    assert content is None or path.read_bytes() == content


def test_a_damaged_first_page_is_damage_and_not_a_wrong_passphrase(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    first.close()
    path = folder / "practice.db"
    data = bytearray(path.read_bytes())
    data[200:300] = bytes(100)
    path.write_bytes(data)
    with pytest.raises(Damaged):
        opened(folder, clock)


def test_another_practices_database_is_refused(tmp_path: Path, clock: Clock) -> None:
    one, two = tmp_path / "One.irtdesk", tmp_path / "Two.irtdesk"
    for folder in (one, two):
        made(folder, clock)[0].close()
    (one / "practice.db").write_bytes((two / "practice.db").read_bytes())
    with pytest.raises(Damaged):
        opened(one, clock)


def test_what_stands_at_the_place_is_left_alone(folder: Path, clock: Clock) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(AlreadyExists):
        made(folder, clock)
    assert (folder / "letter.txt").read_text() == "mine"
    with pytest.raises(NotFound):
        opened(folder, clock)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, clock: Clock) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(ReadOnly):
        made(closed / "P.irtdesk", clock)


def test_a_practice_moved_while_open_fails_the_save_and_says_so(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    folder.rename(folder.with_name("Elsewhere.irtdesk"))
    with pytest.raises(SaveFailed):
        first.set_meta("name", "lost")
    first._lock.release()
    first.database.engine.dispose()


def test_three_tries_are_free_then_it_waits_and_a_clock_set_back_does_not_help(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    first.close()
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            opened(folder, clock, "wrong but long enough")
    with pytest.raises(UserError, match="Wait 2 seconds"):
        opened(folder, clock)
    clock.pass_days(-400)
    with pytest.raises(UserError, match="Wait"):
        opened(folder, clock)
    clock.pass_days(401)
    again = opened(folder, clock)
    assert len(again.missed_unlocks) == 3
    again.close()
    assert state_file.misses(again.practice_id).times == ()


def test_two_groups_of_the_recovery_key_are_asked_back(folder: Path, clock: Clock) -> None:
    first, key = made(folder, clock)
    groups = key.split("-")
    assert not first.confirm_recovery({1: groups[0]})
    assert not first.confirm_recovery({1: groups[0], 5: groups[3]})
    assert not first.recovery_confirmed
    assert first.confirm_recovery({3: groups[2].lower(), 8: groups[7]})
    assert first.recovery_confirmed
    first.close()


def test_a_mistyped_recovery_key_is_told_apart_from_a_wrong_one() -> None:
    raw, text = recovery_key.fresh()
    assert recovery_key.parse(text.replace("-", " ").lower()) == raw
    letters = recovery_key.tidy(text)
    for place in range(0, len(letters), 5):
        for other in recovery_key.ALPHABET:
            if other != letters[place]:
                with pytest.raises(UserError, match="mistyped"):
                    recovery_key.parse(letters[:place] + other + letters[place + 1 :])
    with pytest.raises(UserError, match="55"):
        recovery_key.parse(letters[1:])


def test_the_migrated_schema_is_the_models_schema(folder: Path, clock: Clock) -> None:
    first, _ = made(folder, clock)
    with first.database.read() as connection:
        assert schema.described(connection) == expected_schema()
    first.close()


def test_a_failing_migration_changes_nothing(folder: Path, clock: Clock, tmp_path: Path) -> None:
    desk = new_desk(folder, clock)
    new_client(desk, clock)
    now, then = schema.SCHEMA_VERSION, schema.SCHEMA_VERSION + 1
    steps = tmp_path / "steps"
    shutil.copytree(migrations.HERE, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "versions" / f"{then:04d}_fails.py").write_text(
        f'revision, down_revision = "{then:04d}", "{now:04d}"\nfrom alembic import op\n\n\n'
        'def upgrade():\n    op.execute("CREATE TABLE half (x)")\n    op.execute("DELETE FROM setting")\n'
        '    raise RuntimeError("fails")\n'
    )
    with desk.practice.database.read() as connection:
        before = (backup.digest(connection), schema.described(connection))
    with pytest.raises(RuntimeError, match="fails"):
        migrations.migrate(desk.practice.database, then, scripts=steps)
    with desk.practice.database.read() as connection:
        assert (backup.digest(connection), schema.described(connection)) == before
    assert migrations.version_of(desk.practice.database) == now
    desk.practice.close()


def test_every_change_leaves_one_line_and_no_change_without_its_line(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    with desk.practice.database.transaction() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no trace'); END"
        )
    with pytest.raises(DatabaseError):
        new_client(desk, clock)
    assert desk.clients.rows() == ()
    desk.practice.database.engine.dispose()
    desk.practice._lock.release()


@pytest.mark.parametrize(
    "sql", ["UPDATE audit SET action = 'x'", "DELETE FROM audit", "REPLACE INTO audit SELECT * FROM audit LIMIT 1"]
)
def test_the_trail_cannot_be_changed_through_the_program(folder: Path, clock: Clock, sql: str) -> None:
    first, _ = made(folder, clock)
    with pytest.raises(DatabaseError), first.database.transaction() as connection:
        connection.exec_driver_sql(sql)
    first.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET action = 'client.viewed' WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 2",
        "UPDATE audit SET seq = 900 WHERE seq = 2",
        "DELETE FROM audit WHERE seq > 2",
    ],
)
def test_whoever_goes_round_the_program_is_found(folder: Path, clock: Clock, sql: str) -> None:
    desk = new_desk(folder, clock)
    for name in ("A B", "C D", "E F"):
        new_client(desk, clock, name)
    head = desk.practice.seal_head()
    with desk.practice.database.transaction() as connection:
        assert desk.practice.audit.first_bad(connection, head) is None
        schema.drop_triggers(connection)
        connection.exec_driver_sql(sql)
    with desk.practice.database.read() as connection:
        assert desk.practice.audit.first_bad(connection, head) is not None
    assert head.count > 3
    desk.practice.database.engine.dispose()
    desk.practice._lock.release()


def test_the_trail_holds_codes_and_ids_only(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    new_client(desk, clock, "Canarybird Featherstone")
    with desk.practice.database.read() as connection:
        text = str(connection.exec_driver_sql("SELECT * FROM audit").fetchall())
    assert "Canarybird" not in text
    assert "shopping" not in text
    desk.practice.close()


def test_a_backup_opens_on_its_own_and_a_changed_bit_is_refused(folder: Path, clock: Clock, tmp_path: Path) -> None:
    desk = new_desk(folder, clock)
    new_client(desk, clock, "Kept Person")
    file = backup.make(desk.practice, now=clock)
    desk.practice.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    target = tmp_path / "Back.irtdesk"
    text = "a passphrase for tests"
    assert restore.restore(file, target, passphrase=text, now=clock, kdf=cheap) is None
    again = practice.unlock(target, passphrase=text, now=clock, kdf=cheap)
    assert all(check.ok for check in verify(again))
    again.close()
    raw = file.read_bytes()
    for place in range(12, len(raw), max(1, len(raw) // 40)):
        changed = bytearray(raw)
        changed[place] ^= 1
        bad = tmp_path / "bad.irtbackup"
        bad.write_bytes(changed)
        with pytest.raises(UserError):
            restore.restore(bad, tmp_path / "Never.irtdesk", passphrase=text, now=clock, kdf=cheap)
        assert not (tmp_path / "Never.irtdesk").exists()


def test_restoring_sets_the_present_practice_aside_and_keeps_todays_passphrase(folder: Path, clock: Clock) -> None:
    desk = new_desk(folder, clock)
    file = backup.make(desk.practice, now=clock)
    new_client(desk, clock, "Later Person")
    desk.practice.change_passphrase("a passphrase for tests", WORDS, kdf=cheap, params=keys.FLOOR)
    desk.practice.close()
    aside = restore.restore(file, folder, passphrase=WORDS, now=clock, kdf=cheap)
    assert aside is not None
    back, kept = (practice.unlock(place, passphrase=WORDS, now=clock, kdf=cheap) for place in (folder, aside))
    for found, rows in ((back, 0), (kept, 1)):
        with found.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM client").scalar() == rows
            assert found.audit.first_bad(connection, Head()) is None
        found.close()


def test_backups_thin_out_but_the_newest_and_an_odd_clock_give_up_nothing() -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime(2026, 11, 24, tzinfo=UTC)
    every = [now - timedelta(hours=7 * n) for n in range(1400)]
    kept = backup.kept(every, now)
    assert every[0] in kept
    assert all(moment in kept for moment in every if now - moment < timedelta(days=2))
    assert len(kept) < 60
    assert max(now - moment for moment in kept) > timedelta(days=200)
    assert backup.kept([*every, now + timedelta(days=400)], now) == {*every, now + timedelta(days=400)}


_KILLED = """
import os, sys, pathlib
sys.path.insert(0, {root!r})
os.environ["IRT_DESK_STATE"] = {state!r}
from tests.practices import Clock, cheap
from irt_desk.storage import practice
p = practice.unlock(pathlib.Path({folder!r}), passphrase={words!r}, now=Clock(), kdf=cheap)
n = 0
while True:
    n += 1
    p.set_meta("count", str(n))
    print(n, flush=True)
"""


@pytest.mark.parametrize("acks", [1, 7, 40, 150])
def test_what_was_acknowledged_is_there_after_a_kill(folder: Path, clock: Clock, tmp_path: Path, acks: int) -> None:
    made(folder, clock)[0].close()
    root = str(Path(__file__).parents[2])
    code = _KILLED.format(root=root, state=str(tmp_path / "s"), folder=str(folder), words=WORDS)
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    last = 0
    for line in child.stdout:
        last = int(line)
        if last >= acks:
            break
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.stdout.close()
    child.wait()
    last = int(rest[-1]) if rest else last
    again = opened(folder, clock)
    assert int(again._meta("count")) >= last
    assert all(check.ok for check in verify(again) if check.name != "client list")
    again.close()
