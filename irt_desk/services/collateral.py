"""The partner as a guest in the client's care: what keeps them from coming, and the one paper it stands on (domain paper, 6.1).

A guest is no client. The contact belongs to the client's record; both gates hold for it as for anything that brings the two together.
"""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import units as rules
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import Consent, ConsentType, Signer, in_force
from irt_desk.domain.values import Act, Missing
from irt_desk.services.context import Service
from irt_desk.storage import tables
from irt_desk.storage import units as stored
from irt_desk.storage.rows import Connection


def guest_missing(service: Service, c: Connection, from_unit_id: str) -> list[Missing]:
    """Return what keeps a contact from being opened: both gates, the partner's signature, one that is open already."""
    pair = stored.pair_facts(c, from_unit_id, service._today(c))
    found = rules.pair_missing(pair)
    if in_force(pair.consents, ConsentType.COLLATERAL, pair.today, Signer.PARTNER) is None:
        found.append(Missing("consent_collateral", Act.CONSENTS))
    if stored.open_unit(c, from_unit_id, UnitKind.COLLATERAL_CONTACT) is not None:
        found.append(Missing("guest_open", Act.UNIT))
    return found


def taken_back_everywhere(service: Service, c: Connection, taken: Consent) -> tuple[str, ...]:
    """Let an agreement that was taken back end in the client's record and in each contact alike; return the contacts.

    It is one paper with copies: what ends in one place does not stand in another, so that no new contact opens on it.
    """
    if taken.type is not ConsentType.COLLATERAL:
        return ()
    link = stored.link_of(c, taken.unit_id)
    source = link.from_unit_id if link else taken.unit_id
    contacts = [one.unit_id for one in stored.units_from(c, source) if one.kind is UnitKind.COLLATERAL_CONTACT]
    for unit_id in (source, *contacts):
        for one in tables.CONSENTS.of_unit(c, unit_id):
            same = (one.type, one.signer_name, one.signed_on) == (taken.type, taken.signer_name, taken.signed_on)
            if same and one.withdrawn_on is None:
                tables.CONSENTS.replace(c, replace(one, withdrawn_on=taken.withdrawn_on))
                service._audit(c, "consent.withdrawn", "consent", one.id, unit_id=unit_id)
    return tuple(contacts)
