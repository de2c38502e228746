"""The golden thread of one record, read from everything it rests on (domain paper, 7.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from irt_desk.domain.cases import CaseState, PresentingPicture
from irt_desk.domain.plan_progress import signed_notes
from irt_desk.domain.plan_reviews import reviewed
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.thread import UNTOUCHED_SESSIONS, ThreadBreak, ThreadFacts, breaks_of
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.texts import day_text
from irt_desk.storage import caseload, settings, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say

_ENDED = frozenset({CaseState.CLOSED, CaseState.REFERRED_OUT, CaseState.FOLLOW_UP})
_SETTING = "thread_untouched_sessions"


def break_text(item: ThreadBreak) -> str:
    """Return the sentence of a break."""
    values = {n: day_text(v, weekday=False) if isinstance(v, date) else v for n, v in item.values.items()}
    return say(f"thread.{item.code}", **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The plan the thread runs through, and every break in it."""

    plan: TreatmentPlan | None
    breaks: tuple[ThreadBreak, ...]


class GoldenThread(Service):
    """Reads the thread; nothing is stored."""

    def of(self, unit_id: str) -> Thread:
        """Return every break in the thread of a record, in the order of the thread."""
        with self._reading() as c:
            facts = self._facts(c, unit_id)
            return Thread(plan=facts.plan, breaks=breaks_of(facts, self._today(c)))

    def untouched_sessions(self) -> int:
        """Return after how many noted sessions a goal nobody worked on is shown."""
        with self._reading() as c:
            return _untouched(c)

    def set_untouched_sessions(self, sessions: int) -> Saved[int]:
        """Set it, kept within 2 to 12."""
        sessions = max(2, min(12, sessions))
        with self._changing() as c:
            settings.put(c, _SETTING, sessions)
            self._audit(c, "settings.thread_untouched_sessions", "setting", None)
        return saved(sessions, Area.SETTINGS, Area.PLANS)

    def _facts(self, c: Connection, unit_id: str) -> ThreadFacts:
        versions = tables.PLANS.of_unit(c, unit_id, (tables.PLANS.table.c.version,))
        signed = [plan for plan in versions if plan.signed is not None]
        sessions = tables.SESSIONS.of_unit(c, unit_id)
        picture = tables.PRESENTING.get(c, unit_id) or PresentingPicture(unit_id=unit_id)
        reviews = tables.PLAN_REVIEWS.of_unit(c, unit_id, (tables.PLAN_REVIEWS.table.c.on,))
        plan = signed[-1] if signed else (versions[-1] if versions else None)
        held = [s for s in sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error]
        return ThreadFacts(
            has_concern=bool(picture.client_words.strip() or picture.diagnosis.strip()),
            has_formulation=self._is_formulated(c, unit_id),
            plan=reviewed(plan, reviews) if plan is not None else None,
            planned_since=signed[0].signed.at if signed and signed[0].signed else None,
            goal_since=_goal_since(signed),
            attended=len(held),
            signed=signed_notes(sessions, tables.NOTES.of_unit(c, unit_id)),
            reviews=reviews,
            untouched_sessions=_untouched(c),
            is_open=self._episode(c, unit_id).state not in _ENDED,
        )

    def _is_formulated(self, c: Connection, unit_id: str) -> bool:
        """Whether a formulation is signed; under a stop none is asked for, because it asks for the partner's side (2.4)."""
        if caseload.gate_standing(c, unit_id, self._today(c)).gate.is_stop:
            return True
        return any(f.signed is not None for f in tables.FORMULATIONS.of_unit(c, unit_id))


def _untouched(c: Connection) -> int:
    return int(settings.get(c, _SETTING) or UNTOUCHED_SESSIONS)


def _goal_since(signed: list[TreatmentPlan]) -> dict[str, date]:
    """Return the day of the version each goal first stood in; versions oldest first."""
    found: dict[str, date] = {}
    for plan in signed:
        for goal in plan.goals:
            if plan.signed is not None:
                found.setdefault(goal.id, plan.signed.at.day)
    return found
