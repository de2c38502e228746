"""A wheel holds everything the program needs and runs in an empty folder, far from the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the unpacked wheel, built from a copy of the sources without any network."""
    pytest.importorskip("setuptools", reason="setuptools, which builds the wheel, is not in this environment")
    copy = tmp_path_factory.mktemp("sources")
    for name in ("irt_desk", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    out = tmp_path_factory.mktemp("wheel")
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", build, str(out)], cwd=copy, check=True, capture_output=True, text=True, timeout=120
    )
    wheel = next(out.glob("*.whl"))
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_every_package_is_in_the_list() -> None:
    """The list in pyproject.toml is explicit; a forgotten folder would be missing in a wheel and nowhere else."""
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    found = {".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "irt_desk").rglob("*.py")}
    assert found <= listed


def test_it_brings_the_command_every_content_file_and_the_pinned_versions(unpacked: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    about = next(unpacked.glob("*.dist-info"))
    assert "irt-desk = irt_desk.cli:main" in (about / "entry_points.txt").read_text("utf-8")
    needs = re.findall(r"^Requires-Dist: (\S+)", (about / "METADATA").read_text("utf-8"), re.MULTILINE)
    assert needs == project["dependencies"]
    content = {p.relative_to(ROOT / "resources") for p in (ROOT / "resources").rglob("*") if p.is_file()}
    brought = {p.relative_to(unpacked / "irt_desk/resources") for p in (unpacked / "irt_desk/resources").rglob("*")}
    assert {path for path in content if path.suffix != ".pyc"} <= brought


def test_it_runs_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked),
        "QT_QPA_PLATFORM": "offscreen",
        "IRT_DESK_STATE": str(tmp_path / "state"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "irt_desk", "--self-test"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "The window was drawn." in done.stdout
    assert not list(tmp_path.iterdir())
