"""One chart at a glance: its header on every tab, and everything in it for the overview and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from irt_desk.domain.cases import CareEpisode, CaseState, PresentingPicture, StateChange, TreatmentUnit
from irt_desk.domain.clients import Client
from irt_desk.domain.discernment import decided, direction_due
from irt_desk.domain.dues import Due
from irt_desk.domain.engagement import EngagementEntry, PartnerEngagement
from irt_desk.domain.notes import NoteStatus, ProgressNote
from irt_desk.domain.relationships import Partner, Relationship
from irt_desk.domain.safety import Gate, GateStanding
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.suitability import CautionFlag, CautionStatus
from irt_desk.domain.units import SecretsOption
from irt_desk.services import measure_use
from irt_desk.services.context import Service
from irt_desk.services.measure_courses import MeasureCourse, courses
from irt_desk.services.measure_words import is_outcome
from irt_desk.services.skill_library import skill_names
from irt_desk.storage import caseload, discernment, tables, units
from irt_desk.storage.rows import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartHead:
    """What stays on every tab, so that no one writes in the wrong chart."""

    unit: TreatmentUnit
    client: Client
    age: int | None
    episode: CareEpisode
    partners: tuple[Partner, ...]
    engagement: PartnerEngagement
    standing: GateStanding
    cautions: tuple[CautionFlag, ...]
    sessions: int
    next_session: Session | None
    dues: tuple[Due, ...]
    today: date
    member_names: tuple[str, ...] = ()
    """Both people of a joint unit; empty for an individual record."""
    secrets: SecretsOption | None = None
    direction: tuple[str, date] | None = None
    """Of a joint unit: which look at the direction is agreed on, and its day (5.4)."""

    @property
    def partner_name(self) -> str:
        """The name the chart uses for the partner; empty when none is recorded."""
        return self.partners[0].name if self.partners else ""

    @property
    def is_stopped(self) -> bool:
        """Whether the overlay ``safety_stop`` is on (T24)."""
        return self.standing.gate.is_stop


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One dated line of the overview; ``code`` is ``timeline.<code>`` in the catalogue."""

    on: date
    code: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The overview tab: why, where, what happened, what is open."""

    head: ChartHead
    presenting: PresentingPicture
    relationships: tuple[tuple[Partner, Relationship], ...]
    timeline: tuple[TimelineEntry, ...]
    last_note: ProgressNote | None
    drafts: tuple[Session, ...]
    scores: tuple[MeasureCourse, ...] = ()
    """What belongs on a dashboard: never a safety screen."""
    skill_names: Mapping[str, str] = field(default_factory=dict)


class Charts(Service):
    """Reads a whole chart."""

    def head(self, unit_id: str) -> ChartHead:
        """Return the header of a chart."""
        with self._reading() as c:
            return self._head(c, unit_id)

    def open_chart(self, unit_id: str) -> ChartHead:
        """Return the header and trace that the chart was looked at (AU-3)."""
        with self._changing() as c:
            head = self._head(c, unit_id)
            self._audit(c, "client.viewed", "treatment_unit", unit_id, client_id=head.client.id)
        return head

    def overview(self, unit_id: str) -> Overview:
        """Return what the overview tab shows."""
        with self._reading() as c:
            head = self._head(c, unit_id)
            sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts.desc(),))
            notes = {n.session_id: n for n in tables.NOTES.of_unit(c, unit_id)}
            signed = [notes[s.id] for s in sessions if s.id in notes and notes[s.id].status is NoteStatus.SIGNED]
            drafts = [s for s in sessions if s.id in notes and notes[s.id].status is NoteStatus.DRAFT]
            partners = {p.id: p for p in head.partners}
            links = tables.RELATIONSHIPS.of_unit(c, unit_id)
            return Overview(
                head=head,
                presenting=tables.PRESENTING.get(c, unit_id) or PresentingPicture(unit_id=unit_id),
                relationships=tuple((partners[link.partner_id], link) for link in links),
                timeline=self._timeline(c, unit_id, sessions),
                last_note=signed[0] if signed else None,
                drafts=tuple(drafts),
                scores=tuple(one for one in courses(c, unit_id) if one.scored and is_outcome(one.definition)),
                skill_names=skill_names(c),
            )

    def _head(self, c: Connection, unit_id: str) -> ChartHead:
        unit, client, today = self._unit(c, unit_id), self._client(c, unit_id), self._today(c)
        now = self._now(c)
        sessions = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
        ahead = [s for s in sessions if s.attendance is Attendance.SCHEDULED and s.stops.at >= now.at]
        line = caseload.made(c, unit_id, now, measure_use.scheduled(c))
        flags, episode = tables.CAUTIONS.of_unit(c, unit_id), self._episode(c, unit_id)
        ending, looks = decided(discernment.shared(c, unit_id)), discernment.direction_reviews(c, unit_id)
        return ChartHead(
            unit=unit,
            client=client,
            age=client.age_on(today),
            episode=episode,
            partners=tables.PARTNERS.of_unit(c, unit_id),
            engagement=line.engagement,
            standing=caseload.gate_standing(c, unit_id, today),
            cautions=tuple(flag for flag in flags if flag.status is not CautionStatus.CLOSED),
            sessions=line.sessions,
            next_session=ahead[0] if ahead else None,
            dues=line.due_now(today),
            today=today,
            member_names=_names(c, unit, client),
            secrets=link.secrets if (link := units.link_of(c, unit_id)) else None,
            direction=direction_due(unit.kind, episode, ending, looks),
        )

    def _timeline(self, c: Connection, unit_id: str, sessions: tuple[Session, ...]) -> tuple[TimelineEntry, ...]:
        found = [_state_entry(change) for change in tables.STATE_CHANGES.of_unit(c, unit_id)]
        found += [_engagement_entry(entry) for entry in tables.ENGAGEMENT.of_unit(c, unit_id)]
        attended = [s for s in sessions if s.attendance is Attendance.ATTENDED and s.number]
        found += [TimelineEntry(on=s.starts.day, code="session", values={"number": s.number}) for s in attended]
        opened = tables.EPISODES_OF_CARE.of_unit(c, unit_id)
        found += [TimelineEntry(on=e.opened_on, code="first_contact", values={"number": e.number}) for e in opened]
        return tuple(sorted(found, key=lambda entry: entry.on, reverse=True))


def _names(c: Connection, unit: TreatmentUnit, client: Client) -> tuple[str, ...]:
    """Return the people of a unit that brings two together; the partner of a collateral contact is its guest."""
    if not unit.kind.brings_together:
        return ()
    people = tuple(person.preferred_name for _, person in units.members_of(c, unit.id))
    link = units.link_of(c, unit.id)
    guest = tables.PARTNERS.get(c, link.partner_id) if link else None
    return people or (client.preferred_name, *([guest.name] if guest else []))


def _state_entry(change: StateChange) -> TimelineEntry:
    return TimelineEntry(on=change.on, code="state", values={"from": change.from_state, "to": change.to_state})


def _engagement_entry(entry: EngagementEntry) -> TimelineEntry:
    return TimelineEntry(on=entry.on, code="engagement", values={"from": entry.from_state, "to": entry.to_state})


__all__ = ["CaseState", "ChartHead", "Charts", "Gate", "Overview", "TimelineEntry"]
