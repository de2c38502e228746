"""What the leak check looks for: every text that must not stand in a document of a record, by kind.

It looks at the whole circle of a record: of a joint unit the individual records of both, of an individual record the joint units the
person belongs to. What one of two told alone is looked for in every paper of the unit and of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from irt_desk.documents.blocks import DocumentKind
from irt_desk.documents.redaction import Reader, mentions
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.clients import Client
from irt_desk.domain.inventory import ClientChoice
from irt_desk.domain.notes import NotePart
from irt_desk.domain.values import SAFETY, Signature
from irt_desk.services.document_makers import Asked, Guarded
from irt_desk.storage import psychotherapy_notes as psychotherapy
from irt_desk.storage import tables, transitions, units
from irt_desk.storage.rows import Connection

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_TO_THE_OTHER = frozenset({Reader.PARTNER, Reader.COUPLE})


@dataclass(frozen=True, slots=True)
class Circle:
    """The records around one: the one asked for first, then individual ones and joint ones of the same people."""

    own: str
    individual: tuple[str, ...]
    joint: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Every record of the circle, each once."""
        return tuple(dict.fromkeys((self.own, *self.individual, *self.joint)))


def circle_of(c: Connection, unit_id: str) -> Circle:
    """Return the records around one: those of its people, and the joint ones they belong to."""
    unit = tables.UNITS.get(c, unit_id)
    people = {unit.client_id} if unit else set()
    people |= {member.client_id for member, _ in units.members_of(c, unit_id)}
    m = tables.UNIT_MEMBERS.table.c
    joint = {one.unit_id for one in tables.UNIT_MEMBERS.all(c, m.client_id.in_(people))}
    people |= {member.client_id for one in joint for member, _ in units.members_of(c, one)}
    own = tables.UNITS.table.c
    alone = tables.UNITS.all(c, own.client_id.in_(people), own.kind == UnitKind.INDIVIDUAL_IRT.value)
    joint |= {link.unit_id for one in alone for link in units.units_from(c, one.id)}
    return Circle(unit_id, tuple(one.id for one in alone), tuple(sorted(joint)), tuple(sorted(people)))


def canaries(service: Documents, c: Connection, asked: Asked, kind: Guarded) -> list[str]:
    """Return every text of a kind that must not stand in a document of this record."""
    circle = circle_of(c, asked.unit_id)
    match kind:
        case Guarded.SAFETY:
            return [t for unit_id in circle.units for t in _safety(service, c, unit_id)] + _safe_contacts(c, circle)
        case Guarded.PSYCHOTHERAPY_NOTE:
            return [t for unit_id in circle.units for t in _private(service, c, unit_id)]
        case Guarded.PARTNER_CONTACT:
            return _contacts(c, circle)
        case Guarded.PARTNER_NAME:
            client = service._client(c, asked.unit_id)
            own = f"{client.preferred_name} {client.legal_name}"
            partners = tables.PARTNERS.of_unit(c, asked.unit_id)
            return [name for partner in partners for name in partner.called if not mentions(own, name)]
        case Guarded.TOLD_ALONE:
            return _told_alone(c, circle)
        case Guarded.INDIVIDUAL_RECORD:
            return _individual(service, c, asked, circle)


def safety_texts(value: object) -> list[str]:
    """Return the sentences of every field of a value that is tagged as safety content, nested ones too."""
    found: list[str] = []
    for name, field in getattr(type(value), "__dataclass_fields__", {}).items():
        if SAFETY in field.metadata.get("tags", ()):
            found += [part for text in texts_in(getattr(value, name)) for part in sentences(text)]
    return found


def texts_in(value: object) -> list[str]:
    """Return the typed texts in a value; codes, ids and whoever signed are none."""
    if isinstance(value, str):
        return [] if isinstance(value, Enum) else [value]
    if isinstance(value, Signature):
        return []
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in texts_in(item)]
    if isinstance(value, tuple):
        return [text for item in value for text in texts_in(item)]
    names = [one for one in getattr(type(value), "__dataclass_fields__", {}) if one != "id" and not one.endswith("_id")]
    return [text for name in names for text in texts_in(getattr(value, name))]


def sentences(text: str) -> list[str]:
    """Return the parts of a text long enough to be unmistakable."""
    parts = text.replace("\n", ". ").split(". ")
    return [part.strip(" .") for part in parts if len(part.strip(" .")) >= 24]


def _safety(service: Documents, c: Connection, unit_id: str) -> list[str]:
    values = (
        tables.SAFETY_PLANS.get(c, unit_id),
        *tables.SAFETY_INTERVIEWS.of_unit(c, unit_id),
        *tables.OVERRIDES.of_unit(c, unit_id),
        *(note.content.risk for note in tables.NOTES.of_unit(c, unit_id)),
        *(answer.risk for answer in tables.RISK_ANSWERS.of_unit(c, unit_id)),
        *tables.PRIVATE_DISCLOSURES.of_unit(c, unit_id),
        *tables.ASSIGNMENTS.of_unit(c, unit_id),
        *tables.FIT_REVIEWS.of_unit(c, unit_id),
        *(part for one in units.prescreens(c, unit_id) for part in (one, one.interview)),
        *units.screens(c, unit_id),
        *tables.CHECK_INS.of_unit(c, unit_id),
        *tables.DISCERNMENT_SESSIONS.of_unit(c, unit_id),
    )
    found = [text for value in values for text in safety_texts(value)]
    risk = (one.text for one in tables.ADDENDA.of_unit(c, unit_id) if one.part is NotePart.RISK)
    private = (note.content.private_disclosure for note in tables.NOTES.of_unit(c, unit_id))
    return found + [part for text in (*risk, *private, *_kept_back(c, unit_id)) for part in sentences(text)]


def _kept_back(c: Connection, unit_id: str) -> list[str]:
    """Return what the practitioner knows and the partner may not, as long as the client has neither told nor released it (6.5)."""
    reviews = (transitions.as_it_stands(c, one) for one in tables.REVIEWS.of_unit(c, unit_id))
    open_ = (ClientChoice.TOLD, ClientChoice.RELEASE)
    return [item.text for review in reviews for item in review.inventory if item.choice not in open_]


def _people(c: Connection, circle: Circle) -> list[Client]:
    found = (tables.CLIENTS.get(c, one) for one in circle.people)
    return [one for one in found if one is not None]


def _safe_contacts(c: Connection, circle: Circle) -> list[str]:
    return [text for person in _people(c, circle) for text in safety_texts(person.safe_contact)]


def _private(service: Documents, c: Connection, unit_id: str) -> list[str]:
    practice, found = service._context.practice, list[str]()
    for header in psychotherapy.headers(c, unit_id):
        private = psychotherapy.get(c, header.id, practice.keys.psychotherapy, practice.practice_id)
        found += sentences(private.text) if private else []
    return found


def _contacts(c: Connection, circle: Circle) -> list[str]:
    """Return how the partner can be reached; for a joint unit how either of the two can."""
    partners = [p for unit_id in circle.units for p in tables.PARTNERS.of_unit(c, unit_id)]
    reached = [(p.phone, p.email, p.address) for p in partners]
    if circle.own in circle.joint:
        for person in _people(c, circle):
            detail = person.safe_contact.detail
            reached += [(person.phone, person.email, person.address), (detail, "", "")]
    return [text for one in reached for text in one if len(text) > 5]


def _told_alone(c: Connection, circle: Circle) -> list[str]:
    """Return what was told alone in the joint units of the circle; a summary agreed to and a released agenda are not in it.

    A person's own record may hold what that person said themselves, apart from the own contribution: it is therapy material and
    leaves nowhere (5.5).
    """
    mine = tables.UNITS.get(c, circle.own)
    found: list[str] = []
    shared: set[str] = set()
    for unit_id in circle.joint:
        for part in tables.ONE_TO_ONE.of_unit(c, unit_id):
            is_own = circle.own not in circle.joint and mine is not None and part.client_id == mine.client_id
            told = (part.own_contribution,) if is_own else (part.own_contribution, part.note, *part.change_agenda)
            hidden = () if part.agreed_to_share or is_own else (part.shared_summary,)
            found += [one for text in (*told, *hidden) for one in sentences(text)]
            shared.update(sentences(part.shared))
        released = [one for one in tables.AGENDAS.of_unit(c, unit_id) if one.released_on is not None]
        shared.update(part for one in released for part in sentences(one.text))
    return [text for text in found if text not in shared]


def _individual(service: Documents, c: Connection, asked: Asked, circle: Circle) -> list[str]:
    """Return what the individual records of the circle hold, for a paper that both, or the other, will read (6.1, 6.5)."""
    own = service._unit(c, asked.unit_id)
    handed = asked.kind is DocumentKind.CONSENT and asked.reader in _TO_THE_OTHER
    if not (own.kind.is_joint or handed):
        return []
    values: list[object] = []
    for unit_id in circle.individual:
        values += [note.content for note in tables.NOTES.of_unit(c, unit_id)]
        values += [one.text for one in tables.ADDENDA.of_unit(c, unit_id)]
        values += [tables.PRESENTING.get(c, unit_id), tables.INVITATION_PREPARATIONS.get(c, unit_id)]
        for table in (tables.ASSERTIONS, tables.REVIEWS, tables.FORMULATIONS, tables.FIT_NOTES, tables.INVITATIONS):
            values += table.of_unit(c, unit_id)
    return [part for value in values for text in texts_in(value) for part in sentences(text)]
