"""The two clinical overrides of ``caution`` and what each of them must say (domain paper, 6.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from irt_desk.domain.values import SAFETY, Problem, Signature, need_text, not_future, tagged

OVERRIDE_DAYS = 30
"""A clinical override ends after at most this many days (domain paper, 6.6)."""


class OverrideKind(StrEnum):
    """The two clinical overrides; they exist only at ``caution``."""

    INVITATION = "invitation_override"
    CONJOINT = "conjoint_override"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateOverride:
    """A signed, expiring clinical override of ``caution`` (domain paper, 6.6). Every field of its kind is required.

    From ``partner_id`` on the fields belong to the conjoint override, which is bound to one pair; for an invitation
    they stay empty.
    """

    id: str
    unit_id: str
    kind: OverrideKind = OverrideKind.INVITATION
    why_situational: str = tagged(SAFETY)
    screened_alone_on: date | None = tagged(SAFETY, default=None)
    client_wish: str = tagged(SAFETY)
    no_fear_of_payback: str = tagged(SAFETY)
    client_safety_plan: str = tagged(SAFETY)
    alcohol_and_weapon_check: str = tagged(SAFETY)
    consultant: str = tagged(SAFETY)
    consulted_on: date | None = tagged(SAFETY, default=None)
    consultant_advice: str = tagged(SAFETY)
    partner_id: str | None = None
    partner_screened_alone_on: date | None = tagged(SAFETY, default=None)
    partner_wish: str = tagged(SAFETY)
    partner_no_fear_of_payback: str = tagged(SAFETY)
    no_violence_agreement: str = tagged(SAFETY)
    partner_safety_plan: str = tagged(SAFETY)
    protocol: str = tagged(SAFETY)
    check_in_question: str = tagged(SAFETY)
    stop_rule: str = tagged(SAFETY)
    signed_on: date
    expires_on: date
    signed: Signature

    def is_live(self, today: date) -> bool:
        """Whether it holds on a day; on the day after its expiry the gate acts as ``caution`` again."""
        return self.signed_on <= today <= self.expires_on


INVITATION_TEXTS = (
    "why_situational",
    "client_wish",
    "no_fear_of_payback",
    "client_safety_plan",
    "alcohol_and_weapon_check",
    "consultant",
    "consultant_advice",
)
CONJOINT_TEXTS = (
    "partner_wish",
    "partner_no_fear_of_payback",
    "no_violence_agreement",
    "partner_safety_plan",
    "protocol",
    "check_in_question",
    "stop_rule",
)
"""What a conjoint override says besides everything an invitation override says."""


def field_problems(override: GateOverride) -> list[Problem]:
    """Return every required field that is empty, a day that lies ahead, and an expiry beyond thirty days."""
    conjoint = override.kind is OverrideKind.CONJOINT
    found: list[Problem] = []
    for name in INVITATION_TEXTS + (CONJOINT_TEXTS if conjoint else ()):
        found += need_text(name, getattr(override, name))
    if conjoint and not override.partner_id:
        found.append(Problem("partner_id", "partner_needed"))
    for name in ("consulted_on", "partner_screened_alone_on") if conjoint else ("consulted_on",):
        day = getattr(override, name)
        found += [Problem(name, "empty")] if day is None else not_future(name, day, override.signed_on)
    if not override.signed_on <= override.expires_on <= override.signed_on + timedelta(days=OVERRIDE_DAYS):
        found.append(Problem("expires_on", "override_too_long", {"days": OVERRIDE_DAYS}))
    return found
