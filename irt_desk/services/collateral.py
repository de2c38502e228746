"""The partner as a guest in the client's care: what keeps them from coming, and the one paper it stands on (domain paper, 6.1).

A guest is no client. The contact belongs to the client's record; both gates hold for it as for anything that brings the two together.
"""

from __future__ import annotations

from irt_desk.domain import units as rules
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import ConsentType, Signer, in_force
from irt_desk.domain.values import Act, Missing
from irt_desk.services.context import Service
from irt_desk.storage import units as stored
from irt_desk.storage.rows import Connection


def guest_missing(service: Service, c: Connection, from_unit_id: str, partner_id: str = "") -> list[Missing]:
    """Return what keeps a contact from being opened: both gates, the partner's signature, one that is open already."""
    pair = stored.pair_facts(c, from_unit_id, service._today(c), partner_id=partner_id)
    found = rules.pair_missing(pair)
    if in_force(pair.consents, ConsentType.COLLATERAL, pair.today, Signer.PARTNER) is None:
        found.append(Missing("consent_collateral", Act.CONSENTS))
    if stored.open_unit(c, from_unit_id, UnitKind.COLLATERAL_CONTACT) is not None:
        found.append(Missing("guest_open", Act.UNIT))
    return found
