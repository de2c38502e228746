"""What the safety pages show besides the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from irt_desk.domain.content import Hotline
from irt_desk.domain.duties import Duty
from irt_desk.services.safety import Allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFacts:
    """What the safety pages show besides the history, fetched with the rest of the tab."""

    allowances: tuple[Allowance, ...]
    duties: tuple[Duty, ...]
    numbers: tuple[Hotline, ...]
    partner_id: str
    today: date
    is_partner_screened: bool
