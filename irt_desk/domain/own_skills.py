"""Skills a therapist adds, of the same shape as the built-in ones (row 64)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from irt_desk.domain.content import Handout, Skill, SkillGroup, StopCode
from irt_desk.domain.counts import Count, CountKind, FieldKind, How, RecordSource, SkillField
from irt_desk.domain.values import Instant, Problem, need_text

CODE_LETTER = "X"
"""Own skills are X1, X2 ...; no built-in group uses the letter, so that an id stays what it is for ever."""

_MEASURED = {
    "number": (FieldKind.NUMBER, CountKind.NUMBER, How.SUM),
    "minutes": (FieldKind.MINUTES, CountKind.MINUTES, How.SUM),
    "days": (FieldKind.DAYS, CountKind.DAYS, How.SUM),
    "hours": (FieldKind.HOURS, CountKind.HOURS, How.MEDIAN),
    "0-10": (FieldKind.RATING_0_10, CountKind.RATING_0_10, How.MEDIAN),
    "0-100": (FieldKind.RATING_0_100, CountKind.RATING_0_100, How.MEDIAN),
    "yes/no": (FieldKind.YES_NO, CountKind.SHARE, How.SHARE),
    "words": (FieldKind.WORDS, CountKind.WORDS, How.LAST),
}
"""What may stand in brackets after a count, and what it makes of it; without brackets it is a number."""

MEASURES = tuple(_MEASURED)
"""The words that may stand in brackets, for the help line of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSkill:
    """One version of a skill a therapist wrote. A change is a new version; what was assigned keeps its own."""

    id: str
    code: str
    version: int
    saved: Instant
    retired: bool = False
    group: SkillGroup = SkillGroup.REGULATION
    name: str = ""
    what: str = ""
    when: str = ""
    steps: tuple[str, ...] = ()
    home_practice: str = ""
    counts: tuple[str, ...] = ()
    stage_5: str = ""
    stop_when: tuple[StopCode, ...] = ()
    when_not: tuple[str, ...] = ()
    handout_title: str = ""
    handout_what: str = ""
    handout_steps: tuple[str, ...] = ()
    handout_practice: str = ""
    handout_not_now: tuple[str, ...] = ()
    source: str = ""


def measured(line: str) -> tuple[str, str] | None:
    """Return the label of a count line and what it is measured in; None where the brackets hold something unknown."""
    found = re.fullmatch(r"(.*?)\s*(?:\(([^()]*)\))?\s*", line.strip())
    if found is None or not found.group(1):
        return None
    unit = (found.group(2) or "number").strip().casefold()
    return (found.group(1).strip(), unit) if unit in _MEASURED else None


def own_skill_problems(skill: OwnSkill) -> list[Problem]:
    """Return what keeps an own skill from being stored: it has what every skill of the library has (section 3)."""
    found: list[Problem] = []
    for name in ("name", "what", "home_practice", "stage_5", "source"):
        found += need_text(name, getattr(skill, name))
    found += [Problem(name, "empty") for name in ("steps", "counts") if not getattr(skill, name)]
    wrong = [line for line in skill.counts if measured(line) is None]
    if wrong:
        found.append(Problem("counts", "count_unknown", {"text": wrong[0][:40], "measures": ", ".join(MEASURES)}))
    labels = [m[0].casefold() for line in skill.counts if (m := measured(line))]
    if len(set(labels)) < len(labels):
        found.append(Problem("counts", "count_twice"))
    if not skill.stop_when and not skill.when_not:
        found.append(Problem("when_not", "stop_needed"))
    return found


def as_skill(own: OwnSkill) -> Skill:
    """Return an own skill as one of the library; its handout takes the skill's words where it has none of its own."""
    fields, counts = [], []
    for number, line in enumerate(own.counts, 1):
        label, unit = measured(line) or (line, "number")
        field_kind, count_kind, how = _MEASURED[unit]
        code = f"count_{number}"
        fields.append(SkillField(code=code, label=label, kind=field_kind, needed=number == 1))
        equals = ("yes",) if how is How.SHARE else ()
        counts.append(Count(code=code, label=label, kind=count_kind, how=how, field=code, equals=equals))
    return Skill(
        id=own.code,
        version=own.version,
        group=own.group,
        name=own.name,
        what=own.what,
        when=own.when,
        steps=own.steps,
        home_practice=own.home_practice,
        record=own.name,
        source=RecordSource.OWN,
        fields=tuple(fields),
        counts=tuple(counts),
        stage_5=own.stage_5,
        stop_when=own.stop_when,
        stop_scopes=(),
        when_not=own.when_not,
        reviews=(),
        plan=(),
        examples=(),
        handout=Handout(
            title=own.handout_title.strip() or own.name,
            what=own.handout_what.strip() or own.what,
            steps=own.handout_steps or own.steps,
            practice=own.handout_practice.strip() or own.home_practice,
            not_now=own.handout_not_now,
        ),
        in_seed=False,
        provenance=own.source,
        is_custom=True,
    )


def next_code(codes: set[str]) -> str:
    """Return the code of a new own skill: one above the highest there ever was, retired ones included."""
    numbers = [int(code.removeprefix(CODE_LETTER)) for code in codes]
    return f"{CODE_LETTER}{max(numbers, default=0) + 1}"
