"""The installer's script: what can be checked without building. ``build_installer.py`` itself builds and self-tests."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

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


def test_everything_that_can_be_checked_here_is_in_order(installer: ModuleType) -> None:
    assert all(":" in line or "is not here" in line for line in installer.check())


def test_the_package_depends_on_what_qt_needs_from_the_system(installer: ModuleType) -> None:
    from irt_desk import _bootstrap

    depends = installer.control(1 << 20)
    for library in (*_bootstrap.LIBRARIES, *_bootstrap.WINDOW_LIBRARIES):
        assert library in depends
    assert "Installed-Size: 1024\n" in depends


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock", "requirements-test.lock"])
def test_no_lock_names_a_host(name: str) -> None:
    text = (ROOT / "resources" / name).read_text("utf-8")
    assert "://" not in text
    assert re.search(r"--hash=sha256:[0-9a-f]{64}", text)


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
