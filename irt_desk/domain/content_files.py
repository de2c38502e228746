"""Turns the data of a content file into the values of ``content.py``; pure, the reading of files is a service.

A file is refused with every problem at once: what is missing, of the wrong kind, unknown, or left over (a key nobody
reads is a misspelt one).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from irt_desk.domain.content import (
    Comparison,
    ContentError,
    Count,
    CountKind,
    CutOff,
    Handout,
    Horseman,
    Hotline,
    Jurisdiction,
    JurisdictionNote,
    ModelField,
    PatternDefinition,
    PlanField,
    RetentionRule,
    ReviewExample,
    ReviewRule,
    Side,
    SideDefinition,
    Skill,
    SkillGroup,
    StepPrompt,
    StopCode,
    TimeOutUse,
    WayOut,
)
from irt_desk.domain.content_fields import Fields
from irt_desk.domain.duties import parse_duty, parse_timer
from irt_desk.domain.patterns import (
    ClientPosition,
    ExitCode,
    HorsemanTag,
    Need,
    SofterFeeling,
    StepActor,
    StepKind,
    StressCoping,
    SurfaceFeeling,
)


def _unique(fields: Fields, name: str, codes: tuple[str, ...]) -> None:
    if len(set(codes)) != len(codes):
        fields.wrong(name, "has a code twice")


def _count(f: Fields) -> Count:
    return Count(code=f.text("code"), label=f.text("label"), kind=f.member("kind", CountKind))


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


def _plan_field(f: Fields) -> PlanField:
    default, low, high = (f.number(n, needed=False) for n in ("default", "low", "high"))
    if default is not None and not (low or 0) <= default <= (default if high is None else high):
        f.wrong("default", "is outside its own range")
    return PlanField(code=f.text("code"), label=f.text("label"), default=default, low=low, high=high)


def _use(f: Fields) -> TimeOutUse:
    return TimeOutUse(on_time=f.flag("on_time"), absence_minutes=f.number("absence_minutes", needed=False))


def _example(f: Fields) -> ReviewExample:
    return ReviewExample(
        name=f.text("name"), uses=f.tables("uses", _use, needed=True), reviews=f.texts("reviews", needed=False)
    )


def _handout(f: Fields) -> Handout:
    return Handout(title=f.text("title"), what=f.text("what"), steps=f.texts("steps"), practice=f.text("practice"))


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
    _unique(fields, "counts", tuple(count.code for count in skill.counts))
    _unique(fields, "reviews", tuple(rule.code for rule in skill.reviews))
    _unique(fields, "plan", tuple(field.code for field in skill.plan))
    for rule in skill.reviews:
        if rule.count not in counts:
            fields.wrong("reviews", f"measure {rule.count!r}, which is no count of this skill")
    for example in skill.examples:
        for code in example.reviews:
            if code not in rules:
                fields.wrong("examples", f"expect {code!r}, which is no review rule of this skill")


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
        counts=f.tables("counts", _count, needed=True),
        stage_5=f.text("stage_5"),
        stop_when=stops,
        stop_scopes=_scopes(f, stops),
        when_not=f.texts("when_not", needed=False),
        reviews=f.tables("reviews", _review),
        plan=f.tables("plan", _plan_field),
        examples=f.tables("examples", _example),
        handout=f.table("handout", _handout),
        in_seed=f.flag("in_seed"),
        provenance=f.provenance(),
    )
    _codes_hold(f, skill)
    f.left_over()
    if problems:
        raise ContentError(skill.id or "skill", problems)
    return skill


def _side(f: Fields) -> SideDefinition:
    return SideDefinition(
        name=f.text("name"),
        moves=f.text("moves"),
        underneath=f.text("underneath"),
        coping=f.text("coping"),
        surface_feelings=f.members("surface_feelings", SurfaceFeeling),
        softer_feelings=f.members("softer_feelings", SofterFeeling, needed=True),
        needs=f.members("needs", Need, needed=True),
        stress_coping=f.members("stress_coping", StressCoping, needed=True),
    )


def _way_out(f: Fields) -> WayOut:
    return WayOut(
        side=f.member("side", Side),
        text=f.text("text"),
        skills=f.texts("skills", needed=False),
        exit_codes=f.members("exit_codes", ExitCode),
    )


def _horseman(f: Fields) -> Horseman:
    return Horseman(
        tag=f.member("tag", HorsemanTag),
        move=f.text("move"),
        underneath=f.text("underneath"),
        coping=f.text("coping"),
        stress_coping=f.members("stress_coping", StressCoping, needed=True),
        antidote=f.text("antidote"),
        skills=f.texts("skills"),
        note=f.text("note", needed=False),
    )


def _prompt(f: Fields) -> StepPrompt:
    return StepPrompt(actor=f.member("actor", StepActor), kind=f.member("kind", StepKind), prompt=f.text("prompt"))


def _model_field(f: Fields) -> ModelField:
    return ModelField(code=f.text("code"), label=f.text("label"), prompt=f.text("prompt"))


def parse_pattern(data: Mapping[str, Any]) -> PatternDefinition:
    """Return the pattern, or reading model, a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    f = Fields(data, problems)
    pattern = PatternDefinition(
        code=f.text("code"),
        version=f.number("version") or 0,
        name=f.text("name"),
        what=f.text("what"),
        sides=f.tables("sides", _side),
        ways_out=f.tables("ways_out", _way_out),
        cautions=f.texts("cautions", needed=False),
        positions=f.members("positions", ClientPosition),
        less_is_better=f.flag("less_is_better"),
        direction=f.text("direction"),
        horsemen=f.tables("horsemen", _horseman),
        template=f.tables("template", _prompt),
        model_fields=f.tables("model_fields", _model_field),
        model_steps=f.texts("model_steps", needed=False),
        provenance=f.provenance(),
    )
    if len(pattern.sides) > 2:
        f.wrong("sides", "are more than two")
    if not pattern.ways_out and not pattern.horsemen:
        f.wrong("ways_out", "are missing")
    f.left_over()
    if problems:
        raise ContentError(pattern.code or "pattern", problems)
    return pattern


def _hotline(f: Fields) -> Hotline:
    return Hotline(
        name=f.text("name"),
        number=f.text("number"),
        about=f.text("about"),
        review_on=f.day("review_on"),
        provenance=f.provenance(),
    )


def _retention(f: Fields) -> RetentionRule:
    return RetentionRule(
        years=f.number("years") or 0,
        start=f.text("start"),
        minor_years=f.number("minor_years", needed=False),
        provisional=f.flag("provisional"),
        text=f.text("text"),
        provenance=f.provenance(),
    )


def _cut_off(f: Fields) -> CutOff:
    return CutOff(
        measure=f.text("measure"),
        value=f.number("value") or 0,
        provisional=f.flag("provisional"),
        text=f.text("text"),
        provenance=f.provenance(),
    )


def _note(f: Fields) -> JurisdictionNote:
    return JurisdictionNote(code=f.text("code"), title=f.text("title"), text=f.text("text"), provenance=f.provenance())


def parse_jurisdiction(data: Mapping[str, Any]) -> Jurisdiction:
    """Return the jurisdiction pack a file's data stands for.

    Raises:
        ContentError: with every problem at once.
    """
    problems: list[str] = []
    f = Fields(data, problems)
    pack = Jurisdiction(
        code=f.text("code"),
        version=f.number("version") or 0,
        name=f.text("name"),
        paper=f.text("paper"),
        psychotherapy_note_label=f.text("psychotherapy_note_label"),
        psychotherapy_note_hint=f.text("psychotherapy_note_hint"),
        psychotherapy_notes_protected=f.flag("psychotherapy_notes_protected"),
        retention_rule=f.table("retention", _retention),
        cut_offs=f.tables("cut_offs", _cut_off),
        hotlines=f.tables("hotlines", _hotline, needed=True),
        notes=f.tables("notes", _note, needed=True),
        duties=f.tables("duties", parse_duty),
        timers=f.tables("timers", parse_timer),
        review_on=f.day("review_on"),
        provenance=f.provenance(),
    )
    _unique(f, "notes", tuple(note.code for note in pack.notes))
    _unique(f, "duties", tuple(duty.code for duty in pack.duties))
    f.left_over()
    if problems:
        raise ContentError(pack.code or "jurisdiction", problems)
    return pack
