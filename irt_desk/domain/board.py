"""The board of every case by stage: where it stands, which step comes next, what keeps it (domain paper, 6.2, 6.7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from irt_desk.domain.caseload import CaseloadRow
from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.pathway import CaseFacts, Transition, way, ways
from irt_desk.domain.values import Missing


class Stage(StrEnum):
    """Columns of the board, in the order of the way; a case may stand in any of them again (row 90: no fixed number of steps)."""

    BEGINNING = "beginning"
    ASSESSMENT = "assessment"
    IN_IRT = "in_irt"
    WEIGHING = "weighing"
    PREPARING = "preparing"
    TOGETHER = "together"
    ENDED = "ended"


_S = CaseState
STAGE_OF: dict[CaseState, Stage] = {
    _S.INQUIRY: Stage.BEGINNING,
    _S.SCREENING: Stage.BEGINNING,
    _S.REOPENED: Stage.BEGINNING,
    _S.NOT_NOW: Stage.BEGINNING,
    _S.ASSESSMENT: Stage.ASSESSMENT,
    _S.ACTIVE_IRT: Stage.IN_IRT,
    _S.PAUSED: Stage.IN_IRT,
    _S.TRANSITION_REVIEW: Stage.WEIGHING,
    _S.TRANSITION_PREP: Stage.PREPARING,
    _S.OPEN: Stage.TOGETHER,
    _S.SUSPENDED: Stage.TOGETHER,
    _S.CLOSING: Stage.TOGETHER,
    _S.CLOSED: Stage.ENDED,
    _S.REFERRED_OUT: Stage.ENDED,
    _S.FOLLOW_UP: Stage.ENDED,
}
"""The column of each state."""

NEXT: dict[CaseState, CaseState] = {
    _S.INQUIRY: _S.SCREENING,
    _S.SCREENING: _S.ASSESSMENT,
    _S.REOPENED: _S.SCREENING,
    _S.ASSESSMENT: _S.ACTIVE_IRT,
    _S.PAUSED: _S.ACTIVE_IRT,
    _S.TRANSITION_REVIEW: _S.TRANSITION_PREP,
}
"""The step that usually comes next; from active work there is none to press for. From preparation it is what the review chose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCase:
    """One case on the board. ``missing`` is what keeps it from ``step``, in reading order; without a step nothing is pressed for."""

    row: CaseloadRow
    stage: Stage
    step: Transition | None = None
    missing: tuple[Missing, ...] = ()


def stage_of(row: CaseloadRow) -> Stage:
    """Return the column of a case; a closed joint unit has ended like any other."""
    return STAGE_OF[row.state]


def may_step(row: CaseloadRow) -> bool:
    """Whether a case stands where a next step is worth looking into."""
    return row.state in NEXT or row.state is CaseState.TRANSITION_PREP


def next_step(facts: CaseFacts) -> Transition | None:
    """Return the row that usually comes next; a joint unit has none, nobody is pressed toward an end."""
    if facts.kind is not UnitKind.INDIVIDUAL_IRT:
        return None
    if facts.episode.state is CaseState.TRANSITION_PREP:
        return next((row for row in ways(facts) if row.modes), None)
    to = NEXT.get(facts.episode.state)
    return way(facts, to) if to is not None else None
