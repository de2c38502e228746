"""The page of a skill for home among the documents (domain paper, 3.1 and 6.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from irt_desk.documents import handout
from irt_desk.documents.blocks import Document, DocumentKind, PageSize
from irt_desk.documents.handout import HandoutFacts, PaperFacts
from irt_desk.documents.redaction import Told
from irt_desk.domain.content import Skill
from irt_desk.domain.counts import FieldKind
from irt_desk.domain.skills import AssignmentStatus, PracticeAssignment, SafeToTakeHome
from irt_desk.domain.values import THIRD_PARTY, Act, Missing
from irt_desk.errors import Refused
from irt_desk.services.document_makers import HOME, Asked, Maker, Subject, insist_map_may_leave
from irt_desk.services.skill_library import all_skills, skill_of
from irt_desk.services.skill_records import counts_of
from irt_desk.services.summary_facts import third_party_of
from irt_desk.storage import settings, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_TOLD = frozenset({THIRD_PARTY})


def paper_facts(service: Documents, c: Connection, unit_id: str) -> PaperFacts:
    """Return what every page for home needs: the day, the paper, and whose names are taken out."""
    who, client = settings.practitioner(c), service._client(c, unit_id)
    return PaperFacts(
        made_on=service._today(c),
        page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
        third_parties=tuple(third_party_of(partner) for partner in tables.PARTNERS.of_unit(c, unit_id)),
        client_names=tuple(filter(None, (client.preferred_name, client.legal_name))),
    )


def _given(c: Connection, unit_id: str) -> dict[str, PracticeAssignment]:
    """Return the newest assignment of each skill that runs or is paused, newest first."""
    found: dict[str, PracticeAssignment] = {}
    for assignment in reversed(tables.ASSIGNMENTS.of_unit(c, unit_id)):
        if assignment.status is not AssignmentStatus.ENDED:
            found.setdefault(assignment.skill_id, assignment)
    return found


class HandoutMaker(Maker):
    """Makes the page of one assigned skill, for the client or for the therapist's own use."""

    kind = DocumentKind.HANDOUT
    readers = handout.READERS
    needs_subject = True
    can_name_partner = False

    def subjects(self, service: Documents, c: Connection, unit_id: str) -> tuple[Subject, ...]:
        """Return the skills that are practised now."""
        library = all_skills(c)
        return tuple(Subject(code, library[code].name) for code in _given(c, unit_id) if code in library)

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the page.

        Raises:
            Refused: the gate keeps pages off paper, the assignment is paused, or it was not said that the page is safe to
                take home.
        """
        assignment = _given(c, asked.unit_id)[asked.subject]
        skill = skill_of(c, asked.subject)
        is_safe = assignment.safe_to_take_home is SafeToTakeHome.YES
        insist_map_may_leave(service, c, replace(asked, confirmed=asked.confirmed or is_safe))
        if asked.reader in HOME and not (is_safe and assignment.status is AssignmentStatus.ACTIVE):
            raise Refused([Missing("handout_not_safe", Act.SKILLS, {"skill": skill.name})])
        return handout.handout(_facts(service, c, asked.unit_id, skill))


def _facts(service: Documents, c: Connection, unit_id: str, skill: Skill) -> HandoutFacts:
    page = skill.handout
    return HandoutFacts(
        paper=paper_facts(service, c, unit_id),
        title=page.title,
        what=page.what,
        steps=page.steps,
        practice=page.practice,
        not_now=page.not_now,
        own_plan=_own_plan(c, unit_id, skill),
    )


def _own_plan(c: Connection, unit_id: str, skill: Skill) -> tuple[tuple[str, Told], ...]:
    """Return the client's plan for the skill in words; what is about the partner stays out."""
    plan = counts_of(c, unit_id, skill).plan
    if plan is None:
        return ()
    found = []
    for field in skill.plan:
        text = plan.answers.get(field.code, "")
        if not text or field.about_partner or field.code == "agreed_with_partner":
            continue
        shown = say(f"word.{text}") if field.kind is FieldKind.YES_NO else field.label_of(text)
        found.append((field.label, Told(shown, _TOLD)))
    return tuple(found)
