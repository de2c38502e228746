"""Turns the data of a content file into the values of ``content.py``; pure, the reading of files is a service.

A file is refused with every problem at once: what is missing, of the wrong kind, unknown, or left over (a key nobody
reads is a misspelt one).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from irt_desk.domain.content import (
    ContentError,
    CutOff,
    Horseman,
    Hotline,
    Jurisdiction,
    JurisdictionNote,
    ModelField,
    PatternDefinition,
    RetentionRule,
    Side,
    SideDefinition,
    StepPrompt,
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
    f.unique("notes", tuple(note.code for note in pack.notes))
    f.unique("duties", tuple(duty.code for duty in pack.duties))
    f.left_over()
    if problems:
        raise ContentError(pack.code or "jurisdiction", problems)
    return pack
