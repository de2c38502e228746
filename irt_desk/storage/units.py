"""What joint units need of more than one table: members, links, both people's screenings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from irt_desk.domain import safety as safety_rules
from irt_desk.domain.cases import CaseState, TreatmentUnit, UnitKind
from irt_desk.domain.clients import Client
from irt_desk.domain.safety import GateOverride, OverrideKind, SafetyHistory
from irt_desk.domain.units import (
    DiscernmentScreen,
    JointPreparation,
    PairFacts,
    PartnerPrescreen,
    Place,
    UnitLink,
    UnitMember,
    signed_since,
)
from irt_desk.storage import seen, tables


def link_of(connection: Connection, unit_id: str) -> UnitLink | None:
    """Return where a unit came from; None for an individual record."""
    return tables.UNIT_LINKS.get(connection, unit_id)


def units_from(connection: Connection, from_unit_id: str) -> tuple[UnitLink, ...]:
    """Return the units that were opened from an individual record, oldest first."""
    c = tables.UNIT_LINKS.table.c
    return tables.UNIT_LINKS.all(connection, c.from_unit_id == from_unit_id, order_by=(c.unit_id,))


def units_of_two(connection: Connection, unit_id: str) -> tuple[UnitLink, ...]:
    """Return every unit the person of an individual record meets somebody in: those opened from it, those they joined as partner."""
    unit, m = tables.UNITS.get(connection, unit_id), tables.UNIT_MEMBERS.table.c
    joined = tables.UNIT_MEMBERS.all(connection, m.client_id == unit.client_id) if unit else ()
    found = [*units_from(connection, unit_id), *(link_of(connection, one.unit_id) for one in joined)]
    return tuple({link.unit_id: link for link in found if link is not None}.values())


def members_of(connection: Connection, unit_id: str) -> tuple[tuple[UnitMember, Client], ...]:
    """Return the members of a unit with the people they are, ``a`` before ``b``."""
    c = tables.UNIT_MEMBERS.table.c
    found = tables.UNIT_MEMBERS.all(connection, c.unit_id == unit_id, order_by=(c.place,))
    people = ((member, tables.CLIENTS.get(connection, member.client_id)) for member in found)
    return tuple((member, person) for member, person in people if person is not None)


def names_of(connection: Connection, unit_id: str) -> dict[Place, str]:
    """Return the members of a unit by the names they are called by; empty for an individual record."""
    return {member.place: person.preferred_name for member, person in members_of(connection, unit_id)}


def guest_of(connection: Connection, unit_id: str) -> tuple[str, ...]:
    """Return the name of the guest of a collateral contact, so that its line is told from its client's; empty for other units."""
    link = link_of(connection, unit_id)
    if link is None or link.kind is not UnitKind.COLLATERAL_CONTACT:
        return ()
    partner = tables.PARTNERS.get(connection, link.partner_id)
    return (partner.name,) if partner is not None and partner.name else ()


def prescreens(connection: Connection, from_unit_id: str, partner_id: str = "") -> tuple[PartnerPrescreen, ...]:
    """Return the partner's own screenings, in the order they were recorded. For the practitioner only."""
    c = tables.PRESCREENS.table.c
    where = [c.from_unit_id == from_unit_id, *([c.partner_id == partner_id] if partner_id else [])]
    return tables.PRESCREENS.all(connection, *where, order_by=(c.recorded, c.id))


def screens(connection: Connection, from_unit_id: str) -> tuple[DiscernmentScreen, ...]:
    """Return the discernment screenings of both people, in the order they were recorded."""
    c = tables.DISCERNMENT_SCREENS.table.c
    return tables.DISCERNMENT_SCREENS.all(connection, c.from_unit_id == from_unit_id, order_by=(c.recorded, c.id))


def preparation(connection: Connection, from_unit_id: str) -> JointPreparation:
    """Return what was chosen for a joint unit before it opens."""
    return tables.JOINT_PREPARATIONS.get(connection, from_unit_id) or JointPreparation(unit_id=from_unit_id)


def partner_of(connection: Connection, from_unit_id: str) -> str:
    """Return the partner joint work is prepared with: the one that was chosen, else the first of the record; empty without one."""
    partners = tables.PARTNERS.of_unit(connection, from_unit_id)
    return preparation(connection, from_unit_id).partner_id or (partners[0].id if partners else "")


def _own_records(connection: Connection, links: tuple[UnitLink, ...], partner_id: str) -> tuple[str, ...]:
    """Return the records the partner has of their own here, if this therapist took them back alone after joint work (T20, T28)."""
    people = {
        member.client_id
        for link in links
        if link.partner_id == partner_id
        for member, _ in members_of(connection, link.unit_id)
        if member.place is Place.B
    }
    c = tables.UNITS.table.c
    own = c.kind == UnitKind.INDIVIDUAL_IRT.value
    return tuple(unit.id for unit in tables.UNITS.all(connection, c.client_id.in_(people), own)) if people else ()


def safety_history(connection: Connection, unit_id: str) -> SafetyHistory:
    """Return everything the gate of a record is computed from, the latest day the practice has seen too."""
    told = SafetyHistory(
        tables.SAFETY_INTERVIEWS.of_unit(connection, unit_id),
        tables.SAFETY_TRIGGERS.of_unit(connection, unit_id),
        tables.OVERRIDES.of_unit(connection, unit_id),
    )
    last = told.last_screening
    return replace(told, known_day=seen.day_since(connection, last.id)) if last else told


def pair_facts(
    connection: Connection, from_unit_id: str, today: date, *, unit_id: str = "", partner_id: str = ""
) -> PairFacts:
    """Return both people's gates and papers: those of the individual record, or of the joint unit when one is named.

    A danger told in a joint unit stops both until each was screened alone again (6.6). What the partner tells in a record of their
    own counts for them as their screening does; the screening of another partner counts for nothing.

    Args:
        connection: the transaction.
        from_unit_id: the individual record.
        today: the day.
        unit_id: the joint unit, once there is one.
        partner_id: who is meant where no unit is named; the one joint work is prepared with when left out.
    """
    links, link = units_from(connection, from_unit_id), link_of(connection, unit_id) if unit_id else None
    person = link.partner_id if link else partner_id or partner_of(connection, from_unit_id)
    told = tuple(one for each in links for one in tables.SAFETY_TRIGGERS.of_unit(connection, each.unit_id))
    own = safety_history(connection, from_unit_id)
    both = replace(own, triggers=(*own.triggers, *told))
    partner = _partner_history(connection, from_unit_id, person, links)
    ready = preparation(connection, from_unit_id)
    consents = tables.CONSENTS.of_unit(connection, unit_id or from_unit_id)
    return PairFacts(
        client=safety_rules.standing(both, today),
        alone=safety_rules.standing(own, today).gate,
        partner=safety_rules.standing(partner, today) if partner.interviews else None,
        override=_pair_override(both, partner, person, today),
        consents=consents if unit_id else signed_since(consents, _begun(connection, from_unit_id)),
        screens=screens(connection, from_unit_id),
        secrets=link.secrets if link else ready.secrets,
        today=today,
    )


def _partner_history(
    connection: Connection, from_unit_id: str, partner_id: str, links: tuple[UnitLink, ...]
) -> SafetyHistory:
    """Return everything the partner's own gate is computed from, on the latest day the practice has seen."""
    held = [(one.interview, one.id) for one in prescreens(connection, from_unit_id, partner_id)] if partner_id else []
    records = _own_records(connection, links, partner_id)
    held += [(one, one.id) for record in records for one in tables.SAFETY_INTERVIEWS.of_unit(connection, record)]
    told = [link.unit_id for link in links if link.partner_id == partner_id]
    triggers = [one for unit in (*told, *records) for one in tables.SAFETY_TRIGGERS.of_unit(connection, unit)]
    found = SafetyHistory(tuple(interview for interview, _ in held), tuple(triggers))
    last = found.last_screening
    traced = next((key for interview, key in held if interview is last), None)
    return replace(found, known_day=seen.day_since(connection, traced)) if traced else found


def latest_told(connection: Connection, unit_id: str) -> datetime | None:
    """Return the latest moment anything the gates rest on was recorded about the two people of a record; None when nothing was."""
    link = link_of(connection, unit_id)
    own = link.from_unit_id if link else unit_id
    sources = {own, *(one.from_unit_id for one in units_of_two(connection, own))}
    links = tuple(one for source in sources for one in units_from(connection, source))
    alone = {record for one in links for record in _own_records(connection, links, one.partner_id)}
    moments: list[datetime] = []
    for record in sources | alone | {one.unit_id for one in links}:
        told = safety_history(connection, record)
        moments += [interview.recorded.at for interview in told.interviews]
        moments += [trigger.recorded.at for trigger in told.triggers]
        moments += [one.signed.at.at for one in told.overrides]
        moments += [prescreen.recorded.at for prescreen in prescreens(connection, record)]
        moments += [screen.recorded.at for screen in screens(connection, record)]
        moments += [one.recorded.at for one in tables.CHECK_INS.of_unit(connection, record)]
    return max(moments, default=None)


def _begun(connection: Connection, unit_id: str) -> date | None:
    """Return the day the present episode of care began."""
    c = tables.EPISODES_OF_CARE.table.c
    found = tables.EPISODES_OF_CARE.first(connection, c.unit_id == unit_id, order_by=(c.number.desc(),))
    return found.opened_on if found else None


def _pair_override(both: SafetyHistory, partner: SafetyHistory, partner_id: str, today: date) -> GateOverride | None:
    """Return the live conjoint override of this very pair; one that a stop of either person overtook is gone."""
    of_pair = replace(both, overrides=tuple(one for one in both.overrides if one.partner_id == partner_id))
    signed = of_pair.live_override(OverrideKind.CONJOINT, today)
    return None if signed is None or partner.stopped_since(signed) else signed


def add_unit(connection: Connection, unit: TreatmentUnit, link: UnitLink, members: tuple[UnitMember, ...]) -> None:
    """Store a new unit with its link and its members."""
    tables.UNITS.add(connection, unit)
    tables.UNIT_LINKS.add(connection, link)
    for member in members:
        tables.UNIT_MEMBERS.add(connection, member)


def open_unit(connection: Connection, from_unit_id: str, kind: UnitKind) -> UnitLink | None:
    """Return the newest unit of a kind from an individual record that is not closed, or None."""
    for link in reversed(units_from(connection, from_unit_id)):
        e = tables.EPISODES_OF_CARE.table.c
        episode = tables.EPISODES_OF_CARE.first(connection, e.unit_id == link.unit_id, order_by=(e.number.desc(),))
        if link.kind is kind and episode is not None and episode.state is not CaseState.CLOSED:
            return link
    return None
