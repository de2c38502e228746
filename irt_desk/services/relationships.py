"""The relationship and the partner: a third party in this record, stored as told."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import relationships as rules
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.values import insist
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import tables


class Relationships(Service):
    """Who the partner is, and what the relationship is."""

    def of(self, unit_id: str) -> tuple[tuple[Partner, Relationship], ...]:
        """Return every partner of a record with the relationship, in the order they were entered."""
        with self._reading() as c:
            partners = {p.id: p for p in tables.PARTNERS.of_unit(c, unit_id)}
            return tuple((partners[r.partner_id], r) for r in tables.RELATIONSHIPS.of_unit(c, unit_id))

    def save(self, partner: Partner, relationship: Relationship) -> Saved[tuple[Partner, Relationship]]:
        """Store a partner and the relationship; empty ids make new ones."""
        with self._changing() as c:
            insist(rules.partner_problems(partner))
            is_new = not partner.id
            if is_new:
                partner = replace(partner, id=self._id())
                relationship = replace(relationship, id=self._id(), partner_id=partner.id)
            partner, relationship = cleaned(partner), cleaned(relationship)
            tables.PARTNERS.put(c, partner)
            tables.RELATIONSHIPS.put(c, relationship)
            act = "partner.added" if is_new else "partner.edited"
            self._audit(c, act, "partner", partner.id, unit_id=partner.unit_id)
            self._refresh(c, partner.unit_id)
        return saved((partner, relationship), Area.RELATIONSHIP, Area.CLIENTS)
