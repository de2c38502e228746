"""Caution flags (rows 79 to 83): what to ask for each kind, the competence it needs, and when it is handled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.practitioner import Competence, Practitioner
from irt_desk.domain.values import SAFETY, THIRD_PARTY, Problem, need_text, not_future, tagged


class CautionType(StrEnum):
    """Caution flags (rows 79 to 83)."""

    PARTNER_MENTAL_HEALTH = "partner_mental_health"
    PARTNER_SUBSTANCE_USE = "partner_substance_use"
    IPV_OR_COERCION = "ipv_or_coercion"
    CLIENT_MENTAL_HEALTH = "client_mental_health"
    CLIENT_SUBSTANCE_USE = "client_substance_use"


class Severity(StrEnum):
    """How strong a caution is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CautionStatus(StrEnum):
    """Where a caution stands."""

    OPEN = "open"
    HANDLED = "handled"
    CLOSED = "closed"


COMPETENCE_FOR: dict[CautionType, Competence] = {
    CautionType.PARTNER_MENTAL_HEALTH: Competence.SEVERE_MENTAL_ILLNESS,
    CautionType.CLIENT_MENTAL_HEALTH: Competence.SEVERE_MENTAL_ILLNESS,
    CautionType.PARTNER_SUBSTANCE_USE: Competence.ADDICTION,
    CautionType.CLIENT_SUBSTANCE_USE: Competence.ADDICTION,
    CautionType.IPV_OR_COERCION: Competence.IPV,
}
"""The competence a caution asks for (row 79)."""


class CautionPrompt(StrEnum):
    """What to ask once a caution stands. The four of substance use are row 80; the others are of this program [D]."""

    INTOXICATED_CONFLICT = "intoxicated_conflict"
    DRIVING = "driving"
    CHILDREN = "children"
    VIOLENCE = "violence"
    DANGER_TO_SELF = "danger_to_self"
    LOSS_OF_TOUCH = "loss_of_touch"
    IN_TREATMENT = "in_treatment"
    CARE_BURDEN = "care_burden"
    CONTROL = "control"
    FEAR = "fear"
    SAFE_PLACE = "safe_place"
    USE_BEFORE_SESSIONS = "use_before_sessions"
    ABLE_TO_WORK_NOW = "able_to_work_now"


_P = CautionPrompt
PROMPTS: dict[CautionType, tuple[CautionPrompt, ...]] = {
    CautionType.PARTNER_SUBSTANCE_USE: (_P.INTOXICATED_CONFLICT, _P.DRIVING, _P.CHILDREN, _P.VIOLENCE),
    CautionType.PARTNER_MENTAL_HEALTH: (
        _P.DANGER_TO_SELF,
        _P.LOSS_OF_TOUCH,
        _P.IN_TREATMENT,
        _P.CARE_BURDEN,
        _P.VIOLENCE,
    ),
    CautionType.IPV_OR_COERCION: (_P.FEAR, _P.CONTROL, _P.CHILDREN, _P.SAFE_PLACE),
    CautionType.CLIENT_MENTAL_HEALTH: (_P.DANGER_TO_SELF, _P.LOSS_OF_TOUCH, _P.IN_TREATMENT, _P.ABLE_TO_WORK_NOW),
    CautionType.CLIENT_SUBSTANCE_USE: (_P.USE_BEFORE_SESSIONS, _P.INTOXICATED_CONFLICT, _P.DRIVING, _P.CHILDREN),
}

DANGER = frozenset({CautionPrompt.VIOLENCE, CautionPrompt.FEAR, CautionPrompt.CONTROL})
"""A yes here is told danger: the case asks for a safety screening at once, as row 81 does."""


class CautionReply(StrEnum):
    """What was answered; a prompt that was not asked has no reply."""

    NO = "no"
    YES = "yes"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class CautionAnswer:
    """One prompt with its reply."""

    prompt: CautionPrompt
    reply: CautionReply


@dataclass(frozen=True, slots=True, kw_only=True)
class CautionFlag:
    """A marked concern that needs a plan (rows 79 to 82).

    ``entered_in_error`` is the reason a flag was taken back; it stays in the record and counts no longer.
    """

    id: str
    unit_id: str
    type: CautionType
    severity: Severity
    raised_on: date
    status: CautionStatus = CautionStatus.OPEN
    answers: tuple[CautionAnswer, ...] = tagged(SAFETY, default=())
    plan: str = tagged(THIRD_PARTY)
    consultant: str = ""
    consulted_on: date | None = None
    consultation_plan: str = ""
    referral: str = tagged(THIRD_PARTY)
    entered_in_error: str = ""

    @property
    def not_asked(self) -> tuple[CautionPrompt, ...]:
        """The prompts of its kind without an answer yet."""
        asked = {answer.prompt for answer in self.answers}
        return tuple(prompt for prompt in PROMPTS[self.type] if prompt not in asked)

    @property
    def tells_danger(self) -> bool:
        """Whether violence, fear or control was answered with yes."""
        return any(a.prompt in DANGER and a.reply is CautionReply.YES for a in self.answers)

    @property
    def stands(self) -> bool:
        """Whether it is neither closed nor taken back."""
        return self.status is not CautionStatus.CLOSED and not self.entered_in_error

    def lacks_competence(self, practitioner: Practitioner) -> bool:
        """Whether the practitioner states no evidence for the competence it asks for (row 82)."""
        return not practitioner.has(COMPETENCE_FOR[self.type])

    def is_handled(self, practitioner: Practitioner) -> bool:
        """Whether T06 may pass: closed, or a plan, and without the matching competence a consultation or referral."""
        if not self.stands:
            return True
        if not self.plan.strip():
            return False
        when = self.consulted_on is not None or bool(self.consultation_plan.strip())
        consulted = bool(self.consultant.strip()) and when
        return not self.lacks_competence(practitioner) or consulted or bool(self.referral.strip())


def caution_problems(flag: CautionFlag, today: date) -> list[Problem]:
    """Return what keeps a caution flag from being stored."""
    found = not_future("raised_on", flag.raised_on, today) + not_future("consulted_on", flag.consulted_on, today)
    if flag.status is CautionStatus.HANDLED:
        found += need_text("plan", flag.plan)
    if strangers := [a for a in flag.answers if a.prompt not in PROMPTS[flag.type]]:
        found.append(Problem("answers", "other_caution", {"count": len(strangers)}))
    return found
