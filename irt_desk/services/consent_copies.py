"""A paper of two is one paper with copies: what is taken back in one record is taken back in each (domain paper, 6.7, invariants)."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain.consents import Consent, ConsentType
from irt_desk.services.context import Service
from irt_desk.storage import tables
from irt_desk.storage import units as stored
from irt_desk.storage.rows import Connection

OF_BOTH = (
    ConsentType.ROLE_CHANGE,
    ConsentType.PARTNER_CONSENT,
    ConsentType.COUPLE_AGREEMENT,
    ConsentType.DC_AGREEMENT,
    ConsentType.SECRETS_POLICY,
)
"""What stands in a joint unit's own record too: it was signed before the unit opened."""

WITH_COPIES = (*OF_BOTH, ConsentType.COLLATERAL)
"""Every paper of which a copy may stand in another record."""


def taken_back_everywhere(service: Service, c: Connection, taken: Consent) -> tuple[str, ...]:
    """Let a paper that was taken back end wherever a copy of it stands; return the units of two it may have stood for.

    No joint session goes on on the copy in the unit, and no new unit opens on the one in the individual record.
    """
    if taken.type not in WITH_COPIES:
        return ()
    link = stored.link_of(c, taken.unit_id)
    source = link.from_unit_id if link else taken.unit_id
    opened = [one.unit_id for one in stored.units_from(c, source)]
    for unit_id in (source, *opened):
        for one in tables.CONSENTS.of_unit(c, unit_id):
            if one.withdrawn_on is None and (_same_paper(one, taken) or _was_replaced(one, taken)):
                tables.CONSENTS.replace(c, replace(one, withdrawn_on=taken.withdrawn_on))
                service._audit(c, "consent.withdrawn", "consent", one.id, unit_id=unit_id)
    return tuple(opened)


def _same_paper(one: Consent, other: Consent) -> bool:
    particulars = ("type", "version", "signer", "signer_name", "signed_on", "secrets_option", "prior_info")
    return all(getattr(one, name) == getattr(other, name) for name in particulars)


def _was_replaced(one: Consent, by: Consent) -> bool:
    """Whether a paper is an earlier one of the same kind and person: it does not come back when the one after it is taken back."""
    before = one.signed_on < by.signed_on or (
        one.unit_id == by.unit_id and (one.signed_on, one.id) < (by.signed_on, by.id)
    )
    return (one.type, one.signer) == (by.type, by.signer) and before
