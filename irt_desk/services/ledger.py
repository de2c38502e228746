"""The absent partner's ledger: entries are added and given other readings, never rewritten (domain paper, rows 34 to 37)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from irt_desk.domain import ledger as rules
from irt_desk.domain.fit_review import DriftOrigin
from irt_desk.domain.ledger import Assertion, Balance
from irt_desk.domain.notes import NoteStatus
from irt_desk.domain.patterns import Confidence
from irt_desk.domain.values import Problem, insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.fit_reviews import notice_text
from irt_desk.services.text import clean, cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """The ledger of a case: the accounts of each thing together, the thing spoken of last first."""

    unit_id: str
    threads: tuple[tuple[Assertion, ...], ...]
    balance: Balance
    cited: frozenset[str] = frozenset()
    """Entries the newest formulation rests on."""


class Ledger(Service):
    """What was said, seen or guessed about the two."""

    def of(self, unit_id: str) -> LedgerView:
        """Return the ledger of a case with its quiet balance."""
        with self._reading() as c:
            entries = tables.ASSERTIONS.of_unit(c, unit_id)
            f = tables.FORMULATIONS.table.c
            newest = tables.FORMULATIONS.first(c, f.unit_id == unit_id, order_by=(f.version.desc(),))
            return LedgerView(
                unit_id=unit_id,
                threads=rules.threads(entries),
                balance=_balance(c, unit_id, entries),
                cited=frozenset(newest.assertion_ids if newest else ()),
            )

    def add(self, assertion: Assertion) -> Saved[Assertion]:
        """Store an entry; a later account names the earlier one and stands beside it.

        Raises:
            Invalid: no text, a day that cannot be, or an earlier account that is not of this record.
        """
        with self._changing() as c:
            self._unit(c, assertion.unit_id)
            earlier = tables.ASSERTIONS.get(c, assertion.follows_id) if assertion.follows_id else None
            readings = tuple(text.strip() for text in assertion.alternatives if text.strip())
            made = replace(assertion, id=self._id(), recorded=self._now(c), alternatives=readings, error_reason="")
            if made.recall is not None:
                made = replace(made, recall=replace(made.recall, recalled_on=made.told_on))
            insist(rules.assertion_problems(made, earlier, self._today(c)))
            made = tables.ASSERTIONS.add(c, cleaned(made))
            self._audit(c, "ledger.added", "assertion", made.id, unit_id=made.unit_id)
            notice_text(self, c, made.unit_id, (made.text,), DriftOrigin.LEDGER, made.id)
            self._refresh(c, made.unit_id)
        return saved(made, Area.LEDGER, Area.SUITABILITY, Area.CLIENTS)

    def add_reading(self, assertion_id: str, text: str) -> Saved[Assertion]:
        """Put another reading beside an entry.

        Raises:
            Invalid: no text.
        """
        text = clean(text).strip()
        insist([] if text else [Problem("text", "empty")])
        with self._changing() as c:
            made = rules.with_reading(self._assertion(c, assertion_id), text)
            tables.ASSERTIONS.replace(c, made)
            self._audit(c, "ledger.reading", "assertion", made.id, unit_id=made.unit_id)
        return saved(made, Area.LEDGER)

    def hold(self, assertion_id: str, confidence: Confidence) -> Saved[Assertion]:
        """Hold an entry more or less firmly than before."""
        with self._changing() as c:
            made = replace(self._assertion(c, assertion_id), confidence=confidence)
            tables.ASSERTIONS.replace(c, made)
            self._audit(c, "ledger.confidence", "assertion", made.id, unit_id=made.unit_id, reason=confidence.value)
        return saved(made, Area.LEDGER)

    def void(self, assertion_id: str, *, reason: str) -> Saved[Assertion]:
        """Mark an entry as entered in error; it stays, struck through. It says nothing about what was told.

        Raises:
            Invalid: no reason.
        """
        reason = clean(reason).strip()
        insist([] if reason else [Problem("reason", "empty")])
        with self._changing() as c:
            made = replace(self._assertion(c, assertion_id), error_reason=reason)
            tables.ASSERTIONS.replace(c, made)
            self._audit(c, "ledger.entered_in_error", "assertion", made.id, unit_id=made.unit_id)
        return saved(made, Area.LEDGER)

    def _assertion(self, c: Connection, assertion_id: str) -> Assertion:
        found = tables.ASSERTIONS.get(c, assertion_id)
        if found is None:
            raise NotFound(what="entry")
        return found


def cited(c: Connection, unit_id: str, assertion_ids: tuple[str, ...]) -> tuple[Assertion, ...]:
    """Return the entries a text rests on; a signed formulation asks each whether it fits.

    Raises:
        NotFound: one of them is not of this record.
    """
    found = {a.id: a for a in tables.ASSERTIONS.of_unit(c, unit_id)}
    if any(i not in found for i in assertion_ids):
        raise NotFound(what="entry")
    return tuple(found[i] for i in assertion_ids)


def _balance(c: Connection, unit_id: str, entries: tuple[Assertion, ...]) -> Balance:
    sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts.desc(),))
    notes = {n.session_id: n.content for n in tables.NOTES.of_unit(c, unit_id) if n.status is NoteStatus.SIGNED}
    told = [notes[s.id] for s in sessions if s.id in notes]
    return rules.balance(entries, [bool(n.partner_in_mind.strip() and n.another_reading.strip()) for n in told])


def shown(c: Connection, unit_id: str) -> dict[str, Any]:
    """Return the ledger of a record as plain data."""
    entries = tables.ASSERTIONS.of_unit(c, unit_id)
    kept = _balance(c, unit_id, entries)
    return {
        "assertions": [
            {
                **encode(a),
                "hypothesis": a.is_hypothesis,
                "hold_lightly": a.recall is not None and a.recall.hold_lightly,
                "missing_for_formulation": [m.code for m in rules.missing_for_formulation([a])],
            }
            for a in entries
        ],
        "balance": encode(kept),
    }
