"""Content as data: skills, patterns, jurisdictions. Pure parsing; reading the files is a service.

Every file carries its version and its provenance (domain paper, 0.1), so that the window can show where a thing comes from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)


class SkillGroup(StrEnum):
    """Groups of skills (domain paper, section 3)."""

    REGULATION = "regulation"
    UNDERSTANDING = "understanding"
    LISTENING = "listening"
    SPEAKING = "speaking"
    PROBLEM_SOLVING = "problem_solving"
    BOUNDARIES = "boundaries"
    INVITING = "inviting"
    REPAIR_AND_CONNECTION = "repair_and_connection"


class StopCode(StrEnum):
    """When a skill waits (domain paper, 3.1)."""

    SG = "SG"
    FL = "FL"
    SU = "SU"
    AC = "AC"
    DC = "DC"


class ContentError(ValueError):
    """A content file is not what it should be; holds every problem at once."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        super().__init__(f"{name}: " + "; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One skill of the library. ``in_seed`` says whether the founding text of the field names it."""

    id: str
    version: int
    group: SkillGroup
    name: str
    what: str
    steps: tuple[str, ...]
    home_practice: str
    counts: tuple[str, ...]
    stage_5: str
    stop_when: tuple[StopCode, ...]
    stop_text: str
    in_seed: bool
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternDefinition:
    """What a pattern code means, and what helps."""

    code: str
    version: int
    name: str
    what: str
    side_a: str
    side_b: str
    underneath: str
    stress_coping: str
    exits: str
    caution: str
    skills: tuple[str, ...]
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """A number to call, as configured for a country; numbers change, so each carries a day to review it."""

    name: str
    number: str
    review_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """Labels and numbers that depend on where the therapist practises."""

    code: str
    version: int
    name: str
    paper: str
    psychotherapy_note_label: str
    psychotherapy_note_hint: str
    retention: str
    hotlines: tuple[Hotline, ...]
    provenance: str


def _texts(data: Mapping[str, Any], names: Sequence[str], problems: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        value = data.get(name)
        if not isinstance(value, str) or not value.strip():
            problems.append(f"{name} is missing")
        found[name] = " ".join(str(value or "").split())
    return found


def _members(kind: type[E], values: Any, problems: list[str]) -> tuple[E, ...]:
    found: list[E] = []
    for value in values if isinstance(values, list) else []:
        try:
            found.append(kind(value))
        except ValueError:
            problems.append(f"{value} is no {kind.__name__}")
    return tuple(found)


def parse_skill(data: Mapping[str, Any]) -> Skill:
    """Return the skill a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    texts = _texts(data, ("id", "name", "what", "home_practice", "stage_5", "provenance"), problems)
    steps = tuple(str(step) for step in data.get("steps", []))
    if not steps:
        problems.append("steps are missing")
    groups = _members(SkillGroup, [data.get("group")], problems)
    stops = _members(StopCode, data.get("stop_when", []), problems)
    if not isinstance(data.get("version"), int):
        problems.append("version is missing")
    if problems or not groups:
        raise ContentError(str(data.get("id")), problems)
    return Skill(
        **texts,
        version=data["version"],
        group=groups[0],
        steps=steps,
        counts=tuple(str(count) for count in data.get("counts", [])),
        stop_when=stops,
        stop_text=str(data.get("stop_text", "")),
        in_seed=bool(data.get("in_seed", False)),
    )


def parse_pattern(data: Mapping[str, Any]) -> PatternDefinition:
    """Return the pattern a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    texts = _texts(data, ("code", "name", "what", "exits", "provenance"), problems)
    if problems:
        raise ContentError(str(data.get("code")), problems)
    rest = {n: str(data.get(n, "")) for n in ("side_a", "side_b", "underneath", "stress_coping", "caution")}
    skills = tuple(str(skill) for skill in data.get("skills", []))
    return PatternDefinition(**texts, **rest, version=int(data["version"]), skills=skills)


def parse_jurisdiction(data: Mapping[str, Any]) -> Jurisdiction:
    """Return the jurisdiction pack a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    names = ("code", "name", "paper", "psychotherapy_note_label", "psychotherapy_note_hint", "retention", "provenance")
    texts = _texts(data, names, problems)
    if problems:
        raise ContentError(str(data.get("code")), problems)
    lines = tuple(
        Hotline(name=str(h["name"]), number=str(h["number"]), review_on=str(h["review_on"]))
        for h in data.get("hotlines", [])
    )
    return Jurisdiction(**texts, version=int(data["version"]), hotlines=lines)
