"""The client list as one table, one line a record, kept up to date inside every change that shows in it.

The list, its filters and the "needs you" queue of ten thousand clients must answer within a frame or two; computing gates
and due items from their history for each of them would not. The line is derived: :func:`refresh` makes it anew from
the record, and ``practice verify`` compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from irt_desk.domain import cases, dues, fit_review, safety
from irt_desk.domain.caseload import CaseloadRow, fold
from irt_desk.domain.discernment import decided
from irt_desk.domain.dues import DueFacts, dues_of
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.measure_schedule import Scheduled
from irt_desk.domain.patterns import maps_to_look_at
from irt_desk.domain.revisits import revisit_on
from irt_desk.domain.safety import SafetyHistory
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.suitability import CautionFlag
from irt_desk.domain.units import Place, short_names
from irt_desk.domain.values import Instant
from irt_desk.storage import discernment, tables, transitions, units
from irt_desk.storage.rows import RecordTable
from irt_desk.storage.schema import metadata

CASELOAD = RecordTable(
    CaseloadRow,
    metadata,
    "caseload",
    key="unit_id",
    references={"unit_id": "treatment_unit"},
    indexes=("name", "state"),
)


def safety_history(connection: Connection, unit_id: str) -> SafetyHistory:
    """Return everything the gate of a record is computed from."""
    return units.safety_history(connection, unit_id)


def gate_standing(connection: Connection, unit_id: str, today: date) -> safety.GateStanding:
    """Return the gate of a record on a day; of a joint unit the more restrictive of its two people, without the reasons.

    The reasons stay out because they would tell one of the two about the other's screening.
    """
    link = units.link_of(connection, unit_id)
    if link is None:
        return safety.standing(safety_history(connection, unit_id), today)
    pair = units.pair_facts(connection, link.from_unit_id, today, unit_id=unit_id)
    both = (pair.client, pair.partner)
    days = [one.rescreen_due for one in both if one is not None and one.rescreen_due is not None]
    due = min(days) if len(days) == len(both) else None
    return safety.GateStanding(pair.gate, (), None, due, pair.override if pair.gate is safety.Gate.CAUTION else None)


def newest_episode(connection: Connection, unit_id: str) -> cases.CareEpisode:
    """Return the newest episode of care of a record."""
    c = tables.EPISODES_OF_CARE.table.c
    found = tables.EPISODES_OF_CARE.first(connection, c.unit_id == unit_id, order_by=(c.number.desc(),))
    if found is None:
        raise LookupError("a record without an episode of care")
    return found


def current_engagement(connection: Connection, unit_id: str) -> PartnerEngagement:
    """Return where the partner stands; not explored before the first entry."""
    c = tables.ENGAGEMENT.table.c
    last = tables.ENGAGEMENT.first(connection, c.unit_id == unit_id, order_by=(c.recorded.desc(), c.id.desc()))
    return last.to_state if last else PartnerEngagement.NOT_EXPLORED


def _revisits(connection: Connection, unit_id: str) -> dict[str, date]:
    """Return the day to look at each reliable or lapsed skill again."""
    stages, looked = tables.MASTERY.of_unit(connection, unit_id), tables.SKILL_REVISITS.of_unit(connection, unit_id)
    found: dict[str, date] = {}
    for skill_id in dict.fromkeys(change.skill_id for change in stages):
        own = [change for change in stages if change.skill_id == skill_id]
        day = revisit_on(own, [look for look in looked if look.skill_id == skill_id])
        if day is not None:
            found[skill_id] = day
    return found


def _each(connection: Connection, unit: cases.TreatmentUnit) -> dict[Place, str]:
    """Return the two of a couple unit by short name, each asked for their own scores; nobody for every other record."""
    names = units.names_of(connection, unit.id) if unit.kind is cases.UnitKind.COUPLE else {}
    return dict(zip(names, short_names(tuple(names.values())), strict=True))


def ending_since(connection: Connection, unit_id: str, zone: str) -> date | None:
    """Return since when a record is about to close, or None while nobody ends anything."""
    episode = newest_episode(connection, unit_id)
    reviews = tables.PLAN_REVIEWS.of_unit(connection, unit_id)
    return dues.ending_since(episode, reviews, transitions.discharge_begun(connection, episode.id, zone))


def _open_caution(flag: CautionFlag) -> bool:
    return flag.stands


def fit_review_since(connection: Connection, unit_id: str) -> date | None:
    """Return the day the oldest thing came up that no review of the fit has answered; None when nothing waits."""
    signs = tables.DRIFT_SIGNS.of_unit(connection, unit_id)
    waiting = fit_review.open_signs(signs, tables.FIT_REVIEWS.of_unit(connection, unit_id)) if signs else ()
    return min((sign.on for sign in waiting), default=None)


def made(
    connection: Connection, unit_id: str, now: Instant, scheduled: Mapping[str, Scheduled] | None = None
) -> CaseloadRow:
    """Return the line of a record as it should be now; ``scheduled`` are the measures the practice asks for."""
    unit = tables.UNITS.get(connection, unit_id)
    client = tables.CLIENTS.get(connection, unit.client_id) if unit else None
    if unit is None or client is None:
        raise LookupError("a line without its record")
    today = now.day
    history = safety_history(connection, unit_id)
    standing = gate_standing(connection, unit_id, today)
    triggers = safety.open_triggers(history)
    episode = newest_episode(connection, unit_id)
    sessions = tables.SESSIONS.of_unit(connection, unit_id, (tables.SESSIONS.table.c.starts,))
    attended = [s for s in sessions if s.attendance is Attendance.ATTENDED and not s.entered_in_error]
    ahead = [s for s in sessions if s.attendance is Attendance.SCHEDULED and s.stops.at >= now.at]
    notes = tables.NOTES.of_unit(connection, unit_id)
    c = tables.PLANS.table.c
    plan = tables.PLANS.first(connection, c.unit_id == unit_id, c.signed.is_not(None), order_by=(c.version.desc(),))
    p = tables.PREFERABILITY.table.c
    preferability = tables.PREFERABILITY.first(connection, p.unit_id == unit_id, order_by=(p.considered_on.desc(),))
    partners = tables.PARTNERS.of_unit(connection, unit_id)
    people = units.members_of(connection, unit_id)
    guest = units.guest_of(connection, unit_id)
    name = " & ".join(person.preferred_name for _, person in people) or " + ".join([client.preferred_name, *guest])
    picture = tables.PRESENTING.get(connection, unit_id)
    due = dues_of(
        DueFacts(
            episode=episode,
            standing=standing,
            is_joint=unit.kind.brings_together,
            has_open_trigger=bool(triggers),
            sessions=sessions,
            notes=notes,
            consents=tables.CONSENTS.of_unit(connection, unit_id),
            plan=plan,
            plan_reviews=tables.PLAN_REVIEWS.of_unit(connection, unit_id),
            preferability=preferability,
            assignments=tables.ASSIGNMENTS.of_unit(connection, unit_id),
            fit_review_since=fit_review_since(connection, unit_id),
            has_first_focus=picture is not None and bool(picture.first_focus.strip()),
            administrations=tables.ADMINISTRATIONS.of_unit(connection, unit_id),
            risk_answers=tables.RISK_ANSWERS.of_unit(connection, unit_id),
            scheduled=scheduled or {},
            each=_each(connection, unit),
            revisits=_revisits(connection, unit_id),
            follow_ups=tables.FOLLOW_UPS.of_unit(connection, unit_id),
            invitations=tables.INVITATIONS.of_unit(connection, unit_id),
            engagement=current_engagement(connection, unit_id),
            maps=maps_to_look_at(
                tables.PATTERNS.of_unit(connection, unit_id), tables.MAPS.of_unit(connection, unit_id)
            ),
            kind=unit.kind,
            review=transitions.newest_review(connection, unit_id, episode.id),
            decision=decided(discernment.shared(connection, unit_id)),
            direction_reviews=discernment.direction_reviews(connection, unit_id),
            discharge_begun=transitions.discharge_begun(connection, episode.id, now.zone),
        ),
        today,
    )
    flags = [flag.type.value for flag in tables.CAUTIONS.of_unit(connection, unit_id) if _open_caution(flag)]
    return CaseloadRow(
        unit_id=unit_id,
        client_id=client.id,
        number=client.number,
        name=name,
        pronouns=client.pronouns,
        date_of_birth=client.date_of_birth,
        kind=unit.kind,
        state=episode.state,
        state_since=episode.state_since,
        partner_name=partners[0].name if partners else "",
        engagement=PartnerEngagement.JOINED if people else current_engagement(connection, unit_id),
        gate=standing.gate,
        gate_until=None if standing.gate.is_stop else standing.rescreen_due,
        cautions=tuple(dict.fromkeys(flags)),
        sessions=len(attended),
        last_session=attended[-1].starts if attended else None,
        next_session=ahead[0].starts if ahead else None,
        drafts=sum(note.status.value == "draft" for note in notes),
        dues=due,
        search=fold(f"{name} {client.legal_name} {client.number}"),
        is_demo=client.is_demo,
    )


def refresh(
    connection: Connection, unit_id: str, now: Instant, scheduled: Mapping[str, Scheduled] | None = None
) -> CaseloadRow:
    """Make the line of a record anew and store it."""
    return CASELOAD.put(connection, made(connection, unit_id, now, scheduled))


class _Line(CaseloadRow):
    """A line that reads a column when it is first asked for: of ten thousand lines a page shows twenty."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Any) -> None:
        object.__setattr__(self, "_raw", raw)

    def __getattr__(self, name: str) -> Any:
        """Return a field that was not read yet; Python asks here only while its slot is empty."""
        place = _PLACES.get(name)
        if place is None:
            raise AttributeError(name)
        value = CASELOAD.field_of(name, self._raw[place])
        object.__setattr__(self, name, value)
        return value


_PLACES = {name: place for place, name in enumerate(CASELOAD.names)}
_LIST = select(CASELOAD.table)
_BY_NAME = itemgetter(_PLACES["name"], _PLACES["number"])


def rows(connection: Connection) -> tuple[CaseloadRow, ...]:
    """Return every line, by name; sorted here, because SQLite drags whole lines through its sorter (a fifth slower)."""
    return tuple(map(_Line, sorted(connection.execute(_LIST).all(), key=_BY_NAME)))


def stale(connection: Connection, now: Instant) -> tuple[str, ...]:
    """Return the records whose line is not what the record says; empty in a sound practice."""
    ids: list[Any] = [row[0] for row in connection.execute(select(tables.UNITS.table.c.id))]
    wrong = []
    for unit_id in ids:
        line = CASELOAD.get(connection, unit_id)
        fresh = made(connection, unit_id, now)
        if line is None or replace(line, gate=fresh.gate, dues=fresh.dues, next_session=fresh.next_session) != fresh:
            wrong.append(unit_id)
    return tuple(wrong)
