"""What the files at the top promise: two commands first, pinned packages, words compiled, nothing named that is not there."""

from __future__ import annotations

import gettext
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_opens_with_the_two_commands() -> None:
    first = README.split("```")[1].split()
    assert first == ["python3", "irt_desk", "--demo", "python3", "tests"]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_file_the_readme_shows_exists(path: str) -> None:
    assert (ROOT / path).is_file()


def test_every_direct_dependency_is_pinned_with_the_same_version_and_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "resources" / "requirements.lock").read_text("utf-8").lower()
    names = [line.split(";")[0].strip().split("[")[0] for line in project["dependencies"]]
    assert names
    for pin in names:
        name, version = pin.lower().split("==")
        assert re.search(rf"^{re.escape(name)}=={re.escape(version)}[ \\;]", lock, re.MULTILINE), pin
    assert lock.count("--hash=sha256:") > len(names)


def test_the_compiled_words_are_those_of_the_catalogues() -> None:
    folder = ROOT / "resources" / "i18n" / "en"
    with (folder / "LC_MESSAGES" / "irt_desk.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if isinstance(message.id, tuple):
                    shown = tuple(compiled.ngettext(*message.id, count) for count in (1, 2))
                    assert shown == message.string, f"{path.name}: {message.id}"
                elif message.id and message.string:
                    assert compiled.gettext(message.id) == message.string, f"{path.name}: {message.id}"
