"""Set-up by the standard library alone: make ``.venv``, install the locked wheels, find what Qt needs, then start again in it.

Used by ``python3 irt_desk`` and ``python3 tests``. It acts only in a checkout (``pyproject.toml`` beside the package); an
installed program never comes here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
OLDEST, TOO_NEW = (3, 11), (3, 14)
LIBRARIES = (
    "libgl1", "libegl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "fonts-dejavu-core",
)  # fmt: skip
WINDOW_LIBRARIES = (
    "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
)  # fmt: skip
DNF_LIBRARIES = (
    "mesa-libGL", "mesa-libEGL", "glib2", "dbus-libs", "fontconfig", "libxkbcommon", "libxkbcommon-x11", "xcb-util-cursor",
    "xcb-util-wm", "xcb-util-keysyms", "dejavu-sans-fonts",
)  # fmt: skip


def has_screen() -> bool:
    """Return whether a window can be shown: a display, and Qt not told to draw without one."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def venv_folder() -> Path:
    """Return where the environment of this checkout is; ``IRT_VENV`` puts it elsewhere."""
    return Path(os.environ.get("IRT_VENV") or ROOT / ".venv").absolute()


def venv_python() -> Path:
    """Return the environment's Python."""
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return venv_folder().joinpath(*parts)


def in_checkout() -> bool:
    """Return whether the program runs from a source checkout."""
    return (ROOT / "pyproject.toml").is_file()


def _say(text: str) -> None:
    print(f"irt-desk: {text}", file=sys.stderr, flush=True)


def _stop(text: str) -> NoReturn:
    _say(text)
    raise SystemExit(1)


def _run(*command: str | Path, quiet: bool = False) -> int:
    out = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        [str(part) for part in command], check=False, stdout=out, stderr=out, stdin=subprocess.DEVNULL
    ).returncode


def _suitable_python() -> str:
    """Return a Python to make the environment with: this one, or another of a known name on the path."""
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        return sys.executable
    for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and _run(found, "-c", "pass", quiet=True) == 0:
            return found
    _stop(f"Python 3.{OLDEST[1]} to 3.{TOO_NEW[1] - 1} is needed; this is {sys.version.split()[0]}.")


def _apt(*packages: str) -> bool:
    """Install Debian packages where that is allowed; otherwise name the exact command. True when they are there."""
    if not (sys.platform.startswith("linux") and shutil.which("apt-get")):
        return False
    command = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)
    if os.geteuid() != 0:
        _say("please run:  sudo " + " ".join(command))
        return False
    _say("installing system packages: " + " ".join(packages))
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    if _run(*command, quiet=True) == 0:
        return True
    _run("apt-get", "update", "-q", quiet=True)
    return _run(*command, quiet=True) == 0


def _make_environment() -> None:
    if venv_python().exists() and _run(venv_python(), "-m", "pip", "--version", quiet=True) == 0:
        return
    python = _suitable_python()
    shutil.rmtree(venv_folder(), ignore_errors=True)
    _say(f"making {venv_folder()}")
    if _run(python, "-c", "import ensurepip, venv", quiet=True) != 0:
        version = subprocess.run(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        # What Qt needs comes with it: whoever has to ask somebody for the packages asks once.
        if not _apt(f"python{version}-venv", *LIBRARIES, *(WINDOW_LIBRARIES if has_screen() else ())):
            _stop("Python's venv module is missing. Install python3-venv (see above) and start again.")
    if _run(python, "-m", "venv", venv_folder()) != 0:
        shutil.rmtree(venv_folder(), ignore_errors=True)
        _stop("the virtual environment could not be made; is there space, and may this folder be written?")


def _install(locks: tuple[str, ...]) -> None:
    files = [ROOT / "resources" / lock for lock in locks]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = venv_folder() / ("installed-" + "-".join(file.stem for file in files))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    _say("installing Python packages (once)")
    command: list[str | Path] = [venv_python(), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    command += ["--no-input", "--require-hashes", "--only-binary", ":all:"]
    for file in files:
        command += ["-r", file]
    if _run(*command) != 0:
        _stop("the locked packages could not be installed; is the package index reachable?")
    stamp.write_text(wanted)


def _qt_complaint(platform: str | None) -> str:
    """Return what Qt's loader says, or nothing when the window system starts."""
    environment = {**os.environ, **({"QT_QPA_PLATFORM": platform} if platform else {})}
    code = "from PySide6.QtWidgets import QApplication; QApplication([])"
    done = subprocess.run(
        [str(venv_python()), "-c", code],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode == 0:
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[-1] if lines else f"exit status {done.returncode}"


def _find_libraries() -> None:
    if not sys.platform.startswith("linux"):
        return
    window = has_screen()
    stamp = venv_folder() / ("qt-starts-in-a-window" if window else "qt-starts")
    if stamp.exists():
        return
    platform = None if window else "offscreen"
    complaint = _qt_complaint(platform)
    if complaint:
        _say(f"Qt cannot start: {complaint}")
        if not _apt(*LIBRARIES, *(WINDOW_LIBRARIES if window else ())):
            if shutil.which("dnf"):
                _say("please run:  sudo dnf install " + " ".join(DNF_LIBRARIES))
            _stop("system libraries for Qt are missing (see above)")
        complaint = _qt_complaint(platform)
        if complaint:
            _stop(f"Qt still cannot start: {complaint}")
    stamp.write_text("ok")


@contextlib.contextmanager
def _alone(patience: float = 600.0):  # type: ignore[no-untyped-def]  # this file stays free of typing imports start-up pays for
    """Hold a lock while the environment is made, so that two first starts do not tread on each other."""
    lock = venv_folder().with_name(venv_folder().name + ".lock")
    end = time.monotonic() + patience
    while True:
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - lock.stat().st_mtime > patience:
                    lock.unlink()
                    continue
            if time.monotonic() > end:
                _stop(f"another start is still busy; delete {lock} if none is")
            time.sleep(0.2)
        except OSError as error:
            _stop(f"this folder cannot be written: {error}")
    try:
        os.close(handle)
        yield
    finally:
        lock.unlink(missing_ok=True)


def enter(module: str, arguments: list[str], locks: tuple[str, ...]) -> None:
    """Return when this is the environment's own Python; otherwise set everything up and start again in it.

    Does not return in the second case: the process is replaced, or ends with the exit status of the new one.
    """
    if Path(sys.prefix).absolute() == venv_folder():
        if len(locks) > 1:
            _install(locks)
        return
    with _alone():
        _make_environment()
        _install(locks[:1])
        if len(locks) > 1:
            _install(locks)
        _find_libraries()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if sys.platform.startswith("linux") and not has_screen():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [str(venv_python()), "-m", module, *arguments]
    if os.name == "nt":
        raise SystemExit(subprocess.call(command, env=environment))
    sys.stdout.flush()
    os.execve(command[0], command, environment)
