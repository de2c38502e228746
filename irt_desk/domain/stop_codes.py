"""The stop codes of a skill beside the safety gate: what the record says about them, and what still has to be said (3.1).

``SG`` is the gate's own (``safety.py``). The other four are questions only the therapist can answer; where the record
itself gives a sign, the answer needs its reason each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irt_desk.domain.content import Skill, StopCode
from irt_desk.domain.suitability import Barrier, BarrierStatus, BarrierType, CautionFlag, CautionStatus, CautionType
from irt_desk.domain.values import Act, Missing

ASKED = (StopCode.FL, StopCode.SU, StopCode.AC, StopCode.DC)
"""The codes that are asked of the therapist; the safety gate answers ``SG`` by itself."""

_SUBSTANCE = (CautionType.PARTNER_SUBSTANCE_USE, CautionType.CLIENT_SUBSTANCE_USE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFacts:
    """What the record holds that may speak for a stop code."""

    cautions: Sequence[CautionFlag] = ()
    barriers: Sequence[Barrier] = ()
    acute_risk: bool = False
    in_discernment: bool = False


def signs(facts: StopFacts) -> frozenset[StopCode]:
    """Return the codes the record itself gives a sign of; being flooded shows only in the room."""
    found: set[StopCode] = set()
    is_open = [flag for flag in facts.cautions if flag.status is not CautionStatus.CLOSED]
    if any(flag.type in _SUBSTANCE for flag in is_open):
        found.add(StopCode.SU)
    if facts.acute_risk:
        found.add(StopCode.AC)
    unsure = [b for b in facts.barriers if b.type is BarrierType.CLIENT_UNSURE_ABOUT_STAYING]
    if facts.in_discernment or any(b.status is not BarrierStatus.EASED for b in unsure):
        found.add(StopCode.DC)
    return frozenset(found)


def stops_missing(skill: Skill, facts: StopFacts, reasons: Mapping[str, str]) -> list[Missing]:
    """Return what still has to be said before a skill is given: a reason for every code that applies.

    ``reasons`` are the therapist's, by code. A code that is named there applies, and so does one the record speaks for.
    """
    speaking = signs(facts)
    return [
        Missing(f"stop_{code.value.lower()}", Act.SKILLS, {"skill": skill.name})
        for code in skill.stop_when
        if code in ASKED and (code in speaking or code.value in reasons) and not reasons.get(code.value, "").strip()
    ]
