"""Consents: signed, dated, withdrawn; never edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from irt_desk.domain import consents as rules
from irt_desk.domain.consents import Consent
from irt_desk.domain.values import insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import cleaned
from irt_desk.services.units import follow_consents, follow_paper
from irt_desk.storage import tables

_TOUCHED = (Area.CONSENTS, Area.PATHWAY, Area.CLIENTS)


class Consents(Service):
    """What was agreed to, by whom, since when, until when."""

    def of(self, unit_id: str) -> tuple[Consent, ...]:
        """Return every consent of a record, newest first."""
        with self._reading() as c:
            k = tables.CONSENTS.table.c
            return tables.CONSENTS.of_unit(c, unit_id, (k.signed_on.desc(), k.id.desc()))

    def sign(self, consent: Consent) -> Saved[Consent]:
        """Store a signed consent."""
        with self._changing() as c:
            consent = rules.without_policy_fields(consent)
            insist(rules.problems(consent, self._today(c)))
            consent = cleaned(replace(consent, id=self._id(), withdrawn_on=None))
            tables.CONSENTS.add(c, consent)
            self._audit(c, "consent.signed", "consent", consent.id, unit_id=consent.unit_id, reason=consent.type.value)
            self._refresh(c, consent.unit_id)
        return saved(consent, *_TOUCHED)

    def withdraw(self, consent_id: str, on: date) -> Saved[Consent]:
        """Record that a consent was withdrawn from a day on."""
        with self._changing() as c:
            consent = tables.CONSENTS.get(c, consent_id)
            if consent is None:
                raise NotFound(what="consent")
            insist(rules.withdrawal_problems(consent, on, self._today(c)))
            consent = replace(consent, withdrawn_on=on)
            tables.CONSENTS.replace(c, consent)
            self._audit(
                c, "consent.withdrawn", "consent", consent.id, unit_id=consent.unit_id, reason=consent.type.value
            )
            follow_consents(self, c, consent.unit_id)
            follow_paper(self, c, consent)
            self._refresh(c, consent.unit_id)
        return saved(consent, *_TOUCHED)
