"""The installer's script: what can be checked without building. ``build_installer.py`` itself builds and self-tests."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "resources" / "packaging"


@pytest.fixture(scope="module")
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_installer", ROOT / "build_installer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_needs_nothing_but_python() -> None:
    tree = ast.parse((ROOT / "build_installer.py").read_text("utf-8"))
    named = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named} <= set(sys.stdlib_module_names)


def test_everything_that_can_be_checked_here_is_in_order() -> None:
    """It wraps a stand-in in every way this machine has the tool for, and says aloud what it skipped."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "build_installer.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stdout.splitlines() if line.startswith("build: ")]
    assert said[-1] == "build: everything that can be checked here is in order"
    for tool in ("dpkg-deb", "makeself", "makensis", "hdiutil", "desktop-file-validate"):
        assert bool(shutil.which(tool)) != any(line.startswith(f"build: skipped: {tool} is not here") for line in said)


def test_the_package_depends_on_what_qt_needs_from_the_system(installer: ModuleType) -> None:
    from irt_desk import _bootstrap

    depends = installer.control(1 << 20)
    for library in (*_bootstrap.LIBRARIES, *_bootstrap.WINDOW_LIBRARIES):
        assert library in depends
    assert "Installed-Size: 1024\n" in depends
    assert re.search(r"libc6 \(>= \d+\.\d+\)", depends) or not installer.platform.libc_ver()[1]


def stand_in(folder: Path, script: str) -> Path:
    """Return a bundle whose program is a shell script."""
    bundle = folder / "dist" / "irt-desk"
    for name in ("COPYRIGHT.txt", "LICENSE", "PARTS.txt"):
        (bundle / "_internal" / "notices").mkdir(parents=True, exist_ok=True)
        (bundle / "_internal" / "notices" / name).write_text(name)
    (bundle / "irt-desk").write_text("#!/bin/sh\n" + script)
    (bundle / "irt-desk").chmod(0o755)
    return bundle


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb, which makes Debian packages, is not here")
def test_the_debian_package_holds_the_program_its_menu_entry_and_its_notices(
    installer: ModuleType, tmp_path: Path
) -> None:
    made = installer.wrap_deb(stand_in(tmp_path, "exit 0\n"), tmp_path)
    listed = subprocess.run(["dpkg-deb", "-c", str(made)], check=True, capture_output=True, text=True).stdout
    files = {line.split()[5].removeprefix("."): line.split() for line in listed.splitlines()}
    assert {
        "/usr/bin/irt-desk",
        "/usr/lib/irt-desk/irt-desk",
        "/usr/share/applications/irt-desk.desktop",
        "/usr/share/icons/hicolor/scalable/apps/irt-desk.svg",
        "/usr/share/doc/irt-desk/copyright",
        "/usr/share/doc/irt-desk/parts",
        "/usr/share/doc/irt-desk/licences",
    } <= set(files)
    assert {words[1] for words in files.values()} == {"root/root"}
    assert files["/usr/lib/irt-desk/irt-desk"][0] == "-rwxr-xr-x"
    assert files["/usr/share/doc/irt-desk/copyright"][0] == "-rw-r--r--"
    fields = subprocess.run(["dpkg-deb", "-f", str(made)], check=True, capture_output=True, text=True).stdout
    assert f"Version: {installer.version()}\n" in fields


def put_into_home(installer: ModuleType, tmp_path: Path, script: str) -> tuple[int, Path]:
    unpacked, home = tmp_path / "unpacked", tmp_path / "home"
    shutil.copytree(stand_in(tmp_path, script), unpacked / "irt-desk")
    for file in (PACKAGING / "install.sh", PACKAGING / "irt-desk.desktop", installer.ICON):
        shutil.copy(file, unpacked)
    own = home / ".local" / "lib" / "irt-desk"
    (own / "_internal").mkdir(parents=True)
    (own / "_internal" / "old").touch()
    (own / "Mine.irtdesk").mkdir()
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run(["sh", "install.sh"], cwd=unpacked, env=environment, capture_output=True, check=False)
    return done.returncode, own


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell here")
def test_installing_again_into_a_home_replaces_the_program_and_nothing_else(
    installer: ModuleType, tmp_path: Path
) -> None:
    status, own = put_into_home(installer, tmp_path, "exit 0\n")
    assert status == 0
    assert not (own / "_internal" / "old").exists()
    assert (own / "Mine.irtdesk").is_dir()
    assert os.access(tmp_path / "home/.local/bin/irt-desk", os.X_OK)
    entry = (tmp_path / "home/.local/share/applications/irt-desk.desktop").read_text("utf-8")
    assert f'Exec="{own}/irt-desk" %f' in entry


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell here")
def test_a_program_that_does_not_start_replaces_nothing(installer: ModuleType, tmp_path: Path) -> None:
    status, own = put_into_home(installer, tmp_path, "echo libGL.so.1 is missing; exit 1\n")
    assert status == 1
    assert (own / "_internal" / "old").exists()


def test_uninstalling_on_windows_removes_only_what_was_installed() -> None:
    script = (PACKAGING / "irt-desk.nsi").read_text("utf-8")
    assert set(re.findall(r'RMDir /r "([^"]+)"', script)) == {r"$INSTDIR\_internal"}


def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the names of the spec after running it with stand-ins for what PyInstaller brings."""
    hooks: Any = ModuleType("PyInstaller.utils.hooks")
    hooks.collect_submodules = lambda name: [name]
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setenv("IRT_DESK_NOTICES", str(tmp_path))
    monkeypatch.setenv("IRT_DESK_VERSION", "0")
    (tmp_path / "licences" / "part").mkdir(parents=True)
    (tmp_path / "licences" / "part" / "LICENSE").touch()
    asked: dict[str, Any] = {}

    def analysis(scripts: list[str], **named: Any) -> SimpleNamespace:
        asked.update(named, scripts=scripts)
        return SimpleNamespace(binaries=[], datas=[], pure=[], scripts=[])

    names: dict[str, Any] = {"SPECPATH": str(PACKAGING), "Analysis": analysis}
    names |= {name: lambda *_, **__: None for name in ("PYZ", "EXE", "COLLECT", "BUNDLE")}
    exec(compile((PACKAGING / "irt-desk.spec").read_text("utf-8"), "irt-desk.spec", "exec"), names)
    return names | {"asked": asked}


def test_the_bundle_takes_content_migrations_and_notices_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from irt_desk.cli import self_test

    data = {Path(place, Path(source).name).as_posix() for source, place in bundled(tmp_path, monkeypatch)["data"]}
    for name in self_test.CONTENT:
        assert any(path.startswith(f"irt_desk/resources/{name}/") for path in data), name
    assert "irt_desk/storage/migrations/versions/0001_first.sql" in data
    assert "notices/licences/part/LICENSE" in data
    assert not any(path.endswith((".lock", ".po", ".pyc")) or "/packaging/" in path for path in data)


@pytest.mark.parametrize(
    ("place", "source", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "/venv/libqvnc.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", "/venv/libqsvg.so", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "/venv/libqopensslbackend.so", False),
        ("PySide6/Qt/lib/libQt6Network.so.6", "/venv/libQt6Network.so.6", False),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "/venv/libQt6Gui.so.6", True),
        ("libgtk-3.so.0", "/usr/lib/libgtk-3.so.0", False),
        ("libpython3.11.so.1.0", "/usr/lib/libpython3.11.so.1.0", True),
    ],
)
def test_the_bundle_leaves_out_what_the_program_never_uses(
    place: str, source: str, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bundled(tmp_path, monkeypatch)["wanted"]((place, source, "BINARY")) is kept


def test_every_shipped_part_is_listed_and_qts_licence_is_there(installer: ModuleType, tmp_path: Path) -> None:
    installer.write_notices(Path(sys.executable), tmp_path / "notices")
    parts = (tmp_path / "notices" / "PARTS.txt").read_text("utf-8").lower().replace("_", "-")
    lock = (ROOT / "resources" / "requirements.lock").read_text("utf-8").lower()
    for name, number in re.findall(r"^([a-z0-9_.-]+)==(\S+) \\", lock, re.MULTILINE):
        assert f"{name} {number} (" in parts
    for text in installer.QT_LICENCES:
        assert "LESSER" in (tmp_path / "notices" / "licences" / text).read_text("utf-8").upper()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock", "requirements-test.lock"])
def test_no_lock_names_a_host(name: str) -> None:
    text = (ROOT / "resources" / name).read_text("utf-8")
    assert "://" not in text
    assert re.search(r"--hash=sha256:[0-9a-f]{64}", text)


@pytest.mark.parametrize(
    "path", [ROOT / "build_installer.py", *sorted(PACKAGING.iterdir())], ids=lambda path: path.name
)
def test_no_host_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\w+://|\bwww\.|--(extra-)?index-url|--find-links", text.replace('"://" in text', ""))


def test_the_desktop_entry_names_the_program_and_its_icon() -> None:
    entry = (PACKAGING / "irt-desk.desktop").read_text("utf-8")
    assert "Exec=irt-desk" in entry
    assert "Icon=irt-desk" in entry
    assert (ROOT / "resources" / "icons" / "irt-desk.svg").is_file()


def test_a_damaged_lock_stops_the_build_with_a_sentence(
    installer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    for name in installer.LOCKS:
        (tmp_path / "resources" / name).write_text("click==8.5.1\n")
    monkeypatch.setattr(installer, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="must name hashes and no host"):
        installer.check()
