"""Letters among the documents: referral, closing, role-shift memo, statement of attendance.

What each may be about depends on whose record it is (:data:`irt_desk.domain.letters.LETTERS_OF`). Of a discernment unit only the
shared part is read, never what somebody told alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from irt_desk.documents import letters as writer
from irt_desk.documents import role_shift
from irt_desk.documents.blocks import Document, DocumentKind
from irt_desk.documents.redaction import Reader, Redactor
from irt_desk.domain import discernment as discernment_rules
from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.discernment import DcDecision, DiscernmentSession
from irt_desk.domain.letters import LETTERS_OF, LetterKind, closing_missing
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.transfers import TransferPart, covering
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services import content
from irt_desk.services.agreement_facts import held, recipient_missing
from irt_desk.services.consent_document import kept
from irt_desk.services.document_makers import Asked, Guarded, Maker, Subject, standing_of
from irt_desk.services.joint_papers import dated, frame_of, pair_of
from irt_desk.services.leak_canaries import sentences
from irt_desk.services.readiness import calm_skills, review_of
from irt_desk.services.summary_facts import third_party_of
from irt_desk.services.texts import first_name
from irt_desk.storage import discernment, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_SHOWN = (Attendance.ATTENDED, Attendance.NO_SHOW, Attendance.LATE_CANCEL, Attendance.CANCELLED)


class LetterMaker(Maker):
    """Makes the letters; without the therapist's signature each is a draft."""

    kind = DocumentKind.LETTER
    readers = tuple(Reader)
    units = tuple(UnitKind)
    needs_subject = True
    can_sign = True

    def subjects(self, service: Documents, c: Connection, unit_id: str) -> tuple[Subject, ...]:
        """Return the letters of this kind of record with their readers."""
        kind = service._unit(c, unit_id).kind
        return tuple(self._subject(service, c, unit_id, kind, letter) for letter in LETTERS_OF[kind])

    def _subject(self, service: Documents, c: Connection, unit_id: str, kind: UnitKind, letter: LetterKind) -> Subject:
        readers = (
            writer.JOINT_READERS_OF[letter] if kind.is_joint else writer.READERS_OF.get(letter, writer.GUEST_READERS)
        )
        asks = kind.is_joint and letter is LetterKind.ATTENDANCE
        return Subject(
            letter.value,
            label(letter),
            readers=readers,
            asks_recipient=letter is LetterKind.REFERRAL,
            askers=pair_of(service, c, unit_id).names if asks else (),
        )

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the letter.

        Raises:
            Refused: no recipient or purpose, the case goes on, no review begun.
        """
        match LetterKind(asked.subject):
            case LetterKind.REFERRAL:
                return _referral(service, c, asked)
            case LetterKind.CLOSING:
                return _closing(service, c, asked)
            case LetterKind.ROLE_SHIFT:
                return _memo(service, c, asked)
            case LetterKind.ATTENDANCE:
                return _attendance(service, c, asked)

    def exempt(self, asked: Asked) -> frozenset[Guarded]:
        """Let both names stand on a statement about both."""
        two = asked.subject == LetterKind.ATTENDANCE
        return frozenset({Guarded.PARTNER_NAME}) if two else frozenset()

    def allowed(self, service: Documents, c: Connection, asked: Asked) -> frozenset[str]:
        """Return the inventory's own sentences on the practitioner's copy of the memo: it is where they are looked at."""
        review = review_of(c, asked.unit_id) if asked.subject == LetterKind.ROLE_SHIFT else None
        if review is None or asked.reader is not Reader.SELF:
            return frozenset()
        return frozenset(part for item in review.inventory for part in sentences(item.text))


def redactor_of(service: Documents, c: Connection, asked: Asked) -> Redactor:
    """Return what takes the partner's name out of typed text; in a joint unit both are named and nothing is taken out."""
    client = service._client(c, asked.unit_id)
    partners = tables.PARTNERS.of_unit(c, asked.unit_id)
    names = tuple(filter(None, (client.preferred_name, client.legal_name)))
    return Redactor(tuple(map(third_party_of, partners)), client_names=names, name_partner=asked.name_partner)


def _seen(sessions: Sequence[Session]) -> writer.Seen:
    if not sessions:
        return writer.Seen()
    return writer.Seen(count=len(sessions), first=dated(sessions[0].starts.day), last=dated(sessions[-1].starts.day))


def _referral(service: Documents, c: Connection, asked: Asked) -> Document:
    if missing := recipient_missing(asked):
        raise Refused(missing)
    today, client = service._today(c), service._client(c, asked.unit_id)
    known, consents = tables.RELEASES.of_unit(c, asked.unit_id), tables.CONSENTS.of_unit(c, asked.unit_id)
    release = covering(TransferPart.DATES, asked.recipient, known, consents, today)
    name = client.legal_name or client.preferred_name
    facts = writer.ReferralFacts(
        name=name,
        called=first_name(client.preferred_name),
        purpose=redactor_of(service, c, asked).text(asked.purpose.strip()),
        seen=_seen(held(service, c, asked.unit_id)) if release else None,
        released=say("letter.released", name=first_name(client.preferred_name), day=dated(release.signed_on))
        if release
        else "",
    )
    return writer.referral(frame_of(service, c, asked), facts)


def _closing(service: Documents, c: Connection, asked: Asked) -> Document:
    episode, kind = service._episode(c, asked.unit_id), service._unit(c, asked.unit_id).kind
    ending = None
    if kind is UnitKind.DISCERNMENT:
        ending = discernment_rules.decided(discernment.shared(c, asked.unit_id))
    if missing := closing_missing(episode.state, episode.outcome, is_decided=ending is not None):
        raise Refused(missing)
    pack = content.load_jurisdiction(service._practitioner(c).jurisdiction)
    pair = pair_of(service, c, asked.unit_id) if kind.is_joint else None
    over = episode.state in (CaseState.CLOSED, CaseState.REFERRED_OUT, CaseState.FOLLOW_UP)
    facts = writer.ClosingFacts(
        names=pair.names if pair else (service._client(c, asked.unit_id).preferred_name,),
        opened=dated(episode.opened_on),
        closed=dated(episode.closed_on) if over else "",
        seen=_seen([one for one in held(service, c, asked.unit_id) if one.episode_id == episode.id]),
        retention=kept(pack.retention_rule, is_two=kind.is_joint),
        emergency=pack.hotlines[0].number,
        ending=pair.ending if pair else "",
        is_discernment=kind is UnitKind.DISCERNMENT,
        decision=ending.happens if ending else None,
        split=ending is not None and ending.choice_a is not ending.choice_b,
        review_on=_review_day(ending),
        referrals=ending.path_2_referrals if ending else "",
    )
    return writer.closing(frame_of(service, c, asked), facts)


def _review_day(ending: DiscernmentSession | None) -> str:
    """Return the day to look again in words: of path 1 or of path 3, as recorded."""
    if ending is None:
        return ""
    days = {DcDecision.PATH_1: ending.path_1_review_on, DcDecision.PATH_3: ending.path_3_review_on}
    return dated(days.get(ending.happens)) if ending.happens else ""


def _attendance(service: Documents, c: Connection, asked: Asked) -> Document:
    unit, episode = service._unit(c, asked.unit_id), service._episode(c, asked.unit_id)
    sessions = tables.SESSIONS.of_unit(c, asked.unit_id, (tables.SESSIONS.table.c.starts,))
    shown = [one for one in sessions if one.attendance in _SHOWN and not one.entered_in_error]
    facts = writer.AttendanceFacts(
        guest="" if unit.kind.is_joint else pair_of(service, c, asked.unit_id).second,
        since=dated(unit.opened_on),
        until=dated(episode.closed_on),
        held=sum(one.attendance is Attendance.ATTENDED for one in shown),
        rows=tuple((dated(one.starts.day), label(one.attendance)) for one in shown),
    )
    return writer.attendance(frame_of(service, c, asked), facts)


def _memo(service: Documents, c: Connection, asked: Asked) -> Document:
    review = review_of(c, asked.unit_id)
    if review is None:
        raise Refused([Missing("review_form", Act.REVIEW)])
    standing, signed = standing_of(service, c, asked.unit_id), review.signed
    gate = label(standing.gate)
    if standing.screened_on is not None:
        gate = say("memo.gate_on", gate=gate, day=dated(standing.screened_on))
    words = ""
    if signed is not None:
        values = {"name": signed.by, "credential": signed.credential, "day": dated(signed.at.day)}
        words = say("document.signed_by", **values)
    facts = role_shift.MemoFacts(
        review=review,
        opened=dated(review.opened_on),
        signed=words,
        gate=gate,
        sessions=len(held(service, c, asked.unit_id)),
        skill_ready=bool(calm_skills(c, asked.unit_id)),
        inventory_on=dated(review.inventory_done_on),
        told_by=tuple(dated(item.tell_by) for item in review.inventory),
    )
    return role_shift.memo(frame_of(service, c, asked, signed=words), facts, redactor_of(service, c, asked))
