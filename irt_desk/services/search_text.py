"""What of each record search may read. Psychotherapy notes never; fields tagged as safety never."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from irt_desk.domain.clients import Client
from irt_desk.domain.notes import Addendum, NotePart, ProgressNote
from irt_desk.domain.patterns import CycleMap, RelationshipPattern
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.values import SAFETY, FuzzyDay, Instant, Signature
from irt_desk.storage import search
from irt_desk.storage.rows import Connection


def words_of(value: Any) -> list[str]:
    """Return every text a person typed in a value, nested ones too, without anything tagged as safety."""
    if isinstance(value, Enum | Instant | FuzzyDay | Signature | date | int | float) or value is None:
        return []
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, dict):
        return [word for item in value.values() for word in words_of(item)]
    if isinstance(value, tuple):
        return [word for item in value for word in words_of(item)]
    if is_dataclass(value):
        found: list[str] = []
        for field in fields(value):
            is_id = field.name == "id" or field.name.endswith("_id") or field.name in ("digest", "seal")
            if not is_id and SAFETY not in field.metadata.get("tags", ()):
                found += words_of(getattr(value, field.name))
        return found
    return []


def index_client(connection: Connection, client: Client) -> None:
    """Make a client findable by name."""
    search.put(
        connection,
        kind="client",
        object_id=client.id,
        client_id=client.id,
        on=client.created.day,
        words="\n".join(filter(None, (client.preferred_name, client.legal_name))),
    )


def index_note(
    connection: Connection, note: ProgressNote, client_id: str, on: date, addenda: tuple[Addendum, ...]
) -> None:
    """Make a progress note findable, with the text of its addenda; one to the risk check is safety content as that is."""
    # What was told in private is found inside the chart alone (domain paper, row 13). Marks and codes are no text a person
    # looks for, and a code about abuse must not be found by chance.
    content = replace(note.content, private_disclosure="", carried=(), carried_from="", diagnosis_codes=())
    added = (one.text for one in addenda if one.part is not NotePart.RISK)
    words = "\n".join([*words_of(content), *added])
    search.put(connection, kind="note", object_id=note.id, client_id=client_id, on=on, words=words)


def index_pattern(
    connection: Connection, pattern: RelationshipPattern, newest: CycleMap | None, client_id: str, on: date
) -> None:
    """Make a pattern findable by its names and the steps of its newest map."""
    words = [pattern.custom_name, pattern.nickname_by_client, *words_of(newest)]
    search.put(
        connection,
        kind="pattern",
        object_id=pattern.id,
        client_id=client_id,
        on=on,
        words="\n".join(filter(None, words)),
    )


def index_plan(connection: Connection, plan: TreatmentPlan, client_id: str, on: date) -> None:
    """Make a treatment plan findable."""
    search.put(connection, kind="plan", object_id=plan.id, client_id=client_id, on=on, words="\n".join(words_of(plan)))
