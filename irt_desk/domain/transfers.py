"""Releases, the transfer summary and the log of disclosures (domain paper, 6.5 and 7.6; security paper, DL-1).

Safety screens, the safety plan, psychotherapy notes, private disclosures and the items of a test are no part of
:class:`TransferPart`: there is nothing to tick or to release for them, so they cannot cross.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from irt_desk.domain.consents import Consent
from irt_desk.domain.values import THIRD_PARTY, Act, Instant, Missing, Problem, need_text, not_future, tagged


class TransferPart(StrEnum):
    """What of a record may go to another therapist, in the order it is written."""

    REASON = "reason"
    DATES = "dates"
    FOCUS = "focus"
    SKILLS = "skills"
    PATTERN = "pattern"
    RISK = "risk"
    WISHES = "wishes"
    GOALS = "goals"
    SCORES = "scores"
    SYMPTOM_SCORES = "symptom_scores"
    DIAGNOSIS = "diagnosis"
    PARTNER_VIEW = "partner_view"


MINIMUM = (
    TransferPart.REASON,
    TransferPart.DATES,
    TransferPart.FOCUS,
    TransferPart.SKILLS,
    TransferPart.PATTERN,
    TransferPart.WISHES,
)
"""What is ticked at first (6.5, minimum necessary); the risk statement only when the recipient must act on it."""


class LegalBasis(StrEnum):
    """On what a disclosure rests (DL-1)."""

    AUTHORISATION = "authorisation"
    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    COURT_ORDER = "court_order"
    LAW = "law"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One authorisation: what, to whom, for what, until when (45 CFR 164.508(c)). Its signature is the consent of the same id."""

    id: str
    unit_id: str
    recipient: str
    address: str = ""
    purpose: str
    parts: tuple[TransferPart, ...] = MINIMUM
    signer_name: str
    signed_on: date
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """One line the record gave to a part, kept as the client read it."""

    part: TransferPart
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSummary:
    """A composed summary for one recipient. A reviewed one is never changed; a change starts a new draft."""

    id: str
    unit_id: str
    episode_id: str
    recipient: str = ""
    address: str = ""
    purpose: str = ""
    parts: tuple[TransferPart, ...] = MINIMUM
    reason: str = tagged(THIRD_PARTY)
    focus: str = tagged(THIRD_PARTY)
    pattern: str = tagged(THIRD_PARTY)
    risk: str = ""
    wishes: str = tagged(THIRD_PARTY)
    partner_view: str = tagged(THIRD_PARTY)
    carried: tuple[Carried, ...] = ()
    reviewed_by: str = ""
    reviewed_on: date | None = None


WRITTEN = (
    TransferPart.REASON,
    TransferPart.FOCUS,
    TransferPart.PATTERN,
    TransferPart.RISK,
    TransferPart.WISHES,
    TransferPart.PARTNER_VIEW,
)
"""The parts that are written for the recipient; the others are taken from the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One line of the log. Nothing is changed; a correction is a further line that names the one it corrects."""

    id: str
    unit_id: str
    on: date
    recorded: Instant
    recipient: str
    address: str = ""
    what: str
    purpose: str
    basis: LegalBasis
    reference: str = ""
    sha256: str = ""
    corrects: str = ""


def release_problems(release: Release, today: date) -> list[Problem]:
    """Return what keeps a release from being signed: the core items of 164.508(c)."""
    found = need_text("recipient", release.recipient) + need_text("purpose", release.purpose)
    found += need_text("signer_name", release.signer_name) + not_future("signed_on", release.signed_on, today)
    found += [] if release.parts else [Problem("parts", "empty")]
    if release.expires_on is None:
        found.append(Problem("expires_on", "empty"))
    elif release.expires_on < release.signed_on:
        found.append(Problem("expires_on", "before_start"))
    return found


def same_recipient(one: str, other: str) -> bool:
    """Return whether two lines name one recipient; case and spacing do not matter."""
    return one.casefold().split() == other.casefold().split()


def covering(
    part: TransferPart, recipient: str, releases: Iterable[Release], consents: Iterable[Consent], day: date
) -> Release | None:
    """Return the release in force that lets a part go to a recipient on a day, or None."""
    signed = {consent.id for consent in consents if consent.holds_on(day)}
    held = [r for r in releases if r.id in signed and part in r.parts and same_recipient(r.recipient, recipient)]
    return max(held, key=lambda release: release.signed_on, default=None)


def transfer_missing(
    summary: TransferSummary, releases: Iterable[Release], consents: Iterable[Consent], day: date
) -> list[Missing]:
    """Return what keeps a summary from going to its recipient, its review by the client left aside."""
    known, held = tuple(releases), tuple(consents)
    found = [
        Missing(f"transfer_{name}", Act.TRANSFER)
        for name in ("recipient", "purpose")
        if not getattr(summary, name).strip()
    ]
    found += [
        Missing("transfer_text", Act.TRANSFER, {"part": part})
        for part in summary.parts
        if part in WRITTEN and not getattr(summary, part.value).strip()
    ]
    if summary.recipient.strip():
        found += [
            Missing("transfer_release", Act.TRANSFER, {"part": part, "recipient": summary.recipient})
            for part in summary.parts
            if covering(part, summary.recipient, known, held, day) is None
        ]
    return found


def means_partner(recipient: str, names: Iterable[str], contacts: Iterable[str]) -> bool:
    """Return whether a recipient line may mean the partner: a name, initials, e-mail or telephone of theirs (DL-2)."""
    words = "".join(c if c.isalnum() else " " for c in recipient.casefold()).split()
    for name in names:
        parts = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
        initials = "".join(part[0] for part in parts)
        if parts and (all(p in words for p in parts) or (len(parts) > 1 and "".join(words) == initials)):
            return True
    digits = "".join(filter(str.isdigit, recipient))
    for contact in contacts:
        own = "".join(filter(str.isdigit, contact))
        if contact.strip() and contact.strip().casefold() in recipient.casefold():
            return True
        if len(digits) >= 7 and len(own) >= 7 and digits[-7:] == own[-7:]:
            return True
    return False
