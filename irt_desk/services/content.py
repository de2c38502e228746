"""Reads the content files once and keeps them: skills, patterns, jurisdictions, help."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from irt_desk import paths
from irt_desk.domain.content import (
    Jurisdiction,
    PatternDefinition,
    Skill,
    SkillGroup,
    parse_jurisdiction,
    parse_pattern,
    parse_skill,
)


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


@cache
def load_skills() -> dict[str, Skill]:
    """Return every skill by id, in the order of the groups and then of the ids."""
    skills = [parse_skill(_read(path)) for path in sorted(paths.resource("skills").glob("*.toml"))]
    order = list(SkillGroup)
    return {skill.id: skill for skill in sorted(skills, key=lambda s: (order.index(s.group), s.id))}


@cache
def load_patterns() -> dict[str, PatternDefinition]:
    """Return every pattern definition by code."""
    found = [parse_pattern(_read(path)) for path in sorted(paths.resource("patterns").glob("*.toml"))]
    return {pattern.code: pattern for pattern in found}


@cache
def load_jurisdiction(code: str) -> Jurisdiction:
    """Return a jurisdiction pack; the one for the US when the code is not known."""
    path = paths.resource("jurisdictions", f"{code}.toml")
    return parse_jurisdiction(_read(path if path.is_file() else paths.resource("jurisdictions", "us.toml")))


def help_topics() -> tuple[str, ...]:
    """Return the help topics in reading order."""
    return tuple(path.stem for path in sorted(paths.resource("help").glob("*.md")))


def help_text(topic: str) -> str:
    """Return the Markdown of a help topic."""
    return paths.resource("help", f"{topic}.md").read_text(encoding="utf-8")


def help_title(topic: str) -> str:
    """Return the heading of a help topic."""
    return help_text(topic).splitlines()[0].lstrip("# ").strip()
