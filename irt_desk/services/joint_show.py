"""What a joint unit adds to a chart as data: its members, the shared part of each discernment session, released agendas.

What one of the two told alone is never part of it (domain paper, 5.5): the data may be read by both.
"""

from __future__ import annotations

from typing import Any

from irt_desk.domain.units import Place
from irt_desk.storage import discernment, units
from irt_desk.storage.rows import Connection, encode


def joint_shown(c: Connection, unit_id: str) -> dict[str, Any]:
    """Return the keys only a joint unit has; nothing for one person's record."""
    link = units.link_of(c, unit_id)
    if link is None or not link.kind.is_joint:
        return {}
    members = [
        {"place": member.place.value, "name": person.preferred_name, "joined_on": encode(member.joined_on)}
        for member, person in units.members_of(c, unit_id)
    ]
    told = discernment.parts(c, unit_id)
    sessions = [
        {
            **{name: value for name, value in encode(part).items() if name != "voided_reason"},
            "voided": bool(part.voided_reason),
            "happens": part.happens.value if part.happens else None,
            "shared_summaries": {
                place.value: text for place in Place if (text := _shared(told, part.session_id, place))
            },
        }
        for part in discernment.shared(c, unit_id)
    ]
    agendas = [
        {"place": one.place.value, "text": one.text, "released_on": encode(one.released_on)}
        for one in discernment.agendas(c, unit_id)
        if one.released_on is not None
    ]
    return {
        "unit": {"kind": link.kind.value, "opened_on": encode(link.opened_on), "members": members},
        "secrets_policy": link.secrets.value if link.secrets else None,
        "discernment": sessions,
        "agendas": agendas,
    }


def _shared(told: tuple[Any, ...], session_id: str, place: Place) -> str:
    return next((part.shared for part in told if part.session_id == session_id and part.place is place), "")
