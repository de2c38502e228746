"""The informed consent among the documents: filled from the record and the pack of the place of practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents import consent as writer
from irt_desk.documents.blocks import Document, DocumentKind, Letterhead, PageIdentity, PageSize
from irt_desk.domain.clients import Client
from irt_desk.domain.consents import ConsentType, in_force
from irt_desk.domain.content import RetentionRule
from irt_desk.services import content
from irt_desk.services.document_makers import Asked, Maker
from irt_desk.services.texts import day_text
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

FORM_VERSION = "2026-1"
"""Version of the wording; recorded with a signature, so that a later form does not rewrite what was agreed to."""


class ConsentMaker(Maker):
    """Makes the informed consent with its risks, for the client to sign or as signed."""

    kind = DocumentKind.CONSENT
    readers = writer.READERS
    can_name_partner = False

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the form; a consent in force is shown as signed, with its own version."""
        now, client, who = service._now(c), service._client(c, asked.unit_id), service._practitioner(c)
        pack = content.load_jurisdiction(who.jurisdiction)
        given = in_force(tables.CONSENTS.of_unit(c, asked.unit_id), ConsentType.INFORMED, now.day)
        signed = ""
        if given is not None:
            signed = say(
                "consent_form.signed", name=given.signer_name, day=day_text(given.signed_on, weekday=False),
                version=given.version,
            )  # fmt: skip
        access = next((note.text for note in pack.notes if note.code == "access"), "")
        return writer.consent_form(
            writer.ConsentFacts(
                made_on=now.day,
                letterhead=Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential)))),
                identity=_identity(client),
                page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
                client_name=client.legal_name or client.preferred_name,
                therapist=who.name,
                credential=who.credential,
                licence=" ".join(filter(None, (who.licence_type, who.licence_number))),
                version=given.version if given else FORM_VERSION,
                private_notes=pack.psychotherapy_note_label,
                private_notes_protected=pack.psychotherapy_notes_protected,
                retention=_kept(pack.retention_rule),
                access=access,
                duties=tuple(duty.code for duty in pack.duties),
                emergency=pack.hotlines[0].number,
                signed=signed,
            )
        )


def _kept(rule: RetentionRule) -> str:
    """Return how long the record is kept, in words for the client; the pack's own text speaks to the therapist."""
    if rule.minor_years is None:
        return say("consent_form.kept_years", years=rule.years)
    return say("consent_form.kept_years_minor", years=rule.years, minor=rule.minor_years)


def _identity(client: Client) -> PageIdentity:
    born = client.date_of_birth
    return PageIdentity(
        client_name=client.legal_name or client.preferred_name,
        client_id=str(client.number),
        date_of_birth_text=day_text(born, weekday=False) if born else say("document.no_date_of_birth"),
    )
