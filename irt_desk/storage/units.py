"""What joint units need of more than one table: members, links, both people's screenings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from irt_desk.domain import safety as safety_rules
from irt_desk.domain.cases import CaseState, TreatmentUnit, UnitKind
from irt_desk.domain.clients import Client
from irt_desk.domain.safety import GateOverride, OverrideKind, SafetyHistory, SafetyTrigger
from irt_desk.domain.units import (
    DiscernmentScreen,
    JointPreparation,
    PairFacts,
    PartnerPrescreen,
    Place,
    UnitLink,
    UnitMember,
    partner_history,
    partner_standing,
)
from irt_desk.storage import seen, tables


def link_of(connection: Connection, unit_id: str) -> UnitLink | None:
    """Return where a unit came from; None for an individual record."""
    return tables.UNIT_LINKS.get(connection, unit_id)


def units_from(connection: Connection, from_unit_id: str) -> tuple[UnitLink, ...]:
    """Return the units that were opened from an individual record, oldest first."""
    c = tables.UNIT_LINKS.table.c
    return tables.UNIT_LINKS.all(connection, c.from_unit_id == from_unit_id, order_by=(c.unit_id,))


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


def safety_history(connection: Connection, unit_id: str) -> SafetyHistory:
    """Return everything the gate of a record is computed from, the latest day the practice has seen too."""
    told = SafetyHistory(
        tables.SAFETY_INTERVIEWS.of_unit(connection, unit_id),
        tables.SAFETY_TRIGGERS.of_unit(connection, unit_id),
        tables.OVERRIDES.of_unit(connection, unit_id),
    )
    last = told.last_screening
    return replace(told, known_day=seen.day_since(connection, last.id)) if last else told


def partner_gate(
    connection: Connection,
    partners: tuple[PartnerPrescreen, ...],
    today: date,
    told: tuple[SafetyTrigger, ...] = (),
) -> safety_rules.GateStanding | None:
    """Return the partner's own gate, on the latest day the practice has seen; None when they were never screened."""
    last = next((one for one in reversed(partners) if one.interview.counts), None)
    known = seen.day_since(connection, last.id) if last else None
    return partner_standing(partners, max(today, known) if known else today, told)


def pair_facts(connection: Connection, from_unit_id: str, today: date, *, unit_id: str = "") -> PairFacts:
    """Return both people's gates and papers: those of the individual record, or of the joint unit when one is named.

    A danger told in a joint unit stops both until each was screened alone again (6.6).
    """
    links = units_from(connection, from_unit_id)
    told = tuple(one for link in links for one in tables.SAFETY_TRIGGERS.of_unit(connection, link.unit_id))
    own = safety_history(connection, from_unit_id)
    history = replace(own, triggers=(*own.triggers, *told))
    partners = prescreens(connection, from_unit_id)
    link = link_of(connection, unit_id) if unit_id else None
    ready = preparation(connection, from_unit_id)
    return PairFacts(
        client=safety_rules.standing(history, today),
        partner=partner_gate(connection, partners, today, told),
        override=_pair_override(history, partners, told, today),
        consents=tables.CONSENTS.of_unit(connection, unit_id or from_unit_id),
        screens=screens(connection, from_unit_id),
        secrets=link.secrets if link else ready.secrets,
        today=today,
    )


def _pair_override(
    history: SafetyHistory, partners: tuple[PartnerPrescreen, ...], told: tuple[SafetyTrigger, ...], today: date
) -> GateOverride | None:
    """Return the live conjoint override of this very pair; one that a stop of either person overtook is gone."""
    signed = history.live_override(OverrideKind.CONJOINT, today)
    if signed is None or not partners or signed.partner_id != partners[-1].partner_id:
        return None
    return None if partner_history(partners, told).stopped_since(signed) else signed


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
