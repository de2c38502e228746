"""Build the frozen program and wrap it for a platform. Needs nothing but Python and, for the wrapping, the platform's own tool.

    python3 build_installer.py                  build, self-test and wrap for this platform
    python3 build_installer.py --target zip     another wrapping: deb, run, nsis, dmg or zip
    python3 build_installer.py --smoke          start a bundle that is already built with --self-test
    python3 build_installer.py --check          check what can be checked anywhere, say aloud what was skipped

The program is built in an environment of its own, from the hashed lock, and started with ``--self-test`` before anything is
wrapped. Build on the oldest system you want to support: a bundle needs at least the C library it was built with. Build in a
minimal system: PyInstaller takes along desktop libraries it finds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PACKAGING = ROOT / "resources" / "packaging"
LOCKS = ("requirements.lock", "requirements-build.lock")
TARGETS = ("deb", "run", "nsis", "dmg", "zip")
# What PyInstaller leaves to the system, measured in a bare root; the second spelling is that of newer releases.
DEPENDS = (
    "libc6", "libstdc++6", "zlib1g", "libgl1", "libegl1", "libglib2.0-0 | libglib2.0-0t64", "libdbus-1-3",
    "libfontconfig1", "libxkbcommon0",
    "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
)  # fmt: skip
RECOMMENDS = ("fonts-dejavu-core", "libcups2")
LICENCES = """
import json
from importlib.metadata import distributions
found = {}
for one in distributions():
    about = one.metadata
    words = about.get("License-Expression") or about.get("License") or ""
    kinds = [c.split(" :: ")[-1] for c in about.get_all("Classifier") or [] if c.startswith("License")]
    found[about["Name"]] = (one.version, words.splitlines()[0] if words else ", ".join(kinds))
print(json.dumps(found))
"""


def version() -> str:
    """Return the version of the program as ``pyproject.toml`` names it."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def say(text: str) -> None:
    """Print one line about what is done now."""
    print(f"build: {text}", flush=True)


def stop(text: str) -> None:
    """End with a sentence that says what to do."""
    raise SystemExit(f"build: {text}")


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command; end when it fails."""
    done = subprocess.run([str(part) for part in command], check=False, env=env, cwd=cwd, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        stop(f"{command[0]} ended with {done.returncode}; what it said stands above")


def build_python(work: Path) -> Path:
    """Return the Python of the build environment, made from the locks when it is not there or older than they are."""
    home = work / "venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    files = [ROOT / "resources" / name for name in LOCKS]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = home / "installed"
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    say(f"making the build environment in {home}")
    shutil.rmtree(home, ignore_errors=True)
    run(sys.executable, "-m", "venv", home)
    install: list[str | Path] = [python, "-m", "pip", "install", "-q", "--require-hashes", "--only-binary", ":all:"]
    for file in files:
        install += ["-r", file]
    run(*install)
    stamp.write_text(wanted)
    return python


def freeze(work: Path) -> Path:
    """Build the bundle and return its folder."""
    python = build_python(work)
    say("freezing the program")
    dist = work / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run(
        python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", dist, "--workpath", work / "pyinstaller", PACKAGING / "irt-desk.spec",
    )  # fmt: skip
    bundle = dist / "irt-desk"
    write_parts(python, bundle / "PARTS.txt")
    shutil.copy(ROOT / "LICENSE", bundle / "LICENSE")
    shutil.copy(PACKAGING / "copyright", bundle / "COPYRIGHT.txt")
    return bundle


def write_parts(python: Path, file: Path) -> None:
    """Write the list of parts with version and licence, as their own metadata name it."""
    done = subprocess.run([str(python), "-c", LICENCES], check=True, capture_output=True, text=True)
    parts = json.loads(done.stdout)
    shipped = (ROOT / "resources" / LOCKS[0]).read_text("utf-8")
    names = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", shipped, re.MULTILINE)}
    lines = [f"Python {platform.python_version()} (PSF)"]
    for name, (number, licence) in sorted(parts.items(), key=lambda item: str(item[0]).lower()):
        if re.sub(r"[-_.]+", "-", name).lower() in names:
            lines.append(f"{name} {number} ({licence or 'see its own notice'})")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def smoke(bundle: Path) -> None:
    """Start the bundle with ``--self-test``, without a screen and without anything of this environment."""
    say("starting the frozen program with --self-test")
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR", "SYSTEMROOT", "TEMP") if name in os.environ}
    run(executable(bundle), "--self-test", env={**kept, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}, cwd=bundle)


def executable(bundle: Path) -> Path:
    """Return the program inside a bundle."""
    return bundle / ("irt-desk.exe" if os.name == "nt" else "irt-desk")


def folder_size(folder: Path) -> int:
    """Return the size of everything in a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def control(size: int) -> str:
    """Return the control file of the Debian package; ``size`` in bytes."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return (
        f"Package: irt-desk\nVersion: {version()}\nArchitecture: {machine}\n"
        "Maintainer: the IRT Desk team <irt-desk@invalid>\nSection: misc\nPriority: optional\n"
        f"Installed-Size: {size // 1024}\nDepends: {', '.join(DEPENDS)}\nRecommends: {', '.join(RECOMMENDS)}\n"
        "Description: records for Individual Relationship Therapy\n"
        " Documents sessions around relationship patterns, holds the absent partner in mind, assigns skills,\n"
        " tells when a case may move to couples work, and prints summaries that are safe to hand over.\n"
        " Everything stays in one encrypted practice on this computer; no network connection is ever opened.\n"
    )


def wrap_deb(bundle: Path, out: Path) -> Path:
    """Wrap the bundle as a Debian package."""
    need("dpkg-deb")
    tree = bundle.parent / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / "usr" / "lib" / "irt-desk", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "irt-desk").symlink_to("../lib/irt-desk/irt-desk")
    docs = tree / "usr" / "share" / "doc" / "irt-desk"
    docs.mkdir(parents=True)
    for source, name in (
        (bundle / "COPYRIGHT.txt", "copyright"),
        (bundle / "LICENSE", "LICENSE"),
        (bundle / "PARTS.txt", "parts"),
    ):
        shutil.copy(source, docs / name)
    place(PACKAGING / "irt-desk.desktop", tree / "usr/share/applications/irt-desk.desktop")
    place(ROOT / "resources/icons/irt-desk.svg", tree / "usr/share/icons/hicolor/scalable/apps/irt-desk.svg")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(folder_size(tree)), encoding="utf-8")
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    made = out / f"irt-desk_{version()}_{platform.machine()}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, made)
    return made


def place(source: Path, target: Path) -> None:
    """Copy a file, making the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def wrap_run(bundle: Path, out: Path) -> Path:
    """Wrap the bundle as one file that unpacks itself into the user's home, for any Linux."""
    need("makeself")
    made = out / f"irt-desk-{version()}-{platform.machine()}.run"
    install = bundle / "install.sh"
    install.write_text(
        '#!/bin/sh\nset -e\nhome="${XDG_DATA_HOME:-$HOME/.local/share}/irt-desk"\nrm -rf "$home"\nmkdir -p "$home" "$HOME/.local/bin"\n'
        'cp -a . "$home"\nln -sf "$home/irt-desk" "$HOME/.local/bin/irt-desk"\necho "Start it with: $HOME/.local/bin/irt-desk"\n',
        encoding="utf-8",
    )
    install.chmod(0o755)
    run("makeself", "--nox11", bundle, made, "IRT Desk", "./install.sh")
    install.unlink()
    return made


def wrap_nsis(bundle: Path, out: Path) -> Path:
    """Wrap the bundle as a per-user installer for Windows."""
    need("makensis")
    made = out / f"irt-desk-{version()}-setup.exe"
    nsis(made, bundle)
    return made


def nsis(made: Path, bundle: Path) -> None:
    """Compile the installer script; it compiles on any platform that has makensis."""
    names = {"VERSION": version(), "BUNDLE": str(bundle), "OUT": str(made), "SLASH": os.sep}
    run("makensis", "-V2", *[f"-D{name}={value}" for name, value in names.items()], PACKAGING / "irt-desk.nsi")


def wrap_dmg(bundle: Path, out: Path) -> Path:
    """Wrap the application as a disk image for macOS; signing needs an identity of your own."""
    need("hdiutil")
    app = bundle.parent / "IRT Desk.app"
    made = out / f"irt-desk-{version()}.dmg"
    run("hdiutil", "create", "-volname", "IRT Desk", "-srcfolder", app, "-ov", "-format", "UDZO", made)
    return made


def wrap_zip(bundle: Path, out: Path) -> Path:
    """Wrap the bundle as an archive to unpack anywhere: zip on Windows, tar elsewhere, where links must survive."""
    name = f"irt-desk-{version()}-{sys.platform}-{platform.machine()}"
    if os.name == "nt":
        return Path(shutil.make_archive(str(out / name), "zip", bundle.parent, bundle.name))
    made = out / f"{name}.tar.gz"
    with tarfile.open(made, "w:gz") as archive:
        archive.add(bundle, "irt-desk")
    return made


WRAP: dict[str, Callable[[Path, Path], Path]] = {
    "deb": wrap_deb,
    "run": wrap_run,
    "nsis": wrap_nsis,
    "dmg": wrap_dmg,
    "zip": wrap_zip,
}


def need(tool: str) -> None:
    """End when a tool is not there."""
    if shutil.which(tool) is None:
        stop(f"{tool} is needed for this target and was not found; install it, or choose --target zip")


def own_target() -> str:
    """Return the wrapping of this platform; an archive where its tool is missing."""
    tool, target = {"linux": ("dpkg-deb", "deb"), "darwin": ("hdiutil", "dmg"), "win32": ("makensis", "nsis")}.get(
        sys.platform, ("", "zip")
    )
    return target if tool and shutil.which(tool) else "zip"


def sums(out: Path) -> None:
    """Write the SHA-256 sums of everything that was made."""
    files = sorted(path for path in out.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (out / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def check() -> list[str]:
    """Check what can be checked on any platform; return what was skipped, a line each."""
    skipped: list[str] = []
    compile((PACKAGING / "irt-desk.spec").read_text("utf-8"), "irt-desk.spec", "exec")
    compile((PACKAGING / "start.py").read_text("utf-8"), "start.py", "exec")
    for name in LOCKS:
        text = (ROOT / "resources" / name).read_text("utf-8")
        if "://" in text or "--index" in text or not re.search(r"--hash=sha256:[0-9a-f]{64}", text):
            stop(f"{name} must name hashes and no host")
    fields = dict(line.split(": ", 1) for line in control(1 << 20).splitlines() if not line.startswith(" "))
    if missing := {"Package", "Version", "Architecture", "Maintainer", "Depends", "Description"} - set(fields):
        stop(f"the control file lacks {', '.join(sorted(missing))}")
    entry = (PACKAGING / "irt-desk.desktop").read_text("utf-8")
    if not entry.startswith("[Desktop Entry]\n") or "\nExec=irt-desk" not in entry:
        stop("the desktop entry must start the program")
    if shutil.which("desktop-file-validate"):
        run("desktop-file-validate", PACKAGING / "irt-desk.desktop")
    else:
        skipped.append("desktop-file-validate is not here: the desktop entry was only read")
    check_nsis(skipped)
    skipped += [f"{target}: {reason}" for target, reason in unwrapped()]
    return skipped


def check_nsis(skipped: list[str]) -> None:
    """Compile the Windows installer around a stand-in bundle where makensis is."""
    if not shutil.which("makensis"):
        skipped.append("makensis is not here: the Windows installer was not compiled")
        return
    scratch = ROOT / "build" / "check"
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "irt-desk.exe").write_bytes(b"stand-in")
    nsis(scratch.parent / "check-setup.exe", scratch)


def unwrapped() -> list[tuple[str, str]]:
    """Return the targets that cannot be wrapped here, with the reason."""
    tools = {"deb": "dpkg-deb", "run": "makeself", "nsis": "makensis", "dmg": "hdiutil"}
    return [(target, f"{tool} is not here") for target, tool in tools.items() if not shutil.which(tool)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, smoke-test or check; return the exit status."""
    parser = argparse.ArgumentParser(description="Build the frozen program and wrap it for a platform.")
    parser.add_argument("--target", choices=("auto", *TARGETS), default="auto")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "out", help="where the finished files go")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="where the building happens")
    parser.add_argument("--check", action="store_true", help="check what can be checked anywhere")
    parser.add_argument("--smoke", action="store_true", help="only start a bundle that is already built")
    asked = parser.parse_args(arguments)
    if asked.check:
        for line in check():
            say(f"skipped: {line}")
        say("everything that can be checked here is in order")
        return 0
    work, out = asked.work.resolve(), asked.out.resolve()
    bundle = work / "dist" / "irt-desk"
    if not asked.smoke:
        work.mkdir(parents=True, exist_ok=True)
        bundle = freeze(work)
    smoke(bundle)
    if asked.smoke:
        return 0
    out.mkdir(parents=True, exist_ok=True)
    made = WRAP[own_target() if asked.target == "auto" else asked.target](bundle, out)
    place(bundle / "PARTS.txt", out / f"irt-desk-{version()}-parts.txt")
    sums(out)
    say(f"{made} ({made.stat().st_size / 1e6:.0f} MB; installed {folder_size(bundle) / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
