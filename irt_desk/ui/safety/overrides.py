"""The two clinical overrides of caution: everything each must say, in the order it is asked."""

from __future__ import annotations

from typing import Any

from irt_desk.domain.safety import GateOverride, OverrideKind
from irt_desk.services.texts import day_text
from irt_desk.ui.records import FieldSpec, RecordCard, RowView
from irt_desk.words import label, say

F = FieldSpec

_WHY = (F("why_situational", "area", group="override.group_why"), F("screened_alone_on", half=True))
_CLIENT = (
    F("client_wish", "area", group="override.group_client"),
    F("no_fear_of_payback", "area"),
    F("client_safety_plan", "area"),
)
_PARTNER = (
    F("partner_screened_alone_on", half=True, group="override.group_partner"),
    F("partner_wish", "area"),
    F("partner_no_fear_of_payback", "area"),
    F("partner_safety_plan", "area"),
)
_TOGETHER = (
    F("no_violence_agreement", "area", group="override.group_together"),
    F("protocol", "area"),
    F("check_in_question"),
    F("stop_rule"),
)
_CHECKED = (
    F("alcohol_and_weapon_check", "area", group="override.group_checked"),
    F("consultant", half=True),
    F("consulted_on", half=True),
    F("consultant_advice", "area"),
    F("expires_on", half=True),
)


def override_card(kind: OverrideKind, *, fresh: Any, save: Any) -> RecordCard:
    """Return the card of one kind of override; signed ones are listed and never edited."""
    conjoint = kind is OverrideKind.CONJOINT
    fields = (*_WHY, *_CLIENT, *(_PARTNER + _TOGETHER if conjoint else ()), *_CHECKED)
    words = "conjoint_override" if conjoint else "override"
    return RecordCard(words, GateOverride, fields, view=_view, fresh=fresh, save=save, editable=False)


def _view(override: GateOverride) -> RowView:
    ends = say("override.until", day=day_text(override.expires_on))
    return RowView(label(override.kind), override.why_situational, ((ends, "attention"),))
