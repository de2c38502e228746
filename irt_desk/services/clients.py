"""Clients: taking a person in, keeping how they can be reached, finding them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from irt_desk.domain import clients as rules
from irt_desk.domain.caseload import CaseloadRow
from irt_desk.domain.cases import CareEpisode, CaseState, PresentingPicture, TreatmentUnit, UnitKind
from irt_desk.domain.clients import Client
from irt_desk.domain.values import insist
from irt_desk.errors import NotFound, UserError
from irt_desk.services import search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.intake import store_presenting
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage import clients as stored
from irt_desk.words import label


class Clients(Service):
    """The caseload and the people in it."""

    def rows(self) -> tuple[CaseloadRow, ...]:
        """Return the caseload by name; gates age by the day they are looked at."""
        with self._reading() as c:
            return caseload.rows(c)

    def row(self, unit_id: str) -> CaseloadRow:
        """Return the caseload line of one record."""
        with self._reading() as c:
            found = caseload.CASELOAD.get(c, unit_id)
        if found is None:
            raise NotFound(what="client")
        return found

    def find(self, text: str) -> CaseloadRow:
        """Return the one client an id, a chart number or an unambiguous name stands for.

        Raises:
            NotFound: nobody fits.
            UserError: several people fit; the sentence says how many.
        """
        with self._reading() as c:
            found = stored.matching(c, text)
        if not found:
            raise NotFound(what="client of that name or number")
        if len(found) > 1 and all(row.kind.brings_together for row in found):
            units = "; ".join(f"{label(row.kind)}, {label(row.state).lower()}: {row.unit_id}" for row in found[:10])
            raise UserError("clients.ambiguous_units", count=len(found), units=units)
        if len(found) > 1:
            raise UserError("clients.ambiguous", count=len(found), numbers=", ".join(str(r.number) for r in found[:10]))
        return found[0]

    def bring_up_to_date(self, unit_ids: Iterable[str]) -> None:
        """Make the lines of records anew that were let wait (:attr:`Context.waiting`)."""
        with self._changing() as c:
            for unit_id in sorted(unit_ids):
                self._refresh(c, unit_id)

    def take_in(self, client: Client, *, words: str = "") -> Saved[TreatmentUnit]:
        """Open an individual record for a person who made contact; the case starts in ``inquiry`` (6.2).

        Args:
            client: what is known so far; id, number and moment are given here.
            words: why they come, in their own words.
        """
        with self._changing() as c:
            now, today = self._now(c), self._today(c)
            client = cleaned(replace(client, id=self._id(), number=stored.next_number(c), created=now))
            insist(rules.problems(client, today))
            unit = TreatmentUnit(id=self._id(), kind=UnitKind.INDIVIDUAL_IRT, client_id=client.id, opened_on=today)
            tables.CLIENTS.add(c, client)
            tables.UNITS.add(c, unit)
            episode = CareEpisode(
                id=self._id(),
                unit_id=unit.id,
                number=1,
                state=CaseState.INQUIRY,
                state_since=today,
                opened_on=today,
            )
            tables.EPISODES_OF_CARE.add(c, episode)
            tables.PRESENTING.add(c, cleaned(PresentingPicture(unit_id=unit.id, client_words=words)))
            self._audit(c, "client.taken_in", "client", client.id, client_id=client.id)
            search_text.index_client(c, client)
            self._refresh(c, unit.id)
        return saved(unit, Area.CLIENTS, Area.CASES)

    def get(self, unit_id: str) -> Client:
        """Return the client of a record."""
        with self._reading() as c:
            return self._client(c, unit_id)

    def save(self, client: Client) -> Saved[Client]:
        """Store changed particulars of a client."""
        with self._changing() as c:
            known = tables.CLIENTS.get(c, client.id)
            if known is None:
                raise NotFound(what="client")
            client = cleaned(replace(client, number=known.number, created=known.created, is_demo=known.is_demo))
            insist(rules.problems(client, self._today(c)))
            tables.CLIENTS.replace(c, client)
            self._audit(c, "client.edited", "client", client.id, client_id=client.id)
            search_text.index_client(c, client)
            for unit in tables.UNITS.all(c, tables.UNITS.table.c.client_id == client.id):
                self._refresh(c, unit.id)
        return saved(client, Area.CLIENTS)

    def presenting(self, unit_id: str) -> PresentingPicture:
        """Return why the person comes; empty when nothing was written yet."""
        with self._reading() as c:
            return tables.PRESENTING.get(c, unit_id) or PresentingPicture(unit_id=unit_id)

    def save_presenting(self, picture: PresentingPicture) -> Saved[PresentingPicture]:
        """Store why the person comes."""
        with self._changing() as c:
            picture = store_presenting(self, c, picture)
            self._refresh(c, picture.unit_id)
        return saved(picture, Area.INTAKE, Area.CASES)
