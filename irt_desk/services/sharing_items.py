"""The items of one person's own record that the sharing table names, each with the exact words that would cross (6.5).

Partner hypotheses are taken out of a cycle map here, before anybody sees what would cross. Safety screens, the safety plan and
psychotherapy notes are never read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.figures.step_views import spoken_step, views_of
from irt_desk.domain.patterns import CycleMap, PatternStatus, RelationshipPattern
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.sharing import NEVER, SharedMaterial
from irt_desk.domain.skills import MasteryStage, current_stage
from irt_desk.services.measure_courses import PRIMARY, courses
from irt_desk.services.measure_words import dated
from irt_desk.services.skill_library import skill_names
from irt_desk.services.text import clean
from irt_desk.services.texts import day_text, first_name, pattern_name
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

RELATIONSHIP = (*PRIMARY, "kmss", "enrichems")
"""Measures of satisfaction with the relationship, by file name: the row "CSI, own scores" of the table."""

SYMPTOM = ("phq9", "gad7", "auditc", "dast10")
"""Measures that cross only by an explicit release of that item; the table names these four."""


@dataclass(frozen=True, slots=True)
class ShareableItem:
    """One thing that may be released: its words as they would cross.

    ``guesses`` is what the record says of the partner there; such an item has no text of its own, because it is rewritten.
    """

    material: SharedMaterial
    source_id: str
    title: str
    text: str
    guesses: tuple[str, ...] = ()


def items_of(c: Connection, unit: TreatmentUnit, material: SharedMaterial) -> tuple[ShareableItem, ...]:
    """Return the items of a kind in an individual record; nothing for what never crosses."""
    if material in NEVER:
        return ()
    found = _READERS[material](c, unit)
    return tuple(replace(one, title=clean(one.title.strip()), text=clean(one.text.strip())) for one in found)


def _item(material: SharedMaterial, source_id: str, title: str, text: str) -> ShareableItem:
    return ShareableItem(material, source_id, title, text)


def _attendance(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
    client = tables.CLIENTS.get(c, unit.client_id)
    held = [
        s
        for s in tables.SESSIONS.of_unit(c, unit.id, (tables.SESSIONS.table.c.starts,))
        if s.attendance is Attendance.ATTENDED and not s.entered_in_error
    ]
    name = client.preferred_name if client else ""
    if not held:
        text = say("sharing.no_sessions", name=name)
    else:
        first, last = (day_text(s.starts.day, weekday=False) for s in (held[0], held[-1]))
        text = say("sharing.sessions", count=len(held), name=name, first=first, last=last)
    return [_item(SharedMaterial.ATTENDANCE, unit.id, label(SharedMaterial.ATTENDANCE), text)]


def _goals(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
    p = tables.PLANS.table.c
    plan = tables.PLANS.first(c, p.unit_id == unit.id, p.signed.is_not(None), order_by=(p.version.desc(),))
    goals = plan.goals if plan else ()
    return [
        _item(SharedMaterial.GOAL, goal.id, goal.text, say("sharing.goal", text=goal.text, status=label(goal.status)))
        for goal in goals
        if goal.text.strip()
    ]


def _skills(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
    names, history = skill_names(c), tables.MASTERY.of_unit(c, unit.id)
    ids = dict.fromkeys([a.skill_id for a in tables.ASSIGNMENTS.of_unit(c, unit.id)] + [m.skill_id for m in history])
    found = []
    for skill_id in ids:
        stage, name = current_stage(history, skill_id), names.get(skill_id, skill_id)
        if stage is not MasteryStage.NOT_INTRODUCED:
            text = say("sharing.skill", name=name, stage=label(stage), number=stage.number)
            found.append(_item(SharedMaterial.SKILL, skill_id, name, text))
    return found


def without_guesses(drawn: CycleMap) -> CycleMap:
    """Return a map without partner hypotheses, other readings and the therapist's marks (2.5, rule 7; 6.5)."""
    kept = (step for step in drawn.steps if not step.is_hypothesis)
    steps = tuple(replace(step, alternatives=(), evidence=(), horsemen=()) for step in kept if step.text.strip())
    return replace(drawn, steps=steps, summary_for_client="")


def _newest_maps(c: Connection, unit: TreatmentUnit) -> list[tuple[RelationshipPattern, CycleMap]]:
    maps = tables.MAPS.of_unit(c, unit.id, (tables.MAPS.table.c.version.desc(),))
    patterns = tables.PATTERNS.of_unit(c, unit.id)
    newest = ((p, next((m for m in maps if m.pattern_id == p.id), None)) for p in patterns)
    return [(pattern, drawn) for pattern, drawn in newest if drawn is not None]


def _maps(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
    """The newest version of each pattern that the client was shown: what they never saw is not theirs to release."""
    client, partners = tables.CLIENTS.get(c, unit.client_id), tables.PARTNERS.of_unit(c, unit.id)
    called = first_name(client.preferred_name) if client else ""
    partner = first_name(partners[0].name) if partners and partners[0].name else say("word.partner")
    maps = {m.id: m for m in tables.MAPS.of_unit(c, unit.id)}
    shown = [maps[one.map_id] for one in tables.MAP_SHOWINGS.of_unit(c, unit.id)]
    found = []
    for pattern in tables.PATTERNS.of_unit(c, unit.id):
        seen = [one for one in shown if one.pattern_id == pattern.id]
        if not seen or pattern.status is PatternStatus.SUSPECTED:
            continue
        drawn = without_guesses(max(seen, key=lambda one: one.version))
        lines = [spoken_step(view) for view in views_of(drawn, client=called, partner=partner)]
        if lines:
            title = pattern.nickname_by_client or pattern_name(pattern)
            found.append(_item(SharedMaterial.CYCLE_MAP, drawn.id, title, "\n".join(lines)))
    return found


def _partner_view(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
    found = []
    for pattern, drawn in _newest_maps(c, unit):
        steps = [step for step in drawn.steps if step.is_hypothesis]
        said = [text for step in steps for text in (step.text, *step.alternatives)]
        said.append(pattern.protective_function_partner_hypothesis)
        found.append((pattern.id, say("sharing.partner_of", name=pattern_name(pattern)), said))
    f = tables.FORMULATIONS.table.c
    signed = tables.FORMULATIONS.first(c, f.unit_id == unit.id, f.signed.is_not(None), order_by=(f.version.desc(),))
    if signed is not None:
        said = [signed.partner_perspective, *signed.other_readings]
        found.append((signed.id, say("sharing.formulation"), said))
    kind = SharedMaterial.PARTNER_VIEW
    told = [(key, title, tuple(t.strip() for t in said if t.strip())) for key, title, said in found]
    return [ShareableItem(kind, key, title, "", guesses) for key, title, guesses in told if guesses]


def _scores(keys: tuple[str, ...], kind: SharedMaterial) -> Callable[[Connection, TreatmentUnit], list[ShareableItem]]:
    """Return the reader of some measures: one item for each time, its total and never a single answer."""

    def read(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
        scored = [s for one in courses(c, unit.id) if one.key in keys for s in one.scored if s.score.total is not None]
        return [
            _item(kind, one.given.id, f"{one.definition.code}, {dated(one)}", f"{one.definition.code}: {dated(one)}")
            for one in scored
        ]

    return read


def _private(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
    found = tables.PRIVATE_DISCLOSURES.of_unit(c, unit.id)
    kind = SharedMaterial.PRIVATE_DISCLOSURE
    return [_item(kind, d.id, say("sharing.told_on", day=day_text(d.told_on, weekday=False)), d.text) for d in found]


def _diagnosis(c: Connection, unit: TreatmentUnit) -> list[ShareableItem]:
    picture = tables.PRESENTING.get(c, unit.id)
    if picture is None or not picture.diagnosis.strip():
        return []
    return [_item(SharedMaterial.DIAGNOSIS, unit.id, label(SharedMaterial.DIAGNOSIS), picture.diagnosis)]


_READERS: dict[SharedMaterial, Callable[[Connection, TreatmentUnit], list[ShareableItem]]] = {
    SharedMaterial.ATTENDANCE: _attendance,
    SharedMaterial.GOAL: _goals,
    SharedMaterial.SKILL: _skills,
    SharedMaterial.CYCLE_MAP: _maps,
    SharedMaterial.PARTNER_VIEW: _partner_view,
    SharedMaterial.RELATIONSHIP_SCORE: _scores(RELATIONSHIP, SharedMaterial.RELATIONSHIP_SCORE),
    SharedMaterial.SYMPTOM_SCORE: _scores(SYMPTOM, SharedMaterial.SYMPTOM_SCORE),
    SharedMaterial.PRIVATE_DISCLOSURE: _private,
    SharedMaterial.DIAGNOSIS: _diagnosis,
}
