"""What of one person's own record may cross into a unit of two, by whose release (domain paper, 6.5).

Nothing crosses by itself. What crosses is a copy of the very words its owner released; safety screens, the safety plan and
psychotherapy notes cross never, and no release can exist for them. What was told alone before two became the client stays under
the policy both signed then; a policy signed later never opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import CaseState, UnitKind
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, Signer, in_force, same_person
from irt_desk.domain.units import Place
from irt_desk.domain.values import THIRD_PARTY, Act, Instant, Missing, Problem, need_text, not_future, tagged

FEWEST_WORDS = 3
"""A guess of fewer words may stand in a rewritten text by chance: "he is tired" is copied, "tired" is not [D]."""


class SharedMaterial(StrEnum):
    """The rows of the sharing table, in its order (domain paper, 6.5)."""

    ATTENDANCE = "attendance"
    GOAL = "goal"
    SKILL = "skill"
    CYCLE_MAP = "cycle_map"
    PARTNER_VIEW = "partner_view"
    RELATIONSHIP_SCORE = "relationship_score"
    SYMPTOM_SCORE = "symptom_score"
    SAFETY = "safety"
    PSYCHOTHERAPY_NOTE = "psychotherapy_note"
    PRIVATE_DISCLOSURE = "private_disclosure"
    DIAGNOSIS = "diagnosis"


class CrossingNeed(StrEnum):
    """What a row of the table asks for before it may cross."""

    ROLE_CHANGE = "role_change"
    RELEASE = "release"
    RELEASE_AND_JUDGEMENT = "release_and_judgement"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SharingRule:
    """One row: what it needs, and whether it is made of words that were said alone."""

    need: CrossingNeed
    said_alone: bool = False


_M, _N = SharedMaterial, CrossingNeed
SHARING: dict[SharedMaterial, SharingRule] = {
    _M.ATTENDANCE: SharingRule(_N.ROLE_CHANGE),
    _M.GOAL: SharingRule(_N.RELEASE),
    _M.SKILL: SharingRule(_N.RELEASE),
    _M.CYCLE_MAP: SharingRule(_N.RELEASE),
    _M.PARTNER_VIEW: SharingRule(_N.RELEASE_AND_JUDGEMENT, said_alone=True),
    _M.RELATIONSHIP_SCORE: SharingRule(_N.RELEASE),
    _M.SYMPTOM_SCORE: SharingRule(_N.RELEASE),
    _M.SAFETY: SharingRule(_N.NEVER),
    _M.PSYCHOTHERAPY_NOTE: SharingRule(_N.NEVER),
    _M.PRIVATE_DISCLOSURE: SharingRule(_N.RELEASE, said_alone=True),
    _M.DIAGNOSIS: SharingRule(_N.RELEASE),
}
"""The table. How a person is reached is part of nobody's crossing: safe contact is safety content (6.6).

Own goals and the shown map are what a person works on and has read; their own item release is enough whatever the policy says of
words told alone. A disclosure and a guess about the partner are such words: what both agreed on for them holds (6.5).
"""

NEVER = tuple(one for one, rule in SHARING.items() if rule.need is CrossingNeed.NEVER)
"""What no release can exist for."""

MAY = tuple(one for one in SharedMaterial if one not in NEVER)
"""What may cross under its row."""

_STRICTEST_FIRST = (PriorInfo.SEALED, PriorInfo.CLIENT_MAY_DISCLOSE_SELF, PriorInfo.RELEASED_ITEM_BY_ITEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRelease:
    """One person's signature under one item of their own record, for one unit of two.

    It belongs to the owner's record (``unit_id``). ``title`` and ``text`` are what the person read when signing: nothing else can
    cross by it. ``judgement`` is the therapist's written reason where the item speaks of the partner. Taken back, it carries
    nothing new; what crossed before stays with its date.
    """

    id: str
    unit_id: str
    into_unit_id: str
    client_id: str
    owner: Place
    material: SharedMaterial
    source_id: str
    title: str = tagged(THIRD_PARTY)
    text: str = tagged(THIRD_PARTY)
    judgement: str = tagged(THIRD_PARTY)
    signer_name: str = ""
    signed_on: date
    recorded: Instant
    withdrawn_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it carries something on a day."""
        return self.signed_on <= day and (self.withdrawn_on is None or self.withdrawn_on > day)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedItem:
    """A copy in the record of two: whose it is, the words as released, when they were released and when they crossed. Append-only.

    ``source_id`` and ``release_id`` lead back to the owner's record and are for the practitioner only.
    """

    id: str
    unit_id: str
    client_id: str
    owner: Place
    material: SharedMaterial
    title: str = tagged(THIRD_PARTY)
    text: str = tagged(THIRD_PARTY)
    released_on: date
    crossed_on: date
    recorded: Instant
    release_id: str
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Everything the question "may this item cross now?" looks at.

    Attributes:
        kind: the unit it would cross into.
        state: where that unit stands.
        is_of_member: whether the item's owner is a member of that unit and the item stands in their own record.
        prior: how the unit treats what was told alone before it (:func:`prior_of`).
        consents: the consents of that unit.
        release: the release of this item, if there is any.
    """

    material: SharedMaterial
    source_id: str
    owner: Place
    into_unit_id: str
    kind: UnitKind
    state: CaseState
    is_of_member: bool
    prior: PriorInfo
    consents: tuple[Consent, ...]
    release: ItemRelease | None = None
    today: date


def may_cross(material: SharedMaterial) -> SharingRule:
    """Return the row of the table for a material (6.5)."""
    return SHARING[material]


def prior_of(at_opening: PriorInfo, consents: Iterable[Consent]) -> PriorInfo:
    """Return how a unit treats what was told alone before it: the strictest that was ever agreed.

    A policy that is signed later, whatever it says, never reaches back to open what was sealed (6.5).
    """
    signed = [c.prior_info for c in consents if c.type is ConsentType.SECRETS_POLICY and c.prior_info is not None]
    return min((at_opening, *signed), key=_STRICTEST_FIRST.index)


def role_change(consents: Iterable[Consent], owner: Place, today: date) -> Consent | None:
    """Return the consent by which this person became one of two: the client's role change, the partner's own consent."""
    if owner is Place.A:
        return in_force(consents, ConsentType.ROLE_CHANGE, today, Signer.CLIENT)
    return in_force(consents, ConsentType.PARTNER_CONSENT, today, Signer.PARTNER)


def signing_missing(crossing: Crossing) -> list[Missing]:
    """Return what keeps a release of this item from being signed at all: the table, the unit, the policy (6.5)."""
    rule = may_cross(crossing.material)
    if rule.need is CrossingNeed.NEVER:
        return [Missing("share_never", Act.NONE, {"material": crossing.material})]
    found: list[Missing] = []
    if not crossing.kind.is_joint or not crossing.is_of_member:
        found.append(Missing("share_not_theirs", Act.UNIT))
    if crossing.state is not CaseState.OPEN:
        found.append(Missing(f"unit_{crossing.state}", Act.UNIT))
    if rule.said_alone and crossing.prior is PriorInfo.SEALED:
        found.append(Missing("share_sealed", Act.NONE))
    is_private = crossing.material is SharedMaterial.PRIVATE_DISCLOSURE
    if is_private and crossing.prior is PriorInfo.CLIENT_MAY_DISCLOSE_SELF:
        found.append(Missing("share_tells_self", Act.NONE))
    if role_change(crossing.consents, crossing.owner, crossing.today) is None:
        code = "consent_role_change" if crossing.owner is Place.A else "consent_partner_consent"
        found.append(Missing(code, Act.CONSENTS))
    return found


def crossing_missing(crossing: Crossing) -> list[Missing]:
    """Return everything that keeps an item from crossing now; empty when a copy may stand in the unit (6.5)."""
    found = signing_missing(crossing)
    need = may_cross(crossing.material).need
    if need not in (CrossingNeed.RELEASE, CrossingNeed.RELEASE_AND_JUDGEMENT):
        return found
    release = crossing.release
    if release is None or not _covers(release, crossing):
        found.append(Missing("share_release", Act.UNIT))
    elif need is CrossingNeed.RELEASE_AND_JUDGEMENT and not release.judgement.strip():
        found.append(Missing("share_judgement", Act.UNIT))
    return found


def _covers(release: ItemRelease, crossing: Crossing) -> bool:
    named = (release.into_unit_id, release.owner, release.material, release.source_id)
    asked = (crossing.into_unit_id, crossing.owner, crossing.material, crossing.source_id)
    return named == asked and release.holds_on(crossing.today)


def release_problems(
    release: ItemRelease, today: date, *, guesses: Iterable[str] = (), other_names: Iterable[str] = ()
) -> list[Problem]:
    """Return what is wrong with a release that is about to be signed.

    Args:
        release: as it was filled in.
        today: the day in the practice.
        guesses: what the record says of the partner there; a rewritten text may repeat none of it.
        other_names: names of the other person, who cannot sign for this one.
    """
    found = need_text("text", release.text) + need_text("signer_name", release.signer_name)
    found += not_future("signed_on", release.signed_on, today)
    if any(same_person(release.signer_name, name) for name in other_names if name.strip()):
        found.append(Problem("signer_name", "only_the_owner"))
    if may_cross(release.material).need is CrossingNeed.RELEASE_AND_JUDGEMENT:
        found += need_text("judgement", release.judgement)
        if is_copied(release.text, guesses):
            found.append(Problem("text", "not_rewritten"))
    return found


def withdrawal_problems(release: ItemRelease, on: date, today: date) -> list[Problem]:
    """Return what keeps a release from being taken back on a day."""
    found = not_future("withdrawn_on", on, today)
    found += [Problem("withdrawn_on", "before_start")] if on < release.signed_on else []
    return found + ([Problem("withdrawn_on", "already_withdrawn")] if release.withdrawn_on else [])


def is_copied(text: str, guesses: Iterable[str]) -> bool:
    """Return whether a text repeats a guess word by word; case, spacing and marks do not hide it."""
    written = f" {_folded(text)} "
    for guess in guesses:
        words = _folded(guess)
        whole = words and words == written.strip()
        if whole or (len(words.split()) >= FEWEST_WORDS and f" {words} " in written):
            return True
    return False


def _folded(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
