"""The overlay ``safety_stop``, T24 and T25: when it went on and off (domain paper, 6.6 and 6.7).

The gate decides; these rows only keep the days. They carry no reason: that of the client stands with the screening, and one of the two
must never read the other's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from irt_desk.domain.screening import Gate
from irt_desk.domain.values import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyStop:
    """The overlay went on (T24) or off (T25) for one record or joint unit; append-only."""

    id: str
    unit_id: str
    is_on: bool
    on: date
    recorded: Instant


def is_on(history: Sequence[SafetyStop]) -> bool:
    """Return whether the overlay is on, by what was recorded."""
    newest = max(history, key=lambda one: (one.recorded.at, one.id), default=None)
    return newest is not None and newest.is_on


def change(history: Sequence[SafetyStop], gate: Gate) -> bool | None:
    """Return True when the gate puts the overlay on, False when it lifts it, None when nothing changes.

    Only ``open`` or ``caution`` lift it: a screening that grew old is no new one (T25).
    """
    before = is_on(history)
    if gate.is_stop:
        return None if before else True
    return False if before and gate in (Gate.OPEN, Gate.CAUTION) else None
