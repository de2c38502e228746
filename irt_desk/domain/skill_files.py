"""Turns the data of a skill's content file into the values of ``content.py``; pure, the reading of files is a service.

A file is refused with every problem at once, as in ``content_files.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from irt_desk.domain.content import (
    ContentError,
    Handout,
    ReviewExample,
    Skill,
    SkillGroup,
    StopCode,
    TimeOutUse,
)
from irt_desk.domain.content_fields import Fields
from irt_desk.domain.counts import (
    Comparison,
    Count,
    CountKind,
    FieldKind,
    How,
    Option,
    RecordSource,
    ReviewRule,
    SkillField,
    Where,
    answer_problems,
)


def _option(f: Fields) -> Option:
    return Option(code=f.text("code"), label=f.text("label"))


def _switch(f: Fields, name: str) -> bool:
    """Return a yes or no that may be left out."""
    value = f.raw(name)
    if value is not None and not isinstance(value, bool):
        f.wrong(name, "is not true or false")
    return value is True


def _skill_field(f: Fields) -> SkillField:
    found = SkillField(
        code=f.text("code"),
        label=f.text("label"),
        kind=f.member("kind", FieldKind),
        options=f.tables("options", _option),
        default=f.text("default", needed=False),
        low=f.number("low", needed=False),
        high=f.number("high", needed=False),
        needed=_switch(f, "needed"),
        about_partner=_switch(f, "about_partner"),
        after=f.text("after", needed=False),
    )
    if (found.kind is FieldKind.CHOICE) != bool(found.options):
        f.wrong("options", "belong to a choice, and a choice to its options")
    f.unique("options", tuple(option.code for option in found.options))
    if found.default and answer_problems((found,), {found.code: found.default}):
        f.wrong("default", "is no answer of its own field")
    return found


def _where(f: Fields, name: str) -> Where:
    value = f.raw(name) or {}
    if not isinstance(value, Mapping) or not all(isinstance(v, list) for v in value.values()):
        f.wrong(name, "is not a table of lists")
        return ()
    return tuple((str(code), tuple(str(v) for v in values)) for code, values in value.items())


def _count(f: Fields) -> Count:
    below = f.number("below", needed=False)
    return Count(
        code=f.text("code"),
        label=f.text("label"),
        kind=f.member("kind", CountKind),
        how=f.member("how", How),
        field=f.text("field", needed=False),
        equals=f.texts("equals", needed=False),
        below=None if below is None else float(below),
        minus=f.text("minus", needed=False),
        by=f.text("by", needed=False),
        where=_where(f, "where"),
        until=_where(f, "until"),
    )


def _review(f: Fields) -> ReviewRule:
    value = f.raw("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        f.wrong("value", "is missing or not a number")
        value = 0
    return ReviewRule(
        code=f.text("code"),
        count=f.text("count"),
        comparison=f.member("comparison", Comparison),
        value=float(value),
        over_last=f.number("over_last", needed=False),
        text=f.text("text"),
        provenance=f.provenance(),
    )


def _use(f: Fields) -> TimeOutUse:
    return TimeOutUse(on_time=f.flag("on_time"), absence_minutes=f.number("absence_minutes", needed=False))


def _example(f: Fields) -> ReviewExample:
    return ReviewExample(
        name=f.text("name"), uses=f.tables("uses", _use, needed=True), reviews=f.texts("reviews", needed=False)
    )


def _handout(f: Fields) -> Handout:
    return Handout(
        title=f.text("title"),
        what=f.text("what"),
        steps=f.texts("steps"),
        practice=f.text("practice"),
        not_now=f.texts("not_now"),
    )


def _scopes(fields: Fields, stops: tuple[StopCode, ...]) -> tuple[tuple[StopCode, str], ...]:
    value = fields.raw("stop_scopes") or {}
    if not isinstance(value, Mapping):
        fields.wrong("stop_scopes", "is not a table")
        return ()
    for code in value:
        if code not in stops:
            fields.wrong("stop_scopes", f"names {code!r}, which is no stop code of this skill")
    return tuple((StopCode(code), str(text)) for code, text in value.items() if code in stops)


def _codes_hold(fields: Fields, skill: Skill) -> None:
    counts = {count.code for count in skill.counts}
    rules = {rule.code for rule in skill.reviews}
    for name in ("counts", "reviews", "plan", "fields"):
        fields.unique(name, tuple(item.code for item in getattr(skill, name)))
    for rule in skill.reviews:
        if rule.count not in counts:
            fields.wrong("reviews", f"measure {rule.count!r}, which is no count of this skill")
    for example in skill.examples:
        for code in example.reviews:
            if code not in rules:
                fields.wrong("examples", f"expect {code!r}, which is no review rule of this skill")


def _counts_hold(fields: Fields, skill: Skill) -> None:
    """Note counts that look at a field the records do not have, or for an answer it cannot hold."""
    known = {field.code: field for field in skill.fields}
    for count in skill.counts:
        needs = count.how not in (How.RECORDS, How.DAYS)
        named = [count.field] if needs or count.field else []
        named += [name for name in (count.minus, count.by) if name]
        named += [name for name, _ in (*count.where, *count.until)]
        for name in named:
            if name not in known:
                fields.wrong("counts", f"look at {name!r}, which is no field of a record")
        for name, values in ((count.field, count.equals), *count.where, *count.until):
            if name in known:
                for value in values:
                    if answer_problems((known[name],), {name: value}):
                        fields.wrong("counts", f"look for {value!r}, which {name!r} cannot be")


def parse_skill(data: Mapping[str, Any]) -> Skill:
    """Return the skill a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    f = Fields(data, problems)
    stops = f.members("stop_when", StopCode)
    skill = Skill(
        id=f.text("id"),
        version=f.number("version") or 0,
        group=f.member("group", SkillGroup),
        name=f.text("name"),
        what=f.text("what"),
        when=f.text("when", needed=False),
        steps=f.texts("steps"),
        home_practice=f.text("home_practice"),
        record=f.text("record"),
        source=f.member("source", RecordSource) if "source" in data else RecordSource.OWN,
        fields=f.tables("fields", _skill_field, needed=True),
        counts=f.tables("counts", _count, needed=True),
        stage_5=f.text("stage_5"),
        stop_when=stops,
        stop_scopes=_scopes(f, stops),
        when_not=f.texts("when_not", needed=False),
        reviews=f.tables("reviews", _review),
        plan=f.tables("plan", _skill_field),
        examples=f.tables("examples", _example),
        handout=f.table("handout", _handout),
        in_seed=f.flag("in_seed"),
        provenance=f.provenance(),
    )
    _codes_hold(f, skill)
    _counts_hold(f, skill)
    f.left_over()
    if problems:
        raise ContentError(skill.id or "skill", problems)
    return skill
