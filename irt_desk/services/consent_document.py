"""Consents among the documents: the informed consent, and the papers of a transition from one person to two.

The informed consent is what is made when nothing is named. Which papers there are depends on whose record it is
(:data:`irt_desk.domain.units.PAPERS_OF`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents import agreements
from irt_desk.documents import consent as writer
from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import ConsentType, in_force, wording_version
from irt_desk.domain.content import RetentionRule
from irt_desk.domain.units import PAPERS_OF
from irt_desk.services import agreement_facts, content
from irt_desk.services.document_makers import Asked, Guarded, Maker, Subject
from irt_desk.services.joint_papers import letterhead_of, page_size_of
from irt_desk.services.summary_facts import identity_of
from irt_desk.services.texts import day_text
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

FORM_VERSION = wording_version(ConsentType.INFORMED)
"""Version of the wording; recorded with a signature, so that a later form does not rewrite what was agreed to."""


class ConsentMaker(Maker):
    """Makes a consent to sign or as signed: the informed consent with its risks, or a paper of the transition."""

    kind = DocumentKind.CONSENT
    readers = (Reader.CLIENT, Reader.PARTNER, Reader.COUPLE)
    units = tuple(UnitKind)
    needs_subject = True
    default_subject = ConsentType.INFORMED.value
    can_name_partner = False

    def subjects(self, service: Documents, c: Connection, unit_id: str) -> tuple[Subject, ...]:
        """Return the papers of this kind of record, each for whoever signs it."""
        return tuple(
            Subject(
                paper.value,
                label(paper),
                readers=(agreements.READER_OF.get(paper, Reader.CLIENT),),
                asks_recipient=paper is ConsentType.JOINT_RELEASE,
            )
            for paper in PAPERS_OF[service._unit(c, unit_id).kind]
        )

    def exempt(self, asked: Asked) -> frozenset[Guarded]:
        """Let the partner's name stand in what the partner signs; it is their own paper."""
        alone = asked.subject in (ConsentType.INFORMED, ConsentType.ROLE_CHANGE)
        return frozenset() if alone else frozenset({Guarded.PARTNER_NAME})

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the form; a consent in force is shown as signed, with its own version."""
        paper = ConsentType(asked.subject)
        if paper is not ConsentType.INFORMED:
            return agreements.agreement(agreement_facts.facts_of(service, c, asked, paper))
        return self._informed(service, c, asked)

    def _informed(self, service: Documents, c: Connection, asked: Asked) -> Document:
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
                letterhead=letterhead_of(who),
                identity=identity_of(client),
                page_size=page_size_of(who),
                client_name=client.legal_name or client.preferred_name,
                therapist=who.name,
                credential=who.credential,
                licence=agreement_facts.licence_of(who),
                version=given.version if given else FORM_VERSION,
                private_notes=pack.psychotherapy_note_label,
                private_notes_protected=pack.psychotherapy_notes_protected,
                retention=kept(pack.retention_rule),
                access=access,
                duties=tuple(duty.code for duty in pack.duties),
                emergency=pack.hotlines[0].number,
                signed=signed,
            )
        )


def kept(rule: RetentionRule, *, is_two: bool = False) -> str:
    """Return how long the record is kept, in words for the client; the pack's own text speaks to the therapist.

    Args:
        rule: that of the place of practice.
        is_two: a joint record; a rule for minors says nothing there.
    """
    if rule.minor_years is None or is_two:
        return say("consent_form.kept_years", years=rule.years)
    return say("consent_form.kept_years_minor", years=rule.years, minor=rule.minor_years)
