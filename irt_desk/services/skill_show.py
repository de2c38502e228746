"""The skills of a case as plain data, for the command line and for checks from outside."""

from __future__ import annotations

from typing import Any

from irt_desk.domain.content import Skill
from irt_desk.domain.counts import CountKind, Figure
from irt_desk.domain.skills import current_stage, is_lapsed
from irt_desk.services.skills import SkillView
from irt_desk.services.texts import number_text
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection, RecordTable, encode
from irt_desk.words import say


def chart_skills(c: Connection, unit_id: str) -> list[dict[str, Any]]:
    """Return everything stored about each skill of a case, as the ``skills`` key of a chart."""
    kinds: dict[str, RecordTable[Any]] = {
        "assignments": tables.ASSIGNMENTS,
        "logs": tables.LOGS,
        "history": tables.MASTERY,
        "records": tables.SKILL_USES,
        "plans": tables.SKILL_PLANS,
        "revisits": tables.SKILL_REVISITS,
    }
    stored = {name: table.of_unit(c, unit_id) for name, table in kinds.items()}
    ids = dict.fromkeys(value.skill_id for values in stored.values() for value in values)
    history = tables.MASTERY.of_unit(c, unit_id)
    return [
        {
            "skill": skill_id,
            "stage": current_stage(history, skill_id).value,
            "lapsed": is_lapsed(history, skill_id),
            **{name: [encode(v) for v in values if v.skill_id == skill_id] for name, values in stored.items()},
        }
        for skill_id in ids
    ]


def view_data(view: SkillView) -> dict[str, Any]:
    """Return one skill of a case: stage, assignments, practice figures, counts, what asks for a look."""
    active, practice = view.active, view.figures
    return {
        "skill": view.skill.id,
        "name": view.skill.name,
        "is_custom": view.skill.is_custom,
        "stage": view.stage,
        "client_stage": view.client_stage,
        "suggested": view.suggested,
        "lapsed": view.lapsed,
        "status": active.status if active else None,
        "practice": say("skills.practised", done=practice.done, n=practice.n) if practice and practice.n else "",
        "dose": practice.per_week if practice else None,
        "assigned_dose": practice.assigned_per_week if practice else None,
        "usefulness": practice.usefulness if practice else None,
        "heat_share": practice.heat_share if practice else None,
        "figures": [figure_data(view.skill, f) for f in view.counts.figures if f.n and _says(f)],
        "reviews": [rule.code for rule in view.counts.reviews],
        "revisit_on": view.revisit_on.isoformat() if view.revisit_on else None,
    }


def _says(figure: Figure) -> bool:
    return figure.value is not None or bool(figure.text or figure.rows)


def figure_data(skill: Skill, figure: Figure) -> dict[str, Any]:
    """Return one count: its code and words, the value, the n it rests on, the rows of a table."""
    text = figure.text or number_text(figure.value, 2 if figure.count.kind is CountKind.SHARE else 1)
    return {
        "code": figure.count.code,
        "label": figure.count.label,
        "n": figure.n,
        "value": figure.value,
        "text": text if not figure.rows else "",
        "rows": [{"answer": r.answer, "n": r.n, "cells": dict(r.cells)} for r in figure.rows],
    }
