"""What the Sessions tab shows, read in one go on the lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from irt_desk.domain.cases import CareEpisode
from irt_desk.domain.clients import Client
from irt_desk.domain.cosigning import CoSignature
from irt_desk.domain.dues import Due
from irt_desk.domain.notes import Addendum, ProgressNote
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.sessions import Session
from irt_desk.services.desk import Desk
from irt_desk.services.patterns import PatternView


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """One record's sessions, with what an editor beside them needs."""

    unit_id: str
    client: Client
    episode: CareEpisode
    partner_name: str
    today: date
    zone: str
    jurisdiction: str
    sessions: tuple[Session, ...]
    notes: dict[str, ProgressNote]
    plan: TreatmentPlan | None
    patterns: tuple[PatternView, ...]
    dues: tuple[Due, ...]
    last: tuple[ProgressNote, Session] | None
    is_stopped: bool
    open_note: ProgressNote | None = None
    addenda: tuple[Addendum, ...] = ()
    cosignatures: tuple[CoSignature, ...] = ()
    versions: int = 0
    is_broken: bool = False
    """Whether the open note, an addendum or a co-signature of it is not what was signed."""

    def session(self, session_id: str) -> Session | None:
        """Return one session, or None."""
        return next((s for s in self.sessions if s.id == session_id), None)


def gather(desk: Desk, unit_id: str, session_id: str = "") -> SessionFacts:
    """Read everything; with a session id its note too, starting its draft when there is none."""
    head = desk.charts.head(unit_id)
    practitioner = desk.settings.practitioner()
    note = desk.notes.start(session_id).value if session_id else None
    addenda = desk.notes.addenda(note.id) if note else ()
    cosigned = desk.cosigning.of(note.id) if note else ()
    signed = {*(a.id for a in addenda), *(s.id for s in cosigned), note.id if note else ""}
    broken = desk.notes.verify(unit_id) if note is not None and note.is_locked else ()
    return SessionFacts(
        unit_id=unit_id,
        client=head.client,
        episode=head.episode,
        partner_name=head.partner_name,
        today=head.today,
        zone=practitioner.zone,
        jurisdiction=practitioner.jurisdiction,
        sessions=desk.sessions.of(unit_id),
        notes=desk.notes.of_unit(unit_id),
        plan=desk.plans.signed(unit_id),
        patterns=desk.patterns.of(unit_id),
        dues=head.dues,
        last=desk.notes.last_signed(unit_id),
        is_stopped=head.is_stopped,
        open_note=note,
        addenda=addenda,
        cosignatures=cosigned,
        versions=desk.drafts.standing(note.id).count if note else 0,
        is_broken=not signed.isdisjoint(broken),
    )
