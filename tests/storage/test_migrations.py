"""Migrations: released practices open for ever, a step copies first, a rebuild loses nothing, a newer backup is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from irt_desk.errors import TooNew
from irt_desk.storage import backup, migrations, practice, restore, schema
from irt_desk.storage.migrations import freeze
from irt_desk.storage.practice import OpenPractice
from irt_desk.storage.verify import verify
from tests.practices import Clock, cheap, consent, new_client, new_desk
from tests.storage.golden import FOLDER, contents

WORDS = "a passphrase for tests"
GOLDEN = sorted(FOLDER.glob("*.irtdesk"))


def test_there_is_a_golden_practice() -> None:
    assert GOLDEN


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_a_practice_of_every_release_opens_and_keeps_its_rows(golden: Path, tmp_path: Path) -> None:
    about = json.loads(golden.with_suffix(".json").read_text(encoding="utf-8"))
    folder = tmp_path / golden.name
    shutil.copytree(golden, folder)
    opened = practice.unlock(folder, passphrase=about["passphrase"], now=Clock())
    with opened.database.read() as connection:
        assert contents(connection, about["tables"]) == about["tables"]
    assert [check for check in verify(opened) if not check.ok and check.name != "client list"] == []
    opened.close()
    practice.unlock(folder, recovery=about["recovery_key"], now=Clock()).close()


NOW = schema.SCHEMA_VERSION
NEXT = NOW + 1

_REBUILD = f"""
revision, down_revision = "{NEXT:04d}", "{NOW:04d}"
from alembic import op
import sqlalchemy as sa


def upgrade():
    with op.batch_alter_table("treatment_unit", recreate="always") as batch:
        batch.add_column(sa.Column("added_later", sa.Text()))
    op.execute("CREATE TABLE later (id TEXT PRIMARY KEY)")
"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The next release: one more migration, which rebuilds a table that others refer to."""
    folder = tmp_path / "steps"
    shutil.copytree(migrations.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NEXT:04d}_rebuild.py").write_text(_REBUILD)
    monkeypatch.setattr(migrations, "HERE", folder)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NEXT)
    return folder


def test_the_step_of_the_next_release_is_what_the_models_say() -> None:
    step = migrations.HERE / "versions" / f"{freeze.UNRELEASED}.sql"
    made = freeze.BETWEEN.join(freeze.statements())
    kept = step.read_text(encoding="utf-8") if step.exists() else ""
    assert kept == (made + ";\n" if made else ""), "run irt_desk.storage.migrations.freeze"
    assert step.with_suffix(".py").exists() == bool(made)


def _filled(folder: Path, clock: Clock) -> OpenPractice:
    desk = new_desk(folder, clock)
    for name in ("Noor Adair", "Ivo Brandt"):
        consent(desk, clock, new_client(desk, clock, name))
    return desk.practice


def test_a_step_copies_first_and_a_rebuild_keeps_every_row_and_trigger(
    tmp_path: Path, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, folder = Clock(), tmp_path / "P.irtdesk"
    with monkeypatch.context() as before_release:
        before_release.setattr(schema, "SCHEMA_VERSION", NOW)
        made = _filled(folder, clock)
        with made.database.read() as connection:
            known = contents(connection)
            triggers = {name for name in schema.described(connection) if name.startswith("trigger")}
        made.close()
    opened = practice.unlock(folder, passphrase=WORDS, now=clock, kdf=cheap)
    assert migrations.version_of(opened.database) == NEXT
    with opened.database.read() as connection:
        assert contents(connection, known) == known
        assert {name for name in schema.described(connection) if name.startswith("trigger")} == triggers
        assert connection.exec_driver_sql("SELECT count(*) FROM later").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert backup.check_database(opened.database) == []
    opened.close()
    (copy,) = backup.list_backups(folder)
    _old_copy_restores(copy, tmp_path / "Old.irtdesk", known, clock, monkeypatch)


def _old_copy_restores(
    copy: Path, place: Path, known: dict[str, object], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore.restore(copy, place, passphrase=WORDS, now=clock, kdf=cheap)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NOW)
    old = practice.unlock(place, passphrase=WORDS, now=clock, kdf=cheap)
    assert migrations.version_of(old.database) == NOW
    with old.database.read() as connection:
        assert contents(connection, known) == known
    old.close()


def test_without_a_verified_copy_there_is_no_migration(
    tmp_path: Path, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, folder = Clock(), tmp_path / "P.irtdesk"
    with monkeypatch.context() as before_release:
        before_release.setattr(schema, "SCHEMA_VERSION", NOW)
        _filled(folder, clock).close()
    (folder / "backups").rmdir()
    (folder / "backups").write_text("a file where the folder was")
    with pytest.raises(OSError):
        practice.unlock(folder, passphrase=WORDS, now=clock, kdf=cheap)
    (folder / "backups").unlink()
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NOW)
    opened = practice.unlock(folder, passphrase=WORDS, now=clock, kdf=cheap)
    assert migrations.version_of(opened.database) == NOW
    opened.close()


def test_a_backup_of_a_newer_version_is_refused_and_nothing_is_made(
    tmp_path: Path, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, folder = Clock(), tmp_path / "P.irtdesk"
    made = _filled(folder, clock)
    file = backup.make(made, now=clock)
    made.close()
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NOW)
    with pytest.raises(TooNew):
        restore.restore(file, tmp_path / "Q.irtdesk", passphrase=WORDS, now=clock, kdf=cheap)
    assert not (tmp_path / "Q.irtdesk").exists()
