"""Progress notes among the documents: one note, or those of a period, in the format asked for (domain paper, 7.2 to 7.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from irt_desk.documents import notes as pages
from irt_desk.documents.blocks import Document, DocumentKind, Letterhead, PageSize
from irt_desk.documents.notes import AddendumFacts, FieldFacts, NoteFacts, NotesFacts
from irt_desk.documents.redaction import Reader, Told
from irt_desk.domain.cases import UnitKind
from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.note_moves import NoteMove
from irt_desk.domain.note_views import Layout, arranged, part_of
from irt_desk.domain.notes import (
    Addendum,
    NoteContent,
    NotePart,
    NoteStatus,
    ProgressNote,
    RiskCheck,
    is_late,
    is_late_entry,
)
from irt_desk.domain.sessions import Attendance, PresentRole, Session
from irt_desk.domain.values import SAFETY, THIRD_PARTY, Act, Missing, Signature
from irt_desk.errors import Refused, UserError
from irt_desk.services import note_content
from irt_desk.services.document_makers import HOME, Asked, Maker, Subject, standing_of
from irt_desk.services.joint_papers import identity_of_both, pair_of
from irt_desk.services.note_measures import given_in
from irt_desk.services.note_templates import layouts_of
from irt_desk.services.note_text import NoteNames, field_label, field_text, move_text, setting_text
from irt_desk.services.skill_library import skill_names
from irt_desk.services.summary_facts import identity_of, third_party_of
from irt_desk.services.texts import day_text, first_name, pattern_name, session_text, time_text
from irt_desk.storage import settings, tables, units
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_TOLD = frozenset({THIRD_PARTY})
_SAFETY = frozenset({SAFETY})


class NoteMaker(Maker):
    """Makes one progress note."""

    kind = DocumentKind.NOTE
    readers = pages.READERS
    units = (UnitKind.INDIVIDUAL_IRT, UnitKind.COUPLE, UnitKind.DISCERNMENT)
    needs_subject = True

    def readers_in(self, kind: UnitKind) -> tuple[Reader, ...]:
        """Return who may have it: of a joint unit both together instead of one of them."""
        return pages.JOINT_READERS if kind.is_joint else self.readers

    def subjects(self, service: Documents, c: Connection, unit_id: str) -> tuple[Subject, ...]:
        """Return every note of the record, newest first."""
        notes = {note.session_id: note for note in tables.NOTES.of_unit(c, unit_id)}
        s = tables.SESSIONS.table.c
        sessions = [one for one in tables.SESSIONS.of_unit(c, unit_id, (s.starts.desc(),)) if one.id in notes]
        return tuple(Subject(notes[one.id].id, _title(one, notes[one.id])) for one in sessions)

    def views(self, service: Documents, c: Connection) -> tuple[Subject, ...]:
        """Return the formats, the one shown first in front."""
        return tuple(Subject(layout.key, layout.name) for layout in layouts_of(c))

    def document(self, service: Documents, c: Connection, asked: Asked) -> Document:
        """Return the notes asked for."""
        _insist(service, c, asked)
        layout = _layout(c, asked.view)
        who, client = settings.practitioner(c), service._client(c, asked.unit_id)
        joint = service._unit(c, asked.unit_id).kind.is_joint
        both = pair_of(service, c, asked.unit_id) if joint else None
        partners = () if joint else tables.PARTNERS.of_unit(c, asked.unit_id)
        facts = NotesFacts(
            kind=self.kind,
            made_on=service._today(c),
            letterhead=Letterhead(lines=who.letterhead or tuple(filter(None, (who.name, who.credential)))),
            identity=identity_of_both(both) if both else identity_of(client),
            page_size=PageSize.LETTER if who.paper.upper() == "LETTER" else PageSize.A4,
            client_names=both.names if both else tuple(filter(None, (client.preferred_name, client.legal_name))),
            third_parties=tuple(map(third_party_of, partners)),
            view=layout.name,
            notes=tuple(_Note(c, asked, layout, *pair).facts() for pair in self.chosen(c, asked)),
        )
        facts = replace(facts, period=self.period(asked))
        return pages.notes_document(facts, asked.reader, name_partner=asked.name_partner)

    def chosen(self, c: Connection, asked: Asked) -> list[tuple[ProgressNote, Session]]:
        """Return the notes asked for with their sessions, oldest first."""
        note = tables.NOTES.get(c, asked.subject)
        session = tables.SESSIONS.get(c, note.session_id) if note else None
        return [(note, session)] if note is not None and session is not None else []

    def period(self, asked: Asked) -> str:
        """Return the period in words; empty for one note."""
        return ""


class NotesMaker(NoteMaker):
    """Makes the notes of a period, each on its own page; drafts are marked as such."""

    kind = DocumentKind.NOTES
    needs_subject = False
    has_period = True

    def chosen(self, c: Connection, asked: Asked) -> list[tuple[ProgressNote, Session]]:
        """Return the notes of the sessions between the two days, both included."""
        notes = {note.session_id: note for note in tables.NOTES.of_unit(c, asked.unit_id)}
        sessions = tables.SESSIONS.of_unit(c, asked.unit_id, (tables.SESSIONS.table.c.starts,))
        return [
            (notes[one.id], one)
            for one in sessions
            if one.id in notes
            and (asked.since is None or asked.since <= one.starts.day)
            and (asked.until is None or one.starts.day <= asked.until)
        ]

    def period(self, asked: Asked) -> str:
        """Return the period in words; empty when it is the whole record."""
        if asked.since is None and asked.until is None:
            return ""
        first = day_text(asked.since) if asked.since else say("notes_document.beginning")
        last = day_text(asked.until) if asked.until else say("notes_document.today")
        return say("summary.from_to", first=first, last=last)


def _insist(service: Documents, c: Connection, asked: Asked) -> None:
    """Keep notes of a stopped case out of homes, and ask again wherever the safety gate is not open (6.6)."""
    standing = standing_of(service, c, asked.unit_id)
    if asked.reader in HOME and standing.gate.is_stop:
        raise Refused([Missing("document_stopped", Act.SAFETY)])


def _layout(c: Connection, key: str) -> Layout:
    known = layouts_of(c)
    wanted = key.strip().casefold()
    found = next((one for one in known if wanted in (one.key.casefold(), one.name.casefold())), None)
    if key and found is None:
        raise UserError("document.unknown_view", view=key, known=", ".join(one.name for one in known))
    return found or known[0]


def _title(session: Session, note: ProgressNote) -> str:
    name = say("today.session", number=session.number) if session.number else label(session.attendance)
    return f"{name}, {session_text(session)} ({say(f'note_state.{note.status}').lower()})"


class _Note:
    """Turns one note into facts for one reader."""

    def __init__(self, c: Connection, asked: Asked, layout: Layout, note: ProgressNote, session: Session) -> None:
        self._asked, self._layout, self._note, self._session = asked, layout, note, session
        a = tables.ADDENDA.table.c
        self._addenda = tables.ADDENDA.all(c, a.note_id == note.id, order_by=(a.sequence,))
        s = tables.COSIGNATURES.table.c
        self._cosigned = tables.COSIGNATURES.all(c, s.note_id == note.id, order_by=(s.sequence,))
        self._measures = given_in(c, session)
        self._moves: Sequence[NoteMove] = tables.NOTE_MOVES.all(c, tables.NOTE_MOVES.table.c.note_id == note.id)
        self._is_home = asked.reader in HOME
        self._names = replace(_names(c, asked.unit_id), plain=self._is_home)

    def facts(self) -> NoteFacts:
        """Return the note in words."""
        note = self._note
        parts = arranged(_printable(note.content, self._names.jurisdiction), self._layout)
        last_of = {part_of(name): name for _, names in parts for name in names}
        placed = {part_of(name) for name in last_of.values()}
        fields = tuple((title, tuple(self._field(name, last_of) for name in names)) for title, names in parts)
        return NoteFacts(
            title=_title(self._session, note).rpartition(" (")[0],
            particulars=self._particulars(),
            state=self._state(),
            is_draft=note.status is NoteStatus.DRAFT,
            parts=fields,
            signed=self._signed(),
            notices=self._notices(),
            addenda=tuple(_addendum(one) for one in self._addenda if one.part not in placed),
        )

    def _particulars(self) -> tuple[tuple[str, str], ...]:
        session = self._session
        held = session.attendance is Attendance.ATTENDED
        return (
            (say("sessions.present"), self._present() if held else ""),
            (say("sessions.setting"), setting_text(session) if held else label(session.attendance)),
            (say("sessions.place"), session.place),
            (say("sessions.platform"), session.platform),
            (say("sessions.client_location"), "" if self._is_home else session.client_location),
            (say("sessions.provider_location"), session.provider_location),
            (say("notes_document.telehealth"), self._telehealth()),
            (say("sessions.service_code"), session.service_code),
            (say("note_side.measures"), " \N{MIDDLE DOT} ".join(f"{one.name} {one.score}" for one in self._measures)),
        )

    def _telehealth(self) -> str:
        if not (self._session.setting.is_telehealth and self._session.attendance is Attendance.ATTENDED):
            return ""
        return say("word.yes") if self._session.telehealth_consent else say("notes_document.not_recorded")

    def _present(self) -> str:
        """Return the roles, in a joint session both names; names of others only where the therapist lets the partner be named."""
        both = self._names.members
        others = [person for person in self._session.present if person.role is not PresentRole.CLIENT]
        named = self._asked.name_partner and not self._is_home
        words = [f"{label(p.role)} ({p.name})" if named and p.name else label(p.role) for p in others]
        return ", ".join([self._names.everyone if both else label(PresentRole.CLIENT), *words])

    def _state(self) -> str:
        if self._note.status is NoteStatus.DRAFT:
            return say("document.draft")
        if self._note.status is NoteStatus.ENTERED_IN_ERROR:
            return say("notes_document.in_error", reason=self._note.error_reason)
        return ""

    def _field(self, name: str, last_of: dict[NotePart, str]) -> FieldFacts:
        content, here = self._note.content, part_of(name)
        addenda = tuple(_addendum(one) for one in self._addenda if one.part is here) if last_of[here] == name else ()
        is_guess = name == "partner_in_mind"
        text = content.partner_in_mind if is_guess else field_text(self._shown(name), name, self._names)
        return FieldFacts(
            label=field_label(name, self._names),
            text=Told(text, _TOLD),
            is_guess=is_guess,
            other_reading=Told(content.another_reading, _TOLD) if is_guess else Told(""),
            carried=say("note.carried_short") if name in content.carried else "",
            addenda=addenda,
        )

    def _shown(self, name: str) -> NoteContent:
        """Return the content with what this reader may have of the risk check: never its detail, at home nothing at all.

        That abuse was asked about is safety content where somebody else may find the page (DL-4).
        """
        content = _printable(self._note.content, self._names.jurisdiction)
        if name != "risk":
            return content
        risk = RiskCheck() if self._is_home else replace(content.risk, detail="", action="")
        return replace(content, risk=risk)

    def _signed(self) -> tuple[str, ...]:
        found = [] if self._note.signature is None else [_signed_text(self._note.signature)]
        found += [
            f"{say('note.cosignature_damaged')} {one.name}".strip()
            if is_damaged(one)
            else say("cosign.by", name=one.name, credential=one.credential, day=day_text(one.on))
            for one in self._cosigned
        ]
        return (*found, *([say("note.sealed", mark=self._note.digest[:12])] if self._note.digest else []))

    def _notices(self) -> tuple[str, ...]:
        note, session = self._note, self._session
        found = [say("note.damaged")] if is_damaged(note) else []
        found += [move_text(move) for move in self._moves]
        if is_late_entry(note, session):
            days = {"service": day_text(session.starts.day), "written": day_text(note.written.day)}
            found.append(say("note.late_entry", **days))
        elif note.signature is not None and is_late(session, note.signature):
            days = {"service": day_text(session.starts.day), "written": day_text(note.signature.at.day)}
            found.append(say("note.late", **days))
        return tuple(found)


def _printable(content: NoteContent, jurisdiction: str) -> NoteContent:
    """Return the content without diagnosis codes about abuse: that is safety content and leaves every default print (DL-4)."""
    found = note_content.diagnosis_codes(jurisdiction)
    hidden = {code.code for code in found.sensitive(content.diagnosis_codes)} if found else set()
    return replace(content, diagnosis_codes=tuple(c for c in content.diagnosis_codes if c not in hidden))


def _names(c: Connection, unit_id: str) -> NoteNames:
    plans = tables.PLANS.of_unit(c, unit_id)
    unit = tables.UNITS.get(c, unit_id)
    client = tables.CLIENTS.get(c, unit.client_id) if unit else None
    partners = tables.PARTNERS.of_unit(c, unit_id)
    return NoteNames(
        client=first_name(client.preferred_name) if client else "",
        partner=first_name(partners[0].name) if partners else say("word.the_partner_first"),
        objectives={o.id: f"{o.number} {o.text}" for plan in plans for o in plan.objectives},
        patterns={pattern.id: pattern_name(pattern) for pattern in tables.PATTERNS.of_unit(c, unit_id)},
        skills=skill_names(c),
        jurisdiction=settings.practitioner(c).jurisdiction.lower(),
        members=tuple(first_name(person.preferred_name) for _, person in units.members_of(c, unit_id)),
    )


def _addendum(addendum: Addendum) -> AddendumFacts:
    if is_damaged(addendum):  # what was signed cannot be said any more
        head = say("note.addendum_damaged", number=addendum.sequence)
        return AddendumFacts(head=head, text=Told(addendum.text, _SAFETY), signed="")
    return AddendumFacts(
        head=say("note.addendum_head", number=addendum.sequence, reason=addendum.reason),
        text=Told(addendum.text, _SAFETY if addendum.part is NotePart.RISK else _TOLD),
        signed=_signed_text(addendum.signature),
    )


def _signed_text(signature: Signature) -> str:
    day, time = day_text(signature.at.day), time_text(signature.at)
    return say("note.signed_by", name=signature.by, credential=signature.credential, day=day, time=time)


__all__ = ["NoteMaker", "NotesMaker"]
