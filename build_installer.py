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
import sysconfig
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PACKAGING = ROOT / "resources" / "packaging"
ICON = ROOT / "resources" / "icons" / "irt-desk.svg"
LOCKS = ("requirements.lock", "requirements-build.lock")
TARGETS = ("deb", "run", "nsis", "dmg", "zip")
# What PyInstaller leaves to the system, measured in a bare root; the second spelling is that of newer releases.
DEPENDS = (
    "libstdc++6", "zlib1g", "libgl1", "libegl1", "libglib2.0-0 | libglib2.0-0t64", "libdbus-1-3",
    "libfontconfig1", "libxkbcommon0",
    "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
)  # fmt: skip
QT_LICENCES = ("python-bidi/COPYING", "python-bidi/COPYING.LESSER")
RECOMMENDS = (
    "fonts-dejavu-core", "libcups2 | libcups2t64", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1",
)  # fmt: skip
# Run by the Python of the build environment: name, version, licence and notices of everything in it.
PARTS = """
import json, re
from importlib.metadata import distributions
found = {}
for one in distributions():
    about = one.metadata
    words = about.get("License-Expression") or about.get("License") or ""
    kinds = [c.split(" :: ")[-1] for c in about.get_all("Classifier") or [] if c.startswith("License")]
    inside = [f for f in one.files or () if f.parts[0].endswith(".dist-info")]
    kept = [f for f in inside if f.parts[1] == "licenses" or re.match("licen[cs]e|copying|notice", f.name, re.I)]
    notices = {"/".join(f.parts[1:]).removeprefix("licenses/"): str(one.locate_file(f)) for f in kept}
    found[about["Name"]] = (one.version, words.splitlines()[0] if words else ", ".join(kinds), notices)
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
    notices = work / "notices"
    write_notices(python, notices)
    say("freezing the program")
    dist = work / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run(
        python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", dist, "--workpath", work / "pyinstaller", PACKAGING / "irt-desk.spec",
        env={**os.environ, "IRT_DESK_NOTICES": str(notices), "IRT_DESK_VERSION": version()},
    )  # fmt: skip
    return dist / "irt-desk"


def write_notices(python: Path, folder: Path) -> None:
    """Write the list of parts, and the licence text of each as its own package carries it; all of it is shipped."""
    shutil.rmtree(folder, ignore_errors=True)
    place(ROOT / "LICENSE", folder / "LICENSE")
    place(PACKAGING / "copyright", folder / "COPYRIGHT.txt")
    done = subprocess.run([str(python), "-c", PARTS], check=True, capture_output=True, text=True)
    shipped = (ROOT / "resources" / LOCKS[0]).read_text("utf-8")
    names = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", shipped, re.MULTILINE)} | {"pyinstaller"}
    lines = [f"Python {platform.python_version()} (PSF-2.0)"]
    for name, (number, licence, notices) in sorted(json.loads(done.stdout).items(), key=lambda item: item[0].lower()):
        if re.sub(r"[-_.]+", "-", name).lower() not in names:
            continue
        lines.append(f"{name} {number} ({licence or 'see its own notice'})")
        for inside, source in notices.items():
            place(Path(source), folder / "licences" / name / inside)
    (folder / "PARTS.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    own = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    place(own if own.is_file() else PACKAGING / "copyright", folder / "licences" / "Python" / "LICENSE.txt")
    for text in QT_LICENCES:
        if not (folder / "licences" / text).is_file():
            stop(f"the licence of Qt has to be shipped, and no package brought {text}")


def smoke(bundle: Path) -> None:
    """Start the bundle with ``--self-test``, without a screen and without anything of this environment."""
    say("starting the frozen program with --self-test")
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT", "TEMP") if name in os.environ}
    with tempfile.TemporaryDirectory() as home:
        folders = {"HOME": home, "USERPROFILE": home, "LOCALAPPDATA": home, "IRT_DESK_STATE": home}
        settings = {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
        run(executable(bundle), "--self-test", env={**kept, **folders, **settings}, cwd=Path(home))


def executable(bundle: Path) -> Path:
    """Return the program inside a bundle."""
    return bundle / ("irt-desk.exe" if os.name == "nt" else "irt-desk")


def folder_size(folder: Path) -> int:
    """Return the size of everything in a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def control(size: int) -> str:
    """Return the control file of the Debian package; ``size`` in bytes. It needs the C library it was built with."""
    library = platform.libc_ver()[1]
    depends = (f"libc6 (>= {library})" if library else "libc6", *DEPENDS)
    return (
        f"Package: irt-desk\nVersion: {version()}\nArchitecture: {architecture()}\n"
        "Maintainer: the IRT Desk team <irt-desk@invalid>\nSection: misc\nPriority: optional\n"
        f"Installed-Size: {size // 1024}\nDepends: {', '.join(depends)}\nRecommends: {', '.join(RECOMMENDS)}\n"
        "Description: records for Individual Relationship Therapy\n"
        " Documents sessions around relationship patterns, holds the absent partner in mind, assigns skills,\n"
        " tells when a case may move to couples work, and prints summaries that are safe to hand over.\n"
        " Everything stays in one encrypted practice on this computer; no network connection is ever opened.\n"
    )


def architecture() -> str:
    """Return this machine's kind as Debian names it."""
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def wrap_deb(bundle: Path, out: Path) -> Path:
    """Wrap the bundle as a Debian package."""
    need("dpkg-deb")
    tree = bundle.parent / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / "usr" / "lib" / "irt-desk", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "irt-desk").symlink_to("../lib/irt-desk/irt-desk")
    docs = tree / "usr" / "share" / "doc" / "irt-desk"
    for name, shown in (("COPYRIGHT.txt", "copyright"), ("LICENSE", "LICENSE"), ("PARTS.txt", "parts")):
        place(bundle / "_internal" / "notices" / name, docs / shown)
    (docs / "licences").symlink_to("../../../lib/irt-desk/_internal/notices/licences")
    place(PACKAGING / "irt-desk.desktop", tree / "usr/share/applications/irt-desk.desktop")
    place(ICON, tree / "usr/share/icons/hicolor/scalable/apps/irt-desk.svg")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(folder_size(tree)), encoding="utf-8")
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    made = out / f"irt-desk_{version()}_{architecture()}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, made)
    return made


def place(source: Path, target: Path) -> None:
    """Copy a file, making the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def wrap_run(bundle: Path, out: Path) -> Path:
    """Wrap the bundle as one file that unpacks itself into the user's home, for any Linux."""
    need("makeself")
    tree = bundle.parent / "run"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / "irt-desk", symlinks=True)
    for source in (PACKAGING / "install.sh", PACKAGING / "irt-desk.desktop", ICON):
        place(source, tree / source.name)
    made = out / f"irt-desk-{version()}-{platform.machine()}.run"
    run("makeself", "--nox11", "--quiet", tree, made, "IRT Desk", "sh", "./install.sh")
    return made


def wrap_nsis(bundle: Path, out: Path) -> Path:
    """Wrap the bundle as a per-user installer for Windows; the script compiles wherever makensis is."""
    need("makensis")
    made = out / f"irt-desk-{version()}-setup.exe"
    names = {"VERSION": version(), "BUNDLE": str(bundle), "OUT": str(made), "SLASH": os.sep}
    run("makensis", "-V2", *[f"-D{name}={value}" for name, value in names.items()], PACKAGING / "irt-desk.nsi")
    return made


def wrap_dmg(bundle: Path, out: Path) -> Path:
    """Wrap the application as a disk image for macOS; signing needs an identity of your own."""
    need("hdiutil")
    tree = bundle.parent / "dmg"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle.parent / "IRT Desk.app", tree / "IRT Desk.app", symlinks=True)
    (tree / "Applications").symlink_to("/Applications")
    made = out / f"irt-desk-{version()}.dmg"
    run("hdiutil", "create", "-volname", "IRT Desk", "-srcfolder", tree, "-ov", "-format", "UDZO", made)
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


TOOLS = {"deb": "dpkg-deb", "run": "makeself", "nsis": "makensis", "dmg": "hdiutil"}


def need(tool: str) -> None:
    """End when a tool is not there."""
    if shutil.which(tool) is None:
        stop(f"{tool} is needed for this target and was not found; install it, or choose --target zip")


def own_target() -> str:
    """Return the wrapping of this platform; an archive where its tool is missing."""
    target = {"linux": "deb", "darwin": "dmg", "win32": "nsis"}.get(sys.platform, "zip")
    return target if target in TOOLS and shutil.which(TOOLS[target]) else "zip"


def sums(out: Path) -> None:
    """Write the SHA-256 sums of everything that was made."""
    files = sorted(path for path in out.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (out / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def check() -> list[str]:
    """Check what can be checked on this platform; return what was skipped, a line each."""
    for name in ("irt-desk.spec", "start.py"):
        compile((PACKAGING / name).read_text("utf-8"), name, "exec")
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
    skipped = []
    if shutil.which("desktop-file-validate"):
        run("desktop-file-validate", PACKAGING / "irt-desk.desktop")
    else:
        skipped.append("desktop-file-validate is not here: the desktop entry was only read")
    if shutil.which("sh"):
        run("sh", "-n", PACKAGING / "install.sh")
    return skipped + check_wrapping()


def check_wrapping() -> list[str]:
    """Wrap a stand-in bundle in every way there is a tool for; return the ways there is none for, a line each."""
    skipped = []
    with tempfile.TemporaryDirectory() as scratch:
        bundle = Path(scratch) / "dist" / "irt-desk"
        for name in ("irt-desk", "irt-desk.exe", "IRT Desk.exe", "_internal/notices/LICENSE"):
            place(PACKAGING / "start.py", bundle / name)
        for name in ("COPYRIGHT.txt", "PARTS.txt", "licences/part/LICENSE"):
            place(PACKAGING / "copyright", bundle / "_internal" / "notices" / name)
        shutil.copytree(bundle, bundle.parent / "IRT Desk.app")
        for target, wrap in WRAP.items():
            if target in TOOLS and not shutil.which(TOOLS[target]):
                skipped.append(f"{TOOLS[target]} is not here: no {target} was wrapped")
            elif not wrap(bundle, Path(scratch)).is_file():
                stop(f"wrapping as {target} made nothing")
    return skipped


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
    place(bundle / "_internal" / "notices" / "PARTS.txt", out / f"irt-desk-{version()}-parts.txt")
    sums(out)
    say(f"{made} ({made.stat().st_size / 1e6:.0f} MB; installed {folder_size(bundle) / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
