"""Every case by stage, with what keeps it from its next step."""

from __future__ import annotations

from datetime import date, timedelta

from irt_desk.domain import board as rules
from irt_desk.domain import pathway
from irt_desk.domain.board import BoardCase, Stage
from irt_desk.domain.caseload import CaseloadRow
from irt_desk.domain.pathway import TransitionRequest
from irt_desk.domain.values import Act
from irt_desk.services.pathway import Pathway
from irt_desk.storage import caseload
from irt_desk.storage.rows import Connection

ENDED_DAYS = 90
"""Ended cases stay on the board for this many days; the client list keeps them all."""

MOST_LOOKED_INTO = 200
"""Cases whose gates are computed at one look; beyond that the board shows where they stand and no more."""


class Board(Pathway):
    """Reads the caseload as a board."""

    def cases(self) -> tuple[BoardCase, ...]:
        """Return every case that is under way or ended lately, by stage, then the longest waiting first."""
        with self._reading() as c:
            today = self._today(c)
            rows = [row for row in caseload.rows(c) if _is_shown(row, today)]
            rows.sort(key=lambda row: (list(Stage).index(rules.stage_of(row)), row.state_since, row.name))
            many = sum(rules.may_step(row) for row in rows) > MOST_LOOKED_INTO
            return tuple(self._case(c, row, look=rules.may_step(row) and not many) for row in rows)

    def _case(self, c: Connection, row: CaseloadRow, *, look: bool) -> BoardCase:
        stage = rules.stage_of(row)
        facts = self._facts(c, row.unit_id, TransitionRequest()) if look else None
        step = rules.next_step(facts) if facts else None
        if facts is None or step is None:
            return BoardCase(row=row, stage=stage)
        missing = pathway.missing_for(step, facts)
        if row.gate.is_stop:  # nobody is pointed at an own part then (6.6)
            missing = [one for one in missing if one.act is not Act.MOTIVATION]
        return BoardCase(row=row, stage=stage, step=step, missing=tuple(m for m in missing if m.act is not Act.REQUEST))


def _is_shown(row: CaseloadRow, today: date) -> bool:
    ended = rules.stage_of(row) is Stage.ENDED
    return not ended or row.state_since >= today - timedelta(days=ENDED_DAYS)
