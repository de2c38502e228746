"""Units of treatment beside the individual record: who belongs to them, both screenings, what was agreed (domain paper, 6.1, 6.5, 6.6).

The link between an individual record and a joint unit is for the practitioner only. The partner's own screening is never part of
the client's chart, export or refusal text: a refusal because of it says that one of the two screenings does not allow this now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.cases import UnitKind
from irt_desk.domain.consents import Consent, ConsentType, Signer, in_force, same_person
from irt_desk.domain.consents import PriorInfo as PriorInfo
from irt_desk.domain.consents import SecretsOption as SecretsOption
from irt_desk.domain.safety import (
    FRESH_DAYS,
    Gate,
    GateOverride,
    GateStanding,
    SafetyHistory,
    SafetyInterview,
    SafetyTrigger,
    interview_problems,
    most_restrictive,
)
from irt_desk.domain.values import SAFETY, THIRD_PARTY, Act, Instant, Missing, Problem, Signature, need_text, tagged


class Place(StrEnum):
    """Which of the two people: ``a`` came first and has the individual record, ``b`` is the partner."""

    A = "a"
    B = "b"


class Leaning(StrEnum):
    """Where a person stands on the relationship (domain paper, 4.15, 5.5)."""

    OUT = "out"
    MOSTLY_OUT = "mostly_out"
    TORN = "torn"
    MOSTLY_IN = "mostly_in"
    IN = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPreparation:
    """What was chosen for a joint unit before it opens, kept with the individual record (``unit_id``)."""

    unit_id: str
    partner_id: str = ""
    secrets: SecretsOption | None = None
    prior_info: PriorInfo = PriorInfo.SEALED


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLink:
    """Which individual record and partner a unit came from; visible to the practitioner only, never printed or exported."""

    unit_id: str
    from_unit_id: str
    partner_id: str
    kind: UnitKind
    opened_on: date
    secrets: SecretsOption | None = None
    prior_info: PriorInfo = PriorInfo.SEALED
    resumes: str = ""
    """The couple unit suspended by T27 that this discernment unit stands beside; empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMember:
    """One of the two clients of a joint unit, with the consent that makes them one."""

    id: str
    unit_id: str
    client_id: str
    place: Place
    consent_id: str
    joined_on: date
    left_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPrescreen:
    """The partner's own screening before a unit opens, held alone and signed for by them (domain paper, 6.6).

    Seen by the practitioner only: never in the client's chart, export, search or refusal text.
    """

    id: str
    from_unit_id: str
    partner_id: str
    recorded: Instant
    interview: SafetyInterview
    partner_signature: str = tagged(SAFETY, THIRD_PARTY)
    signed: Signature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscernmentScreen:
    """Who may start discernment, asked of each person alone (domain paper, 5.2). ``from_unit_id`` is the individual record."""

    id: str
    from_unit_id: str
    place: Place
    on: date
    recorded: Instant
    alone: bool = True
    final_decision_made: bool = tagged(SAFETY, default=False)
    coerced: bool = tagged(SAFETY, default=False)
    protection_order: bool = tagged(SAFETY, default=False)
    acute_untreated: bool = tagged(SAFETY, default=False)
    pending_litigation: bool = tagged(SAFETY, default=False)
    leaning: Leaning | None = None
    note: str = tagged(SAFETY)
    signed: Signature | None = None

    @property
    def excludes(self) -> tuple[str, ...]:
        """The exclusions of 5.2 that stand in the way; a protection order knows no override."""
        names = ("final_decision_made", "coerced", "protection_order", "acute_untreated")
        return tuple(name for name in names if getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFacts:
    """Both people's standing and papers, as far as a joint unit needs them; gathered for the practitioner's eyes."""

    client: GateStanding
    alone: Gate | None = None
    """The client's gate by what stands in their own record; ``client`` knows what was told in a joint unit as well."""
    partner: GateStanding | None = None
    override: GateOverride | None = None
    consents: tuple[Consent, ...] = ()
    screens: tuple[DiscernmentScreen, ...] = ()
    secrets: SecretsOption | None = None
    today: date

    @property
    def gate(self) -> Gate:
        """The more restrictive of the two gates; a partner never screened counts as ``unscreened`` (6.6)."""
        return most_restrictive((self.client.gate, self.partner.gate if self.partner else Gate.UNSCREENED))

    def agreed(self, kind: ConsentType, who: Signer) -> Consent | None:
        """Return the consent of a kind that this person has in force."""
        return in_force(self.consents, kind, self.today, who)


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return what people are called where room is short: first names, with as many words more as it takes to tell them apart."""
    words = [name.split() for name in names]
    for length in range(1, max(map(len, words), default=0) + 1):
        found = tuple(" ".join(name[:length]) for name in words)
        if len(set(found)) == len(found):
            return found
    return tuple(names)


def partner_history(prescreens: Iterable[PartnerPrescreen], triggers: tuple[SafetyTrigger, ...] = ()) -> SafetyHistory:
    """Return what the partner's gate is computed from; ``triggers`` are those told where both were present."""
    return SafetyHistory(tuple(one.interview for one in prescreens), triggers)


TOO_OLD = ("screening_30_days", "partner_screening_30_days")
"""What says that a screening of one of the two is older than opening a unit asks for; a meeting does not ask for it."""


def pair_missing(facts: PairFacts) -> list[Missing]:
    """Return what the two gates keep from bringing both people together (6.6); never whose screening it is when not the client's.

    Both ``open``, or ``caution`` with a live conjoint override; each screened alone at most 30 days ago.
    """
    found: list[Missing] = []
    if facts.gate is Gate.CAUTION:
        if facts.override is None:
            found.append(Missing("conjoint_override", Act.OVERRIDE))
    elif facts.gate is not Gate.OPEN:
        own, alone = facts.client.gate, facts.alone or facts.client.gate
        if own not in (Gate.OPEN, Gate.CAUTION) and own is alone:
            found.append(Missing(f"gate_{own}", Act.SAFETY))
        elif own not in (Gate.OPEN, Gate.CAUTION) or facts.partner is not None:
            found.append(Missing("one_of_two", Act.UNIT))
    if not facts.client.gate.is_stop and not facts.client.is_fresh(facts.today):
        found.append(Missing("screening_30_days", Act.SAFETY, {"days": FRESH_DAYS}))
    partner = facts.partner
    if partner is None:
        found.append(Missing("partner_screening", Act.UNIT))
    elif not partner.gate.is_stop and not partner.is_fresh(facts.today):
        found.append(Missing("partner_screening_30_days", Act.UNIT, {"days": FRESH_DAYS}))
    return found


def without_whose(missing: Iterable[Missing]) -> list[Missing]:
    """Return what is missing as a joint unit may say it: a gate that does not allow it is one of two, nobody says whose (6.6).

    Nor whose screening is too old: beside a stop of one of the two that would tell whose stop it is.
    """
    known = tuple(missing)
    is_shut = any(one.code == "one_of_two" or one.code.startswith("gate_") for one in known)
    found: list[Missing] = []
    for one in known:
        if one.code in TOO_OLD:
            said = None if is_shut else Missing("screenings_30_days", Act.UNIT, {"days": FRESH_DAYS})
        else:
            said = Missing("one_of_two", Act.UNIT) if one.code.startswith("gate_") else one
        if said is not None and said not in found:
            found.append(said)
    return found


def agreements_missing(facts: PairFacts, agreement: ConsentType) -> list[Missing]:
    """Return which signatures of the two people are still missing for a joint unit (6.5, 6.7 T14, T15).

    The client signs the role change first; only then the partner consents; both sign the agreement and the secrets policy, two
    people with two names.
    """
    found: list[Missing] = []
    if facts.secrets is None:  # first: the papers name the policy that was chosen
        found.append(Missing("secrets_option", Act.UNIT))
    role = facts.agreed(ConsentType.ROLE_CHANGE, Signer.CLIENT)
    partner = facts.agreed(ConsentType.PARTNER_CONSENT, Signer.PARTNER)
    if role is None:
        found.append(Missing("consent_role_change", Act.CONSENTS))
    if partner is None:
        found.append(Missing("consent_partner_consent", Act.CONSENTS))
    if role and partner and partner.signed_on < role.signed_on:
        found.append(Missing("client_signs_first", Act.CONSENTS))
    signed = [facts.agreed(kind, who) for kind in (*BEFORE_OPENING, agreement) for who in Signer]
    found += two_signers_missing(one for one in signed if one is not None)
    for kind in (agreement, ConsentType.SECRETS_POLICY):
        found += [Missing(f"consent_{kind}_{who}", Act.CONSENTS) for who in Signer if facts.agreed(kind, who) is None]
    return found + policy_missing(facts.consents, facts.today, chosen=facts.secrets)


def signed_policy(consents: Iterable[Consent], today: date) -> tuple[Consent, ...]:
    """Return the secrets policy each of the two has signed last and that holds today, the client's first."""
    known = tuple(consents)
    found = (in_force(known, ConsentType.SECRETS_POLICY, today, who) for who in Signer)
    return tuple(one for one in found if one is not None)


def policy_missing(consents: Iterable[Consent], today: date, *, chosen: SecretsOption | None = None) -> list[Missing]:
    """Return a reason when the two signed different secrets policies, or another one than was chosen: that is no agreement (6.5)."""
    signed = signed_policy(consents, today)
    if len(signed) < len(Signer):
        return []
    options = {one.secrets_option for one in signed} | ({chosen} if chosen is not None else set())
    differ = len(options) > 1 or len({one.prior_info for one in signed}) > 1
    return [Missing("secrets_same", Act.CONSENTS)] if differ else []


def two_signers_missing(consents: Iterable[Consent]) -> list[Missing]:
    """Return a reason when papers of both carry a name that may be the same person under both roles (6.7, invariants)."""
    known = tuple(consents)
    mine, theirs = ([one.signer_name for one in known if one.signer is who] for who in Signer)
    same = any(same_person(one, other) for one in mine for other in theirs)
    return [Missing("two_signers", Act.CONSENTS)] if same else []


def signed_since(consents: Iterable[Consent], day: date | None) -> tuple[Consent, ...]:
    """Return the consents without the papers of two that were signed before a day.

    What both agreed to in an earlier episode of care was for the unit that opened then; a new unit needs new consent (6.1, 6.7).
    """
    return tuple(one for one in consents if one.type not in _OF_TWO or day is None or one.signed_on >= day)


def screens_missing(facts: PairFacts) -> list[Missing]:
    """Return what the discernment screening of each person still asks for (5.2).

    Whatever excludes reads the same, whoever told it and whatever it is: what one said alone, that they do not come freely or that a
    court protects them, must not be read or worked out by the other.
    """
    newest = {
        s.place: s for s in sorted(facts.screens, key=lambda s: s.recorded.at) if s.alone and s.signed is not None
    }
    found = [Missing(f"dc_screen_{place}", Act.UNIT) for place in Place if place not in newest]
    out = (Leaning.OUT, Leaning.MOSTLY_OUT)
    nobody_leans_in = len(newest) == len(Place) and all(screen.leaning in out for screen in newest.values())
    if nobody_leans_in or any(screen.excludes for screen in newest.values()):
        found.append(Missing("dc_talks", Act.UNIT))
    return found


def prescreen_problems(
    prescreen: PartnerPrescreen, today: date, before: Iterable[PartnerPrescreen] = ()
) -> list[Problem]:
    """Return what keeps the partner's screening from being stored: its signature, and everything that holds for the client's.

    A stop of the partner is lifted as one of the client is: by a new screening with a written reason and, at ``hard_block``,
    evidence that the outer fact changed (6.6).
    """
    found = need_text("partner_signature", prescreen.partner_signature)
    return found + interview_problems(prescreen.interview, partner_history(before), today)


AGREEMENT_OF: dict[UnitKind, ConsentType] = {
    UnitKind.COUPLE: ConsentType.COUPLE_AGREEMENT,
    UnitKind.DISCERNMENT: ConsentType.DC_AGREEMENT,
    UnitKind.COLLATERAL_CONTACT: ConsentType.COLLATERAL,
}
"""The agreement each kind of unit stands on."""

BEFORE_OPENING = (ConsentType.ROLE_CHANGE, ConsentType.PARTNER_CONSENT, ConsentType.SECRETS_POLICY)
"""What is signed before a joint unit opens beside its agreement, in this order (6.5)."""

_OF_TWO = (*BEFORE_OPENING, *(paper for kind, paper in AGREEMENT_OF.items() if kind.is_joint))

_EACH = ((ConsentType.ROLE_CHANGE, Signer.CLIENT), (ConsentType.PARTNER_CONSENT, Signer.PARTNER))
NEEDED_IN_FORCE: dict[UnitKind, tuple[tuple[ConsentType, Signer], ...]] = {
    UnitKind.COUPLE: (
        *_EACH,
        *((kind, who) for kind in (ConsentType.COUPLE_AGREEMENT, ConsentType.SECRETS_POLICY) for who in Signer),
    ),
    UnitKind.DISCERNMENT: (
        *_EACH,
        *((kind, who) for kind in (ConsentType.DC_AGREEMENT, ConsentType.SECRETS_POLICY) for who in Signer),
    ),
    UnitKind.COLLATERAL_CONTACT: ((ConsentType.COLLATERAL, Signer.PARTNER),),
}
"""Consents whose withdrawal ends joint work at once: the unit goes to ``closing`` (6.7, invariants)."""

PAPERS_OF: dict[UnitKind, tuple[ConsentType, ...]] = {
    UnitKind.INDIVIDUAL_IRT: (
        ConsentType.INFORMED,
        ConsentType.ROLE_CHANGE,
        ConsentType.PARTNER_CONSENT,
        ConsentType.COUPLE_AGREEMENT,
        ConsentType.SECRETS_POLICY,
        ConsentType.DC_AGREEMENT,
        ConsentType.COLLATERAL,
    ),
    UnitKind.COUPLE: (
        ConsentType.COUPLE_AGREEMENT,
        ConsentType.SECRETS_POLICY,
        ConsentType.JOINT_RELEASE,
        ConsentType.DC_AGREEMENT,
    ),
    UnitKind.DISCERNMENT: (
        ConsentType.DC_AGREEMENT,
        ConsentType.SECRETS_POLICY,
        ConsentType.JOINT_RELEASE,
        ConsentType.COUPLE_AGREEMENT,
    ),
    UnitKind.COLLATERAL_CONTACT: (ConsentType.COLLATERAL,),
}
"""Consents that are printed from each kind of record. What one of the two signs alone stays with the individual record; a couple
unit has the discernment agreement for T27, a discernment unit the couple agreement for T21."""


def joint_release_missing(consents: Iterable[Consent], recipient: str, day: date) -> list[Missing]:
    """Return what keeps a paper of both from a recipient: two releases in force for that very one, one of each (6.5).

    The sentence is the same whether one or both signatures are missing, so that it tells neither about the other.
    """
    held = _released(consents, recipient, day)
    by_two = {one.signer for one in held} == set(Signer) and not two_signers_missing(held)
    return [] if by_two else [Missing("joint_release", Act.CONSENTS)]


def attendance_missing(consents: Iterable[Consent], asked_by: Place | None, day: date) -> list[Missing]:
    """Return what keeps the neutral statement from somebody outside: one of the two asks for it, or signed a release (6.5)."""
    held = any(one.type is ConsentType.JOINT_RELEASE and one.holds_on(day) for one in consents)
    return [] if held or asked_by is not None else [Missing("attendance_asked", Act.NONE)]


def _released(consents: Iterable[Consent], recipient: str, day: date) -> list[Consent]:
    wanted = recipient.casefold().split()
    return [
        one
        for one in consents
        if one.type is ConsentType.JOINT_RELEASE and one.holds_on(day) and one.recipient.casefold().split() == wanted
    ]
