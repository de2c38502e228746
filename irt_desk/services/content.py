"""Reads the content files once and keeps them: skills, patterns, jurisdictions, help.

A file whose name is not its own id or code, or a pattern that sends to a skill nobody has, is refused: a broken library
should fail where it is read, not where a client would have needed it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from irt_desk import paths
from irt_desk.domain.content import ContentError, Jurisdiction, PatternDefinition, Skill, SkillGroup
from irt_desk.domain.content_files import parse_jurisdiction, parse_pattern, parse_skill
from irt_desk.domain.measure_files import parse_measure
from irt_desk.domain.measures import MeasureDefinition, measure_key

FALLBACK = "us"
"""The pack that stands in for a jurisdiction nobody wrote one for."""


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _named_as(path: Path, code: str) -> None:
    if path.stem != code:
        raise ContentError(path.name, [f"calls itself {code!r}"])


@cache
def load_skills() -> dict[str, Skill]:
    """Return every skill by id, in the order of the groups and then of the ids.

    Raises:
        ContentError: a file is not what it should be; with every problem of that file.
    """
    skills: list[Skill] = []
    for path in sorted(paths.resource("skills").glob("*.toml")):
        skills.append(parse_skill(_read(path)))
        _named_as(path, skills[-1].id)
    order = list(SkillGroup)
    return {skill.id: skill for skill in sorted(skills, key=lambda s: (order.index(s.group), s.id))}


@cache
def load_patterns() -> dict[str, PatternDefinition]:
    """Return every pattern definition and reading model by code.

    Raises:
        ContentError: a file is not what it should be, or names a skill that is not in the library.
    """
    known = load_skills()
    found: dict[str, PatternDefinition] = {}
    for path in sorted(paths.resource("patterns").glob("*.toml")):
        pattern = parse_pattern(_read(path))
        _named_as(path, pattern.code)
        if strangers := [skill for skill in pattern.skills if skill not in known]:
            raise ContentError(path.name, [f"names the skill {skill!r}, which is not there" for skill in strangers])
        found[pattern.code] = pattern
    return found


@cache
def measure_versions() -> dict[tuple[str, int], MeasureDefinition]:
    """Return every measure that ships by key and version: old versions stay (``phq9-1.toml``), the newest is ``phq9.toml``.

    Raises:
        ContentError: a file is not what it should be, or two definitions answer to one name.
    """
    found: dict[tuple[str, int], MeasureDefinition] = {}
    names: dict[str, str] = {}
    for path in sorted(paths.resource("measures").glob("*.toml")):
        measure = parse_measure(_read(path))
        if path.stem != f"{measure.key}-{measure.version}":
            _named_as(path, measure.key)
        found[measure.key, measure.version] = measure
        for name in {measure.key, *(measure_key(alias) for alias in measure.aliases)}:
            if names.setdefault(name, measure.key) != measure.key:
                raise ContentError(path.name, [f"answers to {name!r}, as {names[name]} does"])
    return found


@cache
def load_measures() -> dict[str, MeasureDefinition]:
    """Return the newest version of every measure that ships by its key (``csi16``), in the order of the keys."""
    return {key: measure for (key, _), measure in sorted(measure_versions().items())}


def find_measure(name: str) -> MeasureDefinition | None:
    """Return the measure that ships under a code or one of its other names, case and dashes ignored; None if none does."""
    wanted = measure_key(name)
    for measure in load_measures().values():
        if wanted in {measure.key, *(measure_key(alias) for alias in measure.aliases)}:
            return measure
    return None


def jurisdictions() -> tuple[str, ...]:
    """Return the codes there is a pack for, the fallback first."""
    codes = sorted(path.stem for path in paths.resource("jurisdictions").glob("*.toml"))
    return (FALLBACK, *(code for code in codes if code != FALLBACK))


@cache
def load_jurisdiction(code: str) -> Jurisdiction:
    """Return a jurisdiction pack; the one for the US when there is none for the code.

    Raises:
        ContentError: the file is not what it should be.
    """
    path = paths.resource("jurisdictions", f"{code if code in jurisdictions() else FALLBACK}.toml")
    pack = parse_jurisdiction(_read(path))
    _named_as(path, pack.code)
    return pack


def help_topics() -> tuple[str, ...]:
    """Return the help topics in reading order."""
    topics = _read(paths.resource("help", "contents.toml"))["topics"]
    return tuple(str(topic) for topic in topics)


def help_title(topic: str) -> str:
    """Return the title of a help topic: its first heading."""
    return help_text(topic).split("\n", 1)[0].removeprefix("# ").strip()


@cache
def help_text(topic: str) -> str:
    """Return the Markdown of a help topic.

    Raises:
        KeyError: there is no such topic.
    """
    if topic not in help_topics():
        raise KeyError(topic)
    return paths.resource("help", f"{topic}.md").read_text(encoding="utf-8")
