"""What every service works with: the open practice, the clock, ids; and the one way to change something."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from irt_desk.domain.cases import CareEpisode, TreatmentUnit
from irt_desk.domain.clients import Client
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.values import Instant, Signature, new_id
from irt_desk.errors import NotFound, UserError
from irt_desk.services import measure_use
from irt_desk.storage import caseload, settings, tables
from irt_desk.storage.rows import Connection

if TYPE_CHECKING:
    from irt_desk.storage.practice import OpenPractice


def system_clock() -> datetime:
    """Return the time now, in UTC; the program passes it, tests pass a fixed one."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """The open practice with the time and the randomness services may use."""

    practice: OpenPractice
    clock: Callable[[], datetime] = system_clock
    randomness: Callable[[int], bytes] = os.urandom
    waiting: set[str] | None = None
    """Records whose line in the caseload is brought up to date later, all at once; None: with every change, as always at the desk.
    Only the player of the demonstration lets them wait: no gate and no rule reads that line."""

    def at(self, clock: Callable[[], datetime]) -> Context:
        """Return the same context at another time; the demonstration plays its caseload with it."""
        return replace(self, clock=clock)


class _Here:
    """The zone of the practice that is open: there is one at a time in a process."""

    zone = "UTC"


def now_here() -> Instant:
    """Return this moment where the open practice is; its day is the one a form proposes as today."""
    return Instant(system_clock(), _Here.zone)


class Service:
    """Base of every service: ids, time, transactions and the audit line."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def _id(self) -> str:
        return new_id(self._context.clock(), self._context.randomness(10))

    def _practitioner(self, connection: Connection) -> Practitioner:
        return settings.practitioner(connection)

    def _now(self, connection: Connection) -> Instant:
        practice = self._context.practice
        if practice.zone is None:
            practice.zone = self._practitioner(connection).zone
        _Here.zone = practice.zone
        return Instant(self._context.clock(), practice.zone)

    def _today(self, connection: Connection) -> date:
        return self._now(connection).day

    def _signature(self, connection: Connection) -> Signature:
        """Return the therapist's signature of this moment.

        Raises:
            UserError: the profile has no name and credential to sign with yet.
        """
        who = self._practitioner(connection)
        if not (who.name.strip() and who.credential.strip()):
            raise UserError("settings.profile_needed")
        return Signature(who.name, who.credential, self._now(connection))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._context.practice.database.read() as connection:
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """One transaction: commits at the end, rolls back on any exception."""
        with self._context.practice.database.transaction() as connection:
            yield connection

    def _audit(
        self,
        connection: Connection,
        action: str,
        object_kind: str,
        object_id: str | None,
        *,
        unit_id: str | None = None,
        client_id: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Write the audit line of this act in the same transaction (AU-6): ids and codes only."""
        if client_id is None and unit_id is not None:
            client_id = self._unit(connection, unit_id).client_id
        self._context.practice.audit.record(
            connection,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            client_id=client_id,
            reason=reason,
            at=self._context.clock(),
        )

    def _refresh(self, connection: Connection, unit_id: str) -> None:
        """Bring the caseload line of this record up to date; every change of what the client list shows calls it."""
        if self._context.waiting is not None:
            self._context.waiting.add(unit_id)
            return
        caseload.refresh(connection, unit_id, self._now(connection), measure_use.scheduled(connection))

    def _unit(self, connection: Connection, unit_id: str) -> TreatmentUnit:
        unit = tables.UNITS.get(connection, unit_id)
        if unit is None:
            raise NotFound(what="record")
        return unit

    def _insist_alone(self, connection: Connection, unit_id: str) -> None:
        """Raise where something that one person tells alone would be written into a chart that two may read (6.1, 6.6).

        Raises:
            UserError: the record is a joint one.
        """
        if self._unit(connection, unit_id).kind.is_joint:
            raise UserError("unit.individual_only")

    def _client(self, connection: Connection, unit_id: str) -> Client:
        client = tables.CLIENTS.get(connection, self._unit(connection, unit_id).client_id)
        if client is None:
            raise NotFound(what="client")
        return client

    def _episode(self, connection: Connection, unit_id: str) -> CareEpisode:
        """Return the newest episode of care of a record."""
        c = tables.EPISODES_OF_CARE.table.c
        found = tables.EPISODES_OF_CARE.first(connection, c.unit_id == unit_id, order_by=(c.number.desc(),))
        if found is None:
            raise NotFound(what="record")
        return found
