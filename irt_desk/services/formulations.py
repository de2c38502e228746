"""The formulation: a draft, signed, then a new version (domain paper, rows 33 and 35)."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import formulations as rules
from irt_desk.domain.formulations import Formulation
from irt_desk.domain.ledger import Assertion
from irt_desk.domain.values import Missing
from irt_desk.errors import NotFound, Refused, UserError
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.ledger import cited
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection


class Formulations(Service):
    """The versions of a formulation."""

    def versions(self, unit_id: str) -> tuple[Formulation, ...]:
        """Return every version, newest first."""
        with self._reading() as c:
            return self._versions(c, unit_id)

    def save_draft(self, formulation: Formulation) -> Saved[Formulation]:
        """Store the draft; after a signed version it is the next one.

        Raises:
            UserError: the version is signed already.
        """
        with self._changing() as c:
            versions = self._versions(c, formulation.unit_id)
            newest = versions[0] if versions else None
            if newest is not None and newest.signed is None:
                kept = newest.assertion_ids  # a form over the draft knows nothing of them; rest_on is their one door
                formulation = replace(formulation, id=newest.id, version=newest.version, assertion_ids=kept)
            elif newest is not None and formulation.id == newest.id:
                raise UserError("formulation.signed")
            else:
                formulation = replace(formulation, id=self._id(), version=newest.version + 1 if newest else 1)
            formulation = cleaned(replace(formulation, signed=None))
            tables.FORMULATIONS.put(c, formulation)
            self._audit(c, "formulation.edited", "formulation", formulation.id, unit_id=formulation.unit_id)
        return saved(formulation, Area.PLANS)

    def rest_on(self, unit_id: str, assertion_id: str, *, rests: bool = True) -> Saved[Formulation]:
        """Let the draft rest on an entry of the ledger, or no longer; a signed version is continued in a new one."""
        with self._changing() as c:
            cited(c, unit_id, (assertion_id,))
            versions = self._versions(c, unit_id)
            newest = versions[0] if versions else Formulation(id="", unit_id=unit_id, version=0)
            if newest.signed is not None or not newest.id:
                newest = replace(newest, id=self._id(), version=newest.version + 1, signed=None)
            ids = [i for i in newest.assertion_ids if i != assertion_id] + ([assertion_id] if rests else [])
            formulation = tables.FORMULATIONS.put(c, replace(newest, assertion_ids=tuple(ids)))
            self._audit(c, "formulation.edited", "formulation", formulation.id, unit_id=unit_id)
        return saved(formulation, Area.PLANS, Area.LEDGER)

    def missing(self, formulation_id: str) -> tuple[Missing, ...]:
        """Return what still keeps a version from being signed."""
        with self._reading() as c:
            formulation = self._formulation(c, formulation_id)
            return tuple(rules.missing_for_signing(formulation, _rests_on(c, formulation)))

    def sign(self, formulation_id: str) -> Saved[Formulation]:
        """Sign a version; it is never edited afterwards.

        Raises:
            Refused: the partner's side or another reading is missing.
        """
        with self._changing() as c:
            formulation = self._formulation(c, formulation_id)
            if formulation.signed:
                raise UserError("formulation.signed")
            if missing := rules.missing_for_signing(formulation, _rests_on(c, formulation)):
                raise Refused(missing)
            formulation = replace(formulation, signed=self._signature(c))
            tables.FORMULATIONS.replace(c, formulation)
            self._audit(c, "formulation.signed", "formulation", formulation.id, unit_id=formulation.unit_id)
        return saved(formulation, Area.PLANS)

    def _versions(self, c: Connection, unit_id: str) -> tuple[Formulation, ...]:
        return tables.FORMULATIONS.of_unit(c, unit_id, (tables.FORMULATIONS.table.c.version.desc(),))

    def _formulation(self, c: Connection, formulation_id: str) -> Formulation:
        found = tables.FORMULATIONS.get(c, formulation_id)
        if found is None:
            raise NotFound(what="formulation")
        return found


def _rests_on(c: Connection, formulation: Formulation) -> tuple[Assertion, ...]:
    """Return the entries of the ledger a formulation rests on (row 35)."""
    return cited(c, formulation.unit_id, formulation.assertion_ids)
