"""The discharge summary among the documents (domain paper, 7.4): the signed one of an episode, or its draft marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irt_desk.documents import discharge as writer
from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.redaction import Reader
from irt_desk.domain.cases import CareEpisode, UnitKind
from irt_desk.domain.notes import NoteStatus
from irt_desk.domain.retention import kept_until
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services import content
from irt_desk.services.agreement_facts import held
from irt_desk.services.consent_document import kept
from irt_desk.services.document_makers import Asked, Maker, standing_of
from irt_desk.services.joint_papers import dated, frame_of
from irt_desk.services.letter_document import redactor_of
from irt_desk.services.summary_facts import gather
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents


class DischargeMaker(Maker):
    """Makes the discharge summary of one person's case, or of a couple's or a discernment unit's."""

    kind = DocumentKind.DISCHARGE
    readers = writer.READERS
    units = (UnitKind.INDIVIDUAL_IRT, UnitKind.COUPLE, UnitKind.DISCERNMENT)

    def readers_in(self, kind: UnitKind) -> tuple[Reader, ...]:
        """Return who may have it: of a joint unit both together instead of one of them."""
        return writer.JOINT_READERS if kind.is_joint else self.readers

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the newest discharge summary of the record.

        Raises:
            Refused: none was begun.
        """
        d = tables.DISCHARGES.table.c
        told = tables.DISCHARGES.first(c, d.unit_id == asked.unit_id, order_by=(d.id.desc(),))
        if told is None:
            raise Refused([Missing("discharge_draft", Act.DISCHARGE)])
        episode = tables.EPISODES_OF_CARE.get(c, told.episode_id) or service._episode(c, asked.unit_id)
        sessions = [one for one in held(service, c, asked.unit_id) if one.episode_id == episode.id]
        missed = [s for s in tables.SESSIONS.of_unit(c, asked.unit_id) if s.episode_id == episode.id]
        first, last = (sessions[0].starts.day, sessions[-1].starts.day) if sessions else (None, None)
        period = say("summary.from_to", first=dated(first), last=dated(last)) if sessions else ""
        facts = writer.DischargeFacts(
            discharge=told,
            opened=dated(episode.opened_on),
            closed=dated(episode.closed_on),
            attended=len(sessions),
            missed=sum(s.attendance.is_missed and not s.entered_in_error for s in missed),
            period=period,
            scores=gather(c, asked.unit_id, service._now(c), signed="").scores,
            booster=say("discharge_paper.booster", day=dated(told.booster_on)) if told.booster_on else "",
            tasks=_tasks(c, asked.unit_id),
            kept=_kept(service, c, asked.unit_id, episode, sessions),
            is_stopped=standing_of(service, c, asked.unit_id).gate.is_stop,
        )
        signed = ""
        if (made := told.signed) is not None:
            values = {"name": made.by, "credential": made.credential, "day": dated(made.at.day)}
            signed = say("discharge_paper.signed", **values)
        return writer.discharge_summary(
            frame_of(service, c, asked, signed=signed), facts, redactor_of(service, c, asked)
        )


def _tasks(c: Connection, unit_id: str) -> tuple[str, ...]:
    """Return what is still open for the practitioner: notes that are not signed."""
    drafts = sum(note.status is NoteStatus.DRAFT for note in tables.NOTES.of_unit(c, unit_id))
    return (say("discharge_paper.notes_open", count=drafts),) if drafts else ()


def _kept(service: Documents, c: Connection, unit_id: str, episode: CareEpisode, sessions: list[Session]) -> str:
    """Return until when the record is kept: from the last service; of a couple the last joint one (7.6)."""
    rule = content.load_jurisdiction(service._practitioner(c).jurisdiction).retention_rule
    last = sessions[-1].starts.day if sessions else episode.closed_on or service._today(c)
    is_one = not service._unit(c, unit_id).kind.is_joint
    born = service._client(c, unit_id).date_of_birth if is_one else None
    day = kept_until(last, rule.years, born=born, minor_years=rule.minor_years)
    return say("discharge_paper.kept_until", day=dated(day), rule=kept(rule, is_two=not is_one))
