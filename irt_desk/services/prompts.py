"""Quiet prompts to the therapist: found in the record, put aside with a reason (domain paper, rows 23, 28, 41)."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import prompts as rules
from irt_desk.domain.cases import CaseState
from irt_desk.domain.growth import OwnPartStep, over_responsibility, steps_of
from irt_desk.domain.plan_progress import signed_notes
from irt_desk.domain.prompts import STAGNATION_SESSIONS, Prompt, PromptAside
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.values import insist
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.measure_courses import changed_reliably, self_harm_item
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, settings, tables
from irt_desk.storage.rows import Connection

_SETTING = "stagnation_sessions"
_IN_CARE = frozenset(
    {CaseState.ASSESSMENT, CaseState.ACTIVE_IRT, CaseState.TRANSITION_REVIEW, CaseState.TRANSITION_PREP}
)


class Prompts(Service):
    """What the record asks the therapist to look at; never a label, never a due item."""

    def of(self, unit_id: str) -> tuple[Prompt, ...]:
        """Return the open prompts of a case in care."""
        with self._reading() as c:
            if self._episode(c, unit_id).state not in _IN_CARE:
                return ()
            return rules.open_prompts(self._found(c, unit_id), tables.PROMPTS_ASIDE.of_unit(c, unit_id))

    def put_aside(self, aside: PromptAside) -> Saved[PromptAside]:
        """Put a prompt aside until something new is seen.

        Raises:
            Invalid: no reason was given.
        """
        with self._changing() as c:
            insist(rules.aside_problems(aside))
            aside = cleaned(replace(aside, id=self._id(), on=self._today(c), entered=self._now(c)))
            tables.PROMPTS_ASIDE.add(c, aside)
            self._audit(c, "prompt.aside", "prompt_aside", aside.id, unit_id=aside.unit_id, reason=aside.code)
        return saved(aside, Area.PLANS)

    def stagnation_sessions(self) -> int:
        """Return over how many attended sessions nothing has to move before "review direction" is asked."""
        with self._reading() as c:
            return _sessions(c)

    def set_stagnation_sessions(self, sessions: int) -> Saved[int]:
        """Set it, kept within 3 to 20."""
        sessions = max(3, min(20, sessions))
        with self._changing() as c:
            settings.put(c, _SETTING, sessions)
            self._audit(c, "settings.stagnation_sessions", "setting", None)
        return saved(sessions, Area.SETTINGS, Area.PLANS)

    def _found(self, c: Connection, unit_id: str) -> list[Prompt | None]:
        sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
        held = [s for s in sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error]
        count = _sessions(c)
        since = held[-count].starts.day if len(held) >= count else None
        moved = rules.stagnation(
            held,
            tables.EPISODES.of_unit(c, unit_id),
            tables.LOGS.of_unit(c, unit_id),
            reliable_change=since is not None and changed_reliably(c, unit_id, since),
            sessions=count,
        )
        hope = rules.hope_drop(signed_notes(sessions, tables.NOTES.of_unit(c, unit_id)))
        return [hope, moved, *self._over_responsible(c, unit_id)]

    def _over_responsible(self, c: Connection, unit_id: str) -> list[Prompt]:
        """Return the prompt of row 41 for each part that rises; nothing about an own part while the gate is a stop (2.4)."""
        if caseload.gate_standing(c, unit_id, self._today(c)).gate.is_stop:
            return []
        fit = tables.FIT_NOTES.get(c, unit_id)
        sole = fit is not None and fit.sole_changer_cue
        item = self_harm_item(c, unit_id)
        steps = tables.OWN_PART_STEPS.of_unit(c, unit_id)
        found = []
        for part in tables.OWN_PARTS.of_unit(c, unit_id):
            rise = over_responsibility(steps_of(part, steps), sole_changer=sole, self_harm_item=item)
            if rise is not None:
                found.append(_over_responsible(rise, "over_responsibility" if sole else "over_responsibility_thoughts"))
        return found


def _over_responsible(rise: tuple[OwnPartStep, OwnPartStep], code: str) -> Prompt:
    first, last = rise
    values = {"before": first.owned, "now": last.owned}
    return Prompt(code=code, target=last.id, on=last.on, values=values)


def _sessions(c: Connection) -> int:
    return int(settings.get(c, _SETTING) or STAGNATION_SESSIONS)
