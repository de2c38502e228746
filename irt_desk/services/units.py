"""Couple, discernment and collateral units: preparing, opening, meeting, withdrawing (domain paper, 6.1, 6.5, 6.6).

A new unit is never a converted record: it gets its own chart, members and consents. What stands here about the partner's own
screening is for the practitioner; nothing of it reaches the client's chart, export or refusal text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from irt_desk.domain import discernment as discernment_rules
from irt_desk.domain import units as rules
from irt_desk.domain.cases import CareEpisode, CaseState, Outcome, StateChange, TreatmentUnit, UnitKind
from irt_desk.domain.clients import Client
from irt_desk.domain.consents import Consent, ConsentType, Signer, in_force
from irt_desk.domain.pathway import CaseFacts, Effect, Transition, TransitionCode
from irt_desk.domain.relationships import Partner
from irt_desk.domain.sessions import Attendance
from irt_desk.domain.units import (
    DiscernmentScreen,
    JointPreparation,
    PairFacts,
    PartnerPrescreen,
    Place,
    UnitLink,
    UnitMember,
)
from irt_desk.domain.values import Act, Missing, Problem, insist, not_future
from irt_desk.errors import NotFound, Refused
from irt_desk.services import collateral, search_text
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.consent_copies import OF_BOTH, taken_back_everywhere
from irt_desk.services.context import Service
from irt_desk.services.moments import after_all
from irt_desk.services.safety_stops import follow_stop
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage import clients as stored_clients
from irt_desk.storage import discernment as stored_discernment
from irt_desk.storage import sharing as stored_sharing
from irt_desk.storage import units as stored
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.UNITS, Area.PATHWAY, Area.CASES, Area.CLIENTS)
_ENDED = (CaseState.CLOSED, CaseState.FOLLOW_UP, CaseState.REFERRED_OUT)
"""Where an individual case stands when a new episode of care may begin (T18)."""
KIND_OF: dict[Effect, UnitKind] = {
    Effect.OPENS_COUPLE: UnitKind.COUPLE,
    Effect.OPENS_DISCERNMENT: UnitKind.DISCERNMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A joint unit for its page: who belongs to it and whether they may meet today."""

    unit: TreatmentUnit
    link: UnitLink
    episode: CareEpisode
    members: tuple[tuple[UnitMember, Client], ...]
    keeps_from_meeting: tuple[Missing, ...]


class Units(Service):
    """Units of treatment beside the individual record."""

    def view(self, unit_id: str) -> UnitView:
        """Return a joint unit with its members and what keeps them from meeting today."""
        with self._reading() as c:
            link = self._link(c, unit_id)
            return UnitView(
                unit=self._unit(c, unit_id),
                link=link,
                episode=self._episode(c, unit_id),
                members=stored.members_of(c, unit_id),
                keeps_from_meeting=tuple(meeting_missing(self, c, unit_id)),
            )

    def of(self, from_unit_id: str) -> tuple[UnitLink, ...]:
        """Return the units opened from an individual record; the link is for the practitioner only."""
        with self._reading() as c:
            return stored.units_from(c, from_unit_id)

    def pair(self, from_unit_id: str) -> PairFacts:
        """Return both people's gates and papers before a unit opens, for the practitioner's eyes."""
        with self._reading() as c:
            return stored.pair_facts(c, from_unit_id, self._today(c))

    def preparation(self, from_unit_id: str) -> JointPreparation:
        """Return what was chosen for a joint unit before it opens."""
        with self._reading() as c:
            return stored.preparation(c, from_unit_id)

    def prepare(self, preparation: JointPreparation) -> Saved[JointPreparation]:
        """Store what both agreed on before a unit opens: secrets policy, what happens to what was told before."""
        with self._changing() as c:
            tables.JOINT_PREPARATIONS.put(c, cleaned(preparation))
            self._audit(c, "unit.prepared", "joint_preparation", preparation.unit_id, unit_id=preparation.unit_id)
        return saved(preparation, Area.UNITS, Area.PATHWAY)

    def prescreens(self, from_unit_id: str) -> tuple[PartnerPrescreen, ...]:
        """Return the partner's own screenings, oldest first. For the practitioner only."""
        with self._changing() as c:
            found = stored.prescreens(c, from_unit_id)
            if found:
                self._audit(c, "prescreen.viewed", "partner_prescreen", found[-1].id, unit_id=from_unit_id)
        return found

    def record_prescreen(self, prescreen: PartnerPrescreen) -> Saved[PartnerPrescreen]:
        """Record the partner's own screening, held alone, with their signature (6.6).

        Raises:
            Invalid: no signature, no finding, a day to come, a stop lifted without its reason and evidence.
        """
        with self._changing() as c:
            self._partner(c, prescreen.from_unit_id, prescreen.partner_id)
            now, signature = after_all(self, c, prescreen.from_unit_id), self._signature(c)
            interview = replace(
                prescreen.interview, id=self._id(), unit_id=prescreen.from_unit_id, recorded=now, signed=signature
            )
            prescreen = replace(prescreen, id=self._id(), recorded=now, interview=interview, signed=signature)
            prescreen = cleaned(prescreen)
            known = stored.prescreens(c, prescreen.from_unit_id, prescreen.partner_id)
            insist(rules.prescreen_problems(prescreen, self._today(c), known))
            tables.PRESCREENS.add(c, prescreen)
            unit_id = prescreen.from_unit_id
            self._audit(c, "prescreen.recorded", "partner_prescreen", prescreen.id, unit_id=unit_id)
            follow_stop(self, c, unit_id)
        return saved(prescreen, Area.UNITS, Area.PATHWAY, Area.CLIENTS)

    def screen_for_discernment(self, screen: DiscernmentScreen) -> Saved[DiscernmentScreen]:
        """Record the discernment screening of one person, asked alone (5.2).

        Raises:
            Invalid: not alone, or a day to come.
        """
        with self._changing() as c:
            found = [] if screen.alone else [Problem("alone", "screened_alone")]
            if screen.on > self._today(c):
                found.append(Problem("on", "in_future"))
            insist(found)
            recorded = after_all(self, c, screen.from_unit_id)
            made = replace(screen, id=self._id(), recorded=recorded, signed=self._signature(c))
            screen = cleaned(made)
            tables.DISCERNMENT_SCREENS.add(c, screen)
            self._audit(c, "discernment.screened", "discernment_screen", screen.id, unit_id=screen.from_unit_id)
        return saved(screen, Area.UNITS, Area.PATHWAY)

    def guest_missing(self, from_unit_id: str) -> tuple[Missing, ...]:
        """Return what keeps the partner from coming as a guest: both gates, their signature, a contact that is open already."""
        with self._reading() as c:
            return tuple(collateral.guest_missing(self, c, from_unit_id))

    def guest_unit(self, from_unit_id: str) -> UnitLink | None:
        """Return the collateral contact of a record that is open, or None."""
        with self._reading() as c:
            return stored.open_unit(c, from_unit_id, UnitKind.COLLATERAL_CONTACT)

    def open_collateral(self, from_unit_id: str, partner_id: str) -> Saved[TreatmentUnit]:
        """Open a collateral contact: the partner comes as a guest in the client's care, not as a client (6.1).

        Raises:
            Refused: both gates, or the signed collateral agreement, do not allow it; or one is open already.
        """
        with self._changing() as c:
            partner = self._partner(c, from_unit_id, partner_id)
            if missing := collateral.guest_missing(self, c, from_unit_id, partner_id):
                raise Refused(missing)
            unit = _new_unit(self, c, from_unit_id, partner, UnitKind.COLLATERAL_CONTACT)
        return saved(unit, *_TOUCHED)

    def withdraw(self, unit_id: str, member: Place, on: date) -> Saved[CareEpisode]:
        """Take back one person's consent: the unit goes to ``closing`` at once, no joint session may be held (6.7).

        It asks for no reason and no gate; either person may do it at any time.

        Raises:
            Invalid: a day that lies ahead; it is taken back now.
        """
        with self._changing() as c:
            insist(not_future("withdrawn_on", on, self._today(c)))
            link = self._link(c, unit_id)
            who = Signer.CLIENT if member is Place.A else Signer.PARTNER
            kinds = {kind for kind, signer in rules.NEEDED_IN_FORCE[link.kind] if signer is who}
            for one in tables.CONSENTS.of_unit(c, unit_id):
                if one.type in kinds and one.signer is who and one.withdrawn_on is None:
                    taken = tables.CONSENTS.replace(c, replace(one, withdrawn_on=on))
                    self._audit(c, "consent.withdrawn", "consent", one.id, unit_id=unit_id)
                    follow_paper(self, c, taken)
            episode = follow_consents(self, c, unit_id)
        return saved(episode, *_TOUCHED, Area.CONSENTS)

    def _link(self, c: Connection, unit_id: str) -> UnitLink:
        link = stored.link_of(c, unit_id)
        if link is None:
            raise NotFound(what="unit")
        return link

    def _partner(self, c: Connection, from_unit_id: str, partner_id: str) -> Partner:
        partner = tables.PARTNERS.get(c, partner_id)
        if partner is None or partner.unit_id != from_unit_id:
            raise NotFound(what="partner")
        return partner


def meeting_missing(service: Service, c: Connection, unit_id: str) -> list[Missing]:
    """Return what keeps the people of a unit from meeting today: its state, both gates, every consent it stands on."""
    link = stored.link_of(c, unit_id)
    if link is None:
        return []
    today, found = service._today(c), list[Missing]()
    state = caseload.newest_episode(c, unit_id).state
    if state is not CaseState.OPEN:
        found.append(Missing(f"unit_{state}", Act.UNIT))
    pair = stored.pair_facts(c, link.from_unit_id, today, unit_id=unit_id)
    # The thirty days are for opening; a meeting asks for gates that stand today (6.6).
    found += rules.without_whose(one for one in rules.pair_missing(pair) if one.code not in rules.TOO_OLD)
    for kind, who in rules.NEEDED_IN_FORCE[link.kind]:
        if in_force(pair.consents, kind, today, who) is None:
            found.append(Missing(f"consent_{kind}_{who}", Act.CONSENTS))
    return found


def further_missing(service: Service, c: Connection, unit_id: str) -> list[Missing]:
    """Return what keeps a further session of a discernment unit from being planned: five at most, none after the decision (5.3)."""
    if service._unit(c, unit_id).kind is not UnitKind.DISCERNMENT:
        return []
    meets = (Attendance.SCHEDULED, Attendance.ATTENDED)
    planned = sum(s.attendance in meets and not s.entered_in_error for s in tables.SESSIONS.of_unit(c, unit_id))
    return [
        Missing(code, Act.UNIT) for code in discernment_rules.may_add(stored_discernment.shared(c, unit_id), planned)
    ]


def follow_consents(service: Service, c: Connection, unit_id: str) -> CareEpisode:
    """Bring a joint unit to ``closing`` when one of the consents it stands on was taken back (6.7, invariants)."""
    episode = caseload.newest_episode(c, unit_id)
    link = stored.link_of(c, unit_id)
    if link is None or episode.state not in (CaseState.OPEN, CaseState.SUSPENDED):
        return episode
    consents = tables.CONSENTS.of_unit(c, unit_id)
    taken_back = {(one.type, one.signer) for one in consents if one.withdrawn_on is not None}
    standing = {(one.type, one.signer) for one in consents if one.withdrawn_on is None}
    if not (taken_back - standing) & set(rules.NEEDED_IN_FORCE[link.kind]):
        return episode
    to = CaseState.CLOSED if link.kind is UnitKind.COLLATERAL_CONTACT else CaseState.CLOSING
    moved = replace(episode, state=to, closed_on=service._today(c) if to is CaseState.CLOSED else None)
    evidence = tuple(one.id for one in consents if one.withdrawn_on is not None)
    return _follow(service, c, episode, moved, TransitionCode.WITHDRAWAL, evidence)


def _follow(
    service: Service,
    c: Connection,
    before: CareEpisode,
    after: CareEpisode,
    code: TransitionCode,
    evidence: tuple[str, ...] = (),
) -> CareEpisode:
    """Move a unit that follows from an act elsewhere, with its own line in the history and the trail; return where it stands."""
    after = replace(after, state_since=service._today(c))
    change = StateChange(
        id=service._id(),
        unit_id=before.unit_id,
        episode_id=before.id,
        transition=code.value,
        from_state=before.state,
        to_state=after.state,
        on=after.state_since,
        recorded=service._now(c),
        evidence=evidence,
    )
    tables.STATE_CHANGES.add(c, change)
    tables.EPISODES_OF_CARE.replace(c, after)
    action = f"case.{code.value.lower()}"
    service._audit(c, action, "state_change", change.id, unit_id=before.unit_id, reason=after.state.value)
    service._refresh(c, before.unit_id)
    return after


def follow_paper(service: Service, c: Connection, taken: Consent) -> None:
    """End joint work when a paper it stands on was taken back, in the client's record or in its own."""
    for unit_id in taken_back_everywhere(service, c, taken):
        follow_consents(service, c, unit_id)


def carry_out(service: Service, c: Connection, row: Transition, facts: CaseFacts) -> TreatmentUnit | None:
    """Do what a move does beside changing the state, in its transaction: open a unit, begin a new episode of care."""
    unit_id = facts.episode.unit_id
    match row.effect:
        case None:
            return None
        case Effect.NEW_EPISODE:
            _new_episode(service, c, unit_id, CaseState.REOPENED)
            return None
        case Effect.CLOSES_SUSPENDED:
            _close_suspended(service, c, unit_id)
            return None
        case Effect.REOPENS_INDIVIDUAL:
            return _take_back(service, c, unit_id, facts)
        case Effect.OPENS_COUPLE | Effect.OPENS_DISCERNMENT:
            return _open_joint(service, c, unit_id, KIND_OF[row.effect])


def _close_suspended(service: Service, c: Connection, unit_id: str) -> None:
    """Close the couple unit that rested for this discernment: no path led back to it (T22)."""
    link = stored.link_of(c, unit_id)
    if link is None or not link.resumes:
        return
    episode, today = caseload.newest_episode(c, link.resumes), service._today(c)
    if episode.state is not CaseState.SUSPENDED:
        return
    ended = replace(episode, state=CaseState.CLOSED, closed_on=today, outcome=Outcome.MOVED_TO_DISCERNMENT)
    _follow(service, c, episode, ended, TransitionCode.T22)


def _open_joint(service: Service, c: Connection, unit_id: str, kind: UnitKind) -> TreatmentUnit:
    """Open a joint unit from an individual record or from another joint unit; one that T27 suspended resumes instead."""
    before = stored.link_of(c, unit_id)
    if before is not None and before.resumes and kind is UnitKind.COUPLE:
        unit = service._unit(c, before.resumes)
        episode = caseload.newest_episode(c, unit.id)
        if episode.state is CaseState.SUSPENDED:  # one that ended meanwhile stays ended
            _follow(service, c, episode, replace(episode, state=CaseState.OPEN), TransitionCode.T21)
            _copy_consents(service, c, unit_id, unit.id)
            _path_3(service, c, unit_id, unit.id)
            return unit
    from_unit_id = before.from_unit_id if before else unit_id
    partner_id = before.partner_id if before else stored.preparation(c, from_unit_id).partner_id
    partners = tables.PARTNERS.of_unit(c, from_unit_id)
    partner = next((p for p in partners if p.id == partner_id), partners[0] if partners else None)
    if partner is None:
        raise Refused([Missing("partner_named", Act.UNIT)])
    resumes = unit_id if before is not None and before.kind is UnitKind.COUPLE else ""
    unit = _new_unit(service, c, from_unit_id, partner, kind, resumes=resumes, consents_from=unit_id)
    if before is not None and before.kind is UnitKind.DISCERNMENT:
        _path_3(service, c, unit_id, unit.id)
    return unit


def _path_3(service: Service, c: Connection, source: str, target: str) -> None:
    """Carry over what path 3 rests on: the day of its review, and each agenda its owner released (T21)."""
    ending = discernment_rules.decided(stored_discernment.shared(c, source))
    if ending is not None and ending.path_3_review_on is not None:
        episode = caseload.newest_episode(c, target)
        tables.EPISODES_OF_CARE.replace(c, replace(episode, look_again_on=ending.path_3_review_on))
    for agenda in stored_discernment.agendas(c, source):
        if agenda.released_on is not None:
            copy = replace(agenda, id=service._id(), unit_id=target, copied_from=agenda.id)
            tables.AGENDAS.add(c, copy)
            service._audit(c, "agenda.copied", "member_agenda", copy.id, client_id=agenda.client_id)
    service._refresh(c, target)


def _new_unit(
    service: Service,
    c: Connection,
    from_unit_id: str,
    partner: Partner,
    kind: UnitKind,
    *,
    resumes: str = "",
    consents_from: str = "",
) -> TreatmentUnit:
    today, own = service._today(c), service._unit(c, from_unit_id)
    unit = TreatmentUnit(id=service._id(), kind=kind, client_id=own.client_id, opened_on=today)
    ready = stored.preparation(c, from_unit_id)
    link = UnitLink(
        unit_id=unit.id,
        from_unit_id=from_unit_id,
        partner_id=partner.id,
        kind=kind,
        opened_on=today,
        secrets=ready.secrets,
        prior_info=ready.prior_info,
        resumes=resumes,
    )
    policy = next(iter(rules.signed_policy(tables.CONSENTS.of_unit(c, consents_from or from_unit_id), today)), None)
    if policy is not None and kind.is_joint:  # what both signed last is what holds, not what was chosen before
        link = replace(link, secrets=policy.secrets_option, prior_info=policy.prior_info or link.prior_info)
    tables.UNITS.add(c, unit)
    tables.UNIT_LINKS.add(c, link)
    kinds = OF_BOTH if kind.is_joint else (ConsentType.COLLATERAL,)
    signed = _copy_consents(service, c, consents_from or from_unit_id, unit.id, kinds)
    if kind.is_joint:
        people = ((Place.A, own.client_id), (Place.B, _person_of(service, c, from_unit_id, partner)))
        for place, client_id in people:
            consent = signed.get(Signer.CLIENT if place is Place.A else Signer.PARTNER, "")
            member = UnitMember(
                id=service._id(), unit_id=unit.id, client_id=client_id, place=place, consent_id=consent, joined_on=today
            )
            tables.UNIT_MEMBERS.add(c, member)
    _new_episode(service, c, unit.id, CaseState.OPEN)
    service._audit(c, "unit.opened", "treatment_unit", unit.id, unit_id=unit.id, reason=kind.value)
    return unit


def _person_of(service: Service, c: Connection, from_unit_id: str, partner: Partner) -> str:
    """Return the partner as a client of their own: the one of an earlier joint unit, or a new one.

    Only what it takes to reach them goes over; what the client told about them stays in the client's record.
    """
    for link in stored.units_from(c, from_unit_id):
        if link.partner_id == partner.id:
            for member, _ in stored.members_of(c, link.unit_id):
                if member.place is Place.B:
                    return member.client_id
    client = Client(
        id=service._id(),
        number=stored_clients.next_number(c),
        preferred_name=partner.name,
        pronouns=partner.pronouns,
        is_demo=service._client(c, from_unit_id).is_demo,
        created=service._now(c),
    )
    tables.CLIENTS.add(c, client)
    service._audit(c, "client.taken_in", "client", client.id, client_id=client.id)
    search_text.index_client(c, client)
    return client.id


def _copy_consents(
    service: Service, c: Connection, source: str, target: str, kinds: tuple[ConsentType, ...] = OF_BOTH
) -> dict[Signer, str]:
    """Let what both signed stand in the new unit's own record too; return the consent each person stands on."""
    today, found = service._today(c), dict[Signer, str]()
    consents = tables.CONSENTS.of_unit(c, source)
    for kind in kinds:
        for who in Signer:
            one = in_force(consents, kind, today, who)  # of several the one signed last
            if one is not None:
                copy: Consent = replace(one, id=service._id(), unit_id=target)
                tables.CONSENTS.add(c, copy)
                found[who] = copy.id
    return found


def _new_episode(service: Service, c: Connection, unit_id: str, state: CaseState) -> CareEpisode:
    today = service._today(c)
    e = tables.EPISODES_OF_CARE.table.c
    last = tables.EPISODES_OF_CARE.first(c, e.unit_id == unit_id, order_by=(e.number.desc(),))
    episode = CareEpisode(
        id=service._id(),
        unit_id=unit_id,
        number=(last.number if last else 0) + 1,
        state=state,
        state_since=today,
        opened_on=today,
    )
    tables.EPISODES_OF_CARE.add(c, episode)
    service._refresh(c, unit_id)
    return episode


def _take_back(service: Service, c: Connection, unit_id: str, facts: CaseFacts) -> TreatmentUnit | None:
    """Begin individual care of one of the two again, when this therapist does it (T20, T28); another therapist is the default."""
    link, request = stored.link_of(c, unit_id), facts.request
    if link is None or not request.takes_back or request.member is None:
        return None
    own = stored_sharing.own_record(c, unit_id, request.member)
    if own is not None:
        if caseload.newest_episode(c, own.id).state not in _ENDED:
            raise Refused([Missing("in_care_already", Act.NONE)])
        _new_episode(service, c, own.id, CaseState.REOPENED)
        return own
    person = next(one for member, one in stored.members_of(c, unit_id) if member.place is Place.B)
    unit = TreatmentUnit(
        id=service._id(), kind=UnitKind.INDIVIDUAL_IRT, client_id=person.id, opened_on=service._today(c)
    )
    tables.UNITS.add(c, unit)
    _new_episode(service, c, unit.id, CaseState.INQUIRY)
    service._audit(c, "unit.opened", "treatment_unit", unit.id, unit_id=unit.id, reason=unit.kind.value)
    return unit
