"""Digests and seals of signed notes and addenda (security paper, NS-1).

The digest is SHA-256 of the canonical content, session times included, together with the digest sealed before it in the same
record; the seal is an Ed25519 signature of the digest. Putting an old text back breaks both the digest and the chain.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import Connection, Select, select

from irt_desk.domain.cosigning import CoSignature
from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.notes import (
    Addendum,
    Intervention,
    NoteContent,
    NoteStatus,
    ObjectiveProgress,
    ProgressNote,
    RiskCheck,
)
from irt_desk.domain.sessions import Session
from irt_desk.storage import keys, tables
from irt_desk.storage.canonical import canonical
from irt_desk.storage.rows import RecordTable, encode
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.storage.practice import OpenPractice

T = TypeVar("T")

_SESSION = (
    "starts", "stops", "number", "attendance", "setting", "place", "platform", "client_location", "provider_location",
    "present",
)  # fmt: skip

_SESSION_LATER = ("planned", "telehealth_consent", "service_code", "conjoint")
"""Particulars that joined the digest after the first release: part of it only where they differ from their default."""

_SEALED_SINCE_THE_FIRST = {
    NoteContent: frozenset(
        "account presentation symptoms_and_function pulse arguments_per_week risk pattern_id pattern_words "
        "practice_reviewed interventions response own_part own_part_owned partner_in_mind another_reading progress "
        "practice_until_then practice_by no_practice_because next_session next_session_on plan referrals "
        "consents_discussed private_disclosure".split()
    ),
    RiskCheck: frozenset("asked level detail action".split()),
    Intervention: frozenset("kind ref text".split()),
    ObjectiveProgress: frozenset("objective_id rating note".split()),
}
"""The fields of release 0.1. A field added later is part of the digest only where it says something: notes signed before
it existed still verify, and taking its text away still breaks the seal."""


def sealed(value: Any) -> Any:
    """Return the plain data a digest is made of: every field of the first release, and later ones that are not empty."""
    if is_dataclass(value) and (always := _SEALED_SINCE_THE_FIRST.get(cast(Any, type(value)))):
        empty = {f.name: f.default_factory() if f.default_factory is not MISSING else f.default for f in fields(value)}
        now = {name: getattr(value, name) for name in empty}
        return {name: sealed(now[name]) for name in empty if name in always or now[name] != empty[name]}
    if isinstance(value, tuple):
        return [sealed(item) for item in value]
    return encode(value)


def note_digest(note: ProgressNote, session: Session) -> str:
    """Return the digest of a signed note: content, signature, session particulars and the digest before it."""
    data: dict[str, Any] = {
        "note": note.id,
        "session": _session_particulars(session),
        "unit": note.unit_id,
        "content": sealed(note.content),
        "written": str(note.written),
        "signature": encode(note.signature),
        "chain": note.chain,
        "previous": note.previous_digest,
    }
    return keys.digest_hex(canonical(data))


def _session_particulars(session: Session) -> dict[str, Any]:
    defaults = {field.name: field.default for field in fields(session)}
    names = [*_SESSION, *(name for name in _SESSION_LATER if getattr(session, name) != defaults[name])]
    return {name: encode(getattr(session, name)) for name in names}


def addendum_digest(addendum: Addendum) -> str:
    """Return the digest of an addendum; ``previous_digest`` is the one of the note or addendum it follows."""
    names = ("id", "note_id", "unit_id", "sequence", "part", "reason", "text", "signature", "previous_digest")
    return keys.digest_hex(canonical({name: encode(getattr(addendum, name)) for name in names}))


def cosignature_digest(cosignature: CoSignature) -> str:
    """Return the digest of a co-signature; it holds the digest of the note it was given for."""
    names = (
        "id", "note_id", "unit_id", "sequence", "name", "credential", "on", "remark", "addenda", "entered", "note_digest",
    )  # fmt: skip
    return keys.digest_hex(canonical({name: encode(getattr(cosignature, name)) for name in names}))


def last_of_chain(connection: Connection, unit_id: str) -> tuple[int, str]:
    """Return place and digest of the note signed last in a record; ``(0, "")`` before the first."""
    n = tables.NOTES.table.c
    last = tables.NOTES.first(connection, n.unit_id == unit_id, n.chain.is_not(None), order_by=(n.chain.desc(),))
    return (last.chain or 0, last.digest) if last else (0, "")


def broken(connection: Connection, practice: OpenPractice, unit_id: str | None = None) -> tuple[str, ...]:
    """Return the ids of the signed notes, addenda and co-signatures that are not what was signed; empty when all are."""
    n, a = tables.NOTES.table.c, tables.ADDENDA.table.c
    unreadable: list[str] = []
    signed = select(n.id).where(n.status != NoteStatus.DRAFT.value, *([n.unit_id == unit_id] if unit_id else []))
    notes = _readable(connection, tables.NOTES, signed.order_by(n.unit_id, n.chain), unreadable)
    added = select(a.id).where(*([a.unit_id == unit_id] if unit_id else []))
    addenda = _readable(connection, tables.ADDENDA, added.order_by(a.note_id, a.sequence), unreadable)
    s = tables.COSIGNATURES.table.c
    given = select(s.id).where(*([s.unit_id == unit_id] if unit_id else []))
    cosigned = _readable(connection, tables.COSIGNATURES, given.order_by(s.note_id, s.sequence), unreadable)
    return (
        *unreadable,
        *_broken_notes(connection, practice, notes),
        *_broken_addenda(practice, notes, addenda),
        *_broken_cosignatures(practice, notes, cosigned),
    )


def _readable(
    connection: Connection, table: RecordTable[T], query: Select[Any], unreadable: list[str]
) -> tuple[T, ...]:
    """Return the values a query finds the ids of; one changed byte may leave a row that is no value any more."""
    found: list[T] = []
    for row_id in connection.execute(query).scalars():
        try:
            value = table.get(connection, row_id)
        except (ValueError, TypeError, KeyError, AttributeError):
            unreadable.append(row_id)
        else:
            found += [value] if value is not None else []
    return tuple(found)


def named(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Return whose signed texts these are and of which day, so that a person can find them: one line an id."""
    found: list[str] = []
    for broken_id in ids:
        addendum = _beside(connection, tables.ADDENDA, broken_id)
        cosigned = _beside(connection, tables.COSIGNATURES, broken_id)
        n = tables.NOTES.table.c
        under = addendum or cosigned
        where = n.id == (under.note_id if under else broken_id)
        note = connection.execute(select(n.session_id, n.unit_id).where(where)).first()
        session = tables.SESSIONS.get(connection, note.session_id) if note else None
        unit = tables.UNITS.get(connection, note.unit_id) if note else None
        client = tables.CLIENTS.get(connection, unit.client_id) if unit else None
        name = client.preferred_name if client else say("seals.unknown_client")
        day = session.starts.day.isoformat() if session else say("seals.unknown_day")
        kind = say("seals.addendum", number=addendum.sequence) if addendum else say("seals.note")
        kind = say("seals.cosignature") if cosigned else kind
        found.append(say("seals.line", client=name, day=day, kind=kind, id=broken_id))
    return tuple(found)


def _beside(connection: Connection, table: RecordTable[Any], row_id: str) -> Any:
    """Return the note and the number of something under a note, or None; read without the texts, which may be broken."""
    t = table.table.c
    return connection.execute(select(t.note_id, t.sequence).where(t.id == row_id)).first()


def _broken_notes(connection: Connection, practice: OpenPractice, notes: tuple[ProgressNote, ...]) -> tuple[str, ...]:
    found: list[str] = []
    before: dict[str, tuple[int, str]] = {}
    for note in notes:
        if note.chain is None:
            continue
        place, digest = before.get(note.unit_id, (0, ""))
        session = tables.SESSIONS.get(connection, note.session_id)
        fits = session is not None and note_digest(note, session) == note.digest and _is_whole(connection, note)
        linked = note.chain == place + 1 and note.previous_digest == digest
        if not (fits and linked and keys.signature_holds(practice.keys.sign, note.digest, note.seal)):
            found.append(note.id)
        before[note.unit_id] = (note.chain, note.digest)
    return tuple(found)


def _is_whole(connection: Connection, note: ProgressNote) -> bool:
    """Return whether everything that stands in the row came into the value: a misspelt key would read as an empty field."""
    n = tables.NOTES.table.c
    raw = connection.execute(select(n.content).where(n.id == note.id)).scalar_one()
    return _holds(json.loads(raw), encode(note.content))


def _holds(raw: Any, read: Any) -> bool:
    if isinstance(raw, dict):
        return isinstance(read, dict) and all(key in read and _holds(item, read[key]) for key, item in raw.items())
    if isinstance(raw, list):
        return isinstance(read, list) and len(raw) == len(read) and all(map(_holds, raw, read))
    return bool(raw == read)


def _broken_addenda(
    practice: OpenPractice, notes: tuple[ProgressNote, ...], addenda: tuple[Addendum, ...]
) -> tuple[str, ...]:
    found: list[str] = []
    before = {note.id: (0, note.digest) for note in notes}
    for addendum in addenda:
        place, digest = before.get(addendum.note_id, (0, ""))
        linked = addendum.sequence == place + 1 and addendum.previous_digest == digest
        fits = addendum_digest(addendum) == addendum.digest
        holds = linked and fits and keys.signature_holds(practice.keys.sign, addendum.digest, addendum.seal)
        if (
            is_damaged(addendum) or not holds
        ):  # what stands in for a lost part may happen to be the part that was signed
            found.append(addendum.id)
        before[addendum.note_id] = (addendum.sequence, addendum.digest)
    return tuple(found)


def _broken_cosignatures(
    practice: OpenPractice, notes: tuple[ProgressNote, ...], cosigned: tuple[CoSignature, ...]
) -> tuple[str, ...]:
    digests = {note.id: note.digest for note in notes}
    return tuple(
        one.id
        for one in cosigned
        if is_damaged(one)
        or not (
            cosignature_digest(one) == one.digest
            and digests.get(one.note_id) == one.note_digest
            and keys.signature_holds(practice.keys.sign, one.digest, one.seal)
        )
    )
