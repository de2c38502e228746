"""What is still open about fit, safety and consents, why each of it matters, and the act that closes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain import couples_first
from irt_desk.domain import pathway as pathway_rules
from irt_desk.domain import safety as safety_rules
from irt_desk.domain.cases import CaseState
from irt_desk.domain.pathway import CaseFacts, TransitionRequest
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.screening import contradictions, partial
from irt_desk.domain.suitability import COMPETENCE_FOR, CautionFlag
from irt_desk.domain.values import Act, Missing
from irt_desk.services.context import Service
from irt_desk.services.pathway import Pathway
from irt_desk.services.suitability import Suitability
from irt_desk.services.texts import day_text
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import known, label, say

NEXT = {
    CaseState.INQUIRY: CaseState.SCREENING,
    CaseState.SCREENING: CaseState.ASSESSMENT,
    CaseState.ASSESSMENT: CaseState.ACTIVE_IRT,
    CaseState.PAUSED: CaseState.ACTIVE_IRT,
}
"""The state a case goes on to before treatment; its gate is what is still open."""

SOON_DAYS = 7
"""A review shows itself this many days ahead, as on Today."""


class PointKind(StrEnum):
    """How a point is open: nothing there yet, begun, answers that do not fit, or due again."""

    MISSING = "missing"
    PARTIAL = "partial"
    CONTRADICTION = "contradiction"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One line: what is open, why it matters, where it is closed."""

    kind: PointKind
    code: str
    sentence: str
    why: str
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class FitStanding:
    """Every open point, and what it leads to; ``to`` is None where no gate of the fit lies ahead."""

    state: CaseState
    to: CaseState | None
    points: tuple[OpenPoint, ...]


class FitPoints(Service):
    """Reads what is still open."""

    def of(self, unit_id: str) -> FitStanding:
        """Return every open point of a record, what keeps the case from its next state first."""
        with self._reading() as c:
            facts = Pathway(self._context)._facts(c, unit_id, TransitionRequest())
            to = NEXT.get(facts.episode.state)
            missing = pathway_rules.missing_for_state(to, facts) if to else []
            points = [_of_missing(item) for item in missing if item.act is not Act.NONE]
            closed = facts.episode.state in (CaseState.CLOSED, CaseState.REFERRED_OUT, CaseState.FOLLOW_UP)
            if not closed:
                points += [*self._screening(c, unit_id, facts), *self._cautions(c, unit_id)]
                points += self._fit(c, unit_id, facts.today)
        return FitStanding(state=facts.episode.state, to=to, points=tuple(dict.fromkeys(points)))

    def _screening(self, c: Connection, unit_id: str, facts: CaseFacts) -> Iterator[OpenPoint]:
        if facts.kind.brings_together:
            return  # both are asked in their own records; nothing here says that one of them told something (6.6)
        history = caseload.safety_history(c, unit_id)
        last = history.last_screening
        if safety_rules.open_triggers(history) or history.told_without_privacy:
            yield _point(PointKind.DUE, "rescreen_now", Act.SAFETY)
        elif last is not None and not facts.standing.gate.is_stop and facts.standing.rescreen_due is not None:
            due = facts.standing.rescreen_due
            if due <= facts.today + timedelta(days=SOON_DAYS):
                yield _point(PointKind.DUE, "rescreen_due", Act.SAFETY, day=day_text(due))
        for interview in history.interviews:
            if (
                interview.signed is not None
                and not interview.counts
                and (last is None or interview.recorded.at > last.recorded.at)
            ):
                code = "not_private" if not interview.was_private else "score_only"
                yield _point(PointKind.PARTIAL, code, Act.SAFETY, day=day_text(interview.on))
        if last is not None:
            for left in partial(last):
                yield _point(PointKind.PARTIAL, left.value, Act.SAFETY, day=day_text(last.on))
            for code in contradictions(last):
                yield _point(PointKind.CONTRADICTION, code.value, Act.SAFETY, day=day_text(last.on))

    def _cautions(self, c: Connection, unit_id: str) -> Iterator[OpenPoint]:
        who = self._practitioner(c)
        for flag in tables.CAUTIONS.of_unit(c, unit_id):
            if flag.stands:
                yield from _of_caution(flag, who)

    def _fit(self, c: Connection, unit_id: str, today: date) -> Iterator[OpenPoint]:
        trail = Suitability(self._context)._trail(c, unit_id)
        if trail.review_due is not None and trail.review_due <= today + timedelta(days=SOON_DAYS):
            yield _point(PointKind.DUE, "preference_review", Act.SUITABILITY, day=day_text(trail.review_due))
        if trail.notes is not None and trail.notes.sole_changer_cue and not trail.notes.sole_changer_learned.strip():
            yield _point(PointKind.PARTIAL, "sole_changer", Act.MOTIVATION)
        for code in couples_first.contradictions(trail):
            yield _point(PointKind.CONTRADICTION, code.value, Act.SUITABILITY)


def _of_missing(item: Missing) -> OpenPoint:
    why = f"why.{item.code}"
    return OpenPoint(PointKind.MISSING, item.code, item.sentence, say(why) if known(why) else "", item.act)


def _of_caution(flag: CautionFlag, who: Practitioner) -> Iterator[OpenPoint]:
    name, left = label(flag.type), len(flag.not_asked)
    if left:
        yield _point(PointKind.PARTIAL, "caution_left", Act.CAUTIONS, name=name, count=left)
    if not flag.is_handled(who):
        code = "caution_gap" if flag.lacks_competence(who) and flag.plan.strip() else "caution_plan"
        competence = label(COMPETENCE_FOR[flag.type])
        yield _point(PointKind.MISSING, code, Act.CAUTIONS, name=name, competence=competence)


def _point(kind: PointKind, code: str, act: Act, **values: object) -> OpenPoint:
    return OpenPoint(kind, code, say(f"open.{code}", **values), say(f"open_why.{code}"), act)
