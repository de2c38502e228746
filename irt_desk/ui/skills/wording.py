"""How practice, figures and stages of a skill are put into words."""

from __future__ import annotations

from irt_desk.domain.content import Skill
from irt_desk.domain.counts import CountKind, Figure, SkillUse
from irt_desk.domain.skills import MasteryChange, PracticeAssignment, PracticeLog
from irt_desk.services.skills import SkillView
from irt_desk.services.texts import day_text, number_text
from irt_desk.words import label, say

_DOT = " \N{MIDDLE DOT} "


def joined(*parts: str) -> str:
    """Return the parts that say something, side by side."""
    return _DOT.join(part for part in parts if part)


def assignment_line(assignment: PracticeAssignment) -> str:
    """Return since when, how often, until when and where."""
    times = assignment.times_per_week
    dose = (say("skills.once") if times == 1 else say("skills.dose", times=number_text(times))) if times else ""
    event = say("skills.whenever", event=assignment.event) if assignment.event_driven and assignment.event else ""
    due = say("skills.due", day=day_text(assignment.due_on)) if assignment.due_on else ""
    return joined(say("skills.given", day=day_text(assignment.assigned_on)), dose, event, due, assignment.context)


def practice_line(view: SkillView) -> str:
    """Return dose, usefulness and heat share with the number they rest on; "" before the first practice."""
    f = view.figures
    if f is None or not f.n:
        return ""
    parts = [say("skills.practised", done=f.done, n=f.n)]
    if f.per_week is not None:
        assigned = say("skills.of_assigned", n=number_text(f.assigned_per_week)) if f.assigned_per_week else ""
        parts.append(" ".join((say("skills.per_week", n=number_text(f.per_week)), assigned)).strip())
    if f.usefulness is not None:
        parts.append(say("skills.useful", n=number_text(f.usefulness), of=f.usefulness_n))
    if f.heat_share is not None:
        parts.append(say("skills.heat", n=number_text(f.heat_share * 100, 0)))
    return joined(*parts)


def log_line(log: PracticeLog) -> str:
    """Return one practice."""
    return joined(
        day_text(log.on),
        label(log.done),
        label(log.heat) if log.heat else "",
        say("skills.useful_once", n=log.usefulness) if log.usefulness is not None else "",
        label(log.got_in_way) if log.got_in_way else "",
        log.what_happened,
    )


def figure_lines(skill: Skill, figure: Figure) -> tuple[str, ...]:
    """Return a figure in words with its n: one line, or one for each row of a table; nothing while there is nothing."""
    if figure.rows:
        answers = {f.code: f for f in skill.fields}
        by, field = answers[figure.count.by], answers[figure.count.field]
        return tuple(
            say(
                "skills.table_row",
                what=by.label_of(row.answer),
                n=row.n,
                cells=", ".join(f"{field.label_of(code)} {count}" for code, count in row.cells),
            )
            for row in figure.rows
        )
    if figure.text:
        return (f"{figure.count.label}: {figure.text}",)
    if figure.value is None:
        return ()
    if figure.count.kind is CountKind.SHARE:
        return (f"{figure.count.label}: {say('skills.share', share=number_text(figure.value, 2), n=figure.n)}",)
    return (f"{figure.count.label}: {number_text(figure.value)}",)


def use_line(skill: Skill, use: SkillUse) -> str:
    """Return one record: its day and what was answered."""
    parts = [day_text(use.on)]
    for field in skill.fields:
        text = use.answers.get(field.code, "")
        if not text:
            continue
        if field.kind.value == "yes_no":
            shown = say(f"word.{text}")
        elif field.kind.value == "moment":
            shown = text[11:16]
        else:
            shown = field.label_of(text).replace("\n", "; ")
        parts.append(f"{field.label}: {shown}")
    return joined(*parts)


def stage_line(change: MasteryChange) -> str:
    """Return one stage of the history: day, stage, the client's own view, the note."""
    own = say("skills.client_sees", stage=label(change.client_stage)) if change.client_stage else ""
    lapsed = say("skills.lapsed") if change.lapsed else ""
    return joined(day_text(change.on), f"{change.stage.number} {label(change.stage)}", lapsed, own, change.note)
