"""What the Sessions tab shows, read in one go on the lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from irt_desk.domain.cases import CareEpisode, UnitKind
from irt_desk.domain.clients import Client
from irt_desk.domain.content import Skill
from irt_desk.domain.cosigning import CoSignature
from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.dues import Due
from irt_desk.domain.note_moves import NoteMove
from irt_desk.domain.note_views import Layout, NoteTemplate
from irt_desk.domain.notes import Addendum, Intervention, InterventionKind, ProgressNote
from irt_desk.domain.plans import TreatmentPlan
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.services.check_ins import CheckInView
from irt_desk.services.desk import Desk
from irt_desk.services.note_measures import GivenScore
from irt_desk.services.note_text import NoteNames
from irt_desk.services.patterns import PatternView
from irt_desk.services.skills import SkillView
from irt_desk.services.texts import first_name, pattern_name
from irt_desk.words import say


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
    layouts: tuple[Layout, ...] = ()
    templates: tuple[NoteTemplate, ...] = ()
    names: NoteNames = NoteNames()
    offered: tuple[Intervention, ...] = ()
    library: Mapping[str, Skill] = field(default_factory=dict)
    """Every skill that may be named, own ones included."""
    moves: tuple[NoteMove, ...] = ()
    measures: tuple[GivenScore, ...] = ()
    open_note: ProgressNote | None = None
    kind: UnitKind = UnitKind.INDIVIDUAL_IRT
    check_in: CheckInView = CheckInView()
    addenda: tuple[Addendum, ...] = ()
    cosignatures: tuple[CoSignature, ...] = ()
    versions: int = 0
    is_broken: bool = False
    """Whether the open note, an addendum or a co-signature of it is not what was signed."""

    def session(self, session_id: str) -> Session | None:
        """Return one session, or None."""
        return next((s for s in self.sessions if s.id == session_id), None)

    def moves_of(self, note_id: str) -> tuple[NoteMove, ...]:
        """Return the traces of a note that changed charts."""
        return tuple(move for move in self.moves if move.note_id == note_id)

    @property
    def next_day(self) -> date | None:
        """The day of the next appointment after the open session, or None."""
        now = self.session(self.open_note.session_id) if self.open_note else None
        ahead = [s.starts for s in self.sessions if s.attendance is Attendance.SCHEDULED and not s.entered_in_error]
        later = sorted((at for at in ahead if now is None or at.at > now.starts.at), key=lambda at: at.at)
        return later[0].day if later else None


def gather(desk: Desk, unit_id: str, session_id: str = "") -> SessionFacts:
    """Read everything; with a session id its note too, starting its draft when there is none."""
    head = desk.charts.head(unit_id)
    practitioner = desk.settings.practitioner()
    note = desk.notes.start(session_id).value if session_id else None
    addenda = desk.notes.addenda(note.id) if note else ()
    cosigned = desk.cosigning.of(note.id) if note else ()
    whole = (*(a.id for a in addenda if not is_damaged(a)), *(s.id for s in cosigned if not is_damaged(s)))
    signed = {*whole, note.id if note else ""}  # a damaged one says so where it stands
    broken = desk.notes.verify(unit_id) if note is not None and note.is_locked else ()
    plan, patterns = desk.plans.signed(unit_id), desk.patterns.of(unit_id)
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
        plan=plan,
        patterns=patterns,
        dues=head.dues,
        last=desk.notes.last_before(session_id) if session_id else desk.notes.last_signed(unit_id),
        is_stopped=head.is_stopped,
        layouts=desk.note_templates.layouts(),
        templates=desk.note_templates.own(),
        names=NoteNames(
            client=first_name(head.client.preferred_name),
            partner=first_name(head.partner_name) or say("word.the_partner_first"),
            objectives={o.id: f"{o.number} {o.text}" for o in plan.objectives} if plan else {},
            patterns={view.pattern.id: pattern_name(view.pattern) for view in patterns},
            skills=desk.skill_library.names(),
            jurisdiction=practitioner.jurisdiction.lower(),
            today=head.today,
            members=tuple(first_name(name) for name in head.member_names),
        ),
        kind=head.unit.kind,
        check_in=desk.check_ins.of_session(session_id)
        if session_id and head.unit.kind.brings_together
        else CheckInView(),
        library=desk.skill_library.skills(),
        offered=_offered(desk.skills.of(unit_id)),
        moves=desk.note_moves.of_unit(unit_id),
        measures=desk.note_measures.of_session(session_id) if session_id else (),
        open_note=note,
        addenda=addenda,
        cosignatures=cosigned,
        versions=desk.drafts.standing(note.id).count if note else 0,
        is_broken=not signed.isdisjoint(broken),
    )


def _offered(skills: tuple[SkillView, ...]) -> tuple[Intervention, ...]:
    """Return the skills that are being practised, to be named with one key."""
    running = [view.skill for view in skills if view.active is not None]
    return tuple(Intervention(kind=InterventionKind.SKILL, ref=s.id, version=s.version) for s in running)
