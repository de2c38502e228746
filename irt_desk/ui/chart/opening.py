"""Moves that open a unit for both: carried out on the lane, and the answer names what was opened, so that the window can go there."""

from __future__ import annotations

from typing import Any

from irt_desk.domain.case_facts import TransitionRequest
from irt_desk.domain.cases import CaseState
from irt_desk.domain.pathway import Effect
from irt_desk.services.changes import Saved

OPENS = frozenset({Effect.OPENS_COUPLE, Effect.OPENS_DISCERNMENT})
"""What the two moves do that open a unit with the same therapist."""


def open_units(
    desk: Any, unit_id: str, to: CaseState, request: TransitionRequest | None = None
) -> Saved[tuple[str, ...]]:
    """Move a case and return the ids of the units of two that this opened; none for most moves.

    Raises:
        Refused: the gate of the move is not satisfied, every reason at once.
    """
    origin = _origin(desk, unit_id)
    before = {link.unit_id for link in desk.units.of(origin)}
    moved = desk.pathway.move(unit_id, to, request)
    opened = tuple(link.unit_id for link in desk.units.of(origin) if link.unit_id not in before)
    return Saved(opened, moved.areas)


def _origin(desk: Any, unit_id: str) -> str:
    """Return the individual record units are opened from: of a unit of two the one it came from."""
    head = desk.charts.head(unit_id)
    return str(desk.units.view(unit_id).link.from_unit_id) if head.unit.kind.brings_together else unit_id


__all__ = ["OPENS", "open_units"]
