"""What happened on the way of a record, as one dated list: moves, the partner's moves as told, safety stops, decisions on if and when.

Of a joint unit it says of a stop only that actions were suspended: partner-facing words never say more (6.7, T24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import UnitKind
from irt_desk.services.texts import first_name
from irt_desk.storage import discernment, safety_stops, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say


class HistoryKind(StrEnum):
    """What a line tells of."""

    MOVE = "move"
    PARTNER = "partner"
    STOP = "stop"
    DECISION = "decision"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line: its day, what happened, and why in the words of whoever wrote it."""

    id: str
    on: date
    kind: HistoryKind
    text: str
    detail: str = ""


def lines_of(c: Connection, unit_id: str, kind: UnitKind) -> tuple[HistoryLine, ...]:
    """Return the history of a record or a joint unit, newest first."""
    partners = tables.PARTNERS.of_unit(c, unit_id)
    partner = first_name(partners[0].name) if partners else say("word.partner")
    found = [
        HistoryLine(
            id=one.id, on=one.on, kind=HistoryKind.MOVE, text=_arrow(label(one.from_state), label(one.to_state)),
            detail=one.reason,
        )
        for one in tables.STATE_CHANGES.of_unit(c, unit_id)
    ]  # fmt: skip
    found += [
        HistoryLine(
            id=one.id, on=one.on, kind=HistoryKind.PARTNER, detail=one.note,
            text=f"{partner}: {_arrow(label(one.from_state).lower(), label(one.to_state).lower())}",
        )
        for one in tables.ENGAGEMENT.of_unit(c, unit_id)
        if not kind.is_joint
    ]  # fmt: skip
    words = "unit_stop" if kind.brings_together else "safety_stop"
    found += [
        HistoryLine(
            id=one.id, on=one.on, kind=HistoryKind.STOP, text=say(f"history.{words}_{'on' if one.is_on else 'off'}")
        )
        for one in safety_stops.of_unit(c, unit_id)
    ]
    found += [
        HistoryLine(
            id=one.id, on=one.on, kind=HistoryKind.DECISION, detail=one.rationale,
            text=say("history.decision", option=label(one.option), timing=label(one.timing).lower()),
        )
        for one in tables.PATHWAY_DECISIONS.of_unit(c, unit_id)
    ]  # fmt: skip
    found += [
        HistoryLine(id=one.id, on=one.on, kind=HistoryKind.DIRECTION, text=say("history.direction"), detail=one.what)
        for one in discernment.direction_reviews(c, unit_id)
    ]
    return tuple(sorted(found, key=lambda line: (line.on, line.id), reverse=True))


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}"
