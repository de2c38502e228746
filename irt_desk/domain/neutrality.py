"""Risk to neutrality when a therapist who knows one of two would see both (domain paper, 6.5).

No published number stands behind the bands; their limits are a working choice of ours that each practice may set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from irt_desk.domain.values import Problem, need_range

MOST = 200
"""The highest limit that can be set; nobody has more individual sessions before such a step."""


class NeutralityBand(StrEnum):
    """Risk to neutrality; working bands of 6.5, editable, no published number behind them."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Order of risk, smallest first."""
        return list(NeutralityBand).index(self)


class RaisingFactor(StrEnum):
    """Any of these raises the band by one in total (domain paper, 6.5)."""

    ALLIANCE_AGAINST_PARTNER = "alliance_against_partner"
    POSITIVE_STANCE_CHECK = "positive_stance_check"
    PRIVATE_SECRET_HELD = "private_secret_held"
    CLIENT_HOPES_FOR_ALLY = "client_hopes_for_ally"
    TRAUMA_DISCLOSURE = "trauma_disclosure"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralityLimits:
    """Up to how many individual sessions the band is low, and up to how many moderate; above that it is high."""

    low_until: int = 3
    moderate_until: int = 8


WORKING_LIMITS = NeutralityLimits()
"""The working bands of 6.5: 0 to 3 low, 4 to 8 moderate, 9 and more high."""


def limits_problems(limits: NeutralityLimits) -> list[Problem]:
    """Return what keeps limits from being stored: 0 <= low < moderate <= 200."""
    found = need_range("low_until", limits.low_until, 0, MOST)
    found += need_range("moderate_until", limits.moderate_until, 0, MOST)
    if not found and limits.moderate_until <= limits.low_until:
        found.append(Problem("moderate_until", "limit_above_low", {"low": limits.low_until}))
    return found


def neutrality_band(
    sessions: int, factors: Sequence[RaisingFactor], limits: NeutralityLimits = WORKING_LIMITS
) -> NeutralityBand:
    """Return the band the number of individual sessions speaks for; any factors raise it by one in total (6.5)."""
    bands = list(NeutralityBand)
    base = 0 if sessions <= limits.low_until else 1 if sessions <= limits.moderate_until else 2
    return bands[min(2, base + (1 if factors else 0))]


def stricter(chosen: NeutralityBand | None, computed: NeutralityBand | None) -> NeutralityBand | None:
    """Return the band that counts: what is computed may be raised by the therapist, never talked down."""
    known = [band for band in (chosen, computed) if band is not None]
    return max(known, key=lambda band: band.rank, default=None)
