"""What scores say to a review of the plan: the facts it may cite (domain paper, 7.4)."""

from __future__ import annotations

from irt_desk.services.measure_courses import MeasureCourse, courses
from irt_desk.services.texts import day_text, number_text
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say


def cited(c: Connection, unit_id: str) -> list[str]:
    """Return one sentence a measure: first and latest total with their days, the class where there is one, and n.

    Safety screens are never cited.
    """
    return [_sentence(one) for one in courses(c, unit_id) if one.scored and not one.definition.safety_screen]


def _sentence(course: MeasureCourse) -> str:
    first, last = course.first, course.last
    assert first is not None  # the caller looked
    assert last is not None  # as above
    values: dict[str, object] = {
        "measure": course.definition.code,
        "first": number_text(first.score.total),
        "first_day": day_text(first.given.on, weekday=False),
        "n": len(course.scored),
    }
    if first is last:
        return say("plan_review.cite_one_score", **values)
    outcome = label(last.outcome).lower() if last.outcome is not None else ""
    values |= {"last": number_text(last.score.total), "last_day": day_text(last.given.on, weekday=False)}
    return say("plan_review.cite_scores", **values, outcome=f", {outcome}" if outcome else "")
