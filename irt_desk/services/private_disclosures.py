"""Private disclosures: the individual record alone, found inside the chart and nowhere else (domain paper, row 13, 6.5)."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import private_disclosures as rules
from irt_desk.domain.private_disclosures import PrivateDisclosure, PrivateWish
from irt_desk.domain.values import insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.storage import tables


class PrivateDisclosures(Service):
    """What was said here and not at home. No document, no export, no search over the practice reads it."""

    def of(self, unit_id: str, text: str = "") -> tuple[PrivateDisclosure, ...]:
        """Return the private disclosures of a record, newest first, optionally only those that contain a text."""
        wanted = text.strip().casefold()
        with self._reading() as c:
            found = tables.PRIVATE_DISCLOSURES.of_unit(c, unit_id, (tables.PRIVATE_DISCLOSURES.table.c.told_on.desc(),))
        return tuple(d for d in found if wanted in d.text.casefold())

    def add(self, disclosure: PrivateDisclosure) -> Saved[PrivateDisclosure]:
        """Store one thing told in private; its text is never changed afterwards."""
        with self._changing() as c:
            self._insist_alone(c, disclosure.unit_id)
            insist(rules.disclosure_problems(disclosure, self._today(c)))
            made = cleaned(replace(disclosure, id=self._id(), recorded=self._now(c)))
            tables.PRIVATE_DISCLOSURES.add(c, made)
            self._audit(c, "private.added", "private_disclosure", made.id, unit_id=made.unit_id)
        return saved(made, Area.PRIVATE)

    def set_wish(self, disclosure_id: str, wish: PrivateWish) -> Saved[PrivateDisclosure]:
        """Record what the client wants to happen with it now."""
        with self._changing() as c:
            found = tables.PRIVATE_DISCLOSURES.get(c, disclosure_id)
            if found is None:
                raise NotFound(what="entry")
            made = tables.PRIVATE_DISCLOSURES.replace(c, replace(found, wish=wish))
            self._audit(c, "private.wish", "private_disclosure", made.id, unit_id=made.unit_id, reason=wish.value)
        return saved(made, Area.PRIVATE)
