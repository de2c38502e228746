"""Everything the Skills tab shows, read in one go on the lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from irt_desk.domain.content import Skill, StopCode
from irt_desk.domain.safety import Gate, Permission
from irt_desk.services.maintenance import Maintenance
from irt_desk.services.skills import SkillView, permission_for


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """The skills of a case, what the library offers and what the gate and the record say to each of them."""

    unit_id: str
    views: tuple[SkillView, ...]
    library: dict[str, Skill]
    permissions: dict[str, Permission]
    signs: frozenset[StopCode]
    gate: Gate
    has_caution: bool
    maintenance: Maintenance
    today: date


def gather(desk: Any, unit_id: str) -> SkillFacts:
    """Read everything the tab shows, on the lane."""
    head = desk.charts.head(unit_id)
    library = desk.skill_library.skills()
    return SkillFacts(
        unit_id=unit_id,
        views=desk.skills.of(unit_id),
        library=library,
        permissions={code: permission_for(skill, head.standing) for code, skill in library.items()},
        signs=desk.skills.stop_signs(unit_id),
        gate=head.standing.gate,
        has_caution=bool(head.cautions),
        maintenance=desk.maintenance.of(unit_id),
        today=head.today,
    )
