"""Item releases and what crossed by them into a unit of two (domain paper, 6.5).

Nothing crosses when a unit opens. Each item is read by the practitioner alone, released by its owner in the words they read, and
then brought: a copy with its date. The unit's record never leads back to the record it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from irt_desk.domain import sharing as rules
from irt_desk.domain.cases import TreatmentUnit
from irt_desk.domain.clients import Client
from irt_desk.domain.consents import PriorInfo
from irt_desk.domain.sharing import Crossing, CrossingNeed, ItemRelease, SharedItem, SharedMaterial
from irt_desk.domain.units import Place, UnitMember
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.sharing_items import ShareableItem, items_of
from irt_desk.services.text import cleaned
from irt_desk.services.units import meeting_missing
from irt_desk.storage import caseload, tables
from irt_desk.storage import sharing as stored
from irt_desk.storage import units as stored_units
from irt_desk.storage.rows import Connection, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine:
    """One copy that stands in the unit, with the release it came by."""

    item: SharedItem
    signer_name: str
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One item for the practitioner's eyes: its words, whether a release covers it, what keeps it from crossing.

    Attributes:
        item: what stands in the record today.
        release: the release in force for it, if any; its text is what would cross.
        is_there: whether it crossed by that very release, or by the role change, already.
        missing: what still keeps it from crossing, its release among it.
        cannot_be_signed: the part of it that no signature can close.
    """

    item: ShareableItem
    release: ItemRelease | None
    is_there: bool
    missing: tuple[Missing, ...]
    cannot_be_signed: tuple[Missing, ...]

    @property
    def text(self) -> str:
        """The exact words that would cross: those that were released, else those that would be signed under."""
        return self.release.text if self.release else self.item.text


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingView:
    """The page of a unit: what crossed, how it treats what came before, who has a record of their own here."""

    lines: tuple[SharedLine, ...]
    prior: PriorInfo
    owners: tuple[tuple[Place, str], ...]


class Sharing(Service):
    """What of the two own records stands in a couple or discernment unit."""

    def of(self, unit_id: str) -> SharingView:
        """Return what crossed into a unit, oldest first, and from whose record something may still be brought."""
        with self._reading() as c:
            owners = tuple(
                (member.place, person.preferred_name)
                for member, person in self._members(c, unit_id)
                if stored.own_record(c, unit_id, member.place) is not None
            )
            return SharingView(lines=_lines(c, unit_id), prior=_prior(c, unit_id), owners=owners)

    def offered(self, unit_id: str, owner: Place, material: SharedMaterial) -> tuple[Offer, ...]:
        """Return the items of a kind from one person's record, for the practitioner's eyes; looking is traced.

        Raises:
            Refused: this kind never crosses.
        """
        with self._changing() as c:
            member, record = self._owner(c, unit_id, owner)
            _insist_not_never(material)
            self._audit(
                c, "sharing.viewed", "treatment_unit", record.id, client_id=member.client_id, reason=material.value
            )
            return tuple(self._offer(c, unit_id, owner, one) for one in items_of(c, record, material))

    def sign(self, release: ItemRelease) -> Saved[ItemRelease]:
        """Store the signature of an owner under one item, in the words they read.

        ``release`` names unit, owner, kind and source, the text that was read, the signer and the day; the rest is given here.

        Raises:
            Refused: the item can never cross or needs no release, the unit's policy keeps it, or the record says something
                else by now.
            Invalid: no name, a day to come, the other person's name, a guess about the partner that was not rewritten.
        """
        with self._changing() as c:
            member, record = self._owner(c, release.into_unit_id, release.owner)
            _insist_releasable(release.material)
            item = _found(c, record, release.material, release.source_id)
            crossing = self._crossing(c, release.into_unit_id, release.owner, item, None)
            if missing := rules.signing_missing(crossing):
                raise Refused(missing)
            release = cleaned(
                replace(
                    release,
                    id=self._id(),
                    unit_id=record.id,
                    client_id=member.client_id,
                    title=item.title,
                    text=release.text.strip(),
                    recorded=self._now(c),
                    withdrawn_on=None,
                )
            )
            self._insist_signed(c, release, item)
            tables.ITEM_RELEASES.add(c, release)
            self._audit(
                c,
                "sharing.released",
                "item_release",
                release.id,
                client_id=member.client_id,
                reason=item.material.value,
            )
        return saved(release, Area.UNITS)

    def take_back(self, release_id: str, on: date) -> Saved[ItemRelease]:
        """Record that an owner takes a release back: nothing new is carried by it, what crossed stays with its date.

        Raises:
            Invalid: a day to come or before the signature, or it was taken back already.
        """
        with self._changing() as c:
            release = tables.ITEM_RELEASES.get(c, release_id)
            if release is None:
                raise NotFound(what="release")
            insist(rules.withdrawal_problems(release, on, self._today(c)))
            release = tables.ITEM_RELEASES.replace(c, replace(release, withdrawn_on=on))
            self._audit(c, "sharing.taken_back", "item_release", release.id, client_id=release.client_id)
        return saved(release, Area.UNITS)

    def bring(self, unit_id: str, owner: Place, material: SharedMaterial, source_id: str) -> Saved[SharedItem]:
        """Let a copy of one released item stand in the unit.

        Raises:
            Refused: the table, the policy, the release or either gate does not allow it now; every reason at once.
        """
        with self._changing() as c:
            member, record = self._owner(c, unit_id, owner)
            _insist_not_never(material)
            release = self._release(c, unit_id, owner, material, source_id)
            item = _released(release) if release else _found(c, record, material, source_id)
            offer = self._offer(c, unit_id, owner, item)
            if offer.is_there:
                raise Refused([Missing("share_is_there", Act.NONE)])
            if offer.missing:
                raise Refused(offer.missing)
            made = self._copy(c, unit_id, member, offer)
            tables.SHARED_ITEMS.add(c, made)
            self._audit(c, "sharing.crossed", "shared_item", made.id, client_id=member.client_id, reason=material.value)
        return saved(made, Area.UNITS)

    def _copy(self, c: Connection, unit_id: str, member: UnitMember, offer: Offer) -> SharedItem:
        """Return the copy: the words as released, or for dates and attendance as they are, by the role-change consent."""
        release, today = offer.release, self._today(c)
        consent = rules.role_change(tables.CONSENTS.of_unit(c, unit_id), member.place, today)
        assert consent is not None  # the rule asked for it
        return SharedItem(
            id=self._id(),
            unit_id=unit_id,
            client_id=member.client_id,
            owner=member.place,
            material=offer.item.material,
            title=release.title if release else offer.item.title,
            text=offer.text,
            released_on=release.signed_on if release else consent.signed_on,
            crossed_on=today,
            recorded=self._now(c),
            release_id=release.id if release else consent.id,
            source_id=offer.item.source_id,
        )

    def _insist_signed(self, c: Connection, release: ItemRelease, item: ShareableItem) -> None:
        is_rewritten = rules.may_cross(item.material).need is CrossingNeed.RELEASE_AND_JUDGEMENT
        if not is_rewritten and release.text != item.text:
            raise Refused([Missing("share_changed", Act.NONE)])
        others = (
            person for member, person in self._members(c, release.into_unit_id) if member.place is not release.owner
        )
        names = [name for person in others for name in (person.preferred_name, person.legal_name)]
        insist(rules.release_problems(release, self._today(c), guesses=item.guesses, other_names=names))

    def _offer(self, c: Connection, unit_id: str, owner: Place, item: ShareableItem) -> Offer:
        release = self._release(c, unit_id, owner, item.material, item.source_id)
        crossing = self._crossing(c, unit_id, owner, item, release)
        kept = [one for one in meeting_missing(self, c, unit_id) if one not in rules.signing_missing(crossing)]
        there = [s for s in stored.shared(c, unit_id) if (s.owner, s.material) == (owner, item.material)]
        by_release = release is not None and any(s.release_id == release.id for s in there)
        by_consent = item.material is SharedMaterial.ATTENDANCE and any(s.text == item.text for s in there)
        return Offer(
            item=item,
            release=release,
            is_there=by_release or by_consent,
            missing=(*rules.crossing_missing(crossing), *kept),
            cannot_be_signed=tuple(rules.signing_missing(crossing)),
        )

    def _release(
        self, c: Connection, unit_id: str, owner: Place, material: SharedMaterial, source_id: str
    ) -> ItemRelease | None:
        """Return the newest release in force of an item for a unit."""
        today = self._today(c)
        found = [
            r
            for r in stored.releases_into(c, unit_id)
            if (r.owner, r.material, r.source_id) == (owner, material, source_id) and r.holds_on(today)
        ]
        return found[-1] if found else None

    def _crossing(
        self, c: Connection, unit_id: str, owner: Place, item: ShareableItem, release: ItemRelease | None
    ) -> Crossing:
        return Crossing(
            material=item.material,
            source_id=item.source_id,
            owner=owner,
            into_unit_id=unit_id,
            kind=self._unit(c, unit_id).kind,
            state=caseload.newest_episode(c, unit_id).state,
            is_of_member=stored.own_record(c, unit_id, owner) is not None,
            prior=_prior(c, unit_id),
            consents=tables.CONSENTS.of_unit(c, unit_id),
            release=release,
            today=self._today(c),
        )

    def _members(self, c: Connection, unit_id: str) -> tuple[tuple[UnitMember, Client], ...]:
        if not self._unit(c, unit_id).kind.is_joint:
            raise NotFound(what="unit")
        return stored_units.members_of(c, unit_id)

    def _owner(self, c: Connection, unit_id: str, owner: Place) -> tuple[UnitMember, TreatmentUnit]:
        member = next((m for m, _ in self._members(c, unit_id) if m.place is owner), None)
        record = stored.own_record(c, unit_id, owner)
        if member is None or record is None:
            raise NotFound(what="record")
        return member, record


def _insist_not_never(material: SharedMaterial) -> None:
    if material in rules.NEVER:
        raise Refused([Missing("share_never", Act.NONE, {"material": material})])


def _insist_releasable(material: SharedMaterial) -> None:
    """Raise for what crosses never, and for what crosses by the consent alone: no release of either can exist."""
    _insist_not_never(material)
    if rules.may_cross(material).need is CrossingNeed.ROLE_CHANGE:
        raise Refused([Missing("share_consent_enough", Act.NONE)])


def _prior(c: Connection, unit_id: str) -> PriorInfo:
    link = stored_units.link_of(c, unit_id)
    return rules.prior_of(link.prior_info if link else PriorInfo.SEALED, tables.CONSENTS.of_unit(c, unit_id))


def _found(c: Connection, record: TreatmentUnit, material: SharedMaterial, source_id: str) -> ShareableItem:
    item = next((one for one in items_of(c, record, material) if one.source_id == source_id), None)
    if item is None:
        raise NotFound(what="item")
    return item


def _released(release: ItemRelease) -> ShareableItem:
    """Return an item as it was released: what crosses does not ask what its source has become."""
    return ShareableItem(release.material, release.source_id, release.title, release.text)


def _lines(c: Connection, unit_id: str) -> tuple[SharedLine, ...]:
    releases = {one.id: one for one in stored.releases_into(c, unit_id)}
    consents = {one.id: one for one in tables.CONSENTS.of_unit(c, unit_id)}
    found = []
    for item in stored.shared(c, unit_id):
        release, consent = releases.get(item.release_id), consents.get(item.release_id)
        signed = release or consent
        found.append(
            SharedLine(
                item=item,
                signer_name=signed.signer_name if signed else "",
                withdrawn_on=release.withdrawn_on if release else None,
            )
        )
    return tuple(found)


def shown(c: Connection, unit_id: str) -> list[dict[str, Any]]:
    """Return what crossed as data for other programs, without the way back to the record it came from."""
    kept = ("owner", "material", "title", "text", "released_on", "crossed_on")
    return [
        {name: encode(getattr(line.item, name)) for name in kept} | {"withdrawn_on": encode(line.withdrawn_on)}
        for line in _lines(c, unit_id)
    ]
